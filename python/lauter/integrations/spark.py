"""Spark: a DataFrame refined by `mapInArrow`, and a column function for expressions and SQL.

    refine(df, "text", key_file="corpus.key", edits_column="edits").write.parquet("out/")
    df.withColumn("text", refine_udf(key_file="corpus.key")(F.col("text")))
    spark.udf.register("lauter_refine", refine_udf(key_file="corpus.key"))

A worker opens its engine once; Spark uses workers again. Rows come in batches of
`spark.sql.execution.arrow.maxRecordsPerBatch`: 2,000 is good for long documents. lauter must be installed on every node
(or come by `spark.archives`), and so must the key's file, unless `SparkContext.addFile` or `--files` ships it.
"""

import functools
import os
import pickle
from collections.abc import Callable, Iterator
from typing import Any

from lauter.integrations import missing, open_engine

try:
    import pyarrow as pa
    from pyspark import SparkFiles
    from pyspark.sql import Column, DataFrame
    from pyspark.sql import functions as F
    from pyspark.sql import types as T
except ImportError as error:
    raise missing(__name__, "pyspark and pyarrow", "spark") from error

import lauter
from lauter.integrations._arrow import ids

_EDIT = {
    "start": (T.LongType(), pa.int64()),
    "end": (T.LongType(), pa.int64()),
    "replacement": (T.StringType(), pa.string()),
    "label": (T.StringType(), pa.string()),
    "rule": (T.StringType(), pa.string()),
    "stage": (T.StringType(), pa.string()),
    "score": (T.FloatType(), pa.float32()),
    "refined_start": (T.LongType(), pa.int64()),
    "refined_end": (T.LongType(), pa.int64()),
    "field": (T.StringType(), pa.string()),
    "reason": (T.StringType(), pa.string()),
}
EDITS = T.ArrayType(T.StructType([T.StructField(name, kind) for name, (kind, _) in _EDIT.items()]))
"""The type of `edits_column`. Offsets are in characters; `field` is null where a row has one text in a column of its own."""
_ARROW_EDITS = pa.list_(pa.struct([(name, kind) for name, (_, kind) in _EDIT.items()]))


def refine(
    df: DataFrame,
    fields: Any = "text",
    *,
    recipe: Any = "anonymize",
    key: Any = None,
    key_file: str | os.PathLike[str] | None = None,
    edits_column: str | None = None,
    state_column: str | None = None,
    on_rejected: str = "drop",
    id_column: str | None = "id",
    **options: Any,
) -> DataFrame:
    """The DataFrame with its fields refined; other columns as they are. Works on a stream too.

    Args:
        fields: path or paths of the texts: `"text"`, `"messages[].content"`; None: what the recipe says.
        recipe, key, key_file: as of `lauter.Engine`; one of key and key_file must be given. `key_file` is looked for among
            the files that Spark ships, then as a path of the worker; the secret itself stays out of the plan.
        edits_column, state_column: columns to add: the edits (`EDITS`); `kept`, `edited`, `rejected` or `null`.
        on_rejected: `"drop"` the rows that cannot be refined, set their fields to `"null"`, or `"raise"` in the task.
        id_column: the column of the rows' ids, if it is there; None: none. Without ids a row is keyed by its text, never by
            its place, so that partitions do not matter.
        options: further keywords of `lauter.Engine`: `model`, `set`, `enable`, ...

    Errors: `KeyProblem` and `RecipeError` at once; `FieldError` and `RejectedError` in a task.
    """
    config = _config(recipe, key, key_file, options)
    call = {
        "fields": fields,
        "edits_column": edits_column,
        "state_column": state_column,
        "on_rejected": on_rejected,
    }
    kept = _without_dropped(df.schema, _engine(config)._rules().dropped)
    schema = T.StructType([T.StructField(c.name, c.dataType, True, c.metadata) for c in kept])
    df_schema = df.schema
    new = []  # without dictionaries, which the JVM does not read
    if edits_column is not None:
        schema.add(edits_column, EDITS)
        new.append(pa.field(edits_column, _ARROW_EDITS))
    if state_column is not None:
        schema.add(state_column, T.StringType())
        new.append(pa.field(state_column, pa.string()))

    def lauter_refine(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        engine = _engine(config)
        for batch in batches:
            table = pa.Table.from_batches([batch])
            table = engine.refine_table(table, id_column=ids(batch.schema, id_column), **call)
            # What lost a field has another type.
            columns = [batch.schema.field(c.name) if kept[c.name] == df_schema[c.name] else table.schema.field(c.name) for c in kept]
            columns = [*(column.with_nullable(True) for column in columns), *new]
            yield from table.select([c.name for c in columns]).cast(pa.schema(columns)).to_batches()

    return df.mapInArrow(lauter_refine, schema)


def _without_dropped(schema: T.StructType, dropped: tuple[str, ...]) -> T.StructType:
    """The schema without the fields at these paths."""

    def without(kind: T.DataType, steps: list[str]) -> T.DataType:
        if isinstance(kind, T.ArrayType) and steps[0] == "[]":
            return T.ArrayType(without(kind.elementType, steps[1:]), kind.containsNull)
        if not isinstance(kind, T.StructType) or steps[0] == "[]":
            return kind
        fields = []
        for field in kind:
            if field.name == steps[0]:
                if len(steps) == 1:
                    continue
                field = T.StructField(field.name, without(field.dataType, steps[1:]), field.nullable, field.metadata)
            fields.append(field)
        return T.StructType(fields)

    for path in dropped:
        kept = without(schema, path.replace("[]", ".[]").split("."))
        assert isinstance(kept, T.StructType)
        schema = kept
    return schema


def refine_udf(
    recipe: Any = "anonymize", *, key: Any = None, key_file: str | os.PathLike[str] | None = None, **options: Any
) -> Callable[..., Column]:
    """A column function `(text)` or `(text, id)` that refines: for `withColumn`, and for SQL by `spark.udf.register`.

    Null where the text is rejected or null: `refine()` can say which. Deterministic: the same key and text give the same
    words in every query. An `arrow_udf` from Spark 4.1 on, before that a `pandas_udf`. Arguments and errors as of
    `refine()`.
    """
    config = _config(recipe, key, key_file, options)
    if hasattr(F, "arrow_udf"):

        def lauter_refine(text: pa.Array, *id: pa.Array) -> pa.Array:
            return _refined(config, text, *id)

        udf: Callable[..., Column] = F.arrow_udf(lauter_refine, T.StringType())
        return udf

    import pandas as pd
    from pyspark.sql.pandas.functions import pandas_udf

    def lauter_refine_pandas(text: pd.Series, *id: pd.Series) -> pd.Series:
        columns = [pa.Array.from_pandas(column) for column in (text, *id)]
        return _refined(config, *columns).to_pandas()

    lauter_refine_pandas.__name__ = "lauter_refine"
    udf = pandas_udf(lauter_refine_pandas, T.StringType())  # type: ignore[call-overload]
    return udf


def _refined(config: bytes, text: pa.Array, names: pa.Array | None = None) -> pa.Array:
    batch = _engine(config).refine_batch(text, ids=None if names is None else names.to_pylist())
    return pa.array(batch.text_array("string"))


def _config(recipe: Any, key: Any, key_file: str | os.PathLike[str] | None, options: dict[str, Any]) -> bytes:
    """What a worker opens its engine by. Opens it here first, so that a wrong recipe or key shows before a job runs."""
    config = pickle.dumps((recipe, key, None if key_file is None else os.fspath(key_file), options))
    _engine(config)
    return config


@functools.cache
def _engine(config: bytes) -> lauter.Engine:
    recipe, key, key_file, options = pickle.loads(config)
    return open_engine(recipe, key, key_file=key_file and _shipped(key_file), **options)


def _shipped(key_file: str) -> str:
    """Where Spark put the file on this machine, else the path as it is. Spark lets everybody read its copy: that ends here."""
    try:
        path = SparkFiles.get(key_file)
    except AssertionError:  # a client of Spark Connect has no such folder
        return key_file
    if not os.path.exists(path):
        return key_file
    os.chmod(path, 0o600)
    return path
