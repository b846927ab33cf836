"""`lauter curate train-detector`, `score --metrics ai_likeness` and `measure ai-text`, from end to end."""

import json
import random
import unittest

from support import CliTest

PLAIN = "river went old got so boat said and then we".split()
POLISHED = "river moreover remarkable vibrant boat the fosters and delves landscape".split()


def sample(rng, machine):
    out = []
    for _ in range(rng.randrange(20, 50)):
        words = POLISHED if machine == (rng.random() > .25) else PLAIN
        out.append(rng.choice(words) + rng.choice(["", "", "", "", "", "", "."]))
    return " ".join(out)


def sample_rows(seed, pairs):
    rng = random.Random(seed)
    return [{"id": f"{i}-{source}", "text": sample(rng, source != "human"), "source": source, "pair": str(i),
             "domain": "abc"[i % 3]} for i in range(pairs) for source in ("human", "m1", "m2")]


def auroc(scores, labels):
    wins = pairs = 0
    for a, is_a in zip(scores, labels):
        for b, is_b in zip(scores, labels):
            if is_a and not is_b:
                pairs += 1
                wins += 1 if a > b else .5 if a == b else 0
    return wins / pairs


class DetectorTest(CliTest):
    def write_rows(self, name, rows):
        return self.write(name, "".join(json.dumps(r) + "\n" for r in rows))

    def test_train_score_measure(self):
        self.write_rows("train.jsonl", sample_rows(1, 60))
        self.write_rows("test.jsonl", sample_rows(2, 40) + [{"id": "short", "text": "no words", "source": "human", "pair": "s"}])
        out, _ = self.run_lauter("curate", "train-detector", "train.jsonl", "--group-field", "pair", "--seed", "1", "-o", "m.bin")
        facts = json.loads(out)
        self.assertEqual(facts["texts"], 180)
        self.assertLessEqual(facts["groups"], 60)
        self.assertGreater(facts["figures"][0]["auroc"], .9)
        self.run_lauter("curate", "train-detector", "train.jsonl", "--group-field", "pair", "--seed", "1", "-o", "again.bin")
        self.assertEqual((self.dir / "m.bin").read_bytes(), (self.dir / "again.bin").read_bytes())

        scored = self.run_lauter("score", "test.jsonl", "--metrics", "ai_likeness", "--detector", "m.bin")[0]
        (self.dir / "pred.jsonl").write_text(scored)
        scores = [json.loads(line)["scores"]["ai_likeness"] for line in scored.splitlines()]
        self.assertIsNone(scores[-1])
        figures = json.loads(self.run_lauter("measure", "ai-text", "--gold", "test.jsonl", "--pred", "pred.jsonl")[0])
        labels = [r["source"] != "human" for r in sample_rows(2, 40)]
        self.assertAlmostEqual(figures["all"]["auroc"], auroc(scores[:-1], labels), places=9)
        self.assertGreater(figures["all"]["auroc"], .9)
        self.assertEqual(figures["abstained"], 1)
        self.assertEqual(sorted(figures["generators"]), ["m1", "m2"])
        self.assertEqual(figures["domains"]["a"]["human"], 14)

    def test_two_sides_as_files(self):
        rows = sample_rows(3, 40)
        self.write_rows("human.jsonl", [r for r in rows if r["source"] == "human"])
        self.write_rows("made.jsonl", [r for r in rows if r["source"] == "m1"])
        out, _ = self.run_lauter("curate", "train-detector", "--human", "human.jsonl", "--machine", "made.jsonl", "-o", "m.bin",
                              "--domain-field", "domain")
        facts = json.loads(out)
        self.assertEqual(facts["held_out"], "whole domains")
        self.assertEqual([f["slice"] for f in facts["figures"]][:2], ["all", "source m1"])

    def test_what_cannot_be_learnt_is_said(self):
        self.write_rows("human.jsonl", [r for r in sample_rows(3, 40) if r["source"] == "human"])
        for args, why in (((), "--human A --machine B"), (("human.jsonl",), "machine-made"),
                          (("human.jsonl", "--label-field", "who"), "no field \"who\"")):
            _, err = self.run_lauter("curate", "train-detector", *args, "-o", "m.bin", code=2)
            self.assertIn(why, err)
        self.assertFalse((self.dir / "m.bin").exists())


if __name__ == "__main__":
    unittest.main()
