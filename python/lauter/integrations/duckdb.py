"""DuckDB: SQL functions that refine.

    con = duckdb.connect()
    lauter.integrations.duckdb.register(con, key="corpus.key")
    con.sql("COPY (SELECT * REPLACE (lauter_refine(text, id) AS text) FROM 'in/*.parquet') TO 'out.parquet'")

DuckDB calls a Python function with 2,048 rows at a time and one thread after the other; where speed is wanted,
`lauter refine in.parquet -o out` reads and writes Parquet itself.
"""

from typing import Any

from lauter.integrations import missing, open_engine

try:
    import duckdb
    import pyarrow as pa
except ImportError as error:
    raise missing(__name__, "duckdb and pyarrow", "duckdb") from error

import lauter

_SPAN: dict[str, pa.DataType] = {
    "start": pa.int64(),
    "end": pa.int64(),
    "label": pa.string(),
    "rule": pa.string(),
    "score": pa.float64(),
}
_FOUND = pa.list_(pa.struct(_SPAN))


def register(
    con: duckdb.DuckDBPyConnection, recipe: Any = "anonymize", *, key: Any = None, prefix: str = "lauter", **options: Any
) -> lauter.Engine:
    """Registers the functions on this connection (cursors of it share them), and returns their engine.

    lauter_refine(text [, id]) -> VARCHAR     the refined text; NULL if it is rejected
    lauter_state(text [, id])  -> VARCHAR     kept, edited, rejected, null
    lauter_find(text)          -> STRUCT("start" BIGINT, "end" BIGINT, label VARCHAR, rule VARCHAR, score DOUBLE)[]

    They are deterministic: DuckDB may call them once for equal constants. `prefix` tells several recipes apart;
    further options are those of `lauter.Engine`.
    """
    engine = open_engine(recipe, key, **options)

    def refined(columns: tuple[pa.ChunkedArray, ...]) -> lauter.RefinedBatch:
        texts, ids = _arguments(columns)
        return engine.refine_batch(texts, ids=ids)

    def refine(*columns: pa.ChunkedArray) -> pa.Array:
        return pa.array(refined(columns).text_array("string"))

    def state(*columns: pa.ChunkedArray) -> pa.Array:
        return pa.array(refined(columns).states, pa.string())

    def find(texts: pa.ChunkedArray) -> pa.Array:
        spans = [[{name: getattr(span, name) for name in _SPAN} for span in spans] for spans in engine.find_batch(texts)]
        return pa.array(spans, _FOUND)

    def add(name: str, function: Any, parameters: Any, result: str) -> None:
        create: Any = con.create_function  # its types want enumerations that are elsewhere in each version
        create(f"{prefix}_{name}", function, parameters, result, type="arrow", null_handling="special", side_effects=False)

    add("refine", refine, None, "VARCHAR")  # no parameters: one or two, whatever is given
    add("state", state, None, "VARCHAR")
    add("find", find, ["VARCHAR"], 'STRUCT("start" BIGINT, "end" BIGINT, label VARCHAR, rule VARCHAR, score DOUBLE)[]')
    return engine


def _arguments(columns: tuple[pa.ChunkedArray, ...]) -> tuple[pa.ChunkedArray, list[str | None] | None]:
    """The texts and the ids of a call."""
    if len(columns) not in (1, 2):
        raise TypeError(f"takes a text and an id, not {len(columns)} columns")
    texts, *ids = columns
    if pa.types.is_null(texts.type):
        texts = texts.cast(pa.string())
    return texts, ids[0].cast(pa.string()).to_pylist() if ids else None
