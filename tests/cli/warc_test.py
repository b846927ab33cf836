#!/usr/bin/env python3
"""Crawls as WARC: pages in, documents out. All records are made here."""

import gzip
import json
import random
import unittest
import zlib

from support import CliTest, text, tree_digest

MAIL = "jane.doe@corp-mail.de"


def record(kind, block, rid="", fields=(), magic=b"WARC/1.0"):
    head = [b"WARC-Type: " + kind.encode()]
    if rid:
        head.append(b"WARC-Record-ID: <urn:uuid:" + rid.encode() + b">")
    head += [f.encode() for f in fields] + [b"Content-Length: %d" % len(block)]
    return magic + b"\r\n" + b"\r\n".join(head) + b"\r\n\r\n" + block + b"\r\n\r\n"


def http(body, content_type="text/html; charset=utf-8", status="200 OK", fields=()):
    head = [f"HTTP/1.1 {status}"] + ([f"Content-Type: {content_type}"] if content_type else []) + list(fields)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def response(rid, body, *args, **kwargs):
    return record("response", http(body, *args, **kwargs), rid,
                  [f"WARC-Target-URI: https://example.org/{rid}", "WARC-Date: 2026-01-02T03:04:05Z",
                   "WARC-IP-Address: 192.0.2.7", "WARC-Identified-Content-Language: deu,eng",
                   "Content-Type: application/http; msgtype=response"])


def chunked(body, size=7):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x;ext=1\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\nTrailer: x\r\n\r\n"


def deflate(body, window):
    engine = zlib.compressobj(wbits=window)
    return engine.compress(body) + engine.flush()


def page(words):
    return f"<html><head><title>T</title><body><p>{words}</p><script>x</script></body></html>".encode()


def wet_records(data):
    """(headers, text) of each record."""
    out = []
    while data:
        head, _, rest = data.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        size = int(headers["Content-Length"])
        assert rest[size:size + 4] == b"\r\n\r\n"
        out.append((headers, rest[:size].decode()))
        data = rest[size + 4:]
    return out


class WarcTest(CliTest):
    def refine(self, *args, code=0):
        return self.run_lauter("refine", *args, "-q", "--key-file", "key", code=code)

    def documents(self, data, *args, code=0):
        """Rows of a stream: `--recipe` of no steps would do, but there is little to find here anyway."""
        out, err = self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", "--format", "warc", *args,
                                   stdin=data, code=code)
        return [json.loads(line) for line in out.splitlines()], err


class Pages(WarcTest):
    def test_every_encoding_of_the_body(self):
        body = page("Grüße aus Köln")
        bodies = {"plain": (body, []), "chunked": (chunked(body), ["Transfer-Encoding: chunked"]),
                  "gzip": (gzip.compress(body), ["Content-Encoding: gzip"]),
                  "deflate": (deflate(body, 15), ["content-encoding:  DEFLATE "]),
                  "bare": (deflate(body, -15), ["Content-Encoding: deflate"]),
                  "both": (chunked(gzip.compress(body)), ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
                  "twice": (gzip.compress(deflate(body, 15)), ["Content-Encoding: deflate, gzip"]),
                  # Crawlers that undo an encoding and leave the header's word for it.
                  "undone": (body, ["Content-Encoding: gzip", "Transfer-Encoding: chunked"]),
                  "undone2": (body, ["Content-Encoding: deflate"]), "undone3": (body, ["Content-Encoding: br"])}
        rows, _ = self.documents(b"".join(response(name, b, fields=f) for name, (b, f) in bodies.items()))
        self.assertEqual({r["id"]: r["text"] for r in rows},
                         {f"urn:uuid:{name}": "T\nGrüße aus Köln" for name in bodies})
        self.assertEqual(rows[0], {"id": "urn:uuid:plain", "url": "https://example.org/plain",
                                   "text": "T\nGrüße aus Köln"})

    def test_broken_bodies_are_rejected_with_the_reason(self):
        body = page("x " * 500)
        zipped = gzip.compress(body)
        bad = {"cut": (zipped[:-20], ["Content-Encoding: gzip"], "cut off"),
               "broken": (zipped[:10] + b"\xff" * 60, ["Content-Encoding: gzip"], "broken compressed"),
               "chunk": (chunked(body)[:210], ["Transfer-Encoding: chunked"], "chunks are cut off"),
               "size": (chunked(body, 16)[:28] + b"zz\r\n", ["Transfer-Encoding: chunked"], "broken chunks"),
               "odd": (body, ["Content-Encoding: sdch"], "unknown Content-Encoding"),
               "bomb": (gzip.compress(b"a" * 3_000_000), ["Content-Encoding: gzip"], "more than the limit"),
               "binary": (b"\x7fELF\0\1\2\3\0\0\0\0", [], "no text")}
        data = response("good", page("good"))
        data += b"".join(response(name, b, fields=f) for name, (b, f, _) in bad.items())
        data += record("response", b"no http at all", "header", ["Content-Type: application/http"])
        data += record("response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", "end",
                       ["Content-Type: application/http"])
        data += response("good2", page("good"))
        self.write("in.warc", data)
        self.refine("in.warc", "-o", "out", "--set", "limits.max_record_bytes=1MiB", code=1)
        held = [json.loads(x) for x in (self.dir / "out/rejected/in.warc.jsonl").read_text().splitlines()]
        want = [reason for _, _, reason in bad.values()] + ["no HTTP response", "HTTP header has no end"]
        self.assertEqual(len(held), len(want))
        for i, (row, reason, name) in enumerate(zip(held, want, [*bad, "header", "end"])):
            self.assertIn(reason, row["lauter_reason"])
            self.assertEqual((row["lauter_file"], row["lauter_row"], row["id"]), ("in.warc", i + 2, f"urn:uuid:{name}"))
        # The byte lies in the record, and behind its header.
        starts = [i for i in range(len(data)) if data.startswith(b"WARC/1.0\r\n", i)]
        for row in held:
            begin = starts[row["lauter_row"] - 1]
            self.assertGreater(row["lauter_byte"], begin + 50)
            self.assertLess(row["lauter_byte"], begin + 600)
        got = wet_records((self.dir / "out/data/in.warc.wet").read_bytes())
        self.assertEqual([t for _, t in got], ["T\ngood"] * 2)

    def test_charsets(self):
        words = {"windows-1252": "Grüße für 5 €", "shift_jis": "これは日本語です。", "gb18030": "这是中文句子。",
                 "utf-16": "Grüße 日本", "koi8-r": "Это русский текст."}
        data = b""
        for name, sentence in words.items():
            data += response(f"http-{name}", f"<p>{sentence}".encode(name), f"text/html; charset={name}")
            data += response(f"meta-{name}", f'<meta charset="{name}"><p>{sentence}'.encode(name), "text/html")
            many = sentence * 30
            data += response(f"none-{name}", f"<p>{many}".encode(name), "text/html")
            data += response(f"wrong-{name}", f"<p>{many}".encode(name), "text/html; charset=utf-8")
        data += response("slip", "<p>ä".encode() * 30 + b"\xff", "text/html; charset=utf-8")
        data += response("plain", "Grüße\n  <b>&amp;\n".encode("latin-1"), "text/plain; charset=iso-8859-1")
        rows, _ = self.documents(data)
        for row in rows[:-2]:
            how, _, name = row["id"].removeprefix("urn:uuid:").partition("-")
            self.assertEqual(row["text"], words[name] * (30 if how in ("none", "wrong") else 1), row["id"])
        self.assertTrue(rows[-2]["text"].endswith("ä\ufffd"))
        self.assertEqual(rows[-1]["text"], "Grüße\n  <b>&amp;\n")  # plain text is no markup
        self.write("in.warc", data)
        self.refine("in.warc", "-o", "out")
        self.assertEqual(json.loads((self.dir / "out/report.json").read_text())["chars_replaced"], 1)

    def test_what_is_no_page_is_left_out(self):
        info = record("warcinfo", b"software: made here\r\n", "info", ["Content-Type: application/warc-fields"])
        others = [record("request", b"GET / HTTP/1.1\r\nCookie: " + MAIL.encode() + b"\r\n\r\n", "req"),
                  record("metadata", b"fetchTimeMs: 5\r\n", "meta"),
                  record("revisit", http(b""), "rev", ["Content-Type: application/http; msgtype=response"]),
                  response("image", b"\x89PNG\r\n\x1a\n", "image/png"), response("gone", page("x"), status="404 Not Found"),
                  response("moved", b"", status="301 Moved"), response("untyped", b"\0\1", ""),
                  record("dns", b"x", "dns")]
        pages = [response("a", page(f"write to {MAIL} now")), response("b", page("nothing here"), "APPLICATION/XHTML+XML"),
                 record("resource", page("from ftp"), "c", ["Content-Type: text/html"]),
                 record("conversion", b"as it was", "d", ["Content-Type: text/plain"])]
        data = info + b"".join(o + p for o, p in zip(others, pages)) + b"".join(others[len(pages):])
        self.write("in.warc.gz", b"")
        members = wet_members(data)
        (self.dir / "in.warc.gz").write_bytes(b"".join(gzip.compress(m, mtime=0) for m in members))
        digests = []
        for threads in ("1", "3"):
            self.refine("in.warc.gz", "-o", f"out{threads}", "--threads", threads)
            digests.append(tree_digest(self.dir / f"out{threads}"))
        self.assertEqual(*digests)
        zipped = (self.dir / "out1/data/in.warc.wet.gz").read_bytes()
        out = gzip.decompress(zipped)
        self.assertTrue(out.startswith(info))
        got = wet_records(out)[1:]
        self.assertEqual([h["WARC-Type"] for h, _ in got], ["conversion"] * 4)
        self.assertEqual([t for _, t in got][1:], ["T\nnothing here", "T\nfrom ftp", "as it was"])
        self.assertNotIn(MAIL, out.decode())
        self.assertRegex(got[0][1], r"^T\nwrite to \S+@\S+ now$")
        first = got[0][0]
        self.assertRegex(first.pop("WARC-Record-ID"), "^<urn:uuid:[0-9a-f-]{36}>$")
        self.assertEqual(first, {"WARC-Type": "conversion", "WARC-Target-URI": "https://example.org/a",
                                 "WARC-Date": "2026-01-02T03:04:05Z", "WARC-Refers-To": "<urn:uuid:a>",
                                 "WARC-Identified-Content-Language": "deu,eng", "Content-Type": "text/plain",
                                 "Content-Length": str(len(got[0][1].encode()))})
        # A member for every record.
        self.assertEqual([m for m in gzip_members(zipped)], wet_members(out))
        # What is found is found in the text, under the page's name.
        found, _ = self.run_lauter("find", "in.warc.gz")
        spans = {r["id"]: r["spans"] for r in map(json.loads, found.splitlines())}
        self.assertEqual(list(spans), [f"urn:uuid:{x}" for x in "abcd"])
        self.assertEqual([(s["start"], s["end"]) for s in spans["urn:uuid:a"]], [(11, 11 + len(MAIL))])
        # The counts are those of the pages.
        self.assertEqual(json.loads((self.dir / "out1/report.json").read_text())["rows"]["in"], 4)

    def test_the_log_restores_the_texts(self):
        self.write("in.warc", response("a", page(f"write to {MAIL} now")))
        self.refine("in.warc", "-o", "out", "--reversible")
        self.run_lauter("apply", "--invert", "--programs", "out/edits", "out/data", "-o", "back", "--key-file", "key")
        self.assertEqual([t for _, t in wet_records((self.dir / "back/data/in.warc.wet").read_bytes())],
                         [f"T\nwrite to {MAIL} now"])


def wet_members(data):
    starts = [i for i in range(len(data)) if data.startswith(b"WARC/1.0\r\n", i)] + [len(data)]
    return [data[a:b] for a, b in zip(starts, starts[1:])]


def gzip_members(data):
    while data:
        engine = zlib.decompressobj(31)
        yield engine.decompress(data)
        data = engine.unused_data


class Files(WarcTest):
    def crawl(self, n, size=3000):
        rng = random.Random(9)
        return [response(str(i), page(text(rng, rng.randrange(size)))) for i in range(n)]

    def test_broken_records_and_members(self):
        pages = self.crawl(40)
        self.write("in.warc", pages[0] + b"garbage\r\n" + pages[1] + b"WARC/1.0\r\nWARC-Type: response\r\n\r\n" + pages[2]
                   + pages[3][:-40])
        self.refine("in.warc", "-o", "out", code=1)
        got = wet_records((self.dir / "out/data/in.warc.wet").read_bytes())
        self.assertEqual([h["WARC-Refers-To"] for h, _ in got], [f"<urn:uuid:{i}>" for i in range(3)])
        held = [json.loads(x)["lauter_reason"] for x in (self.dir / "out/rejected/in.warc.jsonl").read_text().splitlines()]
        self.assertEqual(held, ["no WARC record here", "WARC header without a valid Content-Length",
                                "WARC record is cut off by the end of the file"])
        # A member that is cut off: all records before it, then one line with the byte.
        zipped = b"".join(gzip.compress(p) for p in pages)
        (self.dir / "cut.warc.gz").write_bytes(zipped[:-60])
        out, err = self.run_lauter("refine", "cut.warc.gz", "-o", "-", "-q", "--key-file", "key", code=2)
        self.assertEqual(len(out.splitlines()), len(pages) - 1)
        self.assert_one_line(err, "cut.warc.gz", "of the compressed file", f"byte {len(zipped) - 60}")

    def test_large_records(self):
        """50 MB: a page is rejected by the limit, anything else is passed over; memory is bounded."""
        big = b"x" * 50_000_000
        pages = self.crawl(2)
        self.write("in.warc", pages[0] + response("video", big, "video/mp4") + response("page", big, "text/html") + pages[1])
        self.refine("in.warc", "-o", "out", code=1)
        got = wet_records((self.dir / "out/data/in.warc.wet").read_bytes())
        self.assertEqual([h["WARC-Refers-To"] for h, _ in got], ["<urn:uuid:0>", "<urn:uuid:1>"])
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual((report["rows"]["in"], report["rows"]["rejected"]), (3, 1))
        nested = response("deep", b"<div>" * 10_000 + b"a" + b"</div>" * 10_000)
        self.assertEqual([r["text"] for r in self.documents(nested)[0]], ["a"])

    def test_names(self):
        page_ = response("a", page("x"))
        self.write("crawl/a.warc", page_)
        self.write("crawl/sub/b.warc.gz", page_)
        self.refine("crawl", "-o", "out")
        self.assertEqual(sorted(str(p.relative_to(self.dir / "out/data")) for p in (self.dir / "out/data").rglob("*.wet*")),
                         ["a.warc.wet", "sub/b.warc.wet.gz"])
        self.write("crawl/a.warc.wet", record("conversion", b"x", "w"))
        _, err = self.refine("crawl", "-o", "out2", code=2)
        self.assert_one_line(err, "same name a.warc.wet")


if __name__ == "__main__":
    unittest.main()
