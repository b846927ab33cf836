"""The classes of results and options: Presidio's own where it is installed, else ours of equal shape."""
from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

HAS_ANALYZER: Final = find_spec("presidio_analyzer") is not None
HAS_ANONYMIZER: Final = find_spec("presidio_anonymizer") is not None

if not TYPE_CHECKING and HAS_ANALYZER:
    from presidio_analyzer import AnalysisExplanation, DictAnalyzerResult, Pattern, PatternRecognizer, RecognizerResult
else:
    from lauter.presidio._shapes import (
        AnalysisExplanation,
        DictAnalyzerResult,
        Pattern,
        PatternRecognizer,
        RecognizerResult,
    )

if not TYPE_CHECKING and HAS_ANONYMIZER:
    from presidio_anonymizer import (
        ConflictResolutionStrategy,
        EngineResult,
        InvalidParamError,
        OperatorConfig,
        OperatorResult,
    )
else:
    from lauter.presidio._shapes import (
        ConflictResolutionStrategy,
        EngineResult,
        InvalidParamError,
        OperatorConfig,
        OperatorResult,
    )

__all__ = [
    "AnalysisExplanation",
    "ConflictResolutionStrategy",
    "DictAnalyzerResult",
    "EngineResult",
    "InvalidParamError",
    "OperatorConfig",
    "OperatorResult",
    "Pattern",
    "PatternRecognizer",
    "RecognizerResult",
]
