"""Hugging Face datasets: `refine` maps a dataset through an engine.

    ds = load_dataset("json", data_files="chat.jsonl", split="train")
    ds = refine(ds, fields="messages[].content", key=lauter.Key.load("corpus.key"), num_proc=4, edits_column="pii")
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from lauter.integrations import missing, open_engine

try:
    import datasets
    import pyarrow as pa
except ImportError as error:
    raise missing(__name__, "datasets") from error

import lauter

AnyDataset = TypeVar(
    "AnyDataset", datasets.Dataset, datasets.DatasetDict, datasets.IterableDataset, datasets.IterableDatasetDict
)

_EDIT = {"start": "int64", "end": "int64", "replacement": "string", "label": "string", "rule": "string"}


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
    engine_options: dict[str, Any] | None = None,
    **map_kwargs: Any,
) -> AnyDataset:
    """The dataset with its texts refined: a `Dataset`, an `IterableDataset` or a dictionary of them.

    The result has the features and the format of `ds`, and is found in the cache by what decides about its bytes: the
    recipe, the key, the models and the version of lauter. A column `id` names the rows.

    Args:
        fields: `"text"`, `"messages[].content"`, several in a list, or `"auto"`.
        recipe, key, model, set, engine_options: as of `lauter.Engine`; a key must be given.
        batch_size, num_proc, map_kwargs: as of `Dataset.map`.
        on_rejected: `"null"`, `"drop"` or `"raise"`.
        edits_column: a new column of `{start, end, replacement, label, rule, stage, score, ...}` for each edit.
        state_column: a new column of kept, edited, rejected, null.
    """
    engine = open_engine(recipe, key, model=model, set=set, **(engine_options or {}))
    function = _RefineTable(engine, engine.hash, fields, on_rejected, edits_column, state_column)
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

    def __call__(self, table: pa.Table) -> pa.Table:
        refined = self.engine.refine_table(
            table,
            self.fields,
            on_rejected=self.on_rejected,
            edits_column=self.edits_column,
            state_column=self.state_column,
        )
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
