"""kill -9 at random points, then --resume: the final bytes are those of an undisturbed run.

    KILLS=100 SCALE=120 python3 tests/cli/faults/resume_test.py      # the release check; FORMAT=gz or zst: all files in that form
"""

import csv
import io
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from kill_support import SEED, KillTest, kills
from support import LAUTER, CliTest, rows, text, tree_digest

SCALE = int(os.environ.get("SCALE", "1000"))
FORMAT = os.environ.get("FORMAT")


class Resume(KillTest):
    def make_corpus(self, scale):
        rng = random.Random(SEED)
        for name, share, form in (("a", 12, ""), ("b", 6, "gz"), ("c", 6, "zst")):
            plain = self.write(f"in/{name}.jsonl", rows(rng, share * scale, bad=0.01, dense=0.003))
            if (FORMAT or form) in ("gz", "zst"):
                packer = ["gzip", "-n"] if (FORMAT or form) == "gz" else ["zstd", "-q", "--rm"]
                subprocess.run([*packer, plain], cwd=self.dir, check=True)
        for i in range(20):
            self.write(f"in/notes/{i:02d}.txt", text(rng, 300))
        self.command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2"]

    def run_to_end(self, out, *flags):
        return self.timed(self.command, out, *flags, code=1)  # some rows are bad

    def figures(self, out):
        report = json.loads((self.dir / out / "report.json").read_text())
        return {key: report[key] for key in ("rows", "bytes", "edits", "labels", "rules", "files",
                                             "reject_reasons", "samples")}

    def test_kill_at_random_points(self):
        self.make_corpus(scale=SCALE)
        self.kill(10)

    def test_kill_chats_at_random_points(self):
        rng = random.Random(SEED)
        turn = lambda i: {"role": ("user", "assistant")[i % 2], "content": text(rng, rng.randrange(1, 400), .003)}  # noqa: E731
        lines = [json.dumps({"id": i, "messages": [turn(t) for t in range(rng.randrange(0, 6))]}) for i in range(10 * SCALE)]
        lines[::97] = ['{"messages":7}'] * len(lines[::97])
        self.write("in/a.jsonl", "\n".join(lines))
        self.write("in/b.jsonl.gz", "\n".join(lines[: 2 * SCALE]))
        self.command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2", "--fields", "messages[].content"]
        self.kill(3)

    def test_kill_apply_at_random_points(self):
        self.make_corpus(scale=1000)
        programs, _ = self.run_lauter("program", "in", "--key-file", "key", "-q", code=1)
        self.write("p.jsonl", programs)
        self.command[1:4] = ["apply", "--programs", "p.jsonl", "--reversible"]
        self.kill(3)

    def test_kill_with_the_model(self):
        self.make_corpus(scale=25)
        self.command[3:4] = ["judge"]
        self.kill(2)

    def test_kill_tables(self):
        rng = random.Random(SEED)
        for name in ("in/a.csv", "in/b.tsv.gz", "in/c.csv"):
            table = io.StringIO()
            writer = csv.writer(table, delimiter="\t" if ".tsv" in name else ",")
            writer.writerow(("id", "text", "n"))
            writer.writerows((i, text(rng, rng.randrange(1, 800), 0.003), i * i) for i in range(1500))
            table.write("1,2\n" if name == "in/a.csv" else "")  # a row that is none
            self.write(name, table.getvalue())
        self.command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2"]
        self.kill(3)

    def kill(self, default):
        self.kill_at_random_points(self.command, kills(default), code=1,
                                   check=lambda out: self.assertEqual(self.figures(out), self.figures("whole")))

    def test_an_interrupt_keeps_the_state(self):
        self.make_corpus(scale=2000)
        self.run_to_end("whole")
        for number in (signal.SIGINT, signal.SIGTERM):
            out = f"out{number}"
            with subprocess.Popen([*self.command, "-o", out], cwd=self.dir) as process:
                time.sleep(0.25)
                process.send_signal(number)
                code = process.wait(timeout=20)
            self.assertEqual(code, 130)
            self.run_to_end(out, "--resume")
            self.assertEqual(tree_digest(self.dir / out), tree_digest(self.dir / "whole"))

    def test_resume_refuses_another_run(self):
        self.make_corpus(scale=10)
        self.run_to_end("out")
        before = tree_digest(self.dir / "out")
        (self.dir / "key2").write_text("ab" * 32)
        (self.dir / "key2").chmod(0o600)
        cases = [["--set", "surrogates.default=mask"], ["--text-field", "body"], ["--limit", "5"],
                 ["--set", "limits.shard_bytes=1MiB"]]
        for flags in cases:
            done = subprocess.run([*self.command, "-o", "out", "--resume", *flags], cwd=self.dir,
                                  capture_output=True)
            self.assertEqual((done.returncode, done.stderr.count(b"\n")), (2, 1), done.stderr)
        other_key = [x if x != "key" else "key2" for x in self.command]
        done = subprocess.run([*other_key, "-o", "out", "--resume"], cwd=self.dir, capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"key", done.stderr)
        with open(self.dir / "in/a.jsonl", "ab") as file:
            file.write(b'{"text":"more"}\n')
        done = subprocess.run([*self.command, "-o", "out", "--resume"], cwd=self.dir, capture_output=True)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"in/a.jsonl was changed", done.stderr)
        self.assertEqual(tree_digest(self.dir / "out"), before)

    def test_resume_sees_content(self):
        """What the guide says of inputs that changed with equal size and time."""
        self.make_corpus(scale=10)
        block, size = 16 << 10, 3 << 20
        self.write("in/large.jsonl", b'{"text":"Quiet words."}\n' * (size // 24 + 1))
        size = (self.dir / "in/large.jsonl").stat().st_size
        self.run_to_end("out")
        before = tree_digest(self.dir / "out")
        blocks = [(size - block) // 15 * i for i in range(15)] + [size - block]
        seen = [("large.jsonl", at + offset) for at in blocks[::4] + blocks[-1:] for offset in (0, block - 1)]
        seen += [(name, 9) for name in ("a.jsonl", "b.jsonl.gz", "c.jsonl.zst", "notes/07.txt")]
        for name, byte in seen:
            with self.subTest(name=name, byte=byte):
                self.change_in_secret(f"in/{name}", byte)
                done = subprocess.run([*self.command, "-o", "out", "--resume"], cwd=self.dir, capture_output=True)
                self.assertEqual(done.returncode, 2)
                self.assert_one_line(done.stderr.decode(), f"in/{name} was changed")
                self.change_in_secret(f"in/{name}", byte)
        self.change_in_secret("in/large.jsonl", blocks[3] + block)  # in no block
        self.run_to_end("out", "--resume")
        self.assertEqual(tree_digest(self.dir / "out"), before)

    def test_resume_of_a_finished_run_changes_nothing(self):
        self.make_corpus(scale=10)
        self.run_to_end("out")
        before, figures = tree_digest(self.dir / "out"), self.figures("out")
        self.write("out/report.html.tmp-4711", "what a killed run was about to rename")
        self.run_to_end("out", "--resume")
        self.assert_sound("out")
        self.assertEqual((tree_digest(self.dir / "out"), self.figures("out")), (before, figures))


class Memory(CliTest):
    def test_rows_as_long_as_the_limits_allow(self):
        line = json.dumps({"text": text(random.Random(12), 15_000_000, dense=0)}).encode() + b"\n"
        with open(self.dir / "long.jsonl", "wb") as file:
            for _ in range(12):
                file.write(line)
        self.run_lauter("refine", "long.jsonl", "-o", "out", "--key-file", "key", "-j", 4, "-q", "--set",
                        "verify.enabled=false", timeout=300)
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["rows"]["in"], 12)
        self.assertLess(report["peak_memory_bytes"], (300 + 4 * 64) * 1_000_000)

    def test_memory_does_not_grow_with_the_file(self):
        """300 MB and 64 MB a thread, whatever the size: here 120 MB of rows on 4 threads."""
        block = rows(random.Random(11), 2000, size=1000)
        with open(self.dir / "big.jsonl", "wb") as file:
            for _ in range(120_000_000 // len(block)):
                file.write(block)
        self.run_lauter("refine", "big.jsonl", "-o", "out", "--key-file", "key", "-j", 4, "-q",
                        timeout=300)
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertLess(report["peak_memory_bytes"], (300 + 4 * 64) * 1_000_000)


if __name__ == "__main__":
    unittest.main()
