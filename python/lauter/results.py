"""What comes back: columns underneath, objects when somebody looks at one.

`repr` and `_repr_html_` show labels, stand-ins and refined text, never what was replaced. Offsets are code points, half-open:
`original[edit.start:edit.end]`.
"""
from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union, final, overload

from . import _core
from .errors import RejectedError, Unavailable, translate

if TYPE_CHECKING:
    from .explain import Explanation

State: TypeAlias = Literal["kept", "edited", "rejected", "null"]
OnRejected: TypeAlias = Literal["null", "drop", "raise"]
Dialect: TypeAlias = Literal["ops", "refinex", "prox", "ultrax"]
Offsets: TypeAlias = Literal["char", "byte", "utf16"]
ArrowType: TypeAlias = Literal["like", "string", "large_string", "string_view"]

# state, reason, id, checks, texts, and the path of each text (None if the row is a plain text)
Facts: TypeAlias = tuple[State, Union[str, None], str, "Checks", tuple[Union[str, None], ...], tuple[Union[str, None], ...]]

_STATES: tuple[State, ...] = ("kept", "edited", "rejected", "null")  # By the numbers of _core.
_REJECTED = _core.REJECTED
_ARROW_TYPES = {"string": 0, "large_string": 1, "string_view": 2}


@final
@dataclass(frozen=True, slots=True)
class Edit:
    """One place of a text that was changed, and why."""

    start: int
    """First code point of the original that is replaced."""
    end: int
    """One behind the last."""
    replacement: str
    """What stands there now; "" if it was deleted."""
    label: str = ""
    """Category, such as `EMAIL_ADDRESS`."""
    rule: str = ""
    stage: str = ""
    score: float = 1.0
    """How sure the engine is, 0 to 1."""
    byte_start: int = -1
    """The same place in bytes of UTF-8; -1 in an edit that a caller made."""
    byte_end: int = -1
    refined_start: int = -1
    """Where the replacement is in the refined text, in code points; -1 in an edit that a caller made."""
    refined_end: int = -1
    field: str | None = None
    """In a row of several texts, which: `messages[2].content`."""
    reason: str = ""
    """Why, in words without values."""
    original: str = dataclasses.field(default="", repr=False)
    """The value itself. Never in repr."""

    @property
    def kind(self) -> Literal["replace", "delete", "insert"]:
        if self.start == self.end:
            return "insert"
        return "replace" if self.replacement else "delete"


@final
@dataclass(frozen=True, slots=True)
class Span:
    """One place of a text that was found, and why."""

    start: int
    end: int
    label: str
    rule: str
    score: float
    byte_start: int
    byte_end: int
    reason: str = ""
    text: str = dataclasses.field(default="", repr=False)
    """The value itself. Never in repr."""


@final
@dataclass(frozen=True, slots=True)
class Checks:
    """What the verifier did with a row."""

    verified: bool
    """It ran, and accepted the result."""
    rounds: int
    found: int
    repaired: int
    failed: tuple[str, ...] = ()
    """Checks that failed in some round: `rescan:EMAIL_ADDRESS`."""


@final
@dataclass(frozen=True, slots=True)
class Counts:
    """Rows by state, and edits. `rows == kept + edited + rejected + null`, always. Counts of batches add up with `+`."""

    rows: int
    kept: int
    edited: int
    rejected: int
    null: int
    edits: int
    bytes: int = dataclasses.field(default=0, repr=False)
    """Of the texts, in UTF-8."""
    labels: Mapping[str, int] = dataclasses.field(default_factory=dict, repr=False)
    """Edits by label."""
    reasons: Mapping[str, int] = dataclasses.field(default_factory=dict, repr=False)
    """Rejected rows by kind of reason (`reason_kind`)."""
    fields: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    """The field paths that were refined; () for plain texts."""
    parts_passed: int = dataclasses.field(default=0, repr=False)
    """Parts of chat messages that hold no text (images, audio) and passed as they were."""

    def __post_init__(self) -> None:
        assert self.rows == self.kept + self.edited + self.rejected + self.null, "rows are lost"

    def __add__(self, other: Counts) -> Counts:
        def both(a: Mapping[str, int], b: Mapping[str, int]) -> dict[str, int]:
            return {name: a.get(name, 0) + b.get(name, 0) for name in (*a, *(name for name in b if name not in a))}

        return Counts(
            self.rows + other.rows,
            self.kept + other.kept,
            self.edited + other.edited,
            self.rejected + other.rejected,
            self.null + other.null,
            self.edits + other.edits,
            self.bytes + other.bytes,
            both(self.labels, other.labels),
            both(self.reasons, other.reasons),
            self.fields + tuple(path for path in other.fields if path not in self.fields),
            self.parts_passed + other.parts_passed,
        )

    def to_dict(self) -> dict[str, int]:
        """Flat names for metrics: `rows`, `kept`, ..., `edits_EMAIL_ADDRESS`, `rejected_verification`."""
        flat = {name: getattr(self, name) for name in ("rows", "kept", "edited", "rejected", "null", "edits", "bytes", "parts_passed")}
        flat.update((f"edits_{label}", n) for label, n in sorted(self.labels.items()))
        flat.update((f"rejected_{kind}", n) for kind, n in sorted(self.reasons.items()))
        return flat


_REASON_KINDS = (
    ("verification failed", "verification"),
    ("not valid UTF-8", "encoding"),
    ("invalid UTF-8", "encoding"),
    ("llm:", "llm"),
    ("filter ", "filter"),
    ("json:", "json"),
    ("no text field", "field"),
    ("not a text:", "field"),
    ("larger than max_document_bytes", "too_long"),
    ("record larger than", "too_long"),
)


def reason_kind(reason: str) -> str:
    """One of a few words for why a row was rejected, for metrics: `verification`, `encoding`, `too_long`, `llm`, `filter`,
    `json`, `field`, `other`.

    >>> reason_kind("verification failed: rescan:EMAIL_ADDRESS")
    'verification'
    """
    return next((kind for start, kind in _REASON_KINDS if reason.startswith(start)), "other")


def check_on_rejected(on_rejected: str) -> None:
    """Raises `ValueError` unless it is an `OnRejected`. There is no "original": a refused text never comes back as it was."""
    if on_rejected not in ("null", "drop", "raise"):
        raise ValueError('on_rejected is "null", "drop" or "raise"')


@final
class Refined:
    """One text and what became of it.

    >>> import lauter
    >>> marks = {"surrogates.default": "placeholder"}
    >>> lauter.refine("Mail Bob Smith at bob.smith@corp.com", key=lauter.Key.example(), set=marks)
    Refined('edited', EMAIL_ADDRESS 1, PERSON 1, 'Mail [PERSON_1] at [EMAIL_ADDRESS_1]')
    """

    __slots__ = ("_batch", "_row", "_facts", "_edits", "_ops")
    _batch: RefinedBatch | None
    _row: int
    _facts: Facts
    _edits: tuple[Edit, ...] | None
    _ops: str  # Of an unpickled one, which has no batch.

    def __init__(self, batch: RefinedBatch, row: int) -> None:
        self._batch, self._row, self._edits = batch, row, None
        self._facts = batch._facts(row)

    @property
    def text(self) -> str | None:
        """The refined text; None if it was rejected or null. A row of several texts has `texts` instead."""
        state, *_, texts, _ = self._facts
        if state in ("rejected", "null"):
            return None
        if len(texts) != 1:
            raise ValueError(f"this row has {len(texts)} texts: see `texts`")
        return texts[0]

    @property
    def texts(self) -> tuple[str | None, ...]:
        """The refined texts of the row."""
        return self._facts[4]

    @property
    def state(self) -> State:
        return self._facts[0]

    @property
    def reason(self) -> str | None:
        """Why it was rejected, in words without values; None if it was not."""
        return self._facts[1]

    @property
    def id(self) -> str:
        """The row's id: what was given, else a keyed hash of its text."""
        return self._facts[2]

    @property
    def checks(self) -> Checks:
        return self._facts[3]

    @property
    def edits(self) -> tuple[Edit, ...]:
        """In order of the text. None of a rejected row."""
        if self._edits is None:
            assert self._batch is not None
            self._edits = self._batch._edits_of(self._row)
        return self._edits

    @property
    def found(self) -> tuple[Span, ...]:
        """What stood in the original where the edits are."""
        return tuple(Span(e.start, e.end, e.label, e.rule, e.score, e.byte_start, e.byte_end, e.reason, e.original) for e in self.edits)

    def explain(self, *, show_values: bool = False) -> Explanation:
        """The text with its edits marked, and each edit's cause: a str with `.ansi` and `.html`.

        Originals are hidden behind blocks of their length unless `show_values`.
        """
        from .explain import explain

        return explain(self, show_values=show_values)

    def program(self, dialect: Dialect = "ops") -> str:
        """The edits as a program that `Engine.apply` and `lauter apply` execute. In "ops" originals are keyed hashes.

        Raises:
            ValueError: an unknown dialect; of an unpickled object, any but "ops".
        """
        if self._batch is None:
            if dialect != "ops":
                raise ValueError('an unpickled Refined has its program in the dialect "ops" alone')
            return self._ops
        return self._batch._program(self._row, dialect)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; originals are left out."""
        state, reason, row_id, checks, texts, _ = self._facts
        edits = [{name: getattr(e, name) for name in Edit.__slots__ if name != "original"} for e in self.edits]
        return {
            "id": row_id,
            "text": texts[0] if len(texts) == 1 else list(texts),
            "state": state,
            "reason": reason,
            "edits": edits,
            "checks": {name: getattr(checks, name) for name in Checks.__slots__},
        }

    def __str__(self) -> str:
        """The refined text.

        Raises:
            RejectedError: there is none.
        """
        if self.text is None:
            raise RejectedError(f"there is no refined text: {self.reason or 'it was null'}", [(self._row, self.id, self.reason or "")])
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refined) and self._facts == other._facts and self.edits == other.edits

    def __hash__(self) -> int:
        return hash(self._facts)

    def __repr__(self) -> str:
        parts = [repr(self.state)]
        if self.reason is not None:
            parts.append(repr(self.reason))
        labels: dict[str, int] = {}
        for edit in self.edits:
            labels[edit.label] = labels.get(edit.label, 0) + 1
        parts += [f"{label} {n}" for label, n in sorted(labels.items())]
        parts += [repr(text if len(text) <= 60 else text[:59] + "…") for text in self.texts[:1] if text is not None]
        return f"Refined({', '.join(parts)})"

    def _repr_html_(self) -> str:
        return self.explain()._repr_html_()

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _restore_refined, (self._facts, self.edits, "" if self.state in ("rejected", "null") else self.program(), self._row)


def _restore_refined(
    facts: Facts, edits: tuple[Edit, ...], ops: str, row: int
) -> Refined:
    refined = object.__new__(Refined)
    refined._batch, refined._row, refined._facts, refined._edits, refined._ops = None, row, facts, edits, ops
    return refined


@final
class TextArray:
    """The refined texts of a batch as an Arrow array, for whoever reads `__arrow_c_array__`: `pyarrow.array(x)`, `polars.Series(x)`."""

    __slots__ = ("_core", "_type")

    def __init__(self, core: _core.Batch, type: int) -> None:
        self._core, self._type = core, type

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        try:
            return self._core.text_array(self._type)
        except _core.Error as error:
            raise translate(error) from None


@final
class RefinedBatch(Sequence[Refined]):
    """Texts and what became of them. `Refined` objects are made when one is looked at.

    With `on_rejected="drop"` the rejected rows are no part of the sequence, `texts` and arrays; `counts` has them.
    """

    __slots__ = ("_core", "_like", "_paths", "_refused", "_changed", "_rows", "_counts", "_texts", "_extra")

    def __init__(
        self,
        core: _core.Batch,
        *,
        like: str = "string",
        paths: Sequence[str] | None = None,
        refused: Mapping[int, str] | None = None,
        changed: Collection[int] = (),
        on_rejected: OnRejected = "null",
        fields: tuple[str, ...] = (),
        parts_passed: int = 0,
    ) -> None:
        """`paths`: of rows of several texts, the concrete path of each text. `refused`: rows that are rejected here, after the
        engine, with their reasons. `changed`: rows that lost a field, which counts as an edit of the row."""
        self._core, self._like, self._paths = core, like, paths
        self._refused = refused or {}
        self._changed = [row for row in changed if row not in self._refused and core.row(row)[0] == _core.KEPT]
        self._extra = (fields, parts_passed)
        self._counts: Counts | None = None
        self._texts: list[str | None] | None = None
        self._rows: Sequence[int] = range(len(core))
        check_on_rejected(on_rejected)
        if on_rejected == "null":
            return
        if core.counts()[3] == 0 and not self._refused:
            return
        if on_rejected == "drop":
            self._rows = [i for i, state in enumerate(self._all_states()) if state != _REJECTED]
        else:
            self._raise_rejected()

    # -- columns --

    @property
    def texts(self) -> list[str | None]:
        """The refined texts in order; None where the text was null or its row is rejected. A kept text of a list is the very
        object that came in. A row of several texts has them one after the other."""
        texts = self._all_texts()
        return texts if len(self._rows) == len(self._core) else [text for row in self._rows for text in self._facts(row)[4]]

    @property
    def states(self) -> list[State]:
        """`kept`, `edited`, `rejected` or `null`, one for each row."""
        states = self._all_states()
        return [_STATES[states[row]] for row in self._rows]

    @property
    def reasons(self) -> list[str | None]:
        """Why a row was rejected; None where it was not."""
        states = self._all_states()
        return [self._reason(row) if states[row] == _REJECTED else None for row in self._rows]

    @property
    def counts(self) -> Counts:
        """Of all rows that were given, dropped ones too."""
        if self._counts is None:
            rows, kept, edited, rejected, null, edits, size = self._core.counts()
            kept, edited = kept - len(self._changed), edited + len(self._changed)
            labels = dict(sorted(self._core.label_counts().items()))
            for row in self._refused:
                state = self._core.row(row)[0]
                kept -= state == _core.KEPT
                edited -= state == _core.EDITED
                null -= state == _core.NULL
                rejected += state != _REJECTED
                for edit in self._core.edits(row):
                    edits -= 1
                    labels[edit[8]] -= 1
            kinds: dict[str, int] = {}
            if rejected:
                for row, state in enumerate(self._all_states()):
                    if state == _REJECTED:
                        kind = reason_kind(self._reason(row))
                        kinds[kind] = kinds.get(kind, 0) + 1
            labels = {label: n for label, n in labels.items() if n}
            self._counts = Counts(rows, kept, edited, rejected, null, edits, size, labels, dict(sorted(kinds.items())), *self._extra)
        return self._counts

    def text_array(self, type: ArrowType = "like") -> TextArray:
        """The refined texts as an Arrow array that shares no memory with the batch. "like": the type that came in; "string"
        where that was a list.

        Raises:
            ValueError: "string" of more than 2 GiB; the batch drops or refuses rows, whose array only `to_arrow` makes.
        """
        if self._refused or len(self._rows) != len(self._core):
            raise ValueError("rows were left out of this batch: use to_arrow()")
        return TextArray(self._core, self._arrow_type(type))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_arrow(self, *, offsets: Offsets = "char") -> Any:
        """A `pyarrow.Table`: text, state, reason, and edits as a list of structs; originals are no column of it. `offsets` is
        the unit of start, end, refined_start and refined_end. Rows of several texts have no column text, and edits have a
        `field`.

        Raises:
            Unavailable: pyarrow is not installed.
        """
        from .tables import batch_table

        return batch_table(self, offsets)

    def to_pandas(self) -> Any:
        """`to_arrow()` as a pandas DataFrame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """`to_arrow()` as a Polars DataFrame."""
        try:
            import polars
        except ImportError:
            raise Unavailable("to_polars() needs polars: pip install polars") from None
        return polars.from_arrow(self.to_arrow())

    # -- rows --

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Refined: ...
    @overload
    def __getitem__(self, index: slice) -> list[Refined]: ...
    def __getitem__(self, index: int | slice) -> Refined | list[Refined]:
        if isinstance(index, slice):
            return [Refined(self, row) for row in self._rows[index]]
        return Refined(self, self._rows[index])

    def __iter__(self) -> Iterator[Refined]:
        return (Refined(self, row) for row in self._rows)

    def edited(self) -> Iterator[Refined]:
        """The rows that were edited."""
        return self._in_state(_core.EDITED)

    def rejected(self) -> Iterator[Refined]:
        """The rows that were rejected, dropped ones too."""
        return (Refined(self, row) for row, state in enumerate(self._all_states()) if state == _REJECTED)

    def __repr__(self) -> str:
        return f"RefinedBatch({self.counts!r})"

    def _repr_html_(self) -> str:
        from .explain import batch_html

        return batch_html(self)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a RefinedBatch cannot be pickled: send its texts, or to_arrow(), or single Refined objects")

    # -- what Refined, explain and tables look at --

    def _in_state(self, wanted: int) -> Iterator[Refined]:
        states = self._all_states()
        return (Refined(self, row) for row in self._rows if states[row] == wanted)

    def _all_states(self) -> list[int]:
        states = self._core.states()
        for row in self._refused:
            states[row] = _REJECTED
        for row in self._changed:
            states[row] = _core.EDITED
        return states

    def _all_texts(self) -> list[str | None]:
        """Of every row, dropped ones too."""
        if self._texts is None:
            self._texts = self._core.texts()
            for row in self._refused:
                first, n = self._core.row(row)[3:5]
                self._texts[first : first + n] = [None] * n
        return self._texts

    def _reason(self, row: int) -> str:
        return self._refused.get(row) or self._core.row(row)[1] or ""

    def _facts(self, row: int) -> Facts:
        state, reason, row_id, first, n, verified, rounds, found, repaired, failed = self._core.row(row)
        if row in self._refused:
            state, reason = _REJECTED, self._refused[row]
        elif row in self._changed:
            state = _core.EDITED
        checks = Checks(verified, rounds, found, repaired, failed)
        texts = tuple(self._all_texts()[first : first + n])
        paths = (None,) * n if self._paths is None else tuple(self._paths[first : first + n])
        return _STATES[state], reason if state == _REJECTED else None, row_id, checks, texts, paths

    def _edits_of(self, row: int) -> tuple[Edit, ...]:
        if row in self._refused:
            return ()
        edits = self._core.edits(row)
        if not edits:
            return ()
        first = self._core.row(row)[3] if self._paths is not None else row
        originals: dict[int, str] = {}
        made = []
        for start, end, byte_start, byte_end, to, to_end, text, with_, label, rule, stage, score, reason in edits:
            original = originals.get(text)
            if original is None:
                original = originals[text] = self._core.original(first + text) or ""
            path = None if self._paths is None else self._paths[first + text]
            made.append(
                Edit(start, end, with_ or "", label, rule, stage, score, byte_start, byte_end, to, to_end, path, reason, original[start:end])
            )
        return tuple(made)

    def _program(self, row: int, dialect: Dialect) -> str:
        if row in self._refused:
            raise RejectedError(f"a rejected row has no program: {self._refused[row]}")
        try:
            return self._core.program(row, "lauter" if dialect == "ops" else dialect)
        except _core.Error as error:
            raise translate(error) from None

    def _arrow_type(self, type: ArrowType) -> int:
        name = self._like if type == "like" else type
        if name not in _ARROW_TYPES:
            raise ValueError('type is "like", "string", "large_string" or "string_view"')
        if type == "like" and name == "string" and self._core.counts()[6] > 1 << 30:
            name = "large_string"  # Refined texts may be longer; string ends at 2 GiB.
        return _ARROW_TYPES[name]

    def _raise_rejected(self) -> None:
        rows: list[tuple[int, str, str]] = []
        kinds: dict[str, int] = {}
        for row, state in enumerate(self._all_states()):
            if state == _REJECTED:
                reason = self._reason(row)
                rows.append((row, self._core.row(row)[2], reason))
                kinds[reason_kind(reason)] = kinds.get(reason_kind(reason), 0) + 1
        if rows:
            why = ", ".join(f"{kind} {n}" for kind, n in sorted(kinds.items()))
            raise RejectedError(f"{len(rows)} of {len(self._core)} rows were rejected ({why}); the first is row {rows[0][0]}", rows)


@final
class FoundBatch(Sequence["list[Span]"]):
    """What was found in each of the texts; a text that could not be read has nothing, and is counted as rejected."""

    __slots__ = ("_core",)

    def __init__(self, core: _core.Batch) -> None:
        self._core = core

    @property
    def counts(self) -> Counts:
        """`edited` counts the texts with finds, `edits` the finds, `labels` these by label."""
        rows, kept, edited, rejected, null, edits, size = self._core.counts()
        return Counts(rows, kept, edited, rejected, null, edits, size, dict(sorted(self._core.label_counts().items())))

    @property
    def states(self) -> list[Literal["clean", "found", "rejected", "null"]]:
        """`clean` or `found`; `rejected` if the text could not be read; `null`."""
        names: tuple[Literal["clean", "found", "rejected", "null"], ...] = ("clean", "found", "rejected", "null")
        return [names[state] for state in self._core.states()]

    def __len__(self) -> int:
        return len(self._core)

    @overload
    def __getitem__(self, index: int) -> list[Span]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[Span]]: ...
    def __getitem__(self, index: int | slice) -> list[Span] | list[list[Span]]:
        rows = range(len(self._core))[index]
        return [self._spans(row) for row in rows] if isinstance(rows, range) else self._spans(rows)

    def __repr__(self) -> str:
        labels = ", ".join(f"{label} {n}" for label, n in self.counts.labels.items())
        return f"FoundBatch({len(self)} texts: {labels or 'nothing found'})"

    def _spans(self, row: int) -> list[Span]:
        edits = self._core.edits(row)
        if not edits:
            return []
        text = self._core.original(row) or ""
        return [Span(e[0], e[1], e[8], e[9], e[11], e[2], e[3], e[12], text[e[0] : e[1]]) for e in edits]
