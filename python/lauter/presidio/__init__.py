"""Presidio's classes with lauter's engine behind them: change the import line.

    from lauter.presidio import AnalyzerEngine, AnonymizerEngine

Presidio need not be installed; where it is, results and options are its own classes. docs/PYTHON.md lists what differs.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lauter.presidio.analyzer import AnalyzerEngine, BatchAnalyzerEngine
from lauter.presidio.anonymizer import AnonymizerEngine, DeanonymizeEngine
from lauter.presidio.recognizers import Registry
from lauter.presidio.results import (
    AnalysisExplanation,
    ConflictResolutionStrategy,
    DictAnalyzerResult,
    EngineResult,
    InvalidParamError,
    OperatorConfig,
    OperatorResult,
    Pattern,
    PatternRecognizer,
    RecognizerResult,
)

if TYPE_CHECKING:
    from lauter.presidio.recognizer import LauterRecognizer

__all__ = [
    "AnalysisExplanation",
    "AnalyzerEngine",
    "AnonymizerEngine",
    "BatchAnalyzerEngine",
    "ConflictResolutionStrategy",
    "DeanonymizeEngine",
    "DictAnalyzerResult",
    "EngineResult",
    "InvalidParamError",
    "LauterRecognizer",
    "OperatorConfig",
    "OperatorResult",
    "Pattern",
    "PatternRecognizer",
    "RecognizerResult",
    "Registry",
]


def __getattr__(name: str) -> Any:
    if name == "LauterRecognizer":  # its base class is Presidio's
        from lauter.presidio.recognizer import LauterRecognizer

        return LauterRecognizer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
