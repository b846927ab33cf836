"""Where the texts of a row are: "text", "doc.body", "messages[].content".

`.` goes into objects, `[]` into lists. A row's texts are one document to the engine. In place of a string, chat content may be
a list of parts, of which those of type "text" are taken.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, Union

from .errors import FieldError

FieldPaths: TypeAlias = Union[str, Sequence[str]]
"""One path or several; "auto" takes what the schema shows: chats, prompts or instructions and their answers, `text` or `content`."""
Row: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["text", "list", "values"]
"""A string, a list, or a list of objects that have `value` and no `content`."""
Step: TypeAlias = tuple[str, bool]
"""A name, and whether its value is a list to go into."""
Place: TypeAlias = tuple[Union[str, int], ...]
"""Names and indices that lead to one text of a row."""

AUTO = "auto"
PLAIN = "text"
"""Where the text is if nobody says so."""
# What `auto` looks for: all that is there of what people say to each other, with what stands beside it; else one plain text.
_CHATS = ("messages", "conversations", "conversation")
_SHAREGPT = "conversations"
_PROMPTS = ("prompt", "completion", "chosen", "rejected")
_INSTRUCTIONS = ("instruction", "input", "output", "question")
_BESIDE = ("system", "system_prompt", "context", "response", "answer")
_PLAIN = ("text", "content")
_SPEAKERS = ("role", "from")
AUTO_NAMES = (*_CHATS, *_PROMPTS, *_INSTRUCTIONS, *_BESIDE, *_PLAIN)


def parse(path: str) -> tuple[Step, ...]:
    """The steps of a path.

    >>> parse("messages[].content")
    (('messages', True), ('content', False))

    Raises:
        FieldError: an empty name, or `[]` elsewhere than behind a name.
    """
    import re

    steps = []
    for part in re.split(r"(?<!\\)\.", path):
        name = part.removesuffix("[]").replace("\\.", ".")
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
    def path_of(name: str) -> str:
        return name if kinds[name] == "text" else f"{name}[].value" if kinds[name] == "values" else f"{name}[].content"

    talk = [path_of(name) for name in _CHATS if kinds.get(name) in ("list", "values")]
    talk += [path_of(name) for name in _PROMPTS if name in kinds]
    talk += [name for name in _INSTRUCTIONS if kinds.get(name) == "text"]
    if talk:
        return (*talk, *(name for name in _BESIDE if kinds.get(name) == "text"))
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


def choose_for_rows(rows: Iterable[Row], rules: Rules | None = None) -> tuple[str, ...]:
    """The paths that "auto" means for these rows."""
    kinds: dict[str, Kind] = {}
    for row in rows:
        for name in AUTO_NAMES:
            value = row.get(name)
            if name not in kinds and value is not None and not (rules and name in rules.values):
                if isinstance(value, str):
                    kinds[name] = "text"
                elif (items := _as_list(value)) is not None:
                    kinds[name] = _kind_of(name, items)
    return chosen(kinds)


def _kind_of(name: str, items: Sequence[Any]) -> Kind:
    """Of a list: what its first object calls what is said; if there is none, as ShareGPT does."""
    for item in items:
        if isinstance(item, Mapping) and item:
            return "values" if "value" in item and "content" not in item else "list"
    return "values" if name == _SHAREGPT else "list"


@dataclass(frozen=True)
class Rules:
    """What a recipe says of fields."""

    texts: tuple[str, ...] = ()
    """Paths; none: the caller says where the texts are."""
    roles: tuple[str, ...] = ()
    """Of objects in lists that say who speaks (`role` or `from`), only theirs; none: everybody's."""
    values: tuple[str, ...] = ()
    """Paths of strings that are one private value each, as `describe()` of an engine numbers them."""
    dropped: tuple[str, ...] = ()
    every: bool = False
    """Every string is a text, but the id."""

    def of_single_fields(self) -> bool:
        """Whether an engine takes rows with their fields alone."""
        return bool(self.values or self.dropped or self.every)


def rules_of(about: Mapping[str, Any]) -> Rules:
    """What `describe()` of an engine says."""
    recipe = about["recipe"]
    said = recipe.get("fields", ())
    texts = [path for path, of in said.items() if of == "default"] if isinstance(said, Mapping) else said
    return Rules(
        tuple(texts), tuple(recipe.get("roles", ())), tuple(about["values"]), tuple(recipe.get("drop_fields", ())), bool(recipe.get("all_fields"))
    )


def without(row: Row, dropped: Iterable[str]) -> Row:
    """The row without the fields at these paths; the very object if it has none of them."""
    for path in dropped:
        row = _without(row, parse(path))
    return row


def _without(value: Any, steps: tuple[Step, ...]) -> Any:
    (name, is_list), rest = steps[0], steps[1:]
    if not isinstance(value, Mapping) or name not in value:
        return value
    if not rest:
        return {key: of for key, of in value.items() if key != name}
    inner = value[name]
    items = _as_list(inner) if is_list else None
    if items is not None:
        made = [_without(item, rest) for item in items]
        changed = any(new is not item for new, item in zip(made, items))
        return {**value, name: made} if changed else value
    made = inner if is_list else _without(inner, rest)
    return value if made is inner else {**value, name: made}


def top_level(paths: Iterable[str]) -> tuple[str, ...]:
    """The columns that hold the paths' values."""
    return tuple(dict.fromkeys(parse(path)[0][0] for path in paths))


def spell(place: Place, *, every: bool = False) -> str:
    """A place as a path. `every`: where every string is a text, so that a name may hold what paths are made of.

    >>> spell(("messages", 2, "content"))
    'messages[2].content'
    """
    import re

    def name(part: str) -> str:
        return re.sub(r"([.\[\\])", r"\\\1", part) if every else part

    return "".join(f"[{part}]" if isinstance(part, int) else f".{name(part)}" for part in place).removeprefix(".")


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
    values: list[int] = field(default_factory=list)
    """Of each text 0, or its number among the recipe's private values, from 1."""
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


def flatten(rows: Sequence[Row], paths: tuple[str, ...], rules: Rules = Rules(), id_field: str | None = None) -> Flat:
    """The texts at `paths` in `rows`, and behind them the private values of `rules`. A row that has none of the paths, or
    something else than text there, is refused; a path that only some rows have is fine. With `rules.every` all strings are
    texts but that at `id_field`."""
    flat = Flat(paths)
    texts = [(parse(path), holds_json(path), 0) for path in paths]
    values = [(parse(path), False, number) for number, path in enumerate(rules.values, 1)]
    for number, row in enumerate(rows):
        found: list[_Leaf] = []
        present = False
        try:
            for steps, checked, value in values:
                _walk(_Walk(steps, checked, value, (), found, flat), row, 0, ())
            present = any(text is not None for text, *_ in found)
            if rules.every:
                known = {place for _, place, _, _ in found}
                found += [(text, place, True, 0) for text, place in _strings(row, ()) if place not in known and place != (id_field,)]
                present |= bool(found)
            for steps, checked, value in texts:
                present |= _walk(_Walk(steps, checked, value, rules.roles, found, flat), row, 0, ())
        except _NotText as wrong:
            present = True
            flat.refused[number] = f"not a text: {wrong}"
        flat.fits |= present
        if not present:
            flat.refused[number] = f"no text field {', '.join(paths)}" if paths else "no text field at all: it holds no string but its id"
        if number not in flat.refused:
            if rules.of_single_fields():
                found = [leaf for leaf in found if leaf[0] is not None]
                found.sort(key=lambda leaf: (leaf[3] > 0, _order(row, leaf[1])))
            for text, place, checked, value in found:
                flat.texts.append(text)
                flat.places.append(place)
                flat.checked.append(checked)
                flat.values.append(value)
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


def blank(row: Row, paths: Iterable[str], rules: Rules = Rules(), id_field: str | None = None) -> dict[str, Any]:
    """A copy of a rejected row: the columns that hold its texts or private values are None."""
    names = [name for name in row if name != id_field] if rules.every else top_level((*paths, *rules.values))
    return {**row, **{name: None for name in names if name in row}}


class _NotText(Exception):
    """What is at a path is no text; the argument is the place."""


_Leaf: TypeAlias = tuple[Union[str, None], Place, bool, int]
"""A text, its place, `holds_json` of its path, and its number among the private values."""


@dataclass
class _Walk:
    """One path on its way through one row."""

    steps: tuple[Step, ...]
    checked: bool
    value: int
    roles: tuple[str, ...]
    found: list[_Leaf]
    flat: Flat


def _walk(walk: _Walk, value: Any, depth: int, place: Place) -> bool:
    """Adds the texts below `value`; false if there is no such name."""
    if depth == len(walk.steps):
        _leaf(walk, value, place)
        return True
    if value is None:
        return True
    if not isinstance(value, Mapping):
        raise _NotText(spell(place))
    name, is_list = walk.steps[depth]
    if name not in value:
        return False
    inner, place = value[name], (*place, name)
    if not is_list:
        return _walk(walk, inner, depth + 1, place)
    if inner is None:
        return True
    items = _as_list(inner)
    if items is None:
        raise _NotText(spell(place))
    present = not items
    for i, item in enumerate(items):
        n_found = len(walk.found)
        present |= _walk(walk, item, depth + 1, (*place, i))
        if walk.roles and _speaker(item, walk.roles[0]) not in walk.roles:
            del walk.found[n_found:]
    return present


def _speaker(item: Any, otherwise: str) -> str:
    """Who speaks in an element of a list, if it says so."""
    said = [value for name, value in item.items() if name in _SPEAKERS and isinstance(value, str)] if isinstance(item, Mapping) else []
    return said[-1] if said else otherwise


def _leaf(walk: _Walk, value: Any, place: Place) -> None:
    if value is None or isinstance(value, str):
        walk.found.append((value, place, walk.checked, walk.value))
        return
    parts = _as_list(value)
    if parts is None or not all(isinstance(part, Mapping) for part in parts):
        raise _NotText(spell(place))
    for i, part in enumerate(parts):
        if part.get("type") == "text" and isinstance(part.get("text"), str):
            _leaf(walk, part["text"], (*place, i, "text"))
        elif "text" in part and part["text"] is not None:
            raise _NotText(spell((*place, i)))  # A part of an unknown kind that holds text.
        else:
            walk.flat.parts_passed += 1


def _strings(value: Any, place: Place) -> Iterator[tuple[str, Place]]:
    """All strings of a value, in order."""
    if isinstance(value, str):
        yield value, place
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _strings(inner, (*place, name))
    else:
        for i, inner in enumerate(_as_list(value) or ()):
            yield from _strings(inner, (*place, i))


def _order(row: Any, place: Place) -> tuple[int, ...]:
    """Sorts places of a row as its texts stand in it."""
    order = []
    for part in place:
        order.append(part if isinstance(part, int) else list(row).index(part))
        row = (_as_list(row) or ())[part] if isinstance(part, int) else row[part]
    return tuple(order)


def _as_list(value: Any) -> Sequence[Any] | None:
    if isinstance(value, (list, tuple)):
        return value
    to_list: Callable[[], Any] | None = getattr(value, "tolist", None)  # Nested columns of pandas hold NumPy arrays.
    items = to_list() if to_list is not None else None
    return items if isinstance(items, list) else None
