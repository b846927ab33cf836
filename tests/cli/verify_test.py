"""`lauter verify`: sound runs of every kind are sound, and each kind of tampering is told at its file and row."""

import bz2
import gzip
import json
import lzma
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import unittest

from support import KEY, LAUTER, CliTest, rows, text
from warc_test import page, record, response

SEED = 7


def zstd(content):
    return subprocess.run(["zstd", "-q", "-c"], input=content, stdout=subprocess.PIPE, check=True).stdout


def unzstd(content):
    return subprocess.run(["zstd", "-q", "-dc"], input=content, stdout=subprocess.PIPE, check=True).stdout


PACK = {".gz": lambda b: gzip.compress(b, mtime=0), ".zst": zstd, ".xz": lzma.compress, ".bz2": bz2.compress}
UNPACK = {".gz": gzip.decompress, ".zst": unzstd, ".xz": lzma.decompress, ".bz2": bz2.decompress}


def read(path):
    return UNPACK.get(path.suffix, bytes)(path.read_bytes())


def write(path, content):
    path.write_bytes(PACK.get(path.suffix, bytes)(content))


def make_corpus(folder):
    """A file of every format, with rows that are kept, edited and rejected."""
    rng = random.Random(SEED)
    folder.mkdir(parents=True)

    def put(name, content):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, content.encode() if isinstance(content, str) else content)

    put("a.jsonl", b"\xef\xbb\xbf" + rows(rng, 160, bad=0.05))
    for suffix in PACK:
        put(f"more/packed{suffix}.jsonl{suffix}", rows(rng, 60, bad=0.05))
    cell = lambda: text(rng, 150).replace('"', '""')
    put("t.csv", "id,text,n\n" + "".join(f'r{i},"{cell()}",{i}\n' for i in range(50)) + "short\n")
    plain = lambda: re.sub(r'["\t\n]', " ", text(rng, 150))
    put("t.tsv.gz", "id\ttext\tn\n" + "".join(f"r{i}\t{plain()}\t{i}\n" for i in range(50)))
    put("list.json", json.dumps([{"id": i, "text": text(rng, 150)} for i in range(40)] + [{"text": 7}], indent=1))
    chats = [{"id": i, "messages": [{"role": who, "content": text(rng, 150, dense=0.04)} for who in ("user", "assistant")]}
             for i in range(40)]
    put("chat.jsonl", "".join(json.dumps(chat) + "\n" for chat in chats))
    for i in range(4):
        put(f"notes/{i}.txt", text(rng, 400))
    put("notes/empty.txt", "")
    put("notes/bad.txt", b"\xff\xfe\xfd")
    put("empty.jsonl", "")
    put("empty.jsonl.gz", "")
    put("pages.warc.gz", record("warcinfo", b"software: test\r\n", "w0") + b"".join(
        response(f"{i:02d}", page(text(rng, 200))) for i in range(12)))
    put("texts.warc.wet", b"".join(record("conversion", text(rng, 200).encode(), f"{i:02d}") for i in range(12)))


class VerifyCase(CliTest):
    def verify(self, out, *flags, code=0):
        done = subprocess.run([LAUTER, "verify", "--json", "-q", "--threads", "2", str(out), *map(str, flags)],
                              capture_output=True, cwd=self.dir, timeout=60)
        err = done.stderr.decode()
        self.assertEqual(done.returncode, code, f"{flags}: {err}")
        if code == 2:
            return self.assert_one_line(err)
        result = json.loads(done.stdout)
        self.assertEqual(result["sound"], code == 0)
        self.assertEqual(result["n_faults"] > 0, code == 1)
        return result

    def is_sound(self, out, inputs="in", key="key"):
        """In all of its modes."""
        for flags in ((), ("--key-file", key), ("--inputs", inputs), ("--inputs", inputs, "--key-file", key)):
            result = self.verify(out, *flags)
            self.assertEqual(result["with_inputs"], "--inputs" in flags)
            self.assertEqual(result["with_key"], "--key-file" in flags)
        report = self.dir / out / "report.json"
        if report.exists():
            self.assertEqual(result["rows"], json.loads(report.read_text())["rows"])
        return result


class Sound(VerifyCase):
    def setUp(self):
        super().setUp()
        make_corpus(self.dir / "in")

    def refine(self, out, *flags, code=1, inputs=("in",)):
        return self.run_lauter("refine", *inputs, "-o", out, "--key-file", "key", "-q", *flags, code=code)

    def test_every_format(self):
        self.refine("out")
        rows_in = self.is_sound("out")["rows"]
        for state in ("kept", "edited", "rejected"):
            self.assertGreater(rows_in[state], 10)
        self.is_sound("out", self.dir / "in")

    def test_reversible_and_back(self):
        self.refine("out", "--reversible")
        self.is_sound("out")
        # What comes back is told by no log; its rows are those of its input.
        self.run_lauter("apply", "--invert", "--programs", "out/edits", "out/data", "-o", "back", "--key-file", "key", "-q", code=None)
        chats = [json.loads((self.dir / path).read_text().splitlines()[0]) for path in ("in/chat.jsonl", "back/data/chat.jsonl")]
        self.assertEqual(*chats)  # its id is a number
        self.verify("back")
        self.verify("back", "--inputs", "out/data")
        path = self.dir / "back/data/chat.jsonl"
        path.write_bytes(b"".join(path.read_bytes().splitlines(True)[1:]))
        faults = self.verify("back", "--inputs", "out/data", code=1)["faults"]
        self.assertEqual([(f["file"], f["row"]) for f in faults], [("back/data/chat.jsonl", 1)])
        self.verify("back", code=1)

    def test_apply_dedup_and_recipes(self):
        programs, _ = self.run_lauter("program", "in", "--key-file", "key", "-q", code=1)
        self.write("p.jsonl", programs)
        self.run_lauter("apply", "--programs", "p.jsonl", "in", "-o", "applied", "--key-file", "key", "-q", code=1)
        self.is_sound("applied")
        twice = (self.dir / "in/chat.jsonl").read_bytes()
        (self.dir / "in/more/again.jsonl").write_bytes(twice)
        self.run_lauter("dedup", "in", "-o", "unique", "--key-file", "key", "-q", code=1)
        self.assertGreater(self.is_sound("unique")["rows"]["rejected"], 40)
        self.refine("filtered", "--recipe", "filters")
        self.assertGreater(self.is_sound("filtered")["rows"]["rejected"], 100)

    def test_private_ids_values_and_fields_that_are_gone(self):
        rows = [{"id": f"jane.roe{i}@corp-mail.de" if i % 2 else i, "text": f"ask at (415) 523-26{i:02}, please", "ssn": f"521-44-90{i:02}", "n": i} for i in range(40)]
        self.write("rows/a.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.write("values.yaml", "fields: {text: default, ssn: remove}\nsteps: [{use: anonymize}]\n")
        self.write("guard.yaml", "steps: [{use: anonymize}]\nsurrogates: {guard: corpus}\n")
        for name, flags in (("ids", ()), ("gone", ("--drop-fields", "ssn")), ("all", ("--all-fields",)),
                            ("values", ("--recipe", "values.yaml")), ("guard", ("--recipe", "guard.yaml"))):
            with self.subTest(name):
                self.refine(name, *flags, inputs=("rows",), code=0)
                self.is_sound(name, "rows")
        log = self.dir / "gone/edits/a.jsonl.zst"
        lines = read(log).replace(b'"dropped":["ssn"],', b"", 1)
        log.write_bytes(subprocess.run(["zstd", "-qc"], input=lines, capture_output=True, check=True).stdout)
        faults = self.verify("gone", "--inputs", "rows", code=1)["faults"]
        self.assertEqual([(f["file"], f["row"]) for f in faults], [("gone/edits/a.jsonl.zst", 1)])

    def test_one_file(self):
        for name in ("one.jsonl", "one.jsonl.gz"):
            with self.subTest(name):
                self.refine(name)
                self.is_sound(name)
                self.is_sound(name + ".lauter")
        self.refine("table.csv", inputs=("in/t.csv",))
        self.is_sound("table.csv", "in/t.csv")
        (self.dir / "one.jsonl").unlink()
        faults = self.verify("one.jsonl", code=1)["faults"]
        self.assertEqual([f["file"] for f in faults], ["one.jsonl"])

    def test_limit_code_and_standard_input(self):
        self.refine("some", "--limit", 200)
        self.is_sound("some")
        self.write("in/long.jsonl", b'{"text":"%s"}\n' % (b"words " * 400) * 3)
        self.refine("short", "--set", "limits.max_record_bytes=1024")
        self.assertGreater(self.is_sound("short")["rows"]["rejected"], self.is_sound("some")["rows"]["rejected"])
        self.write("src/main.py", "mail = 'jane.doe@corp-mail.de'\n")
        self.write("src/lib/empty.py", "")
        self.refine("code", "--format", "code", code=0, inputs=("src",))
        self.is_sound("code", "src")
        content = (self.dir / "in/chat.jsonl").read_bytes()
        self.run_lauter("refine", "-", "-o", "piped", "--key-file", "key", "-q", stdin=content)
        self.verify("piped", "--key-file", "key")
        self.write("there/stdin.jsonl", content)
        self.is_sound("piped", "there")

    def test_cluster_and_resumed(self):
        printed, _ = self.refine("out", "--executor", "shell", "--tasks", 3, "--set", "limits.shard_bytes=64KiB", code=0)
        subprocess.run(["sh", "-c", printed], cwd=self.dir, capture_output=True, check=False)
        self.is_sound("out")
        self.refine("out2", "--threads", 1)
        self.refine("out2", "--resume")
        self.is_sound("out2")

    def test_ties_that_are_left(self):
        """The journal counts them hash by hash, the report in sum."""
        texts = ("The castle of Dover is old.", "Nothing but rain.")
        write(self.dir / "ties.jsonl", "".join(json.dumps({"text": text}) + "\n" for text in texts).encode())
        self.refine("out", "--model", "small", inputs=("ties.jsonl",), code=0)
        path = self.dir / "out/report.json"
        report = json.loads(path.read_text())
        self.assertEqual(report["ties"]["rows_alone"], 1)
        self.is_sound("out", "ties.jsonl")
        report["ties"]["rows_alone"] = 0
        path.write_text(json.dumps(report))
        self.assertIn("ties", self.verify("out", code=1)["faults"][0]["what"])

    def test_what_cannot_be_checked(self):
        self.assertIn("no finished run", self.verify("in", code=2) or self.run_lauter("verify", "in", code=2)[1])
        self.refine("out")
        for flags, words in ((("nowhere",), "nowhere"), (("out", "--inputs", "nowhere"), "nowhere"),
                             (("out", "--inputs", "in/a.jsonl"), "is no folder"), (("out", "--key-file", "no"), "no such file"),
                             ((), "name the folder")):
            _, err = self.run_lauter("verify", *flags, code=2)
            self.assert_one_line(err, words)
        os.rename(self.dir / "out/state/journal.jsonl", self.dir / "out/state/journal.jsonl.part")
        _, err = self.run_lauter("verify", "out", code=2)
        self.assert_one_line(err, "not finished", "--resume")

    def test_no_value_is_shown(self):
        """Faults name files, rows and ops, and nothing that stood in a text."""
        secret = "zanzibar.quetzal@corp-mail.de"
        lines = [json.dumps({"id": f"r{i}", "text": f"Write to {secret} {i}"}) for i in range(30)]
        self.write("s/x.jsonl", "\n".join(lines) + "\n")
        self.refine("s-out", code=0, inputs=("s",))
        path = self.dir / "s-out/data/x.jsonl"
        path.write_text("".join(line + "\n" for line in lines))
        out, err = self.run_lauter("verify", "s-out", "--inputs", "s", "--key-file", "key", "--json", code=1)
        self.assertNotIn("zanzibar", out + err)
        self.assertIn("and 10 more faults", err)
        self.assertEqual(json.loads(out)["n_faults"], 30)


# --- tampering -----------------------------------------------------------------------------------------------------

def change_text(line):
    """The second character of the first text, of the same size."""
    return re.sub(rb'("(?:text|content)": ".)([ -~])', lambda m: m[1] + (b"~" if m[2] != b"~" else b"-"), line, count=1)


def change_line(name, number, change):
    """Line `number` (from 1) becomes change(line); None takes it away, a list puts several."""
    def tamper(out):
        path = out / name
        lines = read(path).splitlines(True)
        new = change(lines[number - 1])
        lines[number - 1:number] = [] if new is None else new if isinstance(new, list) else [new]
        write(path, b"".join(lines))
    return tamper


def change_json(name, number, change):
    def edit(line):
        value = json.loads(line)
        change(value)
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    return change_line(name, number, edit)


def swap(name, first, second):
    def tamper(out):
        lines = read(out / name).splitlines(True)
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        write(out / name, b"".join(lines))
    return tamper


def change_bytes(name, change):
    def tamper(out):
        write(out / name, change(read(out / name)))
    return tamper


def change_report(change):
    def tamper(out):
        report = json.loads((out / "report.json").read_text())
        change(report)
        (out / "report.json").write_text(json.dumps(report))
    return tamper


def put(**values):
    return lambda value: value.update(values)


def nudge(value, *path):
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] += 1


def other_hash(key):
    return lambda value: value.update({key: "0" * 32})


def in_op(change):
    return lambda value: change(value["program"][0])


class Tampered(VerifyCase):
    """One run, copied and tampered with in every way."""

    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory(prefix="lauter-verify-")
        cls.base = pathlib.Path(cls.temp.name)
        make_corpus(cls.base / "in")
        (cls.base / "key").write_text(KEY)
        (cls.base / "key").chmod(0o600)
        done = subprocess.run([LAUTER, "refine", "--model", "none", "in", "-o", "out", "--key-file", "key", "-q"],
                              cwd=cls.base, capture_output=True, check=False)
        assert done.returncode == 1, done.stderr
        cls.log = [json.loads(line) for line in read(cls.base / "out/edits/a.jsonl.zst").splitlines()]

    @classmethod
    def tearDownClass(cls):
        cls.temp.cleanup()

    def setUp(self):
        super().setUp()
        self.dir = self.base

    def row_of(self, state, after=20):
        """A log row of a.jsonl in this state: its number there, and in data/ or rejected/."""
        n = next(i for i in range(after, len(self.log)) if self.log[i]["state"] == state)
        before = sum((row["state"] == "rejected") == (state == "rejected") for row in self.log[:n])
        lines = read(self.base / "out" / ("rejected" if state == "rejected" else "data") / "a.jsonl").splitlines(True)
        if state == "rejected":
            return n + 1, before + 1
        solid = [i + 1 for i, line in enumerate(lines) if line.strip()]
        return n + 1, solid[before]

    def check(self, name, tamper, file, row=None, key=True, bare=False):
        """`key`, `bare`: it shows without inputs too, with and without the key."""
        with self.subTest(name):
            out = self.base / "tampered"
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(self.base / "out", out)
            tamper(out)
            flags = ("--inputs", "in", "--key-file", "key")
            self.find(self.verify(out, *flags, code=1), file, row)
            if key:
                self.find(self.verify(out, "--key-file", "key", code=1), file, row)
            if bare:
                self.find(self.verify(out, code=1), file, row)

    def find(self, result, file, row):
        places = {(os.path.relpath(f["file"], self.base / "tampered"), f.get("row")) for f in result["faults"]}
        self.assertIn((file, row), places)
        self.assertLess(len(places), 8, "one fault is not many")

    def test_rows_of_data(self):
        log_row, row = self.row_of("kept")
        data = "data/a.jsonl"
        self.check("a byte of a text", change_line(data, row, change_text), data, row)
        self.check("another field", change_line(data, row, lambda l: l.replace(b'"tags": ["a"', b'"tags": ["b"')), data, row, key=False)
        self.check("an id", change_line(data, row, lambda l: l.replace(b'"row-', b'"now-') if b'"row-' in l else l.replace(b"{", b'{"id":"x",', 1)), data, row, key=False)
        self.check("dropped", change_line(data, row, lambda l: None), data, row)
        self.check("duplicated", change_line(data, row, lambda l: [l, l]), data, row + 1)
        self.check("no JSON", change_line(data, row, lambda l: l[:-3] + b"\n"), data, row, bare=True)
        self.check("line end", change_line(data, row, lambda l: l[:-1] + b"\r\n"), data, row, key=False)
        edited, erow = self.row_of("edited")
        self.check("an edit undone", change_line(data, erow, lambda l: read(self.base / "in/a.jsonl").splitlines(True)[self.input_row(edited) - 1]), data, erow)
        self.check("swapped", swap(data, row, row + 1), data, row)
        self.check("last row dropped", change_bytes(data, lambda b: b"".join(b.splitlines(True)[:-1])), data, len(read(self.base / "out" / data).splitlines()))

    def input_row(self, log_row):
        lines = read(self.base / "in/a.jsonl").splitlines()
        return [i + 1 for i, line in enumerate(lines) if line.strip()][log_row - 1]

    def test_bytes_between_rows(self):
        data = "data/a.jsonl"
        blank = next(i + 1 for i, line in enumerate(read(self.base / "out" / data).splitlines()) if not line)
        self.check("byte order mark", change_bytes(data, lambda b: b[3:]), data, 1, key=False)
        self.check("blank line", change_line(data, blank, lambda l: None), data, blank, key=False)
        self.check("last line end", change_bytes(data, lambda b: b[:-1]), data, len(read(self.base / "out" / data).splitlines()), key=False)
        self.check("a line more", change_bytes(data, lambda b: b + b"\n"), data, len(read(self.base / "out" / data).splitlines()) + 1, key=False)
        size = len(read(self.base / "out/data/list.json").splitlines())
        self.check("an array's end", change_bytes("data/list.json", lambda b: b.rstrip()[:-1] + b" ]"), "data/list.json", size, key=False)

    def test_other_formats(self):
        for name in ("more/packed.gz.jsonl.gz", "more/packed.zst.jsonl.zst", "chat.jsonl"):
            self.check(name, change_line("data/" + name, 12, change_text), "data/" + name, 12)
        self.check("csv", change_bytes("data/t.csv", lambda b: b.replace(b",17\n", b",18\n")), "data/t.csv", 19, key=False)
        self.check("csv header", change_bytes("data/t.csv", lambda b: b.replace(b",n\n", b",m\n", 1)), "data/t.csv", 1, key=False)
        self.check("tsv", change_bytes("data/t.tsv.gz", lambda b: b.replace(b"r17\t", b"r17\t~")), "data/t.tsv.gz", 19)
        self.check("array", change_bytes("data/list.json", lambda b: b.replace(b'"text": "', b'"text": "~', 1)), "data/list.json", 1)
        self.check("document", change_bytes("data/notes/1.txt", lambda b: b + b"."), "data/notes/1.txt", 1)
        self.check("wet", change_bytes("data/texts.warc.wet", lambda b: b.replace(b"conversion", b"resource", 1)), "data/texts.warc.wet", 1)
        self.check("crawl", change_bytes("data/pages.warc.wet.gz", lambda b: b.replace(b"/03\r\n", b"/33\r\n")), "data/pages.warc.wet.gz", 5, key=False)

    def test_files(self):
        def remove(name):
            return lambda out: (out / name).unlink()

        def add(name):
            return lambda out: (out / name).write_bytes(b"x")

        for name in ("data/a.jsonl", "edits/a.jsonl.zst", "rejected/a.jsonl", "report.json", "report.html",
                     "data/notes/1.txt", "data/empty.jsonl"):
            self.check("missing " + name, remove(name), name, bare=True)
        for name in ("data/b.jsonl", "edits/b.jsonl.zst", "data/a.jsonl.part", "report.json.tmp-99", ".lauter.lock",
                     "state/staged.rows", "stray"):
            self.check("extra " + name, add(name), name, bare=True)
        for name in ("rejected/chat.jsonl", "data/notes/bad.txt"):
            self.check("extra " + name, add(name), name, 1, bare=True)
        gz = "data/more/packed.gz.jsonl.gz"
        size = lambda out: (out / gz).stat().st_size
        self.check("truncated", lambda out: os.truncate(out / gz, size(out) - 20), gz, bare=True)
        self.check("another compression", lambda out: (out / gz).write_bytes(zstd(read(out / gz))), gz, bare=True)
        self.check("not compressed", lambda out: (out / gz).write_bytes(read(out / gz)), gz, bare=True)
        self.check("compressed anew", lambda out: (out / gz).write_bytes(gzip.compress(read(out / gz), 1)), gz, bare=True)
        log = "edits/a.jsonl.zst"
        self.check("a log cut off", lambda out: os.truncate(out / log, (out / log).stat().st_size - 9), log, bare=True)

        def move(out):
            source, target = out / "data/a.jsonl", out / "data/chat.jsonl"
            lines = source.read_bytes().splitlines(True)
            target.write_bytes(lines[4] + target.read_bytes())
            source.write_bytes(b"".join(lines[:4] + lines[5:]))
        self.check("moved from", move, "data/a.jsonl", 5)
        self.check("moved to", move, "data/chat.jsonl", 1)

    def test_log_rows(self):
        log = "edits/a.jsonl.zst"
        edited, _ = self.row_of("edited")
        kept, _ = self.row_of("kept")
        rejected, _ = self.row_of("rejected")
        self.check("dropped", change_line(log, edited, lambda l: None), log, edited, key=False)
        self.check("duplicated", change_line(log, edited, lambda l: [l, l]), log, edited + 1, key=False)
        self.check("swapped", swap(log, edited, edited + 1), log, edited, key=False)
        self.check("broken", change_line(log, edited, lambda l: l[:-9] + b"\n"), log, edited, bare=True)
        self.check("id", change_json(log, edited, put(id="another")), log, edited, bare=True)
        self.check("raw_hash", change_json(log, edited, other_hash("raw_hash")), log, edited, key=False)
        self.check("raw_hash of a kept row", change_json(log, kept, other_hash("raw_hash")), log, kept, bare=True)
        self.check("refined_hash", change_json(log, edited, other_hash("refined_hash")), log, edited, key=False)
        self.check("no hash", change_json(log, edited, put(raw_hash="7")), log, edited, bare=True)
        self.check("offset", change_json(log, edited, in_op(lambda op: nudge(op, "end"))), log, edited, key=False)
        self.check("with", change_json(log, edited, in_op(put(**{"with": "Someone else"}))), log, edited, bare=True)
        self.check("an op more", change_json(log, kept, put(program=[self.log[edited - 1]["program"][0]])), log, kept)
        self.check("no program", change_json(log, edited, put(program=[])), log, edited, bare=True)
        self.check("was_hmac", change_json(log, edited, in_op(other_hash("was_hmac"))), log, edited, key=False)
        self.check("no was_hmac", change_json(log, edited, in_op(lambda op: op.pop("was_hmac"))), log, edited, bare=True)
        self.check("kept for edited", change_json(log, edited, put(state="kept")), log, edited, bare=True)
        self.check("edited for kept", change_json(log, kept, put(state="edited")), log, kept, bare=True)
        self.check("rejected for kept", change_json(log, kept, put(state="rejected")), log, kept, key=False)
        self.check("kept for rejected", change_json(log, rejected, put(state="kept")), log, rejected, bare=True)
        self.check("reason", change_json(log, rejected, put(reason="because")), log, rejected, key=False)
        self.check("a member more", change_json(log, kept, put(note="x")), log, kept, key=False)
        # What causes say is counted, and no more: it shows in the report, without the row.
        self.check("label", change_json(log, edited, in_op(lambda op: op["cause"].update(label="PERSON"))), "report.json", bare=True)
        self.check("score", change_json(log, edited, in_op(lambda op: op["cause"].update(score=0.01))), "report.json", bare=True)
        self.check("checks", change_json(log, edited, lambda row: row["checks"].update(rounds=3)), "report.json", bare=True)

    def test_rejected_rows(self):
        log_row, row = self.row_of("rejected")
        rejected = "rejected/a.jsonl"
        self.check("missing", change_line(rejected, row, lambda l: None), rejected, row, bare=True)
        self.check("duplicated", change_line(rejected, row, lambda l: [l, l]), rejected, row + 1, bare=True)
        self.check("another reason", change_json(rejected, row, put(lauter_reason="because")), rejected, row, bare=True)
        self.check("a member more", change_json(rejected, row, put(lauter_note="x")), rejected, row, key=False)
        self.check("another row", change_json(rejected, row, lambda v: nudge(v, "lauter_row")), rejected, row, key=False)

    def test_report_and_journal(self):
        for path in (("rows", "in"), ("rows", "kept"), ("edits",), ("bytes", "out"), ("withheld_rows",), ("files_total",),
                     ("files", 0, "rows_kept"), ("labels", "EMAIL_ADDRESS", "edits")):
            self.check("/".join(map(str, path)), change_report(lambda r, path=path: nudge(r, *path)), "report.json", bare=True)
        self.check("reasons", change_report(lambda r: r["reject_reasons"].clear()), "report.json", bare=True)
        self.check("samples", change_report(lambda r: r["samples"].pop()), "report.json", bare=True)
        self.check("no JSON", lambda out: (out / "report.json").write_text("{"), "report.json", bare=True)
        self.check("recipe", change_report(lambda r: r["recipe"].update(hash="0" * 32)), "report.json", bare=True)
        journal = "state/journal.jsonl"
        last = len((self.base / "out" / journal).read_text().splitlines())
        self.check("last line", change_line(journal, last, lambda l: None), journal, last, bare=True)
        self.check("broken line", change_line(journal, last, lambda l: l[:20] + b"\n"), journal, bare=True)
        if last > 2:
            self.check("a line", change_line(journal, 2, lambda l: None), "report.json", bare=True)

    def test_key_of_another_run(self):
        (self.base / "other").write_text(KEY[::-1])
        (self.base / "other").chmod(0o600)
        result = self.verify("out", "--inputs", "in", "--key-file", "other", code=1)
        self.assertEqual([f["file"] for f in result["faults"]], ["other"])
        self.assertFalse(result["with_key"])

    def test_changed_input(self):
        lines = read(self.base / "in/a.jsonl").splitlines(True)
        log_row, _ = self.row_of("kept")
        row = self.input_row(log_row)
        changed = change_text(lines[row - 1])
        shutil.copytree(self.base / "in", self.base / "later", dirs_exist_ok=True)
        (self.base / "later/a.jsonl").write_bytes(b"".join(lines[:row - 1] + [changed] + lines[row:]))
        (self.base / "later/chat.jsonl").unlink()
        result = self.verify("out", "--inputs", "later", "--key-file", "key", code=1)
        places = {(f["file"], f.get("row")) for f in result["faults"]}
        self.assertEqual({p for p in places if p[0].startswith("later")},
                         {("later/a.jsonl", None), ("later/a.jsonl", row), ("later/chat.jsonl", None)})

    def test_random_bytes(self):
        """A bit of any byte of data/, flipped, is told with inputs and key, at its file."""
        rng = random.Random(SEED)
        names = ["a.jsonl", "t.csv", "list.json", "chat.jsonl", "notes/2.txt", "texts.warc.wet", "more/packed.zst.jsonl.zst"]
        for _ in range(30):
            name = "data/" + rng.choice(names)

            def tamper(out, name=name):
                content = bytearray((out / name).read_bytes())
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
                (out / name).write_bytes(content)
            out = self.base / "tampered"
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(self.base / "out", out)
            tamper(out)
            result = self.verify(out, "--inputs", "in", "--key-file", "key", code=1)
            self.assertIn(str(out / name), {f["file"] for f in result["faults"]})


if __name__ == "__main__":
    unittest.main()
