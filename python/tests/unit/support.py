"""What the unit tests share: invented values, an engine, and a canary that no message may hold."""
from __future__ import annotations

import sys
import unittest
from typing import Any

import lauter

KEY = lauter.Key.example()
MAIL = "jo.doe@corp-example.com"
CANARY = "canary.zq@corp-example.com"
LONE = "broken \ud800 " + CANARY
"""A text that no engine can read."""


def engine(**options: Any) -> lauter.Engine:
    return lauter.Engine(key=KEY, **{"model": "none", **options})


def needs(module: str) -> Any:
    """The module, or a skip with its name."""
    try:
        return __import__(module)
    except ImportError:
        raise unittest.SkipTest(f"{module} is not installed for {sys.executable}") from None
