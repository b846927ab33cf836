"""The texts of the study as sentences, words and n-grams: numbers, made once."""
import gzip
import json
import re
import zlib

import numpy as np

ORDERS = 3
HUMAN = "human"
WORD = re.compile(r"\w+|[^\w\s]")
# After a sentence's mark (its closing quotes stay with it), before a capital, digit or opening quote; and at every line.
SENTENCE_END = re.compile(r"(?<=[.!?])([\"'”’)\]]*)\s+(?=[\"'“‘(\[]?[A-Z0-9])|\n+")


def sentences_of(text):
    out, begin = [], 0
    for found in SENTENCE_END.finditer(text):
        out.append(text[begin:found.start()] + (found.group(1) or ""))
        begin = found.end()
    out.append(text[begin:])
    return [" ".join(sentence.split()) for sentence in out if sentence.strip()]


def read_rows(path, domains_left_out=("TravelTourism", "Code")):
    """Rows with text, source (human or the generator), pair (the content) and domain."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row for row in rows if row["domain"] not in domains_left_out]


class Ragged:
    """Rows of different length in one array: row i is values[offsets[i]:offsets[i + 1]]."""

    def __init__(self, values, lengths):
        self.values = values
        self.offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)

    def take(self, rows):
        """The rows asked for, one after the other, and the place in `rows` that each value is of."""
        rows = np.asarray(rows, dtype=np.int64)
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        owner = np.repeat(np.arange(len(rows)), lengths)
        within = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return self.values[self.offsets[rows][owner] + within], owner


class Corpus:
    """`rows` and their sentences. A document is a row; `document_of` and all other arrays are by sentence unless named by row."""

    def __init__(self, rows, split=sentences_of):
        self.rows = rows
        split = [split(row["text"]) for row in rows]
        self.sentences = [sentence for of_row in split for sentence in of_row]
        lengths = np.array([len(of_row) for of_row in split])
        self.begin = np.concatenate([[0], np.cumsum(lengths)])
        self.document_of = np.repeat(np.arange(len(rows)), lengths)
        self.words = np.array([len(sentence.split()) for sentence in self.sentences])
        self.row_words = np.bincount(self.document_of, self.words, len(rows))
        self.source = np.array([row["source"] for row in rows])
        _, self.pair = np.unique([row["pair"] or row["id"] for row in rows], return_inverse=True)
        self.domain = np.array([row["domain"] for row in rows])
        self._number()

    def _number(self):
        """Tokens and n-grams of every sentence as numbers; n-grams of all orders share one range, `gram_order` tells them apart."""
        vocabulary, tokens, lengths = {}, [], []
        for sentence in self.sentences:
            ids = [vocabulary.setdefault(word, len(vocabulary) + 2) for word in WORD.findall(sentence.lower())]
            tokens += [0] + ids + [1]  # begin and end of a sentence
            lengths.append(len(ids) + 2)
        tokens, lengths = np.array(tokens, dtype=np.int64), np.array(lengths)
        self.tokens = lengths - 1  # what a model is asked for: the end is one
        size, n = len(vocabulary) + 2, len(tokens)
        place = np.arange(n) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        owner = np.repeat(np.arange(len(lengths)), lengths)
        before, known, offset = None, np.zeros((ORDERS, n), dtype=np.int64) - 1, 0
        orders = []
        for order in range(1, ORDERS + 1):
            here = place >= max(1, order - 1)
            if order == 1:
                keys = tokens
            else:  # the n-gram one shorter that ends a token earlier, then this token
                keys = np.concatenate([[0] * 1, before[:-1]]) * size + tokens
            _, before = np.unique(keys, return_inverse=True)
            used, numbers = np.unique(before[here], return_inverse=True)
            known[order - 1, here] = numbers + offset
            orders.append(np.full(len(used), order))
            offset += len(used)
        self.gram_order = np.concatenate(orders)
        flat, whose = known.T.reshape(-1), np.repeat(owner, ORDERS)
        whose, flat = whose[flat >= 0], flat[flat >= 0]
        self.grams = Ragged(flat, np.bincount(whose, minlength=len(lengths)))

    def sentences_in(self, rows):
        """The numbers of the sentences of these rows (a mask or numbers), row after row."""
        rows = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else np.asarray(rows, dtype=np.int64)
        parts = [np.arange(self.begin[row], self.begin[row + 1]) for row in rows]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)

    def gram_counts(self, sentences):
        return np.bincount(self.grams.take(sentences)[0], minlength=len(self.gram_order)).astype(float)

    def text_of(self, sentences):
        """Texts of documents from the sentences that are left of them, in their order."""
        out = {}
        for sentence in np.sort(sentences):
            out.setdefault(int(self.document_of[sentence]), []).append(self.sentences[sentence])
        return ["\n".join(lines) for lines in out.values()]


def is_for_tuning(row):
    """A fifth of the contents, by a hash: constants were chosen on these, and they are never tested on."""
    return zlib.crc32((row["pair"] or row["id"]).encode()) % 5 == 0
