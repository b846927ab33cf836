"""Deals the categories that still lack marks out to the authors who have not written yet, and writes their briefs: python3 -m bookset.briefs FOLDER."""
import json
import pathlib
import random
import sys

from . import counts, markup, report, store
from .categories import ABOUT, CATEGORIES, CHAPTER

# What comes up by itself in any text about people; everybody writes it, nobody is assigned it.
COMMON = frozenset("PERSON FIRST_NAME LAST_NAME AGE CITY STATE COUNTRY LOCATION STREET_ADDRESS POSTAL_CODE DATE_TIME DATE_OF_BIRTH EMAIL_ADDRESS "
                   "PHONE_NUMBER ORGANIZATION JOB_TITLE SCHOOL MEDICAL_CONDITION MEDICATION".split())
HERE = pathlib.Path(__file__).resolve().parent.parent
EN = {"documents": 120, "words": 14500, "public": 38, "mixed": 24, "records": 21, "forms": 13, "pairs": 21, "paraphrase sets of four": 11}


# The chapter of docs/CATEGORIES.md -> the fields of life that meet it, the first most.
MEET = {1: "people health law", 2: "people health law", 3: "people tech", 4: "people money", 5: "law money health people", 6: "money law", 7: "health money",
        8: "money people law", 9: "tech money", 10: "tech", 11: "people law", 12: "health law money"}


def written():
    """Totals of the whole book."""
    have = counts.Totals()
    for blind in (False, True):
        for author, _, document in store.documents(blind):
            have.add(author, document)
    return have


def wants(have, writing, free):
    """What each of the `free` authors has to write so that the whole book reaches its goals, when those who are `writing` (their briefs) are done."""
    promised = lambda k: have.have()[k] + sum(b["want"].get(k, 0) for b in writing)  # noqa: E731
    out = {k: max(0, -(-(goal - promised(k)) // max(1, free))) for k, goal in report.WHOLE.items()}
    out["documents"] = max(out["documents"], out["public"] + out["mixed"] + max(out["records"], out["forms"]) // 2 + 12)
    out["words"] = max(out["words"], 75 * out["documents"])
    return {k: min(n, EN[k]) if k in ("documents", "words") else n for k, n in out.items()}


def needs(have, writing, marks):
    """How many more authors each category wants, `marks` marks from each, so that the goals of report.py are met by what is written, being written and
    they."""
    out = {}
    for c, h in report.numbers(have).items():
        coming = [b for b in writing if c in b["categories"]]
        texts, authors = h["texts"] + sum(b["texts"] for b in coming), h["authors"] + len(coming)
        out[c] = max(-(-(report.GOALS["marks"] - h["marks"] - sum(b["marks"] for b in coming)) // marks), -(-2 * (report.GOALS["texts"] - texts) // marks),
                     report.GOALS["authors"] - authors, 0)
    return out


def deal(authors, each, seed, wanted):
    """Each author's categories, `each` at most: every category goes to as many authors as it wants, to those first whose life meets it."""
    rng = random.Random(seed)
    rare = [c for c in CATEGORIES if wanted[c]]
    hands = {a["id"]: [] for a in authors}

    def distance(author, category):
        code, _, rest = category.partition("_")
        if len(code) == 2 and rest and code in author["countries"].split():
            return -1
        fields = MEET[CHAPTER[category]].split()
        return fields.index(author["field"]) if author["field"] in fields else 4

    order = sorted(rare, key=lambda c: (len(MEET[CHAPTER[c]].split()), rng.random()))
    for turn in range(max(wanted.values(), default=0)):  # a taker for every category before any gets its next
        for category in order:
            free = [a for a in authors if len(hands[a["id"]]) < each and category not in hands[a["id"]]]
            if free and turn < wanted[category]:
                best = min(free, key=lambda a: (distance(a, category), len(hands[a["id"]]), rng.random()))
                hands[best["id"]].append(category)
    return hands


def brief(author, categories, want, marks, texts):
    first, *second = author["languages"].split()
    second = second[0] if second else None
    tongue = ("You write in English." if first == "en" and not second else
              f"You write mostly in `{first}` and, in at least {want['documents in ' + second]} of the texts, in `{second}` "
              "(give `lang:` in their headers), each as a native writes it, with that country's forms of addresses, numbers and dates.")
    about = "\n".join(f"* `{c}`: {ABOUT[c][0]}. Form: {ABOUT[c][1]}. Not: {ABOUT[c][2]}." for c in categories)
    rest = "\n".join(f"`{c}` {ABOUT[c][0]};" for c in CATEGORIES if c not in categories)
    kinds = "\n".join(f"* {k}: {v}" for k, v in markup.REGISTERS.items())
    return f"""# Your brief

You are an author. You are **{author['who']}**. Your world: {author['places']}. {tongue}
You write texts for an open corpus (CC0) that teaches what is *private* in a text and what is public. Write like literature, not like test
data: a stranger who reads ten of your texts should believe that a particular person, with that life, wrote or collected them. Everything and
everybody private is invented; public facts are real and correct.

Read nothing but this folder. Do not look at other folders, other authors or any program's source.

## What to write
| at least | |
|---|---|
| {want['documents']} texts, {want['words']} words in all | from 15 words to 700; most 60 to 180, a dozen over 300; careful and careless |
| {want['public']} of them `kind: public` | nothing private in them, full of names, places, firms, works, dates, numbers (mark those facts): {author['public']}. Also captions, acronyms, brands, drug names, part numbers, versions, capitalised words that are no names, general talk on illness, work and money: text that *looks* private and is not |
| {want['mixed']} `kind: mixed` | private people beside public ones, places and works (a mail about a concert, a forum post on a drug, a pupil's essay with a note of the teacher) |
| the rest `kind: private` | above all: {author['private']}; some of every other kind that such a person meets |
| {want['records']} machine records of about 20 lines | registers {' '.join(sorted(markup.RECORDS))}: keys and headers named as real systems name them (short, cryptic, in other languages, misspelt), not as a catalogue does; some with neither header nor key; private, public (no persons in them) and mixed |
| {want['forms']} with a `form:` header | the whole text in a hard form, typed by you: ocr (scanner's errors), broken (lines cut inside values), spelled (letter by letter), spoken (transcribed speech, numbers in words), spaced, obfuscated ((at), dot), lower (no capitals, no punctuation), script (other scripts and digits), typos |
| {want['pairs']} pairs (`pair: 1` ...) | two short texts of 1 to 3 sentences with the same string, marked private in one and public in the other (Jordan the patient, Jordan the country; a firm as employer and in the news; a date, an illness, a job, a namesake of a famous person, a number). Not counted among the texts above. Put them into files of their own |
| {want['paraphrase sets of four']} sets of four wordings (`para: 1` ... four texts each) | the same values in other words, order and punctuation; the first wording counts among the texts, the other three do not |

Values stand where people put them: without labels, with labels that nobody would list, as the answer to a question two lines up, as the second in a list, spread over a page, in a
signature, a table cell, a file path. **At least a third of the private values must have no word near them that names their category**
(no "SSN", "passport", "diagnosed"): the form or the situation says what they are.

Use each of these categories of yours {marks} times and more, in {texts} texts and more, as naturally as you can (several in one text is fine; a
table or log can hold many):
{about}

Use names, places, dates, contacts, employers, jobs, conditions and so on all the time as well. Every private value and every
public fact of your texts is marked with one of the labels below, each time it occurs.

## Values
* **Generated**: for numbers with check digits, keys, tokens, cards, accounts, plates, hashes, telephone numbers write `{{{{LABEL#1}}}}` and
  a program fills in a valid one (`{{{{PHONE_NUMBER#1=a}}}}` twice gives the same number twice; `{{{{IBAN_CODE|hard}}}}` gives it spelled, spaced or damaged). All labels can be generated, but
  **write names, places, words, traits, jobs, illnesses, dates, ages, sums, handles, mail addresses, user names, passwords, links, PINs and short codes by hand** (`[[LABEL#1:value]]`), invented and varied. CONNECTION_STRING, AZURE_KEY and SIGNED_URL are generated with the string or link around them; PRIVATE_KEY is a whole block of lines.
* Never example.com, 555-01xx, 192.0.2.x, 123-45-6789, John Doe and the like as private values: use ordinary invented ones (invented mail domains or gmail, gmx, ...).
* `#1`, `#2` say whose value it is, within one text: the person's name, his number, his town share a number.
* Never the same sentence twice (8 words and more), no template that you fill anew, no "Lorem", no numbering of your texts inside them.

## Registers (header `register:`)
{kinds}

## How to work
Write files `01.txt`, `02.txt`, ... into this folder, 12 to 20 texts a file, with your file tool or with `cat <<'EOF'`; write straight on, without
planning at length and without reading back. **Write the texts yourself, word by word: no script that makes texts.** After every few files run `./check`: it names faults by
line and what is still missing. You are finished when it prints DONE (if one or two counts stay a little short after honest work, stop there and say so). Your last message to me: one line.

{(HERE / 'GUIDELINES.md').read_text()}

## The other labels
{rest}
and for public facts alone: WORK, PRODUCT, EVENT, GROUP, QUANTITY.
"""


def main():
    out = pathlib.Path(sys.argv[1])
    have = written()
    begun = {a for a in store.authors() if (out / a).exists()} - have.authors
    writing = [json.loads((out / a / "brief.json").read_text()) for a in sorted(begun)]
    for kind, each, marks, texts in (("a", 34, 26, 12), ("m", 28, 10, 6), ("b", 46, 11, 6)):
        mine = [a for a in store.authors().values() if a["id"][0] == kind and a["id"] not in have.authors | begun]
        wanted = needs(have, writing, marks)
        if kind == "b":
            wanted = {c: 0 if c in COMMON else 2 for c in CATEGORIES}
        hands = deal(mine, each, kind, wanted)
        for a in mine:
            want = wants(have, writing, len(mine)) if kind == "a" and have.documents else dict(EN)
            if kind == "m":
                first, second = a["languages"].split()
                want.update({"documents": 85, "words": 8500, "public": 27, "mixed": 17, "records": 14, "forms": 9, "pairs": 6, "paraphrase sets of four": 3,
                             "documents in " + first: 50, "documents in " + second: 30})
            if kind == "b":
                want.update({"documents": 130, "words": 15500, "public": 42, "mixed": 27, "documents in " + a["languages"].split()[1]: 25})
            folder = out / a["id"]
            folder.mkdir(parents=True, exist_ok=True)
            cats = hands[a["id"]]
            (folder / "brief.json").write_text(json.dumps({"categories": cats, "marks": marks, "texts": texts, "want": want}))
            (folder / "brief.md").write_text(brief(a, cats, want, marks, texts))
            check = folder / "check"
            check.write_text(f"#!/bin/sh\ncd '{HERE}' && exec python3 -m bookset.desk '{folder.resolve()}'\n")
            check.chmod(0o755)


if __name__ == "__main__":
    main()
