"""Where the texts of a row are: "text", "doc.body", "messages[].content".

`.` goes into objects, `[]` into lists. A row's texts are one document to the engine. In place of a string, chat content may be
a list of parts, of which those of type "text" are taken.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

from .errors import FieldError

FieldPaths: TypeAlias = Union[str, Sequence[str]]
"""One path or several; "auto" takes what the schema shows: chats, prompts or instructions and their answers, `text` or `content`."""
Row: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["text", "list"]
Step: TypeAlias = tuple[str, bool]
"""A name, and whether its value is a list to go into."""
Place: TypeAlias = tuple[Union[str, int], ...]
"""Names and indices that lead to one text of a row."""

AUTO = "auto"
# What `auto` looks for, in this order: lists of messages, then texts or lists of messages.
_CHATS = (("messages", "content"), ("conversations", "value"))
_PROMPTS = ("prompt", "completion", "chosen", "rejected")
_INSTRUCTIONS = ("instruction", "input", "output")
_PLAIN = ("text", "content")
AUTO_NAMES = (*(name for name, _ in _CHATS), *_PROMPTS, *_INSTRUCTIONS, *_PLAIN)


def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path.

    >>> parse("messages[].content")
    (('messages', True), ('content', False))

    Raises:
        FieldError: an empty name, or `[]` elsewhere than behind a name.
    """
    steps = []
    for part in path.split("."):
        name = part.removesuffix("[]")
        if not name or "[" in name or "]" in name:
            raise FieldError(f'the field path "{path}" is malformed: write names with . between them, and [] behind lists: messages[].content')
        steps.append((name, part.endswith("[]")))
    return tuple(steps)


def as_paths(fields: FieldPaths) -> tuple[str, ...]:
    """The paths of a `fields=`; checks each one."""
    paths = (fields,) if isinstance(fields, str) else tuple(fields)
    if not paths:
        raise FieldError("fields= names no field")
    for path in paths:
        parse(path)
    return paths


def choose(kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """The paths that "auto" means for a schema: which of its columns are texts, which are lists.

    >>> choose({"prompt": "list", "chosen": "text", "score": "text"})
    ('prompt[].content', 'chosen')

    Raises:
        FieldError: there is nothing that it knows.
    """
    for name, value in _CHATS:
        if kinds.get(name) == "list":
            return (f"{name}[].{value}",)
    prompts = tuple(name if kinds[name] == "text" else f"{name}[].content" for name in _PROMPTS if name in kinds)
    if prompts:
        return prompts
    instructions = tuple(name for name in _INSTRUCTIONS if kinds.get(name) == "text")
    if instructions:
        return instructions
    for name in _PLAIN:
        if kinds.get(name) == "text":
            return (name,)
    raise FieldError(f"fields=\"auto\" finds none of {', '.join(AUTO_NAMES)}; name the fields")


_announced: set[tuple[str, ...]] = set()


def chosen(kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """`choose`, which says each of its choices once to the log."""
    paths = choose(kinds)
    if paths not in _announced:
        import logging

        _announced.add(paths)
        log = logging.getLogger("lauter")
        if not log.handlers:
            log.addHandler(logging.NullHandler())
        log.info('fields="auto" takes %s', ", ".join(paths))
    return paths


def choose_for_rows(rows: Iterable[Row]) -> tuple[str, ...]:
    """The paths that "auto" means for these rows."""
    kinds: dict[str, Kind] = {}
    for row in rows:
        for name in AUTO_NAMES:
            value = row.get(name)
            if name not in kinds and value is not None:
                if isinstance(value, str):
                    kinds[name] = "text"
                elif _as_list(value) is not None:
                    kinds[name] = "list"
    return chosen(kinds)


def top_level(paths: Iterable[str]) -> tuple[str, ...]:
    """The columns that hold the paths' values."""
    return tuple(dict.fromkeys(parse(path)[0][0] for path in paths))


def spell(place: Place) -> str:
    """A place as a path.

    >>> spell(("messages", 2, "content"))
    'messages[2].content'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place).removeprefix(".")


def holds_json(path: str) -> bool:
    """Whether strings there are checked to be JSON still if they were: those inside of lists, such as the arguments of tool
    calls. A column of documents is read as text."""
    return "[]" in path


def broke_json(before: str, after: str) -> bool:
    """Whether a string was a JSON object or list, and is none any more."""
    if before.lstrip()[:1] not in ("{", "["):
        return False
    import json

    try:
        json.loads(before)
    except ValueError:
        return False
    try:
        json.loads(after)
    except ValueError:
        return True
    return False


@dataclass
class Flat:
    """The texts of many rows, one after the other."""

    paths: tuple[str, ...]
    texts: list[str | None] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    checked: list[bool] = field(default_factory=list)
    """Of each text: `holds_json` of its path."""
    rows: list[int] = field(default_factory=lambda: [0])
    """Row i is texts[rows[i]:rows[i + 1]]."""
    refused: dict[int, str] = field(default_factory=dict)
    """Rows whose fields are not texts, with the reason. They have no texts here."""
    parts_passed: int = 0
    fits: bool = False
    """Whether any row has any of the paths."""

    def bounds(self) -> list[int] | None:
        """`rows`, or None if each row is one text."""
        return None if self.rows == list(range(len(self.texts) + 1)) else self.rows


def flatten(rows: Sequence[Row], paths: tuple[str, ...]) -> Flat:
    """The texts at `paths` in `rows`. A row that has none of the paths, or something else than text there, is refused; a
    path that only some rows have is fine."""
    flat = Flat(paths)
    parsed = [(parse(path), holds_json(path)) for path in paths]
    for number, row in enumerate(rows):
        n_texts, present = len(flat.texts), False
        for steps, checked in parsed:
            try:
                present |= _walk(row, steps, 0, (), checked, flat)
            except _NotText as wrong:
                present = True
                flat.refused[number] = f"not a text: {wrong}"
        flat.fits |= present
        if not present:
            flat.refused[number] = f"no text field {', '.join(paths)}"
        if number in flat.refused:
            del flat.texts[n_texts:], flat.places[n_texts:], flat.checked[n_texts:]
        flat.rows.append(len(flat.texts))
    return flat


def require(flat: Flat, rows: Sequence[Row]) -> None:
    """Raises `FieldError` if the paths fit no row."""
    if rows and not flat.fits:
        raise FieldError(f"no row has the field {', '.join(flat.paths)}; a row has: {', '.join(sorted(map(str, rows[0])))}")


def replace(row: Row, changes: Iterable[tuple[Place, str | None]]) -> dict[str, Any]:
    """A copy of the row with other texts; what has none is shared with the row."""
    copies: dict[Place, Any] = {(): dict(row)}
    for place, text in changes:
        for depth in range(1, len(place)):
            if place[:depth] not in copies:
                inner = copies[place[: depth - 1]][place[depth - 1]]
                copies[place[:depth]] = copies[place[: depth - 1]][place[depth - 1]] = dict(inner) if isinstance(inner, Mapping) else list(inner)
        copies[place[:-1]][place[-1]] = text
    result: dict[str, Any] = copies[()]
    return result


def blank(row: Row, paths: Iterable[str]) -> dict[str, Any]:
    """A copy of a rejected row: the columns that hold its texts are None."""
    return {**row, **{name: None for name in top_level(paths) if name in row}}


class _NotText(Exception):
    """What is at a path is no text; the argument is the place."""


def _walk(value: Any, steps: tuple[Step, ...], depth: int, place: Place, checked: bool, flat: Flat) -> bool:
    """Adds the texts below `value`; false if there is no such name."""
    if depth == len(steps):
        _leaf(value, place, checked, flat)
        return True
    if value is None:
        return True
    if not isinstance(value, Mapping):
        raise _NotText(spell(place))
    name, is_list = steps[depth]
    if name not in value:
        return False
    inner, place = value[name], (*place, name)
    if not is_list:
        return _walk(inner, steps, depth + 1, place, checked, flat)
    if inner is None:
        return True
    items = _as_list(inner)
    if items is None:
        raise _NotText(spell(place))
    present = not items
    for i, item in enumerate(items):
        present |= _walk(item, steps, depth + 1, (*place, i), checked, flat)
    return present


def _leaf(value: Any, place: Place, checked: bool, flat: Flat) -> None:
    if value is None or isinstance(value, str):
        flat.texts.append(value)
        flat.places.append(place)
        flat.checked.append(checked)
        return
    parts = _as_list(value)
    if parts is None or not all(isinstance(part, Mapping) for part in parts):
        raise _NotText(spell(place))
    for i, part in enumerate(parts):
        if part.get("type") == "text" and isinstance(part.get("text"), str):
            _leaf(part["text"], (*place, i, "text"), checked, flat)
        elif "text" in part and part["text"] is not None:
            raise _NotText(spell((*place, i)))  # A part of an unknown kind that holds text.
        else:
            flat.parts_passed += 1


def _as_list(value: Any) -> Sequence[Any] | None:
    if isinstance(value, (list, tuple)):
        return value
    to_list: Callable[[], Any] | None = getattr(value, "tolist", None)  # Nested columns of pandas hold NumPy arrays.
    items = to_list() if to_list is not None else None
    return items if isinstance(items, list) else None
