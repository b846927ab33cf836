"""Presidio's `PatternRecognizer`s as custom rules of a recipe.

RE2 runs the patterns, so nothing backtracks; a pattern that RE2 cannot run (look-around, back references) is an
error that names it. `\\d`, `\\w` and `\\b` mean ASCII there. Deny lists become whole words. `validate_result` and
`invalidate_result` are asked as Presidio asks them; a recognizer's `context` words are not.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lauter.presidio.results import PatternRecognizer

_PREDEFINED = "presidio_analyzer.predefined_recognizers"
_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))


@dataclass(frozen=True)
class Rule:
    """One pattern of a recognizer."""

    name: str
    entity: str
    pattern: str
    score: float
    recognizer: Any
    whole_words: bool

    def to_recipe(self) -> dict[str, Any]:
        """An item of `custom_rules`. The label is no built-in category's name: those are for the judge to decide."""
        return {"name": self.name, "label": f"{self.entity}_OF_A_RECOGNIZER", "pattern": self.pattern, "score": self.score}

    def score_of(self, text: str, start: int, end: int) -> float:
        """The score of a match at `text[start:end]`; 0: it is none."""
        if self.whole_words and (_in_word(text, start - 1) or _in_word(text, end)):
            return 0.0
        value = text[start:end]
        if self.recognizer.invalidate_result(value):
            return 0.0
        verdict = self.recognizer.validate_result(value)
        return self.score if verdict is None else float(bool(verdict))


class Registry:
    """Recognizers beside lauter's own; `add_recognizer` and `remove_recognizer` as in Presidio."""

    def __init__(self, recognizers: Iterable[Any] = ()) -> None:
        self.recognizers = list(recognizers)

    def add_recognizer(self, recognizer: Any) -> None:
        check(recognizer)
        self.recognizers.append(recognizer)

    def remove_recognizer(self, recognizer_name: str) -> None:
        self.recognizers = [one for one in self.recognizers if one.name != recognizer_name]


def check(recognizer: Any) -> None:
    """TypeError if this is not a `PatternRecognizer`."""
    if not isinstance(recognizer, PatternRecognizer) and not hasattr(recognizer, "patterns"):
        raise TypeError(
            f"lauter.presidio takes PatternRecognizers, not {type(recognizer).__name__}: other recognizers run in "
            "Presidio's AnalyzerEngine, beside a lauter.presidio.LauterRecognizer"
        )


def own(recognizers: Iterable[Any], language: str | None = None) -> list[Any]:
    """The user's recognizers for this language: without those that Presidio ships, since lauter has its own."""
    mine = [one for one in recognizers if not type(one).__module__.startswith(_PREDEFINED)]
    for one in mine:
        check(one)
    return [one for one in mine if language is None or one.supported_language == language]


def rules_of(recognizers: Iterable[Any]) -> list[Rule]:
    """A rule for each pattern and each deny list; names are unique."""
    rules: list[Rule] = []
    names: dict[str, int] = {}
    for recognizer in recognizers:
        flags = _flags(recognizer)
        for name, pattern, score, words in _patterns(recognizer):
            title = f"{recognizer.name}/{name}"
            names[title] = names.get(title, 0) + 1
            if names[title] > 1:
                title += f"#{names[title]}"
            # The whole match is the value: group 1 is around all of it.
            rules.append(
                Rule(title, recognizer.supported_entities[0], f"{flags}({pattern})", score, recognizer, words)
            )
    return rules


def _flags(recognizer: Any) -> str:
    flags = int(recognizer.global_regex_flags or 0)
    known = "".join(letter for flag, letter in _FLAGS if flags & flag)
    rest = flags & ~(re.IGNORECASE | re.MULTILINE | re.DOTALL | re.UNICODE)
    if rest:
        raise ValueError(f"{recognizer.name}: RE2 has no {re.RegexFlag(rest)!r}; leave it out of global_regex_flags")
    return f"(?{known})" if known else ""


def _patterns(recognizer: Any) -> Iterator[tuple[str, str, float, bool]]:
    for pattern in recognizer.patterns:
        # Presidio adds its own form of the deny list, with look-behinds.
        if not (recognizer.deny_list and pattern.name == "deny_list"):
            yield pattern.name, pattern.regex, pattern.score, False
    if recognizer.deny_list:
        words = "|".join(_bounded(word) for word in recognizer.deny_list)
        yield "deny_list", words, recognizer.deny_list_score, True


def _bounded(word: str) -> str:
    # RE2's \b knows ASCII; at other letters score_of() looks at the neighbours.
    before = r"\b" if re.match(r"\w", word, re.ASCII) else ""
    after = r"\b" if re.search(r"\w\Z", word, re.ASCII) else ""
    return before + re.escape(word) + after


def _in_word(text: str, at: int) -> bool:
    return 0 <= at < len(text) and re.match(r"\w", text[at]) is not None
