#!/usr/bin/env python3
"""Everything the judge learns from, as rows of one form:

  {"text", "spans": [[begin, end, target]], "rest": target or null, "names": [[begin, end, type]] or null, "split", "source"}

Offsets are bytes. A target is a label of a category, "PUBLIC" or a set of labels.py; null: not known. `rest` is the target of tokens outside spans.

  sources.py FOLDER [--fills 4]    writes FOLDER/{book-K,real,public,partial,names,plain,plain2}.jsonl"""
import argparse
import gzip
import json
import lzma
import pathlib

import numpy as np

from labels import CATEGORIES, ROOT
from bookset import damage, fill, real, store

DATA = ROOT.parent / "shared" / "data"
MOST = 2400  # bytes of a piece of a long text

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
    filler, forms, rng, who = fill.Filler(seed, 0.12), sorted(damage.FORMS), np.random.default_rng(seed), store.authors()
    for author, identity, document in store.documents():
        if who[author]["split"] in splits:
            row = filler.row(identity, document, str(rng.choice(forms)) if rng.random() < 0.2 else None)
            yield dict(row, split=who[author]["split"])


KIND = {"PERSON": "PERSON", "FIRST_NAME": "PERSON", "LAST_NAME": "PERSON", "MAIDEN_NAME": "PERSON", "CITY": "LOC", "STATE": "LOC", "COUNTRY": "LOC",
        "LOCATION": "LOC", "STREET_ADDRESS": "LOC", "ORGANIZATION": "ORG", "SCHOOL": "ORG"}


def marked(row, split, source):
    """A row with every private value and public fact marked; its names count where the category is a name's."""
    spans = [[s["start"], s["end"], s["label"] if s["private"] else "PUBLIC"] for s in row["spans"]]
    names = [[s["start"], s["end"], KIND[s["label"]]] for s in row["spans"] if s["label"] in KIND]
    return {"text": row["text"], "spans": spans, "rest": "O", "names": names, "split": split, "source": source, "pair": bool(row.get("pair"))}


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


def plain(rng):
    for file, key, values, n in PLAIN:
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
        write(args.folder / f"book-{k}.jsonl", (marked(r, r["split"], "book") for r in book(k)))
    write(args.folder / "real.jsonl", (marked(r, split, "real") for split in ("train", "dev") for r in real.gold_rows(split)))
    for seed, (name, source) in enumerate((("public", public), ("partial", partial), ("names", named), ("plain", plain), ("plain2", plain))):
        write(args.folder / f"{name}.jsonl", source(np.random.default_rng(seed)))


if __name__ == "__main__":
    main()
