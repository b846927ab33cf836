"""Rows that cost more than their bytes are worth are held back, by a count and no clock."""

import json
import unittest

from support import CliTest, tree_digest

# Each mark is a token of its own: more of them than the judge reads in 16 s.
DEAR = "!," * 3_000_000
PRIVATE = "Mail Bob Smith at bob.smith@corp.de or ring (212) 749-3186."


class TooMuchWork(CliTest):
    def setUp(self):
        super().setUp()
        self.texts = ["Nothing here.", DEAR + PRIVATE, PRIVATE, DEAR, "!," * 3000 + PRIVATE]
        self.write("in.jsonl", "".join(json.dumps({"id": f"r{i}", "text": text}) + "\n" for i, text in enumerate(self.texts)))

    def test_such_rows_are_held_back_and_counted(self):
        for threads in ("1", "2"):
            self.run_lauter("anonymize", "in.jsonl", "-o", f"o{threads}", "-k", "key", "--threads", threads, "-q", code=1)
        self.assertEqual(tree_digest(self.dir / "o1"), tree_digest(self.dir / "o2"))
        held = [json.loads(line) for line in (self.dir / "o1/rejected/in.jsonl").read_text().splitlines()]
        self.assertEqual([(row["id"], row["lauter_reason"]) for row in held], [("r1", "too much work"), ("r3", "too much work")])
        self.assertEqual([row["text"] for row in held], [DEAR + PRIVATE, DEAR])
        report = json.loads((self.dir / "o1/report.json").read_text())
        self.assertEqual(report["reject_reasons"], {"too much work": 2})
        kept = [json.loads(line) for line in (self.dir / "o1/data/in.jsonl").read_text().splitlines()]
        self.assertEqual([row["id"] for row in kept], ["r0", "r2", "r4"])
        self.assertNotIn("bob.smith@corp.de", "".join(row["text"] for row in kept))

    def test_other_commands_say_so_in_the_rows_place(self):
        out, _ = self.run_lauter("find", "in.jsonl", "--model", "judge", "-q", code=1)
        self.assertEqual([json.loads(line).get("error") for line in out.splitlines()], [None, "too much work", None, "too much work", None])
        out, _ = self.run_lauter("program", "in.jsonl", "--recipe", "anonymize", "--model", "judge", "-k", "key", "-q", code=1)
        self.assertEqual([json.loads(line).get("error") for line in out.splitlines()], [None, "too much work", None, "too much work", None])

    def test_reading_for_abuse_is_counted_too(self):
        """What the judge of sentences would not read in 17 s."""
        text = "!," * 5_200_000
        self.write("marks.jsonl", json.dumps({"id": "marks", "text": text}) + "\n")
        self.run_lauter("detoxify", "marks.jsonl", "-o", "o", "-k", "key", "-q", code=1)
        held = json.loads((self.dir / "o/rejected/marks.jsonl").read_text())
        self.assertEqual((held["lauter_reason"], held["text"] == text), ("too much work", True))

    def test_what_is_cheap_is_read_whatever_its_size(self):
        self.run_lauter("anonymize", "in.jsonl", "-o", "o", "-k", "key", "--model", "none", "-q")
        rows = [json.loads(line) for line in (self.dir / "o/data/in.jsonl").read_text().splitlines()]
        self.assertEqual(rows[1]["text"][:len(DEAR)], DEAR)
        self.assertNotIn("bob.smith@corp.de", rows[1]["text"])


if __name__ == "__main__":
    unittest.main()
