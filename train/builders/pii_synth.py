"""Texts as lists of segments [(text, type or None)], and what is done to them: filling templates, swapping names, noise.

Working on segments keeps labels right whatever happens to the text; offsets are made at the very end.
"""

import random
import re

import pii_templates
from pii_names import HONORIFICS, NICKNAMES, ROLES, Names

SLOT = re.compile(r"\{([A-Z][0-9]?|[jgq][0-9]?)\}")
PERSON_SLOTS = set("PFLNZ")
TYPES = {"P": "PERSON", "F": "PERSON", "L": "PERSON", "N": "PERSON", "Z": "PERSON", "O": "ORG", "S": "ORG", "C": "LOC", "K": "LOC",
         "R": "LOC", "X": "LOC", "A": "ADDRESS", "W": "ADDRESS", "J": "TITLE", "j": "TITLE", "G": "AGE", "Q": "NRP", "D": "DATE"}
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def date(names: Names):
    r = names.rng
    y, m, d = r.randrange(1920, 2027), r.randrange(1, 13), r.randrange(1, 29)
    month = MONTHS[m - 1] if r.random() < 0.7 else MONTHS[m - 1][:3]
    return names.pick([f"{y}", f"{d} {month} {y}", f"{month} {d}, {y}", f"{month} {y}", f"{d:02}/{m:02}/{y}", f"{m}/{d}/{y % 100:02}",
                       f"{y}-{m:02}-{d:02}", f"{d}.{m}.{y}", names.pick(DAYS), names.pick(DAYS), f"{month} {d}", f"{d}th of {month}",
                       f"{names.pick(DAYS)}, {month} {d}, {y}", f"{d} {month}"])


def plain_value(kind, names: Names):
    """A value of a slot that is not private for this model."""
    r = names.rng
    if kind == "T":
        return names.pick([f"{r.randrange(0, 24)}:{r.randrange(0, 60):02}", f"{r.randrange(1, 13)} pm", f"{r.randrange(1, 13)}:30 AM", "noon"])
    if kind == "M":
        return names.pick([f"${r.randrange(5, 9000)}", f"EUR {r.randrange(5, 900)}", f"{r.randrange(2, 90)} million", f"£{r.randrange(1, 99)}.50", f"{r.randrange(10, 999)} yuan"])
    if kind == "V":
        return str(r.randrange(0, 10 ** r.randrange(1, 6)))
    if kind == "U":
        return names.pick([f"+49 561 {r.randrange(10000, 999999)}", f"({r.randrange(200, 999)}) {r.randrange(200, 999)}-{r.randrange(1000, 9999)}",
                           f"0{r.randrange(7000, 7999)} {r.randrange(100000, 999999)}", f"{r.randrange(200, 999)}-{r.randrange(200, 999)}-{r.randrange(1000, 9999)}",
                           f"138{r.randrange(10000000, 99999999)}"])
    if kind == "E":
        person = names.person(0)
        user = re.sub(r"[^a-z.]", "", f"{person.first}.{person.last}".lower()) or "info"
        return f"{user}@{names.pick(['example.com', 'mail.example.org', 'gmail.com', 'web.de'])}"
    if kind == "B":
        return names.pick(pii_templates.BRANDS)
    if kind == "H":
        return names.pick(HONORIFICS)
    return "https://www.example.org/" + str(r.randrange(1000))


class Filler:
    """Fills templates; keeps the people of one text."""

    def __init__(self, names: Names, native=0.04, chinese=0.0):
        self.names, self.native, self.chinese = names, native, chinese
        self.people, self.values = {}, {}

    def person(self, digit):
        if digit not in self.people or (not digit and self.names.chance(0.5)):
            is_chinese = self.names.chance(self.chinese)
            self.people[digit] = self.names.chinese_person() if is_chinese else self.names.person(self.native)
        return self.people[digit]

    def segment(self, kind, digit):
        names = self.names
        if kind in PERSON_SLOTS:
            person = self.person(digit)
            value = {"P": lambda: names.full(person), "F": lambda: person.first, "L": lambda: person.last,
                     "N": lambda: names.pick(NICKNAMES), "Z": lambda: names.chinese_call(person)}[kind]()
            return value, "PERSON"
        if kind not in TYPES:
            return plain_value(kind, names), None
        if digit and (kind, digit) in self.values:
            return self.values[kind, digit]
        value = {"O": names.org, "S": names.school, "C": names.city, "K": names.country, "R": names.state, "X": names.place,
                 "A": names.address, "W": names.street_line, "J": names.job, "j": lambda: names.job(True),
                 "G": lambda: str(names.rng.randrange(1, 99)), "Q": names.nrp, "D": lambda: date(names)}[kind]()
        segments = value, TYPES[kind]
        if digit:
            self.values[kind, digit] = segments
        return segments

    def fill(self, template):
        out, at = [], 0
        for slot in SLOT.finditer(template):
            out.append((template[at:slot.start()].replace("|", "\n"), None))
            value, kind = self.segment(slot[1][0], slot[1][1:])
            for article in ("the ", "The "):  # articles are no part of a span
                if kind in ("LOC", "ORG") and value.startswith(article):
                    out.append((article, None))
                    value = value[4:]
            out.append((value, kind))
            at = slot.end()
        out.append((template[at:].replace("|", "\n"), None))
        return one_name([s for s in out if s[0]])


def one_name(segments):
    """First and last name with a blank between them are one span."""
    out = []
    for text, kind in segments:
        if kind == "PERSON" and len(out) > 1 and out[-1] == (" ", None) and out[-2][1] == "PERSON":
            out.pop()
            text = out.pop()[0] + " " + text
        out.append((text, kind))
    return out


def join(parts, separator):
    out = []
    for i, part in enumerate(parts):
        if i:
            out.append((separator() if callable(separator) else separator, None))
        out.extend(part)
    return out


def mail(names: Names):
    fill = Filler(names)
    parts = []
    if names.chance(0.4):
        header = names.pick(["From: {P9}|To: {P}|Subject: {B}", "From: {P9} <{E}>|Sent: {D} {T}|To: {P}; {P4}|Cc: {P2}|Subject: RE: Visit",
                             "----- Original Message -----|From: {P9}|To: {P}", "On {D}, at {T}, {P9} wrote:", "{P9} <{E}>|{D} {T}|To: {F} {L}|Subject: Invoice"])
        parts.append(fill.fill(header))
    parts.append(fill.fill(names.pick(pii_templates.OPENINGS)))
    body = []
    for _ in range(names.rng.randrange(1, 6)):
        pool = pii_templates.BODIES if names.chance(0.6) else pii_templates.NEGATIVES if names.chance(0.4) else pii_templates.SENTENCES
        body.append(fill.fill(names.pick(pool)))
    parts.append(join(body, lambda: names.pick([" ", " ", " ", "\n", "\n\n"])))
    parts.append(fill.fill(names.pick(pii_templates.CLOSINGS)))
    return join(parts, lambda: names.pick(["\n\n", "\n\n", "\n"]))


def mixture(names: Names, low, high, chinese=0.0):
    fill = Filler(names, chinese=chinese)
    parts = []
    for _ in range(names.rng.randrange(low, high)):
        pool = pii_templates.NEGATIVES if names.chance(0.25) else pii_templates.SENTENCES
        parts.append(fill.fill(names.pick(pool)))
    one = names.pick([" ", " ", "\n", "\n\n"])
    return join(parts, lambda: one if names.chance(0.8) else names.pick([" ", "\n", "\n\n"]))


def synthetic_text(names: Names):
    kind = names.rng.random()
    if kind < 0.17:
        return mail(names)
    if kind < 0.47:
        return mixture(names, 1, 2)
    if kind < 0.65:
        return mixture(names, 2, 7)
    if kind < 0.75:
        fill = Filler(names, chinese=0.9)
        return join([fill.fill(names.pick(pii_templates.CHINESE_CHAT)) for _ in range(names.rng.randrange(1, 7))], lambda: names.pick(["\n\n", "\n"]))
    if kind < 0.82:
        fill = Filler(names, native=0.2)
        return join([fill.fill(names.pick(pii_templates.FOREIGN)) for _ in range(names.rng.randrange(1, 4))], lambda: names.pick([" ", "\n"]))
    if kind < 0.86:  # own script names in English
        fill = Filler(names, native=0.8)
        return join([fill.fill(names.pick(pii_templates.SENTENCES)) for _ in range(names.rng.randrange(1, 4))], " ")
    if kind < 0.94:
        fill = Filler(names)
        return join([fill.fill(names.pick(pii_templates.NEGATIVES)) for _ in range(names.rng.randrange(1, 5))], lambda: names.pick([" ", "\n"]))
    record = names.pick(["{P},{U},{C}", "{L}, {F}\t{J}\t{O}", "{F};{L};{G};{C}", "- {P}, {C}", "* {F1} - {O}", "{V}. {P} ({K})", "{P}|{W}|{C}", "{F} {L} <{E}>", "{C}\t{K}\t{V}"])
    return join([Filler(names).fill(record) for _ in range(names.rng.randrange(2, 9))], "\n")


# --- noise


def change_case(segments, rng):
    form = rng.random()
    if form < 0.10:
        return [(text.lower(), kind) for text, kind in segments]
    if form < 0.14:
        return [(text.upper(), kind) for text, kind in segments]
    if form < 0.17:  # only the names are small
        return [(text.lower() if kind else text, kind) for text, kind in segments]
    if form < 0.19:
        return [(text.upper() if kind == "PERSON" else text, kind) for text, kind in segments]
    if form < 0.21:  # Everything Is A Headline
        return [(text if kind else text.title(), kind) for text, kind in segments]
    return segments


def misspell(text, rng):
    chars = list(text)
    i = rng.randrange(len(chars))
    if not chars[i].isalpha() or len(chars) < 4:
        return text
    what = rng.randrange(4)
    if what == 0:
        del chars[i]
    elif what == 1:
        chars.insert(i, chars[i])
    elif what == 2 and i + 1 < len(chars) and chars[i + 1].isalpha():
        chars[i], chars[i + 1] = chars[i + 1], chars[i]
    else:
        chars[i] = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return "".join(chars)


def noise(segments, rng):
    segments = change_case(segments, rng)
    if rng.random() < 0.12:
        rate = rng.choice([0.02, 0.05])
        changed = []
        for text, kind in segments:
            pieces = [misspell(p, rng) if len(p) > 3 and rng.random() < rate else p for p in re.split(r"(\s+)", text)]
            changed.append(("".join(pieces) or text, kind))
        segments = changed
    return segments


# --- swapping names in annotated rows

ROLE_WORDS = {word.rstrip(".") for word in ROLES + HONORIFICS}


def person_like(value, names: Names, chinese):
    """A name of the same shape: number of words, leading role kept, possessive kept."""
    tail = "'s" if value.endswith("'s") else ""
    words = value[: len(value) - len(tail)].split()
    lead = []
    while len(words) > 1 and words[0].rstrip(".") in ROLE_WORDS:
        lead.append(words.pop(0))
    person = names.chinese_person() if names.chance(chinese) else names.person(0.02)
    if len(words) == 1:
        word = words[0]
        if lead:
            new = person.last
        elif len(word) <= 2:
            return value
        else:
            new = person.first if names.chance(0.65) else person.last
    elif len(words) <= 4:
        new = names.full(person)
    else:
        return value
    letters = [c for c in value if c.isalpha()]
    if letters and all(c.islower() for c in letters):
        new = new.lower()
    elif len(letters) > 3 and all(c.isupper() for c in letters):
        new = new.upper()
    return " ".join(lead + [new]) + tail


def same_case(value, new):
    if value.islower():
        return new.lower()
    return new.upper() if value.isupper() and len(value) > 4 else new


def swap(segments, names: Names, chinese=0.1, rates=(0.85, 0.5, 0.5, 0.8)):
    """The text with other names; one value gets one new value throughout."""
    rate = dict(zip(("PERSON", "LOC", "ORG", "ADDRESS"), rates))
    memory, out = {}, []
    for text, kind in segments:
        if kind is None:
            out.append((text, kind))
            continue
        if (text, kind) not in memory:
            new = text
            if kind == "PERSON" and names.chance(rate["PERSON"]):
                new = person_like(text, names, chinese)
            elif kind == "LOC" and names.chance(rate["LOC"]) and len(text.split()) <= 2 and not re.search(r"[\d,#@_]", text) and len(text) > 3:
                new = same_case(text, names.pick([names.city, names.city, names.country, names.state])().removeprefix("the "))
            elif kind == "ORG" and names.chance(rate["ORG"]) and len(text.split()) <= 4 and not re.search(r"[\d,#@_]", text):
                new = same_case(text, names.org().removeprefix("the "))
            elif kind == "ADDRESS" and names.chance(rate["ADDRESS"]):
                new = same_case(text, address_like(text, names))
            elif kind == "AGE" and text.isdigit():
                new = str(names.rng.randrange(1, 99))
            elif kind == "NRP" and names.chance(0.8):
                new = same_case(text, names.nrp())
            elif kind == "TITLE" and names.chance(0.8):
                new = same_case(text, names.job())
            memory[text, kind] = new
        out.append((memory[text, kind], kind))
    return out


def address_like(text, names: Names):
    if re.fullmatch(r"[\d-]+", text):
        return names.postcode() if len(text) > 3 else str(names.rng.randrange(1, 999))
    if re.fullmatch(r"(Apt\.?|Suite|Unit|Flat)\s*\S+", text):
        return names.unit()
    if "\n" in text or "," in text:
        return names.address()
    return names.street_line() if re.search(r"\d", text) else names.street()
