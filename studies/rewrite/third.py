"""The third judge: logistic regression over hashed words, pairs of words and pieces of words, taught by texts that no stage of lauter learned from: the tenth
of the toxic sources that train/builders/toxic.py holds out as "test" (of the same collections as the other judges' rows, but other rows), and prose. Standard
library only, the same weights every time."""
import gzip
import json
import math
import os
import random
import re
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "train", "builders"))
from toxic import Splits, read  # noqa: E402

SIZE = 1 << 18


def features(text):
    words = re.findall(r"[a-z0-9*@$#']+", text.lower())[:200]
    out = set()
    for before, word in zip([""] + words, words):
        for name in (word, before + " " + word, *(f"^{word}$"[i:i + 4] for i in range(max(1, len(word) - 1)))):
            out.add(zlib.crc32(name.encode()) % SIZE)
    return sorted(out)


def rows(data):
    pairs = read(data, "toxic/paradetox_pairs.jsonl.gz")
    dev = [r["toxic"] for r in pairs if r["split"] == "dev"]
    comments, tweets = read(data, "toxic/toxic_spans.jsonl.gz"), read(data, "toxic/davidson_tweets.jsonl.gz")
    dev += [r["text"] for r in comments + tweets if r["split"] == "dev"]
    splits = Splits(dev)
    for r in pairs:
        if splits.of(r["toxic"]) == "test":
            yield r["toxic"], 1
            yield r["neutral"], 0
    for r in comments:
        if splits.of(r["text"]) == "test":
            for s in r["spans"]:
                raw = r["text"].encode()
                yield raw[max(0, s["start"] - 40):s["end"] + 40].decode(errors="ignore"), 1
    for r in tweets:
        if splits.of(r["text"]) == "test" and r["label"] != "offensive":
            yield r["text"], int(r["label"] == "hate")
    with gzip.open(os.path.join(data, "corpus/web_gold.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for line in lines:
            r = json.loads(line)
            if r["split"] == "dev":
                yield from ((part, 0) for part in r["text"].split("\n") if 30 < len(part) < 300)


class Third:
    def __init__(self, data):
        rng = random.Random(3)
        examples = sorted(set(rows(data)))
        rng.shuffle(examples)
        examples = [(features(t), y) for t, y in examples]
        held, examples = examples[:1000], examples[1000:]
        self.weights, self.bias = [0.0] * SIZE, 0.0
        for epoch in range(5):
            rate = 0.5 / (1 + epoch)
            rng.shuffle(examples)
            for found, y in examples:
                norm = 1 / math.sqrt(max(1, len(found)))
                step = rate * (y - self.chance(found)) * norm
                for i in found:
                    self.weights[i] += step - 1e-5 * self.weights[i]
                self.bias += 0.1 * rate * (y - self.chance(found))
        self.right = sum((self.chance(f) > .5) == (y == 1) for f, y in held) / len(held)

    def chance(self, found):
        z = self.bias + sum(self.weights[i] for i in found) / math.sqrt(max(1, len(found)))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))

    def of(self, text):
        return self.chance(features(text))
