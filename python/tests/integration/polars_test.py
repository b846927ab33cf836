"""lauter.integrations.polars against Polars itself: eager, lazy, streaming, grouped."""

import tempfile
import unittest
from pathlib import Path

import contract
import polars as pl

import lauter
import lauter.integrations.polars
from lauter.integrations.polars import FOUND, REFINED

OPTIONS = {"recipe": contract.RECIPE, "key": contract.key()}


class Contract(contract.Case):
    """`workers` is the engine: 2 streams a Parquet file, 1 is eager."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def through(self, rows, *, ids, workers, partitions):
        frame = pl.DataFrame({"name": [r.id for r in rows], "text": [r.text for r in rows]})
        refined = pl.col("text").lauter.refined(**OPTIONS, ids=pl.col("name") if ids else None)
        text = pl.col("text").lauter.refine(**OPTIONS, ids="name" if ids else None)
        if workers == 1:
            parts = [frame[i::partitions] for i in range(partitions)]
            out = pl.concat([part.with_columns(refined.alias("refined"), text) for part in parts])
        else:
            frame.write_parquet(self.folder / "in.parquet", row_group_size=len(rows) // partitions)
            query = pl.scan_parquet(self.folder / "in.parquet").with_columns(refined.alias("refined"), text)
            query.sink_parquet(self.folder / "out.parquet", engine="streaming")
            out = pl.read_parquet(self.folder / "out.parquet")
        self.assertEqual(out.schema["refined"], REFINED)
        self.assertTrue(out["text"].equals(out["refined"].struct.field("text"), check_names=False))
        return contract.Carried({row["name"]: outcome(row["refined"]) for row in out.iter_rows(named=True)})


class Finds(contract.FindCase):
    def spans(self, rows, *, workers, partitions):
        """Streamed, or eager in parts."""
        frame = pl.DataFrame({"name": [r.id for r in rows], "text": [r.text for r in rows]})
        finds = pl.col("text").lauter.find(key=contract.key())
        if workers == 1:
            out = pl.concat([frame[i::partitions].with_columns(finds) for i in range(partitions)])
        else:
            out = frame.lazy().with_columns(finds).collect(engine="streaming")
        return {name: {(s["start"], s["end"], s["label"]) for s in spans} for name, spans in out.iter_rows()}


def outcome(row):
    edits = tuple((e["start"], e["end"], e["label"], e["replacement"]) for e in row["edits"] or ())
    return contract.Outcome(row["text"], row["state"], edits)


class Expressions(unittest.TestCase):
    FRAME = pl.DataFrame(
        {"group": ["a", "b", "a"], "text": ["mail ada.sample@corp.com", None, "🙂 bob.smith@corp.com, says he"]}
    )

    def engine_texts(self, texts) -> list[str | None]:
        return contract.engine().refine_batch(texts).texts

    def test_find_gives_places(self) -> None:
        found = self.FRAME.select(pl.col("text").lauter.find(**OPTIONS)).to_series()
        self.assertEqual(FOUND, found.dtype)
        ada, none, bob = found.to_list()
        self.assertFalse(none)
        self.assertEqual([(5, 24, "EMAIL_ADDRESS")], [(s["start"], s["end"], s["label"]) for s in ada])
        self.assertIn((2, 20), [(s["start"], s["end"]) for s in bob])

    def test_kept_rows_are_equal_and_rejected_ones_null(self) -> None:
        texts = ["nothing here", "", "Lorem ipsum for ada@corp.com"]
        out = pl.DataFrame({"text": texts}).select(pl.col("text").lauter.refine(**OPTIONS)).to_series()
        self.assertEqual(["nothing here", "", None], out.to_list())

    def test_group_by(self) -> None:
        out = self.FRAME.group_by("group", maintain_order=True).agg(pl.col("text").lauter.refine(**OPTIONS))
        a, b, c = self.engine_texts(self.FRAME["text"].to_list())
        self.assertEqual([["a", [a, c]], ["b", [b]]], [list(row) for row in out.iter_rows()])

    def test_categories_empty_frames_and_nulls(self) -> None:
        refined = pl.col("text").lauter.refine(**OPTIONS)
        out = self.FRAME.with_columns(pl.col("text").cast(pl.Categorical)).select(refined)
        self.assertEqual(self.engine_texts(self.FRAME["text"].to_list()), out["text"].to_list())
        self.assertEqual((pl.String, 0), (self.FRAME.clear().select(refined)["text"].dtype, len(self.FRAME.clear())))
        self.assertEqual([None, None], pl.DataFrame({"text": [None, None]}).select(refined)["text"].to_list())

    def test_lazy_schema_is_known_without_running(self) -> None:
        query = self.FRAME.lazy().with_columns(pl.col("text").lauter.refined(**OPTIONS))
        self.assertEqual(REFINED, query.collect_schema()["text"])

    def test_chats(self) -> None:
        frame = pl.DataFrame(contract.chats())
        out = frame.with_columns(pl.col("messages").lauter.refine(**OPTIONS, fields="[].content", ids="id"))
        self.assertEqual(frame.schema, out.schema)
        self.assertEqual(contract.refined_chats(), out.to_dicts())

    def test_a_secret_is_in_no_plan(self) -> None:
        plan = self.FRAME.lazy().with_columns(pl.col("text").lauter.refine(**OPTIONS)).explain()
        self.assertNotIn("5eed", plan)

    def test_a_key_is_demanded(self) -> None:
        with self.assertRaises(lauter.KeyProblem):
            pl.col("text").lauter.refine()

    def test_who_only_finds_needs_no_key(self) -> None:
        (found, *_) = self.FRAME.select(pl.col("text").lauter.find()).to_series().to_list()
        self.assertEqual(["EMAIL_ADDRESS"], [one["label"] for one in found])


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        rows = contract.planted()
        pl.DataFrame({"id": [r.id for r in rows], "text": [r.text for r in rows]}).write_parquet(folder / "in.parquet")
        with contract.hidden(self) as show:
            text = pl.col("text").lauter
            query = pl.scan_parquet(folder / "in.parquet").with_columns(
                text.refine(**OPTIONS, ids="id"), text.refined(**OPTIONS, ids="id").alias("refined"), text.find().alias("found")
            )
            out = query.collect(engine="streaming")
            lists = pl.DataFrame({"text": [[r.text] for r in rows]})
            with self.assertRaises(Exception) as raised:
                lists.select(text.refine(**OPTIONS))
            for thing in (query, query.explain(), out, out.to_dicts(), text.refine(**OPTIONS), raised.exception):
                show(thing)
        contract.refined_planted(self, dict(out.select("id", "text").iter_rows()))


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        texts = [row.text for row in contract.rows(big=False)]
        pl.DataFrame({"text": texts}).write_parquet(folder / "in.parquet")
        contract.run_example(self, "polars_query.py", folder / "in*.parquet", folder, contract.key_file())
        engine = lauter.Engine("anonymize", key=contract.key())
        out = pl.read_parquet(folder / "refined.parquet")
        self.assertEqual(engine.refine_batch(texts).texts, out["text"].to_list())
        self.assertEqual([len(spans) for spans in engine.find_batch(texts)], [len(f or ()) for f in out["found"].to_list()])


if __name__ == "__main__":
    unittest.main()
