"""Whole documents with many values each (letters.txt)."""
import os
import re

from . import values
from .people import Persona, pick

TAG = re.compile(r"\{([A-Z_]+)(?: (\d))?\}")
COUNTRIES = {"de": "DE", "fr": "FR", "es": "ES", "pt": "BR", "it": "IT"}
ENGLISH = ["US", "US", "GB", "GB", "CA", "AU"]


def load():
    path = os.path.join(os.path.dirname(__file__), "letters.txt")
    text = open(path, encoding="utf-8").read().split("\n", 1)[1]
    out = []
    for block in text.split("\n----\n"):
        head, body = block.split("\n", 1)
        lang, _, kind = head.rpartition(":")
        out.append((lang or "en", kind, body.rstrip("\n")))
    return out


BLOCKS = load()


def make_letter(r, test):
    index, (lang, kind, body) = pick(r, [(i, b) for i, b in enumerate(BLOCKS) if (i % 3 == 2) == test])
    country = COUNTRIES.get(lang)
    people, known, parts, at = {}, {}, [], 0
    for m in TAG.finditer(body):
        parts.append(body[at:m.start()])
        at = m.end()
        cat, who = m.group(1), m.group(2) or "1"
        if who not in people:
            people[who] = Persona(r, country or ("GB" if "UK_NHS" in body else "US" if "US_SSN" in body else pick(r, ENGLISH)))
        p = people[who]
        if (cat, who) not in known:
            v = f"{p.first} {p.last}" if cat == "PERSON" else values.ALL[cat](r, p)
            known[cat, who] = v if isinstance(v, list) else [(cat, v)]
        parts += known[cat, who]
    return parts + [body[at:]], "plain", kind, f"l:{index}"
