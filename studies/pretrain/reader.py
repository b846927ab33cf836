"""What a small decoder and a trigram learn from a draw: bits of held-out text, and words in their place."""
import argparse
import math
import os
import random
import subprocess
import sys
import tempfile

import numpy as np

from texts import ROOT

sys.path.append(os.path.join(ROOT, "train"))

OPTIONS = 4  # words to choose from, of which one stood there


def cloze(vocabulary, texts, context, most, seed=1):
    """{(piece of all texts, place in it): (text, the word, the others)}: words of middling frequency amid a line, and three of like frequency."""
    rng, asked, piece = random.Random(seed), {}, 0
    low, high = 100, vocabulary.first_bucket - 30
    for number, text in enumerate(texts):
        ids = vocabulary.encode(text)
        places = [i for i in range(len(ids)) if i % context >= 8 and low < ids[i] < high and 0 not in ids[i - 8:i]]
        for i in rng.sample(places, min(most, len(places))):
            others = rng.sample([n for n in range(ids[i] - 25, ids[i] + 26) if n != ids[i]], OPTIONS - 1)
            asked[piece + i // context, i % context] = number, ids[i], others
        piece += -(-len(ids) // context)
    return asked


def train(texts, vocabulary, shape, seed):
    """A decoder that has read the texts `epochs` times."""
    from decoder_lm import Decoder, in_a_row, loss_in, pieces_of
    from fitting import fit, prepare
    prepare(seed)
    args = argparse.Namespace(**shape, seed=seed, dropout=0.1, device="cpu")
    model = Decoder(vocabulary.size, args.width, args.layers, args.heads, args.context, args.dropout)
    inputs, targets, _ = pieces_of([in_a_row([vocabulary.encode(text) for text in texts], seed)], args.context)
    fit(model, len(inputs), loss_in(model, inputs, targets, args.device), args, None, None)
    return model, args


def ask(model, args, vocabulary, held_out, asked):
    """{"bits": [[tokens, bits] of each text], "right": [[asked, right] of each text]}, in one pass over the texts."""
    import torch
    from decoder_lm import pieces_of
    inputs, targets, owner = pieces_of([vocabulary.encode(text) for text in held_out], args.context)
    bits, right = np.zeros((len(held_out), 2)), np.zeros((len(held_out), 2))
    by_piece = {}
    for (piece, place), question in asked.items():
        by_piece.setdefault(piece, []).append((place, *question))
    model.eval()
    with torch.no_grad():
        for at in range(0, len(inputs), args.batch):
            out = torch.log_softmax(model(inputs[at:at + args.batch]), -1)
            for i, target in enumerate(targets[at:at + args.batch]):
                inside = target >= 0
                bits[owner[at + i]] += int(inside.sum()), -float(out[i][inside].gather(1, target[inside][:, None]).sum()) / math.log(2)
                for place, number, word, others in by_piece.get(at + i, ()):
                    right[number] += 1, float(out[i, place, word] > out[i, place, torch.tensor(others)].max())
    return {"bits": [[int(n), round(float(b), 3)] for n, b in bits], "right": right.tolist()}


def trigrams(ngram, draws, held_out):
    """[tokens, bits] of each held-out text for a trigram of each draw; one closed vocabulary for all."""
    lines, spans = [], []
    for texts in (*draws, *([text] for text in held_out)):
        first = len(lines)
        lines += [" ".join(line.split()).lower() for text in texts for line in text.split("\n") if line.strip()]
        spans.append((first, len(lines) - 1))
    asked = spans[len(draws):]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)
        file.flush()
        tasks = "".join(f"{a}-{b} : {','.join(f'{c}-{d}' for c, d in asked)}\n" for a, b in spans[:len(draws)])
        out = subprocess.run([ngram, file.name], input=tasks, capture_output=True, text=True, check=True).stdout
    result = []
    for answer in out.splitlines():
        pairs = iter([[float(x) for x in pair.split(":")] for pair in answer.split()])
        result.append([np.sum([next(pairs) for _ in range(a, b + 1)], axis=0).tolist() for a, b in asked])
    return result


def bits_a_token(table):
    tokens, bits = np.sum(table, axis=0)
    return bits / max(1, tokens)


def compared(tables, resamples=2000):
    """(the gap from raw to gold, {condition: the share of it that is closed}) with 95 % intervals: draws and held-out texts drawn again, the same ones in all
    conditions. No shares where the gap itself is not beyond chance. tables: {condition: [draw][text][n, sum]}"""
    arrays = {name: np.array(table) for name, table in tables.items()}
    n, m = arrays["raw"].shape[:2]
    rng = np.random.default_rng(1)
    picks = [(np.arange(n), np.arange(m))] + [(rng.integers(0, n, n), rng.integers(0, m, m)) for _ in range(resamples)]
    sums = {name: np.array([table[draws][:, texts].sum((0, 1)) for draws, texts in picks]) for name, table in arrays.items()}
    mean = {name: of[:, 1] / of[:, 0] for name, of in sums.items()}
    gap = mean["raw"] - mean["gold"]
    low, high = np.percentile(gap[1:], (2.5, 97.5))
    shares = {}
    if low > 0 or high < 0:
        shares = {name: interval((mean["raw"] - mean[name]) / gap, n) for name in tables if name not in ("raw", "gold")}
    return interval(gap, n), shares


def interval(values, n):
    """Of the value and those of resamples."""
    low, high = np.percentile(values[1:], (2.5, 97.5))
    return {"value": round(float(values[0]), 4), "low": round(float(low), 4), "high": round(float(high), 4), "n": n}
