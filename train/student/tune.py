#!/usr/bin/env python3
"""Teaches SmolLM2 to answer lauter's questions: low-rank adapters from the chats that `lauter distill --programs` writes.

  tune.py BASE.gguf CHATS.jsonl ADAPTER.gguf --minutes 60 | --steps N [--rank 16] [--first 8] [--threads 2]

All chats must have one system message, which is read once a batch. Loss counts on the answers alone. The file is written every ten minutes and at the end. Needs what run installs."""
import argparse
import json
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from gguf import GGUFReader

from smollm import SmolLM, tokenizer, write_adapter

BATCH, SORTED = 1600, 2000  # tokens of a batch; rows that are sorted by length together
ABOUT = {"license": "apache-2.0", "base_model.0.name": "SmolLM2-135M-Instruct", "base_model.0.organization": "HuggingFaceTB"}


def chats(path, words, most):
    """(system message, [(question, answer)] as tokens), without rows of more than `most` tokens."""
    system, rows = None, []
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            said = [m["content"] for m in json.loads(line)["messages"]]
            if system not in (None, said[0]):
                sys.exit(f"{path}:{number}: another system message than in the first line; chats of one recipe step only")
            system = said[0]
            row = words.encode(f"{said[1]}<|im_end|>\n<|im_start|>assistant\n").ids, words.encode(f"{said[2]}<|im_end|>").ids
            if sum(map(len, row)) <= most:
                rows.append(row)
    if not rows:
        sys.exit(f"{path}: no chat of at most {most} tokens")
    return words.encode(f"<|im_start|>system\n{system}<|im_end|>\n<|im_start|>user\n").ids, rows


def batches(rows, rng):
    """Without end: rows of like length, at most BATCH tokens with what fills them up."""
    while True:
        rng.shuffle(rows)
        for at in range(0, len(rows), SORTED):
            ready, batch = [], []
            for row in sorted(rows[at:at + SORTED], key=lambda r: len(r[0]) + len(r[1])):
                if batch and (len(row[0]) + len(row[1])) * (len(batch) + 1) > BATCH:
                    ready.append(batch)
                    batch = []
                batch.append(row)
            rng.shuffle(ready)
            yield from [*ready, batch]


def as_tensors(batch):
    longest = max(len(q) + len(a) for q, a in batch)
    ids, answered = torch.full((len(batch), longest), 2), torch.zeros(len(batch), longest, dtype=torch.bool)
    for i, (question, answer) in enumerate(batch):
        ids[i, :len(question) + len(answer)] = torch.tensor(question + answer)
        answered[i, len(question):len(question) + len(answer)] = True
    return ids, answered


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("chats")
    parser.add_argument("adapter")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, help="batches to learn, instead of minutes: the same weights on a busy machine")
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--first", type=int, default=8, help="the first layer that has adapters")
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--most", type=int, default=220, help="tokens of a chat, its system message not counted")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    reader, alpha = GGUFReader(args.base), 2 * args.rank
    model, words = SmolLM(reader, args.rank, alpha, args.first), tokenizer(reader)
    head, rows = chats(args.chats, words, args.most)
    head = torch.tensor(head)
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, lr=args.rate, betas=(0.9, 0.98), weight_decay=0.0)
    start = saved = time.time()
    losses, seen = [], 0
    for batch in batches(rows, random.Random(1)):
        done = len(losses) / args.steps if args.steps else (time.time() - start) / 60 / args.minutes
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1, (len(losses) + 1) / 20) * max(0.03, 1 - done)
        ids, answered = as_tensors(batch)
        hidden, _ = model.run(ids[:, :-1], model.beginning(head))
        loss = F.cross_entropy(model.logits(hidden[answered[:, 1:]]), ids[:, 1:][answered[:, 1:]])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        losses.append(float(loss))
        seen += sum(len(q) + len(a) for q, a in batch)
        if len(losses) % 20 == 0:
            print(f"step {len(losses)} loss {np.mean(losses[-20:]):.3f} {seen / (time.time() - start):.0f} tokens/s {done:.2f}", file=sys.stderr, flush=True)
        if time.time() - saved > 600:
            saved = time.time()
            write_adapter(args.adapter, model, args.rank, alpha, ABOUT)
    write_adapter(args.adapter, model, args.rank, alpha, ABOUT)


if __name__ == "__main__":
    main()
