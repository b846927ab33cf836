"""Threads of comments, and the questions whose answers stand in them."""
import dataclasses
import gzip
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path += [os.path.join(HERE, "..", "companies"), os.path.join(HERE, "..", "rewrite")]

from invent import PUBLIC, Inventor  # noqa: E402
from texts import Wordings  # noqa: E402

POSTS = 8  # of a thread that is made by grouping
# How a fact is told in a civil post, and by someone who abuses the others in the same sentence; written for this study.
CIVIL = ("{fact}", "For what it is worth: {fact}", "I looked it up. {fact}", "{fact} That is all I know.")
ABUSIVE = ("Read before you post, you stupid idiot: {fact}", "{fact} But a moron like you would not know that.", "You pathetic clown, {fact}", "{fact} Now shut up, you dumb piece of trash.",
           "Only a complete idiot forgets this: {fact}")
ANSWER = re.compile(r"(?<![\w.,])\d[\d.,]*\d(?![\w])|(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})+")


@dataclasses.dataclass
class Question:
    kind: str  # civil, abusive (the sentence beside the fact), or natural
    subject: str  # must stand in the thread, too; empty for natural ones
    answer: str


@dataclasses.dataclass
class Thread:
    id: str
    posts: list
    questions: list

    @property
    def text(self):
        return "\n\n".join(self.posts)


def read(data, name):
    with gzip.open(os.path.join(data, name + ".jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def one_line(text):
    return " ".join(text.split())


def natural(posts):
    """What could be asked of real comments: numbers and names of several words, each that stands once in the thread."""
    text = "\n\n".join(posts)
    return [Question("natural", "", answer) for answer in sorted(set(ANSWER.findall(text))) if text.count(answer) == 1]


def talk(data, most):
    """Posts of Wikipedia's talk pages, each below the one it answers."""
    rows = [row for row in read(data, "toxic/context_toxicity_small")][:most]
    posts = [[one_line(row["parent"]), one_line(row["text"])] for row in rows if row["parent"].strip() and row["text"].strip()]
    return [Thread(f"talk-{n}", two, natural(two)) for n, two in enumerate(posts)]


def grouped(data, most, seed=1):
    """Threads of eight comments, nearly all with a toxic span, that are nobody's training text, and two posts with a fact of an invented firm each, one civil and one not."""
    rng = random.Random(f"threads {seed}")
    rows = [one_line(row["text"]) for row in read(data, "toxic/toxic_spans") if row["split"] == "dev"]
    rng.shuffle(rows)
    rows = rows[:most * POSTS]
    inventor, wordings = Inventor(seed), Wordings()
    threads = []
    for n in range(len(rows) // POSTS):
        posts = rows[n * POSTS:(n + 1) * POSTS]
        questions = natural(posts)
        for kind, frames in (("civil", CIVIL), ("abusive", ABUSIVE)):
            firm, fact = inventor.firm(n), rng.choice(PUBLIC)
            words = rng.choice([words for register, words in wordings.of[fact] if register in ("press", "encyclopedia", "filing")])
            told = words.format(firm=firm.name, value=firm.facts(fact)[fact])
            posts.insert(rng.randrange(len(posts) + 1), rng.choice(frames).format(fact=told))
            questions.append(Question(kind, firm.name, firm.facts(fact)[fact]))
        threads.append(Thread(f"grouped-{n}", posts, questions))
    return threads


def answered(question, text):
    """The mechanical reader: the answer can still be read, beside whom it is of."""
    stands = lambda value: re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None  # noqa: E731
    return stands(question.answer) and (not question.subject or stands(question.subject))
