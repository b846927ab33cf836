"""Refines a folder of Parquet with Spark, in three ways.

    (umask 077; openssl rand -hex 32 > corpus.key)
    spark-submit --files corpus.key examples/python/spark.py in/ out/ corpus.key

lauter must be installed on every node; `--files` ships the key, so that its name is enough.
"""

import sys

from lauter.integrations.spark import refine, refine_udf
from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def main() -> None:
    source, out, key_file = sys.argv[1:4]
    spark = SparkSession.builder.getOrCreate()
    df = spark.read.parquet(source)
    # A DataFrame: rows that cannot be refined are dropped, what was done is in a column.
    refine(df, "text", key_file=key_file, edits_column="edits").write.parquet(f"{out}/frame")
    # A column: null where a row cannot be refined.
    udf = refine_udf(recipe="anonymize", key_file=key_file)
    df.withColumn("text", udf(F.col("text"))).write.parquet(f"{out}/column")
    # SQL: the second argument is the row's id, if it has one.
    spark.udf.register("lauter_refine", udf)
    df.createOrReplaceTempView("rows")
    spark.sql("SELECT id, lauter_refine(text, id) AS text FROM rows").write.parquet(f"{out}/sql")


if __name__ == "__main__":
    main()
