"""IN OUT KEY MODEL: Parquet to Parquet with Spark in local[2]. Prints how long Spark took to come up, and the job."""

import json
import os
import sys
import time

os.environ["PYSPARK_PYTHON"] = sys.executable
begin = time.perf_counter()
from lauter.integrations.spark import refine
from pyspark.sql import SparkSession

source, out, key, model = sys.argv[1:5]
build = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.log.level", "ERROR")
spark = build.config("spark.sql.files.maxPartitionBytes", "16m").getOrCreate()
spark.range(2).count()  # the JVM has compiled its first plan
up = time.perf_counter()
refine(spark.read.parquet(source), key_file=key, model=model or None).write.parquet(out)
print(json.dumps({"up": up - begin, "seconds": time.perf_counter() - up}))
