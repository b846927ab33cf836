#!/usr/bin/env python3
"""The gate before the judge of sentences (src/tag/sentence_gate.h): logistic regression over hashed words and pairs of words, eight bits a weight.

  train/sentence_gate.py --rows build/train/sentences.jsonl --out models/sentence-gate.bin [--pass 0.1]
The bias is put where the share --pass of the sentences of prose passes. PyTorch; two minutes on one core.
"""
import argparse
import struct

import numpy as np
import torch
import torch.nn.functional as F

from sentences import SOURCES, family, load

ROWS = 1 << 17
BATCH = 512


def hash_of(word, known={}):
    if word not in known:
        h = 2166136261
        for c in bytes(word).lower():  # ASCII letters alone
            h = (h ^ c) * 16777619 & 0xFFFFFFFF
        known[word] = h
    return known[word]


def rows_of(raw, tokens, first, last):
    out, before = [], 0
    for t in range(first, last):
        word = hash_of(raw[tokens.begin[t]:tokens.end[t]])
        mixed = ((before * 0x9E3779B1 & 0xFFFFFFFF) ^ word) * 0x85EBCA6B & 0xFFFFFFFF
        out += [word % ROWS, (mixed ^ mixed >> 15) % ROWS]
        before = word
    return out


def sentences(texts):
    """(split, family, rows, abusive) of each sentence whose act is known."""
    for text in texts:
        raw, begins = text.row["text"].encode(), text.tokens.sentences
        for s in range(len(begins) - 1):
            if text.acts[s]:
                yield text.row["split"], family(text.row["source"]), rows_of(raw, text.tokens, begins[s], begins[s + 1]), not text.acts[s] & 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="build/train/sentences.jsonl")
    parser.add_argument("--out", default="models/sentence-gate.bin")
    parser.add_argument("--pass", dest="share", type=float, default=0.1)
    parser.add_argument("--steps", type=int, default=6000)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng = np.random.default_rng(1)
    known = list(sentences(load(args.rows)))
    by, dev = {}, []
    for split, source, rows, abusive in known:
        if split == "train":
            by.setdefault(source, []).append((rows, abusive))
        else:
            dev.append((rows, abusive))
    names = [n for n in SOURCES if n in by]
    # Prose counts more than for the judge: it is what the gate is to spare.
    chance = np.array([SOURCES[n][0] * (3.0 if n == "prose" else 1.0) for n in names])
    weight, bias = torch.zeros(ROWS, 1, requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weight, bias], lr=0.02)

    def logits(part):
        flat = torch.tensor([r for rows, _ in part for r in rows])
        offsets = torch.tensor(np.cumsum([0] + [len(rows) for rows, _ in part[:-1]]))
        return F.embedding_bag(flat, weight, offsets, mode="sum")[:, 0] + bias

    for step in range(args.steps):
        picked = rng.choice(len(names), BATCH, p=chance / chance.sum())
        part = [by[names[k]][rng.integers(len(by[names[k]]))] for k in picked]
        loss = F.binary_cross_entropy_with_logits(logits(part), torch.tensor([float(y) for _, y in part]))
        used = weight[torch.tensor([r for rows, _ in part for r in rows])]
        optimizer.param_groups[0]["lr"] = 0.02 * max(0.05, 1 - step / args.steps)
        optimizer.zero_grad()
        (loss + 2e-5 * (used * used).sum() / BATCH * 30).backward()
        optimizer.step()
    with torch.no_grad():
        unit = float(weight.abs().max()) / 127
        q = torch.round(weight[:, 0] / unit).clamp(-127, 127).to(torch.int8)
        weight.copy_(q.float().unsqueeze(1) * unit)
        bias.zero_()
        prose = logits(by["prose"][:20000]).sort().values
        positive = logits([d for d in dev if d[1]])
        for share in (0.02, 0.03, 0.05, 0.08, 0.12, 0.2):
            print(f"of prose {share} pass: of the abusive dev sentences {float((positive > prose[int((1 - share) * len(prose))]).float().mean()):.3f}")
        bias.fill_(-float(prose[int((1 - args.share) * len(prose))]))
        for name in names:
            for abusive in (True, False):
                part = [d for d in by[name] if d[1] == abusive][:4000]
                if part:
                    print(f"{name:16} {'abusive' if abusive else 'harmless'} {float((logits(part) > 0).float().mean()):.3f} of {len(part)} pass")
        for abusive in (True, False):
            part = [d for d in dev if d[1] == abusive]
            print(f"dev {'abusive' if abusive else 'harmless'} {float((logits(part) > 0).float().mean()):.3f} of {len(part)} pass")
    with open(args.out, "wb") as out:
        out.write(struct.pack("<4sIff", b"LSG1", ROWS, unit, float(bias)) + q.numpy().tobytes())


if __name__ == "__main__":
    main()
