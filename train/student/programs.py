#!/usr/bin/env python3
"""What authors and rewriters did to abuse, as edit programs of whole words: the passages of data/abuse and ParaDetox's pairs.

  programs.py FOLDER [--pairs 4000]    FOLDER/raw.jsonl {"id","text"} and FOLDER/programs.jsonl {"id","program"}, for `lauter distill --raw --programs`

A sentence of which less than half stays, or that changes in more than three places, is one replacement: to say it again. Offsets are bytes. Standard library only."""
import argparse
import difflib
import gzip
import json
import pathlib
import random
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAIRS = ROOT.parent / "shared" / "data" / "toxic" / "paradetox_pairs.jsonl.gz"


def edits_of(old, new):
    """Replacements [(begin, end, with)] of whole words, in characters of `old`, that make `new` of it but for the white space."""
    places = [m.span() for m in re.finditer(r"\S+", old)]
    before, after = old.split(), new.split()
    matcher = difflib.SequenceMatcher(None, before, after, False)
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    whole = [(places[0][0], places[-1][1], " ".join(after))]
    if not codes:
        return []
    if 2 * sum(block.size for block in matcher.get_matching_blocks()) < len(before) or len(codes) > 3:
        return whole
    edits = []
    for kind, i, j, k, l in codes:
        said = after[k:l]
        if kind == "insert":  # together with a word beside it, for an edit has a quote
            i, j, said = (i - 1, j, before[i - 1:i] + said) if i else (i, j + 1, said + before[j:j + 1])
        begin, end = places[i][0], places[j - 1][1]
        if not said:
            begin, end = (places[i - 1][1], end) if i else (begin, places[j][0])
        if edits and begin <= edits[-1][1]:
            return whole
        edits.append((begin, end, " ".join(said)))
    return edits


def of_passage(row):
    """The edits of a passage; None if a sentence does not stand in its text in its turn."""
    edits, at = [], 0
    for sentence in row["sentences"]:
        begin = row["text"].find(sentence["s"], at)
        if begin < 0:
            return None
        end = begin + len(sentence["s"])
        if sentence["act"] == "drop" and edits and edits[-1][2] == "" and edits[-1][1] == at:
            edits[-1] = edits[-1][0], end, ""  # behind another one that goes
        elif sentence["act"] == "drop":
            edits.append((begin, end, ""))
        elif sentence["act"] != "keep":
            edits += [(begin + a, begin + b, said) for a, b, said in edits_of(sentence["s"], sentence["new"])]
        at = end
    return edits


def passages():
    for path in sorted((ROOT / "data" / "abuse").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (edits := of_passage(row)) is not None:
                yield f"{path.stem}/{row['id']}", row["text"], edits


def pairs(most):
    first = {}  # one rewrite of each sentence
    with gzip.open(PAIRS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["split"] == "train":
                first.setdefault(row["group"], row)
    rows = list(first.values())
    random.Random(1).shuffle(rows)
    for row in rows[:most]:
        if edits := edits_of(row["toxic"], row["neutral"]):
            yield row["id"], row["toxic"], edits


def program(text, edits):
    def byte(at):
        return len(text[:at].encode())
    cause = {"stage": "toxic", "rule": "author", "label": "TOXIC", "score": 1}
    return [{"op": "replace", "start": byte(a), "end": byte(b), "with": said, "cause": cause} if said else {"op": "delete", "start": byte(a), "end": byte(b), "cause": cause} for a, b, said in edits]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--pairs", type=int, default=4000)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with open(args.folder / "raw.jsonl", "w", encoding="utf-8") as raw, open(args.folder / "programs.jsonl", "w", encoding="utf-8") as programs:
        for identity, text, edits in [*passages(), *pairs(args.pairs)]:
            count += 1
            raw.write(json.dumps({"id": identity, "text": text}, ensure_ascii=False) + "\n")
            programs.write(json.dumps({"id": identity, "program": program(text, edits)}, ensure_ascii=False) + "\n")
    print(f"{count:,} texts with their programs", file=sys.stderr)


if __name__ == "__main__":
    main()
