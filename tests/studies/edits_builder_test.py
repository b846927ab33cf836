#!/usr/bin/env python3
"""The builder of studies/edits: same bytes every time, all kinds, spans that are exactly what refining takes away."""
import os
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "studies", "edits"))
sys.dont_write_bytecode = True
from goldset import build, difflib_baseline, noise  # noqa: E402


class EditsBuilderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = build.build("test", 3, 300)

    def test_same_seed_same_rows(self):
        self.assertEqual(self.rows, build.build("test", 3, 300))
        self.assertNotEqual(self.rows, build.build("dev", 3, 300))

    def test_deleting_the_gold_spans_gives_the_refined_text(self):
        for raw, refined, gold in self.rows:
            data, out, at = raw["text"].encode(), b"", 0
            for span in gold["spans"]:
                self.assertLessEqual(at, span["start"])
                out += data[at:span["start"]]
                at = span["end"]
            self.assertEqual((out + data[at:]).decode(), refined["text"], raw["id"])

    def test_every_kind_occurs_whole_line_and_inside(self):
        kinds, inside = set(), 0
        for raw, _, gold in self.rows:
            data = raw["text"].encode()
            for span in gold["spans"]:
                kinds.add(span["kind"])
                inside += span["start"] > 0 and data[span["start"] - 1:span["start"]] == b" "
        self.assertEqual(kinds, set(noise.KINDS))
        self.assertGreater(inside, 50)
        self.assertGreater(sum(not gold["spans"] for _, _, gold in self.rows), 30)

    def test_wordings_and_sites_are_held_out(self):
        for split, wordings in noise.WORDINGS.items():
            for other in set(noise.WORDINGS) - {split}:
                for kind, texts in wordings.items():
                    self.assertFalse(set(texts) & set(noise.WORDINGS[other][kind]))
                self.assertFalse(set(noise.SITES[split]) & set(noise.SITES[other]))

    def test_difflib_rejects_what_the_paper_rejects(self):
        self.assertEqual(difflib_baseline.spans_of("éab", "éb", False), [{"start": 2, "end": 3}])
        self.assertIsNone(difflib_baseline.spans_of("a", "a" + "xyz " * 10, False))


if __name__ == "__main__":
    unittest.main()
