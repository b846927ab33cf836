"""Refines a folder of JSONL with PySpark: one lauter process for each partition, fed through pipe().

    spark-submit --files corpus.key examples/pipes/spark_pipe.py IN OUT spark_pipe.sh corpus.key

The script and lauter must be on every node (--files ships small ones; PySpark starts the command
with an empty environment, so name them by path or give `env`). Rows with an error, which stand in
their place, go to OUT/errors.
"""

import json
import os
import sys


def refine(rows, command):
    """An RDD of JSON lines to an RDD of JSON lines, of the same length and order."""
    return rows.pipe(command, env={"PATH": os.environ.get("PATH", "/usr/bin")}, checkCode=True)


def is_error(line):
    return "error" in json.loads(line)


def main():
    from pyspark.sql import SparkSession

    source, target, script, key = sys.argv[1:]
    context = SparkSession.builder.appName("lauter").getOrCreate().sparkContext
    refined = refine(context.textFile(source), f"{script} {key}").cache()
    refined.filter(lambda line: not is_error(line)).saveAsTextFile(f"{target}/data")
    refined.filter(is_error).saveAsTextFile(f"{target}/errors")


if __name__ == "__main__":
    main()
