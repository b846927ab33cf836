"""Refines a column of a CSV file: python examples/python/pandas_column.py IN.csv OUT.csv KEY_FILE

Needs: pip install lauter pandas pyarrow
"""

import sys

import pandas as pd

import lauter

source, out, key_file = sys.argv[1:]
df = pd.read_csv(source)
batch = lauter.Engine("anonymize", key=key_file).refine_batch(df["text"])
df["text"] = batch.texts
df.to_csv(out, index=False)
print(batch.counts)
