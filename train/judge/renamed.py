"""Rows of the book and real passages with other people and other things in them: every private person of a text gets other words for a name, every public one another public
person's, and many places, firms, schools, jobs, conditions and works become others of their label. What is left to tell private from public is what the text says of them and
whether the world knows them, not a value that was read before."""
import collections

NAMES = ("PERSON", "FIRST_NAME", "LAST_NAME")
# A place, firm or condition may be anybody's: the same pool for private and public ones.
THINGS = ("CITY", "STATE", "COUNTRY", "LOCATION", "ORGANIZATION", "SCHOOL", "JOB_TITLE", "MEDICAL_CONDITION", "MEDICATION", "NATIONALITY", "RELIGION", "WORK", "PRODUCT", "EVENT")
SHARE = 0.6  # of the things of a text that become others


def words_of(row, span):
    value = row["text"].encode()[span["start"]:span["end"]].decode()
    return value, [w for w in value.split(" ") if w.isalpha() and w[:1].isupper() and w[1:].islower() and len(w) > 1]


def form_of(row, label, value):
    """What another value has to have in common with it: language, capital, vowel ("a" or "an"), lines."""
    return row.get("lang", "en"), label, value[:1].isupper(), value[:1].lower() in "aeiou", "\n" in value


class Renamer:
    """`rows`: score's, {"text", "spans": [{"start", "end", "label", "private"}]}; the values of all of them are what it draws from."""

    def __init__(self, rows):
        given, family, public, things = collections.Counter(), collections.Counter(), collections.defaultdict(set), collections.defaultdict(set)
        for row in rows:
            for span in row["spans"]:
                value, words = words_of(row, span)
                if span["label"] == "PERSON" and len(words) > 1 and " ".join(words) == value:
                    if span["private"]:
                        given[words[0]] += 1
                        family[words[-1]] += 1
                    else:
                        public[len(words)].add(value)
                elif span["label"] in THINGS and not any(c.isdigit() for c in value):
                    things[form_of(row, span["label"], value)].add(value)
        self.given, self.family = sorted(given), sorted(family)
        self.public = {n: sorted(values) for n, values in public.items()}
        self.things = {form: sorted(values) for form, values in things.items()}

    def people(self, row, rng):
        """Word for word what the names become, of private and of public people; None where a word is in both."""
        other = {True: {}, False: {}}
        for span in row["spans"]:
            if span["label"] == "PERSON":
                value, words = words_of(row, span)
                if " ".join(words) != value or len(words) < 2:
                    continue
                if span["private"]:
                    new = [str(rng.choice(self.given)), *words[1:-1], str(rng.choice(self.family))]
                elif len(words) in self.public:
                    new = str(rng.choice(self.public[len(words)])).split(" ")
                else:
                    continue
                for old, word in zip(words, new):
                    other[span["private"]].setdefault(old, word)
        for span in row["spans"]:
            if span["private"] and span["label"] in NAMES[1:]:
                for word in words_of(row, span)[1]:
                    other[True].setdefault(word, str(rng.choice(self.given if span["label"] == "FIRST_NAME" else self.family)))
        return None if other[True].keys() & other[False].keys() else other

    def renamed(self, row, rng):
        """The row with other names and things, or None if it has none that can be told apart."""
        people, things = self.people(row, rng), {}
        if people is None:
            return None
        for span in row["spans"]:
            value, _ = words_of(row, span)
            pool = self.things.get(form_of(row, span["label"], value), ()) if span["label"] in THINGS else ()
            if len(pool) > 1 and value not in things:
                things[value] = str(rng.choice(pool)) if rng.random() < SHARE else value
        if not (people[True] or people[False] or things):
            return None
        data, out, at, spans = row["text"].encode(), b"", 0, []
        for span in sorted(row["spans"], key=lambda s: s["start"]):
            if span["start"] < at:
                return None
            out += data[at:span["start"]]
            value = data[span["start"]:span["end"]].decode()
            if span["label"] in NAMES:
                value = " ".join(people[span["private"]].get(word, word) for word in value.split(" "))
            elif span["label"] in THINGS:
                value = things.get(value, value)
            spans.append(dict(span, start=len(out), end=len(out) + len(value.encode())))
            out += value.encode()
            at = span["end"]
        return dict(row, text=(out + data[at:]).decode(), spans=spans)
