"""pandas columns through `Engine.refine_batch`: no module of their own."""

import tempfile
import unittest
from pathlib import Path

import contract
import pandas as pd

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
