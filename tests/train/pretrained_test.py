#!/usr/bin/env python3
"""Pre-trained encoders are read as their makers wrote them: BERT guesses the words that anybody would, through the teacher's own layers. Skipped without PyTorch, or where the registries are out of reach."""
import argparse
import json
import os
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "train"), str(ROOT / "train" / "judge")]
try:
    import torch
    import torch.nn.functional as F
    import pretrained
    from teacher import label, MASK, Reader, Teacher
    import numpy as np
except ImportError as e:
    system = "/usr/bin/python3"  # Debian's, where python3-torch is; the first on PATH may be another
    if os.path.exists(system) and sys.executable != system:
        os.execv(system, [system, __file__])
    print(f"SKIPPED: {e}")
    sys.exit(77)

SENTENCES = {
    "The capital of France is Paris, and the capital of Germany is [MASK].": "Berlin",
    "She was born in London and speaks [MASK] as her first language.": "English",
    "He opened the door and walked into the [MASK].": "room",
    "Water freezes at zero degrees and [MASK] at one hundred.": "boils",
    "Two plus two is [MASK], and three plus three is six.": "four",
}


class Guesses(unittest.TestCase):
    @torch.no_grad()
    def test_masked_words(self):
        reader, model, raw = Reader("bert"), Teacher("bert").eval(), pretrained.weights("bert")
        model.load_pretrained()
        take = lambda name: torch.from_numpy(raw[f"cls.predictions.{name}"].copy())  # noqa: E731
        right = 0
        for sentence, word in SENTENCES.items():
            text = reader.read({"text": sentence.replace("[MASK]", word)})
            at = next(i for i in range(len(text)) if text.begin[i] == sentence.index("[MASK]"))
            ids = torch.from_numpy(text.x[0])[None]
            answer, ids[0, at] = int(ids[0, at]), MASK
            states = []
            model.drop.register_forward_hook(lambda module, x, y: states.append(y))
            model(ids, torch.zeros_like(ids), torch.zeros_like(ids), torch.ones(ids.shape))
            x = F.gelu(F.linear(states[-1][0, at], take("transform.dense.weight"), take("transform.dense.bias")))
            x = F.layer_norm(x, x.shape, take("transform.LayerNorm.weight"), take("transform.LayerNorm.bias"), 1e-12)
            best = torch.topk(model.words.weight @ x + take("output_bias"), 3).indices.tolist()
            right += answer in best
        self.assertGreaterEqual(right, 4)


    @torch.no_grad()
    def test_labels(self):
        """What a teacher writes for the student: a distribution over the likeliest labels for every piece of every text, in the order of the rows."""
        texts = ["Call Ana Berg on Monday.", "Berlin is the capital of Germany. " * 60]
        with tempfile.TemporaryDirectory() as folder:
            rows = pathlib.Path(folder, "some.jsonl")
            rows.write_text("".join(json.dumps({"id": str(k), "text": text}) + "\n" for k, text in enumerate(texts)))
            pathlib.Path(folder, "some.jsonl.hits").write_text('{"spans": []}\n' * len(texts))
            torch.save({"base": "minilm", "model": Teacher("minilm").state_dict()}, f"{folder}/made.pt")
            label(argparse.Namespace(folder=folder, teacher=f"{folder}/made.pt", files=["some"], most=10_000))
            said = np.load(f"{folder}/some.minilm.soft.npz")
            due = [len(Reader("minilm").read({"text": text, "hits": []})) for text in texts]
            self.assertEqual(said["counts"].tolist(), due)
            self.assertGreater(due[1], 256)  # more than one piece
            self.assertEqual(said["odds"].shape, (sum(due), 4))
            self.assertTrue(((said["odds"] > 0) & (said["odds"] <= 1)).all())


if __name__ == "__main__":
    try:
        pretrained.weights("bert")
    except OSError as e:
        print(f"SKIPPED: {e}")
        sys.exit(77)
    unittest.main()
