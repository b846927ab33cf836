"""What a run did to rows that are no prose.

    figures.py rows.jsonl OUT [OUT2...]        OUT: folders of `lauter refine`; a table by kind for each

Counted by the edit log: rows with an edit, edits, and those that touch an identifier (letters outside of comments and quotes of their line), an import,
a version, a line of licence or copyright; and files which parsed before and no longer do (ast, json, node --check, bash -n)."""
import ast
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

COMMENT = {"python": "#", "ruby": "#", "perl": "#", "shell": "#", "r": "#", "yaml": "#", "toml": "#", "ini": "#", "elixir": "#", "make": "#", "docker": "#", "octave": "%", "lua": "--", "sql": "--"}
IMPORT = re.compile(r"^[ +\-]?\s*(import|from|#\s*include|use|using|require|package|extern crate|mod|@import|\\usepackage|library|source|alias)\b")
VERSION = re.compile(r"v?\d+\.\d+(\.\d+)+|\bversion\b.*\d", re.I)
NOTICE = re.compile(r"copyright|licen[cs]e|SPDX|\(c\)|all rights reserved|permission is hereby|warrant", re.I)


def checks(kind, text, suffix):
    if kind == "python":
        try:
            ast.parse(text)
            return True
        except (SyntaxError, ValueError):
            return False
    if kind in ("json", "notebook"):
        try:
            json.loads(text)
            return True
        except ValueError:
            return False
    tool = {"javascript": ["node", "--check"], "shell": ["bash", "-n"], "perl": None}.get(kind)
    if tool is None:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=suffix) as file:
        file.write(text)
        file.flush()
        return subprocess.run([*tool, file.name], capture_output=True).returncode == 0


def in_code(kind, line, column, end):
    """Whether line[column:end] stands outside of comments and quotes, as far as the line alone tells."""
    quote, i = None, 0
    mark = COMMENT.get(kind, "//")
    if line.lstrip(" +-").startswith(("*", "/*", "//", "#" if mark == "#" else "//", "<!--", '"""', "--" if mark == "--" else "//", ";", "%")):
        return False
    while i < column:
        c = line[i]
        if quote:
            quote = None if c == quote else quote
            i += c == "\\"
        elif c in "\"'`":
            quote = c
        elif line.startswith(mark, i) or line.startswith("/*", i):
            return False
        i += 1
    return quote is None


def main():
    rows_file, *outs = sys.argv[1:]
    rows = [json.loads(line) for line in open(rows_file)]
    for out in outs:
        log = {}
        for path in (pathlib.Path(out) / "edits").rglob("*.zst"):
            text = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout.decode()
            log.update((row["id"], row) for row in map(json.loads, text.splitlines()))
        refined = {}
        for path in (pathlib.Path(out) / "data").rglob("*"):
            if path.is_file():
                refined.update((row["id"], row["text"]) for row in map(json.loads, open(path)))
        count = collections.defaultdict(collections.Counter)
        for row in rows:
            c, kind, text = count[row["kind"]], row["kind"], row["text"]
            c["rows"] += 1
            row_log = log.get(row["id"])
            if row_log is None or row_log["state"] == "rejected":
                c["held back"] += 1
                continue
            edits = row_log["program"]
            c["edited"] += bool(edits)
            raw = text.encode()
            touched = collections.Counter()
            for edit in edits:
                c["edits"] += 1
                begin = raw.rfind(b"\n", 0, edit["start"]) + 1
                stop = raw.find(b"\n", edit["start"])
                line = raw[begin:stop if stop >= 0 else len(raw)].decode(errors="replace")
                column = len(raw[begin:edit["start"]].decode(errors="replace"))
                was = raw[edit["start"]:edit["end"]].decode(errors="replace")
                label = edit["cause"]["label"]
                if NOTICE.search(line):
                    touched["notices"] += 1
                    c["mail in notice"] += label == "EMAIL_ADDRESS"
                elif IMPORT.match(line):
                    touched["imports"] += 1
                elif VERSION.search(was):
                    touched["versions"] += 1
                elif re.search(r"[A-Za-z_]{2}", was) and label != "EMAIL_ADDRESS" and in_code(kind, line, column, column + len(was)):
                    touched["identifiers"] += 1
            for what, n in touched.items():
                c[what] += n
                c["rows: " + what] += 1
            suffix = pathlib.Path(row["id"]).suffix
            if edits and checks(kind, text, suffix):
                c["broken"] += not checks(kind, refined[row["id"]], suffix)
        columns = ["rows", "edited", "edits", "identifiers", "rows: identifiers", "imports", "versions", "notices", "rows: notices", "mail in notice", "broken", "held back"]
        print(f"### {pathlib.Path(out).name}\n\n| kind | " + " | ".join(columns) + " |\n|---|" + "---:|" * len(columns))
        total = collections.Counter()
        for kind, c in sorted(count.items()):
            total.update(c)
            print(f"| {kind} | " + " | ".join(f"{c[name]:,}" for name in columns) + " |")
        print("| all | " + " | ".join(f"{total[name]:,}" for name in columns) + " |\n")


main()
