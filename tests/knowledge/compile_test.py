#!/usr/bin/env python3
"""knowledge/compile: what it refuses, in one line each, and that what it writes means what the rules say."""
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPILE = ROOT / "knowledge" / "compile"
HEAD = """
[lauter]
date = 2026-01-01
licence = "own"
[lauter.sources]
vendor = "documentation"
"""


def rule(id="api_key.a", regex="abcd_[a-z0-9]{20}", keywords=("abcd_",), **more):
    ours = {"category": "API_KEY", "source": "vendor", **more.pop("lauter", {})}
    lines = [f"id = {id!r}", 'description = "d"', f"regex = '''{regex}'''", f"keywords = {list(keywords)!r}"]
    lines += [f"{key} = {value!r}" for key, value in more.items()]
    lines.append("lauter = { " + ", ".join(f"{k} = {v!r}" for k, v in ours.items() if v is not None) + " }")
    return "\n[[rules]]\n" + "\n".join(lines) + "\n"


class CompileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_on(self, text, *more):
        path = self.folder / "secrets.toml"
        path.write_text(text)
        return subprocess.run([sys.executable, str(COMPILE), str(self.folder / "out"), "--secrets", str(path), *more],
                              capture_output=True, text=True)

    def refuses(self, text, *words):
        done = self.run_on(text)
        self.assertEqual(done.returncode, 1, done)
        lines = done.stderr.strip().split("\n")
        self.assertEqual(len(lines), 1, done.stderr)
        for word in ("secrets.toml", *words):
            self.assertIn(word, lines[0])
        self.assertFalse((self.folder / "out").exists())

    def test_refuses_in_one_line(self):
        self.assertEqual(self.run_on(HEAD + rule()).returncode, 0)
        shutil.rmtree(self.folder / "out")
        for name, text, words in (
            ("unsorted", rule("api_key.b") + rule("api_key.a"), ("api_key.a", "sorted")),
            ("doubled", rule() + rule(), ("api_key.a", "twice")),
            ("sourceless", rule(lauter={"source": None}), ("api_key.a", "source")),
            ("of an unknown source", rule(lauter={"source": "nobody"}), ("source", "nobody")),
            ("without a category", rule(lauter={"category": None}), ("category",)),
            ("no expression", rule(regex="abcd_[a-z"), ("no regular expression",)),
            ("looks ahead", rule(regex="abcd_(?=x)[a-z]{20}"), ("beyond the shapes",)),
            ("refers back", rule(regex="abcd_(?:x){3}(?P<a>y)(?P=a)"), ("api_key.a",)),
            ("anchored inside", rule(regex="abcd_\\bx{20}"), ("anchor",)),
            ("too many repeats", rule(regex="abcd_[a-z]{5000}"), ("repeats",)),
            ("group repeated", rule(regex="abcd_(?:ab){17}"), ("group",)),
            ("keyword elsewhere", rule(keywords=("zzz",)), ("keyword",)),
            ("short without a literal", rule(regex="[a-z]{8}"), ("keyword",)),
            ("wrong example", rule(lauter={"examples": ["abcd_|XX"]}), ("example",)),
            ("wrong check digits", rule("private_key.n", "S[AU][A-Z2-7]{56}", ("sa",), lauter={
                "check": "crc16", "examples": ["SA" + "A" * 55 + "B"]}), ("check digits",)),
            ("unknown check", rule(lauter={"check": "luhn"}), ("luhn", "crc32")),
            ("unknown key", rule(color="red"), ("color",)),
            ("no TOML", "[[rules]\n", ()),
        ):
            with self.subTest(name):
                self.refuses(HEAD + text, *words)

    def identified(self, entries):
        path = self.folder / "identifiers.toml"
        path.write_text('[lauter]\ndate = 2026-01-01\nlicence = "own"\nbreaks."~" = "[ -]?"\n' + entries)
        return subprocess.run([sys.executable, str(COMPILE), str(self.folder / "known"), "--identifiers", str(path)], capture_output=True, text=True)

    def test_refuses_identifiers_in_one_line(self):
        def entry(id="a", forms="{ shape = '\\d(~\\d){3}' }", **more):
            keys = {"category": '"PIN"', "source": '"s"', "labels.en": '["pin"]', "forms": f"[{forms}]", **more}
            return f"[[identifiers]]\nid = {id!r}\n" + "".join(f"{k} = {v}\n" for k, v in keys.items() if v)
        weights = '{ weights = [3, 2, 1], mod = 10, digits = "0123456789" }'
        self.assertEqual(self.identified(entry(digit=weights, **{'valid.1247': '"s"', 'invalid.1240': '"digit"'})).returncode, 1)  # 3+4+4 = 11
        good = self.identified(entry(digit=weights, **{"valid.1241": '"s"', "invalid.1240": '"digit"', "example.label": '"pin"', "example.field": '"pin"',
                                                      "example.values": '["12 4-1"]',
                                                      "standin": '["4#: d* c:a_check_digit", "~6#4: [A-C]2 s* ok:a_ok"]'}))
        self.assertEqual(good.returncode, 0, good)
        shutil.rmtree(self.folder / "known")
        for text, words in (
            (entry("b") + entry("a"), ("a:", "sorted")), (entry() + entry(), ("a:", "twice")), (entry(source=""), ("source", "missing")),
            (entry(**{"labels.en": ""}), ("labels",)), (entry(**{"labels.en": '["Pin"]'}), ("Pin",)), (entry(**{"labels.en": '["pin", "pin"]'}), ("twice",)),
            (entry(forms="{ shape = '[0-' }"), ("no shape",)), (entry(forms="{ shape = '9', need = 'any' }"), ("need", "direct")),
            (entry(forms="{ shape = '9', flags = ['loud'] }"), ("loud",)), (entry(forms="{ shape = '9' }, { shape = '8' }"), ("twice",)),
            (entry(color="1"), ("color",)), (entry(country='"Spain"'), ("country",)), (entry(when='[{ beside = ["x"] }]'), ("beside",)),
            (entry(when='[{ near = "nothing", before = 1, after = 1 }]'), ("words.nothing",)), (entry(specimens='["12-34"]'), ("specimens",)),
            (entry(**{"valid.12345": '"s"'}), ("12345", "shape")), (entry(chars="[5, 5]", **{"valid.1234": '"s"'}), ("1234", "4 chars")),
            (entry(digit=weights, **{"valid.1240": '"s"'}), ("1240", "check digit")), (entry(digit=weights, **{"invalid.1241": '"x"'}), ("1241", "holds")),
            (entry(**{"example.label": '"p"', "example.field": '"p"', "example.values": '["x"]'}), ("example x",)),
            (entry(forms="{ shape = '9', labels_of = 'z' }"), ("labels_of",)),
            (entry(standin='["4#: d3 x"]'), ("standin", "x")), (entry(standin='["d4"]'), ("standin", "sizes")),
            (entry(standin='["4#,3: [1-9] d2 c:luhn_check_digit"]'), ("standin", "more than 3")),
        ):
            with self.subTest(text):
                done = self.identified(text)
                self.assertEqual(done.returncode, 1, done)
                self.assertEqual(len(done.stderr.strip().split("\n")), 1, done.stderr)
                for word in ("identifiers.toml", *words):
                    self.assertIn(word, done.stderr)
                self.assertFalse((self.folder / "known").exists())

    def listed(self, **files):
        folder = self.folder / "lists"
        for name, text in files.items():
            path = folder / "a" / name.replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return subprocess.run([sys.executable, str(COMPILE), str(self.folder / "listed"), "--lists", str(folder)],
                              capture_output=True, text=True)

    def test_refuses_lists_in_one_line(self):
        head = "# source: own\n# licence: own\n# date: 2026-01-01\n"
        for text, words in (
            ("[kA] string\na\nb\na\n", ("x.txt:7:", "a is there twice", "line 5")),
            ("[kA] array sorted\nb\na\n", ("x.txt:6:", "sorted")),
            ("[kA] string\na\n\"\"\n", ("x.txt:6:", "empty term")),
            ("[kA] string\na|b\n", ("x.txt:5:", "|")),
            ("[kA] string\na \n", ("x.txt:5:", "blanks")),
            ("[kA] array\n\"a\n", ("x.txt:5:", "JSON")),
            ("[kA] heap\na\n", ("x.txt:4:", "none of string, array, pattern")),
            ("[kA] string shuffled\na\n", ("x.txt:4:", "shuffled")),
            ("[kA] string\n[kB] string\na\n", ("x.txt:4:", "empty")),
            ("[kA] string\na\n[kA] array\nb\n", ("x.txt:6:", "kA")),
            ("[words] string\na\n", ("x.txt:4:", "words")),
            ("a\n", ("x.txt:4:", "before")),
        ):
            with self.subTest(text):
                done = self.listed(x__txt=head + text)
                self.assertEqual(done.returncode, 1, done)
                self.assertEqual(len(done.stderr.strip().split("\n")), 1, done.stderr)
                for word in words:
                    self.assertIn(word, done.stderr)
                self.assertFalse((self.folder / "listed").exists())
        for key in ("source", "licence", "date"):
            done = self.listed(x__txt=re.sub(f"# {key}.*\n", "", head) + "[kA] string\na\n")
            self.assertEqual((done.returncode, key in done.stderr), (1, True), done)
        self.listed(x__txt=head + "[kA] string\na\n")
        for table, word in (("a\tb\n1\n", "y.tsv:5: 1 cells, not 2"), ("a\n1||2\n", "y.tsv:5: an empty term in a"),
                            ("drawn\nmaybe\n", "y.tsv:5: drawn is true or false")):
            done = self.listed(y__tsv=head + table)
            self.assertEqual(done.returncode, 1)
            self.assertIn(word, done.stderr)

    def test_writes_what_the_compiler_of_the_program_reads_back(self):
        """Terms at random, with every character that C++ or the file treats on its own: a program prints them again."""
        draw = random.Random(7)
        terms = sorted({"".join(draw.choice("ab \t\n\"\\?'#[]\u00e9\u6f22") for _ in range(draw.randint(1, 9))) for _ in range(300)})
        rows = "\n".join(map(json.dumps, terms))
        head = "# source: own\n# licence: own\n# date: 2026-01-01\n"
        done = self.listed(x__txt=f"{head}[kA] string\n{rows}\n[kB] array\n{rows}\n[kC] pattern\n{rows}\n",
                           y__tsv=f"{head}category\twords\nMEDICAL_CONDITION\ta|b?\n")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('{Category::kMedicalCondition, "a|b\\?", },', (self.folder / "listed/known/y.inc").read_text())
        program = self.folder / "print.cc"
        program.write_text('#include <cstdio>\n#include "known/x.h"\nusing namespace lauter::known;\nint main() {\n'
                           "  std::fwrite(kA, 1, sizeof kA, stdout);\n"
                           "  for (auto term : kB) std::fwrite(term.data(), 1, term.size(), stdout), std::putchar(0);\n"
                           "  std::fwrite(kC, 1, sizeof kC, stdout);\n}\n")
        binary = self.folder / "print"
        compiler = shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
        subprocess.run([compiler, "-std=c++20", "-Wall", "-Werror", "-I", str(self.folder / "listed"), "-o", str(binary), str(program)], check=True)
        out = subprocess.run([str(binary)], capture_output=True, check=True).stdout.decode()
        self.assertEqual(out, "\0".join(["|".join(terms), *terms, "".join(terms), ""]))

    def test_all_mistakes_at_once(self):
        done = self.run_on(HEAD + rule("api_key.b", keywords=("zzz",)) + rule("api_key.a"))
        self.assertEqual(len(done.stderr.strip().split("\n")), 2)

    def test_examples_match_the_regex_as_written(self):
        out = self.folder / "real"
        subprocess.run([sys.executable, str(COMPILE), str(out)], check=True)
        rules = {r["id"]: r for r in tomllib.loads((ROOT / "knowledge" / "secrets.toml").read_text())["rules"]}
        seen = 0
        for line in (out / "secret_examples.tsv").read_text().splitlines():
            category, name, token = line.split("\t")
            self.assertTrue(re.fullmatch(rules[name]["regex"], token), name)
            self.assertEqual(category, rules[name]["lauter"]["category"])
            # A long form may have keywords that stand around it.
            self.assertTrue(len(token) >= 32 or any(k.lower() in token.lower() for k in rules[name]["keywords"]), name)
            seen += 1
        self.assertGreater(seen, 200)
        same = self.folder / "again"
        subprocess.run([sys.executable, str(COMPILE), str(same)], check=True)
        for path in out.rglob("*.*"):
            self.assertEqual(path.read_bytes(), (same / path.relative_to(out)).read_bytes())

    def test_takes_rules_of_the_schema_without_our_keys(self):
        foreign = self.folder / "foreign.toml"
        foreign.write_text("""
title = "rules of others"
[[rules]]
id = "acme-token"
description = "d"
regex = '''\\b(acme_(?i)[a-f0-9]{32})(?:[\\x60'"\\s;]|\\\\[nr]|$)'''
entropy = 3.5
keywords = ["acme_"]
[[rules]]
id = "acme-context"
description = "d"
regex = '''(?i)acme[^=]{0,20}=\\s*([a-f0-9]{32})'''
keywords = ["acme"]
""")
        done = subprocess.run([sys.executable, str(COMPILE), "--import", str(foreign)], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0)
        self.assertEqual([r["id"] for r in tomllib.loads(done.stdout)["rules"]], ["acme-token"])
        self.assertIn("acme-context: text before the secret", done.stderr)


if __name__ == "__main__":
    unittest.main()
