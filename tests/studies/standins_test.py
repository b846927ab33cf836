#!/usr/bin/env python3
"""The stand-ins study: its documents, its measures against hand-made runs, and the whole command."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "standins"
sys.path.insert(0, str(STUDY))
import invent  # noqa: E402
import measure  # noqa: E402

LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))


def edit(text, old, new):
    start = text.encode().index(old.encode())
    return {"start": start, "end": start + len(old.encode()), "with": new}


class Documents(unittest.TestCase):
    def test_mentions_stand_where_they_are_said_to(self):
        world = invent.World(3, 7)
        for d in world.write(12):
            self.assertNotRegex(d.text, r"[{}]")
            for m in d.mentions:
                said = world.people[m.person].values[m.form]
                self.assertEqual(d.text.encode()[m.start:m.end].decode(), said[3:] if m.form == "title" else said)

    def test_a_seed_makes_everything_and_namesakes_are_there(self):
        make = lambda seed: [d.text for d in invent.World(4, 12, seed).write(6)]  # noqa: E731
        self.assertEqual(make(1), make(1))
        self.assertNotEqual(make(1), make(2))
        people = invent.World(4, 12).people
        self.assertEqual([p.given for p in people[:12]], [p.given for p in people[12:24]])
        self.assertLess(len({p.values["full"] for p in people}), len(people))


class Measures(unittest.TestCase):
    def test_what_stands_in_a_mention_s_place(self):
        text = "Ask @aweber or Zoë Krol."
        for edits, place, said in (([edit(text, "@aweber", "@bhoff")], (5, 11), ("bhoff", "whole")), ([edit(text, "Zoë", "Ida")], (15, 24), ("Ida Krol", "part")),
                                   ([edit(text, "or Zoë Krol", "or Ida Lund")], (15, 24), ("Ida Lund", "whole")), ([], (15, 24), ("Zoë Krol", "none")),
                                   ([edit(text, "aweber or Zoë Krol", "Ida Lund")], (15, 24), ("", "beyond"))):
            self.assertEqual(measure.after(text, edits, *place), said)

    def test_forms_agree_with_the_full_name(self):
        person = invent.World(1, 7).people[0]  # first.last@, flast
        for form, text, right in (("rev", "Lund, Ida", True), ("rev", "Ida, Lund", False), ("ini", "I. Lund", True), ("title", "Lund", True), ("mail", "ida.lund@example.org", True),
                                  ("mail", "eva.lund@example.org", False), ("handle", "ilund", True), ("given", "Eva", False)):
            self.assertEqual(measure.agrees(person, form, text, ("Ida", "Lund"), set()), right, (form, text))
        self.assertTrue(measure.agrees(person, "phone", "+49 171 39200938", ("Ida", "Lund"), {"7139200938"}))
        self.assertFalse(measure.agrees(person, "phone2", "0171 39200938", ("Ida", "Lund"), {"7139200938", "7139200939"}))

    def run_of(self, name_of):
        """A world whose full names become name_of(person, document); all else stays."""
        world = invent.World(2, 6)
        programs = {d.id: [{"start": m.start, "end": m.end, "with": name_of(world.people[m.person], d)} for m in d.mentions if m.form == "full"] for d in world.write(12)}
        return measure.Result(world, programs)

    def test_one_name_for_all_is_consistent_and_not_injective(self):
        result = self.run_of(lambda person, document: "Ida Lund")
        self.assertTrue(all(len(texts) == 1 for texts in measure.same_value(result).values()))
        hits, values = measure.injective(result)["full name"]
        self.assertEqual(hits, 0)
        self.assertGreater(values, 6)
        self.assertLess(measure.resolution(result.world, result.names(documents=True))[0], 0.5)

    def test_another_name_a_document_is_injective_and_joins_nothing(self):
        result = self.run_of(lambda person, document: f"N{document.id} P{person.number}")
        self.assertTrue(all(len(texts) > 1 for texts in measure.same_value(result).values()))
        hits, values = measure.injective(result)["full name"]
        self.assertEqual(hits, values)
        self.assertEqual(measure.resolution(result.world, result.names(documents=True))[1], 0)
        self.assertEqual(sum(hit for hit, _ in measure.followed(result.world, result.names(documents=True)).values()), 0)

    def test_facts_that_nobody_touched_single_out_and_gone_ones_do_not(self):
        result = self.run_of(lambda person, document: "Ida Lund")
        world, raw = result.world, {d.id: d.text for d in result.documents}
        names = {(m.person, d.id): m.person for d in world.documents for m in d.mentions}
        hits = lambda texts, linked, k: [sum(x) for x in zip(*measure.singled_out(world, measure.profiles(world, texts, linked), k).values())]  # noqa: E731
        joined, sets = hits(raw, names, 2)
        self.assertGreater(joined / sets, hits(raw, None, 2)[0] / sets)
        self.assertEqual(hits({name: "" for name in raw}, names, 2), [0, sets])

    def test_kinds(self):
        person = invent.World(1, 7).people[0]
        for form, text, right in (("full", "Ida Lund", True), ("full", "the other day", False), ("ini", "I. Lund", True), ("mail", "ida.lund@example.com", True), ("mail", "ida.lund@firm.de", False),
                                  ("emp", "E-123456", True), ("emp", "A1", False), ("given", "ida", False)):
            self.assertEqual(measure.keeps_kind(person, form, text), right, (form, text))


class Whole(unittest.TestCase):
    def test_command(self):
        if not os.access(LAUTER, os.X_OK):
            self.skipTest("no " + LAUTER)
        with tempfile.TemporaryDirectory() as folder:
            results = []
            for name in "ab":
                done = subprocess.run([sys.executable, str(STUDY / "run"), "--small", "--lauter", LAUTER, "--out", f"{folder}/{name}"], capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                results.append(json.loads(pathlib.Path(f"{folder}/{name}.json").read_text()))
            self.assertEqual(*results)
            of = results[0]["stand-ins"]
            self.assertGreater(of["corpus"]["same value, one stand-in"], of["document"]["same value, one stand-in"])
            self.assertEqual(results[0]["linkage"]["raw"]["followed from one known document"]["value"], 1)
            self.assertEqual(results[0]["linkage"]["document"]["followed from one known document"]["value"], 0)

    def test_without_the_program_one_line(self):
        done = subprocess.run([sys.executable, str(STUDY / "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))


if __name__ == "__main__":
    unittest.main()
