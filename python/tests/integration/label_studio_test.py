"""lauter.integrations.label_studio against the validator of Label Studio's SDK, and the way back."""
from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import unittest
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import contract

import lauter
from lauter.integrations.label_studio import config, read, tasks


class LabelStudio(unittest.TestCase):
    batch: lauter.RefinedBatch
    given: tuple[contract.Row, ...]
    tasks: list[dict[str, Any]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.given = contract.rows(big=False)
        cls.batch = contract.engine().refine_batch([row.text for row in cls.given], ids=[row.id for row in cls.given])
        cls.tasks = list(tasks(cls.batch, [row.text for row in cls.given]))

    def test_each_row_is_a_task(self) -> None:
        self.assertEqual([row.id for row in self.given if row.text is not None], [task["data"]["id"] for task in self.tasks])
        by_id = {task["data"]["id"]: task for task in self.tasks}
        self.assertNotIn("predictions", by_id["rejected-0"])
        (prediction,) = by_id["emoji-0"]["predictions"]
        (region,) = prediction["result"]
        self.assertEqual(f"{contract.CANARY}@corp.com", region["value"]["text"])

    @unittest.skipUnless(find_spec("label_studio_sdk"), "label_studio_sdk is not installed")
    def test_validator(self) -> None:
        from label_studio_sdk.label_interface import LabelInterface

        interface = LabelInterface(config(self.batch))
        interface.validate()
        checked = 0
        for task in self.tasks:
            for prediction in task.get("predictions", ()):
                self.assertEqual([], interface.validate_prediction(prediction, return_errors=True))
                checked += len(prediction["result"])
        self.assertEqual(self.batch.counts.edits, checked)
        (task,) = [task for task in self.tasks if task["data"]["id"] == "emoji-0"]
        wrong = json.loads(json.dumps(task["predictions"][0]).replace('"labels": ["', '"labels": ["NO_'))
        self.assertNotEqual([], interface.validate_prediction(wrong, return_errors=True))

    def test_there_and_back(self) -> None:
        """Who accepts every region gets the edits back, in bytes, as `lauter measure` reads them."""
        export = [
            {"id": i, "data": task["data"], "annotations": [{"was_cancelled": True, "result": []}, *task.get("predictions", ())]}
            for i, task in enumerate(self.tasks)
        ]
        gold = list(read(json.loads(json.dumps(export))))
        self.assertEqual(len([task for task in self.tasks if "predictions" in task]), len(gold))
        expected = {
            one.id: [{"start": e.byte_start, "end": e.byte_end, "label": e.label} for e in one.edits]
            for one in self.batch
            if one.state in ("kept", "edited")
        }
        self.assertEqual(expected, {row["id"]: row["spans"] for row in gold})
        with tempfile.TemporaryDirectory() as folder:
            paths = Path(folder, "gold.jsonl"), Path(folder, "pred.jsonl")
            paths[0].write_text("".join(json.dumps(row) + "\n" for row in gold))
            paths[1].write_text("".join(json.dumps({"id": name, "spans": spans}) + "\n" for name, spans in expected.items()))
            command = [sys.executable, "-m", "lauter", "measure", "pii", "--gold", paths[0], "--pred", paths[1]]
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(len(gold), json.loads(done.stdout)["rows"])


if __name__ == "__main__":
    unittest.main()
