"""Field paths, rows of several texts, and tables of every kind: all must agree."""
from __future__ import annotations

import json
import unittest
from typing import Any

from support import CANARY, LONE, MAIL, engine, needs

import lauter
from lauter import fields

CHAT = {
    "id": 7,
    "messages": [
        {"role": "system", "content": None},
        {"role": "user", "content": f"I am {MAIL}"},
        {"role": "assistant", "content": f"Noted: {MAIL}.", "tool_calls": [{"function": {"name": "mail", "arguments": json.dumps({"to": MAIL, "quote": 'a "b" \\ c'})}}]},
    ],
    "tags": ["x"],
}
PATHS = ["messages[].content", "messages[].tool_calls[].function.arguments"]


class Paths(unittest.TestCase):
    def test_malformed(self) -> None:
        for path in ("", "a..b", "a[0]", "[]", "a.[]"):
            with self.assertRaises(lauter.FieldError, msg=path):
                fields.parse(path)
        with self.assertRaises(lauter.FieldError):
            fields.as_paths([])

    def test_auto(self) -> None:
        self.assertEqual(fields.choose_for_rows([{"text": "x", "messages": [{}]}]), ("messages[].content",))
        self.assertEqual(fields.choose_for_rows([{"conversations": [{}]}]), ("conversations[].value",))
        self.assertEqual(fields.choose_for_rows([{"prompt": None}, {"prompt": "x", "chosen": [{}]}]), ("prompt", "chosen[].content"))
        self.assertEqual(fields.choose_for_rows([{"conversations": [{"role": "user", "content": "x"}]}]), ("conversations[].content",))
        self.assertEqual(fields.choose_for_rows([{"system": "x", "conversation": [{"value": "y"}]}]), ("conversation[].value", "system"))
        self.assertEqual(fields.choose_for_rows([{"instruction": "x", "response": "y", "context": "z"}]), ("instruction", "context", "response"))
        self.assertEqual(fields.choose_for_rows([{"question": "x", "answer": "y", "text": "z"}]), ("question", "answer"))
        self.assertEqual(fields.choose_for_rows([{"answer": "y", "text": "z"}]), ("text",))
        self.assertEqual(fields.choose_for_rows([{"text": "x"}]), ("text",))
        with self.assertRaises(lauter.FieldError):
            fields.choose_for_rows([{"body": "x"}])
        fields._announced.clear()
        with self.assertLogs("lauter", "INFO") as logs:
            for _ in range(2):
                fields.choose_for_rows([{"text": "x"}])
        self.assertEqual([record.getMessage() for record in logs.records], ['fields="auto" takes text'])


class Rows(unittest.TestCase):
    def test_a_chat_is_one_document(self) -> None:
        row = engine().refine_row(CHAT, PATHS)
        user, assistant = row["messages"][1]["content"], row["messages"][2]["content"]
        stand_in = user.removeprefix("I am ")
        self.assertNotEqual(stand_in, MAIL)
        self.assertEqual(assistant, f"Noted: {stand_in}.")
        arguments = json.loads(row["messages"][2]["tool_calls"][0]["function"]["arguments"])
        self.assertEqual(arguments, {"to": stand_in, "quote": 'a "b" \\ c'})
        self.assertEqual((row["id"], row["tags"], row["messages"][0]), (7, ["x"], {"role": "system", "content": None}))
        self.assertIn(MAIL, json.dumps(CHAT))  # The row that came in is as it was.

    def test_edits_know_their_field(self) -> None:
        _, batch = engine().refine_rows([CHAT], PATHS)
        self.assertEqual(
            [edit.field for edit in batch[0].edits],
            ["messages[1].content", "messages[2].content", "messages[2].tool_calls[0].function.arguments"],
        )
        for edit in batch[0].edits:
            self.assertEqual(edit.original, MAIL)
        self.assertIn("messages[1].content", batch[0].explain())

    def test_parts(self) -> None:
        image = {"type": "image_url", "image_url": {"url": "data:..."}}
        row = {"messages": [{"role": "user", "content": [{"type": "text", "text": f"see {MAIL}"}, image]}]}
        rows, batch = engine().refine_rows([row], "auto")
        self.assertNotIn(MAIL, str(rows))
        self.assertEqual(rows[0]["messages"][0]["content"][1], image)
        self.assertEqual((batch.counts.parts_passed, batch.counts.fields), (1, ("messages[].content",)))
        self.assertEqual(batch[0].edits[0].field, "messages[0].content[0].text")

    def test_rows_that_are_not_texts_are_refused(self) -> None:
        e = engine()
        rows: list[dict[str, Any]] = [
            {"text": "fine"}, {"text": {"inside": CANARY}}, {"other": CANARY}, {"text": 7}, {"text": None}, {"text": LONE}
        ]  # fmt: skip
        refined, batch = e.refine_rows(rows)
        self.assertEqual(batch.states, ["kept", "rejected", "rejected", "rejected", "null", "rejected"])
        self.assertIs(refined[0], rows[0])
        self.assertEqual(refined[1:], [{"text": None}, {"other": CANARY}, {"text": None}, {"text": None}, {"text": None}])
        self.assertEqual(batch.counts.reasons, {"encoding": 1, "field": 3})
        self.assertEqual(len(e.refine_rows(rows, on_rejected="drop")[0]), 2)
        with self.assertRaises(lauter.RejectedError):
            str(batch[1])
        with self.assertRaises(lauter.RejectedError):
            e.refine_row(rows[1])
        with self.assertRaises(lauter.FieldError):
            e.refine_row({"body": "x"})

    def test_one_refused_field_refuses_the_row(self) -> None:
        refined, batch = engine().refine_rows([{"prompt": f"to {MAIL}", "completion": LONE}], "auto")
        self.assertEqual((batch.states, refined), (["rejected"], [{"prompt": None, "completion": None}]))
        self.assertEqual(batch.texts, [None, None])

    def test_json_must_still_parse(self) -> None:
        arguments = json.dumps({"to": MAIL})
        row = {"messages": [{"content": "x", "tool_calls": [{"function": {"arguments": arguments}}]}]}
        # A recipe that takes the quotes with the value, so that what is left is no JSON.
        recipe = {
            "steps": [{"use": "anonymize", "model": "none", "categories": {"enable": "URL"}, "custom_rules": [{"name": "q", "label": "Q", "pattern": '"to": "[^"]*', "score": 0.9}]}],
            "surrogates": {"custom": "remove"},
        }
        refined, batch = lauter.Engine(recipe, key=lauter.Key.example()).refine_rows([row], PATHS)
        self.assertEqual(batch.states, ["rejected"])
        self.assertEqual(batch.counts.reasons, {"json": 1})
        self.assertEqual(batch.counts.edits, 0)
        self.assertEqual(batch.reasons, ["json: messages[0].tool_calls[0].function.arguments is no JSON any more"])
        self.assertNotIn(MAIL, str(refined))

    def test_rows_without_texts_pass(self) -> None:
        refined, batch = engine().refine_rows([{"messages": []}, CHAT], PATHS[0])
        self.assertEqual(refined[0], {"messages": []})
        self.assertNotEqual(batch.states[0], "rejected")

    def test_where_sees_the_row(self) -> None:
        needs("pyarrow")
        e = engine(set={"steps.0.where": "lang == en"})
        refined, _ = e.refine_rows([{"text": MAIL, "lang": "en"}, {"text": MAIL, "lang": "de"}])
        self.assertNotEqual(refined[0]["text"], MAIL)
        self.assertEqual(refined[1]["text"], MAIL)


class Tables(unittest.TestCase):
    """Every kind of table gives what rows of dicts give."""

    FLAT = [{"id": 1, "text": f"to {MAIL}", "n": 1.5}, {"id": 2, "text": None, "n": 2.0}, {"id": 3, "text": "Zoë", "n": 3.0}]
    NESTED = [
        {"id": 1, "doc": {"title": "t", "body": f"to {MAIL}"}, "messages": [{"role": "user", "content": MAIL}, {"role": "x", "content": None}]},
        {"id": 2, "doc": None, "messages": []},
        {"id": 3, "doc": {"title": MAIL, "body": "nothing"}, "messages": None},
        {"id": 4, "doc": {"title": "u", "body": None}, "messages": [{"role": "y", "content": f"{MAIL}, {MAIL}"}]},
    ]
    NESTED_PATHS = ["doc.body", "messages[].content"]

    def flat_and_nested(self, make: Any, rows_of: Any) -> None:
        e = engine()
        for rows, paths in ((self.FLAT, "text"), (self.NESTED, self.NESTED_PATHS), (self.NESTED, "messages[].content")):
            expected, batch = e.refine_rows(rows, paths, ids=[row["id"] for row in rows])
            table = make(rows)
            refined = e.refine_table(table, paths, id_column="id", state_column="state")
            self.assertIs(type(refined), type(table))
            got = rows_of(refined)
            self.assertEqual([row.pop("state") for row in got], batch.states)
            self.assertEqual(got, expected)

    def test_rows(self) -> None:
        self.flat_and_nested(list, lambda table: [dict(row) for row in table])
        edits = engine().refine_table(self.NESTED, self.NESTED_PATHS, edits_column="edits")[0]["edits"]
        self.assertEqual([edit["field"] for edit in edits], ["doc.body", "messages[0].content"])
        self.assertNotIn("original", edits[0])

    def test_pyarrow(self) -> None:
        pa = needs("pyarrow")
        self.flat_and_nested(pa.Table.from_pylist, lambda table: table.to_pylist())
        self.flat_and_nested(lambda rows: pa.concat_tables([pa.Table.from_pylist([{**rows[0]}])[:0], pa.Table.from_pylist(rows)]), lambda t: t.to_pylist())
        table = engine().refine_table(pa.Table.from_pylist(self.NESTED), self.NESTED_PATHS, edits_column="edits")
        self.assertEqual([edit["field"] for edit in table["edits"][0].as_py()], ["doc.body", "messages[0].content"])
        self.assertEqual(table.schema.field("doc"), pa.Table.from_pylist(self.NESTED).schema.field("doc"))
        sliced = pa.Table.from_pylist(self.NESTED)[2:]
        self.assertEqual(engine().refine_table(sliced, self.NESTED_PATHS).to_pylist(), engine().refine_rows(self.NESTED[2:], self.NESTED_PATHS)[0])
        with self.assertRaisesRegex(lauter.FieldError, "write \\[\\] behind the list"):
            engine().refine_table(pa.Table.from_pylist(self.NESTED), "messages.content")
        with self.assertRaisesRegex(lauter.FieldError, "there is no boby; there is: title, body"):
            engine().refine_table(pa.Table.from_pylist(self.NESTED), "doc.boby")

    def test_pyarrow_parts_json_and_rejected_rows(self) -> None:
        pa = needs("pyarrow")
        parts = [{"type": "text", "text": f"see {MAIL}"}, {"type": "image", "text": None}]
        rows = [{"messages": [{"content": parts}]}, {"messages": [{"content": [{"type": "odd", "text": CANARY}]}]}]
        for on_rejected in ("null", "drop"):
            table = engine().refine_table(pa.Table.from_pylist(rows), "auto", on_rejected=on_rejected)
            self.assertEqual(table.to_pylist(), engine().refine_rows(rows, "auto", on_rejected=on_rejected)[0])
            self.assertNotIn("canary", str(table.to_pylist()))
        batch = pa.RecordBatch.from_pylist(self.FLAT)
        self.assertIsInstance(engine().refine_table(batch), pa.RecordBatch)

    def test_pandas(self) -> None:
        pandas = needs("pandas")

        def rows_of(frame: Any) -> list[dict[str, Any]]:
            return [{name: None if value is None or value != value else value for name, value in row.items()} for row in frame.to_dict("records")]

        self.flat_and_nested(pandas.DataFrame, rows_of)
        frame = pandas.DataFrame(self.FLAT, index=[5, 6, 7])
        refined = engine().refine_table(frame)
        self.assertEqual(list(refined.index), [5, 6, 7])
        self.assertEqual(refined.dtypes.to_dict(), frame.dtypes.to_dict())
        self.assertEqual(engine().refine_batch(frame["text"]).states, ["edited", "null", "kept"])

    def test_polars(self) -> None:
        polars = needs("polars")
        self.assertEqual(engine().refine_table(polars.DataFrame(self.FLAT)).schema, polars.DataFrame(self.FLAT).schema)
        self.assertEqual(engine().refine_batch(polars.DataFrame(self.FLAT)["text"]).states, ["edited", "null", "kept"])
        needs("pyarrow")
        self.flat_and_nested(polars.DataFrame, lambda frame: frame.to_dicts())

    def test_duckdb(self) -> None:
        duckdb, pa = needs("duckdb"), needs("pyarrow")
        self.flat_and_nested(lambda rows: duckdb.from_arrow(pa.Table.from_pylist(rows)), lambda relation: pa.table(relation).to_pylist())


if __name__ == "__main__":
    unittest.main()
