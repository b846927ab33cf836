"""Object storage from outside: reads, writes, faults, kills. The store is s3_support.Memory, which checks every
signature; s3rver_test.py asks code that we did not write.

    FAULT_RUNS=20 python3 tests/cli/s3_test.py        # the release check
"""

import json
import os
import random
import resource
import shutil
import signal
import subprocess
import threading
import time
import unittest

import s3_support
from s3_support import ACCESS, SECRET, TOKEN, REGION, Memory, Server
from support import LAUTER, CliTest, rows, text

SEED = int(os.environ.get("LAUTER_SEED", "1"))
FAULT_RUNS = int(os.environ.get("FAULT_RUNS", "1"))
KILLS = int(os.environ.get("KILLS", "4"))
PARTS = ("data/", "edits/", "rejected/")


def many_rows(size, n=400):
    """At least `size` bytes of JSONL: the same rows again and again, which costs next to nothing to make."""
    block = rows(random.Random(SEED), n)
    return block * (size // len(block) + 1)


class S3Case(CliTest):
    page, faults, delay = 1000, 0.0, 0.0

    def setUp(self):
        super().setUp()
        self.memory = Memory(self.page)
        self.memory.buckets["corpus"] = {}
        self.server = Server(self.memory, self.faults, SEED, self.delay)
        self.env = {"PATH": os.environ["PATH"], "HOME": str(self.dir), "AWS_ACCESS_KEY_ID": ACCESS,
                    "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": REGION, "AWS_ENDPOINT_URL_S3": self.server.url}

    def tearDown(self):
        self.server.close()
        super().tearDown()

    def lauter(self, *args, code=0, env=None):
        """As run_lauter(), with the test's own environment; no secret is ever in what it says."""
        command = [LAUTER, args[0], *(("--model", "none") if args[0] in ("refine", "find", "explain") else ()),
                   *map(str, args[1:])]
        done = subprocess.run(command, capture_output=True, cwd=self.dir, env=env or self.env, timeout=120)
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        for secret in (SECRET, TOKEN):
            self.assertNotIn(secret, out + err)
        if code is not None:
            self.assertEqual(done.returncode, code, f"{args}\n--- stdout\n{out}\n--- stderr\n{err}")
        return out, err

    def refine(self, *args, code=1, **more):
        return self.lauter("refine", *args, "--key-file", "key", "-q", "--threads", "2", code=code, **more)

    def upload_input(self, folder="in", prefix="in/"):
        for path in sorted((self.dir / folder).rglob("*")):
            if path.is_file():
                self.memory.add("corpus", prefix + str(path.relative_to(self.dir / folder)), path.read_bytes())

    def make_corpus(self, scale=100, notes=12):
        rng = random.Random(SEED)
        self.write("in/a.jsonl", rows(rng, 12 * scale, bad=0.01))
        self.write("in/b.jsonl.gz", rows(rng, 6 * scale))
        plain = self.write("in/sub/c.jsonl", rows(rng, 6 * scale, bad=0.01))
        subprocess.run(["zstd", "-q", "--rm", plain], cwd=self.dir, check=True)
        for i in range(notes):
            self.write(f"in/notes/{i:02d} n\u00f6te+&%.txt", text(rng, 300))
        self.upload_input()
        self.refine("in", "-o", "local")

    def assert_same_as_local(self, prefix="out/"):
        found = self.memory.tree("corpus", prefix)
        local = {str(p.relative_to(self.dir / "local")): p.read_bytes()
                 for p in (self.dir / "local").rglob("*") if p.is_file()}
        self.assertEqual({k: v for k, v in found.items() if k.startswith(PARTS)},
                         {k: v for k, v in local.items() if k.startswith(PARTS)})
        self.assertEqual(set(found) - set(local), set())
        self.assertTrue({"report.json", "report.html", "state/journal.jsonl"} <= set(found), sorted(found))
        report, expected = json.loads(found["report.json"]), json.loads(local["report.json"])
        for key in ("rows", "bytes", "edits", "labels", "rules", "reject_reasons", "samples"):
            self.assertEqual(report[key], expected[key], key)
        for key, content in found.items():
            self.assertNotIn(SECRET.encode(), content, key)
        self.assertEqual(self.memory.uploads, {}, "no upload is left over")
        # Nothing but whole files was ever to be seen.
        for (bucket, key), contents in self.memory.history.items():
            if bucket == "corpus" and key.startswith(tuple(prefix + part for part in PARTS)):
                self.assertEqual(set(contents), {found[key[len(prefix):]]}, key)
        self.assertEqual(list((self.dir / ".cache").rglob("*.*")), [], "the stage is gone")



class EndlessListings(S3Case):
    """A store that is none, or wants to keep us: its listing never says that it ends."""

    def listing(self, rows_of, token_of):
        pages = 0

        def answer(objects, query):
            nonlocal pages
            pages += 1
            rows = "".join(f"<Contents><Key>{key}</Key><ETag>&quot;0&quot;</ETag><Size>1</Size></Contents>" for key in rows_of(pages))
            return 200, {}, (f'<?xml version="1.0"?><ListBucketResult {s3_support.NAMESPACE}><IsTruncated>true</IsTruncated>'
                             f"<NextContinuationToken>{token_of(pages)}</NextContinuationToken>{rows}</ListBucketResult>").encode()

        self.memory.listing = answer
        _, err = self.lauter("find", "s3://corpus/x/", code=2)
        self.assertEqual(err.count("\n"), 1, err)
        return pages, err

    def test_a_token_that_comes_again(self):
        pages, err = self.listing(lambda n: [f"x/{n}.jsonl"], lambda n: "again")
        self.assertEqual(pages, 2)
        self.assertIn("s3://corpus/x/: the server's listing goes in circles", err)

    def test_the_same_keys_again(self):
        pages, err = self.listing(lambda n: ["x/a.jsonl", "x/b.jsonl"], lambda n: f"t{n}")
        self.assertEqual(pages, 2)
        self.assertIn("goes in circles", err)

    def test_empty_pages_without_end(self):
        pages, err = self.listing(lambda n: [f"x/{n}.jsonl"] * (n % 2), lambda n: f"t{n}")
        self.assertEqual(pages, 1001)
        self.assertIn("s3://corpus/x/: the server's listing does not end", err)


class Reading(S3Case):
    page = 7

    def test_object_prefix_and_glob(self):
        rng = random.Random(SEED)
        for name in ("a.jsonl", "odd/b c+%25&=\u00e9\u6771;'.jsonl", "odd/deep/x.jsonl.gz", "odd/deep/y.txt"):
            self.write("in/" + name, rows(rng, 40))
        for i in range(25):
            self.write(f"in/many/{i:02d}.jsonl", rows(rng, 3))
        self.write("in/notes.bin", b"not for reading")
        self.write("in/.hidden/z.jsonl", b"not for reading")
        self.write("in/odd/.part.jsonl", b"not for reading")
        self.upload_input()
        for key in ("in/odd/", "in/.hidden/z.jsonl", "in/odd/.part.jsonl", "inner.jsonl"):
            self.memory.add("corpus", key, b"not for reading")
        for local, remote in (("in", "s3://corpus/in/"), ("in", "s3://corpus/in"), ("in/a.jsonl", "s3://corpus/in/a.jsonl"),
                              ("in/odd/*/*.jsonl.gz", "s3://corpus/in/odd/*/*.jsonl.gz"),
                              ("in/**/*[0-3].jsonl", "s3://corpus/in/**/*[0-3].jsonl")):
            with self.subTest(remote=remote):
                self.assertEqual(self.lauter("find", remote), self.lauter("find", local))
        self.assertIn('"id":"many/07.jsonl:', self.lauter("find", "s3://corpus/in/")[0].replace("\\/", "/"))
        for command in (("score",), ("program", "--model", "none", "--key-file", "key")):
            self.assertEqual(self.lauter(*command, "s3://corpus/in/a.jsonl")[0],
                             self.lauter(*command, "in/a.jsonl")[0])
        self.assertEqual(self.lauter("explain", "s3://corpus/in/a.jsonl", "--key-file", "key")[0],
                         self.lauter("explain", "in/a.jsonl", "--key-file", "key")[0])

    def test_what_is_not_there(self):
        self.memory.add("corpus", "in/a//b.jsonl", b'{"text":"x"}\n')
        self.memory.add("corpus", "up/../../b.jsonl", b'{"text":"x"}\n')
        for url, words in (("s3://corpus/none.jsonl", ["no such object"]), ("s3://corpus/*.jsonl", ["no object matches"]),
                           ("s3://nobody/x.jsonl", ["s3://nobody"]), ("s3://nobody/x/", ["no such bucket"]),
                           ("s3://corpus/in/", ["cannot be the name of a file"]),
                           ("s3://corpus/up/", ["none below it"]), ("s3://x", ["no bucket name"])):
            self.assert_one_line(self.lauter("find", url, code=2)[1], *words)
        self.assert_one_line(self.lauter("measure", "pii", "--gold", "s3://corpus/g", "--pred", "p", code=2)[1])

    def test_credentials(self):
        line = b'{"text":"write to a.b@c-mail.net"}\n'
        self.memory.add("corpus", "x.jsonl", line)
        expected = self.lauter("find", "s3://corpus/x.jsonl")[0]

        def without(*names, **more):
            return {k: v for k, v in {**self.env, **more}.items() if k not in names}

        wrong = {**self.env, "AWS_SECRET_ACCESS_KEY": "wrong/secret+value"}
        _, err = self.lauter("find", "s3://corpus/", env=wrong, code=2)
        self.assert_one_line(err, "secret key does not fit")
        self.assertNotIn("wrong/secret+value", err)
        _, err = self.lauter("find", "s3://corpus/", env={**self.env, "AWS_ACCESS_KEY_ID": "AKNOBODY"}, code=2)
        self.assert_one_line(err, "InvalidAccessKeyId", "environment")
        _, err = self.lauter("find", "s3://corpus/", env={**self.env, "AWS_REGION": "us-west-2"}, code=2)
        self.assert_one_line(err, f"AWS_REGION={REGION}")

        bare = without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        self.assert_one_line(self.lauter("find", "s3://corpus/x.jsonl", env=bare, code=2)[1], "no credentials")
        _, err = self.lauter("find", "s3://corpus/x.jsonl", "--s3-anonymous", env=bare, code=2)
        self.assert_one_line(err, "refused", "without credentials")
        self.server.anonymous = True
        self.assertEqual(self.lauter("find", "s3://corpus/x.jsonl", "--s3-anonymous", env=bare)[0], expected)
        self.server.anonymous = False

        self.write(".aws/credentials", f"[other]\naws_access_key_id={ACCESS}\naws_secret_access_key={SECRET}\n"
                                       f"aws_session_token={TOKEN}\n")
        self.write(".aws/config", f"[profile other]\nregion={REGION}\nendpoint_url={self.server.url}\n")
        profile = {"PATH": self.env["PATH"], "HOME": self.env["HOME"], "AWS_PROFILE": "other"}
        self.server.token = TOKEN
        self.assertEqual(self.lauter("find", "s3://corpus/x.jsonl", env=profile)[0], expected)
        self.assertIn(".aws/credentials [other]", self.lauter("doctor", env=profile)[0])

    def test_bucket_in_the_host_name(self):
        self.memory.add("corpus", "x y.jsonl", b'{"text":"write to a.b@c-mail.net"}\n')
        out, _ = self.lauter("find", "s3://corpus/*.jsonl", "--s3-endpoint", f"http://localhost:{self.server.port}",
                             "--s3-style", "virtual")
        self.assertIn("EMAIL", out)

    def test_changed_while_it_is_read(self):
        big = many_rows(12 << 20)
        self.memory.add("corpus", "big.jsonl", big)

        def change(method, key):
            if method == "GET" and key == "big.jsonl":
                self.server.before = None
                self.memory.add("corpus", "big.jsonl", big.replace(b"river", b"RIVER"))

        for size in (big, big[:100_000]):
            self.memory.add("corpus", "big.jsonl", size)
            self.server.before = change
            _, err = self.lauter("find", "s3://corpus/big.jsonl", code=2)
            self.assert_one_line(err, "s3://corpus/big.jsonl", "was changed while it was read")

    def test_an_endpoint_without_tls(self):
        _, err = self.lauter("find", "s3://corpus/x.jsonl", "--s3-endpoint", self.server.url.replace("http://", "https://"), code=2)
        self.assert_one_line(err, "s3://corpus/x.jsonl", "SSL", "http://...")

    def test_no_endpoint_no_hope(self):
        self.server.close()
        begin = time.monotonic()
        _, err = self.lauter("find", "s3://corpus/x.jsonl", code=2,
                             env={**self.env, "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"})
        self.assert_one_line(err, "10 attempts")
        self.assertLess(time.monotonic() - begin, 60)
        self.server = Server(self.memory)


class ManyObjects(S3Case):
    def test_100_000_objects(self):
        line = b'{"text":"x"}\n'
        objects = {f"in/{i:06d}.jsonl": (line, '"e"') for i in range(100_000)}
        self.memory.buckets["corpus"] = objects
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out, _ = self.lauter("find", "s3://corpus/in/", "--limit", "3")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertEqual([json.loads(row)["id"] for row in out.splitlines()], [f"00000{i}.jsonl:1" for i in range(3)])
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"100,000 objects listed: {seconds:.2f} s CPU")
        self.assertLess(seconds, 10)


class Writing(S3Case):
    def test_same_bytes_as_a_local_folder(self):
        self.make_corpus()
        _, err = self.refine("s3://corpus/in/", "-o", "s3://corpus/out")
        self.assert_same_as_local()
        before = self.memory.tree("corpus", "")

        # Not empty: refused; --overwrite replaces what a run made and nothing else.
        self.assert_one_line(self.refine("s3://corpus/in/", "-o", "s3://corpus/out/", code=2)[1], "is not empty")
        self.assertEqual(self.memory.tree("corpus", ""), before)
        for key in ("out/mine.txt", "out/data2/x", "out/data/stale.jsonl"):
            self.memory.add("corpus", key, b"x")
        self.refine("s3://corpus/in/a.jsonl", "-o", "s3://corpus/out", "--overwrite")
        left = self.memory.tree("corpus", "out/")
        self.assertTrue({"mine.txt", "data2/x", "data/a.jsonl"} <= set(left))
        self.assertNotIn("data/stale.jsonl", left)
        self.assertNotIn("data/b.jsonl.gz", left)

        # What a run would replace is not its input.
        _, err = self.refine("s3://corpus/out/data/", "-o", "s3://corpus/out", "--overwrite", code=2)
        self.assert_one_line(err, "would replace it")
        _, err = self.lauter("report", "s3://corpus/out")
        self.assertIn("s3://corpus/out/report.html", err)
        # A finished run is resumed from its journal alone.
        self.refine("s3://corpus/in/a.jsonl", "-o", "s3://corpus/out", "--resume")
        self.assert_one_line(self.refine("in", "-o", "s3://corpus/in", "--resume", code=2)[1], "nothing to resume")

    def test_verify_and_a_changed_object(self):
        self.make_corpus()
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out")
        verify = ("verify", "s3://corpus/out", "--key-file", "key")
        for inputs in ("s3://corpus/in/", "in"):
            _, err = self.lauter(*verify, "--inputs", inputs)
            self.assertIn("s3://corpus/out: sound", err)
        _, err = self.lauter(*verify, "--progress", "always")
        self.assertRegex(err, r"(?m)^fetching \[=* *\] \d+ %")
        report = json.loads(self.memory.tree("corpus", "out/")["report.json"])
        report["rows"]["kept"] += 1
        self.memory.add("corpus", "out/report.json", json.dumps(report).encode())
        _, err = self.lauter(*verify, code=1)
        self.assertIn("s3://corpus/out/report.json: rows.kept", err)
        self.assertEqual(list((self.dir / ".cache").rglob("*.verify")), [])
        content = self.memory.tree("corpus", "in/")["a.jsonl"]
        self.memory.add("corpus", "in/a.jsonl", bytes([content[0] ^ 1]) + content[1:])
        _, err = self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--resume", code=2)
        self.assert_one_line(err, "s3://corpus/in/a.jsonl was changed")

    def test_apply_and_distill(self):
        self.make_corpus(20)
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--reversible")
        self.lauter("apply", "--invert", "--programs", "s3://corpus/out/edits/", "s3://corpus/out/data/", "-o",
                    "s3://corpus/back", "--key-file", "key", "-q", code=None)
        self.refine("in", "-o", "l", "--reversible")
        self.lauter("apply", "--invert", "--programs", "l/edits", "l/data", "-o", "lb", "--key-file", "key", "-q",
                    code=None)
        local = {str(p.relative_to(self.dir / "lb")): p.read_bytes() for p in (self.dir / "lb/data").rglob("*")
                 if p.is_file()}
        self.assertEqual(self.memory.tree("corpus", "back/data/"), {k[5:]: v for k, v in local.items()})
        self.lauter("distill", "--raw", "s3://corpus/in/a.jsonl", "--refined", "s3://corpus/out/data/a.jsonl", "-o",
                    "s3://corpus/dist", "-q", code=1)
        self.assertIn("programs.jsonl", self.memory.tree("corpus", "dist/"))

    def test_key_stays_here(self):
        self.memory.add("corpus", "in.jsonl", b'{"text":"write to a.b@c-mail.net"}\n')
        _, err = self.lauter("refine", "s3://corpus/in.jsonl", "-o", "s3://corpus/out")
        self.assertIn("made lauter.key", err)
        key = (self.dir / "lauter.key").read_bytes().strip()
        for name, content in self.memory.tree("corpus", "").items():
            self.assertNotIn(key, content, name)

    def test_large_files_in_parts(self):
        self.write("in/big.jsonl", many_rows(17 << 20))
        self.upload_input()
        self.refine("in", "-o", "local", code=0)
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out", code=0)
        self.assert_same_as_local()
        data = self.memory.buckets["corpus"]["out/data/big.jsonl"]
        self.assertRegex(data[1], '-[23]"$')


class Stopping(S3Case):
    delay = 0.01

    def start(self, *flags, stage=None):
        command = [LAUTER, "refine", "--model", "none", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key",
                   "-q", "--threads", "2", *flags, *(("--stage", stage) if stage else ())]
        return subprocess.Popen(command, cwd=self.dir, env=self.env, stderr=subprocess.PIPE)

    def test_killed_and_resumed(self):
        self.make_corpus()
        rng = random.Random(SEED)
        seconds = 0.6
        lost_stages = 0
        for i in range(KILLS):
            self.memory.buckets["corpus"] = {k: v for k, v in self.memory.buckets["corpus"].items()
                                             if not k.startswith("out/")}
            self.memory.history.clear()
            flags = []
            for kill in range(2):
                with self.start(*flags, stage="stage") as process:
                    time.sleep(rng.uniform(0, seconds))
                    process.kill()
                if rng.random() < 0.5:
                    shutil.rmtree(self.dir / "stage", ignore_errors=True)
                    lost_stages += 1
                flags = ["--resume"]
                visible = {k: v for k, v in self.memory.tree("corpus", "out/").items() if k.startswith(PARTS)}
                for key, content in visible.items():
                    self.assertEqual(content, (self.dir / "local" / key).read_bytes(), key)
            with self.start("--resume", stage="stage") as process:
                _, err = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 1, err)
            with self.subTest(kill=i):
                self.assert_same_as_local()
                self.assertEqual(list((self.dir / "stage").iterdir()), [])
        print(f"{KILLS} runs killed twice each, {lost_stages} of them without their stage: all bytes equal")

    def test_interrupted(self):
        self.make_corpus()
        self.server.delay = 0.1
        with self.start() as process:
            while not any(key.startswith("out/data/") for _, key in self.server.seen):
                time.sleep(0.01)
                self.assertIsNone(process.poll())
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(self.memory.uploads, {})
        _, err = self.refine("s3://corpus/in/", "-o", "s3://corpus/out", code=2)
        self.assert_one_line(err, "--resume")
        self.server.delay = 0
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--resume")
        self.assert_same_as_local()

    def test_out_that_cannot_be_written(self):
        self.make_corpus(10)

        def refuse(method, key):
            if method == "PUT" and key.startswith("out/data"):
                raise s3_support.Refused(403, "AccessDenied")

        self.server.before = refuse
        _, err = self.refine("s3://corpus/in/", "-o", "s3://corpus/out", code=2)
        self.assert_one_line(err, "s3://corpus/out/data/", "AccessDenied")
        self.server.before = None
        self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--resume")
        self.assert_same_as_local()


class Locks(S3Case):
    """Runs with stages of their own, as on different machines."""
    LOCK = "out/.lauter.lock"

    def setUp(self):
        super().setUp()
        self.make_corpus()

    def start(self, stage, *flags):
        return subprocess.Popen([LAUTER, "refine", "--model", "none", "s3://corpus/in/", "-o", "s3://corpus/out", "--key-file", "key", "-q",
                                 "--stage", stage, *flags], cwd=self.dir, env=self.env, stderr=subprocess.PIPE, text=True)

    def finish(self, run, code):
        said = run.communicate(timeout=60)[1]
        self.assertEqual(run.returncode, code, said)
        return said

    def foreign(self, age):
        self.memory.add("corpus", self.LOCK, b"process 7 on elsewhere, since 2026-01-01T00:00:00Z\nrun 0\n")
        self.memory.written["corpus", self.LOCK] -= age

    def hold_at(self, prefix):
        """Calls back once, before the first write below `prefix` is answered."""
        reached, go_on = threading.Event(), threading.Event()

        def before(method, key):
            if method == "PUT" and key.startswith(prefix) and not go_on.is_set():
                reached.set()
                go_on.wait(60)

        self.server.before = before
        return reached, go_on

    def test_who_comes_second_is_refused_and_changes_nothing(self):
        reached, go_on = self.hold_at("out/data/")
        first = self.start("stage")
        self.assertTrue(reached.wait(60))
        for flags in ((), ("--overwrite",), ("--resume",)):
            said = self.finish(self.start("stage2", *flags), 2)
            self.assert_one_line(said, "s3://corpus/out: ", f"another run works there: process {first.pid} on ")
        go_on.set()
        self.finish(first, 1)
        self.assert_same_as_local()
        self.assertNotIn(self.LOCK, self.memory.tree("corpus", ""))

    def test_a_killed_run_holds_nobody_up(self):
        reached, go_on = self.hold_at("out/data/")
        first = self.start("stage")
        self.assertTrue(reached.wait(60))
        first.kill()
        first.communicate()
        go_on.set()
        self.assertIn(self.LOCK, self.memory.tree("corpus", ""))
        self.finish(self.start("stage2", "--resume"), 1)
        self.assert_same_as_local()

    def test_a_silent_run_of_another_machine_is_given_up(self):
        self.foreign(age=30)
        self.assert_one_line(self.finish(self.start("stage"), 2), "another run works there: process 7 on elsewhere")
        self.foreign(age=300)
        self.finish(self.start("stage"), 1)
        self.assert_same_as_local()

    def test_who_lost_the_lock_ends(self):
        reached, go_on = self.hold_at("out/data/")
        first = self.start("stage")
        self.assertTrue(reached.wait(60))
        self.foreign(age=0)
        go_on.set()
        self.assert_one_line(self.finish(first, 2), "another run has taken the lock")
        left = self.memory.tree("corpus", "out/")
        self.assertIn(b"elsewhere", left[".lauter.lock"])
        self.assertNotIn("state/journal.jsonl", left)


class Faults(S3Case):
    faults = 0.2

    def test_bytes_are_equal_and_no_part_is_seen(self):
        self.write("in/big.jsonl", many_rows(17 << 20))
        self.make_corpus(notes=50)
        for run in range(FAULT_RUNS):
            self.server.random.seed(SEED + run)
            self.refine("s3://corpus/in/", "-o", "s3://corpus/out", "--overwrite")
            self.assert_same_as_local()
        injected = sum(self.server.injected.values())
        print(f"{FAULT_RUNS} runs, {injected} faults in {len(self.server.seen)} answered requests: "
              f"{self.server.injected}")
        self.assertGreater(injected, 20)


if __name__ == "__main__":
    unittest.main(verbosity=1)
