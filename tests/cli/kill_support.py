"""Runs that are killed at random points and go on with --resume: the final bytes are those of an undisturbed run.
KILLS says how many runs, LAUTER_SEED where they are hit."""

import os
import random
import signal
import subprocess
import time

from support import CliTest, tree_digest

SEED = int(os.environ.get("LAUTER_SEED", "1"))
# What a run leaves only while it is at work.
UNFINISHED = (".part", ".tmp-", "staged", ".lauter.lock")


def kills(default):
    return int(os.environ.get("KILLS", default))


class KillTest(CliTest):
    def timed(self, command, out, *flags, code=0):
        begin = time.monotonic()
        done = subprocess.run([*command, "-o", out, *flags], cwd=self.dir, capture_output=True, timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return time.monotonic() - begin

    def hit(self, command, seconds, rng, number=signal.SIGKILL):
        """A process that is hit somewhere in what it takes undisturbed; whether that was before its end."""
        with subprocess.Popen(command, cwd=self.dir, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(rng.uniform(0, seconds))
            run.send_signal(number)
            code = run.wait(timeout=60)
        stopped = (130, -number)  # a signal may come before anybody listens
        self.assertIn(code, (0, 1, *stopped))
        return code in stopped

    def kill_at_random_points(self, command, n_runs, code=0, check=lambda out: None, signals=(signal.SIGKILL,)):
        """Runs of `command`, each hit one to three times; `check` looks at what else must hold of a finished folder."""
        seconds = min(self.timed(command, out, code=code) for out in ("warm", "whole"))
        expected = tree_digest(self.dir / "whole")
        self.assertEqual(tree_digest(self.dir / "warm"), expected)
        rng = random.Random(SEED)
        in_the_middle = 0
        for i in range(n_runs):
            out, flags = f"out{i}", []
            for _ in range(rng.randrange(1, 4)):
                was_hit = self.hit([*command, "-o", out, *flags], seconds, rng, rng.choice(signals))
                flags = ["--resume"] if (self.dir / out).exists() else []
                in_the_middle += was_hit and bool(flags)
            self.timed(command, out, *flags, code=code)
            with self.subTest(run=i):
                self.assertEqual(tree_digest(self.dir / out), expected)
                left = [path.name for path in (self.dir / out).rglob("*") if any(name in path.name for name in UNFINISHED)]
                self.assertEqual(left, [])
                check(out)
            subprocess.run(["rm", "-rf", str(self.dir / out)], check=True)
        print(f"{n_runs} runs, {in_the_middle} kills in the middle of {seconds:.2f} s, all bytes equal")
        self.assertGreater(in_the_middle, 0, "the kills came too early or too late")
