#!/usr/bin/env python3
"""A second reader of sentences that is written as a shipped file and taken back into PyTorch says what it said."""
import os
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTHON = "/usr/bin/python3"
SCRIPT = """
import sys
sys.path[:0] = [ROOT + "/train/judge", ROOT + "/train"]
import torch
import export_attention, seams, sentences_teacher
from sentences import DILATIONS
from tensor_file import write_safetensors
torch.manual_seed(3)
pieces, phrases = ["[UNK]", "[MASK]", "a", "##b", "é"], ["who", "of the"]
kept = torch.tensor([100, 103, 1037, 2497, 1041])
model = sentences_teacher.SentenceTeacher(1, 0, kept, seams.packed(phrases)).eval()
with torch.no_grad():
    for p in model.parameters():
        p.add_(0.02 * torch.randn(p.shape))
    model.encoder.places.weight[256:] = 0
state, labels = export_attention.of_sentences({k: v.numpy() for k, v in model.state_dict().items()})
state["encoder.places.weight"] = state["encoder.places.weight"][:256]
tensors, about = export_attention.export(state, pieces, labels, DILATIONS, "test")
write_safetensors(sys.argv[1], tensors, about)
back = sentences_teacher.of_file(sys.argv[1], dict(zip(pieces, kept.tolist())))
again = sentences_teacher.SentenceTeacher(1, 0, back["kept"], back["phrases"]).eval()
again.load_state_dict(back)
assert seams.unpacked(again.phrases) == phrases and back["kept"].tolist() == kept.tolist()
batch = {"x": torch.randint(0, 5, (1, 9, 1)), "s": torch.randint(0, 192, (1, 9)), "inside": torch.ones(1, 9, 1), "of": torch.tensor([[0, 0, 0, 1, 1, 1, 1, 2, 2]]), "sentences": 3}
with torch.no_grad():
    said = [(*m(batch)[:2], m.heads["seam"](m.states(batch))) for m in (model, again)]
print(max(float((a - b).abs().max() / a.abs().max()) for a, b in zip(*said)))
"""


def torch_missing():
    return subprocess.run([PYTHON, "-c", "import torch, numpy"], capture_output=True).returncode != 0


@unittest.skipIf(torch_missing(), "python3-torch and python3-numpy are not installed")
class ReaderWeights(unittest.TestCase):
    def test_written_and_taken_back(self):
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PYTHON, "-c", f"ROOT = {str(ROOT)!r}\n{SCRIPT}", folder + "/reader.safetensors"], env={**os.environ, "OMP_NUM_THREADS": "1"}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertLess(float(done.stdout), 0.1)  # weights of 8 bits


if __name__ == "__main__":
    unittest.main()
