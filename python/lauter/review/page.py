"""A row as the page shows it: pieces of texts and places in them, in the browser's unit, UTF-16."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from ..offsets import byte_to_char, char_to_byte, char_to_utf16, utf16_to_char
from .texts import Op, RowTexts

_WHOLE = 20_000
"""Code points up to which a text is shown whole."""
_AROUND = 1_000
"""Code points shown before and behind an edit of a longer one."""
_MAX_OPS = 300
"""Edits of a row that are shown at once."""


class TextView:
    """One text of a row. Offsets outside are bytes of the original; in the page they are UTF-16 units of what is shown."""

    def __init__(self, text: bytes, ops: Sequence[Op], *, is_original: bool) -> None:
        self.text = text.decode("utf-8", "replace")
        self._is_original = is_original
        self._byte_to_char, self._char_to_byte = byte_to_char(self.text), char_to_byte(self.text)
        self._to_utf16, self._to_char = char_to_utf16(self.text), utf16_to_char(self.text)
        # Of refined texts: where each op stands in them, and in the original.
        self._shown: list[tuple[int, int]] = []
        self._ends: list[int] = []
        moved = 0
        for op in ops:
            size = len(op.replacement.encode()) if not is_original else op.end - op.start
            self._shown.append((op.start + moved, op.start + moved + size))
            self._ends.append(op.end)
            moved += 0 if is_original else size - (op.end - op.start)
        self._ops = ops

    def span(self, number: int) -> tuple[int, int]:
        """Where op `number` of this text is shown."""
        start, end = self._shown[number]
        return self._utf16(start), self._utf16(end)

    def shown(self, start: int, end: int) -> tuple[int, int]:
        """Where bytes of the original that no edit takes are shown."""
        at = bisect_right(self._ends, start)
        moved = self._shown[at - 1][1] - self._ends[at - 1] if at else 0
        return self._utf16(start + moved), self._utf16(end + moved)

    def bytes_of(self, start: int, end: int) -> tuple[int, int]:
        """The bytes of the original that are selected in the page.

        Raises:
            ValueError: the selection is empty, inside of a character, outside, or touches an edit.
        """
        try:
            begin, stop = (self._char_to_byte[self._to_char[offset]] for offset in (start, end))
        except IndexError:
            raise ValueError("the selection is outside of the text") from None
        if begin >= stop:
            raise ValueError("nothing is selected")
        moved = 0
        for (shown_start, shown_end), op in zip(self._shown, self._ops):
            if shown_start < stop and begin < max(shown_end, shown_start + 1) and not (shown_start == shown_end and shown_start == begin):
                raise ValueError("the selection touches an edit: judge that one, and mark what is beside it")
            if shown_end <= begin:
                moved = op.end - shown_end
        return begin + moved, stop + moved

    def windows(self, spans: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
        """What to show: all, or what is around these places (in UTF-16); each piece with where it begins."""
        text = self.text
        if len(text) <= _WHOLE:
            return [(0, text)]
        wanted = [(0, 2 * _AROUND)]
        for start, end in spans:
            begin, stop = self._to_char[start], self._to_char[end]
            if stop - begin > 4 * _AROUND:  # Of what is long its begin and its end.
                wanted += [(begin - _AROUND, begin + _AROUND), (stop - _AROUND, stop + _AROUND)]
            else:
                wanted.append((begin - _AROUND, stop + _AROUND))
        pieces: list[tuple[int, int]] = []
        for begin, stop in sorted((max(0, begin), min(len(text), stop)) for begin, stop in wanted):
            if pieces and begin <= pieces[-1][1]:
                pieces[-1] = pieces[-1][0], max(stop, pieces[-1][1])
            else:
                pieces.append((begin, stop))
        return [(self._to_utf16[begin], text[begin:stop]) for begin, stop in pieces]

    def piece(self, start: int, end: int) -> tuple[int, str]:
        """The characters around [start, end), at most as many as are shown whole."""
        limit = self._to_utf16[len(self.text)]
        begin, stop = (self._char(min(max(offset, 0), limit)) for offset in (start, end))
        stop = min(stop, begin + _WHOLE)
        return self._to_utf16[begin], self.text[begin:stop]

    @property
    def length(self) -> int:
        return self._to_utf16[len(self.text)]

    def _utf16(self, byte: int) -> int:
        return self._to_utf16[self._byte_to_char[byte]]

    def _char(self, offset: int) -> int:
        try:
            return self._to_char[offset]
        except ValueError:  # Inside of a pair of surrogates.
            return self._to_char[offset - 1]


def text_views(row: RowTexts) -> dict[str | None, TextView]:
    """The texts of a row by field."""
    return {
        name: TextView(text, [op for op in row.ops if op.field == name], is_original=row.is_original) for name, text in row.texts.items()
    }


def row_json(row: RowTexts, views: dict[str | None, TextView], file: str, number: int, focus: int | None) -> dict[str, Any]:
    """What the page needs of a row, but decisions. `focus`: the op that must be in it."""
    names = list(views)
    counts = {name: 0 for name in [*names, None]}
    places: dict[int, tuple[str | None, int]] = {}
    for op in row.ops:
        places[op.number] = op.field, counts.setdefault(op.field, 0)
        counts[op.field] += 1
    begin = 0
    if len(row.ops) > _MAX_OPS:
        at = next((i for i, op in enumerate(row.ops) if op.number == focus), 0)
        begin = max(0, min(at - _MAX_OPS // 2, len(row.ops) - _MAX_OPS))
    ops = []
    spans: dict[str | None, list[tuple[int, int]]] = {}
    for op in row.ops[begin : begin + _MAX_OPS]:
        view = views.get(op.field)
        start, end = view.span(places[op.number][1]) if view is not None else (0, 0)
        spans.setdefault(op.field, []).append((start, end))
        ops.append(
            {
                "op": op.number, "text": names.index(op.field) if view is not None else None, "start": start, "end": end,
                "bytes": op.end - op.start, "with": op.replacement, "label": op.label, "rule": op.rule, "stage": op.stage,
                "score": op.score, "reason": op.reason,
            }
        )  # fmt: skip
    checks = row.log.get("checks", {})
    return {
        "row": row.row, "id": str(row.log["id"]), "file": file, "number": number, "state": row.log["state"],
        "reason": row.log.get("reason", ""), "verified": bool(checks.get("verified")), "rounds": checks.get("rounds", 0),
        "failed": checks.get("failed", []), "source": row.source, "why": row.why,
        "dropped": [op["cause"] for op in row.log.get("program", ()) if op.get("op") == "drop_document" and "cause" in op],
        "texts": [
            {"field": name, "length": view.length, "windows": view.windows(spans.get(name, []))} for name, view in views.items()
        ],
        "ops": ops, "first_op": begin, "n_ops": len(row.ops),
        "share": _share(row, views),
    }  # fmt: skip


def _share(row: RowTexts, views: dict[str | None, TextView]) -> float | None:
    """How much of the original was taken."""
    if not row.is_original or not row.ops:
        return None
    size = sum(len(text) for text in row.texts.values())
    return sum(op.end - op.start for op in row.ops) / size if size else None
