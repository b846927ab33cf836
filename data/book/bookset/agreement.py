"""A tenth of everything judged a second time, by readers who do not see the first judgement.

  python3 -m bookset.agreement sample FOLDER [--blind]      numbered values without their labels, in parts for readers; which texts: FOLDER/items.json
  python3 -m bookset.agreement kappa FOLDER [--blind]       what FOLDER/*.answers says against the book's own marks: figures, and disagreements for a third
  python3 -m bookset.agreement settle FOLDER [--blind]      the third reader's FOLDER/settled.txt into the texts

An answer: `@@ NUMBER`, then for every value its number, `-` (private) or `+` (public fact) or `0` (no value), and for `-` and `+` a label:
`1-FIRST_NAME 2+CITY 3-PHONE_NUMBER`. The third reader answers in the same form, only for the numbers he was asked."""
import collections
import json
import pathlib
import re
import sys

from . import fill, markup, shared_rows, store
from .categories import CATEGORIES

ITEM = re.compile(r"(\d+)([-+0])([A-Z][A-Z0-9_]*)?")


def kappa(pairs):
    """Cohen's kappa of (first, second) judgements."""
    n = len(pairs)
    if not n:
        return None
    agree = sum(a == b for a, b in pairs) / n
    first, second = collections.Counter(a for a, _ in pairs), collections.Counter(b for _, b in pairs)
    chance = sum(first[k] * second[k] for k in first) / n / n
    return 1.0 if chance == 1 else (agree - chance) / (1 - chance)


def chosen(document):
    """A tenth of the texts, one by one, whatever the book becomes."""
    return int(shared_rows.seal_of(markup.plain(document)), 16) % 10 == 0 and bool(document.marks())


def items_of(folder, blind):
    """(identity, document, row) of FOLDER/items.json, in its order."""
    filler = fill.Filler("second reading")
    known = {identity: document for _, identity, document in store.documents(blind)}
    return [(i, known[i], filler.row(i, known[i])) for i in json.loads((folder / "items.json").read_text())]


def shown(row):
    """The text with its values in numbered brackets."""
    data, out, at = row["text"].encode(), [], 0
    for i, span in enumerate(row["spans"], 1):
        out += [data[at:span["start"]].decode(), f"⟦{i}:", data[span["start"]:span["end"]].decode(), "⟧"]
        at = span["end"]
    return "".join(out) + data[at:].decode()


def read(folder, items):
    """(item, its spans, the answers by number) of every block answered."""
    for path in sorted(pathlib.Path(folder).glob("*.answers")):
        for number, (rest, lines) in shared_rows.answers(path).items():
            said = {int(m[1]): (m[2], m[3] or "") for m in ITEM.finditer(" ".join([rest, *lines]))}
            if number <= len(items):
                yield number, items[number - 1], said


def compare(folder, blind):
    private, labels, disputes = [], [], collections.defaultdict(list)
    for number, (identity, _, row), said in read(folder, items_of(folder, blind)):
        for i, span in enumerate(row["spans"], 1):
            if i not in said or span.get("form"):
                continue
            sign, label = said[i]
            cls = "private" if span["private"] else "public"
            private.append((cls, "private" if sign == "-" else "public"))
            if span["private"] and sign == "-":
                labels.append((span["label"], label))
            if (sign == "-") != span["private"] or (sign == "-" and label != span["label"]):
                disputes[number].append((i, ("-" if span["private"] else "+") + span["label"], sign + label))
    return private, labels, disputes


def settle(folder, blind):
    """Rewrites the marks that the third reader decided otherwise."""
    items = items_of(folder, blind)
    decided = {}
    for number, (rest, lines) in shared_rows.answers(pathlib.Path(folder) / "settled.txt").items():
        identity, document, row = items[number - 1]
        spans_of_marks = _marks_of_spans(document, row)
        for m in ITEM.finditer(" ".join([rest, *lines])):
            mark = spans_of_marks.get(int(m[1]))
            if mark is not None and (m[2] == "0" or m[3] in CATEGORIES or m[3] in markup.EXTRA):
                decided[identity, mark] = (m[2], m[3])
    return store.rewrite(decided, blind)


def _marks_of_spans(document, row):
    """Span number -> mark number; nothing for texts where a made value gave several spans."""
    marks = document.marks()
    return {k + 1: k for k in range(len(marks))} if len(marks) == len(row["spans"]) else {}


def main():
    verb, folder, blind = sys.argv[1], pathlib.Path(sys.argv[2]), "--blind" in sys.argv
    if verb == "sample":
        folder.mkdir(parents=True, exist_ok=True)
        earlier = {i for path in folder.parent.glob("*/items.json") for i in json.loads(path.read_text())}
        (folder / "items.json").write_text(json.dumps([i for _, i, d in store.documents(blind) if chosen(d) and i not in earlier]))
        shared_rows.parts(items_of(folder, blind), folder, "texts", 90, lambda item: shown(item[2]))
    elif verb == "kappa":
        private, labels, disputes = compare(folder, blind)
        items = items_of(folder, blind)
        print(json.dumps({"texts": len(items), "values": len(private), "kappa private or not": kappa(private), "kappa category": kappa(labels),
                          "agree private or not": sum(a == b for a, b in private) / max(1, len(private)),
                          "agree category": sum(a == b for a, b in labels) / max(1, len(labels))}))
        (folder / "disputes.txt").write_text("".join(
            f"@@ {n} " + "; ".join(f"{i}: {a} or {b}" for i, a, b in places) + f"\n{shown(items[n - 1][2])}\n" for n, places in sorted(disputes.items())))
    else:
        print(f"{settle(folder, blind)} marks rewritten")


if __name__ == "__main__":
    main()
