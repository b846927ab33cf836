#!/usr/bin/env python3
"""The whole training, tiny: invented rows -> pre-training -> fine-tuning of every head -> export; it must learn, and resume."""
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
PYTHON = "/usr/bin/python3"
NAMES = "Ada Bruno Carla Dimo Elif Farid Greta Hugo Ines Jonas".split()
PLACES = "Altdorf Bergen Corvo Delft".split()


def torch_missing():
    return subprocess.run([PYTHON, "-c", "import torch, numpy"], capture_output=True).returncode != 0


def pii_row(rng, i):
    name, place = rng.choice(NAMES), rng.choice(PLACES)
    before = rng.choice(["Yesterday I met ", "Please ask ", "It was written by "])
    middle = rng.choice([" who lives in ", " on the way to "])
    text = f"{before}{name}{middle}{place}. The weather was fine."
    begin, at = len(before), len(before) + len(name) + len(middle)
    return {"id": f"p{i}", "source": "made", "text": text, "pii": [[begin, begin + len(name), "PERSON"], [at, at + len(place), "LOC"]]}


def toxic_row(rng, i):
    bad = int(rng.random() < 0.5)
    text = f"you are {'a blarg' if bad else 'a friend'} of the house"
    spans = [[8, 15]] if bad else []
    return {"id": f"t{i}", "source": "talk", "text": text, "toxic": spans, "toxic_doc": bad,
            "detox": [[10, 15, rng.choice(["", "person"])]] if bad else []}


def page_row(rng, i):
    lines, junk = [], []
    for _ in range(8):
        junk.append(int(rng.random() < 0.5))
        lines.append(rng.choice(["Share this", "Log in", "Accept cookies"]) if junk[-1] else
                     "A sentence about rivers and the towns at their banks.")
    return {"id": f"j{i}", "source": "page", "text": "\n".join(lines), "lines": junk, "junk": []}


def write(path, rows):
    with open(path, "w", encoding="utf-8") as file:
        for i, row in enumerate(rows):
            file.write(json.dumps({**row, "split": "valid" if i % 8 == 0 else "train"}) + "\n")


def tensors(path):
    """name -> bytes of a file of weights"""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    return {name: data[slice(*of["data_offsets"])] for name, of in header.items() if name != "__metadata__"}


@unittest.skipIf(torch_missing(), "python3-torch and python3-numpy are not installed")
class TinyTraining(unittest.TestCase):
    def train(self, script, *arguments):
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run([PYTHON, os.path.join(ROOT, "train", script), *arguments], env=environment, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_from_rows_to_weights(self):
        rng = random.Random(5)
        with tempfile.TemporaryDirectory() as folder:
            def path(name):
                return os.path.join(folder, name)

            rows = {"pii": [pii_row(rng, i) for i in range(240)], "toxic": [toxic_row(rng, i) for i in range(160)],
                    "junk": [page_row(rng, i) for i in range(80)]}
            for name, made in rows.items():
                write(path(name + ".jsonl"), made)
            with open(path("toxic_labels.json"), "w", encoding="utf-8") as file:
                json.dump({"detox": ["KEEP", "DELETE", "REPLACE:person"]}, file)
            write(path("texts.jsonl"), rows["pii"] * 3)
            self.train("pretrain.py", "--size", "tiny", "--texts", path("texts.jsonl"), "--out", path("pre.pt"), "--steps", "10")
            tune = ["finetune.py", "--size", "tiny", "--rows", folder, "--init", path("pre.pt"), "--out", path("tiny.pt"), "--rate", "0.02"]
            self.train(*tune, "--steps", "20")
            figures = json.loads(self.train(*tune, "--steps", "400").splitlines()[-1])
            self.assertGreater(figures["pii/made/PERSON"]["f"], 0.9, figures)
            self.assertGreater(figures["toxic_doc/talk/auroc"], 0.95, figures)
            self.assertGreater(figures["junk/page"]["f"], 0.9, figures)
            for kind in ([], ["--int8"]):
                self.train("export.py", "--model", path("tiny.pt"), "--out", path("tiny.safetensors"), *kind)
                with open(path("tiny.safetensors"), "rb") as file:
                    header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
                metadata = json.loads(header["__metadata__"]["lauter"])
                self.assertEqual([h["name"] for h in metadata["heads"]], ["pii", "toxic", "detox", "junk_span", "toxic_doc", "junk"])
                self.assertEqual(header["embed.rows"]["dtype"], "I8" if kind else "F32")
            head = ["--model", path("tiny.safetensors"), "--out"]
            self.train("junk_head.py", "states", *head, path("junk.npz"), "--rows", path("junk.jsonl"))
            self.train("junk_head.py", "train", *head, path("new.safetensors"), "--states", path("junk.npz"), "--minutes", "0.05", "--version", "2")
            before, after = tensors(path("tiny.safetensors")), tensors(path("new.safetensors"))
            self.assertEqual({name.split(".")[1] for name in before if before[name] != after[name]}, {"junk"}, "all else stays as it is")
            self.assertEqual(set(before), set(after))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
