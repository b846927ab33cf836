"""Presidio's `AnalyzerEngine` and `BatchAnalyzerEngine`, with lauter's detection behind them."""
from __future__ import annotations

import json
import logging
import re
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import lauter
from lauter.presidio.entities import SAME_NAME, TO_PRESIDIO, entity_of
from lauter.presidio.recognizers import Registry, Rule, own, rules_of
from lauter.presidio.results import AnalysisExplanation, DictAnalyzerResult, RecognizerResult
from lauter.recipes import as_recipe

_logger = logging.getLogger("lauter")
_REGEX_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_ENGINES_HELD = 8


class AnalyzerEngine:
    """Finds private values. Presidio's signature; results are Presidio's class if it is installed.

    >>> analyzer = AnalyzerEngine()
    >>> found = analyzer.analyze(text="My phone number is 212-555-5555", entities=["PHONE_NUMBER"], language="en")
    >>> [(result.entity_type, result.start, result.end) for result in found]
    [('PHONE_NUMBER', 19, 31)]

    Offsets are code points. Scores are lauter's: how probable it is that the value is private, not how good a
    pattern is; a low score of something that gives access is a find all the same, so mind `score_threshold`.
    No results overlap. Languages are not told apart; `supported_languages`, if given, are the ones that are accepted.

    `recipe` and `options` (`key`, `model`, `scope`, `set`, `enable`, ...) are those of `lauter.Engine`;
    `scope="all"` finds every named person, as Presidio does, where the default leaves public ones.
    `strict_entities=True` leaves out finds that Presidio has no entity type for. `registry`: `PatternRecognizer`s
    beside lauter's own detection; predefined ones in it are passed over.
    """

    def __init__(
        self,
        registry: Any = None,
        nlp_engine: None = None,
        app_tracer: Any = None,
        log_decision_process: bool = False,
        default_score_threshold: float = 0,
        supported_languages: list[str] | None = None,
        context_aware_enhancer: None = None,
        *,
        recipe: Any = "anonymize",
        strict_entities: bool = False,
        **options: Any,
    ) -> None:
        if nlp_engine is not None:
            raise TypeError("nlp_engine: lauter finds names itself; leave it out (model= says which model does)")
        if context_aware_enhancer is not None:
            raise TypeError("context_aware_enhancer: lauter reads the whole text as context; leave it out")
        self.registry = Registry() if registry is None else registry
        own(self.registry.recognizers)
        self.app_tracer = app_tracer
        self.log_decision_process = log_decision_process
        self.default_score_threshold = default_score_threshold
        self.supported_languages = supported_languages
        self.strict_entities = strict_entities
        self._recipe = recipe
        self._options = options
        self._engines: OrderedDict[tuple[Rule, ...], lauter.Engine] = OrderedDict()
        self._engine(())

    def analyze(
        self,
        text: str,
        language: str,
        entities: Collection[str] | None = None,
        correlation_id: str | None = None,
        score_threshold: float | None = None,
        return_decision_process: bool | None = False,
        ad_hoc_recognizers: Sequence[Any] | None = None,
        context: Sequence[str] | None = None,
        allow_list: Sequence[str] | None = None,
        allow_list_match: str | None = "exact",
        regex_flags: int | None = _REGEX_FLAGS,
        nlp_artifacts: None = None,
    ) -> list[RecognizerResult]:
        """The finds in `text`, best score first.

        `entities`: Presidio's types or lauter's categories; None: all. Unknown ones are logged and passed over,
        ValueError if none is known. `context`: words that are read as a label before the text.
        `allow_list`: values ("exact") or patterns ("regex", found anywhere in the value) that are no finds.
        """
        if nlp_artifacts is not None:
            raise TypeError("nlp_artifacts: lauter reads the text itself; leave it out")
        return self.analyze_many(
            [text],
            language,
            entities=entities,
            correlation_id=correlation_id,
            score_threshold=score_threshold,
            return_decision_process=return_decision_process,
            ad_hoc_recognizers=ad_hoc_recognizers,
            context=context,
            allow_list=allow_list,
            allow_list_match=allow_list_match,
            regex_flags=regex_flags,
        )[0]

    def analyze_many(
        self,
        texts: Sequence[str],
        language: str,
        *,
        threads: int | None = None,
        entities: Collection[str] | None = None,
        correlation_id: str | None = None,
        score_threshold: float | None = None,
        return_decision_process: bool | None = False,
        ad_hoc_recognizers: Sequence[Any] | None = None,
        context: Sequence[str] | None = None,
        allow_list: Sequence[str] | None = None,
        allow_list_match: str | None = "exact",
        regex_flags: int | None = _REGEX_FLAGS,
    ) -> list[list[RecognizerResult]]:
        """`analyze` for many texts in one call of the engine."""
        self._check_language(language)
        allowed = _allowed(allow_list, allow_list_match, regex_flags)
        recognizers = own([*self.registry.recognizers, *(ad_hoc_recognizers or ())], language)
        rules = {rule.name: rule for rule in rules_of(recognizers)}
        wanted = self._wanted(entities, rules.values())
        least = self.default_score_threshold if score_threshold is None else score_threshold
        prefix = ", ".join(context) + ": " if context else ""
        engine = self._engine(tuple(rules.values()))
        found = engine.find_batch([prefix + _readable(text) for text in texts], threads=threads)
        out = []
        for row, text in enumerate(texts):
            if found.states[row] == "rejected":
                raise lauter.RejectedError(f"text {row} could not be read", [(row, "", "not read")])
            results = []
            for span in found[row]:
                start, end = span.start - len(prefix), span.end - len(prefix)
                rule = rules.get(span.rule)
                entity = rule.entity if rule else entity_of(span.label, wanted, strict=self.strict_entities)
                score = rule.score_of(text, start, end) if rule else span.score
                if start < 0 or entity is None or score < least or (rule and score == 0):
                    continue
                if wanted is not None and entity not in wanted:
                    continue
                if not allowed(text[start:end]):
                    results.append(_result(entity, start, end, score, span.rule, rule, bool(return_decision_process)))
            results.sort(key=lambda one: (-one.score, one.start, one.start - one.end))
            self._trace(correlation_id, results)
            out.append(results)
        return out

    def get_supported_entities(self, language: str | None = None) -> list[str]:
        """What `entities=` may name: Presidio's types, lauter's categories, and those of the registry."""
        of_registry = {one.supported_entities[0] for one in own(self.registry.recognizers, language)}
        ours = {category.name for category in lauter.categories()}
        theirs = set(TO_PRESIDIO.values()) | SAME_NAME
        return sorted(of_registry | theirs | (set() if self.strict_entities else ours))

    def get_recognizers(self, language: str | None = None) -> list[Any]:
        """The recognizers beside lauter's own detection."""
        return own(self.registry.recognizers, language)

    def _check_language(self, language: str | None) -> None:
        if language is None:
            raise ValueError("No language provided")
        if self.supported_languages and language not in self.supported_languages:
            raise ValueError("No matching recognizers were found to serve the request.")

    def _wanted(self, entities: Collection[str] | None, rules: Iterable[Rule]) -> frozenset[str] | None:
        if not entities:
            return None
        known = frozenset(self.get_supported_entities()) | {rule.entity for rule in rules}
        wanted = known.intersection(entities)
        for entity in sorted(set(entities) - wanted):
            _logger.warning("entity %s: nothing finds it; see get_supported_entities()", entity)
        if not wanted:
            raise ValueError("No matching recognizers were found to serve the request.")
        return wanted

    def _engine(self, rules: tuple[Rule, ...]) -> lauter.Engine:
        engine = self._engines.get(rules)
        if engine is None:
            recipe = with_rules(self._recipe, [rule.to_recipe() for rule in rules])
            engine = lauter.Engine(recipe, **self._options)
            while len(self._engines) >= _ENGINES_HELD:
                self._engines.popitem(last=False)
            self._engines[rules] = engine
        self._engines.move_to_end(rules)
        return engine

    def _trace(self, correlation_id: str | None, results: list[RecognizerResult]) -> None:
        if not self.log_decision_process:
            return
        words = json.dumps([str(result) for result in results])
        if self.app_tracer is not None:
            self.app_tracer.trace(correlation_id, words)
        else:
            logging.getLogger("decision_process").info("[%s][%s]", correlation_id, words)


class BatchAnalyzerEngine:
    """Finds private values in lists and dictionaries: one call of the engine for each list."""

    def __init__(self, analyzer_engine: AnalyzerEngine | None = None) -> None:
        self.analyzer_engine = analyzer_engine or AnalyzerEngine()

    def analyze_iterator(
        self,
        texts: Iterable[str | bool | float | int],
        language: str,
        batch_size: int = 1,
        n_process: int = 1,
        **kwargs: Any,
    ) -> list[list[RecognizerResult]]:
        """A list of finds for each text. `n_process` threads work; `batch_size` decides nothing.

        Numbers are read as their `str()`; ValueError for anything else.
        """
        return self.analyzer_engine.analyze_many([_text_of(text) for text in texts], language, threads=n_process, **kwargs)

    def analyze_dict(
        self,
        input_dict: Mapping[str, Any],
        language: str,
        keys_to_skip: list[str] | None = None,
        batch_size: int = 1,
        n_process: int = 1,
        **kwargs: Any,
    ) -> Iterator[DictAnalyzerResult]:
        """The finds of each entry; keys are context to their values. `keys_to_skip`: "a", or "a.b" inside of a."""
        context = list(kwargs.pop("context", None) or [])
        skipped = keys_to_skip or []
        for key, value in input_dict.items():
            results: Any = []
            if value and key not in skipped:
                if isinstance(value, Mapping):
                    inside = [name.removeprefix(f"{key}.") for name in skipped if name.startswith(f"{key}.")]
                    results = self.analyze_dict(
                        value, language, inside, batch_size, n_process, context=[*context, key], **kwargs
                    )
                elif isinstance(value, str | bool | int | float):
                    results = self.analyzer_engine.analyze(str(value), language, context=[*context, key], **kwargs)
                elif isinstance(value, Iterable):
                    results = self.analyze_iterator(
                        value, language, batch_size, n_process, context=[*context, key], **kwargs
                    )
                else:
                    raise ValueError(f"type {type(value)} is unsupported.")
            yield DictAnalyzerResult(key=key, value=value, recognizer_results=results)


def with_rules(recipe: Any, rules: list[dict[str, Any]]) -> lauter.Recipe:
    """The recipe with these `custom_rules` besides its own, in each step that anonymises.

    RecipeError: there is no such step.
    """
    made = as_recipe(recipe)
    if not rules:
        return made
    steps = [(i, step) for i, step in enumerate(made.show()["steps"]) if step["use"] in ("anonymize", "anonymize-code")]
    if not steps:
        raise lauter.RecipeError(f"recognizers are rules of steps that anonymise, and the recipe {made.name} has none")
    return made.override({f"steps.{i}.custom_rules": [*step.get("custom_rules", ()), *rules] for i, step in steps})


def _result(
    entity: str, start: int, end: int, score: float, name: str, rule: Rule | None, explained: bool
) -> RecognizerResult:
    source = rule.recognizer.name if rule else name
    explanation = None
    if explained:
        explanation = AnalysisExplanation(
            recognizer=source,
            original_score=score,
            pattern_name=name,
            textual_explanation=f"Detected by lauter's rule `{name}`",
        )
    return RecognizerResult(
        entity_type=entity,
        start=start,
        end=end,
        score=score,
        analysis_explanation=explanation,
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: source,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: rule.recognizer.id if rule else "lauter",
        },
    )


def _allowed(values: Sequence[str] | None, match: str | None, flags: int | None) -> Any:
    if not values:
        return lambda value: False
    if match == "exact":
        return frozenset(values).__contains__
    if match != "regex":
        raise ValueError("allow_list_match must either be set to 'exact' or 'regex'.")
    patterns = [value for value in values if value]
    return re.compile("|".join(patterns), flags or 0).search if patterns else lambda value: False


def _readable(text: str) -> str:
    """A lone surrogate has no UTF-8; a sign of the same length stands for it, so that the rest is read."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def _text_of(value: object) -> str:
    if value and not isinstance(value, str | bool | int | float):
        raise ValueError(
            "Analyzer.analyze_iterator only works on primitive types (int, float, bool, str). "
            "Lists of objects are not yet supported."
        )
    return "" if value is None else str(value)
