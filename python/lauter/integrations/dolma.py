"""dolma: a tagger of private data.

    dolma tag --documents "in/documents/*" --taggers lauter_v1 --tagger_modules lauter.integrations.dolma

Spans are code points, their types lauter's categories; dolma's mixer replaces them. It has no stand-ins and no
verifier: for these, refine the documents instead. Another recipe: a subclass with another `RECIPE`, registered under a
name of its own.
"""
from __future__ import annotations

import re
from typing import Any, ClassVar

from lauter.integrations import missing

try:
    from dolma.core.data_types import DocResult, Document, Span
    from dolma.core.registry import TaggerRegistry
    from dolma.core.taggers import BaseTagger
except ImportError as error:
    raise missing(__name__, "dolma") from error

import lauter

# It has no UTF-8; a sign of the same length stands for it, so that the rest is read.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@TaggerRegistry.add("lauter_v1")
class LauterTagger(BaseTagger):  # type: ignore[misc,unused-ignore]
    """Finds private values."""

    RECIPE: ClassVar[str] = "anonymize"
    OPTIONS: ClassVar[dict[str, Any]] = {}
    """Of `lauter.Engine`: model, set, enable, ..."""

    def __init__(self) -> None:
        # Nothing that the key decides about leaves the tagger.
        self._engine = lauter.Engine(self.RECIPE, key=lauter.Key.example(), threads=1, **self.OPTIONS)

    def predict(self, doc: Document) -> DocResult:
        """A span for each find."""
        text = doc.text if doc.text.isascii() else _LONE_SURROGATE.sub("\ufffd", doc.text)
        found = self._engine.find(text)
        return DocResult(doc=doc, spans=[Span(one.start, one.end, one.label, one.score) for one in found])
