#!/usr/bin/env python3
"""Writes knowledge/lexicon/source_names.txt: endings and names of files that hold source text, from GitHub's linguist as npm's linguist-languages ships it.

scripts/make-source-names.py [VERSION]      needs npm and its registry

Endings: of programming and markup languages, and of OWN, since most data (`.csv`, `.ics`) is no source text. Names: of all languages. An ending with
two dots is one with its last."""
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "knowledge/lexicon/source_names.txt"
# Settings and plain pages, which linguist calls data and prose.
OWN = {"cfg", "conf", "diff", "env", "gradle", "graphql", "ini", "json", "jsonc", "patch", "properties", "proto", "rst", "toml", "txt", "xml", "yaml", "yml"}
OWN_NAMES = {".envrc", ".profile", ".pypirc", "LICENSE", "README"}
ARRAY = r"{}: \[(.*?)\]"


def listed(text, key):
    found = re.search(ARRAY.format(key), text, re.S)
    return re.findall(r"'((?:[^'\\]|\\.)*)'", found[1]) if found else []


def main():
    version = sys.argv[1] if len(sys.argv) > 1 else "9.5.0"
    endings, names = {"." + name for name in OWN}, set(OWN_NAMES)
    with tempfile.TemporaryDirectory() as folder:
        packed = json.loads(subprocess.run(["npm", "pack", "--json", f"linguist-languages@{version}"], cwd=folder, check=True, capture_output=True, text=True).stdout)
        with tarfile.open(pathlib.Path(folder, packed[0]["filename"])) as archive:
            for member in archive:
                if not (member.name.startswith("package/data/") and member.name.endswith((".js", ".mjs"))):
                    continue
                text = archive.extractfile(member).read().decode()
                if re.search(r"type: '(programming|markup)'", text):
                    endings.update("." + ending.lower().rpartition(".")[2] for ending in listed(text, "extensions"))
                names.update(listed(text, "filenames"))
    endings = {ending for ending in endings if not ending[1:].isdigit()}  # of manual pages, and of logs that were put aside
    names = {name for name in names if "." + name.lower().rpartition(".")[2] not in endings or "." not in name[1:]}
    body = "".join(f"\n[{name}] array sorted\n" + "".join(f"{term}\n" for term in sorted(terms, key=str.encode))
                   for name, terms in (("kInputSourceSuffixes", endings), ("kInputSourceNames", names)))
    OUT.write_text(f"# Endings and names of files that hold source text; made by scripts/make-source-names.py\n# source: npm linguist-languages {version}, from github-linguist\n"
                   f"# licence: MIT (both)\n# date: 2026-11-25\n{body}", encoding="utf-8")


if __name__ == "__main__":
    main()
