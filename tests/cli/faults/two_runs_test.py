"""Two runs into one OUT: one of them is refused in words, and the other's output is whole.

    PAIRS=200 python3 tests/cli/faults/two_runs_test.py       # the release check
"""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import LAUTER, CliTest, rows, tree_digest

PAIRS = int(os.environ.get("PAIRS", "12"))
REFUSED = "another run works there: "


class TwoRuns(CliTest):
    def setUp(self):
        super().setUp()
        self.write("in/a.jsonl", rows(random.Random(3), 6000, dense=0.003))
        self.write("other/a.jsonl", rows(random.Random(4), 5000, dense=0.003))
        for name in ("in", "other"):
            self.finish(self.start(name, f"whole-{name}"), 0)

    def start(self, name, out, *flags):
        return subprocess.Popen([LAUTER, "refine", "--model", "none", name, "-o", out, "--key-file", "key", "-q", "--threads", "1", *flags],
                                cwd=self.dir, stderr=subprocess.PIPE, text=True)

    def finish(self, run, code):
        said = run.communicate(timeout=60)[1]
        self.assertEqual(run.returncode, code, said)
        return said

    def begun(self, out):
        until = time.monotonic() + 30
        while not (self.dir / out / "state").exists():
            self.assertLess(time.monotonic(), until, "the run did not begin")
            time.sleep(.001)

    def test_who_comes_second_is_refused_and_changes_nothing(self):
        first = self.start("in", "out")
        self.begun("out")
        first.send_signal(signal.SIGSTOP)
        for flags in ((), ("--overwrite",), ("--resume",)):
            said = self.finish(self.start("other", "out", *flags), 2)
            self.assert_one_line(said, "out: ", f"{REFUSED}process {first.pid} on " if flags else "is not empty")
        first.send_signal(signal.SIGCONT)
        self.finish(first, 0)
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "whole-in"))
        self.assertFalse((self.dir / "out/.lauter.lock").exists())

    def test_a_killed_run_holds_nobody_up(self):
        first = self.start("in", "out")
        self.begun("out")
        first.kill()
        first.communicate()
        self.finish(self.start("in", "out", "--resume"), 0)
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "whole-in"))

    def test_pairs_at_any_pace(self):
        rng = random.Random(5)
        whole = {name: tree_digest(self.dir / f"whole-{name}") for name in ("in", "other")}
        refused = 0
        for i in range(PAIRS):
            out = f"out-{i}"
            flags = rng.choice(((), ("--overwrite",)))
            first = self.start("in", out, *flags)
            time.sleep(rng.choice((0, 0, rng.random() * .2)))
            second = self.start("other", out, *flags)
            ends = {name: (run.communicate(timeout=60)[1], run.returncode) for name, run in (("in", first), ("other", second))}
            done = [name for name, (_, code) in ends.items() if code == 0]
            self.assertTrue(done, ends)
            refused += len(done) == 1
            for said, code in ends.values():
                self.assertIn(code, (0, 2), said)
                self.assertEqual(code == 2, REFUSED in said or "is not empty" in said, said)
            self.assertIn(tree_digest(self.dir / out), [whole[name] for name in done])
        print(f"{PAIRS} pairs, {refused} of them at once and one refused in words, all bytes those of a run alone")
        self.assertGreater(refused, 0)


if __name__ == "__main__":
    unittest.main()
