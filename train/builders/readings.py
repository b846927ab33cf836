#!/usr/bin/python3
"""Judgements of readers, sentence by sentence, to data/book/abuse_sentences.jsonl.xz: places in texts of ../shared/data, and no text.

    train/builders/readings.py ROWS.json JUDGED.jsonl [ROWS.json JUDGED.jsonl ...] --out data/book/abuse_sentences.jsonl.xz

ROWS.json: [{"file", "id", "text", "sentences": [[begin, end], ...]}, ...]; JUDGED.jsonl: {"row", "sentences": [[K, act, class, frame, [words that go]], ...]}.
"""
import argparse
import hashlib
import json
import lzma


def judged(row, said):
    raw = row["text"].encode()
    out = []
    for k, act, kind, frame, *gone in sorted(said):
        begin, end = row["sentences"][k]
        places, at = [], begin
        for words in gone[0] if gone else []:
            # Blanks and line ends were shown as one blank each.
            part, shape = raw[begin:end], words.encode().split()
            found = next((i for i in range(at - begin, len(part)) if b" ".join(part[i:].split()).startswith(b" ".join(shape))), None)
            if found is None:
                found = next((i for i in range(len(part)) if b" ".join(part[i:].split()).startswith(b" ".join(shape))), None)
            if found is None:
                raise SystemExit(f"{row['id']}: {words!r} does not stand in sentence {k}")
            last = next(j for j in range(found + 1, len(part) + 1) if b" ".join(part[found:j].split()) == b" ".join(shape))
            places.append([begin + found, begin + last])
            at = begin + last
        out.append([begin, end, act, kind, frame, places])
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    written = 0
    with lzma.open(args.out, "wt", encoding="utf-8", preset=9) as out:
        for rows, readings in zip(args.files[::2], args.files[1::2], strict=True):
            with open(rows, encoding="utf-8") as file:
                texts = json.load(file)
            with open(readings, encoding="utf-8") as lines:
                for line in map(json.loads, lines):
                    row = texts[line["row"]]
                    seal = hashlib.sha256(row["text"].encode()).hexdigest()[:12]
                    out.write(json.dumps({"file": row["file"], "id": row["id"], "seal": seal, "sentences": judged(row, line["sentences"])}) + "\n")
                    written += 1
    print(f"{written} rows")


if __name__ == "__main__":
    main()
