"""The categories, in the order of docs/CATEGORIES.md, read from there."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[3]
_ROW = re.compile(r"^\| `([A-Z][A-Z0-9_]+)` \| ([^|]*)\| ([^|]*)\|([^|]*)\| ([^|]*)\|", re.M)
_PAGE = (ROOT / "docs" / "CATEGORIES.md").read_text()
ABOUT = {m[1]: (m[2].strip(), m[3].strip(), m[5].strip()) for m in _ROW.finditer(_PAGE)}  # what, format, not in it
CATEGORIES = tuple(ABOUT)
CHAPTER = {m[1]: int(_PAGE[:m.start()].rpartition("\n## ")[2].split(".")[0]) for m in _ROW.finditer(_PAGE)}
