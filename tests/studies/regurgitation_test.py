#!/usr/bin/python3
"""The regurgitation study: orders and coverage against brute force, the n-gram tool against the reference, and the whole command, small."""
import gzip
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
STUDY = os.path.join(ROOT, "studies", "regurgitation")
TOOL = os.environ.get("LAUTER_NGRAM", os.path.join(ROOT, "build/release/src/lauter_ngram"))
PYTHON = "/usr/bin/python3"
sys.path.insert(0, STUDY)
sys.dont_write_bytecode = True
try:
    import numpy as np
except ImportError:
    np = None
    if sys.executable != PYTHON and os.path.exists(PYTHON):  # Debian's has it
        os.execv(PYTHON, [PYTHON, *sys.argv])
else:
    import conditions
    import figures
    import generations
    import strategies
    from corpus import Corpus, sentences_of
SOURCES = ("human", "gpt-4o", "gpt-3.5-turbo", "llama-3-70b", "gemini-1.5-pro")


def rows_of(contents, seed=1):
    """Invented rows: human text has more words than the machines', which have fewer and fewer."""
    rng = random.Random(seed)
    rows = []
    for content in range(contents):
        topic = rng.randrange(10)
        for place, source in enumerate(SOURCES):
            words = [f"word{topic}x{int(rng.random() ** (1 + place) * 30)}" for _ in range(60)]
            sentences = [" ".join(words[i:i + 10]).capitalize() + "." for i in range(0, 60, 10)]
            rows.append({"id": f"{content}/{source}", "text": " ".join(sentences), "source": source, "pair": f"c{content}", "domain": f"d{topic}",
                         "split": "train"})
    return rows


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Parts(unittest.TestCase):
    def test_sentences(self):
        self.assertEqual(sentences_of('He said "go." Then 3.5 left.\n\nA line  here'), ['He said "go."', "Then 3.5 left.", "A line here"])

    def test_best_of_content_first(self):
        content = np.array([0, 0, 0, 1, 1, 2])
        order = strategies.best_of_content_first(np.array([1, 3, 2, 5, 9, 0]), content, np.random.default_rng(1))
        self.assertEqual((set(order[:3]), set(order[3:5]), order[5]), ({1, 4, 5}, {2, 3}, 0))

    def test_grams_are_those_of_the_sentences(self):
        corpus = Corpus([{"text": "A b a b. B a", "source": "human", "pair": "p", "id": "i", "domain": "d"}])
        grams, owner = corpus.grams.take(np.array([0, 1]))
        orders = np.bincount(corpus.gram_order[grams[owner == 0]])[1:]
        self.assertEqual(orders.tolist(), [6, 6, 5])  # a b a b . and the end; a pair and a triple may begin with the begin
        self.assertEqual(len(set(grams[corpus.gram_order[grams] == 1].tolist())), 4)
        self.assertEqual(len(set(grams[corpus.gram_order[grams] == 2].tolist())), 7)

    def test_coverage_is_the_greedy_choice(self):
        corpus = Corpus(rows_of(12))
        units = [[sentence] for sentence in range(0, len(corpus.sentences), 3)]
        target = strategies.target_of(corpus, np.arange(1, len(corpus.sentences), 3), np.concatenate(units))
        got = strategies.coverage(corpus, units, target, 200, steps=100000)
        counts, left, want = {}, set(range(len(units))), []
        while len(want) < len(got):
            def gain(unit):
                seen = dict(counts)
                total = 0.0
                for gram in corpus.grams.take(units[unit])[0]:
                    before = seen.get(gram, 0)
                    total += target[gram] * (math.log(before + 1.1) - math.log(before + 0.1))
                    seen[gram] = before + 1
                return total / corpus.tokens[units[unit]].sum()
            best = max(sorted(left), key=gain)
            want.append(best)
            left.discard(best)
            for gram in corpus.grams.take(units[best])[0]:
                counts[gram] = counts.get(gram, 0) + 1
        self.assertEqual(got.tolist(), want)

    def test_nothing_of_the_test_is_learnt_from(self):
        corpus = Corpus(rows_of(40))
        fold = conditions.Fold(corpus, None, 3, 1000)
        pairs = [set(corpus.pair[corpus.document_of[part]]) for part in (fold.test, fold.development, fold.sentences)]
        self.assertFalse(pairs[0] & pairs[1] or pairs[0] & pairs[2] or pairs[1] & pairs[2])
        self.assertEqual(set(corpus.source[corpus.document_of[fold.test]]), {"human"})
        self.assertNotIn("human", set(fold.source))
        self.assertTrue(all(pairs))

    def test_new_contents_come_first_in_a_mix(self):
        corpus = Corpus(rows_of(40))
        fold = conditions.Fold(corpus, None, 3, 1000)
        shares = {"gpt-4o": 0.6, "llama-3-70b": 0.4, "gpt-3.5-turbo": 0.0}
        contents = len(set(fold.content))
        for size in (600, 60 * contents, 1e9):  # texts have 60 words: half of the contents, each once, and all there is
            rows = conditions.mixed_of_new_contents(fold, shares, size, np.random.default_rng(1))
            self.assertEqual(len(set(rows.tolist())), len(rows))
            self.assertEqual(len(set(corpus.pair[rows].tolist())), min(len(rows), contents))
            self.assertEqual(len(rows), min(int(np.ceil(size / 60)), 2 * contents))
            if size < 1e9:
                self.assertAlmostEqual((corpus.source[rows] == "gpt-4o").mean(), 0.6, delta=0.1)

    def test_the_speaker_is_a_kneser_ney_model(self):
        rng = np.random.default_rng(2)
        sentences = [rng.choice(np.array([2, 3, 4, 5, 6]), 6, p=(.4, .3, .15, .1, .05)) for _ in range(40)]
        speaker = generations.Speaker(sentences, 7)
        triples = [t for s in sentences for padded in [[0, 0, *s, 1]] for t in zip(padded, padded[1:], padded[2:])]
        pairs = [t[1:] for t in sorted(set(triples))]
        singles = [(0, t[1]) for t in sorted(set(pairs))]

        def p(events, context, token, lower):
            counts = {event: events.count(event) for event in set(events)}
            once, twice = (sum(n == k for n in counts.values()) for k in (1, 2))
            discount = once / max(1, once + 2 * twice)
            of = {event[-1]: n for event, n in counts.items() if event[:-1] == context}
            total = sum(of.values())
            return lower if not total else (max(0, of.get(token, 0) - discount * (token in of)) + discount * len(of) * lower) / total
        known = sorted({t[2] for t in triples})
        for before, last in ((0, 0), (0, 2), (2, 3), (6, 6)):
            want = [p(triples, (before, last), w, p(pairs, (last,), w, p(singles, (0,), w, 1 / len(known)))) for w in range(7) if w in known]
            self.assertAlmostEqual(sum(want), 1)
            got = speaker.next(np.full(40000, before), np.full(40000, last), rng)
            share = np.array([(got == w).mean() for w in known])
            self.assertLess(np.abs(share - want).sum() / 2, 0.015, (before, last))

    def test_shares_of_the_gap(self):
        bits = {"random": 10.0, "random again": 10.0, "human 1": 9.0, "half": 9.5}
        results = figures.Results([{"conditions": {name: [[5, 5 * b], [7, 7 * b]] for name, b in bits.items()}}] * 2)
        self.assertEqual([round(x, 9) for x in results.closed("half")], [0.5, 0.5, 0.5])
        self.assertEqual(results.closed("human 1")[0], 1)


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Program(unittest.TestCase):
    def test_tool_refuses_what_is_no_task(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "texts")
            with open(path, "w", encoding="utf-8") as out:
                out.write("a b\nb c\n")
            ask = lambda tasks: subprocess.run([TOOL, path], input=tasks, capture_output=True, text=True)
            done = ask("0,0-1 : 1,0\n : 0\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            first, none = done.stdout.splitlines()
            self.assertEqual([part.split(":")[0] for part in first.split()], ["3", "3"])
            # Of no text at all every type (a, b, c and the end) has a share of a fourth.
            self.assertEqual(none, "3:6.000")
            for wrong in ("0\n", "0-2:0\n", "1-0x:0\n", "a:0\n", "0,:1\n"):
                self.assertEqual(ask(wrong).returncode, 2, wrong)

    def test_generations(self):
        """What is replaced forgets; what is kept beside the human text, or chosen, forgets less; the same seed gives the same figures."""
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "rows.jsonl.gz")
            with gzip.open(data, "wt", encoding="utf-8") as out:
                out.writelines(json.dumps(row) + "\n" for row in rows_of(60))
            results = []
            for name in ("a", "b"):
                command = [PYTHON, os.path.join(STUDY, "generations.py"), "--data", data, "--tool", TOOL, "--budget", "1500", "--generations", "3",
                           "--seeds", "1", "--work", os.path.join(folder, "work"), "--out", os.path.join(folder, name)]
                done = subprocess.run(command, capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                with open(os.path.join(folder, name, "results-generations.json"), encoding="utf-8") as file:
                    results.append(json.load(file)["seeds"][0])
            self.assertEqual(results[0], results[1])
            bits = {rule: [generation[0] for generation in lineage] for rule, lineage in results[0].items()}
            self.assertEqual(len({lineage[0] for lineage in bits.values()}), 1)  # all begin with the human text
            self.assertGreater(bits["replace"][3], bits["replace"][0])
            for rule in ("accumulate", "accumulate, B"):
                self.assertLess(bits[rule][3], bits["replace"][3], rule)
            self.assertLess(results[0]["replace"][3][1], results[0]["replace"][0][1])  # words are lost
            self.assertGreaterEqual(results[0]["accumulate"][3][1], results[0]["accumulate"][0][1])

    def test_whole_study(self):
        with tempfile.TemporaryDirectory() as folder:
            data = os.path.join(folder, "rows.jsonl.gz")
            with gzip.open(data, "wt", encoding="utf-8") as out:
                out.writelines(json.dumps(row) + "\n" for row in rows_of(110))
            results = []
            for name in ("a", "b"):
                out = os.path.join(folder, name)
                done = subprocess.run([PYTHON, os.path.join(STUDY, "run"), "--quick", "--data", data, "--tool", TOOL, "--lauter", "none", "--work",
                                       os.path.join(folder, "work-" + name), "--out", out], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                with open(os.path.join(out, "results-ngram-quick.json"), encoding="utf-8") as file:
                    results.append(json.load(file))
                for row in results[-1]["conditions"]:
                    row["folds"] = [round(bits, 3) for bits in row["folds"]]
            self.assertEqual(results[0]["conditions"], results[1]["conditions"])
            rows = {row["condition"]: row for row in results[0]["conditions"]}
            self.assertEqual(rows["human 1"]["closed"], 1)
            self.assertGreater(rows["random"]["bits"], rows["human 1"]["bits"])
            self.assertGreater(rows["S2 coverage of sentences"]["closed"], 0)
            for name in ("S1 fluency, best of content", "S2 learnt shares", "S3 detector, sorted @0.25", "S1+S2+S3 @2", "alone gpt-4o: random"):
                self.assertIn(name, rows)
            with open(os.path.join(folder, "a", "curves-ngram-quick.svg"), encoding="utf-8") as svg:
                self.assertIn("</svg>", svg.read())


if __name__ == "__main__":
    unittest.main()
