"""Rows know what they are: code in a text field goes by the rules of code, notices of copyright stay."""

import ast
import base64
import json
import random
import unittest

from support import LAUTER, CliTest

MODEL = "judge"
NOTICE = """# Copyright (c) 2011-2019 Marlene Oberhuber and the Heron contributors
# All rights reserved.
#
# This program is free software: you can redistribute it and/or modify it under
# the terms of the licence that comes with it. It is distributed without any
# warranty, without even the implied warranty of fitness for a purpose.
"""
CODE = """import os
from jordan.oslo import Weber, Paris as paris
from tom_hallworth import helpers

VERSION = "10.24.3.17"
ROUTES = {"city": paris, "base": Weber}


class Hallworth(Weber):
    def __init__(self, tom, hallworth=None):
        self.tom = tom
        # %s
        self.hallworth = hallworth or tom.weber(jordan=4155550132)

    def maria(self, anna):
        for george in self.tom.washington(anna):
            yield george.clinton[0], "%%s at %%d" %% (george, 7)
"""
MAIL = "ask tom.hallworth@kestrelmail.com, he is my neighbour"
PROSE = "Dear Anna,\n\nthe keys are with Tom Hallworth, %s, until Friday. He lives above the bakery.\n\nYours, Maria\n"


class Kinds(CliTest):
    def refine(self, texts, *more):
        """Texts by id, refined; and the log's programs."""
        self.write("in.jsonl", "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)).encode())
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--quiet", "--key-file", "key", "--overwrite", "--reversible", "--model", MODEL, *more)
        rows = [json.loads(line)["text"] for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        self.run_lauter("apply", "--invert", "--programs", "out/edits", "out/data/in.jsonl", "-o", "back.jsonl", "--key-file", "key", "--quiet", "--overwrite")
        back = [json.loads(line)["text"] for line in (self.dir / "back.jsonl").read_text().splitlines()]
        self.assertEqual(back, list(texts))
        return rows

    def test_a_source_file_keeps_its_program(self):
        text = NOTICE + CODE % MAIL
        (refined,) = self.refine([text])
        self.assertNotIn("tom.hallworth@kestrelmail.com", refined)
        self.assertTrue(refined.startswith(NOTICE))
        same = lambda a, b: [(x, y) for x, y in zip(a.split("\n"), b.split("\n")) if x != y]
        self.assertEqual([x.strip() for x, _ in same(text, refined)], ["# " + MAIL])
        self.assertEqual(ast.dump(ast.parse(refined)), ast.dump(ast.parse(text)))

    def test_of_dos_of_tabs_and_without_its_notice(self):
        for text in (CODE.replace("\n", "\r\n"), CODE.replace("    ", "\t"), CODE):
            text = text % MAIL
            (refined,) = self.refine([text])
            a, b = text.split("\n"), refined.split("\n")
            self.assertEqual(len(a), len(b))
            self.assertEqual([x for x, y in zip(a, b) if x != y], [x for x in a if MAIL in x])

    def test_one_mail_in_prose_and_in_a_comment_has_one_stand_in(self):
        text = PROSE % "tom.hallworth@kestrelmail.com" + "\n```python\n" + CODE % MAIL + "```\n"
        (refined,) = self.refine([text])
        self.assertNotIn("tom.hallworth@", refined)
        mails = [word.strip(",") for word in refined.split() if "@" in word]
        self.assertEqual(len(mails), 2)
        self.assertEqual(mails[0], mails[1])
        fence = refined[refined.index("```python\n") + 10:].removesuffix("```\n")
        self.assertEqual(ast.dump(ast.parse(fence)), ast.dump(ast.parse(CODE % MAIL)))

    def test_a_few_indented_lines_are_code_and_an_address_is_none(self):
        """As Markdown and reStructuredText set code; letters indent as well."""
        letter = "Dear Anna,\n\nI am Tom Hallworth, 41, and I live above the bakery.%s\n\nPlease ring me.\n\nYours, Tom Hallworth\n"
        for code in ("    hallworth = tom.find(anna)", "    if tom.hallworth != anna: return hallworth", "\tfrom hallworth import tom\n\n\ttom(hallworth, 2)",
                     "    for tom in hallworth:\r\n        anna(tom)"):
            (refined,) = self.refine([letter % (" I run\n\n" + code)])
            self.assertIn(code + "\n", refined)
            self.assertNotIn("I am Tom", refined)
        for place in ("    Tom Hallworth\n    14 Mill Lane\n    Leeds LS1 4AP", "    Tom Hallworth (tom@kestrelmail.com)", "    Signed-off-by: Tom Hallworth <tom@kestrelmail.com>"):
            (refined,) = self.refine([letter % (" Write to\n\n" + place)])
            self.assertNotIn("Hallworth", refined)
            self.assertNotIn("kestrelmail", refined)

    def test_log_ins_go_wherever_their_form_stands(self):
        """A home folder, a prompt and a TODO name somebody; service accounts and places of a program do not."""
        own = ("open('/home/pdelacruz/work/strata/out.bin')", "LOG = 'C:\\\\Users\\\\pdelacruz\\\\run.log'", "# TODO(pdelacruz): wider counters", "# FIXME(pdelacruz) see the plan",
               "PATH = '/Users/pdelacruz/src'")
        nobodys = ("open('/home/runner/work/out.bin')", "# TODO(performance): wider counters", "open('/home/ubuntu/app')", "ROUTE = '/users/list'")
        for line in own:
            (refined,) = self.refine([CODE % line])
            self.assertNotIn("pdelacruz", refined, line)
        for line in nobodys:
            self.assertEqual(self.refine([CODE % line]), [CODE % line])

    def test_data_of_a_program_is_nobodys(self):
        """Pictures, sounds and tables in literals look random to a reader; no form says that they give access."""
        rng = random.Random(7)
        blob = base64.b64encode(b"RIFF" + rng.randbytes(700)).decode()
        wrapped = "\n".join(blob[i:i + 72] for i in range(0, len(blob), 72))
        table = "_".join("".join(rng.choices("aeiklmnorstuvz", k=rng.randrange(3, 9))).title() for _ in range(12))
        text = CODE % "icons and names" + f'\nICON = """\n{wrapped}\n"""\nONE = "{blob}"\nMONTHS = "{table}".split("_")\n'
        self.assertEqual(self.refine([text]), [text])

    def test_a_document_that_changes_often(self):
        part = PROSE % "tom.hallworth@kestrelmail.com" + "\n```\n" + CODE % "no mail here" + "```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        text = part * 20
        (refined,) = self.refine([text])
        self.assertEqual(refined.count(CODE % "no mail here"), 20)
        self.assertNotIn("tom.hallworth@", refined)
        self.assertEqual(self.refine([text] * 9, "--threads", "2"), self.refine([text] * 9, "--threads", "1"))

    def test_a_private_person_in_a_comment_goes_and_the_holder_stays(self):
        note = "# Tom Hallworth, my neighbour, has diabetes; ring him at (212) 749-3186\n"
        text = NOTICE + CODE % MAIL + note
        (refined,) = self.refine([text])
        self.assertIn("Marlene Oberhuber", refined)
        self.assertNotIn("749-3186", refined)
        self.assertNotIn("Tom Hallworth, my", refined)

    def test_the_mode_of_the_recipe(self):
        text = ("import hallworth\nfrom maria_lopez import anna\nuser = hallworth.find(anna)\nif user.name == tom_hallworth:\n"
                "    user.phone = 2127493186\n    login = jdoe85\n    send(user, Tom.Hallworth)\n") * 3
        for mode, stays in (("code", True), ("auto", True), ("text", False)):
            (refined,) = self.refine([text], "--set", f"steps.anonymize.mode={mode}")
            self.assertEqual(refined == text, stays, mode)
        # Prose is what it was.
        prose = PROSE % "tom.hallworth@kestrelmail.com"
        self.assertEqual(self.refine([prose], "--set", "steps.anonymize.mode=text"), self.refine([prose]))

    def test_what_a_text_is(self):
        texts = {"code": CODE % "", "prose": PROSE % "us", "notice": NOTICE.replace("# ", "").replace("#", ""), "table": "a\tb\tc\n1\t22\t3\n4\t5\t61\n",
                 "log": "2024-01-02 03:04:05 INFO cache: 3 files\n2024-01-02 03:04:06 WARN cache: full\n"}
        self.write("k.jsonl", "".join(json.dumps({"id": kind, "text": text}) + "\n" for kind, text in texts.items()).encode())
        out, _ = self.run_lauter("score", "k.jsonl", "--metrics", "kind", "--quiet")
        for line in out.splitlines():
            row = json.loads(line)
            self.assertEqual(row["scores"]["kind"], row["id"])
            self.assertEqual(row["scores"]["code_share"] > 0.9, row["id"] == "code", row)

    def test_reasons_say_it(self):
        self.write("f.jsonl", json.dumps({"id": "a", "text": CODE % MAIL}).encode() + b"\n")
        out, _ = self.run_lauter("find", "f.jsonl", "--quiet", "--model", MODEL)
        (row,) = map(json.loads, out.splitlines())
        self.assertTrue(row["spans"])
        for span in row["spans"]:
            self.assertTrue(span["reason"].endswith(", in code"), span)


if __name__ == "__main__":
    assert LAUTER
    unittest.main()
