#!/usr/bin/python3
"""Training rows for junk lines and junk inside of lines (docs/design/0009-encoder.md).

    python3 train/builders/junk.py --data ../shared/data --out build/train

Writes junk.jsonl. Web pages bring their own labels of lines; clean texts (novels, technical prose, Markdown, main
texts of pages, code, formulas) teach restraint, half of them with junk of junk_phrases.py put between and into their
lines. "line_frequency" is the corpus line frequency as a run would know it: for each line, how many other pages of a
corpus hold it, where the corpus is a random part of the pages of the same split, never the page itself. Rows without
it are of runs that know nothing. Deterministic. No text of the data leaves the out folder.
Pages that were judged again by reading (data/book/junk.jsonl.xz) have the labels of that reading, and "judged": the others' labels
were made by laying a main text on the page, which loses titles, dates and authors and keeps teasers.
Splits: dev rows of the data are "valid"; of the others, a group (domain, file, novel) whose SHA-256 begins with a byte
under 26 is "test".
"""

import argparse
import collections
import glob
import gzip
import hashlib
import json
import lzma
import os
import random
import re

import junk_phrases

JUDGED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "book", "junk.jsonl.xz")
CORPUS_SIZES = (0, 100, 300, 1000)
CLEAN_BYTES = {"eltec_novels": 700_000, "peps": 700_000, "cpp_docs": 900_000, "web_gold": 900_000}
CODE_BYTES = 500_000      # of each source of code
PIECE_LINES = (12, 140)   # of a clean text


def read(data, name):
    with gzip.open(os.path.join(data, name + ".jsonl.gz"), "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def split_of(group, is_dev=False):
    if is_dev:
        return "valid"
    return "test" if hashlib.sha256(group.encode()).digest()[0] < 26 else "train"


def folded(line):
    return re.sub(r"\d+", "0", " ".join(line.lower().split()))


class Frequencies:
    """Counts of pages that hold a line, over nested random parts of the pages of one split."""

    def __init__(self, pages, rng):
        order = list(range(len(pages)))
        rng.shuffle(order)
        self.lines = [{folded(line) for line in page["lines"]} for page in pages]
        self.parts = {}
        for size in CORPUS_SIZES[1:]:
            part = set(order[:size])
            self.parts[size] = (part, collections.Counter(line for i in part for line in self.lines[i]))

    def of(self, index, lines, size):
        part, counts = self.parts[size]
        own = self.lines[index] if index in part else ()
        keys = [folded(line) for line in lines]
        return [counts[k] - (k in own) if k else 0 for k in keys]


def judged_pages(path=JUDGED):
    """What readers said of pages: id -> (seal of the text, number of the title's line or None, [(first, last, keep)]), lines from 0."""
    with lzma.open(path, "rt", encoding="utf-8") as rows:
        return {r["id"]: (r["seal"], r["title"] - 1 if r["title"] else None, [(first - 1, last, what == "keep") for what, first, last, _ in r["changes"]])
                for r in map(json.loads, rows)}


def judge(page, judged):
    """Corrects "keep" of a page that was judged; sets "judged" and "title" (the line's number)."""
    seal, page["title"], changes = judged.get(page["id"], ("", None, None))
    page["judged"] = changes is not None
    if not page["judged"]:
        return
    if hashlib.sha256("\n".join(page["lines"]).encode()).hexdigest()[:12] != seal:
        raise ValueError(f"{page['id']} is not the page that was judged")
    for first, last, keep in changes:
        page["keep"][first:last] = [int(keep)] * (last - first)


def soften(lines, labels):
    """Lines without a word that stand between kept lines are unknown: their labels are chance."""
    out = list(labels)
    for i in range(1, len(lines) - 1):
        if labels[i] == 1 and labels[i - 1] == 0 and labels[i + 1] == 0 and not re.search(r"\w", lines[i]):
            out[i] = None
    return out


def with_blanks(lines, labels, documents, rng):
    """Blank lines between the lines, as text extractors set them around blocks."""
    share = rng.choice((0.15, 0.5, 1.0))
    out_lines, out_labels, out_documents = [], [], []
    for line, label, count in zip(lines, labels, documents or [0] * len(lines)):
        if out_lines and rng.random() < share:
            out_lines.append("")
            out_labels.append(None)
            out_documents.append(0)
        out_lines.append(line)
        out_labels.append(label)
        out_documents.append(count)
    return out_lines, out_labels, documents and out_documents


def web_rows(data, rng):
    pages, judged = read(data, "web/wcxb_dev"), judged_pages()
    for page in pages:
        judge(page, judged)
        page["part"] = split_of(page["url_domain"], page["split"] == "dev")
    for part in ("train", "valid", "test"):
        of_part = [p for p in pages if p["part"] == part]
        frequencies = Frequencies(of_part, rng)
        for i, page in enumerate(of_part):
            lines, labels = page["lines"], [1 - k for k in page["keep"]]
            size = rng.choice(CORPUS_SIZES) if part == "train" else CORPUS_SIZES[-1]
            if part == "train":
                labels = soften(lines, labels)
            documents = frequencies.of(i, lines, size) if size else None
            if part == "train" and rng.random() < 0.15:
                lines, labels, documents = with_blanks(lines, labels, documents, rng)
            yield row(page["id"], "web/" + page["page_type"], part, lines, labels, documents) | {"judged": page["judged"]}


def row(name, source, split, lines, labels, documents=None, junk=None):
    text = "\n".join(lines)
    if lines and lines[-1] == "":
        text += "\n"  # a last line without a byte is a line only behind an LF of its own
    out = {"id": name, "source": source, "split": split, "text": text, "lines": labels}
    if documents:
        out["line_frequency"] = documents
    if junk is not None:
        out["junk"] = junk
    return out


def clean_texts(data):
    """(source, group, is_dev, text) of texts without junk."""
    web = {p["id"]: p["url_domain"] for p in read(data, "web/wcxb_dev")}
    for name in sorted(CLEAN_BYTES):
        for r in read(data, "corpus/" + name):
            group = r.get("title") or r["id"]
            if name == "web_gold":
                group = web[r["id"].replace("web_gold", "wcxb/dev")] if r["id"].replace("web_gold", "wcxb/dev") in web else r["id"]
            yield name, group, r["split"] == "dev", r["text"]


def code_texts():
    patterns = {"code/python": "/usr/lib/python3.*/**/*.py", "code/c": "/usr/include/**/*.h",
                "code/js": "/usr/lib/node_modules/**/*.js"}
    for source, pattern in patterns.items():
        for path in sorted(glob.glob(pattern, recursive=True)):
            try:
                with open(path, encoding="utf-8") as f:
                    text = f.read(200_000)
            except (OSError, UnicodeDecodeError):
                continue
            if len(text) > 1500 and max(map(len, text.split("\n"))) < 400:
                yield source, path, False, text


FORMULAS = (r"$\frac{{{a}}}{{{b}}} + {c}^{n}$", r"$${a}_{n} = \sum_{{i=1}}^{{{n}}} {b}_i$$", r"\[ \int_0^{n} {a}(x)\,dx = {b} \]",
            "{a}² + {b}² = {c}²", "{a} ≤ {b} < {c}", r"\begin{{equation}}" + "\n" + r"{a} = {b}^{{{n}}} \cdot {c}" + "\n" + r"\end{{equation}}",
            "{a}({b}) = {n}{b} + {c}", "∀ {a} ∈ ℝ: {a} · {b} = {b} · {a}", "|{a}|{b}|{c}|\n|---|---|---|\n|1|{n}|3|")
SAYING = ("Let {a} be a positive number and suppose that {b} is bounded.", "Then", "It follows that", "where {c} depends only on {n}.", "Proof.", "Theorem {n}.",
          "By induction on {n} the claim holds for all {a}.", "Here {b} denotes the mean of {a}.", "Lemma {n}. The map {a} is continuous.", "Q.E.D.", "Exercise {n}.",
          "Hence we obtain, for every {a},", "(1) {a} is prime.", "(2) {b} divides {c}.", "See equation ({n}).")


def maths_texts(rng):
    for k in range(220):
        lines = []
        for _ in range(rng.randrange(15, 60)):
            slots = {x: rng.choice("abcxyzuvwpqst") for x in "abc"}
            slots["n"] = rng.randrange(2, 30)
            lines += rng.choice(FORMULAS if rng.random() < 0.45 else SAYING).format(**slots).split("\n")
            if rng.random() < 0.2:
                lines.append("")
        yield "maths", f"maths{k}", k % 10 == 0, "\n".join(lines)


def pieces(texts, limit_of, rng):
    """Texts cut at lines into pieces, at most limit_of[source] bytes of each source and split in all."""
    used = collections.Counter()
    by_source = collections.defaultdict(list)
    for source, group, is_dev, text in texts:
        by_source[source].append((group, split_of(group, is_dev), text))
    for source in sorted(by_source):
        items = by_source[source]
        rng.shuffle(items)
        for group, split, text in items:
            lines = text.rstrip("\n").split("\n")
            size = rng.randrange(*PIECE_LINES)
            begin = rng.randrange(0, max(1, len(lines) - size))
            piece = lines[begin:begin + size]
            while piece and not piece[-1].strip():
                piece.pop()
            if len(piece) < 3:
                continue
            share = 1 if split == "train" else 0.25
            n = sum(len(line.encode()) + 1 for line in piece)
            if used[source, split] + n > share * limit_of.get(source, CODE_BYTES):
                continue
            used[source, split] += n
            yield source, group, split, piece


def spoiled(lines, source, rng):
    """The lines with junk lines between them and junk inside of them: lines, labels, junk spans in bytes."""
    whole = rng.random() < 0.7
    inside = rng.random() < 0.7 or not whole
    code = source.startswith("code") or source == "maths"
    fenced = False
    out, labels, spans = [], [], []
    at = 0

    def add(line, label, span=None):
        nonlocal at
        out.append(line)
        labels.append(label)
        if span:
            spans.append([at + span[0], at + span[1]])
        at += len(line.encode()) + 1

    def add_block():
        for junk in junk_phrases.block(rng):
            add(junk, 1, (0, len(junk.encode())))

    if whole and rng.random() < 0.6:
        add_block()
    for line in lines:
        if line.startswith(("```", "~~~")):
            fenced = not fenced
        words = line.split(" ")
        plain = len(words) >= 8 and not code and not fenced and not line.startswith((" ", "\t", "|", "#"))
        if inside and plain and rng.random() < 0.12:
            add(*with_inline(line, words, rng))
        else:
            add(line, 0 if line.strip() else None)
        if whole and not fenced and not code and rng.random() < 0.03:
            add_block()
    if whole and rng.random() < 0.6:
        add_block()
    return out, labels, spans


def with_inline(line, words, rng):
    """A clean line with one junk phrase before, behind or in it: the new line, its label, the span with one blank."""
    junk = junk_phrases.inline(rng)
    place = rng.random()
    if place < 0.35:
        return junk + " " + line, 0, (0, len(junk.encode()) + 1)
    if place < 0.8:
        return line + " " + junk, 0, (len(line.encode()), len(line.encode()) + 1 + len(junk.encode()))
    ends = [i for i, w in enumerate(words[:-1]) if w.endswith((".", "!", "?")) and len(w) > 3] or [len(words) // 2]
    cut = rng.choice(ends) + 1
    head, tail = " ".join(words[:cut]), " ".join(words[cut:])
    begin = len(head.encode())
    return head + " " + junk + " " + tail, 0, (begin, begin + 1 + len(junk.encode()))


def clean_rows(data, rng):
    texts = list(clean_texts(data)) + list(code_texts()) + list(maths_texts(rng))
    for k, (source, group, split, lines) in enumerate(pieces(texts, CLEAN_BYTES, rng)):
        labels = [0 if line.strip() else None for line in lines]
        # Texts of web_gold are main texts of pages whose lines may hold junk that nobody marked.
        if rng.random() < (0.6 if not source.startswith("code") else 0.1):
            lines, labels, junk = spoiled(lines, source, rng)
            yield row(f"spoiled/{source}/{k}", "spoiled/" + source, split, lines, labels, None, junk)
        else:
            documents = [0] * len(lines) if rng.random() < 0.5 else None
            yield row(f"clean/{source}/{k}", "clean/" + source, split, lines, labels, documents, [])


def framed(paragraphs, rng):
    """A short page around a text: title, menu, the text with boxes between its paragraphs, footer -> lines, labels."""
    heading = junk_phrases.fill("{title}", rng) if rng.random() < 0.5 else " ".join(paragraphs[0].split()[:rng.randrange(3, 9)]).strip(",;:").title()
    lines, labels = [], []

    def add(new, label):
        lines.extend(new)
        labels.extend([label] * len(new))

    if rng.random() < 0.5:
        add([heading + rng.choice((" | ", " - ", " – ")) + junk_phrases.fill("{site}", rng)], None)
    if rng.random() < 0.8:
        add(junk_phrases.block(rng), 1)
    add([heading], 0)
    if rng.random() < 0.4:
        add([junk_phrases.line(rng)], 1)
    boxes = rng.choice((0, 0.15, 0.4))
    for i, paragraph in enumerate(paragraphs):
        if i and rng.random() < boxes:
            add(junk_phrases.block(rng) if rng.random() < 0.7 else [junk_phrases.inline(rng) for _ in range(rng.randrange(1, 5))], 1)
        add([paragraph], 0)
    for _ in range(rng.randrange(0, 4)):
        add(junk_phrases.block(rng), 1)
    return lines, labels


def framed_rows(data, rng, count=2600):
    """Short pages whose text is surely text: what stands between a share button and a cookie banner may be a good paragraph."""
    made = collections.Counter()
    items = [t for t in clean_texts(data) if t[0] != "cpp_docs"]
    rng.shuffle(items)
    while sum(made.values()) < count:
        source, group, is_dev, text = rng.choice(items)
        split = split_of(group, is_dev)
        paragraphs = [line for line in text.split("\n") if 40 <= len(line) <= 1500 and line[-1] in ".!?\"'”" and not line.startswith((" ", "\t", "|", "#"))]
        if len(paragraphs) < 2:
            continue
        begin = rng.randrange(len(paragraphs) - 1)
        lines, labels = framed(paragraphs[begin:begin + rng.randrange(2, 9)], rng)
        made[split] += 1
        documents = None if rng.random() < 0.6 else [rng.choice((0, 1, 5, 40)) if label == 1 else 0 for label in labels]
        if rng.random() < 0.3:
            lines, labels, documents = with_blanks(lines, labels, documents, rng)
        yield row(f"framed/{source}/{sum(made.values())}", "framed/" + source, split, lines, labels, documents)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--out", default="build/train")
    args = parser.parse_args()
    rng = random.Random(5)
    rows = list(web_rows(args.data, rng)) + list(clean_rows(args.data, rng)) + list(framed_rows(args.data, rng))
    os.makedirs(args.out, exist_ok=True)
    with open(os.path.join(args.out, "junk.jsonl"), "w", encoding="utf-8") as f:
        for r in rows:
            f.write(json.dumps(r, ensure_ascii=False) + "\n")
    table = collections.defaultdict(lambda: [0, 0, 0, 0])
    for r in rows:
        entry = table[r["source"], r["split"]]
        for i, n in enumerate((1, len(r["text"].encode()), len(r["lines"]), sum(1 for x in r["lines"] if x == 1))):
            entry[i] += n
    for (source, split), (n, size, lines, junk) in sorted(table.items()):
        print(f"{source:28} {split:6} {n:6} rows {size:9} bytes {lines:8} lines {junk:8} junk")


if __name__ == "__main__":
    main()
