"""`lauter score` and `lauter measure diversity` against the same figures computed in plain Python."""

import json
import pathlib
import random
import sys
import unittest

from support import CliTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "curate"))
import instruments_reference as reference  # noqa: E402
import ngram_lm_reference  # noqa: E402

WORDS = ("the of and to a in that was it for with well-known don't 1893 12,400 half) (about caf\u00e9 \u00dcber said, U.S. "
         "R&amp;D 3-4 e.g. no! \u201cno end.\u201d lamp keeper boat winter river stone tower light").split()


def prose(rng, n):
    """`n` words, frequent ones first in the list, with full stops and lines."""
    words = []
    for _ in range(n):
        word = WORDS[int(len(WORDS) * rng.random()**2)] if rng.random() < .6 else f"w{rng.choice('abcdefgh')}{rng.choice('xyz')}"
        words.append(word + rng.choice(["", "", "", "", ".", ",", ".\n"]))
    return " ".join(words)


def changed(rng, text):
    """The text with words replaced, dropped, doubled and a block moved."""
    words = text.split(" ")
    out = []
    for word in words:
        draw = rng.random()
        out += [] if draw < .05 else [rng.choice(WORDS)] if draw < .15 else [word, word] if draw < .2 else [word]
    if len(out) > 8:
        begin = rng.randrange(len(out) - 4)
        block = out[begin:begin + 4]
        del out[begin:begin + 4]
        at = rng.randrange(len(out) + 1)
        out[at:at] = block
    return " ".join(out)


class Instruments(CliTest):
    def rows(self, command, *arguments, **options):
        out, _ = self.run_lauter(*command.split(), *arguments, "--quiet", **options)
        return [json.loads(line) for line in out.splitlines()]

    def put(self, name, rows):
        return self.write(name, "".join(json.dumps(row) + "\n" for row in rows))

    def near(self, got, want, what, places=9):
        if want is None or got is None:
            self.assertEqual(got, want, what)
        else:
            self.assertAlmostEqual(got, want, places, what)

    def test_lexical_scores_are_those_of_the_reference(self):
        rng = random.Random(1)
        texts = [prose(rng, n) for n in (0, 1, 2, 5, 20, 41, 42, 43, 99, 100, 101, 200, 317, 900)] + ["x x x x", "..."]
        source = self.put("in.jsonl", [{"id": str(i), "text": t} for i, t in enumerate(texts)])
        for row, text in zip(self.rows("score", source, "--metrics", "lexical"), texts, strict=True):
            want = reference.lexical(text)
            self.assertEqual(sorted(row["scores"]), sorted(want))
            for name, value in want.items():
                self.near(row["scores"][name], value, f"{name} of {text[:60]!r}")

    def test_published_values(self):
        """The example of lexicalrichness' README."""
        text = ("Measure of textual lexical diversity, computed as the mean length of sequential words in a text that "
                "maintains a minimum threshold TTR score. Iterates over words until TTR scores falls below a threshold, then "
                "increase factor counter by 1 and start over. McCarthy and Jarvis (2010, pg. 385) recommends a factor threshold "
                "in the range of [0.660, 0.750]. (McCarthy 2005, McCarthy and Jarvis 2010)")
        scores = self.rows("score", self.put("in.jsonl", [{"text": text}]))[0]["scores"]
        want = {"words": 57, "terms": 39, "ttr": 0.6842105263157895, "rttr": 5.165676192553671, "cttr": 3.6526846651686067,
                "mtld": 46.79226361031519, "hdd": 0.7468703323966486, "herdan": 0.9061378160786574,
                "summer": 0.9294460323356605, "dugast": 43.074336212149774, "maas": 0.023215679867353005}
        for name, value in want.items():
            self.near(scores[name], value, name)
        self.assertIsNone(scores["mattr"])

    def test_translation_metrics_are_those_of_the_reference(self):
        rng = random.Random(2)
        rows = []
        for i in range(60):
            human = prose(rng, rng.randrange(1, 45))
            rows.append({"id": str(i), "text": changed(rng, human), "ref": human})
        rows += [{"id": "a", "text": "", "ref": "a"}, {"id": "b", "text": "a", "ref": ""},
                 {"id": "c", "text": "d e f g h a b c", "ref": "a b c d e f g h"}]
        source = self.put("in.jsonl", rows)
        for row, given in zip(self.rows("score", source, "--metrics", "bleu,chrf,ter,compression"), rows, strict=True):
            scores, text, human = row["scores"], given["text"], given["ref"]
            self.near(scores["bleu"], reference.bleu(text, [human]), f"BLEU of {text!r}, {human!r}")
            self.near(scores["chrf"], reference.chrf(text, human), f"chrF of {text!r}, {human!r}")
            self.near(scores["ter"], reference.ter(text, human), f"TER of {text!r}, {human!r}")
            self.near(scores["compression_ratio"], reference.compression_ratio(text) if text else None, text)

    def test_surprise_is_that_of_the_reference(self):
        rng = random.Random(3)
        # Words that both tokenizers cut alike.
        def simple(n):
            return " ".join(f"w{int(30 * rng.random()**2)}" + rng.choice(["", "", "", " .\n"]) for _ in range(n))

        human = [simple(60) for _ in range(20)]
        made = [simple(40) + " unseen" for _ in range(5)]
        model = ngram_lm_reference.Model(human, 3)
        learnt = self.put("human.jsonl", [{"text": t} for t in human])
        source = self.put("in.jsonl", [{"text": t} for t in made])
        for row, text in zip(self.rows("score", source, "--metrics", "surprise", "--reference", learnt), made, strict=True):
            tokens, unknown, bits = model.score(text)
            self.near(row["scores"]["surprise"], bits / tokens, text, 5)
            self.near(row["scores"]["unknown"], unknown / tokens, text)

    def test_errors_have_reasons(self):
        rows = [{"id": "a", "src": "It cost 12 marks in Hamburg.", "text": "Es kostete 12 Mark in Hamburg."},
                {"id": "b", "src": "It cost 12 marks in Hamburg.", "text": "Es kostete 13 Mark in Hamburg."},
                {"id": "c", "text": "No source."}]
        got = self.rows("score", self.put("in.jsonl", rows), "--metrics", "errors", code=1)
        self.assertEqual(got[0]["reasons"], [])
        self.assertEqual(got[1]["reasons"], ["numbers_lost", "numbers_added"])
        self.assertEqual(got[1]["scores"]["number_recall"], 0)
        self.assertIn("src", got[2]["error"])

    def test_quality_is_the_share_of_lines_that_c4_keeps(self):
        good, short, list_item, cookies = ("This line is a sentence of prose.", "Two words.", "a line without its full stop", "We use cookies here.")
        cases = [(good, 1), (good + "\n" + list_item, (good, list_item)), (short, 0), (f"{good}\n{cookies}\n\n{good}", (good * 2, cookies)),
                 ("", None), (" \n ", None)]
        rows = self.rows("score", self.put("in.jsonl", [{"text": text} for text, _ in cases]))
        for row, (text, want) in zip(rows, cases, strict=True):
            if isinstance(want, tuple):
                kept, gone = (len("".join(part.split())) for part in want)
                want = kept / (kept + gone)
            self.assertEqual(list(row["scores"])[:2], ["quality", "words"])
            self.near(row["scores"]["quality"], want, f"quality of {text!r}")

    def test_single_scores_by_name(self):
        row = {"id": "a", "src": "It cost 12 marks.", "ref": "Es kostete 12 Mark.", "text": "Es kostete 13 Mark."}
        source = self.put("in.jsonl", [row])
        metrics = "lexical,compression,surprise,errors,bleu,chrf,ter,toxicity_linear"
        every = self.rows("score", source, "--metrics", metrics, "--reference", source)[0]["scores"]
        self.assertEqual(len(every), 33)
        for name in set(every) - {"surprise"}:  # the name of a metric, too
            one = self.rows("score", source, "--metrics", name, "--reference", source)[0]["scores"]
            self.assertEqual(one, {name: every[name]})
        two = self.rows("score", source, "--metrics", "mtld,bleu")[0]["scores"]
        self.assertEqual(list(two), ["mtld", "bleu"])

    def test_diversity_is_that_of_the_reference(self):
        rng = random.Random(4)
        made = [prose(rng, rng.randrange(1, 60)) for _ in range(40)]
        human = [prose(rng, rng.randrange(1, 60)) for _ in range(30)]
        source = self.put("made.jsonl", [{"text": t, "by": "a"} for t in made] + [{"text": "other " * 50, "by": "b"}])
        held_out = self.put("human.jsonl", [{"text": t} for t in human])
        arguments = ["measure", "diversity", source, "--reference", held_out, "--only", "by=a", "--quiet"]
        out, _ = self.run_lauter(*arguments)
        got = json.loads(out)
        made = [t for t in made if reference.lexical_words(t)]
        human = [t for t in human if reference.lexical_words(t)]
        self.assertEqual(got["texts"], len(made))
        self.assertEqual(got["sample"]["words"], sum(len(reference.lexical_words(t)) for t in made))
        self.near(got["lexical"]["distinct_1"], len({w for t in made for w in reference.lexical_words(t)}) / got["sample"]["words"],
                  "distinct_1")
        for n in (1, 2, 3):
            for name, value in reference.tail(made, n).items():
                self.near(got["ngrams"][str(n)][name], value, name)
            for name, value in reference.coverage(made, human, n).items():
                self.near(got["reference"]["coverage"][str(n)][name], value, name)
        self.near(got["self_bleu"]["value"], reference.self_bleu(made), "self-BLEU")
        ascii_made = [t for t in made if t.isascii()]
        plain = self.put("plain.jsonl", [{"text": t} for t in ascii_made])
        out, _ = self.run_lauter("measure", "diversity", plain, "--quiet")
        self.near(json.loads(out)["rouge2"]["value"], reference.mean_pairwise_rouge2(ascii_made), "ROUGE-2")
        self.assertEqual(got["duplicates"], {"exact": len(made) - len(set(made)), "near": 0})
        self.near(got["self_repetition"], reference.self_repetition(made), "self-repetition")
        # The same bytes for any number of threads; another seed, another sample.
        again, _ = self.run_lauter(*arguments, "--threads", "3")
        one, _ = self.run_lauter(*arguments, "--threads", "1")
        self.assertEqual(again, one)
        small = [*arguments, "--budget", "200"]
        first, _ = self.run_lauter(*small)
        second, _ = self.run_lauter(*small, "--seed", "1")
        self.assertEqual(json.loads(first)["sample"]["words"], 200)
        self.assertNotEqual(json.loads(first)["lexical"], json.loads(second)["lexical"])

    def test_usage(self):
        source = self.put("in.jsonl", [{"text": "..."}])
        for arguments, words in ((["score", source, "--metrics", "surprise"], "--reference"),
                                 (["measure", "diversity"], "no INPUT"),
                                 (["measure", "diversity", source], "no text has a word"),
                                 (["measure", "diversity", source, "--budget", "0"], "--budget")):
            _, err = self.run_lauter(*arguments, code=2)
            self.assertIn(words, err)


if __name__ == "__main__":
    unittest.main()
