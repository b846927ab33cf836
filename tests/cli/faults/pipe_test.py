#!/usr/bin/env python3
"""lauter as a filter: when rows come out, what stands in place of bad ones, how frames and pipes end.

Latency is asserted by the order of events, not by the clock: an answer is read before the next row
is written, so a filter that waits for more input never answers, and a watchdog ends it."""

import contextlib
import json
import os
import pathlib
import random
import shlex
import shutil
import struct
import subprocess
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import KEY, LAUTER, CliTest, pathlib, rows

EXAMPLES = pathlib.Path(__file__).parents[3] / "examples/pipes"
MAIL = "write to jane.doe@corp-mail.de today"


def row(i, size=0):
    return json.dumps({"id": i, "text": MAIL + " filler" * (size // 7)}).encode()


def frame(payload):
    return struct.pack(">I", len(payload)) + payload


def frames(data):
    out = []
    while data:
        (size,) = struct.unpack(">I", data[:4])
        out.append(data[4:4 + size])
        assert len(out[-1]) == size, "a frame is cut off"
        data = data[4 + size:]
    return out


class PipeTest(CliTest):
    @contextlib.contextmanager
    def filter(self, *args, model="none", code=0, seconds=60):
        """A running filter, which must end by itself with `code`."""
        command = [LAUTER, *(args or ("refine", "-", "-o", "-")), "-q", "--key-file", "key", "--model", model]
        with subprocess.Popen(command, cwd=self.dir, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            watchdog = threading.Timer(seconds, process.kill)
            watchdog.start()
            try:
                yield process
                if not process.stdin.closed:
                    process.stdin.close()
                self.assertEqual(process.wait(), code, process.stderr.read())
            finally:
                watchdog.cancel()
                process.kill()

    def send(self, process, data):
        """In a thread: the other side may have to write before it reads on."""
        def write():
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(data)
                process.stdin.flush()
        thread = threading.Thread(target=write)
        thread.start()
        return thread

    def answer(self, process, i, is_refined=True):
        line = process.stdout.readline()
        self.assertTrue(line, "no answer: the filter waits for more input, or has ended")
        got = json.loads(line)
        self.assertEqual(str(got["id"]), str(i))
        if is_refined:
            self.assertNotIn("jane.doe", got["text"])
        return got


class Latency(PipeTest):
    def test_a_thousand_times_a_row_for_a_row(self):
        rng = random.Random(1)
        with self.filter() as process:
            for i in range(1000):
                # Mostly short; every fiftieth is longer than a chunk, of stdin or of a file.
                size = rng.choice((5_000, 70_000, 200_000, 2_500_000)) if i % 50 == 7 else rng.randrange(2000)
                sending = self.send(process, row(i, size) + b"\n")
                self.answer(process, i)
                sending.join()

    def test_all_that_is_in_comes_out_while_the_pipe_stays_open(self):
        for threads in ("1", "3"):
            with self.filter("refine", "-", "-o", "-", "--threads", threads) as process:
                batch = 3
                for first in (0, 3, 400):
                    n = batch if first < 400 else 4000
                    lines = b"".join(row(i, i % 900) + b"\n" for i in range(first, first + n))
                    sending = self.send(process, lines + b'{"id":"half of a row')
                    for i in range(first, first + n):
                        self.answer(process, i)
                    sending.join()
                    process.stdin.write(b'","text":"x"}\n')
                    process.stdin.flush()
                    self.answer(process, "half of a row")

    def test_a_slow_writer_of_single_bytes(self):
        with self.filter() as process:
            for i in range(3):
                for byte in row(i) + b"\n":
                    process.stdin.write(bytes([byte]))
                    process.stdin.flush()
                self.answer(process, i)

    def test_with_the_model_loaded(self):
        out, _ = self.run_lauter("models", "list")
        if "small" not in out:
            self.skipTest("this build has no weights")
        with self.filter(model="small") as process:
            for i in range(20):
                process.stdin.write(row(i) + b"\n")
                process.stdin.flush()
                self.answer(process, i)

    def test_other_commands_answer_at_once_too(self):
        for command, member in (("find", "spans"), ("program", "program"), ("score", "scores")):
            args = [command, "-"] + (["--metrics", "lexical"] if command == "score" else [])
            with self.filter(*args) as process:
                for i in range(5):
                    process.stdin.write(row(i) + b"\n")
                    process.stdin.flush()
                    self.assertIn(member, self.answer(process, i, is_refined=False))

    def test_frames_cut_anywhere(self):
        rng = random.Random(2)
        with self.filter("refine", "-", "-o", "-", "--framing", "length") as process:
            for i in range(300):
                data = frame(row(i, 300_000 if i % 100 == 50 else rng.randrange(500)))
                cut = rng.randrange(1, len(data))
                for part in (data[:cut], data[cut:]):
                    sending = self.send(process, part)
                    sending.join(timeout=5 if part is data else None) if len(data) < 60_000 else None
                (size,) = struct.unpack(">I", process.stdout.read(4))
                got = json.loads(process.stdout.read(size))
                sending.join()
                self.assertEqual(str(got["id"]), str(i))
                self.assertNotIn("jane.doe", got["text"])


class ErrorsInRows(PipeTest):
    BAD = [b'{"id":1,"text":', b"[1]", b'{"id":3}', b'{"text":"\xff"}', b"   {", b'{"text":"\\ud800"}']

    def mixed(self):
        lines, want = [], []
        for i in range(60):
            bad = i % 3 == 1
            lines.append(self.BAD[i // 3 % len(self.BAD)] if bad else row(i))
            want.append(f"stdin.jsonl:{i + 1}" if bad else i)
        return lines, want

    def test_every_row_in_gives_a_row_out_in_its_place(self):
        lines, want = self.mixed()
        for threads in ("1", "3"):
            out, err = self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", "--threads", threads,
                                       stdin=b"\n".join(lines), code=1)
            answers = [json.loads(x) for x in out.splitlines()]
            self.assertEqual([a["id"] for a in answers], want)
            self.assertEqual([set(a) for a in answers],
                             [{"id", "error"} if isinstance(w, str) else {"id", "text"} for w in want])
            self.assertEqual(err, "")

    def test_drop_and_fail(self):
        lines, want = self.mixed()
        data = b"\n".join(lines) + b"\n"
        out, _ = self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", "--on-error", "drop",
                                 stdin=data, code=1)
        self.assertEqual([json.loads(x)["id"] for x in out.splitlines()], [w for w in want if isinstance(w, int)])
        for threads in ("1", "3"):
            good = b"".join(row(i) + b"\n" for i in range(3000))
            out, err = self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", "--on-error", "fail",
                                       "--threads", threads, stdin=good + b'{"id":3,"text":\n' + good, code=2)
            self.assertEqual([json.loads(x)["id"] for x in out.splitlines()], list(range(3000)))
            self.assert_one_line(err, "stdin: row 3001, byte ")

    def test_files_to_stdout_leave_bad_rows_out(self):
        lines, want = self.mixed()
        self.write("a.jsonl", b"\n".join(lines))  # no line end at its end
        self.write("b.jsonl", row("last"))
        out, _ = self.run_lauter("refine", "a.jsonl", "b.jsonl", "-o", "-", "-q", "--key-file", "key", code=1)
        self.assertEqual([json.loads(x)["id"] for x in out.splitlines()],
                         [w for w in want if isinstance(w, int)] + ["last"])

    def test_a_document_that_the_recipe_drops(self):
        data = b'{"id":"a","text":"too short"}\n'
        args = ["refine", "-", "-o", "-", "-q", "--recipe", "filters", "--key-file", "key"]
        out, _ = self.run_lauter(*args, stdin=data, code=1)
        self.assertEqual(json.loads(out)["id"], "a")
        self.assertIn("filter ", json.loads(out)["error"])
        for choice in ("drop", "fail"):
            out, _ = self.run_lauter(*args, "--on-error", choice, stdin=data, code=1)
            self.assertEqual(out, "")

    def test_documents_become_rows(self):
        self.write("notes.txt", MAIL + "\n")
        out, _ = self.run_lauter("refine", "notes.txt", "-o", "-", "-q", "--key-file", "key")
        got = json.loads(out)
        self.assertEqual(got["id"], "notes.txt:1")
        self.assertRegex(got["text"], r"^write to \S+@\S+ today\n$")
        self.assertNotIn("jane.doe", out)

    def test_wrong_use(self):
        for args, words in ((["refine", "in.jsonl", "-o", "out", "--on-error", "drop"], ["--on-error"]),
                            (["refine", "-", "-o", "out", "--framing", "length"], ["--framing length"]),
                            (["find", "in.jsonl", "--framing", "length"], ["--framing length"]),
                            (["find", "-", "--format", "text", "--framing", "length"], ["--framing length"])):
            self.write("in.jsonl", row(1))
            _, err = self.run_lauter(*args, code=2)
            self.assert_one_line(err, *words)
            self.assertFalse((self.dir / "out").exists())


class Ends(PipeTest):
    ARGS = ("refine", "-", "-o", "-", "-q", "--key-file", "key")

    def test_empty_and_blank(self):
        self.assertEqual(self.run_lauter(*self.ARGS), ("", ""))
        self.assertEqual(self.run_lauter(*self.ARGS, "--framing", "length"), ("", ""))
        self.assertEqual(self.run_lauter(*self.ARGS, stdin=b"\n \r\n\n")[0], "\n \r\n\n")
        self.assertEqual(self.run_lauter("find", "-", stdin=b"\n\n"), ("", ""))

    def test_line_ends(self):
        plain = b'{"id": 1, "text": "nothing here"}'
        for data, want in ((plain, plain + b"\n"), (plain + b"\r\n" + plain, plain + b"\r\n" + plain + b"\n"),
                           (b"\xef\xbb\xbf" + plain + b"\n", b"\xef\xbb\xbf" + plain + b"\n")):
            self.assertEqual(self.run_lauter(*self.ARGS, stdin=data)[0].encode(), want)

    def test_a_row_that_is_too_long(self):
        long = b'{"id":1,"text":"' + b"x" * 3_000_000 + b'"}'
        for sep, pack, read in ((b"\n", lambda x: x, bytes.splitlines), (b"", frame, frames)):
            framing = "lines" if sep else "length"
            out, _ = self.run_lauter(*self.ARGS, "--framing", framing, "--set", "limits.max_record_bytes=1MiB", code=1,
                                     stdin=b"".join(pack(x) + sep for x in (row(0), long, row(2))))
            answers = [json.loads(x) for x in read(out.encode())]
            self.assertEqual([a["id"] for a in answers], [0, "stdin.jsonl:2", 2])
            self.assertIn("larger than the limit", answers[1]["error"])

    def test_the_reader_goes_away(self):
        with self.filter() as process:
            process.stdin.write(row(0) + b"\n")
            process.stdin.flush()
            self.answer(process, 0)
            process.stdout.close()
            self.send(process, row(1) + b"\n").join()
            self.assertEqual(process.wait(timeout=30), 0)  # though stdin is open
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        data = rows(random.Random(3), 3000)
        done = subprocess.run(f"{shlex.quote(LAUTER)} refine - -o - -q --model none --key-file key | head -n 1",
                              shell=True, input=data, capture_output=True, cwd=self.dir, timeout=60)
        self.assertEqual((len(done.stdout.splitlines()), done.stderr), (1, b""))

    def test_a_reader_that_begins_late(self):
        data = rows(random.Random(4), 4000)
        with self.filter() as process:
            sending = self.send(process, data)
            sending.join(timeout=1)  # both pipes are full by now, and everybody waits
            out = b""
            while out.count(b"\n") < data.count(b"\n"):
                out += process.stdout.read1(1 << 20)
            sending.join()
        want, _ = self.run_lauter(*self.ARGS, stdin=data)
        self.assertEqual(out, want.encode())

    def test_standard_input_that_is_closed(self):
        done = subprocess.run(f"{shlex.quote(LAUTER)} refine - -o - -q --model none --key-file key <&-", shell=True,
                              capture_output=True, cwd=self.dir, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assert_one_line(done.stderr.decode(), "stdin")

    def test_no_environment(self):
        done = subprocess.run([LAUTER, *self.ARGS, "--model", "none"], input=row(1), env={}, cwd=self.dir,
                              capture_output=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class Framing(PipeTest):
    ARGS = ("refine", "-", "-o", "-", "-q", "--key-file", "key", "--framing", "length")

    def run_frames(self, data, code=0):
        done = subprocess.run([LAUTER, *self.ARGS, "--model", "none"], input=data, cwd=self.dir, capture_output=True,
                              timeout=60)
        self.assertEqual(done.returncode, code, done.stderr)
        return frames(done.stdout), done.stderr.decode()

    def test_frames_are_the_rows_of_lines(self):
        lines = [x for x in rows(random.Random(5), 400, bad=0.1).splitlines() if x]
        with_lines, _ = self.run_lauter(*self.ARGS[:-2], stdin=b"\n".join(lines), code=1)
        with_frames, _ = self.run_frames(b"".join(map(frame, lines)), code=1)
        self.assertEqual(with_frames, with_lines.encode().splitlines())

    def test_any_bytes_in_a_frame(self):
        pretty = json.dumps({"id": 1, "text": MAIL, "n": [1, 2]}, indent=2).encode() + b"\r\n"
        plain = b'\n{"id":2,\n"text":"nothing"}\n\n'
        odd = [b"", b"\n", b"\x00\xff\n{", b'{"id":5,"text":"\n"}']
        got, err = self.run_frames(b"".join(map(frame, [pretty, plain, *odd, pretty])), code=1)
        self.assertEqual(err, "")
        self.assertEqual(got[1], plain)
        self.assertEqual(got[0], got[-1])
        self.assertEqual(got[0].split(b"\n")[3:], pretty.split(b"\n")[3:])
        self.assertNotIn(b"jane.doe", got[0])
        self.assertEqual([json.loads(x).keys() for x in got[2:6]], [{"id", "error"}] * 4)

    def test_find_answers_every_frame(self):
        out, _ = self.run_lauter("find", "-", "--framing", "length", stdin=frame(row(1)) + frame(b"") + frame(row(2)),
                                 code=1)
        self.assertEqual([json.loads(x)["id"] for x in frames(out.encode())], [1, "stdin.jsonl:2", 2])

    def test_broken_frames(self):
        good = b"".join(frame(row(i)) for i in range(500))
        for tail, words in ((frame(row(0))[:-1], "bytes into a frame"), (b"\0\0", "2 bytes into a frame"),
                            (row(0) + b"\n", "no frame begins here"), (b"\xff\xff\xff\xff", "no frame begins here"),
                            (struct.pack(">I", 100_000_000) + b"x", "5 bytes into a frame")):
            got, err = self.run_frames(good + tail, code=2)
            self.assertEqual([json.loads(x)["id"] for x in got], list(range(500)))  # nothing is lost
            self.assert_one_line(err, f"byte {len(good)}", words)


class Keys(PipeTest):
    def test_filters_that_begin_together_share_one_key(self):
        (self.dir / "key").unlink()
        command = [LAUTER, "refine", "-", "-o", "-", "-q", "--model", "none"]
        running = [subprocess.Popen(command, cwd=self.dir, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL) for _ in range(8)]
        answers = {process.communicate(row(1), timeout=60)[0] for process in running}
        self.assertEqual(len(answers), 1)
        self.assertEqual([p.name for p in self.dir.iterdir()], ["lauter.key"])


class PipedRDD:
    """What Spark's RDD.pipe() does with a partition (core/rdd/PipedRDD.scala, and its PySpark twin
    `RDD.pipe`): starts the command, writes the rows from a thread, each with a line end, closes stdin, reads
    lines of stdout to the end, reads stderr in another thread, then fails the task on any exit code but 0."""

    def __init__(self, command, env):
        self.command, self.env = command, env

    def compute(self, partition):
        process = subprocess.Popen(shlex.split(self.command), env=self.env, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        stderr = []

        def write_rows():
            for line in partition:
                process.stdin.write(line.rstrip("\n").encode() + b"\n")
            process.stdin.close()

        threads = [threading.Thread(target=write_rows),
                   threading.Thread(target=lambda: stderr.append(process.stderr.read()))]
        for thread in threads:
            thread.start()
        lines = [line.rstrip(b"\n").decode() for line in process.stdout]
        for thread in threads:
            thread.join()
        process.stdout.close()
        process.stderr.close()
        if process.wait() != 0:
            raise RuntimeError(f"Subprocess exited with status {process.returncode}: {stderr}")
        return lines


class Examples(PipeTest):
    def setUp(self):
        super().setUp()
        # As installed: the examples call `lauter`. Rules alone, so that many processes cost little.
        (self.dir / "bin").mkdir()
        wrapper = self.dir / "bin/lauter"
        wrapper.write_text(f'#!/bin/sh\nexec {shlex.quote(LAUTER)} "$@" --model none\n')
        wrapper.chmod(0o755)
        self.env = {"PATH": f"{self.dir}/bin:{os.environ['PATH']}"}
        self.good = [x for x in rows(random.Random(6), 900).splitlines(True) if x.strip()]
        self.want = self.refined(b"".join(self.good))

    def refined(self, data):
        return self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", stdin=data, code=None)[0].encode()

    def example(self, command, stdin, code=0):
        done = subprocess.run(command, shell=True, input=stdin, capture_output=True, cwd=self.dir, env=self.env,
                              timeout=120)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def without_ids(self, data):
        """FILE:ROW of rows in error depends on the process; texts must not."""
        return [json.loads(x).get("text") for x in data.splitlines()]

    def test_shell(self):
        bad = b'{"id":"x"}\n'
        self.assertEqual(self.example(f"{EXAMPLES}/shell.sh key", b"".join(self.good) + bad), self.want)
        self.example(f"{EXAMPLES}/shell.sh nokey", b"", code=2)
        self.example(f"{EXAMPLES}/shell.sh", b"", code=2)

    def test_gnu_parallel(self):
        if shutil.which("parallel") is None:
            self.skipTest("GNU parallel is not here: apt-get install parallel")
        out = self.example(f"{EXAMPLES}/parallel.sh key 50k", b"".join(self.good) + b'{"id":"x"}\n')
        self.assertEqual(out, self.want)

    def test_xargs(self):
        (self.dir / "corpus").mkdir()
        for i in range(5):
            self.write(f"corpus/part {i}.jsonl", b"".join(self.good[i::5]) + (b"[]\n" if i == 2 else b""))
        self.example(f"find corpus -name '*.jsonl' -print0 | {EXAMPLES}/xargs.sh key out 3", b"")
        self.assertEqual(sorted(p.name for p in (self.dir / "out").iterdir()), [f"part {i}.jsonl" for i in range(5)])
        for i in range(5):
            self.assertEqual((self.dir / f"out/part {i}.jsonl").read_bytes(), self.refined(b"".join(self.good[i::5])))

    def test_spark_pipe(self):
        lines = [x.decode() for x in self.good]
        lines[100] = '{"id":"no text"}\n'
        lines[500] = "no JSON\n"
        # Six partitions at once, as six cores would have them; some empty, as after a filter.
        partitions = [lines[:300], [], lines[300:301], [], lines[301:850], lines[850:]]
        pipe = PipedRDD(f"{EXAMPLES}/spark_pipe.sh {self.dir}/key", self.env)
        results = [None] * len(partitions)

        def task(i):
            results[i] = pipe.compute(partitions[i])

        tasks = [threading.Thread(target=task, args=(i,)) for i in range(len(partitions))]
        for thread in tasks:
            thread.start()
        for thread in tasks:
            thread.join()
        self.assertEqual([len(r) for r in results], [len(p) for p in partitions])
        got = [json.loads(line) for result in results for line in result]
        want = self.without_ids(self.refined("".join(lines).encode()))
        self.assertEqual([g.get("text") for g in got], want)
        self.assertEqual([i for i, g in enumerate(got) if "error" in g], [100, 500])

    def test_spark_pipe_fails_the_task_when_the_run_stops(self):
        with self.assertRaises(RuntimeError):
            PipedRDD(f"{EXAMPLES}/spark_pipe.sh {self.dir}/nokey", self.env).compute(["{}"])

    def test_the_pyspark_snippet(self):
        """Its pipe() call, run by the model of Spark above: `env` and `checkCode` are what PySpark takes."""
        scope = {"__name__": "snippet"}
        exec(compile((EXAMPLES / "spark_pipe.py").read_text(), "spark_pipe.py", "exec"), scope)
        test = self

        class Rows:
            def pipe(self, command, env=None, checkCode=False):
                test.assertTrue(checkCode)
                return PipedRDD(command, {**env, "PATH": test.env["PATH"]}).compute([x.decode() for x in test.good])

        out = scope["refine"](Rows(), f"{EXAMPLES}/spark_pipe.sh {self.dir}/key")
        self.assertEqual(out, self.want.decode().splitlines())
        self.assertTrue(scope["is_error"]('{"id":1,"error":"x"}'))
        self.assertFalse(scope["is_error"]('{"id":1,"text":"error"}'))


if __name__ == "__main__":
    assert KEY
    unittest.main()
