"""lauter.integrations.spark on a local Spark and on a cluster of two executors: DataFrame, column, SQL, stream."""

import io
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql import functions as F
except ImportError as missing:
    raise unittest.SkipTest(f"{missing.name} is not installed") from missing
if shutil.which("java") is None:
    raise unittest.SkipTest("java is not installed")

import contract
import lauter
from lauter.integrations.spark import refine, refine_udf

BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"


def session(master: str) -> SparkSession:
    """A Spark of its own: one that runs is stopped."""
    if running := SparkSession.getActiveSession():
        running.stop()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    build = SparkSession.builder.master(master).appName("lauter-test")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.executorEnv.PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        BATCH: "64",
        "spark.log.level": "ERROR",
    }
    for name, value in settings.items():
        build = build.config(name, value)
    return build.getOrCreate()


def parts(spark: SparkSession, rows: Sequence[contract.Row], partitions: int, ids: str = "id") -> DataFrame:
    pairs = spark.sparkContext.parallelize([(row.id, row.text) for row in rows], partitions)
    return spark.createDataFrame(pairs, f"{ids} string, text string")


def outcomes(df: DataFrame, ids: str = "id") -> dict[str, contract.Outcome]:
    return {
        row[ids]: contract.Outcome(
            row["text"], row["state"], tuple((e.start, e.end, e.label, e.replacement) for e in row["edits"] or ())
        )
        for row in df.collect()
    }


COLUMNS: dict[str, Any] = {
    "recipe": contract.RECIPE,
    "state_column": "state",
    "edits_column": "edits",
    "on_rejected": "null",
}


class Local(contract.Case):
    """`refine(df)` in local[2] and local[1]."""

    def through(
        self, rows: Sequence[contract.Row], *, ids: bool, workers: int, partitions: int
    ) -> contract.Carried:
        spark = session(f"local[{workers}]")
        name = "id" if ids else "row"
        result = outcomes(refine(parts(spark, rows, partitions, name), key=contract.key(), **COLUMNS), name)
        return contract.Carried(result, contract.counted(result))


RULED = """id string, title string, messages array<struct<role: string, content: string>>, secret struct<token: string, n: bigint>,
    email string, name string, people array<struct<mail: string, raw: string>>, phone string, n bigint"""


class Rules(contract.RulesCase):
    def ruled(self, recipe, rows, *, partitions):  # type: ignore[no-untyped-def]
        df = session("local[2]").createDataFrame(list(rows), RULED).repartition(partitions)
        refined = refine(df, None, recipe=recipe, key=contract.key(), on_rejected="drop")
        return [row.asDict(recursive=True) for row in refined.collect()]


class Forms(unittest.TestCase):
    """What a user writes, all in one session of local[2]."""

    spark: ClassVar[SparkSession]
    folder: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.spark = session("local[2]")
        cls.folder = tempfile.mkdtemp(prefix="lauter-spark-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.spark.sparkContext.addFile(str(contract.key_file()))
        cls.shipped = contract.key_file().name

    def texts(self, df: DataFrame) -> dict[str, str | None]:
        return {row["id"]: row["text"] for row in df.collect()}

    def want(self, ids: bool) -> dict[str, str | None]:
        return {i: outcome.text for i, outcome in contract.by_engine(contract.rows(), ids).items()}

    def test_column_and_sql(self) -> None:
        df = parts(self.spark, contract.rows(), 3)
        udf = refine_udf(contract.RECIPE, key_file=self.shipped)
        self.assertEqual(self.want(False), self.texts(df.withColumn("text", udf(F.col("text")))))
        self.spark.udf.register("lauter_refine", udf)
        df.createOrReplaceTempView("rows")
        self.assertEqual(self.want(False), self.texts(self.spark.sql("SELECT id, lauter_refine(text) AS text FROM rows")))
        with_ids = self.spark.sql("SELECT id, lauter_refine(text, id) AS text FROM rows")
        self.assertEqual(self.want(True), self.texts(with_ids))

    def test_stream(self) -> None:
        """One batch of a stream of Parquet files, to Parquet; rejected rows are dropped."""
        parts(self.spark, contract.rows(), 2).write.parquet(f"{self.folder}/in")
        stream = self.spark.readStream.schema("id string, text string").parquet(f"{self.folder}/in")
        refined = refine(stream, recipe=contract.RECIPE, key_file=self.shipped, on_rejected="drop")
        out = f"{self.folder}/out"
        query = refined.writeStream.trigger(availableNow=True).option("checkpointLocation", f"{self.folder}/at")
        query.start(out).awaitTermination()
        gone = {i for i, o in contract.by_engine(contract.rows(), True).items() if o.state == "rejected"}
        want = {i: text for i, text in self.want(True).items() if i not in gone}
        self.assertEqual(want, self.texts(self.spark.read.parquet(out)))

    def test_chats_beside_other_columns(self) -> None:
        chats = contract.chats()
        schema = "id string, messages array<struct<role: string, content: string>>, source string, n decimal(9,2)"
        df = self.spark.createDataFrame([(c["id"], c["messages"], c["source"], None) for c in chats], schema)
        refined = refine(df.repartition(3), "messages[].content", key_file=self.shipped, **COLUMNS)
        self.assertEqual([*df.columns, "edits", "state"], refined.columns)
        want = contract.engine().refine_table(pa.Table.from_pylist(chats), "messages[].content", id_column="id")
        got = {row["id"]: row.asDict(recursive=True) for row in refined.collect()}
        self.assertEqual(want.to_pylist(), [{name: got[c["id"]][name] for name in c} for c in chats])

    def test_key_is_not_in_the_plan(self) -> None:
        secret = contract.key_file().read_text().strip()
        for key in (contract.key(), lauter.Key.load(contract.key_file())):
            df = refine(parts(self.spark, contract.rows(), 1), key=key, recipe=contract.RECIPE)
            udf = refine_udf(contract.RECIPE, key=key)
            df = df.withColumn("text", udf("text"))
            with contextlib.redirect_stdout(io.StringIO()) as plan:
                df.explain("extended")
                df.explain("formatted")
            self.assertIn("lauter_refine", plan.getvalue())
            self.assertNotIn(secret, plan.getvalue())
            self.assertNotIn(repr(bytes.fromhex(secret))[2:-1], plan.getvalue())

    def test_mistakes_show_before_the_job(self) -> None:
        df = parts(self.spark, contract.rows(), 1)
        with self.assertRaisesRegex(lauter.KeyProblem, "same key"):
            refine(df)
        with self.assertRaises(lauter.LauterError):
            refine(df, key_file="there-is-no-such.key")

    def test_refused_row_raises_without_its_text(self) -> None:
        df = refine(parts(self.spark, contract.rows(), 2), key=contract.key(), recipe=contract.RECIPE, on_rejected="raise")
        with contract.printed() as out, self.assertRaises(Exception) as raised:
            df.collect()
        self.assertIn("RejectedError", str(raised.exception))
        self.assertNotIn(contract.CANARY, str(raised.exception) + out.text)


    def test_values_show_nowhere(self) -> None:
        """Printed, logged, in plans, in what an error says; the files that it reads and writes aside."""
        with contract.hidden(self) as show:
            parts(self.spark, contract.planted(), 2).write.parquet(f"{self.folder}/planted")
            source = self.spark.read.parquet(f"{self.folder}/planted")
            udf = refine_udf(contract.RECIPE, key=contract.key())
            frame = refine(source, key=contract.key(), recipe=contract.RECIPE, edits_column="edits")
            column = source.withColumn("text", udf("text", "id"))
            for df in (frame, column):
                contract.refined_planted(self, self.texts(df))
                df.explain("extended")
                df.explain("formatted")
                df.show(truncate=False)
                show(df)
                show(df._jdf.queryExecution().toString())
            show(udf)
            strict = refine(source, key=contract.key(), recipe=contract.RECIPE, on_rejected="raise")
            with self.assertRaises(Exception) as raised:
                strict.collect()
            show(raised.exception)


class Cluster(unittest.TestCase):
    def test_killed_executor(self) -> None:
        """Two executors, one is killed in the middle of its work: the other, and its successor, make the same rows."""
        spark = session("local-cluster[2,1,1024]")
        spark.sparkContext.addFile(str(contract.key_file()))
        flag = str(contract.key_file()) + ".killed"

        def kill_once(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for count, batch in enumerate(batches):
                yield batch
                if count == 1 and not os.path.exists(flag):
                    open(flag, "x").close()
                    parent = os.getppid()  # the worker's daemon; its parent is the executor
                    executor = int(Path(f"/proc/{parent}/stat").read_text().rsplit(")", 1)[1].split()[1])
                    assert "CoarseGrainedExecutorBackend" in Path(f"/proc/{executor}/cmdline").read_text()
                    os.kill(executor, signal.SIGKILL)

        rows = contract.rows()
        df = parts(spark, rows, 4)
        killed = df.mapInArrow(kill_once, df.schema)
        result = outcomes(refine(killed, key_file=contract.key_file().name, **COLUMNS))
        self.assertTrue(os.path.exists(flag), "no executor was killed")
        self.assertEqual(dict(contract.by_engine(rows, True)), result)


class Example(unittest.TestCase):
    def test_runs_as_it_stands(self) -> None:
        spark = session("local[2]")
        rows = [row for row in contract.rows() if row.text]
        with tempfile.TemporaryDirectory() as folder:
            parts(spark, rows, 4).write.parquet(f"{folder}/in")
            key = contract.key_file()
            script = contract.ROOT / "examples/python/spark.py"
            submit = Path(sys.executable).with_name("spark-submit")
            command = [submit, "--master", "local[2]", "--files", key, script, f"{folder}/in", f"{folder}/out", key.name]
            done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
            self.assertEqual(0, done.returncode, done.stderr[-3000:])
            names, texts = [row.id for row in rows], [row.text for row in rows]
            engine = lauter.Engine(key=contract.key())
            for how, ids in (("frame", names), ("column", None), ("sql", names)):
                want = dict(zip(names, engine.refine_batch(texts, ids=ids).texts, strict=True))
                back = spark.read.parquet(f"{folder}/out/{how}").collect()
                self.assertEqual(want, {row["id"]: row["text"] for row in back}, how)


def tearDownModule() -> None:
    if running := SparkSession.getActiveSession():
        running.stop()


if __name__ == "__main__":
    unittest.main()
