#!/usr/bin/env python3
"""Small rooms: no folder of src/ holds more than MOST files, and docs/ARCHITECTURE.md names every module and every room."""

import collections
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOST = 40


def folders():
    """The folders of src/ that hold files, with how many."""
    return collections.Counter(p.parent.relative_to(ROOT / "src") for p in (ROOT / "src").rglob("*") if p.is_file())


class Rooms(unittest.TestCase):
    def test_no_folder_is_large(self):
        self.assertEqual({str(folder): n for folder, n in folders().items() if n > MOST}, {})

    def test_the_page_names_all_and_nothing_else(self):
        page = (ROOT / "docs/ARCHITECTURE.md").read_text()
        named = set()
        for module, rooms in re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.M):
            named.add(module)
            named.update(f"{module}/{room}" for room in re.findall(r"`(\w+)/`", rooms))
        there = {str(folder) for folder in folders()} - {"."}
        self.assertEqual(named, there)


if __name__ == "__main__":
    unittest.main()
