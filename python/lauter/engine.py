"""The engine, and the calls that make one for you."""
from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, TypeVar, Union, cast, final, overload

from . import _core
from . import _models
from . import fields as _fields
from ._threads import default_threads
from .errors import FieldError, RejectedError, is_model_missing, translate
from .fields import FieldPaths
from .keys import Key, KeyLike, as_key
from .recipes import AllowLike, DenyLike, Recipe, RecipeLike, as_recipe, with_options
from .results import Dialect, Edit, FoundBatch, OnRejected, Refined, RefinedBatch, Span

if TYPE_CHECKING:
    from typing_extensions import TypedDict, Unpack

    class EngineOptions(TypedDict, total=False):
        """What `Engine` takes besides recipe and key."""

        model: str | None
        scope: Literal["private", "all"] | None
        set: Mapping[str, object] | None
        enable: Sequence[str] | None
        disable: Sequence[str]
        allow: AllowLike
        deny: DenyLike
        min_score: float | Mapping[str, float] | None
        operators: Mapping[str, str] | None
        mode: Literal["auto", "text", "code"]
        threads: int | None


class ArrowArrayExportable(Protocol):
    """An array of the Arrow PyCapsule interface: of pyarrow, nanoarrow, arro3."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class ArrowStreamExportable(Protocol):
    """A column in chunks: of pyarrow, Polars, pandas, DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


Texts: TypeAlias = Union[Sequence[Union[str, None]], ArrowArrayExportable, ArrowStreamExportable]
T = TypeVar("T", bound=Union[str, Mapping[str, Any]])

# Compiled engines of this process by configuration and key, the last used last: copies that workers unpickle, and calls of
# refine() in a loop, share one.
_KEPT_ENGINES = 8
_handles: OrderedDict[tuple[str, bytes], _core.Engine] = OrderedDict()
_handles_lock = threading.Lock()


def _renew_lock() -> None:
    global _handles_lock
    _handles_lock = threading.Lock()  # The one of the parent may be held by a thread that is not here.


os.register_at_fork(after_in_child=_renew_lock)


def _open_with_packages(config: str, secret: bytes, error: _core.Error, recipe_path: str | None) -> _core.Engine:
    """Once more with the models of other packages, if it is a model that the engine lacked; else raises `error`."""
    if is_model_missing(error) and _models.announce():
        try:
            return _core.Engine(config, secret)
        except _core.Error as again:
            error = again
    raise translate(error, recipe_path) from None


def _open(config: str, secret: bytes, recipe_path: str | None) -> _core.Engine:
    with _handles_lock:
        handle = _handles.get((config, secret))
        if handle is not None:
            _handles.move_to_end((config, secret))
            return handle
        try:
            handle = _core.Engine(config, secret)
        except _core.Error as error:
            handle = _open_with_packages(config, secret, error, recipe_path)
        if '"sha256"' in handle.describe():
            return handle  # Its recipe names files, which may be others the next time.
        _handles[config, secret] = handle
        if len(_handles) > _KEPT_ENGINES:
            _handles.popitem(last=False)
        return handle


@final
class Engine:
    """A recipe, a key and its models, compiled once. Immutable; use it from any thread; pickle it to workers.

    >>> import lauter
    >>> engine = lauter.Engine("anonymize", key=lauter.Key.example(), model="none")
    >>> batch = engine.refine_batch(["nothing here", "mail me: jo.doe@corp.com", None])
    >>> batch.counts
    Counts(rows=3, kept=1, edited=1, rejected=0, null=1, edits=1)
    """

    __slots__ = ("_recipe", "_key", "_model", "_scope", "_mode", "_threads", "_handle", "_about_cache")
    _handle: _core.Engine | None
    _about_cache: dict[str, Any] | None

    def __init__(
        self,
        recipe: RecipeLike = "anonymize",
        *,
        key: KeyLike = None,
        model: str | None = None,
        scope: Literal["private", "all"] | None = None,
        set: Mapping[str, object] | None = None,
        enable: Sequence[str] | None = None,
        disable: Sequence[str] = (),
        allow: AllowLike = (),
        deny: DenyLike = (),
        min_score: float | Mapping[str, float] | None = None,
        operators: Mapping[str, str] | None = None,
        mode: Literal["auto", "text", "code"] = "auto",
        threads: int | None = None,
    ) -> None:
        """Opens the engine, some 30 ms.

        Args:
            recipe: the name of a built-in recipe, the path of a YAML file, a `Recipe`, or a mapping.
            key: a `Key`, the path of a key file, or a key's bytes. None: the file LAUTER_KEY_FILE, else one random key for this
                process.
            model: of all steps that have one: "small", "large" (slow), "none" (patterns alone), or a weights file.
            scope: "private" leaves what a text treats as public record; "all" edits every named person, place, organisation.
            set: other values of the recipe, as the command line's `--set`: {"surrogates.default": "mask"}.
            enable: categories and groups to look for, in place of the recipe's; see `categories()`.
            disable: categories and groups to leave alone, in place of the recipe's.
            allow: values that are never edited, besides those of the recipe: words, or entries as recipes have them, such as
                {"file": "names.txt", "labels": ["PERSON"]} or {"pattern": r"[a-z.]+@corp\\.com"}.
            deny: values that always go, besides those of the recipe: words or entries, or a mapping from labels to words:
                {"PROJECT": ["Bluebird"]}.
            min_score: finds below are left alone, 0 to 1; or a mapping from categories, with "default" for the others.
            operators: what replaces a category, group or label: surrogate, placeholder, mask, hash, remove, keep.
            mode: "code" reads texts as source code. "auto" is "text".
            threads: of every call that does not say. None: LAUTER_THREADS, else OMP_NUM_THREADS, else 1 in a child process, else
                the processors that this process may use. Results do not depend on it.

        Raises:
            RecipeError: the recipe or an option is wrong; the message names the nearest valid key.
            KeyProblem: there is no key, or it is none.
            ModelMissing: this installation has no such weights.
        """
        if mode not in ("auto", "text", "code"):
            raise ValueError('mode is "auto", "text" or "code"')
        self._recipe = with_options(
            as_recipe(recipe), set=set, enable=enable, disable=disable, allow=allow, deny=deny, min_score=min_score, operators=operators
        )
        self._key, self._model, self._scope, self._mode = as_key(key), model, scope, mode
        self._threads = threads
        self._about_cache = self._handle = None
        self._engine()

    # -- one text --

    def refine(self, text: str, *, id: str | None = None, fields: Mapping[str, object] | None = None) -> Refined:
        """Refines one text.

        Args:
            id: names the row: dates of a text move together by a number of days that is drawn from key and id. None: a keyed
                hash of the text.
            fields: what the recipe's `where:` looks at; needs pyarrow.
        """
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}; refine_batch takes many")
        struct = None
        if fields is not None:
            from .tables import struct_of_rows

            struct = struct_of_rows([fields])
        return Refined(RefinedBatch(self._refine([text], ids=None if id is None else [id], fields=struct, threads=1)), 0)

    def find(self, text: str) -> list[Span]:
        """What would be edited in a text; nothing is changed.

        Raises:
            RejectedError: the text cannot be read: it holds a lone surrogate.
        """
        if not isinstance(text, str):
            raise TypeError(f"text is a str, not {type(text).__name__}; find_batch takes many")
        batch = self._find([text], threads=1)
        if batch.states()[0] == _core.REJECTED:
            _, reason, row_id, *_ = batch.row(0)
            raise RejectedError(f"the text cannot be searched: {reason}", [(0, row_id, reason or "")])
        return FoundBatch(batch)[0]

    def apply(self, text: str, program: Sequence[Edit] | str, dialect: Dialect = "ops") -> str:
        """Executes edits or a program on a text; nothing is looked for, and nothing verified.

        Raises:
            ValueError: the program does not fit the text.
        """
        if not isinstance(program, str):
            program, dialect = _to_ops(text, program), "ops"
        try:
            return _core.apply(text, program, "lauter" if dialect == "ops" else dialect)
        except _core.Error as error:
            raise translate(error) from None

    # -- many texts --

    def refine_batch(
        self,
        texts: Texts,
        *,
        ids: Iterable[object] | None = None,
        fields: Any = None,
        on_rejected: OnRejected = "null",
        threads: int | None = None,
    ) -> RefinedBatch:
        """Refines many texts at once; the GIL is free meanwhile.

        Args:
            texts: a list of str and None, or a column of pyarrow, Polars, pandas, DuckDB: whatever speaks Arrow's PyCapsule
                interface.
            ids: one for each text; None: a keyed hash of the text, so that results do not depend on order and batches.
            fields: an Arrow table or struct array, a row for each text: what the recipe's `where:` looks at.
            on_rejected: "null" gives None in a rejected text's place, "drop" leaves its row out, "raise" raises. No choice
                gives it back as it was.

        Raises:
            RejectedError: a text was rejected, and on_rejected is "raise".
        """
        like = _arrow_like(texts)
        struct = None
        if fields is not None:
            from .tables import struct_of_table

            struct = struct_of_table(fields)
        core = self._refine(_as_texts(texts), ids=_as_ids(ids), fields=struct, threads=threads)
        return RefinedBatch(core, like=like, on_rejected=on_rejected)

    def find_batch(self, texts: Texts, *, threads: int | None = None) -> FoundBatch:
        """What would be edited in each of many texts."""
        return FoundBatch(self._find(_as_texts(texts), threads=threads))

    # -- rows and tables --

    def refine_row(self, row: Mapping[str, Any], fields: FieldPaths | None = None, *, id: str | None = None) -> dict[str, Any]:
        """A copy of the row with its texts refined, as one document.

        >>> import lauter
        >>> engine = lauter.Engine(set={"surrogates.default": "placeholder"}, model="none")
        >>> engine.refine_row({"messages": [{"role": "user", "content": "I am jo.doe@corp.com"}]}, "messages[].content")
        {'messages': [{'role': 'user', 'content': 'I am [EMAIL_ADDRESS_1]'}]}

        Raises:
            FieldError: the row has none of the fields.
            RejectedError: it could not be refined.
        """
        rows, _ = self.refine_rows([row], fields, ids=None if id is None else [id], on_rejected="raise", threads=1)
        return dict(rows[0])

    def refine_rows(
        self,
        rows: Sequence[Mapping[str, Any]],
        fields: FieldPaths | None = None,
        *,
        ids: Iterable[object] | None = None,
        id_field: str = "id",
        on_rejected: OnRejected = "null",
        threads: int | None = None,
        require: bool = True,
    ) -> tuple[list[Mapping[str, Any]], RefinedBatch]:
        """Refines rows of one or several texts; gives the new rows, and what became of each. `fields` None: what the recipe
        says, else "text". What it says of single fields (`fields: {email: hash}`, `drop_fields`, `all_fields`, `roles`) holds in
        any case; `id_field` is the one that `all_fields` leaves alone.

        A kept row is the very object that came in, an edited one a copy that shares what did not change. Of a rejected row the
        columns that hold its texts are None ("null"), or it is left out ("drop").

        Raises:
            FieldError: no row has any of the fields (and `require`).
            RejectedError: a row was rejected, and on_rejected is "raise".
        """
        rules = self._rules()
        given = rows
        if rules.dropped:
            rows = [_fields.without(row, rules.dropped) for row in rows]
        paths = self._paths(fields, rows)
        flat = _fields.flatten(rows, paths, rules, id_field)
        if require and not rules.every:
            _fields.require(flat, rows)
        struct = None
        if self._has_conditions():
            from .tables import struct_of_rows

            struct = struct_of_rows(given)
        values = flat.values if rules.of_single_fields() else None
        core = self._refine(flat.texts, ids=_as_ids(ids), rows=flat.bounds(), fields=struct, values=values, threads=threads)
        texts = core.texts()
        for number, state in enumerate(core.states()):
            if state == _core.EDITED and number not in flat.refused:
                for text in range(flat.rows[number], flat.rows[number + 1]):
                    before, after = flat.texts[text], texts[text]
                    if flat.checked[text] and before is not after and _fields.broke_json(before or "", after or ""):
                        flat.refused[number] = f"json: {_fields.spell(flat.places[text])} is no JSON any more"
        batch = RefinedBatch(
            core,
            paths=[_fields.spell(place, every=rules.every) for place in flat.places],
            refused=flat.refused,
            changed=[number for number, row in enumerate(rows) if row is not given[number]],
            on_rejected=on_rejected,
            fields=paths,
            parts_passed=flat.parts_passed,
        )
        refined: list[Mapping[str, Any]] = []
        states = batch._all_states()
        for number, row in enumerate(rows):
            if states[number] == _core.EDITED:
                span = range(flat.rows[number], flat.rows[number + 1])
                row = _fields.replace(row, ((flat.places[i], texts[i]) for i in span if texts[i] is not flat.texts[i]))
            elif states[number] == _core.REJECTED:
                if on_rejected == "drop":
                    continue
                row = _fields.blank(row, paths, rules, id_field)
            refined.append(row)
        return refined, batch

    def refine_table(
        self,
        table: Any,
        fields: FieldPaths | None = None,
        *,
        id_column: str | None = None,
        edits_column: str | None = None,
        state_column: str | None = None,
        on_rejected: OnRejected = "null",
        threads: int | None = None,
    ) -> Any:
        """A table with its texts refined, of the kind that came in: pyarrow Table or RecordBatch, Polars or pandas DataFrame,
        DuckDB relation, or a list of dicts.

        Args:
            fields: paths of texts: a column, through structs with `.`, through lists with `[]`; "auto" takes what the schema shows;
                None: what the recipe says, else "text". What it says of single fields holds in any case.
            id_column: names the rows; None: a keyed hash of each row's texts.
            edits_column: adds a column of the edits, without originals.
            state_column: adds a column of `kept`, `edited`, `rejected`, `null`.

        Raises:
            FieldError: there is no such column, or no text in it.
            RejectedError: a row was rejected, and on_rejected is "raise".
        """
        from .tables import refine_table

        return refine_table(self, table, fields, id_column, edits_column, state_column, on_rejected, threads)

    def table_fn(self, fields: FieldPaths | None = None, **options: Any) -> Callable[[Any], Any]:
        """`refine_table` with its arguments, as a function of a table: for those that map a function over the batches of a
        table, such as `Dataset.map(..., batched=True)` of an Arrow dataset. It can be pickled if the key can.

        >>> import lauter
        >>> refine = lauter.Engine(set={"surrogates.default": "placeholder"}, model="none").table_fn("body", state_column="state")
        >>> refine([{"body": "I am jo.doe@corp.com"}])
        [{'body': 'I am [EMAIL_ADDRESS_1]', 'state': 'edited'}]
        """
        from functools import partial

        return partial(self.refine_table, fields=fields, **options)

    # -- what it is --

    @property
    def recipe(self) -> Recipe:
        """With the options as overrides."""
        return self._recipe

    @property
    def key(self) -> Key:
        return self._key

    @property
    def hash(self) -> str:
        """Of all that decides about bytes: recipe, key, models, version. The same on every machine."""
        return str(self._about()["hash"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Engine) and self._config() == other._config() and self._key == other._key

    def __hash__(self) -> int:
        return hash((self._config(), self._key))

    def __repr__(self) -> str:
        about = self._about()
        models = ", ".join(about["models"]) or "none"
        return f"Engine(recipe={about['recipe_name']!r} {about['recipe_hash'][:4]}…, key={about['key_id'][:4] + '…'!r}, model={models!r})"

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        recipe = self._recipe
        parts = (recipe._name, recipe._yaml, recipe._path, recipe._set)
        return _unpickle, (parts, self._key, self._model, self._scope, self._mode, self._threads)

    # -- inside --

    def _config(self) -> str:
        import json

        config = self._recipe.config()
        if self._model is not None:
            config["model"] = self._model
        if self._scope is not None:
            config["scope"] = self._scope
        if self._mode != "auto":
            config["mode"] = self._mode
        return json.dumps(config, ensure_ascii=False, sort_keys=True)

    def _engine(self) -> _core.Engine:
        if self._handle is None:  # An unpickled engine opens at its first use.
            self._handle = _open(self._config(), self._key.secret(), self._recipe.path)
        return self._handle

    def _about(self) -> dict[str, Any]:
        if self._about_cache is None:
            import json

            try:
                self._about_cache = json.loads(self._engine().describe())
            except _core.Error as error:
                raise translate(error) from None
        return cast("dict[str, Any]", self._about_cache)

    def _rules(self) -> _fields.Rules:
        return _fields.rules_of(self._about())

    def _paths(self, fields: FieldPaths | None, rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
        """Where the texts are."""
        rules = self._rules()
        if fields is None:
            if rules.every:
                return ()
            fields = rules.texts or _fields.PLAIN
        elif rules.every:
            raise FieldError("the recipe takes all fields (all_fields): leave fields= out")
        if fields == _fields.AUTO or tuple(fields) == (_fields.AUTO,):
            return _fields.choose_for_rows(rows, rules)
        paths = _fields.as_paths(fields)
        if both := [path for path in paths if path in rules.values]:
            raise FieldError(f"field {both[0]} is a text and, by the recipe, a private value")
        return paths

    def _has_conditions(self) -> bool:
        return any(step.get("where") for step in self._about()["recipe"]["steps"])

    def _refine(
        self,
        texts: Any,
        *,
        ids: Sequence[str | None] | None = None,
        rows: Sequence[int] | None = None,
        fields: Any = None,
        values: Sequence[int] | None = None,
        threads: int | None = None,
    ) -> _core.Batch:
        n_threads = _thread_count(self._threads if threads is None else threads)
        try:
            return self._engine().refine(texts, ids=ids, rows=rows, fields=fields, values=values, threads=n_threads)
        except _core.Error as error:
            raise translate(error) from None

    def _find(self, texts: Any, *, threads: int | None) -> _core.Batch:
        n_threads = _thread_count(self._threads if threads is None else threads)
        try:
            return self._engine().find(texts, threads=n_threads)
        except _core.Error as error:
            raise translate(error) from None


def _unpickle(
    recipe: tuple[Any, ...], key: Key, model: str | None, scope: Any, mode: Any, threads: int | None
) -> Engine:
    engine = object.__new__(Engine)
    engine._recipe, engine._key, engine._model = Recipe(*recipe), key, model
    engine._scope, engine._mode, engine._threads = scope, mode, threads
    engine._handle = engine._about_cache = None
    return engine


@overload
def refine(texts: str, recipe: RecipeLike = "anonymize", *, key: KeyLike = None, **options: Unpack[EngineOptions]) -> Refined: ...  # type: ignore[overload-overlap]
@overload
def refine(texts: Texts, recipe: RecipeLike = "anonymize", *, key: KeyLike = None, **options: Unpack[EngineOptions]) -> RefinedBatch: ...
def refine(
    texts: str | Texts, recipe: RecipeLike = "anonymize", *, key: KeyLike = None, **options: Unpack[EngineOptions]
) -> Refined | RefinedBatch:
    """Refines one text, or many. The last few engines are kept, so calls in a loop are not slow; hold an `Engine` all the same
    where there is more than one call. `options` are those of `Engine`.

    >>> import lauter
    >>> r = lauter.refine("Mail Bob Smith at bob.smith@corp.com", key=lauter.Key.example())
    >>> "Bob" in r.text
    False
    >>> r.state, len(r.edits)
    ('edited', 2)
    >>> e = r.edits[1]
    >>> e.start, e.end, e.label, e.rule, round(e.score, 2)
    (18, 36, 'EMAIL_ADDRESS', 'email.plain', 1.0)
    >>> lauter.refine(["nothing here", None]).states
    ['kept', 'null']
    """
    engine = Engine(recipe, key=key, **options)
    return engine.refine(texts) if isinstance(texts, str) else engine.refine_batch(texts)


@overload
def find(texts: str, recipe: RecipeLike = "anonymize", **options: Unpack[EngineOptions]) -> list[Span]: ...  # type: ignore[overload-overlap]
@overload
def find(texts: Texts, recipe: RecipeLike = "anonymize", **options: Unpack[EngineOptions]) -> FoundBatch: ...
def find(texts: str | Texts, recipe: RecipeLike = "anonymize", **options: Unpack[EngineOptions]) -> list[Span] | FoundBatch:
    """What would be edited in one text, or in each of many; nothing is changed, and no key is needed.

    >>> import lauter
    >>> [(span.label, span.start, span.end) for span in lauter.find("write to jo.doe@corp.com")]
    [('EMAIL_ADDRESS', 9, 24)]
    """
    engine = Engine(recipe, key=Key.example(), **options)
    return engine.find(texts) if isinstance(texts, str) else engine.find_batch(texts)


def iter_refined(
    rows: Iterable[T],
    recipe: RecipeLike = "anonymize",
    *,
    key: KeyLike = None,
    fields: FieldPaths | None = None,
    id_field: str | None = None,
    batch_size: int = 1000,
    on_rejected: OnRejected = "null",
    **options: Unpack[EngineOptions],
) -> Iterator[T | None]:
    """Refines a stream of dicts, or of str, `batch_size` at a time, in order.

    Of a rejected dict the columns that hold its texts are None; a rejected str is None ("null"); with "drop" they are left out.

    >>> import lauter
    >>> rows = [{"id": 1, "text": "mail jo.doe@corp.com"}, {"id": 2, "text": "nothing"}]
    >>> for row in lauter.iter_refined(rows, id_field="id", set={"surrogates.default": "placeholder"}):
    ...     print(row)
    {'id': 1, 'text': 'mail [EMAIL_ADDRESS_1]'}
    {'id': 2, 'text': 'nothing'}

    Raises:
        FieldError: no row of the first batch has any of the fields.
        RejectedError: a row was rejected, and on_rejected is "raise".
    """
    if batch_size < 1:
        raise ValueError("batch_size is at least 1")
    return _iter_refined(Engine(recipe, key=key, **options), rows, fields, id_field, batch_size, on_rejected)


def _iter_refined(
    engine: Engine, rows: Iterable[T], fields: FieldPaths | None, id_field: str | None, batch_size: int, on_rejected: OnRejected
) -> Iterator[T | None]:
    from itertools import islice

    source, first = iter(rows), True
    while batch := list(islice(source, batch_size)):
        if isinstance(batch[0], str):
            yield from cast("list[T | None]", engine.refine_batch(cast("list[str]", batch), on_rejected=on_rejected).texts)
            continue
        dicts = cast("list[Mapping[str, Any]]", batch)
        if first and fields == _fields.AUTO:
            fields = engine._paths(fields, dicts)
        ids = None if id_field is None else [row.get(id_field) for row in dicts]
        refined, _ = engine.refine_rows(dicts, fields, ids=ids, id_field=id_field or "id", on_rejected=on_rejected, require=first)
        yield from cast("list[T | None]", refined)
        first = False


def _as_texts(texts: Any) -> Any:
    """A list, or something that the engine reads as Arrow."""
    if isinstance(texts, (list, tuple)):
        return texts
    if isinstance(texts, (str, bytes, Mapping)):
        raise TypeError("texts is a list or a column, not one text or a dict")
    is_objects = getattr(texts, "dtype", None) == object  # A pandas or NumPy column of Python objects.
    if not is_objects and (hasattr(texts, "__arrow_c_array__") or hasattr(texts, "__arrow_c_stream__")):
        return texts
    return [_none_if_missing(x) for x in (texts.tolist() if hasattr(texts, "tolist") else texts)]


def _none_if_missing(value: Any) -> Any:
    """pandas writes a missing text as None, NaN or NA."""
    return None if (isinstance(value, float) and value != value) or type(value).__name__ == "NAType" else value


def _as_ids(ids: Any) -> list[str | None] | None:
    if ids is None:
        return None
    for method in ("to_pylist", "tolist", "to_list"):
        if hasattr(ids, method):
            ids = getattr(ids, method)()
            break
    return [None if _none_if_missing(x) is None else str(x) for x in ids]


def _arrow_like(texts: object) -> str:
    """The Arrow type of the column that came in, as far as it says."""
    name = str(getattr(texts, "type", "string"))
    for known in ("large_string", "string_view"):
        if name.endswith(known) or name == known:
            return known
    return "string_view" if hasattr(texts, "__arrow_c_stream__") and not hasattr(texts, "type") else "string"


def _thread_count(threads: int | None) -> int:
    if threads is None:
        return default_threads()
    if threads < 1:
        raise ValueError("threads is at least 1")
    return threads


def _to_ops(text: str, edits: Sequence[Edit]) -> str:
    import json

    from .offsets import char_to_byte

    at = char_to_byte(text)
    ops = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        op: dict[str, object] = {"op": "replace" if edit.replacement else "delete", "start": at[edit.start], "end": at[edit.end]}
        if edit.replacement:
            op["with"] = edit.replacement
        ops.append(op)
    return json.dumps(ops, ensure_ascii=False)
