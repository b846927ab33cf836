#!/usr/bin/env python3
"""Small functions and small files in src/: no function of the product above LINES lines; tests included, at most LONG_FILES files above FILE_LINES lines
that are not data (.inc)."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LINES = 80
FILE_LINES = 500
LONG_FILES = 2
BLANK = re.compile(r"""//[^\n]*|/\*.*?\*/|^[ ]*\#(?:[^\n]*\\\n)*[^\n]*|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.){1,4}'(?!\w)""", re.S | re.M | re.X)
SCOPE = re.compile(r"\b(namespace|struct|class|enum|union|extern)\b")


def sources():
    return [p for p in sorted((ROOT / "src").rglob("*")) if p.suffix in (".cc", ".h", ".cu")]


def is_of_product(path):
    """No test, benchmark or tool."""
    return not re.search(r"_(test|bench|main)\.cc$|test_support", path.name)


def functions(text):
    """(line number, lines) of every function, from the line of its name to its last."""
    text = BLANK.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    open_braces = []  # where a function began; None for a namespace or a type
    head = 0          # where what stands before the next brace begins
    inside = 0        # braces open within a function
    for m in re.finditer(r"[;{}]", text):
        if inside:
            inside += {"{": 1, "}": -1, ";": 0}[m[0]]
            if not inside and (begin := open_braces.pop()) is not None:
                first = text.count("\n", 0, begin) + 1
                yield first, text.count("\n", 0, m.start()) + 2 - first
        elif m[0] == "{":
            before = text[head:m.start()]
            last = (before.strip().splitlines() or [""])[-1]
            if SCOPE.search(last) and not re.search(r"[()]", last):
                open_braces.append(None)
            else:
                is_function = "(" in before and "=" not in before.split("(")[0].replace("operator", "")
                open_braces.append(head + len(before) - len(before.lstrip()) if is_function else None)
                inside = 1
        elif m[0] == "}" and open_braces:
            open_braces.pop()
        head = m.end()


class Sizes(unittest.TestCase):
    def test_functions(self):
        long = [f"{p.relative_to(ROOT)}:{at}: {n} lines" for p in filter(is_of_product, sources()) for at, n in functions(p.read_text()) if n > LINES]
        self.assertEqual(long, [], f"functions above {LINES} lines")

    def test_files(self):
        long = [f"{p.relative_to(ROOT)}: {n} lines" for p in sources() if (n := len(p.read_text().splitlines())) > FILE_LINES]
        self.assertLessEqual(len(long), LONG_FILES, "\n".join([f"files above {FILE_LINES} lines:", *long]))


if __name__ == "__main__":
    unittest.main()
