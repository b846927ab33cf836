"""The README is one screen or two, and its tables say what the measurements say.

A table behind `<!-- figures: FILE -->` has rows of FILE: the same first cell, and no number that FILE has not beside it.
"""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
TABLE = re.compile(r"^<!-- figures: (\S+) -->\n((?:\|.*\n)+)", re.M)


def cells(row):
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


class Readme(unittest.TestCase):
    def test_it_is_short(self):
        self.assertLessEqual(README.count("\n"), 120)

    def test_figures_are_those_of_their_source(self):
        tables = TABLE.findall(README)
        self.assertEqual(len(tables), README.count("\n|---"), "a table without a source")
        for source, table in tables:
            measured = [cells(line) for line in (ROOT / source).read_text().splitlines() if line.startswith("|")]
            for row in map(cells, table.splitlines()[2:]):
                with self.subTest(source=source, row=row[0]):
                    there = {cell for other in measured if other[0] == row[0] for cell in other[1:]}
                    self.assertLessEqual(set(row[1:]), there)

    def test_what_it_names_is_there(self):
        for path in re.findall(r"`((?:docs|bench|studies|examples|scripts)/[\w./-]+)`|\]\(([\w./-]+)\)", README):
            self.assertTrue((ROOT / "".join(path)).exists(), path)


if __name__ == "__main__":
    unittest.main()
