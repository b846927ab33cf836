"""docs/PYTHON.md and the README's Python as they are printed: every Python block runs, blocks that are files of examples/python are those files, and what
they need that is not installed is named.

    PYTHONPATH=build/release/python python3 -m unittest -v python/tests/docs_test.py
"""
from __future__ import annotations

import ast
import contextlib
import csv
import doctest
import gzip
import importlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/PYTHON.md"
EXAMPLES = ROOT / "examples/python"
CANARY = "canaryquill"
"""Stands in every private value that the examples are given: nothing may print it."""

# The arguments of each example, in the order of its own usage line; names are those of `inputs`.
ARGUMENTS = {
    "dask_partitions.py": ("parquet", "out", "key"),
    "data_juicer_recipe.py": ("jsonl", "out.jsonl", "key"),
    "datasets_chats.py": ("chats", "out", "key"),
    "datatrove_pipeline.py": ("folder", "out", "key"),
    "dolma_tag.sh": ("dolma",),
    "duckdb_query.py": ("parquets", "out", "key"),
    "label_studio_tasks.py": ("jsonl", "out.json", "out.xml"),
    "nemo_pipeline.py": ("folder", "out", "key"),
    "pandas_column.py": ("csv", "out.csv", "key"),
    "polars_query.py": ("parquets", "out", "key"),
    "presidio_anonymize.py": (),
    "ray_data.py": ("parquet", "out", "key"),
    "spark.py": ("parquet", "out", "key"),
    "torch_loader.py": ("jsonl", "key"),
}
ELSEWHERE = {"argilla_records.py": "needs an Argilla server"}


@dataclass(frozen=True)
class Block:
    """A fenced block of the page."""

    language: str
    file: str | None
    code: str
    line: int
    """Of its first line of code, from 0."""


def blocks(path: Path = PAGE) -> list[Block]:
    page = path.read_text()
    found = re.finditer(r"^```(?P<language>\w*)(?: file=(?P<file>\S+))?\n(?P<code>.*?)^```$", page, re.M | re.S)
    return [Block(b["language"], b["file"], b["code"], page.count("\n", 0, b.start("code"))) for b in found]


def imports(code: str) -> Iterator[str]:
    """The modules that a block of statements imports, wherever in it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def lacking(code: str) -> str | None:
    """The first package that the code needs and that is not installed. What lauter itself lacks is an error."""
    for module in imports(code):
        try:
            importlib.import_module(module)
        except ImportError as error:
            if (error.name or "lauter").partition(".")[0] == "lauter":
                raise
            return error.name
    return None


def inputs(folder: Path) -> dict[str, str]:
    """Small inputs of all the forms that examples read, and places to write to. Parquet needs pyarrow."""
    texts = [f"Write to ada.{CANARY}@corp.com before Friday.", "Nothing private here.", f"ring +44 20 7946 0123, ask for {CANARY}"]
    rows = [{"id": f"row-{i}", "text": text} for i, text in enumerate(texts)]
    chats = [{"messages": [{"role": "user", "content": text}, {"role": "assistant", "content": "I see."}]} for text in texts]
    for name in ("folder", "parquet", "dolma/documents"):
        (folder / name).mkdir(parents=True)
    for path, lines in (("folder/rows.jsonl", rows), ("chats.jsonl", chats)):
        (folder / path).write_text("".join(json.dumps(line) + "\n" for line in lines))
    with open(folder / "rows.csv", "w", newline="") as file:
        csv.writer(file).writerows([["text"], *([text] for text in texts)])
    with gzip.open(folder / "dolma/documents/rows.json.gz", "wt") as file:
        file.writelines(json.dumps({**row, "source": "test"}) + "\n" for row in rows)
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        pass
    else:
        parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "parquet/rows.parquet")
    (folder / "key").write_text("5eed" * 16)
    (folder / "key").chmod(0o600)
    paths = {name: name for name in ("folder", "parquet", "dolma", "key", "out", "out.csv", "out.json", "out.jsonl", "out.xml")}
    paths |= {"jsonl": "folder/rows.jsonl", "chats": "chats.jsonl", "csv": "rows.csv", "parquets": "parquet/*.parquet"}
    (folder / "out").mkdir()
    return {name: str(folder / path) for name, path in paths.items()}


class Page(unittest.TestCase):
    def test_blocks_without_a_file_run(self) -> None:
        """One after the other, as somebody who reads on would type them; those that begin with >>> print what they say."""
        folder = self.enterContext(tempfile.TemporaryDirectory())
        Path(folder, "examples").symlink_to(ROOT / "examples")
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder)
        names: dict[str, Any] = {}
        ran = 0
        for block in blocks():
            if block.language != "python" or block.file:
                continue
            ran += 1
            with self.subTest(line=block.line + 1):
                if block.code.startswith(">>>"):
                    names = self.session(block, names)
                else:
                    exec(compile("\n" * block.line + block.code, str(PAGE), "exec"), names)
        self.assertGreater(ran, 8, "the page has lost its blocks")

    def session(self, block: Block, names: dict[str, Any]) -> dict[str, Any]:
        test = doctest.DocTestParser().get_doctest(block.code, names, "docs/PYTHON.md", str(PAGE), block.line)
        said: list[str] = []
        failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
        self.assertEqual(0, failed, "".join(said))
        return test.globs

    def test_the_first_screen_of_the_readme_runs(self) -> None:
        (block,) = (block for block in blocks(ROOT / "README.md") if block.language == "python")
        self.assertLess(block.line, 45, "it is no longer on the first screen")
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(block.code, {})
        self.assertIn("edited=1", out.getvalue())
        self.assertNotIn("Bob", out.getvalue())

    def test_file_blocks_are_the_files(self) -> None:
        of_page = {block.file: block.code for block in blocks() if block.file}
        files = sorted(str(path.relative_to(ROOT)) for path in EXAMPLES.iterdir() if path.suffix in (".py", ".sh"))
        self.assertEqual(files, sorted(of_page), "examples/python and the page have different files")
        for name, code in of_page.items():
            with self.subTest(name):
                self.assertEqual((ROOT / name).read_text(), code, "scripts/update-python-docs writes it anew")

    def test_file_blocks_run(self) -> None:
        for block in blocks():
            if block.file is None:
                continue
            name = Path(block.file).name
            with self.subTest(name):
                if name in ELSEWHERE:
                    self.skipTest(f"{name} {ELSEWHERE[name]}")
                # A shell script names the module that it loads in its command line.
                code = block.code if block.language == "python" else "import dolma, lauter.integrations.dolma"
                if missing := lacking(code):
                    self.skipTest(f"{name} needs {missing}")
                self.run_example(name)

    def run_example(self, name: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            paths = inputs(Path(folder))
            program = ["sh"] if name.endswith(".sh") else [sys.executable]
            # A cluster of Ray of its own, not one that somebody left behind; NeMo's client starts one itself.
            local = {} if name.startswith("nemo") else {"RAY_ADDRESS": "local"}
            environment = {**os.environ, **local, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
            command = [*program, str(EXAMPLES / name), *(paths[argument] for argument in ARGUMENTS[name])]
            done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=folder, timeout=300)
            self.assertEqual(0, done.returncode, done.stderr[-3000:])
            self.assertNotIn(CANARY, done.stdout + done.stderr)

    def test_new_lines_of_the_tables_import(self) -> None:
        """Imports in running text: what "coming from" tells people to write."""
        lines = re.findall(r"`((?:from|import) lauter[^`]*)`", PAGE.read_text())
        self.assertTrue(lines)
        for line in lines:
            with self.subTest(line):
                if missing := lacking(line):
                    self.skipTest(f"{line}: needs {missing}")
                exec(line, {})


if __name__ == "__main__":
    unittest.main()
