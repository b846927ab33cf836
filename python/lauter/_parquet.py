"""The library by which the engine reads and writes Parquet."""
from __future__ import annotations

import os


def library() -> str | None:
    """What LAUTER_DUCKDB names, else the package duckdb, whose module has DuckDB's C functions. None: there is neither, and the
    engine looks where the system does."""
    named = os.environ.get("LAUTER_DUCKDB")
    if named:
        return named
    from importlib.util import find_spec

    spec = find_spec("_duckdb")
    return None if spec is None else spec.origin
