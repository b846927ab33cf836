"""Stand-ins for values that an analyzer found: the operator `surrogate`."""
from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import lauter
from lauter.presidio.entities import category_of


class Surrogates:
    """Makes stand-ins under one key. Engines are opened when they are first needed."""

    def __init__(self, recipe: Any, key: Any, options: Mapping[str, Any]) -> None:
        self._recipe = recipe
        self._key = key
        self._options = options
        self._by_category: dict[str, lauter.Engine] = {}

    def of(self, text: str) -> Callable[[int, int, str], str]:
        """A function of (start, end, entity type) that gives the stand-in for `text[start:end]`.

        Where lauter itself would edit the very span, it is the stand-in that `lauter.refine` has there: dates of a
        text move together, a person's mail address goes with the name. Elsewhere it is that of the value alone.
        """
        whole = functools.cache(lambda: self._whole(text))

        def stand_in(start: int, end: int, entity: str) -> str:
            edits, text_id = whole()
            made = edits.get((start, end))
            if made is None:
                made = self._alone(text[start:end], entity, text_id)
            return made or f"<{entity}>"

        return stand_in

    def _whole(self, text: str) -> tuple[dict[tuple[int, int], str], str]:
        refined = self._engine.refine(text)
        return {(edit.start, edit.end): edit.replacement for edit in refined.edits}, refined.id

    def _alone(self, value: str, entity: str, text_id: str) -> str | None:
        category = category_of(entity, _categories())
        if category is None:
            return None
        engine = self._by_category.get(category)
        if engine is None:
            # One rule says that the whole text is such a value; nothing else is looked for.
            rule = {"name": "value", "label": category, "pattern": r"(?s)\A(.+)\z", "score": 1}
            engine = self._by_category[category] = lauter.Engine(
                "anonymize",
                key=self._key,
                model="none",
                set={"steps.0.custom_rules": [rule], "steps.0.categories.enable": [category]},
            )
        refined = engine.refine(value, id=text_id)
        if refined.state != "edited" or refined.text is None or value in refined.text:
            return None
        return refined.text

    @functools.cached_property
    def _engine(self) -> lauter.Engine:
        return lauter.Engine(self._recipe, key=self._key, **self._options)


@functools.cache
def _categories() -> frozenset[str]:
    return frozenset(category.name for category in lauter.categories())
