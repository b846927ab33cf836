#!/usr/bin/env python3
"""Fits what the judge weighs a text as a whole with (src/find/prior.h) on texts that it has not learnt from: the dev authors of the book and a tenth
of the real passages (split fit).

  prior.py FOLDER/student.pt        writes the weights into it; student.py export takes them along"""
import importlib.machinery
import importlib.util
import sys

import numpy as np
import torch
import torch.nn.functional as F

from labels import HINTS, KNOWN, LABELS, ROOT
import reading
import student
from bookset import real

OWN, LEAST, WELL_KNOWN = 6, 0.01, 4  # as in find/prior.cc
LEVELS = KNOWN // 4
PRIVATE, PUBLIC = 1.2, 1.5  # weights of tokens of private values and of public facts, beside those that are neither


def evidence(odds, persons, known):
    """`known`: the gazetteer's marks, 0 where a pattern found something."""
    n = len(odds)
    odds, at, sums = np.clip(odds, 1e-4, 1 - 1e-4).astype(np.float64), np.arange(n), np.concatenate([[0], np.cumsum(persons.astype(np.float64))])
    elsewhere = np.maximum(0, sums[-1] - (sums[np.minimum(n, at + OWN + 1)] - sums[np.maximum(0, at - OWN)]))
    return np.stack([np.log(odds / (1 - odds)), np.log1p(elsewhere), np.full(n, np.log1p(n)), np.ones(n),
                     known > 2 * LEVELS, (known <= 2 * LEVELS) & (known > 2 * (WELL_KNOWN - 1))], 1)


def other_rows():
    """Rows of texts that the network has not learnt from, by source."""
    loader = importlib.machinery.SourceFileLoader("score", str(ROOT / "data" / "book" / "score"))
    score = importlib.util.module_from_spec(importlib.util.spec_from_loader("score", loader))
    loader.exec_module(score)
    for rows in (score.gold_rows("dev"), real.gold_rows("fit")):
        yield reading.with_hits([dict(row, rest="O", spans=[[s["start"], s["end"], s["label"] if s["private"] else "PUBLIC"] for s in row["spans"]]) for row in rows])


@torch.no_grad()
def examples(model, size):
    """(evidence, private or not, weight) of the tokens that count."""
    for rows in other_rows():
        found = []
        for text in student.read(rows, size):
            if len(text):
                x, _ = student.batch_of([(text, 0, len(text))])
                logits = model(*x)[0]
                judged, named = F.softmax(logits[:, :len(LABELS)], -1).numpy(), F.softmax(logits[:, len(LABELS):], -1).numpy()
                odds = 1 - judged[:, 0] - judged[:, 1]
                use = odds >= LEAST
                private = text.targets > 1
                weight = np.where(private, PRIVATE, np.where(text.targets == 1, PUBLIC, 1.0))
                found.append((evidence(odds, named[:, 1] + named[:, 2], np.maximum(0, text.hints - (HINTS - 1)))[use], private[use], weight[use]))
        x, y, w = (np.concatenate(a) for a in zip(*found))
        yield x, y, w / w.sum()  # both sources count the same


def main():
    path = sys.argv[1]
    saved = torch.load(path)
    x, y, w = (torch.tensor(np.concatenate(a), dtype=torch.float64) for a in zip(*examples(*student.load(path))))
    weights = torch.zeros(x.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        value = (F.binary_cross_entropy_with_logits(x @ weights, y, reduction="none") * w).sum() / 2 + 1e-5 * (weights ** 2).sum()
        value.backward()
        return value

    before = float((F.binary_cross_entropy_with_logits(x[:, 0], y, reduction="none") * w).sum() / 2)
    optimizer.step(loss)
    saved["prior"] = [round(float(v), 5) for v in weights]
    print(f"{len(x)} tokens, loss {before:.4f} -> {float(loss()):.4f}; weights {saved['prior']}")
    torch.save(saved, path)


if __name__ == "__main__":
    main()
