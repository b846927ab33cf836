"""`lauter train quality`, the step `quality` and the metric `quality_model`. The reference is scikit-learn's logistic
regression on the same texts (left out where it is not installed)."""

import json
import random
import struct
import unittest

from support import CliTest

try:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
except ImportError:
    LogisticRegression = None

COMMON = "the a of in on with for and to at by from into over under about after before while when".split()
GOOD = "river stone carefully explains measured chapter evidence observed method theory archive harvest letter winter bridge compares".split()
BAD = "click subscribe offer cheap winner deal free bonus login cookies share banner sponsored casino limited download".split()


def made(rng, good, n):
    """Texts whose words lean to their side, so that some cannot be told."""
    texts = []
    for _ in range(n):
        lean = rng.choice((0.02, 0.05, 0.2))
        words = [rng.choice(rng.choices((GOOD, BAD, COMMON), (lean, 0.04, 1) if good else (0.04, lean, 1))[0]) for _ in range(rng.randrange(15, 60))]
        texts.append(" ".join(words).capitalize() + f" {rng.randrange(10 ** 6)}.")
    return texts


class TrainQualityTest(CliTest):
    def rows(self, name, texts):
        self.write(name, "".join(json.dumps({"id": f"{name}-{i}", "text": text}) + "\n" for i, text in enumerate(texts)))

    def train(self, *args, code=0):
        return self.run_lauter("train", "quality", "--good", "good.jsonl", "--bad", "bad.jsonl", "-o", "m.quality", *args, code=code)

    def setUp(self):
        super().setUp()
        rng = random.Random(3)
        self.good, self.bad = made(rng, True, 400), made(rng, False, 400)
        self.held_good, self.held_bad = made(rng, True, 300), made(rng, False, 300)
        self.rows("good.jsonl", self.good)
        self.rows("bad.jsonl", self.bad)
        self.rows("held.jsonl", self.held_good + self.held_bad)

    def scores(self, *args):
        out, _ = self.run_lauter("score", "held.jsonl", "--metrics", "quality_model", "--quality-model", "m.quality", *args)
        return [json.loads(line)["scores"]["quality_model"] for line in out.splitlines()]

    @staticmethod
    def auroc(scores, n_good):
        good, bad = scores[:n_good], scores[n_good:]
        return sum((g > b) + (g == b) / 2 for g in good for b in bad) / len(good) / len(bad)

    def test_reaches_what_it_says(self):
        out, err = self.train()
        facts = json.loads(out)
        self.assertEqual((facts["good"], facts["bad"], facts["seed"]), (400, 400, 0))
        low, high = facts["auroc_95"]
        self.assertLess(low, facts["auroc"])
        self.assertLess(facts["auroc"], high)
        self.assertIn("AUROC", err)
        ours = self.auroc(self.scores(), 300)
        self.assertAlmostEqual(ours, facts["auroc"], delta=0.03)
        self.assertLess(facts["calibration_error"], 0.1)
        model = (self.dir / "m.quality").read_bytes()
        self.assertEqual(model[:4], b"LQC1")
        self.assertEqual(json.loads(model[36:36 + struct.unpack_from("<I", model, 8)[0]]), facts)
        self.assertLess(len(model), 300_000)
        # The same rows, the same bytes; scores do not depend on threads.
        self.assertEqual(self.train()[0], out)
        self.assertEqual((self.dir / "m.quality").read_bytes(), model)
        self.assertEqual(self.scores("--threads", "1"), self.scores("--threads", "4"))

    @unittest.skipUnless(LogisticRegression, "scikit-learn is not installed")
    def test_is_as_good_as_logistic_regression(self):
        self.train("-q")
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        x = words.fit_transform(self.good + self.bad)
        y = [1] * len(self.good) + [0] * len(self.bad)
        reference = LogisticRegression(max_iter=1000).fit(x, y)
        truth = [1] * 300 + [0] * 300
        theirs = roc_auc_score(truth, reference.predict_proba(words.transform(self.held_good + self.held_bad))[:, 1])
        ours = roc_auc_score(truth, self.scores())
        self.assertGreater(ours, theirs - 0.01)

    def test_the_step_drops_what_scores_low(self):
        self.train("-q")
        self.write("r.yaml", "steps:\n  - use: quality\n    model: m.quality\n    min_score: 0.4\n")
        scores = self.scores()
        outs = []
        for threads in ("1", "4"):
            self.run_lauter("refine", "held.jsonl", "-o", "out" + threads, "--recipe", "./r.yaml", "--key-file", "key", "-q", "--threads", threads, code=1)
            outs.append((self.dir / f"out{threads}/data/held.jsonl").read_bytes())
        self.assertEqual(outs[0], outs[1])
        kept = {json.loads(line)["id"] for line in outs[0].splitlines()}
        self.assertEqual(kept, {f"held.jsonl-{i}" for i, score in enumerate(scores) if score >= 0.4})
        gone = json.loads((self.dir / "out1/rejected/held.jsonl").read_text().splitlines()[0])
        self.assertEqual(gone["lauter_reason"], "quality: min_score")
        # What `recipe show` prints is the recipe; other bytes of the model are another recipe.
        shown, _ = self.run_lauter("recipe", "show", "./r.yaml", "-q")
        self.write("shown.yaml", shown)
        self.assertEqual(self.run_lauter("recipe", "check", "./shown.yaml"), self.run_lauter("recipe", "check", "./r.yaml"))
        self.train("-q", "--seed", "5")
        _, err = self.run_lauter("recipe", "check", "./shown.yaml", code=2)
        self.assert_one_line(err, "shown.yaml:", "m.quality", "was changed")

    def test_refuses_what_teaches_nothing(self):
        self.rows("bad.jsonl", self.bad[:5])
        _, err = self.train(code=2)
        self.assert_one_line(err, "at least 20 different bad texts; there are 5")
        self.rows("bad.jsonl", self.bad[:1] * 100)
        _, err = self.train(code=2)
        self.assert_one_line(err, "there are 1")
        self.rows("bad.jsonl", self.good)
        _, err = self.train(code=2)
        self.assert_one_line(err, "in --good and in --bad")
        _, err = self.run_lauter("train", "quality", "--good", "good.jsonl", "-o", "m", code=2)
        self.assert_one_line(err, "--bad")
        _, err = self.run_lauter("train", "detector", code=2)
        self.assert_one_line(err, "train quality")

    def test_refuses_files_that_are_none(self):
        self.train("-q")
        model = (self.dir / "m.quality").read_bytes()
        self.write("r.yaml", "steps:\n  - use: quality\n    model: m.quality\n")
        for bytes_ in (b"", b"LQC1", model[:-1], model[:5000] + b"\1" + model[5001:], model + b"x", b"x" * len(model)):
            self.write("m.quality", bytes_)
            _, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
            self.assert_one_line(err, "m.quality: quality model: ")
            _, err = self.run_lauter("score", "held.jsonl", "--metrics", "quality_model", "--quality-model", "m.quality", code=2)
            self.assert_one_line(err, "m.quality: quality model: ")
        _, err = self.run_lauter("score", "held.jsonl", "--metrics", "quality_model", code=2)
        self.assert_one_line(err, "--quality-model")
        self.write("r.yaml", "steps:\n  - use: quality\n")
        _, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
        self.assert_one_line(err, "r.yaml:2:", "model: name a file")
        self.write("r.yaml", "steps:\n  - use: quality\n    model: none.quality\n")
        _, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
        self.assert_one_line(err, "none.quality")


if __name__ == "__main__":
    unittest.main()
