"""Parquet wherever it lies and whoever computes: tasks, object storage, curate. The bytes are always those of one process with local
files."""

import json
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import duck
from places_test import RECIPE, figures
from s3_test import S3Case
from support import rows, text, tree_digest

LIBRARY = duck.library()
DUCK = duck.Duck(LIBRARY)


class ParquetPlaces(S3Case):
    def setUp(self):
        super().setUp()
        self.env["LAUTER_DUCKDB"] = str(LIBRARY)

    def path(self, name):
        return str(self.dir / name)

    def make(self, name, n, seed):
        """Every 11th text is null, and so rejected."""
        rng = random.Random(seed)
        texts = [{"i": i, "text": None if i % 11 == 7 else text(rng, rng.randrange(1, 600))} for i in range(n)]
        self.write("texts.jsonl", "\n".join(map(json.dumps, texts)) + "\n")
        (self.dir / name).parent.mkdir(parents=True, exist_ok=True)
        DUCK.rows(f"COPY (SELECT 'r' || i AS id, text, [i, NULL] AS l, {{'lang': CASE WHEN i % 2 = 0 THEN 'en' ELSE 'de' END}} AS meta "
                  f"FROM read_json('{self.path('texts.jsonl')}', columns = {{i: 'BIGINT', text: 'VARCHAR'}})) TO '{self.path(name)}' "
                  "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)")

    def make_corpus(self):
        self.make("in/a.parquet", 5000, 1)
        self.make("in/sub/b.parquet", 100, 2)
        self.make("in/sub/[c].parquet", 50, 3)
        self.write("in/rows.jsonl", rows(random.Random(1), 500))
        self.upload_input()
        self.write("r.yaml", "name: some\nsteps:\n  - {use: anonymize, model: none, where: 'meta.lang == en'}\n")
        self.refine("in", "-o", "local", "--recipe", "./r.yaml")
        self.expected = tree_digest(self.dir / "local")
        self.report = figures(json.loads((self.dir / "local/report.json").read_text()))
        self.assertGreater(self.report["rows"]["rejected"], 400)

    def check(self, out):
        if out.startswith("s3://corpus/"):
            for name, content in self.memory.tree("corpus", out.removeprefix("s3://corpus/") + "/").items():
                self.write("fetched/" + name, content)
            out = "fetched"
        self.assertEqual(tree_digest(self.dir / out), self.expected)
        self.assertEqual(figures(json.loads((self.dir / out / "report.json").read_text())), self.report)
        cache = self.dir / ".cache/lauter"
        self.assertEqual([str(path) for path in cache.rglob("*") if path.is_file()], [], "copies or a stage were left")

    def test_tasks(self):
        self.make_corpus()
        for source, out in (("in", "tasks"), ("s3://corpus/in/", "s3://corpus/out")):
            printed, _ = self.refine(source, "-o", out, "--recipe", "./r.yaml", "--executor", "shell", "--tasks", "3",
                                     "--duckdb", os.path.relpath(LIBRARY, self.dir), code=0)
            *commands, final = [line.split() for line in printed.splitlines()]
            self.assertGreater(len(commands), 1)
            env = {name: value for name, value in self.env.items() if name != "LAUTER_DUCKDB"}  # the plan knows it
            for command in (*reversed(commands), commands[0]):
                done = subprocess.run([*command, "--threads", "2"], cwd="/", env=env, capture_output=True, timeout=60)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
            done = subprocess.run(final, cwd="/", env=env, capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 1, done.stderr.decode())
            self.check(out)

    def test_objects(self):
        self.make_corpus()
        self.server.faults = 0.1
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--recipe", "./r.yaml")
        self.server.faults = 0.0
        self.check("s3://corpus/out")
        self.assertEqual(self.lauter("find", "s3://corpus/in/sub/", code=1), self.lauter("find", "in/sub", code=1))
        self.assertEqual(self.lauter("refine", "s3://corpus/in/sub/b.parquet", "-o", "-", "--key-file", "key", code=None)[0],
                         self.lauter("refine", "in/sub/b.parquet", "-o", "-", "--key-file", "key", code=None)[0])
        # In place of the object that was listed there is another: said so, and nothing is half.
        self.memory.add("corpus", "in/sub/b.parquet", b"PAR1 nothing PAR1")
        self.assert_one_line(self.lauter("find", "s3://corpus/in/sub/b.parquet", code=2)[1], "s3://corpus/in/sub/b.parquet")

    def test_curate(self):
        self.make("in/human.parquet", 60, 4)
        self.write("in/machine.jsonl", rows(random.Random(2), 60))
        self.upload_input()
        DUCK.rows(f"COPY (FROM '{self.path('in/human.parquet')}') TO '{self.path('in/human.jsonl')}'")
        taken = []
        for human, out in (("in/human.jsonl", "o1"), ("in/human.parquet", "o2"), ("s3://corpus/in/human.parquet", "o3")):
            self.write("r.yaml", RECIPE.format(human=human, machine="in/machine.jsonl"))
            self.lauter("curate", "--recipe", "r.yaml", "-o", out, code=1)
            lines = b"".join(subprocess.run(["zstd", "-dcq", str(path)], capture_output=True, check=True).stdout
                             for path in sorted((self.dir / out / "data").iterdir())).splitlines()
            taken.append([json.loads(line) for line in lines])
        self.assertGreater(len(taken[0]), 80)
        self.assertIn({"lang": "en"}, [row.get("meta") for row in taken[1]], "other columns are lost")
        self.assertEqual(taken[0], taken[1])
        self.assertEqual(taken[1], taken[2])


if __name__ == "__main__":
    unittest.main()
