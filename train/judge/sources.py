#!/usr/bin/env python3
"""Everything the judge learns from, as rows of one form:

  {"text", "spans": [[begin, end, target]], "rest": target or null, "names": [[begin, end, type]] or null, "split", "source"}

Offsets are bytes. A target is a label of a category, "PUBLIC" or a set of labels.py; null: not known. `rest` is the target of tokens outside spans.

  sources.py FOLDER [--fills 4]    writes FOLDER/{book-K,real,public,partial,names,plain,machine,code,secrets,plain2,plain3}.jsonl"""
import argparse
import gzip
import json
import lzma
import pathlib
import random
import re
import sys

import numpy as np

from labels import CATEGORIES, ROOT
from renamed import Renamer
from bookset import damage, fill, real, store

sys.path[:0] = [str(ROOT / "train" / "builders"), str(ROOT / "bench")]

DATA = ROOT.parent / "shared" / "data"
MOST = 2400  # bytes of a piece of a long text
SHORT = 300  # bytes

# Registers in which nothing is private, by file; (file, field, values or None for all, pieces)
PUBLIC = (
    ("corpus/eltec_novels.jsonl.gz", None, None, 700), ("corpus/cpp_docs.jsonl.gz", None, None, 500), ("corpus/peps.jsonl.gz", None, None, 200),
    ("corpus/modern_en_a.jsonl.xz", "register", {"textbook"}, 900),
    ("corpus/modern_en_a.jsonl.xz", "register", {"manual", "standards", "government news", "security manual", "advisories", "consumer guide", "release notes",
                                                  "government handbook", "government manual", "metrics pages"}, 700),
    ("corpus/modern_en_a.jsonl.xz", "register", {"news, release notes", "newsletter", "proposals", "community reports, minutes", "government blog"}, 700),
    ("corpus/modern_en_b.jsonl.xz", "register", {"web manual", "medical papers", "biomedical papers", "recipes", "children's stories"}, 700),
    ("corpus/modern_en_b.jsonl.xz", "register", {"encyclopedia sentences"}, 437),
    ("corpus/modern_en_c.jsonl.xz", "register", {"business software manual", "manual", "textbook", "glossary"}, 400),
    ("pii/wikigold_train.jsonl.gz", None, None, 95), ("multilingual/text_multi.jsonl.xz", "lang", {"de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "ja"}, 900),
    ("multilingual/text_multi.jsonl.xz", None, None, 1200),
)
# label of the source -> target; sources not named here have no private spans for us
PARTIAL = {
    "pii/multidogo.jsonl.gz": (1600, "public", {
        "name": "person", "ssn": "US_SSN", "booking_confirmation_number": "BOOKING_REFERENCE", "current_zipcode": "POSTAL_CODE", "address": "address",
        "current_city": "CITY", "account_number": "number", "password": "password", "phonenumber": "PHONE_NUMBER", "phone_number": "PHONE_NUMBER",
        "email_address": "EMAIL_ADDRESS", "card_number": "CREDIT_CARD", "company_name": None, "arrival_city": None, "departure_city": None, "charge_date": None,
        "start_date": None, "lastuseddate": None, "arrival_date": None, "departure_date": None}),
    "pii/lifebench_dev.jsonl.gz": (500, "no name", {"PERSON": "person", "PHONE": "PHONE_NUMBER", "ID": "number", "EMAIL": "EMAIL_ADDRESS", "ORG": None, "LOCATION": None}),
    "pii/anonymizer_synth.jsonl.gz": (900, "no name", {
        "NAME": "person", "EMAIL": "EMAIL_ADDRESS", "PHONE": "PHONE_NUMBER", "USERNAME": "handle", "ACCOUNT": "number", "TICKET_ID": None, "DOCTOR": "person",
        "POLICY_NUMBER": "number", "CLAIM_ID": None, "CASE_NUMBER": "number", "PESEL": "PL_PESEL", "ADDRESS": "address", "DATE": None, "POSITION": None,
        "COMPANY": None, "TIME": None, "CURRENCY": None, "DIAGNOSIS": "MEDICAL_CONDITION", "MEDICATION": "MEDICATION", "SCHOOL": None, "UNIVERSITY": None,
        "TRANSACTION_ID": None, "ORDER_NUMBER": None, "LOCATION": None, "NIP": None, "INSURER": None}),
    "multilingual/meddocan_es.jsonl.gz": (500, "no name", {
        "NOMBRE_SUJETO_ASISTENCIA": "person", "NOMBRE_PERSONAL_SANITARIO": "person", "CALLE": "STREET_ADDRESS", "TERRITORIO": "address", "PAIS": "COUNTRY",
        "EDAD_SUJETO_ASISTENCIA": "AGE", "SEXO_SUJETO_ASISTENCIA": "GENDER", "FECHAS": "patient date", "CORREO_ELECTRONICO": "EMAIL_ADDRESS",
        "NUMERO_TELEFONO": "PHONE_NUMBER", "NUMERO_FAX": "FAX_NUMBER", "ID_SUJETO_ASISTENCIA": "number", "ID_ASEGURAMIENTO": "number",
        "ID_TITULACION_PERSONAL_SANITARIO": "number", "ID_CONTACTO_ASISTENCIAL": "number", "PROFESION": "JOB_TITLE", "HOSPITAL": None, "INSTITUCION": None,
        "CENTRO_SALUD": None, "FAMILIARES_SUJETO_ASISTENCIA": None, "OTROS_SUJETO_ASISTENCIA": None}),
    "pii/irc_chat.jsonl.gz": (150, None, {"nick": "handle"}),
}
# Sources that mark every name: what `scope: all` learns from. (file, rows, norms that are marked)
NAMED = (
    ("pii/uner_ewt_dev.jsonl.gz", 1405, "PERSON LOC ORG"), ("pii/wnut17_train_dev.jsonl.gz", 3272, "PERSON LOC ORG"), ("pii/btc_abefg.jsonl.gz", 6561, "PERSON LOC ORG"),
    ("pii/tweebank_ner.jsonl.gz", 2839, "PERSON LOC ORG"), ("pii/wikigold_train.jsonl.gz", 95, "PERSON LOC ORG"), ("pii/names_en_more.jsonl.gz", 2500, "PERSON LOC ORG"),
    ("multilingual/names_multi.jsonl.gz", 5000, "PERSON LOC ORG"), ("pii/lifebench_dev.jsonl.gz", 300, "PERSON"),
)

# Texts without marks for us, of every register: what only the teacher labels. (file, field, values, pieces)
PLAIN = (
    ("corpus/modern_en_a.jsonl.xz", "register", {"mails, letters, blogs, speech, fiction"}, 500), ("corpus/modern_en_a.jsonl.xz", None, None, 800),
    ("corpus/modern_en_b.jsonl.xz", "register", {"doctor and patient", "doctor and patient, clinical notes", "meeting and committee transcripts", "orders", "speeches"}, 700),
    ("toxic/context_toxicity_gn.jsonl.gz", None, None, 700), ("toxic/toxic_spans.jsonl.gz", None, None, 700), ("pii/sgd_dialogues.jsonl.gz", None, None, 300),
    ("pii/multidogo.jsonl.gz", None, None, 1200), ("pii/commands_bookings.jsonl.gz", None, None, 800), ("pii/anonymizer_synth.jsonl.gz", None, None, 900),
    ("pii/lifebench_dev.jsonl.gz", None, None, 500), ("pii/irc_chat.jsonl.gz", None, None, 200), ("pii/presidio_synth.jsonl.gz", None, None, 1500),
    ("web/wcxb_dev.jsonl.gz", None, None, 900), ("aitext/l2r_train.jsonl.gz", None, None, 500), ("pii/gum_train_dev.jsonl.gz", None, None, 84),
    ("multilingual/names_multi.jsonl.gz", "lang", {"de", "fr", "pt", "nl", "tr"}, 1500), ("multilingual/meddocan_es.jsonl.gz", None, None, 250),
    ("multilingual/text_multi.jsonl.xz", "lang", {"de", "fr", "es", "it", "pt", "nl", "pl"}, 400),
)
PERSONAL = (  # more of how people write of themselves and of the world in one breath
    ("corpus/modern_en_a.jsonl.xz", "register", {"mails, letters, blogs, speech, fiction"}, 1600),
    ("corpus/modern_en_b.jsonl.xz", "register", {"doctor and patient", "doctor and patient, clinical notes", "meeting and committee transcripts", "orders", "speeches"}, 700),
    ("toxic/toxic_spans.jsonl.gz", None, None, 3000), ("toxic/semeval21_train_trial.jsonl.gz", None, None, 1500), ("corpus/web_gold.jsonl.gz", None, None, 700),
    ("multilingual/text_multi.jsonl.xz", "lang", {"de", "fr", "es", "it", "pt", "nl", "pl"}, 600),
)

WIDE = (  # what a teacher with wide knowledge passes on: much of everything that people write, say and tell one another
    ("corpus/modern_en_a.jsonl.xz", "register", {"mails, letters, blogs, speech, fiction"}, 535), ("corpus/modern_en_a.jsonl.xz", "register", {"meeting notes", "meeting transcripts"}, 1600),
    ("corpus/modern_en_a.jsonl.xz", "register", {"blog", "newsletter", "community reports, minutes", "association pages, minutes"}, 1800), ("corpus/modern_en_a.jsonl.xz", None, None, 1500),
    ("corpus/modern_en_b.jsonl.xz", "register", {"doctor and patient", "doctor and patient, clinical notes"}, 1609),
    ("corpus/modern_en_b.jsonl.xz", "register", {"speeches", "children's stories", "meeting and committee transcripts", "encyclopedia sentences", "recipes"}, 1500),
    ("corpus/web_gold.jsonl.gz", None, None, 1269), ("web/wcxb_dev.jsonl.gz", None, None, 1276), ("aitext/l2r_train.jsonl.gz", None, None, 2500), ("pii/irc_chat.jsonl.gz", None, None, 500),
    ("pii/sgd_dialogues.jsonl.gz", None, None, 1200), ("pii/multidogo.jsonl.gz", None, None, 4000), ("pii/lifebench_dev.jsonl.gz", None, None, 800), ("pii/anonymizer_synth.jsonl.gz", None, None, 2500),
    ("toxic/davidson_tweets.jsonl.gz", None, None, 4000), ("toxic/toxic_spans.jsonl.gz", None, None, 6000), ("toxic/context_toxicity_gn.jsonl.gz", None, None, 5000),
    ("multilingual/text_multi.jsonl.xz", "lang", {"de", "fr", "es", "it", "pt", "pt-BR", "pt-br", "nl", "pl", "tr", "ru", "ja"}, 1800),
    ("multilingual/names_multi.jsonl.gz", "lang", {"de", "fr", "pt", "nl", "tr", "ru"}, 4000),
)


def read(file):
    with (lzma if file.endswith("xz") else gzip).open(DATA / file, "rt") as lines:
        yield from map(json.loads, lines)


def text_of(row):
    return row["text"] if "text" in row else "\n".join(row["lines"])


def piece_of(text, rng):
    """Whole lines from a drawn place, MOST bytes at most: (text, first byte)."""
    data = text.encode()
    if len(data) <= MOST:
        return text, 0
    at = data.rfind(b"\n", 0, int(rng.integers(0, len(data) - MOST))) + 1
    end = data.rfind(b"\n", at, at + MOST)
    return data[at:end if end > at + 200 else at + MOST].decode("utf-8", "ignore"), at


def cut(spans, at, size):
    return [[s - at, e - at, t] for s, e, t in spans if s >= at and e <= at + size]


def book(seed, splits=("train", "dev")):
    """The rows of one fill of the book; of a text to learn from that is SHORT three fills, for it costs little to read and has little around its values."""
    fillers, forms, rng, who = [fill.Filler(seed + more, 0.12) for more in (0, 40, 80)], sorted(damage.FORMS), np.random.default_rng(seed), store.authors()
    for author, identity, document in store.documents():
        split = who[author]["split"]
        if split not in splits:
            continue
        for filler in fillers:
            row = filler.row(identity, document, str(rng.choice(forms)) if rng.random() < 0.2 else None)
            yield dict(row, split=split)
            if split != "train" or len(row["text"].encode()) > SHORT:
                break


def with_others(rows, rng, share=0.67):
    """The rows, a share of those of the split train with other people and things in them."""
    rows = list(rows)
    renamer = Renamer([r for r in rows if r["split"] == "train"])
    for row in rows:
        other = renamer.renamed(row, rng) if row["split"] == "train" and not row.get("pair") and rng.random() < share else None
        yield other or row


SENTENCE = re.compile(rb"(?:(?<=[.!?])\s+|\n+)")


def alone(rows, rng):
    """A sentence of each text that names a person in full, as a row of its own: a statement without surroundings, of which only the name and what is said tell whose it is."""
    for row in rows:
        if row["split"] != "train" or row.get("pair"):
            continue
        data, cuts = row["text"].encode(), [0]
        for gap in SENTENCE.finditer(data):
            cuts += gap.span()
        places = list(zip(cuts[::2], cuts[1::2] + [len(data)]))
        persons = [s for s in row["spans"] if s["label"] == "PERSON" and b" " in data[s["start"]:s["end"]]]
        whole = [(a, b) for a, b in places if 20 <= b - a <= 300 and any(a <= s["start"] and s["end"] <= b for s in persons)
                 and not any(s["start"] < b < s["end"] or s["start"] < a < s["end"] for s in row["spans"])]
        if whole:
            begin, end = whole[rng.integers(len(whole))]
            spans = [dict(s, start=s["start"] - begin, end=s["end"] - begin) for s in row["spans"] if begin <= s["start"] and s["end"] <= end]
            yield dict(row, text=data[begin:end].decode(), spans=spans)


def beside(rows, rng, share=0.3):
    """The rows, a share of the private and mixed ones of the split train with a public text of another author between two of their lines or sentences: what the world knows stays so
    beside what is private, and the other way round."""
    rows = list(rows)
    author = [row["id"].split("-")[0] for row in rows]
    free = [row["split"] == "train" and not row.get("pair") for row in rows]
    of = {}
    for i, row in enumerate(rows):
        if free[i] and row["kind"] == "public" and len(row["text"].encode()) <= MOST / 3:
            of.setdefault(row["lang"], []).append(i)
    for i, row in enumerate(rows):
        guests = of.get(row["lang"])
        if free[i] and row["kind"] != "public" and guests and rng.random() < share:
            guest = guests[rng.integers(len(guests))]
            if author[guest] != author[i]:
                row = joined(row, rows[guest], rng)
        yield row


def joined(row, guest, rng):
    """`guest` before, in or behind `row`, never within a line that has no end of a sentence, nor within a span."""
    data, more = row["text"].encode(), guest["text"].strip().encode()
    lead = len(guest["text"].encode()) - len(guest["text"].lstrip().encode())
    places = [m.span() for m in SENTENCE.finditer(data) if not any(s["start"] < m.end() and m.start() < s["end"] for s in row["spans"])]
    begin, end = [(0, 0), (len(data), len(data)), *places][rng.integers(len(places) + 2)]
    gap = data[begin:end] or b"\n"
    before, after = data[:begin] + (gap if begin else b""), (gap if end < len(data) else b"") + data[end:]
    moved = len(before) + len(more) + len(gap) * (end < len(data)) - end

    def shifted(spans, by):
        return [dict(s, start=s["start"] + by, end=s["end"] + by) for s in spans]

    spans = shifted((s for s in row["spans"] if s["end"] <= begin), 0) + shifted(guest["spans"], len(before) - lead) + shifted((s for s in row["spans"] if s["start"] >= end), moved)
    return dict(row, text=(before + more + after).decode(), spans=spans)


def and_alone(rows, rng):
    rows = list(rows)
    yield from rows
    yield from alone(rows, rng)


def read_by_people():
    """The real passages, judged by reading."""
    for split in ("train", "dev"):
        for row in real.gold_rows(split):
            yield dict(row, split=split)


KIND = {"PERSON": "PERSON", "FIRST_NAME": "PERSON", "LAST_NAME": "PERSON", "MAIDEN_NAME": "PERSON", "CITY": "LOC", "STATE": "LOC", "COUNTRY": "LOC",
        "LOCATION": "LOC", "STREET_ADDRESS": "LOC", "ORGANIZATION": "ORG", "SCHOOL": "ORG"}


def marked(row, split, source):
    """A row with every private value and public fact marked; its names count where the category is a name's."""
    spans = [[s["start"], s["end"], s["label"] if s["private"] else "PUBLIC"] for s in row["spans"]]
    names = [[s["start"], s["end"], KIND[s["label"]]] for s in row["spans"] if s["label"] in KIND]
    return {"text": row["text"], "spans": spans, "rest": "O", "names": names, "split": split, "source": source, "pair": bool(row.get("pair")), "lang": row.get("lang")}


def public(rng):
    for file, key, values, n in PUBLIC:
        rows = [r for r in read(file) if r.get("split", "train") == "train" and (key is None or r.get(key) in values)]
        for i in rng.permutation(len(rows))[:n] if len(rows) >= n else rng.integers(0, len(rows), n):
            text, _ = piece_of(text_of(rows[i]), rng)
            yield {"text": text, "spans": [], "rest": "public", "names": None, "split": "train", "source": "public"}


def partial(rng):
    for file, (n, rest, target) in PARTIAL.items():
        rows = [r for r in read(file) if r.get("split", "train") == "train"]
        for i in rng.permutation(len(rows))[:n]:
            text, at = piece_of(rows[i]["text"], rng)
            spans = [[s["start"], s["end"], target.get(s["label"], rest)] for s in rows[i]["spans"] if target.get(s["label"], rest) != rest]
            yield {"text": text, "spans": cut(spans, at, len(text.encode())), "rest": rest, "names": None, "split": "train", "source": file}


def named(rng):
    for file, n, kinds in NAMED:
        rows = [r for r in read(file) if r.get("split", "train") == "train" and r.get("lang") not in ("zh", "ja")]
        for i in rng.permutation(len(rows))[:n]:
            row, kinds_of = rows[i], kinds.split()
            text, at = piece_of(row["text"], rng)
            names = [[s["start"], s["end"], s["norm"]] for s in row["spans"] if s["norm"] in kinds_of and s.get("top", True) and not s.get("part")]
            yield {"text": text, "spans": [], "rest": None, "names": cut(names, at, len(text.encode())), "kinds": kinds_of, "split": "train", "source": file}


SECRETIVE = re.compile(r"(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*\d)[\w+/-]{18,}")


class LookAlikes:
    """Numbers that are nobody's: of things, builds, messages, and those that standards keep for documents (RFC 5737, RFC 3849, 555-01xx, example.com)."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def digits(self, n):
        return "".join(self.r.choice("0123456789") for _ in range(n))

    def hexa(self, n):
        return "".join(self.r.choice("0123456789abcdef") for _ in range(n))

    def isbn(self):
        body = "978" + self.digits(9)
        check = -sum(int(c) * (1, 3)[i % 2] for i, c in enumerate(body)) % 10
        cut = self.r.choice(((3, 4, 8, 12), (3, 4, 6, 12), (3, 5, 9, 12)))
        plain = body + str(check)
        return self.r.choice((plain, "-".join(plain[a:b] for a, b in zip((0, *cut), (*cut, 13)))))

    def unlucky(self):
        """Sixteen digits that are no card: the last one is off."""
        body = self.r.choice("345") + self.digits(14)
        total = sum(d if i % 2 else (2 * d if d < 5 else 2 * d - 9) for i, d in enumerate(map(int, body)))
        return body + str((-total + self.r.randint(1, 9)) % 10)

    def value(self):
        r = self.r
        return r.choice((
            lambda: "-".join(self.hexa(n) for n in (8, 4, 4, 4, 12)), lambda: self.hexa(40), lambda: self.hexa(64), lambda: self.hexa(r.choice((7, 8, 10, 12))), lambda: self.isbn(),
            lambda: "0x" + self.hexa(r.choice((8, 12, 16))), lambda: str(r.randint(1_200_000_000, 1_799_999_999)), lambda: str(r.randint(1_200_000_000_000, 1_799_999_999_999)),
            lambda: f"({r.randint(201, 989)}) 555-01{self.digits(2)}", lambda: f"{r.randint(201, 989)}-555-01{self.digits(2)}", lambda: f"192.0.2.{r.randint(1, 254)}",
            lambda: f"203.0.113.{r.randint(1, 254)}", lambda: f"2001:db8::{self.hexa(4)}", lambda: f"{r.randint(0, 9)}.{r.randint(0, 40)}.{r.randint(0, 99)}.{r.randint(1, 9999)}",
            lambda: self.unlucky(), lambda: f"{self.digits(3)}-{self.digits(7)}-{self.digits(7)}", lambda: f"{r.choice('ABCDEFG')}{r.choice('XYZ')}-{self.digits(r.randint(4, 9))}",
            lambda: self.digits(r.randint(6, 14)), lambda: f"SN{self.digits(3)}/{self.hexa(4).upper()}", lambda: f"{r.choice(('user', 'test', 'info', 'name'))}@example.{r.choice(('com', 'org'))}",
            lambda: f"10.{self.digits(4)}/{r.choice('abcdjnps')}.{self.digits(4)}.{self.digits(5)}", lambda: f"PMID {self.digits(8)}", lambda: f"{self.digits(4)}-{self.digits(2)}-{self.digits(4)}",
            lambda: f"web-{self.hexa(9)}-{self.hexa(5)}", lambda: f"<your-{r.choice(('token', 'secret', 'key', 'login'))}>", lambda: f"{self.digits(2)}.{self.digits(2)}.{self.digits(4)}-{self.digits(2)}"))()

    # What such numbers stand in, and what they are of.
    FRAMES = ("{thing} {v}", "{thing}: {v}", "{thing} {v} {end}", "{thing}={v}", "the {thing} is {v}, {end}", "# {thing} {v}", "- {thing} `{v}` {end}", "{v}  {thing}", '"{thing}": "{v}",',
              "{thing} {v} and {v2} {end}", "| {thing} | {v} |", "see {thing} {v} in the manual", "// {thing} {v}", "expected {v}, got {v2} ({thing})", "{thing} {v} -> {v2}", "[{v}] {thing} {end}")
    THINGS = ("commit", "order", "trace id", "span", "parcel", "part", "book", "ISBN", "sku", "invoice", "batch", "lot", "pod", "container", "digest", "checksum", "address", "offset", "timestamp", "deadline",
              "epoch", "ticket", "build", "release", "firmware", "model no.", "catalogue no.", "shipment", "reference", "request", "correlation id", "job", "task", "node", "host in the example",
              "fictional number", "sample card", "test number", "placeholder", "schema", "revision", "message id", "drawing", "article", "paper", "register", "pointer", "core dump", "frame", "lane",
              "meter type", "standard", "flight recorder", "bus line", "exhibit", "docket of the statute", "seed", "nonce of the example")
    ENDS = ("failed", "was shipped", "passed", "took 14 ms", "is deprecated", "has been merged", "is out of stock", "went missing", "was rebuilt", "is documented", "must be rejected by the validator", "is the default",
            "returned 503", "overflowed", "does not exist", "is reserved for examples")

    def line(self):
        r = self.r
        thing = r.choice(self.THINGS)
        thing = r.choice((thing, thing, thing.capitalize(), thing.upper() if len(thing) < 6 else thing))
        return r.choice(self.FRAMES).format(thing=thing, v=self.value(), v2=self.value(), end=r.choice(self.ENDS))


def machine(rng):
    """Records, logs, code and Markdown of machines, and numbers that are nobody's."""
    import machine_text
    made, alike = random.Random(int(rng.integers(1 << 30))), LookAlikes(int(rng.integers(1 << 30)))
    for _, text in [*machine_text.invented(made, 1500), *machine_text.real(made, 1200)]:
        if SECRETIVE.search(text):
            continue  # random letters may be anybody's key
        yield {"text": piece_of(text, rng)[0], "spans": [], "rest": "public", "names": None, "split": "train", "source": "machine"}
    for _ in range(4000):
        text = "\n".join(alike.line() for _ in range(made.choice((1, 1, 1, 2, 4, 8))))
        yield {"text": text, "spans": [], "rest": "public", "names": None, "split": "train", "source": "machine"}


IN_CODE = {"EMAIL_ADDRESS": re.compile(rb"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"), "USERNAME": re.compile(rb"(?:TODO|FIXME|XXX|HACK)\(([\w.-]+)\)")}
PIECES_OF = {"Python": 700, "C": 500, "JavaScript": 450, "Perl": 350, "C++": 200, "CMake": 100}
WRITTEN_IN = frozenset("code config env commit sql yaml json log".split())  # registers of the book whose texts stand in source code


def planted(text, spans, row, rng):
    """The text and its spans with a row of the book between two of its lines."""
    data = text.encode()
    at = data.rfind(b"\n", 0, int(rng.integers(0, len(data)))) + 1
    more = (row["text"].rstrip("\n") + "\n").encode()
    after = [[b + len(more) * (b >= at), e + len(more) * (b >= at), t] for b, e, t in spans]
    return (data[:at] + more + data[at:]).decode(), sorted(after + [[b + at, e + at, t] for b, e, t in row["spans"]])


def code(rng):
    """Source code of this machine: nothing in it is private but its authors' mailboxes and log-ins, and what the book's code texts, planted in one file of three, bring along.
    bench/false_alarms measures on other files."""
    import inputs
    written = [marked(row, "train", "book") for row in book(int(rng.integers(1 << 30)), ("train",)) if row["register"] in WRITTEN_IN and not row.get("form")]
    left = dict(PIECES_OF)
    for path, language in inputs.code_files():
        if left.get(language, 0) and not inputs.is_measured(path) and (text := inputs.read_source(path)):
            left[language] -= 1
            piece = piece_of(text, rng)[0]
            spans = [[*m.span(1), label] for label, form in IN_CODE.items() for m in form.finditer(piece.encode())]
            if rng.random() < 0.33:
                piece, spans = planted(piece, spans, written[int(rng.integers(len(written)))], rng)
            yield {"text": piece, "spans": spans, "rest": "public", "names": None, "split": "train", "source": "code"}


def secrets(rng):
    """Lines of code and settings whose password-like values were judged (CredData): in use, or a test's, an example's, a name's. Guessed places of real ones are not used."""
    for file in ("code/creddata_more_lines.jsonl.gz", "code/creddata_lego_lines.jsonl.gz"):
        for row in read(file):
            if row["split"] != "train":
                continue
            before = "".join(line + "\n" for line in row.get("before", ()))
            at = len(before.encode())
            spans = [[at + s["start"], at + s["end"], "secret" if s["truth"] == "T" else "public"] for s in row["spans"] if s["truth"] != "T" or s.get("exact", 1)]
            if spans:
                text = before + row["text"] + "".join("\n" + line for line in row.get("after", ()))
                yield {"text": text, "spans": sorted(spans), "rest": None, "names": None, "split": "train", "source": file}


def plain(rng, sources=PLAIN):
    for file, key, values, n in sources:
        rows = [r for r in read(file) if r.get("split", "train") == "train" and (key is None or r.get(key) in values)]
        for i in rng.permutation(len(rows))[:n]:
            text, _ = piece_of(text_of(rows[i]), rng)
            yield {"text": text, "spans": [], "rest": None, "names": None, "split": "train", "source": file}


def write(path, rows):
    with open(path, "w") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--fills", type=int, default=4)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for k in range(1, args.fills + 1):
        write(args.folder / f"book-{k}.jsonl", (marked(r, r["split"], "book") for r in and_alone(beside(with_others(book(k), np.random.default_rng(k)), np.random.default_rng(400 + k)), np.random.default_rng(200 + k))))
        # A second reading of the real passages has others in them too.
        write(args.folder / f"real-{k}.jsonl", (marked(r, r["split"], "real") for r in and_alone(with_others(read_by_people(), np.random.default_rng(100 + k), 0.5), np.random.default_rng(300 + k))))
    write(args.folder / "real.jsonl", (marked(r, r["split"], "real") for r in read_by_people()))
    for seed, (name, source) in enumerate((("public", public), ("partial", partial), ("names", named), ("plain", plain), ("machine", machine), ("code", code), ("secrets", secrets),
                                             ("plain2", lambda rng: plain(rng, PERSONAL)), ("plain3", lambda rng: plain(rng, WIDE)))):
        write(args.folder / f"{name}.jsonl", source(np.random.default_rng(seed)))


if __name__ == "__main__":
    main()
