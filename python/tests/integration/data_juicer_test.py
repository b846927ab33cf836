"""lauter.integrations.data_juicer against data-juicer's own datasets and its command dj-process."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any

try:
    import data_juicer  # noqa: F401
except ImportError:
    raise unittest.SkipTest("data_juicer is not installed") from None

import contract
import dill
from data_juicer.core.data import NestedDataset
from data_juicer.utils.constant import Fields

import lauter
from lauter.integrations.data_juicer import OPS_FILE, STATS, LauterRefineFilter, LauterRefineMapper

DJ_PROCESS = Path(sys.executable).with_name("dj-process")


def mapper(**options: Any) -> Any:
    return LauterRefineMapper(str(contract.RECIPE), str(contract.key_file()), skip_op_error=True, **options)


def outcome_of(row: dict[str, Any], meta: dict[str, Any]) -> contract.Outcome:
    said = meta["lauter"]
    edits = tuple((e["start"], e["end"], e["label"], e["replacement"]) for e in json.loads(said["program"]))
    assert said["edits"] == len(edits)
    return contract.Outcome(None if said["state"] == "rejected" else row["text"], said["state"], edits)


class Contract(contract.Case):
    """The mapper and the filter as data-juicer's executor runs them."""

    carries_surrogates = False  # Arrow holds UTF-8

    def through(self, rows: Any, *, ids: bool, workers: int, partitions: int) -> contract.Carried:
        samples = [{"id" if ids else "name": row.id, "text": row.text} for row in rows]
        options = {"num_proc": workers, "batch_size": 100 // partitions, "auto_op_parallelism": False}
        refined = NestedDataset.from_list(samples).process(mapper(**options))
        held_back = [row for row in refined if row[Fields.meta]["lauter"]["state"] == "rejected"]
        self.assertEqual({""}, {row["text"] for row in held_back})
        kept = refined.process(LauterRefineFilter(**options))
        self.assertEqual(len(refined) - len(held_back), len(kept))
        self.assertEqual({1}, {row[Fields.stats][STATS] for row in kept})
        return contract.Carried({row["id" if ids else "name"]: outcome_of(row, row[Fields.meta]) for row in kept})


class Mapper(unittest.TestCase):
    def run_op(self, samples: list[dict[str, Any]], **options: Any) -> list[dict[str, Any]]:
        op = mapper(**options)
        return list(NestedDataset.from_list(samples).map(op.process, batch_size=2))

    def test_length_stays(self) -> None:
        rows = [{"text": text} for text in ("a", "lorem ipsum", None, "mail jo.doe@corp.com", "")]
        out = self.run_op(rows)
        self.assertEqual(["kept", "rejected", "null", "edited", "kept"], [row[Fields.meta]["lauter"]["state"] for row in out])
        self.assertEqual(["a", "", None, ""], [row["text"] for row in out if "@" not in (row["text"] or "")])
        self.assertEqual("filter c4: lorem_ipsum", out[1][Fields.meta]["lauter"]["reason"][:24])

    def test_a_row_that_fails_loses_no_other(self) -> None:
        """What is no text is a refused row; an error of the engine itself too."""
        op = mapper()
        samples = {"text": ["mail jo.doe@corp.com", 17, ["list"], "fine"], "n": [1, 2, 3, 4]}
        out = op.process(dict(samples))
        states = [meta["lauter"]["state"] for meta in out[Fields.meta]]
        self.assertEqual(["edited", "rejected", "rejected", "kept"], states)
        self.assertEqual(([None, None], "fine", [1, 2, 3, 4]), (out["text"][1:3], out["text"][3], out["n"]))

    def test_missing_column(self) -> None:
        op = mapper(text_key="body")
        with self.assertRaisesRegex(lauter.FieldError, "no column body; it has: text"):
            op.run(NestedDataset.from_list([{"text": "a"}]))
        out = op.process({"text": ["a", "b"]})  # Ray's executor asks nobody before
        self.assertEqual(["rejected", "rejected"], [meta["lauter"]["state"] for meta in out[Fields.meta]])

    def test_nested_text_key(self) -> None:
        rows = [{"doc": {"body": "mail jo.doe@corp.com", "n": 1}}, {"doc": {"body": "lorem ipsum", "n": 2}}]
        out = self.run_op(rows, text_key="doc.body")
        self.assertNotIn("jo.doe", out[0]["doc"]["body"])
        self.assertEqual([{"body": "", "n": 2}, 1], [dict(out[1]["doc"]), out[0]["doc"]["n"]])

    def test_chats(self) -> None:
        """The turns of a chat are one document: the same stand-ins as the engine's."""
        chats = [chat for chat in contract.chats() if chat["messages"]]
        out = self.run_op(chats, fields="messages[].content")
        expected, _ = contract.engine().refine_rows(chats, "messages[].content", ids=[chat["id"] for chat in chats])
        texts = [[turn["content"] for turn in row["messages"]] for row in out]
        self.assertEqual([[turn["content"] for turn in row["messages"]] for row in expected], texts)
        self.assertEqual([chat["source"] for chat in chats], [row["source"] for row in out])

    def test_filter_drops_what_nobody_refined(self) -> None:
        kept = NestedDataset.from_list([{"text": "mail jo.doe@corp.com"}]).process(LauterRefineFilter())
        self.assertEqual(0, len(kept))

    def test_a_key_is_demanded(self) -> None:
        with self.assertRaises(lauter.KeyProblem):
            LauterRefineMapper()


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        rows = contract.planted()
        with contract.hidden(self) as show:
            op = mapper()
            out = op.process({"id": [r.id for r in rows], "text": [r.text for r in rows]})
            mixed = mapper().process({"text": [rows[0].text, [rows[1].text], {"text": rows[2].text}, 7]})
            for thing in (op, dill.dumps(op), out, mixed):
                show(thing)
            ids = [{r.text} for r in rows]  # no ids
            show(mapper().process({"text": [r.text for r in rows], "id": ids})["text"])
        states = [meta["lauter"]["state"] for meta in mixed[Fields.meta]]
        self.assertEqual(["edited", "rejected", "rejected", "rejected"], states)
        contract.refined_planted(self, {i: text or None for i, text in zip(out["id"], out["text"], strict=True)})


class Process(unittest.TestCase):
    """dj-process on a recipe."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.rows = [row for row in contract.rows(nulls=False, big=False) if row.text]  # its reader drops empty texts
        lines = [json.dumps({"id": row.id, "text": row.text}) for row in self.rows]
        (self.folder / "in.jsonl").write_text("\n".join(lines) + "\n")

    def process(self, **config: Any) -> tuple[str, dict[str, str]]:
        options = {"recipe": str(contract.RECIPE), "key_file": str(contract.key_file())}
        recipe = {
            "dataset_path": str(self.folder / "in.jsonl"),
            "export_path": str(self.folder / "out/out.jsonl"),
            "np": 2,
            "custom_operator_paths": [str(OPS_FILE)],
            "process": [{"lauter_refine_mapper": options}, {"lauter_refine_filter": {}}],
            **config,
        }
        path = self.folder / "recipe.yaml"
        path.write_text(json.dumps(recipe))  # JSON is YAML
        environment = {**os.environ, "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0", "RAY_USAGE_STATS_ENABLED": "0"}
        done = subprocess.run(
            [DJ_PROCESS, "--config", path], capture_output=True, text=True, cwd=self.folder, env=environment, timeout=600
        )
        self.assertEqual(0, done.returncode, done.stderr[-3000:])
        out = self.folder / "out/out.jsonl"
        parts = sorted(out.rglob("*.json*")) if out.is_dir() else [out]
        written = [json.loads(line) for part in parts for line in part.read_text().split("\n") if line]
        return done.stdout + done.stderr, {row["id"]: row["text"] for row in written}

    def expected(self) -> dict[str, str]:
        by_engine = contract.by_engine(tuple(self.rows), True)
        return {name: one.text for name, one in by_engine.items() if one.text is not None}

    def test_default(self) -> None:
        printed, texts = self.process()
        self.assertEqual(self.expected(), texts)
        self.assertNotIn(contract.CANARY, printed)
        self.assertEqual([], contract.files_with_canary([self.folder / "out"]))

    def test_with_tracer(self) -> None:
        """Its asserts on lengths hold; originals are in its folder alone."""
        _, texts = self.process(open_tracer=True)
        self.assertEqual(self.expected(), texts)
        (trace,) = (self.folder / "out").rglob("sample_trace-lauter_refine_mapper.jsonl")
        self.assertTrue(trace.read_text())

    def test_ray(self) -> None:
        printed, texts = self.process(executor_type="ray", ray_address="local")
        self.assertEqual(self.expected(), texts)
        self.assertNotIn(contract.CANARY, printed)

    def test_module_says_where_the_operators_are(self) -> None:
        command = [sys.executable, "-m", "lauter.integrations.data_juicer"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        self.assertEqual(str(OPS_FILE), done.stdout.strip().splitlines()[-1])


if __name__ == "__main__":
    unittest.main()
