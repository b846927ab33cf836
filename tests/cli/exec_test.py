"""The step `exec`: spans of a program of the user's, verified as a model's; programs that are hostile or broken."""

import json
import time
import unittest

from support import CliTest, tree_digest

GOOD = '''
import json, os, re, sys
for line in sys.stdin:
    row = json.loads(line)
    text = row["text"]
    spans = []
    for m in re.finditer(r"Zorg-\\d+", text):
        begin = len(text[:m.start()].encode())
        spans.append({"start": begin, "end": begin + len(m[0].encode()), "label": "ROBOT", "score": 0.9})
    for m in re.finditer(r"Quill \\w+", text):
        spans.append({"quote": m[0], "label": "PERSON"})
    if "ENV" in text:
        print(sorted(os.environ), file=sys.stderr, flush=True)
    print(json.dumps({"id": row["id"], "spans": spans}), flush=True)
'''
# Answers to every row; the row is held back with the reason.
WRONG = {
    "nothing": ("pass", "answer is no JSON object"),
    "garbage": ("print('hello', flush=True)", "answer is no JSON object"),
    "binary": ("sys.stdout.buffer.write(b'\\xff\\x00{]\\n'); sys.stdout.flush()", "answer is no JSON object"),
    "other id": ("print(json.dumps({'id': 'x', 'spans': []}), flush=True)", "has not the id"),
    "no spans": ("answer()", "no list `spans`"),
    "beyond": ("answer(spans=[{'start': 0, 'end': 10**6, 'label': 'PERSON'}])", "span 0 lies outside"),
    "negative": ("answer(spans=[{'start': -1, 'end': 2, 'label': 'PERSON'}])", "span 0 lies outside"),
    "empty": ("answer(spans=[{'start': 2, 'end': 2, 'label': 'PERSON'}])", "span 0 lies outside"),
    "float": ("answer(spans=[{'start': 0.5, 'end': 2, 'label': 'PERSON'}])", "no start and end"),
    "cut": ("answer(spans=[{'start': 0, 'end': 1, 'label': 'PERSON'}])", "cuts a character"),
    "label": ("answer(spans=[{'start': 0, 'end': 2, 'label': 'MONSTER'}])", "label that is no category"),
    "score": ("answer(spans=[{'start': 0, 'end': 2, 'label': 'PERSON', 'score': 7}])", "not in [0, 1]"),
    "quote": ("answer(spans=[{'quote': 'nowhere', 'label': 'PERSON'}])", "does not stand in the text once"),
    "quote twice": ("answer(spans=[{'quote': 'o', 'label': 'PERSON'}])", "does not stand in the text once"),
    "second": ("answer(spans=[{'quote': 'or', 'label': 'PERSON'}, 5])", "span 1 has no label"),
    "dies": ("sys.exit(3)", "it ended"),
    "two lines": ("answer(spans=[]); answer(spans=[])", ""),
}
HOSTILE = '''
import json, sys, time
def answer(**fields):
    print(json.dumps({"id": row["id"], **fields}), flush=True)
for line in sys.stdin:
    row = json.loads(line)
    %s
'''


class ExecTest(CliTest):
    def recipe(self, script, more="", name="r.yaml"):
        self.write("detector.py", script)
        self.write(name, f"steps:\n  - use: exec\n    command: [python3, detector.py]\n    labels: [ROBOT]\n{more}")
        return "./" + name

    def rows(self, texts):
        self.write("in.jsonl", "".join(json.dumps({"id": f"r{i}", "text": text}) + "\n" for i, text in enumerate(texts)))

    def refine(self, *args, code=0):
        return self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q", *args, code=code)

    def reasons(self):
        return [json.loads(line)["lauter_reason"] for line in (self.dir / "out/rejected/in.jsonl").read_text().splitlines()]

    def test_finds_become_verified_edits(self):
        self.recipe(GOOD, "  - use: anonymize\n    model: none\n")
        self.rows(["é Zorg-12 met Quill Varden; mail jane.doe@corp-mail.de", "nothing here", "Zorg-7, \"quoted\"\nand Zorg-7"])
        self.refine()
        texts = [json.loads(line)["text"] for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        self.assertEqual(texts[1], "nothing here")
        for word in ("Zorg", "Varden", "jane.doe"):
            self.assertNotIn(word, "".join(texts))
        self.assertTrue(texts[0].startswith("é [ROBOT"), texts[0])
        log = self.log_rows("out", "in.jsonl.zst") if (self.dir / "out/edits/in.jsonl.zst").exists() else []
        stages = {op["cause"]["stage"] for row in log for op in row["program"]}
        self.assertTrue(not log or stages == {"exec", "scan"}, stages)
        out, _ = self.run_lauter("find", "in.jsonl", "--recipe", "./r.yaml", "--key-file", "key")
        spans = json.loads(out.splitlines()[0])["spans"]
        self.assertEqual([span["label"] for span in spans], ["ROBOT", "PERSON", "EMAIL_ADDRESS"])

    def test_own_labels_have_operators(self):
        self.recipe(GOOD, "surrogates:\n  operators:\n    ROBOT: remove\n")
        self.rows(["a Zorg-12 b"])
        self.refine()
        self.assertNotIn("ROBOT", json.loads((self.dir / "out/data/in.jsonl").read_text())["text"])

    def test_bytes_do_not_depend_on_threads(self):
        self.recipe(GOOD)
        self.write("in.jsonl", "".join(json.dumps({"id": f"r{i}", "text": f"{'x ' * (i % 50)}Zorg-{i}"}) + "\n" for i in range(2000)))
        digests = []
        for threads in (1, 4):
            self.refine("--overwrite", "--threads", threads)
            digests.append(tree_digest(self.dir / "out"))
        self.assertEqual(digests[0], digests[1])

    def test_wrong_answers_hold_the_row_back(self):
        self.rows(["öbe be or not"])
        for name, (act, reason) in WRONG.items():
            if name == "nothing":
                continue
            with self.subTest(name):
                self.recipe(HOSTILE % act, "    tries: 2\n")
                self.refine("--overwrite", code=None)
                if name == "two lines":  # the row, or what was told of it, but no crash and no other row's answer
                    continue
                self.assertIn(reason, self.reasons()[0])
                self.assertTrue(self.reasons()[0].startswith("exec: "))
                self.assertNotIn("öbe", self.reasons()[0])

    def test_silence_ends(self):
        self.recipe(HOSTILE % "time.sleep(60)", "    timeout_s: 1\n    tries: 1\n")
        self.rows(["one"])
        began = time.monotonic()
        self.refine(code=1)
        self.assertLess(time.monotonic() - began, 20)
        self.assertEqual(self.reasons(), ["exec: no answer within 1 s"])

    def test_too_much_is_cut_off(self):
        self.recipe(HOSTILE % "print('x' * 50_000_000, flush=True)", "    tries: 1\n")
        self.rows(["one"])
        self.refine(code=1)
        self.assertEqual(self.reasons(), ["exec: its answer is too long"])

    def test_a_crash_costs_no_row(self):
        flag = self.dir / "flag"
        act = f"""
    import os
    if row["text"] == "three" and not os.path.exists({str(flag)!r}):
        open({str(flag)!r}, "w").close()
        os._exit(9)
    answer(spans=[])"""
        self.recipe(HOSTILE % act)
        self.rows(["one", "two", "three", "four"])
        self.refine("--threads", "1")
        self.assertEqual(len((self.dir / "out/data/in.jsonl").read_text().splitlines()), 4)

    def test_complaints_are_shown_and_keys_are_not(self):
        import os
        os.environ["OPENAI_API_KEY"] = "secret"
        try:
            self.recipe(HOSTILE % "import os; print('\\x1b[31m', sorted(os.environ), file=sys.stderr, flush=True); answer(spans=[])")
            self.rows(["one"])
            _, err = self.refine()
        finally:
            del os.environ["OPENAI_API_KEY"]
        self.assertIn("lauter: exec: \\x1b[31m", err)
        self.assertIn("'PATH'", err)
        self.assertNotIn("OPENAI_API_KEY", err)

    def test_bad_recipes(self):
        self.rows(["one"])
        self.write("r.yaml", "steps:\n  - use: exec\n")
        _, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
        self.assert_one_line(err, "r.yaml:2:", "`command`")
        self.write("r.yaml", "steps:\n  - use: exec\n    command: [no-such-program-here]\n")
        self.assert_one_line(self.refine(code=2)[1], "exec: no-such-program-here: no such program on PATH")
        self.assertFalse((self.dir / "out").exists())
        shown, _ = self.run_lauter("recipe", "show", "./r.yaml", "-q")
        self.write("shown.yaml", shown)
        self.assertEqual(self.run_lauter("recipe", "check", "./shown.yaml")[0], self.run_lauter("recipe", "check", "./r.yaml")[0])


if __name__ == "__main__":
    unittest.main()
