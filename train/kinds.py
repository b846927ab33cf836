#!/usr/bin/env python3
"""Trains models/kinds.bin: what a line of text is (src/tag/line_kinds.h; card: models/kinds.md).

    train/kinds.py DATA BOOK.jsonl OUT.bin SOURCES...        (needs numpy, scipy)

DATA: the folder of texts with pii/, corpus/, web/, multilingual/, names/. BOOK.jsonl: `data/book/compile --split train`.
SOURCES: folders of source packages, web pages and documents (an unpacked package a folder); the logs of this machine are read too.

Each line is what its file's kind says, but for what is surely something else: a licence's words at the head of a file are a
notice, a text in triple quotes is nobody's, a fence in Markdown is code. Runs of 1 to 10 lines are the examples. A line is reduced
to two strings of bytes (norms()), of which each run of four is hashed to a row of eight numbers; the kinds' scores are
linear in their sum divided by the root of their count."""

import collections
import gzip
import json
import lzma
import pathlib
import random
import re
import struct
import sys

import numpy
import scipy.sparse

KINDS = ["prose", "code", "chat", "table", "log", "markup", "notice"]
WORD_ROWS, SHAPE_ROWS, LANES = 4096, 2048, 8
WORD_FACTOR, SHAPE_FACTOR = 2654435761, 2246822519
MOST_BYTES = {"code": 260_000, "markup": 700_000}  # of a suffix
MOST_FILES = 500

CODE = """py c h cpp hpp cc hh java go rs js mjs ts tsx jsx php rb pl pm t sh bash lua erl hrl ex exs el R m sql yml yaml toml json ini cfg conf css
    scss less cmake mk ps1 vim tcl am ac in pyx pyi mm swift kt gradle proto awk sed gyp lisp scm hs ml cs vue cfg properties service lock rules
    patch diff erb j2 twig""".split()
MARKUP = "html htm xml svg xhtml xsl xsd rdf ent docbook page".split()
TEXT = "md markdown rst txt".split()


def maps():
    """Byte to byte: what a line's letters become, and its shape."""
    word, shape = numpy.arange(256, dtype=numpy.uint32), numpy.arange(256, dtype=numpy.uint32)
    for c in range(256):
        if chr(c).isascii() and chr(c).isdigit():
            word[c], shape[c] = ord("0"), ord("0")
        elif 65 <= c < 91:
            word[c], shape[c] = c + 32, ord("A")
        elif 97 <= c < 123:
            shape[c] = ord("a")
        elif c >= 128:
            word[c], shape[c] = 128, ord("a")
        elif c < 32 and c not in (9, 10):
            word[c], shape[c] = 32, 32
    return word, shape


WORD, SHAPE = maps()


def norms(line):
    """The two strings of a line (bytes without its end): letters in lower case, digits 0, runs of blanks one; and classes of bytes, each run one."""
    raw = numpy.frombuffer(line.rstrip(b"\r") + b"\n", numpy.uint8)
    word, shape = WORD[raw], SHAPE[raw]
    again = numpy.zeros(len(raw), bool)
    again[1:] = (word[1:] == word[:-1]) & (word[1:] == 32)
    same = numpy.zeros(len(raw), bool)
    same[1:] = shape[1:] == shape[:-1]
    return word[~again], shape[~same]


def grams(codes, factor, rows):
    padded = numpy.concatenate([numpy.full(3, 10, numpy.uint32), codes])
    four = padded[:-3] << 24 | padded[1:-2] << 16 | padded[2:-1] << 8 | padded[3:]
    return (four * numpy.uint32(factor)) >> numpy.uint32(32 - rows.bit_length() + 1)


def features(lines):
    """Hashed runs of the lines together."""
    parts = []
    for line in lines:
        word, shape = norms(line)
        parts.append(grams(word, WORD_FACTOR, WORD_ROWS))
        parts.append(grams(shape, SHAPE_FACTOR, SHAPE_ROWS) + numpy.uint32(WORD_ROWS))
    return numpy.concatenate(parts)


# ---- documents: lists of (kind or None, line)

LICENCE = re.compile(rb"copyright|licen[cs]e|SPDX|all rights reserved|\(c\)|warrant", re.I)
COMMENT = re.compile(rb"^\s*(?:#|//|/\*|\*|--|;|%|<!--|\"\"\"|'''|@rem|dnl|\.\\\")", re.I)
COPYRIGHT_LINE = re.compile(rb"(copyright|\xc2\xa9|\(c\)).{0,40}(19|20)\d\d|(19|20)\d\d.{0,30}(copyright|\xc2\xa9)|all rights reserved|SPDX-Licen", re.I)


def labelled_code(data):
    lines = data.split(b"\n")
    kinds = ["code"] * len(lines)
    # The comment at the head is a notice if it speaks like one, from its first to its last such line.
    head = 0
    while head < min(len(lines), 60) and (not lines[head].strip() or COMMENT.match(lines[head]) or lines[0].startswith(b"/*") and b"*/" not in b"".join(lines[:head])):
        head += 1
    said = [i for i in range(head) if LICENCE.search(lines[i])]
    if said and any(re.search(rb"copyright|licen[cs]ed? |SPDX|warrant", lines[i], re.I) for i in said):
        for i in range(head):
            kinds[i] = "notice" if said[0] <= i <= said[-1] and lines[i].strip(b" #/*;-%") else None
    quoted = False
    for i, line in enumerate(lines):
        marks = line.count(b'"""') + line.count(b"'''")
        if quoted or marks:
            kinds[i] = None if kinds[i] == "code" else kinds[i]
        if marks % 2:
            quoted = not quoted
    return list(zip(kinds, lines))


def labelled_text(data, kind="prose"):
    out, fence = [], False
    for line in data.split(b"\n"):
        mark = line.lstrip().startswith((b"```", b"~~~"))
        if mark:
            fence = not fence
            out.append((None, line))
        elif fence:
            out.append(("code" if len(line) > 12 else None, line))
        elif line.startswith(b"|") and line.count(b"|") > 2:
            out.append(("table", line))
        elif line.startswith((b"    ", b"\t")):
            out.append((None, line))
        elif COPYRIGHT_LINE.search(line) and len(line) < 120:
            out.append(("notice", line))
        else:
            out.append((kind, line))
    return out


def source_documents(roots, rng):
    by_suffix = collections.defaultdict(list)
    for root in roots:
        for path in pathlib.Path(root).rglob("*"):
            name = path.name.lower()
            suffix = name.rsplit(".", 1)[-1] if "." in name[1:] else ""
            if name in ("makefile", "dockerfile", "gemfile", "rakefile", "cmakelists.txt"):
                suffix = name
            elif re.match(r"(licen[cs]e|copying|copyright|notice)", name):
                suffix = "LICENCE"
            elif suffix == "" and "bin" in path.parts[-2:]:
                suffix = "script"
            by_suffix[suffix].append(path)
    for suffix, paths in sorted(by_suffix.items()):
        kind = "code" if suffix.lower() in CODE or suffix in ("makefile", "dockerfile", "gemfile", "rakefile", "cmakelists.txt", "script") else \
            "markup" if suffix in MARKUP else "prose" if suffix in TEXT else "notice" if suffix == "LICENCE" else None
        if kind is None:
            continue
        paths.sort()
        rng.shuffle(paths)
        size = 0
        for path in paths[:MOST_FILES]:
            if size > MOST_BYTES.get(kind, 600_000):
                break
            try:
                data = path.read_bytes()[:24_000]
            except OSError:
                continue
            if b"\0" in data or not data.strip():
                continue
            if suffix == "script" and not data.startswith(b"#!"):
                continue
            size += len(data)
            if kind == "code":
                document = labelled_code(data)
                yield document
                if rng.random() < .1:  # as a patch shows it
                    lines = [(k, rng.choice((b" ", b" ", b"+", b"-")) + line) for k, line in document]
                    yield [("code", b"@@ -%d,7 +%d,9 @@" % (rng.randrange(900), rng.randrange(900)))] + lines
            elif kind == "prose":
                yield labelled_text(data)
            elif kind == "markup":
                yield [("markup" if b"<" in line or b"=" in line else None, line) for line in data.split(b"\n")]
            else:
                yield [(kind, line) for line in data.split(b"\n")]


def rows_of(path):
    with (lzma.open if path.suffix == ".xz" else gzip.open)(path, "rt") as file:
        for line in file:
            yield json.loads(line)


def wrapped(text, rng):
    """As mail and plain text break it."""
    width, out = rng.randrange(56, 96), []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + len(word) >= width:
                out.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        out.append(line)
    return "\n".join(out)


def text_documents(data, rng):
    for name, every in (("corpus/modern_en_a.jsonl.xz", 14), ("corpus/modern_en_b.jsonl.xz", 12), ("corpus/modern_en_c.jsonl.xz", 12),
                        ("multilingual/text_multi.jsonl.xz", 8), ("pii/anonymizer_synth.jsonl.gz", 3), ("corpus/eltec_novels.jsonl.gz", 15),
                        ("pii/lifebench_dev.jsonl.gz", 8), ("pii/sec_fin5.jsonl.gz", 2), ("corpus/peps.jsonl.gz", 8), ("corpus/cpp_docs.jsonl.gz", 8),
                        ("pii/uner_ewt_dev.jsonl.gz", 2), ("toxic/toxic_spans.jsonl.gz", 12), ("pii/usaddress_train.jsonl.gz", 60)):
        for i, row in enumerate(rows_of(data / name)):
            if i % every or row["split"] == "dev":
                continue
            text = row["text"][:9000]
            yield labelled_text((wrapped(text, rng) if rng.random() < .4 else text).encode())
    for i, row in enumerate(rows_of(data / "web/wcxb_dev.jsonl.gz")):
        if i % 3 == 0 and row["split"] == "train":
            yield [("table" if line.count("\t") > 1 else "notice" if COPYRIGHT_LINE.search(line.encode()) and len(line) < 120 else
                    None if re.search(r"[{};=<>]", line) else "prose", line.encode()) for line in row["lines"][:200]]
    names = [row.split("\t")[0] for row in gzip.open(data / "names/person.tsv.gz", "rt")][1:]
    nick = lambda: rng.choice(names) if rng.random() < .6 else rng.choice(names).lower() + rng.choice(("", "_", str(rng.randrange(99))))
    clock = lambda: f"{rng.randrange(24):02}:{rng.randrange(60):02}"
    forms = [lambda n, t: f"{n}: {t}", lambda n, t: f"<{n}> {t}", lambda n, t: f"[{clock()}] <{n}> {t}", lambda n, t: f"{clock()} {n}: {t}",
             lambda n, t: f"[{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/20{rng.randrange(10, 26)}, {clock()}] {n}: {t}", lambda n, t: f"{n} ({clock()}): {t}",
             lambda n, t: f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/{rng.randrange(10, 26)}, {clock()} - {n}: {t}",
             lambda n, t: f"{n}  {clock()} {rng.choice(('AM', 'PM'))}\n{t}", lambda n, t: f"**{n}**: {t}", lambda n, t: f"@{n} {t}"]
    for name, every in (("pii/irc_chat.jsonl.gz", 6), ("pii/sgd_dialogues.jsonl.gz", 12), ("pii/multidogo.jsonl.gz", 12)):
        for i, row in enumerate(rows_of(data / name)):
            if i % every or row["split"] == "dev":
                continue
            lines = row["text"].split("\n")
            if not name.startswith("pii/irc") and rng.random() < .75:
                form, who = rng.choice(forms), [nick() for _ in range(rng.randrange(2, 5))]
                lines = "\n".join(form(rng.choice(who), re.sub(r"^(User|Agent): ", "", line)) for line in lines).split("\n")
            yield [("chat", line.encode()) for line in lines]
    yield from made_tables(names, rng)


def made_tables(names, rng):
    word = lambda: rng.choice(names).lower() if rng.random() < .5 else rng.choice(names)
    columns = [word, lambda: f"{word()} {word()}", lambda: str(rng.randrange(10 ** rng.randrange(1, 7))), lambda: f"{rng.uniform(0, 1000):.{rng.randrange(1, 4)}f}",
               lambda: f"20{rng.randrange(30):02}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}", lambda: f"{word().lower()}@{word().lower()}.com",
               lambda: f"{rng.randrange(100)}%", lambda: rng.choice(("yes", "no", "-", "n/a", "OK", "")), lambda: f"{rng.randrange(200, 999)}-{rng.randrange(1000, 9999)}",
               lambda: f"${rng.randrange(9999):,}", lambda: f"{rng.randrange(24):02}:{rng.randrange(60):02}", lambda: " ".join(word() for _ in range(rng.randrange(2, 6)))]
    for _ in range(900):
        made = [rng.choice(columns) for _ in range(rng.randrange(2, 9))]
        cells = [[column() for column in made] for _ in range(rng.randrange(4, 14))]
        cells.insert(0, [word() for _ in made])
        form = rng.randrange(5)
        widths = [max(len(row[i]) for row in cells) + 2 for i in range(len(made))]
        if form == 0:
            lines = ["| " + " | ".join(row) + " |" for row in cells]
            lines.insert(1, "|" + "|".join(rng.choice((" --- ", "---", ":---:")) for _ in made) + "|")
        elif form == 1:
            lines = ["\t".join(row) for row in cells]
        elif form == 2:
            mark = rng.choice((",", ";"))
            lines = [mark.join(f'"{c}"' if rng.random() < .2 else c for c in row) for row in cells]
        elif form == 3:
            lines = ["".join(c.ljust(w) for c, w in zip(row, widths)).rstrip() for row in cells]
        else:
            lines = [" | ".join(c.ljust(w) for c, w in zip(row, widths)) for row in cells]
            lines.insert(1, "-+-".join("-" * w for w in widths))
        yield [("table", line.encode()) for line in lines]


def log_documents(rng, phrases):
    for path in [*pathlib.Path("/var/log").glob("*.log"), *pathlib.Path("/var/log/apt").glob("*.log")]:
        lines = path.read_bytes().split(b"\n")
        yield [("log", line) for line in lines[:1500]]
    number = lambda n=5: str(rng.randrange(10 ** rng.randrange(1, n)))
    date = lambda: f"20{rng.randrange(30):02}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    clock = lambda: f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"
    month = lambda: rng.choice("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    level = lambda: rng.choice("INFO WARN ERROR DEBUG TRACE WARNING info warn error debug FATAL NOTICE".split())
    address = lambda: ".".join(str(rng.randrange(256)) for _ in range(4))
    some = lambda: rng.choice(phrases)
    part = lambda: re.sub(r"\W+", rng.choice((".", "-", "_", "")), " ".join(some().split()[:3])).lower()
    forms = [lambda: f"{date()} {clock()},{rng.randrange(1000):03} {level()} [{part()}] {some()}", lambda: f"{date()}T{clock()}Z {level()} {part()}: {some()}",
             lambda: f"{month()} {rng.randrange(1, 29):2} {clock()} {part()} {part()}[{number()}]: {some()}", lambda: f"[{date()} {clock()}] {level()}: {some()}",
             lambda: f'{address()} - {rng.choice(("-", part()))} [{rng.randrange(1, 29):02}/{month()}/20{rng.randrange(30):02}:{clock()} +0000] "GET /{part()}/{number()} HTTP/1.1" {rng.choice((200, 404, 301, 500))} {number(6)} "-" "Mozilla/5.0 ({some()})"',
             lambda: f"{level()[0]}{rng.randrange(10, 13)}{rng.randrange(10, 29)} {clock()}.{rng.randrange(10**6):06} {number()} {part()}.cc:{number(4)}] {some()}",
             lambda: f"[{number()}.{rng.randrange(10**6):06}] {part()}: {some()}", lambda: f"time={date()}T{clock()} level={level()} msg=\"{some()}\" id={number()} user={part()}",
             lambda: f"{clock()} [{part()}-{number(2)}] {level()}  c.{part()}.{part()} - {some()}", lambda: f"[{number(3)}/{number(3)}] Building {part()}/{part()}.o",
             lambda: f"{level()}  {date()} {clock()} {part()}:{number(4)} - {some()} ({number()} ms)", lambda: f"{date()} {clock()} UTC [{number()}] {level()}:  {some()}"]
    for _ in range(1200):
        mix = [rng.choice(forms) for _ in range(rng.randrange(1, 3))]
        yield [("log", rng.choice(mix)().encode()) for _ in range(rng.randrange(3, 20))]


BOOK = {"table": "table", "csv": "table", "log": "log", "chat": "chat", "group-chat": "chat", "sms": "chat", "code": "code", "sql": "code", "json": "code", "yaml": "code",
        "env": "code", "config": "code", "xml": "markup", "transcript": None, "documentation": None, "code-review": None, "commit": None}


def book_documents(path):
    for line in open(path):
        row = json.loads(line)
        kind = BOOK.get(row["register"], "prose")
        yield [(kind, text) for text in row["text"].encode().split(b"\n")]


def examples(documents, rng):
    """(kind, bytes of the document's lines) of runs of one kind."""
    for document in documents:
        at = 0
        while at < len(document):
            kind = document[at][0]
            end, most = at + 1, rng.choice((1, 1, 1, 2, 2, 3, 5, 10))
            while end < len(document) and end - at < most and document[end][0] == kind:
                end += 1
            lines = [line[:600] for _, line in document[at:end]]
            if kind and sum(len(line.strip()) for line in lines) >= 4:
                yield kind, lines
            at = end


def main():
    data, book, out, *roots = sys.argv[1:]
    rng = random.Random(1)
    texts = list(text_documents(pathlib.Path(data), rng))
    phrases = [line.decode(errors="ignore")[:90] for document in texts[::9] for kind, line in document if kind == "prose" and 12 < len(line) < 90]
    documents = texts + list(source_documents(roots, rng)) + list(log_documents(rng, phrases)) + list(book_documents(book))
    by_kind = collections.defaultdict(list)
    for kind, lines in examples(documents, rng):
        by_kind[kind].append(lines)
    rows, labels = [], []
    for kind, found in by_kind.items():
        rng.shuffle(found)
        most = {"code": 110_000, "prose": 110_000, "markup": 24_000}.get(kind, 30_000)
        print(kind, len(found), file=sys.stderr)
        for lines in found[:most]:
            rows.append(numpy.unique(features(lines), return_counts=True))
            labels.append(KINDS.index(kind))
    order = list(range(len(rows)))
    rng.shuffle(order)
    size = WORD_ROWS + SHAPE_ROWS
    indptr = numpy.cumsum([0] + [len(rows[i][0]) for i in order])
    columns = numpy.concatenate([rows[i][0] for i in order])
    values = numpy.concatenate([rows[i][1] / numpy.sqrt(rows[i][1].sum()) for i in order]).astype(numpy.float32)
    x = scipy.sparse.csr_matrix((values, columns, indptr), shape=(len(rows), size))
    y = numpy.array([labels[i] for i in order])
    held = len(y) // 20
    weights, bias = fit(x[held:], y[held:], len(KINDS))
    scale = numpy.abs(weights).max() / 127
    whole = numpy.zeros((size, LANES), numpy.int8)
    whole[:, :len(KINDS)] = numpy.rint(weights / scale)
    guess = (x[:held] @ (whole[:, :len(KINDS)] * scale) + bias).argmax(axis=1)
    for k, kind in enumerate(KINDS):
        print(kind, "recall", (guess[y[:held] == k] == k).mean().round(3), "precision", (y[:held][guess == k] == k).mean().round(3), file=sys.stderr)
    with open(out, "wb") as file:
        file.write(struct.pack("<4s3I", b"LKD1", len(KINDS), WORD_ROWS, SHAPE_ROWS))
        file.write(struct.pack("<f", scale) + numpy.resize(numpy.append(bias, [-99] * LANES)[:LANES], LANES).astype("<f4").tobytes())
        file.write(whole.tobytes())


def fit(x, y, n_kinds, epochs=8, batch=256):
    """Multinomial logistic regression by Adagrad, every kind as heavy as the root of its examples; weights stay small."""
    rng = numpy.random.default_rng(1)
    weights, bias = numpy.zeros((x.shape[1], n_kinds), numpy.float32), numpy.zeros(n_kinds, numpy.float32)
    squares, square = numpy.full_like(weights, 1e-6), numpy.full_like(bias, 1e-6)
    counts = numpy.bincount(y, minlength=n_kinds)
    weight = (numpy.sqrt(counts.mean() / counts))[y].astype(numpy.float32)
    for epoch in range(epochs):
        rate = 0.25 / (1 + epoch)
        for at in range(0, len(y), batch):
            pick = rng.integers(0, len(y), batch)
            part = x[pick]
            scores = part @ weights + bias
            scores -= scores.max(axis=1, keepdims=True)
            odds = numpy.exp(scores)
            odds /= odds.sum(axis=1, keepdims=True)
            odds[numpy.arange(len(pick)), y[pick]] -= 1
            odds *= weight[pick, None] / batch
            slope, slope_bias = part.T @ odds + 2e-6 * weights, odds.sum(axis=0)
            squares += slope * slope
            square += slope_bias * slope_bias
            weights -= rate * slope / numpy.sqrt(squares)
            bias -= rate * slope_bias / numpy.sqrt(square)
    return weights, bias


if __name__ == "__main__":
    main()
