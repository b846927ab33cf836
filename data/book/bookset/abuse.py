"""Abusive and harmless rows of ../shared/data/toxic, decided by reading: keep, drop, or a minimal rewrite; kept as ids, offsets and new words.

  python3 -m bookset.abuse sample FOLDER           writes the rows in parts for readers
  python3 -m bookset.abuse store FOLDER OUT        readers' answers (FOLDER/*.answers) to OUT

An answer: `@@ NUMBER keep FRAME`, `@@ NUMBER drop CLASS` or `@@ NUMBER rewrite CLASS` with lines `old => new` (old occurs once; new may be empty)."""
import sys

from . import shared_rows

FRAMES = frozenset("harmless mention quotation counter-speech reclaimed praise denied playful self".split())
CLASSES = frozenset("insult obscenity threat identity-hate dehumanising sexual self-harm".split())
# (file, its text's field, field and value that choose, how many)
PLAN = (
    ("toxic/paradetox_pairs.jsonl.gz", "toxic", None, None, 1000), ("toxic/paradetox_cannot_rewrite.jsonl.gz", "text", None, None, 450),
    ("toxic/davidson_tweets.jsonl.gz", "text", "label", "hate", 180), ("toxic/davidson_tweets.jsonl.gz", "text", "label", "offensive", 220),
    ("toxic/davidson_tweets.jsonl.gz", "text", "label", "neither", 120), ("toxic/toxic_spans.jsonl.gz", "text", None, None, 830),
    ("toxic/context_toxicity_gn.jsonl.gz", "text", "toxic", 1, 60), ("toxic/context_toxicity_gn.jsonl.gz", "text", "toxic", 0, 170),
    ("toxic/semeval21_train_trial.jsonl.gz", "text", None, None, 250),
)


def sample():
    out, seen = [], set()
    for file, field, key, value, n in PLAN:
        rows = [r for r in shared_rows.read(file) if (key is None or r.get(key) == value) and r.get("split") == "train" and 4 <= len(r[field].split()) <= 160]
        taken = 0
        for row in shared_rows.draw(rows, 2 * n, "abuse"):
            if taken < n and row[field] not in seen:
                seen.add(row[field])
                taken += 1
                out.append({"file": file, "id": row["id"], "text": row[field]})
    return shared_rows.draw(out, len(out), "order")


def judge(item, rest, lines):
    text = item["text"]
    act, _, why = rest.partition(" ")
    why = why.strip()
    if act not in ("keep", "drop", "rewrite") or why not in (FRAMES if act == "keep" else CLASSES):
        raise ValueError(f"act or reason: {rest!r}")
    edits = []
    for line in lines if act == "rewrite" else ():
        old, arrow, new = line.partition(" =>")
        if not arrow or text.count(old) != 1:
            raise ValueError(f"occurs {text.count(old)} times: {old[:50]!r}")
        at = len(text[:text.index(old)].encode())
        edits.append([at, at + len(old.encode()), new.strip()])
    edits.sort()
    if act == "rewrite" and (not edits or any(a[1] > b[0] for a, b in zip(edits, edits[1:]))):
        raise ValueError("a rewrite needs edits that do not overlap")
    return {"act": act, "why": why} | ({"edits": edits} if edits else {})


if __name__ == "__main__":
    shared_rows.command(sys.argv[1:], sample(), judge, "rows", 150, lambda item: item["text"])
