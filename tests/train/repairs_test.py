#!/usr/bin/env python3
"""Readers' verdicts on cuts become rows: what is left, where its seams are, and what the judge of sentences learns. Compared with texts put together by hand."""
import lzma
import json
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "train" / "builders")]
import repairs  # noqa: E402
import seams  # noqa: E402

BEFORE = "Take some café shit and those fools go, you know."


def span(word, blank=0):
    begin = BEFORE.encode().index(word.encode())
    return [begin, begin + len(word) + blank]


REPAIR = {"id": "a/1", "cuts": [[*span("shit", 1), "", "torn"], [*span("fools", 1), "they ", "ok"], [*span("you", 1), "", "ok"]],
          "best": [[*span("shit"), "stuff"], [*span("fools", 1), ""]]}


class Repairs(unittest.TestCase):
    def test_what_is_left(self):
        self.assertEqual(repairs.applied(BEFORE, REPAIR["best"]), "Take some café stuff and those go, you know.")
        self.assertEqual(repairs.applied(BEFORE, []), BEFORE)

    def test_seams(self):
        row = seams.read_row(BEFORE, REPAIR, {"stuff"}, "train")
        self.assertEqual(row["text"], "Take some café and those they go, know.")
        raw = row["text"].encode()
        # The reader put a known phrase where the cut was torn; what the program put in is no seam; the last cut is sound.
        self.assertEqual([(raw[at:].decode(), label) for at, label in row["seams"]], [("and those they go, know.", "stuff"), ("know.", "")])
        self.assertEqual(seams.read_row(BEFORE, REPAIR, set(), "train")["seams"][0][1], "?")

    def test_the_same_word_twice(self):
        text = "shit and shit go"
        repair = {"cuts": [[0, 5, "", "torn"], [9, 14, "\n", "torn"]], "best": [[0, 4, "stuff"], [9, 14, ""]]}
        row = seams.read_row(text, repair, {"stuff"}, "train")
        self.assertEqual((row["text"], row["seams"]), ("and \ngo", [[0, "stuff"], [5, "?"]]))

    def test_rows_of_the_judge(self):
        whole = {"id": "a/2", "cuts": [], "best": [[0, len(BEFORE.encode()), ""]]}
        same, unknown = {"id": "a/3", "cuts": [], "best": []}, {"id": "b/1", "cuts": [], "best": []}
        mended, gone, kept = repairs.judged([REPAIR, whole, same, unknown], {f"a/{k}": BEFORE for k in (1, 2, 3)})
        self.assertEqual([r[2] for r in mended["ranges"]], ["rw", "d"])
        (joined,) = repairs.judged([{"id": "a/1", "cuts": [], "best": [[*span("shit", 1), " "]]}], {"a/1": BEFORE})
        self.assertEqual(joined["ranges"][0][2], "d")  # a blank puts no word in
        self.assertEqual(mended["gone"], [e[:2] for e in REPAIR["best"]])
        self.assertEqual([(r["ranges"][0][2], r["gone"]) for r in (gone, kept)], [("x", None), ("k", None)])

    def test_a_file(self):
        with tempfile.NamedTemporaryFile(suffix=".xz") as file:
            with lzma.open(file.name, "wt", encoding="utf-8") as out:
                out.write(json.dumps(REPAIR) + "\n")
            self.assertEqual(repairs.read(file.name), [REPAIR])

    def test_the_shipped_file(self):
        rows = repairs.read(ROOT / "data" / "abuse" / "repairs.jsonl.xz")
        self.assertGreater(len(rows), 1000)
        self.assertEqual(len({r["id"] for r in rows}), len(rows))
        for r in rows:
            for edits in (r["cuts"], r["best"]):
                places = [p for e in edits for p in e[:2]]
                self.assertEqual(places, sorted(places), r["id"])


if __name__ == "__main__":
    unittest.main()
