"""What is read and what is passed over, compressed inputs, one file as output, and places that cannot be opened."""

import bz2
import gzip
import json
import lzma
import os
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import LAUTER, CliTest, rows, tree_digest

SEED = int(os.environ.get("LAUTER_SEED", "1"))
MAIL = "write to jane.doe47@river-mail.net now"


class PassedOver(CliTest):
    def test_what_no_format_takes_is_told(self):
        for name in ("a.jsonl", "b.png", "sub/c.docx", "sub/d.PNG", "Jane Doe", "e.jane doe", ".hidden.png"):
            self.write("in/" + name, '{"text":"x"}\n')
        _, err = self.run_lauter("refine", "in", "-o", "out", "--key-file", "key", "--progress", "never")
        self.assertIn("lauter: 6 files passed over (.png 2, .docx 1, hidden 1, no suffix 1, other 1)\n", err)
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["files_passed_over"], {".png": 2, ".docx": 1, "hidden": 1, "no suffix": 1, "other": 1})
        self.assertIn("6 files passed over", (self.dir / "out/report.html").read_text())
        self.run_lauter("report", "out", "-q")
        self.assertIn("6 files passed over", (self.dir / "out/report.html").read_text())
        _, err = self.run_lauter("find", "in", "-q")
        self.assertEqual(err, "")

    def test_texts_of_other_suffixes_are_documents(self):
        for suffix in ("md", "markdown", "rst", "html", "htm", "txt"):
            self.write(f"in/a.{suffix}", f"# Title\n\n<p>{MAIL}</p>\n")
        self.run_lauter("refine", "in", "-o", "out", "--key-file", "key", "-q")
        files = sorted((self.dir / "out/data").iterdir())
        self.assertEqual(len(files), 6)
        for file in files:
            content = file.read_text()
            self.assertTrue(content.startswith("# Title\n\n<p>") and content.endswith("</p>\n"))
            self.assertNotIn("jane.doe", content)

    def test_places_that_are_not_opened_say_the_way(self):
        for place, word in (("hf://datasets/a/b", "huggingface-cli"), ("gs://b/x.jsonl", "storage.googleapis.com"),
                            ("az://c/x", "azcopy"), ("https://x.net/a.jsonl", "curl"), ("ftp://x/y", "curl"),
                            ("dbfs://x", "folders")):
            _, err = self.run_lauter("find", place, code=2)
            self.assert_one_line(err, place, word)
            _, err = self.run_lauter("refine", "-", "-o", place, code=2)
            self.assert_one_line(err, place, word)


class Compressed(CliTest):
    packs = {"xz": lzma.compress, "bz2": bz2.compress}
    opens = {"xz": lzma.decompress, "bz2": bz2.decompress}

    def test_any_format_as_any_other(self):
        raw = rows(random.Random(SEED), 3000, bad=0.01)
        self.write("plain/a.jsonl", raw)
        self.run_lauter("refine", "plain", "-o", "out/plain", "--key-file", "key", "-q", code=1)
        expected = (self.dir / "out/plain/data/a.jsonl").read_bytes()
        for suffix, pack in self.packs.items():
            with self.subTest(suffix):
                # Two streams, one behind the other, as parallel packers write them.
                self.write(f"{suffix}/a.jsonl.{suffix}", pack(raw[:100_001]) + pack(raw[100_001:]))
                self.write(f"{suffix}/empty.jsonl.{suffix}", pack(b""))
                self.run_lauter("refine", suffix, "-o", f"out/{suffix}", "--key-file", "key", "-q", code=1)
                data = self.dir / f"out/{suffix}/data"
                self.assertEqual(self.opens[suffix]((data / f"a.jsonl.{suffix}").read_bytes()), expected)
                self.assertEqual(self.opens[suffix]((data / f"empty.jsonl.{suffix}").read_bytes()), b"")
                out, _ = self.run_lauter("find", "-", "--format", f"jsonl.{suffix}", "-q", stdin=pack(raw), code=1)
                self.assertEqual(out, self.run_lauter("find", "plain/a.jsonl", "-q", code=1)[0].replace("a.jsonl:", f"stdin.jsonl.{suffix}:"))
                self.write(f"t.txt.{suffix}", pack(MAIL.encode()))
                self.assertIn("EMAIL", self.run_lauter("find", f"t.txt.{suffix}", "-q")[0])

    def test_what_is_cut_off_or_broken_gives_its_sound_rows_and_an_error(self):
        raw = rows(random.Random(SEED), 2000)
        for suffix, pack in self.packs.items():
            packed = pack(raw)
            flipped = bytearray(packed)
            flipped[len(packed) * 2 // 3] ^= 0xFF
            for content, word in ((packed[:len(packed) // 2], "cut off"), (bytes(flipped), "broken"),
                                  (packed[:-3], "cut off"), (b"{}\n" * 9, f"no {'xz' if suffix == 'xz' else 'bzip2'} data")):
                with self.subTest(suffix=suffix, word=word):
                    self.write("a.jsonl." + suffix, content)
                    out, err = self.run_lauter("find", "a.jsonl." + suffix, "-q", code=2)
                    self.assert_one_line(err, "byte", word)
                    for line in out.splitlines():
                        json.loads(line)

    def test_a_wrong_name_is_told(self):
        self.write("a.jsonl", lzma.compress(b"{}"))
        self.assert_one_line(self.run_lauter("find", "a.jsonl", "-q", code=2)[1], "xz", "--format jsonl.xz")
        self.write("a.csv", bz2.compress(b"text\n1\n"))
        self.run_lauter("find", "a.csv", "-q", code=2)


class OneFile(CliTest):
    def test_one_input(self):
        raw = rows(random.Random(SEED), 500, bad=0.02)[:-1]
        self.write("a.jsonl", raw)
        self.run_lauter("refine", "a.jsonl", "-o", "out", "--key-file", "key", "-q", code=1)
        expected = (self.dir / "out/data/a.jsonl").read_bytes()
        for name, unpack in (("r/b.jsonl", bytes), ("b.jsonl.gz", gzip.decompress), ("b.jsonl.xz", lzma.decompress)):
            self.run_lauter("refine", "a.jsonl", "-o", name, "--key-file", "key", "-q", code=1)
            self.assertEqual(unpack((self.dir / name).read_bytes()), expected)
            beside = self.dir / (name + ".lauter")
            self.assertEqual(sorted(path.name for path in beside.iterdir()),
                             ["edits", "rejected", "report.html", "report.json", "state"])
            self.assertEqual((beside / "rejected/a.jsonl").read_bytes(), (self.dir / "out/rejected/a.jsonl").read_bytes())
            _, err = self.run_lauter("refine", "a.jsonl", "-o", name, "--key-file", "key", "-q", code=2)
            self.assert_one_line(err, "--overwrite")
            self.run_lauter("refine", "a.jsonl", "-o", name, "--key-file", "key", "-q", "--resume", code=1)
            self.assertEqual(unpack((self.dir / name).read_bytes()), expected)
            self.run_lauter("refine", "a.jsonl", "-o", name, "--key-file", "key", "-q", "--overwrite", code=1)
            self.assertEqual(unpack((self.dir / name).read_bytes()), expected)

    def test_many_inputs_become_lines(self):
        self.write("in/a.jsonl", f'\ufeff{{"id":1,"text":"{MAIL}"}}')
        self.write("in/b.csv", f"id,text,more\n2,{MAIL},x\n")
        self.write("in/c.txt", MAIL)
        self.write("in/d.json", f'[\n {{"id":4,\n "text":"{MAIL}"}}]\n')
        self.write("in/e.jsonl.gz", "")
        stream, _ = self.run_lauter("refine", "in", "-o", "-", "--key-file", "key", "-q")
        for name, unpack in (("x.jsonl", bytes), ("x.jsonl.gz", gzip.decompress)):
            self.run_lauter("refine", "in", "-o", name, "--key-file", "key", "-q")
            self.assertEqual(unpack((self.dir / name).read_bytes()).decode(), stream)
        found = [json.loads(line.removeprefix("\ufeff")) for line in stream.splitlines()]
        self.assertEqual([row["id"] for row in found], [1, "2", "c.txt:1", 4])
        self.assertNotIn("jane.doe", stream)

    def test_other_formats_take_one_input_of_theirs(self):
        self.write("a.csv", f"id,text\r\n1,{MAIL}\r\n")
        self.write("b.txt", MAIL)
        self.run_lauter("refine", "a.csv", "-o", "x.csv", "--key-file", "key", "-q")
        self.run_lauter("refine", "b.txt", "-o", "x.txt", "--key-file", "key", "-q")
        self.assertTrue((self.dir / "x.csv").read_bytes().startswith(b"id,text\r\n1,write to "))
        self.assertTrue((self.dir / "x.txt").read_bytes().startswith(b"write to "))
        for args in (("a.csv", "b.txt", "-o", "y.csv"), ("b.txt", "-o", "y.csv"), ("a.csv", "-o", "y.parquet")):
            _, err = self.run_lauter("refine", *args, "--key-file", "key", "-q", code=2)
            self.assert_one_line(err, "one input", ".jsonl")
        _, err = self.run_lauter("refine", "a.csv", "-o", "a.csv", "--overwrite", "--key-file", "key", "-q", code=2)
        self.assert_one_line(err, "is an input")
        self.assertFalse((self.dir / "a.csv.lauter").exists())

    def test_invert(self):
        self.write("a.csv", f"id,text\r\n1,{MAIL}\r\n2,none\r\n")
        self.run_lauter("refine", "a.csv", "-o", "x.csv", "--key-file", "key", "-q", "--reversible")
        self.run_lauter("apply", "--invert", "--programs", "x.csv.lauter/edits", "x.csv", "-o", "back.csv", "--key-file",
                        "key", "-q")
        self.assertEqual((self.dir / "back.csv").read_bytes(), (self.dir / "a.csv").read_bytes())

    def test_a_stopped_run_goes_on(self):
        rng = random.Random(SEED)
        for name in ("a.jsonl", "b.jsonl.gz", "c.jsonl"):
            self.write("in/" + name, rows(rng, 6000, dense=0.005))
        command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2", "-o"]
        subprocess.run([*command, "whole.jsonl.gz"], cwd=self.dir, check=True, capture_output=True)
        for _ in range(30):
            try:
                subprocess.run([*command, "out.jsonl.gz", "--resume"], cwd=self.dir, timeout=rng.uniform(0.05, 0.4),
                               capture_output=True)
                break
            except subprocess.TimeoutExpired:  # killed with SIGKILL
                continue
        subprocess.run([*command, "out.jsonl.gz", "--resume"], cwd=self.dir, check=True, capture_output=True)
        self.assertEqual(gzip.decompress((self.dir / "out.jsonl.gz").read_bytes()),
                         gzip.decompress((self.dir / "whole.jsonl.gz").read_bytes()))
        self.assertEqual(tree_digest(self.dir / "out.jsonl.gz.lauter"), tree_digest(self.dir / "whole.jsonl.gz.lauter"))


if __name__ == "__main__":
    unittest.main()
