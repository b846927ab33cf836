"""lauter.integrations.ray on a Ray of two CPUs: actors, tasks, a killed worker."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
    import ray
except ImportError as missing:
    raise unittest.SkipTest(f"{missing.name} is not installed") from missing

import contract
import lauter
from lauter.integrations.ray import Refine, refine

SETTINGS: dict[str, Any] = {
    "recipe": contract.RECIPE,
    "state_column": "state",
    "edits_column": "edits",
    "on_rejected": "null",
}
folder = ""


def setUpModule() -> None:
    global folder
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")  # short: Ray makes sockets in it
    os.environ.setdefault("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("RAY_worker_niceness", "0")  # else workers wait for whatever else this machine does
    ray.init("local", num_cpus=2, include_dashboard=False, _temp_dir=folder)


def tearDownModule() -> None:
    ray.shutdown()
    shutil.rmtree(folder, ignore_errors=True)


def blocks(rows: Sequence[contract.Row], partitions: int, ids: str = "id") -> ray.data.Dataset:
    parts = [rows[i * len(rows) // partitions : (i + 1) * len(rows) // partitions] for i in range(partitions)]
    return ray.data.from_arrow([pa.table({ids: [r.id for r in part], "text": texts(part)}) for part in parts])


def texts(rows: Sequence[contract.Row]) -> pa.Array:
    return pa.array([row.text for row in rows], pa.string())


def outcomes(ds: ray.data.Dataset, ids: str = "id") -> dict[str, contract.Outcome]:
    return {
        row[ids]: contract.Outcome(
            row["text"],
            row["state"],
            tuple((e["start"], e["end"], e["label"], e["replacement"]) for e in row["edits"] or ()),
        )
        for row in ds.take_all()
    }


class InActors(contract.Case):
    size: ClassVar[bool] = True

    def through(
        self, rows: Sequence[contract.Row], *, ids: bool, workers: int, partitions: int
    ) -> contract.Carried:
        name = "id" if ids else "row"
        size = workers if self.size else None
        ds = refine(blocks(rows, partitions, name), key=contract.key(), size=size, num_cpus=0.5, batch_size=64, **SETTINGS)
        result = outcomes(ds, name)
        return contract.Carried(result, contract.counted(result), list(Path(folder).glob("session_*/logs")))


class InTasks(InActors):
    size = False


class Rules(contract.RulesCase):
    def ruled(self, recipe, rows, *, partitions):  # type: ignore[no-untyped-def]
        ds = ray.data.from_arrow(pa.Table.from_pylist(list(rows))).repartition(partitions)
        return refine(ds, None, recipe=recipe, key=contract.key(), batch_size=17, on_rejected="drop").take_all()


class Workers(unittest.TestCase):
    def test_killed_actor(self) -> None:
        """An actor that is killed on its second batch: Ray starts another, nothing is lost, no byte differs."""
        flag = os.path.join(folder, "killed")

        class Dies(Refine):
            calls = 0

            def __call__(self, batch: pa.Table) -> pa.Table:
                self.calls += 1
                if self.calls == 2 and not os.path.exists(flag):
                    open(flag, "x").close()
                    os.kill(os.getpid(), signal.SIGKILL)
                return super().__call__(batch)

        rows = contract.rows()
        ds = blocks(rows, 8).map_batches(
            Dies,
            fn_constructor_kwargs={"key": contract.key(), **SETTINGS},
            batch_format="pyarrow",
            batch_size=32,
            zero_copy_batch=True,
            num_cpus=0.5,
            compute=ray.data.ActorPoolStrategy(size=2),
        )
        self.assertEqual(dict(contract.by_engine(rows, True)), outcomes(ds))
        self.assertTrue(os.path.exists(flag), "no actor was killed")

    def test_files(self) -> None:
        """Parquet in and out, both ways: reading and writing find their CPU, rejected rows are not in the files."""
        rows = contract.rows()
        kept = {i: o.text for i, o in contract.by_engine(rows, True).items() if o.state != "rejected"}
        blocks(rows, 4).write_parquet(f"{folder}/in")
        for size in (None, 1):
            with self.subTest(size=size):
                out = f"{folder}/out-{size}"
                ds = refine(ray.data.read_parquet(f"{folder}/in"), recipe=contract.RECIPE, key=contract.key(), size=size)
                ds.write_parquet(out)
                back = ray.data.read_parquet(out)
                self.assertEqual(["id", "text"], sorted(back.schema().names))
                self.assertEqual(kept, {row["id"]: row["text"] for row in back.take_all()})
                # A task writes a file. Ray reads these small ones in one block, which would be one task.
                self.assertGreater(len(list(Path(out).glob("*.parquet"))), 1)

    def test_input_is_not_written_to(self) -> None:
        """Blocks are shared memory, and the batches are views of them."""
        rows = contract.rows()
        ds = blocks(rows, 3).materialize()
        refine(ds, recipe=contract.RECIPE, key=contract.key()).materialize()
        self.assertEqual({r.id: r.text for r in rows}, {r["id"]: r["text"] for r in ds.take_all()})

    def test_chats(self) -> None:
        chats = contract.chats()
        ds = ray.data.from_arrow(pa.Table.from_pylist(chats)).repartition(3)
        fields = "messages[].content"
        refined = refine(ds, fields, recipe=contract.RECIPE, key=contract.key(), batch_size=7, on_rejected="null")
        want = contract.engine().refine_table(pa.Table.from_pylist(chats), fields, id_column="id").to_pylist()
        self.assertEqual(want, sorted(refined.take_all(), key=lambda row: int(row["id"].split("-")[1])))
        self.assertNotEqual(chats, want)

    def test_refused_row_raises_without_its_text(self) -> None:
        ds = refine(blocks(contract.rows(), 2), recipe=contract.RECIPE, key=contract.key(), on_rejected="raise")
        with self.assertRaises(Exception) as raised:
            ds.take_all()
        self.assertIn("RejectedError", str(raised.exception))
        self.assertNotIn(contract.CANARY, str(raised.exception))


class Example(unittest.TestCase):
    def test_runs_as_it_stands(self) -> None:
        rows = [row for row in contract.rows() if row.text]
        blocks(rows, 4).write_parquet(f"{folder}/example/in")
        script = contract.ROOT / "examples/python/ray_data.py"
        command = [sys.executable, script, f"{folder}/example/in", f"{folder}/example/out", contract.key_file()]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"RAY_ADDRESS": "local"})
        self.assertEqual(0, done.returncode, done.stderr[-3000:])
        batch = lauter.Engine(key=contract.key()).refine_batch([r.text for r in rows], ids=[r.id for r in rows])
        want = {row.id: text for row, text in zip(rows, batch.texts, strict=True)}
        for how in ("tasks", "actors"):
            back = ray.data.read_parquet(f"{folder}/example/out/{how}").take_all()
            self.assertEqual(want, {row["id"]: row["text"] for row in back}, how)


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        rows = contract.planted()
        with contract.hidden(self) as show:
            pq.write_table(pa.table({"id": [r.id for r in rows], "text": texts(rows)}), f"{folder}/planted.parquet")
            for size in (None, 1):
                source = ray.data.read_parquet(f"{folder}/planted.parquet")
                ds = refine(source, recipe=contract.RECIPE, key=contract.key(), size=size, edits_column="edits").materialize()
                contract.refined_planted(self, {row["id"]: row["text"] for row in ds.take_all()})
                strict = refine(source, recipe=contract.RECIPE, key=contract.key(), size=size, on_rejected="raise")
                with self.assertRaises(Exception) as raised:
                    strict.take_all()
                for thing in (source, ds, ds.stats(), ds.take_all(), strict, raised.exception):
                    show(thing)
            work = Refine(contract.RECIPE, contract.key())
            show(work)
            show(ray.cloudpickle.dumps(work))
            for logs in Path(folder).glob("session_*/logs"):
                show(logs)


class Mistakes(unittest.TestCase):
    def test_no_key(self) -> None:
        with self.assertRaisesRegex(lauter.KeyProblem, "same key"):
            refine(blocks(contract.rows(), 1))

    def test_pool_that_starves_its_readers(self) -> None:
        with self.assertWarnsRegex(lauter.LauterWarning, "2 actors of 1 CPUs take all 2 CPUs"):
            refine(blocks(contract.rows(), 1), key=contract.key(), size=2)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            refine(blocks(contract.rows(), 1), key=contract.key(), size=1)

    def test_secret_stays_out_of_the_pickle(self) -> None:
        pickled = ray.cloudpickle.dumps(Refine(key=contract.key()))
        secret = contract.key_file().read_text().strip()
        self.assertIn(str(contract.key_file()).encode(), pickled)
        self.assertNotIn(secret.encode(), pickled)
        self.assertNotIn(bytes.fromhex(secret), pickled)


if __name__ == "__main__":
    unittest.main()
