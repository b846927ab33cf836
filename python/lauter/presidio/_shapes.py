"""Presidio's result and option classes, for machines without Presidio: the same names, fields and methods."""
from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

_REGEX_FLAGS = 26  # re.DOTALL | re.MULTILINE | re.IGNORECASE, Presidio's default


class InvalidParamError(Exception):
    """A parameter of an operator, or a result, is wrong."""

    def __init__(self, msg: str) -> None:
        self.err_msg = msg
        super().__init__(msg)


class ConflictResolutionStrategy(enum.Enum):
    """What happens to results that overlap."""

    MERGE_SIMILAR_OR_CONTAINED = "merge_similar_or_contained"
    REMOVE_INTERSECTIONS = "remove_intersections"


class AnalysisExplanation:
    """Why a value was found."""

    def __init__(
        self,
        recognizer: str,
        original_score: float,
        pattern_name: str | None = None,
        pattern: str | None = None,
        validation_result: bool | None = None,
        textual_explanation: str | None = None,
        regex_flags: int | None = None,
    ) -> None:
        self.recognizer = recognizer
        self.pattern_name = pattern_name
        self.pattern = pattern
        self.original_score = original_score
        self.score = original_score
        self.textual_explanation = textual_explanation
        self.score_context_improvement = 0.0
        self.supportive_context_word = ""
        self.validation_result = validation_result
        self.regex_flags = regex_flags

    def __repr__(self) -> str:
        return str(self.__dict__)

    def append_textual_explanation_line(self, text: str) -> None:
        self.textual_explanation = text if self.textual_explanation is None else f"{self.textual_explanation}\n{text}"

    def to_dict(self) -> dict[str, Any]:
        return self.__dict__


class RecognizerResult:
    """A find: type, place in code points of the original (half-open), score from 0 to 1."""

    RECOGNIZER_NAME_KEY: ClassVar = "recognizer_name"
    RECOGNIZER_IDENTIFIER_KEY: ClassVar = "recognizer_identifier"
    IS_SCORE_ENHANCED_BY_CONTEXT_KEY: ClassVar = "is_score_enhanced_by_context"

    def __init__(
        self,
        entity_type: str,
        start: int,
        end: int,
        score: float,
        analysis_explanation: AnalysisExplanation | None = None,
        recognition_metadata: dict[str, Any] | None = None,
    ) -> None:
        self.entity_type = entity_type
        self.start = start
        self.end = end
        self.score = score
        self.analysis_explanation = analysis_explanation
        self.recognition_metadata = recognition_metadata or {}

    def append_analysis_explanation_text(self, text: str) -> None:
        if self.analysis_explanation:
            self.analysis_explanation.append_textual_explanation_line(text)

    def to_dict(self) -> dict[str, Any]:
        return self.__dict__

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> RecognizerResult:
        return cls(data["entity_type"], data["start"], data["end"], data["score"])

    def intersects(self, other: RecognizerResult) -> int:
        """Characters that both have; 0 if none."""
        if self.end < other.start or other.end < self.start:
            return 0
        return min(self.end, other.end) - max(self.start, other.start)

    def contained_in(self, other: RecognizerResult) -> bool:
        return self.start >= other.start and self.end <= other.end

    def contains(self, other: RecognizerResult) -> bool:
        return self.start <= other.start and self.end >= other.end

    def equal_indices(self, other: RecognizerResult) -> bool:
        return self.start == other.start and self.end == other.end

    def has_conflict(self, other: RecognizerResult) -> bool:
        """Is `other` the better one: the same place and no lower score, or around this one?"""
        return self.score <= other.score if self.equal_indices(other) else other.contains(self)

    def __gt__(self, other: RecognizerResult) -> bool:
        return (self.start, self.end) > (other.start, other.end)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecognizerResult) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __str__(self) -> str:
        return f"type: {self.entity_type}, start: {self.start}, end: {self.end}, score: {self.score}"

    __repr__ = __str__

    def _key(self) -> tuple[int, int, float, str]:
        return self.start, self.end, self.score, self.entity_type


@dataclass
class DictAnalyzerResult:
    """The finds of one entry of a dictionary: a list, a list of lists, or an iterator over a dictionary inside."""

    key: str
    value: Any
    recognizer_results: list[RecognizerResult] | list[list[RecognizerResult]] | Iterator[DictAnalyzerResult]


@dataclass
class Pattern:
    """A regular expression and how sure a match of it is."""

    name: str
    regex: str
    score: float

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"Invalid score: {self.score}. Score should be between 0 and 1")

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, pattern_dict: dict[str, Any]) -> Pattern:
        return cls(**pattern_dict)


class PatternRecognizer:
    """Patterns and words of one entity type. `validate_result` and `invalidate_result` may be overridden."""

    def __init__(
        self,
        supported_entity: str,
        name: str | None = None,
        supported_language: str = "en",
        patterns: list[Pattern] | None = None,
        deny_list: list[str] | None = None,
        context: list[str] | None = None,
        deny_list_score: float = 1.0,
        global_regex_flags: int | None = _REGEX_FLAGS,
        version: str = "0.0.1",
    ) -> None:
        if not supported_entity:
            raise ValueError("Pattern recognizer should be initialized with entity")
        if not patterns and not deny_list:
            raise ValueError("Pattern recognizer should be initialized with patterns or with deny list")
        self.supported_entities = [supported_entity]
        self.name = name or type(self).__name__
        self.id = f"{self.name}_{id(self)}"
        self.supported_language = supported_language
        self.patterns = patterns or []
        self.deny_list = deny_list or []
        self.context = context
        self.deny_list_score = deny_list_score
        self.global_regex_flags = global_regex_flags
        self.version = version

    def validate_result(self, pattern_text: str) -> bool | None:
        """True: the value is certain; False: it is none; None: who knows."""
        return None

    def invalidate_result(self, pattern_text: str) -> bool | None:
        """True: the value is none."""
        return None


class OperatorConfig:
    """An operator's name and parameters."""

    def __init__(self, operator_name: str, params: dict[str, Any] | None = None) -> None:
        if not operator_name:
            raise InvalidParamError("Invalid input, operator config must contain operator_name")
        self.operator_name = operator_name
        self.params = params or {}

    @classmethod
    def from_json(cls, params: dict[str, Any]) -> OperatorConfig:
        rest = dict(params)
        return cls(rest.pop("type", ""), rest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OperatorConfig) and (self.operator_name, self.params) == (
            other.operator_name,
            other.params,
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"operator_name: {self.operator_name}, params: {sorted(self.params)}"  # a key may be among them


@dataclass
class OperatorResult:
    """What stands in the anonymized text: place in code points of that text, half-open."""

    start: int
    end: int
    entity_type: str
    text: str | None = None
    operator: str | None = None
    score: float | None = dataclasses.field(default=None, compare=False)

    def to_dict(self) -> dict[str, Any]:
        return dict(self.__dict__)

    @classmethod
    def from_json(cls, json: dict[str, Any]) -> OperatorResult:
        return cls(**{f.name: json.get(f.name) for f in dataclasses.fields(cls)})  # type: ignore[arg-type]


class EngineResult:
    """The anonymized text, and an item for each place that an operator wrote, last place first."""

    def __init__(self, text: str | None = None, items: list[OperatorResult] | None = None) -> None:
        self.text = text
        self.items = items or []

    def to_json(self) -> str:
        return json.dumps(self, default=lambda value: value.__dict__)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, EngineResult) and (self.text, self.items) == (other.text, other.items)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        items = ",\n    ".join(str(item) for item in self.items)
        return f"text: {self.text}\nitems:\n[\n    {items}\n]\n"
