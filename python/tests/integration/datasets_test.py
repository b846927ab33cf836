"""lauter.integrations.datasets against Hugging Face datasets."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import contract
import datasets
import dill
import multiprocess
from datasets.fingerprint import Hasher

import lauter
from lauter.integrations.datasets import refine

OPTIONS = {"recipe": contract.RECIPE, "key": contract.key()}
MESSAGES = datasets.Features(
    {
        "id": datasets.Value("string"),
        "messages": [{"role": datasets.ClassLabel(names=["user", "assistant"]), "content": datasets.Value("string")}],
        "source": datasets.Value("string"),
    }
)


def setUpModule() -> None:
    datasets.disable_progress_bars()


class Contract(contract.Case):
    start_method = "fork"

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        before = multiprocess.get_start_method()
        multiprocess.set_start_method(self.start_method, force=True)
        self.addCleanup(multiprocess.set_start_method, before, force=True)

    def through(self, rows, *, ids, workers, partitions):
        columns = {"id" if ids else "name": [r.id for r in rows], "text": [r.text for r in rows]}
        folder = tempfile.mkdtemp(dir=self.folder)
        datasets.Dataset.from_dict(columns).save_to_disk(folder, num_shards=partitions)
        ds = datasets.load_from_disk(folder)
        num_proc = workers if workers > 1 else None
        out = self.refined(ds, num_proc=num_proc, batch_size=400 // partitions)
        self.assertEqual(list(columns) + ["edits", "state"], out.column_names)
        return contract.Carried({row["id" if ids else "name"]: outcome(row) for row in out})


    def refined(self, ds, **options):
        return refine(ds, **OPTIONS, **options, edits_column="edits", state_column="state")


class ContractCached(Contract):
    """What the cache gives is what was made."""

    def refined(self, ds, **options):
        first = super().refined(ds, **options)
        files = {file["filename"]: os.stat(file["filename"]).st_mtime_ns for file in first.cache_files}
        again = super().refined(ds, **options)
        self.assertTrue(files)
        self.assertEqual(files, {file["filename"]: os.stat(file["filename"]).st_mtime_ns for file in again.cache_files})
        return again


class ContractSpawn(Contract):
    start_method = "spawn"


class ContractStreaming(Contract):
    def through(self, rows, *, ids, workers, partitions):
        columns = {"id" if ids else "name": [r.id for r in rows], "text": [r.text for r in rows]}
        ds = datasets.Dataset.from_dict(columns).to_iterable_dataset(num_shards=partitions)
        out = refine(ds, **OPTIONS, batch_size=100 * workers, edits_column="edits", state_column="state")
        return contract.Carried({row["id" if ids else "name"]: outcome(row) for row in out})


def outcome(row):
    edits = tuple((e["start"], e["end"], e["label"], e["replacement"]) for e in row["edits"] or ())
    return contract.Outcome(row["text"], row["state"], edits)


class Rules(contract.RulesCase):
    """By `table_fn`, which `map` may call with any part of a table: fields that are dropped are columns that go."""

    def ruled(self, recipe, rows, *, partitions):
        ds = datasets.Dataset.from_list(list(rows)).with_format("arrow")
        refine = lauter.Engine(recipe, key=contract.key()).table_fn(id_column="id", on_rejected="drop")
        out = ds.map(refine, batched=True, batch_size=-(-len(ds) // partitions), remove_columns=ds.column_names)
        return out.with_format(None).to_list()


class Chats(unittest.TestCase):
    def test_features_and_the_rest_of_the_rows_survive(self) -> None:
        ds = datasets.Dataset.from_list(contract.chats(), features=MESSAGES)
        out = refine(ds, "messages[].content", **OPTIONS, batch_size=7)
        self.assertEqual(ds.features, out.features)
        self.assertEqual(datasets.Dataset.from_list(contract.refined_chats(), features=MESSAGES)[:], out[:])

    def test_a_dictionary_of_splits(self) -> None:
        ds = datasets.DatasetDict({"train": datasets.Dataset.from_dict({"text": ["ada.sample@corp.com"]}),
                                   "test": datasets.Dataset.from_dict({"text": [None, "plain"]})})
        out = refine(ds, **OPTIONS)
        self.assertIsInstance(out, datasets.DatasetDict)
        self.assertEqual([None, "plain"], out["test"]["text"][:])
        self.assertNotIn("ada", out["train"]["text"][0])


class Rows(unittest.TestCase):
    TEXTS = ["mail ada.sample@corp.com", None, "Lorem ipsum for ada@corp.com", "plain"]

    def test_drop(self) -> None:
        ds = datasets.Dataset.from_dict({"text": self.TEXTS, "n": [1, 2, 3, 4]})
        self.assertEqual([1, 2, 4], refine(ds, **OPTIONS, on_rejected="drop")["n"][:])

    def test_raise_names_the_row_and_no_value(self) -> None:
        ds = datasets.Dataset.from_dict({"text": self.TEXTS})
        with self.assertRaises(lauter.RejectedError) as caught:
            refine(ds, **OPTIONS, on_rejected="raise", load_from_cache_file=False)
        self.assertNotIn("ada", str(caught.exception))

    def test_the_format_survives(self) -> None:
        ds = datasets.Dataset.from_dict({"text": self.TEXTS, "n": [1, 2, 3, 4]}).with_format("numpy", columns=["n"])
        out = refine(ds, **OPTIONS)
        self.assertEqual(("numpy", ["n"]), (out.format["type"], out.format["columns"]))

    def test_a_table_function_by_hand(self) -> None:
        ds = datasets.Dataset.from_dict({"text": self.TEXTS})
        out = ds.with_format("arrow").map(contract.engine().table_fn("text"), batched=True).with_format(None)
        self.assertEqual(contract.engine().refine_batch(self.TEXTS).texts, out["text"][:])


class Cache(unittest.TestCase):
    """Each run is a process of its own: fingerprints must not depend on addresses, order or time."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.key = self.folder / "a.key"
        self.key.write_text("ab" * 32 + "\n")
        self.key.chmod(0o600)
        self.key.chmod(0o600)
        self.source = self.folder / "in.jsonl"
        self.source.write_text('{"text": "mail ada.sample@corp.com"}\n')

    def run_once(self) -> tuple[str, str, str]:
        """The fingerprint, the first text and the cache file."""
        code = (
            "import sys, datasets, lauter\n"
            "from lauter.integrations.datasets import refine\n"
            "source, key = sys.argv[1:]\n"
            "ds = datasets.load_dataset('json', data_files=source, split='train')\n"
            "ds = refine(ds, key=lauter.Key.at(key), num_proc=2)\n"
            "print(ds._fingerprint, ds[0]['text'], ds.cache_files[0]['filename'], sep='\\n')\n"
        )
        env = {**os.environ, "HF_HOME": str(self.folder / "hf"), "HF_HUB_OFFLINE": "1", "PYTHONHASHSEED": "random"}
        command = [sys.executable, "-c", code, self.source, self.key]
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        self.assertEqual(0, done.returncode, done.stderr[-2000:])
        fingerprint, text, file = done.stdout.splitlines()[-3:]
        return fingerprint, text, file

    def test_twice_is_cached_and_another_key_is_not(self) -> None:
        first = self.run_once()
        made = os.stat(first[2]).st_mtime_ns
        self.assertEqual(first, self.run_once())
        self.assertEqual(made, os.stat(first[2]).st_mtime_ns, "made again, not found in the cache")
        self.key.write_text("cd" * 32 + "\n")
        other = self.run_once()
        self.assertNotEqual(first[0], other[0])
        self.assertNotEqual(first[1], other[1])

    def test_an_engine_hashes_the_same_in_two_processes(self) -> None:
        code = (
            "import sys, lauter; from datasets.fingerprint import Hasher\n"
            "print(Hasher.hash(lauter.Engine(key=lauter.Key.at(sys.argv[1]))))"
        )
        command = [sys.executable, "-c", code, self.key]
        said = {subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip() for _ in range(2)}
        self.assertEqual({Hasher.hash(lauter.Engine(key=lauter.Key.at(self.key)))}, said)


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        rows = contract.planted()
        ds = datasets.Dataset.from_dict({"id": [r.id for r in rows], "text": [r.text for r in rows]})
        with contract.hidden(self) as show:
            out = refine(ds, **OPTIONS, edits_column="edits", state_column="state", num_proc=2)
            with self.assertRaises(Exception) as raised:
                refine(ds, **OPTIONS, on_rejected="raise", load_from_cache_file=False)
            function = contract.engine().table_fn("text")
            for thing in (out, out.features, out.fingerprint if hasattr(out, "fingerprint") else out._fingerprint, out[:], raised.exception):
                show(thing)
            show(function)
            show(dill.dumps(function))
        contract.refined_planted(self, dict(zip(out["id"][:], out["text"][:], strict=True)))


class Card(unittest.TestCase):
    def test_a_run_loads_by_its_card(self) -> None:
        """The figures of a run beside its data: what `load_dataset` takes from it are the refined rows and no others."""
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        rows = contract.rows(nulls=False, big=False)
        (folder / "in").mkdir()
        for part in range(2):
            lines = [json.dumps({"id": row.id, "text": row.text}) + "\n" for row in rows[part::2]]
            (folder / f"in/{part}.jsonl").write_text("".join(lines))
        run = lauter.refine_files(folder / "in", folder / "out", contract.RECIPE, key=contract.key())
        card = run.card()
        Path(run.out, "README.md").write_text(card)
        ds = datasets.load_dataset(run.out, split="train", cache_dir=str(folder / "cache"))
        want = {name: one.text for name, one in contract.by_engine(rows, True).items() if one.text is not None}
        self.assertEqual(want, dict(zip(ds["id"][:], ds["text"][:], strict=True)))
        self.assertIn(f"{run.counts.rows:,} rows came in: {run.counts.kept:,} kept", card)
        self.assertNotIn(contract.CANARY, card)


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in contract.chats()))
        with mock.patch.dict(os.environ, HF_HOME=str(folder / "hf"), HF_HUB_OFFLINE="1"):
            contract.run_example(self, "datasets_chats.py", folder / "in.jsonl", folder, contract.key_file())
        engine = lauter.Engine("anonymize", key=contract.key())
        out = datasets.Dataset.from_parquet(str(folder / "refined.parquet"), cache_dir=str(folder / "cache"))
        self.assertEqual([row["messages"] for row in contract.refined_chats(engine)], out["messages"][:])


if __name__ == "__main__":
    unittest.main()
