#!/usr/bin/python3
"""Training rows for the judge of sentences (docs/design/0012-toxicity.md).

    python3 train/builders/toxic.py --data ../shared/data --out build/train
    data/book/compile --split train -o build/train/book.jsonl
    python3 train/builders/sentences.py --data ../shared/data --rows build/train --authors data/abuse --out build/train/sentences.jsonl

A row: {"id", "text", "source", "split", "ranges": [[begin, end, acts, class, frame], ...], "rest": acts, "gone": [[begin, end], ...]}; bytes of the text.
`acts` holds every act that the source leaves open ("kdrwx": keep, delete, replace, rewrite, drop), "" says nothing; class and frame are null where the source
is silent. What lies in no range has `rest`. `gone`: what a minimal rewrite takes out, null where there is none. Deterministic.
Rows whose text has the split "test" (train/builders/toxic.py) are left out: the third judge of studies/rewrite learns from those.
"""
import argparse
import difflib
import gzip
import json
import lzma
import os
import random
import re

import repairs
import statements
import toxic
from toxic import Splits, hashed, read

ABUSE = "drwx"
ACTS = {"keep": "k", "delete": "d", "replace": "r", "rewrite": "w", "drop": "x"}
TYPES = {"Insult": "insult", "Profane/Obscene": "obscenity", "Identity based Attack": "identity_hate", "Threat": "threat", "Other Toxicity": None}
REASONS = {"insult": "insult", "obscenity": "obscenity", "identity-hate": "identity_hate", "dehumanising": "dehumanising", "threat": "threat",
           "sexual": "sexual", "self-harm": "self_harm", "harmless": "none"}
FRAMES = {"playful": "playful", "praise": "praise", "quotation": "quoted", "mention": "quoted", "counter-speech": "reported", "reclaimed": "reclaimed",
          "denied": "denied"}


def byte_of(text):
    at = [0]
    for c in text:
        at.append(at[-1] + len(c.encode()))
    return at


def words_of(text):
    return [(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]


def gone_spans(old, new):
    """Spans of `old` (code points) that `new` does not have, by words."""
    a, b = words_of(old), words_of(new)
    blocks = difflib.SequenceMatcher(None, [old[i:j].lower() for i, j in a], [new[i:j].lower() for i, j in b], autojunk=False).get_opcodes()
    return [[a[i][0], a[j - 1][1]] for kind, i, j, _, _ in blocks if kind in ("delete", "replace")]


def author_rows(folder, names=None):
    """Passages by authors, judged sentence by sentence by who wrote them (data/abuse)."""
    for name in names or sorted(os.listdir(folder)):
        if not name.endswith(".jsonl"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                text, at = row["text"], 0
                before = row.get("before") or ""
                if before:
                    text, at = before + "\n" + text, len(before) + 1
                place, ranges, gone = byte_of(text), [], []
                for s in row["sentences"]:
                    begin = text.find(s["s"], at)
                    if begin < 0:
                        raise SystemExit(f"{folder}/{name}: {row['id']}: a sentence does not stand in the text in its turn")
                    at = begin + len(s["s"])
                    ranges.append([place[begin], place[at], ACTS[s["act"]], s["class"], s["frame"]])
                    if s["act"] in ("delete", "replace"):
                        gone += [[place[begin + i], place[begin + j]] for i, j in gone_spans(s["s"], s["new"])]
                yield {"id": row["id"], "text": text, "source": "author", "author": name[:-6], "ranges": ranges, "rest": "", "gone": gone}
                yield from mended(row, name[:-6])


def mended(row, author):
    """The passage as its author leaves it behind, if that is another one: nothing in it goes but what was kept as said by others."""
    if not any(s["act"] != "keep" for s in row["sentences"]):
        return
    text, ranges, size = "", [], 0
    for s in row["sentences"]:
        left = s["s"] if s["act"] == "keep" else s.get("new", "")
        if left:
            text += (" " if text else "") + left
            ranges.append([size + bool(size), len(text.encode()), "k", s["class"] if s["act"] == "keep" else "none", s["frame"] if s["act"] == "keep" else "none"])
            size = len(text.encode())
    if text:
        yield {"id": row["id"] + "/mended", "text": text, "source": "mended", "author": author, "ranges": ranges, "rest": "", "gone": None}


def judged_rows(data, path):
    """Rows of other collections, decided by reading (data/book/abuse.jsonl.xz)."""
    texts = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    for name in {j["file"] for j in judged}:
        texts.update({r["id"]: r.get("text") or r.get("toxic") for r in read(data, name)})
    for j in judged:
        text = texts[j["id"]]
        whole = [0, len(text.encode())]
        row = {"id": "judged/" + j["id"], "text": text, "source": "judged"}
        frame = FRAMES.get(j["why"])
        if j["act"] == "keep":
            yield {**row, "ranges": [whole + ["k", "none" if j["why"] == "harmless" else None, frame or ("none" if j["why"] == "harmless" else None)]],
                   "rest": "", "gone": None}
        elif j["act"] == "drop":
            yield {**row, "ranges": [whole + ["x", REASONS[j["why"]], "said"]], "rest": "", "gone": None}
        else:
            spans = [[a, b, "r" if new else "d", REASONS[j["why"]], "said"] for a, b, new in j["edits"]]
            yield {**row, "ranges": spans, "rest": "k", "gone": [s[:2] for s in spans if s[0] < s[1]]}


def read_rows(data, path):
    """The same, sentence by sentence (data/book/abuse_sentences.jsonl.xz)."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        judged = [json.loads(line) for line in lines]
    texts = {r["id"]: r["text"] for name in {j["file"] for j in judged} for r in read(data, name)}
    for j in judged:
        ranges = [[begin, end, ACTS[act], kind, frame] for begin, end, act, kind, frame, _ in j["sentences"]]
        gone = [place for s in j["sentences"] for place in s[5]]
        yield {"id": "read/" + j["id"], "text": texts[j["id"]], "source": "judged", "ranges": ranges, "rest": "", "gone": gone}


def comment_rows(data):
    for r in read(data, "toxic/toxic_spans.jsonl.gz"):
        sure = [[s["start"], s["end"], ABUSE, TYPES.get(s.get("type")), "said"] for s in r["spans"] if s["votes"] >= 2]
        unsure = [[m["start"], m["end"], "", None, None] for m in r["marks"]]
        yield {"id": r["id"], "text": r["text"], "source": "comments", "ranges": sure + unsure, "rest": "k", "gone": None}


def pair_rows(rows):
    """Of the builder's pairs: the sentence with what rewriters usually take, and the rewrite as harmless."""
    for r in rows:
        whole = [0, len(r["text"].encode())]
        row = {"id": r["id"], "text": r["text"], "source": "pairs/" + r["source"].split("_")[-1]}
        if r["source"] == "paradetox":
            gone = [d[:2] for d in r["detox"] if d[0] < d[1]] if r.get("detox") else None
            yield {**row, "ranges": [whole + ["drw", None, "said"]], "rest": "", "gone": gone}
        elif r["source"] == "paradetox_neutral":
            yield {**row, "ranges": [whole + ["k", "none", None]], "rest": "", "gone": None}


def tweet_rows(data):
    for r in read(data, "toxic/davidson_tweets.jsonl.gz"):
        votes, whole = r["votes"], [0, len(r["text"].encode())]
        if votes["hate"] >= 2 and votes["neither"] == 0:
            yield {"id": r["id"], "text": r["text"], "source": "tweets/hate", "ranges": [whole + [ABUSE, "identity_hate", "said"]], "rest": "", "gone": None}
        elif r["label"] == "neither" and votes["neither"] >= 3:
            yield {"id": r["id"], "text": r["text"], "source": "tweets/neither", "ranges": [whole + ["k", "none", None]], "rest": "", "gone": None}
        else:  # raters agree on a word, not on a meaning
            yield {"id": r["id"], "text": r["text"], "source": "open", "ranges": [], "rest": "", "gone": None}


def harmless_rows(data, rows_folder, rng):
    """Passages of books, manuals, mails and of the book of private values: nothing in them goes."""
    for name, want in (("web_gold.jsonl.gz", 3000), ("eltec_novels.jsonl.gz", 5000), ("peps.jsonl.gz", 300), ("cpp_docs.jsonl.gz", 300),
                       ("modern_en_a.jsonl.xz", 4000), ("modern_en_b.jsonl.xz", 4000), ("modern_en_c.jsonl.xz", 1500)):
        path, kept = os.path.join(data, "corpus", name), []
        with (lzma if name.endswith("xz") else gzip).open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                r = json.loads(line)
                if r["split"] == "dev":
                    continue
                for k, part in enumerate(re.split(r"\n\s*\n", r["text"])):
                    if 30 <= len(part) <= 700 and rng.random() < 0.25:
                        kept.append((f"{r['id']}/{k}", part))
        rng.shuffle(kept)
        for name_, part in kept[:want]:
            yield harmless("prose/" + name_, part, "prose/" + name.split(".")[0])
    for name in ("wnut17_train_dev", "btc_abefg", "uner_ewt_dev"):
        for r in read(data, f"pii/{name}.jsonl.gz"):
            if r["split"] != "dev":
                yield harmless("everyday/" + r["id"], r["text"], "everyday")
    for name, lines_of, parts in (("irc_chat", 5, 5), ("multidogo", 6, 1), ("sgd_dialogues", 8, 1)):
        for r in read(data, f"pii/{name}.jsonl.gz"):
            lines = r["text"].split("\n")
            for k in range(parts):
                begin = rng.randrange(max(1, len(lines) - lines_of))
                if r["split"] != "dev":
                    yield harmless(f"chat/{r['id']}/{k}", "\n".join(lines[begin:begin + lines_of])[:700], "chat")
    book = os.path.join(rows_folder, "book.jsonl")
    if os.path.exists(book):
        with open(book, encoding="utf-8") as lines:
            for r in map(json.loads, lines):
                if r.get("lang", "en") == "en":
                    yield harmless("book/" + r["id"], r["text"][:1500], "book")


def harmless(name, text, source):
    return {"id": name, "text": text, "source": source, "ranges": [], "rest": "k", "gone": None}


def contrast_rows(rows):
    for r in rows:
        kind = r["source"].split("/")[1]
        whole = [0, len(r["text"].encode())]
        frame = {"mention": "quoted", "quotation": "quoted", "counter": "reported", "reclaimed": "reclaimed"}.get(kind)
        label = [ABUSE, "insult", "said"] if r["toxic_doc"] else ["k", None, frame]
        yield {"id": r["id"], "text": r["text"], "source": "contrast", "ranges": [whole + label], "rest": "",
               "gone": [s[:2] for s in r["toxic"]] if r["toxic_doc"] else None}


def composed_rows(rng):
    """Sentences of train/builders/statements.py, alone and among harmless ones."""
    drawn = list(statements.rows())
    calm = [r for r in drawn if r[3] == "none"]
    for k, one in enumerate(drawn):
        parts = [one] + [rng.choice(calm) for _ in range(rng.choice((0, 0, 1, 2)))]
        rng.shuffle(parts)
        text, ranges = "", []
        for words, acts, kind, frame in parts:
            if rng.random() < .15:
                words = words.lower()
            text += " " if text else ""
            begin = len(text.encode())
            text += words
            ranges.append([begin, len(text.encode()), acts, kind, frame])
            if words[-1] not in ".!?'\"":
                text += "\n"
        yield {"id": f"composed/{k:05d}", "text": text.rstrip(), "source": "composed", "split": "train", "ranges": ranges, "rest": "", "gone": None}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--rows", default="build/train", help="with toxic.jsonl, and book.jsonl if it is there")
    parser.add_argument("--judged", default="data/book/abuse.jsonl.xz")
    parser.add_argument("--read", default="data/book/abuse_sentences.jsonl.xz")
    parser.add_argument("--repairs", default="data/abuse/repairs.jsonl.xz")
    parser.add_argument("--authors", default="data/abuse")
    parser.add_argument("--dev", default="", help="authors who are not trained on, parted by commas")
    parser.add_argument("--out", default="build/train/sentences.jsonl")
    parser.add_argument("--also", action="append", default=[], help="a file of an author that lies elsewhere, to look at")
    args = parser.parse_args()
    rng = random.Random(22)
    with open(os.path.join(args.rows, "toxic.jsonl"), encoding="utf-8") as lines:
        built = [json.loads(line) for line in lines]
    split_of = {toxic.key_of(r["text"]): r["split"] for r in built}
    rows = []
    for row in author_rows(args.authors):
        rows.append({**row, "split": "dev" if row["author"] in args.dev.split(",") else "train"})
    for path in args.also:
        rows += [{**row, "split": "dev"} for row in author_rows(os.path.dirname(path), [os.path.basename(path)]) if row["source"] == "author"]
    rows += composed_rows(rng)
    others = [*judged_rows(args.data, args.judged), *read_rows(args.data, args.read), *comment_rows(args.data), *pair_rows(r for r in built if r["split"] == "train"),
              *tweet_rows(args.data), *contrast_rows(r for r in built if r["source"].startswith("contrast")),
              *harmless_rows(args.data, args.rows, rng)]
    others += repairs.judged(repairs.read(args.repairs), {r["id"]: r["text"] for r in others})
    # What the judged rows decide, other sources of the same text do not decide again.
    judged = {toxic.key_of(r["text"]) for r in others if r["source"] == "judged"}
    for row in others:
        key = toxic.key_of(row["text"])
        if row["source"] != "judged" and key in judged:
            continue
        split = split_of.get(key) or ("test" if hashed(key) < 26 else "train")
        if row["source"] == "judged":
            split = "test" if split == "test" else "dev" if hashed(key + "/judged") < 51 else "train"
        if split == "test" or (split == "valid" and row["source"] != "judged") or len(row["text"]) > 2000:
            continue
        rows.append({**row, "split": split})
    with open(args.out, "w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    counts = {}
    for row in rows:
        counts[row["source"], row["split"]] = counts.get((row["source"], row["split"]), 0) + 1
    for (source, split), n in sorted(counts.items()):
        print(f"{source:24} {split:6} {n:6}")


if __name__ == "__main__":
    main()
