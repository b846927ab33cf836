"""Edits that turn a toxic sentence into its neutral rewrite, at the level of words.

Both sides are compared as lists of folded words (case and punctuation carry no edit) by a longest common
subsequence; each run of words that only the toxic side has is one edit [begin, end, with], where `with` is what the
rewrite says in its place ("" = delete). Rewriters also mend spelling and style on the way. `Pairs` keeps only edits
that touch a word which rewriters usually remove, counted over all training pairs.

    you are a stupid troll .  ->  You are a person.     [[10, 22, "person"]]
"""

import collections
import re

# A word with its clitics, which tokenised text parts from it ("do n't", "i 'm"), and masked spellings (f*ck, a$$).
WORD = re.compile(
    r"[^\W_][^\W_*@#$!]*[*@#$!]+[^\W_]+|[^\W_]+(?: ?n ?['\u2019] ?t\b| ?['\u2019] ?(?:s|m|re|ve|ll|d|t)\b|['\u2019][^\W_]+)*"
)
MAX_WORDS = 80  # the table is quadratic; longer pairs are left out
MAX_WITH_WORDS = 3
# Phrases of these alone are style or grammar around an edit, not a stand-in for what went.
FUNCTION_WORDS = set(
    "a about all am an and are back be because but by did do does don't for from go going gonna had has have he he's her "
    "i i'm i've if in is it's its just know like no of on or she so that's the they they're this to very was we were what "
    "what's when who why will with yeah yes you're your yourself one i'll be not am that's imao oh omg lol".split()
)
MIN_KEPT = 0.5  # of the toxic side's words; below it the rewrite says something else


def words(text):
    """(key, begin, end, word) of each word; offsets in code points. The key has no case and no apostrophe."""
    out = []
    for m in WORD.finditer(text):
        word = m.group().lower().replace(" ", "").replace("\u2019", "'")
        out.append((word.replace("'", ""), m.start(), m.end(), word))
    return out


def matched(a, b):
    """Pairs (i, j) of a longest common subsequence of the lists a and b."""
    head = 0
    while head < min(len(a), len(b)) and a[head] == b[head]:
        head += 1
    tail = 0
    while tail < min(len(a), len(b)) - head and a[-1 - tail] == b[-1 - tail]:
        tail += 1
    n, m = len(a) - head - tail, len(b) - head - tail
    table = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        row, below, word = table[i], table[i + 1], a[head + i]
        for j in range(m - 1, -1, -1):
            row[j] = below[j + 1] + 1 if word == b[head + j] else max(below[j], row[j + 1])
    out, i, j = [(k, k) for k in range(head)], 0, 0
    while i < n and j < m:
        if a[head + i] == b[head + j]:
            out.append((head + i, head + j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return out + [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]


def runs(toxic, neutral):
    """Runs ([first, last) of toxic words, list of neutral words in their place) and the share of words kept."""
    a = [w[0] for w in toxic]
    b = [w[0] for w in neutral]
    out, i, j = [], 0, 0
    same = matched(a, b)
    for x, y in same + [(len(a), len(b))]:
        if x > i:
            out.append((i, x, [w[3] for w in neutral[j:y]]))
        i, j = x + 1, y + 1
    return out, len(same) / max(1, len(a))


class Pairs:
    """Which words rewriters remove, and the phrases they put instead; learned from training pairs only."""

    def __init__(self, pairs, lexicon):
        """pairs: (toxic, neutral) texts. lexicon: words that count as removable without evidence."""
        seen, removed = collections.Counter(), collections.Counter()
        for toxic, neutral in pairs:
            t = words(toxic)
            if len(t) > MAX_WORDS:
                continue
            gone = set()
            for i, j, _ in runs(t, words(neutral))[0]:
                gone.update(range(i, j))
            for k, w in enumerate(t):
                seen[w[0]] += 1
                removed[w[0]] += k in gone
        # One word in five is changed by chance (style, spelling): the prior.
        self.rate = {w: (removed[w] + 0.2 * 4) / (seen[w] + 4) for w in seen}
        self.lexicon = lexicon
        self.labels = []
        self.by_source = collections.defaultdict(collections.Counter)

    def removable(self, word):
        return self.rate.get(word, 0.2) >= 0.5 or (word in self.lexicon and self.rate.get(word, 0.5) >= 0.3)

    def raw_edits(self, toxic, neutral):
        """[(begin, end, source words, replacement words)] in code points of `toxic`, or None: too different."""
        t, n = words(toxic), words(neutral)
        if not t or len(t) > MAX_WORDS or len(n) > MAX_WORDS:
            return None
        found, kept = runs(t, n)
        if kept < MIN_KEPT:
            return None
        out = []
        for i, j, instead in found:
            bad = [k for k in range(i, j) if self.removable(t[k][0])]
            if not bad:
                continue  # spelling or style
            if len(instead) <= MAX_WITH_WORDS and j - i <= 4:
                out.append((t[i][1], t[j - 1][2], [w[0] for w in t[i:j]], instead))
            else:  # a long rewrite: what must go, goes
                i, j = bad[0], bad[-1] + 1
                out.append((t[i][1], t[j - 1][2], [w[0] for w in t[i:j]], []))
        return out

    def learn_phrases(self, pairs, size, offensive):
        """Chooses the `size` most useful replacement phrases; none holds a word of `offensive`."""
        count = collections.Counter()
        for toxic, neutral in pairs:
            for _, _, source, instead in self.raw_edits(toxic, neutral) or []:
                phrase = " ".join(instead)
                if phrase and not self._bad_phrase(instead, offensive):
                    count[phrase] += 1
                    self.by_source[" ".join(source)][phrase] += 1
        self.labels = sorted(count, key=lambda p: (-count[p], p))[:size]
        known = set(self.labels)
        for source in self.by_source.values():
            for phrase in [p for p in source if p not in known]:
                del source[phrase]
        return [(p, count[p]) for p in self.labels]

    def _bad_phrase(self, instead, offensive):
        if any(w in offensive or self.rate.get(w.replace("'", ""), 0) >= 0.5 for w in instead):
            return True
        if all(w in FUNCTION_WORDS for w in instead):
            return True
        return not all(re.fullmatch(r"[a-z]+(?:'[a-z]+)?", w) for w in instead)

    def edits(self, toxic, neutral):
        """[[begin, end, with]] with only known phrases: an unknown one becomes the commonest known phrase for the
        same words, else a deletion. None: too different."""
        raw = self.raw_edits(toxic, neutral)
        if raw is None:
            return None
        known, out = set(self.labels), []
        for begin, end, source, instead in raw:
            phrase = " ".join(instead)
            if phrase and phrase not in known:
                options = self.by_source.get(" ".join(source))
                phrase = min(options, key=lambda p: (-options[p], p)) if options else ""
            out.append([begin, end, phrase])
        return out
