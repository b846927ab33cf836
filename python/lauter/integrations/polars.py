"""Polars: the expression namespace `lauter`, which importing this module registers.

    df = pl.scan_parquet("in/*.parquet").with_columns(
        pl.col("text").lauter.refine(key="corpus.key"),
        pl.col("text").lauter.find(key="corpus.key").alias("found"))
    df.sink_parquet("out.parquet")
"""

from collections.abc import Callable
from typing import Any

from lauter.integrations import missing, open_engine

try:
    import polars as pl
except ImportError as error:
    raise missing(__name__, "polars") from error

import lauter

_EDIT = {
    "start": pl.Int64,
    "end": pl.Int64,
    "replacement": pl.String,
    "label": pl.String,
    "rule": pl.String,
    "stage": pl.String,
    "score": pl.Float32,
    "refined_start": pl.Int64,
    "refined_end": pl.Int64,
    "reason": pl.String,
}
REFINED = pl.Struct({"text": pl.String, "state": pl.String, "reason": pl.String, "edits": pl.List(pl.Struct(_EDIT))})
FOUND = pl.List(
    pl.Struct({"start": pl.Int64, "end": pl.Int64, "label": pl.String, "score": pl.Float64, "rule": pl.String})
)


@pl.api.register_expr_namespace("lauter")
class LauterExpr:
    """`pl.col("text").lauter`: refines a column of strings (or categories), works in eager, lazy and streaming queries.

    All methods take `recipe`, `key` (but `find`, which needs none) and the other keywords of `lauter.Engine`, and `ids`: the
    expression of the rows' ids. Without it a row's dates move by its text alone, so that the result depends neither on order nor on batches.
    Polars' threads share one engine, which uses `threads` of its own in each batch (default 1).
    """

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def refine(
        self, recipe: Any = "anonymize", *, key: Any = None, fields: str | None = None, ids: Any = None, **options: Any
    ) -> pl.Expr:
        """The refined column. Rejected rows are null: `refined()` says why.

        `fields`: where the texts are in a column of lists or structs, from the column on: `"[].content"`, `"body"`.
        """
        engine = open_engine(recipe, key, **options)
        if fields is None:
            return self._map(lambda texts, of: _texts(engine.refine_batch(texts, ids=of)), pl.String, ids)
        path = f"value{'' if fields.startswith('[') else '.'}{fields}"

        def nested(values: pl.Series, of: pl.Series | None) -> pl.Series:
            frame = values.to_frame("value") if of is None else pl.DataFrame({"value": values, "id": of})
            refined: pl.DataFrame = engine.refine_table(frame, path, id_column=None if of is None else "id")
            return refined["value"]

        return self._map(nested, pl.self_dtype(), ids, strings=False)

    def refined(self, recipe: Any = "anonymize", *, key: Any = None, ids: Any = None, **options: Any) -> pl.Expr:
        """A struct of text, state, reason and edits, in one pass: `.struct.unnest()` makes columns of it. Offsets are
        characters of the original text."""
        engine = open_engine(recipe, key, **options)
        return self._map(lambda texts, of: _refined(engine.refine_batch(texts, ids=of)), REFINED, ids)

    def find(self, recipe: Any = "anonymize", *, key: Any = None, **options: Any) -> pl.Expr:
        """What would be refined: a list of start, end, label, score and rule for each row."""
        engine = open_engine(recipe, lauter.Key.example() if key is None else key, **options)
        return self._map(lambda texts, _: _found(engine.find_batch(texts)), FOUND, None)

    def _map(
        self, function: Callable[[pl.Series, pl.Series | None], pl.Series], dtype: Any, ids: Any, *, strings: bool = True
    ) -> pl.Expr:
        expr = self._expr.cast(pl.String) if strings else self._expr
        if ids is None:
            return expr.map_batches(lambda s: function(s, None), return_dtype=dtype, is_elementwise=True)
        ids = (pl.col(ids) if isinstance(ids, str) else ids).cast(pl.String)
        name = self._expr.meta.output_name()
        both = pl.map_batches([expr, ids], lambda s: function(*s), return_dtype=dtype, is_elementwise=True)
        return both.alias(name)


def _texts(batch: lauter.RefinedBatch) -> pl.Series:
    return pl.Series(batch.text_array("string_view"))


def _refined(batch: lauter.RefinedBatch) -> pl.Series:
    frame: pl.DataFrame = batch.to_polars()
    return frame.to_struct().cast(REFINED)


def _found(batch: lauter.FoundBatch) -> pl.Series:
    rows = [
        [{"start": s.start, "end": s.end, "label": s.label, "score": s.score, "rule": s.rule} for s in spans]
        for spans in batch
    ]
    return pl.Series(rows, dtype=FOUND)
