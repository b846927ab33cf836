#!/usr/bin/env python3
"""Rows of the judge with a public text of another author beside: nothing of either text is lost, every span holds the bytes that it held, and rows to measure with stay as they are."""
import collections
import os
import pathlib
import random
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / path) for path in ("train/judge", "train", "data/book")]
try:
    import numpy as np
    import sources
except ImportError as error:
    system = "/usr/bin/python3"  # Debian's, where python3-numpy is; the first on PATH may be another
    if os.path.exists(system) and sys.executable != system:
        os.execv(system, [system, __file__])
    sys.exit(print(f"skipped: {error}") or 77)


def invented(count, rng):
    """Rows of seven authors whose every span has words of its own, in texts with lines, sentences, umlauts and blanks at their ends."""
    for i in range(count):
        text, spans = rng.choice(("", "\n", "  ")), []
        for k in range(rng.randint(1, 6)):
            text += rng.choice(("Über ", "so ", "on 3 May. ", "a\n\n", "why? "))
            value = f"v{i}.{k}" + rng.choice(("", ". x", "\ny", "é"))
            begin = len(text.encode())
            text += value
            spans.append({"start": begin, "end": len(text.encode()), "label": "PERSON", "private": rng.random() < 0.5})
            text += rng.choice((". ", "\n", " and ", ""))
        yield {"id": f"a{i % 7}-{i}", "text": text, "spans": spans, "kind": rng.choice(("public", "private", "mixed")), "lang": rng.choice(("en", "de")), "split": rng.choice(("train", "train", "dev")),
               "pair": rng.random() < 0.1}


def values(row):
    return collections.Counter((row["text"].encode()[s["start"]:s["end"]], s["private"]) for s in row["spans"])


class Book(unittest.TestCase):
    def test_short_texts_to_learn_from_come_in_three_fills(self):
        rows = list(sources.book(3))
        fills = collections.Counter(row["id"] for row in rows)
        length = {}
        for row in rows:
            length.setdefault(row["id"], len(row["text"].encode()))
        for row in rows:
            # A further fill may be longer than the first: then it is the last.
            most = 3 if row["split"] == "train" and length[row["id"]] <= sources.SHORT else 1
            self.assertTrue(fills[row["id"]] == most or 1 < fills[row["id"]] < most)
        short = {row["id"]: row for row in rows if fills[row["id"]] == 3 and any(s.get("made") for s in row["spans"])}
        texts = {row["text"] for row in rows if row["id"] in short}
        self.assertGreater(len(texts), 2 * len(short))


class Beside(unittest.TestCase):
    def test_both_texts_are_whole(self):
        rows = list(invented(4000, random.Random(1)))
        publics = {row["text"].strip(): row for row in rows if row["kind"] == "public"}
        changed = 0
        for row, out in zip(rows, sources.beside(rows, np.random.default_rng(2)), strict=True):
            if out is row:
                continue
            changed += 1
            self.assertTrue(row["split"] == "train" and not row["pair"] and row["kind"] != "public")
            guest = next(publics[text] for text in sorted(publics, key=len, reverse=True) if text in out["text"] and values(publics[text]) and not values(publics[text]) - values(out))
            self.assertEqual(values(out), values(row) + values(guest))
            self.assertNotEqual(guest["id"].split("-")[0], row["id"].split("-")[0])
            self.assertEqual(guest["lang"], row["lang"])
            left = out["text"].replace(guest["text"].strip(), "", 1)
            self.assertEqual("".join(left.split()), "".join(row["text"].split()))
            self.assertEqual([s["start"] for s in out["spans"]], sorted(s["start"] for s in out["spans"]))
        could = sum(row["split"] == "train" and not row["pair"] and row["kind"] != "public" for row in rows)
        self.assertAlmostEqual(changed / could, 0.3 * 6 / 7, delta=0.05)


if __name__ == "__main__":
    unittest.main()
