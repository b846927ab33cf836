"""Ctrl-C in the middle of something long: every command ends with status 130 and keeps what --resume goes on with; over object
storage, as a task of a cluster, with a program and with a server that do not answer. How soon is measured by bench/interrupt."""

import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

import interrupt_support
from s3_test import PARTS, S3Case
from support import LAUTER, CliTest, rows, tree_digest

SEED = int(os.environ.get("LAUTER_SEED", "1"))


def hears(pid, number):
    """Whether the process has a handler for the signal; before, the system ends it."""
    caught = re.search(r"^SigCgt:\s*(\w+)", pathlib.Path(f"/proc/{pid}/status").read_text(), re.M)
    return caught is None or bool(int(caught[1], 16) >> number - 1 & 1)


def interrupt(test, command, folder, pause, **more):
    """Whether the command was under way when the signal came; then it ended with 130."""
    with subprocess.Popen([LAUTER, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **more) as run:
        while run.poll() is None and not hears(run.pid, signal.SIGINT):  # a busy machine
            time.sleep(0.005)
        try:
            run.wait(pause)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGINT)
        err = run.communicate(timeout=60)[1]
    if run.returncode in (0, 1):
        return False
    test.assertEqual(run.returncode, 130, err)
    return True


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="lauter-interrupt-")
        cls.dir = pathlib.Path(cls.temp.name)
        cls.commands = interrupt_support.prepare(cls.dir, size=0.06)

    @classmethod
    def tearDownClass(cls):
        cls.temp.cleanup()

    def test_every_command_stops_and_goes_on(self):
        rng = random.Random(SEED)
        stopped = set()
        for long in self.commands:
            with self.subTest(long.name):
                begin = time.monotonic()
                whole = subprocess.run([LAUTER, *long.command], cwd=self.dir, capture_output=True, timeout=200)
                seconds = time.monotonic() - begin
                if long.out:
                    expected = self.written(long)
                    self.clear(long)
                if interrupt(self, long.command, self.dir, rng.uniform(0.3, 0.8) * seconds):
                    stopped.add(long.name)
                if not long.out:
                    continue
                flags = long.resume if (self.dir / long.out).exists() else ()
                again = subprocess.run([LAUTER, *long.command, *flags], cwd=self.dir, capture_output=True, timeout=200)
                self.assertEqual(again.returncode, whole.returncode, again.stderr)
                self.assertEqual(self.written(long), expected)
                self.clear(long)
        self.assertGreaterEqual(len(stopped), len(self.commands) // 2, stopped)

    def written(self, long):
        """What no clock is in."""
        return {name: digest for name, digest in tree_digest(self.dir / long.out, long.parts).items() if name != "report.json"}

    def clear(self, long):
        shutil.rmtree(self.dir / long.out)
        if long.out.endswith(".lauter"):
            (self.dir / long.out.removesuffix(".lauter")).unlink()


class Waiting(CliTest):
    """What waits for others."""

    def test_a_pipe_that_nobody_writes_to(self):
        os.mkfifo(self.dir / "in.jsonl")
        for command in (["find"], ["program", "--key-file", "key"], ["score", "--metrics", "lexical"], ["explain", "--id", "1"],
                        ["refine", "-o", "out", "--key-file", "key"]):
            with self.subTest(command):
                self.assertTrue(interrupt(self, [command[0], "in.jsonl", *command[1:]], self.dir, 0.3))

    def test_a_server_that_never_answers(self):
        """It takes connections and says no word; the recipe would wait for an hour."""
        self.write("in.jsonl", rows(random.Random(1), 50))
        with socket.create_server(("127.0.0.1", 0), backlog=500) as server:
            hour = "connect_timeout_s: 3600, first_byte_timeout_s: 3600, timeout_s: 3600"
            self.write("r.yaml", "steps:\n  - {use: llm, task: anonymize, scope: all}\nendpoints:\n"
                       f"  main: {{base_url: 'http://127.0.0.1:{server.getsockname()[1]}/v1', model: m, {hour}}}\n")
            for command in (["find"], ["program"], ["explain", "--id", "row-1"], ["refine", "-o", "out"], ["refine", "-o", "-"]):
                with self.subTest(command):
                    self.assertTrue(interrupt(self, [command[0], "in.jsonl", *command[1:], "-r", "./r.yaml", "--key-file", "key"], self.dir, 1))

    def test_a_program_that_does_not_answer_goes_too(self):
        self.write("slow.sh", "echo $$ > pid\nexec sleep 1000\n")
        self.write("in.jsonl", rows(random.Random(1), 50))
        self.write("r.yaml", "steps:\n  - use: exec\n    command: [sh, slow.sh]\n    labels: [ROBOT]\n")
        self.assertTrue(interrupt(self, ["refine", "in.jsonl", "-o", "out", "-r", "./r.yaml", "--key-file", "key"], self.dir, 1))
        pid = int((self.dir / "pid").read_text())
        for _ in range(500):
            if not pathlib.Path(f"/proc/{pid}/stat").exists() or pathlib.Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return
            time.sleep(0.01)
        self.fail("the program still runs")

    def test_a_task_says_that_it_was_stopped(self):
        self.write("in.jsonl", json.dumps({"id": "1", "text": interrupt_support.dense(random.Random(2), 3_000_000)}) + "\n")
        flags = ("--key-file", "key", "--set", "limits.shard_bytes=64KiB", "-q")
        self.run_lauter("refine", "in.jsonl", "-o", "whole", *flags)
        self.run_lauter("refine", "in.jsonl", "-o", "out", *flags, "--executor", "shell", "--tasks", "1")
        self.assertTrue(interrupt(self, ["task", "out", "--task", "0", "--threads", "1"], self.dir, 0.5))
        status, _ = self.run_lauter("status", "out", "--json", code=None)
        self.assertIn('"stopped"', status)
        self.run_lauter("task", "out", "--task", "0", code=None)
        self.run_lauter("task", "out", "--task", "final", code=None)
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "whole"))


class ObjectStorage(S3Case):
    def test_inside_a_long_row(self):
        self.write("in/a.jsonl", json.dumps({"id": "1", "text": interrupt_support.dense(random.Random(2), 3_000_000)}) + "\n")
        self.write("in/b.jsonl", rows(random.Random(3), 100))
        self.upload_input()
        self.lauter("refine", "in", "-o", "local", "--key-file", "key", "-q", code=0)
        command = [LAUTER, "refine", "--model", "none", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key", "-q", "--threads", "1"]
        with subprocess.Popen(command, cwd=self.dir, env=self.env, stderr=subprocess.PIPE) as run:
            while not self.memory.tree("corpus", "out/"):  # it has taken the lock
                time.sleep(0.01)
                self.assertIsNone(run.poll())
            time.sleep(0.5)
            run.send_signal(signal.SIGINT)
            run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130)
        self.assertEqual(self.memory.uploads, {})
        self.assertFalse([key for key in self.memory.tree("corpus", "out/") if "lock" in key], "others may write there")
        self.lauter("refine", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key", "-q", "--resume", code=0)
        found = {key: data for key, data in self.memory.tree("corpus", "out/").items() if key.startswith(PARTS)}
        self.assertEqual(found, {str(p.relative_to(self.dir / "local")): p.read_bytes() for part in PARTS
                                 for p in (self.dir / "local" / part).rglob("*") if p.is_file()})


if __name__ == "__main__":
    unittest.main()
