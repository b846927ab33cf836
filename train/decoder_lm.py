#!/usr/bin/env python3
"""A small decoder language model over words: what a set of texts teaches, in bits that held-out text costs.

  train/decoder_lm.py --train TRAIN.jsonl --test TEST.jsonl --vocabulary ALL.jsonl [--out bits.json] [--seed 1] [--width 64] [--epochs 6]

Rows are {"text"}. Words and marks in lower case; the vocabulary is closed, so that models of different texts compare: the --words most
frequent of --vocabulary, the others hashed into --buckets shared rows. Trained on pieces of --context tokens of all texts in a row, in
an order of the seed: so the same number of tokens is the same number of steps, however short the texts are. A test text is a sequence
of its own. Prints {"bits_per_token", "tokens", "loss", "steps"}; --out also gets [tokens, bits] of each test text. Every epoch is saved
beside --out and an interrupted run goes on from there. The same seed gives the same bits on one machine with one thread. Defaults are
for one core; on a GPU (--device cuda) take --width 512 --layers 8 --batch 64.
"""
import argparse
import collections
import json
import math
import os
import re
import zlib

import numpy as np
import torch
import torch.nn.functional as F

from fitting import add_fitting_flags, fit, key_of, prepare, steps_of

TOKEN = re.compile(r"\w+|[^\w\s]")
END = 0  # of a text or line; also what a piece begins with


def read_texts(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


class Vocabulary:
    """Words to rows: 0 is END, then the most frequent words, then the buckets of all others."""

    def __init__(self, texts, words, buckets):
        counts = collections.Counter(word for text in texts for word in TOKEN.findall(text.lower()))
        # Ties by the word itself, so that the order of the texts is of no matter.
        frequent = sorted(counts, key=lambda word: (-counts[word], word))[:words]
        self.rows = {word: i + 1 for i, word in enumerate(frequent)}
        self.first_bucket, self.buckets = len(frequent) + 1, buckets
        self.size = self.first_bucket + buckets

    def encode(self, text):
        ids = []
        for line in text.lower().split("\n"):
            words = TOKEN.findall(line)
            ids += [self.rows.get(word) or self.first_bucket + zlib.crc32(word.encode()) % self.buckets for word in words]
            ids += [END] if words else []
        return ids


class Decoder(torch.nn.Module):
    """A causal transformer, norms first, the word rows shared by input and output."""

    def __init__(self, vocabulary, width, layers, heads, context, dropout):
        super().__init__()
        self.word = torch.nn.Embedding(vocabulary, width)
        self.place = torch.nn.Embedding(context, width)
        layer = torch.nn.TransformerEncoderLayer(width, heads, 4 * width, dropout, F.gelu, batch_first=True, norm_first=True)
        self.layers = torch.nn.TransformerEncoder(layer, layers, norm=torch.nn.LayerNorm(width))
        self.bias = torch.nn.Parameter(torch.zeros(vocabulary))
        self.dropout = torch.nn.Dropout(dropout)
        torch.nn.init.normal_(self.word.weight, std=width ** -0.5)
        torch.nn.init.normal_(self.place.weight, std=0.02)
        self.register_buffer("later", torch.full((context, context), -math.inf).triu(1))

    def forward(self, ids):
        n = ids.shape[1]
        x = self.dropout(self.word(ids) + self.place.weight[:n])
        x = self.layers(x, mask=self.later[:n, :n])
        return F.linear(x, self.word.weight, self.bias)


def pieces_of(sequences, context):
    """Inputs and targets [n, context]; -100 where a piece has no token. And the text each piece is of."""
    inputs, targets, owner = [], [], []
    for number, ids in enumerate(sequences):
        for at in range(0, len(ids), context):
            piece = ids[at:at + context]
            before = [END if at == 0 else ids[at - 1]] + piece[:-1]
            empty = context - len(piece)
            inputs.append(before + [END] * empty)
            targets.append(piece + [-100] * empty)
            owner.append(number)
    return torch.tensor(inputs).reshape(-1, context), torch.tensor(targets).reshape(-1, context), np.array(owner, dtype=np.int64)


def in_a_row(sequences, seed):
    """One sequence of all, in an order of the seed."""
    order = np.random.default_rng(seed).permutation(len(sequences))
    return [token for number in order for token in sequences[number]]


def bits_of(model, sequences, args):
    """[tokens, bits] of each text."""
    inputs, targets, owner = pieces_of(sequences, args.context)
    sums = np.zeros((len(sequences), 2))
    model.eval()
    with torch.no_grad():
        for at in range(0, len(inputs), args.batch):
            x, y = inputs[at:at + args.batch].to(args.device), targets[at:at + args.batch].to(args.device)
            loss = F.cross_entropy(model(x).transpose(1, 2), y, reduction="none", ignore_index=-100).sum(1) / math.log(2)
            np.add.at(sums[:, 1], owner[at:at + args.batch], loss.double().cpu().numpy())
            np.add.at(sums[:, 0], owner[at:at + args.batch], (y >= 0).sum(1).cpu().numpy())
    return sums


def loss_in(model, inputs, targets, device):
    """The loss of a batch of pieces, for fit()."""
    def loss_of(pick):
        y = targets[pick].to(device)
        return F.cross_entropy(model(inputs[pick].to(device)).transpose(1, 2), y, ignore_index=-100), int((y >= 0).sum())
    return loss_of


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", required=True)
    parser.add_argument("--test", required=True)
    parser.add_argument("--vocabulary", required=True)
    parser.add_argument("--out")
    for name, default in (("width", 64), ("layers", 2), ("heads", 4), ("context", 64), ("words", 6000), ("buckets", 500)):
        parser.add_argument("--" + name, type=int, default=default)
    add_fitting_flags(parser, epochs=6, rate=2e-3)
    args = parser.parse_args()
    prepare(args.seed)
    vocabulary = Vocabulary(read_texts(args.vocabulary), args.words, args.buckets)
    model = Decoder(vocabulary.size, args.width, args.layers, args.heads, args.context, args.dropout).to(args.device)
    row = in_a_row([vocabulary.encode(text) for text in read_texts(args.train)], args.seed)
    inputs, targets, _ = pieces_of([row], args.context)
    loss = fit(model, len(inputs), loss_in(model, inputs, targets, args.device), args, args.out and args.out + ".state",
               key_of(args, (args.train, args.vocabulary)))
    sums = bits_of(model, [vocabulary.encode(text) for text in read_texts(args.test)], args)
    tokens, bits = sums.sum(0)
    if args.out:
        with open(args.out, "w", encoding="utf-8") as out:
            json.dump([[int(t), round(b, 4)] for t, b in sums], out)
    print(json.dumps({"bits_per_token": bits / max(1, tokens), "tokens": int(tokens), "loss": loss, "steps": steps_of(len(inputs), args)}))


if __name__ == "__main__":
    main()
