"""A server that knows the form and means ill: whatever it says well-formed, a run changes no byte outside of what the reply
named within that row's own shown passages, and puts nothing into another row.

    ROWS=520 python3 tests/cli/llm/llm_hostile_test.py     # the release check
"""

import collections
import http.server
import json
import os
import pathlib
import random
import re
import sys
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from llm_support import LlmTest, name, prose

ROWS = int(os.environ.get("ROWS", "104"))
PWNED = "Pwnedbyme"
REFUSED = ("foreign-token", "two-minds", "too-huge")  # whole
KINDS = ("harmless", "every-word", "flood", "contradiction", "foreign-words", "huge", "twice", "twice-on-the-wire", "whole-text", "lines", *REFUSED)


class HostileServer:
    """Answers each row in one way of KINDS, however often it is asked; remembers what was shown and what it named."""

    def __init__(self, mode):
        self.mode = mode
        self.shown, self.named, self.kinds, self.answers, self.accepted = {}, {}, {}, 0, 0
        self.foreign = [("abcdef", "Nobody")]  # token and words of the row before
        self.lock = threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def handle_error(self, *_):
                pass

            def reply(self, body, times=1):
                head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                for _ in range(times):
                    self.wfile.write(head + body)

            def do_GET(self):
                self.reply(b'{"object":"list","data":[{"id":"m"}]}')

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                content, kind = outer.answer(asked["messages"])
                body = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
                                   "usage": {"prompt_tokens": 9, "completion_tokens": 9}}).encode()
                self.reply(body, 2 if kind == "twice-on-the-wire" else 1)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, *_):  # clients that close what says too much
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, messages):
        last = messages[-1]["content"]
        token, block = re.search(r"<text (\w+)>\n(.*)\n</text \1>", last, re.S).groups()
        label = {"category": "PERSON"} if "PERSON" in messages[0]["content"] else {}
        self.acts = '"act"' in messages[0]["content"]
        lines = re.search(r"^L\d+\|", block)
        block = re.sub(r"(?m)^L\d+\| ?", "", block)
        row = re.search(r"Row (\w+)\.", block)
        with self.lock:
            row = row.group(1) if row else "unknown"
            kind = self.kinds.setdefault(row, KINDS[len(self.kinds) % len(KINDS)])
            self.answers += 1
            self.accepted += kind not in REFUSED
            self.shown.setdefault(row, set()).update(set(block.split("\n")) - {"[...]"})
            said, quotes = self.said(kind, token, block, label, lines)
            self.named.setdefault(row, set()).update(quotes)
            self.foreign.append((token, block.split("\n")[-1][-40:]))
        return said, kind

    def said(self, kind, token, block, label, lines):
        """The reply, and what it names in the name of this row."""
        words = sorted(set(re.findall(r"\w+", block)), key=block.find)
        rng = random.Random(block)

        def edit(quote, **more):
            of_line = {"line": 1 + block[:block.find(quote)].count("\n")} if lines and quote in block else {}
            return {"quote": quote, "replacement": PWNED, **label, **of_line, **({"act": "replace"} if self.acts else {}), **more}

        def reply(quotes, token=token, edits=None, **more):
            edits = [edit(quote) for quote in quotes] if edits is None else edits
            out = {"token": token, "reason": f"{PWNED} says so", **({"changes": edits} if self.mode == "rewrite" else {"found": [], "edits": edits}), **more}
            if self.mode == "rewrite":
                text = block
                for one in edits:
                    text = text.replace(one.get("quote") or "\0", PWNED)
                out["text"] = f"{PWNED} {text} And {PWNED} took everything."
            return json.dumps(out)

        few = rng.sample([word for word in words if len(re.findall(rf"\b{word}\b", block)) == 1], 2)
        before = next(one for one in reversed(self.foreign) if one[0] != token)  # a row is asked again under its own token
        if kind == "every-word":
            return reply(words), words
        if kind == "flood":
            return reply([], edits=[edit(few[i % len(few)]) for i in range(990)]), few
        if kind == "contradiction":
            edits = [e for q in few for e in (edit(q), edit(q, replacement=q), edit(q), edit(block[:60]))]
            return reply([], edits=edits), [*few, block[:60]]
        if kind == "foreign-token":
            return reply(words, token=before[0]), []
        if kind == "foreign-words":
            return reply([before[1], "Nobody", "Row"]), ["Nobody", "Row", before[1]]
        if kind == "huge":
            return reply(few, note="x" * 1_000_000), few
        if kind == "too-huge":
            return reply(few, note="x" * (4 << 20)), []
        if kind == "twice":
            return reply(few) + "\n" + reply(few), few
        if kind == "two-minds":
            return reply(few) + "\n" + reply(words), []
        if kind == "whole-text":
            return reply([block, token, f"</text {token}>", "Row"]), [block, token, "Row"]
        if kind == "lines":
            edits = [edit("", line=2, to=2), *([] if lines else [edit(few[0])])]
            return reply([], edits=edits), [*few[:1], block.split("\n")[1] + "\n"]
        return reply(few), few


class Hostile(LlmTest):
    runs = (  # keys of the step, mode of asking
        ("task: anonymize, scope: all", "edits"),
        ("task: anonymize, scope: unsure", "edits"),
        ("task: anonymize, scope: all, ask: rewrite", "rewrite"),
        ("task: anonymize, scope: all, wording: model", "edits"),
        ("task: anonymize-code, scope: all", "edits"),
        ("task: detoxify, scope: all", "edits"),
        ("task: clean, scope: all", "edits"),
        ("task: custom, criterion: prices", "edits"),
    )

    def make_rows(self, seed, n):
        """Passages that are asked about under `scope: unsure`, with some that are not between them."""
        rng = random.Random(seed)
        texts = {}
        for i in range(n):
            quiet = " ".join(rng.choices("the rain fell on roof and then it was over for a while house quiet so they had to go out".split(), k=120)) + "."
            lines = [f"Row r{i}.", f"{prose(rng, 2, 1)} Ask {name(rng)}.", quiet.capitalize(), prose(rng, 3, 1), f"So {name(rng)} went home."]
            texts[f"r{i}"] = "\n".join(lines) + "\n"
        self.write("in.jsonl", "".join(json.dumps({"id": k, "text": t}) + "\n" for k, t in texts.items()))
        return texts

    def allowed(self, text, shown, quotes, everywhere):
        """Whether a byte may change: it lies where the row's own replies named it, in what they were shown; where values stand
        for themselves, at their other places and at those of the parts of a name too."""
        may = bytearray(len(text))

        seen = bytearray(len(text) + 1)
        for piece in shown:
            at = text.index(piece)
            seen[at:at + len(piece)] = b"\1" * len(piece)

        def mark(quote, whole_text):
            for at in (m.start() for m in re.finditer(re.escape(quote), text)):
                if whole_text or seen[at]:
                    may[at:at + len(quote)] = b"\1" * len(quote)

        for quote in quotes:
            mark(quote, everywhere and not re.fullmatch("[a-z]*", quote))
            for part in quote.split() if everywhere and " " in quote else ():
                mark(part, not re.fullmatch("[a-z]*", part))
        return may

    def outside(self, text, row, after, allowed, slack):
        """Bytes that the row's program changes where it may not; `after` is what it makes."""
        raw, out, at, outside = text.encode(), b"", 0, 0
        for op in row["program"]:
            begin, end = op["start"], op["end"]
            out += raw[at:begin] + op.get("with", "").encode()
            at = end
            begin, end = max(0, begin - slack), end + slack
            outside += allowed[begin:end].count(0) if slack == 0 else not any(allowed[begin:end])
        self.assertEqual(out + raw[at:], after.encode())
        return outside

    def run_against(self, step, mode, n, seed):
        texts = self.make_rows(seed, n)
        is_anonymizing = "anonymize" in step
        with HostileServer(mode) as server:
            recipe = self.recipe(server.url, more="")
            self.write(recipe, (self.dir / recipe).read_text().replace("task: anonymize", step, 1).replace("timeout_s: 2,", "timeout_s: 20,")
                       .replace("first_byte_timeout_s: 1,", "first_byte_timeout_s: 10,").replace("retries: 8", "retries: 1"))
            _, err = self.refine(recipe, "out", "--overwrite", "--threads", "2")
        self.assertNotIn(PWNED, err)
        after, held = self.texts("out"), self.texts("out", "rejected")
        self.assertEqual((after.keys() | held.keys(), after.keys() & held.keys()), (texts.keys(), set()))
        self.assertEqual({key: texts[key] for key in held}, held)
        log = {row["id"]: row for row in self.log_rows("out", "in.jsonl.zst")}
        outside, edited = 0, collections.Counter()
        for key, text in after.items():
            may = self.allowed(text=texts[key], shown=server.shown.get(key, ()), quotes=server.named.get(key, ()),
                               everywhere=is_anonymizing and "code" not in step)
            # Where words of abuse, junk or a recipe's own kind go, the seam is mended: a blank, a mark, a word at most.
            outside += self.outside(texts[key], log[key], text, may, 0 if is_anonymizing else 12)
            if text != texts[key]:
                edited[server.kinds[key]] += 1
            if is_anonymizing and "wording" not in step:
                self.assertNotIn(PWNED, text, server.kinds.get(key))
            if server.kinds.get(key) in REFUSED:
                self.assertEqual(text, texts[key], server.kinds[key])
        return server.answers, server.accepted, len(texts), sum(edited.values()), len(held), outside

    def test_nothing_is_reached_beyond_what_the_row_was_asked_about(self):
        totals = [0] * 6
        share = -(-ROWS // len(self.runs))
        for seed, (step, mode) in enumerate(self.runs):
            with self.subTest(step):
                figures = self.run_against(step, mode, share, seed)
                totals = [a + b for a, b in zip(totals, figures)]
                self.assertEqual(figures[-1], 0)
        answers, accepted, n_rows, edited, held, outside = totals
        print(f"{answers} hostile answers, {accepted} with token and form as they must be, to {n_rows} rows: {edited} edited, {held} held back, {outside} bytes outside")
        self.assertGreater(edited, n_rows / 3)


if __name__ == "__main__":
    unittest.main()
