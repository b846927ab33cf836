"""examples/python/refine.ipynb, run again: every cell works and says what is committed. Needs Jupyter (nbclient, ipykernel),
pandas, pyarrow and matplotlib; without one of them the test is skipped by its name.

    PYTHONPATH=build/release/python python3 -m unittest -v python/tests/notebook_test.py
"""
from __future__ import annotations

import copy
import re
import unittest
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).resolve().parents[2] / "examples/python/refine.ipynb"
NEEDED = ("nbclient", "nbformat", "ipykernel", "pandas", "pyarrow", "matplotlib")
WORDS = ("text/plain", "text/html")
"""Forms of an output that are compared. Pictures differ with the version of matplotlib."""


def words(cell: Any) -> list[str]:
    """What a cell says, but for pictures."""
    said = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if not any(form.startswith("image/") for form in data):
            said += [output.get("text", ""), *(data.get(form, "") for form in WORDS)]
    return said


class Notebook(unittest.TestCase):
    def setUp(self) -> None:
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            self.skipTest(f"the notebook needs {', '.join(missing)}")
        import nbformat

        self.committed = nbformat.read(NOTEBOOK, as_version=4)

    def test_it_runs_and_says_what_is_committed(self) -> None:
        from nbclient import NotebookClient

        again = copy.deepcopy(self.committed)
        NotebookClient(again, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
        for number, (before, after) in enumerate(zip(self.committed.cells, again.cells, strict=True)):
            with self.subTest(cell=number):
                self.assertEqual(words(before), words(after))

    def test_values_are_shown_only_where_they_are_asked_for(self) -> None:
        """The value that the notebook shows on purpose is in no other cell's outputs."""
        value = next(c for c in self.committed.cells if c.source.endswith(".original")).outputs[0].data["text/plain"].strip("'\"")
        asked = re.compile(r"show_values=True|\.original$|rows\[number\]\[.text.\]")
        for number, cell in enumerate(self.committed.cells):
            if cell.cell_type == "code" and not asked.search(cell.source):
                self.assertFalse(any(value in said for said in words(cell)), f"cell {number} shows a value")
        self.assertTrue(any("image/svg+xml" in o.get("data", {}) for c in self.committed.cells for o in c.get("outputs", [])), "no plot")


if __name__ == "__main__":
    unittest.main()
