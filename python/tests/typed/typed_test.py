"""The package, and a program that uses it, under `mypy --strict`; and the private types against the module they describe."""
from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = HERE.parents[1]
CONFIG = str(PYTHON / "mypy.ini")


class Typed(unittest.TestCase):
    def mypy(self, *arguments: str) -> None:
        try:
            import mypy  # noqa: F401
        except ImportError:
            self.skipTest(f"mypy is not installed for {sys.executable}")
        environment = {**os.environ, "MYPYPATH": str(PYTHON)}
        result = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=HERE, env=environment, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_package(self) -> None:
        self.mypy("mypy", "--config-file", CONFIG, str(PYTHON / "lauter"))

    def test_user(self) -> None:
        self.mypy("mypy", "--config-file", CONFIG, str(HERE / "user_project.py"))

    def test_glue(self) -> None:
        self.mypy("mypy.stubtest", "lauter._core", "--mypy-config-file", CONFIG)


if __name__ == "__main__":
    unittest.main()
