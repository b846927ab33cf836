"""Refines a column of Parquet files by Polars: python examples/python/polars_query.py 'IN/*.parquet' OUT KEY_FILE

Needs: pip install "lauter[polars]"
"""

import sys

import polars as pl

import lauter.integrations.polars  # registers the namespace

source, out, key_file = sys.argv[1:]
df = pl.scan_parquet(source).with_columns(
    pl.col("text").lauter.refine(recipe="anonymize", key=key_file),
    pl.col("text").lauter.find().alias("found"),  # List[Struct{start,end,label,score,rule}]
)
df.sink_parquet(f"{out}/refined.parquet")
