"""A disk that is full from some byte on, and a clock that jumps at every look (bad_machine.cc).

    POINTS=100 python3 tests/cli/faults/machine_test.py        # the release check

A run that finds no room says so in a line and goes on with --resume once there is some; what time it is, no byte depends on."""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from llm_support import LlmTest, Stub, prose
from s3_test import S3Case
from support import LAUTER, CliTest, rows, text, tree_digest

POINTS = int(os.environ.get("POINTS", "10"))
SEED = int(os.environ.get("LAUTER_SEED", "1"))
BAD_MACHINE = os.environ.get("BAD_MACHINE", str(pathlib.Path(__file__).parents[3] / "build/release/tests/libbad_machine.so"))


def machine(**settings):
    return {"LD_PRELOAD": BAD_MACHINE, **{name: str(value) for name, value in settings.items()}}


class MachineTest(CliTest):
    def make_corpus(self):
        rng = random.Random(SEED)
        self.write("in/a.jsonl", rows(rng, 900, bad=0.01))
        self.write("in/b.jsonl.gz", rows(rng, 300))
        self.write("in/t.csv", "id,text\n" + "".join(f'{i},"{text(rng, 200).replace(chr(34), chr(39))}"\n' for i in range(200)))
        for i in range(4):
            self.write(f"in/notes/{i}.txt", text(rng, 300))

    def run_on(self, settings, *command):
        return subprocess.run([LAUTER, *map(str, command)], cwd=self.dir, capture_output=True, text=True, timeout=120,
                              env={**os.environ, **machine(**settings)})

    def command(self, out, *flags):
        return [flags[0], "in", "-o", out, "--key-file", "key", "-q", "--threads", "2", "--set", "limits.shard_bytes=64KiB", *flags[1:]]


class FullDisk(MachineTest):
    def fill(self, name, *flags, code=1):
        """Runs that find the disk full at a random byte."""
        whole = self.run_on({}, *self.command(name, *flags))
        self.assertEqual(whole.returncode, code, whole.stderr)
        expected = tree_digest(self.dir / name)
        size = sum(path.stat().st_size for path in (self.dir / name).rglob("*") if path.is_file())
        rng = random.Random(SEED)
        stopped = anew = 0
        for point in range(POINTS):
            out, at = f"{name}{point}", rng.randrange(1, size)
            with self.subTest(flags=flags, at=at):
                done = self.run_on({"FULL_ROOT": self.dir / out, "FULL_AT": at}, *self.command(out, *flags))
                if done.returncode == 2:
                    stopped += 1
                    last = done.stderr.splitlines()[-1] + "\n"
                    self.assert_one_line(last, "No space left on device")
                    self.assertLessEqual(len(done.stderr.splitlines()), 2, done.stderr)
                    again = self.run_on({}, *self.command(out, *flags, "--resume"))
                    if again.returncode == 2:  # no room even for the journal's begin
                        self.assertIn("nothing to resume", again.stderr)
                        again = self.run_on({}, *self.command(out, *flags, "--overwrite"))
                        anew += 1
                    done = again
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertEqual(tree_digest(self.dir / out), expected)
                self.assert_sound(out)
        print(f"{name}: {POINTS} runs on a disk that is full at some byte of {size}: {stopped} stopped, {anew} of them began anew, all bytes equal")
        self.assertGreater(stopped, POINTS // 2)

    def test_a_run(self):
        self.make_corpus()
        self.fill("plain", "refine", "--model", "none")

    def test_runs_with_a_first_pass(self):
        self.make_corpus()
        self.fill("guard", "refine", "--model", "none", "--reversible", "--set", "surrogates.guard=corpus")
        self.fill("dedup", "dedup")

    def test_limits_of_the_system(self):
        """Of files, open files and memory: a line, not a crash, and the run can go on."""
        self.make_corpus()
        self.run_on({}, *self.command("whole", "refine", "--model", "none"))
        for i, limit in enumerate(("-f 1", "-f 40", "-n 4", "-n 12", "-v 60000", "-v 150000", "-u 1")):
            with self.subTest(limit):
                out = f"limit{i}"
                limited = subprocess.run(["bash", "-c", f'ulimit {limit}; exec "$@"', "bash", LAUTER, *self.command(out, "refine", "--model", "none")],
                                         cwd=self.dir, capture_output=True, text=True, timeout=120)
                self.assertIn(limited.returncode, (1, 2, 127), limited.stderr)  # 127: the loader found no memory
                if limited.returncode == 2:
                    self.assertLessEqual(len(limited.stderr.splitlines()), 2, limited.stderr)
                flags = ["--resume"] if (self.dir / out / "state").exists() else []
                again = self.run_on({}, *self.command(out, "refine", "--model", "none", *(flags if limited.returncode == 2 else ["--overwrite"])))
                if again.returncode == 2:
                    self.assertIn("nothing to resume", again.stderr)
                    self.run_on({}, *self.command(out, "refine", "--model", "none", "--overwrite"))
                self.assertEqual(tree_digest(self.dir / out), tree_digest(self.dir / "whole"))


class JumpingClock(MachineTest):
    def test_runs_kills_and_locks(self):
        self.make_corpus()
        self.run_on({}, *self.command("whole", "refine", "--model", "none"))
        expected = tree_digest(self.dir / "whole")
        jumps = {"CLOCK_JUMPS": SEED}
        begin = time.monotonic()
        done = self.run_on(jumps, *self.command("out", "refine", "--model", "none"))
        seconds = time.monotonic() - begin
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(tree_digest(self.dir / "out"), expected)
        self.assertEqual(self.run_on(jumps, "verify", "out", "--inputs", "in", "--key-file", "key", "-q").returncode, 0)
        rng = random.Random(SEED)
        for point in range(POINTS):
            command = self.command(f"killed{point}", "refine", "--model", "none")
            with subprocess.Popen([LAUTER, *command], cwd=self.dir, env={**os.environ, **machine(**jumps)}, stderr=subprocess.DEVNULL) as run:
                time.sleep(rng.uniform(0, seconds))
                run.send_signal(signal.SIGKILL)
            flags = ["--resume"] if (self.dir / f"killed{point}").exists() else []
            again = self.run_on(jumps, *command, *flags)
            self.assertEqual(again.returncode, 1, again.stderr)
            self.assertEqual(tree_digest(self.dir / f"killed{point}"), expected)

    def test_tasks_that_look_lost(self):
        """A task whose sign of life is two years old may be made again: the bytes are the same."""
        self.make_corpus()
        self.run_on({}, *self.command("whole", "refine", "--model", "none"))
        jumps = {"CLOCK_JUMPS": SEED}
        plan = self.run_on(jumps, *self.command("out", "refine", "--model", "none", "--executor", "shell", "--tasks", "2"))
        self.assertEqual(plan.returncode, 0, plan.stderr)
        environment = {**os.environ, **machine(**jumps)}
        tasks = [subprocess.Popen([LAUTER, "task", "out", "--task", str(i % 2)], cwd=self.dir, env=environment, stderr=subprocess.DEVNULL) for i in range(4)]
        for task in tasks:
            self.assertIn(task.wait(timeout=120), (0, 1, 2))
        self.assertIn(self.run_on(jumps, "status", "out").returncode, (0, 1))
        self.assertIn(self.run_on(jumps, "task", "out", "--task", "final").returncode, (0, 1))
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "whole"))


class JumpingClockAtAServer(LlmTest):
    def test_waits_are_no_longer(self):
        rng = random.Random(SEED)
        self.write("in.jsonl", "".join(f'{{"id":{i},"text":"{prose(rng, 3, 1)}"}}\n' for i in range(150)))
        with Stub(self.dir, "--fault-rate", "0.2", "--faults", "rate_limit,server_error", "--seed", "5") as stub:
            recipe = self.recipe(stub, "scope: all", endpoint="give_up_after_s: 30")
            done = subprocess.run([LAUTER, "refine", "--model", "none", "in.jsonl", "--recipe", "./" + recipe, "-o", "out", "-q", "--key-file", "key"],
                                  cwd=self.dir, env={**os.environ, **machine(CLOCK_JUMPS=SEED)}, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)


class JumpingClockAtObjectStorage(S3Case):
    def test_said_in_words(self):
        self.make_corpus(scale=20)
        command = ("refine", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key", "-q")
        _, err = self.lauter(*command, code=2, env={**self.env, **machine(CLOCK_JUMPS=SEED)})
        self.assert_one_line(err, "clock is wrong")
        self.lauter(*command, code=1)
        self.assert_same_as_local()


if __name__ == "__main__":
    unittest.main()
