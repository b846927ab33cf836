#!/usr/bin/env python3
"""A small encoder-decoder for translation: what a set of sentence pairs teaches.

  train/translation.py --train TRAIN.jsonl --vocabulary ALL.jsonl --test TEST.jsonl --out OUT.jsonl [--start MODEL] [--save MODEL]

Rows are {"src","ref"}. Writes the rows of TEST with "text" (the model's greedy translation), "tokens" and "bits" (what `ref` costs);
`lauter score OUT.jsonl --metrics bleu,chrf` judges the translations. --start goes on from a saved model (same vocabulary and sizes).
Frequent words of --vocabulary are one token, others are spelt, so every text can be said. The same seed gives the same bits on one
machine with one thread; every epoch is saved beside --out and an interrupted run goes on from there. Prints {"loss", "bits_per_token",
"tokens"}. Defaults are for one core; on a GPU (--device cuda) take --width 512 --layers 6 --batch 256.
"""
import argparse
import collections
import json
import math
import re

import torch
import torch.nn.functional as F

from fitting import add_fitting_flags, fit, key_of, prepare

PIECE = re.compile(r" ?\w+| ?[^\w\s]")
PAD, BEGIN, END, UNKNOWN = range(4)


def read_rows(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class Vocabulary:
    """Words (with the blank before them) to numbers; a word that is none is spelt by its characters."""

    def __init__(self, texts, words):
        counts = collections.Counter(piece for text in texts for piece in PIECE.findall(" " + text))
        characters = sorted({character for piece in counts for character in piece})
        frequent = sorted((piece for piece in counts if len(piece) > 1), key=lambda piece: (-counts[piece], piece))[:words]
        self.pieces = ["", "", "", "\N{REPLACEMENT CHARACTER}", *characters, *frequent]
        self.numbers = {piece: number for number, piece in enumerate(self.pieces) if number > UNKNOWN}

    def encode(self, text, longest):
        out = []
        for piece in PIECE.findall(" " + " ".join(text.split())):
            spelt = [piece] if piece in self.numbers else piece
            out += [self.numbers.get(part, UNKNOWN) for part in spelt]
        return out[:longest - 1] + [END]

    def decode(self, numbers):
        return "".join(self.pieces[number] for number in numbers).strip()


def padded(sequences):
    longest = max(map(len, sequences))
    return torch.tensor([ids + [PAD] * (longest - len(ids)) for ids in sequences])


class Translator(torch.nn.Module):
    """A transformer (norms first) whose two sides and output share the rows of the vocabulary."""

    def __init__(self, vocabulary, width, layers, heads, longest, dropout):
        super().__init__()
        self.word = torch.nn.Embedding(vocabulary, width, padding_idx=PAD)
        self.place = torch.nn.Embedding(longest, width)
        self.body = torch.nn.Transformer(width, heads, layers, layers, 4 * width, dropout, batch_first=True, norm_first=True)
        self.dropout = torch.nn.Dropout(dropout)
        torch.nn.init.normal_(self.word.weight, std=width ** -0.5)
        torch.nn.init.normal_(self.place.weight, std=0.02)

    def embed(self, ids):
        return self.dropout(self.word(ids) + self.place.weight[:ids.shape[1]])

    def encode(self, source):
        return self.body.encoder(self.embed(source), src_key_padding_mask=source == PAD)

    def decode(self, memory, source, target):
        n = target.shape[1]
        later = torch.full((n, n), -math.inf, device=target.device).triu(1)
        x = self.body.decoder(self.embed(target), memory, tgt_mask=later, memory_key_padding_mask=source == PAD)
        return F.linear(x, self.word.weight)

    def forward(self, source, target):
        return self.decode(self.encode(source), source, target)


def losses(model, sources, targets, device):
    """-ln p of each target token (0 where there is none)."""
    source, target = padded(sources).to(device), padded(targets).to(device)
    before = F.pad(target[:, :-1], (1, 0), value=BEGIN)
    return F.cross_entropy(model(source, before).transpose(1, 2), target, reduction="none", ignore_index=PAD)


def translate(model, sources, longest, device):
    """Greedy, a batch at once; at most twice the source's length and ten more."""
    source = padded(sources).to(device)
    memory = model.encode(source)
    out = torch.full((len(sources), 1), BEGIN, device=device)
    done = torch.zeros(len(sources), dtype=torch.bool, device=device)
    for _ in range(min(longest - 1, 2 * source.shape[1] + 10)):
        step = model.decode(memory, source, out)[:, -1].argmax(-1)
        step[done] = PAD
        out = torch.cat([out, step[:, None]], 1)
        done |= step == END
        if done.all():
            break
    return [[number for number in row[1:] if number > END] for row in out.tolist()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("train", "vocabulary", "test", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--start")
    parser.add_argument("--save")
    for name, default in (("width", 64), ("layers", 2), ("heads", 4), ("words", 4000), ("longest", 96)):
        parser.add_argument("--" + name, type=int, default=default)
    add_fitting_flags(parser, epochs=8, rate=2e-3)
    args = parser.parse_args()
    prepare(args.seed)
    vocabulary = Vocabulary([row[side] for row in read_rows(args.vocabulary) for side in ("src", "ref")], args.words)
    model = Translator(len(vocabulary.pieces), args.width, args.layers, args.heads, args.longest, args.dropout).to(args.device)
    if args.start:
        model.load_state_dict(torch.load(args.start, map_location=args.device))

    def sides(rows):
        return ([vocabulary.encode(row["src"], args.longest) for row in rows], [vocabulary.encode(row["ref"], args.longest) for row in rows])
    sources, targets = sides(read_rows(args.train))

    def loss_of(pick):
        each = losses(model, [sources[i] for i in pick], [targets[i] for i in pick], args.device)
        tokens = sum(len(targets[i]) for i in pick)
        return each.sum() / tokens, tokens
    loss = fit(model, len(sources), loss_of, args, args.out + ".state", key_of(args, (args.train, args.vocabulary)))
    if args.save:
        torch.save(model.state_dict(), args.save)

    rows = read_rows(args.test)
    sources, targets = sides(rows)
    model.eval()
    with torch.no_grad():
        for at in range(0, len(rows), args.batch):
            part = slice(at, at + args.batch)
            bits = losses(model, sources[part], targets[part], args.device).sum(1) / math.log(2)
            said = translate(model, sources[part], args.longest, args.device)
            for row, b, target, numbers in zip(rows[part], bits.tolist(), targets[part], said):
                row.update(text=vocabulary.decode(numbers), tokens=len(target), bits=round(b, 4))
    with open(args.out, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    tokens, bits = sum(row["tokens"] for row in rows), sum(row["bits"] for row in rows)
    print(json.dumps({"loss": loss, "bits_per_token": bits / max(1, tokens), "tokens": tokens}))


if __name__ == "__main__":
    main()
