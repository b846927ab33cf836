"""Answers that language models gave to the questions of the task custom (studies/llm): asked again, the questions are the
same, and the answers come to the same bytes and the same figures. If a prompt or the frame has changed, no question has
its answer any more: record anew (studies/llm/record), or delete what is void."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
sys.path.insert(0, str(ROOT / "studies/llm"))

import recorded  # noqa: E402


class Recorded(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.dir = pathlib.Path(self.folder.name)
        rows = recorded.rows_of("custom")
        self.criterion = next(iter(recorded.CRITERIA))
        self.rows = [r for r in rows if r["criterion"] == self.criterion][:20]
        self.answers = {r["key"]: json.dumps(r["answer"], ensure_ascii=False)
                        for r in recorded.lines(recorded.RECORDINGS / "custom.jsonl")}

    def run_recipe(self, name, answers):
        return recorded.run(self.dir / name, self.rows, "custom", self.criterion, 0, answers, LAUTER)

    def test_every_question_has_its_answer_and_every_edit_is_a_quote_of_it(self):
        _, asked, _ = self.run_recipe("asked", {})
        self.assertEqual([q["custom_id"] for q in asked if q["custom_id"] not in self.answers], [])
        quotes = {}  # text as shown -> what its answer quotes
        for question in asked:
            text, _ = recorded.block(question["body"]["messages"][-1]["content"], "text")
            quotes[text] = [e["quote"] for e in json.loads(self.answers[question["custom_id"]])["edits"]]
        step, still, made = self.run_recipe("answered", self.answers)
        self.assertEqual((still, step["refused"]), ([], {}))
        edits = 0
        for row in self.rows:
            raw = row["text"].encode()
            said = quotes[row["text"].rstrip("\n")] if row["text"] not in quotes else quotes[row["text"]]
            for begin, end, _ in made[row["id"]]:
                edits += 1
                self.assertTrue(any(q in raw[max(0, begin - 40):end + 40].decode(errors="ignore") or
                                    raw[begin:end].decode() in q for q in said), row["id"])
            self.assertEqual(bool(made[row["id"]]), bool(said), row["id"])
        self.assertGreater(edits, 10)

    def test_the_same_answers_are_the_same_bytes(self):
        first = self.run_recipe("one", self.answers)[2]
        self.assertEqual(first, self.run_recipe("two", self.answers)[2])
        folder = self.dir / "one"
        for threads in ("1", "4"):
            subprocess.run([LAUTER, "refine", "in.jsonl", "--recipe", "./r.yaml", "-o", f"out{threads}", "-q", "--threads", threads,
                            "--key-file", "key"], cwd=folder, check=False, capture_output=True)
        files = [{p.name: p.read_bytes() for p in (folder / f"out{t}/data").iterdir()} for t in ("1", "4")]
        self.assertTrue(files[0])
        self.assertEqual(files[0], files[1])

    def test_an_answer_to_another_text_is_none(self):
        keys = list(self.answers)
        crossed = dict(zip(keys, [self.answers[k] for k in keys[1:] + keys[:1]]))
        _, _, made = self.run_recipe("crossed", crossed)
        self.assertEqual({m for m in made.values() if not isinstance(m, list)}, {"llm: unusable reply"})
        self.assertEqual(len(made), len(self.rows))

    def test_the_figures_are_those_of_the_page(self):
        subprocess.run([ROOT / "studies/llm/score", "--task", "custom", "--lauter", LAUTER, "--out", self.dir], check=True,
                       capture_output=True)
        known = {r["what"]: r for r in json.loads((ROOT / "studies/llm/results.json").read_text())}
        for result in json.loads((self.dir / "results.json").read_text()):
            self.assertEqual(result, known[result["what"]])


if __name__ == "__main__":
    unittest.main()
