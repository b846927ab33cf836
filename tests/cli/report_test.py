"""The report: which samples it shows, what it hides, and that nothing in rows or names gets out of its place.

That samples are the same for any threads, shards and restarts is tested with the other figures in cluster_test.py and
resume_test.py. The search runs in Chromium, if there is one."""

import base64
import hashlib
import html.parser
import json
import os
import shutil
import subprocess
import unittest

from support import CliTest

MAIL = "jane.roe@corp-mail.de"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
GOOD = "\n".join(f"The keeper of the {word} harbour has been with all the boats that ever came to the town before winter."
                 for word in "old new small grey long".split())
FILTERS = """
name: filters
steps:
  - use: dedup
  - use: c4
    min_num_sentences: 3
  - use: anonymize
"""


class Page(html.parser.HTMLParser):
    """What a browser makes of the page: elements, attributes, text, and the script."""

    def __init__(self, content):
        super().__init__()
        self.tags, self.attributes, self.text, self.script, self.in_script = [], [], [], "", False
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self.in_script = tag == "script"

    def handle_endtag(self, tag):
        self.in_script = False

    def handle_data(self, data):
        if self.in_script:
            self.script += data
        else:
            self.text.append(data)

    def words(self):
        return "".join(self.text)


class Report(CliTest):
    def refine(self, *args, code=0):
        self.run_lauter("refine", *args, "--key-file", "key", "--overwrite", "-q", code=code)
        return self.report(args[args.index("-o") + 1])

    def report(self, out):
        folder = self.dir / out
        content = (folder / "report.html").read_bytes().decode("utf-8")  # both are valid UTF-8
        data = json.loads((folder / "report.json").read_bytes().decode("utf-8"))
        return Page(content), data

    def write_rows(self, name, *texts, **more):
        self.write(name, "".join(json.dumps({"id": f"r{i}", "text": t, **more}) + "\n" for i, t in enumerate(texts)))

    def test_hostile_text_stays_text(self):
        evil = '</div><script>alert(1)</script><img src=x onerror="alert(2)"> \u202egnp\u2066 \x00\x1b[2J \u200b &lt;b&gt;'
        name = os.path.join(os.fsencode(self.dir), b"in", b'bad\xff<b onclick="x">.jsonl')
        os.makedirs(os.path.dirname(name))
        rows = [{"id": evil, "text": f"{evil} mail {MAIL} {evil}"}, {"id": 7, evil: "no text"}]
        with open(name, "wb") as file:
            file.write("".join(json.dumps(row) + "\n" for row in rows).encode())
        page, data = self.refine("in", "-o", "out", "--show-values", code=1)
        self.assertIn("script>alert(1)</script><img src=x", page.words())
        self.assertEqual(page.tags.count("script"), 1)
        self.assertNotIn("alert", page.script)
        self.assertFalse({"img", "iframe", "link"} & set(page.tags))
        self.assertFalse([key for key, _ in page.attributes if key.startswith("on") or key in ("src", "href", "srcset")])
        whole = (self.dir / "out/report.html").read_text()
        self.assertFalse([c for c in "\u202e\u2066\u200b\x00\x1b" if c in whole])
        self.assertIn("\u27e8U+202E\u27e9gnp\u27e8U+2066\u27e9", page.words())
        self.assertIn("bad\\xff<b onclick", page.words())
        # Only this script may run, and nothing may be loaded.
        policy = next(value for key, value in page.attributes if key == "content" and value.startswith("default-src"))
        digest = base64.b64encode(hashlib.sha256(page.script.encode()).digest()).decode()
        self.assertTrue(policy.startswith("default-src 'none'; "), policy)
        self.assertTrue(policy.endswith(f"script-src 'sha256-{digest}'"), policy)
        # And again from report.json.
        self.run_lauter("report", "out", "-q")
        self.assertEqual((self.dir / "out/report.html").read_text(), whole)

    def test_samples_by_rule_the_least_sure_first(self):
        self.write_rows("in.jsonl", *(f"note {i}: mail user{i}@corp-mail.de or call (212) 736-5{i:03d}." for i in range(300)))
        page, data = self.refine("in.jsonl", "-o", "out")
        edits = [s for s in data["samples"] if "rejected" not in s]
        groups = {}
        for sample in edits:
            groups.setdefault((sample["label"], sample["rule"]), []).append(sample)
        self.assertEqual({rule for _, rule in groups}, set(data["rules"]))
        for group in groups.values():
            self.assertTrue(3 <= len(group) <= 6, group)
            self.assertEqual([s["score"] for s in group], sorted(s["score"] for s in group))
            self.assertTrue(all(sum(p.get("subject", False) for p in s["pieces"]) == 1 for s in group))
        self.assertNotIn("@corp-mail.de", page.words())
        self.assertIn("EMAIL_ADDRESS", page.words())

    def test_what_was_taken_away_is_shown_without_the_values_in_it(self):
        (self.dir / "recipe.yaml").write_text(FILTERS)
        line = f"Subscribe to our letter by {MAIL} today"
        self.write_rows("in.jsonl", f"{line}\n{GOOD}", f"Nothing but this. Write to {MAIL}", f"{line}\n{GOOD}")
        page, data = self.refine("in.jsonl", "-o", "out", "--recipe", "recipe.yaml", code=1)
        # A line that the filter deleted before anybody looked for values in it ...
        self.assertIn("Subscribe to our letter by [EMAIL_ADDRESS] today", page.words())
        # ... a row that it dropped, and a duplicate, each with its reason.
        self.assertIn("Nothing but this. Write to [EMAIL_ADDRESS]", page.words())
        reasons = {s["rejected"]: s for s in data["samples"] if "rejected" in s}
        self.assertEqual(set(reasons), {"filter c4: too_few_sentences", "duplicate of an earlier row"})
        self.assertEqual(reasons["duplicate of an earlier row"]["reason"], "duplicate of r0")
        self.assertNotIn(MAIL, (self.dir / "out/report.html").read_text() + (self.dir / "out/report.json").read_text())
        self.assertEqual((data["dropped_rows"], data["withheld_rows"]), (2, 0))
        page, _ = self.refine("in.jsonl", "-o", "out", "--recipe", "recipe.yaml", "--show-values", code=1)
        self.assertIn(line, page.words())

    def test_withheld_and_broken_rows_are_counted_and_not_shown(self):
        texts = [f"x {MAIL} {'long ' * 100}", "short and fine", f"y {MAIL} {'long ' * 100}"]
        self.write_rows("in.jsonl", *texts)
        with open(self.dir / "in.jsonl", "ab") as file:
            file.write(b'{"id":"broken","text":"' + MAIL.encode() + b'\n')
        flags = ("--set", "limits.max_document_bytes=400")
        page, data = self.refine("in.jsonl", "-o", "out", *flags, code=1)
        self.assertEqual(data["rows"], {"in": 4, "kept": 1, "edited": 0, "rejected": 3})
        self.assertEqual((data["withheld_rows"], data["withheld_bytes"]), (2, len(texts[0]) + len(texts[2])))
        self.assertIn("withheld, no safe result: 2 rows", page.words())
        self.assertIn("not readable: 1 row", page.words())
        self.assertNotIn(MAIL, (self.dir / "out/report.html").read_text() + (self.dir / "out/report.json").read_text())
        page, _ = self.refine("in.jsonl", "-o", "out", *flags, "--show-values", code=1)
        self.assertEqual(page.words().count(MAIL), 3)

    def test_the_summary_says_what_to_look_at_next(self):
        self.write("r.yaml", "steps:\n  - use: anonymize\n    model: none\n    custom_rules:\n      - {name: badge, label: BADGE, pattern: 'B-[0-9]{4}', score: 0.4}\n")
        self.write_rows("in.jsonl", f"{MAIL} B-1234 B-1235", "short and fine", f"y {MAIL} {'long ' * 100}")
        with open(self.dir / "in.jsonl", "ab") as file:
            file.write(b'{"id":"broken","text":"\n')
        _, said = self.run_lauter("refine", "in.jsonl", "-o", "out", "-r", "./r.yaml", "--key-file", "key", "--set", "limits.max_document_bytes=400", code=1)
        lines = {line.split()[0]: line.split() for line in said.splitlines() if line.startswith("  ")}
        self.assertEqual(lines["unsure"][1:4], ["2", "66.7", "%"])
        self.assertIn("badge", lines["unsure"])
        self.assertEqual(lines["withheld"][1], "1")
        self.assertLessEqual(len(said.splitlines()), 10, said)

    def test_size_is_bounded_whatever_the_names(self):
        self.write_rows("in.jsonl", *("word " * 400 for _ in range(1500)))
        programs = "".join(json.dumps({"id": f"r{i}", "program": [
            {"op": "replace", "start": 5 * k, "end": 5 * k + 4, "with": "w" * 50,
             "cause": {"stage": "mine", "rule": f"rule {i} {k} " + "n" * 1000, "label": f"L{i % 7}", "score": 0.5}}
            for k in (10, 200)]}) + "\n" for i in range(1500))
        self.write("programs.jsonl", programs)
        self.run_lauter("apply", "--programs", "programs.jsonl", "in.jsonl", "-o", "out", "-q")
        data = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(len({(s["label"], s["rule"]) for s in data["samples"]}), 256)
        self.assertLess((self.dir / "out/report.html").stat().st_size, 3_000_000)

    @unittest.skipUnless(CHROMIUM, "the search of the report: there is no chromium; apt-get install chromium")
    def test_search_in_a_browser(self):
        self.write_rows("in.jsonl", *(f"the {word} boat: mail {word}@corp-mail.de" for word in ("red", "blue", "green")))
        self.refine("in.jsonl", "-o", "out")

        def shown(words):
            done = subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={self.dir}/profile",
                                   "--dump-dom", f"file://{self.dir}/out/report.html#q={words}"],
                                  capture_output=True, timeout=60, check=True)
            dom = done.stdout.decode()
            articles = [part.split(">", 1)[0] + part.split("</article>")[0] for part in dom.split("<article")[1:]]
            return [a for a in articles if not a.startswith(' hidden=""')], dom

        everything, dom = shown("")
        self.assertNotIn('id="search" hidden', dom)  # the script ran
        found, dom = shown("blue%20EMAIL")
        self.assertTrue(0 < len(found) < len(everything))
        self.assertTrue(all("the blue boat" in a for a in found), found)
        self.assertIn(f"{len(found)} of {len(everything)}", dom)


if __name__ == "__main__":
    unittest.main()
