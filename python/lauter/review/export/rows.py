"""Decisions as rows: gold for `lauter measure`, training rows, tasks for teams."""
from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from ... import __version__
from ...offsets import byte_to_char
from ..texts import RowTexts, Texts
from .files import private_file
from .judged import Judgements, Span

# The categories that the encoder's head `pii` knows, by its types: src/llm/question/training_rows.cc.
_TYPES = {
    "PERSON": "PERSON", "FIRST_NAME": "PERSON", "LAST_NAME": "PERSON", "MAIDEN_NAME": "PERSON", "NICKNAME": "PERSON",
    "LOCATION": "LOC", "CITY": "LOC", "STATE": "LOC", "COUNTRY": "LOC", "ORGANIZATION": "ORG", "SCHOOL": "ORG",
    "STREET_ADDRESS": "ADDRESS", "JOB_TITLE": "TITLE", "AGE": "AGE", "NATIONALITY": "NRP", "ETHNICITY": "NRP", "RELIGION": "NRP",
    "POLITICAL_VIEW": "NRP", "DATE_OF_BIRTH": "DATE", "DATE_OF_DEATH": "DATE", "MEDICAL_DATE": "DATE", "EMPLOYMENT_DATE": "DATE",
    "DATE_TIME": "DATE",
}  # fmt: skip


def write_gold(texts: Texts, judged: Judgements, path: str) -> list[str]:
    """Rows that were judged whole, with what is private in them."""
    left_out, n = Counter[str](), 0
    with private_file(path) as file:
        for row in _reviewed(texts, judged, left_out):
            spans = judged.spans(row)
            for name, text, row_id in _texts_of(row):
                gold = [{"start": span.start, "end": span.end, "label": span.label} for span in spans if span.field == name]
                file.write(json.dumps({"id": row_id, "text": text.decode(), "spans": gold}, ensure_ascii=False) + "\n")
                n += 1
    return [f"{path}: {n} gold rows; THEY HOLD PRIVATE DATA, keep the file as safe as the key", *_left_out(left_out)]


def write_heads(texts: Texts, judged: Judgements, path: str) -> list[str]:
    """Training rows of the encoder's heads: what should stay is none of the spans, what was missed is one."""
    left_out, n = Counter[str](), 0
    steps = {step.get("use") for step in texts.index.run.recipe.get("steps", ())}
    labels = {*texts.index.run.report.get("labels", {}), *(decision.label or "" for decision in judged.all)}
    types = sorted({_TYPES[label] for label in labels if label in _TYPES})
    with private_file(path) as file:
        for row in _reviewed(texts, judged, left_out):
            spans = judged.spans(row)
            for name, text, row_id in _texts_of(row):
                here = [span for span in spans if span.field == name]
                out: dict[str, Any] = {"id": row_id, "text": text.decode(), "source": "review", "split": _split(row_id)}
                if steps & {"anonymize", "anonymize-code", "llm"}:
                    out["pii"] = [[span.start, span.end, _TYPES[span.label]] for span in here if span.label in _TYPES and _stage(span) not in ("clean", "detoxify")]
                    out["pii_types"] = types
                if "detoxify" in steps:
                    out["toxic"] = [[span.start, span.end] for span in here if _stage(span) == "detoxify"]
                    out["toxic_doc"] = int(bool(out["toxic"]))
                if "clean" in steps:
                    out["lines"], out["junk"] = _junk(text, [span for span in here if _stage(span) == "clean"])
                file.write(json.dumps(out, ensure_ascii=False) + "\n")
                n += 1
    return [f"{path}: {n} training rows; THEY HOLD PRIVATE DATA", *_left_out(left_out)]


def write_label_studio(texts: Texts, judged: Judgements, path: str, rows: Iterable[int]) -> list[str]:
    """Tasks to import, with what is known as a prediction."""
    from ...integrations.label_studio import tasks

    refined, originals, missing = _suggestions(texts, judged, rows)
    made = list(tasks(refined, originals))  # type: ignore[arg-type]  # what tasks() reads of a batch
    with private_file(path) as file:
        json.dump(made, file, ensure_ascii=False)
    return [f"{path}: {len(made)} tasks; THEY HOLD PRIVATE DATA", *_left_out(missing)]


def write_argilla(texts: Texts, judged: Judgements, path: str, rows: Iterable[int]) -> list[str]:
    """Records for `dataset.records.from_json(path)`, for settings of lauter.integrations.argilla."""
    refined, originals, missing = _suggestions(texts, judged, rows)
    records = []
    for row, text in zip(refined, originals):
        if not text:
            continue
        spans = [{"start": edit.start, "end": edit.end, "label": edit.label} for edit in row.edits]
        scores = [round(edit.score, 4) for edit in row.edits]
        suggestion = {"pii": {"value": spans, "score": scores, "agent": f"lauter {__version__}"}} if spans else {}
        records.append(
            {
                "id": row.id, "fields": {"text": text}, "metadata": {"state": row.state}, "suggestions": suggestion, "responses": {},
                "vectors": {}, "status": "pending", "_server_id": None,
            }
        )  # fmt: skip
    with private_file(path) as file:
        json.dump(records, file, ensure_ascii=False)
    return [f"{path}: {len(records)} records; THEY HOLD PRIVATE DATA", *_left_out(missing)]


def _suggestions(texts: Texts, judged: Judgements, rows: Iterable[int]) -> tuple[list[SimpleNamespace], list[str], Counter[str]]:
    """Rows in the form of a batch's, each text one, with edits in code points."""
    refined, originals, missing = list[SimpleNamespace](), list[str](), Counter[str]()
    for number in dict.fromkeys(rows):
        row = texts.row(number)
        if not row.is_original:
            missing[row.why or "there is no text"] += 1
            continue
        spans = judged.spans(row)
        for name, content, row_id in _texts_of(row):
            text = content.decode("utf-8", "replace")
            to_char = byte_to_char(text)
            edits = []
            for span in spans:
                if span.field != name:
                    continue
                start, end = to_char[span.start], to_char[span.end]
                op = span.op
                edits.append(
                    SimpleNamespace(
                        start=start, end=end, label=span.label, original=text[start:end], score=op.score if op else 1.0,
                        rule=op.rule if op else "review", replacement=op.replacement if op else "",
                    )
                )  # fmt: skip
            refined.append(SimpleNamespace(id=row_id, state=row.log["state"], edits=edits))
            originals.append(text)
    return refined, originals, missing


def _reviewed(texts: Texts, judged: Judgements, left_out: Counter[str]) -> Iterator[RowTexts]:
    for number in sorted(judged.by_row):
        row = texts.row(number)
        if not judged.is_reviewed(row):
            left_out["not all of their edits are judged" if row.log["state"] != "rejected" else "they were held back"] += 1
        elif not row.is_original:
            left_out[row.why or "there is no text"] += 1
        else:
            yield row


def _texts_of(row: RowTexts) -> Iterator[tuple[str | None, bytes, str]]:
    """Field, text, and an id for it."""
    for name, text in row.texts.items():
        yield name, text, str(row.log["id"]) + ("" if name is None else f"#{name}")


def _left_out(reasons: Counter[str]) -> list[str]:
    return [f"{n} rows are left out: {reason}" for reason, n in reasons.most_common()]


def _stage(span: Span) -> str:
    return span.op.stage if span.op is not None else ""


def _split(row_id: str) -> str:
    """As is_held_out() of train/builders/pii.py."""
    return "test" if hashlib.sha256(row_id.encode()).digest()[0] < 26 else "train"


def _junk(text: bytes, spans: list[Span]) -> tuple[list[int | None], list[list[int]]]:
    """Of each line whether it is junk (None: it is empty), and what of the lines is."""
    lines: list[int | None] = []
    junk: list[list[int]] = []
    begin = 0
    for line in text.split(b"\n"):
        end, left, at = begin + len(line), b"", begin
        for span in spans:
            start, stop = max(span.start, begin), min(span.end, end)
            if start < stop:
                left += text[at:start]
                at = stop
                junk.append([start, stop])
        left += text[at:end]
        lines.append(None if not line.strip() else int(not left.strip()))
        begin = end + 1
    if text.endswith(b"\n"):
        lines.pop()
    return lines, junk
