"""Rows that are no prose, from packages: source files, documents that hold code, patches, notebooks, logs, tables, chats.

    sample.py MOST FOLDER... > rows.jsonl        rows {"id", "text", "kind", "suffix"}"""
import json
import pathlib
import random
import re
import sys

SUFFIXES = {"py": "python", "c": "c", "h": "c", "cpp": "c++", "hpp": "c++", "java": "java", "go": "go", "rs": "rust", "js": "javascript", "mjs": "javascript", "ts": "typescript",
            "php": "php", "rb": "ruby", "pl": "perl", "pm": "perl", "sh": "shell", "lua": "lua", "ex": "elixir", "exs": "elixir", "R": "r", "m": "octave", "sql": "sql",
            "yml": "yaml", "yaml": "yaml", "toml": "toml", "json": "json", "ini": "ini", "cfg": "ini", "conf": "ini", "css": "css", "scss": "css", "html": "html", "xml": "html",
            "csv": "table", "tsv": "table", "log": "log"}
LEAST, MOST_BYTES = 200, 20_000


def main():
    most, roots = int(sys.argv[1]), sys.argv[2:]
    rng = random.Random(7)
    by_language, documents = {}, []
    for root in roots:
        for path in sorted(pathlib.Path(root).rglob("*")):
            suffix = path.suffix[1:]
            language = "docker" if path.name.startswith("Dockerfile") else "make" if path.name in ("Makefile", "CMakeLists.txt") else SUFFIXES.get(suffix)
            if path.is_symlink() or not path.is_file():
                continue
            if language:
                by_language.setdefault(language, []).append(path)
            elif suffix in ("md", "rst"):
                documents.append(path)
    write = lambda kind, name, text: print(json.dumps({"id": name, "text": text, "kind": kind}))

    def read(path):
        try:
            text = path.read_text()
        except (OSError, UnicodeDecodeError):
            return None
        return text if LEAST <= len(text.encode()) <= MOST_BYTES and "\0" not in text else None

    sources = []
    for language, paths in sorted(by_language.items()):
        rng.shuffle(paths)
        texts = [(path, text) for path in paths[:most * 4] if (text := read(path))][:most]
        sources += [(language, path, text) for path, text in texts]
        for path, text in texts:
            write(language, str(path), text)
    programs = [s for s in sources if s[0] not in ("html", "json", "yaml", "ini", "css", "table", "log")]
    rng.shuffle(documents)
    texts = [(path, text) for path in documents[:most * 4] if (text := read(path))]
    for path, text in [t for t in texts if "```" in t[1]][:most]:
        write("markdown with fences", str(path), text)
    for path, text in [t for t in texts if "```" not in t[1] and re.search(r"\n\n(    |\t)\S", t[1])][:most]:
        write("text with indented code", str(path), text)
    for i in range(most):
        language, path, text = rng.choice(programs)
        lines = text.split("\n")
        at = rng.randrange(max(1, len(lines) - 20))
        part = lines[at:at + 20]
        write("patch", f"patch-{i}", f"diff --git a/{path.name} b/{path.name}\n--- a/{path.name}\n+++ b/{path.name}\n@@ -{at},{len(part)} +{at},{len(part)} @@\n"
              + "\n".join(rng.choice("  +-") + line for line in part) + "\n")
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": [line + "\n" for line in part[j:j + 5]]} for j in range(0, len(part), 5)]
        write("notebook", f"notebook-{i}", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1))


main()
