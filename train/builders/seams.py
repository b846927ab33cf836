#!/usr/bin/python3
"""Rows that teach what a place from which words are gone needs (docs/design/0012-toxicity.md): nothing, or which words, or that the sentence is torn.

    python3 train/builders/seams.py --data ../shared/data --authors data/abuse --rows build/train/sentences.jsonl --out build/train/seams.jsonl

A row: {"text", "source", "split", "seams": [[byte, label], ...]}; the byte at which the word behind the seam begins, the text's size if there is none; label "" (sound as it
is), "?" (torn) or the phrase that belongs there. Four sources: what authors and rewriters take out and put in; what readers said of the program's own cuts (repairs.py); places of clean text from which nothing is gone; and places
from which words were taken at random, which no reader can tell from the first where they were not needed. The first row holds the phrases, {"phrases": [...]}: those that
more than one author or rewriter put in the place of abuse. Deterministic."""
import argparse
import collections
import difflib
import json
import os
import random
import re

import repairs
from toxic import read

WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s]")
CLOSING = set(".,;:!?)]}%…")
SOUND, TORN = "", "?"
PHRASES, REWRITER = 128, 0.12  # how many, and what a rewriter's counts beside an author's
CLEAN = ("everyday", "chat", "book", "prose", "pairs/neutral", "mended")
MOST_WORDS = 70


def words_of(text):
    return [m.span() for m in WORD.finditer(text)]


def steps_between(old, new):
    """(words of old, words of new, opcodes), words compared without case."""
    a, b = words_of(old), words_of(new)
    matcher = difflib.SequenceMatcher(None, [old[i:j].lower() for i, j in a], [new[i:j].lower() for i, j in b], autojunk=False)
    return a, b, [code for code in matcher.get_opcodes() if code[0] != "equal"]


def put_phrase(new, b, k, l):
    phrase = " ".join(new[i:j].lower() for i, j in b[k:l])
    return phrase if l - k <= 3 and re.fullmatch(r"[a-z ]+", phrase) else None


def without(text, spans):
    """The text without `spans` (code points, sorted, apart, on words; empty: a place from which nothing goes) and the places of the seams in it."""
    out, places, at = "", [], 0
    for begin, end in spans:
        out += text[at:begin]
        if end > begin:
            rest = text[end:].lstrip(" ")
            if not rest or rest[0] in CLOSING or not out or out[-1].isspace():
                out = out.rstrip(" ") if rest and rest[0] in CLOSING else out
            elif not text[end:].startswith(" ") and not out.endswith(" "):
                out += " "
            at = len(text) - len(rest) if not out or out[-1].isspace() else end
            if at == end and out.endswith(" "):
                at = len(text) - len(rest)
        else:
            at = begin
        places.append(len(out) + (1 if text[at:at + 1] == " " else 0))
    out += text[at:]
    return out, places


def pair_row(old, new, phrases, source, split):
    a, b, steps = steps_between(old, new)
    if not steps or len(steps) > 4 or sum(j - i for _, i, j, _, _ in steps) > 0.7 * len(a):
        return None
    spans, labels = [], []
    for _, i, j, k, l in steps:
        begin = b[k][0] if k < len(b) else len(new)
        spans.append((begin, b[l - 1][1] if l > k else begin))
        phrase = put_phrase(new, b, k, l)
        labels.append(SOUND if l == k else phrase if phrase in phrases else TORN)
    text, places = without(new, spans)
    return row_of(text, places, labels, source, split) if WORD.search(text) else None


def torn_row(old, new, rng, source, split):
    """What the author took out, and words beside it that the author left."""
    a, b, steps = steps_between(old, new)
    if not steps or len(steps) > 3 or any(kind != "delete" for kind, *_ in steps):
        return None
    spans = [[i, j] for _, i, j, _, _ in steps]
    which = rng.randrange(len(spans))
    first, last = spans[which]
    low, high = spans[which - 1][1] + 1 if which else 0, spans[which + 1][0] - 1 if which + 1 < len(spans) else len(a)
    left, right = rng.choice(((1, 0), (0, 1), (0, 1), (1, 1), (2, 0), (0, 2), (-1, 1), (1, -1), (0, 3)))
    begin, end = max(low, first - left), min(high, last + right)
    beyond = [k for k in range(begin, end) if not first <= k < last and old[a[k][0]].isalnum()]
    if not beyond or begin >= end or end - begin > len(a) - 3:
        return None
    spans[which] = [begin, end]
    text, places = without(old, [(a[i][0], a[j - 1][1]) for i, j in spans])
    return row_of(text, [places[which]], [TORN], source, split)


def row_of(text, places, labels, source, split):
    size = [0]
    for c in text:
        size.append(size[-1] + len(c.encode()))
    return {"text": text, "source": source, "split": split, "seams": [[size[min(p, len(text))], label] for p, label in zip(places, labels)]}


def clean_row(text, phrases, rng, source, split):
    """A passage of the text with places from which nothing, some words, or a phrase is gone."""
    words = words_of(text)
    first = rng.randrange(max(1, len(words) - MOST_WORDS // 3))
    while first > 0 and text[words[first - 1][1] - 1] not in ".!?" and "\n" not in text[words[first - 1][1]:words[first][0]]:
        first -= 1
    last = min(len(words), first + rng.randint(6, MOST_WORDS))
    if last - first < 5:
        return None
    text = text[words[first][0]:words[last - 1][1]]
    words = [(b - words[first][0], e - words[first][0]) for b, e in words[first:last]]
    lower = [text[b:e].lower() for b, e in words]
    known = [i for i, w in enumerate(lower) if w in phrases]
    spans, labels, at = [], [], 0
    while at < len(words) and len(spans) < 8:
        kind = rng.random()
        if kind < 0.5:
            i = rng.randrange(at, min(len(words), at + 10))
            spans.append((words[i][0], words[i][0]))
            labels.append(SOUND)
            j = i
        else:
            near = [i for i in known if at <= i < at + 10]
            if kind > 0.75 and near:
                i, size = rng.choice(near), 1
            else:
                i, size = rng.randrange(at, min(len(words), at + 10)), rng.choice((1, 1, 1, 1, 2, 2, 3, 3, 4, 6))
            j = min(i + size, len(words))
            if j - i >= len(words) - 3:
                break
            spans.append((words[i][0], words[j - 1][1]))
            phrase = " ".join(lower[i:j])
            labels.append(phrase if phrase in phrases else TORN)
        at = j + rng.randint(4, 12)
    if not spans:
        return None
    made, places = without(text, spans)
    if spans[0][0] == 0 and spans[0][1] > 0 and rng.random() < 0.8:
        made = made[:1].upper() + made[1:]  # as the editor does
    return row_of(made, places, labels, source, split)


def read_row(old, repair, phrases, split):
    """A text as the program left it, with the reader's verdicts; a phrase where the reader put one into the same place."""
    def words_at(begin, end):
        return begin + len(source[begin:end]) - len(source[begin:end].lstrip()), source[begin:end].strip()

    source = old.encode()
    best = {words_at(begin, end): put.strip().lower() for begin, end, put in repair["best"]}
    left = repairs.applied(old, repair["cuts"])
    raw, seams, grown = left.encode(), [], 0
    for begin, end, put, verdict in repair["cuts"]:
        at = begin + grown + len(put.encode())
        grown += len(put.encode()) - (end - begin)
        if put.strip():
            continue  # words that were put in are no seam
        while raw[at:at + 1] == b" ":
            at += 1
        wanted = best.get(words_at(begin, end))
        seams.append([at, SOUND if verdict == "ok" else wanted if wanted in phrases else TORN])
    return {"text": left, "source": "read", "split": split, "seams": seams} if seams and WORD.search(left) else None


def authors_of(folder):
    for split, at in (("train", folder), ("dev", os.path.join(folder, "dev"))):
        for name in sorted(os.listdir(at)):
            if name.endswith(".jsonl"):
                with open(os.path.join(at, name), encoding="utf-8") as lines:
                    for s in (s for line in lines for s in json.loads(line)["sentences"] if s["act"] in ("delete", "replace")):
                        yield name[:-6], split, s["s"], s["new"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--authors", default="data/abuse")
    parser.add_argument("--repairs", default="data/abuse/repairs.jsonl.xz")
    parser.add_argument("--rows", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--times", type=int, default=2, help="passages of each clean text")
    args = parser.parse_args()
    rng = random.Random(4)
    repaired = {"repaired/" + r["id"]: r for r in repairs.read(args.repairs)}
    authors = list(authors_of(args.authors))
    rewriters = [(r["toxic"], r["neutral"]) for r in read(args.data, "toxic/paradetox_pairs.jsonl.gz") if r["split"] == "train"]
    with open(args.rows, encoding="utf-8") as lines:
        readers = [(r["id"], r["text"], repairs.applied(r["text"], repaired[r["id"]]["best"])) for r in map(json.loads, lines) if r["id"] in repaired and r["split"] == "train"]
    counts, hands = collections.Counter(), collections.defaultdict(set)
    for hand, weight, old, new in [*((a, 1, s, n) for a, split, s, n in authors if split == "train"), *((k, REWRITER, s, n) for k, (s, n) in enumerate(rewriters)),
                                   *((name, 1, s, n) for name, s, n in readers)]:
        _, b, steps = steps_between(old, new)
        for _, i, j, k, l in steps:
            if j > i and l > k and (phrase := put_phrase(new, b, k, l)):
                counts[phrase] += weight
                hands[phrase].add(hand)
    phrases = sorted([p for p, _ in counts.most_common() if len(hands[p]) > 1][:PHRASES])
    held = set(phrases)
    written = collections.Counter()
    with open(args.out, "w", encoding="utf-8") as out:
        out.write(json.dumps({"phrases": phrases}) + "\n")

        def write(row):
            if row:
                written.update((row["source"] + "/" + row["split"], label if label in (SOUND, TORN) else "phrase") for _, label in row["seams"])
                out.write(json.dumps(row, ensure_ascii=False) + "\n")

        for name, split, old, new in authors:
            write(pair_row(old, new, held, "author", split))
            write(torn_row(old, new, rng, "author", split))
        for old, new in rewriters:
            write(pair_row(old, new, held, "rewriter", "train"))
            write(torn_row(old, new, rng, "rewriter", "train"))
        with open(args.rows, encoding="utf-8") as lines:
            for r in map(json.loads, lines):
                if (repair := repaired.get(r["id"])):
                    best = repairs.applied(r["text"], repair["best"])
                    write(read_row(r["text"], repair, held, r["split"]))
                    write(pair_row(r["text"], best, held, "read", r["split"]))
                    write(torn_row(r["text"], best, rng, "read", r["split"]))
                if r["source"].split("/")[0] in CLEAN or r["source"] in CLEAN:
                    for _ in range(args.times):
                        write(clean_row(r["text"], held, rng, "clean", "dev" if rng.random() < 0.01 else "train"))
    for key, n in sorted(written.items()):
        print(*key, n)


if __name__ == "__main__":
    main()
