#!/usr/bin/env python3
"""A judge that is written and read back says what it said, and the program reads its gate and prior."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = "/usr/bin/python3"
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
SCRIPT = """
import sys
sys.path[:0] = [ROOT + "/train/judge", ROOT + "/train"]
import torch
import student
from model import SegmentGate
torch.manual_seed(3)
folder = sys.argv[1]
ids, zeros = torch.randint(1, 512, (1, 70, 16)), torch.zeros(1, 70, dtype=torch.long)
known = (ids[0, ::2, 0] * 512 + ids[0, ::2, 1]).unique()  # every second token's word is known
model = student.Judge("tiny", (known, torch.randn(len(known), 5))).eval()
torch.nn.init.normal_(model.encoder.words.wide.weight)
torch.nn.init.normal_(model.heads["judge"].hints.weight)
with torch.no_grad():
    model.encoder.rows[0] = 0
gate = SegmentGate(16, tokens=8, inner=4, dilations=student.GATE_DILATIONS).state_dict()
gate["reasons.bias"] = torch.full((2,), -9.0)
torch.save({"model": model.state_dict(), "size": "tiny", "prior": [1.0, 0.0, 0.0, 0.0, 0.0, 0.0], "gate": gate}, folder + "/judge.pt")
student.export(type("Args", (), {"model": folder + "/judge.pt", "out": folder + "/judge.safetensors", "version": "test"}))
again = student.load(folder + "/judge.safetensors")[0]
student.mean(type("Args", (), {"parts": [(3, folder + "/judge.pt"), (-2, folder + "/judge.safetensors")], "out": folder + "/mean.pt"}))
mean = student.load(folder + "/mean.pt")[0]
x = ids, zeros + 3, zeros + 1, torch.ones(1, 70, 1), torch.randint(0, 300, (1, 70))
with torch.no_grad():
    print(float((model(*x) - again(*x)).abs().max()), float(model(*x).abs().max()))
    assert model.encoder.words(ids, 512)[0, ::2].abs().sum(-1).min() > 0.1 and model.encoder.words(ids[:, 1:2], 512).abs().sum() == 0
    model.encoder.words = model.encoder.words.as_wide()
for (name, a), b, c in zip(model.state_dict().items(), again.state_dict().values(), mean.state_dict().values()):
    assert torch.allclose(3 * a - 2 * b, c, atol=1e-5), name
"""


COARSE = """
import subprocess, sys
sys.path.insert(0, ROOT + "/train")
import numpy as np
from tensor_file import read_raw
from weights import read_safetensors
before = read_safetensors(sys.argv[1])[0]["embed.rows"]
subprocess.run([sys.executable, ROOT + "/train/coarser.py", sys.argv[1]], check=True)
after, about = read_safetensors(sys.argv[1])
values = [max(map(len, map(np.unique, rows))) for rows in np.split(read_raw(sys.argv[1])["embed.rows"], [about["rows"]])]
print(np.linalg.norm(after["embed.rows"] - before) / np.linalg.norm(before), *values)
"""


COST = """
import sys
sys.path[:0] = [ROOT + "/train/judge", ROOT + "/train"]
import torch
import student
sure, torn = (type("Text", (), {"cost": None})() for _ in range(2))
logits = torch.zeros(2, 3, len(student.HEAD))
logits[..., 0] = 20.0  # O everywhere, surely
targets = torch.tensor([[0, 0, student.UNKNOWN], [0, 1, 0]])  # the second text has a public token
student.remember([(sure, 0, 3), (torn, 0, 3)], logits, targets)
assert sure.cost < 1e-3 and 19 < torn.cost < 21, (sure.cost, torn.cost)
"""


def torch_missing():
    return subprocess.run([PYTHON, "-c", "import torch, numpy"], capture_output=True).returncode != 0


@unittest.skipIf(torch_missing(), "python3-torch and python3-numpy are not installed")
class JudgeWeights(unittest.TestCase):
    def test_written_and_read_back(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PYTHON, "-c", f"ROOT = {str(ROOT)!r}\n{SCRIPT}", folder], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            difference, largest = map(float, done.stdout.split())
            self.assertLess(difference, 0.1 * largest)  # weights of 8 bits
            self.assertGreater(largest, 0.1)
            row = json.dumps({"text": "Ada met Bo in Oslo. " * 40})
            found = subprocess.run([LAUTER, "find", "-", "--format", "jsonl", "--quiet", "--model", folder + "/judge.safetensors"], input=row, capture_output=True, text=True)
            self.assertEqual(found.returncode, 0, found.stderr)
            self.assertEqual(json.loads(found.stdout)["spans"], [], "a closed gate lets nothing through")
            named = subprocess.run([LAUTER, "find", "-", "--format", "jsonl", "--quiet", "--scope", "all", "--model", folder + "/judge.safetensors"], input=row, capture_output=True, text=True)
            self.assertNotEqual(json.loads(named.stdout)["spans"], [], named.stderr)

            coarse = subprocess.run([PYTHON, "-c", COARSE.replace("ROOT", repr(str(ROOT))), folder + "/judge.safetensors"], capture_output=True, text=True)
            self.assertEqual(coarse.returncode, 0, coarse.stderr)
            error, of_hashed, of_words = map(float, coarse.stdout.split())
            self.assertTrue(error < 0.5 and of_hashed == 11 and of_words == 5, coarse.stdout)

    def test_training_without_its_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for missing, maker in (("real.jsonl", "sources.py"), ("words.npz", "words.py")):
                done = subprocess.run([PYTHON, str(ROOT / "train/judge/student.py"), "train", folder, "--words", folder + "/words.npz"], capture_output=True, text=True)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(f"{folder}/{missing} is not there; {maker} makes it", done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                pathlib.Path(folder, missing).touch()

    def test_a_text_costs_what_its_worst_token_costs(self):
        done = subprocess.run([PYTHON, "-c", f"ROOT = {str(ROOT)!r}\n{COST}"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_mean_of_no_shares(self):
        judge = ROOT / "models" / "judge.safetensors"
        for parts, said in (([f".5={judge}"], "must be 1 together"), ([str(judge)], "invalid part value")):
            done = subprocess.run([PYTHON, str(ROOT / "train/judge/student.py"), "mean", "/nowhere/mean.pt", *parts], capture_output=True, text=True)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    sys.exit(unittest.main())
