"""lauter.integrations.duckdb against DuckDB itself."""

import ctypes
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import contract
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

import lauter
from lauter.integrations.duckdb import register


class Contract(contract.Case):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def through(self, rows, *, ids, workers, partitions):
        table = pa.table({"name": [r.id for r in rows], "text": [r.text for r in rows]})
        pq.write_table(table, self.folder / "in.parquet", row_group_size=len(rows) // partitions)
        arguments = "text, name" if ids else "text"
        with duckdb.connect(config={"threads": workers}) as con:
            register(con, contract.RECIPE, key=contract.key())
            con.sql(
                f"COPY (SELECT name, lauter_refine({arguments}) AS text, lauter_state({arguments}) AS state"
                f" FROM '{self.folder}/in.parquet') TO '{self.folder}/out.parquet'"
            )
            out = con.sql(f"FROM '{self.folder}/out.parquet'").fetchall()
        return contract.Carried({name: contract.Outcome(text, state) for name, text, state in out})


class Finds(contract.FindCase):
    def spans(self, rows, *, workers, partitions):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        table = pa.table({"name": [r.id for r in rows], "text": [r.text for r in rows]})
        pq.write_table(table, folder / "in.parquet", row_group_size=len(rows) // partitions)
        with duckdb.connect(config={"threads": workers}) as con:
            register(con, key=contract.key())
            out = con.sql(f"SELECT name, lauter_find(text) FROM '{folder}/in.parquet'").fetchall()
        return {name: {(s["start"], s["end"], s["label"]) for s in spans} for name, spans in out}


class Functions(unittest.TestCase):
    def setUp(self) -> None:
        self.con = self.enterContext(duckdb.connect())
        self.engine = register(self.con, contract.RECIPE, key=contract.key())

    def one(self, query: str) -> object:
        ((value,),) = self.con.sql(query).fetchall()
        return value

    def test_constants_and_nulls(self) -> None:
        self.assertEqual(
            self.engine.refine("mail ada.sample@corp.com").text, self.one("SELECT lauter_refine('mail ada.sample@corp.com')")
        )
        self.assertIsNone(self.one("SELECT lauter_refine(NULL)"))
        self.assertEqual("null", self.one("SELECT lauter_state(NULL)"))
        self.assertIsNone(self.one("SELECT lauter_refine('Lorem ipsum for ada@corp.com')"))

    def test_ids_of_numbers(self) -> None:
        text = "born 1990-04-03, ada.sample@corp.com"
        self.assertEqual(self.engine.refine(text, id="7").text, self.one(f"SELECT lauter_refine('{text}', 7)"))

    def test_a_filter_that_runs_after(self) -> None:
        self.con.sql("CREATE TABLE t AS SELECT 'mail ada' || i || '@corp.com' AS text FROM range(5000) t(i)")
        count = "SELECT count(*) FROM (SELECT lauter_refine(text) AS text FROM t) WHERE text LIKE '%@corp.com'"
        self.assertEqual(0, self.one(count))

    def test_find_is_unnested(self) -> None:
        query = "SELECT f.label, f.start, f.\"end\" FROM (SELECT unnest(lauter_find('🙂 ada.sample@corp.com')) f)"
        self.assertEqual([("EMAIL_ADDRESS", 2, 21)], self.con.sql(query).fetchall())

    def test_two_recipes_side_by_side(self) -> None:
        register(self.con, key=contract.key(), prefix="masked", operators={"EMAIL_ADDRESS": "mask"})
        query = "SELECT lauter_refine(t) <> masked_refine(t) FROM (SELECT 'ada.sample@corp.com' t)"
        self.assertTrue(self.one(query))

    def test_three_arguments_are_refused(self) -> None:
        with self.assertRaisesRegex(duckdb.Error, "a text and an id"):
            self.one("SELECT lauter_refine('a', 'b', 'c')")

    def test_a_key_is_demanded(self) -> None:
        with self.assertRaises(lauter.KeyProblem):
            register(self.con)


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        rows = contract.planted()
        pq.write_table(pa.table({"id": [r.id for r in rows], "text": [r.text for r in rows]}), folder / "in.parquet")
        query = f"SELECT id, lauter_refine(text, id) AS text, lauter_find(text) AS found FROM '{folder}/in.parquet'"
        with contract.hidden(self) as show, duckdb.connect() as con:
            show(register(con, contract.RECIPE, key=contract.key()))
            out = con.sql(query)
            out.show()
            with self.assertRaises(duckdb.Error) as raised:
                con.sql(f"SELECT lauter_refine([text]) FROM '{folder}/in.parquet'").fetchall()
            for thing in (out, out.explain(), out.fetchall(), raised.exception):
                show(thing)
            contract.refined_planted(self, {name: text for name, text, _ in con.sql(query).fetchall()})


class Symbols(unittest.TestCase):
    def test_the_module_exports_the_functions_of_c(self) -> None:
        """What reading Parquet by the pip package needs, in place of a libduckdb.so."""
        spec = importlib.util.find_spec("_duckdb")
        assert spec is not None and spec.origin is not None
        library = ctypes.CDLL(spec.origin)
        for name in ("duckdb_open", "duckdb_connect", "duckdb_query", "duckdb_fetch_chunk", "duckdb_library_version"):
            self.assertTrue(hasattr(library, name), name)

    def test_files_of_parquet_need_nothing_else(self) -> None:
        """`lauter[parquet]` brings what reads and writes them, in this process and on the command line."""
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        rows = contract.rows(nulls=False, big=False)
        pq.write_table(pa.table({"id": [r.id for r in rows], "text": [r.text for r in rows]}), folder / "in.parquet")
        environment = {name: value for name, value in os.environ.items() if name != "LAUTER_DUCKDB"}
        with mock.patch.dict(os.environ, environment, clear=True):
            self.assertTrue(lauter.doctor()["parquet"].startswith("yes"), lauter.doctor())
            run = lauter.refine_files(folder / "in.parquet", folder / "out", contract.RECIPE, key=contract.key())
            command = [sys.executable, "-m", "lauter", "refine", folder / "in.parquet", "-o", folder / "cli", "--quiet"]
            command += ["--recipe", contract.RECIPE, "--key-file", contract.key_file()]
            done = subprocess.run(command, capture_output=True, text=True)
        self.assertEqual((1, ""), (done.returncode, done.stderr))
        want = {name: one.text for name, one in contract.by_engine(rows, True).items() if one.text is not None}
        for where in ("out", "cli"):
            table = pq.read_table(folder / where / "data/in.parquet")
            self.assertEqual(want, dict(zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True)), where)
        self.assertEqual(len(rows) - len(want), run.counts.rejected)


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        texts = [row.text for row in contract.rows(big=False)]
        pq.write_table(pa.table({"text": texts, "n": range(len(texts))}), folder / "in.parquet")
        said = contract.run_example(self, "duckdb_query.py", folder / "in*.parquet", folder, contract.key_file())
        self.assertIn("EMAIL_ADDRESS", said)
        engine = lauter.Engine("anonymize", key=contract.key())
        out = pq.read_table(folder / "refined.parquet").sort_by("n")
        self.assertEqual(engine.refine_batch(texts).texts, out["text"].to_pylist())


if __name__ == "__main__":
    unittest.main()
