#!/usr/bin/env python3
"""The builder of studies/pii: same bytes every time, all categories, sound offsets, a scorer that can tell right from wrong."""
import os
import re
import sys
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "studies", "pii"))
sys.dont_write_bytecode = True
from piiset import baseline, build, checks  # noqa: E402
from piiset.score import score  # noqa: E402


class PiiBuilderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dev, cls.test = build.build(7, 4)

    def test_check_digits_of_published_vectors(self):
        checks.self_test()

    def test_same_seed_same_rows(self):
        self.assertEqual((self.dev, self.test), build.build(7, 4))

    def test_every_category_occurs(self):
        with open(os.path.join(ROOT, "src", "catalog", "categories.inc"), encoding="utf-8") as f:
            names = set(re.findall(r'^X\(\w+, "(\w+)"', f.read(), re.M))
        self.assertEqual(names, {s["label"] for row in self.dev + self.test for s in row["spans"]})

    def test_spans_are_sorted_and_end_on_characters(self):
        for row in self.dev + self.test:
            data, at = row["text"].encode(), 0
            for span in row["spans"]:
                self.assertLessEqual(at, span["start"])
                self.assertLess(span["start"], span["end"])
                value = data[span["start"]:span["end"]].decode()
                self.assertEqual(value, value.strip(), row["id"])
                at = span["end"]
            self.assertLessEqual(at, len(data))

    def test_templates_are_in_one_half_only(self):
        dev = {row["template"] for row in self.dev if row["template"].startswith("l:")}
        self.assertFalse(dev & {row["template"] for row in self.test})

    def test_decoys_and_clean_rows_hold_no_gold(self):
        for row in self.dev + self.test:
            if row["decoy"] or row["form"] == "clean":
                self.assertEqual(row["spans"], [])

    def test_scorer(self):
        perfect = {row["id"]: [(s["start"], s["end"], s["label"]) for s in row["spans"]] for row in self.dev}
        by, any_, confusion = score(self.dev, perfect)
        self.assertEqual({t.f1() for t in by.values()}, {1.0})
        self.assertFalse(confusion)
        shifted = {k: [(a, a + max(1, (b - a) // 3), label) for a, b, label in v] for k, v in perfect.items()}
        self.assertLess(score(self.dev, shifted)[1].recall(), 0.2)

    def test_baseline_finds_and_checks(self):
        found = baseline.find("mail ann@mail.fr, card 4012 8888 8888 1881 or 4012 8888 8888 1882")
        self.assertEqual([f[2] for f in found if f[2] != "PHONE_NUMBER"], ["EMAIL_ADDRESS", "CREDIT_CARD"])


if __name__ == "__main__":
    unittest.main()
