#!/usr/bin/env python3
"""Multi-task fine-tuning of the encoder with all heads on the rows of train/builders.

  train/finetune.py --size small --rows build/train --init build/train/small-pretrained.pt --out build/train/small.pt [--minutes 30]
Resumes from --out. Weights are averaged over the steps (exponential moving average); the average is what is saved as "model".
"""
import argparse
import copy
import json
import math
import os
import time

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

import evaluate
from batches import PageSampler, TokenSampler, token_batch
from model import DocumentHead, Encoder, LineHead, SIZES, TokenHead
from rows import PII_LABELS, UNKNOWN, load

TASKS = ("pii", "toxic", "junk")  # files of the builders
LINE_WIDTH, LINE_DILATIONS = 64, (1, 2, 4, 8, 16)
AVERAGE = 0.998  # of the moving average, a step


class Model(nn.Module):
    def __init__(self, config, detox_labels, line_features):
        super().__init__()
        d = config.width
        self.encoder = Encoder(config)
        self.heads = nn.ModuleDict({
            "pii": TokenHead(d, PII_LABELS), "toxic": TokenHead(d, ["O", "TOXIC"]), "detox": TokenHead(d, detox_labels),
            "junk_span": TokenHead(d, ["O", "JUNK"]), "toxic_doc": DocumentHead(d, ["toxic"])})
        if line_features:
            self.heads["junk"] = LineHead(d, LINE_WIDTH, line_features, LINE_DILATIONS, ["junk"])

    def token_loss(self, batch):
        """The sum of the heads' losses on a batch, and each by name."""
        states = self.encoder(batch["x"], batch["s"], batch["g"], batch["inside"])
        losses = {}
        if (batch["pii"] != UNKNOWN).any():
            losses["pii"] = partial_loss(self.heads["pii"](states), batch["pii"], batch["open"])
        for name in ("toxic", "detox", "junk_span"):
            known = batch[name] != UNKNOWN
            if known.any():
                losses[name] = F.cross_entropy(self.heads[name](states[known]), batch[name][known])
        known = batch["document"] != UNKNOWN
        if known.any():
            logits = self.heads["toxic_doc"](states[known], batch["inside"][known])[:, 0]
            losses["toxic_doc"] = 0.3 * F.binary_cross_entropy_with_logits(logits, batch["document"][known])
        return losses

    def page_loss(self, part):
        row, begin, end, first, last = part
        tokens = row.tokens
        states = self.encoder(*(torch.from_numpy(a[begin:end].astype(np.int64)).unsqueeze(0)
                                for a in (tokens.ids, tokens.shapes, tokens.gaps)), torch.ones(1, end - begin, 1))[0]
        logits = self.heads["junk"](states, torch.from_numpy(row.line_of_token[begin:end] - first),
                                    torch.from_numpy(row.line_features[first:last]))[:, 0]
        labels = torch.from_numpy(row.lines[first:last])
        known = labels != UNKNOWN
        return F.binary_cross_entropy_with_logits(logits[known], labels[known].float())


def partial_loss(logits, labels, open_labels):
    """Cross entropy; where the label is O, labels that the source does not annotate are as good as O."""
    known = labels != UNKNOWN
    logp = torch.log_softmax(logits[known], -1)
    labels = labels[known]
    rows = open_labels.unsqueeze(1).expand(-1, known.shape[1], -1)[known]
    as_labelled = logp.gather(1, labels.unsqueeze(1))[:, 0]
    as_outside = torch.logsumexp(logp.masked_fill(~rows, -1e9), 1)
    return -torch.where(labels == 0, as_outside, as_labelled).mean()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small")
    parser.add_argument("--rows", required=True, help="folder of the builders' JSONL")
    parser.add_argument("--init", help="an encoder from pretrain.py, or a whole model from an earlier finetune.py")
    parser.add_argument("--out", required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--steps", type=int, default=0, help="instead of --minutes: exactly so many steps")
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--pages", type=int, default=2, help="pages a step, for the line head")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    config = SIZES[args.size]
    with open(os.path.join(args.rows, "toxic_labels.json"), encoding="utf-8") as file:
        detox_labels = json.load(file)["detox"]
    by_phrase = {label[8:]: i for i, label in enumerate(detox_labels) if label.startswith("REPLACE:")}
    rows = load([path for name in TASKS if os.path.exists(path := os.path.join(args.rows, name + ".jsonl"))], config.rows, by_phrase, lambda d: d["split"] != "test")
    train = [r for r in rows if r.split == "train"]
    valid = [r for r in rows if r.split == "valid"]
    features = next((r.line_features.shape[1] for r in rows if r.line_features is not None), 0)
    model = Model(config, detox_labels, features)
    if features:
        stacked = np.concatenate([r.line_features for r in train if r.line_features is not None])
        model.heads["junk"].feature_mean.copy_(torch.from_numpy(stacked.mean(0)))
        model.heads["junk"].feature_scale.copy_(torch.from_numpy(1 / np.maximum(stacked.std(0), 0.05)))
    if args.init:
        saved = torch.load(args.init)
        if "model" in saved:
            model.load_state_dict(saved["model"])
        else:
            model.encoder.load_state_dict(saved["encoder"])
    table = [model.encoder.rows]
    others = [p for n, p in model.named_parameters() if n != "encoder.rows"]
    optimizer = torch.optim.AdamW([{"params": table, "scale": 0.5}, {"params": others, "scale": 1.0}], lr=args.rate,
                                  weight_decay=0.01, betas=(0.9, 0.98))
    average = copy.deepcopy(model).eval()
    state = {"step": 0, "seconds": 0.0}
    if os.path.exists(args.out):
        saved = torch.load(args.out)
        model.load_state_dict(saved["raw"])
        average.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    tokens, pages = TokenSampler(train, [args.seed, state["step"]]), PageSampler(train, [args.seed + 1, state["step"]]) if features else None
    print(f"{len(train):,} rows to train on, {len(valid):,} to tune on, {len(detox_labels)} detox labels, {features} line features", flush=True)

    def save():
        torch.save({"model": average.state_dict(), "raw": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state,
                    "config": config.name, "labels": {n: h.labels for n, h in model.heads.items()},
                    "kinds": {n: h.kind for n, h in model.heads.items()}, "line_dilations": LINE_DILATIONS}, args.out + ".part")
        os.replace(args.out + ".part", args.out)

    started, last, sums, seen = time.time() - state["seconds"], time.time(), {}, 0
    model.train()
    while True:
        progress = state["step"] / args.steps if args.steps else (time.time() - started) / (60 * args.minutes)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["scale"] * args.rate * min(1.0, (state["step"] + 1) / 100) * max(0.02, 1 - progress)
        batch = token_batch(tokens.draw(), np.random.default_rng([3, args.seed, state["step"]]))
        optimizer.zero_grad(set_to_none=True)
        losses = model.token_loss(batch)
        sum(losses.values()).backward()
        seen += int(batch["inside"].sum())
        if pages:
            losses["junk"] = 0
            for _ in range(args.pages):
                part = pages.draw()
                loss = model.page_loss(part) / args.pages
                loss.backward()
                losses["junk"] += loss
                seen += part[2] - part[1]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        state["step"] += 1
        keep = min(AVERAGE, state["step"] / (state["step"] + 20))
        with torch.no_grad():
            for to, source in zip(average.parameters(), model.parameters()):
                to.mul_(keep).add_(source, alpha=1 - keep)
        for name, loss in losses.items():
            sums.setdefault(name, []).append(float(loss))
        state["seconds"] = time.time() - started
        if state["step"] % 50 == 0:
            print(f"step {state['step']} {' '.join(f'{k} {np.mean(v):.4f}' for k, v in sorted(sums.items()))} "
                  f"{seen / (time.time() - last):,.0f} tokens/s", flush=True)
            last, sums, seen = time.time(), {}, 0
        if state["step"] % 400 == 0:
            save()
        if state["step"] % 800 == 0:
            print(json.dumps(evaluate.evaluate(average, valid, sample=1500)), flush=True)
            last = time.time()
    save()
    print(json.dumps(evaluate.evaluate(average, valid)), flush=True)


if __name__ == "__main__":
    main()
