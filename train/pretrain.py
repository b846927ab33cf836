#!/usr/bin/env python3
"""Self-supervised pre-training: 15 % of the words are masked (spelling, not case) and told apart from the other words of the
batch and from random ones (sampled softmax with log-frequency correction, Jean et al. 2015).

  train/pretrain.py --size small --data ../shared/data --out build/train/small-pretrained.pt [--minutes 40]
Resumes from --out if it is there. Deterministic for a given number of steps and one thread.
"""
import argparse
import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

from features import extract
from model import Encoder, IDS, MASK_ROW, SIZES
from texts import pretraining_texts, texts_of

STEPS = 128        # tokens of a sequence
BATCH = 64         # sequences of a batch
CANDIDATES = 1536  # random words told apart from each masked one
MASKED = 0.15


def load_tokens(texts, rows, cache):
    if os.path.exists(cache):
        loaded = np.load(cache)
        return loaded["ids"], loaded["shapes"], loaded["gaps"], loaded["ends"]
    ids, shapes, gaps, ends, total = [], [], [], [], 0
    for tokens in extract(texts, rows):
        if len(tokens) < 5:
            continue
        ids.append(tokens.ids)
        shapes.append(tokens.shapes)
        gaps.append(tokens.gaps)
        total += len(tokens)
        ends.append(total)
    arrays = np.concatenate(ids), np.concatenate(shapes), np.concatenate(gaps), np.array(ends)
    np.savez(cache, ids=arrays[0], shapes=arrays[1], gaps=arrays[2], ends=arrays[3])
    return arrays


def chunks(ends):
    """[begin, end) of sequences of at most STEPS tokens, none over a text's end."""
    out, begin = [], 0
    for end in ends:
        for at in range(begin, end, STEPS):
            if min(at + STEPS, end) - at >= 8:
                out.append((at, min(at + STEPS, end)))
        begin = end
    return np.array(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--texts", help="instead of --data: JSONL with \"text\"")
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--steps", type=int, default=0, help="instead of --minutes: exactly so many steps")
    parser.add_argument("--rate", type=float, default=2e-3)
    args = parser.parse_args()
    torch.manual_seed(1)
    torch.set_flush_denormal(True)  # moments of rows that are rarely seen; ten times the time without
    config = SIZES[args.size]
    os.makedirs(os.path.dirname(args.out) or ".", exist_ok=True)
    ids, shapes, gaps, ends = load_tokens(texts_of(args.texts) if args.texts else pretraining_texts(args.data), config.rows, f"{args.out}.tokens-{config.rows}.npz")
    pieces = chunks(ends)
    words = ids[:, 0]
    counts = np.bincount(words, minlength=config.rows).astype(np.float64)
    is_word = ids[:, 3] != 0  # punctuation has two rows only
    counts[counts < 5] = 0
    counts[:2] = 0
    log_frequency = torch.tensor(np.log(np.maximum(counts, 1) / counts.sum()), dtype=torch.float32)
    draw = np.power(counts, 0.75)
    draw = np.cumsum(draw / draw.sum())

    encoder = Encoder(config, dropout=0)
    output = torch.nn.Parameter(torch.randn(config.rows, config.width) * 0.02)
    bias = torch.nn.Parameter(log_frequency.clone())
    parameters = list(encoder.parameters()) + [output, bias]
    optimizer = torch.optim.AdamW(parameters, lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98))
    state = {"step": 0, "seconds": 0.0}
    if os.path.exists(args.out):
        saved = torch.load(args.out)
        encoder.load_state_dict(saved["encoder"])
        output.data, bias.data = saved["output"], saved["bias"]
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    print(f"{len(ids):,} tokens, {len(pieces):,} sequences, {int((counts > 0).sum()):,} words to tell apart", flush=True)

    def save():
        torch.save({"encoder": encoder.state_dict(), "output": output.data, "bias": bias.data, "state": state,
                    "optimizer": optimizer.state_dict(), "config": config.name}, args.out + ".part")
        os.replace(args.out + ".part", args.out)

    started, last, seen, loss_sum, right = time.time() - state["seconds"], time.time(), 0, 0.0, 0.0
    encoder.train()
    while True:
        progress = state["step"] / args.steps if args.steps else (time.time() - started) / (60 * args.minutes)
        if progress >= 1:
            break
        epoch, at = divmod(state["step"] * BATCH, len(pieces))
        order = np.random.default_rng(epoch).permutation(len(pieces))
        batch = pieces[order[at:at + BATCH]]
        rng = np.random.default_rng([7, state["step"]])
        x = np.zeros((BATCH, STEPS, IDS), np.int64)
        s, g, inside = (np.zeros((BATCH, STEPS), np.int64) for _ in range(3))
        target = np.zeros((BATCH, STEPS), np.int64)
        for i, (begin, end) in enumerate(batch):
            n = end - begin
            x[i, :n], s[i, :n], g[i, :n], inside[i, :n] = ids[begin:end], shapes[begin:end], gaps[begin:end], 1
            masked = (rng.random(n) < MASKED) & is_word[begin:end] & (counts[words[begin:end]] > 0)
            target[i, :n][masked] = words[begin:end][masked]
            x[i, :n][masked] = 0
            x[i, :n, 0][masked] = MASK_ROW
        warm = min(1.0, (state["step"] + 1) / 200)
        for group in optimizer.param_groups:
            group["lr"] = args.rate * warm * max(0.02, 0.5 * (1 + math.cos(math.pi * min(progress, 1))))
        states = encoder(torch.from_numpy(x), torch.from_numpy(s), torch.from_numpy(g),
                         torch.from_numpy(inside).unsqueeze(-1).float())
        flat = torch.from_numpy(target.reshape(-1))
        picked = flat.nonzero()[:, 0]
        wanted = flat[picked]
        noise = torch.from_numpy(np.searchsorted(draw, rng.random(CANDIDATES))).clamp(max=config.rows - 1)
        candidates, place = torch.unique(torch.cat([wanted, noise]), return_inverse=True)
        logits = states.view(-1, config.width)[picked] @ output[candidates].t() + bias[candidates]
        loss = F.cross_entropy(logits, place[:len(wanted)])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        state["step"] += 1
        state["seconds"] = time.time() - started
        seen += int(inside.sum())
        loss_sum += loss.item()
        right += (logits.argmax(-1) == place[:len(wanted)]).float().mean().item()
        if state["step"] % 100 == 0:
            print(f"step {state['step']} epoch {epoch} loss {loss_sum / 100:.3f} right {right / 100:.3f} "
                  f"{seen / (time.time() - last):,.0f} tokens/s", flush=True)
            last, seen, loss_sum, right = time.time(), 0, 0.0, 0.0
        if state["step"] % 500 == 0:
            save()
    save()


if __name__ == "__main__":
    main()
