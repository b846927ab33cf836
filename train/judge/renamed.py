"""Rows of the book with other people in them: every private person of a text gets other words for a name, every public one another public person's. What is left to tell them
apart is what the text says of them and whether the world knows them, not a name that was read before."""
import collections

NAMES = ("PERSON", "FIRST_NAME", "LAST_NAME")


def words_of(row, span):
    value = row["text"].encode()[span["start"]:span["end"]].decode()
    return value, [w for w in value.split(" ") if w.isalpha() and w[:1].isupper() and w[1:].islower() and len(w) > 1]


class Renamer:
    """`rows`: score's, {"text", "spans": [{"start", "end", "label", "private"}]}; the names of all of them are what it draws from."""

    def __init__(self, rows):
        given, family, public = collections.Counter(), collections.Counter(), collections.defaultdict(set)
        for row in rows:
            for span in row["spans"]:
                if span["label"] in NAMES:
                    value, words = words_of(row, span)
                    if len(words) < 1 or " ".join(words) != value:
                        continue
                    if span["label"] == "PERSON" and len(words) > 1:
                        if span["private"]:
                            given[words[0]] += 1
                            family[words[-1]] += 1
                        else:
                            public[len(words)].add(value)
        self.given, self.family = sorted(given), sorted(family)
        self.public = {n: sorted(values) for n, values in public.items()}

    def renamed(self, row, rng):
        """The row with other names, or None if it has none that can be told apart."""
        other = {True: {}, False: {}}
        for span in row["spans"]:
            if span["label"] == "PERSON":
                value, words = words_of(row, span)
                if " ".join(words) != value or len(words) < 2:
                    continue
                if span["private"]:
                    new = [str(rng.choice(self.given)), *words[1:-1], str(rng.choice(self.family))]
                else:
                    new = str(rng.choice(self.public[len(words)])).split(" ")
                for old, word in zip(words, new):
                    other[span["private"]].setdefault(old, word)
        for span in row["spans"]:
            if span["private"] and span["label"] in NAMES[1:]:
                for word in words_of(row, span)[1]:
                    other[True].setdefault(word, str(rng.choice(self.given if span["label"] == "FIRST_NAME" else self.family)))
        if not (other[True] or other[False]) or other[True].keys() & other[False].keys():
            return None
        data, out, at, spans = row["text"].encode(), b"", 0, []
        for span in sorted(row["spans"], key=lambda s: s["start"]):
            if span["start"] < at:
                return None
            out += data[at:span["start"]]
            value = data[span["start"]:span["end"]].decode()
            if span["label"] in NAMES:
                value = " ".join(other[span["private"]].get(word, word) for word in value.split(" "))
            spans.append(dict(span, start=len(out), end=len(out) + len(value.encode())))
            out += value.encode()
            at = span["end"]
        return dict(row, text=(out + data[at:]).decode(), spans=spans)
