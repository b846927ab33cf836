#!/usr/bin/env python3
"""Fits the judge's gate (SegmentGate of train/model.py): by the embeddings of a text, which segments of 32 tokens may hold something private or name a person. The others are not read at
all (src/nn/segment_gate.h), and what they would have given to the surroundings is guessed. It learns both from what the judge makes of the training texts of sources.py; then its constants
are those at which all but LOST of the segments of other texts (dev authors of the book, split fit of the real passages) in which the judge itself sees something private, or a person's name,
are open.

  gate.py FOLDER FOLDER/student.pt       writes the weights into it; student.py export takes them along. Four minutes, 2 GB of memory"""
import argparse
import itertools
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from labels import HINTS, LABELS
from model import SegmentGate
import prior
import reading
import student

SEGMENT = student.CONTEXT["segment"]
TEXTS = {"real": 3000, "book-1": 2500, "plain": 2000, "public": 1500, "partial": 400, "machine": 500, "secrets": 500, "code": 200}
LEAST, SURE = 0.1, 0.3  # odds to be opened for in training (of a name: SURE); odds that count where the constant is chosen
LOST = 0.003, 0.03
ROUNDS, RATE, BATCH, WINDOW = 12, 2e-3, 1024, 4096
GUESS = 0.3  # weight of the surroundings beside the reasons


@torch.no_grad()
def read(model, size, rows):
    """Of each text: (embeddings with hints [K, S, d], inside [K, S, 1], what the segments give to the surroundings [K, d], highest odds of being private and of being a person's
    name [K, 2], has hints [K])."""
    head, kept = model.heads["judge"], {}
    hooks = [layer.register_forward_hook(lambda module, x, y, name=name: kept.__setitem__(name, y[0])) for name, layer in (("rows", model.encoder.norm), ("around", head.input))]

    def by_segments(values):
        return F.pad(values, (0, 0, 0, -len(values) % SEGMENT)).view(-1, SEGMENT, values.shape[-1])

    texts = []
    for text in student.read(rows, size):
        for first in range(0, len(text), WINDOW):
            x, _ = student.batch_of([(text, first, min(len(text), first + WINDOW))])
            hints, logits = x[4][0], model(*x)[0]
            judged, named = F.softmax(logits[:, :len(LABELS)], -1), F.softmax(logits[:, len(LABELS):], -1)
            odds = torch.stack([1 - judged[:, 0] - judged[:, 1], named[:, 1] + named[:, 2], ((hints > 0) & (hints < HINTS)).float()], 1)
            highest = by_segments(odds).max(1).values
            texts.append((by_segments(kept["rows"] + head.hints(hints)).half(), by_segments(torch.ones(len(hints), 1)), kept["around"], highest[:, :2], highest[:, 2] > 0))
    for hook in hooks:
        hook.remove()
    return texts


def batches(texts):
    """Texts of like length together: their parts as in read(), each [N, K, ...]."""
    batch, done = [], []
    for i in np.argsort([len(text[0]) + np.random.randint(3) for text in texts]):
        batch.append(texts[i])
        if len(batch) * len(texts[i][0]) >= BATCH:
            done.append(batch)
            batch = []
    for batch in [done[i] for i in np.random.permutation(len(done))] + [batch] * bool(batch):
        yield [torch.nn.utils.rnn.pad_sequence(part, batch_first=True).float() for part in zip(*batch)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("model")
    args = parser.parse_args()
    saved, rng = torch.load(args.model), np.random.default_rng(1)
    torch.manual_seed(1)
    np.random.seed(1)
    model, size = student.load(args.model)
    rows = []
    for name, count in TEXTS.items():
        texts = list(reading.load(args.folder / f"{name}.jsonl"))
        rows += [texts[i] for i in rng.permutation(len(texts))[:count]]
    texts = read(model, size, rows)
    spread = torch.cat([text[2] for text in texts]).std(0)
    gate = SegmentGate(len(spread), dilations=student.GATE_DILATIONS)
    optimizer = torch.optim.AdamW(gate.parameters(), lr=RATE, weight_decay=1e-2)
    for k in range(ROUNDS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - k / ROUNDS) + 1e-5
        for tokens, inside, around, odds, _ in batches(texts):
            reasons, guessed = gate(tokens, inside)
            used = inside[:, :, 0, 0] > 0
            loss = F.binary_cross_entropy_with_logits(reasons[used], (odds >= torch.tensor([LEAST, SURE])).float()[used]) + GUESS * (((guessed - around) / spread)[used] ** 2).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        others = read(model, size, itertools.chain.from_iterable(prior.other_rows()))
        reasons = torch.cat([gate(tokens[None].float(), inside[None])[0][0] for tokens, inside, *_ in others])
        odds, hinted = (torch.cat([text[k] for text in others]) for k in (3, 4))
        least = torch.tensor([float(np.quantile(reasons[(odds[:, k] >= SURE) & ~hinted, k].numpy(), LOST[k])) for k in range(2)])
        gate.reasons.bias -= least
        print(f"{sum(len(text[0]) for text in texts)} segments; of {len(reasons)} others {float((reasons >= least).any(1).float().mean()):.3f} open, "
              f"{float((odds[:, 0] >= SURE).float().mean()):.3f} with something private")
    saved["gate"] = gate.state_dict()
    torch.save(saved, args.model)


if __name__ == "__main__":
    main()
