"""Values planted in texts and in rows that cannot be read: in whatever a run writes or says but data/, and rejected/ for the latter,
none is there, in no form that somebody who reads it could turn back or try a guess against."""

import base64
import gzip
import hashlib
import html
import json
import random
import signal
import subprocess
import time
import unittest
import urllib.parse

from support import LAUTER, WORDS, CliTest

# Of forms that rules know; the ends are drawn for each row.
PLANTED = ("zebulon.quartz{n}@brimstone-mail.net", "(212) 749-{n:04d}", "536-22-{n:04d}", "{card}", "{iban}",
           "52.17.{a}.{b}", "ghp_9aZkQ7xWv2LmT4bNc8YrE5uJd1HsGf3Q{n:04d}", "00:1B:44:11:{a:02X}:{b:02X}",
           "AKIAQ4ZXN7WVUX2T{l}", "https://brimstone.example.net/reset?token=Zq7Kx2mVt9Rz{n}")


def card(rng):
    body = "4539" + "".join(rng.choices("0123456789", k=11))
    number = body + str(-sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(body)) % 10)
    return " ".join(number[i:i + 4] for i in range(0, 16, 4))


def iban(rng):
    account = "37040044" + "".join(rng.choices("0123456789", k=10))
    number = f"DE{98 - int(account + '131400') % 97:02d}{account}"
    return " ".join(number[i:i + 4] for i in range(0, 22, 4))


def forms(value):
    """How a value may be written by what logs, hashes, packs or shows it."""
    data = value.encode()
    plain = "".join(c for c in value if c.isalnum())
    yield from (data, value.upper().encode(), value.lower().encode(), value[::-1].encode(), html.escape(value).encode(),
                urllib.parse.quote(value, safe="").encode(), data.hex().encode(), "".join(f"\\u{ord(c):04x}" for c in value).encode())
    if len(plain) >= 9:
        yield plain.encode()
    for lead in range(3):  # wherever it stands in what is encoded
        yield base64.b64encode(b"\0" * lead + data)[2 * (lead > 0) + (lead > 1):][:len(data) * 4 // 3 - 3]
    for text in (data, plain.encode(), plain.lower().encode(), value.lower().encode()):
        for name in ("md5", "sha1", "sha256"):  # 32 digits are what the log's own hashes have
            yield hashlib.new(name, text).hexdigest()[:32].encode()


def unpacked(path):
    content = path.read_bytes()
    if path.suffix == ".zst":
        content += subprocess.run(["zstd", "-dcq"], input=content, stdout=subprocess.PIPE, check=False).stdout
    if path.suffix == ".gz":
        content += gzip.decompress(content)
    return content


class Planted(CliTest):
    def setUp(self):
        super().setUp()
        rng = random.Random(5)
        self.values = []

        def sentence():
            value = rng.choice(PLANTED).format(n=rng.randrange(1000, 9999), a=rng.randrange(10, 99), b=rng.randrange(10, 99),
                                               l="".join(rng.choices("ABCDEFGH", k=4)), card=card(rng), iban=iban(rng))
            self.values.append(value)
            return " ".join(rng.choice(WORDS) for _ in range(12)) + f" {value} " + " ".join(rng.choice(WORDS) for _ in range(12)) + "."
        lines = [json.dumps({"id": i, "text": "\n".join(sentence() for _ in range(3))}) for i in range(300)]
        broken = (lambda t: '{"id":1,"text":"' + t, lambda t: json.dumps({"id": 1, "txt": t}), lambda t: json.dumps([t]),
                  lambda t: json.dumps({"id": 1, "text": [t]}), lambda t: '{"text":"\\ud800 ' + t + '"}')
        for i in range(20):
            lines.insert(rng.randrange(len(lines)), broken[i % len(broken)](sentence()))
        self.write("in/a.jsonl", "\n".join(lines) + "\n")
        self.write("in/sub/b.jsonl.gz", "\n".join(lines[:50]) + "\n")
        self.write("in/t.csv", "id,text\n" + "".join(f"{i},{sentence()}\n" for i in range(60)) + sentence() + "\n")
        self.write("in/note.txt", "\n".join(sentence() for _ in range(9)))
        self.heads = {}  # what forms begin with, since there are many
        for value in self.values:
            for form in forms(value):
                self.heads.setdefault(form[:9], set()).add((form, value))
        self.assertGreater(len(self.heads), 5_000)

    def search(self, content, where, left=()):
        for at in range(len(content) - 8):
            for form, value in self.heads.get(content[at:at + 9], ()):
                if value not in left:
                    self.assertNotEqual(content[at:at + len(form)], form, f"{where}, byte {at}")

    def look(self, out, *said):
        """At what was said and all files; what was not found, and still stands in data/, is no secret of theirs."""
        data = b"".join(unpacked(path) for path in (self.dir / out / "data").rglob("*") if path.is_file() and not path.name.endswith(".part"))
        left = {value for value in self.values if value.encode() in data}
        self.assertLess(len(left), len(self.values) / 20)
        self.search("\n".join(said).encode(), "what was said", left)
        paths = [path for path in sorted((self.dir / out).rglob("*"))
                 if path.is_file() and path.relative_to(self.dir / out).parts[0] not in ("data", "rejected")]
        for path in paths:
            self.search(unpacked(path), path, left)
        return len(paths)

    def refine(self, out, *flags, code=1):
        return self.run_lauter("refine", "in", "-o", out, "--key-file", "key", "--threads", "2", *flags, code=code)

    def test_runs(self):
        for i, flags in enumerate(((), ("--reversible",), ("--set", "surrogates.guard=corpus"), ("--set", "surrogates.scope=document"),
                                   ("--model", "judge"), ("--recipe", "anonymize-code"))):
            with self.subTest(flags):
                self.assertGreater(self.look(f"out{i}", *self.refine(f"out{i}", *flags)), 4)

    def test_what_is_there_is_seen(self):
        said = self.refine("out", "--show-values")
        with self.assertRaises(AssertionError):
            self.look("out", *said)

    def test_tasks(self):
        self.refine("out", "--executor", "shell", "--tasks", "2", code=0)
        for task in ("0", "1", "final"):
            said = self.run_lauter("task", "out", "--task", task, code=None)
            self.look("out", *said)
        self.look("out", *self.run_lauter("status", "out", code=None), *self.run_lauter("status", "out", "--json", code=None))

    def test_killed_runs(self):
        rng = random.Random(7)
        for i in range(8):
            with subprocess.Popen([LAUTER, "refine", "in", "-o", f"k{i}", "--key-file", "key", "--model", "none", "--set", "limits.shard_bytes=4KiB"],
                                  cwd=self.dir, stderr=subprocess.PIPE) as run:
                time.sleep(rng.uniform(0.02, 0.3))
                run.send_signal(rng.choice((signal.SIGKILL, signal.SIGINT)))
                err = run.communicate(timeout=60)[1]
            if (self.dir / f"k{i}").exists():
                self.look(f"k{i}", err.decode())

    def test_what_is_said_of_rows(self):
        self.refine("out")
        said = [self.run_lauter("program", "in", "--key-file", "key", code=1), self.run_lauter("dedup", "in", "-o", "d", "--key-file", "key", code=1),
                self.run_lauter("report", "out"), self.run_lauter("score", "in/a.jsonl", "--metrics", "lexical,toxicity", code=None)]
        path = self.dir / "out/data/a.jsonl"
        path.write_bytes((self.dir / "in/a.jsonl").read_bytes())
        said.append(self.run_lauter("verify", "out", "--inputs", "in", "--key-file", "key", code=1))
        said.append(self.run_lauter("verify", "out", "--inputs", "in", "--key-file", "key", "--json", code=1))
        for out, err in said:
            self.search(out.encode() + err.encode(), out[:80])


if __name__ == "__main__":
    unittest.main()
