"""JSON that is no JSONL: arrays, objects one behind the other, and JSONL under another name. Python's json module says what
a file holds."""

import gzip
import json
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import CliTest, text, tree_digest

SEED = int(os.environ.get("LAUTER_SEED", "1"))
MAIL = "write to jane.doe47@river-mail.net now"


def objects(rng, n, size=400):
    return [{"id": f"row-{i}", "meta": {"n": [i, {"s": "}],[{ \" \\"}]}, "text": text(rng, rng.randrange(1, size))}
            for i in range(n)]


class JsonValues(CliTest):
    def refine(self, source, out, *flags, code=0):
        return self.run_lauter("refine", source, "-o", out, "--key-file", "key", "-q", *flags, code=code)

    def refined_texts(self, rows):
        self.write("same.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        self.refine("same.jsonl", "same", "--overwrite")
        return [json.loads(line)["text"] for line in (self.dir / "same/data/same.jsonl").read_bytes().splitlines()]

    def test_an_array_stays_one_and_its_bytes_outside_the_edits(self):
        rows = objects(random.Random(SEED), 200)
        texts = self.refined_texts(rows)
        after = [{**row, "text": new} for row, new in zip(rows, texts)]
        self.assertGreater(sum(a != b for a, b in zip(rows, after)), 20)
        for name, style, pack in (("a.json", {}, bytes), ("b.json", {"indent": 2}, bytes),
                                  ("c.json.gz", {"indent": "\t", "ensure_ascii": False}, gzip.compress),
                                  ("d.json", {"separators": (",", ":")}, bytes)):
            with self.subTest(name):
                self.write(name.removesuffix(".gz"), b"")
                (self.dir / name).write_bytes(pack(b" \n" + json.dumps(rows, **style).encode() + b"\n\n"))
                self.refine(name, f"out/{name}.d")
                data = (self.dir / f"out/{name}.d/data/{name}").read_bytes()
                if name.endswith(".gz"):
                    data = gzip.decompress(data)
                self.assertEqual(data, b" \n" + json.dumps(after, **style).encode() + b"\n\n")

    def test_objects_one_behind_the_other(self):
        rows = objects(random.Random(SEED), 100)
        texts = self.refined_texts(rows)
        after = [{**row, "text": new} for row, new in zip(rows, texts)]
        for indent, joint in ((2, "\n"), (None, ""), (None, " "), (1, "")):
            with self.subTest(indent=indent, joint=joint):
                self.write("a.json", joint.join(json.dumps(row, indent=indent) for row in rows))
                self.refine("a.json", "out", "--overwrite")
                self.assertEqual((self.dir / "out/data/a.json").read_text(),
                                 joint.join(json.dumps(row, indent=indent) for row in after))

    def test_rejected_elements_leave_sound_json(self):
        good = {"text": MAIL}
        for rows in ([1, good, good], [good, "x", {"no": 1}], [{}, [], None], [good, {"text": 1}, good], [good], [],
                     [{"text": 1}] * 3 + [good]):
            with self.subTest(rows):
                bad = sum(row != good for row in rows)
                self.write("a.json", json.dumps(rows, indent=1))
                # An array of something else first is none of rows unless it is said to be.
                self.refine("a.json", "out", "--overwrite", "--format", "json", code=1 if bad else 0)
                data = json.loads((self.dir / "out/data/a.json").read_text())
                self.assertEqual(len(data), len(rows) - bad)
                report = json.loads((self.dir / "out/report.json").read_text())["rows"]
                self.assertEqual((report["in"], report["rejected"]), (len(rows), bad))
                if bad:
                    held = [json.loads(line) for line in (self.dir / "out/rejected/a.json.jsonl").read_text().splitlines()]
                    self.assertEqual([row["lauter_row"] for row in held],
                                     [i + 1 for i, row in enumerate(rows) if row != good])

    def test_chunks_threads_tasks_and_what_is_rejected_at_the_begin(self):
        rng = random.Random(SEED)
        # The first chunks are rejected altogether: the comma of the first element that is kept goes with them.
        rows = [{"no": "text", "fill": "x" * 50_000}] * 120 + objects(rng, 6000)
        for name, content in (("in/a.json", json.dumps(rows, indent=1)), ("in/b.json.gz", json.dumps(rows)),
                              ("in/c.json", "\n\n".join(json.dumps(row, indent=3) for row in rows))):
            self.write(name, content)
        self.refine("in", "one", "--threads", 1, code=1)
        expected = tree_digest(self.dir / "one")
        self.assertEqual(len(json.loads((self.dir / "one/data/a.json").read_text())), 6000)
        self.assertEqual(len(json.loads(gzip.decompress((self.dir / "one/data/b.json.gz").read_bytes()))), 6000)
        self.refine("in", "four", "--threads", 4, code=1)
        self.assertEqual(tree_digest(self.dir / "four"), expected)
        commands, _ = self.refine("in", "tasks", "--executor", "shell", "--tasks", 2)
        for command in commands.splitlines():
            subprocess.run(command, shell=True, cwd=self.dir, capture_output=True, timeout=60)
        self.assertEqual(tree_digest(self.dir / "tasks"), expected)
        command = [os.environ.get("LAUTER", "lauter"), "refine", "--model", "none", "in", "-o", "killed", "--key-file",
                   "key", "-q", "--threads", "2", "--resume"]
        for _ in range(30):
            try:
                subprocess.run(command, cwd=self.dir, timeout=rng.uniform(0.05, 0.4), capture_output=True)
                break
            except subprocess.TimeoutExpired:
                continue
        subprocess.run(command, cwd=self.dir, capture_output=True)
        self.assertEqual(tree_digest(self.dir / "killed"), expected)

    def test_limit_leaves_a_sound_array(self):
        self.write("a.json", json.dumps([{"text": "a"}] * 10))
        self.refine("a.json", "out", "--limit", 3)
        self.assertEqual(json.loads((self.dir / "out/data/a.json").read_text()), [{"text": "a"}] * 3)

    def test_broken_arrays_stop_behind_their_sound_elements(self):
        element = json.dumps({"text": MAIL})
        for content, word in ((f"[{element}, {element}", "ends within its array"), (f"[{element}, {{", "ends within its array"),
                              (f"[{element} {element}]", "comma"), (f"[{element},, {element}]", "comma"),
                              (f"[{element}] x", "array"), (f"[{element}}}]", "comma")):
            with self.subTest(content[-6:]):
                self.write("a.json", content)
                _, err = self.refine("a.json", "out", "--overwrite", code=2)
                self.assert_one_line(err, "a.json: byte", word)
                self.assertNotIn("jane.doe", err)
                out, _ = self.run_lauter("find", "a.json", "-q", code=2)
                self.assertGreaterEqual(len(out.splitlines()), 1)

    def test_a_name_of_json_is_what_it_holds(self):
        lines = f'{{"text":"{MAIL}"}}\n{{"text":"b"}}\n'
        self.write("in/rows.json", lines)
        self.write("in/array.json", f"[{lines.strip().replace(chr(10), ',')}]")
        self.write("in/package.json", '{\n  "name": "x",\n  "text": 1\n}\n')
        self.write("in/short.json", '{"name": "x"}')
        self.write("in/numbers.json", "[1, 2, 3]")
        out, err = self.run_lauter("find", "in")
        self.assertEqual([json.loads(line)["id"] for line in out.splitlines()],
                         ["array.json:1", "array.json:2", "rows.json:1", "rows.json:2"])
        self.assertIn("3 files passed over (.json 3)", err)
        self.write("rows", lines)
        self.assertEqual(len(self.run_lauter("find", "rows", "-q")[0].splitlines()), 2)
        self.refine("in", "code", "--format", "code", code=None)
        self.assertEqual(len(list((self.dir / "code/edits").iterdir())), 5)
        self.assertEqual(len(self.run_lauter("find", "-", "--format", "json", "-q", stdin=lines.encode())[0].splitlines()), 2)

    def test_rows_are_answered_as_they_come(self):
        process = subprocess.Popen([os.environ.get("LAUTER", "lauter"), "find", "--model", "none", "-", "--format", "json", "-q"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(b'[{"text":"a"}\n')
        process.stdin.flush()
        self.assertEqual(json.loads(process.stdout.readline())["spans"], [])
        process.stdin.write(b',{"text":"b"}]')
        process.stdin.close()
        self.assertEqual(len(process.stdout.read().splitlines()), 1)
        self.assertEqual(process.wait(10), 0)
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
