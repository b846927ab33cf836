#!/usr/bin/env python3
"""Trains the head of junk lines of shipped weights anew; the encoder and all other heads stay as they are, byte for byte.

  train/junk_head.py states --model models/small.safetensors --rows build/train/junk.jsonl --out build/train/junk.npz [--tokens 3000] [--share .5]
  train/junk_head.py train --model models/small.safetensors --states build/train/junk.npz --out models/small.safetensors --version 1.4 [--minutes 5]

Of a line the head sees the mean and the maximum of the encoder's states and its numbers, so one pass of the encoder serves all training. First a head learns from pages
that were judged by reading alone; where it contradicts labels that nobody judged, these are unknown; then the head that is kept learns from all. Test rows teach nothing.
"""
import argparse
import json
import re
import time

import numpy as np
import torch
import torch.nn.functional as F

from batches import page_part
from export import Tensors
from features import extract
from finetune import LINE_DILATIONS, LINE_WIDTH
from model import Encoder, LineHead, SIZES
from rows import UNKNOWN, label_row
from tensor_file import read_raw, write_safetensors
from weights import fill, load_encoder, read_safetensors

AT = "heads.junk."
DOUBT = 0.7      # a label that the first head gives less than 1 - DOUBT is unknown
JUDGED = 3       # how often a judged page is drawn, beside others of its size
UNSEEN = 0.3     # of the numbers of a line while training: the encoder knows the pages that teach better than others
RUNNING = 20     # words of a line that counts as running text
KEPT, LONG = 1.5, 2.0  # how much more the loss of a kept line counts, and of running text of either kind


def pooled(states, line_of_token, lines):
    """[mean ; max] of the states of each line, as LineHead makes them."""
    out = np.zeros((lines, 2 * states.shape[1]), np.float16)
    if len(line_of_token):
        begins = np.flatnonzero(np.r_[True, np.diff(line_of_token) > 0])
        at = line_of_token[begins]
        out[at, :states.shape[1]] = np.add.reduceat(states, begins) / np.diff(np.r_[begins, len(line_of_token)])[:, None]
        out[at, states.shape[1]:] = np.maximum.reduceat(states, begins)
    return out


def make_states(args):
    torch.manual_seed(1)
    torch.set_num_threads(1)
    rng = np.random.default_rng(1)
    config = SIZES[read_safetensors(args.model)[1]["name"]]
    encoder = Encoder(config).eval()
    load_encoder(args.model, encoder)
    with open(args.rows, encoding="utf-8") as lines:
        data = [d for d in map(json.loads, lines) if "lines" in d]
    data = [d for d in data if d.get("judged") or d["split"] != "train" or rng.random() < args.share]
    parts = {name: [] for name in ("x", "labels", "words", "sizes", "of")}
    for d, tokens in zip(data, extract((d["text"] for d in data), config.rows, [d.get("line_frequency") for d in data])):
        row = label_row(d, tokens, {})
        n = len(tokens)
        if n == 0:
            continue
        limit = args.tokens if d["split"] == "train" else n
        begin = int(rng.integers(0, n - limit // 2)) if n > limit and rng.random() < 0.5 else 0
        _, begin, end, first, last = page_part(row, begin, min(n, begin + limit))
        with torch.no_grad():
            states = encoder(*(torch.from_numpy(a[begin:end].astype(np.int64)).unsqueeze(0) for a in (tokens.ids, tokens.shapes, tokens.gaps)), torch.ones(1, end - begin, 1))[0]
        of_lines = pooled(states.numpy(), row.line_of_token[begin:end] - first, last - first)
        parts["x"].append(np.concatenate([of_lines, row.line_features[first:last].astype(np.float16)], 1))
        parts["labels"].append(row.lines[first:last].astype(np.int8))
        parts["words"].append(np.array([min(255, len(line.split())) for line in d["text"].split("\n")[first:last]], np.uint8))
        parts["sizes"].append([last - first])
        parts["of"].append([json.dumps({k: d.get(k) for k in ("id", "source", "split", "judged")} | {"first": first})])
    np.savez(args.out, **{name: np.concatenate(of) for name, of in parts.items()})


class Pages:
    """Rows of states: x [L, 2 d + F], labels [L], words [L] of each."""

    def __init__(self, path):
        saved = np.load(path)
        ends = np.cumsum(saved["sizes"])
        whole = {k: saved[k] for k in ("x", "labels", "words")}
        self.items = []
        for end, size, of in zip(ends, saved["sizes"], saved["of"]):
            self.items.append(json.loads(str(of)) | {k: a[end - size:end] for k, a in whole.items()})

    def of(self, split):
        return [p for p in self.items if p["split"] == split]


def logits(head, page):
    """LineHead.forward from pooled states."""
    x = torch.from_numpy(page["x"].astype(np.float32))
    f = head.features
    x = torch.cat([x[:, :-f], (x[:, -f:] - head.feature_mean) * head.feature_scale], 1)
    x = F.dropout(x, UNSEEN, head.training)
    x = head.dropout(head.input(x)).unsqueeze(0)
    inside = torch.ones(1, x.shape[1], 1)
    for layer in head.layers:
        x = layer(x, inside)
    return head.linear(head.norm(x))[0, :, 0]


def shipped_head(path, width):
    tensors, _ = read_safetensors(path)
    tensors = {name.removeprefix(AT): array for name, array in tensors.items() if name.startswith(AT)}
    head = LineHead(width, LINE_WIDTH, tensors["feature_mean"].shape[0], LINE_DILATIONS, ["junk"], dropout=0.15)
    names = {"weight": "linear.weight", "bias": "linear.bias"}
    fill(head, tensors, lambda name: names.get(name) or re.sub("^in[.]", "input.", name))
    return head


def learn(head, pages, seconds, seed, rate=1e-3):
    """Draws pages by size and judgement until time is up; the head is the moving average of its last states."""
    rng = np.random.default_rng(seed)
    torch.manual_seed(seed)
    chance = np.array([len(p["labels"]) ** 0.5 * (JUDGED if p["judged"] else 1) for p in pages])
    chance = np.cumsum(chance / chance.sum())
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=0.02)
    average = [p.detach().clone() for p in head.parameters()]
    started, step, losses = time.process_time(), 0, []
    head.train()
    while (done := (time.process_time() - started) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 50) * max(0.02, 1 - done)
        optimizer.zero_grad(set_to_none=True)
        for i in np.searchsorted(chance, rng.random(4)):
            page = pages[min(i, len(pages) - 1)]
            labels = torch.from_numpy(page["labels"].astype(np.float32))
            weight = torch.where(labels == 0, KEPT, 1.0) * torch.where(torch.from_numpy(page["words"] >= RUNNING), LONG, 1.0) * (labels != UNKNOWN)
            loss = F.binary_cross_entropy_with_logits(logits(head, page), labels.clamp(0, 1), weight, reduction="sum") / weight.sum().clamp(min=1) / 4
            loss.backward()
            losses.append(4 * float(loss))
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimizer.step()
        step += 1
        keep = min(0.995, step / (step + 20))
        for to, source in zip(average, head.parameters()):
            to.mul_(keep).add_(source.detach(), alpha=1 - keep)
        if step % 500 == 0:
            print(f"step {step} loss {np.mean(losses):.4f}", flush=True)
            losses = []
    with torch.no_grad():
        for to, source in zip(head.parameters(), average):
            to.copy_(source)
    return head.eval()


def settle(head, pages):
    """Labels of web pages that nobody judged become unknown where the head is sure of the contrary."""
    changed = [0, 0]
    for page in pages:
        if page["judged"] or not page["source"].startswith("web/"):
            continue
        with torch.no_grad():
            p = torch.sigmoid(logits(head, page)).numpy()
        for label, wrong in enumerate((p > DOUBT, p < 1 - DOUBT)):
            doubted = wrong & (page["labels"] == label)
            changed[label] += int(doubted.sum())
            page["labels"] = np.where(doubted, UNKNOWN, page["labels"]).astype(np.int8)
    print(f"unknown now: {changed[0]} kept lines, {changed[1]} junk lines", flush=True)


def train(args):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    pages = Pages(args.states).of("train")
    width = SIZES[read_safetensors(args.model)[1]["name"]].width
    judged = [p for p in pages if p["judged"] or not p["source"].startswith("web/")]
    settle(learn(shipped_head(args.model, width), judged, 15 * args.minutes, 1), pages)
    head = learn(shipped_head(args.model, width), pages, 45 * args.minutes, 2)
    header = {}
    tensors = read_raw(args.model, header)
    metadata = json.loads(header["__metadata__"]["lauter"])
    made = Tensors({f"{AT}{k}": v.numpy() for k, v in head.state_dict().items()}, False)
    made.put_line("junk", LINE_DILATIONS)
    made.put_affine("heads.junk", "heads.junk.linear")
    assert set(made) == {name for name in tensors if name.startswith(AT)}
    tensors.update(made)
    metadata["version"] = args.version or metadata["version"]
    write_safetensors(args.out, tensors, metadata)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("states", "train"))
    parser.add_argument("--model", required=True)
    parser.add_argument("--rows")
    parser.add_argument("--states")
    parser.add_argument("--out", required=True)
    parser.add_argument("--tokens", type=int, default=3000, help="of a page that teaches")
    parser.add_argument("--share", type=float, default=1, help="of the rows that nobody judged")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--version")
    args = parser.parse_args()
    make_states(args) if args.what == "states" else train(args)


if __name__ == "__main__":
    main()
