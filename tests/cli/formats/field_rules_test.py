"""What a recipe says of single fields, --all-fields and --drop-fields, against readings by Python's json and csv."""

import csv
import io
import json
import pathlib
import re
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import CliTest, tree_digest

RECIPE = """name: r
fields:
  email: hash
  person.name: PERSON
  ssn: remove
  notes: {operator: mask}
  tags[]: {category: EMAIL, operator: placeholder}
  team: keep
  text: default
steps:
  - use: anonymize
    model: none
"""
TABLE = RECIPE.replace("  person.name: PERSON\n", "  name: PERSON\n").replace("  tags[]: {category: EMAIL, operator: placeholder}\n", "")
NAMES = ("Ada Quillfeather", "Bob Wrenfield", "Eve Karloway", "Zo\u00eb Amberly", "")


def masked(value):
    return "".join("*" if not c.isascii() or c.isalnum() else c for c in value)


def make_rows(n, nested=True):
    rows = []
    for i in range(n):
        name = NAMES[i % len(NAMES)]
        row = {"id": f"r{i}", "email": f"user{i % 7}@corvane.net", "team": f"ops{i}@corvane.net", "n": i}
        row |= {"person": {"name": name, "age": i}} if nested else {"name": name}
        row |= {"text": f"{name or 'Nobody'} wrote to sales{i}@corvane.net, \u00e9t\u00e9", "ssn": f"536-22-{1000 + i}",
                "notes": f"tall, 4 {chr(233)}, \"x\"" if i % 3 else ""}
        if nested:
            row |= {"tags": [f"t{i}@corvane.net", None, f"u{i}@corvane.net"] if i % 2 else None}
        rows.append(row)
    return rows


def as_csv(rows, names, delimiter=","):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([row[name] for name in names] for row in rows)
    return out.getvalue()


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=i % 2 == 0) + "\n" for i, row in enumerate(rows))


def strings(value, path=""):
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from strings(item, f"{path}[{i}]")
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from strings(member, f"{path}.{name}" if path else name)


class FieldRules(CliTest):
    def read(self, path):
        return [json.loads(line) for line in (self.dir / path).read_text().splitlines()]

    def refine(self, given, out, *flags, code=0):
        return self.run_lauter("refine", given, "-o", out, "--key-file", "key", "--quiet", *flags, code=code)

    def check(self, before, after, name_of):
        hashes = {}
        for was, now in zip(before, after, strict=True):
            self.assertRegex(now["email"], "^[0-9a-f]{16}$")
            self.assertEqual(hashes.setdefault(was["email"], now["email"]), now["email"])
            self.assertEqual((now["ssn"], now["notes"], now["team"], now["id"]), ("", masked(was["notes"]), was["team"], was["id"]))
            name, new_name = name_of(was), name_of(now)
            if name:
                self.assertNotEqual(new_name, name)
                self.assertTrue(now["text"].startswith(f"{new_name} wrote to "), now)
                self.assertNotIn(name, now["text"])
            else:
                self.assertTrue(now["text"].startswith("Nobody wrote to "))
            self.assertNotIn("corvane", now["text"])
        self.assertEqual(len(set(hashes.values())), len(hashes))

    def test_a_field_is_a_text_or_a_value_as_a_whole(self):
        before = make_rows(200)
        self.write("in/a.jsonl", lines(before))
        self.write("r.yaml", RECIPE)
        flags = ("--recipe", "r.yaml")
        self.refine("in", "out", *flags, "--set", "output.reversible=true", "--threads", "3")
        after = self.read("out/data/a.jsonl")
        self.check(before, after, lambda row: row["person"]["name"])
        for was, now in zip(before, after):
            self.assertEqual(now["tags"], was["tags"] and ["[EMAIL_ADDRESS_1]", None, "[EMAIL_ADDRESS_2]"])
            for row in (was, now):
                for name in ("email", "ssn", "notes", "tags", "text"):
                    del row[name]
                del row["person"]["name"]
            self.assertEqual(now, was)
        before = make_rows(200)
        for was, log in zip(before, self.log_rows("out", "a.jsonl.zst"), strict=True):
            whole = {op["field"]: op for op in log["program"] if op["cause"]["rule"].startswith("field.")}
            fields = {"email": was["email"], "ssn": was["ssn"], "notes": was["notes"], "person.name": was["person"]["name"]}
            fields |= {f"tags[{i}]": tag for i, tag in enumerate(was["tags"] or ()) if tag}
            self.assertEqual({field: (0, len(value.encode())) for field, value in fields.items() if value},
                             {field: (op["start"], op["end"]) for field, op in whole.items()})
            self.assertEqual((whole["email"]["cause"]["label"], whole["email"]["cause"]["rule"]), ("EMAIL_ADDRESS", "field.email"))
            self.assertTrue(log["checks"]["verified"])
        self.refine("in", "one", *flags, "--set", "output.reversible=true", "--threads", "1")
        self.assertEqual(tree_digest(self.dir / "one", ("data",)), tree_digest(self.dir / "out", ("data",)))
        self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "--quiet", *flags)
        self.assertEqual((self.dir / "back/data/a.jsonl").read_bytes(), (self.dir / "in/a.jsonl").read_bytes())
        self.run_lauter("apply", "in", "--programs", "out/edits", "-o", "again", "--key-file", "key", "--quiet", *flags)
        self.assertEqual((self.dir / "again/data/a.jsonl").read_bytes(), (self.dir / "out/data/a.jsonl").read_bytes())

    def test_tables_become_what_the_same_rows_as_json_become(self):
        before = make_rows(150, nested=False)
        names = list(before[0])
        self.write("r.yaml", TABLE)
        self.write("a.jsonl", lines([{name: str(row[name]) for name in names} for row in before]))
        self.write("a.csv", as_csv(before, names))
        self.write("a.tsv", as_csv(before, names, "\t"))
        self.refine("a.jsonl", "j", "--recipe", "r.yaml")
        expected = self.read("j/data/a.jsonl")
        self.check(before, expected, lambda row: row["name"])
        for name, delimiter in (("a.csv", ","), ("a.tsv", "\t")):
            out = f"out-{delimiter == ','}"
            self.refine(name, out, "--recipe", "r.yaml", "--set", "output.reversible=true")
            with (self.dir / out / "data" / name).open(newline="") as file:
                self.assertEqual(list(csv.DictReader(file, delimiter=delimiter)), expected)
            self.run_lauter("apply", out + "/data", "--programs", out + "/edits", "--invert", "-o", f"back-{delimiter == ','}", "--key-file", "key", "--quiet", "--recipe", "r.yaml")
            self.assertEqual((self.dir / f"back-{delimiter == ','}/data/{name}").read_bytes(), (self.dir / name).read_bytes())
            stream, _ = self.run_lauter("refine", name, "-o", "-", "--key-file", "key", "--quiet", "--recipe", "r.yaml")
            self.assertEqual([json.loads(line) for line in stream.splitlines()], expected)

    def test_several_columns_of_a_table(self):
        rows = [{"id": f"{i}", "a": f"a{i}@corvane.net, \"q\"", "b": f"b{i}@corvane.net", "c": f"c{i}@corvane.net"} for i in range(50)]
        self.write("a.csv", as_csv(rows, ["id", "c", "b", "a"]))
        self.refine("a.csv", "out", "--fields", "a,b")
        with (self.dir / "out/data/a.csv").open(newline="") as file:
            done = list(csv.DictReader(file))
        for was, now in zip(rows, done, strict=True):
            self.assertEqual((now["c"], now["id"]), (was["c"], was["id"]))
            self.assertNotIn("corvane", now["a"] + now["b"])
            self.assertTrue(now["a"].endswith(', "q"'))
        found, _ = self.run_lauter("find", "a.csv", "--quiet", "--fields", "a,b")
        self.assertEqual([[span["field"] for span in json.loads(line)["spans"]] for line in found.splitlines()], [["b", "a"]] * 50)
        self.write("p.csv", as_csv([{"prompt": "ada.q@corvane.net?", "completion": "bob.w@corvane.net"}], ["prompt", "completion"]))
        for flags in ((), ("--fields", "auto")):
            out, _ = self.run_lauter("refine", "p.csv", "-o", "-", "--key-file", "key", "--quiet", *flags)
            self.assertNotIn("corvane", out)
        self.assert_one_line(self.refine("a.csv", "no", "--fields", "a,absent", code=2)[1], "a.csv", "absent")
        self.write("twice.csv", "a,a\nx,y\n")
        self.assert_one_line(self.refine("twice.csv", "no", "--all-fields", code=2)[1], "more than one column")
        self.assertFalse((self.dir / "no").exists())

    def test_values_go_whatever_the_steps_do(self):
        row = {"id": "1", "lang": "de", "email": "ada.q@corvane.net", "who": "Ada Quillfeather", "text": "Ada Quillfeather says hi"}
        given = json.dumps(row).encode() + b"\n"
        for step in ("{use: anonymize, model: none, where: 'lang == en'}", "{use: c4}", "{use: clean}", "{use: detoxify}"):
            self.write("r.yaml", f"name: r\nfields: {{email: hash, who: PERSON, text: default}}\nsteps:\n  - {step}\n")
            out, _ = self.run_lauter("refine", "-", "-o", "-", "--recipe", "r.yaml", "--key-file", "key", "--quiet", "--on-error", "row",
                                     "--model", "none" if "none" in step or "c4" in step else "small", stdin=given, code=1 if "c4" in step else 0)
            self.assertNotIn("corvane", out)
            self.assertNotIn("Quillfeather", out)
            if "c4" not in step:
                done = json.loads(out)
                self.assertTrue(done["text"].startswith(done["who"] + " says"), (step, done))
        out, _ = self.run_lauter("find", "-", "--recipe", "r.yaml", "--quiet", "--model", "small", stdin=given)
        self.assertEqual([(span["field"], span["label"], span["rule"]) for span in json.loads(out)["spans"]],
                         [("email", "EMAIL_ADDRESS", "field.email"), ("who", "PERSON", "field.who")])

    def test_an_allowed_value_stays(self):
        row = {"email": "ada.q@corvane.net", "text": "hi"}
        self.write("r.yaml", "name: r\nfields: {email: hash, text: default}\nallow: [ada.q@corvane.net]\nsteps:\n  - use: anonymize\n    model: none\n")
        given = json.dumps(row) + "\n"
        self.assertEqual(self.run_lauter("refine", "-", "-o", "-", "--recipe", "r.yaml", "--key-file", "key", "--quiet", stdin=given.encode())[0], given)

    def test_what_is_wrong_is_one_line(self):
        for said, words in (("email: hsh", ("r.yaml:2:", "email", "hash")), ("notes: surrogate", ("notes", "PERSON")), ("{a..b: hash}", ("empty name",)),
                            ("email: {operator: hash, x: 1}", ("unknown key",)), ("email: {category: PERSN}", ("PERSON",)), ("email: [hash]", ("a list",)),
                            ("email: {}", ("email",))):
            self.write("r.yaml", f"name: r\nfields: {said if said.startswith('{') else '{' + said + '}'}\nsteps:\n  - use: anonymize\n")
            self.assert_one_line(self.run_lauter("recipe", "show", "r.yaml", code=2)[1], "fields", *words)
        self.write("r.yaml", RECIPE)
        shown, _ = self.run_lauter("recipe", "show", "r.yaml")
        self.write("again.yaml", shown)
        self.assertEqual(self.run_lauter("recipe", "show", "again.yaml")[0], shown)
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--recipe", "r.yaml", "--key-file", "key", "--quiet", "--on-error", "row",
                                 stdin=b'{"ssn":536221234,"text":"x"}\n', code=1)
        self.assertEqual(json.loads(out)["error"], "not a text: ssn")
        self.write("a.jsonl", '{"text":"x","other":"y"}\n')
        _, err = self.run_lauter("refine", "a.jsonl", "-o", "out", "--recipe", "r.yaml", "--key-file", "key", "--progress", "never")
        self.assertIn("lauter: fields: email is in none of the first 1 row\n", err)

    def test_all_fields_takes_every_string_but_the_id(self):
        mail = "{}{}@corvane.net"
        rows = [{"id": mail.format("id", i), "a.b": mail.format("a", i), "c": {"d": [mail.format("d", i), 7, {"e[0]": mail.format("e", i), "id": mail.format("x", i)}]},
                 "a": {"b": "x " + mail.format("f", i)}, "none": None} for i in range(40)]
        self.write("in/a.jsonl", lines(rows))
        self.refine("in", "out", "--all-fields", "--set", "output.reversible=true")
        for was, now in zip(rows, self.read("out/data/a.jsonl"), strict=True):
            self.assertEqual(now["id"], was["id"])
            before, after = dict(strings(was)), dict(strings(now))
            self.assertEqual(before.keys(), after.keys())
            for place, value in after.items():
                self.assertEqual("corvane" in value, place == "id", place)
        self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "--quiet", "--all-fields")
        self.assertEqual((self.dir / "back/data/a.jsonl").read_bytes(), (self.dir / "in/a.jsonl").read_bytes())
        deep = '{"a":' + "[" * 2000 + "]" * 2000 + "}"
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--all-fields", "--key-file", "key", "--quiet", "--on-error", "row",
                                 stdin=(deep + '\n{"a":"x","a":"y"}\n{"n":1}\n').encode(), code=1)
        self.assertEqual(["nest" in out, "occurs twice" in out, "no string" in out], [True] * 3, out)

    def test_dropped_fields_are_gone_and_said(self):
        rows = [{"id": f"r{i}", "z": 1, "email": f"a{i}@corvane.net", "m": [{"x": 1, "n": "q"}, {"n": "q"}], "meta": {"ip": "10.0.0.1", "k": [1.50]}, "text": f"to b{i}@corvane.net",
                 "last": {"y": "ada@corvane.net"}} for i in range(30)]
        del rows[3]["email"]
        for name, spaces in (("a", (", ", ": ")), ("b", (",", ":"))):
            self.write(f"in/{name}.jsonl", "".join(json.dumps(row, separators=spaces) + "\n" for row in rows))
        flags = ("--drop-fields", "email,meta.ip,m[].n", "--drop-fields", "last")
        self.refine("in", "out", *flags, "--set", "output.reversible=true")
        for name, spaces in (("a", (", ", ": ")), ("b", (",", ":"))):
            for i, (was, line) in enumerate(zip(rows, (self.dir / f"out/data/{name}.jsonl").read_text().splitlines(), strict=True)):
                now = json.loads(line)
                expected = {k: v for k, v in was.items() if k not in ("email", "last")} | {"m": [{"x": 1}, {}], "meta": {"k": [1.50]}, "text": now["text"]}
                self.assertEqual(line, json.dumps(expected, separators=spaces))
                self.assertNotIn("corvane", line)
        for i, log in enumerate(self.log_rows("out", "a.jsonl.zst")):
            self.assertEqual(log["dropped"], [f for f in ("email", "m[].n", "meta.ip", "last") if f != "email" or i != 3])
            self.assertEqual(log["state"], "edited")
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["fields_dropped"], {"email": 58, "last": 60, "m[].n": 60, "meta.ip": 60})
        self.assertEqual(report["rows"], {"in": 60, "kept": 0, "edited": 60, "rejected": 0})
        said = self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "--quiet", code=2)[1]
        self.assert_one_line(said, "--drop-fields", "cannot be inverted")
        self.assert_one_line(self.refine("in", "no", "--drop-fields", "text", "--text-field", "text", code=2)[1], "is the text")

    def test_a_dropped_column_is_gone_from_the_header_too(self):
        rows = [{"first": f"f{i}", "text": f"to b{i}@corvane.net", "mid, \"x\"": "10.0.0.1", "k": "a,b", "last": "ada@corvane.net"} for i in range(20)]
        self.write("a.csv", "\ufeff" + as_csv(rows, list(rows[0])))
        for dropped in (["first"], ["last"], ["first", "mid, \"x\"", "last"], ["k", "last"]):
            recipe = "name: r\ndrop_fields: " + json.dumps([name.replace(".", "\\.") for name in dropped]) + "\nsteps:\n  - use: anonymize\n    model: none\n"
            self.write("r.yaml", recipe)
            self.refine("a.csv", "out", "--recipe", "r.yaml", "--overwrite")
            with (self.dir / "out/data/a.csv").open(newline="", encoding="utf-8-sig") as file:
                done = list(csv.DictReader(file))
            for was, now in zip(rows, done, strict=True):
                self.assertEqual(now, {k: v for k, v in was.items() if k not in dropped} | {"text": now["text"]})
                self.assertNotIn("corvane", now["text"])
            stream, _ = self.run_lauter("refine", "a.csv", "-o", "-", "--recipe", "r.yaml", "--key-file", "key", "--quiet")
            self.assertEqual([json.loads(line) for line in stream.splitlines()], done)

    def test_a_private_id_is_in_no_log(self):
        rows = [{"id": i, "text": f"to b{n}@corvane.net"} for n, i in enumerate(("ada.q@corvane.net", "+44 20 8123 4567", "r1", 7, "4539148803436467"))]
        rows.append({"id": "eve.k@corvane.net", "text": 7})
        self.write("in/a.jsonl", lines(rows))
        self.refine("in", "out", "--set", "output.reversible=true", code=1)
        ids = [log["id"] for log in self.log_rows("out", "a.jsonl.zst")]
        self.assertEqual(ids[2:4], ["r1", 7])
        for i in (0, 1, 4):
            self.assertRegex(ids[i], "^hmac:[0-9a-f]{32}$")
        for name in ("report.json", "report.html"):
            content = (self.dir / "out" / name).read_text()
            for value in ("ada.q", "8123 4567", "4539148803436467", "eve.k"):
                self.assertNotIn(value, content)
        self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "--quiet")
        self.assertEqual((self.dir / "back/data/a.jsonl").read_text(), lines(rows[:5]))
        self.run_lauter("apply", "in", "--programs", "out/edits", "-o", "again", "--key-file", "key", "--quiet", code=1)
        self.assertEqual((self.dir / "again/data/a.jsonl").read_bytes(), (self.dir / "out/data/a.jsonl").read_bytes())
        out, _ = self.run_lauter("explain", "in/a.jsonl", "--id", "ada.q@corvane.net", "--key-file", "key")
        self.assertIn("b0@corvane.net", out)

    def test_one_is_singular(self):
        self.write("a.jsonl", '{"text":"to ada.q@corvane.net"}\n')
        _, err = self.run_lauter("refine", "a.jsonl", "-o", "out", "--key-file", "key", "--model", "none", "--threads", "1", "--progress", "never")
        self.assertRegex(err, r"lauter: 1 row, .*1 thread")
        self.assertIn("1 edit: EMAIL_ADDRESS 1", err)
        self.assertFalse(re.search(r"\b1 (rows|edits)\b", err), err)


if __name__ == "__main__":
    unittest.main()
