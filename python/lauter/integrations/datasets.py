"""Hugging Face datasets: `refine` maps a dataset through an engine.

    ds = load_dataset("json", data_files="chat.jsonl", split="train")
    ds = refine(ds, fields="messages[].content", key=lauter.Key.load("corpus.key"), num_proc=4, edits_column="pii")
"""

import itertools
from dataclasses import dataclass
from typing import Any, TypeVar

from lauter.integrations import id_column_of, missing, open_engine

try:
    import datasets
    import pyarrow as pa
except ImportError as error:
    raise missing(__name__, "datasets") from error

import lauter

AnyDataset = TypeVar(
    "AnyDataset", datasets.Dataset, datasets.DatasetDict, datasets.IterableDataset, datasets.IterableDatasetDict
)

_EDIT = {
    "start": "int64",
    "end": "int64",
    "replacement": "string",
    "label": "string",
    "rule": "string",
    "stage": "string",
    "score": "float32",
    "refined_start": "int64",
    "refined_end": "int64",
    "field": "string",
    "reason": "string",
}
EDITS = datasets.List({name: datasets.Value(dtype) for name, dtype in _EDIT.items()})
"""The feature of an edits column. Offsets are characters of the text that `field` names, null where there is but one."""


def refine(
    ds: AnyDataset,
    fields: Any = "text",
    *,
    recipe: Any = "anonymize",
    key: Any = None,
    model: str | None = None,
    set: Any = None,
    batch_size: int = 1000,
    num_proc: int | None = None,
    on_rejected: Any = "null",
    edits_column: str | None = None,
    state_column: str | None = None,
    id_column: str | None = "id",
    engine_options: dict[str, Any] | None = None,
    **map_kwargs: Any,
) -> AnyDataset:
    """The dataset with its texts refined: a `Dataset`, an `IterableDataset` or a dictionary of them.

    The result has the features and the format of `ds`, and is found in the cache by what decides about its bytes: the
    recipe, the key, the models and the version of lauter.

    Args:
        fields: `"text"`, `"messages[].content"`, several in a list, or `"auto"`.
        recipe, key, model, set, engine_options: as of `lauter.Engine`; a key must be given.
        batch_size, num_proc, map_kwargs: as of `Dataset.map`.
        on_rejected: `"null"`, `"drop"` or `"raise"`.
        edits_column: a new column with a list of `EDITS` for each row.
        state_column: a new column of kept, edited, rejected, null.
        id_column: names the rows, if it is there; None: their texts do.
    """
    engine = open_engine(recipe, key, model=model, set=set, **(engine_options or {}))
    function = _RefineTable(engine, engine.hash, fields, on_rejected, edits_column, state_column, id_column)
    if not isinstance(ds, dict):
        return _refine_one(ds, function, batch_size, num_proc, map_kwargs)
    return type(ds)({name: _refine_one(part, function, batch_size, num_proc, map_kwargs) for name, part in ds.items()})


@dataclass(frozen=True)
class _RefineTable:
    """What `map` calls and hashes. `engine_hash` makes another key at the same path another function."""

    engine: lauter.Engine
    engine_hash: str
    fields: Any
    on_rejected: Any
    edits_column: str | None
    state_column: str | None
    id_column: str | None

    def __call__(self, table: pa.Table) -> pa.Table:
        refined = self.engine.refine_table(
            table,
            self.fields,
            id_column=id_column_of(table.schema, self.id_column),
            on_rejected=self.on_rejected,
            edits_column=self.edits_column,
            state_column=self.state_column,
        )
        if self.edits_column:
            at = refined.column_names.index(self.edits_column)
            refined = refined.set_column(at, self.edits_column, _plain_edits(refined[self.edits_column]))
        return refined

    def features(self, before: datasets.Features | None) -> datasets.Features | None:
        """The features of the result: fixed beforehand, since a batch of nothing but nulls would say otherwise."""
        if before is None:
            return None
        after = before.copy()
        if self.edits_column:
            after[self.edits_column] = EDITS
        if self.state_column:
            after[self.state_column] = datasets.Value("string")
        return after


def _plain_edits(edits: pa.ChunkedArray) -> pa.Array:
    """The edits of a refined table as `EDITS`: without dictionaries, which datasets do not store."""
    lists = edits.combine_chunks()
    inside = lists.flatten()
    have = {field.name: inside.field(i) for i, field in enumerate(inside.type)}
    types = {name: pa.string() if dtype == "string" else pa.type_for_alias(dtype) for name, dtype in _EDIT.items()}
    columns = [have[n].cast(t) if n in have else pa.nulls(len(inside), t) for n, t in types.items()]
    bounds = pa.array(itertools.accumulate(lists.value_lengths().fill_null(0).to_pylist(), initial=0), pa.int32())
    return pa.ListArray.from_arrays(bounds, pa.StructArray.from_arrays(columns, names=list(types)))


def _refine_one(
    ds: Any, function: _RefineTable, batch_size: int, num_proc: int | None, map_kwargs: dict[str, Any]
) -> Any:
    options: dict[str, Any] = {"batched": True, "batch_size": batch_size, **map_kwargs}
    if isinstance(ds, datasets.IterableDataset):
        former = ds._formatting.format_type if ds._formatting else None
        features = function.features(ds.features)
        return ds.with_format("arrow").map(function, features=features, **options).with_format(former)
    former = ds.format
    if former["columns"] == ds.column_names:
        former["columns"] = None  # all, new ones too
    options.setdefault("desc", f"lauter {function.engine.recipe.name}")
    features = function.features(ds.features)
    result = ds.with_format("arrow").map(function, features=features, num_proc=num_proc, **options)
    return result.with_format(**{**former, **former.pop("format_kwargs")})
