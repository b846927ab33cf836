"""lauter without any framework: the core imports none, and each integration says what it needs."""

import importlib
import pkgutil
import subprocess
import sys
import tomllib
import unittest
from pathlib import Path

import contract

import lauter.integrations

ROOT = Path(__file__).resolve().parents[3]

# What each module says that it needs, and the extra that brings it, where they are not the module's own name.
NEEDS = {
    "data_juicer": ("data_juicer", "data-juicer"),
    "duckdb": ("duckdb and pyarrow", "duckdb"),
    "nemo_curator": ("nemo_curator", "nemo"),
    "spark": ("pyspark and pyarrow", "spark"),
}
OF_NO_FRAMEWORK = {"label_studio", "lauter_dj_ops", "_arrow"}
"""What needs nothing, and what data-juicer and the modules of Arrow frameworks load."""


class Rules(contract.RulesCase):
    """Lists of rows, in parts of every so manieth."""

    def ruled(self, recipe, rows, *, partitions):
        engine = lauter.Engine(recipe, key=contract.key())
        parts = [rows[part::partitions] for part in range(partitions)]
        return [row for part in parts for row in engine.refine_rows(part, ids=[r["id"] for r in part], on_rejected="drop")[0]]


class Missing(unittest.TestCase):
    def test_each_module_names_its_extra(self) -> None:
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
        names = {module.name for module in pkgutil.iter_modules(lauter.integrations.__path__)} - OF_NO_FRAMEWORK
        self.assertLess(9, len(names))
        for name in sorted(names):
            with self.subTest(name):
                needs, extra = NEEDS.get(name, (name, name))
                self.assertIn(extra, extras)
                with self.assertRaises(ImportError) as caught:
                    importlib.import_module(f"lauter.integrations.{name}")
                self.assertEqual(
                    f'lauter.integrations.{name} needs {needs}: pip install "lauter[{extra}]"', str(caught.exception)
                )

    def test_the_core_imports_no_framework(self) -> None:
        code = (
            "import sys, lauter, lauter.integrations\n"
            "lauter.Engine(key=lauter.Key.example()).refine_batch(['mail ada@corp.com']).texts\n"
            "print(*{name.partition('.')[0] for name in sys.modules})"
        )
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
        frameworks = {"pyarrow", "pandas", "numpy", "polars", "duckdb", "torch", "datasets", "datatrove", "dask", "ray", "pyspark"}
        self.assertEqual(set(), frameworks & set(done.stdout.split()))


if __name__ == "__main__":
    unittest.main()
