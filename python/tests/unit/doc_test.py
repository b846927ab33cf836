"""Every example of a docstring, run."""
from __future__ import annotations

import doctest
import importlib
import pkgutil
import unittest

import lauter

LEFT_OUT = {"lauter.__main__", "lauter._core", "lauter.presidio.recognizer"}
"""No examples; the last needs Presidio."""


def load_tests(loader: unittest.TestLoader, tests: unittest.TestSuite, pattern: str | None) -> unittest.TestSuite:
    """unittest's hook: one test for each docstring with examples. Those of a framework's module run beside its contract test."""
    for module in pkgutil.walk_packages(lauter.__path__, "lauter."):
        if module.name not in LEFT_OUT and not module.name.startswith("lauter.integrations."):
            tests.addTests(doctest.DocTestSuite(importlib.import_module(module.name)))
    tests.addTests(doctest.DocTestSuite(lauter))
    return tests


if __name__ == "__main__":
    unittest.main()
