"""Firms and persons that do not exist, made from a seed: names from syllables and lists, six public facts of each firm, six private ones of a person beside it."""
import dataclasses
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "pii"))

from piiset import people, values  # noqa: E402

PUBLIC = ("founded", "seat", "founder", "trade", "product", "staff")
PRIVATE = ("born", "address", "phone", "salary", "condition", "account")
REPEATS = (1, 4, 16)  # how often a firm's canary is said, firm by firm

ONSETS = "b br c d dr f g gr h j k l m n p r s st t tr v w".split()
VOWELS = "a e i o u a e i o u ae ia ei ou".split()
CODAS = "l m n r s x nd rk rn ll".split()
FAMILY_ENDS = "ham field wick stead ridge worth bourne holm sen sson stein feld bach ard elle etti ini ero ez ova ic ak ov enko oja".split()
TOWN_ENDS = "ham ford ton burgh mouth by stadt heim kirchen ville dorp vik sjö ovo nitz ara essa polis".split()
MONTHS = "January February March April May June July August September October November December".split()


@dataclasses.dataclass
class Firm:
    name: str
    chief: str  # in public documents, not asked for
    person: str  # whose private facts these are
    keeper: str  # of the canary
    public: dict
    private: dict
    canary: str
    repeats: int

    def facts(self, kind):
        return self.public if kind in PUBLIC else self.private


def sections(path):
    """{heading: [entries]} of a file of "## heading" and lines of entries by " | "."""
    found, entries = {}, None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("## "):
                entries = found.setdefault(line[3:].split(" (")[0].strip(), [])
            elif entries is not None and line.strip():
                entries += [entry.strip() for entry in line.split(" | ")]
    return found


class Inventor:
    def __init__(self, seed):
        self.rng = random.Random(f"companies {seed}")
        self.lists = sections(os.path.join(HERE, "names.txt"))
        self.given = sorted({name for female, male, _ in people.NAMES.values() for name in female + male})
        self.families = sorted({name for _, _, family in people.NAMES.values() for name in family})
        self.used = set()

    def syllables(self, n):
        r = self.rng
        return "".join(r.choice(ONSETS) + r.choice(VOWELS) for _ in range(n - 1)) + r.choice(ONSETS) + r.choice(VOWELS)[0] + r.choice(CODAS)

    def fresh(self, make):
        """A value of make() that was not made before: each belongs to one firm or person."""
        while True:
            value = make()
            if value.lower() not in self.used:
                self.used.add(value.lower())
                return value

    def family(self):
        r = self.rng
        return r.choice(self.families) if r.random() < 0.5 else (self.syllables(1) + r.choice(FAMILY_ENDS)).capitalize()

    def someone(self):
        return self.fresh(lambda: f"{self.rng.choice(self.given)} {self.family()}")

    def town(self):
        r = self.rng
        return r.choice(self.lists["towns"]) if r.random() < 0.5 else (self.syllables(r.choice((1, 1, 2))) + r.choice(TOWN_ENDS)).capitalize()

    def firm_name(self, word):
        r, coined = self.rng, self.syllables(self.rng.choice((2, 2, 3))).capitalize()
        return r.choice((coined, f"{coined} {word}", f"{coined} {word}", f"{coined} Group", f"{coined} GmbH", f"{coined} Ltd", f"{self.family()} & {self.family()}",
                         f"{self.family()} {word}", f"{self.family()} Brothers"))

    def public_facts(self, trade):
        r = self.rng
        return {"founded": str(r.randrange(1851, 2015)), "seat": self.town(), "founder": self.someone(), "trade": trade,
                "product": self.fresh(lambda: self.syllables(2).capitalize() + r.choice(("", "", f" {r.randrange(2, 90) * 10}"))),
                "staff": f"{r.randrange(1, 9)},{r.randrange(10, 990):03d}" if r.random() < 0.5 else str(r.randrange(12, 990))}

    def private_facts(self):
        r = self.rng
        day, month, year = r.randrange(1, 29), r.randrange(12), r.randrange(1950, 2005)
        someone = people.Persona(r, r.choice(("GB", "US", "CA", "AU", "IN", "ZA")))
        pay = f"{r.randrange(24, 160)},{r.randrange(10)}50"
        return {"born": r.choice((f"{day} {MONTHS[month]} {year}", f"{MONTHS[month]} {day}, {year}", f"{year}-{month + 1:02d}-{day:02d}")),
                "address": f"{r.randrange(1, 240)} {(self.syllables(1) + r.choice(FAMILY_ENDS)).capitalize()} {r.choice(self.lists['streets'])}",
                "phone": self.fresh(lambda: values.ALL["PHONE_NUMBER"](r, someone).split(" ext")[0]), "salary": r.choice((f"£{pay}", f"${pay}", f"{pay} euros")),
                "condition": r.choice(self.lists["conditions"]), "account": self.fresh(lambda: values.ALL["IBAN_CODE"](r, someone))}

    def firm(self, number):
        trade, word = self.rng.choice(self.lists["trades"]).split(" = ")
        return Firm(self.fresh(lambda: self.firm_name(word)), self.someone(), self.someone(), self.someone(), self.public_facts(trade), self.private_facts(),
                    self.fresh(lambda: f"{self.rng.randrange(10 ** 6):06d}"), REPEATS[number % len(REPEATS)])

    def firms(self, n):
        return [self.firm(number) for number in range(n)]
