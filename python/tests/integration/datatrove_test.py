"""lauter.integrations.datatrove against datatrove's own executor."""

import doctest
import gzip
import json
import pickle
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import contract
import dill
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

import lauter
import lauter.integrations.datatrove
from lauter.integrations.datatrove import LauterRefiner, PIIFormatter


def load_tests(loader, tests, pattern):
    """unittest's hook: the examples of the module's docstrings too."""
    tests.addTests(doctest.DocTestSuite(lauter.integrations.datatrove))
    return tests


class Documents(PipelineStep):
    """A reader of pickled rows: datatrove's own ones leave documents without text out, and want valid JSON."""

    def __init__(self, path: Path, ids: bool) -> None:
        super().__init__()
        self.path = path
        self.ids = ids

    def run(self, data=None, rank=0, world_size=1):
        for row in pickle.loads(self.path.read_bytes())[rank::world_size]:
            yield Document(row.text, row.id if self.ids else None, metadata={"name": row.id})


class Contract(contract.Case):
    carries_nulls = False
    carries_surrogates = True
    start_method = "forkserver"

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def through(self, rows, *, ids, workers, partitions):
        out = Path(tempfile.mkdtemp(dir=self.folder))
        source = self.folder / "rows.pickle"
        source.write_bytes(pickle.dumps(rows))
        refiner = LauterRefiner(contract.RECIPE, contract.key(), batch_size=100 // partitions, metadata_key="lauter")
        LocalPipelineExecutor(
            pipeline=[Documents(source, ids), refiner, JsonlWriter(str(out / "data"), compression=None)],
            tasks=partitions,
            workers=workers,
            logging_dir=str(out / "logs"),
            start_method=self.start_method,
        ).run()
        written = [json.loads(line) for file in (out / "data").iterdir() for line in file.open()]
        for row in written:  # replacements are not in the metadata
            noted = [(e["start"], e["end"], e["label"]) for e in row["metadata"]["lauter"]["edits"]]
            expected = contract.by_engine(rows, ids)[row["metadata"]["name"]].edits
            self.assertEqual([edit[:3] for edit in expected or ()], noted)
        stats = stats_of(out / "logs/stats.json")
        edits = {name.removeprefix("edits_"): n for name, n in stats.items() if name.startswith("edits_")}
        self.assertEqual(stats["edits"], sum(edits.values()))
        self.assertEqual(stats["dropped"], stats["dropped_filter_c4"] + stats.get("dropped_encoding", 0))
        counts = {"rows": "total", "rejected": "dropped", "edited": "edited", "edits": "edits"}
        return contract.Carried(
            {row["metadata"]["name"]: outcome_of(row) for row in written},
            {ours: int(stats[theirs]) for ours, theirs in counts.items()},
            [out],
        )


class ContractFork(Contract):
    start_method = "fork"


def outcome_of(written):
    return contract.Outcome(written.get("text", ""), written["metadata"]["lauter"]["state"])  # the writer leaves "" out


def stats_of(path: Path) -> dict[str, float]:
    (ours,) = [step for step in json.loads(path.read_text()) if "lauter" in step["name"]]
    return {name: n["total"] if isinstance(n, dict) else n for name, n in ours["stats"].items()}


class Pipeline(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (self.folder / "in").mkdir()
        self.rows = [row for row in contract.rows(nulls=False, big=False) if row.text]
        for part in range(3):
            lines = [json.dumps({"id": row.id, "text": row.text}) for row in self.rows[part::3]]
            (self.folder / f"in/{part}.jsonl").write_text("\n".join(lines) + "\n")

    def executor(self, **options) -> LocalPipelineExecutor:
        return LocalPipelineExecutor(
            pipeline=[
                JsonlReader(str(self.folder / "in")),
                LauterRefiner(
                    contract.RECIPE,
                    contract.key(),
                    exclusion_writer=JsonlWriter(str(self.folder / "rejected"), compression=None),
                    **options,
                ),
                JsonlWriter(str(self.folder / "out"), compression=None),
            ],
            tasks=3,
            workers=1,
            logging_dir=str(self.folder / "logs"),
        )

    def written(self, where: str) -> dict[str, dict]:
        files = sorted((self.folder / where).glob("*.jsonl"))
        return {row["id"]: row for file in files for row in map(json.loads, file.open())}

    def test_rejected_go_to_the_exclusion_writer_with_a_reason(self) -> None:
        with contract.printed():
            self.executor().run()
        rejected = self.written("rejected")
        self.assertEqual({"rejected-0", "rejected-1"}, rejected.keys())
        self.assertEqual({"filter_c4"}, {row["metadata"]["filter_reason"] for row in rejected.values()})
        self.assertEqual({row.id for row in self.rows} - rejected.keys(), self.written("out").keys())

    def test_a_lost_task_is_made_again_with_the_same_bytes(self) -> None:
        with contract.printed():
            self.executor().run()
            before = {f.name: f.read_bytes() for f in (self.folder / "out").iterdir()}
            (self.folder / "logs/completions/00001").unlink()
            (self.folder / "out/00001.jsonl").unlink()
            self.executor().run()
        self.assertEqual(before, {f.name: f.read_bytes() for f in (self.folder / "out").iterdir()})

    def test_a_slurm_task_runs_the_pickle(self) -> None:
        pickled = self.folder / "executor.pik"
        pickled.write_bytes(dill.dumps(self.executor(), fmode=dill.CONTENTS_FMODE))
        self.assertNotIn(b"5eed" * 4, pickled.read_bytes(), "the key's secret is in the pickle")
        command = [sys.executable, "-m", "datatrove.tools.launch_pickled_pipeline", pickled]
        done = subprocess.run(command, capture_output=True, text=True, cwd=contract.HERE)
        self.assertEqual(0, done.returncode, done.stderr[-2000:])
        self.assertNotIn(contract.CANARY, done.stdout + done.stderr)
        expected = contract.by_engine(tuple(self.rows), True)
        self.assertEqual(
            {i: o.text for i, o in expected.items() if o.text is not None},
            {i: row["text"] for i, row in self.written("out").items()},
        )

    def test_edits_in_the_metadata(self) -> None:
        with contract.printed():
            self.executor(metadata_key="pii").run()
        (mail,) = [e for e in self.written("out")["emoji-0"]["metadata"]["pii"]["edits"] if e["label"] == "EMAIL_ADDRESS"]
        text = next(row.text for row in self.rows if row.id == "emoji-0")
        self.assertEqual(f"{contract.CANARY}@corp.com", text[mail["start"] : mail["end"]])

    def test_where_looks_at_the_metadata(self) -> None:
        recipe = {"steps": [{"use": "anonymize", "where": 'lang == "en"'}]}
        docs = [Document(f"mail {lang}.person@corp.com", lang, metadata={"lang": lang}) for lang in ("en", "de")]
        en, de = LauterRefiner(recipe, contract.key()).run(docs)
        self.assertNotIn("en.person", en.text)
        self.assertEqual("mail de.person@corp.com", de.text)

    def test_a_key_is_demanded(self) -> None:
        with self.assertRaisesRegex(lauter.KeyProblem, "all workers need the same key"):
            LauterRefiner()


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        with contract.hidden(self) as show:
            (folder / "rows.pickle").write_bytes(pickle.dumps(contract.planted()))
            refiner = LauterRefiner(contract.RECIPE, contract.key(), metadata_key="lauter")
            executor = LocalPipelineExecutor(
                [Documents(folder / "rows.pickle", True), refiner, JsonlWriter(str(folder / "out"), compression=None)],
                tasks=2,
                workers=2,
                logging_dir=str(folder / "logs"),
            )
            stats = executor.run()
            for thing in (refiner, executor, stats, folder / "out", folder / "logs", dill.dumps(executor)):
                show(thing)
        written = [json.loads(line) for file in (folder / "out").iterdir() for line in file.open()]
        contract.refined_planted(self, {row["id"]: row["text"] for row in written})


class Formatter(unittest.TestCase):
    TEXT = "Bob Smith, bob.smith@corp.com, from 52.17.33.4 and 192.168.0.7"

    def refined(self, **options) -> str:
        (doc,) = PIIFormatter(key=contract.key(), **options).run([Document(self.TEXT, "a")])
        return doc.text

    def test_only_mails_and_public_addresses(self) -> None:
        text = self.refined()
        self.assertIn("Bob Smith, ", text)
        self.assertNotIn("bob.smith@corp.com", text)
        self.assertNotIn("52.17.33.4", text)
        self.assertIn("192.168.0.7", text)

    def test_switches(self) -> None:
        self.assertIn("bob.smith@corp.com", self.refined(remove_emails=False))
        self.assertIn("52.17.33.4", self.refined(remove_ips=False))
        self.assertNotIn("192.168.0.7", self.refined(only_remove_public_ips=False))

    def test_fixed_replacements_are_refused(self) -> None:
        with self.assertRaisesRegex(TypeError, "stand-ins are keyed"):
            PIIFormatter(email_replacement="email@example.com")


class Example(unittest.TestCase):
    def test_it_runs_as_it_stands(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "in").mkdir()
        rows = contract.corpus(100)
        lines = [json.dumps({"id": row.id, "text": row.text}) for row in rows]
        (folder / "in/a.jsonl").write_text("\n".join(lines) + "\n")
        contract.run_example(self, "datatrove_pipeline.py", folder / "in", folder / "out", contract.key_file())
        engine = lauter.Engine("anonymize", key=contract.key())
        expected = engine.refine_batch([row.text for row in rows], ids=[row.id for row in rows]).texts
        written = [json.loads(line) for f in (folder / "out/data").glob("*.gz") for line in gzip.open(f, "rt")]
        self.assertEqual(expected, [row["text"] for row in written])


if __name__ == "__main__":
    unittest.main()
