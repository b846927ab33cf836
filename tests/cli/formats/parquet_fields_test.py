"""Several texts of Parquet: columns, structs, lists of turns. What must come out is what the same rows as JSONL become;
that nothing else changes is judged by DuckDB's own queries."""

import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import duck
from kill_support import SEED, KillTest, kills
from support import LAUTER, text, tree_digest

LIBRARY = duck.library()
DUCK = duck.Duck(LIBRARY)


class ParquetFields(KillTest):
    def setUp(self):
        super().setUp()
        os.environ["LAUTER_DUCKDB"] = str(LIBRARY)

    def path(self, name):
        return str(self.dir / name)

    def make(self, name, select, size=2048):
        (self.dir / name).parent.mkdir(parents=True, exist_ok=True)
        DUCK.rows(f"COPY ({select}) TO '{self.path(name)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {size})")
        return name

    def refine(self, name, out, *flags, code=0):
        return self.run_lauter("refine", name, "-o", out, "--key-file", "key", "-q", "--model", "none", *flags, code=code)

    def chats(self, n, dense=0.02):
        """n chats as JSONL, with what Parquet knows and JSON does not beside the texts once DuckDB has read them."""
        rng = random.Random(SEED)
        rows = []
        for i in range(n):
            turns = [{"role": ("user", "assistant")[t % 2], "content": None if rng.random() < .05 else text(rng, rng.randrange(1, 300), dense), "n": t}
                     for t in range(rng.randrange(0, 5))]
            if i % 13 == 5:
                turns.append(None)
            rows.append({"id": f"r{i}", "messages": None if i % 17 == 3 else turns, "note": text(rng, 60, dense),
                         "meta": None if i % 9 == 4 else {"body": text(rng, 60, dense), "x": i}})
        self.write("chats.jsonl", "\n".join(map(json.dumps, rows)) + "\n")
        turn = "STRUCT(role VARCHAR, content VARCHAR, n BIGINT)"
        return (f"read_json('{self.path('chats.jsonl')}', columns = {{id: 'VARCHAR', messages: '{turn}[]', note: 'VARCHAR', "
                "meta: 'STRUCT(body VARCHAR, x BIGINT)'})")

    TYPED = ("SELECT id, list_transform(messages, lambda m: CASE WHEN m IS NULL THEN NULL ELSE {'role': m.role, 'content': m.content, "
             "'at': TIMESTAMP '2020-01-01 00:00:00' + INTERVAL (m.n) SECOND, 'b': '\\xFF\\x00'::BLOB} END) AS messages, note, "
             "{'d': DATE '2020-01-01', 'body': meta.body, 'dec': 1.25::DECIMAL(9,2)} AS meta, 0.1::DECIMAL(18,3) AS price, [1.5, NULL] AS l FROM ")

    def texts(self, path):
        return DUCK.rows("SELECT id, to_json(list_transform(messages, lambda m: m.content))::VARCHAR, note, meta.body "
                         f"FROM '{self.path(path)}' ORDER BY id")

    def test_texts_are_those_of_the_same_rows_as_json(self):
        self.make("in/c.parquet", self.TYPED + self.chats(1200) + " ORDER BY CAST(substr(id, 2) AS INTEGER)")
        fields = ("--fields", "messages[].content,note,meta.body")
        self.refine("in", "out", *fields, "--set", "output.reversible=true")
        DUCK.rows(f"COPY (FROM '{self.path('in/c.parquet')}') TO '{self.path('c.jsonl')}' (FORMAT json)")
        self.refine("c.jsonl", "json", *fields)
        expected = {}
        for line in (self.dir / "json/data/c.jsonl").read_text().splitlines():
            row = json.loads(line)
            said = None if row["messages"] is None else [turn and turn["content"] for turn in row["messages"]]
            expected[row["id"]] = (said, row["note"], row["meta"]["body"])
        done = {i: (None if said is None else json.loads(said), note, body) for i, said, note, body in self.texts("out/data/c.parquet")}
        self.assertEqual(done, expected)
        self.assertNotEqual(self.texts("in/c.parquet"), self.texts("out/data/c.parquet"))
        logs = [{log["id"]: log["program"] for log in self.log_rows(*where)} for where in (("out", "c.parquet.jsonl.zst"), ("json", "c.jsonl.zst"))]
        for log in logs:
            for program in log.values():
                for op in program:
                    op.pop("was_sealed", None), op.pop("was_hmac", None), op.pop("was", None)
        self.assertEqual([{i: [(o["field"], o["start"], o.get("with")) for o in ops] for i, ops in log.items()} for log in logs][:1] * 2,
                         [{i: [(o["field"], o["start"], o.get("with")) for o in ops] for i, ops in log.items()} for log in logs])
        others = ("id, list_transform(messages, lambda m: CASE WHEN m IS NULL THEN NULL ELSE {'r': m.role, 'a': m.\"at\", 'b': m.b} END), "
                  "meta.d, meta.dec, price, l, messages IS NULL, len(messages)")
        before, after = f"'{self.path('in/c.parquet')}'", f"'{self.path('out/data/c.parquet')}'"
        for a, b in ((before, after), (after, before)):
            self.assertEqual(DUCK.value(f"SELECT count(*) FROM (SELECT {others} FROM {a} EXCEPT ALL SELECT {others} FROM {b})"), "0")
        types = "SELECT column_name, column_type FROM (DESCRIBE FROM {})"
        self.assertEqual(DUCK.rows(types.format(before)), DUCK.rows(types.format(after)))
        self.refine("in", "one", *fields, "--threads", "1", "--set", "output.reversible=true")
        self.assertEqual(tree_digest(self.dir / "one", ("data",)), tree_digest(self.dir / "out", ("data",)))
        self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "-q", *fields)
        self.assertEqual(self.texts("back/data/c.parquet"), self.texts("in/c.parquet"))
        self.run_lauter("apply", "in", "--programs", "out/edits", "-o", "again", "--key-file", "key", "-q", *fields)
        self.assertEqual(self.texts("again/data/c.parquet"), self.texts("out/data/c.parquet"))
        found = [self.run_lauter("find", name, "-q", "--model", "none", *fields)[0] for name in ("in", "c.jsonl")]
        self.assertEqual(*([json.loads(line) for line in lines.splitlines()] for lines in found))
        self.assertIn('"field":"messages[1].content"', found[0])

    def test_no_flag_is_needed_for_chats_and_parts(self):
        self.make("c.parquet", "SELECT 1 AS id, [{'role': 'user', 'content': 'to ada.q@corvane.net'}, {'role': 'bot', 'content': 'to bob.w@corvane.net'}] AS messages")
        self.make("p.parquet", "SELECT 1 AS id, [{'role': 'user', 'content': [{'type': 'text', 'text': 'to ada.q@corvane.net'}, {'type': 'image', 'text': NULL}]}] AS messages")
        self.make("q.parquet", "SELECT 'ada.q@corvane.net?' AS prompt, 'bob.w@corvane.net' AS chosen")
        for name in ("c", "p", "q"):
            self.refine(f"{name}.parquet", name)
            self.assertNotIn("corvane", str(DUCK.rows(f"SELECT t::VARCHAR FROM '{self.path(f'{name}/data/{name}.parquet')}' t")), name)
        self.refine("c.parquet", "roles", "--fields", "messages[].content", "--roles", "user")
        left = str(DUCK.rows(f"SELECT messages::VARCHAR FROM '{self.path('roles/data/c.parquet')}'"))
        self.assertEqual(["ada.q" in left, "bob.w" in left], [False, True])

    def test_a_recipe_says_what_columns_are(self):
        self.make("a.parquet", "SELECT i AS id, 'user' || (i % 7) || '@corvane.net' AS email, {'name': 'Ada Quillfeather', 'age': i} AS person, "
                  "'Ada Quillfeather wrote' AS text, ['x' || i] AS tags, DATE '2020-01-01' AS d FROM range(100) t(i)")
        recipe = "name: r\nfields: {email: hash, person.name: PERSON, 'tags[]': remove, text: default}\nsteps:\n  - use: anonymize\n    model: none\n"
        self.write("r.yaml", recipe)
        self.run_lauter("refine", "a.parquet", "-o", "out", "--key-file", "key", "-q", "--recipe", "r.yaml")
        DUCK.rows(f"COPY (FROM '{self.path('a.parquet')}') TO '{self.path('a.jsonl')}' (FORMAT json)")
        self.run_lauter("refine", "a.jsonl", "-o", "json", "--key-file", "key", "-q", "--recipe", "r.yaml")
        query = "SELECT id, email, person.name, person.age, text, tags::VARCHAR, d::VARCHAR FROM {}"
        self.assertEqual(DUCK.rows(query.format(f"'{self.path('out/data/a.parquet')}'")), DUCK.rows(query.format(f"read_json('{self.path('json/data/a.jsonl')}')")))
        self.assertNotIn("Quillfeather", str(DUCK.rows(query.format(f"'{self.path('out/data/a.parquet')}'"))))

    def test_all_fields_and_dropped_ones(self):
        self.make("a.parquet", "SELECT 'id' || i || '@corvane.net' AS id, 'a' || i || '@corvane.net' AS a, {'b': ['c' || i || '@corvane.net', NULL], 'n': i, 'd': DATE '2020-01-01'} AS s, "
                  "MAP {'k': 'ada@corvane.net'} AS m, i AS n FROM range(50) t(i)")
        self.assert_one_line(self.refine("a.parquet", "no", "--all-fields", code=2)[1], "\"m\"", "--drop-fields")
        self.refine("a.parquet", "out", "--all-fields", "--drop-fields", "m")
        after = f"'{self.path('out/data/a.parquet')}'"
        self.assertEqual([name for name, in DUCK.rows(f"SELECT column_name FROM (DESCRIBE FROM {after})")], ["id", "a", "s", "n"])
        self.assertNotIn("corvane", str(DUCK.rows(f"SELECT a, s::VARCHAR FROM {after}")))
        self.assertEqual(DUCK.rows(f"SELECT id, s.n, s.d::VARCHAR, n FROM {after}"), DUCK.rows(f"SELECT id, s.n, s.d::VARCHAR, n FROM '{self.path('a.parquet')}'"))
        self.assertEqual(json.loads((self.dir / "out/report.json").read_text())["fields_dropped"], {"m": 50})
        self.refine("a.parquet", "two", "--fields", "a", "--drop-fields", "m,s")
        self.assertEqual(len(DUCK.rows(f"DESCRIBE FROM '{self.path('two/data/a.parquet')}'")), 3)
        for flags, words in ((("--fields", "a,absent"), ("absent", "there is id, a, s, m, n")), (("--fields", "a,s.d"), ("s.d", "no strings")), (("--fields", "a,n"), ("no strings",)),
                             (("--fields", "a", "--drop-fields", "s.n"), ("whole columns",))):
            self.assert_one_line(self.refine("a.parquet", "no" + str(len(str(flags))), *flags, code=2)[1], "a.parquet", *words)

    def test_rejected_rows_are_left_out_and_kept_whole(self):
        self.make("a.parquet", "SELECT i AS id, CASE WHEN i % 5 = 2 THEN NULL ELSE ['to a' || i || '@corvane.net'] END AS t, TIMESTAMP '2020-01-01' AS ts FROM range(5000) t(i)")
        self.refine("a.parquet", "out", "--fields", "t[]", code=1)
        after = f"'{self.path('out/data/a.parquet')}'"
        self.assertEqual(DUCK.rows(f"SELECT count(*), sum(id), bool_or(t::VARCHAR LIKE '%corvane%') FROM {after}"),
                         DUCK.rows("SELECT count(*), sum(i), false FROM range(5000) t(i) WHERE i % 5 <> 2"))
        rejected = [json.loads(line) for line in (self.dir / "out/rejected/a.parquet.jsonl").read_text().splitlines()]
        self.assertEqual([row["id"] for row in rejected], list(range(2, 5000, 5)))
        self.assertIn("ts", rejected[0])

    def test_kill_at_random_points(self):
        self.make("in/c.parquet", self.TYPED + self.chats(6000, dense=.003) + " ORDER BY CAST(substr(id, 2) AS INTEGER)", size=2048)
        command = [LAUTER, "refine", "--model", "none", "in", "--key-file", "key", "-q", "--threads", "2", "--fields", "messages[].content,note,meta.body"]
        self.kill_at_random_points(command, kills(4))


if __name__ == "__main__":
    unittest.main()
