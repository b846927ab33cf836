#!/usr/bin/env python3
"""studies/rewrite/posts counts what readers said: shares worked out by hand, and the kept readings can be read."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

STUDY = pathlib.Path(__file__).resolve().parents[2] / "studies" / "rewrite"


def shares(path):
    return subprocess.run([sys.executable, STUDY / "posts", path], capture_output=True, text=True, check=True).stdout


class Posts(unittest.TestCase):
    def test_by_hand(self):
        good, torn = {"whole": True, "abuse": False, "loss": False}, {"whole": False, "abuse": False, "loss": True}
        rows = [("p", ["a", "b"], "mended", good), ("q", ["a"], "mended", torn), ("q", ["b"], "mended", good), ("r", ["a", "b"], "dropped", {**good, "loss": True})]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            for name, systems, left, said in rows:
                file.write(json.dumps({"id": name, "sample": 1, "systems": systems, "left": left, **said}) + "\n")
            file.flush()
            a, b, difference = shares(file.name).splitlines()
        self.assertIn("n 3 acceptable 0.333; mended 2: torn 0.500 abuse left 0.000 harmless lost 0.500; dropped 1: harmless lost 1.000", a)
        self.assertIn("n 3 acceptable 0.667; mended 2: torn 0.000", b)
        self.assertIn("1 b - a: +0.333 [", difference)

    def test_wrong_input(self):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write('{"id": "p"}\n')
            file.flush()
            for path, said in ((file.name, ":1: no abuse, left, loss, sample, systems, whole;"), ("/nowhere/x", "No such file")):
                done = subprocess.run([sys.executable, STUDY / "posts", path], capture_output=True, text=True)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
                self.assertIn(said, done.stderr)

    def test_the_kept_readings(self):
        self.assertEqual(len(shares(STUDY / "readings" / "2026-11-27-posts.jsonl").splitlines()), 10)


if __name__ == "__main__":
    unittest.main()
