"""Rows with several texts, against a reading of them by Python's json: chats, ShareGPT, preferences, instructions."""

import copy
import json
import pathlib
import random
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import CliTest, text, tree_digest

KEYS = {"messages": "content", "conversations": "value"}


def chat(rng, name, value):
    turns = []
    for i in range(rng.randrange(1, 6)):
        said = text(rng, rng.randrange(1, 300), dense=.05)
        turns.append({"role" if name == "messages" else "from": ("user", "assistant", "system")[i % 3], value: said, "n": i})
    return turns


def row(rng, i):
    """A row of one of the usual schemas, with what else stands in such rows."""
    kind = i % 5
    more = {"id": f"r{i}", "meta": {"content": "ada@corvane.net", "tags": ["é", None, 1.50]}}
    if kind == 0:
        turns = chat(rng, "messages", "content")
        if i % 2:
            turns.append({"content": [{"type": "text", "text": text(rng, 100, .1)}, {"type": "image_url", "image_url": {"url": "https://x.org/ada.q@corvane.net"}},
                                      {"text": text(rng, 80, .1), "type": "text"}], "role": "user"})
            turns.append({"role": "assistant", "content": None, "tool_calls": [{"function": {"arguments": "{}"}}]})
        return {**more, "messages": turns}
    if kind == 1:
        return {"conversations": chat(rng, "conversations", "value"), **more}
    if kind == 2:
        return {"prompt": text(rng, 80, .1), **more, "chosen": text(rng, 200, .1), "rejected": chat(rng, "messages", "content"), "score": 1e-3}
    if kind == 3:
        return {**more, "instruction": text(rng, 80, .1), "input": "", "output": text(rng, 200, .1)}
    return {"content": text(rng, 200, .1), **more}


def written(value, i):
    return json.dumps(value, ensure_ascii=i % 3 == 0, separators=((",", ":") if i % 2 else (", ", ": ")))


def places(value):
    """Where the texts of a row are: paths of names and numbers, in the order of the row."""
    for name, key in KEYS.items():
        if isinstance(value.get(name), list):
            return [place for i, turn in enumerate(value[name]) for place in of_value(turn, (name, i), key)]
    for names in (("prompt", "completion", "chosen", "rejected"), ("instruction", "input", "output"), ("text",), ("content",)):
        found = []
        for name in (name for name in value if name in names):
            if isinstance(value[name], list):
                found += [place for i, turn in enumerate(value[name]) for place in of_value(turn, (name, i), "content")]
            else:
                found += of_value(value, (), name)
        if found:
            return found
    return []


def of_value(container, path, key):
    value = container.get(key)
    if isinstance(value, str):
        return [(*path, key)]
    if isinstance(value, list):
        return [(*path, key, i, "text") for i, part in enumerate(value) if part.get("type") == "text"]
    return []


def at(value, place):
    for name in place:
        value = value[name]
    return value


def put(value, place, new):
    at(value, place[:-1])[place[-1]] = new


def spelled(place):
    return "".join(f"[{name}]" if isinstance(name, int) else f".{name}" for name in place)[1:]


class Fields(CliTest):
    def corpus(self, n=300):
        rng = random.Random(7)
        self.rows = [row(rng, i) for i in range(n)]
        self.lines = [written(value, i) for i, value in enumerate(self.rows)]
        self.write("in/a.jsonl", "\n".join(self.lines) + "\n")

    def refine(self, out, *flags, code=0):
        return self.run_lauter("refine", "in", "-o", out, "--key-file", "key", "--quiet", *flags, code=code)

    def setUp(self):
        super().setUp()
        self.write("key", "00112233445566778899aabbccddeeff" * 2)
        (self.dir / "key").chmod(0o600)

    def test_edits_lie_in_the_texts_and_all_else_stays_byte_for_byte(self):
        self.corpus()
        self.refine("out", "--set", "output.reversible=true")
        logs = {log["id"]: log for log in self.log_rows("out", "a.jsonl.zst")}
        done = (self.dir / "out/data/a.jsonl").read_text().splitlines()
        edits = 0
        for number, (before, line, after) in enumerate(zip(self.rows, self.lines, done, strict=True)):
            expected = copy.deepcopy(before)
            known = {spelled(place): place for place in places(before)}
            by_field = {}
            for op in logs[before["id"]]["program"]:
                by_field.setdefault(op["field"], []).append(op)
                edits += 1
            for field, ops in by_field.items():
                value = at(before, known[field]).encode()
                for op in reversed(ops):
                    value = value[:op["start"]] + op.get("with", "").encode() + value[op["end"]:]
                put(expected, known[field], value.decode())
            self.assertEqual(json.loads(after), expected)
            self.assertEqual(after, written(expected, number))
            if not by_field:
                self.assertEqual(after, line)
        self.assertGreater(edits, 300)
        self.run_lauter("apply", "out/data", "--programs", "out/edits", "--invert", "-o", "back", "--key-file", "key", "--quiet")
        self.assertEqual((self.dir / "back/data/a.jsonl").read_bytes(), (self.dir / "in/a.jsonl").read_bytes())
        self.run_lauter("apply", "in", "--programs", "out/edits", "-o", "again", "--key-file", "key", "--quiet")
        self.assertEqual((self.dir / "again/data/a.jsonl").read_bytes(), (self.dir / "out/data/a.jsonl").read_bytes())

    def test_bytes_are_those_of_any_number_of_threads_and_tasks(self):
        self.corpus(2000)
        self.refine("one", "--threads", "1")
        self.refine("two", "--threads", "3")
        commands, _ = self.refine("shards", "--executor", "shell", "--tasks", "3", "--set", "limits.shard_bytes=200000")
        for command in commands.splitlines():
            subprocess.run(command, shell=True, cwd=self.dir, check=True, capture_output=True)
        self.refine("sized", "--set", "limits.shard_bytes=200000")
        self.assertEqual(tree_digest(self.dir / "one", ("data", "edits")), tree_digest(self.dir / "two", ("data", "edits")))
        self.assertEqual(tree_digest(self.dir / "shards", ("data",)), tree_digest(self.dir / "sized", ("data",)))

    def test_find_and_program_name_the_field(self):
        line = {"id": 1, "messages": [{"role": "user", "content": "é: write to ada.q@corvane.net"}, {"role": "assistant", "content": "to bob.w@corvane.net?"}]}
        given = json.dumps(line).encode() + b"\n"
        out, _ = self.run_lauter("find", "-", "--quiet", stdin=given)
        spans = json.loads(out)["spans"]
        self.assertEqual([(s["field"], s["start"], s["end"], s["label"]) for s in spans],
                         [("messages[0].content", 13, 30, "EMAIL_ADDRESS"), ("messages[1].content", 3, 20, "EMAIL_ADDRESS")])
        out, _ = self.run_lauter("program", "-", "--quiet", "--key-file", "key", stdin=given)
        self.assertEqual([op["field"] for op in json.loads(out)["program"]], ["messages[0].content", "messages[1].content"])
        out, _ = self.run_lauter("find", "-", "--quiet", "--roles", "assistant", stdin=given)
        self.assertEqual([s["field"] for s in json.loads(out)["spans"]], ["messages[1].content"])

    def test_one_person_is_one_stand_in_over_the_texts(self):
        line = {"messages": [{"content": "write to ada.q@corvane.net"}, {"content": "ada.q@corvane.net it is"}]}
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", stdin=json.dumps(line).encode() + b"\n")
        one, other = (turn["content"] for turn in json.loads(out)["messages"])
        self.assertNotIn("ada.q", out)
        self.assertEqual(one.removeprefix("write to "), other.removesuffix(" it is"))

    def test_a_value_ends_with_its_text(self):
        """Short turns, one behind the other, look like one name or number to a reader of the whole."""
        chats = [["My neighbour Tom Hallworth (tom.hallworth@kestrelmail.com) has diabetes.", "x", "Tom Hallworth should see a doctor."],
                 ["first and last name?", "my name is isaiah", "s"], ["your mail?", "mine is joseph mary", "josephjesusgmailcom"],
                 ["your name please", "suresh kumar", "madurai"], ["How are you", "I am Zhou Tao", "Project Name: Trend Flow"]]
        given = "".join(json.dumps({"messages": [{"content": turn} for turn in chat]}) + "\n" for chat in chats)
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", "--model", "judge", stdin=given.encode())
        found = [[turn["content"] for turn in json.loads(line)["messages"]] for line in out.splitlines()]
        self.assertEqual([len(turns) for turns in found], [len(chat) for chat in chats], out)
        self.assertNotIn("allworth", out)

    def test_named_fields_are_taken_and_no_other(self):
        line = {"id": "x", "a": "ada.q@corvane.net", "b": {"c": [{"d": "bob.w@corvane.net"}, {"d": None}, None]}, "text": "eve.k@corvane.net"}
        given = json.dumps(line).encode() + b"\n"
        for flags in (("--fields", "a", "--fields", "b.c[].d"), ("--fields", "a,b.c[].d")):
            out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", *flags, stdin=given)
            for value, stays in (("ada.q@corvane.net", False), ("bob.w@corvane.net", False), ("eve.k@corvane.net", True)):
                self.assertEqual(value in out, stays, value)
        for wrong, word in ((("--fields", "a", "--text-field", "b"), "exclude"), (("--fields", "a..b"), "empty name"), (("--fields", "a[0]"), "names with ."),
                            (("--fields", "auto,a"), "auto stands alone"), (("--fields", "a,a"), "named twice")):
            self.assert_one_line(self.run_lauter("refine", "-", "-o", "-", *wrong, stdin=given, code=2)[1], word)

    def test_a_recipe_names_fields_and_roles(self):
        line = {"turns": [{"role": "user", "say": "ada.q@corvane.net"}, {"role": "bot", "say": "bob.w@corvane.net"}], "text": "eve.k@corvane.net"}
        self.write("r.yaml", "name: r\nfields: ['turns[].say']\nroles: [user]\nsteps:\n  - use: anonymize\n")
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", "--recipe", "r.yaml", stdin=json.dumps(line).encode() + b"\n")
        self.assertEqual([value in out for value in ("ada.q", "bob.w", "eve.k")], [False, True, True])
        shown, _ = self.run_lauter("recipe", "show", "r.yaml")
        self.assertIn("turns[].say", shown)
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", "--recipe", "r.yaml", "--fields", "text", stdin=json.dumps(line).encode() + b"\n")
        self.assertEqual([value in out for value in ("ada.q", "bob.w", "eve.k")], [True, True, False])
        self.write("bad.yaml", "name: r\nfields: ['a..b']\nsteps:\n  - use: anonymize\n")
        self.assert_one_line(self.run_lauter("recipe", "show", "bad.yaml", code=2)[1], "bad.yaml:2:", "fields", "empty name")

    def test_json_in_a_string_stays_json(self):
        said = json.dumps({"to": "ada.q@corvane.net", "note": 'say "hi" \\ bye'})
        line = {"messages": [{"content": None, "tool_calls": [{"function": {"arguments": said}}]}]}
        out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", "--fields", "messages[].tool_calls[].function.arguments",
                                 stdin=json.dumps(line).encode() + b"\n")
        arguments = json.loads(json.loads(out)["messages"][0]["tool_calls"][0]["function"]["arguments"])
        self.assertNotIn("ada.q", arguments["to"])
        self.assertEqual(arguments["note"], 'say "hi" \\ bye')

    def test_hostile_rows_are_rejected_and_none_is_lost(self):
        bad = ['{"messages":[{"content":"x","content":"y"}]}', '{"messages":[{"content":"\\ud800"}]}', '{"messages":{"content":"x"}}',
               '{"messages":[{"content":"x"}', '{"messages":[{"content":7}]}', "[" * 2000, '{"messages":' + "[" * 2000 + "]" * 2000 + "}"]
        good = ['{"messages":[]}', '{"messages":[{"content":null}]}', '{"messages":[{"content":""},{"content":"ada.q@corvane.net"}]}', '{"messages":[' + ",".join(['{"content":"hi"}'] * 20000) + "]}",
                json.dumps({"messages": [{"content": "word " * 600000}]}), '{"messages":[{"con\\u0074ent":"eve.k@corvane.net"}]}']
        self.write("in/a.jsonl", "\n".join([*good, *bad]) + "\n")
        self.refine("out", code=1)
        report = json.loads((self.dir / "out/report.json").read_text())["rows"]
        self.assertEqual((report["in"], report["rejected"]), (len(good) + len(bad), len(bad)), report)
        data = (self.dir / "out/data/a.jsonl").read_text()
        self.assertEqual(data.count("\n"), len(good))
        self.assertNotIn("corvane", data)
        self.assertEqual((self.dir / "out/rejected/a.jsonl").read_text().count("\n"), len(bad))

    def test_what_is_no_text_where_one_is_due_refuses_the_row(self):
        mail = "ada.q@corvane.net"
        turn = {"role": "user", "content": "hi"}
        chats, named = ("--fields", "messages[].content"), ("--fields", "a,chosen,messages[].content")
        for flags, row, place in (
                (chats, {"messages": [turn, {"content": 4915112345678}]}, "messages[1].content"),
                (chats, {"messages": [turn, {"content": {"text": mail}}]}, "messages[1].content"),
                (chats, {"messages": [turn, mail]}, "messages[1]"),
                (chats, {"messages": [turn, [{"content": mail}]]}, "messages[1]"),
                (chats, {"messages": [turn, {"content": [{"type": "input_text", "text": mail}]}]}, "messages[1].content[0]"),
                (chats, {"messages": [turn, {"content": [{"text": mail}]}]}, "messages[1].content[0]"),
                (chats, {"messages": [turn, {"content": [{"type": "text", "text": 4915112345678}]}]}, "messages[1].content[0]"),
                (chats, {"messages": [turn, {"content": [mail]}]}, "messages[1].content[0]"),
                (named, {"a": "x", "messages": {"content": mail}}, "messages"),
                (named, {"a": "x", "chosen": [mail]}, "chosen[0]"),
                ((), {"messages": [turn, {"content": 4915112345678}]}, "messages[1].content"),
                ((), {"prompt": "x", "chosen": [mail]}, "chosen[0]")):
            out, err = self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", *flags, stdin=json.dumps(row).encode() + b"\n", code=1)
            self.assertEqual(json.loads(out)["error"], f"not a text: {place}")
            self.assertNotIn(mail, out + err)
            self.assertNotIn("4915112345678", out + err)
        for row in ('{"messages":[{"content":[{"type":"text","text":"a","text":"b"}]}]}', '{"messages":[{"content":[{"type":"text","text":"a","type":"x"}]}]}'):
            out, _ = self.run_lauter("refine", "-", "-o", "-", "--quiet", *chats, stdin=row.encode() + b"\n", code=1)
            self.assertIn("occurs twice", json.loads(out)["error"])
        for content in (None, [{"type": "image_url", "image_url": {"url": "x"}}], [{"type": "text", "text": None}], [], "x"):
            line = json.dumps({"messages": [turn, {"content": content}]})
            self.assertEqual(self.run_lauter("refine", "-", "-o", "-", "--quiet", "--key-file", "key", stdin=line.encode() + b"\n")[0], line + "\n")

    def test_a_field_that_no_row_has_stops_before_anything_is_written(self):
        self.write("in/a.jsonl", '{"id":1,"body":"x","lang":"en"}\n' * 50)
        for flags in ((), ("--text-field", "txt"), ("--fields", "a,b[].c")):
            said = self.refine("out", *flags, code=2)[1]
            self.assert_one_line(said, "no text field", "--fields")
            self.assertFalse((self.dir / "out").exists())
        self.assertIn("body", self.refine("out", code=2)[1])

    def test_a_chat_needs_no_flag_and_what_is_not_refined_is_said(self):
        line = {"id": 1, "messages": [{"role": "user", "content": "to ada.q@corvane.net", "name": "bob.w@corvane.net"}], "cc": ["x", "eve.k@corvane.net"], "author": "Marlene Oberhuber"}
        self.write("in/a.jsonl", (json.dumps(line) + "\n") * 3)
        flags = ("refine", "in", "--key-file", "key", "--progress", "never", "--model", "judge")
        _, err = self.run_lauter(*flags, "-o", "out")
        self.assertIn("lauter: fields: messages[].content", err)
        for field in ("cc[]", "messages[].name"):
            self.assertIn(f"{field} (EMAIL_ADDRESS, 3 rows)", err)
        self.assertIn("author (PERSON, 3 rows)", err)
        self.assertNotIn("corvane", err)
        self.assertNotIn("ada.q", (self.dir / "out/data/a.jsonl").read_text())
        # The report says the same, whoever did the work.
        wanted = {"rows": 3, "fields": [{"field": "author", "rows": 3, "labels": ["PERSON"]}, {"field": "cc[]", "rows": 3, "labels": ["EMAIL_ADDRESS"]},
                                        {"field": "messages[].name", "rows": 3, "labels": ["EMAIL_ADDRESS"]}]}
        self.run_lauter(*flags, "-o", "tasks", "-q", "--executor", "shell", "--tasks", "1")
        for task in ("0", "final"):
            self.run_lauter("task", "tasks", "--task", task)
        for out in ("out", "tasks"):
            self.assertEqual(json.loads((self.dir / out / "report.json").read_text())["untreated_fields"], wanted)
            self.assertRegex((self.dir / out / "report.html").read_text(), r"Not refined, and private.*messages\[\]\.name")

    def test_one_side_is_never_edited_alone(self):
        """Whatever a schema calls them, a question and its answer go together; an answer alone says nothing of where texts are."""
        mail = "write to ada.q@corvane.net"
        turns = lambda said: [{"role": "user", said: mail}, {"role": "assistant", said: mail}]  # noqa: E731
        rows = [{"question": mail, "answer": mail}, {"instruction": mail, "context": mail, "response": mail}, {"system_prompt": mail, "question": mail, "response": mail},
                {"system": mail, "conversations": turns("value")}, {"conversations": turns("content")}, {"conversation": turns("content")},
                {"prompt": mail, "messages": turns("content")}, {"prompt": turns("content"), "chosen": turns("content"), "rejected": mail}, {"messages": [], "answer": mail}]
        for row in rows:
            out, _ = self.run_lauter("refine", "-", "-o", "-", "-q", "--key-file", "key", stdin=json.dumps(row).encode() + b"\n")
            self.assertNotIn("corvane", out, row)
            self.assertEqual(out.count("write to "), json.dumps(row).count("write to "), row)
        self.write("q.csv", f"id,question,answer\n1,{mail},{mail}\n")
        out, _ = self.run_lauter("refine", "q.csv", "-o", "-", "-q", "--key-file", "key")
        self.assertNotIn("corvane", out)
        for row in ({"answer": mail}, {"system": mail}):
            self.write("alone.jsonl", json.dumps(row) + "\n")
            self.assert_one_line(self.run_lauter("refine", "alone.jsonl", "-o", "out", "-q", "--key-file", "key", code=2)[1], "--fields")

    def test_resume_refuses_other_fields(self):
        self.corpus(50)
        self.refine("out", "--fields", "auto")
        self.assert_one_line(self.refine("out", "--fields", "messages[].content", "--resume", code=2)[1], "--fields")


if __name__ == "__main__":
    unittest.main()
