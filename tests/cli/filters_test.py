"""Recipes with filters: decisions equal to the reference, steps composed, every dropped row accounted for."""

import json
import pathlib
import sys
import unittest

from support import LAUTER, CliTest, tree_digest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "curate"))
from compare_filters import applied, compare  # noqa: E402
from filters_fixture import fixture_texts  # noqa: E402

NAMES = "Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kauri Larch".split()
GOOD = "\n".join(f"The keeper of {name} has been with all the boats that ever came to {other} before the long {name} winter."
                 for name, other in zip(NAMES, NAMES[5:] + NAMES[:5]))
RECIPE = """
name: mixed
steps:
  - use: c4
    min_num_sentences: 2
  - use: anonymize
  - use: gopher_quality
    where: checked == yes
"""


def rows(content):
    """Parsed rows of JSONL text or of a file."""
    if isinstance(content, pathlib.Path):
        content = content.read_text()
    return [json.loads(line) for line in content.splitlines() if line]


class Filters(CliTest):
    def recipe(self, content):
        path = self.dir / "recipe.yaml"
        path.write_text(content)
        return path

    def test_decisions_and_texts_are_those_of_the_reference(self):
        lines = []
        self.assertEqual(compare(str(LAUTER), fixture_texts(150), lines.append), 0, "\n".join(lines))

    def test_steps_compose_into_one_program(self):
        mail = "Write to jane.doe@corp-mail.de or call (212) 736-5000 for the key, please."
        doc = "Home | News\n" + mail + "\nShare\n" + GOOD + "\n"
        source = self.write("in.jsonl", json.dumps({"id": "a", "text": doc, "checked": "no"}) + "\n")
        out, _ = self.run_lauter("program", source, "--recipe", self.recipe(RECIPE), "--quiet")
        program = rows(out)[0]["program"]
        stages = {op["cause"]["stage"] for op in program}
        self.assertEqual(stages, {"filter", "scan"})
        _, refined = applied(doc, program)
        self.assertNotIn("Home", refined)
        self.assertNotIn("jane.doe", refined)
        self.assertIn(GOOD, refined)
        out, _ = self.run_lauter("refine", source, "-o", "-", "--recipe", self.recipe(RECIPE), "--quiet")
        self.assertEqual(rows(out)[0]["text"], refined)
        # ... which apply executes to the same text.
        (self.dir / "p.jsonl").write_text(json.dumps({"id": "a", "program": program}) + "\n")
        self.run_lauter("apply", "--programs", self.dir / "p.jsonl", source, "-o", self.dir / "applied", "--quiet")
        self.assertEqual(rows(self.dir / "applied/data/in.jsonl")[0]["text"], refined)

    def test_dropped_rows_are_rejected_untouched_with_the_reason(self):
        documents = [{"id": "good", "text": GOOD, "checked": "yes"}, {"id": "short", "text": "a b.\n" * 3, "n": 1.50},
                     {"id": "bad", "text": "Fine words here. And some more words.", "checked": "yes"}]
        source = self.write("in.jsonl", "".join(json.dumps(d) + "\n" for d in documents))
        digests = []
        for threads in ("1", "3"):
            out = self.dir / f"out{threads}"
            self.run_lauter("refine", source, "-o", out, "--recipe", self.recipe(RECIPE), "--threads", threads,
                            "--key-file", self.dir / "key", "--quiet", code=1)
            digests.append(tree_digest(out))
        self.assertEqual(digests[0], digests[1])
        rejected = rows(out / "rejected/in.jsonl")
        self.assertEqual([(r["id"], r["lauter_reason"]) for r in rejected],
                         [("short", "filter c4: too_few_sentences"), ("bad", "filter gopher_quality: gopher_short_doc")])
        self.assertEqual(rejected[0]["text"], documents[1]["text"])
        report = json.loads((out / "report.json").read_text())
        self.assertIn("filter c4: too_few_sentences", json.dumps(report))
        out, _ = self.run_lauter("program", source, "--recipe", self.recipe(RECIPE), "--quiet")
        self.assertEqual(rows(out)[1]["program"],
                         [{"op": "drop_document", "cause": {"stage": "filter", "rule": "c4.too_few_sentences",
                                                            "label": "DROPPED", "score": 1}}])
        out, _ = self.run_lauter("find", source, "--recipe", self.recipe(RECIPE), "--quiet")
        self.assertEqual([row.get("dropped") for row in rows(out)], [None] + [row["lauter_reason"] for row in rejected])

    def test_recipe_show_prints_every_threshold_and_reads_back(self):
        shown, _ = self.run_lauter("recipe", "show", "filters", "--quiet")
        for key in ("min_doc_words: 50", "dup_line_frac: 0.3", "min_num_sentences: 5", "char_duplicates_ratio: 0.01",
                    "lines: lf"):
            self.assertIn(key, shown)
        again, _ = self.run_lauter("recipe", "show", self.recipe(shown), "--quiet")
        self.assertEqual(shown, again)
        changed, _ = self.run_lauter("recipe", "show", "filters", "--set", "steps.c4.lines=python", "--set",
                                     "steps.gopher_repetition.dup_n_grams=[[5, 0.5]]", "--quiet")
        self.assertIn("lines: python", changed)
        self.assertIn("- [5,0.5]", changed)

    def test_unknown_keys_name_the_nearest(self):
        for content, wanted in (("min_doc_word: 3", "min_doc_words"), ("lines: crlf", "lf or python"),
                                ("stop_words: {a: b}", "list"), ("max_doc_words: many", "whole number")):
            _, err = self.run_lauter("recipe", "show",
                                     self.recipe(f"steps:\n  - use: gopher_quality\n    {content}\n"), code=2)
            self.assert_one_line(err, wanted)
        _, err = self.run_lauter("recipe", "show", self.recipe("steps:\n  - use: gopher_qualty\n"), code=2)
        self.assert_one_line(err, "gopher_quality")


class MeasureEdits(CliTest):
    def test_figures_of_a_small_gold(self):
        doc = "Menu\nThe lamp is lit.\nShare this\n"
        gold = {"id": "a", "text": doc, "spans": [{"start": 0, "end": 5, "kind": "nav"},
                                                  {"start": 22, "end": 33, "kind": "share"}], "score": 2}
        clean = {"id": "b", "text": "Nothing here.", "spans": [], "score": 5}
        wide = {"id": "a", "program": [{"op": "delete", "start": 0, "end": 9, "cause": {}}]}
        self.write("gold.jsonl", json.dumps(gold) + "\n" + json.dumps(clean) + "\n")
        self.write("pred.jsonl", json.dumps(wide) + "\n" + json.dumps({"id": "b", "program": []}) + "\n")
        out, err = self.run_lauter("measure", "edits", "--gold", self.dir / "gold.jsonl", "--pred",
                                   self.dir / "pred.jsonl")
        got = json.loads(out)
        self.assertEqual((got["characters"]["gold"], got["characters"]["predicted"], got["characters"]["shared"]),
                         (16, 9, 5))
        self.assertEqual((got["lines"]["gold"], got["lines"]["predicted"], got["lines"]["shared"]), (2, 1, 1))
        self.assertEqual((got["documents"], got["exact"], got["clean"]["documents"]), (2, 1, 1))
        self.assertEqual(got["kinds"]["nav"]["recall"], 1)
        self.assertEqual([t["score"] for t in got["table"]], ["2", "5"])
        self.assertIn("characters", err)

    def test_text_dialects_and_spans_are_read(self):
        doc = "Menu\nThe lamp is lit.\n"
        gold = {"id": "a", "text": doc, "spans": [{"start": 0, "end": 5}]}
        self.write("gold.jsonl", json.dumps(gold) + "\n")
        for row, flags in (({"program_text": "remove_lines(1, 1)"}, ["--dialect", "refinex"]),
                           ({"spans": [{"start": 0, "end": 5}]}, []),
                           ({"program": [{"op": "delete", "start": 0, "end": 5, "cause": {}}]}, [])):
            self.write("pred.jsonl", json.dumps({"id": "a", **row}) + "\n")
            out, _ = self.run_lauter("measure", "edits", "--gold", self.dir / "gold.jsonl", "--pred",
                                     self.dir / "pred.jsonl", "--quiet", *flags)
            self.assertEqual(json.loads(out)["exact_rate"], 1, row)

    def test_missing_predictions_and_broken_spans_stop_the_run(self):
        self.write("gold.jsonl", '{"id":"a","text":"x","spans":[]}\n')
        self.write("pred.jsonl", '{"id":"b","program":[]}\n')
        _, err = self.run_lauter("measure", "edits", "--gold", self.dir / "gold.jsonl", "--pred",
                                 self.dir / "pred.jsonl", code=2)
        self.assert_one_line(err, "no prediction")
        self.write("gold.jsonl", '{"id":"a","text":"\u00e9","spans":[{"start":1,"end":2}]}\n')
        _, err = self.run_lauter("measure", "edits", "--gold", self.dir / "gold.jsonl", "--pred",
                                 self.dir / "pred.jsonl", code=2)
        self.assert_one_line(err, "splits a UTF-8 character")


if __name__ == "__main__":
    unittest.main()
