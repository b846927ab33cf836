"""pandas columns through `Engine.refine_batch`: no module of their own."""

import pickle
import tempfile
import unittest
from pathlib import Path

import contract
import pandas as pd
import pyarrow as pa

import lauter


class Contract(contract.Case):
    """`workers` are the engine's threads, partitions are slices; columns of objects and of Arrow's strings."""

    carries_surrogates = True

    def through(self, rows, *, ids, workers, partitions):
        carried = {}
        for part in range(partitions):
            some = rows[part::partitions]
            dtype = "object" if any(contract.has_surrogate(r.text or "") for r in some) else "str"
            column = pd.Series([r.text for r in some], dtype=dtype)
            batch = contract.engine().refine_batch(column, ids=[r.id for r in some] if ids else None, threads=workers)
            carried |= contract.outcomes(batch, some)
        return contract.Carried(carried)


class Rules(contract.RulesCase):
    """Arrow's tables, in slices."""

    def ruled(self, recipe, rows, *, partitions):
        refine = lauter.Engine(recipe, key=contract.key()).table_fn(id_column="id", on_rejected="drop")
        table = pa.Table.from_pylist(list(rows))
        size = -(-len(table) // partitions)
        return [row for at in range(0, len(table), size) for row in refine(table.slice(at, size)).to_pylist()]


class Columns(unittest.TestCase):
    TEXTS = ["mail ada.sample@corp.com", None, "plain"]

    def setUp(self) -> None:
        self.expected = contract.engine().refine_batch(self.TEXTS).texts

    def check(self, column: pd.Series) -> None:
        out = contract.engine().refine_batch(column).to_pandas()["text"]
        self.assertEqual(self.expected, out.astype(object).where(out.notna(), None).to_list())

    def test_types(self) -> None:
        for dtype in ("object", "str", "string", "string[pyarrow]"):
            with self.subTest(dtype):
                self.check(pd.Series(self.TEXTS, dtype=dtype))

    def test_nan_is_null(self) -> None:
        self.check(pd.Series([self.TEXTS[0], float("nan"), "plain"], dtype=object))

    def test_assigning_keeps_rows_of_a_doubled_index(self) -> None:
        frame = pd.DataFrame({"text": self.TEXTS}, index=[3, 3, 1])
        frame["text"] = contract.engine().refine_batch(frame["text"]).texts
        self.assertEqual(self.expected[0], frame["text"].iloc[0])
        self.assertEqual("plain", frame["text"].loc[1])

    def test_the_short_form(self) -> None:
        batch = lauter.refine(pd.Series(self.TEXTS), contract.RECIPE, key=contract.key())
        self.assertEqual(self.expected, batch.texts)


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        """What Python, a notebook and pandas show of results, and errors of tables that are none."""
        rows = contract.planted()
        frame = pd.DataFrame({"id": [r.id for r in rows], "text": [r.text for r in rows]})
        engine = contract.engine()
        with contract.hidden(self) as show:
            batch = engine.refine_batch(frame["text"], ids=frame["id"])
            out = engine.refine_table(frame, id_column="id", edits_column="edits", state_column="state")
            found = engine.find_batch(frame["text"])
            things = [batch, *batch, *(e for one in batch for e in one.edits), *(one.explain() for one in batch), batch.texts]
            things += [found, *(span for spans in found for span in spans), out, out.to_dict(), batch.to_pandas(), batch.to_arrow()]
            things += [one.to_dict() for one in batch] + [one.program() for one in batch.edited()]
            mixed = pd.DataFrame({"text": [rows[0].text, 7, [rows[1].text], {"a": rows[2].text}, rows[3].text]})
            things.append(engine.refine_table(mixed, edits_column="edits").to_dict())
            for wrong in (
                lambda: engine.refine_table(frame, id_column="id", on_rejected="raise"),
                lambda: engine.refine_table(frame, "body"),
                lambda: engine.refine_table(pa.table({"text": [r.text for r in rows]}), "text[].body"),
                lambda: engine.refine_batch(mixed["text"]),
                lambda: engine.refine_batch(frame),
                lambda: engine.refine_batch(pa.array([[r.text] for r in rows])),
                lambda: engine.refine_table(pa.table({"text": [[r.text] for r in rows]})),
                lambda: engine.refine_table(pa.table({"text": [{"body": r.text} for r in rows]}), "text.title"),
                lambda: pickle.dumps(batch),
            ):
                with self.assertRaises((lauter.LauterError, TypeError, ValueError)) as raised:
                    wrong()
                things.append(raised.exception)
            for thing in things:
                show(thing)
        contract.refined_planted(self, dict(zip(frame["id"], batch.texts, strict=True)))


class Bad(unittest.TestCase):
    """What is no text is refused, in a table of any kind, and never comes back; its neighbours are refined."""

    def test_rows(self) -> None:
        good, lone = "mail ada.sample@corp.com", "half \ud83d, ada.sample@corp.com"
        wrong = [7, True, b"ada.sample@corp.com", ["ada.sample@corp.com"], {"text": "ada.sample@corp.com"}, lone]
        engine = lauter.Engine(contract.RECIPE, key=contract.key(), model="none", threads=1)
        want = engine.refine(good).text
        for bad in wrong:
            for table in ([{"text": good}, {"text": bad}], pd.DataFrame({"text": [good, bad]}, dtype=object)):
                with self.subTest(bad=type(bad).__name__, table=type(table).__name__):
                    out = engine.refine_table(table, state_column="state")
                    rows = out if isinstance(out, list) else out.to_dict("records")
                    self.assertEqual([(want, "edited"), (None, "rejected")], [(row["text"], row["state"]) for row in rows])
        long = "mail ada.sample@corp.com. " * 700_000  # over the limit of a document
        table = pa.table({"text": pa.array([good, None, long], pa.large_string())})
        out = engine.refine_table(table, state_column="state").to_pylist()
        self.assertEqual([(want, "edited"), (None, "null"), (None, "rejected")], [(row["text"], row["state"]) for row in out])


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        texts = [row.text for row in contract.corpus()]
        pd.DataFrame({"text": texts}).to_csv(folder / "in.csv", index=False)
        said = contract.run_example(self, "pandas_column.py", folder / "in.csv", folder / "out.csv", contract.key_file())
        self.assertIn(f"Counts(rows={len(texts)}, ", said)
        engine = lauter.Engine("anonymize", key=contract.key())
        expected = engine.refine_batch(pd.read_csv(folder / "in.csv")["text"]).texts
        self.assertEqual(expected, pd.read_csv(folder / "out.csv")["text"].to_list())


if __name__ == "__main__":
    unittest.main()
