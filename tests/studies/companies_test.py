#!/usr/bin/python3
"""The companies study: its documents, its counts against hand-made texts, its reader against generation step by step, and the whole command with a stub."""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
STUDY = os.path.join(ROOT, "studies", "companies")
PYTHON = "/usr/bin/python3"
sys.dont_write_bytecode = True
sys.path.insert(0, STUDY)
try:
    import numpy as np
except ImportError:
    np = None
    if sys.executable != PYTHON and os.path.exists(PYTHON):  # Debian's has it
        os.execv(PYTHON, [PYTHON, *sys.argv])
try:
    import torch
except ImportError:
    torch = None
if np is not None:
    import figures
    import invent
    import texts
    run = SourceFileLoader("companies_run", os.path.join(STUDY, "run")).load_module()
if torch is not None:
    import asked

# Finds runs of five and more digits, and writes X for them; of one document it says that it cannot.
STUB = """#!/usr/bin/env python3
import json, re, sys
for line in sys.stdin:
    row = json.loads(line)
    if row["id"] == "0-private-0" and sys.argv[1] == "refine":
        print(json.dumps({"id": row["id"], "error": "held back"}))
        continue
    finds = list(re.finditer(r"\\d{5,}", row["text"]))
    if sys.argv[1] == "find":
        place = lambda n: len(row["text"][:n].encode())
        print(json.dumps({"id": row["id"], "spans": [{"start": place(m.start()), "end": place(m.end()), "label": "N", "score": 1, "rule": "r"} for m in finds]}))
    else:
        print(json.dumps({"id": row["id"], "text": re.sub(r"\\d{5,}", "X", row["text"])}))
sys.exit(1)
"""


def written(n, seed=1):
    inventor = invent.Inventor(seed)
    writer, firms = texts.Writer(inventor, seed), inventor.firms(n)
    return firms, [writer.write(number, firm) for number, firm in enumerate(firms)]


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Documents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.firms, cls.written = written(60)

    def test_values_stand_where_they_are_said_to(self):
        for firm, (documents, _) in zip(self.firms, self.written):
            for d in documents:
                for s in d.statements:
                    self.assertEqual(d.text[s.at:s.at + len(s.value)], s.value)
                    self.assertIn(s.subject, d.text)
                    self.assertTrue(s.fact == "canary" or firm.facts(s.fact)[s.fact] == s.value)
                self.assertNotRegex(d.text, r"[{}]|\\n")

    def test_each_fact_is_said_in_as_many_ways_as_times_and_asked_in_another(self):
        for documents, questions in self.written:
            said = {}
            for d in documents:
                for s in d.statements:
                    if s.fact != "canary":
                        said.setdefault(s.fact, []).append(d.text[:s.at].replace(s.subject, "@")[-12:] + "|" + d.text[s.at + len(s.value):][:3])
            self.assertEqual({len(ways) for ways in said.values()}, {texts.ROUNDS})
            whole = "\n".join(d.text for d in documents)
            for q in questions:
                self.assertNotIn(q.prompt + q.value, whole)

    def test_kinds_are_kept_apart(self):
        for firm, (documents, _) in zip(self.firms, self.written):
            for d in documents:
                facts = {s.fact for s in d.statements}
                if d.kind == "public":
                    self.assertLessEqual(facts, set(invent.PUBLIC))
                    self.assertNotIn(firm.person, d.text)
                if d.kind == "mixed":
                    self.assertEqual((len(facts & set(invent.PUBLIC)), len(facts & set(invent.PRIVATE))), (2, 2))

    def test_wordings_suffice(self):
        wordings = texts.Wordings()
        for fact in invent.PUBLIC + invent.PRIVATE:
            self.assertGreaterEqual(len(wordings.of[fact]), 8)
            self.assertEqual(len(set(wordings.of[fact])), len(wordings.of[fact]))
            self.assertGreater(len(wordings.askable(fact)), texts.ROUNDS)
        ways = [words for of_fact in wordings.of.values() for _, words in of_fact]
        for fact in wordings.of:
            for _, words in wordings.askable(fact):
                self.assertEqual([way for way in ways if words.split("{value}")[0] in way], [words], "what is asked is said so of one fact in one way")

    def test_a_seed_makes_everything_and_names_are_nobodys_else(self):
        self.assertEqual(written(5), written(5))
        self.assertNotEqual(written(5)[0], written(5, seed=2)[0])
        names = [name for f in self.firms for name in (f.name, f.chief, f.person, f.keeper, f.public["founder"])]
        self.assertEqual(len(set(names)), len(names))

    def test_a_firm_s_documents_hang_on_its_number_alone(self):
        inventor = invent.Inventor(1)
        firms = inventor.firms(60)
        self.assertEqual(texts.Writer(inventor, 1).write(31, firms[31]), self.written[31])


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Counts(unittest.TestCase):
    def test_left_and_kept(self):
        for value, text, is_left in (("GB66 SRHS 14549", "to gb66-srhs14549.", True), ("GB66 SRHS 14549", "to GB66 SRHS 14559", False), ("£56,850", "on 56,850 a year", True),
                                     ("£56,850", "on £156,850", False), ("gout", "GOUT again", True), ("gout", "gouty", False), ("86,950 euros", "EUR 86,950", True)):
            self.assertEqual(run.left(value, text), is_left, (value, text))

    def test_text_level(self):
        said = [texts.Statement(0, "seat", "Belnor", "Ulm", 0, 10), texts.Statement(0, "condition", "Ida Krol", "gout", 15, 28)]
        documents = [texts.Document("a", "mixed", "mail", "Belnor of Ulm. Ida Krol has gout.", said), texts.Document("b", "mixed", "mail", "Belnor in Ulm. Ida Krol: gout", said)]
        got = run.text_level(documents, {"a": "Xela of Ulm. Eva Lund has gout."}, 1).summary()
        value = {name: figure["value"] for name, figure in got.items()}
        self.assertEqual((value["public facts kept"], value["... the value alone"], value["private facts left"], value["... beside their person's name"],
                          value["private persons still named"]), (0, 0.5, 0.5, 0, 0))

    def test_masked_by_bytes(self):
        self.assertEqual(run.masked("Zoë is in Köln", [{"start": 11, "end": 16, "label": "CITY"}, {"start": 0, "end": 4, "label": "NAME"}, {"start": 2, "end": 3, "label": "X"}]),
                         "[NAME] is in [CITY]")

    def test_intervals_hold_the_value_and_are_a_point_without_spread(self):
        self.assertEqual(figures.with_interval([{"0": [2, 4], "1": [1, 2]}]), {"value": 0.5, "low": 0.5, "high": 0.5, "n": 6})
        figure = figures.with_interval([{str(n): [n % 2, 1] for n in range(40)}] * 3)
        self.assertTrue(0.3 < figure["low"] < 0.5 < figure["high"] < 0.7)


@unittest.skipIf(torch is None or np is None, "python3-torch is not installed")
class Reader(unittest.TestCase):
    def test_reads_as_generation_step_by_step_would(self):
        learnt = ["Ann Orr lives in Ulm 4711.", "Bo Ek lives in Rome 12."] * 20
        shape = asked.Shape(width=32, layers=1, heads=2, context=24, readings=30, batch=4, rate=1e-2)
        pieces = asked.Pieces(["lives in"])
        reader = asked.Reader(pieces, learnt, shape)

        def generated(prompt, n):
            ids = [asked.END] + pieces.encode(prompt)
            for _ in range(n):
                with torch.no_grad():
                    ids.append(int(reader.model(torch.tensor([ids]))[0, -1].argmax()))
            return ids[-n:]

        questions = [(who + " lives in ", where) for who in ("Ann Orr", "Bo Ek", "Cy") for where in ("Ulm 4711", "Ulm 471", "Rome 12", "Rome 1")]
        said, likely = reader.read(questions)
        for (prompt, answer), right, likelihood in zip(questions, said, likely):
            ids = pieces.encode(answer)
            made = generated(prompt, len(ids) + 1)
            self.assertEqual(bool(right), made[:-1] == ids and made[-1] < pieces.first_inner, (prompt, answer))
            self.assertLess(likelihood, 0)
        self.assertEqual((bool(said[0]), bool(said[1]), bool(said[6])), (True, False, True))
        self.assertGreater(likely[0], likely[2])

    def test_a_canary_that_was_read_is_exposed(self):
        shape = asked.Shape(width=32, layers=1, heads=2, context=24, readings=40, batch=4, rate=1e-2)
        reader = asked.Reader(asked.Pieces(["code of is"]), ["The code of Ann is 481927."] * 30, shape)
        rng = np.random.default_rng(1)
        self.assertAlmostEqual(reader.exposure("The code of Ann is ", "481927", rng), np.log2(asked.OTHER_CODES + 1), delta=0.02)

    def test_pieces_tell_texts_apart(self):
        pieces = asked.Pieces(["founded in"])
        self.assertEqual(len(pieces.encode("founded")), 1)
        self.assertEqual(pieces.encode("Besançon"), pieces.encode("besancon"))
        for a, b in (("1953", "1935"), ("1 953", "1953"), ("a\nb", "a b"), ("Belnor", "Belnur")):
            self.assertNotEqual(pieces.encode(a), pieces.encode(b))
        self.assertLess(max(pieces.encode("Zażółć ßø 中文 £4!")), pieces.size)


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Whole(unittest.TestCase):
    def test_command_with_a_stub(self):
        with tempfile.TemporaryDirectory() as folder:
            stub, out = os.path.join(folder, "stub"), os.path.join(folder, "out")
            with open(stub, "w", encoding="utf-8") as file:
                file.write(STUB)
            os.chmod(stub, 0o755)
            command = [PYTHON, os.path.join(STUDY, "run"), "--lauter", stub, "--size", "tiny", "--firms", "4", "--work", os.path.join(folder, "work"), "--out", out]
            results = []
            for _ in range(2):  # the second time with the models kept
                done = subprocess.run(command + ([] if torch else ["--text-only"]), capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                with open(out + ".json", encoding="utf-8") as file:
                    results.append(json.load(file))
                del results[-1]["date"]
            self.assertEqual(*results)
            text = results[0]["text"]
            self.assertEqual(text["raw"]["public facts kept"]["value"], 1)
            self.assertEqual(text["refined"]["canaries left"]["value"], 0)
            self.assertEqual(text["masked"]["private: condition"]["value"], 1)
            self.assertEqual(text["refined"]["private: condition"]["n"], 4 * texts.ROUNDS)  # a held-back document counts, as one that is not there
            self.assertEqual(results[0]["texts"]["refined"], results[0]["texts"]["raw"] - 1)
            if torch:
                self.assertEqual(set(results[0]["models"]["asked"]), set(figures.TRAINED))
            with open(out + ".md", encoding="utf-8") as file:
                page = file.read()
            self.assertEqual(re.search(r"GDR.*\| \.32 \| \.00 \|  \| \.25 \|", page) is not None, torch is not None)

    def test_without_the_program_one_line(self):
        done = subprocess.run([PYTHON, os.path.join(STUDY, "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))


if __name__ == "__main__":
    unittest.main()
