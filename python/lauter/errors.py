"""What can go wrong, as exceptions. No message holds a value of a text.

All but `UnsupportedCpu` and `Interrupted` are a `LauterError`, and each is also the built-in error that a caller would
expect: a wrong recipe is a `ValueError`, a missing file an `OSError`.
"""
from __future__ import annotations

import re
from collections.abc import Sequence


class LauterError(Exception):
    """Anything that lauter raises on purpose."""


class RecipeError(LauterError, ValueError):
    """A recipe, or an option that changes one, is wrong. The message names the nearest valid key.

    `file`, `line` and `column` (from 1) say where, if the recipe is a text; else they are None.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        place = re.match(r"(?P<file>.*?):(?P<line>\d+):(?:(?P<column>\d+):)? ", message)
        self.file: str | None = place["file"] if place else None
        self.line: int | None = int(place["line"]) if place else None
        self.column: int | None = int(place["column"]) if place and place["column"] else None


class KeyProblem(LauterError, ValueError):
    """A key is missing, unreadable, too short, or may not be used in this way."""


class FieldError(LauterError, KeyError):
    """A field path that is malformed, or that fits no row."""

    def __str__(self) -> str:  # KeyError would print the repr of its argument.
        return str(self.args[0]) if self.args else ""


class RejectedError(LauterError, ValueError):
    """A text could not be refined safely, and the call was told to raise, or has nothing else to give.

    `rows` holds `(index, id, reason)` of the first 100 rejected rows.
    """

    def __init__(self, message: str, rows: Sequence[tuple[int, str, str]] = ()) -> None:
        super().__init__(message)
        self.rows: list[tuple[int, str, str]] = list(rows[:100])

    def __reduce__(self) -> tuple[type[RejectedError], tuple[str, list[tuple[int, str, str]]]]:
        return type(self), (str(self), self.rows)


class ModelMissing(LauterError, LookupError):
    """This installation has no such weights."""


class InputError(LauterError, OSError):
    """A file or folder cannot be read or written."""


class Unavailable(LauterError, RuntimeError):
    """Something outside of lauter is not there: a server, or a library that is loaded on demand."""


class UnsupportedCpu(ImportError):
    """This processor lacks instructions that the build needs."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C ended a run over files. What was written stays: `resume=True` goes on from there."""


class LauterWarning(UserWarning):
    """The class of all warnings of lauter."""


# lauter_status of src/capi/lauter.h.
_BAD_CALL, _MODEL_MISSING, _STOPPED, _NO_MEMORY = 1, 5, 8, 9
_BY_CODE: dict[int, type[LauterError]] = {
    2: RecipeError,
    3: KeyProblem,
    4: FieldError,
    _MODEL_MISSING: ModelMissing,
    6: InputError,
    7: Unavailable,
}


def is_model_missing(error: Exception) -> bool:
    """Whether a `_core.Error` says that there are no weights of that name."""
    return bool(error.args[0] == _MODEL_MISSING)


def translate(error: Exception, recipe_path: str | None = None) -> BaseException:
    """The exception that a `_core.Error`, whose arguments are `(code, message)`, is for callers. The engine knows the text of a
    recipe alone; `recipe_path` says which file it is from."""
    code, message = error.args
    if recipe_path is not None and message.startswith("recipe:"):
        message = recipe_path + message.removeprefix("recipe")
    if code == _BAD_CALL:
        return ValueError(message)
    if code == _STOPPED:
        return KeyboardInterrupt(message)
    if code == _NO_MEMORY:
        return MemoryError(message)
    if code == _MODEL_MISSING:
        message += ' (the model large: pip install "lauter[large]")'
    return _BY_CODE.get(code, LauterError)(message)
