#!/usr/bin/env python3
"""Writes examples/corpus: made-up chat, mail, forum posts, web text, logs and source code with made-up private data in it.

    examples/make_corpus.py [FOLDER]        (deterministic; standard library only)

Texts live in examples/texts/*.txt. Their small language: {a|b|c} picks one (may nest), <CATEGORY> is a value of the row's first
person, <CATEGORY:2> of the second, [x] is a value that is not private (see Public). Values come from the generators of studies/pii."""
import datetime
import gzip
import json
import os
import random
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "studies", "pii"))
from piiset import values  # noqa: E402
from piiset.decoys import V  # noqa: E402
from piiset.people import Persona  # noqa: E402

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


class Public:
    """Values that are not private. The clock of a row only goes forward; host and process stay."""

    def __init__(self, r):
        self.r, self.kept = r, {}
        self.now = datetime.datetime(2025, 1, 1) + datetime.timedelta(minutes=r.randrange(500_000))

    def get(self, name):
        r = self.r
        if name in ("time", "stamp", "clock"):
            self.now += datetime.timedelta(seconds=r.randrange(20, 150) if name == "time" else r.randrange(0, 9))
            d = self.now
            return {"time": f"{d:%H:%M}", "stamp": f"{d:%Y-%m-%dT%H:%M:%SZ}", "clock": f"{MONTHS[d.month - 1]} {d.day:2d} {d:%H:%M:%S}"}[name]
        simple = {"n": lambda: str(r.randrange(2, 60)), "money": lambda: f"{r.randrange(3, 480)}.{r.randrange(100):02d}", "ms": lambda: str(r.randrange(2, 2400)), "port": lambda: str(r.randrange(30000, 61000)),
                  "day": lambda: r.choice("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()),
                  "host": lambda: r.choice(["web", "api", "db", "mail", "edge"]) + f"-{r.randrange(1, 9)}", "pid": lambda: str(r.randrange(300, 32000))}
        if name in simple:
            return self.kept.setdefault(name, simple[name]()) if name in ("host", "pid") else simple[name]()
        alias = {"sha": "sha1"}.get(name, name)
        if alias not in V:
            return None
        return self.kept.setdefault(name, V[alias](r)) if name in ("uuid", "ticket", "order", "short", "lan") else V[alias](r)


CHOICE = re.compile(r"\{([^{}]*)\}")
VALUE = re.compile(r"<([A-Z_]+)(?::(\d))?>")
WORD = re.compile(r"\[([a-z]+)\]")
PLAIN_SHAPE = {"PERSON": lambda p: f"{p.first} {p.last}", "USERNAME": lambda p: p.user(), "EMAIL_ADDRESS": lambda p: p.mail}


def person(r, culture=None):
    p = Persona(r, culture)
    p.mail = p.local() + "@" + r.choice(["gmail.com", "outlook.com", "web.de", "gmx.net", "proton.me", "orange.fr", "fastmail.fm", "icloud.com"])
    return p


def render(r, text, country=None):
    people, seen = {}, {}

    def value(m):
        cat, who = m.group(1), m.group(2) or "1"
        p = people.setdefault(who, person(r, country))
        if (cat, who) not in seen:
            v = PLAIN_SHAPE[cat](p) if cat in PLAIN_SHAPE else values.ALL[cat](r, p)
            seen[cat, who] = v if isinstance(v, str) else "".join(x if isinstance(x, str) else x[1] for x in v)
        return seen[cat, who]

    picked = {}  # the same choice is made the same way throughout a row: names of speakers stay

    def choose(m):
        options = m.group(1)
        if "|" not in options:
            return "\1" + options + "\2"
        return picked.setdefault(options, r.choice(options.split("|")))

    while True:
        out = CHOICE.sub(choose, text)
        if out == text:
            break
        text = out
    text = text.replace("\1", "{").replace("\2", "}")
    text = VALUE.sub(value, text)
    public = Public(r)
    return WORD.sub(lambda m: public.get(m.group(1)) or m.group(0), text)


def blocks(name):
    """Blocks of texts/NAME.txt, parted by lines of four or more dashes; `!DE` on a block's first line sets the country."""
    out = []
    for block in re.split(r"\n-{4,}\n", open(os.path.join(HERE, "texts", name + ".txt"), encoding="utf-8").read().strip("\n")):
        m = re.match(r"!([A-Z]{2})\n", block)
        out.append((m.group(1) if m else None, block[m.end():] if m else block))
    return out


def rows_of(kind, n, seed, extra):
    r = random.Random(seed)
    pool, seen, rows = blocks(kind), set(), []
    while len(rows) < n:
        country, body = pool[len(rows) % len(pool)] if len(rows) < len(pool) else r.choice(pool)
        text = render(r, body, country or r.choice(["US", "US", "GB", "GB", "CA", "AU"]))
        if text in seen:
            continue
        seen.add(text)
        rows.append({"id": f"{kind}-{len(rows):04d}", "text": text, **extra(r)})
    r.shuffle(rows)
    return rows


def paragraphs(n, seed):
    """Web pages and articles: several blocks of texts/web.txt one after the other, so that most of the text holds nothing private."""
    r = random.Random(seed)
    pool, rows = blocks("web"), []
    for i in range(n):
        parts = [render(r, body, country or r.choice(["US", "GB", "AU"])) for country, body in r.sample(pool, r.randrange(2, 5))]
        rows.append({"id": f"web-{i:04d}", "url": f"https://www.example.org/{r.choice(['blog', 'news', 'guide'])}/{i}", "text": "\n\n".join(parts), "lang": "en"})
    return rows


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "corpus")
    os.makedirs(folder, exist_ok=True)
    sets = {
        "chat.jsonl": rows_of("chat", 900, 1, lambda r: {"channel": r.choice(["home", "support", "team", "family"]), "lang": "en"}),
        "mail.jsonl.gz": rows_of("mail", 700, 2, lambda r: {"folder": r.choice(["inbox", "sent"])}),
        "forum.jsonl": rows_of("forum", 600, 3, lambda r: {"board": r.choice(["help", "offtopic", "money", "health"]), "score": r.randrange(-3, 90)}),
        "web.jsonl": paragraphs(400, 4),
        "logs.jsonl.gz": rows_of("logs", 350, 5, lambda r: {"service": r.choice(["auth", "shop", "gateway"])}),
        "code.jsonl.gz": rows_of("code", 300, 6, lambda r: {"licence": "none"}),
    }
    for name, rows in sets.items():
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        path = os.path.join(folder, name)
        with open(path, "wb") as f:
            if name.endswith(".gz"):
                with gzip.GzipFile(filename="", fileobj=f, mode="wb", mtime=0) as z:
                    z.write(data)
            else:
                f.write(data)
        print(f"{path}: {len(rows)} rows, {len(data) / 1e6:.2f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
