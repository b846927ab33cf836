"""One recipe, whoever computes and wherever the data lies: tasks that read and write object storage, tasks that ask language models,
sources of `curate` in object storage. Bytes are always those of one process with local files. (Parquet: parquet_places_test.py.)"""

import json
import pathlib
import random
import shutil
import signal
import subprocess
import time
import unittest

from llm_support import LlmTest, Stub
from s3_support import SECRET
from s3_test import S3Case
from support import rows, text, tree_digest

PARTS = ("data/", "edits/", "rejected/")
RECIPE = """sources:
  - {{name: human, inputs: ['{human}'], kind: human}}
  - {{name: machine, inputs: ['{machine}'], kind: machine}}
"""


def figures(report):
    of_the_machine = ("started", "stage_seconds", "scan_ticks", "wall_seconds", "threads", "peak_memory_bytes", "times_resumed",
                      "executor", "tasks", "files", "endpoints", "budget_used")
    return {key: value for key, value in report.items() if key not in of_the_machine}


class TasksOverObjects(S3Case):
    cut = ("--set", "limits.shard_bytes=64KiB")

    def make_corpus(self):
        rng = random.Random(1)
        self.write("in/big.jsonl", rows(rng, 1200, bad=0.01))
        self.write("in/b.jsonl.gz", rows(rng, 200))
        self.write("in/sub/c.jsonl", rows(rng, 300, bad=0.01))
        subprocess.run(["zstd", "-q", "--rm", "in/sub/c.jsonl"], cwd=self.dir, check=True)
        for i in range(5):
            self.write(f"in/notes/{i} \u00f6+&%.txt", text(rng, 300))
        self.upload_input()
        self.refine("in", "-o", "local", *self.cut)

    def plan(self, source, out, *flags):
        printed, _ = self.refine(source, "-o", out, *self.cut, "--executor", "shell", *flags, code=0)
        return [line.split() for line in printed.splitlines()]

    def run_task(self, command, code=0):
        done = subprocess.run([*command, "--threads", "2"], cwd="/", env=self.env, capture_output=True, timeout=60)
        self.assertEqual(done.returncode, code, done.stderr.decode())
        return done.stderr.decode()

    def stage(self):
        return next(p for p in (self.dir / ".cache/lauter").glob("stage-*") if p.is_dir())

    def check(self, prefix="out/"):
        found = self.memory.tree("corpus", prefix)
        local = {str(p.relative_to(self.dir / "local")): p.read_bytes()
                 for p in (self.dir / "local").rglob("*") if p.is_file()}
        self.assertEqual({k: v for k, v in found.items() if k.startswith(PARTS)},
                         {k: v for k, v in local.items() if k.startswith(PARTS)})
        self.assertEqual(figures(json.loads(found["report.json"])), figures(json.loads(local["report.json"])))
        self.assertTrue({"report.html", "state/journal.jsonl"} <= set(found), sorted(found))
        self.assertFalse([key for key in found if "/tmp/" in key or "/pieces/" in key], "tasks left their own files")
        for key, content in found.items():
            self.assertNotIn(SECRET.encode(), content, key)
        for (bucket, key), contents in self.memory.history.items():
            if bucket == "corpus" and key.startswith(tuple(prefix + part for part in PARTS)):
                self.assertEqual(set(contents), {found[key[len(prefix):]]}, key)
        self.assertEqual(self.memory.uploads, {})
        self.assertEqual(list((self.dir / ".cache/lauter").iterdir()), [], "the stage is gone")

    def test_from_store_to_store_with_faults_and_kills(self):
        self.make_corpus()
        self.server.faults = 0.1
        *commands, final = self.plan("s3://corpus/in/", "s3://corpus/out/", "--tasks", "3")
        shards = [json.loads(line) for line in (self.stage() / "state/plan.jsonl").read_text().splitlines()]
        self.assertTrue(any("begin" in shard for shard in shards), "no object was cut")
        self.assertNotIn(SECRET, (self.stage() / "state/plan.jsonl").read_text())
        with subprocess.Popen([*commands[1], "-j", "1"], cwd="/", env=self.env, stderr=subprocess.DEVNULL) as process:
            deadline = time.monotonic() + 30
            while not list((self.stage() / "state/shards").iterdir()) and time.monotonic() < deadline:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
        self.assertIn("missing", self.run_task(final, code=2))
        self.assertNotIn("out/state/journal.jsonl", self.memory.buckets["corpus"])
        self.assertRegex(self.lauter("status", "s3://corpus/out")[0], r"waiting|stopped|running")
        commands, final = (lines := self.plan("s3://corpus/in/", "s3://corpus/out/", "--resume"))[:-1], lines[-1]
        at_once = [subprocess.Popen([*command, "-j", "1"], cwd="/", env=self.env, stderr=subprocess.PIPE)
                   for command in (commands[0], commands[0], *commands[1:])]  # one runs twice at once
        for process in at_once:
            self.assertEqual(process.wait(timeout=60), 0, process.stderr.read())
            process.stderr.close()
        self.assertTrue(self.memory.tree("corpus", "out/data/"), "tasks upload nothing")
        self.run_task(final, code=1)
        self.check()
        self.assertIn("finished", self.lauter("status", "s3://corpus/out")[0])
        _, said = self.lauter("refine", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key", *self.cut, "--executor",
                              "shell", "--resume")
        self.assertIn("finished", said)
        self.check()

    def test_an_object_that_changes_fails_its_shard_alone(self):
        self.make_corpus()
        *commands, final = self.plan("s3://corpus/in/", "out", "--tasks", "2")
        self.memory.add("corpus", "in/b.jsonl.gz", b"other bytes")
        codes = sorted(subprocess.run(command, cwd="/", env=self.env, stderr=subprocess.DEVNULL).returncode for command in commands)
        self.assertEqual(codes, [0, 2])
        self.assert_one_line(self.run_task(final, code=2).splitlines()[-1] + "\n", "s3://corpus/in/b.jsonl.gz", "changed")

    def test_what_is_refused(self):
        self.make_corpus()
        to_store = ("in", "-o", "s3://corpus/out", *self.cut)
        self.plan("in", "s3://corpus/out", "--tasks", "2")
        for flags, word in ((("--executor", "shell", "--tasks", "2"), "waits in"), (("--resume",), "--executor slurm or shell")):
            self.assert_one_line(self.refine(*to_store, *flags, code=2)[1], word)
        shutil.rmtree(self.stage())
        self.memory.add("corpus", "out/data/x.jsonl", b"")
        self.assert_one_line(self.refine(*to_store, "--executor", "shell", "--tasks", "2", "--resume", code=2)[1], "nothing to resume")


class CurateOverObjects(S3Case):
    def test_sources_and_output(self):
        rng = random.Random(1)
        for name in ("human", "machine"):
            self.write(f"in/{name}.jsonl", rows(rng, 60))
        self.upload_input()
        results = []
        for place, out in (("in/", "local"), ("s3://corpus/in/", "s3://corpus/out"), ("s3://corpus/in/", "there")):
            self.write("r.yaml", RECIPE.format(human=place + "human.jsonl", machine=place + "machine.jsonl"))
            self.lauter("curate", "--recipe", "r.yaml", "-o", out)
            if out.startswith("s3://"):
                results.append(self.memory.tree("corpus", "out/"))
            else:
                results.append({str(p.relative_to(self.dir / out)): p.read_bytes()
                                for p in (self.dir / out).rglob("*") if p.is_file()})
        local, remote, mixed = results
        self.assertTrue(any(name.startswith("data/") for name in local), sorted(local))
        for other in (remote, mixed):
            self.assertEqual(set(other), set(local))
            for name in local:
                if not name.startswith("report."):
                    self.assertEqual(other[name], local[name], name)
        self.assertEqual(list((self.dir / ".cache/lauter").glob("stage-*")), [])
        # An input where OUT would be is refused, as with local folders.
        self.memory.add("corpus", "in/data/x.jsonl", b'{"text":"a b c"}\n')
        self.write("r.yaml", RECIPE.format(human="s3://corpus/in/data/x.jsonl", machine="s3://corpus/in/machine.jsonl"))
        _, said = self.lauter("curate", "--recipe", "r.yaml", "-o", "s3://corpus/in", "--overwrite", code=2)
        self.assert_one_line(said, "another folder")


class TasksThatAsk(LlmTest):
    tasks = ("--executor", "shell", "--tasks")

    def plan(self, recipe, out, *flags):
        printed, _ = self.refine(recipe, out, "--set", "limits.shard_bytes=16KiB", *self.tasks, *map(str, flags), code=0)
        return [line.split() for line in printed.splitlines()]

    def run_task(self, command, code=0):
        done = subprocess.run([*command, "--threads", "1"], cwd="/", capture_output=True, timeout=100)
        self.assertEqual(done.returncode, code, done.stderr.decode())

    def test_bytes_and_figures(self):
        self.corpus(300, sentences=20)
        with Stub(self.dir) as stub:
            recipe = self.recipe(stub, endpoint="price_per_million_input: 1, price_per_million_output: 2")
            self.refine(recipe, "local", "--set", "limits.shard_bytes=16KiB", code=None)
            alone = stub.stats()["requests"]
            *commands, final = self.plan(recipe, "out", 3)
            self.assertEqual(len(commands), 3)
            commands.append(commands[0])  # what was paid is not paid again
            for command in commands:
                self.run_task(command)
            self.run_task(final, code=0)
            self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "local"))
            self.assertEqual(stub.stats()["requests"], 2 * alone)
        local, shared = self.report("local"), self.report("out")
        self.assertEqual([e["requests"] for e in shared["endpoints"]], [e["requests"] for e in local["endpoints"]])
        self.assertEqual(shared["budget_used"], local["budget_used"])
        self.assertEqual(figures(shared)["rows"], figures(local)["rows"])

    def test_the_budget_of_all_tasks_together(self):
        self.corpus(240, sentences=25, share=1.0)
        with Stub(self.dir) as stub:
            recipe = self.recipe(stub, more="budget: {requests: 31}")
            *commands, final = self.plan(recipe, "out", 4)
            processes = [subprocess.Popen([*command, "-j", "1"], cwd="/", stderr=subprocess.DEVNULL) for command in commands]
            for process in processes:
                self.assertEqual(process.wait(timeout=100), 0)
            asked = stub.stats()["requests"]
            self.run_task(final, code=1)
        self.assertLessEqual(asked, 31)
        self.assertGreater(asked, 20)
        report = self.report("out")
        self.assertLessEqual(report["budget_used"]["requests"], 31)
        self.assertGreater(report["rows"]["rejected"], 0)
        self.assertEqual(report["rows"]["in"], 240)

    def test_a_killed_task_keeps_what_it_paid(self):
        self.corpus(300, sentences=20, share=1.0)
        with Stub(self.dir) as stub:
            recipe = self.recipe(stub, in_flight=8)
            self.refine(recipe, "local", "--set", "limits.shard_bytes=16KiB", code=None)
            alone = stub.stats()["requests"]
            *commands, final = self.plan(recipe, "out", 2)
            with subprocess.Popen([*commands[0], "-j", "1"], cwd="/", stderr=subprocess.DEVNULL) as process:
                while stub.stats()["requests"] < alone + 40:
                    time.sleep(0.005)
                process.kill()
            for command in commands:
                self.run_task(command)
            self.run_task(final)
            # What was on its way at the kill is asked again.
            self.assertLessEqual(stub.stats()["requests"], 2 * alone + 4 + 1)
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "local"))

    def test_what_cannot_be_shared(self):
        self.corpus(300, sentences=20)
        cut = ("--set", "limits.shard_bytes=16KiB")
        url = "http://127.0.0.1:9/v1"
        for endpoint, more, word in (("requests_per_minute: 2", "", "requests_per_minute: 2 cannot be shared"),
                                     ("", "budget: {requests: 3}", "budget.requests"),
                                     ("", "llm: {cache: c.sqlite}", "one process"),
                                     ("", "llm: {record: c.jsonl}", "one process")):
            recipe = self.recipe(url, endpoint=endpoint, more=more)
            _, said = self.refine(recipe, "out", *cut, *self.tasks, "4", code=2)
            self.assert_one_line(said, word)
            self.assertFalse((self.dir / "out").exists())
        recipe = self.recipe(url, endpoint="requests_per_minute: 2")
        self.refine(recipe, "out", *cut, *self.tasks, "4%2", code=0)
        _, said = self.refine(recipe, "out", *cut, *self.tasks, "4%3", "--resume", code=2)
        self.assert_one_line(said, "--tasks 4%2")
        # Without the key of a server a task asks nobody.
        recipe = self.recipe(url, endpoint="api_key_env: NOT_SET_HERE")
        _, said = self.refine(recipe, "keyless", *cut, *self.tasks, "2", code=2)
        self.assert_one_line(said, "NOT_SET_HERE")
        self.assertFalse(pathlib.Path(self.dir / "keyless").exists())


if __name__ == "__main__":
    unittest.main()
