#!/usr/bin/env python3
"""The study of collections: its counts against counts by hand, with a program that finds what it is told to."""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
from importlib.machinery import SourceFileLoader

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "collections"
run = SourceFileLoader("collections_run", str(STUDY / "run")).load_module()

# Finds every word that stands in FINDS, as its category.
FINDER = """#!/usr/bin/env python3
import json, re, sys
FINDS = {"Ida": "FIRST_NAME", "Lund": "CITY", "hunter2": "PASSWORD", "key": "API_KEY"}
for line in open(sys.argv[2], encoding="utf-8"):
    row = json.loads(line)
    data = row["text"].encode()
    print(json.dumps({"id": row["id"], "spans": [{"start": m.start(), "end": m.end(), "label": FINDS[m[0].decode()]} for m in re.finditer(rb"\\w+", data) if m[0].decode() in FINDS]}))
"""


def span(text, value, **more):
    at = text.encode().index(value.encode())
    return dict(more, start=at, end=at + len(value.encode()))


class Counts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        program = pathlib.Path(folder.name) / "lauter"
        program.write_text(FINDER)
        program.chmod(0o755)
        self.args = argparse.Namespace(lauter=str(program), flags="")

    def test_public_text(self):
        got = run.public_text(self.args, ["Nobody is here", "Ida in Lund, é"])
        self.assertEqual((got["untouched"]["value"], got["finds in 1,000 words"]["value"], got["labels"]), (0.5, 285.7143, {"FIRST_NAME": 1, "CITY": 1}))

    def test_private_values_want_nine_tenths(self):
        texts = ["é Ida says hunter2", "Ida-Marie"]
        rows = [(texts[0], [span(texts[0], "Ida", label="name"), span(texts[0], "hunter2", label="password")]), (texts[1], [span(texts[1], "Ida-Marie", label="name")])]
        got = run.private_values(self.args, rows)
        self.assertEqual((got["gone"]["value"], got["by label"]), (0.6667, {"name": "1 of 2", "password": "1 of 1"}))

    def test_names_of_other_kinds_and_handles(self):
        text = "Ida and Ola of Lund met Ida"  # the last is a handle to the source: not counted
        row = {"text": text, "spans": [span(text, "Ida", norm="PERSON"), span(text, "Ola", norm="PERSON"), span(text, "Lund", norm="ORG"),
                                       {"start": text.rindex("Ida"), "end": len(text), "norm": "USERNAME"}]}
        got = run.names(self.args, [row])
        self.assertEqual([got[k]["value"] for k in ("recall", "precision", "F1", "F1, any kind")], [0.3333, 0.5, 0.4, 0.8])

    def test_a_name_in_one_place_and_not_in_another(self):
        class Half:
            def __call__(self, args, texts):
                return [[{"start": 0, "end": 3, "label": "PERSON"}] for _ in texts]
        found, run.found = run.found, Half()
        self.addCleanup(setattr, run, "found", found)
        got = run.half_renamed(self.args, ["Ida met Idas and Ida", "Ida met Idas", "Ole"])
        self.assertEqual(got["chapters with a name in one place and not in another"]["value"], 0.3333)

    def test_secrets(self):
        first = "a=hunter2; b=other"
        rows = [{"text": first, "before": ["é", "key"], "after": [],
                 "spans": [span(first, "hunter2", truth="T", label="Password"), span(first, "other", truth="T", label="Password"), span(first, "a=hunter2", truth="F", label="Auth")]},
                {"text": "key", "spans": [span("key", "key", truth="F", label="Key")]}, {"text": "bucket", "spans": [span("bucket", "bucket", truth="T", label="AWS S3 Bucket")]}]
        got = run.secrets(self.args, rows)
        self.assertEqual([got[k]["value"] for k in ("recall", "precision", "F1", "F1 without buckets and domains")], [0.3333, 0.5, 0.4, 0.5])

    def test_an_interval_holds_its_value(self):
        got = run.figure([(1, 1), (0, 1), (1, 1), (0, 1)] * 20, run.share)
        self.assertTrue(got["interval"][0] < 0.5 < got["interval"][1] and got["interval"][1] - got["interval"][0] < 0.3)


class Facts(unittest.TestCase):
    def test_values_stand_in_their_texts(self):
        rows = [json.loads(line) for line in (STUDY / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
        self.assertEqual(len({row["id"] for row in rows}), len(rows))
        for row in rows:
            self.assertIn(row["kind"], ("public", "private"), row["id"])
            self.assertEqual([v for v in row.get("values", []) if v not in row["text"]], [], row["id"])


class Whole(unittest.TestCase):
    def test_a_program_that_stops_is_one_line(self):
        with tempfile.TemporaryDirectory() as out:
            done = subprocess.run([sys.executable, str(STUDY / "run"), "--lauter", "/bin/false", "--data", out, "--only", "plain public", "--out", out + "/x"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, "lauter find stopped with exit code 1\n"))

    def test_bad_calls_are_one_line_and_write_nothing(self):
        before = (STUDY / "results.json").read_bytes()
        with tempfile.TemporaryDirectory() as data:
            for flags in (["--lauter", "/nowhere/lauter"], ["--lauter", "/bin/true", "--data", data + "/none"], ["--lauter", "/bin/true", "--data", data, "--only", "no such row"]):
                done = subprocess.run([sys.executable, str(STUDY / "run"), *flags], capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1), done.stderr)
        self.assertEqual((STUDY / "results.json").read_bytes(), before)


if __name__ == "__main__":
    unittest.main()
