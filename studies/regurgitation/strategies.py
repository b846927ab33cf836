"""Orders of machine-made text. A unit is a sentence or a document; an order is unit numbers, best first."""
import numpy as np

WEIGHTS = np.array([0, 0.2, 0.4, 0.4])  # of the orders of n-grams
OFFSET = 0.1
POOL_SHARE = 0.3  # of the target that is the pool's own
STEPS = 60       # in which coverage fills its budget


def within_budget(order, words, budget):
    """The first units that have `budget` words together; the last may exceed it."""
    return order[:np.searchsorted(np.cumsum(words[order]), budget) + 1]


def best_of_content_first(score, content, rng):
    """All best candidates of their content in random order (mostly), then all second ones, and so on. Scores are never compared
    across contents, where they would choose topics."""
    by_content = np.lexsort((-score, content))
    sorted_content = content[by_content]
    first = np.concatenate([[True], sorted_content[1:] != sorted_content[:-1]])
    rank = np.empty(len(score))
    rank[by_content] = np.arange(len(score)) - np.maximum.accumulate(np.where(first, np.arange(len(score)), 0))
    return np.argsort(rank + 0.9 * rng.random(len(score)), kind="stable")


def target_of(corpus, human, pool, pool_share=POOL_SHARE):
    """How often each n-gram should occur, by 100,000 tokens: as in human text, smoothed by the pool."""
    def rate(sentences):
        return corpus.gram_counts(sentences) * (1e5 / max(1, corpus.tokens[sentences].sum()))
    return ((1 - pool_share) * rate(human) + pool_share * rate(pool)) * WEIGHTS[corpus.gram_order]


def coverage(corpus, units, target, budget, anchor=(), factor=1.0, offset=OFFSET, steps=STEPS, exponent=1.0):
    """Greedy for sum over n-grams of target * log(count + offset), gain by token; `units` are lists of sentences, `anchor` sentences
    that are in already. In steps of budget / steps words: the best by the gains of the step's begin."""
    lengths = np.array([len(unit) for unit in units])
    sentences = np.concatenate(units)
    grams, of_sentence = corpus.grams.take(sentences)
    unit_of = np.repeat(np.arange(len(units)), lengths)[of_sentence]
    use = target[grams] > 0
    # How often each n-gram is in each unit.
    key, times = np.unique(unit_of[use] * np.int64(len(target)) + grams[use], return_counts=True)
    unit_of, grams = key // len(target), key % len(target)
    value, times = target[grams].astype(np.float32), times.astype(np.float32)
    words = np.bincount(np.repeat(np.arange(len(units)), lengths), corpus.words[sentences], len(units))
    cost = np.bincount(np.repeat(np.arange(len(units)), lengths), corpus.tokens[sentences], len(units)) ** exponent / factor
    begins = np.searchsorted(unit_of, np.arange(len(units) + 1))
    counts = corpus.gram_counts(np.asarray(anchor, dtype=np.int64)).astype(np.float32)
    left, order, used = np.ones(len(units), dtype=bool), [], 0.0
    while used < budget and left.any():
        have = counts[grams] + np.float32(offset)
        gain = np.where(left, np.bincount(unit_of, value * np.log1p(times / have), len(units)) / cost, -1)
        for unit in np.argsort(-gain, kind="stable")[:within_count(gain, words, budget / steps)]:
            # Others of this step may have taken what this one brings.
            at = slice(begins[unit], begins[unit + 1])
            now = (value[at] * np.log1p(times[at] / (counts[grams[at]] + offset))).sum() / cost[unit]
            if now < 0.9 * gain[unit]:
                continue
            order.append(unit)
            left[unit] = False
            used += words[unit]
            counts[grams[at]] += times[at]
    return np.array(order)


def within_count(gain, words, budget):
    order = np.argsort(-gain, kind="stable")
    return int(np.searchsorted(np.cumsum(words[order]), budget)) + 1
