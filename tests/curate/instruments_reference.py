"""The instruments of src/curate once more in plain Python, from their definitions: slow and obvious.

Written apart from the C++; tests/cli/instruments_test.py compares the program's figures with these. Lexical
measures as in the package lexicalrichness, BLEU, chrF and TER as in sacreBLEU 2 (13a, exponential smoothing; TER with
Tercom's limits), ROUGE-2 as in rouge_score.
"""

import collections
import functools
import gzip
import math
import re
import string

# --- words and lexical richness ------------------------------------------------------------------


def lexical_words(text):
    text = re.sub("[0-9\u2013\u2014-]", "", text.lower())
    return text.translate({ord(c): " " for c in string.punctuation}).split()


def ngrams(words, n):
    return [tuple(words[i:i + n]) for i in range(len(words) - n + 1)]


def ttr(words):
    return len(set(words)) / len(words)


def factors(words, threshold=0.72):
    whole, stretch = 0, []
    for word in words:
        stretch.append(word)
        if ttr(stretch) <= threshold:
            whole, stretch = whole + 1, []
    if stretch:
        whole += (1 - ttr(stretch)) / (1 - threshold)
    return whole or 1  # all words different


def lexical(text, window=100, draws=42):
    """Figures by the program's names; None where one is not defined."""
    words = lexical_words(text)
    w, t = len(words), len(set(words))
    figures = dict.fromkeys("ttr rttr cttr herdan summer dugast maas msttr mattr mtld hdd".split())
    figures.update({f"distinct_{n}": None for n in (1, 2, 3, 4, 8)}, words=w, terms=t)
    if w == 0:
        return figures
    figures.update(ttr=t / w, rttr=t / math.sqrt(w), cttr=t / math.sqrt(2 * w))
    lw, lt = math.log(w), math.log(t)
    for name, formula in {"herdan": lambda: lt / lw, "summer": lambda: math.log(lt) / math.log(lw),
                          "dugast": lambda: lw**2 / (lw - lt), "maas": lambda: (lw - lt) / lw**2}.items():
        try:
            figures[name] = formula()
        except (ZeroDivisionError, ValueError):
            pass
    if w > window:
        segments = [words[i:i + window] for i in range(0, w, window)][:-1]
        figures["msttr"] = sum(map(ttr, segments)) / len(segments)
    if w >= window:
        windows = ngrams(words, window)
        figures["mattr"] = sum(map(ttr, windows)) / len(windows)
    figures["mtld"] = (w / factors(words) + w / factors(words[::-1])) / 2
    if w >= draws:
        figures["hdd"] = sum(1 - math.comb(w - f, draws) / math.comb(w, draws)
                             for f in collections.Counter(words).values()) / draws
    for n in (1, 2, 3, 4, 8):
        if w >= n:
            figures[f"distinct_{n}"] = len(set(ngrams(words, n))) / (w - n + 1)
    return figures


# --- BLEU, chrF, TER -----------------------------------------------------------------------------


def tokens_13a(text):
    text = text.rstrip().replace("<skipped>", "").replace("-\n", "").replace("\n", " ")
    for name, character in (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")):
        text = text.replace(name, character)
    marks = "".join(c for c in string.punctuation if c not in "',-.")
    text = re.sub(f"([{re.escape(marks)}])", r" \1 ", f" {text} ")
    text = re.sub(r"([^0-9])([.,])", r"\1 \2 ", text)
    text = re.sub(r"([.,])([^0-9])", r" \1 \2", text)
    return re.sub("([0-9])(-)", r"\1 \2 ", text).split()


def bleu(text, references):
    """Sentence BLEU with the effective order."""
    words = tokens_13a(text)
    others = [tokens_13a(r) for r in references]
    length = min((abs(len(o) - len(words)), len(o)) for o in others)[1]
    logs, half = [], 1
    matches = 0
    for n in range(1, 5):
        counts = collections.Counter(ngrams(words, n))
        if not counts:
            break
        most = functools.reduce(lambda a, b: a | b, (collections.Counter(ngrams(o, n)) for o in others))
        correct = (counts & most).total()
        matches += correct
        if correct == 0:
            half /= 2
            correct = half
        logs.append(math.log(100 * correct / counts.total()))
    if matches == 0:
        return 0
    brevity = 1 if len(words) >= length else math.exp(1 - length / len(words))
    return brevity * math.exp(sum(logs) / len(logs))


def chrf(text, reference, beta=2):
    a, b = "".join(text.split()), "".join(reference.split())
    shares = []
    for n in range(1, 7):
        x, y = collections.Counter(ngrams(a, n)), collections.Counter(ngrams(b, n))
        if x and y:
            shares.append(((x & y).total() / x.total(), (x & y).total() / y.total()))
    if not shares:
        return 0
    p, r = (sum(s) / len(shares) for s in zip(*shares))
    return 100 * (1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0


def alignment(text, reference):
    """Edit distance in Tercom's band, and its operations from the text to the reference."""
    n, m = len(text), len(reference)
    ratio = m / n if n else 1
    beam = math.ceil(ratio / 2 + 25) if ratio / 2 > 25 else 25
    cost = {(0, j): (j, "i" if j else "") for j in range(m + 1)}
    for i in range(1, n + 1):
        middle = math.floor(i * ratio)
        last = m + 1 if i == n else min(m + 1, middle + beam)
        for j in range(max(0, middle - beam), last):
            ways = []
            if (i - 1, j - 1) in cost:
                same = text[i - 1] == reference[j - 1]
                ways.append((cost[i - 1, j - 1][0] + (not same), 0, "=" if same else "s"))
            if (i - 1, j) in cost:
                ways.append((cost[i - 1, j][0] + 1, 1, "d"))
            if (i, j - 1) in cost:
                ways.append((cost[i, j - 1][0] + 1, 2, "i"))
            if ways:
                best = min(ways)
                cost[i, j] = best[0], best[2]
    operations, i, j = [], n, m
    while i or j:
        operation = cost[i, j][1]
        operations.append(operation)
        i -= operation != "i"
        j -= operation != "d"
    return cost[n, m][0], operations[::-1]


def ter_edits(text, reference):
    """Greedy moves as long as one pays, at most 1,000 tries; then the edit distance."""
    if not reference:
        return len(text)
    moves = tries = 0
    while True:
        before, operations = alignment(text, reference)
        place, at, text_wrong, reference_wrong = [], -1, [], []
        for operation in operations:
            if operation != "i":
                at += 1
                text_wrong.append(operation != "=")
            if operation != "d":
                place.append(at)
                reference_wrong.append(operation != "=")
        best = None
        for i in range(len(text)):
            for j in range(len(reference)):
                if abs(i - j) > 50 or tries >= 1000:
                    continue
                for size in range(1, min(10, len(text) - i, len(reference) - j) + 1):
                    if text[i + size - 1] != reference[j + size - 1] or tries >= 1000:
                        break
                    if not any(text_wrong[i:i + size]) or not any(reference_wrong[j:j + size]):
                        continue
                    if i <= place[j] < i + size:
                        continue
                    targets = [0 if k < 0 else place[k] + 1 for k in range(j - 1, min(j + size, len(reference)))]
                    for k, target in enumerate(targets):
                        if k and target == targets[k - 1]:
                            continue
                        block, rest = text[i:i + size], text[:i] + text[i + size:]
                        cut = target if target < i else target - size if target > i + size else target
                        moved = rest[:cut] + block + rest[cut:]
                        tries += 1
                        rank = (before - alignment(moved, reference)[0], size, -i, -target)
                        if best is None or rank > best[0]:
                            best = rank, moved
        if best is None or tries >= 1000 or best[0][0] <= 0:
            return moves + before
        moves += 1
        text = best[1]


def ter(text, reference):
    a, b = text.lower().split(), reference.lower().split()
    edits = ter_edits(a, b)
    return 100 * edits / len(b) if b else 100 * (edits > 0)


# --- corpora -------------------------------------------------------------------------------------


def self_bleu(texts):
    return sum(bleu(t, texts[:i] + texts[i + 1:]) for i, t in enumerate(texts)) / len(texts)


def rouge2(a, b):
    x, y = (collections.Counter(ngrams(re.findall("[a-z0-9]+", t.lower()), 2)) for t in (a, b))
    shared = (x & y).total()
    if not shared:
        return 0
    p, r = shared / x.total(), shared / y.total()
    return 2 * p * r / (p + r)


def mean_pairwise_rouge2(texts):
    pairs = [rouge2(a, b) for i, a in enumerate(texts) for b in texts[:i]]
    return sum(pairs) / len(pairs)


def self_repetition(texts, n=4):
    sets = [set(ngrams(lexical_words(t), n)) for t in texts]
    texts_with = collections.Counter(g for s in sets for g in s)
    return sum(math.log(1 + sum(texts_with[g] - 1 for g in s)) for s in sets) / len(sets)


def tail(texts, n):
    counts = collections.Counter(g for t in texts for g in ngrams(lexical_words(t), n))
    total = counts.total()
    return {"tokens": total, "types": len(counts), "singletons": sum(c == 1 for c in counts.values()),
            "missing_mass": sum(c == 1 for c in counts.values()) / total,
            "entropy": -sum(c / total * math.log2(c / total) for c in counts.values())}


def coverage(texts, held_out, n):
    known = {g for t in texts for g in ngrams(lexical_words(t), n)}
    held = [g for t in held_out for g in ngrams(lexical_words(t), n)]
    return {"of_tokens": sum(g in known for g in held) / len(held),
            "of_types": sum(g in known for g in set(held)) / len(set(held))}


def compression_ratio(text):
    data = text.encode()
    return len(data) / len(gzip.compress(data))
