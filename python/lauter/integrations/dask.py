"""Dask: what `map_partitions` calls.

    ddf.map_partitions(lauter.integrations.dask.refine, "text", key_file="corpus.key", meta=ddf._meta)
"""

import os
from typing import Any

from lauter.integrations import id_column_of, missing, open_engine

try:
    import dask.dataframe  # noqa: F401  (says at import, not in the middle of a run, that it is missing)
    import pandas as pd
    import pyarrow as pa
except ImportError as error:
    raise missing(__name__, "dask") from error


def refine(
    frame: pd.DataFrame,
    fields: Any = "text",
    *,
    recipe: Any = "anonymize",
    key: Any = None,
    key_file: str | os.PathLike[str] | None = None,
    on_rejected: Any = "null",
    edits_column: str | None = None,
    state_column: str | None = None,
    id_column: str | None = "id",
    **options: Any,
) -> pd.DataFrame:
    """A partition with its texts refined; `id_column`, if it is there, names the rows.

    `key_file` is read on the worker, so that the secret is in no graph. Rejected rows have a null text, or are dropped
    with `on_rejected="drop"`. With `edits_column` or `state_column`, `meta` must have them too: `meta=refine(ddf._meta,
    ...)`. Further options are those of `lauter.Engine`. Workers open the engine once.
    """
    engine = open_engine(recipe, key, key_file=key_file, **options)
    refined: pd.DataFrame = engine.refine_table(
        frame,
        fields,
        id_column=id_column_of(pa.Schema.from_pandas(frame, preserve_index=False), id_column),
        on_rejected=on_rejected,
        edits_column=edits_column,
        state_column=state_column,
    )
    return refined
