#!/usr/bin/env python3
"""Fits the judge's gate: by what its head has made of the surroundings of a segment (32 tokens), whether any token there may be private or name a person. Segments that it
does not open are not read further (src/nn/head_runner.cc). A perceptron learns it from the training texts of sources.py; then its constants are those at which all but LOST of
the segments of other texts (dev authors of the book, split fit of the real passages) in which the judge itself sees something private, or a person's name, are open.

  gate.py FOLDER FOLDER/student.pt       writes the weights into it; student.py export takes them along"""
import argparse
import itertools
import pathlib

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from labels import HINTS, LABELS
import prior
import reading
import student

SEGMENT = student.CONTEXT["segment"]
TEXTS = {"real": 1500, "book-1": 1500, "plain": 1200, "public": 300, "partial": 300, "machine": 300, "secrets": 300, "code": 100}
LEAST, SURE = 0.1, 0.3  # odds to be opened for in training (of a name: SURE); odds that count where the constant is chosen
LOST = 0.001, 0.02
HIDDEN, ROUNDS, BATCH, WINDOW = 32, 30, 512, 4096


@torch.no_grad()
def segments(model, size, rows):
    """(surroundings, highest odds of being private, of being a person's name, has hints) of the segments of all texts."""
    seen = []
    hook = model.heads["judge"].segment_norm.register_forward_hook(lambda module, x, y: seen.append(y[0]))
    odds, persons, hinted = [], [], []
    for text in student.read(rows, size):
        for first in range(0, len(text), WINDOW):
            last = min(len(text), first + WINDOW)
            x, _ = student.batch_of([(text, first, last)])
            logits = model(*x)[0]
            judged, named = F.softmax(logits[:, :len(LABELS)], -1), F.softmax(logits[:, len(LABELS):], -1)
            odds += [float(part.max()) for part in (1 - judged[:, 0] - judged[:, 1]).split(SEGMENT)]
            persons += [float(part.max()) for part in (named[:, 1] + named[:, 2]).split(SEGMENT)]
            hinted += [bool(((part > 0) & (part < HINTS)).any()) for part in x[4][0].split(SEGMENT)]
    hook.remove()
    return torch.cat(seen), torch.tensor(odds), torch.tensor(persons), torch.tensor(hinted)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("model")
    args = parser.parse_args()
    saved, rng = torch.load(args.model), np.random.default_rng(1)
    torch.manual_seed(1)
    model, size = student.load(args.model)
    rows = []
    for name, count in TEXTS.items():
        texts = list(reading.load(args.folder / f"{name}.jsonl"))
        rows += [texts[i] for i in rng.permutation(len(texts))[:count]]
    x, odds, persons, _ = segments(model, size, rows)
    y = torch.stack([odds >= LEAST, persons >= SURE], 1).float()
    inner, outer = nn.Linear(x.shape[1], HIDDEN), nn.Linear(HIDDEN, 2)
    gate = nn.Sequential(inner, nn.ReLU(), outer)
    optimizer = torch.optim.AdamW(gate.parameters(), lr=3e-3, weight_decay=1e-3)
    for _ in range(ROUNDS):
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            F.binary_cross_entropy_with_logits(gate(x[batch]), y[batch]).backward()
            optimizer.step()
    x, odds, persons, hinted = segments(model, size, itertools.chain.from_iterable(prior.other_rows()))
    with torch.no_grad():
        scores = gate(x)
        for k, of in enumerate((odds, persons)):
            least = np.quantile(scores[(of >= SURE) & ~hinted, k].numpy(), LOST[k])
            outer.bias[k] -= float(least)
            scores[:, k] -= float(least)
    saved["gate"] = {"in.weight": inner.weight.data, "in.bias": inner.bias.data, "weight": outer.weight.data, "bias": outer.bias.data}
    torch.save(saved, args.model)
    print(f"{len(y)} segments; of {len(x)} others {float((scores >= 0).any(1).float().mean()):.3f} open, {float((odds >= SURE).float().mean()):.3f} with something private")


if __name__ == "__main__":
    main()
