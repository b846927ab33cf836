#!/usr/bin/env python3
"""The table of words that raters mark as abuse, for the span tagger (src/tag/toxicity/toxic_words.h).

  python3 train/toxic_words.py --rows build/train/toxic.jsonl --out models/toxic-words.bin
For each word of the training rows that have raters' spans: log odds of being in a span, against those of all words, smoothed by
PRIOR words of average abuse. Deterministic; seconds.
"""
import argparse
import collections
import json
import math
import re
import struct

SOURCES = ("semeval21", "toxic_spans")
WORD = re.compile(r"[^\W_]+")
PRIOR = 6      # best of 3, 6, 12 on the valid rows
LEAST = 0.25   # smaller differences are not worth a row
UNIT = 8 / 127  # log odds of one step of the 8-bit value
ASCII_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def word_hash(word):
    """FNV-1a, 32 bits."""
    value = 2166136261
    for byte in word.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def count(rows):
    """{word: [times in a span, times]}"""
    counts = collections.defaultdict(lambda: [0, 0])
    for row in rows:
        text, at = row["text"], [0]
        for c in text:
            at.append(at[-1] + len(c.encode()))
        for m in WORD.finditer(text):
            begin, end = at[m.start()], at[m.end()]
            both = counts[m.group().translate(ASCII_LOWER)]
            both[0] += any(a < end and begin < b for a, b in row["toxic"])
            both[1] += 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    with open(args.rows, encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["split"] == "train" and row["source"] in SOURCES and "disguised" not in row["id"]]
    counts = count(rows)
    marked, total = map(sum, zip(*counts.values()))
    base = marked / total
    table = {}
    for word, (inside, seen) in sorted(counts.items()):
        rate = (inside + PRIOR * base) / (seen + PRIOR)
        odds = math.log(rate / (1 - rate)) - math.log(base / (1 - base))
        if abs(odds) >= LEAST:
            table[word_hash(word)] = max(-127, min(127, round(odds / UNIT)))
    hashes = sorted(table)
    with open(args.out, "wb") as file:
        file.write(b"LTW1" + struct.pack("<If", len(hashes), UNIT))
        file.write(struct.pack(f"<{len(hashes)}I", *hashes) + struct.pack(f"<{len(hashes)}b", *(table[h] for h in hashes)))
    print(f"{len(rows):,} rows, {total:,} words of which {100 * base:.1f} % are marked; {len(hashes):,} of {len(counts):,} words in the table")


if __name__ == "__main__":
    main()
