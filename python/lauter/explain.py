"""A text with its edits marked, as plain text, for terminals, and for notebooks. What was replaced is shown only on request."""
from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, final

if TYPE_CHECKING:
    from .results import Edit, Refined, RefinedBatch

_BLOCK = "▇"
_CONTEXT = 80  # Code points shown before and behind an edit.
_BATCH_ROWS = 10  # Edited rows in a notebook's view of a batch.
_BOX = "white-space:pre-wrap;font-family:monospace"
_DEL = "background:#fdd;color:#a00;text-decoration:none"
_INS = "background:#dfd;color:#060;text-decoration:none"


class Piece(NamedTuple):
    """A run of the shown text."""

    kind: Literal["same", "gap", "was", "now", "head"]
    text: str


@final
class Explanation(str):
    """The plain form, `[-▇▇▇-]{+stand-in+}` for an edit, and the others as properties."""

    __slots__ = ("ansi", "html")
    ansi: str
    """For a terminal, in colours."""
    html: str
    """One `<div>` with all its styles."""

    def _repr_html_(self) -> str:
        return self.html


def explain(refined: Refined, *, show_values: bool = False) -> Explanation:
    """The explanation of one row; see `Refined.explain`."""
    pieces = list(_pieces(refined, show_values))
    causes = [_cause(edit) for edit in refined.edits]
    head = refined.state if refined.reason is None else f"{refined.state}: {refined.reason}"
    explanation = Explanation("\n".join(filter(None, (head, "".join(map(_plain, pieces)), *causes))))
    explanation.ansi = "\n".join(filter(None, (f"\x1b[1m{head}\x1b[0m", "".join(map(_ansi, pieces)), *(f"\x1b[2m{c}\x1b[0m" for c in causes))))
    listed = "".join(f"<li>{_escape(cause)}</li>" for cause in causes)
    explanation.html = (
        f'<div style="{_BOX}"><b>{_escape(head)}</b><br>{"".join(map(_html, pieces))}' + (f"<ul>{listed}</ul>" if listed else "") + "</div>"
    )
    return explanation


def batch_html(batch: RefinedBatch) -> str:
    """A batch's counts, and its first edited rows."""
    from itertools import islice

    counts = batch.counts
    cells = "".join(f"<td>{name} <b>{getattr(counts, name)}</b></td>" for name in ("rows", "kept", "edited", "rejected", "null", "edits"))
    rows = "".join(f"<hr>{explain(row).html}" for row in islice(batch.edited(), _BATCH_ROWS))
    return f"<div><table><tr>{cells}</tr></table>{rows}</div>"


def _pieces(refined: Refined, show_values: bool) -> Iterator[Piece]:
    *_, texts, paths = refined._facts
    for text, path in zip(texts, paths):
        edits = [edit for edit in refined.edits if edit.field == path]
        if text is None or (path is not None and not edits):
            continue
        if path is not None:
            yield Piece("head", path)
        at = 0
        for edit in edits:
            yield from _between(text[at : edit.refined_start], first=at == 0, last=False)
            if edit.end > edit.start:
                yield Piece("was", edit.original if show_values else _BLOCK * (edit.end - edit.start))
            if edit.replacement:
                yield Piece("now", edit.replacement)
            at = edit.refined_end
        yield from _between(text[at:], first=at == 0, last=True)


def _between(text: str, *, first: bool, last: bool) -> Iterator[Piece]:
    """Text without edits: all of it, or what is near the edits on either side."""
    before = 0 if first and not last else _CONTEXT
    after = 0 if last else _CONTEXT
    if len(text) <= before + after + 20:
        if text:
            yield Piece("same", text)
        return
    if before:
        yield Piece("same", text[:before])
    yield Piece("gap", " … ")
    if after:
        yield Piece("same", text[-after:])


def _cause(edit: Edit) -> str:
    place = f"{edit.field} " if edit.field else ""
    return f"{place}{edit.start}:{edit.end} {edit.label} {edit.rule} {edit.score:.2f} {edit.reason}".rstrip()


def _plain(piece: Piece) -> str:
    marks = {"was": "[-{}-]", "now": "{{+{}+}}", "head": "\n{}:\n"}
    return marks.get(piece.kind, "{}").format(piece.text)


def _ansi(piece: Piece) -> str:
    marks = {"was": "\x1b[31m{}\x1b[0m", "now": "\x1b[32m{}\x1b[0m", "gap": "\x1b[2m{}\x1b[0m", "head": "\n\x1b[1m{}\x1b[0m\n"}
    return marks.get(piece.kind, "{}").format(piece.text)


def _html(piece: Piece) -> str:
    marks = {"was": f'<del style="{_DEL}">{{}}</del>', "now": f'<ins style="{_INS}">{{}}</ins>', "head": "<br><b>{}</b><br>"}
    return marks.get(piece.kind, "{}").format(_escape(piece.text))


def _escape(text: str) -> str:
    from html import escape

    return escape(text)
