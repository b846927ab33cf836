#!/usr/bin/env python3
"""What the cascade shows a language model, and how much of what the local step misses is in it.

    studies/llm/cascade.py gold.jsonl.gz [gold2.jsonl.gz ...] [--rows 400] [--least-risk 0.1,0.2,0.3] [--oracle]

Runs the recipe {anonymize, llm: unsure} against a server of its own that answers "nothing" and keeps what it is shown. Of the
gold values (persons, organisations, places, addresses) that no local edit touches, how many stand in a window that was shown? And
how much of the text is that, with how many tokens a source token (a quarter of the bytes, frame included)?
"""

import argparse
import gzip
import http.server
import json
import pathlib
import re
import subprocess
import tempfile
import threading

KINDS = {"PERSON": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION", "ADDRESS": "STREET_ADDRESS"}


class Listener(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    shown, tokens, lock = [], 0, threading.Lock()
    oracle = []  # (value, category) of the gold that it answers with

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        message = body["messages"][-1]["content"]
        token = re.search(r"<text (\w+)>", message).group(1)
        edits = [{"quote": v, "category": c} for v, c in self.oracle if re.search(rf"\b{re.escape(v)}\b", message)]
        content = json.dumps({"token": token, "edits": edits})
        with self.lock:
            Listener.shown.append(message)
            Listener.tokens += (sum(len(m["content"].encode()) for m in body["messages"]) + len(content)) / 4
        reply = json.dumps({"choices": [{"index": 0, "finish_reason": "stop",
                                         "message": {"role": "assistant", "content": content}}],
                            "usage": {"prompt_tokens": 1, "completion_tokens": 1}}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *_):
        pass


def refined(at, least_risk, lauter, port):
    """What the recipe makes of in.jsonl: (figures of the report, text after by id)."""
    (at / "r.yaml").write_text("steps: [{use: anonymize}, {use: llm, task: anonymize, rounds: 0, "
                               f"{least_risk and 'least_risk: ' + least_risk}}}]\nendpoints:\n"
                               f"  main: {{base_url: 'http://127.0.0.1:{port}/v1', model: none}}\n")
    subprocess.run([lauter, "refine", "in.jsonl", "--recipe", "./r.yaml", "-o", "out", "-q", "--overwrite"], cwd=at,
                   check=False, capture_output=True)
    figures = json.loads((at / "out/report.json").read_text())["llm"]
    rows = map(json.loads, (at / "out/data/in.jsonl").read_text().splitlines())
    return figures, {row["id"]: row["text"] for row in rows}


def study(path, args, port):
    gold = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for i, line in enumerate(lines):
            if len(gold) == args.rows:
                break
            row = json.loads(line)
            if row.get("split", "dev") == "dev" and row["text"].strip():
                gold.append({"id": f"g{i}", "text": row["text"], "spans": row.get("spans", [])})
    with tempfile.TemporaryDirectory() as folder:
        at = pathlib.Path(folder)
        (at / "in.jsonl").write_text("".join(json.dumps({"id": g["id"], "text": g["text"]}) + "\n" for g in gold))
        found = subprocess.run([args.lauter, "find", "in.jsonl", "-q"], cwd=at, capture_output=True, text=True, check=False)
        finds = {row["id"]: row.get("spans", []) for row in map(json.loads, found.stdout.splitlines())}
        for least_risk in args.least_risk.split(","):
            Listener.shown, Listener.tokens = [], 0
            if args.oracle:
                Listener.oracle = sorted({(g["text"].encode()[s["start"]:s["end"]].decode(), KINDS[s["norm"]])
                                          for g in gold for s in g["spans"] if s.get("norm") in KINDS})
            figures, after = refined(at, least_risk, args.lauter, port)
            print_figures(f"{pathlib.Path(path).stem} {least_risk}", gold, finds, figures, after)


def print_figures(name, gold, finds, figures, after):
    shown = "\n".join(Listener.shown)
    values = missed = seen = left = 0
    for g in gold:
        raw = g["text"].encode()
        for span in g["spans"]:
            if span.get("norm") not in KINDS or g["id"] not in after:
                continue
            values += 1
            if any(f["start"] < span["end"] and span["start"] < f["end"] for f in finds[g["id"]]):
                continue
            value = raw[span["start"]:span["end"]].decode()
            if value not in after[g["id"]] and not Listener.oracle:
                continue  # another mention was found, and all of them went
            missed += 1
            left += re.search(rf"\b{re.escape(value)}\b", after[g["id"]]) is not None
            # Any mention will do; with a little of what stands around it, so that another row's word does not count.
            mentions = [m.span() for m in re.finditer(re.escape(value.encode()), raw)]
            seen += any(raw[max(0, b - 6):e + 6].decode(errors="ignore").strip() in shown for b, e in mentions)
    source = figures["source_bytes"] / 4
    print(f"{name}: {len(gold)} rows, {100 * figures['rows_asked'] / len(gold):.0f} % asked about, {values} values, "
          f"{missed} missed by the local step "
          f"({100 * missed / max(values, 1):.1f} %), of these {100 * seen / max(missed, 1):.1f} % shown, "
          f"{100 * left / max(missed, 1):.1f} % left; "
          f"{100 * figures['asked_bytes'] / max(figures['source_bytes'], 1):.1f} % of the text shown, "
          f"{Listener.tokens / max(source, 1):.2f} tokens a source token", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--least-risk", default="0.1")
    parser.add_argument("--oracle", action="store_true", help="the server quotes all gold values that it is shown")
    parser.add_argument("--lauter", default=str(pathlib.Path(__file__).resolve().parents[2] / "build/release/lauter"))
    args = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for path in args.gold:
        study(path, args, server.server_address[1])


if __name__ == "__main__":
    main()
