"""What an author runs while writing: python3 -m bookset.desk FOLDER. Faults of the folder's *.txt by line, and what the brief still lacks."""
import json
import pathlib
import sys

from . import counts, markup
from .categories import CATEGORIES


def main():
    folder = pathlib.Path(sys.argv[1])
    brief = json.loads((folder / "brief.json").read_text())
    totals, places, bad = counts.Totals(), [], 0
    for path in sorted(folder.glob("*.txt")):
        documents, faults = markup.read(path.read_text(), CATEGORIES)
        for fault in faults:
            bad += 1
            print(f"{path.name}: {fault}")
        for d in documents:
            totals.add("", d)
            group = d.head.get("pair") and "pair" + d.head["pair"] or d.head.get("para") and "para" + d.head["para"]
            places.append((f"{path.name}:{d.line}", group, d))
            for label, met in counts.reserved(d):
                bad += 1
                print(f"{path.name}: document at line {d.line}: {label} of a documentation range ({met}); use an ordinary invented one")
    for sentence, first, second in counts.repeated_sentences(places):
        bad += 1
        print(f"the same sentence in {first} and {second}: {sentence[:90]}")
    for group, n in sorted(totals.pairs.items()):
        if n != 2:
            bad += 1
            print(f"pair {group[1]} has {n} texts, not 2")
    pairs = {}
    for place, group, d in places:
        if "pair" in d.head:
            pairs.setdefault(d.head["pair"], []).append({(m.private, m.text) for m in d.marks()})
    for number, sides in pairs.items():
        if len(sides) == 2 and not any(({t for p, t in a if p} & {t for p, t in b if not p}) for a, b in (sides, sides[::-1])):
            bad += 1
            print(f"pair {number}: no string is private in one text and public in the other")
    want = brief["want"]
    have = totals.have()
    lacking = [f"{k}: {have.get(k, 0)} of {n}" for k, n in want.items() if have.get(k, 0) < n]
    thin = [f"{c} {totals.marks[c]} marks in {totals.in_documents[c]} texts" for c in brief["categories"]
            if totals.marks[c] < brief["marks"] or totals.in_documents[c] < brief["texts"]]
    print("so far: " + "; ".join(f"{k} {have.get(k, 0)}/{n}" for k, n in want.items()))
    print("registers: " + " ".join(f"{k}:{n}" for k, n in totals.register.most_common()))
    if thin:
        print(f"your categories that need more (goal {brief['marks']} marks in {brief['texts']} texts each): " + "; ".join(thin))
    print("DONE" if not (bad or lacking or thin) else f"NOT DONE: {bad} faults; " + "; ".join(lacking))


if __name__ == "__main__":
    main()
