"""What this machine has, and what is missing."""
from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import final

from . import _core, _models, _parquet
from .errors import translate


@final
class Doctor(Mapping[str, str]):
    """What `lauter doctor` says: words for people by name, such as `features`, `memory`, `parquet`, `models`."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Mapping[str, str]) -> None:
        self._facts = dict(facts)

    def __getitem__(self, name: str) -> str:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __repr__(self) -> str:
        return "\n".join(f"{name:17} {words}" for name, words in self._facts.items())

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(words)}</td></tr>" for name, words in self._facts.items())
        return f"<table>{rows}</table>"


def doctor(recipe: str | os.PathLike[str] | None = None) -> Doctor:
    """What this machine has, what is missing and how to get it.

    >>> import lauter
    >>> lauter.doctor()["lauter"] == lauter.__version__
    True

    Args:
        recipe: the path of a recipe whose servers are asked whether they answer.

    Raises:
        RecipeError: it is wrong.
    """
    import json

    args = [] if recipe is None else ["--recipe", os.fspath(recipe)]
    library = _parquet.library()
    if library is not None:
        args += ["--duckdb", library]
    _models.announce()
    try:
        return Doctor(json.loads(_core.doctor(args)))
    except _core.Error as error:
        raise translate(error) from None
