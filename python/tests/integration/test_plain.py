"""lauter without any framework: the core imports none, and each integration says what it needs."""

import importlib.util
import pkgutil
import subprocess
import sys
import unittest

import lauter.integrations

# What each module says that it needs, where it is not the module's own name.
NEEDS = {"duckdb": "duckdb and pyarrow"}
OURS = ("dask", "datasets", "datatrove", "duckdb", "polars")


class Missing(unittest.TestCase):
    def test_each_module_names_its_extra(self) -> None:
        there = {module.name for module in pkgutil.iter_modules(lauter.integrations.__path__)}
        for name in OURS:
            with self.subTest(name):
                self.assertIn(name, there)
                if importlib.util.find_spec(name):
                    self.skipTest(f"{name} is installed")
                with self.assertRaises(ImportError) as caught:
                    importlib.import_module(f"lauter.integrations.{name}")
                wanted = f'lauter.integrations.{name} needs {NEEDS.get(name, name)}: pip install "lauter[{name}]"'
                self.assertEqual(wanted, str(caught.exception))

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
