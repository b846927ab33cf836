"""Names and texts that command terminals, or are no UTF-8: shown escaped wherever they are shown, kept as the bytes that they are."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import CliTest

NAME = b"b\x1b[31m\xff\xe2\x80\xae.jsonl"
ESCAPED = "b\\x1b[31m\\xff\\xe2\\x80\\xae.jsonl"
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd]")
ROWS = b'{"text": "Mail bob.smith@corp.com"}\n{"text": 5}\n{"text": "Nothing."}\n'


class HostileNames(CliTest):
    def setUp(self):
        super().setUp()
        (self.dir / "in").mkdir()
        self.name = os.path.join(os.fsencode(self.dir), b"in", NAME)
        with open(self.name, "wb") as file:
            file.write(ROWS)

    def assert_harmless(self, text):
        self.assertIsNone(COMMANDS.search(text), ascii(text))

    def test_a_run_and_all_it_writes(self):
        out, err = self.run_lauter("refine", "in", "-o", "out", "--reversible", code=1)
        self.assert_harmless(out + err)
        self.assertIn(NAME, os.listdir(os.fsencode(self.dir / "out/data")), "kept as bytes")
        report = json.loads((self.dir / "out/report.json").read_bytes().decode())
        self.assertEqual([file["relative"] for file in report["files"]], [ESCAPED])
        self.assert_harmless((self.dir / "out/report.html").read_bytes().decode())
        rejected = [json.loads(line) for path in sorted((self.dir / "out/rejected").rglob("*")) if path.is_file()
                    for line in path.read_bytes().decode().splitlines()]
        self.assertEqual([row["lauter_file"] for row in rejected], [ESCAPED])
        self.run_lauter("apply", "--invert", "--programs", "out/edits", "out/data", "-o", "back", "--key-file", "out.key")
        with open(os.path.join(os.fsencode(self.dir), b"back", b"data", NAME), "rb") as file:
            self.assertEqual(file.read(), b"".join(ROWS.splitlines(True)[::2]))

    def test_a_stopped_run_goes_on(self):
        self.run_lauter("refine", "in", "-o", "out", "--limit", "1")
        _, err = self.run_lauter("refine", "in", "-o", "out", "--limit", "1", "--resume")
        self.assert_harmless(err)

    def test_a_run_in_tasks(self):
        self.run_lauter("refine", "in", "-o", "one", code=1)
        commands, err = self.run_lauter("refine", "in", "-o", "tasks", "--tasks", "2", "--executor", "shell", "--key-file", "one.key")
        self.assert_harmless(err)
        for command in commands.splitlines():
            self.assertLessEqual(subprocess.run(command, shell=True, cwd=self.dir, stderr=subprocess.DEVNULL).returncode, 1)
        report = json.loads((self.dir / "tasks/report.json").read_bytes().decode())
        self.assertEqual([file["relative"] for file in report["files"]], [ESCAPED])
        with open(os.path.join(os.fsencode(self.dir), b"tasks/data", NAME), "rb") as file, \
                open(os.path.join(os.fsencode(self.dir), b"one/data", NAME), "rb") as one:
            self.assertEqual(file.read(), one.read())

    def test_ids_and_errors(self):
        out, _ = self.run_lauter("find", "in", code=None)
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()], [f"{ESCAPED}:{n}" for n in (1, 2, 3)])
        for args in (("find", os.fsdecode(b"no\x1b[31m\xff")), ("refine", "in", "-o", "o", "--recipe", "no\x1b[31m"), ("find", "in", "--set", "x\x1b=1")):
            _, err = self.run_lauter(*args, code=2)
            self.assert_harmless(err)

    def test_a_text_that_commands(self):
        row = {"id": "a\x1b[2J", "text": "Mail \x1b]0;pwn\x07 bob.smith@corp.com \u202egnp.exe \x9b31m"}
        self.write("esc.jsonl", json.dumps(row) + "\n")
        out, err = self.run_lauter("explain", "esc.jsonl")
        self.assert_harmless(out + err)
        self.assertIn("a\\x1b[2J", out)


if __name__ == "__main__":
    unittest.main()
