#!/usr/bin/env python3
"""Writes src/web/char_refs.inc: the named character references of the HTML standard (section 13.5), from the
table that Python ships (html.entities.html5)."""

import html.entities
import pathlib

lines = []
for name, text in sorted(html.entities.html5.items()):
    assert name.isascii() and name[0].isalpha() and name.rstrip(";").isalnum()
    bytes_ = "".join(f"\\x{b:02X}" for b in text.encode())
    lines.append(f'{{"{name}", "{bytes_}"}},\n')
path = pathlib.Path(__file__).parents[1] / "src/web/char_refs.inc"
path.write_text("".join(lines))
