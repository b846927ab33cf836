"""lauter.integrations.nemo_curator: the stage by itself, and in pipelines of NeMo Curator's executors."""
from __future__ import annotations

import json
import os
import pickle
import secrets
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

# `ray start` asks for a token where this account has one, and RayClient's `ray status` brings none unless the mode is
# set: a token of this test's own, before Ray is loaded.
os.environ["RAY_AUTH_MODE"] = "token"
os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)

try:
    import nemo_curator  # noqa: F401
except ImportError:
    raise unittest.SkipTest("nemo_curator is not installed") from None

import contract
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from nemo_curator.backends.ray_data import RayDataExecutor
from nemo_curator.backends.xenna import XennaExecutor
from nemo_curator.core.client import RayClient
from nemo_curator.pipeline import Pipeline
from nemo_curator.stages.resources import Resources
from nemo_curator.stages.text.io.reader import JsonlReader
from nemo_curator.stages.text.io.writer import ParquetWriter
from nemo_curator.stages.text.modifiers import Modify
from nemo_curator.tasks import DocumentBatch

import lauter
from lauter.integrations.nemo_curator import LauterModifier, LauterRefiner, PiiModifier


def refiner(**options: Any) -> LauterRefiner:
    return LauterRefiner(recipe=str(contract.RECIPE), key_file=str(contract.key_file()), **options)


def batch_of(data: Any) -> DocumentBatch:
    return DocumentBatch(dataset_name="test", data=data, _metadata={"source": "here"})


class Contract(contract.Case):
    """Batches of documents through `process`."""

    def through(self, rows: Any, *, ids: bool, workers: int, partitions: int) -> contract.Carried:
        stage = refiner(edits_field="edits")
        stage.setup()
        size = 100 // partitions
        out: dict[str, contract.Outcome] = {}
        for at in range(0, len(rows), size):
            data = pa.table(
                {"id" if ids else "name": [row.id for row in rows[at : at + size]], "text": [row.text for row in rows[at : at + size]]},
                schema=pa.schema({"id" if ids else "name": pa.string(), "text": pa.string()}),
            )
            done = stage.process(batch_of(data if partitions == 4 else data.to_pandas()))
            for row in done.to_pyarrow().to_pylist() if done else ():
                edits = tuple((e["start"], e["end"], e["label"], e["replacement"]) for e in row["edits"] or ())
                out[row["id" if ids else "name"]] = contract.Outcome(row["text"], None, edits)
        return contract.Carried(out)


class Stage(unittest.TestCase):
    def test_other_columns_and_metadata(self) -> None:
        frame = pd.DataFrame({"text": ["mail jo.doe@corp.com", "lorem ipsum", "fine"], "n": [1, 2, 3]}, index=[7, 7, 9])
        done = refiner(output_field="clean").process(batch_of(frame))
        assert done is not None
        self.assertEqual(("test", {"source": "here"}), (done.dataset_name, done._metadata))
        after = done.to_pandas()
        self.assertEqual(([7, 9], [1, 3], ["mail jo.doe@corp.com", "fine"]), (list(after.index), list(after.n), list(after.text)))
        self.assertNotIn("jo.doe", after.clean.iloc[0])

    def test_on_rejected(self) -> None:
        rows = pa.table({"text": ["lorem ipsum", "fine"]})
        self.assertEqual([None, "fine"], refiner(on_rejected="null").process(batch_of(rows)).data["text"].to_pylist())
        with self.assertRaises(lauter.RejectedError):
            refiner(on_rejected="raise").process(batch_of(rows))
        self.assertIsNone(refiner().process(batch_of(rows.slice(0, 1))))

    def test_labels_and_threshold(self) -> None:
        text = "Kate Miller, kate.miller@corp.com, 4 May 1987"
        stage = LauterRefiner(key_file=str(contract.key_file()), labels=["EMAIL_ADDRESS"], edits_field="edits")
        (row,) = stage.process(batch_of(pa.table({"text": [text]}))).data.to_pylist()
        self.assertEqual(["EMAIL_ADDRESS"], [edit["label"] for edit in row["edits"]])

    def test_metrics(self) -> None:
        stage = refiner()
        stage.process(batch_of(pa.table({"text": ["mail jo.doe@corp.com", "lorem ipsum"]})))
        self.assertEqual({"rows": 2.0, "edited": 1.0, "rejected": 1.0}, {k: stage._custom_metrics[k] for k in ("rows", "edited", "rejected")})

    def test_with(self) -> None:
        stage = refiner().with_(batch_size=4, resources=Resources(cpus=0.5), name="mine")
        self.assertEqual((4, 0.5, "mine"), (stage.batch_size, stage.resources.cpus, stage.name))
        self.assertTrue(stage.validate_input(batch_of(pa.table({"text": ["a"]}))))
        self.assertFalse(stage.is_fanout_stage())

    def test_a_column_that_is_no_arrow_column(self) -> None:
        frame = pd.DataFrame({"text": ["a", "b"], "mixed": [contract.CANARY, 7]}, dtype=object)
        with self.assertRaises(lauter.FieldError) as caught:
            refiner().process(batch_of(frame))
        self.assertNotIn(contract.CANARY, str(caught.exception))

    def test_a_key_is_demanded(self) -> None:
        with self.assertRaises(lauter.KeyProblem):
            LauterRefiner()


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        rows = contract.planted()
        data = pa.table({"id": [r.id for r in rows], "text": [r.text for r in rows]})
        with contract.hidden(self) as show:
            stage = refiner(edits_field="edits")
            done = stage.process(batch_of(data))
            assert done is not None
            with self.assertRaises(lauter.RejectedError) as raised:
                refiner(on_rejected="raise").process(batch_of(data))
            with self.assertRaises(Exception) as lacking:
                refiner(text_field="body").process(batch_of(data))
            for thing in (stage, stage._custom_metrics, pickle.dumps(stage), done, done.to_pandas(), raised.exception, lacking.exception):
                show(thing)
        contract.refined_planted(self, {row["id"]: row["text"] for row in done.to_pyarrow().to_pylist()})


class Modifiers(unittest.TestCase):
    def modify(self, modifier: Any, texts: list[Any]) -> list[Any]:
        done = Modify(modifier, input_fields="text").process(batch_of(pd.DataFrame({"text": texts})))
        return list(done.to_pandas().text)

    def test_lauter_modifier(self) -> None:
        modifier = LauterModifier(recipe=str(contract.RECIPE), key_file=str(contract.key_file()))
        out = self.modify(modifier, ["mail jo.doe@corp.com", "lorem ipsum", "fine"])
        self.assertEqual(contract.engine().refine("mail jo.doe@corp.com").text, out[0])
        self.assertTrue(pd.isna(out[1]))
        self.assertEqual("fine", out[2])

    def test_pii_modifier(self) -> None:
        """The signature of NeMo Curator 0.9."""
        text = "Kate Miller, kate.miller@corp.com"
        key_file = str(contract.key_file())
        made = {
            action: self.modify(
                PiiModifier(language="en", supported_entities=["EMAIL_ADDRESS"], anonymize_action=action, device="cpu", key_file=key_file),
                [text],
            )[0]
            for action in ("redact", "replace", "surrogate")
        }
        self.assertEqual("Kate Miller, ", made["redact"])
        self.assertEqual("Kate Miller, [EMAIL_ADDRESS_1]", made["replace"])
        self.assertRegex(made["surrogate"], r"^Kate Miller, \S+@example\.\w+$")
        for wrong in ({"anonymize_action": "encrypt"}, {"new_value": "x"}):
            with self.assertRaises(TypeError):
                PiiModifier(key_file=key_file, **wrong)  # type: ignore[arg-type]


class Pipelines(unittest.TestCase):
    """JSONL to Parquet on a local Ray of two processors."""

    client: Any
    folder: str

    @classmethod
    def setUpClass(cls) -> None:
        # RayClient starts the command `ray`; its files are our own, so that no other Ray of this machine meets them.
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        cls.folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")  # short: it holds sockets
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.client = RayClient(num_cpus=2, num_gpus=0, include_dashboard=False, ray_temp_dir=cls.folder)
        cls.client.start()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.client.stop()

    def run_with(self, executor: Any) -> None:
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        (folder / "in").mkdir()
        rows = contract.rows(nulls=False)
        for part in range(3):
            lines = [json.dumps({"id": row.id, "text": row.text}) for row in rows[part::3]]
            (folder / f"in/{part}.jsonl").write_text("\n".join(lines) + "\n")
        with contract.printed() as out:
            stages = [JsonlReader(file_paths=str(folder / "in"), files_per_partition=1), refiner(), ParquetWriter(path=str(folder / "out"))]
            Pipeline(name="refine", stages=stages).run(executor)
        self.assertNotIn(contract.CANARY, out.text)
        written = [row for part in (folder / "out").glob("*.parquet") for row in pq.read_table(part).to_pylist()]
        expected = contract.by_engine(rows, True)
        self.assertEqual(
            {name: one.text for name, one in expected.items() if one.text is not None},
            {row["id"]: row["text"] for row in written},
        )

    def test_xenna(self) -> None:
        self.run_with(XennaExecutor(config={"execution_mode": "batch"}))  # streaming wants 3.5 processors for this

    def test_ray_data(self) -> None:
        self.run_with(RayDataExecutor())


if __name__ == "__main__":
    unittest.main()
