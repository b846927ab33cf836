"""Parquet in and out. What was written is judged by DuckDB's own queries (duck.py)."""

import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import duck
from kill_support import KillTest, kills
from support import LAUTER, text, tree_digest

LIBRARY = duck.library()
DUCK = duck.Duck(LIBRARY)

# A column of every kind, of which every fifth value is null, also inside of nested ones.
TYPED = """
  i % 7 = 0 AS c_bool, (i % 100)::TINYINT AS c_i8, i::SMALLINT AS c_i16, i::INTEGER AS c_i32,
  i::BIGINT << 40 AS c_i64, (i % 200)::UTINYINT AS c_u8, i::USMALLINT AS c_u16, i::UINTEGER AS c_u32,
  18446744073709551615::UBIGINT - i AS c_u64, i::FLOAT / 3 AS c_f32, i::DOUBLE / 7 AS c_f64,
  CASE WHEN i % 3 = 0 THEN 'NaN'::DOUBLE ELSE '-Infinity'::DOUBLE END AS c_nan,
  (i::DECIMAL(9,2) / 4)::DECIMAL(9,2) AS c_d9, (i::DECIMAL(18,3) / 8)::DECIMAL(18,3) AS c_d18,
  (i::DECIMAL(38,6) * 1000000000)::DECIMAL(38,6) AS c_d38, ('v' || i) AS c_text,
  ('{"a":' || i || '}')::JSON AS c_json, ('\\xFF\\x00' || (i % 10))::BLOB AS c_blob,
  DATE '1969-12-30' + i::INTEGER AS c_date, TIME '01:02:03.000004' AS c_time,
  TIMETZ '01:02:03+00' AS c_timetz, TIMESTAMP '1899-01-01 00:00:00' + INTERVAL (i) SECOND AS c_ts,
  TIMESTAMP_MS '2020-01-01 00:00:00.123' AS c_ms, TIMESTAMP_NS '2020-01-01 00:00:00.123456789' AS c_ns,
  TIMESTAMPTZ '2020-01-01 00:00:00+00' AS c_tz, INTERVAL (i) DAY AS c_interval,
  '00112233-4455-6677-8899-aabbccddeeff'::UUID AS c_uuid,
  [i, NULL, 2] AS c_list, [[1, NULL], NULL, []] AS c_lists, MAP {'k' || i: [i, NULL]} AS c_map,
  {'a': i, 'b': {'c': NULL::VARCHAR, 'd': [1.5, i]}} AS c_struct, NULL::INTEGER AS c_none
"""
KEPT = [line.split()[0] for line in DUCK.value(
    f"SELECT string_agg(column_name, chr(10)) FROM (DESCRIBE SELECT {TYPED} FROM range(1) t(i))"
).splitlines()]


def nulls(name):
    return f"CASE WHEN i % 5 = 3 THEN NULL ELSE {name} END AS {name}"


class Parquet(KillTest):
    def setUp(self):
        super().setUp()
        os.environ["LAUTER_DUCKDB"] = str(LIBRARY)

    def path(self, name):
        return str(self.dir / name)

    def make(self, name, select, options="COMPRESSION zstd, ROW_GROUP_SIZE 2048"):
        (self.dir / name).parent.mkdir(parents=True, exist_ok=True)
        DUCK.rows(f"COPY ({select}) TO '{self.path(name)}' (FORMAT parquet, {options})")
        return name

    def texts(self, n, seed=1, dense=0.02, size=300):
        """n texts as JSONL that DuckDB can read, every 11th null."""
        rng = random.Random(seed)
        rows = [{"i": i, "text": None if i % 11 == 7 else text(rng, rng.randrange(1, 2 * size), dense)}
                for i in range(n)]
        self.write("texts.jsonl", "\n".join(map(json.dumps, rows)) + "\n")
        return f"read_json('{self.path('texts.jsonl')}', columns = {{i: 'BIGINT', text: 'VARCHAR'}})"

    def refine(self, name, out="out", *flags, code=1):
        return self.run_lauter("refine", name, "-o", out, "--key-file", "key", "-q", *flags, code=code)

    def jsonl(self, path):
        return [json.loads(line) for line in (self.dir / path).read_text().splitlines()]

    def assert_same(self, columns, before, after):
        for a, b in ((before, after), (after, before)):
            n = DUCK.value(f"SELECT count(*) FROM (SELECT {columns} FROM {a} EXCEPT ALL SELECT "
                           f"{columns} FROM {b})")
            self.assertEqual(n, "0", f"{a} EXCEPT {b}")

    def schema(self, name, *leave_out):
        left = "".join(f" AND name <> '{x}'" for x in leave_out)
        return DUCK.rows("SELECT name, type, type_length, num_children, converted_type, scale, "
                         f"precision, field_id, logical_type FROM parquet_schema('{self.path(name)}') "
                         f"WHERE true{left}")

    def test_every_kind_of_column_is_kept(self):
        source = self.texts(5000)
        self.make("in.parquet",
                  f"SELECT 'row-' || i AS id, text, {', '.join(map(nulls, KEPT))}, i AS n FROM "
                  f"(SELECT *, {TYPED} FROM (SELECT i, text FROM {source}) ORDER BY i)",
                  "COMPRESSION zstd, ROW_GROUP_SIZE 2048, FIELD_IDS 'auto', "
                  "KV_METADATA {pandas: '{\"index\": 1}', \"ARROW:schema\": 'abc'}")
        self.refine("in.parquet")
        before, after = f"'{self.path('in.parquet')}'", f"'{self.path('out/data/in.parquet')}'"
        kept = f"(FROM {before} WHERE text IS NOT NULL)"
        self.assert_same(", ".join(["id", "n", *KEPT]), kept, after)
        # In order; and the texts are those that JSONL gives.
        ids = DUCK.rows(f"SELECT id FROM {kept} ORDER BY n")
        self.assertEqual(DUCK.rows(f"SELECT id FROM {after}"), ids)
        DUCK.rows(f"COPY (SELECT id, text FROM {before} ORDER BY n) TO '{self.path('in.jsonl')}'")
        self.refine("in.jsonl", "out2")
        expected = [(row["id"], row["text"]) for row in self.jsonl("out2/data/in.jsonl")]
        self.assertEqual(DUCK.rows(f"SELECT id, text FROM {after}"), expected)
        self.assertGreater(DUCK.value(f"SELECT count(*) FROM {before} a JOIN {after} b USING (id) "
                                      "WHERE a.text <> b.text"), "0")
        # Names, types, field ids, metadata, codec, row groups.
        self.assertEqual(self.schema("in.parquet"), self.schema("out/data/in.parquet"))
        for query in ("SELECT key, value FROM parquet_kv_metadata({})",
                      "SELECT DISTINCT compression FROM parquet_metadata({})",
                      "SELECT max(row_group_id) FROM parquet_metadata({})"):
            self.assertEqual(DUCK.rows(query.format(before)), DUCK.rows(query.format(after)), query)
        # Rejected: all columns as JSON, in order, with the reason.
        rejected = self.jsonl("out/rejected/in.parquet.jsonl")
        gone = DUCK.rows(f"SELECT id, n, c_i64, c_struct.b.d[2] FROM {before} WHERE text IS NULL ORDER BY n")
        self.assertEqual([(r["id"], r["n"]) for r in rejected], [(a, int(n)) for a, n, _, _ in gone])
        self.assertEqual(set(rejected[0]) - {"lauter_reason", "lauter_file", "lauter_row", "lauter_byte"},
                         {"id", "text", "n", *KEPT})
        self.assertTrue(all(r["c_nan"] is None for r in rejected))
        self.assertEqual([r["lauter_row"] for r in rejected], [int(n) + 1 for _, n, _, _ in gone])
        self.assertIn("not a string but null", rejected[0]["lauter_reason"])
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual((report["rows"]["in"], report["rows"]["rejected"]), (5000, len(gone)))
        self.assertFalse((self.dir / "out/state/staged").exists())

    def test_verify_and_a_changed_input(self):
        source = self.texts(5000)
        self.make("in/x.parquet", f"SELECT 'row-' || i AS id, text, {', '.join(map(nulls, KEPT))}, i AS n FROM "
                  f"(SELECT *, {TYPED} FROM (SELECT i, text FROM {source}) ORDER BY i)")
        self.make("in/whole.parquet", f"SELECT i AS id, text FROM {source} WHERE text IS NOT NULL ORDER BY i")
        self.refine("in")
        for flags in ((), ("--inputs", "in"), ("--key-file", "key"), ("--inputs", "in", "--key-file", "key")):
            self.run_lauter("verify", "out", *flags)
        data = self.path("out/data/x.parquet")
        for change, row in (("* REPLACE (c_i32 + 1 AS c_i32)", None), ("* REPLACE ('x' AS text)", None)):
            DUCK.rows(f"COPY (SELECT * FROM '{data}') TO '{self.path('was.parquet')}' (FORMAT parquet)")
            DUCK.rows(f"COPY (SELECT * FROM '{self.path('was.parquet')}' WHERE n < 2000 UNION ALL SELECT {change} FROM '{self.path('was.parquet')}' "
                      f"WHERE n = 2000 UNION ALL SELECT * FROM '{self.path('was.parquet')}' WHERE n > 2000) TO '{data}' (FORMAT parquet)")
            row = int(DUCK.value(f"SELECT count(*) FROM '{data}' WHERE n <= 2000"))
            out, _ = self.run_lauter("verify", "out", "--inputs", "in", "--key-file", "key", "--json", code=1)
            faults = json.loads(out)["faults"]
            self.assertEqual([(f["file"], f.get("row")) for f in faults], [("out/data/x.parquet", row)], faults)
        (self.dir / "out/data/x.parquet").write_bytes(b"PAR1 no more")
        _, err = self.run_lauter("verify", "out", "--inputs", "in", code=1)
        self.assertIn("out/data/x.parquet: ", err)
        self.change_in_secret("in/whole.parquet", 5000)
        _, err = self.refine("in", "out", "--resume", code=2)
        self.assert_one_line(err, "in/whole.parquet was changed")

    def test_nested_text_and_any_id(self):
        source = self.texts(3000)
        self.make("in.parquet", "SELECT DATE '2020-01-01' + i::INTEGER AS day, {'a': i, 'body': {'t': text, "
                  f"'z': [i]}}, 'e': NULL}} AS doc FROM {source} WHERE text IS NOT NULL ORDER BY i")
        flags = ["--text-field", "doc.body.t", "--id-field", "day"]
        self.refine("in.parquet", "out", *flags, code=0)
        before, after = f"'{self.path('in.parquet')}'", f"'{self.path('out/data/in.parquet')}'"
        self.assert_same("day, doc.a, doc.body.z, doc.e", before, after)
        self.assertNotEqual(DUCK.value(f"SELECT count(*) FROM {before} a JOIN {after} b USING (day) "
                                       "WHERE a.doc.body.t <> b.doc.body.t"), "0")
        self.assertEqual(self.schema("in.parquet"), self.schema("out/data/in.parquet"))
        found, _ = self.run_lauter("find", "in.parquet", *flags, "-q")
        rows = [json.loads(line) for line in found.splitlines()]
        self.assertEqual([r["id"] for r in rows], [d for d, in DUCK.rows(f"SELECT day FROM {before}")])
        # Spans are bytes of the text.
        texts = [t.encode() for t, in DUCK.rows(f"SELECT doc.body.t FROM {before}")]
        values = {t[s["start"]:s["end"]] for t, r in zip(texts, rows) for s in r["spans"]}
        self.assertTrue(any(v.endswith(b"-mail.net") and b"@" in v for v in values), values)

    def test_stdout_is_jsonl_of_all_columns(self):
        self.make("in.parquet", "SELECT i AS n, 'mail a.b' || i || '@river-mail.net' AS text, "
                  "'NaN'::DOUBLE AS x, [1.5, NULL] AS l FROM range(5) t(i)")
        out, _ = self.run_lauter("refine", "in.parquet", "-o", "-", "--key-file", "key", "-q")
        rows = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([list(r) for r in rows], [["n", "text", "x", "l"]] * 5)
        self.assertEqual([(r["n"], r["x"], r["l"]) for r in rows], [(i, None, [1.5, None]) for i in range(5)])
        self.assertNotIn("river-mail", out)

    def test_conditions_see_other_columns(self):
        self.make("in.parquet", "SELECT 'mail a.b' || i || '@river-mail.net' AS text, {'lang': CASE WHEN "
                  "i % 2 = 0 THEN 'en' ELSE 'de' END} AS meta FROM range(10) t(i)")
        self.write("r.yaml", "name: some\nsteps:\n  - use: anonymize\n    where: meta.lang == en\n")
        self.refine("in.parquet", "out", "--recipe", "./r.yaml", code=0)
        self.assertEqual(DUCK.rows("SELECT meta.lang, count(*) FILTER (text LIKE '%river-mail%') FROM "
                                   f"'{self.path('out/data/in.parquet')}' GROUP BY 1 ORDER BY 1"),
                         [("de", "5"), ("en", "0")])

    def test_apply_distill_score_explain(self):
        source = self.texts(500)
        self.make("in.parquet", f"SELECT i AS id, text, i AS n FROM {source} WHERE text IS NOT NULL ORDER BY i")
        self.refine("in.parquet", "out", "--reversible", code=0)
        self.run_lauter("apply", "out/data/in.parquet", "--programs", "out/edits", "--invert", "-o", "back",
                        "--key-file", "key", "-q")
        self.assert_same("*", f"'{self.path('in.parquet')}'", f"'{self.path('back/data/in.parquet')}'")
        self.run_lauter("distill", "--raw", "in.parquet", "--refined", "out/data/in.parquet", "-o", "d", "-q",
                        "--keep", "all", code=None)
        self.assertEqual(len(self.jsonl("d/programs.jsonl")) + len(self.jsonl("d/rejected.jsonl")),
                         int(DUCK.value(f"SELECT count(*) FROM '{self.path('in.parquet')}'")))
        out, _ = self.run_lauter("score", "in.parquet", "-q")
        self.assertEqual(json.loads(out.splitlines()[3])["id"], "3")
        out, _ = self.run_lauter("explain", "in.parquet", "--id", "3", "--key-file", "key")
        self.assertIn("3", out)

    def test_codecs_and_groups(self):
        source = self.texts(5000, size=60)
        select = f"SELECT i, coalesce(text, '') AS text FROM {source} ORDER BY i"
        DUCK.rows(f"COPY ({select}) TO '{self.path('in.jsonl')}'")
        self.refine("in.jsonl", "jsonl", code=0)
        expected = [row["text"] for row in self.jsonl("jsonl/data/in.jsonl")]
        codecs = ("zstd", "snappy", "gzip", "uncompressed", "lz4_raw", "brotli")
        for out, options in {**{codec: codec for codec in codecs}, "v2": "zstd, PARQUET_VERSION v2"}.items():
            name = self.make(f"{out}.parquet", select, f"COMPRESSION {options}, ROW_GROUP_SIZE 2048")
            self.refine(name, out, code=0)
            after = f"{out}/data/{name}"
            facts = [DUCK.rows("SELECT row_group_id, row_group_num_rows, compression FROM "
                               f"parquet_metadata('{self.path(x)}')") for x in (name, after)]
            self.assertEqual(facts[0], facts[1])
            self.assertEqual([t for t, in DUCK.rows(f"SELECT text FROM '{self.path(after)}'")], expected, out)

    def test_without_rejected_rows_columns_are_taken_over(self):
        """Down to encodings, statistics and sizes of their pages; and all of a group without a change."""
        source = self.texts(5000)
        self.make("in.parquet", f"SELECT {', '.join(map(nulls, KEPT))}, {{'a': i, 'doc': {{'t': CASE WHEN i < 2048 THEN "
                  f"'nothing' ELSE coalesce(text, '') END}}}} AS d FROM (SELECT *, {TYPED} FROM (SELECT i, text FROM "
                  f"{source}) ORDER BY i)", "COMPRESSION snappy, ROW_GROUP_SIZE 2048, KV_METADATA {k: 'v'}")
        self.refine("in.parquet", "out", "--text-field", "d.doc.t", code=0)
        before, after = f"'{self.path('in.parquet')}'", f"'{self.path('out/data/in.parquet')}'"
        self.assert_same(", ".join([*KEPT, "d.a"]), before, after)
        pages = ("SELECT * EXCLUDE (file_name, file_offset, row_group_bytes, row_group_compressed_bytes, index_page_offset, "
                 "dictionary_page_offset, data_page_offset, bloom_filter_offset, bloom_filter_length) FROM "
                 "parquet_metadata({}) WHERE path_in_schema <> 'd, doc, t' OR row_group_id = 0")
        self.assertEqual(DUCK.rows(pages.format(before)), DUCK.rows(pages.format(after)))
        self.assertEqual(self.schema("in.parquet"), self.schema("out/data/in.parquet"))
        texts = "SELECT d.doc.t FROM {}"
        self.assertNotEqual(DUCK.rows(texts.format(before)), DUCK.rows(texts.format(after)))

    def test_kept_texts_beside_new_ones(self):
        """A row group of chunks without and with changes: texts come from the input and from what was staged."""
        calm = "The river rose a little every day and nobody minded. " * 60
        self.make("in.parquet", f"SELECT i, CASE WHEN i % 700 = 5 THEN 'write to a.b' || i || '@river-mail.net' ELSE "
                  f"'{calm}' || i END AS text FROM range(3000) t(i)")
        self.refine("in.parquet", "out", code=0)
        after = f"'{self.path('out/data/in.parquet')}'"
        self.assert_same("i, text", f"(FROM '{self.path('in.parquet')}' WHERE i % 700 <> 5)",
                         f"(FROM {after} WHERE i % 700 <> 5)")
        self.assertEqual(DUCK.value(f"SELECT count(*) FROM {after} WHERE i % 700 = 5 AND text LIKE 'write to %@%' AND "
                                    "text NOT LIKE '%river-mail%'"), "5")

    def test_odd_files(self):
        cases = {
            "none.parquet": "SELECT 'x' AS text, 1 AS n WHERE false",
            "all bad's.parquet": "SELECT NULL::VARCHAR AS text, i AS n FROM range(10) t(i)",
            "a[1]*?.parquet": "SELECT 'a.b@river-mail.net' AS text, 'k' AS \"a \"\"b\", 7 AS \"Größe\"",
            "k=v/hive.parquet": "SELECT 'hello' AS text",
        }
        for name, select in cases.items():
            self.make("tmp.parquet", select)
            (self.dir / name).parent.mkdir(parents=True, exist_ok=True)
            (self.dir / "tmp.parquet").rename(self.dir / name)
            bad = name.startswith("all")
            self.run_lauter("refine", "--format", "parquet", f"./{name}" if "[" not in name else self.path(name),
                            "-o", f"out-{bad}-{len(name)}", "--key-file", "key", "-q", code=1 if bad else 0)
            out = f"out-{bad}-{len(name)}/data/{name.split('/')[-1]}"
            (self.dir / out).rename(self.dir / "after.parquet")
            (self.dir / name).rename(self.dir / "before.parquet")
            self.assertEqual(self.schema("before.parquet"), self.schema("after.parquet"), name)
            n = DUCK.value(f"SELECT count(*) FROM '{self.path('after.parquet')}'")
            self.assertEqual(n, "0" if bad or name[0] == "n" else "1")
            if bad:
                self.assertEqual(len(self.jsonl(f"out-True-{len(name)}/rejected/{name}.jsonl")), 10)

    def test_bad_files_and_columns_are_one_line(self):
        self.make("good.parquet", "SELECT 'x' AS text, 1 AS n, {'text': 'y'} AS doc, [{'text': 'z'}] AS l")
        whole = (self.dir / "good.parquet").read_bytes()
        self.write("cut.parquet", whole[:-20])
        self.write("jsonl.parquet", '{"text":"no Parquet"}\n')
        self.write("empty.parquet", "")
        self.make("secret.parquet", "SELECT 'x' AS text", "ENCRYPTION_CONFIG {footer_key: 'k'}") \
            if self.can_encrypt() else self.write("secret.parquet", whole[:-4] + b"PARE")
        self.make("row.parquet", "SELECT 1 AS file_row_number, 'x' AS text")
        broken = bytearray(whole)
        broken[4:40] = b"\xff" * 36  # the pages
        self.write("pages.parquet", bytes(broken))
        _, err = self.run_lauter("find", "cut.parquet", "-q", code=2)
        self.assert_one_line(err, "cut.parquet: a Parquet file without its end")
        cases = [("cut.parquet", []), ("jsonl.parquet", []), ("empty.parquet", []), ("secret.parquet", []),
                 ("pages.parquet", []), ("row.parquet", []), ("good.parquet", ["--text-field", "body"]),
                 ("good.parquet", ["--text-field", "n"]), ("good.parquet", ["--text-field", "l.text"]),
                 ("good.parquet", ["--text-field", "doc"])]
        for i, (name, flags) in enumerate(cases):
            for command in (["refine", name, "-o", f"o{i}", "--key-file", "key"], ["find", name]):
                _, err = self.run_lauter(*command, "-q", *flags, code=2)
                with self.subTest(name=name, flags=flags):
                    self.assert_one_line(err, name)

    def can_encrypt(self):
        try:
            DUCK.rows("PRAGMA add_parquet_key('k', '0123456789112345')")
            DUCK.rows("SET force_mbedtls_unsafe = true")
            return True
        except RuntimeError:
            return False

    def test_without_the_library(self):
        self.make("in.parquet", "SELECT 'x' AS text")
        _, err = self.run_lauter("find", "in.parquet", "--duckdb", "/none/libduckdb.so", code=2)
        self.assert_one_line(err, "--duckdb", "npm pack @duckdb/node-bindings-linux-x64")
        out, _ = self.run_lauter("doctor", "--duckdb", "/none/libduckdb.so")
        self.assertRegex(out, "parquet +no: ")
        out, _ = self.run_lauter("doctor", "--duckdb", LIBRARY)
        self.assertRegex(out, r"parquet +yes, by DuckDB v\d")
        # The flag wins over the environment, and nothing else needs the library.
        self.write("in.jsonl", '{"text":"x"}\n')
        self.run_lauter("find", "in.jsonl", "--duckdb", "/none/libduckdb.so")

    def test_memory_is_that_of_a_row_group(self):
        """Six times the groups of 2 MiB, and 80 MiB more of texts, in both ways that groups are made in."""
        calm = "The river rose a little every day and nobody minded. " * 20
        for way, text, code in (("taken", "x.text", 0), ("left-out", "CASE WHEN i % 999 = 0 THEN NULL ELSE x.text END", 1)):
            peaks = []
            for groups in (8, 48):
                name = self.make(f"{way}-{groups}.parquet", f"SELECT i, {text} AS text FROM (SELECT i, '{calm}' || CASE WHEN i % 5 "
                                 f"= 0 THEN 'a.b' || i || '@river-mail.net' ELSE '' END AS text FROM range({groups * 2048}) t(i)) x")
                out = f"{way}-{groups}"
                self.refine(name, out, "--threads", 1, code=code)
                peaks.append(json.loads((self.dir / out / "report.json").read_text())["peak_memory_bytes"])
            self.assertGreater(peaks[0], 20 << 20)
            self.assertLess(peaks[1] - peaks[0], 30 << 20, (way, peaks))

    def make_big(self, n=12000):
        source = self.texts(n, size=500, dense=0.003)
        rest = "md5(i::VARCHAR) AS hash, [i] AS l"
        self.make("in/a.parquet", f"SELECT i AS id, text, {rest} FROM {source} ORDER BY i")
        self.make("in/b.parquet", f"SELECT text, {rest} FROM {source} WHERE i % 2 = 0 ORDER BY i")
        self.write("in/c.jsonl", "".join(json.dumps({"text": f"line {i}"}) + "\n" for i in range(2000)))

    def test_threads_give_equal_bytes(self):
        self.make_big()
        for threads in (1, 2, 9):  # from nine on DuckDB reads what pages of texts are read for else
            self.refine("in", f"out{threads}", "--threads", threads)
        digest = tree_digest(self.dir / "out1")
        self.assertEqual(len(digest), 8)
        self.assertEqual(digest, tree_digest(self.dir / "out2"))
        self.assertEqual(digest, tree_digest(self.dir / "out9"))
        self.refine("in", "some", "--limit", 3000)
        self.assertEqual(int(DUCK.value(f"SELECT count(*) FROM '{self.path('some/data/a.parquet')}'")),
                         sum(i % 11 != 7 for i in range(3000)))

    def test_kill_at_random_points(self):
        self.make_big(8000)
        command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2"]
        self.kill_at_random_points(command, kills(5), code=1)


if __name__ == "__main__":
    unittest.main()
