#!/usr/bin/env python3
"""The judge's teachers: a pre-trained encoder (pretrained.py) with the shapes of words and the patterns' finds beside its word pieces, fine-tuned on
everything of sources.py.

  teacher.py train FOLDER --base bert --minutes 60 --out FOLDER/bert.pt
  teacher.py find FOLDER/bert.pt                  rows {"id","text"} on stdin, private spans on stdout
  teacher.py label FOLDER NAME... --teacher FOLDER/bert.pt      soft labels of FOLDER/NAME.jsonl, NAME.BASE.soft.npz, for the student

Needs PyTorch (Debian's python3-torch); takes the encoder and the package tokenizers from the registries."""
import argparse
import json
import pathlib
import sys
import time

from labels import cpu  # before numpy
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from labels import HINTS, LABELS, MEMBERS, NAMES, UNKNOWN
import pretrained
import reading
from decode import spans_of

SHAPES, CLS, MASK = 64, 101, 103
PIECE = 256
SHARES = {"real": 1.0, "public": 0.08, "partial": 0.15, "names": 0.08, "machine": 0.3, "code": 0.12, "secrets": 0.2}  # of a source's texts in one pass


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.i, self.p, self.drop = nn.Linear(width, 4 * width), nn.Linear(4 * width, width), nn.Dropout(0.1)
        self.heads = heads

    def forward(self, x, mask):
        n, t, width = x.shape
        split = lambda y: y.view(n, t, self.heads, -1).transpose(1, 2).reshape(n * self.heads, t, -1)  # noqa: E731
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        a = torch.bmm(q * (width // self.heads) ** -0.5, k.transpose(1, 2))
        with torch.autocast("cpu", enabled=False):  # bfloat16 softmax is slow
            a = torch.softmax(a.float() + mask, -1).to(v.dtype)
        a = torch.bmm(a, v).view(n, self.heads, t, -1).transpose(1, 2).reshape(n, t, width)
        x = self.n1(x + self.o(a))
        return self.n2(x + self.drop(self.p(F.gelu(self.i(x)))))


def mask_of(inside, heads):
    """What attention adds to the products of queries and keys, [N * heads, T, T], that nothing outside is seen. inside: [N, T] of 0 and 1."""
    t = inside.shape[1]
    return ((1 - inside) * -1e9)[:, None, None, :].expand(-1, heads, t, -1).reshape(-1, t, t)


class Teacher(nn.Module):
    def __init__(self, name="minilm"):
        super().__init__()
        self.name, self.base = name, pretrained.BASES[name]
        layers, width, heads, words = self.base[:4]
        self.words, self.places = nn.Embedding(words, width), nn.Embedding(512, width)
        self.types, self.norm = nn.Embedding(2, width), nn.LayerNorm(width, eps=1e-12)
        self.project = nn.Identity()  # of a smaller table's numbers to the width
        self.words.weight.requires_grad_(False)  # words that no row has keep their place beside those that some row has
        self.shapes, self.hints = nn.Embedding(SHAPES, width), nn.Embedding(HINTS, width)
        nn.init.zeros_(self.shapes.weight)
        nn.init.zeros_(self.hints.weight)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.head, self.names, self.drop = nn.Linear(width, len(LABELS)), nn.Linear(width, len(NAMES)), nn.Dropout(0.1)

    def states(self, ids, shapes, inside, hints=None):
        """[N, T, width]"""
        begun = int(bool(self.base.jar))  # BERT has always begun with [CLS]; MiniLM's teacher and what was made from it have learnt to do without
        if begun:
            ids, shapes, inside = F.pad(ids, (1, 0), value=CLS), F.pad(shapes, (1, 0)), F.pad(inside, (1, 0), value=1)
        x = self.norm(self.project(self.words(ids)) + self.places.weight[:ids.shape[1]] + self.types.weight[0]) + self.shapes(shapes)
        x = self.drop(x if hints is None else x + self.hints(F.pad(hints, (begun, 0))))
        mask = mask_of(inside, self.base.heads)
        for layer in self.layers:
            x = layer(x, mask)
        return x[:, begun:]

    def forward(self, ids, shapes, hints, inside):
        x = self.drop(self.states(ids, shapes, inside, hints))
        return self.head(x).float(), self.names(x).float()

    def load_pretrained(self):
        raw = {k: torch.from_numpy(v.copy()) for k, v in pretrained.weights(self.name).items()}

        def take(module, name):
            for part, parameter in module.named_parameters():
                parameter.data.copy_(raw[f"{name}.{part}"])

        take(self.words, "embeddings.word_embeddings")
        take(self.places, "embeddings.position_embeddings")
        take(self.types, "embeddings.token_type_embeddings")
        take(self.norm, "embeddings.LayerNorm")
        names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense",
                 "n1": "attention.output.LayerNorm", "i": "intermediate.dense", "p": "output.dense", "n2": "output.LayerNorm"}
        for i, layer in enumerate(self.layers):
            for ours, theirs in names.items():
                take(getattr(layer, ours), f"encoder.layer.{i}.{theirs}")


def shape_of(text, begin, end):
    word, before = text[begin:end], text[begin - 1] if begin else "\n"
    if word.islower():
        kind = 0
    elif word.isupper():
        kind = 2 if len(word) > 1 else 3
    elif word[:1].isupper() and word[1:].islower():
        kind = 1
    else:
        kind = 4 if word.isdigit() else 5 if any(c.isdigit() for c in word) else 6 if word.isalpha() else 7
    return kind * 8 + (0 if before == " " else 1 if before == "\n" else 2 if not before.isalnum() else 3)


class Reader:
    def __init__(self, name="minilm"):
        self.tokenizer = pretrained.tokenizer(name)

    def read(self, row):
        text = row["text"]
        made = self.tokenizer.encode(text, add_special_tokens=False)
        bytes_at = np.concatenate([[0], np.cumsum(np.fromiter((len(c.encode("utf-8", "replace")) for c in text), np.int64, len(text)))])
        offsets = np.array(made.offsets, np.int64).reshape(-1, 2)
        shapes = np.fromiter((shape_of(text, b, e) for b, e in made.offsets), np.int64, len(offsets))
        return reading.text_of(row, bytes_at[offsets[:, 0]], bytes_at[offsets[:, 1]], (np.array(made.ids, np.int64), shapes))


def batch_of(parts, rng=None):
    n, t = len(parts), max(last - first for _, first, last in parts)
    ids, shapes, hints = (np.zeros((n, t), np.int64) for _ in range(3))
    targets, names, inside = np.full((n, t), UNKNOWN), np.full((n, t), UNKNOWN), np.zeros((n, t), np.float32)
    for i, (text, first, last) in enumerate(parts):
        k, cut = last - first, slice(first, last)
        ids[i, :k], shapes[i, :k], inside[i, :k] = text.x[0][cut], text.x[1][cut], 1
        targets[i, :k], names[i, :k] = text.targets[cut], text.names[cut]
        if rng is None or rng.random() > 0.25:
            hints[i, :k] = text.hints[cut]
        if rng is not None:
            ids[i, :k][rng.random(k) < 0.04] = MASK  # what stands around must do
            if rng.random() < 0.12:
                shapes[i, :k] &= 7  # lower case
    return [torch.from_numpy(a) for a in (ids, shapes, hints, inside)], torch.from_numpy(targets), torch.from_numpy(names)


MEMBER = torch.from_numpy(MEMBERS)
WEIGHT = torch.ones(len(MEMBERS))
WEIGHT[1] = 1.5  # a public fact taken costs more


def set_loss(logits, targets):
    """Mean of -log P(set of the target)."""
    known = targets >= 0
    logits, targets = logits[known], targets[known]
    inside = (logits + torch.log(MEMBER[targets] + 1e-12)).logsumexp(-1)
    weight = WEIGHT[targets]
    return ((logits.logsumexp(-1) - inside) * weight).sum() / weight.sum().clamp(min=1)


def train(args):
    torch.manual_seed(1)
    torch.set_flush_denormal(True)
    reader, rng = Reader(args.base), np.random.default_rng(5)
    folder = pathlib.Path(args.folder)

    def take(name):
        rows = (r for r in reading.load(folder / f"{name}.jsonl") if r["split"] == "train" and (args.base == "multi" or r.get("lang") in (None, "en")))
        return [t for t in map(reader.read, rows) if len(t)]

    def some(texts, share):
        return [texts[i] for i in rng.permutation(len(texts))[:int(share * len(texts))]]

    sources = {n: take(n) for n in SHARES}
    count = len(list(folder.glob("book-?.jsonl")))

    def one_pass(k):
        return take(f"book-{k}") + take(f"real-{k}") + [t for name, share in SHARES.items() for t in some(sources[name], share)]

    model = Teacher(args.base)
    if args.init:
        model.load_state_dict(torch.load(args.init)["model"])
    else:
        model.load_pretrained()
    fresh = ("head", "names", "shapes", "hints")
    groups = [{"params": [p for n, p in model.named_parameters() if n.startswith(fresh)], "scale": 8.0},
              {"params": [p for n, p in model.named_parameters() if not n.startswith(fresh) and p.requires_grad], "scale": 1.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98))
    queue, losses, step, seen, passes = [], [], 0, 0, 0
    model.train()
    start = time.time()
    while (done := (time.time() - start) / 60 / args.minutes) < 1:
        if not queue:
            passes += 1
            queue = reading.pieces(one_pass(1 + (passes - 1) % count), rng, PIECE, args.tokens)
        for group in optimizer.param_groups:
            group["lr"] = group["scale"] * args.rate * min(1, (step + 1) / 60) * max(0.03, 1 - done)
        x, targets, named = batch_of(queue.pop(), rng)
        optimizer.zero_grad(set_to_none=True)
        with cpu.autocast():
            logits, name_logits = model(*x)
        loss = set_loss(logits, targets)
        if (named >= 0).any():
            loss = loss + 0.3 * F.cross_entropy(name_logits.flatten(0, 1), named.flatten(), ignore_index=UNKNOWN)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step, seen = step + 1, seen + int(x[3].sum())
        losses.append(float(loss))
        if step % 50 == 0:
            print(f"pass {passes} step {step} loss {np.mean(losses[-50:]):.4f} {seen / (time.time() - start):.0f} tokens/s {done:.2f}", file=sys.stderr, flush=True)
            if step % 400 == 0:
                torch.save({"base": args.base, "model": model.state_dict()}, args.out)
    torch.save({"base": args.base, "model": model.state_dict()}, args.out)


@torch.no_grad()
def scores(model, text):
    """Logits of a text's pieces, each seen with its neighbours."""
    out, names = [], []
    for at in range(0, len(text), 128):
        first, last = max(0, at - 64), min(len(text), at + 192)
        x, _, _ = batch_of([(text, first, last)])
        with cpu.autocast():
            logits, named = model(*x)
        out.append(logits[0, at - first:at - first + 128])
        names.append(named[0, at - first:at - first + 128])
    return torch.cat(out), torch.cat(names)


def load(path):
    saved = torch.load(path)
    model = Teacher(saved["base"])
    model.load_state_dict(saved["model"])
    return model.eval()


def find(args):
    model = load(args.model)
    reader = Reader(model.name)
    for row in reading.with_hits([json.loads(line) for line in sys.stdin]):
        text = reader.read(row)
        print(json.dumps({"id": row["id"], "spans": spans_of(text, scores(model, text)[0].numpy()) if len(text) else []}))


TOP, STEP, AROUND = 4, 224, 24


def label(args):
    """The likeliest TOP labels of every token, and the odds of the names' labels: what the student learns from."""
    folder = pathlib.Path(args.folder)
    model = load(args.teacher)
    reader = Reader(model.name)
    for file in args.files:
        begins, counts, labels, odds, names = [], [], [], [], []
        start, seen = time.time(), 0
        texts = [reader.read(row) for row in reading.load(folder / f"{file}.jsonl")]
        order, most, chosen = np.random.default_rng(1).permutation(len(texts)), args.most, []
        for i in order:
            if most > 0:
                chosen.append(texts[i])
                most -= len(texts[i])
        for parts in reading.pieces_in_order(chosen, STEP, AROUND, 4000):
            x, _, _ = batch_of(parts)
            with torch.no_grad(), cpu.autocast():
                logits, named = model(*x)
            p, best = torch.softmax(logits, -1).topk(TOP, -1)
            named = torch.softmax(named, -1)
            for i, (text, first, last) in enumerate(parts):
                skip = AROUND if first else 0
                keep = slice(skip, min(last - first, skip + STEP))
                text.soft = text.soft or {}
                text.soft[first + skip] = (best[i, keep].numpy().astype(np.uint16), p[i, keep].numpy().astype(np.float16), named[i, keep].numpy().astype(np.float16))
                seen += len(text.soft[first + skip][0])
        for text in texts:
            parts = [text.soft[at] for at in sorted(text.soft)] if text.soft else []
            counts.append(len(text) if parts else 0)
            begins.append(np.asarray(text.end if parts else [], np.uint32))
            labels += [part[0] for part in parts]
            odds += [part[1] for part in parts]
            names += [part[2] for part in parts]
        assert sum(map(len, labels)) == sum(counts)
        np.savez(folder / f"{file}.{model.name}.soft.npz", counts=np.array(counts), ends=np.concatenate(begins), labels=np.concatenate(labels), odds=np.concatenate(odds),
                 names=np.concatenate(names))
        print(f"{file}: {seen} tokens, {seen / (time.time() - start):.0f}/s", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("train")
    verb.add_argument("folder")
    verb.add_argument("--base", choices=pretrained.BASES, default="minilm")
    verb.add_argument("--init", help="a teacher of the same base, to go on from")
    verb.add_argument("--out", required=True)
    verb.add_argument("--minutes", type=float, default=25)
    verb.add_argument("--rate", type=float, default=1.5e-4)
    verb.add_argument("--tokens", type=int, default=4000, help="of a batch")
    verb = verbs.add_parser("find")
    verb.add_argument("model")
    verb = verbs.add_parser("label")
    verb.add_argument("folder")
    verb.add_argument("files", nargs="+")
    verb.add_argument("--teacher", required=True)
    verb.add_argument("--most", type=int, default=1_000_000, help="tokens of a file; texts beyond get no labels")
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    {"train": train, "find": find, "label": label}[args.verb](args)


if __name__ == "__main__":
    main()
