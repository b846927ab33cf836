"""lauter takes private data and abuse out of texts, by minimal edits that are verified.

>>> import lauter
>>> refined = lauter.refine("Mail Bob Smith at bob.smith@corp.com", key=lauter.Key.example())
>>> [(edit.label, edit.start, edit.end) for edit in refined.edits]
[('PERSON', 5, 14), ('EMAIL_ADDRESS', 18, 36)]
>>> "Bob" in refined.text
False
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _cpu

_cpu.check()

from . import _core  # noqa: E402  (only a processor that can run it may load it)
from .engine import Engine, find, iter_refined, refine
from .errors import (
    FieldError,
    InputError,
    Interrupted,
    KeyProblem,
    LauterError,
    LauterWarning,
    ModelMissing,
    RecipeError,
    RejectedError,
    Unavailable,
    UnsupportedCpu,
)
from .keys import Key
from .recipes import Recipe
from .results import Checks, Counts, Edit, FoundBatch, Refined, RefinedBatch, Span

if TYPE_CHECKING:
    from .catalog import Category as Category
    from .catalog import categories as categories
    from .explain import Explanation as Explanation
    from .jobs import LogRow as LogRow
    from .jobs import Progress as Progress
    from .jobs import Run as Run
    from .jobs import refine_files as refine_files
    from .machine import Doctor as Doctor
    from .machine import doctor as doctor

__version__: str = _core.version

# Loaded when they are asked for, so that `import lauter` stays cheap.
_LATER = {
    "Category": "catalog",
    "categories": "catalog",
    "Explanation": "explain",
    "LogRow": "jobs",
    "Progress": "jobs",
    "Run": "jobs",
    "refine_files": "jobs",
    "Doctor": "machine",
    "doctor": "machine",
}

__all__ = [
    "Category",
    "Checks",
    "Counts",
    "Doctor",
    "Edit",
    "Engine",
    "Explanation",
    "FieldError",
    "FoundBatch",
    "InputError",
    "Interrupted",
    "Key",
    "KeyProblem",
    "LauterError",
    "LauterWarning",
    "LogRow",
    "ModelMissing",
    "Progress",
    "Recipe",
    "RecipeError",
    "Refined",
    "RefinedBatch",
    "RejectedError",
    "Run",
    "Span",
    "Unavailable",
    "UnsupportedCpu",
    "categories",
    "doctor",
    "find",
    "iter_refined",
    "refine",
    "refine_files",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'lauter' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_LATER[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
