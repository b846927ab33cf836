"""In which order a person looks at a run."""
from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from ..errors import InputError
from .index import Index

STRATEGIES = ("unsure", "rules", "random", "kept", "held", "large", "search", "disagreements")
_OF_EACH_RULE = 5
_SHUFFLED = 10_000
"""Kept rows up to which all of them are put in order at once."""


@dataclass(frozen=True)
class Item:
    """A row to look at and, in queues of edits, which edit of it."""

    row: int
    op: int | None
    was: int = 0
    """Of an edit's value: the first 15 digits of its keyed hash; 0: not known."""


@dataclass(frozen=True)
class Page:
    items: list[Item]
    after: str | None
    """Asks for the next page; None: there is none."""
    total: int | None
    """Items in the whole queue; None: nobody has counted."""


def queue(index: Index, strategy: str, *, label: str = "", rule: str = "", text: str = "", after: str = "", limit: int = 200) -> Page:
    """A page of a queue. Of `disagreements` the session knows.

    Raises:
        InputError: a strategy, label or cursor that is none.
    """
    try:
        cursor = [int(number) for number in after.split(",")] if after else []
    except ValueError:
        raise InputError("after: not a cursor") from None
    if strategy in ("unsure", "random"):
        return _edits(index, strategy, label, rule, cursor, limit)
    if strategy == "rules":
        return _rules(index, label, rule, cursor, limit)
    if strategy == "kept":
        return _kept(index, cursor, limit)
    if strategy == "held":
        return _changed(index, "state = 2", "row", cursor, limit)
    if strategy == "large":
        return _changed(index, "state = 1", "bytes DESC, row", cursor, limit)
    if strategy == "search":
        return _search(index, label, rule, text, cursor, limit)
    raise InputError(f"strategy: one of {', '.join(STRATEGIES)}")


def _filter(index: Index, label: str, rule: str) -> tuple[str, list[Any]]:
    words, values = "", []
    for column, name in (("label", label), ("rule", rule)):
        if name:
            words += f" AND {column} = ?"
            values.append(index.ids.get(name, -1))
    return words, values


def _edits(index: Index, strategy: str, label: str, rule: str, cursor: list[int], limit: int) -> Page:
    keys = ("unsure", "rank", "row", "op") if strategy == "unsure" else ("rank", "row", "op")
    words, values = _filter(index, label, rule)
    begin: list[Any] = []
    if cursor:
        if len(cursor) != len(keys):
            raise InputError("after: not a cursor")
        words = f" AND ({', '.join(keys)}) > ({', '.join('?' * len(keys))})" + words
        begin = list(cursor)
    by = "unsure" if strategy == "unsure" else "rank"
    rows = index.query(
        f"SELECT row, op, was, {', '.join(keys)} FROM edit INDEXED BY edit_{by} WHERE 1{words} ORDER BY {', '.join(keys[:2])} LIMIT ?",
        [*begin, *values, limit],
    )
    after = ",".join(str(number) for number in rows[-1][3:]) if len(rows) == limit else None
    return Page([Item(row, op, was) for row, op, was, *_ in rows], after, None)


def _rules(index: Index, label: str, rule: str, cursor: list[int], limit: int) -> Page:
    """A few edits of each rule, in the order of the rules' names."""
    begin = cursor[0] if cursor else 0
    items: list[Item] = []
    wanted, values = _filter(index, label, "")
    ids = sorted((name, number) for number, name in index.names.items() if not rule or name == rule)
    for _, number in ids:
        rows = index.query(
            f"SELECT row, op, was FROM edit INDEXED BY edit_rule WHERE rule = ?{wanted} ORDER BY rank LIMIT ?", [number, *values, _OF_EACH_RULE]
        )
        items += [Item(*row) for row in rows]
    page = items[begin : begin + limit]
    return Page(page, str(begin + limit) if begin + limit < len(items) else None, len(items))


def _kept(index: Index, cursor: list[int], limit: int) -> Page:
    """Kept rows, each as likely as any other, none twice; always the same ones of a run."""
    begin = cursor[0] if cursor else 0
    end = min(begin + limit, index.n_kept)
    draw = random.Random(1)
    if index.n_kept <= _SHUFFLED:
        numbers = draw.sample(range(index.n_kept), index.n_kept)
    else:
        numbers, seen = [], set[int]()
        while len(numbers) < end:
            number = draw.randrange(index.n_kept)
            if number not in seen:
                seen.add(number)
                numbers.append(number)
    items = [Item(index.kept_row(number), None) for number in numbers[begin:end]]
    return Page(items, str(end) if end < index.n_kept else None, index.n_kept)


def _changed(index: Index, where: str, order: str, cursor: list[int], limit: int) -> Page:
    begin = cursor[0] if cursor else 0
    rows = index.query(f"SELECT row FROM changed WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (limit, begin))
    total = index.query(f"SELECT count(*) FROM changed WHERE {where}")[0][0]
    return Page([Item(row, None) for (row,) in rows], str(begin + limit) if begin + limit < total else None, total)


def _search(index: Index, label: str, rule: str, text: str, cursor: list[int], limit: int) -> Page:
    """By id; of words that are a label or a rule, their rows."""
    text = text.strip()
    if text and text.upper() in index.ids and not label:
        label, text = text.upper(), ""
    elif text and text in index.ids and not rule:
        rule, text = text, ""
    if text:
        rows = index.find_id(text, limit)
        return Page([Item(row, None) for row in rows], None, len(rows))
    if not label and not rule:
        return Page([], None, 0)
    words, values = _filter(index, label, rule)
    begin = cursor[0] if cursor else -1
    found = index.query(f"SELECT row, min(op) FROM edit WHERE row > ?{words} GROUP BY row ORDER BY row LIMIT ?", [begin, *values, limit])
    return Page([Item(row, op) for row, op in found], str(found[-1][0]) if len(found) == limit else None, None)
