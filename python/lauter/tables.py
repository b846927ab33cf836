"""Tables: nested columns of Arrow flattened to texts and built again, and the kinds of table that users have.

The only module that knows pyarrow, pandas, Polars and DuckDB; each is imported when a table of it comes in, or where nothing else
can hold a result.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from . import _core
from . import fields as _fields
from .errors import FieldError, Unavailable
from .fields import FieldPaths, Kind, Step
from .offsets import char_to_byte, char_to_utf16
from .results import Edit, Offsets, OnRejected, RefinedBatch, TextArray, check_on_rejected

if TYPE_CHECKING:
    from .engine import Engine

_EDIT_COLUMNS = ("start", "end", "replacement", "label", "rule", "stage", "score", "refined_start", "refined_end", "field", "reason")


def refine_table(
    engine: Engine,
    table: Any,
    fields: FieldPaths | None,
    id_column: str | None,
    edits_column: str | None,
    state_column: str | None,
    on_rejected: OnRejected,
    threads: int | None,
) -> Any:
    """See `Engine.refine_table`."""

    rules = engine._rules()
    by_rows = rules.of_single_fields() or bool(rules.roles)
    if fields is None and not by_rows:
        fields = rules.texts or _fields.PLAIN

    def refine(arrow_table: Any) -> Any:
        if by_rows:
            return _refine_arrow_rows(engine, arrow_table, fields, id_column, edits_column, state_column, on_rejected, threads)
        assert fields is not None
        return _refine_arrow(engine, arrow_table, fields, id_column, edits_column, state_column, on_rejected, threads)

    check_on_rejected(on_rejected)
    package = type(table).__module__.partition(".")[0]
    if isinstance(table, (list, tuple)):
        return _refine_rows(engine, table, fields, id_column, edits_column, state_column, on_rejected, threads)
    if package == "pandas" and hasattr(table, "columns"):
        return _refine_pandas(engine, table, fields, id_column, edits_column, state_column, on_rejected, threads)
    if package == "polars" and hasattr(table, "with_columns") and not hasattr(table, "collect"):
        if not by_rows and edits_column is None and isinstance(fields, str) and _polars_text(table, fields):
            return _refine_polars(engine, table, fields, id_column, state_column, on_rejected, threads)
        import polars

        return polars.from_arrow(refine(_pyarrow().table(table)))
    if hasattr(table, "to_batches") or hasattr(table, "to_struct_array"):
        if hasattr(table, "to_batches"):
            return refine(table)
        (batch,) = refine(_pyarrow().Table.from_batches([table])).combine_chunks().to_batches() or [table.slice(0, 0)]
        return batch
    if hasattr(table, "__arrow_c_stream__"):
        refined = refine(_pyarrow().table(table))
        if package in ("duckdb", "_duckdb"):
            import duckdb

            return duckdb.from_arrow(refined)
        return refined
    raise TypeError(
        f"refine_table takes tables of pyarrow, Polars (not lazy ones), pandas, DuckDB and lists of dicts, not {type(table).__name__}"
    )


def struct_of_rows(rows: Sequence[Mapping[str, Any]]) -> Any:
    """The plain values of rows as an Arrow struct array, for `where:`."""
    pa = _pyarrow()
    plain = [{name: value for name, value in row.items() if isinstance(value, (str, int, float, bool))} for row in rows]
    names = sorted({name for row in plain for name in row}) or ["-"]
    columns = []
    for name in names:
        values = [row.get(name) for row in plain]
        try:
            columns.append(pa.array(values))
        except pa.ArrowInvalid:
            columns.append(pa.array([None if value is None else str(value) for value in values]))
        except pa.ArrowTypeError:
            columns.append(pa.array([None if value is None else str(value) for value in values]))
    return pa.StructArray.from_arrays(columns, names=names)


def struct_of_table(table: Any) -> Any:
    """A table, or what is a struct array already, as one Arrow struct array."""
    if hasattr(table, "__arrow_c_array__"):
        return table
    pa = _pyarrow()
    batches = pa.table(table).combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([])


def batch_table(batch: RefinedBatch, offsets: Offsets) -> Any:
    """The table of `RefinedBatch.to_arrow`."""
    if offsets not in ("char", "byte", "utf16"):
        raise ValueError('offsets is "char", "byte" or "utf16"')
    pa = _pyarrow()
    struct = pa.array(_Capsules(batch._core.table()))
    edits = struct.field("edits")
    inside = edits.flatten()
    columns = {field.name: inside.field(i) for i, field in enumerate(inside.type)}
    which = columns.pop("text")
    if offsets != "char":
        columns.update(_other_offsets(pa, batch, offsets))
    if batch._paths is not None:
        columns["field"] = pa.array(_edit_fields(batch, edits, which), pa.string())
    sizes = edits.value_lengths().fill_null(0).to_pylist()
    rebuilt = pa.ListArray.from_arrays(pa.array(_bounds(sizes), pa.int32()), pa.StructArray.from_arrays(list(columns.values()), names=list(columns)))
    names = ["state", "reason", "edits"]
    arrays = [struct.field("state"), struct.field("reason"), rebuilt]
    if batch._refused:
        states, reasons = arrays[0].to_pylist(), arrays[1].to_pylist()
        for row, reason in batch._refused.items():
            states[row], reasons[row] = "rejected", reason
        was_refused = pa.array([row in batch._refused for row in range(len(states))])
        arrays[0] = pa.array(states, pa.string()).dictionary_encode().cast(struct.field("state").type)
        arrays[1] = pa.array(reasons, pa.string())
        arrays[2] = pa.compute.if_else(was_refused, pa.scalar([], rebuilt.type), rebuilt)
    if batch._paths is None:
        names.insert(0, "text")
        arrays.insert(0, pa.array(TextArray(batch._core, batch._arrow_type("like"))))
    table = pa.table(arrays, names=names)
    return table if len(batch._rows) == len(table) else table.take(list(batch._rows))


# -- lists of dicts, pandas, Polars --


def _refine_rows(
    engine: Engine,
    rows: Sequence[Mapping[str, Any]],
    fields: FieldPaths | None,
    id_column: str | None,
    edits_column: str | None,
    state_column: str | None,
    on_rejected: OnRejected,
    threads: int | None,
) -> list[Mapping[str, Any]]:
    ids = None if id_column is None else [row.get(id_column) for row in rows]
    refined, batch = engine.refine_rows(
        rows, fields, ids=ids, id_field=id_column or "id", on_rejected=on_rejected, threads=threads
    )
    if state_column is not None:
        refined = [{**row, state_column: state} for row, state in zip(refined, batch.states)]
    if edits_column is not None:
        refined = [{**row, edits_column: [_edit_dict(edit) for edit in each.edits]} for row, each in zip(refined, batch)]
    return refined


def _refine_pandas(
    engine: Engine,
    frame: Any,
    fields: FieldPaths | None,
    id_column: str | None,
    edits_column: str | None,
    state_column: str | None,
    on_rejected: OnRejected,
    threads: int | None,
) -> Any:
    """By rows: nested columns of pandas are Python objects anyway."""
    from .engine import _none_if_missing

    columns = list(frame.columns)
    wanted = _columns_of(engine, columns, fields)
    _check_columns([] if id_column is None else [id_column], columns)
    taken = columns if engine._has_conditions() else wanted
    given = {name: [_none_if_missing(value) for value in frame[name].tolist()] for name in taken}
    rows = [dict(zip(taken, values)) for values in zip(*given.values())]
    ids = None if id_column is None else frame[id_column].tolist()
    refined, batch = engine.refine_rows(
        rows, fields, ids=ids, id_field=id_column or "id", on_rejected=on_rejected, threads=threads, require=False
    )
    result = frame if len(refined) == len(frame) else frame.iloc[list(batch._rows)]
    changed: dict[str, Any] = {}
    for name in wanted:
        if name in engine._rules().dropped:
            result = result.drop(columns=name)
            continue
        values = [row[name] for row in refined]
        if all(new is given[name][row] for new, row in zip(values, batch._rows)):
            continue
        if str(frame[name].dtype) == "object":
            series = result[name].copy()
            series[:] = None
            for i, value in enumerate(values):
                series.iat[i] = value
            changed[name] = series
        else:
            changed[name] = values
    if state_column is not None:
        changed[state_column] = batch.states
    if edits_column is not None:
        changed[edits_column] = [[_edit_dict(edit) for edit in each.edits] for each in batch]
    result = result.assign(**changed)
    for name in changed:
        if name in frame.columns and result[name].dtype != frame[name].dtype:
            result[name] = result[name].astype(frame[name].dtype)
    return result


def _polars_text(frame: Any, fields: str) -> bool:
    """Whether the fields of a Polars frame are one column of strings."""
    return fields in frame.columns and str(frame.schema[fields]) == "String"


def _refine_polars(
    engine: Engine, frame: Any, column: str, id_column: str | None, state_column: str | None, on_rejected: OnRejected, threads: int | None
) -> Any:
    """One column of strings, which needs no pyarrow."""
    import polars

    _check_columns([] if id_column is None else [id_column], frame.columns)
    ids = None if id_column is None else frame[id_column]
    where = frame if engine._has_conditions() else None
    batch = engine.refine_batch(frame[column], ids=ids, fields=where, threads=threads)
    changed = [polars.Series(column, polars.Series(batch.text_array("string_view")))]
    if state_column is not None:
        changed.append(polars.Series(state_column, batch.states))
    result = frame.with_columns(changed)
    if on_rejected == "raise":
        batch._raise_rejected()
    elif on_rejected == "drop" and batch.counts.rejected:
        result = result.filter(polars.Series([state != "rejected" for state in batch.states]))
    return result


def _columns_of(engine: Engine, columns: Sequence[str], fields: FieldPaths | None) -> list[str]:
    """The columns of a table that hold texts, private values or what is dropped, in its order."""
    rules = engine._rules()
    if rules.every:
        return list(columns)
    said: FieldPaths = fields if fields is not None else rules.texts or _fields.PLAIN
    texts = _fields.AUTO_NAMES if said == _fields.AUTO else _fields.top_level(_fields.as_paths(said))
    wanted = [*texts, *_fields.top_level((*rules.values, *rules.dropped))]
    if said != _fields.AUTO:
        _check_columns(wanted, columns)
    return [name for name in columns if name in wanted]


# -- Arrow --


def _refine_arrow_rows(
    engine: Engine,
    table: Any,
    fields: FieldPaths | None,
    id_column: str | None,
    edits_column: str | None,
    state_column: str | None,
    on_rejected: OnRejected,
    threads: int | None,
) -> Any:
    """A table of which the recipe says what single fields are: its columns with texts as rows, and back to their types."""
    pa = _pyarrow()
    wanted = _columns_of(engine, table.column_names, fields)
    _check_columns([] if id_column is None else [id_column], table.column_names)
    rows = table.select(table.column_names if engine._has_conditions() else wanted).to_pylist()
    ids = None if id_column is None else table[id_column].to_pylist()
    refined, batch = engine.refine_rows(
        rows, fields, ids=ids, id_field=id_column or "id", on_rejected=on_rejected, threads=threads, require=False
    )
    dropped = engine._rules().dropped
    result = table if len(refined) == len(table) else table.take(list(batch._rows))
    for name in wanted:
        if name in dropped:
            result = result.drop_columns([name])
            continue
        values = [row[name] for row in refined]
        if all(new is rows[row][name] for new, row in zip(values, batch._rows)):
            continue
        type_ = table.schema.field(name).type
        for path in dropped:
            if _fields.parse(path)[0][0] == name:
                type_ = _type_without(pa, type_, _fields.parse(path))
        column = pa.array(values, type_)
        result = result.set_column(result.column_names.index(name), table.schema.field(name).with_type(type_), column)
    if state_column is not None:
        result = result.append_column(state_column, pa.array(batch.states, pa.string()))
    if edits_column is not None:
        result = result.append_column(edits_column, batch.to_arrow()["edits"])
    return result


def _type_without(pa: Any, type_: Any, steps: tuple[Step, ...]) -> Any:
    """The type of a column, at the first step, without the field that the steps lead to."""
    (_, is_list), rest = steps[0], steps[1:]
    if is_list and (pa.types.is_list(type_) or pa.types.is_large_list(type_)):
        make = pa.large_list if pa.types.is_large_list(type_) else pa.list_
        return make(type_.value_field.with_type(_type_without(pa, type_.value_type, ((steps[0][0], False), *rest))))
    if not pa.types.is_struct(type_):
        return type_
    fields = [type_.field(i) for i in range(type_.num_fields)]
    name = rest[0][0]
    if len(rest) == 1:
        return pa.struct([field for field in fields if field.name != name])
    return pa.struct([field.with_type(_type_without(pa, field.type, rest)) if field.name == name else field for field in fields])


@dataclass
class _Leaf:
    """The strings at one path of a column, and the way back."""

    strings: Any
    parents: Any
    """The element of the column that each string belongs to."""
    indices: list[Any]
    """Of each string, its index in each list on the way, outermost first."""
    rebuild: Callable[[Any], Any]
    """From an array of other strings to the column."""
    refused: list[int]
    """Elements with texts in parts of an unknown kind."""
    parts_passed: int = 0
    suffix: str = ""
    """Of concrete paths, behind the path that was asked for: chat content in parts."""


class _Paths(Sequence[str]):
    """The concrete path of each text, spelt when somebody asks."""

    def __init__(self, paths: Sequence[str], leaves: Sequence[_Leaf], order: Sequence[int] | None) -> None:
        self._paths = [path.replace("[]", "[{}]") + leaf.suffix for path, leaf in zip(paths, leaves)]
        self._leaves, self._order = leaves, order
        self._ends = _bounds([len(leaf.strings) for leaf in leaves])

    def __len__(self) -> int:
        return self._ends[-1]

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(len(self))[index]]
        at = index if self._order is None else self._order[index]
        leaf = next(i for i in range(len(self._leaves)) if at < self._ends[i + 1])
        return self._paths[leaf].format(*(indices[at - self._ends[leaf]].as_py() for indices in self._leaves[leaf].indices))


def _refine_arrow(
    engine: Engine,
    table: Any,
    fields: FieldPaths,
    id_column: str | None,
    edits_column: str | None,
    state_column: str | None,
    on_rejected: OnRejected,
    threads: int | None,
) -> Any:
    pa = _pyarrow()
    import pyarrow.compute as pc

    paths = _fields.chosen(_kinds(pa, table.schema)) if fields == _fields.AUTO else _fields.as_paths(fields)
    parsed = [_fields.parse(path) for path in paths]
    _check_columns([*_fields.top_level(paths), *([] if id_column is None else [id_column])], table.column_names)
    columns = {steps[0][0]: _one_array(pa, table[steps[0][0]]) for steps in parsed}
    leaves = [_leaf(pa, columns[steps[0][0]], steps, path) for steps, path in zip(parsed, paths)]

    n_rows, order, bounds = table.num_rows, None, None
    if len(leaves) == 1:
        texts = leaves[0].strings
        if leaves[0].indices:
            bounds = _bounds(_counts_by_row(leaves[0].parents.to_pylist(), n_rows))
    else:  # The texts of a row one after the other, in the order of the paths.
        type_ = pa.large_string() if any(leaf.strings.type == pa.large_string() for leaf in leaves) else pa.string()
        texts = pa.concat_arrays([leaf.strings.cast(type_) for leaf in leaves])
        rows = pa.concat_arrays([leaf.parents.cast(pa.int64()) for leaf in leaves])
        sequence = pa.array(range(len(rows)), pa.int64())
        order = pc.sort_indices(pa.table({"row": rows, "at": sequence}), sort_keys=[("row", "ascending"), ("at", "ascending")])
        texts = texts.take(order)
        bounds = _bounds(_counts_by_row(rows.to_pylist(), n_rows))

    ids = None if id_column is None else [None if x is None else str(x) for x in table[id_column].to_pylist()]
    where = struct_of_table(table) if engine._has_conditions() else None
    core = engine._refine(texts, ids=ids, rows=bounds, fields=where, threads=threads)

    concrete = _Paths(paths, leaves, None if order is None else order.to_pylist())
    new = pa.array(TextArray(core, {"large_string": 1, "string_view": 2}.get(str(texts.type), 0)))
    refused = {row: "not a text: a part of an unknown kind" for leaf in leaves for row in leaf.refused}
    if any(_fields.holds_json(path) for path in paths):
        refused.update(_broken_json(core, new, concrete))
    batch = RefinedBatch(
        core,
        paths=[paths[0]] * n_rows if bounds is None else concrete,
        refused=refused,
        on_rejected=on_rejected,
        fields=paths,
        parts_passed=sum(leaf.parts_passed for leaf in leaves),
    )

    if order is not None:
        new = new.take(pc.sort_indices(order))
    at = 0
    for steps, path, leaf in zip(parsed, paths, leaves):
        name = steps[0][0]
        strings = new.slice(at, len(leaf.strings)).cast(leaf.strings.type)
        # Built upon the column as the paths before have made it.
        columns[name] = _leaf(pa, columns[name], steps, path).rebuild(strings)
        at += len(leaf.strings)
    states = batch._all_states()
    rejected = pa.array([state == _core.REJECTED for state in states])
    for name, column in columns.items():
        original = table.schema.field(name)
        if batch.counts.rejected:
            column = pc.if_else(rejected, pa.scalar(None, column.type), column)
        table = table.set_column(table.column_names.index(name), original.with_type(column.type), column)
    if on_rejected == "drop" and batch.counts.rejected:
        table = table.filter(pc.invert(rejected))
    if state_column is not None:
        table = table.append_column(state_column, pa.array(batch.states, pa.string()))
    if edits_column is not None:
        table = table.append_column(edits_column, batch_table(batch, "char")["edits"])
    return table


def _leaf(pa: Any, column: Any, steps: tuple[Step, ...], path: str) -> _Leaf:
    """The strings of a column below `steps`, of which the first names the column."""
    return _descend(pa, column, steps[0][1], steps[1:], path)


def _descend(pa: Any, array: Any, into_list: bool, steps: tuple[Step, ...], path: str) -> _Leaf:
    types = pa.types
    if into_list:
        if not (types.is_list(array.type) or types.is_large_list(array.type)):
            raise FieldError(f'the field "{path}" goes into a list where there is {array.type}')
        return _descend_list(pa, array, lambda inside: _descend(pa, inside, False, steps, path))
    if steps:
        (name, next_is_list), rest = steps[0], steps[1:]
        if not types.is_struct(array.type):
            raise FieldError(f'the field "{path}": {name} is looked for where there is {array.type}' + _list_hint(types, array))
        at = array.type.get_field_index(name)
        if at < 0:
            raise FieldError(f'the field "{path}": there is no {name}; there is: {", ".join(field.name for field in array.type)}')
        return _replace_child(pa, array, at, _descend(pa, array.flatten()[at], next_is_list, rest, path))
    if _is_text(types, array.type):
        return _Leaf(array, pa.array(range(len(array)), pa.int64()), [], lambda new: new, [])
    if _is_parts(types, array.type):
        leaf = _descend_list(pa, array, lambda inside: _parts(pa, inside))
        leaf.suffix = "[{}].text"
        return leaf
    raise FieldError(f'the field "{path}" holds {array.type}, no text' + _list_hint(types, array))


def _descend_list(pa: Any, array: Any, inner: Callable[[Any], _Leaf]) -> _Leaf:
    import pyarrow.compute as pc

    inside = array.flatten()
    sizes = array.value_lengths().fill_null(0).to_pylist()
    bounds = _bounds(sizes)
    leaf = inner(inside)
    parents = pc.list_parent_indices(array).cast(pa.int64())
    positions = pc.subtract(pa.array(range(len(inside)), pa.int64()), pa.array(bounds, pa.int64()).take(parents))

    def rebuild(new: Any) -> Any:
        large = pa.types.is_large_list(array.type)
        maker, index = (pa.LargeListArray, pa.int64()) if large else (pa.ListArray, pa.int32())
        return maker.from_arrays(pa.array(bounds, index), leaf.rebuild(new), mask=array.is_null()).cast(array.type)

    return _Leaf(
        leaf.strings,
        parents.take(leaf.parents),
        [positions.take(leaf.parents), *leaf.indices],
        rebuild,
        [parents[i].as_py() for i in leaf.refused],
        leaf.parts_passed,
        leaf.suffix,
    )


def _replace_child(pa: Any, array: Any, at: int, leaf: _Leaf) -> _Leaf:
    inner = leaf.rebuild

    def rebuild(new: Any) -> Any:
        children = array.flatten()
        children[at] = inner(new)
        return pa.StructArray.from_arrays(children, fields=list(array.type), mask=array.is_null())

    leaf.rebuild = rebuild
    return leaf


def _parts(pa: Any, array: Any) -> _Leaf:
    """Of chat content in parts, the texts of those of type "text"."""
    import pyarrow.compute as pc

    at = array.type.get_field_index("text")
    text = array.flatten()[at]
    is_text = pc.equal(array.flatten()[array.type.get_field_index("type")], "text").fill_null(False)
    strings = pc.if_else(is_text, text, pa.scalar(None, text.type))
    others = pc.invert(is_text)
    foreign = pc.and_(others, text.is_valid())
    leaf = _Leaf(
        strings,
        pa.array(range(len(array)), pa.int64()),
        [],
        lambda new: pc.if_else(is_text, new, text),
        [i for i, wrong in enumerate(foreign.to_pylist()) if wrong],
        sum(others.to_pylist()),
    )
    return _replace_child(pa, array, at, leaf)


def _broken_json(core: _core.Batch, new: Any, concrete: _Paths) -> dict[int, str]:
    """Rows whose strings inside of lists were JSON and are not any more."""
    refused = {}
    for row, state in enumerate(core.states()):
        if state != _core.EDITED:
            continue
        first, n = core.row(row)[3:5]
        for text in range(first, first + n):
            before, path = core.original(text), concrete[text]
            if before is not None and "[" in path and _fields.broke_json(before, new[text].as_py()):
                refused[row] = f"json: {path} is no JSON any more"
    return refused


def _edit_fields(batch: RefinedBatch, edits: Any, which: Any) -> list[str]:
    assert batch._paths is not None
    texts, names = which.to_pylist(), []
    at = 0
    for row, size in enumerate(edits.value_lengths().fill_null(0).to_pylist()):
        first = batch._core.row(row)[3] if size else 0
        names += [batch._paths[first + text] for text in texts[at : at + size]]
        at += size
    return names


def _other_offsets(pa: Any, batch: RefinedBatch, offsets: Offsets) -> dict[str, Any]:
    """start, end, refined_start and refined_end of all edits in bytes or UTF-16 units."""
    make = char_to_byte if offsets == "byte" else char_to_utf16
    columns: dict[str, list[int]] = {name: [] for name in ("start", "end", "refined_start", "refined_end")}
    refined = batch._core.texts()
    for row, state in enumerate(batch._core.states()):
        if state != _core.EDITED:
            continue
        first = batch._core.row(row)[3]
        maps: dict[int, tuple[Any, Any]] = {}
        for edit in batch._core.edits(row):
            text = edit[6]
            if text not in maps:
                maps[text] = make(batch._core.original(first + text) or ""), make(refined[first + text] or "")
            before, after = maps[text]
            for name, value in zip(columns, (before[edit[0]], before[edit[1]], after[edit[4]], after[edit[5]])):
                columns[name].append(value)
    return {name: pa.array(values, pa.int64()) for name, values in columns.items()}


class _Capsules:
    """A pair of capsules as something that pyarrow takes."""

    def __init__(self, capsules: tuple[object, object]) -> None:
        self._capsules = capsules

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        return self._capsules


def _edit_dict(edit: Edit) -> dict[str, Any]:
    return {name: getattr(edit, name) for name in _EDIT_COLUMNS}


def _kinds(pa: Any, schema: Any) -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for column in schema:
        if _is_text(pa.types, column.type):
            kinds[column.name] = "text"
        elif pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
            inner = column.type.value_type
            names = [inner.field(i).name for i in range(inner.num_fields)] if pa.types.is_struct(inner) else []
            kinds[column.name] = "values" if "value" in names and "content" not in names else "list"
    return kinds


def _is_text(types: Any, type_: Any) -> bool:
    return bool(types.is_string(type_) or types.is_large_string(type_) or str(type_) == "string_view")


def _is_parts(types: Any, type_: Any) -> bool:
    if not (types.is_list(type_) or types.is_large_list(type_)) or not types.is_struct(type_.value_type):
        return False
    inner = type_.value_type
    return inner.get_field_index("type") >= 0 and inner.get_field_index("text") >= 0 and _is_text(types, inner.field("text").type)


def _list_hint(types: Any, array: Any) -> str:
    return "; write [] behind the list" if types.is_list(array.type) or types.is_large_list(array.type) else ""


def _one_array(pa: Any, column: Any) -> Any:
    """A chunked column as one array; dictionaries as what they stand for."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    combined = column.combine_chunks()
    if isinstance(combined, pa.ChunkedArray):
        combined = pa.concat_arrays(combined.chunks) if combined.num_chunks else pa.array([], column.type)
    return combined


def _counts_by_row(parents: Sequence[int], n_rows: int) -> list[int]:
    counts = [0] * n_rows
    for row in parents:
        counts[row] += 1
    return counts


def _bounds(sizes: Sequence[int]) -> list[int]:
    from itertools import accumulate

    return [0, *accumulate(sizes)]


def _check_columns(wanted: Sequence[str], there: Sequence[str]) -> None:
    lacking = [name for name in wanted if name not in there]
    if lacking:
        raise FieldError(f"the table has no column {', '.join(lacking)}; it has: {', '.join(there)}")


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise Unavailable("this needs pyarrow: pip install pyarrow") from None
    return pyarrow
