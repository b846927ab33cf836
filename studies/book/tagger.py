#!/usr/bin/env python3
"""A tagger of the book's categories on the shipped encoder: one softmax over outside, public, and begin and inside of every category. It is the
instrument of studies/book/curve, not a part of the product.

  tagger.py train --out X.pt [--authors a01,a02] [--real] [--steps 900] [--init models/small.safetensors] [--size small]
  tagger.py find X.pt              rows {"id","text"} on stdin, spans on stdout

Needs PyTorch (Debian's python3-torch) and build/release/src/lauter_features."""
import argparse
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "train"), str(ROOT / "data" / "book")]
from bookset import damage, fill, real, store  # noqa: E402
from bookset.categories import CATEGORIES  # noqa: E402
from features import extract  # noqa: E402
from model import Encoder, IDS, SIZES, TokenHead  # noqa: E402
from rows import tokens_in  # noqa: E402
from weights import load_encoder  # noqa: E402
from batches import corrupt  # noqa: E402

LABELS = ["O", "PUBLIC"] + [f"{p}-{c}" for c in CATEGORIES for p in "BI"]
PIECE, TOKENS, FILLS = 192, 6144, 4  # tokens of a piece and of a batch; fillings of the book with different values
PUBLIC_WEIGHT = 1.5  # a public fact taken costs more than any token outside


class Tagger(torch.nn.Module):
    def __init__(self, size):
        super().__init__()
        self.encoder = Encoder(SIZES[size])
        self.head = TokenHead(SIZES[size].width, LABELS)

    def forward(self, x, s, g, inside):
        return self.head(self.encoder(x, s, g, inside))


def labelled(rows, size):
    for row, tokens in zip(rows, extract((r["text"] for r in rows), SIZES[size].rows)):
        labels = np.zeros(len(tokens), np.int64)
        for span in row["spans"]:
            for k, t in enumerate(tokens_in(tokens, span["start"], span["end"])):
                labels[t] = 1 if not span["private"] else LABELS.index(("I-" if k else "B-") + span["label"])
        yield tokens, labels


def book_rows(authors, seed):
    filler, forms, r = fill.Filler(seed, 0.12), sorted(damage.FORMS), np.random.default_rng(seed)
    for author, identity, document in store.documents():
        if author in authors:
            yield filler.row(identity, document, str(r.choice(forms)) if r.random() < 0.2 else None)


def batch_of(pieces, rng=None):
    n, t = len(pieces), max(e - b for _, _, b, e in pieces)
    x, s, g = np.zeros((n, t, IDS), np.int64), np.zeros((n, t), np.int64), np.zeros((n, t), np.int64)
    inside, y = np.zeros((n, t, 1), np.float32), np.full((n, t), -100)
    for i, (tokens, labels, b, e) in enumerate(pieces):
        part = tokens.ids[b:e].astype(np.int64)
        if rng is not None:
            corrupt(part, rng, 0.06, 0.12)
        k = e - b
        x[i, :k], s[i, :k], g[i, :k], inside[i, :k] = part, tokens.shapes[b:e], tokens.gaps[b:e], 1
        if labels is not None:
            y[i, :k] = labels[b:e]
    return [torch.from_numpy(a) for a in (x, s, g, inside)], torch.from_numpy(y)


def batches(texts, rng):
    """Pieces of one pass over the texts, those of like length together."""
    pieces = []
    for tokens, labels in texts:
        at = -int(rng.integers(0, PIECE // 2)) if len(tokens) > PIECE else 0
        while at < len(tokens):
            begin, end = max(0, at), min(len(tokens), at + PIECE)
            if end > begin:
                pieces.append((tokens, labels, begin, end))
            at += PIECE
    order = np.array([p[3] - p[2] for p in pieces]) + rng.integers(0, 12, len(pieces))
    out, now, longest = [], [], 0
    for i in np.argsort(order):
        longest = max(longest, pieces[i][3] - pieces[i][2])
        if now and longest * (len(now) + 1) > TOKENS:
            out.append(now)
            now, longest = [], pieces[i][3] - pieces[i][2]
        now.append(pieces[i])
    out.append(now)
    rng.shuffle(out)
    return out


def train(args):
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    who = store.authors()
    authors = set(args.authors.split(",")) if args.authors else {a for a, row in who.items() if row["split"] == "train"}
    other = list(real.gold_rows("train")) if args.real else []
    fills = [list(labelled(list(book_rows(authors, seed)) + other, args.size)) for seed in range(1, FILLS + 1)]
    model = Tagger(args.size)
    load_encoder(args.init, model.encoder)
    table = [model.encoder.rows]
    others = [p for n, p in model.named_parameters() if n != "encoder.rows"]
    optimizer = torch.optim.AdamW([{"params": table, "scale": 0.5}, {"params": others, "scale": 1.0}], lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98))
    weight = torch.ones(len(LABELS))
    weight[1] = PUBLIC_WEIGHT
    rng, step, queue, losses = np.random.default_rng(7), 0, [], []
    model.train()
    while step < args.steps:
        if not queue:
            queue = batches(fills[rng.integers(0, FILLS)], rng)
        for group in optimizer.param_groups:
            group["lr"] = group["scale"] * args.rate * min(1, (step + 1) / 50) * max(0.02, 1 - step / args.steps)
        x, y = batch_of(queue.pop(), rng)
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(*x).flatten(0, 1), y.flatten(), weight=weight, ignore_index=-100)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        losses.append(float(loss))
        if step % 50 == 0:
            print(f"{len(authors)} authors, step {step}, loss {np.mean(losses[-50:]):.4f}", file=sys.stderr, flush=True)
    torch.save({"model": model.state_dict(), "size": args.size}, args.out)


def spans_of(tokens, best):
    """Runs of one category; a begin inside a run begins another."""
    out, now = [], None
    for t, label in enumerate(best):
        if label < 2:
            now = None
            continue
        category, inside = CATEGORIES[(label - 2) // 2], (label - 2) % 2
        if now and now["label"] == category and inside:
            now["end"] = int(tokens.end[t])
        else:
            now = {"start": int(tokens.begin[t]), "end": int(tokens.end[t]), "label": category}
            out.append(now)
    return out


@torch.no_grad()
def find(args):
    saved = torch.load(args.model)
    model = Tagger(saved["size"])
    model.load_state_dict(saved["model"])
    model.eval()
    rows = [json.loads(line) for line in sys.stdin]
    for row, tokens in zip(rows, extract((r["text"] for r in rows), SIZES[saved["size"]].rows)):
        best = []
        if len(tokens):
            x, _ = batch_of([(tokens, None, 0, len(tokens))])
            best = model(*x)[0].argmax(-1).tolist()
        print(json.dumps({"id": row["id"], "spans": spans_of(tokens, best)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=("train", "find"))
    parser.add_argument("model", nargs="?")
    parser.add_argument("--out")
    parser.add_argument("--authors")
    parser.add_argument("--real", action="store_true", help="train on the real passages, too")
    parser.add_argument("--steps", type=int, default=900)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--size", default="small")
    parser.add_argument("--init", default=str(ROOT / "models" / "small.safetensors"))
    args = parser.parse_args()
    torch.set_num_threads(2)
    (train if args.verb == "train" else find)(args)


if __name__ == "__main__":
    main()
