"""CSV and TSV in and out. What a file says is told by Python's csv module; what a refined file must be, byte for byte, by
the records as they were made here and the texts that the same rows as JSONL become."""

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import KEY, CliTest, text, tree_digest

SEED = int(os.environ.get("LAUTER_SEED", "1"))
MAIL = "write to jane.doe47@river-mail.net now"


def field(value, quoted, delimiter):
    """A field in quotes, or as it is if that can be read back."""
    special = any(c in value for c in f'"\r\n{delimiter}')
    return '"' + value.replace('"', '""') + '"' if quoted or special else value


class Table:
    """Records with their texts and how these stand in them."""

    def __init__(self, rng, n, delimiter=",", crlf=0.3, bom=False, last_line_end=True):
        self.delimiter = delimiter
        self.head = ("\ufeff" if bom else "") + delimiter.join(("id", '"text"', "note")) + "\r\n"
        self.rows = []
        for i in range(n):
            value = text(rng, rng.randrange(1, 600)).replace("\t", " ")
            if rng.random() < 0.1:
                value += rng.choice(('\n"', ',', '\r\n\r\n', '""', ";\n"))
            before = field(f"row-{i}", rng.random() < 0.2, delimiter) + delimiter
            after = delimiter + field(rng.choice(("", "a,b", 'say "no"', "two\nlines", " ", "0")), rng.random() < 0.3,
                                      delimiter)
            end = "\r\n" if rng.random() < crlf else "\n"
            self.rows.append((before, value, rng.random() < 0.3, after, end))
        if n and not last_line_end:
            self.rows[-1] = (*self.rows[-1][:4], "")

    def bytes(self, texts=None):
        parts = [self.head]
        for i, (before, value, quoted, after, end) in enumerate(self.rows):
            new = texts[i] if texts else value
            parts.append(before + field(new, quoted, self.delimiter) + after + end)
        return "".join(parts).encode()

    def jsonl(self):
        return b"".join(json.dumps({"id": f"row-{i}", "text": row[1]}).encode() + b"\n" for i, row in enumerate(self.rows))


def packed(name, content):
    pack = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress,
            "zst": lambda raw: subprocess.run(["zstd", "-qc"], input=raw, stdout=subprocess.PIPE, check=True).stdout}
    return pack.get(name.rsplit(".", 1)[-1], bytes)(content)


def unpacked(path):
    if path.suffix == ".zst":
        return subprocess.run(["zstd", "-qdc", str(path)], stdout=subprocess.PIPE, check=True).stdout
    unpack = {".gz": gzip.decompress, ".xz": lzma.decompress, ".bz2": bz2.decompress}
    return unpack.get(path.suffix, bytes)(path.read_bytes())


class Tables(CliTest):
    def refine(self, source, out, *flags, code=0):
        return self.run_lauter("refine", source, "-o", out, "--key-file", "key", "-q", *flags, code=code)

    def test_bytes_outside_the_edits_stay_in_any_file(self):
        for name, options in {"a.csv": {}, "b.tsv": {"delimiter": "\t"}, "c.csv": {"delimiter": ";", "bom": True},
                              "d.csv.gz": {"last_line_end": False}, "e.csv.zst": {"crlf": 1}, "f.csv.xz": {},
                              "g.tsv.bz2": {"delimiter": "\t", "bom": True}}.items():
            with self.subTest(name):
                table = Table(random.Random(SEED), 400, **options)
                (self.dir / name).write_bytes(packed(name, table.bytes()))
                self.write("same.jsonl", table.jsonl())
                self.refine("same.jsonl", "same", "--overwrite")
                texts = [json.loads(line)["text"] for line in (self.dir / "same/data/same.jsonl").read_bytes().splitlines()]
                self.assertGreater(sum(a != row[1] for a, row in zip(texts, table.rows)), 50)
                self.refine(name, "out/" + name + ".d", "--reversible")
                refined = self.dir / f"out/{name}.d/data/{name}"
                self.assertEqual(unpacked(refined), table.bytes(texts))
                rows = list(csv.reader(io.StringIO(unpacked(refined).decode("utf-8-sig"), newline=""),
                                       delimiter=table.delimiter))
                self.assertEqual([row[1] for row in rows[1:]], texts)
                self.assertEqual([row[0] for row in rows[1:]], [f"row-{i}" for i in range(400)])
                self.run_lauter("apply", "--invert", "--programs", f"out/{name}.d/edits", f"out/{name}.d/data", "-o",
                                f"back/{name}.d", "--key-file", "key", "-q")
                back = csv.reader(io.StringIO(unpacked(self.dir / f"back/{name}.d/data/{name}").decode("utf-8-sig"), newline=""),
                                  delimiter=table.delimiter)
                self.assertEqual([row[1] for row in back][1:], [row[1] for row in table.rows])

    def test_any_number_of_threads_and_any_place_to_stop(self):
        rng = random.Random(SEED)
        # Several chunks, with quoted line feeds where they are cut, and in between one field of 3 MB.
        table = Table(rng, 8000)
        table.rows.insert(3000, ("row-x,", 'line "1"\n' * 340_000, True, ",", "\n"))
        self.write("in/a.csv", table.bytes())
        self.write("in/b.tsv.gz", Table(rng, 3000, delimiter="\t").bytes())
        self.write("in/c.csv", Table(rng, 2000, bom=True).bytes())
        self.refine("in", "one", "--threads", 1)
        expected = tree_digest(self.dir / "one")
        self.refine("in", "four", "--threads", 4)
        self.assertEqual(tree_digest(self.dir / "four"), expected)
        self.run_lauter("refine", "in", "-o", "tasks", "--key-file", "key", "-q", "--executor", "shell", "--tasks", 3)
        commands = self.run_lauter("refine", "in", "-o", "tasks", "--key-file", "key", "-q", "--executor", "shell",
                                   "--resume")[0]
        for command in commands.splitlines():
            subprocess.run(command, shell=True, cwd=self.dir, check=True, capture_output=True, timeout=60)
        self.assertEqual(tree_digest(self.dir / "tasks"), expected)
        report = json.loads((self.dir / "one/report.json").read_text())
        self.assertEqual(report["rows"]["in"], 13_001)

    def test_a_stopped_run_goes_on(self):
        table = Table(random.Random(SEED), 12_000)
        self.write("a.csv", table.bytes())
        self.refine("a.csv", "whole")
        command = [os.environ.get("LAUTER", "lauter"), "refine", "--model", "none", "a.csv", "-o", "out", "--key-file",
                   "key", "-q", "--threads", "2"]
        rng = random.Random(SEED)
        for _ in range(30):
            try:
                subprocess.run([*command, "--resume"], cwd=self.dir, timeout=rng.uniform(0.05, 0.4), capture_output=True)
                break
            except subprocess.TimeoutExpired:  # killed with SIGKILL
                continue
        subprocess.run([*command, "--resume"], cwd=self.dir, check=True, capture_output=True)
        self.assertEqual(tree_digest(self.dir / "out"), tree_digest(self.dir / "whole"))

    def test_rows_that_are_none_are_rejected_and_all_others_are_not(self):
        cases = (b'1,"open', b"1", b"1,2,3", b'1,"a"b', b'1,\xff')
        good = f"1,{MAIL}\n".encode()
        for bad in cases:
            with self.subTest(bad):
                self.write("a.csv", b"id,text\n" + good + b"\n" + bad + (b"" if b"open" in bad else b"\n" + good))
                self.refine("a.csv", "out", "--overwrite", code=1)
                data = (self.dir / "out/data/a.csv").read_bytes()
                self.assertNotIn(b"jane.doe", data)
                self.assertEqual(data.count(b"1,write to "), 1 if b"open" in bad else 2)
                held = [json.loads(line) for line in (self.dir / "out/rejected/a.csv.jsonl").read_bytes().splitlines()]
                self.assertEqual(len(held), 1)
                self.assertEqual((held[0]["lauter_row"], held[0]["lauter_file"]), (4, "a.csv"))
                self.assertIn("lauter_raw" if b"\xff" not in bad else "lauter_raw_base64", held[0])
                out, _ = self.run_lauter("find", "a.csv", "-q", code=1)
                self.assertEqual([("error" in json.loads(line)) for line in out.splitlines()],
                                 [False, True] if b"open" in bad else [False, True, False])

    def test_odd_quotes_nul_and_line_ends(self):
        lines = (b'id,text\r\n', b'1,5" pipe "x" y\n', b'2,a\x00b\r\n', b'3,"a\r\nb"\r\n', b'4,\n', b'\n', b'5,""\r\n',
                 b'6,a"' + MAIL.encode() + b'\n')
        self.write("a.csv", b"".join(lines))
        self.refine("a.csv", "out")
        data = (self.dir / "out/data/a.csv").read_bytes()
        self.assertEqual(data[:len(b"".join(lines[:-1]))], b"".join(lines[:-1]))
        self.assertTrue(data[len(b"".join(lines[:-1])):].startswith(b'6,"a""write to '), data)
        out, _ = self.run_lauter("find", "a.csv", "-q")
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()], list("123456"))

    def test_headers_that_cannot_be_used(self):
        for content, *words in ((b"id,body\n1,Jane Roe\n", "a.csv", 'no column "text"', "--text-field body"),
                                (b"Jane Roe,jane@roe-mail.net\n1,x\n", "a.csv", 'no column "text"'),
                                (b"text,id,text\nx,1,y\n", "more than one column"),
                                (b"id,text\r1,x\r2,y\r", "CR alone"),
                                (b'id,"text\n1,x\n', "quote"),
                                (b"id,\xff,text\n1,2,3\n", "UTF-8"),
                                (b'"' + b"x" * 3_000_000, "1 MiB")):
            with self.subTest(content[:20]):
                self.write("a.csv", content)
                _, err = self.refine("a.csv", "out", code=2)
                self.assert_one_line(err, *words)
                self.assertNotIn("Jane", err)
                _, err = self.run_lauter("find", "-", "--format", "csv", "-q", stdin=content, code=2)
                self.assert_one_line(err, *words[1:])

    def test_files_without_rows(self):
        for content in (b"", b"id,text\n", b"\xef\xbb\xbfid,text", b"\n\n"):
            self.write("a.csv", content)
            self.refine("a.csv", "out", "--overwrite")
            self.assertEqual((self.dir / "out/data/a.csv").read_bytes(), content)
            self.assertEqual(json.loads((self.dir / "out/report.json").read_text())["rows"]["in"], 0)

    def test_random_bytes_are_read_as_python_reads_them(self):
        rng = random.Random(SEED)
        bad = 0
        for i in range(400):
            body = "".join(rng.choice(('"', '"', ",", "\n", "\r\n", "a", " ", '""', "b,c\n", '"d"')) for _ in range(30))
            self.write(f"in/{i:03d}.csv", "id,text\n" + body)
        out, _ = self.run_lauter("refine", "in", "-o", "-", "--on-error", "row", "--key-file", "key", "-q", code=None)
        rows = [json.loads(line) for line in out.splitlines()]
        for i in range(400):
            content = (self.dir / f"in/{i:03d}.csv").read_bytes().decode()
            expected = [row for row in csv.reader(io.StringIO(content, newline="")) if row][1:]
            got, rows = rows[:len(expected)], rows[len(expected):]
            for theirs, ours in zip(expected, got):
                if "error" in ours:
                    bad += 1
                    continue
                self.assertEqual([ours["id"], ours["text"]], theirs, content)
        self.assertEqual(rows, [])
        self.assertGreater(bad, 100)

    def test_an_only_column(self):
        self.write("a.csv", "text\njane.doe47@river-mail.net\n\n\"\"\n")
        self.write("r.yaml", "steps:\n  - use: anonymize\n    model: none\nsurrogates: {default: remove}\n")
        self.refine("a.csv", "out", "-r", "r.yaml")
        # What is empty now still is a row, and the blank line none.
        self.assertEqual((self.dir / "out/data/a.csv").read_text(), 'text\n""\n\n""\n')

    def test_columns_and_conditions(self):
        self.write("a.tsv", f"lang\tid\tbody\nen\t7\t{MAIL}\nde\t8\t{MAIL}\n")
        recipe = "steps:\n  - use: anonymize\n    model: none\n    where: lang == en\n"
        self.write("r.yaml", recipe)
        out, _ = self.run_lauter("refine", "a.tsv", "--text-field", "body", "-r", "r.yaml", "-o", "-", "--key-file", "key", "-q")
        first, second = (json.loads(line) for line in out.splitlines())
        self.assertEqual(list(first), ["lang", "id", "body"])
        self.assertNotIn("jane.doe", first["body"])
        self.assertEqual(second, {"lang": "de", "id": "8", "body": MAIL})

    def test_a_stream(self):
        table = Table(random.Random(SEED), 300)
        self.write("a.csv", table.bytes())
        out, _ = self.run_lauter("find", "a.csv", "-q")
        again, _ = self.run_lauter("find", "-", "--format", "csv", "-q", stdin=table.bytes())
        self.assertEqual(again, out)
        packed_again, _ = self.run_lauter("find", "-", "--format", "csv.gz", "-q", stdin=gzip.compress(table.bytes()))
        self.assertEqual(packed_again, out)
        self.refine("a.csv", "whole")
        self.run_lauter("refine", "-", "--format", "csv", "-o", "out", "--key-file", "key", "-q", stdin=table.bytes())
        self.assertEqual((self.dir / "out/data/stdin.csv").read_bytes(), (self.dir / "whole/data/a.csv").read_bytes())


if __name__ == "__main__":
    unittest.main()
