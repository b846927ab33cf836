"""Rows of sources.py as arrays on the tokens of a reader (the teacher's word pieces or the student's tokens), with what the patterns found as hints."""
import json
import os
import subprocess
import tempfile

import numpy as np

from labels import ACCESS, CATEGORIES, NAMES, ROOT, TARGET, UNKNOWN

LAUTER = os.environ.get("LAUTER", str(ROOT / "build" / "release" / "lauter"))
HINTED = frozenset(ACCESS)


class Text:
    """begin, end: bytes of the tokens; hints, targets, names: a number a token; x: what the reader made of them; cost: of the token that cost most when
    the text was last learnt."""
    __slots__ = ("begin", "end", "hints", "targets", "names", "x", "source", "split", "soft", "pair", "cost")

    def __len__(self):
        return len(self.begin)


def load(path):
    """Rows of a file with the spans that patterns alone find in them, which are kept beside it."""
    hits = str(path) + ".hits"
    if not os.path.exists(hits) or os.path.getmtime(hits) < os.path.getmtime(path):
        with open(hits, "w") as out:
            subprocess.run([LAUTER, "find", str(path), "--format", "jsonl", "--model", "none", "--quiet"], stdout=out, check=True)
    with open(path) as rows, open(hits) as found:
        for row, hit in zip(map(json.loads, rows), map(json.loads, found), strict=True):
            row["hits"] = [s for s in hit["spans"] if s["label"] in HINTED]
            yield row


def with_hits(rows):
    """The rows with what patterns find in them."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.jsonl")
        with open(path, "w") as out:
            out.writelines(json.dumps({"text": row["text"]}) + "\n" for row in rows)
        return [dict(row, hits=hit["hits"]) for row, hit in zip(rows, load(path))]


def tokens_in(begin, end, first, last):
    return slice(int(np.searchsorted(end, first, "right")), int(np.searchsorted(begin, last, "left")))


def mark(out, where, first, rest):
    if where.stop > where.start:
        out[where] = rest
        out[where.start] = first


def text_of(row, begin, end, x):
    """Targets of a row on its tokens."""
    text = Text()
    text.begin, text.end, text.x, text.source, text.split, text.soft = begin, end, x, row.get("source"), row.get("split"), None
    text.pair, text.cost = row.get("pair", False), float("inf")
    n = len(begin)
    text.hints = np.zeros(n, np.int64)
    for s in row.get("hits", ()):
        c = 1 + 2 * CATEGORIES.index(s["label"])
        mark(text.hints, tokens_in(begin, end, s["start"], s["end"]), c, c + 1)
    known = "spans" in row and (row["rest"] is not None or row["spans"])
    text.targets = np.full(n, UNKNOWN if not known or row["rest"] is None else TARGET[row["rest"]], np.int64)
    for b, e, target in row.get("spans", ()):
        where = tokens_in(begin, end, b, e)
        if target is None:
            text.targets[where] = UNKNOWN
        elif target in CATEGORIES:
            mark(text.targets, where, TARGET[f"B-{target}"], TARGET[f"I-{target}"])
        else:
            text.targets[where] = TARGET[target]
    text.names = np.full(n, UNKNOWN, np.int64)
    if row.get("names") is not None:
        if len(row.get("kinds", "123")) == 3:
            text.names[:] = 0
        for b, e, kind in row["names"]:
            mark(text.names, tokens_in(begin, end, b, e), NAMES.index(f"B-{kind}"), NAMES.index(f"I-{kind}"))
    return text


def pieces(texts, rng, length, most):
    """Pieces (text, first, last) of one pass over the texts, in batches of `most` tokens, those of like length together."""
    out = []
    for text in texts:
        at = -int(rng.integers(0, length // 2)) if len(text) > length else 0
        while at < len(text):
            first, last = max(0, at), min(len(text), at + length)
            if last > first:
                out.append((text, first, last))
            at += length
    sizes = np.array([last - first for _, first, last in out])
    batches, now, longest = [], [], 0
    for i in np.argsort(sizes + rng.integers(0, 15, len(out))):
        longest = max(longest, sizes[i])
        if now and longest * (len(now) + 1) > most:
            batches.append(now)
            now, longest = [], sizes[i]
        now.append(out[i])
    batches.append(now)
    rng.shuffle(batches)
    return batches




def pieces_in_order(texts, step, around, most):
    """Pieces that hold every token once in their middle `step` tokens, with `around` tokens on both sides, in batches of like length."""
    out = [(text, max(0, at - around), min(len(text), at + step + around)) for text in texts for at in range(0, len(text), step)]
    out.sort(key=lambda piece: piece[2] - piece[1])
    batch, longest = [], 0
    for piece in out:
        longest = max(longest, piece[2] - piece[1])
        if batch and longest * (len(batch) + 1) > most:
            yield batch
            batch, longest = [], piece[2] - piece[1]
        batch.append(piece)
    if batch:
        yield batch
