#!/usr/bin/python3
"""Trains the linear toxicity scorer: the second judge, which checks what the encoder detoxified.

    python3 train/builders/toxic.py --data ../shared/data --out build/train
    python3 train/toxicity_linear.py --rows build/train/toxic.jsonl --out models/toxicity-linear.bin [--test]

L2-regularised logistic regression (liblinear) over hashed words, word pairs and character n-grams that
`lauter_toxicity_features` (C++) makes, quantised to 8 bits, calibrated (Platt) on the valid rows. Prints figures
of the valid rows, with --test of the test rows. Deterministic; about three minutes on one core.
The file: src/tag/toxicity/toxicity_linear.h.
"""

import argparse
import array
import json
import struct
import subprocess

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

ROWS = 1 << 19  # of each table; toxicity_features.h
WINDOW, STRIDE = 48, 24  # words; toxicity_linear.h
CONTEXT = 120  # characters kept around the spans of a long abusive comment

# How much a row of a source counts in training: the pairs and the contrast cases show what alone makes a text abuse.
WEIGHTS = {"paradetox": 1.0, "paradetox_neutral": 1.5, "paradetox_cannot": 0.3, "davidson": 1.0, "semeval21": 1.0,
           "toxic_spans": 0.7}


def around_spans(row):
    """The text, cut to what lies around its spans if it is long; None: long and without spans."""
    text = row["text"]
    if len(text) <= 2 * CONTEXT or row["toxic_doc"] == 0:
        return text
    if not row.get("toxic"):
        return None if len(text) > 300 else text
    raw = text.encode()
    begin = max(0, row["toxic"][0][0] - CONTEXT)
    end = row["toxic"][-1][1] + CONTEXT
    if end - begin > 4 * CONTEXT:
        end = row["toxic"][0][1] + CONTEXT
    cut = raw[begin:end].decode(errors="ignore")
    return cut.split(" ", 1)[-1] if begin else cut


def features(tool, texts):
    """For each text a list of (word row, pair row, gram rows)."""
    feed = b"".join(struct.pack("<I", len(t)) + t for t in (x.encode() for x in texts))
    data = np.frombuffer(subprocess.run([tool], input=feed, stdout=subprocess.PIPE, check=True).stdout, "<u4")
    at = 0
    for _ in texts:
        count = int(data[at])
        at += 1
        words = []
        for _ in range(count):
            grams = int(data[at + 2])
            words.append((data[at], data[at + 1], data[at + 3 : at + 3 + grams]))
            at += 3 + grams
        yield words


def window_columns(words):
    """Columns and values of one window: each group of features is a set, scaled to length 1."""
    first = np.unique(np.array([w[0] for w in words] + [w[1] for w in words], "u4"))
    grams = np.unique(np.concatenate([w[2] for w in words])) if words else np.zeros(0, "u4")
    values = np.concatenate([np.full(len(first), 1 / np.sqrt(max(1, len(first)))),
                             np.full(len(grams), 1 / np.sqrt(max(1, len(grams))))])
    return np.concatenate([first, grams + ROWS]), values.astype("f4")


def windows(words):
    if len(words) <= WINDOW:
        return [words]
    starts = list(range(0, len(words) - WINDOW, STRIDE)) + [len(words) - WINDOW]
    return [words[s : s + WINDOW] for s in starts]


def matrix(tool, texts):
    """(CSR of all windows, for each window the number of its text)."""
    indices, values, ends, owner = array.array("I"), array.array("f"), [0], []
    for number, words in enumerate(features(tool, texts)):
        for window in windows(words):
            columns, scaled = window_columns(window)
            indices.frombytes(columns.astype("u4").tobytes())
            values.frombytes(scaled.tobytes())
            ends.append(len(indices))
            owner.append(number)
    return sp.csr_matrix((np.frombuffer(values, "f4"), np.frombuffer(indices, "u4").astype("i4"), np.array(ends)),
                         shape=(len(owner), 2 * ROWS)), np.array(owner)


def best_window(logits, owner, count):
    out = np.full(count, -np.inf)
    np.maximum.at(out, owner, logits)
    return out


def platt(logits, labels, weights):
    """a, b of P = sigmoid(a * logit + b)."""
    fit = LogisticRegression(C=1e6).fit(logits.reshape(-1, 1), labels, weights)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])


def quantised(weights):
    """int8 q and scale with w ~ scale * q * |q|: fine steps near zero, where nearly all weights lie."""
    scale = float(np.abs(weights).max()) / (127 * 127)
    q = np.sign(weights) * np.round(np.sqrt(np.abs(weights) / scale))
    return q.astype("i1"), scale


def dequantised(q, scale):
    f = q.astype("f4")
    return np.float32(scale) * f * np.abs(f)


def figures(name, rows, probability):
    by = {}
    for r, p in zip(rows, probability):
        by.setdefault(r["source"], []).append((r["toxic_doc"], p))
    print(f"-- {name}")
    tweets = by["davidson"]
    y, p = np.array([t[0] for t in tweets]), np.array([t[1] for t in tweets])
    rng = np.random.default_rng(0)
    boot = [roc_auc_score(y[i], p[i]) for i in (rng.integers(0, len(y), len(y)) for _ in range(200))]
    print(f"tweets AUROC {roc_auc_score(y, p):.4f} [{np.percentile(boot, 2.5):.4f}, {np.percentile(boot, 97.5):.4f}] n={len(y)}")
    pair = [(1, p) for _, p in by["paradetox"]] + [(0, p) for _, p in by["paradetox_neutral"]]
    print(f"pairs AUROC {roc_auc_score([t for t, _ in pair], [p for _, p in pair]):.4f} n={len(pair)}")
    if "context_gn" in by:
        y, p = np.array([t[0] for t in by["context_gn"]]), np.array([t[1] for t in by["context_gn"]])
        print(f"talk pages AUROC {roc_auc_score(y, p):.4f}", *(
            f"above {t}: {np.mean(p[y == 0] > t):.4f} of {np.sum(y == 0)} harmless, {np.mean(p[y == 1] > t):.3f} of {np.sum(y == 1)} toxic;"
            for t in (0.5, 0.7, 0.8, 0.9)))
    for source in sorted(by):
        p = np.array([p for _, p in by[source]])
        print(f"{source:20} n={len(p):5} above .3 {np.mean(p > .3):.3f} .5 {np.mean(p > .5):.3f}  .8 {np.mean(p > .8):.3f}")
    y, p = np.array([r["toxic_doc"] for r in rows]), np.array(probability)
    bins = np.minimum((p * 10).astype(int), 9)
    error = sum(np.sum(bins == b) * abs(p[bins == b].mean() - y[bins == b].mean()) for b in range(10) if np.any(bins == b))
    print(f"calibration error (10 bins) {error / len(p):.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", default="build/train/toxic.jsonl")
    parser.add_argument("--tool", default="build/release/src/lauter_toxicity_features")
    parser.add_argument("--out", default="models/toxicity-linear.bin")
    parser.add_argument("--C", type=float, default=8.0)
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    by_split = {"train": [], "valid": [], "test": []}
    with open(args.rows, encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            if "toxic_doc" in row:
                by_split[row["split"]].append(row)
    # One text of a pair group counts once, however many rewrites it has.
    train = list({(r["text"], r["toxic_doc"]): r for r in by_split["train"]}.values())
    texts = [around_spans(r) for r in train]
    train = [r for r, t in zip(train, texts) if t is not None]
    x, owner = matrix(args.tool, [t for t in texts if t is not None])
    y = np.array([r["toxic_doc"] for r in train])[owner]
    weight = np.array([WEIGHTS.get(r["source"], 2.0 if r["source"].startswith("contrast") else 1.0) for r in train])[owner]
    model = LogisticRegression(C=args.C, solver="liblinear", intercept_scaling=10, random_state=0).fit(x, y, weight)
    coef, bias = model.coef_[0], float(model.intercept_[0])
    q_word, s_word = quantised(coef[:ROWS])
    q_gram, s_gram = quantised(coef[ROWS:])
    w = np.concatenate([dequantised(q_word, s_word), dequantised(q_gram, s_gram)])

    def logits(rows):
        m, own = matrix(args.tool, [r["text"] for r in rows])
        return best_window(m @ w + bias, own, len(rows))

    valid = [r for r in by_split["valid"] if r["source"] != "context_small"]
    z = logits(valid)
    # Calibrated where both sides have the same weight and talk pages at natural rate do not drown the rest.
    labels = np.array([r["toxic_doc"] for r in valid])
    natural = np.array([0.2 if r["source"] == "context_gn" else 1.0 for r in valid])
    a, b = platt(z, labels, natural)
    figures("valid", valid, 1 / (1 + np.exp(-(a * z + b))))
    with open(args.out, "wb") as f:
        f.write(struct.pack("<4sIIIffff", b"LTX1", 1, ROWS, ROWS, s_word, s_gram, a * bias + b, a))
        f.write(q_word.tobytes() + q_gram.tobytes())
    if args.test:
        test = by_split["test"]
        figures("test", test, 1 / (1 + np.exp(-(a * logits(test) + b))))


if __name__ == "__main__":
    main()
