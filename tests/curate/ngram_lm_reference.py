"""Interpolated modified Kneser-Ney by its definition, with dictionaries of tuples: slow and obvious.

    python3 tests/curate/ngram_lm_reference.py        # prints what src/curate/detector/ngram_lm_test.cc expects

Written apart from src/curate/detector/ngram_lm.cc: it counts every n-gram of the corpus as a tuple and follows
Chen and Goodman's formulas recursively, without hashes, tables or incremental counts.
"""

import collections
import math
import re

BEGIN, END = "<s>", "</s>"
TOKEN = re.compile(r"[^\W_]+|([!-/:-@\[-`{-~])\1*")  # enough for the texts here: words, runs of one mark


def sentences(text):
    """Lower-cased tokens of each line that has some."""
    lines = ([m.group() for m in TOKEN.finditer(line.lower())] for line in text.split("\n"))
    return [line for line in lines if line]


class Model:
    def __init__(self, texts, order):
        self.order = order
        padded = [[BEGIN] + s + [END] for text in texts for s in sentences(text)]
        seen = [collections.Counter() for _ in range(order + 1)]
        for s in padded:
            for n in range(1, order + 1):
                seen[n].update(tuple(s[i:i + n]) for i in range(len(s) - n + 1))
        self.types = {w for s in padded for w in s} - {BEGIN}
        before = collections.defaultdict(set)
        for n in range(2, order + 1):
            for gram in seen[n]:
                before[gram[1:]].add(gram[0])
        self.count = [{} for _ in range(order + 1)]
        for n in range(1, order + 1):
            for gram, times in seen[n].items():
                if gram == (BEGIN,):
                    continue
                whole = n == order or gram[0] == BEGIN
                self.count[n][gram] = times if whole else len(before[gram])
        self.discount = [None] + [self.discounts(self.count[n].values()) for n in range(1, order + 1)]
        self.follow = [collections.defaultdict(list) for _ in range(order + 1)]
        for n in range(1, order + 1):
            for gram, c in self.count[n].items():
                self.follow[n][gram[:-1]].append(c)

    @staticmethod
    def discounts(counts):
        n = collections.Counter(counts)
        try:
            y = n[1] / (n[1] + 2 * n[2])
            d = [k - (k + 1) * y * n[k + 1] / n[k] for k in (1, 2, 3)]
        except ZeroDivisionError:
            d = [-1]
        if not all(0 < x <= k for k, x in enumerate(d, 1)):
            d = [.5, 1, 1.5]
        return [0] + d

    def p(self, word, context):
        """`context`: a tuple of at most order - 1 tokens."""
        n = len(context) + 1
        lower = self.p(word, context[1:]) if n > 1 else 1 / (len(self.types) + 1)
        counts = self.follow[n].get(context)
        if not counts:
            return lower
        d = self.discount[n]
        total = sum(counts)
        c = self.count[n].get(context + (word,), 0)
        below = sum(d[min(x, 3)] for x in counts) / total
        return (c - d[min(c, 3)]) / total + below * lower

    def score(self, text):
        """Tokens, unknown tokens, bits."""
        tokens = unknown = bits = 0
        for s in sentences(text):
            s = [BEGIN] + s + [END]
            for i in range(1, len(s)):
                bits -= math.log2(self.p(s[i], tuple(s[max(0, i - self.order + 1):i])))
                tokens += 1
                unknown += s[i] not in self.types
        return tokens, unknown, bits


def corpus(seed, n_texts, vocabulary):
    """The texts of the test, by the generator that it uses too."""
    state = seed
    texts = []
    for _ in range(n_texts):
        words = []
        for _ in range(40):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            r = state >> 33
            # Squared, so that low numbers are frequent.
            words.append(f"w{(r % vocabulary) * ((r >> 12) % vocabulary) // vocabulary}" + ".\n"[:2 * (r % 7 == 0)])
        texts.append(" ".join(words))
    return texts


if __name__ == "__main__":
    for order in range(1, 6):
        for vocabulary, n_texts in ((30, 12), (4, 2)):
            texts = corpus(order, n_texts, vocabulary)
            tokens, unknown, bits = Model(texts[:-1], order).score(texts[-1] + " unseen")
            print(f"    {{{order}, {vocabulary}, {n_texts}, {tokens}, {unknown}, {bits:.9f}}},")
