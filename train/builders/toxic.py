#!/usr/bin/python3
"""Training rows for toxic spans, detoxifying edits and the document label (docs/design/0009-encoder.md).

    python3 train/builders/toxic.py --data ../shared/data --out build/train

Writes toxic.jsonl (all splits), toxic_contrast.jsonl (contrast cases of the test, never trained on) and
toxic_labels.json (labels of head `detox` with counts). Deterministic. No text of the data leaves the out folder.
Splits: dev rows of the data are "valid"; of the others, a group (same text after folding) whose SHA-256 begins with
a byte under 26 is "test". A text that two sources share has one split everywhere.
"""

import argparse
import collections
import csv
import gzip
import hashlib
import json
import os
import random
import re

import contrast
from obfuscate import disguise_spans
from pair_edits import Pairs

PHRASES = 150
NOISE = re.compile(r"https?://\S+|@\w+|&\w+;|\brt\b", re.IGNORECASE)
MAX_CHARS = 2000  # longer comments are cut out of training, not truncated: a span may lie behind the cut


def read(data, name):
    with gzip.open(os.path.join(data, name), "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def key_of(text):
    """What two copies of a text share: its letters and digits, without links, mentions and retweet marks."""
    return " ".join(re.findall(r"[^\W_]+", NOISE.sub(" ", text).lower()))


def hashed(name):
    return hashlib.sha256(name.encode()).digest()[0]


class Splits:
    """The split of each text; a text that any source calls dev is valid in all of them."""

    def __init__(self, dev_texts):
        self.valid = {key_of(t) for t in dev_texts}

    def of(self, text):
        key = key_of(text)
        if key in self.valid:
            return "valid"
        return "test" if hashed(key) < 26 else "train"


def to_bytes(text, spans):
    """Spans in code points to spans in UTF-8 bytes."""
    at = [0]
    for c in text:
        at.append(at[-1] + len(c.encode()))
    return [[at[s[0]], at[s[1]]] + list(s[2:]) for s in spans]


def to_chars(text, spans):
    raw = text.encode()
    return [[len(raw[: s[0]].decode()), len(raw[: s[1]].decode())] for s in spans]


def whole_words(text, spans):
    """Spans (code points) grown to whole words, merged; raters' marks sometimes stop inside one."""
    out = []
    for begin, end in sorted(spans):
        while 0 < begin and text[begin - 1].isalnum() and text[begin].isalnum():
            begin -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        if out and begin <= out[-1][1]:
            out[-1][1] = max(end, out[-1][1])
        else:
            out.append([begin, end])
    return out


def comment_rows(data, splits):
    """Comments with rater spans: the official gold where there is one."""
    gold = {r["text"]: r for r in read(data, "toxic/semeval21_train_trial.jsonl.gz")}
    rows = read(data, "toxic/toxic_spans.jsonl.gz")
    known = {r["text"] for r in rows}
    for r in rows + [g for text, g in gold.items() if text not in known]:
        official = gold.get(r["text"])
        spans = [[s["start"], s["end"]] for s in (official or r)["spans"]]
        split = splits.of(r["text"])
        row = {"id": r["id"], "text": r["text"], "split": split,
               "source": "semeval21" if official else "toxic_spans"}
        # Scoring uses the gold as it is; training learns whole words.
        row["toxic"] = (to_bytes(r["text"], whole_words(r["text"], to_chars(r["text"], spans)))
                        if split == "train" else spans)
        if spans:
            row["toxic_doc"] = 1
        yield row


def tweet_rows(data, splits):
    for r in read(data, "toxic/davidson_tweets.jsonl.gz"):
        row = {"id": r["id"], "text": r["text"], "source": "davidson", "split": splits.of(r["text"]),
               "toxic_doc": int(r["label"] != "neither")}
        if r["label"] == "neither":
            row["toxic"] = row["detox"] = []
        yield row


def talk_rows(data, splits):
    for name in ("gn", "small"):
        for r in read(data, f"toxic/context_toxicity_{name}.jsonl.gz"):
            yield {"id": r["id"], "text": r["text"], "source": f"context_{name}", "split": splits.of(r["text"]),
                   "toxic_doc": int(r["toxic"])}


def detokenise(text):
    """Ordinary spelling for the pairs' tokenised lower case."""
    text = re.sub(r" ([.,!?;:%)\]}]+)(?= |$)", r"\1", text)
    text = re.sub(r"([(\[{]) ", r"\1", text)
    text = re.sub(r" ?' ?(s|m|re|ve|ll|d|t)\b", r"'\1", text)
    text = re.sub(r" n't\b", "n't", text)
    text = re.sub(r"\bi\b", "I", text)
    return re.sub(r"(^|[.!?] )([a-z])", lambda m: m.group(1) + m.group(2).upper(), text)


def pair_rows(data, splits, pairs):
    seen = set()
    for r in read(data, "toxic/paradetox_pairs.jsonl.gz"):
        split = splits.of(r["toxic"])
        group = f"paradetox/{r['group']}"
        for kind, text in (("tok", r["toxic"]), ("plain", detokenise(r["toxic"]))):
            if kind == "plain" and (split != "train" or text == r["toxic"]):
                continue
            edits = pairs.edits(text, r["neutral"])
            row = {"id": f"{r['id']}/{kind}", "text": text, "source": "paradetox", "split": split, "group": group,
                   "toxic_doc": 1}
            if edits:
                row["detox"] = to_bytes(text, edits)
            mark = (text, json.dumps(row.get("detox")))
            if mark not in seen:
                seen.add(mark)
                if split != "train":
                    row["rewrite"] = r["neutral"]
                yield row
            elif split != "train":
                yield {**row, "rewrite": r["neutral"]}
        neutral = r["neutral"]
        if (neutral, "") not in seen:
            seen.add((neutral, ""))
            yield {"id": f"{r['id']}/neutral", "text": neutral, "source": "paradetox_neutral", "split": split,
                   "group": group, "toxic_doc": 0, "detox": []}


def refused_rows(data, splits):
    """Sentences that no wording makes harmless: toxic as a whole, without spans."""
    for r in read(data, "toxic/paradetox_cannot_rewrite.jsonl.gz"):
        if r["reasons"] == ["toxic_content"]:
            yield {"id": r["id"], "text": r["text"], "source": "paradetox_cannot", "split": splits.of(r["text"]),
                   "toxic_doc": 1}


def clean_rows(data, strong, rng):
    """Paragraphs of books, manuals and human web text without a strong word."""
    sources = [("corpus/web_gold", 2500), ("corpus/eltec_novels", 2000), ("corpus/peps", 500),
               ("corpus/cpp_docs", 500), ("aitext/l2r_train", 2500)]
    for name, want in sources:
        kept = []
        for r in read(data, f"{name}.jsonl.gz"):
            if name.startswith("aitext") and r["source"] != "human":
                continue
            group = r.get("pair", r["id"])
            dev = r["split"] == "dev"
            split = "valid" if dev else "test" if hashed(group) < 26 else "train"
            for k, text in enumerate(re.split(r"\n\s*\n", r["text"])):
                if 40 <= len(text) <= 800 and not any(w in strong for w in key_of(text).split()):
                    kept.append({"id": f"clean/{r['id']}/{k}", "text": text, "source": "clean/" + name.split("/")[1],
                                 "split": split, "toxic": [], "toxic_doc": 0, "detox": []})
        rng.shuffle(kept)
        yield from kept[:want]


def everyday_rows(data, strong):
    """Tweets, comments and mails that were not gathered for their abuse, without a strong word: the rate of everyday life."""
    for name in ("wnut17_train_dev", "btc_abefg", "uner_ewt_dev"):
        for r in read(data, f"pii/{name}.jsonl.gz"):
            if len(r["text"]) < 20 or any(w in strong for w in key_of(r["text"]).split()):
                continue
            split = "valid" if r["split"] == "dev" else "test" if hashed(r["id"]) < 26 else "train"
            yield {"id": f"everyday/{r['id']}", "text": r["text"], "source": "everyday/" + name.split("_")[0], "split": split,
                   "toxic_doc": 0, "detox": []}


def with_disguises(rows, rng):
    for row in rows:
        yield row
        spans = row.get("toxic") or row.get("detox")
        if row["split"] != "train" or not spans or rng.random() > 0.2 or row["source"].startswith("clean"):
            continue
        name = "toxic" if row.get("toxic") else "detox"
        text = row["text"]
        chars = [c + list(s[2:]) for c, s in zip(to_chars(text, spans), spans)]
        new, moved = disguise_spans(text, sorted(chars), rng)
        if new != text:
            yield {**{k: v for k, v in row.items() if k not in ("toxic", "detox")},
                   "id": row["id"] + "/disguised", "text": new, name: to_bytes(new, moved)}


def lexicon(data):
    with open(os.path.join(data, "toxic/profanity_en.tsv"), encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--out", default="build/train")
    args = parser.parse_args()
    rng = random.Random(4)
    words = lexicon(args.data)
    offensive = {w["text"].lower() for w in words}
    strong = {w["text"].lower() for w in words if float(w["severity_rating"] or 0) >= 1.5}
    slurs = sorted({w["text"].lower() for w in words if w["text"].isalpha() and float(w["severity_rating"] or 0) >= 1.5
                    and w["category_1"] in ("racial / ethnic slurs", "mental disability", "other / general insult",
                                            "sexual orientation / gender")})
    rng.shuffle(slurs)

    raw = read(args.data, "toxic/paradetox_pairs.jsonl.gz")
    dev = [r["toxic"] for r in raw if r["split"] == "dev"]
    for name, field in (("semeval21_train_trial", "text"), ("toxic_spans", "text"), ("davidson_tweets", "text"),
                        ("context_toxicity_gn", "text"), ("context_toxicity_small", "text")):
        dev += [r[field] for r in read(args.data, f"toxic/{name}.jsonl.gz") if r["split"] == "dev"]
    splits = Splits(dev)
    train_pairs = [(r["toxic"], r["neutral"]) for r in raw if splits.of(r["toxic"]) == "train"]
    pairs = Pairs(train_pairs, strong)
    phrases = pairs.learn_phrases(train_pairs, PHRASES, offensive)

    rows = []
    for source in (comment_rows(args.data, splits), tweet_rows(args.data, splits), talk_rows(args.data, splits),
                   pair_rows(args.data, splits, pairs), refused_rows(args.data, splits),
                   clean_rows(args.data, strong, rng), everyday_rows(args.data, strong)):
        rows += [r for r in source if len(r["text"]) <= MAX_CHARS or r["split"] != "train"]
    for k, r in enumerate(contrast.rows("train", slurs[:24])):
        row = {"id": f"contrast/{k:04d}", "text": r["text"], "source": "contrast/" + r["kind"], "split": "train",
               "toxic": r["toxic"], "toxic_doc": r["toxic_doc"]}
        rows.append(row if r["toxic_doc"] else {**row, "detox": []})
    rows = list(with_disguises(rows, rng))
    os.makedirs(args.out, exist_ok=True)
    write(os.path.join(args.out, "toxic.jsonl"), rows)
    write(os.path.join(args.out, "toxic_contrast.jsonl"),
          [{"id": f"contrast/test/{k:04d}", "split": "test", **r} for k, r in enumerate(contrast.rows("test", slurs[:24]))])
    labels = ["KEEP", "DELETE"] + ["REPLACE:" + p for p, _ in phrases]
    with open(os.path.join(args.out, "toxic_labels.json"), "w", encoding="utf-8") as f:
        json.dump({"toxic": ["O", "TOXIC"], "toxic_doc": ["toxic"], "detox": labels, "counts": dict(phrases)}, f, indent=1)
    report(rows)


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        for row in rows:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")


def report(rows):
    table = collections.Counter((r["source"], r["split"]) for r in rows)
    for (source, split), n in sorted(table.items()):
        print(f"{source:24} {split:6} {n:6}")


if __name__ == "__main__":
    main()
