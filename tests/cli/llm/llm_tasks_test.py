"""Each task and way of asking of the step `llm`, from outside, against a stub server."""

import json
import pathlib
import random
import re
import sys
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from llm_support import NAME, LlmTest, Stub, name, prose


class Tasks(LlmTest):
    def rows(self, texts):
        self.write("in.jsonl", "".join(json.dumps({"id": k, "text": t}) + "\n" for k, t in texts.items()))
        return texts

    def step(self, stub, step, more="", in_flight=200):
        """A recipe whose only step is this one."""
        self.write("r.yaml", (self.dir / self.recipe(stub, more=more, in_flight=in_flight)).read_text()
                   .replace("task: anonymize", step, 1))
        return "r.yaml"

    def causes(self):
        return {op["cause"]["rule"] for row in self.log_rows("out", "in.jsonl.zst") for op in row["program"]}

    def test_detoxify(self):
        rng = random.Random(1)
        texts = self.rows({f"r{i}": f"{prose(rng, 2)} You are a stupid idiot, said the smith. {prose(rng, 1)}"
                           if i % 2 else prose(rng, 3) for i in range(30)})
        with Stub(self.dir, rules="stupid idiot\tTOXIC\tpoor listener\n") as stub:
            self.refine(self.step(stub, "task: detoxify, scope: all"), "out", code=0)
        after = self.texts("out")
        for key, text in texts.items():
            self.assertEqual(after[key], text.replace("stupid idiot", "poor listener"))
        self.assertEqual(self.causes(), {"llm/detoxify"})

    def test_clean(self):
        rng = random.Random(2)
        texts = self.rows({f"r{i}": f"{prose(rng, 2)}\nSign in | Share\n{prose(rng, 3)}\n" if i % 3 else prose(rng, 3) + "\n"
                           for i in range(30)})
        with Stub(self.dir, rules="Sign in \\| Share\tJUNK\n") as stub:
            self.refine(self.step(stub, "task: clean, scope: all"), "out", code=0)
        after = self.texts("out")
        for key, text in texts.items():
            self.assertEqual(after[key], text.replace("Sign in | Share\n", ""))  # the line's end goes too
        self.assertEqual(self.causes(), {"llm/clean"})

    def test_custom(self):
        rng = random.Random(3)
        texts = self.rows({f"r{i}": f"{prose(rng, 2)} The current price is {100 + i} dollars. {prose(rng, 1)}"
                           for i in range(20)})
        with Stub(self.dir, rules="The current price is \\d+ dollars\\. \tMATCH\n") as stub:
            self.refine(self.step(stub, "task: custom, criterion: facts that are soon stale"), "out", code=0)
        after = self.texts("out")
        for key, text in texts.items():
            self.assertEqual(after[key], re.sub(r"The current price is \d+ dollars\. ", "", text))
        self.assertEqual(self.causes(), {"llm/custom"})

    def test_code_is_edited_by_line(self):
        rng = random.Random(4)
        owners = {f"f{i}": name(rng) for i in range(10)}
        texts = self.rows({key: f"import os\n\n# written by {owner}\ndef load(path):\n    return open(path)  # ask {owner}\n"
                           for key, owner in owners.items()})
        with Stub(self.dir) as stub:
            self.refine(self.step(stub, "task: anonymize-code, scope: all"), "out", code=0)
        after = self.texts("out")
        for key, text in texts.items():
            self.assertNotRegex(after[key], NAME)
            pattern = "(.+?)".join(re.escape(part) for part in text.split(owners[key]))
            self.assertRegex(after[key], "^" + pattern + "$")
        self.assertEqual(self.causes(), {"llm/anonymize-code"})

    def test_a_rewrite_cannot_drift(self):
        """The server writes "as well as" for every "and": refused, while the names go."""
        texts = self.corpus(40, share=1)
        rules = NAME + "\tPERSON\tEdda Sommerfield\n"
        with Stub(self.dir, "--rewrite", "1", rules=rules) as stub:
            self.refine(self.recipe(stub, "scope: all, ask: rewrite"), "out", code=0)
        after = self.texts("out")
        drifted = 0
        for key, text in texts.items():
            drifted += " and " in text
            self.assertNotRegex(after[key], NAME)
            pattern = "(.+?)".join(re.escape(part) for part in re.split(NAME, text))
            self.assertRegex(after[key], "^" + pattern + "$")
        self.assertGreater(drifted, 10)
        self.assertGreaterEqual(sum(n for reason, n in self.report("out")["llm"]["refused"].items()
                                    if reason.startswith("rewrite-")), drifted)

    def test_what_the_attacker_quotes_goes_too(self):
        fact = "the only woman who ever kept the light at Farrow Point"
        texts = self.rows({f"r{i}": f"Everybody knew {name(random.Random(i))}, {fact}." for i in range(10)})
        with Stub(self.dir) as stub, Stub(self.dir / "..", rules=fact + "\tCLUE\n") as attacker:
            recipe = self.recipe(stub, "scope: all, attacker: second")
            self.write(recipe, (self.dir / recipe).read_text() + f'  second: {{base_url: "{attacker.url}", model: b}}\n')
            self.refine(recipe, "out", code=0)
            self.assertEqual(attacker.stats()["requests"], 2 * len(texts))  # the result is attacked anew
            self.assertEqual(stub.stats()["requests"], len(texts))
        for text in self.texts("out").values():
            self.assertNotRegex(text, NAME)
            self.assertNotIn("Farrow Point", text)

    def test_facts_that_identify_together_are_said_more_generally(self):
        fact = "kept the light at Farrow Point"
        texts = self.rows({f"r{i}": f"{name(random.Random(i))} {fact} for years. It rained." for i in range(10)})
        rules = NAME + "\tPERSON\n" + fact + "\tLATENT\tworked by the sea\n"
        with Stub(self.dir, rules=rules) as stub:
            self.refine(self.recipe(stub, "scope: all"), "without", code=1)  # nobody has allowed that category
            self.refine(self.recipe(stub, "scope: all, latent: true"), "out", code=0)
        self.assertEqual(self.texts("without"), {})
        after = self.texts("out")
        for key in texts:
            self.assertNotRegex(after[key], NAME)
            self.assertRegex(after[key], r"^\S.* worked by the sea for years\. It rained\.$")

    def test_of_candidates_the_least_change_wins(self):
        texts = self.corpus(30, share=1)
        (self.dir / "greedy.tsv").write_text("(?:river|loaf|tools|steps|fence|committee|Copper|bell|maps)\tPERSON\n")
        with Stub(self.dir, "--greedy-rules", self.dir / "greedy.tsv") as stub:
            self.refine(self.recipe(stub, "scope: all"), "single", code=0)
            self.assertEqual(stub.stats()["requests"], len(texts))
            self.refine(self.recipe(stub, "scope: all, candidates: 2"), "out", code=0)
            self.assertEqual(stub.stats()["requests"], 3 * len(texts))

        def extra(after):
            return sum(re.fullmatch("(.+?)".join(re.escape(part) for part in re.split(NAME, text)), after[key]) is None
                       for key, text in texts.items())
        self.assertGreater(extra(self.texts("single")), 5)
        self.assertEqual(extra(self.texts("out")), 0)

    def test_batch_files(self):
        self.corpus(25, share=1)
        with Stub(self.dir) as stub:
            self.refine(self.recipe(stub, "scope: all"), "direct", code=0)
            recipe = self.recipe(stub, "scope: all", more="llm: {batch: questions.jsonl}")
            self.refine(recipe, "out", code=1)
            self.assertEqual(self.report("out")["reject_reasons"], {"llm: pending": 25})
            answers = []
            for line in (self.dir / "questions.jsonl").read_text().splitlines():
                question = json.loads(line)
                self.assertEqual((question["method"], question["url"]), ("POST", "/v1/chat/completions"))
                post = urllib.request.Request(stub.url + "/chat/completions", json.dumps(question["body"]).encode())
                with urllib.request.urlopen(post, timeout=20) as reply:
                    answers.append({"id": "batch_req_1", "custom_id": question["custom_id"], "error": None,
                                    "response": {"status_code": 200, "body": json.load(reply)}})
            self.assertEqual(len(answers), 25)
            answers.reverse()
            self.write("answers.jsonl", "".join(json.dumps(answer) + "\n" for answer in answers))
            recipe = self.recipe(stub, "scope: all",
                                 more="llm: {batch: more.jsonl, batch_answers: answers.jsonl}")
            self.refine(recipe, "out", "--overwrite", code=0)
        self.assertEqual(self.texts("out"), self.texts("direct"))
        self.assertEqual((self.dir / "more.jsonl").read_text(), "")

    def test_hundreds_in_flight(self):
        """From two threads; counted by the server, so the machine's pace does not matter."""
        self.corpus(1500, sentences=2)
        with Stub(self.dir, "--latency-ms", "400") as stub:
            self.refine(self.recipe(stub, "scope: all", in_flight=512), "out", "--threads", "2", code=0)
            most = stub.stats()["max_in_flight"]
        self.assertGreaterEqual(most, 300)
        self.assertLessEqual(most, 512)
        print(f"{most} in flight")


if __name__ == "__main__":
    unittest.main()
