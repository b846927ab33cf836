"""Gold test A: clean documents with noise put in, and exactly where.

    python3 -m goldset.build OUT SEED DOCUMENTS [CORPUS]

Writes OUT/{train,dev,test}.{raw,refined,gold}.jsonl. A document is a list of pieces (text, kind); what has a kind is
noise. raw = all pieces, refined = those without a kind, gold = spans of those with one, in bytes. A fifth of the
documents is clean; `score` is 5 for them and falls with the share of noise.
"""
import json
import os
import random
import sys

from . import noise, prose

LINE_ENDS = ["\n"] * 16 + ["\r\n"] * 3 + ["\n\n"] * 4
ODD_BREAKS = ["\u2028", "\x85", "\x0c", "\x0b", "\r"]  # inside lines: ordinary characters of a line
IN_LINE = ["ad", "tracker", "garbled", "share", "related", "duplicate"]


def clean_pieces(rng, pool):
    if pool is not None and rng.random() < 0.5:
        parts = [rng.choice(pool) for _ in range(rng.randint(1, 12))]
    else:
        parts = prose.paragraphs(rng, rng.randint(1, 14))
    end = rng.choice(LINE_ENDS)
    pieces = []
    for i, part in enumerate(parts):
        if rng.random() < 0.06:
            at = part.find(" ")
            part = part[:at] + rng.choice(ODD_BREAKS) + part[at + 1:]
        pieces += [[part, None], [end, None]] if i + 1 < len(parts) or rng.random() < 0.5 else [[part, None]]
    return pieces, end


def put_line(rng, pieces, end, kind, text):
    """A line of its own: before a paragraph, or at the end with the line end before it."""
    starts = [i for i, (t, k) in enumerate(pieces) if i == 0 or (pieces[i - 1][1] is None and pieces[i - 1][0] == end)]
    at = {"nav": starts[0], "breadcrumb": starts[0], "footer": len(pieces)}.get(kind, rng.choice(starts))
    line_end = "\r\n" if end == "\r\n" else "\n"
    if at == len(pieces) and not (pieces[-1][0].endswith("\n")):
        pieces.append([line_end + text, kind])
    else:
        pieces.insert(at, [text + line_end, kind])


def put_inside(rng, pieces, kind, text):
    """Inside a paragraph, behind a blank, with a blank of its own behind it."""
    whole = [i for i, (t, k) in enumerate(pieces) if k is None and t.count(" ") > 3]
    if not whole:
        return
    i = rng.choice(whole)
    part = pieces[i][0]
    blanks = [k for k, c in enumerate(part) if c == " "]
    at = rng.choice(blanks) + 1
    pieces[i:i + 1] = [[part[:at], None], [text + " ", kind], [part[at:], None]]


def document(rng, split, pool):
    pieces, end = clean_pieces(rng, pool)
    if rng.random() < 0.2:
        return pieces
    site = rng.choice(noise.SITES[split])
    for _ in range(rng.randint(1, 8)):
        kind = rng.choice(noise.KINDS)
        if kind == "duplicate":
            whole = [t for t, k in pieces if k is None and len(t) > 30]
            if not whole:
                continue
            text = rng.choice(whole)
            words = text.split(" ")
            if rng.random() < 0.5 and len(words) > 8:
                at = rng.randrange(len(words) - 6)
                text = " ".join(words[at:at + 6])
            text = text.replace("\r", " ").replace("\n", " ")
        else:
            text = noise.text_of(kind, split, rng, site)
        if kind in IN_LINE and rng.random() < 0.5:
            put_inside(rng, pieces, kind, text)
        else:
            put_line(rng, pieces, end, kind, text)
    return pieces


def rows_of(identity, pieces):
    raw = "".join(text for text, _ in pieces)
    refined = "".join(text for text, kind in pieces if kind is None)
    spans, at = [], 0
    for text, kind in pieces:
        size = len(text.encode())
        if kind is not None:
            spans.append({"start": at, "end": at + size, "kind": kind})
        at += size
    noisy = sum(s["end"] - s["start"] for s in spans) / max(at, 1)
    score = 5 if not spans else 4 if noisy < 0.05 else 3 if noisy < 0.15 else 2 if noisy < 0.4 else 1
    return ({"id": identity, "text": raw}, {"id": identity, "text": refined},
            {"id": identity, "text": raw, "spans": spans, "score": score})


def build(split, seed, n, pools=None):
    rng = random.Random(f"{seed}/{split}")
    pool = None if pools is None else pools["train" if split == "train" else "test"]
    return [rows_of(f"{split}-{i:06}", document(rng, split, pool)) for i in range(n)]


def main(out, seed, n, corpus=None):
    pools = prose.corpus_paragraphs(corpus) if corpus else None
    os.makedirs(out, exist_ok=True)
    for split, size in (("train", n), ("dev", n // 4), ("test", n // 2)):
        files = [open(os.path.join(out, f"{split}.{name}.jsonl"), "w", encoding="utf-8") for name in
                 ("raw", "refined", "gold")]
        for rows in build(split, seed, size, pools):
            for file, row in zip(files, rows):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        for file in files:
            file.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
