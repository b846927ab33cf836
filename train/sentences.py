#!/usr/bin/env python3
"""The judge of sentences (docs/design/0012-toxicity.md): the layers of the encoder `small`, trained further, over its table as it is; a head over sentences
(act, class, frame) and one over tokens (what a minimal rewrite takes out).

  train/builders/sentences.py ...                                    build/train/sentences.jsonl
  train/sentences.py train --rows build/train/sentences.jsonl --out build/train/sentences.pt --minutes 30
  train/sentences.py judge MODEL.pt ROWS.jsonl                       probabilities of each sentence as JSON
  train/sentences.py export MODEL.pt models/sentences.safetensors
"""
import argparse
import copy
import json
import time

import cpu
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

import export as exporting
from batches import corrupt
from features import extract
from model import Encoder, LineHead, SIZES, TokenHead
from tensor_file import write_safetensors
from weights import load_encoder

ACTS = ["keep", "delete", "replace", "rewrite", "drop"]
CLASSES = ["none", "insult", "obscenity", "threat", "identity_hate", "dehumanising", "sexual", "self_harm"]
FRAMES = ["none", "said", "quoted", "denied", "reported", "reclaimed", "playful", "praise"]
LABELS = ["act:" + a for a in ACTS] + ["class:" + c for c in CLASSES] + ["frame:" + f for f in FRAMES]
LETTERS = "kdrwx"  # of ACTS, in the rows
WIDTH, DILATIONS = 96, (1, 2)
PIECE, TOKENS = 224, 2048
# What a source counts: the chance that a text is drawn from it, and what its acts weigh in the loss.
SOURCES = {"author": (0.24, 1.0), "mended": (0.06, 1.0), "judged": (0.2, 1.0), "comments": (0.12, 0.5), "pairs/paradetox": (0.04, 0.5), "pairs/neutral": (0.04, 0.7),
           "tweets/hate": (0.01, 0.3), "tweets/neither": (0.03, 0.7), "contrast": (0.02, 0.5), "composed": (0.13, 0.8), "everyday": (0.1, 1.2),
           "chat": (0.1, 1.2), "book": (0.08, 1.2), "prose": (0.12, 1.2), "open": (0.3, 1.0)}


UNSURE = ("comments", "pairs/paradetox", "tweets/hate", "tweets/neither", "open")  # where the teacher's word stands for the collection's


def family(source):
    return "prose" if source.startswith("prose/") else source


class Text:
    """A row on tokens: per sentence the admitted acts (a bit for each, 0: unknown), class and frame (-1: unknown); per token whether it goes (-1: unknown)."""
    __slots__ = ("row", "tokens", "acts", "classes", "frames", "gone", "soft", "soft_gone", "view")  # soft: what the teacher said, if it was asked


def text_of(row, tokens):
    text = Text()
    text.row, text.tokens = row, tokens
    begins = tokens.sentences
    count = len(begins) - 1
    text.acts, text.classes, text.frames = np.zeros(count, np.int64), np.full(count, -1), np.full(count, -1)
    text.gone = np.full(len(tokens), -1)
    text.soft = text.soft_gone = text.view = None
    if "soft" in row:
        text.soft, text.soft_gone = np.zeros((count, len(LABELS)), np.float32), np.zeros(len(tokens), np.float32)
        text.view = np.zeros(count, np.int64)
        for s in range(count):
            b, e = tokens.begin[begins[s]], tokens.end[begins[s + 1] - 1]
            which = max(range(len(row["soft"])), key=lambda k: min(e, row["soft"][k][1]) - max(b, row["soft"][k][0]))
            text.soft[s] = np.array(row["soft"][which][2], np.float32) / 1000
            text.view[s] = row["first_view"] + which
        for b, e, p in row["soft_gone"]:
            text.soft_gone[(tokens.begin < e) & (tokens.end > b)] = p / 1000
        if row["source"] in UNSURE:
            return text
    goes = np.zeros(len(tokens), np.int64)
    for begin, end in row["gone"] or []:
        goes[(tokens.begin < end) & (tokens.end > begin)] = 1
    for s in range(count):
        first, last = begins[s], begins[s + 1]
        b, e = tokens.begin[first], tokens.end[last - 1]
        over = [(min(e, r[1]) - max(b, r[0]), r) for r in row["ranges"] if min(e, r[1]) > max(b, r[0])]
        if not over:
            text.acts[s] = sum(1 << LETTERS.index(c) for c in row["rest"])
            if row["rest"] == "k":
                text.classes[s] = text.frames[s] = 0
            continue
        _, (_, _, acts, kind, frame) = max(over, key=lambda o: (bool(o[1][2]), o[0]))
        # A piece of a longer sentence from which nothing goes may be harmless.
        if row["gone"] and acts in ("d", "r") and not goes[first:last].any():
            continue
        text.acts[s] = sum(1 << LETTERS.index(c) for c in acts)
        text.classes[s] = CLASSES.index(kind) if kind is not None else -1
        text.frames[s] = FRAMES.index(frame) if frame is not None else -1
        if row["gone"] is not None and acts and set(acts) <= set("drw") and goes[first:last].any():
            text.gone[first:last] = goes[first:last]
    return text


def tokens_of(texts):
    return extract(texts, SIZES["small"].rows, sentences=True)


def load(path, tokenize=tokens_of):
    """Texts of a file of rows; with the teacher's word each knows which rows of PATH.npy are its sentences' views."""
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    seen = 0
    for row in rows:
        row["first_view"] = seen
        seen += len(row.get("soft", ()))
    return [text_of(r, t) for r, t in zip(rows, tokenize([r["text"] for r in rows])) if len(t)]


def hide(ids, rng):
    corrupt(ids, rng, 0.05, 0.08)


class Judge(nn.Module):
    def __init__(self, size="small"):
        super().__init__()
        self.encoder = Encoder(SIZES[size])
        self.heads = nn.ModuleDict({"sentence": LineHead(SIZES[size].width, WIDTH, 1, DILATIONS, LABELS), "gone": TokenHead(SIZES[size].width, ["KEEP", "GONE"])})
        for frozen in (self.encoder.rows, *self.encoder.shape.parameters(), *self.encoder.gap.parameters(), *self.encoder.norm.parameters()):
            frozen.requires_grad_(False)
        head = self.heads["sentence"]
        head.feature_mean.fill_(16.0)
        head.feature_scale.fill_(1 / 12.0)

    def states(self, batch):
        return self.encoder(batch["x"], batch["s"], batch["g"], batch["inside"])

    def forward(self, batch):
        """Logits of sentences [N, S, K] and tokens [N, T, 2], and what the head sees of the sentences before it decides [N, S, WIDTH]."""
        states = self.states(batch).float()
        with torch.autocast("cpu", enabled=False):
            return self.read(batch, states)

    def read(self, batch, states):
        head, (n, t, d) = self.heads["sentence"], states.shape
        many = int(batch["sentences"])
        of = batch["of"].view(-1)  # the sentence of each token, n * many outside
        flat = states.reshape(n * t, d)
        count = torch.zeros(n * many + 1, 1).index_add_(0, of, torch.ones(n * t, 1))
        mean = torch.zeros(n * many + 1, d).index_add(0, of, flat) / count.clamp(min=1)
        top = torch.full((n * many + 1, d), -1e9).index_reduce(0, of, flat, "amax")
        top = torch.where(count > 0, top, torch.zeros_like(top))
        size = (count.clamp(max=64) - head.feature_mean) * head.feature_scale
        x = head.dropout(head.input(torch.cat([mean, top, size], -1)))[:-1].view(n, many, -1)
        there = (count[:-1] > 0).float().view(n, many, 1)
        for layer in head.layers:
            x = layer(x, there)
        x = head.norm(x)
        return head.linear(x), self.heads["gone"](states), x


def batch_of(pieces, rng=None, hide=hide):
    n, t = len(pieces), max(len(p.tokens) if len(p.tokens) < PIECE else PIECE for p in pieces)
    x = np.zeros((n, t, pieces[0].tokens.ids.shape[1]), np.int64)
    s, g, inside = (np.zeros((n, t), np.int64) for _ in range(3))
    cuts = []
    for p in pieces:
        begins, first = p.tokens.sentences, 0
        if len(p.tokens) > PIECE and rng is not None:
            first = int(rng.integers(0, len(begins) - 1))
        last = first + 1
        while last < len(begins) - 1 and begins[last + 1] - begins[first] <= PIECE:
            last += 1
        cuts.append((first, last))
    many = max(last - first for first, last in cuts)
    of = np.full((n, t), n * many, np.int64)
    acts, classes, frames = np.zeros((n, many), np.int64), np.full((n, many), -1), np.full((n, many), -1)
    gone, weight = np.full((n, t), -1), np.zeros((n, 1), np.float32)
    soft, soft_gone, view = np.zeros((n, many, len(LABELS)), np.float32), np.full((n, t), -1, np.float32), np.full((n, many), -1)
    for i, (p, (first, last)) in enumerate(zip(pieces, cuts)):
        begins = p.tokens.sentences
        b, e = int(begins[first]), min(int(begins[last]), int(begins[first]) + PIECE)
        k = e - b
        ids = p.tokens.ids[b:e].astype(np.int64)
        if rng is not None:
            hide(ids, rng)
        x[i, :k], s[i, :k], g[i, :k], inside[i, :k] = ids, p.tokens.shapes[b:e], p.tokens.gaps[b:e], 1
        of[i, :k] = i * many + np.searchsorted(begins[first:last + 1], np.arange(b, e), "right") - 1
        acts[i, :last - first], classes[i, :last - first], frames[i, :last - first] = p.acts[first:last], p.classes[first:last], p.frames[first:last]
        gone[i, :k] = p.gone[b:e]
        if p.soft is not None:
            soft[i, :last - first], soft_gone[i, :k], view[i, :last - first] = p.soft[first:last], p.soft_gone[b:e], p.view[first:last]
        weight[i] = SOURCES[family(p.row["source"])][1]
    out = {"x": x, "s": s, "g": g, "of": of, "acts": acts, "classes": classes, "frames": frames, "gone": gone, "weight": weight, "soft": soft,
           "soft_gone": soft_gone, "view": view}
    out = {k: torch.from_numpy(v) for k, v in out.items()}
    return {**out, "inside": torch.from_numpy(inside).unsqueeze(-1).float(), "sentences": many, "cuts": cuts}


def kinds_of(sentences):
    return sentences.split([len(ACTS), len(CLASSES), len(FRAMES)], -1)


def losses_of(batch, sentences, tokens, seen=None, views=None):
    """`seen` and `views`: what the model and its teacher see of the sentences, in the same space."""
    acts, classes, frames = kinds_of(sentences)
    known = batch["acts"] > 0
    admitted = (batch["acts"].unsqueeze(-1) >> torch.arange(len(ACTS))) & 1
    log_act = torch.log_softmax(acts, -1).masked_fill(admitted == 0, -1e9).logsumexp(-1)
    weight = (batch["weight"] * known).expand_as(log_act)
    out = {"act": -(log_act * weight)[known].sum() / weight.sum().clamp(min=1)}
    said = batch["soft"].sum(-1) > 0
    if said.any():
        parts = [(torch.log_softmax(mine, -1) * theirs).sum(-1) for mine, theirs in zip(kinds_of(sentences), kinds_of(batch["soft"]))]
        out["soft"] = -(parts[0] + 0.4 * parts[1] + 0.4 * parts[2])[said].mean()
        if views is not None:
            out["view"] = 1 - F.cosine_similarity(seen[said], views[batch["view"][said]].float(), -1).mean()
        there = batch["soft_gone"] >= 0
        both = torch.stack([1 - batch["soft_gone"], batch["soft_gone"]], -1)[there]
        out["soft_gone"] = -(0.5 * torch.log_softmax(tokens[there], -1) * both).sum(-1).mean()
    for name, logits, labels in (("class", classes, batch["classes"]), ("frame", frames, batch["frames"])):
        if (labels >= 0).any():
            out[name] = 0.4 * F.cross_entropy(logits[labels >= 0], labels[labels >= 0])
    if (batch["gone"] >= 0).any():
        out["gone"] = 0.5 * F.cross_entropy(tokens[batch["gone"] >= 0], batch["gone"][batch["gone"] >= 0])
    return out


class Sampler:
    def __init__(self, texts, seed, chances):
        self.rng, self.queue = np.random.default_rng(seed), []
        self.by = {}
        for t in texts:
            self.by.setdefault(family(t.row["source"]), []).append(t)
        self.names = [n for n in chances if n in self.by]
        self.chance = np.array([chances[n] for n in self.names])
        self.chance /= self.chance.sum()

    def draw(self):
        if not self.queue:
            names = self.rng.choice(len(self.names), 512, p=self.chance)
            pieces = [self.by[self.names[k]][self.rng.integers(len(self.by[self.names[k]]))] for k in names]
            pieces.sort(key=lambda p: len(p.tokens))
            batch = []
            for p in pieces:
                if batch and min(PIECE, len(p.tokens)) * (len(batch) + 1) > TOKENS:
                    self.queue.append(batch)
                    batch = []
                batch.append(p)
            self.queue.append(batch)
            self.rng.shuffle(self.queue)
        return self.queue.pop()


@torch.no_grad()
def judge(model, texts):
    """For each text the probabilities of its sentences [S, K], of its tokens to go, and the views of the sentences; texts longer than a piece are judged as
    far as it goes."""
    model.eval()
    order = sorted(range(len(texts)), key=lambda i: len(texts[i].tokens))
    out = [None] * len(texts)
    for begin in range(0, len(order), 24):
        part = order[begin:begin + 24]
        batch = batch_of([texts[i] for i in part], None)
        sentences, tokens, views = model(batch)
        kinds = torch.cat([torch.softmax(p, -1) for p in kinds_of(sentences)], -1).numpy()
        gone = torch.softmax(tokens, -1)[..., 1].numpy()
        for row, i in enumerate(part):
            first, last = batch["cuts"][row]
            out[i] = kinds[row, :last - first], gone[row, :len(texts[i].tokens)], views[row, :last - first].numpy()
    return out


def auroc(scores, labels):
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    n, m = labels.sum(), (~labels).sum()
    return (ranks[labels].sum() - n * (n + 1) / 2) / max(1, n * m)


def figures(model, texts):
    by = {}
    for text, (kinds, gone, _) in zip(texts, judge(model, texts)):
        source = text.row.get("author", family(text.row["source"]))
        got = by.setdefault(source, {"p": [], "y": [], "class": [], "frame": [], "act": [], "hit": [0, 0, 0]})
        for s in range(len(kinds)):
            if text.acts[s] == 0:
                continue
            got["p"].append(1 - kinds[s, 0])
            got["y"].append(not text.acts[s] & 1)
            got["class"].append(text.classes[s])
            got["frame"].append(text.frames[s])
            got["act"].append(bool(text.acts[s] >> int(kinds[s, :len(ACTS)].argmax()) & 1))
        n = len(gone)
        known = text.gone[:n] >= 0
        got["hit"][0] += int(((gone > .5) & (text.gone[:n] == 1))[known].sum())
        got["hit"][1] += int((gone > .5)[known].sum())
        got["hit"][2] += int((text.gone[:n] == 1).sum())
    for source, got in by.items():
        p, y, kind, frame = np.array(got["p"]), np.array(got["y"]), np.array(got["class"]), np.array(got["frame"])
        line = f"{source:10} n {len(y)} auroc {auroc(p, y):.3f} found {np.mean(p[y] > .5):.3f} clean {np.mean(p[~y] > .5):.3f} act {np.mean(got['act']):.3f}"
        framed = ~y & (frame > 1)
        if framed.any():
            line += f" framed {np.mean(p[framed] > .5):.3f} of {framed.sum()}"
        hit = got["hit"]
        line += f" gone F1 {2 * hit[0] / max(1, hit[1] + hit[2]):.3f} |"
        for c, name in enumerate(CLASSES):
            mine = y & (kind == c)
            if mine.any():
                line += f" {name} {np.mean(p[mine] > .5):.2f}/{mine.sum()}"
        print(line, flush=True)


def train(args):
    torch.set_num_threads(1)
    model = Judge()
    if args.init.endswith(".pt"):
        model.load_state_dict(torch.load(args.init))
    else:
        load_encoder(args.init, model.encoder)
    layers = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("encoder.")]
    heads = [p for n, p in model.named_parameters() if p.requires_grad and n.startswith("heads.")]
    if args.frozen:
        for p in layers:
            p.requires_grad_(False)
    optimizer = torch.optim.AdamW([{"params": layers, "lr": 0.6 * args.rate}, {"params": heads}], lr=args.rate, weight_decay=0.02, betas=(0.9, 0.98))
    fit(model, (optimizer,), [t for path in args.rows for t in load(path)], args, {n: c for n, (c, _) in SOURCES.items()})


def fit(model, optimizers, texts, args, chances, hide=hide, onto=None, views=None, besides=None):
    """chances: of each source; onto: from what the model sees of a sentence to the teacher's `views`; besides: more losses of the model, by name. Writes the
    averaged weights."""
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    train_texts, dev = ([t for t in texts if t.row["split"] == s] for s in ("train", "dev"))
    rates = [(group, group["lr"]) for o in optimizers for group in o.param_groups]
    average = copy.deepcopy(model)
    sampler = Sampler(train_texts, args.seed, chances)
    print(f"{len(train_texts):,} texts to train on, {len(dev):,} to look at", flush=True)
    started, step, sums, seen, shown = time.time(), 0, {}, 0, time.time()
    while (progress := step / args.steps if args.steps else (time.time() - started) / (60 * args.minutes)) < 1:
        model.train()
        for group, rate in rates:
            group["lr"] = rate * min(1.0, (step + 1) / 100) * max(0.02, min(1.0, (1 - progress) / args.cooldown))
        batch = batch_of(sampler.draw(), sampler.rng, hide)
        for optimizer in optimizers:
            optimizer.zero_grad(set_to_none=True)
        with cpu.autocast():
            said = [a.float() for a in model(batch)]
        losses = losses_of(batch, *said[:2], onto(said[2]) if onto else None, views)
        if besides and step % args.besides == 0:
            losses |= besides(model)
        sum(losses.values()).backward()
        nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step += 1
        seen += int(batch["inside"].sum())
        keep = min(0.995, step / (step + 20))
        with torch.no_grad():
            for to, source in zip(average.parameters(), model.parameters()):
                if source.requires_grad:
                    to.mul_(keep).add_(source, alpha=1 - keep)
        for name, loss in losses.items():
            sums.setdefault(name, []).append(float(loss))
        if step % 50 == 0:
            print(f"step {step} {progress:.2f} {' '.join(f'{k} {np.mean(v):.4f}' for k, v in sorted(sums.items()))} {seen / (time.time() - shown):,.0f} tokens/s", flush=True)
            sums, seen, shown = {}, 0, time.time()
        if step % args.look == 0 and dev:
            figures(average, dev)
            if besides:
                besides.show(average)
            torch.save(average.state_dict(), args.out)
            shown = time.time()
    torch.save(average.state_dict(), args.out)
    if dev:
        figures(average, dev)
    return average


def restored(path):
    model = Judge()
    model.load_state_dict(torch.load(path))
    return model


def judge_rows(args):
    texts = load(args.rows)
    for text, (kinds, *_) in zip(texts, judge(restored(args.model), texts)):
        begins = text.tokens.sentences
        print(json.dumps({"id": text.row["id"], "sentences": [[int(text.tokens.begin[begins[s]]), int(text.tokens.end[begins[s + 1] - 1]), round(float(1 - kinds[s, 0]), 4),
                          int(text.acts[s])] for s in range(len(kinds))]}))


def write(args):
    model = restored(args.model)
    saved = {"config": "small", "model": model.state_dict(), "labels": {n: h.labels for n, h in model.heads.items()},
             "kinds": {n: h.kind for n, h in model.heads.items()}, "line_dilations": DILATIONS}
    tensors, metadata = exporting.export(saved, True, args.version, {})
    metadata["name"] = "sentences"
    # The table is that of `small`.
    write_safetensors(args.out, {n: a for n, a in tensors.items() if n not in ("embed.rows", "embed.scale")}, metadata)


def positive(text):
    if (number := int(text)) < 1:
        raise argparse.ArgumentTypeError("1 at least")
    return number


def training_flags(one):
    one.add_argument("--rows", nargs="+", default=["build/train/sentences.jsonl"])
    one.add_argument("--init", default="models/small.safetensors", help="an encoder, or the weights of an earlier run to go on with")
    one.add_argument("--out", default="build/train/sentences.pt")
    one.add_argument("--minutes", type=float, default=30)
    one.add_argument("--steps", type=int, default=0)
    one.add_argument("--rate", type=float, default=1.2e-3)
    one.add_argument("--look", type=int, default=300, help="steps between two looks at the dev rows")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--views", default="", help="what the teacher sees of the sentences of all rows (FILE.npy of sentences_teacher.py)")
    one.add_argument("--besides", type=positive, default=1, help="steps for each step of what it learns besides (seams)")
    one.add_argument("--cooldown", type=float, default=1.0, help="share of the time in which the rate falls")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("train")
    one.set_defaults(run=train)
    training_flags(one)
    one.add_argument("--frozen", action="store_true", help="the heads alone")
    one = commands.add_parser("judge")
    one.set_defaults(run=judge_rows)
    one.add_argument("model")
    one.add_argument("rows")
    one = commands.add_parser("export")
    one.set_defaults(run=write)
    one.add_argument("model")
    one.add_argument("out")
    one.add_argument("--version", default="1.0")
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
