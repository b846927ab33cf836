"""Refines Parquet files in SQL: python examples/python/duckdb_query.py 'IN/*.parquet' OUT KEY_FILE

Needs: pip install "lauter[duckdb]"
"""

import sys

import duckdb

import lauter.integrations.duckdb as ld

source, out, key_file = sys.argv[1:]
con = duckdb.connect()
ld.register(con, recipe="anonymize", key=key_file)
con.sql(f"COPY (SELECT * REPLACE (lauter_refine(text) AS text) FROM '{source}') TO '{out}/refined.parquet'")
con.sql(f"SELECT f.label, count(*) FROM (SELECT unnest(lauter_find(text)) f FROM '{source}') GROUP BY ALL ORDER BY 2 DESC").show()
