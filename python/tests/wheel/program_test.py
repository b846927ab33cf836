#!/usr/bin/env python3
"""What scripts/build-release makes, in roots of systems that have nothing of what it was built with. Exit 77 if it is not there."""
from __future__ import annotations

import hashlib
import json
import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from places import ROOTS, SOURCE, package, root, run_in

HOME = "/opt/lauter"
PROGRAM, MODEL = "lauter-*-linux-x86_64.tar.gz", "lauter-model-large-*.tar.gz"
ROWS = b'{"id":"a","text":"Mail Bob Smith at bob.smith@corp.com, or call 415-555-2671."}\n'
KEY = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"

# What Python calls the encodings of src/web/charset.cc, and a word that each can write.
LATIN, CYRILLIC, GREEK, HEBREW, ARABIC = "\u00e9t\u00e9", "\u0420\u0443\u0441\u044c", "\u03bb\u03cc\u03b3\u03bf\u03c2", "\u05e9\u05dc\u05d5\u05dd", "\u0633\u0644\u0627\u0645"
ENCODINGS = {
    "utf-8": LATIN, "windows-1252": LATIN, "iso-8859-3": LATIN, "iso-8859-10": "\u00e5r", "iso-8859-14": LATIN,
    "iso-8859-15": "\u20ac" + LATIN, "macintosh": LATIN, "windows-1254": LATIN, "windows-1258": "\u20ab", "iso-8859-4": "\u0161",
    "iso-8859-2": "\u0159\u00ed\u010d", "windows-1250": "\u0159\u00ed\u010d", "iso-8859-13": "\u0161", "windows-1257": "\u0161",
    "ibm866": CYRILLIC, "iso-8859-5": CYRILLIC, "koi8-r": CYRILLIC, "koi8-u": CYRILLIC, "windows-1251": CYRILLIC, "x-mac-cyrillic": CYRILLIC,
    "iso-8859-7": GREEK, "windows-1253": GREEK, "iso-8859-8": HEBREW, "windows-1255": HEBREW, "iso-8859-6": ARABIC, "windows-1256": ARABIC,
    "windows-874": "\u0e44\u0e17\u0e22", "gb18030": "\u4e2d\u6587\U00020000", "big5": "\u4e2d\u6587", "euc-jp": "\u65e5\u672c\u8a9e", "shift_jis": "\u65e5\u672c\u8a9e",
    "iso-2022-jp": "\u65e5\u672c\u8a9e", "euc-kr": "\ud55c\uad6d\uc5b4", "utf-16le": LATIN, "utf-16be": CYRILLIC,
}
PYTHON_NAMES = {"macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "windows-874": "cp874", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}


def page(name: str, word: str) -> bytes:
    """A crawled page that says its encoding in its header."""
    body = f"<html><body><p>A word: {word}</p></body></html>".encode(PYTHON_NAMES.get(name, name))
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=" + name.encode() + b"\r\n\r\n" + body
    head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{name}>\r\nWARC-Target-URI: https://example.org/\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n")
    return head.encode() + answer + b"\r\n\r\n"


def released(pattern: str) -> pathlib.Path:
    return package(pattern, "scripts/build-release")


def unpack(pattern: str, folder: pathlib.Path) -> None:
    with tarfile.open(released(pattern)) as archive:
        archive.extractall(folder, filter="data")


def install(folder: pathlib.Path) -> None:
    """Unpacks program and model into a root, with a key."""
    home = folder / HOME[1:]
    shutil.rmtree(home, ignore_errors=True)
    unpack(PROGRAM, folder / "opt")
    unpack(MODEL, folder / "opt")
    next((folder / "opt").glob("lauter-*")).rename(home)
    (folder / "opt/key").write_text(KEY)
    (folder / "opt/key").chmod(0o600)


def refine(folder: pathlib.Path, *arguments: str, stdin: bytes = ROWS) -> subprocess.CompletedProcess[bytes]:
    command = [f"{HOME}/bin/lauter", "refine", "-", "-o", "-", "-q", "--key-file", "/opt/key", *arguments]
    return run_in(folder, *command, stdin=stdin)


class Program(unittest.TestCase):
    def test_refines_alike_where_nothing_else_is_installed(self) -> None:
        outputs: dict[str, set[str]] = {}
        for suite in ("bookworm", "jammy"):  # glibc 2.36 and 2.35
            with self.subTest(suite):
                place = root(suite)
                install(place)
                for model in ("small", "large"):
                    done = refine(place, "--model", model)
                    self.assertEqual((done.returncode, done.stderr), (0, b""))
                    self.assertNotIn(b"bob.smith", done.stdout)
                    outputs.setdefault(model, set()).add(hashlib.sha256(done.stdout).hexdigest())
        self.assertEqual({model: len(digests) for model, digests in outputs.items()}, {"small": 1, "large": 1})

    def test_reads_every_encoding(self) -> None:
        place = root("bookworm")
        install(place)
        crawl = b"".join(page(name, word) for name, word in ENCODINGS.items())
        done = refine(place, "--format", "warc", "--model", "none", stdin=crawl)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        rows = {row["id"].rpartition(":")[2]: row["text"] for row in map(json.loads, done.stdout.splitlines())}
        self.assertEqual(rows, {name: f"A word: {word}" for name, word in ENCODINGS.items()})

    def test_an_older_glibc_is_named(self) -> None:
        place = root("bullseye")  # glibc 2.31
        install(place)
        done = refine(place)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"version `GLIBC_2.34' not found", done.stderr)

    def test_the_tarballs_are_small_and_whole(self) -> None:
        sizes: dict[str, int] = {}
        for pattern in (PROGRAM, MODEL):
            with tarfile.open(released(pattern)) as archive:
                sizes.update({member.name.partition("/")[2]: member.size for member in archive if member.isfile()})
        self.assertLess(released(PROGRAM).stat().st_size, 26e6)
        self.assertLess(sizes["bin/lauter"], 40e6)
        for name in ("share/man/man1/lauter.1.gz", "share/bash-completion/completions/lauter", "share/zsh/vendor-completions/_lauter",
                     "share/fish/vendor_completions.d/lauter.fish", "share/lauter/recipes/with-llm.yaml", "share/lauter/models/large.safetensors.zst",
                     "share/doc/lauter/copyright", "share/doc/lauter/licenses/openssl.txt", "share/doc/lauter/sbom.cdx.json"):
            self.assertGreater(sizes.get(name, 0), 0, name)


class Image(unittest.TestCase):
    """The steps of the Dockerfile, each as a container engine would run it."""

    def test_its_steps_give_a_program_that_reaches_the_net(self) -> None:
        with tempfile.TemporaryDirectory(dir=ROOTS) as scratch:
            place = pathlib.Path(scratch) / "image"
            subprocess.run(["cp", "-a", "--reflink=auto", root("bookworm"), place], check=True)
            shutil.copy("/etc/resolv.conf", place / "etc/resolv.conf")
            for step in (SOURCE / "Dockerfile").read_text().splitlines():
                word, _, rest = step.partition(" ")
                if word == "RUN":
                    done = run_in(place, "sh", "-c", rest)
                    self.assertEqual(done.returncode, 0, done.stderr[-500:])
                elif word == "ADD":
                    *patterns, folder = rest.split()
                    for pattern in patterns:
                        unpack(pathlib.Path(pattern).name, place / folder[1:])
                elif word == "ENTRYPOINT":
                    entry = json.loads(rest)
            self.assertTrue(run_in(place, *entry, "--version").stdout.startswith(b"lauter "))
            done = run_in(place, *entry, "find", "-", "--model", "large", "--format", "jsonl", stdin=ROWS)
            self.assertIn(b"EMAIL_ADDRESS", done.stdout)
            done = run_in(place, *entry, "refine", "s3://nobody/nothing", "-o", "/tmp/out", "--s3-endpoint", "http://127.0.0.1:1")
            self.assertNotIn(b"libcurl", done.stderr)


class Deb(unittest.TestCase):
    def test_it_installs_with_what_it_depends_on_and_leaves_nothing(self) -> None:
        packages = [released("lauter_*_amd64.deb"), released("lauter-model-large_*_all.deb")]
        depends = subprocess.run(["dpkg-deb", "-f", packages[0], "Depends"], check=True, capture_output=True, text=True).stdout
        names = sorted(alternative.split()[0] for alternative in depends.split(","))
        place = root("bookworm", ",".join(names))
        (place / "opt/key").write_text(KEY)
        (place / "opt/key").chmod(0o600)
        for file in packages:
            shutil.copy(file, place / "opt")
        done = run_in(place, "sh", "-c", "dpkg -i /opt/*.deb")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = run_in(place, "lauter", "refine", "-", "-o", "-", "-q", "--key-file", "/opt/key", "--model", "large", stdin=ROWS)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertNotIn(b"bob.smith", done.stdout)
        files = run_in(place, "dpkg", "-L", "lauter").stdout.decode().split()
        for name in ("man/man1/lauter.1.gz", "bash-completion/completions/lauter", "lauter/recipes/with-llm.yaml", "doc/lauter/copyright"):
            self.assertIn(f"/usr/share/{name}", files)
        self.assertEqual(run_in(place, "dpkg", "--purge", "lauter", "lauter-model-large").returncode, 0)
        self.assertFalse((place / "usr/share/lauter").exists())


if __name__ == "__main__":
    released(PROGRAM)
    unittest.main()
