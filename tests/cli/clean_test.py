"""The recipe clean from outside. Without weights in the build, only what it says then."""

import json
import unittest

from support import CliTest

PROSE = "The keeper of the lighthouse has been with all the boats that ever came to the {} before the long winter of that year."
HEAD = ["Home", "About us", "Contact", "Search", "Log in", "Subscribe to our newsletter"]
FOOT = ["Related articles", "10 Comments", "Leave a reply", "Privacy Policy", "\u00a9 2024 Harbour News. All rights reserved."]
TEXT = [PROSE.format(place) for place in ("harbour", "island", "old mill", "river")]


class Clean(CliTest):
    def setUp(self):
        super().setUp()
        if "no models" in self.run_lauter("models", "list")[0]:
            self.write("in.jsonl", '{"id":"a","text":"x"}\n')
            _, err = self.run_lauter("find", "in.jsonl", "--recipe", "clean", code=2)
            self.assert_one_line(err, "clean", "no model")
            self.skipTest("this build has no weights: models/small.safetensors was missing")
        rows = {"page": HEAD + TEXT + FOOT, "prose": TEXT, "junk": HEAD + FOOT}
        self.source = self.write("in.jsonl", "".join(
            json.dumps({"id": name, "text": "\n".join(lines)}) + "\n" for name, lines in rows.items()))

    def clean(self, command, *args, code=0, stdin=b""):
        return self.run_lauter(command, *args, "--recipe", "clean", "--model", "small", code=code, stdin=stdin)[0]

    def test_junk_goes_and_prose_stays(self):
        out = self.clean("refine", self.source, "-o", "-", "--quiet", "--key-file", "key", code=1)
        texts = {row["id"]: row["text"] for row in map(json.loads, out.splitlines())}
        self.assertEqual(texts, {"page": "\n".join(TEXT), "prose": "\n".join(TEXT)})

    def test_every_form_of_the_program(self):
        spans = [json.loads(line)["spans"] for line in self.clean("find", self.source, "--quiet").splitlines()]
        self.assertEqual([len(s) for s in spans], [2, 0, 1])
        self.assertEqual({s["label"] for row in spans for s in row}, {"JUNK"})
        wanted = {"refinex": ["remove_lines(1, 6)\nremove_lines(11, 15)", "keep_all()", "remove_all()"],
                  "lauter": None}
        for dialect, programs in wanted.items():
            rows = [json.loads(line) for line in
                    self.clean("program", self.source, "--dialect", dialect, "--quiet").splitlines()]
            if programs:
                self.assertEqual([row["program_text"] for row in rows], programs)
            else:
                self.assertEqual([op["op"] for row in rows for op in row["program"]],
                                 ["delete", "delete", "drop_document"])

    def test_explain_and_report(self):
        self.assertIn("clean:lines", self.clean("explain", self.source, "--id", "page"))
        self.clean("refine", self.source, "-o", "out", "--quiet", "--key-file", "key", code=1)
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["labels"]["JUNK"]["edits"], 2)
        self.assertEqual(report["reject_reasons"], {"clean: nothing but junk": 1})

    def test_stock_phrases_go_without_the_model_and_in_other_languages(self):
        rows = [{"id": "german", "text": "Die Linsen mit Wasser zehn Minuten kochen.\nWeiterlesen\nMit Salz abschmecken."},
                {"id": "lone", "text": "The treasurer reported.\n\nClick here to read more \u00bb\n\nThe next meeting is on Tuesday."}]
        self.write("stock.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        out = self.clean("refine", "stock.jsonl", "-o", "-", "--quiet", "--key-file", "key")
        self.assertEqual([json.loads(line)["text"] for line in out.splitlines()],
                         ["Die Linsen mit Wasser zehn Minuten kochen.\nMit Salz abschmecken.",
                          "The treasurer reported.\n\nThe next meeting is on Tuesday."])

    def test_standard_input_and_threads(self):
        whole = self.clean("find", self.source, "--quiet", "--set", "steps.clean.line_frequency=none")
        text = (self.dir / self.source).read_bytes()
        self.assertEqual(self.clean("find", "-", "--quiet", stdin=text), whole)
        self.assertEqual(self.clean("find", self.source, "--quiet", "--threads", "3"),
                         self.clean("find", self.source, "--quiet", "--threads", "1"))

    def test_a_table_of_counts(self):
        self.write("counts.tsv", "300\tHome\n")
        self.clean("find", self.source, "--quiet", "--set", "steps.clean.line_frequency=counts.tsv")
        self.write("counts.tsv", "many\tHome\n")
        _, err = self.run_lauter("find", self.source, "--recipe", "clean", "--model", "small", "--set",
                                 "steps.clean.line_frequency=counts.tsv", code=2)
        self.assert_one_line(err, "counts.tsv:1", "COUNT<tab>LINE")


if __name__ == "__main__":
    unittest.main()
