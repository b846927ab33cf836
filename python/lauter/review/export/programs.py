"""Decisions carried out: the programs of the whole run, corrected, for `lauter apply --programs`."""
from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from ...engine import Engine
from ...errors import LauterError
from ..texts import RowTexts, Texts, ops_of
from .files import public_file
from .judged import Judgements, Span

_MOST_RULES = 5_000


def write(texts: Texts, judged: Judgements, path: str) -> list[str]:
    """One row for each row of the run, in its order. What should stay is not edited, what was missed is, with the stand-in that the
    run's key gives to it."""
    counts = Counter[str]()
    index = texts.index
    changed = {row: texts.row(row) for row in sorted(judged.by_row)}
    stand_ins = _StandIns(texts, changed.values(), judged)
    with public_file(path) as file:
        for run_file in index.run.files:
            if run_file.log is None:
                continue
            for number, log in index.log_rows(run_file.number):
                row = changed.get(number) or RowTexts(number, log, ops_of(log), "none", {})
                out = _row(row, judged, stand_ins, counts)
                file.write(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n")
    said = [f"{path}: {counts['rows']} programs; {counts['stay']} edits stay undone, {counts['missed']} are new, {counts['changed']} are changed"]
    if counts["released"]:
        said.append(f"{counts['released']} rows that were held back are let through, as people decided")
    if counts["placeholder"]:
        said.append(f"{counts['placeholder']} of them have a placeholder: without the original and the key there is no stand-in")
    return said


def _row(row: RowTexts, judged: Judgements, stand_ins: _StandIns, counts: Counter[str]) -> dict[str, Any]:
    counts["rows"] += 1
    log = row.log
    released = judged.is_released(row)
    counts["released"] += released
    if log["state"] == "rejected" and not released:
        return log
    spans = judged.spans(row)
    counts["stay"] += len(row.ops) - sum(span.op is not None for span in spans)
    program = []
    for span in spans:
        op: dict[str, Any] = dict(span.op.raw) if span.op is not None else {}
        relabelled = span.op is not None and span.label != span.op.label
        if span.op is None or relabelled or span.words is not None:
            counts["missed" if span.op is None else "changed"] += 1
            words = span.words
            if words is None:
                words, is_placeholder = stand_ins.of(row, span)
                counts["placeholder"] += is_placeholder
            cause = {**op.get("cause", {"stage": "review", "rule": "review.missed", "score": 1.0}), "label": span.label}
            was = span.decision.was if span.decision is not None else ""
            op = {"op": "replace" if words else "delete", "start": span.start, "end": span.end}
            op |= {"with": words} if words else {}
            op |= {"cause": cause}
            op |= {"field": span.field} if span.field is not None else {}
            op |= {"was_hmac": was} if was else {}
        program.append(op)
    out = {name: log[name] for name in ("id", "raw_hash") if name in log}
    return out | {"program": program, "state": "edited" if program else "kept"}


class _StandIns:
    """Stand-ins for what people marked or named otherwise: those of the run's recipe and key, so that a value has one everywhere."""

    def __init__(self, texts: Texts, rows: Iterable[RowTexts], judged: Judgements) -> None:
        wanted: set[tuple[str, str]] = set()
        for row in rows:
            for span in judged.spans(row):
                value = _value(row, span)
                if value is not None and span.words is None and (span.op is None or span.label != span.op.label):
                    wanted.add((value, span.label))
        self._made: dict[tuple[str, str], str] = {}
        if texts.key is None:
            return
        pairs = sorted(wanted)
        for begin in range(0, len(pairs), _MOST_RULES):
            self._make(texts, pairs[begin : begin + _MOST_RULES])

    def of(self, row: RowTexts, span: Span) -> tuple[str, bool]:
        """The stand-in, and whether it is but a placeholder."""
        value = _value(row, span)
        made = self._made.get((value, span.label)) if value is not None else None
        return (made, False) if made is not None else (f"[{span.label}]", True)

    def _make(self, texts: Texts, pairs: list[tuple[str, str]]) -> None:
        assert texts.key is not None
        rules = [
            {"name": f"review-{i}", "label": label, "pattern": "^" + _re2_quote(value) + "$", "score": 1.0} for i, (value, label) in enumerate(pairs)
        ]
        recipe = {name: texts.index.run.recipe[name] for name in ("surrogates",) if name in texts.index.run.recipe}
        recipe["steps"] = [{"use": "anonymize", "mode": "text", "model": "none", "custom_rules": rules}]
        try:
            engine = Engine(recipe, key=texts.key.key)
            batch = engine.refine_batch([value for value, _ in pairs])
        except LauterError:
            return
        for pair, refined in zip(pairs, batch):
            if refined.state == "edited" and len(refined.edits) == 1 and refined.text and refined.edits[0].label == pair[1]:
                self._made[pair] = refined.text


def _value(row: RowTexts, span: Span) -> str | None:
    text = row.texts.get(span.field)
    if not row.is_original or text is None:
        return None
    value = text[span.start : span.end].decode("utf-8", "replace")
    return value if "\n" not in value and "\r" not in value else None


def _re2_quote(value: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", value, flags=re.ASCII) if value.isascii() else re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", value)
