"""What comes back: edits at code points, columns, counts, and views that hide what was replaced."""
from __future__ import annotations

import copy
import pickle
import unittest

from support import KEY, LONE, MAIL, engine, needs

import lauter
from lauter import offsets

TEXTS = ["nothing", f"Zoë 🦊 wrote to {MAIL}, then to zoe@corp-example.com", None, LONE, f"{MAIL} first"]


class Edits(unittest.TestCase):
    def test_code_points_bytes_and_the_refined_place(self) -> None:
        text = TEXTS[1] or ""
        refined = engine().refine(text)
        self.assertEqual([edit.label for edit in refined.edits], ["EMAIL_ADDRESS"] * 2)
        for edit, value in zip(refined.edits, (MAIL, "zoe@corp-example.com")):
            self.assertEqual(text[edit.start : edit.end], value)
            self.assertEqual(edit.original, value)
            self.assertEqual(text.encode()[edit.byte_start : edit.byte_end].decode(), value)
            self.assertEqual(str(refined)[edit.refined_start : edit.refined_end], edit.replacement)
            self.assertEqual(edit.kind, "replace")
        self.assertEqual([span.text for span in engine().find(text)], [edit.original for edit in refined.edits])
        self.assertEqual(engine(operators={"EMAIL_ADDRESS": "remove"}).refine(text).edits[0].kind, "delete")

    def test_objects_are_values(self) -> None:
        refined = engine().refine(TEXTS[1] or "")
        edit = refined.edits[0]
        with self.assertRaises(AttributeError):
            edit.label = "X"  # type: ignore[misc]
        self.assertEqual(edit, copy.deepcopy(edit))
        again = pickle.loads(pickle.dumps(refined))
        self.assertEqual(again, refined)
        self.assertEqual(again.explain(), refined.explain())
        self.assertEqual(again.program(), refined.program())
        self.assertNotIn(MAIL, str(refined.to_dict()))

    def test_checks_and_programs(self) -> None:
        refined = engine().refine(TEXTS[1] or "")
        self.assertTrue(refined.checks.verified)
        self.assertNotIn(MAIL, refined.program())
        self.assertIn("was_hmac", refined.program())
        self.assertIn("remove_str", engine(operators={"EMAIL_ADDRESS": "remove"}).refine(TEXTS[1] or "").program("refinex"))


class Batches(unittest.TestCase):
    def test_counts_add_up(self) -> None:
        batch = engine().refine_batch(TEXTS)
        counts = batch.counts
        self.assertEqual((counts.rows, counts.kept, counts.edited, counts.rejected, counts.null, counts.edits), (5, 1, 2, 1, 1, 3))
        self.assertEqual(counts.labels, {"EMAIL_ADDRESS": 3})
        twice = (counts + counts).to_dict()
        self.assertEqual((twice["rows"], twice["edits_EMAIL_ADDRESS"], twice["rejected_encoding"]), (10, 6, 2))
        self.assertEqual(repr(counts), "Counts(rows=5, kept=1, edited=2, rejected=1, null=1, edits=3)")

    def test_rejected_rows_by_kind_of_reason(self) -> None:
        batch = engine(set={"limits.max_document_bytes": 10}).refine_batch(["fine", f"{MAIL}, longer than that", "\ud800"])
        self.assertEqual({"too_long": 1, "encoding": 1}, dict(batch.counts.reasons))

    def test_a_sequence(self) -> None:
        batch = engine().refine_batch(TEXTS)
        self.assertEqual([row.state for row in batch], batch.states)
        self.assertEqual(batch[-1], batch[4])
        self.assertEqual(batch[1:3], [batch[1], batch[2]])
        self.assertEqual([row.text for row in batch.edited()], [batch.texts[1], batch.texts[4]])
        self.assertEqual([row.reason for row in batch.rejected()], [batch.reasons[3]])
        with self.assertRaises(IndexError):
            batch[5]

    def test_found(self) -> None:
        found = engine().find_batch(TEXTS)
        self.assertEqual([len(spans) for spans in found], [0, 2, 0, 0, 1])
        self.assertEqual(found.states, ["clean", "found", "null", "rejected", "found"])
        self.assertEqual(found[1][0].text, MAIL)
        self.assertEqual(found.counts.labels, {"EMAIL_ADDRESS": 3})

    def test_arrow_table_in_every_unit(self) -> None:
        pa = needs("pyarrow")
        batch = engine().refine_batch(pa.array(TEXTS[:3] + TEXTS[4:], pa.large_string()))
        units = {"char": lambda t: t, "byte": lambda t: t.encode(), "utf16": lambda t: t.encode("utf-16-le")}
        for unit, encode in units.items():
            table = batch.to_arrow(offsets=unit)
            self.assertEqual(table["text"].type, pa.large_string())
            self.assertEqual(table["text"].to_pylist(), batch.texts)
            width = 2 if unit == "utf16" else 1
            row = table.to_pylist()[1]
            for edit, made in zip(row["edits"], batch[1].edits):
                original, refined = encode(TEXTS[1]), encode(row["text"])
                self.assertEqual(original[edit["start"] * width : edit["end"] * width], encode(made.original))
                self.assertEqual(refined[edit["refined_start"] * width : edit["refined_end"] * width], encode(made.replacement))
            self.assertNotIn(MAIL, str(table.to_pydict()))
        self.assertEqual(pa.table(batch)["state"].to_pylist(), batch.states)
        dropped = engine().refine_batch(TEXTS, on_rejected="drop").to_arrow()
        self.assertEqual(dropped["text"].to_pylist(), [text for text, state in zip(batch.texts, batch.states)])

    def test_arrow_table_says_why(self) -> None:
        needs("pyarrow")
        batch = lauter.Engine(key=KEY).refine_batch([f"to {MAIL}", "nothing"])
        (edit,), none = batch.to_arrow()["edits"].to_pylist()
        self.assertEqual((edit["reason"], none), (batch[0].edits[0].reason, []))
        self.assertTrue(edit["reason"])

    def test_text_arrays(self) -> None:
        pa = needs("pyarrow")
        batch = engine().refine_batch(TEXTS)
        for name in ("string", "large_string", "string_view"):
            array = pa.array(batch.text_array(name))
            self.assertEqual((str(array.type), array.to_pylist()), (name, batch.texts))


class Views(unittest.TestCase):
    def test_no_view_shows_what_was_replaced(self) -> None:
        batch = engine().refine_batch(TEXTS)
        found = engine().find_batch(TEXTS)
        views = [repr(batch), repr(found), batch._repr_html_(), repr(batch.counts)]
        for row in batch:
            views += [repr(row), row._repr_html_(), repr(row.edits), repr(row.found), str(row.explain()), row.explain().ansi]
        for spans in found:
            views.append(repr(spans))
        for view in views:
            self.assertNotIn("jo.doe", view)
            self.assertNotIn("zoe@", view)
            self.assertNotIn("canary", view)

    def test_explain(self) -> None:
        refined = engine().refine(f"<b>write</b> to {MAIL} now")
        replacement = refined.edits[0].replacement
        self.assertIn("<b>write</b> to [-" + "▇" * len(MAIL) + "-]{+" + replacement + "+} now", refined.explain())
        self.assertIn(f"[-{MAIL}-]", refined.explain(show_values=True))
        self.assertIn("&lt;b&gt;write", refined.explain().html)
        long = engine().refine("word " * 100 + MAIL + " word" * 100)
        self.assertLess(len(long.explain()), 500)


class Offsets(unittest.TestCase):
    def test_maps_are_those_of_the_encodings(self) -> None:
        text = "aé漢🦊\n" * 700
        for size, there, back in (
            (lambda t: len(t.encode()), offsets.char_to_byte(text), offsets.byte_to_char(text)),
            (lambda t: len(t.encode("utf-16-le")) // 2, offsets.char_to_utf16(text), offsets.utf16_to_char(text)),
        ):
            for at in (0, 1, 2, 3, 4, 511, 512, 513, 2000, len(text)):
                self.assertEqual(there[at], size(text[:at]))
                self.assertEqual(back[there[at]], at)
            with self.assertRaises(IndexError):
                there[len(text) + 1]
        with self.assertRaises(ValueError):
            offsets.byte_to_char(text)[2]
        self.assertEqual(offsets.char_to_byte("ascii").many([0, 5]), [0, 5])


class Keys(unittest.TestCase):
    def test_id_is_that_of_the_engine(self) -> None:
        self.assertEqual(KEY.id, engine()._about()["key_id"])


if __name__ == "__main__":
    unittest.main()
