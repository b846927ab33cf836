#!/usr/bin/env python3
"""Compares lauter's filters with the reference, decision by decision and text by text.

    tests/curate/compare_filters.py --lauter build/release/lauter ROWS.jsonl.gz ... [--limit N]

Rows are {"id","text"} or {"lines":[{"text"}]}; prints a line for every filter and line rule, and exits
with 1 if anything differs. Without rows: the fixture, which is what the test suite runs.
"""
import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

import filters_reference as reference
from filters_fixture import fixture_texts

STRICT = {
    "gopher_quality": {"min_doc_words": 5, "min_stop_words": 1, "max_symbol_word_ratio": 0.05},
    "gopher_repetition": {"dup_line_frac": 0, "dup_para_frac": 0, "dup_line_char_frac": 0, "dup_para_char_frac": 0},
    "c4": {"min_num_sentences": 1, "min_words_per_line": -1, "filter_no_terminal_punct": False,
           "max_word_length": 12},
    "fineweb": {"line_punct_thr": 0, "line_punct_exclude_zero": True, "short_line_thr": 1.1,
                "char_duplicates_ratio": 0.2, "new_line_ratio": 0.1},
}


def variants():
    """(name, recipe step, options for the reference)"""
    for name in ("gopher_quality", "gopher_repetition", "c4", "fineweb"):
        for options in ({}, STRICT[name]):
            for rule in ("lf", "python") if name in ("gopher_quality", "c4") else ("lf",):
                label = f"{name}{' strict' if options else ''}{' python lines' if rule == 'python' else ''}"
                step = {"use": name, **options, **({"lines": rule} if name in ("gopher_quality", "c4") else {})}
                yield label, step, dict(options, **({"rule": rule} if "lines" in step else {}))


def texts_of(paths, limit):
    for path in paths:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8") as rows:
            for i, line in enumerate(rows):
                if limit is not None and i >= limit:
                    break
                row = json.loads(line)
                if "lines" in row and row["lines"] and isinstance(row["lines"][0], dict):
                    yield "\n".join(item.get("text", "") for item in row["lines"])
                elif "lines" in row:
                    yield "\n".join(map(str, row["lines"]))
                for field in ("text", "gold"):
                    if isinstance(row.get(field), str):
                        yield row[field]


def lauter_answers(lauter, step, rows, folder):
    recipe = folder / "recipe.yaml"
    recipe.write_text(json.dumps({"name": "filter", "steps": [step]}))
    command = [lauter, "program", str(rows), "--recipe", str(recipe), "--key-file", str(folder / "key"), "--quiet"]
    out = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    assert out.returncode in (0, 1), out
    for line in out.stdout.decode().splitlines():
        yield json.loads(line)


def applied(text, program):
    """(reason, refined text) of a program; offsets are bytes."""
    if program and program[0]["op"] == "drop_document":
        return program[0]["cause"]["rule"].split(".", 1)[1], None
    raw, out, at = text.encode(), b"", 0
    for op in program:
        out += raw[at:op["start"]] + op.get("with", "").encode()
        at = op["end"]
    return "", (out + raw[at:]).decode()


def compare(lauter, texts, report):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "key").write_text("00" * 32)
        (folder / "key").chmod(0o600)
        rows = folder / "rows.jsonl"
        with open(rows, "w", encoding="utf-8") as out:
            for i, text in enumerate(texts):
                out.write(json.dumps({"id": str(i), "text": text}) + "\n")
        n_different = 0
        for label, step, options in variants():
            different, dropped = [], 0
            for text, row in zip(texts, lauter_answers(lauter, step, rows, folder), strict=True):
                want = getattr(reference, step["use"])(text, **options)
                want = want if isinstance(want, tuple) else (want, text if not want else None)
                got = applied(text, row["program"])
                dropped += want[0] != ""
                if got != want:
                    different.append((row["id"], want[0], got[0]))
            n_different += len(different)
            report(f"{label:34} {len(texts):7} texts  {dropped:7} dropped  {len(different):5} different"
                   + (f"  {different[:3]}" if different else ""))
        return n_different


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lauter", required=True)
    parser.add_argument("--limit", type=int)
    parser.add_argument("rows", nargs="*")
    args = parser.parse_args()
    texts = list(texts_of(args.rows, args.limit)) if args.rows else fixture_texts()
    return 1 if compare(args.lauter, texts, print) else 0


if __name__ == "__main__":
    sys.exit(main())
