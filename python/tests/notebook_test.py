"""examples/python/refine.ipynb, run again: every cell works, and neither what is committed nor what comes now shows a value where none was
asked for. Needs Jupyter (nbclient, ipykernel), pandas, pyarrow and matplotlib; without one of them the test is skipped by its name.

    PYTHONPATH=build/release/python python3 -m unittest -v python/tests/notebook_test.py

Runs and writes the outputs anew, when the engine's have changed: UPDATE_GOLDEN=1 before it.
"""
from __future__ import annotations

import copy
import gzip
import json
import os
import re
import unittest
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import lauter

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "examples/python/refine.ipynb"
NEEDED = ("nbclient", "nbformat", "ipykernel", "pandas", "pyarrow", "matplotlib")
ASKED = re.compile(r"show_values=True|\.original$|rows\[number\]\[.text.\]|\"text\": texts")
"""Cells that show originals on purpose."""
SHORTEST = 6
"""Shorter values, such as first names, may well be stand-ins of others."""


def outputs(cell: Any) -> list[str]:
    """All that a cell shows, pictures of SVG too."""
    shown = []
    for output in cell.get("outputs", []):
        shown += [output.get("text", ""), *output.get("traceback", []), *map(str, output.get("data", {}).values())]
    return shown


def originals() -> set[str]:
    """What was replaced in the notebook's corpus: access and contact data, and all of the text that it looks at."""
    rows = []
    for path in sorted((ROOT / "examples/corpus").glob("*.jsonl*")):
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    batch = lauter.Engine("anonymize", key=lauter.Key.example()).refine_batch([row["text"] for row in rows])
    return {
        edit.original
        for row, refined in zip(rows, batch)
        for edit in refined.edits
        if len(edit.original) >= SHORTEST and (edit.label in ("EMAIL_ADDRESS", "PHONE_NUMBER") or row["id"] == "chat-0036")
    }


class Notebook(unittest.TestCase):
    def setUp(self) -> None:
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            self.skipTest(f"the notebook needs {', '.join(missing)}")

    def test_it_runs_and_hides_what_it_hides(self) -> None:
        import nbformat
        from nbclient import NotebookClient

        committed = nbformat.read(NOTEBOOK, as_version=4)
        again = copy.deepcopy(committed)
        NotebookClient(again, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
        if os.environ.get("UPDATE_GOLDEN"):
            for cell in again.cells:
                cell.metadata.pop("execution", None)  # times
            nbformat.write(again, NOTEBOOK)
        values = originals()
        self.assertGreater(len(values), 500)
        for when, notebook in (("committed", committed), ("now", again)):
            hidden = [cell for cell in notebook.cells if cell.cell_type == "code" and not ASKED.search(cell.source)]
            self.assertGreater(len(hidden), 6)
            for cell in hidden:
                shown = "\n".join(outputs(cell))
                self.assertFalse([value for value in values if value in shown], f"{when}: shown by the cell {cell.source[:60]!r}")
            # It shows what it promises: the hidden diff, the values where they are asked for, a table, a plot.
            shown = "\n".join(said for cell in notebook.cells for said in outputs(cell))
            for what in ("▇▇▇▇", "39 Foundry Terrace", "<table", "<svg", "EMAIL_ADDRESS"):
                self.assertIn(what, shown, when)


if __name__ == "__main__":
    unittest.main()
