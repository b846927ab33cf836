"""What the CLI tests share: a fresh folder for each test, the real binary, and invented input."""

import gzip
import hashlib
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

LAUTER = os.environ.get("LAUTER", str(pathlib.Path(__file__).parents[2] / "build/release/lauter"))
GOLDEN = pathlib.Path(__file__).parent / "golden"
KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

WORDS = ("the of and to in is that for it as was with be by on not he his but at are this have "
         "river stone paper window garden letter morning winter bread table music story street "
         "market simple quiet yellow careful perhaps together because through always never").split()
# Values that nobody has, of forms that the finder knows.
VALUES = ("{w}.{w2}{n}@{w}-mail.net", "phone +44 20 7946 {n:04d}", "IBAN DE89 3704 0044 0532 0130 00",
          "SSN 536-22-{n:04d}", "my card is 4539 1488 0343 6467", "server 52.17.{a}.{b}")


def text(rng, size, dense=0.02):
    """About `size` bytes of words, every now and then with a private value."""
    parts, length = [], 0
    while length < size:
        if rng.random() < dense:
            word = rng.choice(VALUES).format(
                w=rng.choice(WORDS), w2=rng.choice(WORDS), n=rng.randrange(1000, 9999),
                a=rng.randrange(1, 250), b=rng.randrange(1, 250))
        else:
            word = rng.choice(WORDS)
        if rng.random() < 0.02:
            word += rng.choice((".\n", " \u00e9t\u00e9", " \u6771\u4eac", "\t", ' "q"'))
        parts.append(word)
        length += len(word) + 1
    return " ".join(parts)


def rows(rng, n, bad=0.0, size=400, dense=0.02):
    """Lines of JSONL as bytes; a share `bad` of them cannot be read."""
    lines = []
    for i in range(n):
        if rng.random() < bad:
            lines.append(rng.choice((b'{"id":%d,"text":' % i, b'{"text":"\xff"}', b'{"no":"text"}',
                                     b'{"text":"\\ud800"}', b"[1,2]", b'{"text":7}')))
            continue
        row = {"id": f"row-{i}"} if i % 3 else {}
        row["text"] = text(rng, rng.randrange(1, 2 * size), dense)
        row["meta"] = {"n": i, "tags": ["a", "b"]}
        lines.append(json.dumps(row, ensure_ascii=bool(i % 2)).encode())
        if i % 50 == 0:
            lines.append(b"")  # blank lines are carried through
    return b"\n".join(lines) + b"\n"


def tree_digest(folder, parts=("data", "edits", "rejected")):
    """Name and hash of every file below the folders whose bytes are fixed."""
    digest = {}
    for part in parts:
        for path in sorted(pathlib.Path(folder, part).rglob("*")):
            if path.is_file():
                name = str(path.relative_to(folder))
                digest[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digest


class CliTest(unittest.TestCase):
    def setUp(self):
        self._temp = tempfile.TemporaryDirectory(prefix="lauter-cli-")
        self.dir = pathlib.Path(self._temp.name)
        (self.dir / "key").write_text(KEY)
        (self.dir / "key").chmod(0o600)

    def tearDown(self):
        self._temp.cleanup()

    def write(self, name, content):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        if name.endswith(".gz"):
            content = gzip.compress(content, mtime=0)
        path.write_bytes(content)
        return name

    def run_lauter(self, *args, stdin=b"", code=0, timeout=60):
        """Runs the binary; checks the exit code; returns (stdout, stderr) as text.

        By rules alone unless `args` names a model: what these tests expect must not depend on
        whether the build has weights."""
        if args and args[0] in ("refine", "find", "program", "explain") and "--model" not in args:
            args = (args[0], "--model", "none", *args[1:])
        done = subprocess.run([LAUTER, *map(str, args)], input=stdin, capture_output=True,
                              cwd=self.dir, timeout=timeout)
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        if code is not None:
            self.assertEqual(done.returncode, code, f"{args}\n--- stdout\n{out}\n--- stderr\n{err}")
        return out, err

    def assert_sound(self, out, inputs="in", key="key"):
        """A finished folder is what its run makes of the inputs, nothing missing and nothing left over."""
        self.run_lauter("verify", out, "--inputs", inputs, "--key-file", key, "-q")

    def change_in_secret(self, name, byte):
        """Flips a bit of a file and leaves its size and time as they were."""
        path = self.dir / name
        was = path.stat()
        with open(path, "r+b") as file:
            file.seek(byte)
            flipped = bytes([file.read(1)[0] ^ 1])
            file.seek(byte)
            file.write(flipped)
        os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))

    def assert_one_line(self, err, *words):
        """Errors are one line `lauter: ...` that says what is wrong."""
        self.assertTrue(err.startswith("lauter: "), err)
        self.assertEqual(err.count("\n"), 1, err)
        for word in words:
            self.assertIn(word, err)

    def log_rows(self, out, name):
        zst = self.dir / out / "edits" / name
        raw = subprocess.run(["zstd", "-dc", str(zst)], capture_output=True, check=True).stdout
        return [json.loads(line) for line in raw.splitlines()]
