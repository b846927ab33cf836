#!/usr/bin/env python3
"""Trains models/language.bin, the language identifier (src/curate/detector/language_model.h).

    train/language.py TEXTS.jsonl[.xz] ENGLISH.jsonl[.xz] WHEELS/ OUT.bin      (needs fasttext, numpy)

TEXTS: rows {"text","lang"}. ENGLISH: rows {"text"}. WHEELS: a folder of Python wheels with translations (.mo), as
`pip download --no-deps django wagtail django-allauth sphinx nikola kolibri` makes it; those of this machine in
/usr/share/locale are read too. The universal declaration of human rights is kept for the test: studies/language.

A text is reduced to its letters in lower case (normal()), its words to runs of 1 to 4 characters hashed into BUCKETS
rows of DIM numbers; a language's score is a linear function of their mean. fastText does the training; a word has no row
of its own (min_count), so all that is learnt are n-grams. Rows are kept as 8 bits."""

import collections
import gettext
import io
import json
import lzma
import pathlib
import random
import re
import struct
import sys
import tempfile
import zipfile

DIM, BUCKETS, MIN_N, MAX_N = 16, 1 << 17, 1, 4
MOST_CHARS, FEWEST_CHARS, OVERSAMPLED = 600_000, 15_300, 150_000
# Codes of locales and of the rows, by what the model calls them.
SAME = {"nb": "no", "iw": "he", "in": "id", "fil": "tl", "pt_br": "pt", "zh_cn": "zh", "zh_tw": "zh", "zh_hk": "zh",
        "zh_hans": "zh", "zh_hant": "zh", "prs": "fa"}
# Written variants, constructed ones, and too close to another or too little known to be told apart by this.
LEFT_OUT = {"io", "ia", "en", "kab", "udm", "dsb", "hsb", "szl", "ff", "la", "nah", "nv", "ach", "ast", "an", "tlh", "ie", "vec",
            "nds", "wa", "li", "rw", "crh", "csb", "tt", "fur", "br", "os", "sh"}
MARKUP = re.compile(r"<[^>]*>|%\([^)]*\)[a-z]|%[-\d.]*[a-z]|\{[^}]*\}|\[\[[^]]*\]\]|&\w+;|https?://\S+|\S+@\S+|[\w./-]*/[\w./-]*|--?[A-Za-z][\w-]*|_")


def normal(text):
    """Letters and marks in lower case; everything else parts words. As src/curate/detector/language_model.cc has it."""
    out = []
    for c in text:
        if c.isascii():
            out.append(c.lower() if c.isalpha() else " ")
            continue
        code = ord(c)
        if 0x80 <= code < 0xC0 or code in (0xD7, 0xF7) or 0x2000 <= code < 0x2C00 or 0x3000 <= code < 0x3005 \
                or 0x3008 <= code < 0x3021 or 0xFF00 <= code < 0xFF21 or 0xFF3B <= code < 0xFF41 \
                or 0xFF5B <= code < 0xFF66 or 0xE000 <= code < 0xF900 or 0xFE00 <= code < 0xFE70 or code >= 0x1F000:
            out.append(" ")
        else:
            lower = c.lower()
            out.append(lower if len(lower) == 1 else c)
    return " ".join("".join(out).split())


def code_of(name):
    """`pt_BR`, `sr@latin`, `zh-hant` -> a code of the model."""
    name = name.lower().replace("-", "_").split(".")[0]
    base = name.split("@")[0]
    code = SAME.get(base) or SAME.get(base.split("_")[0]) or base.split("_")[0]
    return code


def messages(data):
    try:
        catalog = gettext.GNUTranslations(io.BytesIO(data))._catalog
    except Exception:  # broken catalogs exist; one less
        return
    for source, text in catalog.items():
        source = source[0] if isinstance(source, tuple) else source
        if source and text and text != source:
            yield MARKUP.sub(" ", text)


def collect(texts, english, wheels):
    found = collections.defaultdict(list)
    with (lzma.open if texts.endswith(".xz") else open)(texts, "rt") as file:
        for line in file:
            row = json.loads(line)
            found[code_of(row["lang"])].append(("text", row["text"]))
    with (lzma.open if english.endswith(".xz") else open)(english, "rt") as file:
        for i, line in enumerate(file):
            if i % 20 == 0:
                found["en"].append(("text", json.loads(line)["text"]))
    catalogs = []
    for wheel in sorted(pathlib.Path(wheels).glob("*.whl")):
        archive = zipfile.ZipFile(wheel)
        for name in sorted(archive.namelist()):
            match = re.search(r"/(?:locale|locales)/([^/]+)/LC_MESSAGES/[^/]+\.mo$", name)
            if match:
                catalogs.append((match[1], archive.read(name)))
    for path in sorted(pathlib.Path("/usr/share/locale").glob("*/LC_MESSAGES/*.mo")):
        catalogs.append((path.parts[-3], path.read_bytes()))
    for name, data in catalogs:
        code = code_of(name)
        if code not in LEFT_OUT:
            found[code].extend(("message", text) for text in messages(data))
    return found


def samples(pieces, rng):
    """Pieces of 1 to 40 words, half of them shorter than 12; texts and messages take turns."""
    lines = {"text": [], "message": []}
    for kind, text in pieces:
        words = normal(text).split(" ")
        at = 0
        while at < len(words):
            n = rng.choice((3, 5, 8, 12, 20, 40))
            piece = words[at:at + n]
            at += n
            if sum(map(len, piece)) >= 6:
                lines[kind].append(" ".join(piece))
    for kind in lines:
        rng.shuffle(lines[kind])
    size, made = 0, []
    while size < MOST_CHARS and (lines["text"] or lines["message"]):
        for kind in lines:
            if lines[kind]:
                made.append(lines[kind].pop())
                size += len(made[-1])
    return made, size


def in_4_bits(grams):
    """(scales that bfloat16 has, numbers of 0 to 15): of some scales the one that a row loses least by."""
    import numpy
    least = numpy.full(len(grams), numpy.inf)
    scales = numpy.ones(len(grams), numpy.float32)
    top = numpy.abs(grams).max(axis=1)
    for steps in (5.5, 6, 6.5, 7, 7.5, 8, 9, 10):
        scale = numpy.where(top > 0, top / steps, 1).astype(numpy.float32)
        scale = (scale.view(numpy.uint32) + numpy.uint32(0x8000) & numpy.uint32(0xFFFF0000)).view(numpy.float32)
        lost = ((numpy.clip(numpy.rint(grams / scale[:, None]), -8, 7) * scale[:, None] - grams) ** 2).sum(axis=1)
        scales[lost < least] = scale[lost < least]
        least = numpy.minimum(least, lost)
    return scales, (numpy.clip(numpy.rint(grams / scales[:, None]), -8, 7) + 8).astype(numpy.uint8)


def main():
    import fasttext
    import numpy

    texts, english, wheels, out = sys.argv[1:]
    rng = random.Random(1)
    found = collect(texts, english, wheels)
    rows, kept = [], []
    for code, pieces in sorted(found.items()):
        unique = list(dict.fromkeys(pieces))
        made, size = samples(unique, rng)
        if size < FEWEST_CHARS or not re.fullmatch(r"[a-z]{2,3}", code):
            continue
        kept.append(code)
        print(code, size, file=sys.stderr)
        for _ in range(max(1, OVERSAMPLED // size)):
            rows += [f"__label__{code} {line}" for line in made]
    rng.shuffle(rows)
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as file:
        file.write("\n".join(rows) + "\n")
    # Each line is one end-of-line word, so there are as many as lines; no other word is as frequent.
    model = fasttext.train_supervised(file.name, dim=DIM, minn=MIN_N, maxn=MAX_N, bucket=BUCKETS, minCount=len(rows), lr=0.5,
                                      epoch=6, loss="softmax", thread=2, verbose=0)
    inputs, outputs = model.get_input_matrix(), model.get_output_matrix()
    labels = [label.removeprefix("__label__") for label in model.labels]
    words = len(inputs) - BUCKETS
    print(f"{len(labels)} languages, {len(rows)} pieces, {words} rows of words", file=sys.stderr)
    grams = inputs[words:]
    scale, quantised = in_4_bits(grams)
    with open(out, "wb") as file:
        file.write(struct.pack("<4s7I", b"LID1", 2, DIM, BUCKETS, len(labels), MIN_N, MAX_N, 0))
        for label in labels:
            file.write(label.encode().ljust(4, b"\0"))
        file.write(outputs.astype("<f4").tobytes())
        file.write((scale.view(numpy.uint32) >> 16).astype("<u2").tobytes())
        file.write((quantised[:, 0::2] | quantised[:, 1::2] << 4).tobytes())


if __name__ == "__main__":
    main()
