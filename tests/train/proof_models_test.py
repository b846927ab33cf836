#!/usr/bin/env python3
"""The small proof models run end to end, learn what their texts say, give the same figures for the same seed, and resume."""
import json
import os
import random
import subprocess
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PYTHON = "/usr/bin/python3"
ENGLISH = {"der hund": "the dog", "die katze": "the cat", "das haus": "the house", "schläft": "sleeps", "fällt": "falls", "brennt": "burns"}
TINY = ("--width", "16", "--layers", "1", "--heads", "2", "--batch", "8")


def torch_missing():
    return subprocess.run([PYTHON, "-c", "import torch, numpy"], capture_output=True).returncode != 0


def pairs(n, seed):
    rng = random.Random(seed)
    words = list(ENGLISH)
    for _ in range(n):
        who, what = rng.choice(words[:3]), rng.choice(words[3:])
        yield {"src": f"{who} {what}.", "ref": f"{ENGLISH[who]} {ENGLISH[what]}."}


@unittest.skipIf(torch_missing(), "python3-torch and python3-numpy are not installed")
class ProofModels(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = holder.name

    def write(self, name, rows):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
        return path

    def run_script(self, script, *arguments):
        done = subprocess.run([PYTHON, os.path.join(ROOT, "train", script), *arguments, *TINY], capture_output=True, text=True,
                              env={**os.environ, "OMP_NUM_THREADS": "1"})
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def decoder(self, out, train, *arguments):
        return self.run_script("decoder_lm.py", "--train", train, "--test", self.test, "--vocabulary", self.all, "--out",
                               os.path.join(self.folder, out), "--words", "20", "--buckets", "2", "--context", "16", "--rate", "0.01", *arguments)

    def test_decoder(self):
        texts = [{"text": row["ref"] + "\n" + row["ref"]} for row in pairs(60, 1)]
        other = [{"text": " ".join(reversed(row["text"].split()))} for row in texts]
        self.all, self.test = self.write("all", texts + other), self.write("test", texts[:10])
        train, wrong = self.write("train", texts[10:]), self.write("wrong", other[10:])
        first = self.decoder("a", train, "--epochs", "4")
        self.assertEqual(first, self.decoder("b", train, "--epochs", "4"))
        self.assertEqual(first, self.decoder("a", train, "--epochs", "4"))  # from the saved state
        # Uniform guessing among 13 and more rows costs over 3.7 bits.
        self.assertLess(first["bits_per_token"], 2.0)
        self.assertLess(first["bits_per_token"] + 0.5, self.decoder("d", wrong, "--epochs", "4")["bits_per_token"])
        # The state of other texts is no start.
        self.assertEqual(first, self.decoder("d", train, "--epochs", "4"))
        with open(os.path.join(self.folder, "a"), encoding="utf-8") as bits:
            self.assertAlmostEqual(sum(b for _, b in json.load(bits)) / first["tokens"], first["bits_per_token"], places=3)

    def test_translation(self):
        train, test = self.write("train", pairs(150, 1)), self.write("test", pairs(8, 2))
        out, model = os.path.join(self.folder, "out"), os.path.join(self.folder, "model")
        arguments = ("--vocabulary", train, "--test", test, "--words", "40", "--rate", "0.01", "--dropout", "0")
        first = self.run_script("translation.py", "--train", train, "--out", out, "--save", model, "--epochs", "12", *arguments)
        with open(out, encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        self.assertGreaterEqual(sum(row["text"] == row["ref"] for row in rows), 6, rows)
        again = os.path.join(self.folder, "again")
        self.assertEqual(first, self.run_script("translation.py", "--train", train, "--out", again, "--epochs", "12", *arguments))
        # Goes on from a model: one epoch of rate 0 changes nothing.
        on = self.run_script("translation.py", "--train", train, "--out", os.path.join(self.folder, "on"), "--start", model, "--epochs", "1",
                             *arguments, "--rate", "0")
        self.assertEqual(on["bits_per_token"], first["bits_per_token"])


if __name__ == "__main__":
    unittest.main()
