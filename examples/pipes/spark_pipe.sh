#!/bin/sh
# The command of Spark's RDD.pipe(): one lauter for each partition.
#
#   rows.pipe(Seq("examples/pipes/spark_pipe.sh", "/shared/corpus.key"))        (Scala, Java)
#   rows.pipe("examples/pipes/spark_pipe.sh /shared/corpus.key", checkCode=True)      (PySpark)
#
# Every row in gives one row out, in the same place (--on-error row): a row that cannot be refined is
# {"id","error"}, so partitions can be zipped with what went in. Spark fails a task whose command
# ends with anything but 0; rows with errors (lauter's 1) are no failed task, 2 and more are.
# Spark runs as many tasks as it has cores, so one thread each.
key=${1:?the key file, on every node: (umask 077; openssl rand -hex 32 > corpus.key)}
shift
"${LAUTER:-lauter}" refine - -o - --on-error row --threads 1 --quiet --key-file "$key" "$@"
code=$?
[ "$code" -le 1 ] || exit "$code"
