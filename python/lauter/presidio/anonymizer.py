"""Presidio's `AnonymizerEngine` and `DeanonymizeEngine`, and the operator `surrogate`: lauter's keyed stand-ins."""
from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lauter.presidio.operators import ANONYMIZERS, DEANONYMIZERS, Operator, of_class
from lauter.presidio.results import (
    ConflictResolutionStrategy,
    EngineResult,
    InvalidParamError,
    OperatorConfig,
    OperatorResult,
    RecognizerResult,
)
from lauter.presidio.surrogates import Surrogates

Results = Sequence[RecognizerResult]
_MERGE = ConflictResolutionStrategy.MERGE_SIMILAR_OR_CONTAINED


class AnonymizerEngine:
    """Replaces what an analyzer found, lauter's or Presidio's.

    >>> AnonymizerEngine().anonymize("I am Ada", [RecognizerResult("PERSON", 5, 8, 0.9)]).text
    'I am <PERSON>'

    Operators: `replace`, `redact`, `mask`, `hash`, `encrypt`, `keep`, `custom` as in Presidio, and `surrogate`.
    What no operator is given for gets `default_operator`. A stand-in depends on `key` and the value, so that the same
    person is the same stand-in in every text; `recipe` and `options` are those of `lauter.Engine`. Entity types that
    lauter has no stand-ins for become `<TYPE>`.
    """

    def __init__(
        self, default_operator: str = "replace", *, recipe: Any = "anonymize", key: Any = None, **options: Any
    ) -> None:
        self._operators: dict[str, Operator] = dict(ANONYMIZERS)
        self._default = OperatorConfig(default_operator)
        self._surrogates = Surrogates(recipe, key, options)
        if default_operator not in self.get_anonymizers():
            raise InvalidParamError(f"Invalid operator class '{default_operator}'.")

    def anonymize(
        self,
        text: str,
        analyzer_results: Results,
        operators: Mapping[str, OperatorConfig] | None = None,
        conflict_resolution: ConflictResolutionStrategy = _MERGE,
        merge_entities_with_spaces: bool = True,
    ) -> EngineResult:
        """The text with every result replaced. `operators`: by entity type, "DEFAULT" for all others.

        Overlapping results are settled as Presidio does it: those of one type are merged, of those inside others the
        outer one stays; REMOVE_INTERSECTIONS cuts the rest apart. Of two neighbours of one type with blanks between
        them one is made. InvalidParamError: a result that leaves the text, an unknown operator, a wrong parameter.
        """
        results = _settled(analyzer_results, conflict_resolution)
        if merge_entities_with_spaces:
            results = _joined(text, results)
        stand_ins = self._surrogates.of(text)

        def operator(name: str) -> Operator:
            if name == "surrogate":
                return lambda value, params: stand_ins(params["start"], params["end"], params["entity_type"])
            return _known(self._operators, name)

        return _operate(text, results, {"DEFAULT": self._default, **(operators or {})}, operator)

    def add_anonymizer(self, anonymizer_cls: type[Any]) -> None:
        """Adds an operator, a class of Presidio's form."""
        name, function = of_class(anonymizer_cls)
        self._operators[name] = function

    def remove_anonymizer(self, anonymizer_cls: type[Any]) -> None:
        """Takes an operator out."""
        name, _ = of_class(anonymizer_cls)
        if self._operators.pop(name, None) is None:
            raise InvalidParamError(f"Operator {name} not found in anonymizers list")

    def get_anonymizers(self) -> list[str]:
        """Names of the operators."""
        return [*self._operators, "surrogate"]


class DeanonymizeEngine:
    """Brings back what `encrypt` wrote."""

    def __init__(self) -> None:
        self._operators: dict[str, Operator] = dict(DEANONYMIZERS)

    def deanonymize(
        self, text: str, entities: Sequence[OperatorResult], operators: Mapping[str, OperatorConfig]
    ) -> EngineResult:
        """The text with `entities` (the items of an `EngineResult`) decrypted, by `OperatorConfig("decrypt", {"key": k})`."""
        return _operate(text, entities, operators, lambda name: _known(self._operators, name))

    def add_deanonymizer(self, deanonymizer_cls: type[Any]) -> None:
        """Adds an operator, a class of Presidio's form."""
        name, function = of_class(deanonymizer_cls)
        self._operators[name] = function

    def remove_deanonymizer(self, deanonymizer_cls: type[Any]) -> None:
        """Takes an operator out."""
        name, _ = of_class(deanonymizer_cls)
        if self._operators.pop(name, None) is None:
            raise InvalidParamError(f"Operator {name} not found in deanonymizers list")

    def get_deanonymizers(self) -> list[str]:
        """Names of the operators."""
        return list(self._operators)


def _known(operators: Mapping[str, Operator], name: str) -> Operator:
    if name not in operators:
        raise InvalidParamError(f"Invalid operator class '{name}'.")
    return operators[name]


def _operate(
    text: str,
    results: Sequence[RecognizerResult | OperatorResult],
    configs: Mapping[str, OperatorConfig],
    operator: Callable[[str], Operator],
) -> EngineResult:
    """Replaces from the end to the start, so that places of the original hold; of two that cross, the later one is whole."""
    pieces: list[str] = []  # last first
    written: list[tuple[RecognizerResult | OperatorResult, str, str, int]] = []
    last, length = len(text), 0
    for one in sorted(results, key=lambda one: (one.start, one.end), reverse=True):
        _check(one, text)
        config = configs.get(one.entity_type) or configs.get("DEFAULT")
        if config is None:
            raise InvalidParamError(f"Invalid operator class 'None' for {one.entity_type}.")
        params = {**config.params, "entity_type": one.entity_type}
        if config.operator_name == "surrogate":
            params |= {"start": one.start, "end": one.end}
        piece = operator(config.operator_name)(text[one.start : one.end], params)
        between = text[min(one.end, last) : last]
        pieces += [between, piece]
        length += len(between) + len(piece)
        written.append((one, piece, config.operator_name, length))
        last = one.start
    pieces.append(text[:last])
    result = "".join(reversed(pieces))
    items = []
    for one, piece, name, from_end in written:
        start = len(result) - from_end
        items.append(
            OperatorResult(start, start + len(piece), one.entity_type, piece, name, score=getattr(one, "score", None))
        )
    return EngineResult(result, items)


def _check(one: RecognizerResult | OperatorResult, text: str) -> None:
    if not 0 <= one.start <= one.end <= len(text):
        raise InvalidParamError(
            f"Invalid analyzer result, start: {one.start} and end: {one.end}, while text length is only {len(text)}."
        )


def _settled(given: Results, strategy: ConflictResolutionStrategy) -> list[RecognizerResult]:
    results = _merged(sorted((_copy(one) for one in given), key=lambda one: (one.start, one.end)))
    results = _outermost(results)
    if strategy == ConflictResolutionStrategy.REMOVE_INTERSECTIONS:
        results = _cut_apart(results)
    return results


def _copy(one: RecognizerResult) -> RecognizerResult:
    return RecognizerResult(one.entity_type, one.start, one.end, one.score)


def _merged(results: list[RecognizerResult]) -> list[RecognizerResult]:
    """Results of one type that share characters become one. It stands where the last of them stood."""
    kept: list[tuple[int, RecognizerResult]] = []
    open_: dict[str, tuple[int, RecognizerResult]] = {}
    for position, result in enumerate(results):
        last = open_.get(result.entity_type)
        if last is not None and last[1].intersects(result):
            result.start = last[1].start
            result.end = max(last[1].end, result.end)
            result.score = max(last[1].score, result.score)
        elif last is not None:
            kept.append(last)
        open_[result.entity_type] = (position, result)
    return [result for _, result in sorted([*kept, *open_.values()], key=lambda item: item[0])]


def _outermost(results: list[RecognizerResult]) -> list[RecognizerResult]:
    """Without results inside others; of those at one place the best, of equals the last."""
    best: dict[tuple[int, int], int] = {}
    for index, one in enumerate(results):
        other = best.get((one.start, one.end))
        if other is None or results[other].score <= one.score:
            best[one.start, one.end] = index
    kept, reach = set(), -1
    for (_, end), index in sorted(best.items(), key=lambda item: (item[0][0], -item[0][1])):
        if end > reach:
            kept.add(index)
            reach = end
    return [one for index, one in enumerate(results) if index in kept]


def _cut_apart(results: list[RecognizerResult]) -> list[RecognizerResult]:
    """The worse of two that cross loses what they share."""
    results.sort(key=lambda one: (one.start, one.end))
    index = 0
    while index < len(results) - 1:
        one, other = results[index], results[index + 1]
        if one.end <= other.start:
            index += 1
            continue
        if one.score >= other.score:
            other.start = one.end
        else:
            one.end = other.start
        results.sort(key=lambda one: (one.start, one.end))
    return [one for one in results if one.start < one.end]


def _joined(text: str, results: list[RecognizerResult]) -> list[RecognizerResult]:
    """Neighbours of one type with nothing but blanks between them become one."""
    joined: list[RecognizerResult] = []
    last: RecognizerResult | None = None
    for result in results:
        if last is not None and last.entity_type == result.entity_type:
            if re.search(r"^( )+$", text[last.end : result.start]):
                joined.remove(last)
                result = copy.copy(result)
                result.start = last.start
        joined.append(result)
        last = result
    return joined
