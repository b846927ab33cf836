"""lauter.integrations.dask on a local cluster of processes."""

import tempfile
import unittest
from pathlib import Path

import cloudpickle
import contract
import dask.dataframe as dd
import pandas as pd
from dask.distributed import Client, LocalCluster

import lauter
from lauter.integrations.dask import refine


class Contract(contract.Case):
    def through(self, rows, *, ids, workers, partitions):
        frame = pd.DataFrame({"name": [r.id for r in rows], "text": pd.array([r.text for r in rows], dtype="str")})
        if ids:
            frame["id"] = frame["name"]
        logs = Path(tempfile.mkdtemp())
        options = {"recipe": contract.RECIPE, "key_file": str(contract.key_file()), "state_column": "state"}
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, local_directory=logs) as cluster,
            Client(cluster) as client,
        ):
            ddf = dd.from_pandas(frame, npartitions=partitions)
            meta = ddf._meta.assign(state=pd.Series(dtype="str"))
            out = ddf.map_partitions(refine, "text", **options, meta=meta).compute()
            said = str(client.get_worker_logs())
        self.assertNotIn(contract.CANARY, said)
        texts = out["text"].astype(object).where(out["text"].notna(), None)
        rows_out = zip(out["name"], texts, out["state"], strict=True)
        return contract.Carried({name: contract.Outcome(text, state) for name, text, state in rows_out}, files=[logs])


class Partition(unittest.TestCase):
    def test_dropped_rows_and_a_doubled_index(self) -> None:
        frame = pd.DataFrame({"text": ["a@b.example.com", "Lorem ipsum", "plain"], "n": [1, 2, 3]}, index=[7, 7, 8])
        out = refine(frame, recipe=contract.RECIPE, key=contract.key(), on_rejected="drop")
        self.assertEqual([(7, 1), (8, 3)], list(zip(out.index, out["n"], strict=True)))
        self.assertEqual(contract.engine().refine("a@b.example.com").text, out["text"].iloc[0])


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        rows = contract.planted()
        frame = pd.DataFrame({"id": [r.id for r in rows], "text": [r.text for r in rows]})
        dd.from_pandas(frame, npartitions=2).to_parquet(folder / "in")
        options = {"recipe": contract.RECIPE, "key_file": str(contract.key_file())}
        with (
            contract.hidden(self) as show,
            LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            source = dd.read_parquet(folder / "in")
            ddf = source.map_partitions(refine, "text", **options, meta=source._meta)
            out = ddf.compute()
            strict = source.map_partitions(refine, "text", **options, on_rejected="raise", meta=source._meta)
            with self.assertRaises(Exception) as raised:
                strict.compute()
            for thing in (ddf, out, cloudpickle.dumps(ddf), client.get_worker_logs(), raised.exception):
                show(thing)
        texts = out["text"].astype(object).where(out["text"].notna(), None)
        contract.refined_planted(self, dict(zip(out["id"], texts, strict=True)))


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        frame = pd.DataFrame({"text": [row.text for row in contract.rows(nulls=False, big=False)]})
        dd.from_pandas(frame, npartitions=3).to_parquet(folder / "in")
        contract.run_example(self, "dask_partitions.py", folder / "in", folder / "out", contract.key_file())
        engine = lauter.Engine("anonymize", key=contract.key())
        out = dd.read_parquet(folder / "out").compute()
        self.assertEqual(engine.refine_batch(frame["text"]).texts, out["text"].to_list())


if __name__ == "__main__":
    unittest.main()
