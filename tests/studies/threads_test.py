#!/usr/bin/env python3
"""The threads study: its reader, its counts, and the whole command where the data are there."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "threads"
sys.path.insert(0, str(STUDY))
import threads  # noqa: E402

run = SourceFileLoader("threads_run", str(STUDY / "run")).load_module()
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
DATA = ROOT.parent / "shared" / "data"


class Counts(unittest.TestCase):
    def test_the_reader_wants_answer_and_subject(self):
        q = threads.Question("civil", "Belnor", "1953")
        for text, right in (("Belnor of 1953.", True), ("Belnor of 19531.", False), ("Xela of 1953.", False), ("Belnor.", False)):
            self.assertEqual(threads.answered(q, text), right, text)
        self.assertTrue(threads.answered(threads.Question("natural", "", "Ida Lund"), "so Ida Lund said"))

    def test_what_can_be_asked_of_comments_stands_there_once(self):
        found = threads.natural(["they say Ida Lund won 1,204 votes", "in 1999 and in 1999, Ida. Lund"])
        self.assertEqual([q.answer for q in found], ["1,204", "Ida Lund"])

    def test_a_thread_that_is_held_back_knows_nothing_and_has_no_posts(self):
        two = [threads.Thread("a", ["bad bad", "Belnor of 1953"], [threads.Question("civil", "Belnor", "1953")]),
               threads.Thread("b", ["bad", "good"], [threads.Question("civil", "Belnor", "1953")])]
        two[1].posts.append("Belnor is of 1953")
        judge = lambda post: post.count("bad") / 2  # noqa: E731
        got = run.figures(judge, two, {"a": None, "b": "good\n\nBelnor is of 1953"})
        self.assertEqual((got["remain"], got["changed"], got["knowledge"]["civil"]["value"], got["knowledge"]["civil, threads that remain"]["value"]), (1, 1, 0.5, 1))
        self.assertEqual((got["raw"]["mean"]["n"], got["raw"]["mean"]["value"], got["refined"]["mean"]["value"]), (5, 0.3, 0))
        self.assertEqual(got["raw"]["posts by score, tenths"], [3, 0, 0, 0, 0, 1, 0, 0, 0, 1])


class Whole(unittest.TestCase):
    def test_without_the_program_one_line(self):
        done = subprocess.run([sys.executable, str(STUDY / "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))

    def test_command(self):
        if not os.access(LAUTER, os.X_OK) or not (DATA / "toxic").exists():
            self.skipTest("no program or no data")
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, str(STUDY / "run"), "--small", "--lauter", LAUTER, "--data", str(DATA), "--out", f"{folder}/out"], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            result = json.loads(pathlib.Path(folder, "out.json").read_text())
            grouped = result["sets"]["grouped"]["thread"]
            self.assertEqual(grouped["posts"], grouped["threads"] * (threads.POSTS + 2))
            self.assertEqual(grouped["knowledge"]["civil"]["n"], grouped["threads"])
            self.assertIn("| mean toxicity of a post |", pathlib.Path(folder, "out.md").read_text())


if __name__ == "__main__":
    unittest.main()
