"""`surrogates: {guard: ...}`: no stand-in is a real value of the corpus, whoever computes it; and `scope: document`."""

import collections
import json
import random
import re
import signal
import subprocess
import unittest

from kill_support import SEED, KillTest, kills
from support import KEY, LAUTER, tree_digest

# A sentence with one value, of forms that patterns find without a model.
FORMS = {
    "PIN": lambda r: ("My PIN is {} for the debit card.", f"{r.randrange(1000, 9999)}"),
    "CUSTOMER_ID": lambda r: ("Your customer number is {} as before.", f"{r.randrange(10000, 99999)}"),
    "US_BANK_NUMBER": lambda r: ("Please wire it to account number {} at the bank.", f"{r.randrange(10**8, 10**9)}"),
    "EMPLOYEE_ID": lambda r: ("Badge of employee ID {} was lost.", f"{r.randrange(10000, 99999)}"),
}


def sentence(label, value):
    return FORMS[label](random.Random(0))[0].format(value)


class GuardTest(KillTest):
    flags = ("--key-file", "key", "-q", "--set", "limits.shard_bytes=16KiB")
    guard = ("--set", "surrogates.guard=corpus")

    def rows_of(self, out):
        rows = {}
        for path in sorted((self.dir / out / "data").iterdir()):
            for line in path.read_text().splitlines():
                row = json.loads(line)
                rows[row["id"]] = row["text"]
        return rows

    def value_in(self, label, text):
        before, after = FORMS[label](random.Random(0))[0].split("{}")
        found = re.fullmatch(re.escape(before) + "(.*)" + re.escape(after), text)
        return found and found.group(1)

    def refine(self, source, out, *flags, code=0, **more):
        return self.run_lauter("refine", source, "-o", out, *self.flags, *flags, code=code, **more)

    def make_corpus(self, n=300):
        """Every second row has the value that is another row's stand-in: what one pass cannot know. Its texts by id."""
        rng = random.Random(SEED)
        texts = {}
        for label in FORMS:
            for i in range(n):
                texts[f"{label}/{i}"] = sentence(label, FORMS[label](rng)[1])
        self.write("first/a.jsonl", "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()))
        self.refine("first", "once")
        for name, text in self.rows_of("once").items():
            value = self.value_in(name.split("/")[0], text)
            if value:
                texts[name + "/echo"] = sentence(name.split("/")[0], value)
        names = list(texts)
        rng.shuffle(names)
        for part, file in ((names[::2], "in/a.jsonl"), (names[1::2], "in/b.jsonl")):
            self.write(file, "".join(json.dumps({"id": i, "text": texts[i]}) + "\n" for i in part))
        return texts

    def equal_to_real(self, texts, out):
        """By category: rows that were edited, and of these the ones whose stand-in is the value of a row that was edited: of
        what nobody finds nobody knows."""
        real = {label: set() for label in FORMS}
        for name, text in self.rows_of(out).items():
            label = name.split("/")[0]
            if text != texts[name]:
                real[label].add(self.value_in(label, texts[name]))
        counts = {label: [0, 0] for label in FORMS}
        for name, text in self.rows_of(out).items():
            label = name.split("/")[0]
            value = self.value_in(label, text)
            if text == texts[name] or value is None:
                continue
            counts[label][0] += 1
            counts[label][1] += value in real[label]
        return counts

    def test_no_stand_in_is_a_real_value(self):
        texts = self.make_corpus()
        self.refine("in", "without")
        self.refine("in", "with", *self.guard)
        before, after = self.equal_to_real(texts, "without"), self.equal_to_real(texts, "with")
        for label in FORMS:
            self.assertGreater(before[label][0], 500, before)
            self.assertGreater(before[label][1] / before[label][0], 0.3, before)
            self.assertEqual(after[label][0], before[label][0])
            self.assertEqual(after[label][1], 0, after)
        report = json.loads((self.dir / "with/report.json").read_text())
        rows = report["rows"]
        self.assertEqual(rows["in"], rows["kept"] + rows["edited"] + rows["rejected"])
        kept = (self.dir / "with/state/real-values").read_bytes()
        for text in texts.values():
            for value in re.findall(r"\d+", text):
                self.assertNotIn(value.encode(), kept)
        self.assertFalse((self.dir / "with/state/guard").exists())

    def test_bytes_depend_on_the_input_alone(self):
        self.make_corpus(60)
        self.refine("in", "one", *self.guard, "--threads", 1)
        expected = tree_digest(self.dir / "one")
        kept = (self.dir / "one/state/real-values").read_bytes()
        for threads in (2, 5):
            self.refine("in", f"t{threads}", *self.guard, "--threads", threads)
            self.assertEqual(tree_digest(self.dir / f"t{threads}"), expected)
            self.assertEqual((self.dir / f"t{threads}/state/real-values").read_bytes(), kept)
        rows, _ = self.refine("in", "-", *self.guard)
        data = b"".join((self.dir / "one/data" / name).read_bytes() for name in ("a.jsonl", "b.jsonl"))
        self.assertEqual(rows.encode(), data)
        self.over_processes(expected, kept)

    def over_processes(self, expected, kept):
        printed, _ = self.refine("in", "tasks", *self.guard, "--executor", "shell", "--tasks", 3)
        *tasks, last = [line.split() for line in printed.splitlines()]
        running = [subprocess.Popen(task, stderr=subprocess.DEVNULL) for task in reversed(tasks)]
        for task in running:
            self.assertEqual(task.wait(timeout=120), 0)
        done = subprocess.run(last, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(tree_digest(self.dir / "tasks"), expected)
        self.assertEqual((self.dir / "tasks/state/real-values").read_bytes(), kept)

    def test_kill_at_random_points(self):
        self.make_corpus(60)
        command = [LAUTER, "refine", "--model", "none", "in", *self.flags, *self.guard]
        real_values = lambda out: (self.dir / out / "state/real-values").read_bytes()  # noqa: E731
        self.kill_at_random_points(command, kills(3), signals=(signal.SIGKILL, signal.SIGINT),
                                   check=lambda out: self.assertEqual(real_values(out), real_values("whole")))

    def test_real_values_of_an_earlier_run(self):
        texts = self.make_corpus(100)
        self.refine("in", "with", *self.guard)
        guard = ("--set", "surrogates.guard=with/state/real-values")
        self.refine("in", "again", *guard)
        self.assertEqual(tree_digest(self.dir / "again"), tree_digest(self.dir / "with"))
        self.assertEqual(sum(n for _, n in self.equal_to_real(texts, "again").values()), 0)
        # One row at a time, too: what reads no corpus can ask for one that was read.
        row = (self.dir / "in/a.jsonl").read_text().splitlines()[0]
        out, _ = self.run_lauter("program", "-", "--key-file", "key", *guard, stdin=row.encode())
        made = json.loads(out)["program"]
        if made:
            self.assertIn(made[0]["with"], self.rows_of("again")[json.loads(row)["id"]])

    def test_what_cannot_be_done_is_said(self):
        self.write("in.jsonl", 2 * '{"text":"My PIN is 4711 here."}\n')
        _, err = self.refine("-", "-", *self.guard, code=2, stdin=b"{}\n")
        self.assert_one_line(err, "guard", "reads its input twice", "name files")
        _, err = self.run_lauter("program", "in.jsonl", "--key-file", "key", *self.guard, code=2)
        self.assert_one_line(err, "guard", "state/real-values")
        _, err = self.refine("in.jsonl", "out", "--set", "surrogates.guard=corpsu", code=2)
        self.assert_one_line(err, "guard", "corpus")
        _, err = self.refine("in.jsonl", "out", "--set", "surrogates.guard=./in.jsonl", code=2)
        self.assert_one_line(err, "in.jsonl", "no real values")
        _, err = self.refine("in.jsonl", "out", "--set", "surrogates.scope=row", code=2)
        self.assert_one_line(err, "scope", "corpus or document")
        _, err = self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "clean", *self.guard, code=2)
        self.assert_one_line(err, "guard", "anonymizes")
        self.refine("in.jsonl", "made", *self.guard)
        self.write("key", KEY[::-1])
        _, err = self.refine("in.jsonl", "out", "--set", "surrogates.guard=made/state/real-values", code=2)
        self.assert_one_line(err, "real-values", "another key")
        self.write("key", KEY)
        # Another file is another run.
        self.write("in2.jsonl", '{"text":"My PIN is 4712 here."}\n')
        self.refine("in2.jsonl", "made2", *self.guard)
        self.refine("in.jsonl", "out2", "--set", "surrogates.guard=made/state/real-values", "--limit", 1)
        _, err = self.refine("in.jsonl", "out2", "--set", "surrogates.guard=made2/state/real-values", "--resume", code=2)
        self.assert_one_line(err, "recipe")

    def test_stand_ins_of_a_document_alone(self):
        text = sentence("CUSTOMER_ID", "48213") + " " + sentence("CUSTOMER_ID", "48213")
        self.write("in.jsonl", "".join(json.dumps({"id": f"r{i}", "text": text}) + "\n" for i in range(8)))
        self.refine("in.jsonl", "corpus")
        self.refine("in.jsonl", "document", "--set", "surrogates.scope=document")
        self.assertEqual(len(set(self.rows_of("corpus").values())), 1)
        rows = self.rows_of("document")
        self.assertEqual(len(set(rows.values())), 8)
        for row in rows.values():
            numbers = re.findall(r"\d{5}", row)
            self.assertEqual(len(numbers), 2)
            self.assertEqual(len(set(numbers)), 1)  # of one value, one stand-in
            self.assertNotIn("48213", numbers)
        self.refine("in.jsonl", "hashed", "--set", "surrogates.scope=document", "--set", "surrogates.default=hash")
        self.assertEqual(len(set(self.rows_of("hashed").values())), 8)

    def test_ties_that_stay_are_counted(self):
        """What the recipe keeps, here; by hand from the rows."""
        rng = random.Random(SEED)
        scores = rng.sample(range(310, 840), 40)
        scores += scores[:20] + 3 * scores[:8]
        texts = [f"My credit score is {score}, as before." for score in scores] + ["Nothing of anybody."] * 5
        rng.shuffle(texts)
        self.write("in.jsonl", "".join(json.dumps({"id": i, "text": text}) + "\n" for i, text in enumerate(texts)))
        flags = ("--set", "surrogates.operators.CREDIT_SCORE=keep")
        self.refine("in.jsonl", "out", *flags)
        ties = json.loads((self.dir / "out/report.json").read_text())["ties"]
        shared = collections.Counter(scores)
        by_rows = collections.Counter()
        for n in shared.values():
            by_rows[1 if n == 1 else 2 if n < 5 else 5] += n
        self.assertEqual(ties, {"rows_without": 5, "rows_with": len(scores), "combinations": len(shared), "rows_alone": by_rows[1],
                                "rows_of_2_to_4": by_rows[2], "rows_of_5_or_more": by_rows[5], "exact": True})
        page = (self.dir / "out/report.html").read_text()
        self.assertIn(f"a combination of their own: {by_rows[1]} ", page)
        self.run_lauter("report", "out")
        self.assertEqual((self.dir / "out/report.html").read_text(), page)
        # Who computes says nothing: figures of tasks add up to the same.
        printed, _ = self.refine("in.jsonl", "tasks", *flags, "--executor", "shell", "--tasks", 2)
        for line in printed.splitlines():
            self.assertEqual(subprocess.run(line.split(), capture_output=True, timeout=60).returncode, 0)
        self.assertEqual(json.loads((self.dir / "tasks/report.json").read_text())["ties"], ties)


if __name__ == "__main__":
    unittest.main()
