#!/usr/bin/env python3
"""The judge that ships: the encoder of train/model.py with a context head, taught by the marks of sources.py and by what the teacher says of the same texts
and of texts without marks.

  student.py train FOLDER --minutes 30 [--init models/small.safetensors] [--size small]    FOLDER/student.pt
  student.py train FOLDER --minutes 30 --init models/judge.safetensors     more text for a judge that is there: texts without marks keep what it says of them,
                                                                           or the mean of that and of the teacher's labels where there are some
  student.py mean FOLDER/mean.pt .5=models/judge.safetensors .25=FOLDER/a.pt .25=FOLDER/b.pt    the mean of their weights
  student.py find FOLDER/student.pt        rows {"id","text"} on stdin, private spans on stdout
  student.py export FOLDER/student.pt models/judge.safetensors

Needs PyTorch (Debian's python3-torch), build/release/src/lauter_features and build/release/lauter."""
import argparse
import collections
import copy
import json
import pathlib
import sys
import time

from labels import cpu  # before numpy
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

from labels import HINTS, KNOWN, LABELS, MEMBERS, NAMES, ROOT, UNKNOWN
import reading
from decode import spans_of
import export as exporting
from batches import corrupt
from features import extract
from model import ContextHead, Encoder, IDS, SIZES, WordVectors
from muon import Muon
from tensor_file import write_safetensors
from weights import load_context, load_encoder, read_safetensors

PIECE, TOKENS, SAID = 320, 6400, 8  # SAID: labels that teachers may give a token
CONTEXT = {"segment": 32, "segment_dilations": (1, 2, 4, 8), "dilations": (1, 2)}
GATE_DILATIONS = 1, 2, 4
HEAD = LABELS + ["names:" + label for label in NAMES]


class Judge(nn.Module):
    def __init__(self, size, words=None):
        """words: (keys, vectors) of WordVectors, or none."""
        super().__init__()
        self.encoder = Encoder(SIZES[size])
        if words is not None:
            self.encoder.words = WordVectors(*words, SIZES[size].width)
        self.heads = nn.ModuleDict({"judge": ContextHead(SIZES[size].width, HEAD, HINTS + KNOWN, **CONTEXT)})
        nn.init.zeros_(self.heads["judge"].hints.weight)

    def forward(self, ids, shapes, gaps, inside, hints):
        return self.heads["judge"](self.encoder(ids, shapes, gaps, inside), hints, inside).float()


def read(rows, size):
    rows = list(rows)
    for row, tokens in zip(rows, extract((r["text"] for r in rows), SIZES[size].rows)):
        text = reading.text_of(row, tokens.begin, tokens.end, (tokens.ids, tokens.shapes, tokens.gaps))
        text.hints = np.where((text.hints == 0) & (tokens.known > 0), HINTS - 1 + tokens.known.astype(np.int64), text.hints)
        yield text


def soften(path, texts):
    """Gives every text a teacher's labels of the word piece in which each of its tokens begins: beside those of another teacher, half and half."""
    saved = np.load(path)
    counts, ends = saved["counts"], saved["ends"]
    labels, odds, names = saved["labels"], saved["odds"], saved["names"]
    at = 0
    for text, n in zip(texts, counts, strict=True):
        if n:
            which = at + np.minimum(np.searchsorted(ends[at:at + n], text.begin, "right"), n - 1)
            said = labels[which], odds[which], names[which]
            if text.soft is not None:
                said = np.hstack([text.soft[0], said[0]]), np.hstack([text.soft[1], said[1]]) / 2, (text.soft[2] + said[2]) / 2
            text.soft = said
        at += n
    return texts


def batch_of(parts, rng=None):
    n, t = len(parts), max(last - first for _, first, last in parts)
    ids = np.zeros((n, t, IDS), np.int64)
    shapes, gaps, hints = (np.zeros((n, t), np.int64) for _ in range(3))
    targets, names, inside = np.full((n, t), UNKNOWN), np.full((n, t), UNKNOWN), np.zeros((n, t, 1), np.float32)
    soft, odds, named = np.zeros((n, t, SAID), np.int64), np.zeros((n, t, SAID), np.float32), np.zeros((n, t, len(NAMES)), np.float32)
    for i, (text, first, last) in enumerate(parts):
        k, cut = last - first, slice(first, last)
        part = text.x[0][cut].astype(np.int64)
        if rng is not None:
            corrupt(part, rng, 0.05, 0.1)
        ids[i, :k], shapes[i, :k], gaps[i, :k], inside[i, :k] = part, text.x[1][cut], text.x[2][cut], 1
        targets[i, :k], names[i, :k] = text.targets[cut], text.names[cut]
        if text.soft is not None:
            said = text.soft[0].shape[1]
            soft[i, :k, :said], odds[i, :k, :said], named[i, :k] = (a[cut] for a in text.soft)
        if rng is None or rng.random() > 0.2:
            hints[i, :k] = text.hints[cut]
    x = [torch.from_numpy(a) for a in (ids, shapes, gaps, inside, hints)]
    return x, [torch.from_numpy(a) for a in (targets, names, soft, odds, named)]


@torch.no_grad()
def say(model, x, y, trust):
    """What `model` says of the tokens of texts that nobody has marked, as a teacher's labels; where a teacher has spoken, `trust` of his and the rest of the model's."""
    targets, names, soft, odds, named = y
    without = (targets == UNKNOWN).all(1) & (names == UNKNOWN).all(1)
    if without.any():
        logits = model(*(a[without] for a in x))
        said = torch.softmax(logits[..., :len(LABELS)], -1)
        share = trust * (odds[without].sum(-1, keepdim=True) > 0)
        both = (said * (1 - share)).scatter_add(-1, soft[without], odds[without] * share)
        odds[without], soft[without] = both.topk(odds.shape[-1], -1)
        odds[without] *= x[3][without]
        names_said = torch.softmax(logits[..., len(LABELS):], -1)
        named[without] = (1 - share) * names_said + share * named[without]


SURE = 0.3  # a text whose every token costs less than this (nats) is known


@torch.no_grad()
def remember(parts, logits, targets):
    """Notes in each text what that token of its piece costs that costs most."""
    judged = F.log_softmax(logits[..., :len(LABELS)], -1)
    cost = torch.zeros(targets.shape)
    hard = targets >= 0
    cost[hard] = -(judged[hard] + LOG_MEMBER[targets[hard]]).logsumexp(-1)
    for (text, _, _), worst in zip(parts, cost.max(1).values.tolist()):
        text.cost = worst


def measure(model, texts):
    """remember() before anything is learnt."""
    model.eval()
    for parts in reading.pieces_in_order(texts, PIECE, 0, 2 * TOKENS):
        x, y = batch_of(parts)
        remember(parts, model(*x), y[0])
    model.train()


LOG_MEMBER = torch.log(torch.from_numpy(MEMBERS) + 1e-12)
WEIGHT = torch.ones(len(MEMBERS))
WEIGHT[1] = 1.5  # a public fact taken costs more


def loss_of(logits, y, share):
    """Marks count `share`, the teacher the rest where it has spoken."""
    targets, names, soft, odds, named = (a.flatten(0, 1) for a in y)
    logits = logits.flatten(0, 1)
    judged, named_logits = F.log_softmax(logits[:, :len(LABELS)], -1), F.log_softmax(logits[:, len(LABELS):], -1)
    taught = odds.sum(-1) > 0
    hard = targets >= 0
    total = 0.0
    if hard.any():
        weight = WEIGHT[targets[hard]]
        total = share * ((-(judged[hard] + LOG_MEMBER[targets[hard]]).logsumexp(-1)) * weight).sum() / weight.sum()
    if taught.any():
        of = odds[taught] / odds[taught].sum(-1, keepdim=True)
        total = total - (1 - share) * (judged[taught].gather(-1, soft[taught]) * of).sum(-1).mean()
        total = total - 0.5 * (1 - share) * (named_logits[taught] * named[taught]).sum(-1).mean()
    if (names >= 0).any():
        total = total + 0.5 * share * F.nll_loss(named_logits, names, ignore_index=UNKNOWN)
    return total


def train(args):
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    torch.set_num_threads(args.threads)
    folder, rng = pathlib.Path(args.folder), np.random.default_rng(args.seed)
    for path, maker in ((folder / "real.jsonl", "sources.py"), (args.words, "words.py")):
        if path and not pathlib.Path(path).exists():
            raise SystemExit(f"student.py train: {path} is not there; {maker} makes it")

    def take(name):
        texts = list(read(reading.load(folder / f"{name}.jsonl"), args.size))
        for path in sorted(folder.glob(f"{name}.*soft.npz")):
            soften(path, texts)
        return [t for t in texts if t.split == "train" and len(t)]

    real, public, partial, names, machine, code, secrets = (take(n) for n in ("real", "public", "partial", "names", "machine", "code", "secrets"))
    whole = args.init.endswith(".pt") or any(name.startswith("heads.judge.") for name in read_safetensors(args.init)[0])
    plain = [t for path in sorted(folder.glob("plain*.jsonl")) for t in take(path.stem) if whole or t.soft is not None]
    fills = {}  # texts of the book and real passages, as one fill has them
    count = len(list(folder.glob("book-?.jsonl")))
    print("tokens:", [sum(map(len, v)) for v in (real, public, partial, names, plain)], file=sys.stderr, flush=True)

    def some(texts, share):
        return [texts[i] for i in rng.permutation(len(texts))[:int(share * len(texts))]]

    def new(texts):
        return [t for t in texts if t.cost > SURE or rng.random() < args.known]

    def one_pass(k):
        if k not in fills:
            fills[k] = take(f"book-{k}"), take(f"real-{k}")
            if whole and args.known < 1:
                measure(model, fills[k][0] + fills[k][1] + real * (len(fills) == 1))
        book, read_again = fills[k]
        texts = new(book + 2 * [t for t in book if t.pair] + real + read_again) + some(public, 0.25) + some(machine, 0.7) + some(code, 0.5) + some(secrets, 0.5) + some(partial, 0.25) + some(names, 0.6) + some(plain, args.plain)
        print(f"{len(book)} texts of the book, {sum(t.cost > SURE for t in book)} not known, {len(texts)} texts in this pass", file=sys.stderr, flush=True)
        return texts

    if whole:
        model = load(args.init)[0]
    else:
        model = Judge(args.size)
        load_encoder(args.init, model.encoder)
    if args.words and model.encoder.words is None:
        saved = np.load(args.words)
        model.encoder.words = WordVectors(torch.from_numpy(saved["keys"]), torch.from_numpy(saved["vectors"]), SIZES[args.size].width)
    before = copy.deepcopy(model).eval()
    matrices = [p for n, p in model.named_parameters() if n.endswith(("conv.weight", "out.weight", "input.weight", "up.weight"))]
    of_muon = {id(p) for p in matrices}
    wide = [p for n, p in model.named_parameters() if n.startswith("encoder.words.")]
    others = [p for n, p in model.named_parameters() if n != "encoder.rows" and not n.startswith("encoder.words.") and id(p) not in of_muon]
    optimizers = (Muon(matrices, 10 * args.rate),
                  torch.optim.AdamW([{"params": [model.encoder.rows], "scale": 0.5}, {"params": wide, "scale": 2.0}, {"params": others, "scale": 1.0}], lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98)))
    rates = [(group, group["scale"] * group["lr"]) for o in optimizers for group in o.param_groups]
    queue, losses, step, seen, passes = [], [], 0, 0, 0
    model.train()
    start = time.time()
    while (done := (time.time() - start) / 60 / args.minutes) < 1:
        if not queue:
            passes += 1
            queue = reading.pieces(one_pass(1 + (passes - 1) % count), rng, PIECE, TOKENS)
        for group, rate in rates:
            group["lr"] = rate * min(1, (step + 1) / 100) * max(0.02, min(1, (1 - done) / args.cooldown))
        parts = queue.pop()
        x, y = batch_of(parts, rng)
        if whole:
            say(before, x, y, args.trust)
        model.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=cpu.BFLOAT16 and not args.exact):
            logits = model(*x)
        remember(parts, logits.detach(), y[0])
        loss = loss_of(logits, y, 0.5) + 0 * logits.sum()  # a batch may have no target
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + int(x[3].sum())
        losses.append(float(loss))
        if step % 100 == 0:
            print(f"pass {passes} step {step} loss {np.mean(losses[-100:]):.4f} {seen / (time.time() - start):.0f} tokens/s {done:.2f}", file=sys.stderr, flush=True)
            if step % 500 == 0:
                torch.save({"model": model.state_dict(), "size": args.size}, args.out or folder / "student.pt")
    torch.save({"model": model.state_dict(), "size": args.size}, args.out or folder / "student.pt")


def fill(model, state):
    """Sets the weights; those of a judge that did not know which names are known know nothing of them."""
    hints = state["heads.judge.hints.weight"]
    lacking = model.heads["judge"].hints.num_embeddings - len(hints)
    model.load_state_dict(dict(state, **{"heads.judge.hints.weight": F.pad(hints, (0, 0, 0, lacking))}))


def load(path):
    """A judge that train or mean wrote, or a shipped one, and its size."""
    if path.endswith(".pt"):
        saved = torch.load(path)
        model = Judge(size := saved["size"], [saved["model"][f"encoder.words.{part}"] for part in ("keys", "vectors")] if "encoder.words.keys" in saved["model"] else None)
        fill(model, saved["model"])
    else:
        model = Judge(size := read_safetensors(path)[1]["name"])
        load_encoder(path, model.encoder)
        load_context(path, "judge", model.heads["judge"])
    return model.eval(), size


def part(text):
    """WEIGHT=FILE of `mean`."""
    weight, _, path = text.partition("=")
    return float(weight), path


def mean(args):
    if abs(sum(weight for weight, _ in args.parts) - 1) > 1e-6:
        raise SystemExit("student.py mean: the weights must be 1 together")
    total = collections.Counter()
    for weight, path in args.parts:
        model, size = load(path)
        if model.encoder.words is not None:
            model.encoder.words = model.encoder.words.as_wide()
        for name, value in model.state_dict().items():
            total[name] = total[name] + weight * value if value.is_floating_point() else value
    if "encoder.words.keys" in total:  # a judge without words gives them nothing, by no vectors
        total["encoder.words.wide.weight"] = torch.eye(len(total["encoder.words.wide.weight"]))
    torch.save({"model": dict(total), "size": size}, args.out)


@torch.no_grad()
def find(args):
    model, size = load(args.model)
    rows = reading.with_hits([json.loads(line) for line in sys.stdin])
    for row, text in zip(rows, read(rows, size)):
        spans = []
        if len(text):
            x, _ = batch_of([(text, 0, len(text))])
            spans = spans_of(text, model(*x)[0].numpy(), args.threshold)
        print(json.dumps({"id": row["id"], "spans": spans}))


def export(args):
    saved = torch.load(args.model)
    whole = {"config": saved["size"], "model": saved["model"], "labels": {"judge": HEAD}, "kinds": {"judge": "context"}, "context": CONTEXT}
    if "prior" in saved:
        whole["prior"] = saved["prior"]
    if "gate" in saved:
        whole["model"] = whole["model"] | {f"heads.judge.gate.{name}": value for name, value in saved["gate"].items()}
        whole["context"] = CONTEXT | {"gate_dilations": GATE_DILATIONS}
    tensors, metadata = exporting.export(whole, True, args.version, {})
    write_safetensors(args.out, tensors, metadata)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("train")
    verb.add_argument("folder")
    verb.add_argument("--out")
    verb.add_argument("--minutes", type=float, default=30)
    verb.add_argument("--rate", type=float, default=1.2e-3)
    verb.add_argument("--cooldown", type=float, default=1.0, help="share of the time in which the rate falls")
    verb.add_argument("--size", default="small")
    verb.add_argument("--plain", type=float, default=0.2, help="share of the texts without marks that one pass reads")
    verb.add_argument("--trust", type=float, default=0.5, help="weight of the teachers beside the judge that is there")
    verb.add_argument("--words", help="vectors of words.py, for a judge that has none")
    verb.add_argument("--known", type=float, default=0.3, help="share of the texts that it knows by heart which one pass reads")
    verb.add_argument("--threads", type=int, default=2)
    verb.add_argument("--seed", type=int, default=5, help="of the order of texts and of what is hidden")
    verb.add_argument("--exact", action="store_true", help="no bfloat16")
    verb.add_argument("--init", default=str(ROOT / "models" / "small.safetensors"))
    verb = verbs.add_parser("mean")
    verb.add_argument("out")
    verb.add_argument("parts", nargs="+", type=part, metavar="WEIGHT=FILE")
    verb = verbs.add_parser("find")
    verb.add_argument("model")
    verb.add_argument("--threshold", type=float, default=0.5)
    verb = verbs.add_parser("export")
    verb.add_argument("model")
    verb.add_argument("out")
    verb.add_argument("--version", default="2.0")
    args = parser.parse_args()
    {"train": train, "mean": mean, "find": find, "export": export}[args.verb](args)


if __name__ == "__main__":
    main()
