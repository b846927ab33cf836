"""lauter review but for its page: index, texts, decisions, server, exports."""
from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest
from collections import Counter
from pathlib import Path
from typing import Any

from review_support import EMOJI, EMOJI_NAME, LONG, RunTest, rows

import lauter
from lauter.review.decisions import DecisionFile, Decisions
from lauter.review.export import export
from lauter.review.figures import wilson
from lauter.review.log import frames
from lauter.review.server import Server
from lauter.review.session import Refused, Session


class ReviewTest(RunTest):
    def setUp(self) -> None:
        super().setUp()
        self.session = self.open()

    def open(self, **options: Any) -> Session:
        session = Session(self.out, **{"key": str(self.key), **options})
        self.addCleanup(session.close)
        return session

    def row(self, row_id: str) -> dict[str, Any]:
        (item,) = self.session.queue("search", text=row_id)["items"]
        return self.session.row(item["row"])

    def decide(self, row_id: str, decision: str, op: int | None = 0, **more: Any) -> dict[str, Any]:
        return self.session.decide({"row": self.row(row_id)["row"], "op": op, "decision": decision, **more})

    def miss(self, row_id: str, words: str, label: str, **more: Any) -> dict[str, Any]:
        row = self.row(row_id)
        text = "".join(piece for _, piece in row["texts"][0]["windows"])
        start = len(text[: text.index(words)].encode("utf-16-le")) // 2
        end = start + len(words.encode("utf-16-le")) // 2
        return self.session.decide({"row": row["row"], "decision": "missed", "label": label, "text": 0, "start": start, "end": end, **more})

    def lines(self, who: str = "") -> list[dict[str, Any]]:
        return [json.loads(line) for line in Path(self.out, "review", f"decisions{who}.jsonl").read_text().splitlines()]


class Index(ReviewTest):
    def test_rows_states_and_edits_are_those_of_the_log(self) -> None:
        logs = list(self.run_.edits())
        index = self.session.index
        self.assertEqual(index.n_rows, len(logs))
        self.assertEqual([index.log_row(row)["id"] for row in range(index.n_rows)], [log.raw["id"] for log in logs])
        edits = Counter((index.names[label], index.names[rule]) for label, rule in index.query("SELECT label, rule FROM edit"))
        self.assertEqual(edits, Counter((op["cause"]["label"], op["cause"]["rule"]) for log in logs for op in log.program))
        self.assertEqual(index.n_kept, sum(log.state == "kept" for log in logs))

    def test_queues(self) -> None:
        ops = {(row, op): self.session.index.log_row(row)["program"][op] for row, op in self.session.index.query("SELECT row, op FROM edit")}

        def pages(strategy: str, **filters: Any) -> list[tuple[int, int]]:
            items, after = [], ""
            while True:
                page = self.session.queue(strategy, after=after, limit=7, **filters)
                items += [(item["row"], item["op"]) for item in page["items"]]
                if page["after"] is None:
                    return items
                after = page["after"]

        unsure = pages("unsure")
        self.assertEqual(sorted(unsure), sorted(ops))
        scores = [abs(ops[item]["cause"]["score"] - 0.5) for item in unsure]
        self.assertEqual(scores, sorted(scores))
        self.assertEqual(sorted(pages("random")), sorted(ops))
        phones = pages("random", label="PHONE_NUMBER")
        self.assertEqual(sorted(phones), sorted(item for item, op in ops.items() if op["cause"]["label"] == "PHONE_NUMBER"))
        by_rule = Counter(ops[item]["cause"]["rule"] for item in pages("rules"))
        self.assertEqual(set(by_rule), {op["cause"]["rule"] for op in ops.values()})
        self.assertLessEqual(max(by_rule.values()), 5)
        kept = [row for row, _ in pages("kept")]
        self.assertEqual(sorted(kept), [row for row in range(self.session.index.n_rows) if self.session.index.log_row(row)["state"] == "kept"])
        self.assertNotEqual(kept, sorted(kept))
        (held,) = pages("held")
        self.assertEqual(self.session.row(held[0])["reason"], "broken JSON: expected a key in quotes")
        self.assertEqual(self.session.row(pages("search", text="7")[0][0])["id"], "7")
        self.assertEqual(self.session.queue("search", text="nobody")["items"], [])

    def test_index_is_made_anew_for_another_run(self) -> None:
        before = os.stat(os.path.join(self.out, "review", "index.sqlite")).st_ino
        self.session.close()
        self.session = self.open()
        self.assertEqual(os.stat(os.path.join(self.out, "review", "index.sqlite")).st_ino, before)
        self.session.close()
        lauter.refine_files(self.inputs, self.out, key=str(self.key), model="none", overwrite=True, limit=9)
        self.assertEqual(self.open().index.n_rows, 9)

    def test_two_reviewers_make_the_index_at_once(self) -> None:
        self.session.close()
        shutil.rmtree(Path(self.out, "review"))
        Path(self.out, "review").mkdir()
        left = Path(self.out, "review", "index.sqlite.part")
        left.write_text("of a process that was killed")
        code = "import sys; from lauter.review.session import Session; s = Session(sys.argv[1], who=sys.argv[2]); print(s.index.n_rows)"
        started = [subprocess.Popen([sys.executable, "-c", code, self.out, f"r{i}"], stdout=subprocess.PIPE, text=True) for i in range(3)]
        self.assertEqual({process.communicate()[0] for process in started}, {"112\n"})
        self.assertFalse(left.exists())

    def test_a_log_that_is_cut_off(self) -> None:
        log = self.session.run.files[0].log
        assert log is not None
        self.session.close()
        whole = Path(log).read_bytes()
        self.assertEqual(frames(log)[-1][1], len(whole))
        Path(log).write_bytes(whole[:-3])
        with self.assertRaisesRegex(lauter.InputError, r"a\.jsonl\.zst: byte \d+: the log is cut off"):
            Session(self.out)


class Texts(ReviewTest):
    def shown(self, row: dict[str, Any], start: int, end: int) -> str:
        """What a browser cuts out."""
        for begin, piece in row["texts"][0]["windows"]:
            units: bytes = piece.encode("utf-16-le")
            if begin <= start and end <= begin + len(units) // 2:
                return units[2 * (start - begin) : 2 * (end - begin)].decode("utf-16-le")
        raise AssertionError("not shown")

    def test_originals_with_their_edits(self) -> None:
        for row_id in ("emoji", "rtl", "hostile", "long"):
            row = self.row(row_id)
            original = next(entry["text"] for entry in rows() if entry.get("id") == row_id).encode()
            for op, logged in zip(row["ops"], self.logs[row_id].program, strict=True):
                self.assertEqual(self.shown(row, op["start"], op["end"]).encode(), original[logged["start"] : logged["end"]])

    def test_lines_are_those_of_the_input(self) -> None:
        row = self.row("a.jsonl:12")
        self.assertEqual((row["row"], row["number"]), (10, 12))  # There is a blank line.

    def test_a_long_text_comes_in_windows(self) -> None:
        row = self.row("long")
        self.assertLess(sum(len(piece) for _, piece in row["texts"][0]["windows"]), 5000)
        self.assertEqual(row["texts"][0]["length"], len(LONG))
        (first, _), (second, _) = row["texts"][0]["windows"][:2]
        end = first + len(row["texts"][0]["windows"][0][1])
        piece = self.session.piece(row["row"], 0, end, second)
        self.assertEqual(piece["text"], LONG[end : end + len(piece["text"])])

    def test_inputs_that_moved_or_changed(self) -> None:
        number = self.row("emoji")["row"]
        self.session.close()
        shutil.move(self.inputs, self.dir / "moved")
        gone = self.open()
        row = gone.row(number)
        self.assertEqual((row["source"], gone.summary()["n_missing"]), ("data", 2))
        op = row["ops"][0]
        self.assertEqual(self.shown(row, op["start"], op["end"]), op["with"])
        gone.close()
        found = self.open(inputs=str(self.dir / "moved"))
        self.assertEqual(found.row(number)["source"], "input")
        found.close()
        path = self.dir / "moved" / "a.jsonl"
        path.write_text(path.read_text().replace("bob.smith", "bob.smyth"))
        changed = self.open(inputs=str(self.dir / "moved")).row(number)
        self.assertEqual((changed["source"], changed["why"]), ("data", "the input has changed since the run"))

    def test_every_source_numbers_rows_alike(self) -> None:
        self.session.close()
        shutil.move(self.inputs, self.dir / "moved")
        gone = self.open()
        for row in range(gone.index.n_rows):
            log = gone.index.log_row(row)
            name, _, number = str(log["id"]).partition("-")
            if name in ("mail", "kept"):
                self.assertTrue(gone.row(row)["texts"][0]["windows"][0][1].startswith(f"row {number}"), log["id"])


class Sealed(ReviewTest):
    options = {"reversible": True}

    def test_originals_out_of_a_reversible_log(self) -> None:
        self.session.close()
        shutil.rmtree(self.inputs)
        self.session = self.open()
        row = self.row("emoji")
        self.assertEqual((row["source"], row["texts"][0]["windows"]), ("log", [(0, EMOJI)]))


class Chats(ReviewTest):
    """Rows of several texts: ops name the field that they are in, offsets are within that string."""

    TURNS = ("😀 hello", "I am Zoë, mail zoe@corp-mail.com", "Thanks, Zoë")
    chats = ({"id": "chat", "messages": [{"role": "user", "content": turn} for turn in TURNS]}, {"id": "quiet", "messages": [{"content": "Nothing"}, {"content": "here 😀 Ann"}]})

    def setUp(self) -> None:
        super().setUp()
        self.session.close()
        (self.inputs / "a.jsonl").write_text("".join("\n" + json.dumps(chat) + "\n" for chat in self.chats))
        self.refine()
        self.session = self.open()

    def refine(self) -> None:
        command = [sys.executable, "-m", "lauter", "refine", str(self.inputs / "a.jsonl"), "-o", self.out, "--fields", "messages[].content"]
        subprocess.run([*command, "--model", "none", "-k", str(self.key), "-q", "--overwrite", "--reversible"], check=True)

    def test_every_text_of_the_row_is_there(self) -> None:
        row = self.row("chat")
        self.assertEqual((row["source"], row["why"]), ("input", ""))
        self.assertEqual([(text["field"], text["windows"]) for text in row["texts"]], [(f"messages[{i}].content", [(0, turn)]) for i, turn in enumerate(self.TURNS)])
        (op,) = row["ops"]
        self.assertEqual((op["text"], self.TURNS[1][op["start"] : op["end"]]), (1, "zoe@corp-mail.com"))
        self.session.decide({"row": row["row"], "decision": "missed", "label": "PERSON", "text": 2, "start": 8, "end": 11})
        self.decide("chat", "right")
        missed, right = self.lines()
        self.assertEqual((missed["edit"]["field"], missed["edit"]["start"], missed["edit"]["end"]), ("messages[2].content", 8, 12))
        self.assertEqual(right["edit"]["field"], "messages[1].content")
        export(self.out, "programs", str(self.dir / "p.jsonl"), key=str(self.key))
        program = json.loads((self.dir / "p.jsonl").read_text().splitlines()[0])["program"]
        self.assertEqual([(op["field"], op["start"], op["end"]) for op in program], [("messages[1].content", 16, 33), ("messages[2].content", 8, 12)])
        export(self.out, "gold", str(self.dir / "g.jsonl"), key=str(self.key))
        gold = {row["id"]: row for row in map(json.loads, (self.dir / "g.jsonl").read_text().splitlines())}
        self.assertEqual(gold["chat#messages[2].content"]["spans"], [{"start": 8, "end": 12, "label": "PERSON"}])

    def test_a_mark_in_a_kept_chat_names_its_turn(self) -> None:
        self.session.decide({"row": self.row("quiet")["row"], "decision": "missed", "label": "PERSON", "text": 1, "start": 8, "end": 11})
        edit = self.lines()[0]["edit"]
        self.assertEqual((edit["field"], edit["start"], edit["end"]), ("messages[1].content", 10, 13))

    def test_without_the_input(self) -> None:
        self.session.close()
        shutil.rmtree(self.inputs)
        self.session = self.open()
        row = self.row("chat")
        self.assertEqual((row["source"], [text["windows"] for text in row["texts"]]), ("log", [[(0, turn)] for turn in self.TURNS]))


class Deciding(ReviewTest):
    def test_a_decision_is_a_line_without_values(self) -> None:
        self.decide("mail-3", "stay", op=0, queue="unsure")
        (line,) = self.lines()
        log = self.logs["mail-3"]
        op = log.program[0]
        self.assertEqual(line["edit"], {"start": op["start"], "end": op["end"], "label": "EMAIL_ADDRESS", "rule": "email.plain", "op": 0})
        self.assertEqual((line["was_hmac"], line["raw_hash"], line["file"]), (op["was_hmac"], log.raw["raw_hash"], "a.jsonl"))
        self.assertEqual((line["v"], line["decision"], line["scope"], line["queue"]), (1, "stay", "here", "unsure"))
        self.assertNotIn("user3", Path(self.session.decisions.path).read_text())

    def test_selections_are_bytes_of_the_original(self) -> None:
        self.miss("emoji", EMOJI_NAME, "PERSON")
        (line,) = self.lines()
        self.assertEqual(EMOJI.encode()[line["edit"]["start"] : line["edit"]["end"]].decode(), EMOJI_NAME)
        self.assertEqual(line["was_hmac"], self.session.key and self.session.key.was(EMOJI_NAME.encode()))
        mail = len(EMOJI[: EMOJI.index("bob")].encode("utf-16-le")) // 2
        for start, end in ((1, 5), (5, 5), (0, 10_000), (mail, mail + 3), (mail - 3, mail + 1)):
            with self.assertRaises(Refused):
                self.session.decide({"row": self.row("emoji")["row"], "decision": "missed", "label": "PERSON", "text": 0, "start": start, "end": end})
        self.assertEqual(len(self.lines()), 1)

    def test_selections_in_refined_texts(self) -> None:
        self.session.close()
        shutil.move(self.inputs, self.dir / "moved")
        self.session = self.open()
        self.miss("mail-3", "ring", "PERSON")
        (line,) = self.lines()
        original = next(row["text"] for row in rows() if row.get("id") == "mail-3").encode()
        self.assertEqual(original[line["edit"]["start"] : line["edit"]["end"]], b"ring")

    def test_undo_and_reload(self) -> None:
        self.decide("mail-1", "right")
        self.decide("mail-1", "stay")
        self.assertEqual(self.row("mail-1")["marks"]["ops"]["0"]["decision"], "stay")
        self.session.undo()
        self.assertEqual(self.row("mail-1")["marks"]["ops"]["0"]["decision"], "right")
        self.session.close()
        self.session = self.open()
        self.assertEqual(self.row("mail-1")["marks"]["ops"]["0"]["decision"], "right")
        self.session.undo()
        self.assertEqual(self.row("mail-1")["marks"]["ops"], {})
        with self.assertRaises(Refused):
            self.session.undo()
        self.assertEqual([line.get("undo") for line in self.lines()], [None, None, 2, 1])

    def test_a_value_everywhere_and_a_rule(self) -> None:
        self.decide("mail-0", "stay", scope="value")
        self.assertEqual(self.row("mail-5")["marks"]["ops"]["0"]["decision"], "stay")
        self.assertFalse(self.row("mail-5")["marks"]["ops"]["0"]["here"])
        done = {item["row"] for item in self.session.queue("unsure", label="EMAIL_ADDRESS", limit=1000)["items"] if item["done"]}
        self.assertEqual(done, {self.row(f"mail-{i}")["row"] for i in range(0, 40, 5)})
        self.decide("mail-1", "stay", op=1, scope="rule")
        self.assertEqual(self.row("mail-3")["marks"]["ops"]["1"]["scope"], "rule")

    def test_figures_are_a_recount_of_the_file(self) -> None:
        for i in range(12):
            self.decide(f"mail-{i}", ["right", "right", "stay", "label", "words"][i % 5], op=i % 2, label="PERSON", queue="random" if i % 2 else "unsure", **{"with": "x"})
        for i in range(10):
            self.decide(f"kept-{i}", "right", op=None, queue="kept")
        self.miss("kept-3", "row 3", "PERSON", queue="kept")
        self.decide("mail-0", "stay", op=0)
        self.session.undo()
        got = self.session.figures()
        latest: dict[Any, dict[str, Any]] = {}
        undone = {line["undo"] for line in self.lines() if "undo" in line}
        for number, line in enumerate(self.lines(), 1):
            if "undo" not in line and number not in undone:
                latest[line["id"], json.dumps(line["edit"])] = line
        for name, lines in (("edits", list(latest.values())), ("random", [line for line in latest.values() if line["queue"] == "random"])):
            judged = [line for line in lines if line["edit"] and line["decision"] != "missed"]
            want = {
                label: (sum(line["decision"] in ("right", "words") for line in judged if line["edit"]["label"] == label), n)
                for label, n in Counter(line["edit"]["label"] for line in judged).items()
            }
            self.assertEqual({row["label"]: (row["right"], row["judged"]) for row in got[name]}, want, name)
        self.assertEqual((got["kept"]["rows"], got["kept"]["with_missed"]), (10, 1))

    def test_wilson_agrees_with_the_book(self) -> None:
        """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
        for hits, n, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
            self.assertEqual(tuple(round(bound, 4) for bound in wilson(hits, n)), (low, high))

    def test_two_reviewers(self) -> None:
        self.decide("mail-0", "right")
        self.decide("mail-1", "right")
        with self.assertRaisesRegex(lauter.InputError, "open in another review; --who"):
            Session(self.out)
        second = self.open(who="jm")
        row = self.row("mail-0")["row"]
        second.decide({"row": row, "op": 0, "decision": "stay"})
        second.decide({"row": self.row("mail-1")["row"], "op": 0, "decision": "right"})
        self.assertEqual(second.row(row)["marks"]["ops"]["0"]["against"], [self.session.decisions.who])
        self.assertEqual([(item["row"], item["op"]) for item in second.queue("disagreements")["items"]], [(row, 0)])
        self.assertEqual({line["who"] for line in self.lines("-jm")}, {"jm"})
        with self.assertRaisesRegex(lauter.InputError, "--who"):
            Session(self.out, who="../x")

    def test_half_a_line_is_never_read(self) -> None:
        """kill -9 between a write and its answer, at every byte of a line."""
        self.decide("mail-0", "right")
        self.decide("mail-1", "stay")
        path = self.session.decisions.path
        self.session.close()
        whole = Path(path).read_bytes()
        first = whole.index(b"\n") + 1
        for size in range(first, len(whole), 7):
            Path(path).write_bytes(whole[:size])
            decisions = Decisions(self.out)
            self.assertEqual([decision.id for decision in decisions.own().values()], ["mail-0"])
            decisions.close()
            self.assertEqual(Path(path).read_bytes(), whole[:first])
        Path(path).write_bytes(whole[:first] + b'{"v":1}\n')
        with self.assertRaisesRegex(lauter.InputError, "line 2 is no decision"):
            Decisions(self.out)


class Http(ReviewTest):
    def setUp(self) -> None:
        super().setUp()
        self.server = Server(self.session)
        self.addCleanup(self.server.close)
        self.port = int(self.server.address.split(":")[2].rstrip("/"))

    def ask(self, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {"X-Lauter-Token": self.server.token, "Content-Type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body), sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def test_only_with_the_token(self) -> None:
        self.assertEqual(self.ask("/api/summary")[0], 200)
        for token in ("", "x", self.server.token[:-1], "\xff" * 43):
            for path, body in (("/api/summary", None), ("/api/row/0", None), ("/api/decision", {"row": 0, "decision": "right"}), ("/api/undo", {})):
                status, _, content = self.ask(path, body, X_Lauter_Token=token)
                self.assertEqual(status, 401)
                self.assertNotIn(b"corp-mail", content)
        self.assertNotIn(self.server.token, self.server.address)
        self.assertGreaterEqual(len(self.server.token), 43)

    def test_only_from_this_page(self) -> None:
        here = f"127.0.0.1:{self.port}"
        for host in ("evil.example", f"evil.example:{self.port}", "127.0.0.1", f"127.0.0.2:{self.port}"):
            self.assertEqual(self.ask("/api/summary", Host=host)[0], 403)
            self.assertEqual(self.ask("/", Host=host)[0], 403)
        for origin in ("null", "http://evil.example", f"https://{here}", f"http://{here}.evil.example", "http://127.0.0.1"):
            self.assertEqual(self.ask("/api/decision", {"row": 0, "decision": "right"}, Origin=origin)[0], 403, origin)
        self.assertEqual(self.ask("/api/summary", Origin=f"http://{here}")[0], 200)
        self.assertEqual(self.ask("/api/undo", {}, Content_Type="text/plain")[0], 415)

    def test_only_on_this_machine(self) -> None:
        with open("/proc/net/tcp") as tcp:
            bound = [line.split()[1] for line in tcp if line.split()[1].endswith(f":{self.port:04X}") and line.split()[3] == "0A"]
        self.assertEqual(bound, [f"0100007F:{self.port:04X}"])

    def test_headers_and_files(self) -> None:
        for path in ("/", "/review.js", "/review.css", "/api/summary"):
            status, headers, content = self.ask(path)
            self.assertEqual((status, headers["cache-control"], headers["x-content-type-options"]), (200, "no-store", "nosniff"))
            self.assertIn("default-src 'self'", headers["content-security-policy"])
            self.assertNotIn("unsafe", headers["content-security-policy"])
            self.assertNotIn("access-control-allow-origin", headers)
            self.assertNotIn("Python", headers.get("server", ""))
            if not path.startswith("/api"):
                self.assertNotRegex(content.decode(), r"https?://|innerHTML|insertAdjacentHTML|document\.write|eval\(")
        for path in ("/../session.py", "/static/index.html", "/%2e%2e/server.py", "//etc/passwd", "/review.js/../../__init__.py", "/api/row/../summary"):
            status, _, content = self.ask(path)
            self.assertIn(status, (400, 404), path)
            self.assertNotIn(b"import", content)

    def test_wrong_questions(self) -> None:
        for path in ("/api/row/999999", "/api/row/-1", "/api/row/x", "/api/text/0?text=0", "/api/queue?strategy=none", "/api/queue?after=x", "/api/queue?after=1", "/api/none"):
            status, _, content = self.ask(path)
            self.assertIn(status, (400, 404), path)
            self.assertTrue(json.loads(content)["error"])
        for wish in ({}, {"row": 0}, {"row": "0", "decision": "right"}, {"row": True, "decision": "right"}, {"row": 0, "op": 99, "decision": "right"},
                     {"row": 0, "op": 0, "decision": "label"}, {"row": 0, "op": 0, "decision": "drop"}, {"row": 0, "decision": "missed", "label": "PERSON"},
                     {"row": 0, "op": 0, "decision": "right", "scope": "all"}, {"row": 0, "op": 0, "decision": "words", "with": "x" * 5000}):  # fmt: skip
            self.assertEqual(self.ask("/api/decision", wish)[0], 409, wish)
        self.assertEqual(self.ask("/api/decision", [])[0], 400)
        self.assertEqual(self.ask("/api/decision", {"row": "x" * 100_000})[0], 413)
        self.assertFalse(Path(self.session.decisions.path).read_bytes())

    def test_closed_is_closed(self) -> None:
        """Also on a connection that is open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"X-Lauter-Token": self.server.token}
        connection.request("GET", "/api/row/0", headers=headers)
        self.assertEqual(connection.getresponse().read()[:1], b"{")
        self.server.close()
        with self.assertRaises((OSError, http.client.HTTPException)):
            connection.request("GET", "/api/row/0", headers=headers)
            connection.getresponse()
        connection.close()

    def test_five_threads_decide(self) -> None:
        rows_ = [self.row(f"mail-{i}")["row"] for i in range(40)]
        wrong: list[object] = []

        def work(mine: list[int]) -> None:
            for row in mine:
                for op in (0, 1):
                    status, _, content = self.ask("/api/decision", {"row": row, "op": op, "decision": "right", "queue": "random"})
                    if status != 200:
                        wrong.append(content)

        threads = [threading.Thread(target=work, args=(rows_[i::5],)) for i in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        lines = self.lines()
        self.assertEqual(len(lines), 80)
        self.assertEqual(len({(line["row"], line["edit"]["op"]) for line in lines}), 80)
        figures = json.loads(self.ask("/api/figures")[2])
        self.assertEqual(sum(row["judged"] for row in figures["random"]), 80)


class Command(RunTest):
    def start(self, *flags: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "lauter", "review", self.out, "--key-file", str(self.key), "--no-browser", *flags]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        assert process.stderr is not None and process.stdout is not None
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        return process

    def address(self, process: subprocess.Popen[str]) -> tuple[int, str]:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/#token=([\w-]+)", process.stderr.readline())
        assert found is not None
        return int(found[1]), found[2]

    def decide(self, port: int, token: str, row: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("POST", "/api/decision", json.dumps({"row": row, "op": 0, "decision": "right"}), {"X-Lauter-Token": token, "Content-Type": "application/json"})
        status = connection.getresponse().status
        connection.close()
        return status

    def test_what_was_answered_survives_kill_9(self) -> None:
        process = self.start()
        port, token = self.address(process)
        answered = 0

        def kill() -> None:
            while answered < 12:
                time.sleep(0.001)
            process.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        edited = [row for row, log in enumerate(self.run_.edits()) if log.state == "edited"]
        try:
            for row in edited:
                if self.decide(port, token, row) == 200:
                    answered += 1
        except (OSError, http.client.HTTPException):
            pass
        killer.join()
        process.wait()
        content = Path(self.out, "review", "decisions.jsonl").read_bytes()
        file = DecisionFile("x")
        file.read(content)
        self.assertGreaterEqual(file.n_lines, answered)
        self.assertLessEqual(file.n_lines, answered + 1)
        again = self.start()
        self.address(again)
        again.send_signal(signal.SIGINT)
        self.assertEqual(again.wait(10), 0)

    def test_wrong_use_is_one_line(self) -> None:
        for args, message in (
            ([str(self.dir)], "is no finished run"),
            ([self.out, "--export", "gold"], "go together"),
            ([self.out, "--export", "gold", "-o", str(self.dir / "g.jsonl")], "no decisions yet"),
            ([self.out, "--strategy", "best"], "--strategy"),
            ([self.out, "--key-file", str(self.inputs / "a.jsonl")], "hex digits"),
        ):
            done = subprocess.run([sys.executable, "-m", "lauter", "review", *args], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (2, "", 1), done.stderr)
            self.assertIn(message, done.stderr)

    def test_in_a_notebook(self) -> None:
        with self.run_.review(key=self.key) as review:
            self.assertIn(review.url, review._repr_html_())
            self.assertNotIn("token", repr(review))


class Exports(ReviewTest):
    def export(self, kind: str, name: str) -> Path:
        path = self.dir / name
        self.said = export(self.out, kind, str(path), inputs=None, key=str(self.key))
        return path

    def jsonl(self, path: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text().splitlines()]

    def test_programs_give_the_corrected_corpus(self) -> None:
        self.decide("mail-0", "stay", op=0)
        self.decide("mail-1", "stay", op=0, scope="value")
        self.decide("mail-2", "words", op=0, **{"with": "nobody@example.org"})
        self.miss("emoji", EMOJI_NAME, "PERSON")
        path = self.export("programs", "p.jsonl")
        command = [sys.executable, "-m", "lauter", "apply", "--programs", str(path), str(self.inputs), "-o", str(self.dir / "ap"), "--key-file", str(self.key), "-q"]
        self.assertEqual(subprocess.run(command, check=False).returncode, 1)  # The broken row.
        before = {str(row.get("id", i)): row["text"] for i, row in enumerate(self.data("out"))}
        after = {str(row.get("id", i)): row["text"] for i, row in enumerate(self.data("ap"))}
        self.assertEqual(set(before), set(after))
        originals = {row["id"]: row["text"] for row in rows() if "id" in row}
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual(changed, {"mail-0", "mail-2", "emoji", *(f"mail-{i}" for i in range(1, 40, 5))})
        self.assertIn("user0@corp-mail.com", after["mail-0"])
        self.assertIn("nobody@example.org", after["mail-2"])
        self.assertNotIn(EMOJI_NAME, after["emoji"])
        self.assertNotIn("[PERSON]", after["emoji"])
        for i in range(1, 40, 5):
            self.assertIn("user1@corp-mail.com", after[f"mail-{i}"])
            self.assertNotEqual(originals[f"mail-{i}"], after[f"mail-{i}"])
        self.assertNotIn("corp-mail", path.read_text())

    def data(self, folder: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.dir / folder / "data" / "a.jsonl").read_text().splitlines() if line]

    def test_gold_is_measured(self) -> None:
        for i in range(6):
            for op in (0, 1):
                self.decide(f"mail-{i}", "stay" if (i, op) == (2, 0) else "right", op=op)
        self.decide("mail-7", "right", op=0)
        self.decide("kept-0", "right", op=None)
        self.miss("emoji", EMOJI_NAME, "PERSON")
        self.decide("emoji", "right")
        path = self.export("gold", "gold.jsonl")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        self.assertIn("PRIVATE", self.said[0])
        gold = {row["id"]: row for row in self.jsonl(path)}
        self.assertEqual(set(gold), {"emoji", "kept-0", *(f"mail-{i}" for i in range(6))})
        self.assertIn("1 rows are left out", self.said[1])
        cut = [EMOJI.encode()[span["start"] : span["end"]].decode() for span in gold["emoji"]["spans"]]
        self.assertEqual(cut, [EMOJI_NAME, "bob.smith@corp-mail.com"])
        found = subprocess.run([sys.executable, "-m", "lauter", "find", str(path), "--model", "none"], capture_output=True, check=True)
        (self.dir / "pred.jsonl").write_bytes(found.stdout)
        measured = subprocess.run(
            [sys.executable, "-m", "lauter", "measure", "pii", "--gold", str(path), "--pred", str(self.dir / "pred.jsonl")], capture_output=True, check=True
        )
        self.assertTrue(json.loads(measured.stdout))

    def test_training_rows(self) -> None:
        self.miss("kept-4", "row 4", "PERSON")
        self.decide("kept-4", "right", op=None)
        self.decide("mail-1", "right", op=0)
        self.decide("mail-1", "stay", op=1)
        got = {row["id"]: row for row in self.jsonl(self.export("heads", "heads.jsonl"))}
        self.assertEqual(got["kept-4"]["pii"], [[0, 5, "PERSON"]])
        self.assertEqual((got["mail-1"]["pii"], got["mail-1"]["pii_types"], got["mail-1"]["source"]), ([], ["PERSON"], "review"))

    def test_tasks_for_teams(self) -> None:
        self.decide("emoji", "stay")
        self.miss("emoji", EMOJI_NAME, "PERSON")
        (task,) = [task for task in json.loads(self.export("label-studio", "ls.json").read_text()) if task["data"]["id"] == "emoji"]
        (region,) = task["predictions"][0]["result"]
        value = region["value"]
        self.assertEqual((value["text"], task["data"]["text"][value["start"] : value["end"]], value["labels"]), (EMOJI_NAME, EMOJI_NAME, ["PERSON"]))
        (record,) = [record for record in json.loads(self.export("argilla", "rg.json").read_text()) if record["id"] == "emoji"]
        (span,) = record["suggestions"]["pii"]["value"]
        self.assertEqual(record["fields"]["text"][span["start"] : span["end"]], EMOJI_NAME)

    def test_a_recipe_without_values(self) -> None:
        self.decide("mail-0", "stay", op=0)
        self.decide("mail-1", "stay", op=0)
        self.decide("mail-6", "right", op=0)
        self.decide("mail-2", "stay", op=1, scope="rule")
        self.miss("emoji", EMOJI_NAME, "PERSON")
        recipe = self.export("recipe", "better.yaml")
        public = recipe.read_text() + "".join(path.read_text() for path in self.dir.glob("better.lists/allow-*"))
        self.assertNotIn("corp-mail", public)
        self.assertNotIn("7946", public)
        log = self.logs["mail-0"].program
        self.assertEqual((self.dir / "better.lists/allow-EMAIL_ADDRESS.txt").read_text(), f"hmac:{log[0]['was_hmac']}\n")  # user1 should stay here, and go there.
        phones = {line for line in (self.dir / "better.lists/allow-PHONE_NUMBER.txt").read_text().splitlines()}
        rule = self.logs["mail-2"].program[1]["cause"]["rule"]
        self.assertEqual(phones, {f"hmac:{op['was_hmac']}" for entry in self.logs.values() for op in entry.program if op["cause"]["rule"] == rule})
        denied = self.dir / "better.lists/deny-PERSON.txt"
        self.assertEqual((denied.read_text(), denied.stat().st_mode & 0o777), (EMOJI_NAME + "\n", 0o600))
        self.assertIn("file: \"better.lists/allow-EMAIL_ADDRESS.txt\"\n    labels: [EMAIL_ADDRESS]", recipe.read_text())

    def test_the_loop(self) -> None:
        """Decisions, recipe, second run: what should stay stays, what was missed goes, all else is as it was."""
        for name in ("mail-0", "mail-1", "mail-2"):
            self.decide(name, "stay", op=0)
            self.decide(name, "right", op=1)
        self.miss("emoji", EMOJI_NAME, "PERSON")
        recipe = self.export("recipe", "better.yaml")
        try:
            lauter.Engine({"steps": [{"use": "anonymize"}], "allow": ["x"]}, key=str(self.key), model="none")
        except lauter.RecipeError:
            self.skipTest("recipes of this build have no `allow:`")
        lauter.refine_files(self.inputs, self.dir / "again", str(recipe), key=str(self.key), model="none")
        before, after = ({str(row.get("id", i)): row["text"] for i, row in enumerate(self.data(out))} for out in ("out", "again"))
        changed = {name for name in before if before[name] != after[name]}
        self.assertEqual(changed, {"emoji"} | {f"mail-{i}" for i in range(40) if i % 5 < 3})
        self.assertIn("user0@corp-mail.com", after["mail-0"])
        self.assertEqual(after["mail-0"].split("ring")[1], before["mail-0"].split("ring")[1])
        self.assertNotIn(EMOJI_NAME, after["emoji"])
        self.assertEqual((self.dir / "out/data/b.jsonl.gz").read_bytes(), (self.dir / "again/data/b.jsonl.gz").read_bytes())

    def test_scores_below_which_edits_are_wrong(self) -> None:
        low, high = (sorted({op["cause"]["score"] for log in self.logs.values() for op in log.program if op["cause"]["label"] == "PHONE_NUMBER"})[i] for i in (0, -1))
        self.assertLess(low, high)
        for i in range(40):
            for op, edit in enumerate(self.logs[f"mail-{i}"].program):
                if edit["cause"]["label"] == "PHONE_NUMBER":
                    self.decide(f"mail-{i}", "stay" if edit["cause"]["score"] < high else "right", op=op)
        text = self.export("recipe", "better.yaml").read_text()
        self.assertRegex(text, rf"min_score:\n +default: 0.5\n +PHONE_NUMBER: {high:g}\n")

    def test_disagreements_are_undecided(self) -> None:
        self.decide("mail-0", "stay", op=0)
        second = self.open(who="jm")
        second.decide({"row": self.row("mail-0")["row"], "op": 0, "decision": "right"})
        programs = {row["id"]: row for row in self.jsonl(self.export("programs", "p.jsonl"))}
        self.assertEqual(len(programs["mail-0"]["program"]), 2)
        self.assertIn("1 places count as undecided", self.said[-1])


del ReviewTest, RunTest  # They are no tests themselves.

if __name__ == "__main__":
    unittest.main()
