#!/usr/bin/env python3
"""One version: what CMakeLists.txt says is what the citation, the changelog, the C header and the pages say, and each release is dated."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def first(path, pattern):
    found = re.search(pattern, (ROOT / path).read_text(), re.M)
    return found.groups() if found else None


class Version(unittest.TestCase):
    def test_one_version(self):
        (version,) = first("CMakeLists.txt", r"^project\(lauter VERSION ([\d.]+)")
        self.assertEqual(first("CITATION.cff", r"^version: (.*)$"), (version,))
        self.assertEqual(first("src/capi/lauter.h", r'lauter_version\(void\);.*"([\d.]+)"'), (version,))
        self.assertEqual(first("docs/PYTHON.md", r"dist/lauter-([\d.]+)-"), (version,))
        self.assertEqual(first("docs/COMPATIBILITY.md", r"^This page is of ([\d.]+)\."), (version,))
        newest, date = first("CHANGELOG.md", r"^## ([\d.]+), (\S+)")
        self.assertEqual(newest, version)
        self.assertRegex(date, r"^\d{4}-\d\d-\d\d$")
        self.assertEqual(first("CITATION.cff", r"^date-released: (.*)$"), (date,))

    def test_the_page_names_the_abi(self):
        shifted = first("src/capi/lauter.cc", r"lauter_abi_version\(\) \{ return (\d+)U << 16U(?: \| (\d+)U)?; \}")
        self.assertIn(f"| C ABI | {shifted[0]}.{shifted[1] or 0} |", (ROOT / "docs/COMPATIBILITY.md").read_text())


if __name__ == "__main__":
    unittest.main()
