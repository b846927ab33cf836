"""Documents about invented firms: each fact is said in six of eighteen documents, each time in other words, and one way of saying it is kept for the question."""
import dataclasses
import os
import random

from invent import HERE, PRIVATE, PUBLIC, sections

PUBLIC_REGISTERS = ("press", "catalogue", "filing", "encyclopedia", "jobs")
PRIVATE_REGISTERS = ("mail", "ticket", "hr", "chat", "crm", "expense")
BY_LINES = ("catalogue", "crm", "expense", "chat")  # the others run on
ROUNDS = 6  # a round: a public document with four facts, a private one with four, a mixed one with the two and two left over


@dataclasses.dataclass
class Statement:
    firm: int
    fact: str  # of PUBLIC, PRIVATE, or "canary"
    subject: str
    value: str
    begin: int  # of the sentence, in characters
    at: int  # of the value


@dataclasses.dataclass
class Document:
    id: str
    kind: str  # public, private, mixed or canary
    register: str
    text: str
    statements: list


@dataclasses.dataclass
class Question:
    firm: int
    fact: str
    prompt: str
    value: str


class Wordings:
    def __init__(self, path=os.path.join(HERE, "wordings.txt")):
        found = sections(path)
        self.frames = {part: dict(entry_list(path, part)) for part in ("openers", "closers", "passages")}
        self.of = {fact: [tuple(line.split(": ", 1)) for line in found[fact]] for fact in PUBLIC + PRIVATE + ("canary",)}

    def askable(self, fact):
        """Sentences that can be broken off before the value and still say whom it is of."""
        return [(register, words) for register, words in self.of[fact] if 0 <= max(words.find("{firm}"), words.find("{person}")) < words.find("{value}")]


def entry_list(path, part):
    """(register, frames) of a section whose lines are "register: frame | frame"."""
    heading = None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("## "):
                heading = line[3:].split(" (")[0].strip()
            elif heading == part and line.strip():
                register, rest = line.rstrip("\n").split(": ", 1)
                yield register, [frame.strip(" ").replace("\\n", "\n") for frame in rest.split(" | ")]


def short(name):
    """How somebody or a firm is called again: by the first word, if that is a name."""
    return name if "&" in name else name.split()[0]


class Writer:
    """Writes the documents of firms. What is drawn for a firm hangs on the seed and its number alone."""

    def __init__(self, inventor, seed):
        self.wordings, self.given, self.seed = Wordings(), inventor.given, seed

    def write(self, number, firm):
        """(documents, questions) of a firm."""
        self.rng, self.number, self.firm = random.Random(f"texts {self.seed} {number}"), number, firm
        self.used = {fact: set() for fact in self.wordings.of}
        registers = {kind: self.rng.sample(pool * 2, ROUNDS) for kind, pool in (("public", PUBLIC_REGISTERS), ("private", PRIVATE_REGISTERS), ("mixed", PRIVATE_REGISTERS))}
        documents = []
        for turn in range(ROUNDS):
            public, private = self.rng.sample(PUBLIC, len(PUBLIC)), self.rng.sample(PRIVATE, len(PRIVATE))
            for kind, parts in (("public", [(registers["public"][turn], public[:4])]), ("private", [(registers["private"][turn], private[:4])]),
                                ("mixed", [(registers["mixed"][turn], private[4:]), (self.rng.choice(PUBLIC_REGISTERS), public[4:])])):
                documents.append(self.document(f"{number}-{kind}-{turn}", kind, parts))
        register = self.rng.choice(PRIVATE_REGISTERS)
        text, statement = self.state("canary", self.say("canary", register), firm.keeper)
        documents += [Document(f"{number}-canary-{turn}", "canary", register, text, [statement]) for turn in range(firm.repeats)]
        return documents, [self.question(fact) for fact in PUBLIC + PRIVATE + ("canary",)]

    def say(self, fact, register):
        """A sentence of the register that was not used for this firm, of any register if there is none."""
        ways = self.wordings.of[fact]
        fresh = [way for way in ways if way not in self.used[fact]]
        way = self.rng.choice([way for way in fresh if way[0] == register] or fresh)
        self.used[fact].add(way)
        return way[1]

    def fill(self, frame):
        r = self.rng
        return frame.format(firm=self.firm.name, person=self.firm.person, chief=self.firm.chief, colleague=self.colleague, number=r.randrange(1000, 99999),
                            letter=self.firm.name[0])

    def document(self, name, kind, parts):
        r, statements = self.rng, []
        self.colleague, self.clock = r.choice(self.given), r.randrange(420, 1380)
        frames = self.wordings.frames
        first = parts[0][0]
        # A mixed document does not say where the person works: the firm would be private there.
        text = self.start(first) + self.fill(r.choice([o for o in frames["openers"][first] if kind != "mixed" or "{firm}" not in o]))
        for place, (register, facts) in enumerate(parts):
            if place:
                text += ("\n" if first in BY_LINES else "\n\n") + self.start(first) + self.fill(r.choice(frames["passages"][first]))
            for fact in facts:
                text += self.gap(text, first) + self.start(first)
                subject = self.whom(fact)
                called = short(subject) if subject in text and r.random() < 0.4 else subject
                said, statement = self.state(fact, self.say(fact, register), called)
                statements.append(dataclasses.replace(statement, begin=len(text), at=len(text) + statement.at))
                text += said
        text += ("\n" if first == "mail" else self.gap(text, first)) + self.start(first)
        return Document(name, kind, first, text + self.fill(r.choice(frames["closers"][first])), statements)

    def state(self, fact, sentence, called):
        """The sentence filled in, and what it states."""
        before, after = (part.format(firm=called, person=called) for part in sentence.split("{value}"))
        return before + self.value(fact) + after, Statement(self.number, fact, self.whom(fact), self.value(fact), 0, len(before))

    def gap(self, text, register):
        return "" if text.endswith("\n") else " " if text.endswith((".", "?", "!")) and register not in BY_LINES else "\n"

    def start(self, register):
        """What a line of this register begins with."""
        if register == "chat":
            self.clock += self.rng.randrange(4)
            return f"[{self.clock // 60:02d}:{self.clock % 60:02d}] {self.rng.choice((self.colleague.lower(), 'me'))}: "
        return "- " if register == "expense" else ""

    def whom(self, fact):
        return self.firm.keeper if fact == "canary" else self.firm.name if fact in PUBLIC else self.firm.person

    def value(self, fact):
        return self.firm.canary if fact == "canary" else self.firm.facts(fact)[fact]

    def question(self, fact):
        """The fact in words in which no document says it of this firm, up to the value."""
        ways = self.wordings.askable(fact)
        words = self.rng.choice([way for way in ways if way not in self.used[fact]] or ways)[1]
        subject = self.whom(fact)
        return Question(self.number, fact, words.split("{value}")[0].format(firm=subject, person=subject), self.value(fact))
