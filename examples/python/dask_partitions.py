"""Refines Parquet files on Dask: python examples/python/dask_partitions.py IN OUT KEY_FILE

Needs: pip install "lauter[dask]"
"""

import sys

import dask.dataframe as dd
from dask.distributed import Client

import lauter.integrations.dask

if __name__ == "__main__":
    source, out, key_file = sys.argv[1:]
    with Client(n_workers=2, threads_per_worker=1, dashboard_address=None):
        ddf = dd.read_parquet(source)
        ddf = ddf.map_partitions(lauter.integrations.dask.refine, "text", key_file=key_file, meta=ddf._meta)
        ddf.to_parquet(out)
