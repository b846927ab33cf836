#!/usr/bin/env python3
"""Makes probabilities of a trained model mean what they say, on the rows held out for tuning (split "valid").

  train/calibrate.py --model build/train/small.pt --rows build/train --out build/train/small-calibrated.pt
Names: one temperature for the head `pii` (Guo et al. 2017), by the likelihood of the tokens' labels. Whole texts: slope and offset
for `toxic_doc` (Platt 1999). Both are folded into the heads' weights, so that nothing has to know of them.
"""
import argparse
import os

import numpy as np
import torch
from torch import nn

from batches import token_batch
from finetune import Model, partial_loss
from model import SIZES
from rows import load

DOCUMENT_WEIGHT = {"context_gn": 0.1, "paradetox_cannot": 0.0}  # many and nearly all harmless; toxic by vote of few
TOKENS = 256  # of a text, as in training


def read_rows(model, rows):
    """Of the names' tokens (logits, labels, open labels), and of the documents (logits, labels, weights)."""
    names, documents = ([], [], []), ([], [], [])
    model.eval()
    with torch.no_grad():
        for row in rows:
            if not len(row.tokens):
                continue
            batch = token_batch([(row, 0, min(len(row.tokens), TOKENS))])
            states = model.encoder(batch["x"], batch["s"], batch["g"], batch["inside"])
            if row.pii is not None:
                n = states.shape[1]
                for to, part in zip(names, (model.heads["pii"](states)[0], batch["pii"][0], batch["open"].expand(n, -1))):
                    to.append(part)
            weight = DOCUMENT_WEIGHT.get(row.source, 1.0)
            if row.toxic_doc is not None and weight > 0:
                for to, part in zip(documents, (model.heads["toxic_doc"](states, batch["inside"])[0], torch.tensor([float(row.toxic_doc)]), torch.tensor([weight]))):
                    to.append(part)
    return [torch.cat(part) for part in names], [torch.cat(part) for part in documents]


def minimise(parameters, loss):
    """-> the loss before and after."""
    optimizer = torch.optim.LBFGS(parameters, max_iter=50, line_search_fn="strong_wolfe")

    def step():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value
    before = loss().item()
    optimizer.step(step)
    return before, loss().item()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_flush_denormal(True)
    saved = torch.load(args.model)
    config, state = SIZES[saved["config"]], saved["model"]
    paths = [os.path.join(args.rows, name + ".jsonl") for name in ("pii", "toxic") if os.path.exists(os.path.join(args.rows, name + ".jsonl"))]
    rng = np.random.default_rng(1)
    rows = load(paths, config.rows, {}, lambda d: d["split"] == "valid" and (d["source"] != "context_gn" or rng.random() < 0.3))
    model = Model(config, saved["labels"]["detox"], state["heads.junk.feature_mean"].shape[0] if "heads.junk.feature_mean" in state else 0)
    model.load_state_dict(state)
    (logits, labels, open_labels), (z, y, weight) = read_rows(model, rows)
    slope, offset = nn.Parameter(torch.ones(1)), nn.Parameter(torch.zeros(1))
    fit = minimise([slope], lambda: partial_loss((slope * logits).unsqueeze(1), labels.unsqueeze(1), open_labels))
    print("pii: slope %.3f, negative log likelihood of a token %.4f -> %.4f" % (slope.item(), *fit))
    for part in ("weight", "bias"):
        state[f"heads.pii.linear.{part}"] *= slope.item()
    slope.data.fill_(1)
    fit = minimise([slope, offset], lambda: nn.functional.binary_cross_entropy_with_logits(slope * z + offset, y, weight))
    print("toxic_doc: slope %.3f, offset %.3f, negative log likelihood %.4f -> %.4f" % (slope.item(), offset.item(), *fit))
    state["heads.toxic_doc.linear.weight"] *= slope.item()
    state["heads.toxic_doc.linear.bias"].mul_(slope.item()).add_(offset.item())
    torch.save(saved, args.out)


if __name__ == "__main__":
    main()
