"""Argilla: edits as suggestions for a span question.

    dataset = rg.Dataset("pii", settings=settings(batch), client=client)
    dataset.create()
    dataset.records.log(list(records(batch, texts)))

Offsets are code points, Argilla's unit. Records hold the original texts: keep the server as the corpus is kept.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from lauter.integrations import missing

try:
    import argilla as rg
except ImportError as error:
    raise missing(__name__, "argilla") from error

import lauter


def settings(labels: lauter.RefinedBatch | Iterable[str], *, question: str = "pii") -> rg.Settings:
    """A dataset of one text field and one span question with these labels, or those of a batch."""
    names = labels.counts.labels if isinstance(labels, lauter.RefinedBatch) else labels
    return rg.Settings(
        fields=[rg.TextField("text")],
        questions=[rg.SpanQuestion(question, field="text", labels=sorted(names), allow_overlapping=False)],
        metadata=[rg.TermsMetadataProperty("state")],
    )


def records(
    batch: lauter.RefinedBatch, texts: Iterable[str | None], *, question: str = "pii"
) -> Iterator[rg.Record]:
    """A record for each row that has a text, with its edits as one suggestion. `texts` are those that the batch was made of.

    Nulls and empty texts are left out, which Argilla refuses. A rejected row has no suggestion.
    """
    for refined, text in zip(batch, texts, strict=True):
        if not text:
            continue
        suggestions = []
        if refined.edits:
            spans = [{"start": edit.start, "end": edit.end, "label": edit.label} for edit in refined.edits]
            scores = [round(edit.score, 4) for edit in refined.edits]
            suggestions = [rg.Suggestion(question, spans, score=scores, agent=f"lauter {lauter.__version__}")]
        yield rg.Record(id=refined.id, fields={"text": text}, metadata={"state": refined.state}, suggestions=suggestions)
