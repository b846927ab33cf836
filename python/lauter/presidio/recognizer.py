"""lauter inside Presidio's own `AnalyzerEngine`, for those who stay with it."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lauter.presidio.analyzer import AnalyzerEngine
from lauter.presidio.results import HAS_ANALYZER, RecognizerResult

if TYPE_CHECKING:

    class EntityRecognizer:
        """The part of Presidio's class that is used here."""

        supported_entities: list[str]
        id: str

        def __init__(self, *, supported_entities: list[str], name: str, supported_language: str) -> None: ...

elif HAS_ANALYZER:
    from presidio_analyzer import EntityRecognizer
else:
    raise ImportError('lauter.presidio.LauterRecognizer needs presidio-analyzer: pip install "lauter[presidio]"')


class LauterRecognizer(EntityRecognizer):
    """`analyzer.registry.add_recognizer(LauterRecognizer())`: what lauter finds, beside what Presidio's own do.

    `options` are those of `lauter.presidio.AnalyzerEngine`: `recipe`, `model`, `set`, `strict_entities`, ...
    Presidio asks recognizers by language: one for each language that its engine has.
    """

    def __init__(self, supported_language: str = "en", **options: Any) -> None:
        self._analyzer = AnalyzerEngine(**options)
        super().__init__(
            supported_entities=self._analyzer.get_supported_entities(),
            name="LauterRecognizer",
            supported_language=supported_language,
        )

    def load(self) -> None:
        """Nothing: the engine is open."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """The finds of the `entities` that lauter has; those of other recognizers are not its own."""
        mine = [entity for entity in entities if entity in self.supported_entities]
        if not mine:
            return []
        # Asked for everything, a find is reported under Presidio's name, not under lauter's too.
        wanted = None if set(mine) == set(self.supported_entities) else mine
        results = self._analyzer.analyze(text, "en", entities=wanted, return_decision_process=True)
        for result in results:  # Presidio drops results of recognizers that it does not know
            result.recognition_metadata[RecognizerResult.RECOGNIZER_IDENTIFIER_KEY] = self.id
        return results
