"""Twelve firms, their people, and the mails, chats, tickets and minutes that these write: every mention of a person is noted with its form and place. A seed makes everything."""
import dataclasses
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, "..", "companies"), os.path.join(HERE, "..", "pii")]

from piiset.people import NAMES, ascii_of  # noqa: E402

NAME_FORMS = ("full", "rev", "ini", "given", "family", "title")
FORMS = (*NAME_FORMS, "mail", "handle", "phone", "phone2", "emp")
FACTS = ("born", "town", "job", "hobby", "street", "school")  # what is known of a person beside names and numbers
MONTHS = "January February March April May June July August September October November December".split()
TOWNS = "Huddersfield Kirkcaldy Doncaster Swindon Wrexham Duluth Spokane Akron Kassel Chemnitz Ulm Passau Linz Graz Breda Zwolle Odense Tampere Limoges Bergamo".split()
STREETS = ("Tollgate Crescent", "Quarry Bank Road", "Hawthorn Close", "Foundry Terrace", "Old Ferry Lane", "Coppice Drive", "Mill Race Court", "Bracken Lane")
COINED = ("Bran Hol Kel Mar Ost Rud Sel Tarn Ves Wen".split(), "bury field gaard hurst lund mann stead ton wick worth".split())
FIRMS = "Halbrook Lindenau Kestrel Tidewater Vesterhav Orizen Cobbleford Stellmach Arctus Pinecone Ravaux Maresfield".split()
TRADES = "Pumps Optics Looms Tiles Ropes Valves Nets Boats Foods Tools Glass Scales".split()
COUNTRIES = ("de", "uk", "us")
DOMAINS = {"de": "de", "uk": "co.uk", "us": "com"}
MAILS = (lambda g, f: f"{g}.{f}", lambda g, f: f"{g[0]}.{f}", lambda g, f: f"{f}.{g}", lambda g, f: f"{g[0]}{f}")
HANDLES = (lambda g, f: f"{g[0]}{f}", lambda g, f: f"{g}_{f}", lambda g, f: f"{g}.{f}", lambda g, f: f"{f}_{g}")


@dataclasses.dataclass
class Person:
    number: int
    firm: int
    sex: str  # F or M
    given: str
    family: str
    values: dict  # form or fact: as it is written


@dataclasses.dataclass
class Mention:
    person: int
    form: str
    start: int  # bytes of the text
    end: int


@dataclasses.dataclass
class Document:
    id: str
    firm: int
    kind: str
    text: str
    mentions: list
    facts: list  # (person, fact) that it says


def sections(path=os.path.join(HERE, "wordings.txt")):
    found, entries = {}, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("## "):
                entries = found.setdefault(line[3:].strip(), [])
            elif entries is not None and line.strip():
                entries += [entry.strip() for entry in line.split(" | ")]
    return found


def phones(r, country):
    """(international, national) of one number, of no range that is kept for fiction."""
    digits = "".join(r.choice("23456789") for _ in range(10))
    if country == "de":
        return f"+49 151 {digits[:8]}", f"0151 {digits[:8]}"
    if country == "uk":
        return f"+44 78{digits[:2]} {digits[2:8]}", f"078{digits[:2]} {digits[2:8]}"
    return f"+1 312-{digits[:3].replace('555', '556')}-{digits[3:7]}", f"(312) {digits[:3].replace('555', '556')}-{digits[3:7]}"


class World:
    """Firms with people. Every sixth person bears the name of one in another firm; the people of firms 0 and 1 have the same given names."""

    def __init__(self, firms=12, people=14, seed=1):
        self.rng = r = random.Random(f"stand-ins {seed}")
        self.words = sections()
        self.firms = [f"{FIRMS[n]} {TRADES[n]}" for n in range(firms)]
        self.people, self.documents, taken = [], [], set()
        given = sorted({(name, sex) for female, male, _ in NAMES.values() for sex, names in (("F", female), ("M", male)) for name in names if name.isalpha()})
        families = sorted({name for *_, family in NAMES.values() for name in family if name.isalpha()})
        for number in range(firms * people):
            firm = number // people
            twin = self.people[r.randrange(firm * people)] if firm and number % 6 == 0 else None
            if firm == 1:
                first, sex = self.people[number - people].given, self.people[number - people].sex
            elif twin:
                first, sex = twin.given, twin.sex
            else:
                first, sex = r.choice(given)
            while True:
                last = twin.family if twin and firm != 1 else r.choice(families) if r.random() < 0.7 else r.choice(COINED[0]) + r.choice(COINED[1])
                if (firm, ascii_of(first)[0], ascii_of(last)) not in taken or twin:
                    break
            taken.add((firm, ascii_of(first)[0], ascii_of(last)))
            self.people.append(self.person(number, firm, sex, first, last))

    def person(self, number, firm, sex, first, last):
        r, g, f = self.rng, ascii_of(first), ascii_of(last)
        country = COUNTRIES[firm % 3]
        phone, phone2 = phones(r, country)
        domain = self.firms[firm].lower().replace(" ", "-") + "." + DOMAINS[country]
        values = {"full": f"{first} {last}", "rev": f"{last}, {first}", "ini": f"{first[0]}. {last}", "given": first, "family": last,
                  "title": ("Ms " if sex == "F" else "Mr ") + last, "mail": f"{MAILS[firm % 4](g, f)}@{domain}", "handle": HANDLES[number % 4](g, f),
                  "phone": phone, "phone2": phone2, "emp": f"E-{r.randrange(10 ** 5, 10 ** 6)}", "born": f"{r.randrange(1, 29)} {r.choice(MONTHS)} {r.randrange(1955, 2004)}",
                  "town": r.choice(TOWNS), "job": r.choice(self.words["jobs"]), "hobby": r.choice(self.words["hobbies"]),
                  "street": f"{r.randrange(2, 160)} {r.choice(STREETS)}", "school": r.choice(self.words["schools"])}
        return Person(number, firm, sex, first, last, values)

    def write(self, per_firm=40):
        size = len(self.people) // len(self.firms)
        for firm in range(len(self.firms)):
            for n in range(per_firm):
                kind = ("mail", "mail", "chat", "ticket", "chat", "minutes")[n % 6]
                cast = dict(zip("ABC", self.rng.sample(self.people[firm * size:(firm + 1) * size], 3)))
                self.documents.append(self.document(f"{firm}-{kind}-{n}", firm, kind, cast))
        return self.documents

    def document(self, name, firm, kind, cast):
        r, parts = self.rng, []
        if kind == "mail":
            parts = ["From: {A.full} <{A.mail}>\n", "To: {B.rev} <{B.mail}>\n" if r.random() < 0.5 else "To: {B.mail}\n", f"Subject: {r.choice(self.words['subject'])}\n\n",
                     r.choice(("Hi {B.given},\n\n", "Dear {B.title},\n\n", "{B.given},\n\n"))]
            parts += [line + " " for line in r.sample(self.words["mail"], r.randrange(3, 6))]
            parts += ["\n\n", r.choice(("Best\n{A.given}\n", "Regards,\n{A.full}\n")), r.choice(("", "--\n{A.ini} | {firm} | {A.phone}\n"))]
        elif kind == "chat":
            clock = r.randrange(420, 1000)
            for line in r.sample(self.words["chat"], r.randrange(6, 10)):
                clock += r.randrange(5)
                speaker = r.choice([who for who in "ABC" if "{" + who not in line] or "ABC")
                parts.append(f"[{clock // 60:02d}:{clock % 60:02d}] {{{speaker}.handle}}: {line}\n")
        else:
            lines = self.words[kind]
            chosen = sorted(r.sample(range(1, len(lines) - 1), r.randrange(3, len(lines) - 2)))
            parts = [f"{'Ticket' if kind == 'ticket' else 'Minutes, {firm}, no.'} {r.randrange(100, 9999)}\n", *(lines[i] + "\n" for i in (0, *chosen, len(lines) - 1))]
        return self.filled(name, firm, kind, "".join(parts), cast)

    def filled(self, name, firm, kind, template, cast):
        out, mentions, facts = "", [], []
        for part in re.split(r"(\{[^}]+\})", template):
            if not part.startswith("{"):
                out += part
            elif part == "{firm}":
                out += self.firms[firm]
            elif part == "{n}":
                out += str(self.rng.randrange(3, 29))
            else:
                who, form = part[1:-1].split(".")
                value, person = cast[who].values[form], cast[who].number
                if form in FORMS:
                    start = len(out.encode()) + (3 if form == "title" else 0)  # the title itself may stay
                    mentions.append(Mention(person, form, start, len(out.encode()) + len(value.encode())))
                else:
                    facts.append((person, form))
                out += value
        return Document(name, firm, kind, out, mentions, facts)
