#!/usr/bin/python3
"""The training proof: its draws, its cloze and shares against plain sums, and the whole command where the data are there."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "pretrain"
PYTHON = "/usr/bin/python3"
sys.path.insert(0, str(STUDY))
try:
    import numpy as np
except ImportError:
    np = None
    if sys.executable != PYTHON and os.path.exists(PYTHON):  # Debian's has it
        os.execv(PYTHON, [PYTHON, *sys.argv])
try:
    import torch
except ImportError:
    torch = None
if np is not None:
    import reader
    import texts
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
NGRAM = os.environ.get("LAUTER_NGRAM", str(ROOT / "build/release/src/lauter_ngram"))
DATA = ROOT.parent / "shared" / "data"


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Draws(unittest.TestCase):
    def test_a_budget_is_met_to_the_word_and_pages_come_again_where_they_are_few(self):
        pages = ["a b c\nd e", None, "f g\nh i j k"]
        for budget, rounds in ((4, 1), (10, 1), (25, 3)):
            drawn, times = texts.draw(pages, budget, 5, 1)
            self.assertEqual((sum(len(text.split()) for text in drawn), times), (budget, rounds))
            self.assertNotIn("k", " ".join(drawn).split(), "five words of a page at most")

    def test_the_order_of_pages_is_that_of_all_conditions(self):
        one, other = texts.draw([f"p{i}" for i in range(9)], 9, 5, 7)[0], texts.draw([f"q{i}" if i != 4 else None for i in range(9)], 8, 5, 7)[0]
        self.assertEqual([name[1:] for name in one if name != "p4"], [name[1:] for name in other])

    def test_shares_are_of_the_gap(self):
        table = lambda bits: [[[10, 10 * bits] for _ in range(4)] for _ in range(3)]  # noqa: E731
        gap, shares = reader.compared({"raw": table(9), "half": table(8.5), "worse": table(9.5), "gold": table(8)}, 50)
        self.assertEqual((gap["value"], gap["low"], shares["half"]["value"], shares["worse"]["high"]), (1, 1, 0.5, -0.5))
        rng = np.random.default_rng(1)
        noise = {name: [[[1, x] for x in row] for row in rng.normal(size=(3, 20))] for name in ("raw", "own", "gold")}
        self.assertEqual(reader.compared(noise, 200)[1], {}, "no shares of a gap that is none")


@unittest.skipIf(torch is None or np is None, "python3-torch is not installed")
class Models(unittest.TestCase):
    def test_bits_and_cloze_as_asked_one_by_one(self):
        sys.path.insert(0, str(ROOT / "train"))
        from decoder_lm import Vocabulary, bits_of
        rng = random.Random(2)
        words = [f"w{i}" for i in range(300)]
        held_out = [" ".join(rng.choices(words, k=90)) for _ in range(3)]
        vocabulary = Vocabulary([" ".join(words)] * 2 + held_out, 300, 10)
        shape = {"width": 16, "layers": 1, "heads": 2, "context": 32, "batch": 4, "rate": 1e-2, "epochs": 2}
        model, args = reader.train(held_out, vocabulary, shape, 1)
        asked = reader.cloze(vocabulary, held_out, 32, 10)
        got = reader.ask(model, args, vocabulary, held_out, asked)
        model.eval()
        for (tokens, bits), (n, b) in zip(got["bits"], bits_of(model, [vocabulary.encode(text) for text in held_out], args)):
            self.assertEqual(tokens, n)
            self.assertAlmostEqual(bits, b, places=2)
        right = [0, 0, 0]
        pieces_before = [sum(-(-len(vocabulary.encode(text)) // 32) for text in held_out[:number]) for number in range(3)]
        for (piece, place), (number, word, others) in asked.items():
            ids = vocabulary.encode(held_out[number])
            begin = (piece - pieces_before[number]) * 32
            self.assertEqual(ids[begin + place], word)
            before = [ids[begin - 1] if begin else 0] + ids[begin:begin + place]
            with torch.no_grad():
                odds = model(torch.tensor([before]))[0, -1]
            right[number] += bool(odds[word] > max(odds[other] for other in others))
        self.assertEqual([hits for _, hits in got["right"]], right)


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Whole(unittest.TestCase):
    def test_without_the_program_one_line(self):
        done = subprocess.run([PYTHON, str(STUDY / "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))

    def test_command(self):
        if torch is None or not all(os.access(path, os.X_OK) for path in (LAUTER, NGRAM)) or not (DATA / "web").exists():
            self.skipTest("no PyTorch, no program or no data")
        with tempfile.TemporaryDirectory() as folder:
            results = []
            for flags in ([], ["--partial"]):  # the second time with the models kept
                command = [PYTHON, str(STUDY / "run"), "--small", "--lauter", LAUTER, "--ngram", NGRAM, "--data", str(DATA), "--out", f"{folder}/out", "--work", f"{folder}/work",
                           "--budgets", "2000,4000", "--seeds", "2", "--draws", "2", *flags]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                results.append(json.loads(pathlib.Path(folder, "out.json").read_text()))
            self.assertEqual(*results)
            self.assertEqual([(of["budget"], of["seeds"]) for of in results[0]["decoder"]], [(2000, 2), (4000, 2)])
            self.assertEqual(set(results[0]["decoder"][0]["conditions"]), set(texts.DECODED))
            self.assertEqual(set(results[0]["trigram"][0]["conditions"]), set(texts.CONDITIONS))


if __name__ == "__main__":
    unittest.main()
