"""What a set of documents holds and what it lacks: counts by category, register, kind; sentences that occur twice; values of reserved ranges."""
import collections
import pathlib
import re
import zlib

from . import markup

RESERVED = re.compile(r"@(?:[\w-]+\.)*example(?:\.\w+)?\b|\.(?:example|test|invalid|localhost)\b|555[-. ]?01\d\d\b|\b192\.0\.2\.|\b198\.51\.100\.|\b203\.0\.113\.|\b2001:0?db8:"
                      r"|\b00[-:]00[-:]5e[-:]00[-:]53|\bAKIAIOSFODNN7EXAMPLE|\b078-05-1120\b|\b219-09-9999\b|\b123-45-6789\b|\bJohn Doe\b|\bJane (?:Doe|Roe)\b|\b(?:Max|Erika) Mustermann\b",
                      re.I)
SENTENCE = re.compile(r"(?<=[.!?…])[\s\"')\]]+|\n+")
WORD = re.compile(r"\w+")


def words(document):
    return len(markup.plain(document).split())


def sentences(document):
    """Normalised sentences of eight words and more, six of them of letters. Records and code have none: their lines recur everywhere."""
    if document.head["register"] in markup.RECORDS:
        return
    for part in SENTENCE.split(markup.plain(document)):
        found = WORD.findall(part.lower())
        if len(found) >= 8 and sum(w.isalpha() for w in found) >= 6:
            yield " ".join(found)


def reserved(document):
    """Hand-written private values of documentation ranges: (label, what was met)."""
    for mark in document.marks():
        if mark.private and mark.text and (hit := RESERVED.search(mark.text)):
            yield mark.label, hit.group()


def repeated_sentences(documents):
    """Sentences of two documents that are not a pair or wordings of each other: (sentence, first, second). documents: (place, group, Document)."""
    seen = {}
    for place, group, document in documents:
        own = set()
        for sentence in sentences(document):
            if sentence in own:
                continue
            own.add(sentence)
            first = seen.setdefault(sentence, (place, group))
            if first[0] != place and not (group and group == first[1]):
                yield sentence, first[0], place


def near_duplicates(documents, threshold=0.8, keep=32):
    """Pairs whose word 3-grams overlap (Jaccard, estimated from the smallest hashes): (similarity, first, second)."""
    by_hash, sketches, groups = collections.defaultdict(list), [], []
    for place, group, document in documents:
        w = [x.lower() for x in markup.plain(document).split()]
        hashes = {zlib.crc32(" ".join(w[i:i + 3]).encode()) for i in range(len(w) - 2)}
        sketch = frozenset(sorted(hashes)[:keep])
        met = collections.Counter(j for h in sketch for j in by_hash[h])
        for j, shared in met.items():
            union = sorted(sketch | sketches[j])[:keep]
            both = sum(h in sketch and h in sketches[j] for h in union)
            if union and both / len(union) >= threshold and not (group and group == groups[j][1]):
                yield both / len(union), groups[j][0], place
        for h in sketch:
            by_hash[h].append(len(sketches))
        sketches.append(sketch)
        groups.append((place, group))


def _cues():
    lines = (pathlib.Path(__file__).resolve().parent.parent / "cues.tsv").read_text().splitlines()[1:]
    return {c: re.compile("(?<![^\\W_])(?:" + "|".join(map(re.escape, words.split("|"))) + ")", re.I) for c, words in (line.split("\t") for line in lines)}


CUES = _cues()
HEADED = frozenset(("csv", "table"))


def uncued(document):
    """Labels of the private marks without a word near them that names the category: on the line up to 80 characters before and 30 after, the
    end of the line before, and the head line of a table. Other values count as their label."""
    text, places = "", []
    for piece in document.pieces:
        if isinstance(piece, str):
            text += piece
        else:
            places.append((len(text), piece))
            text += "\x00" * 3
    for at, mark in places:
        if not mark.private:
            continue
        line = text.rfind("\n", 0, at) + 1
        before = text[max(line, at - 80):at] if at - line > 40 else text[max(0, line - 40):at]
        around = before + "\x00" + text[at + 3:at + 33].split("\n")[0]
        if document.head["register"] in HEADED:
            around += "\x00" + text[:text.find("\n")]
        if not CUES[mark.label].search(around):
            yield mark.label


class Totals:
    """Counts over documents of (author, Document)."""

    def __init__(self):
        self.documents = self.all_documents = self.words = self.records = 0
        self.authors = set()
        self.kind, self.register, self.lang, self.form = (collections.Counter() for _ in range(4))
        self.pairs, self.paras = collections.defaultdict(int), collections.defaultdict(int)
        self.marks, self.public, self.uncued = (collections.Counter() for _ in range(3))
        self.in_documents, self.by_authors = collections.defaultdict(int), collections.defaultdict(set)

    def add(self, author, document):
        head = document.head
        self.words += words(document)
        self.all_documents += 1
        self.authors.add(author)
        if "pair" in head:
            self.pairs[author, head["pair"]] += 1
        elif "para" in head:
            self.paras[author, head["para"]] += 1
        if "pair" not in head and ("para" not in head or self.paras[author, head["para"]] == 1):
            self.documents += 1
            self.kind[head["kind"]] += 1
            self.register[head["register"]] += 1
            self.lang[document.lang] += 1
            self.records += head["register"] in markup.RECORDS
            if "form" in head:
                self.form[head["form"]] += 1
        labels = [m.label for m in document.marks() if m.private]
        self.marks.update(labels)
        self.uncued.update(uncued(document))
        self.public.update(m.label for m in document.marks() if not m.private)
        for label in set(labels):
            self.in_documents[label] += 1
            self.by_authors[label].add(author)

    def have(self):
        """The counts that a brief asks for, by its names."""
        return {"documents": self.documents, "words": self.words, "public": self.kind["public"], "mixed": self.kind["mixed"], "records": self.records,
                "forms": sum(self.form.values()), "pairs": len(self.pairs), "paraphrase sets of four": sum(n >= 4 for n in self.paras.values()),
                **{"documents in " + lang: n for lang, n in self.lang.items()}}
