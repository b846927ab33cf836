#!/usr/bin/env python3
"""Knowledge is data: no list of more than MOST words in the sources of src/, whether an initializer of strings or one string parted by bars.
lists.tsv names the files that still hold some, how many terms, and why; a file may only lose terms.

  lists_test.py            the test
  lists_test.py --write    lists.tsv anew, for after terms were taken out (reasons are kept)"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALLOWED = ROOT / "tests" / "lint" / "lists.tsv"
MOST = 12
STRING = r'"((?:[^"\\\n]|\\.)*)"'
RUN = re.compile(rf"(?:{STRING}\s*,\s*){{{MOST},}}{STRING}")
JOINED = re.compile(rf"(?:{STRING}\s*)+")


def terms_in(text):
    """Terms of the lists of a source: runs of strings with commas between, strings (in pieces or whole) with bars between words."""
    text = re.sub(r"//[^\n]*", "", text)
    count = sum(len(re.findall(STRING, m[0])) for m in RUN.finditer(text))
    for m in JOINED.finditer(RUN.sub("", text)):
        parts = "".join(re.findall(STRING, m[0])).split("|")
        if len(parts) > MOST:
            count += len(parts)
    return count


def found():
    files = [p for p in sorted((ROOT / "src").rglob("*")) if p.suffix in (".cc", ".h", ".inc", ".cu") and not re.search(r"_(test|bench|main)\.cc$|test_support", p.name)]
    return {str(p.relative_to(ROOT)): n for p in files if (n := terms_in(p.read_text()))}


def allowed():
    rows = [line.split("\t") for line in ALLOWED.read_text().splitlines()[1:]] if ALLOWED.exists() else []
    return {file: (int(n), why) for file, n, why in rows}


def main():
    now, known = found(), allowed()
    if "--write" in sys.argv:
        rows = [f"{file}\t{n}\t{known.get(file, (0, 'to become data'))[1]}" for file, n in now.items()]
        ALLOWED.write_text("\n".join(["file\tterms\treason", *rows]) + "\n")
        print(sum(now.values()), "terms in", len(now), "files")
        return 0
    faults = [f"{file}: {n} terms in lists, {known.get(file, (0, ''))[0]} allowed; make them data under knowledge/"
              for file, n in now.items() if n > known.get(file, (0, ""))[0]]
    assert terms_in('x = {"' + '", "'.join("abcdefghijklmn") + '"};') == 14 and terms_in('f("a|b|c|d|e|f|g|"\n  "h|i|j|k|l|m|n");') == 14
    print("\n".join(faults) or f"lists: {sum(now.values())} terms in {len(now)} files, none grown")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
