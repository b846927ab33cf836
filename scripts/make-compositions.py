#!/usr/bin/env python3
"""Prints src/text/compositions.inc: the letters that Unicode writes in one character or in two.

    scripts/make-compositions.py > src/text/compositions.inc
"""

import unicodedata

MARKS = range(0x300, 0x370)


def main():
    pairs = []
    for code in range(0xC0, 0x3000):
        parts = unicodedata.normalize("NFD", chr(code))
        # Of three characters (base and two marks) the first two are a letter of their own.
        first, mark = unicodedata.normalize("NFC", parts[:-1]), parts[-1]
        composed = unicodedata.normalize("NFC", parts)
        if len(first) == 1 and ord(mark) in MARKS and composed == chr(code):
            pairs.append((ord(first), ord(mark), code))
    print(f"// Made by scripts/make-compositions.py, Unicode {unicodedata.unidata_version}; do not edit.")
    line = ""
    for pair in sorted(pairs):
        entry = "{%s}," % ",".join(f"0x{code:X}" for code in pair)
        if len(line) + len(entry) > 100:
            print(line)
            line = ""
        line += entry
    print(line)


main()
