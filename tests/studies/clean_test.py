#!/usr/bin/env python3
"""The study of `clean`: its counts by line, and the whole command where the data are there."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "clean"
run = SourceFileLoader("clean_run", str(STUDY / "run")).load_module()
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
NGRAM = os.environ.get("LAUTER_NGRAM", str(ROOT / "build/release/src/lauter_ngram"))
DATA = ROOT.parent / "shared" / "data"


class Counts(unittest.TestCase):
    def test_a_line_is_gone_if_its_bytes_are(self):
        lines = ["Menü", "", "The text stays. Share", "Kontakt"]
        text = "\n".join(lines).encode()
        share, end = text.index(b"Share"), len(text)
        self.assertEqual(run.deleted_lines(lines, [(0, 6), (share, share + 6), (share + 6, end)]), [True, False, False, True])
        self.assertEqual(run.deleted_lines(lines, []), [False] * 4)

    def test_figures_by_line(self):
        pages = [run.Page(["a", "b", "", "c", "d"], [0, 0, 0, 1, 1], "c d", None)]
        got = {name: of["value"] for name, of in run.line_figures(pages, [[True, False, True, True, False]]).items()}
        self.assertEqual(got, {"f1": 0.5, "recall": 0.5, "kept lost": 0.5})

    def test_figures_by_word(self):
        long = " ".join(f"w{i}" for i in range(25))
        pages = [run.Page(["Title", "Menu", long], [1, 0, 1], "Title " + long, 0), run.Page(["Menu", "One two"], [0, 1], "one two", None)]
        got = {name: of["value"] for name, of in run.word_figures(pages, [[True, True, False], [False, False]]).items()}
        self.assertEqual(got, {"word f1": round((2 * 25 / 51 + 2 * 2 / 5) / 2, 4), "pages losing": 0, "titles lost": 1, "long kept lost": 0, "long junk left": 0})
        got = {name: of["value"] for name, of in run.word_figures(pages, [[True, False, True], [True, False]]).items()}
        self.assertEqual((got["pages losing"], got["long kept lost"]), (0.5, 1))

    def test_a_page_that_was_judged_has_the_labels_of_its_reader(self):
        import hashlib
        page = {"id": "a", "lines": ["Title", "Menu", "Text", "Share"], "keep": [0, 0, 1, 1]}
        seal = hashlib.sha256(b"Title\nMenu\nText\nShare").hexdigest()[:12]
        run.judge(page, {"a": (seal, 0, [(0, 1, True), (3, 4, False)])})
        self.assertEqual((page["keep"], page["title"], page["judged"]), ([1, 0, 1, 0], 0, True))
        other = {"id": "b", "lines": ["Title"], "keep": [0]}
        run.judge(other, {})
        self.assertEqual((other["keep"], other["judged"]), ([0], False))
        with self.assertRaises(ValueError):
            run.judge({"id": "a", "lines": ["Other"], "keep": [0]}, {"a": (seal, None, [])})

    def test_chance_takes_as_many_and_leaves_one(self):
        import random
        lines = list("abcde")
        left = run.at_random(lines, 3, random.Random(1)).split("\n")
        self.assertEqual((len(left), left), (2, sorted(left)))
        self.assertEqual(len(run.at_random(lines, 9, random.Random(1)).split("\n")), 1)


class Whole(unittest.TestCase):
    def test_without_the_program_one_line(self):
        done = subprocess.run([sys.executable, str(STUDY / "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))

    def test_command(self):
        if not all(os.access(path, os.X_OK) for path in (LAUTER, NGRAM)) or not (DATA / "web").exists() or not shutil.which("zstd"):
            self.skipTest("no program, no data or no zstd")
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, str(STUDY / "run"), "--small", "--lauter", LAUTER, "--ngram", NGRAM, "--data", str(DATA), "--out", f"{folder}/out"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            result = json.loads(pathlib.Path(folder, "out.json").read_text())
            self.assertEqual(result["quality"]["all"]["pages"], result["pages"])
            self.assertEqual(sum(of["pages"] for name, of in result["quality"].items() if name != "all"), result["pages"])
            # A recipe that may only touch words inside of lines takes hardly a line whole.
            self.assertLess(result["ablations"]["words inside of lines alone"]["recall"]["value"], result["ablations"]["clean"]["recall"]["value"])


if __name__ == "__main__":
    unittest.main()
