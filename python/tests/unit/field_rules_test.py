"""What a recipe says of single fields: rows through an engine are those of the command line, byte for byte."""
from __future__ import annotations

import json
import random
import tempfile
import unittest
from pathlib import Path
from typing import Any

from support import KEY, MAIL, engine, needs

import lauter
from lauter import _core

VALUES = """
fields:
  text: default
  notes[].say: default
  email: hash
  name: PERSON
  people[].mail: {category: EMAIL_ADDRESS, operator: mask}
  phone: keep
drop_fields: [secret, meta.inner.token, "notes[].raw"]
steps: [{use: anonymize}]
"""
EVERY = """
all_fields: true
fields: {name: PERSON}
drop_fields: [secret]
steps: [{use: anonymize}]
"""
FILTERED = """
fields: {text: default, email: EMAIL_ADDRESS}
steps:
  - {use: c4, filter_no_terminal_punct: false, min_num_sentences: 0, min_words_per_line: 0, filter_curly_bracket: false}
  - {use: anonymize}
"""
CHAT = """
fields: ["messages[].content", "messages[].tool_calls[].function.arguments", title]
roles: [user]
steps: [{use: anonymize}]
"""
NAMES = ("Barnaby Oglethorpe", "Quentin Ashdown", "Ada Sample", "")


def rows(count: int = 120) -> list[dict[str, Any]]:
    """With all that the recipes name, and what is not where they expect it."""
    draw = random.Random(21)
    made = []
    for number in range(count):
        mail = f"someone{draw.randrange(40)}@corp-example.com"
        name = draw.choice(NAMES)
        row: dict[str, Any] = {
            "id": f"row-{number}",
            "email": draw.choice([mail, mail.upper(), None, 7 if number % 17 == 0 else mail]),
            "text": draw.choice([f"Write to {mail} or ask {name}.", "Nothing here.", f"lorem ipsum {mail}", '{"to": "' + mail + '"}']),
            "name": name,
            "secret": {"token": mail},
            "meta": {"inner": {"token": "x", "n": 1}, "a.b": [f"call {mail}", 3, None]},
            "notes": [{"say": f"{name} was here.", "raw": mail, "k": 1}, {"say": None}],
            "people": [{"mail": mail}, {}],
            "phone": "(212) 749-3186",
            "messages": [
                {"role": "user", "content": f"I am {name}, {mail}"},
                {"role": "assistant", "content": f"Hello {mail}", "tool_calls": [{"function": {"arguments": json.dumps({"to": mail})}}]},
                {"from": "user", "content": [{"type": "text", "text": mail}, {"type": "image_url"}]},
            ],
            "title": f"Of {mail}",
        }
        for optional in ("email", "name", "secret", "notes", "title", "people"):
            if draw.random() < 0.2:
                del row[optional]
        keys = list(row)
        draw.shuffle(keys)
        made.append({key: row[key] for key in keys})
    return made


def of_command_line(recipe: str, given: list[dict[str, Any]], folder: str) -> tuple[dict[str, str], dict[str, str]]:
    """Of each id the row that the command line writes, and its state in the log, where a row that cannot be read has its number."""
    source = Path(folder, "rows.jsonl")
    source.write_text("".join(json.dumps(row) + "\n" for row in given))
    run = lauter.refine_files(source, Path(folder, "out"), lauter.Recipe.from_yaml(recipe), key=KEY, model="none")
    written = [json.loads(line) for path in Path(folder, "out", "data").iterdir() for line in path.read_text().splitlines()]
    return {row["id"]: json.dumps(row) for row in written}, {given[int(log.id.split(":")[1]) - 1]["id"] if ":" in log.id else log.id: log.state for log in run.edits()}


class SameAsTheCommandLine(unittest.TestCase):
    def check(self, recipe: str, **options: Any) -> None:
        given = rows()
        made = engine(recipe=lauter.Recipe.from_yaml(recipe), **options)
        with tempfile.TemporaryDirectory() as folder:
            written, states = of_command_line(recipe, given, folder)
        before = json.dumps(given)
        refined, batch = made.refine_rows(given, ids=[row["id"] for row in given], threads=2)
        self.assertEqual(json.dumps(given), before)
        self.assertEqual({row["id"]: state for row, state in zip(given, batch.states)}, states)
        for row, state in zip(refined, batch.states):
            if state != "rejected":
                self.assertEqual(json.dumps(row), written[row["id"]])
        self.assertIn("edited", batch.states)
        dropped, _ = made.refine_rows(given, ids=[row["id"] for row in given], on_rejected="drop")
        self.assertEqual([json.dumps(row) for row in dropped], list(written.values()))

    def test_values_and_dropped_fields(self) -> None:
        self.check(VALUES)

    def test_every_field(self) -> None:
        self.check(EVERY)

    def test_a_filter_sees_no_value(self) -> None:
        self.check(FILTERED)

    def test_roles(self) -> None:
        self.check(CHAT)


class Rules(unittest.TestCase):
    def test_texts_alone_are_refused(self) -> None:
        for recipe in (VALUES, EVERY):
            made = engine(recipe=lauter.Recipe.from_yaml(recipe))
            for call in (made.refine_batch, made.find_batch):
                with self.assertRaises(lauter.FieldError) as caught:
                    call([MAIL])
                self.assertIn("single fields", str(caught.exception))
                self.assertNotIn(MAIL, str(caught.exception))

    def test_what_excludes_itself(self) -> None:
        with self.assertRaises(lauter.FieldError):
            engine(recipe=lauter.Recipe.from_yaml(EVERY)).refine_rows([{"text": "x"}], "text")
        with self.assertRaises(lauter.FieldError):
            engine(recipe=lauter.Recipe.from_yaml(VALUES)).refine_rows([{"email": "x"}], "email")

    def test_a_person_is_one_in_the_text_and_in_the_field(self) -> None:
        made = engine(recipe=lauter.Recipe.from_yaml("fields: {text: default, mail: EMAIL_ADDRESS}\nsteps: [{use: anonymize}]"))
        (row,), batch = made.refine_rows([{"mail": MAIL, "text": f"Write to {MAIL}"}])
        self.assertEqual(row["text"], f"Write to {row['mail']}")
        self.assertEqual([edit.field for edit in batch[0].edits], ["text", "mail"])

    def test_numbers_of_values(self) -> None:
        core = _core.Engine(json.dumps({"recipe_yaml": "fields: {a: hash}\nsteps: [{use: anonymize}]", "model": "none"}), KEY.secret())
        self.assertEqual(core.refine(["x", MAIL], rows=[0, 2], values=[0, 1]).states(), [_core.EDITED])
        for values, why in (([0, 2], "no field"), ([1, 0], "behind"), ([0], "values for")):
            with self.assertRaises(ValueError) as caught:
                core.refine(["x", MAIL], rows=[0, 2], values=values)
            self.assertIn(why, str(caught.exception))

    def test_files_take_the_fields_of_the_recipe(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "x.jsonl")
            source.write_text(json.dumps({"body": f"mail {MAIL}"}) + "\n")
            recipe = lauter.Recipe.from_yaml("fields: [body]\nsteps: [{use: anonymize}]")
            run = lauter.refine_files(source, Path(folder, "out"), recipe, key=KEY, model="none")
            self.assertEqual(run.counts.edited, 1)


class Tables(unittest.TestCase):
    given = [
        {"id": "a", "text": f"Write to {MAIL}", "email": MAIL, "meta": {"token": "t", "n": 2}, "secret": "s", "age": 7, "tags": ["x"]},
        {"id": "b", "text": "Nothing here.", "email": None, "meta": {"token": None, "n": 1}, "secret": "s", "age": 8, "tags": []},
    ]
    recipe = "fields: {text: default, email: hash}\ndrop_fields: [secret, meta.token]\nsteps: [{use: anonymize}]"

    def expected(self, made: lauter.Engine) -> list[dict[str, Any]]:
        refined, _ = made.refine_rows(self.given, ids=["a", "b"])
        return [dict(row) for row in refined]

    def test_of_arrow(self) -> None:
        pa = needs("pyarrow")
        made = engine(recipe=lauter.Recipe.from_yaml(self.recipe))
        table = made.refine_table(pa.Table.from_pylist(self.given), id_column="id", state_column="state", edits_column="edits")
        self.assertEqual(table.select([*self.expected(made)[0]]).to_pylist(), self.expected(made))
        self.assertEqual(table.schema.field("age").type, pa.int64())
        self.assertEqual(table["state"].to_pylist(), ["edited", "edited"])
        self.assertEqual([edit["field"] for edit in table["edits"].to_pylist()[0]], ["text", "email"])
        every = engine(recipe=lauter.Recipe.from_yaml("all_fields: true\nsteps: [{use: anonymize}]"))
        found = every.refine_table(pa.Table.from_pylist(self.given), id_column="id")
        self.assertEqual(found.schema, pa.Table.from_pylist(self.given).schema)
        self.assertNotIn(MAIL, json.dumps(found.to_pylist()))

    def test_of_pandas_and_polars(self) -> None:
        for package in ("pandas", "polars"):
            with self.subTest(package):
                frames = needs(package)
                made = engine(recipe=lauter.Recipe.from_yaml(self.recipe))
                frame = made.refine_table(frames.DataFrame(self.given), id_column="id")
                self.assertEqual(list(frame.columns), list(self.expected(made)[0]))
                self.assertEqual(list(frame["text"]), [row["text"] for row in self.expected(made)])
                self.assertEqual(frame["email"][0], self.expected(made)[0]["email"])
                self.assertEqual([dict(meta) for meta in frame["meta"]], [{"n": 2}, {"n": 1}])


if __name__ == "__main__":
    unittest.main()
