#!/usr/bin/env python3
"""Rows for the head `pii`: annotated sources of ../shared/data/pii, the same with other names, and invented texts.

    train/builders/pii.py --data ../shared/data --out build/train

writes OUT/pii.jsonl: {"id","text","source","split","pii":[[begin,end,type]],"pii_types":[...],"weight"}. Offsets are UTF-8 bytes,
half-open. `dev` rows are "valid". About a tenth of each source's groups (a user, template, document) is "test". What is augmented
or invented is only ever "train", and made from train rows alone. Deterministic for a seed.
"""

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import sys

import machine_text
import pii_synth
import pii_templates
from pii_names import Names

ALL_TYPES = ["PERSON", "LOC", "ORG", "ADDRESS", "TITLE", "AGE", "NRP", "DATE"]
ENTITIES = ["PERSON", "LOC", "ORG"]
PRESIDIO_HONORIFICS = re.compile(r"(?i)^(mr|mrs|ms|miss|dr|prof)\.?$")
SEC_ROLES = re.compile(r"(?i)^(the )?(borrowers?|lenders?|bank|agent|guarantors?|tenant|landlord|company|seller|buyer|parent|trustee|banks)$")
MAX_TEXT_BYTES = 12000  # longer documents are cut at an empty line


def read_rows(data, name):
    with gzip.open(os.path.join(data, "pii", name), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held_out(group):
    return hashlib.sha256(group.encode()).digest()[0] < 26


def split_of(row, group):
    return "valid" if row["split"] == "dev" else "test" if is_held_out(group) else "train"


def spans_of(row):
    return [(s["start"], s["end"], s["norm"], s) for s in row["spans"]]


def segments_of(text, spans):
    """Segments of a text; of overlapping spans the first, longest one stays."""
    raw, out, at = text.encode(), [], 0
    for begin, end, kind in sorted(spans, key=lambda s: (s[0], -s[1])):
        if begin < at or end <= begin:
            continue
        if begin > at:
            out.append((raw[at:begin].decode(), None))
        out.append((raw[begin:end].decode(), kind))
        at = end
    if at < len(raw):
        out.append((raw[at:].decode(), None))
    return out


def row_of(name, segments, source, split, types, weight=1.0):
    text, spans, at = [], [], 0
    for piece, kind in segments:
        size = len(piece.encode())
        if kind:
            lead = len(piece.encode()) - len(piece.lstrip().encode())
            body = len(piece.strip().encode())
            if body:
                spans.append([at + lead, at + lead + body, kind])
        text.append(piece)
        at += size
    row = {"id": name, "text": "".join(text), "source": source, "split": split, "pii": spans, "pii_types": types}
    if weight != 1.0:
        row["weight"] = weight
    return row


def cut(segments):
    """Pieces of at most about MAX_TEXT_BYTES, cut where a segment without a type has an empty line."""
    piece, size = [], 0
    for text, kind in segments:
        if kind is None and size > MAX_TEXT_BYTES and "\n\n" in text:
            head, tail = text.split("\n\n", 1)
            yield piece + [(head, None)]
            piece, size, text = [], 0, tail
        piece.append((text, kind))
        size += len(text)
    yield piece


# --- sources: each yields (id, group, split, segments, types, weight, swaps per train row)


def lifebench(data):
    """PERSON takes the form of address in (`Mr. Li`, `Manager Liang`), LOC anything from a park to a full address."""
    rows = list(read_rows(data, "lifebench_dev.jsonl.gz"))
    users = sorted({r["user"] for r in rows if r["split"] == "train"}, key=lambda u: hashlib.sha256(u.encode()).digest())
    for row in rows:
        split = "valid" if row["split"] == "dev" else "test" if row["user"] == users[0] else "train"
        segments = segments_of(row["text"], [(b, e, n) for b, e, n, _ in spans_of(row) if n in ENTITIES])
        for i, piece in enumerate(cut(segments) if split == "train" else [segments]):
            yield f"{row['id']}/{i}", split, piece, ENTITIES, 1.0, 0.3, 0.6


def presidio(data):
    """One template number is one group in all generations. Honorifics are no title of ours. Older generations leave fixed words
    of the template (a year, `50 year old`, `Thai`) without label, so there DATE, AGE, NRP and TITLE are only known where marked."""
    for row in read_rows(data, "presidio_synth.jsonl.gz"):
        spans = [(b, e, n) for b, e, n, s in spans_of(row)
                 if n in ALL_TYPES and not (n == "TITLE" and PRESIDIO_HONORIFICS.match(row["text"].encode()[b:e].decode()))]
        is_v2 = row["source"].endswith("synth_v2")
        types = ALL_TYPES if is_v2 else ENTITIES + ["ADDRESS"]
        split = split_of(row, "presidio/" + row["group"].split("/")[1])
        yield row["id"], split, segments_of(row["text"], spans), types, 1.5, 3.0, 0.1


def entities(data, name, weight, swaps, group_field=None):
    for row in read_rows(data, name):
        group = row[group_field] if group_field else row["id"]
        yield (row["id"], split_of(row, group), segments_of(row["text"], [(b, e, n) for b, e, n, _ in spans_of(row) if n in ENTITIES]),
               ENTITIES, weight, swaps, 0.08)


def contracts(data):
    """Roles (`Borrower`, `Bank`) are no names; a place with a house number is an address."""
    for row in read_rows(data, "sec_fin5.jsonl.gz"):
        raw, spans = row["text"].encode(), []
        for begin, end, norm, _ in spans_of(row):
            value = raw[begin:end].decode()
            if norm not in ENTITIES or SEC_ROLES.match(value):
                continue
            is_street = norm == "LOC" and re.search(r"\d", value)
            spans.append((begin, end, "ADDRESS" if is_street else norm))
        yield row["id"], split_of(row, row["doc"]), segments_of(row["text"], spans), ENTITIES, 0.5, 0.0, 0.0


NAME_WORD = r"[A-Z0-9À-Þ][\w.'’&-]*"
NAME_RUN = re.compile(rf"{NAME_WORD}(?:,? (?:(?:of|the|and|for|de|del|della|la|van|von|der|den|du|al|bin|&|y) )*{NAME_WORD})*")


OFFICE = re.compile(r"(?:[A-Z][\w.]* )*?(?:President|Senator|Chancellor|Minister|Governor|Secretary|Justice|General|King|Queen|Mayor)(?: |$)")


def proper_part(value, kind):
    """(offset, length) in characters of the name inside a mention, without article and relative clause; None if there is none."""
    if kind == "DATE":
        return 0, len(value)
    match = NAME_RUN.search(re.split(r", (?:who|which|where|a|an|the|whose)\b| who | which | that ", value)[0])
    if not match:
        return None
    begin, text = match.start(), match[0]
    office = OFFICE.match(text)
    if kind == "PERSON" and office:
        begin, text = begin + office.end(), text[office.end():]
    text = re.sub("['’]s$", "", text)
    for article in ("The ", "A ", "An ", "Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Prof. "):
        if text.startswith(article):
            begin, text = begin + len(article), text[len(article):]
    return (begin, len(text)) if len(text) > 1 else None


def gum(data):
    """Mentions are whole noun phrases; the run of capitalised words in a named one stays."""
    for row in read_rows(data, "gum_train_dev.jsonl.gz"):
        raw, spans = row["text"].encode(), []
        for begin, end, norm, span in spans_of(row):
            if norm not in ("PERSON", "LOC", "ORG", "DATE") or not span.get("top") or (norm != "DATE" and span.get("form") != "name"):
                continue
            value = raw[begin:end].decode()
            part = proper_part(value, norm)
            if part:
                begin += len(value[: part[0]].encode())
                end = begin + len(value[part[0]: part[0] + part[1]].encode())
                spans.append((begin, end, norm))
        segments = segments_of(row["text"], spans)
        split = split_of(row, row["id"])
        for i, piece in enumerate(cut(segments) if split == "train" else [segments]):
            yield f"{row['id']}/{i}", split, piece, ENTITIES, 0.7, 0.3, 0.08


def addresses(data, names):
    """Address lines as one span each, in carrier texts."""
    carriers = [t for t in pii_templates.SENTENCES + pii_templates.FOREIGN if "{A}" in t]
    for row in read_rows(data, "usaddress_train.jsonl.gz"):
        split = split_of(row, row["id"])
        kind = row["source"].rsplit("/", 1)[-1]
        keep = 0.02 if kind.startswith("osm") or kind == "labeled" else 0.35
        if split == "test" or names.rng.random() >= keep or any(s["norm"] != "ADDRESS" for s in row["spans"]):
            continue
        fill = pii_synth.Filler(names)
        before, after = names.pick(carriers).split("{A}", 1)
        segments = fill.fill(before) + [(row["text"].strip(" ,.;"), "ADDRESS")] + fill.fill(after)
        yield row["id"], split, segments, ALL_TYPES, 1.0, 0.0, 0.0


def nameless(rng):
    """Machines' text: nobody's name in it."""
    for name, text in machine_text.invented(rng, 5000):
        yield f"machine/{name}", text, "machine/invented"
    for name, text in machine_text.real(rng, 2400):
        yield f"machine/{name}", text, "machine/real"


def build(data, out, synthetic, seed):
    rng = random.Random(seed)
    names = Names(data, rng)
    sources = {
        "lifebench": lifebench(data), "presidio": presidio(data), "uner": entities(data, "uner_ewt_dev.jsonl.gz", 2.5, 2.0, "doc"),
        "wnut17": entities(data, "wnut17_train_dev.jsonl.gz", 1.0, 0.5), "btc": entities(data, "btc_abefg.jsonl.gz", 0.7, 0.3),
        "wikigold": entities(data, "wikigold_train.jsonl.gz", 1.5, 2.0), "sec": contracts(data), "gum": gum(data),
        "usaddress": addresses(data, names)}
    counts = {}

    def write(row):
        size = counts.setdefault((row["source"], row["split"]), [0, 0, 0])
        size[0] += 1
        size[1] += len(row["pii"])
        size[2] += len(row["text"].encode())
        out.write(json.dumps(row, ensure_ascii=False) + "\n")

    for source, rows in sources.items():
        for name, split, segments, types, weight, swaps, chinese in rows:
            write(row_of(f"pii/{name}", segments, source, split, types, weight))
            if split != "train" or not any(kind for _, kind in segments):
                continue
            times = int(swaps) + (rng.random() < swaps % 1)
            for i in range(times):
                changed = pii_synth.noise(pii_synth.swap(segments, names, chinese), rng)
                write(row_of(f"pii/{name}/swap{i}", changed, source + "_swap", split, types, weight))
    for i in range(synthetic):
        segments = pii_synth.noise(pii_synth.synthetic_text(names), rng)
        write(row_of(f"pii/synthetic/{i}", segments, "synthetic", "train", ALL_TYPES))
    for name, text, source in nameless(rng):
        split = "test" if is_held_out(name) else "valid" if is_held_out("valid/" + name) else "train"
        write(row_of(f"pii/{name}", [(text, None)], source, split, ALL_TYPES, 0.5))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--out", default="build/train")
    parser.add_argument("--synthetic", type=int, default=20000, help="invented texts")
    parser.add_argument("--seed", type=int, default=4)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    path = os.path.join(args.out, "pii.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        counts = build(args.data, out, args.synthetic, args.seed)
    for (source, split), (rows, spans, size) in sorted(counts.items()):
        print(f"{source:16} {split:6} {rows:7} rows {spans:8} spans {size:10} bytes", file=sys.stderr)
    print(f"{path}: {sum(c[2] for c in counts.values())} bytes of text", file=sys.stderr)


if __name__ == "__main__":
    main()
