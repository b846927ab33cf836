"""The decisions of all reviewers, carried over to rows."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..decisions import Decision, Decisions, by_scope, settled
from ..index import Index
from ..run_files import RunFile
from ..texts import Op, RowTexts


@dataclass(frozen=True)
class Span:
    """A place of a text that has to go, in bytes of the original."""

    field: str | None
    start: int
    end: int
    label: str
    op: Op | None
    """The run's edit; None: a person marked it."""
    decision: Decision | None
    """None: nobody judged."""

    @property
    def words(self) -> str | None:
        """What a person wants there; None: nobody said."""
        return self.decision.words if self.decision is not None and self.decision.verdict == "words" else None


class Judgements:
    """What all reviewers decided. Where two disagree nothing is decided."""

    def __init__(self, index: Index, decisions: Decisions) -> None:
        self._index = index
        latest, self.disputed = settled(decisions)
        self.all = list(latest.values())
        """One for each place."""
        files = {file.relative: file.number for file in index.run.files}
        self.by_row: dict[int, list[Decision]] = defaultdict(list)
        self.stale = 0
        """Decisions about rows that are not there any more."""
        for decision in self.all:
            row = index.row_of(files[decision.file], decision.row - 1) if decision.file in files else None
            if row is None:
                self.stale += 1
            else:
                self.by_row[row].append(decision)
        self.values, self.rules = by_scope(self.all)

    def rows(self, file: RunFile) -> Iterator[int]:
        """Rows of a file in which a person decided something, in order."""
        first, n = self._index.files[file.number]
        return iter(sorted(row for row in self.by_row if first <= row < first + n))

    def of(self, row: int, raw_hash: str) -> list[Decision]:
        """Those about a row, if it is the one that was seen."""
        return [decision for decision in self.by_row.get(row, ()) if decision.raw_hash == raw_hash]

    def spans(self, texts: RowTexts) -> list[Span]:
        """What has to go: the run's edits but those that should stay, and what was missed; sorted, apart."""
        here = self.of(texts.row, texts.log["raw_hash"])
        places = {(decision.field, decision.start, decision.end): decision for decision in here if decision.verdict != "missed"}
        spans = []
        for op in texts.ops:
            decision = places.get((op.field, op.start, op.end)) or self.values.get(op.was) or self.rules.get(op.rule)
            if decision is not None and decision.verdict == "stay":
                continue
            label = decision.label if decision is not None and decision.verdict == "label" and decision.label else op.label
            spans.append(Span(op.field, op.start, op.end, label, op, decision))
        for decision in here:
            if decision.verdict == "missed" and not any(_touch(span, decision) for span in spans):
                spans.append(Span(decision.field, decision.start, decision.end, decision.label or "", None, decision))
        return sorted(spans, key=lambda span: (span.field or "", span.start, span.end))

    def is_reviewed(self, texts: RowTexts) -> bool:
        """Whether a person has judged the whole row: each edit, or of a row without edits the row."""
        here = self.of(texts.row, texts.log["raw_hash"])
        if texts.log["state"] == "rejected" or not here:
            return False
        if any(decision.is_row and decision.verdict == "right" for decision in here):
            return True
        places = {(decision.field, decision.start, decision.end) for decision in here}
        return bool(texts.ops) and all((op.field, op.start, op.end) in places or op.was in self.values or op.rule in self.rules for op in texts.ops)

    def is_released(self, texts: RowTexts) -> bool:
        """Whether a person said of a row that was held back that it should stay in the corpus."""
        here = self.of(texts.row, texts.log["raw_hash"])
        return texts.log["state"] == "rejected" and any(decision.is_row and decision.verdict == "stay" for decision in here)


def _touch(span: Span, decision: Decision) -> bool:
    return span.field == decision.field and span.start < decision.end and decision.start < span.end
