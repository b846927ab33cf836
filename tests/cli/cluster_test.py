"""Runs over many processes without a cluster: the tasks of a plan in any order, twice, at once, killed, resumed.
The bytes are always those of a run in one process."""

import json
import random
import shutil
import signal
import subprocess
import time
import unittest

from kill_support import SEED, KillTest, kills
from support import LAUTER, rows, text, tree_digest

# What a report says of time, machine and way of running.
OF_THE_MACHINE = {"started", "stage_seconds", "scan_ticks", "wall_seconds", "threads", "peak_memory_bytes", "times_resumed",
                  "executor", "tasks"}


def zstd_frames(content, frame_bytes):
    frames = [content[at:at + frame_bytes] for at in range(0, len(content), frame_bytes)]
    return b"".join(subprocess.run(["zstd", "-q", "-c", "--stream-size", str(len(frame))], input=frame,
                                   stdout=subprocess.PIPE, check=True).stdout for frame in frames)


class ClusterTest(KillTest):
    """A corpus with everything that shards meet, and the run in one process that all others must equal."""

    flags = ("--model", "none", "--key-file", "key", "--set", "limits.shard_bytes=64KiB", "-q")

    def make_corpus(self, scale=1):
        rng = random.Random(SEED)
        # Big plain file: many parts; rows without ids, bad rows, and one longer than two parts.
        long_row = json.dumps({"text": text(rng, 150_000, dense=0.001)}).encode() + b"\n"
        self.write("in/big.jsonl", rows(rng, 1500 * scale, bad=0.01) + long_row + rows(rng, 400 * scale)[:-1])
        self.write("in/frames.jsonl.zst", zstd_frames(rows(rng, 3000 * scale, bad=0.01), 50_000))
        self.write("in/one.jsonl.gz", rows(rng, 200 * scale))
        self.write("in/empty.jsonl", b"")
        for i in range(30):
            self.write(f"in/notes/{i:02d}.txt", text(rng, 300))
        self.write("in/notes/bad.txt", b"\xff\xfe\xfd not text")

    def refine(self, out, *flags, code=1):
        return self.run_lauter("refine", "in", "-o", out, *self.flags, *flags, code=code)

    def make_expected(self, scale=1):
        self.make_corpus(scale)
        self.refine("local", "--threads", 1)
        self.expected = tree_digest(self.dir / "local")
        self.assertGreater(len(self.expected), 60)
        self.report = self.figures("local")

    def figures(self, out):
        report = json.loads((self.dir / out / "report.json").read_text())
        return {key: value for key, value in report.items() if key not in OF_THE_MACHINE}

    def plan(self, out, tasks, *flags):
        """The commands that --executor shell prints, as lists."""
        printed, _ = self.refine(out, "--executor", "shell", "--tasks", tasks, *flags, code=0)
        lines = printed.splitlines()
        self.assertTrue(lines[-1].endswith(" --task final"), lines)
        return [line.split() for line in lines]

    def shards(self, out):
        lines = (self.dir / out / "state/plan.jsonl").read_text().splitlines()
        return [row for row in map(json.loads, lines[1:]) if "end_file" in row]

    def run_task(self, command, code=0):
        done = subprocess.run([*command, "--threads", "2"], cwd="/", capture_output=True, timeout=60)
        if code is not None:
            self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stderr.decode()

    def check(self, out):
        self.assertEqual(tree_digest(self.dir / out), self.expected)
        self.assertEqual(self.figures(out), self.report)
        self.assert_sound(out)


class Tasks(ClusterTest):
    def test_any_order_twice_and_at_once(self):
        self.make_expected()
        rng = random.Random(SEED)
        for tasks in (1, 3, 7):
            out = f"out{tasks}"
            *commands, final = self.plan(out, tasks)
            parts = [shard for shard in self.shards(out) if "begin" in shard]
            self.assertGreater(len({shard["file"] for shard in parts}), 1, "no file was cut")
            work = commands + rng.sample(commands, k=len(commands) // 2)  # some come twice
            rng.shuffle(work)
            while work:
                at_once = [work.pop() for _ in range(min(len(work), rng.randrange(1, 4)))]
                processes = [subprocess.Popen([*command, "-j", "2"], cwd="/", stderr=subprocess.PIPE)
                             for command in at_once]
                for process in processes:
                    self.assertEqual(process.wait(timeout=60), 0, process.stderr.read())
                    process.stderr.close()
            self.run_task(final, code=1)
            self.check(out)
            report = json.loads((self.dir / out / "report.json").read_text())
            self.assertEqual((report["executor"], report["tasks"]), ("shell", len(commands)))
            # Nothing is left to do: whatever comes again changes nothing.
            for command in (commands[0], final):
                self.assertIn("finished", self.run_task(command))
            self.refine(out, "--executor", "shell", "--resume", code=0)
            self.refine(out, "--resume")
            self.assertEqual(tree_digest(self.dir / out), self.expected)

    def test_one_task_does_what_the_others_leave(self):
        self.make_expected()
        *commands, final = self.plan("out", 4)
        self.run_task(commands[2])
        self.run_task(final, code=1)
        self.check("out")

    def test_killed_tasks_and_a_resumed_run(self):
        self.make_expected(scale=4)
        rng = random.Random(SEED)
        begin = time.monotonic()
        self.run_task(self.plan("warm", 4)[0])
        seconds = time.monotonic() - begin
        *commands, final = self.plan("out", 4)
        in_the_middle = 0
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
            with subprocess.Popen([*rng.choice(commands), "-j", "2"], cwd="/", stderr=subprocess.DEVNULL) as process:
                time.sleep(rng.uniform(0.1, 0.6) * seconds)
                process.send_signal(number)
                code = process.wait(timeout=20)
            self.assertIn(code, (0, -number, 130))
            in_the_middle += code != 0
        self.assertGreater(in_the_middle, 0, "the kills came too late")
        before = len(list((self.dir / "out/state/shards").iterdir()))
        if before < len(self.shards("out")):
            said = self.run_task(final, code=2)
            self.assertRegex(said, r"shards are missing .* --resume submits what is missing")
            self.assertFalse((self.dir / "out/report.json").exists())
            self.run_lauter("refine", "in", "-o", "out", *self.flags, "--resume", code=2)  # not in this process
            *commands, final = self.plan("out", 4, "--resume")
        for command in commands:
            self.run_task(command)
        self.run_task(final, code=1)
        self.check("out")

    def test_an_input_that_cannot_be_read_fails_its_shard_alone(self):
        self.make_expected()
        path, aside = self.dir / "in/one.jsonl.gz", self.dir / "aside"
        whole = path.read_bytes()
        broken = whole[:2000] + b"\0" * 100 + whole[2100:]
        *commands, final = self.plan("out", 2)
        path.rename(aside)
        codes = [subprocess.run([*command, "-j", "1"], cwd="/", stderr=subprocess.DEVNULL).returncode
                 for command in commands]
        self.assertEqual(sorted(codes), [0, 2])
        said = self.run_task(final, code=2)
        self.assertIn("one.jsonl.gz: ", said)
        shown, _ = self.run_lauter("status", "out")
        self.assertRegex(shown, r"1 failed(.|\n)*task \d failed: .*one.jsonl.gz")
        status = json.loads(self.run_lauter("status", "out", "--json")[0])
        self.assertEqual(status["shards"]["failed"], 1)
        self.assertEqual(status["shards"]["done"], status["shards"]["total"] - 1)
        # Back again, it goes on; but other bytes under the same plan are refused.
        path.write_bytes(broken)
        _, said = self.refine("out", "--executor", "shell", "--resume", code=2)
        self.assertIn("was changed since the run", said)
        aside.replace(path)
        *commands, final = self.plan("out", 2, "--resume")
        self.assertEqual(len(commands), 1, "more than what is missing")
        self.run_task(commands[0])
        self.run_task(final, code=1)
        self.check("out")
        # One that was broken when the run was planned stays so.
        path.write_bytes(broken)
        *commands, final = self.plan("bad", 2)
        for command in commands:
            self.run_task(command, code=None)
        self.assertIn("one.jsonl.gz: byte ", self.run_task(final, code=2))

    def test_status(self):
        self.make_expected()
        *commands, final = self.plan("out", 2)
        status = json.loads(self.run_lauter("status", "out", "--json")[0])
        self.assertEqual(status["state"], "waiting")
        self.run_task(commands[0])
        status = json.loads(self.run_lauter("status", "out", "--json")[0])
        self.assertEqual(status["shards"]["done"], status["shards"]["total"])
        self.assertEqual(status["rows"], self.report["rows"]["in"])
        self.run_task(final, code=1)
        for out, executor in (("out", "shell"), ("local", "local")):
            status = json.loads(self.run_lauter("status", out, "--json")[0])
            self.assertEqual((status["state"], status["executor"]), ("finished", executor))
            self.assertEqual(status["rows"], self.report["rows"]["in"])
            self.assertEqual(status["bytes"]["done"], status["bytes"]["total"])
            self.assertIn("finished", self.run_lauter("status", out)[0])
        _, said = self.run_lauter("status", "in", code=2)
        self.assert_one_line(said, "holds no run")

    def test_what_is_refused(self):
        self.write("in/a.jsonl", b'{"text":"x"}\n')
        shell = ("--executor", "shell")
        cases = [
            (("in", "-o", "out", *shell), "--tasks"),
            (("in", "-o", "out", *shell, "--tasks", "0"), "--tasks"),
            (("in", "-o", "out", *shell, "--tasks", "2%x"), "--tasks"),
            (("in", "-o", "-", *shell, "--tasks", "2"), "stdout"),
            (("-", "-o", "out", *shell, "--tasks", "2"), "stdin"),
            (("in", "-o", "out", *shell, "--tasks", "2", "--limit", "5"), "--limit"),
            (("in", "-o", "out", "--executor", "slurm", "--tasks", "2", "--slurm-args", "--array=1"), "--array"),
            (("in", "-o", "out", "--executor", "slurm", "--tasks", "2", "--slurm-args", "'x"), "closed"),
        ]
        for args, word in cases:
            _, said = self.run_lauter("refine", *args, "--key-file", "key", code=2)
            self.assert_one_line(said, word)
            self.assertFalse((self.dir / "out").exists())
        # Without Slurm: one clear line, and nothing is written.
        done = subprocess.run([LAUTER, "refine", "in", "-o", "out", "--model", "none", "--executor", "slurm", "--tasks", "2"],
                              cwd=self.dir, env={"PATH": "/nowhere"}, capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assert_one_line(done.stderr.decode(), "sbatch", "PATH")
        self.assertEqual(sorted(path.name for path in self.dir.iterdir()), ["in", "key"])

    def test_an_input_that_changed_since_the_plan(self):
        self.make_corpus()
        *commands, _ = self.plan("out", 2)
        self.change_in_secret("in/one.jsonl.gz", 2000)
        said = "".join(self.run_task(command, code=None) for command in commands)
        self.assertIn("one.jsonl.gz: was changed after the run was planned", said)
        _, err = self.refine("out", "--executor", "shell", "--resume", code=2)
        self.assert_one_line(err, "--resume: in/one.jsonl.gz was changed")

    def test_a_partition_that_does_not_exist(self):
        """What Slurm says is said; the plan stays, and the run goes on when it is told right."""
        self.make_expected()
        self.write("bin/sbatch", '#!/bin/sh\ncase "$*" in *--version*) exit 0;; esac\n'
                           'echo "sbatch: error: Invalid partition name specified" >&2\nexit 1\n'.encode())
        (self.dir / "bin/sbatch").chmod(0o755)
        env = {"PATH": f"{self.dir / 'bin'}:/usr/bin:/bin"}
        command = [LAUTER, "refine", "in", "-o", "out", *self.flags, "--executor", "slurm", "--tasks", "2",
                   "--slurm-args", "--partition=none"]
        for more in ([], ["--resume"]):
            done = subprocess.run([*command, *more], cwd=self.dir, env=env, capture_output=True)
            self.assertEqual(done.returncode, 2)
            self.assert_one_line(done.stderr.decode(), "Invalid partition name specified")
        *commands, final = self.plan("out", 2, "--resume")
        for task in commands:
            self.run_task(task)
        self.run_task(final, code=1)
        self.check("out")

    def test_a_final_job_that_was_killed_at_its_end(self):
        """It had written the journal, and neither tidied up nor given its lock back."""
        self.make_expected()
        *tasks, final = self.plan("out", 2)
        for task in tasks:
            self.run_task(task)
        self.run_task(final, code=1)
        self.write("out/.lauter.lock", b"process 1 on nowhere, since 2026-11-25T00:00:00Z")
        self.write("out/state/tmp/nowhere-1-a/report.json", b"{")
        self.write("out/state/guard/shards/000000.json", b"{}")
        self.run_task(final)
        self.check("out")

    def test_kill_at_random_points(self):
        """Every task and the final job, each hit up to twice before it comes again."""
        self.make_expected()
        rng, in_the_middle = random.Random(SEED), 0
        for i in range(kills(4)):
            out = f"out{i}"
            *tasks, final = self.plan(out, 2)
            for command, seconds in [*((task, .3) for task in tasks), (final, .1)]:
                for _ in range(rng.randrange(3)):
                    in_the_middle += self.hit(command, seconds, rng)
                is_done = command is final and (self.dir / out / "state/journal.jsonl").exists()
                self.run_task(command, code=int(command is final and not is_done))
            self.check(out)
            shutil.rmtree(self.dir / out)
        print(f"{kills(4)} runs of two tasks, {in_the_middle} kills in the middle, all bytes equal")
        self.assertGreater(in_the_middle, 0, "the kills came too early or too late")


if __name__ == "__main__":
    unittest.main()
