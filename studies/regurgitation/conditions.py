"""One fold of the study: every condition's training sentences, by name. `Fold` holds what is known of a fold."""
import collections
import random

import numpy as np

import product
import scores
import strategies as order_by
from corpus import HUMAN, is_for_tuning

PARTS = (0.25, 0.5, 1, 2)  # of the budget: the inclusion curve


class Fold:
    """Contents in three parts: test (human text to be predicted), development (scores are learnt there), and the rest: the pool of
    machine-made text and, as a yardstick, its human originals."""

    def __init__(self, corpus, models, seed, budget, tuning=False, lauter=None, folder=None, development=0.2, test=0.2):
        self.corpus, self.models, self.seed, self.budget, self.learnt = corpus, models, seed, budget, {}
        self.lauter, self.folder = lauter, folder  # the program, and where it may work
        self.rng = np.random.default_rng(seed)
        reserved = {pair for row, pair in zip(corpus.rows, corpus.pair) if is_for_tuning(row)}
        free = sorted(set(corpus.pair.tolist()) - reserved)
        draw = random.Random(seed)
        draw.shuffle(free)
        n = len(free) + len(reserved)
        tested = reserved if tuning else set(free[:int(test * n)])
        rest = sorted(set(corpus.pair.tolist()) - tested)
        draw.shuffle(rest)
        developed = set(rest[:int(development * n)])
        part = np.array([2 if pair in tested else 1 if pair in developed else 0 for pair in corpus.pair])
        human = corpus.source == HUMAN
        self.test = corpus.sentences_in((part == 2) & human)
        self.development = corpus.sentences_in((part == 1) & human)
        self.development_rows = np.flatnonzero(part == 1)
        self.development_machine = corpus.sentences_in((part == 1) & ~human)
        self.rows = np.flatnonzero((part == 0) & ~human)  # the pool
        self.human_rows = np.flatnonzero((part == 0) & human)
        self.sentences = corpus.sentences_in(self.rows)
        self.content, self.source = corpus.pair[self.rows], corpus.source[self.rows]

    def shuffled(self, rows):
        return rows[self.rng.permutation(len(rows))]

    def cut(self, rows, budget):
        """Sentences of documents in this order, `budget` words of them."""
        sentences = self.corpus.sentences_in(np.asarray(rows))
        return order_by.within_budget(sentences, self.corpus.words, budget) if len(sentences) else sentences

    def cut_sentences(self, sentences, budget):
        return order_by.within_budget(np.asarray(sentences), self.corpus.words, budget)

    def score(self):
        """Figures of the pool's documents, made once: likeness to human text (detector), fluency, the difference of the two models."""
        if "detector_auroc" in self.learnt:
            return
        corpus, models = self.corpus, self.models
        tokens_human = models.bits(self.development, self.sentences)
        tokens_machine = models.bits(self.development_machine, self.sentences)
        human = scores.by_row(corpus, self.sentences, tokens_human, self.rows)
        machine = scores.by_row(corpus, self.sentences, tokens_machine, self.rows)
        self.surprise = human[:, 1] / human[:, 0]
        self.difference = machine[:, 1] / machine[:, 0] - self.surprise
        self.agreement = scores.agreement(corpus, self.rows)
        detector = scores.Detector(corpus, self.development_rows, corpus.source[self.development_rows] != HUMAN)
        self.likeness = -detector.machine_like(self.rows)
        asked = np.concatenate([self.rows, self.human_rows])
        self.learnt["detector_auroc"] = round(float(scores.auroc(detector.machine_like(asked), np.arange(len(asked)) < len(self.rows))), 4)

    def loss(self, sentences):
        """Bits a token of the development fold: what proxies are judged by."""
        return np.divide(*self.models.bits(sentences, self.development).sum(0)[::-1])


def mixed(fold, shares, rows, size, rng):
    """Documents, every source in its share of `size` words."""
    taken = []
    for source, share in shares.items():
        own = rows[fold.corpus.source[rows] == source]
        own = own[rng.permutation(len(own))]
        enough = np.searchsorted(np.cumsum(fold.corpus.row_words[own]), share * size) + (share > 0)
        taken.append(own[:enough])
    taken = np.concatenate(taken)
    return taken[rng.permutation(len(taken))]


def learnt_shares(fold, sources, proxies=40, size=20_000):
    """Weights of the sources from tiny runs: a quadratic fit of the loss on the shares, the best of many random mixes by it."""
    rng = np.random.default_rng(7)
    shares = rng.dirichlet(np.ones(len(sources)) * 0.7, proxies)
    losses = np.array([fold.loss(fold.cut(mixed(fold, dict(zip(sources, share)), fold.rows, size, rng), size)) for share in shares])
    return dict(zip(sources, lowest_by_fit(shares, losses, rng)))


def lowest_by_fit(shares, losses, rng):
    """The mean of the best of many random mixes, by a quadratic fit."""
    def terms(x):
        return np.concatenate([x, *(x[:, i:i + 1] * x[:, i + 1:] for i in range(x.shape[1] - 1))], axis=1)
    a = terms(shares)
    fit = np.linalg.solve(a.T @ a + 1e-3 * np.eye(a.shape[1]), a.T @ losses)
    guesses = rng.dirichlet(np.ones(shares.shape[1]) * 0.5, 4000)
    best = guesses[np.argsort(terms(guesses) @ fit)[:20]].mean(0)
    return best / best.sum()


def mixed_of_new_contents(fold, shares, size, rng):
    """The same of the pool, but what repeats a content waits until its source has nothing new; in the order of taking."""
    corpus = fold.corpus
    left, have, taken, seen, waited = {}, {}, [], set(), set()
    for source, share in shares.items():
        if share > 0:
            own = fold.rows[fold.source == source]
            left[source], have[source] = collections.deque(own[rng.permutation(len(own))].tolist()), 0
    while have and sum(have.values()) < size:
        source = min(have, key=lambda s: have[s] / shares[s])
        if not left[source]:
            size -= have.pop(source)  # it has run dry: the others go on
            continue
        row = left[source].popleft()
        if corpus.pair[row] in seen and row not in waited:
            waited.add(row)
            left[source].append(row)
            continue
        seen.add(corpus.pair[row])
        taken.append(row)
        have[source] += corpus.row_words[row]
    return np.array(taken)


def learnt_shares_of_new_contents(fold, sources, proxies=40, repeats=4):
    """Weights of the sources, for mixes of new contents: proxies as large as the budget, a quadratic fit as in learnt_shares(), then the
    fit's best, the three best that were tried and every source alone again with other draws; the best mean wins."""
    rng = np.random.default_rng(7)
    loss = lambda share: fold.loss(fold.cut(mixed_of_new_contents(fold, dict(zip(sources, share)), fold.budget, rng), fold.budget))
    shares = np.concatenate([np.eye(len(sources)), rng.dirichlet(np.ones(len(sources)) * 0.7, proxies)])
    losses = np.array([loss(share) for share in shares])
    best_of_fit = lowest_by_fit(shares, losses, rng)
    finalists = [best_of_fit, *shares[len(sources):][np.argsort(losses[len(sources):])[:3]], *np.eye(len(sources))]
    best = min(finalists, key=lambda share: np.mean([loss(share) for _ in range(repeats)]))
    return dict(zip(sources, best))


def learnt_slope(fold, slopes=(-1, -0.5, 0, 0.5, 1)):
    """How much surprise to add to likeness, and with which sign: by tiny runs on a tenth of the contents."""
    thin = np.isin(fold.content, np.unique(fold.content)[::6])
    rng, best = np.random.default_rng(11), None
    like, surprise = scores.normal_scores(fold.likeness[thin]), scores.normal_scores(fold.surprise[thin])
    for slope in slopes:
        order = order_by.best_of_content_first(like + slope * surprise, fold.content[thin], rng)
        loss = fold.loss(fold.cut(fold.rows[thin][order], fold.budget / 6))
        best = min(best or (loss, slope), (loss, slope))
    return best[1]


def floors(fold):
    corpus, b = fold.corpus, fold.budget
    human, pool = fold.shuffled(fold.human_rows), fold.shuffled(fold.rows)
    for share in (0.1, 0.25, 0.5, 0.75, 1):
        yield f"human {share:g}", fold.cut(human, share * b)
    for source in sorted(set(fold.source)):
        yield f"only {source}", fold.cut(fold.shuffled(fold.rows[fold.source == source]), b)
    yield from curve(fold, "random", pool)
    yield "random again", fold.cut(fold.shuffled(fold.rows), b)
    yield "all of the pool", fold.sentences
    yield "all of the pool + all human", np.concatenate([fold.sentences, corpus.sentences_in(human)])
    for share in (0.1, 0.25, 0.5):
        yield f"anchor {share:.0%} + random", np.concatenate([fold.cut(human, share * b), fold.cut(pool, (1 - share) * b)])


def curve(fold, name, rows):
    for part in PARTS:
        yield name if part == 1 else f"{name} @{part}", fold.cut(rows, part * fold.budget)


def sentence_curve(fold, name, sentences):
    for part in PARTS:
        yield name if part == 1 else f"{name} @{part}", fold.cut_sentences(sentences, part * fold.budget)


def quality(fold):
    """Strategy 1."""
    fold.score()
    fluency, agreement = scores.normal_scores(-fold.surprise), scores.normal_scores(fold.agreement)
    first = lambda score: fold.rows[order_by.best_of_content_first(score, fold.content, fold.rng)]
    yield "S1 fluency, sorted", fold.cut(fold.rows[np.argsort(fold.surprise)], fold.budget)
    yield "S1 model difference, sorted", fold.cut(fold.rows[np.argsort(-fold.difference)], fold.budget)
    yield "S1 agreement, sorted", fold.cut(fold.rows[np.argsort(-fold.agreement)], fold.budget)
    yield "S1 fluency, best of content", fold.cut(first(fluency), fold.budget)
    yield "S1 agreement, best of content", fold.cut(first(agreement), fold.budget)
    yield from curve(fold, "S1 fluency + agreement, best of content", first(fluency + agreement))


def mixing(fold):
    """Strategy 2."""
    sources = sorted(set(fold.source))
    shares = learnt_shares(fold, sources)
    fold.learnt["shares"] = {source: round(float(share), 3) for source, share in shares.items()}
    yield "S2 equal words of each", fold.cut(mixed(fold, dict.fromkeys(sources, 1 / len(sources)), fold.rows, fold.budget, fold.rng), fold.budget)
    yield "S2 one version of a content", fold.cut(fold.rows[order_by.best_of_content_first(
        fold.rng.random(len(fold.rows)), fold.content, fold.rng)], fold.budget)
    yield "S2 learnt shares", fold.cut(mixed(fold, shares, fold.rows, fold.budget * 1.02, fold.rng), fold.budget)
    target = order_by.target_of(fold.corpus, fold.development, fold.sentences)
    documents = [fold.corpus.sentences_in([row]) for row in fold.rows]
    picked = order_by.coverage(fold.corpus, documents, target, 2 * fold.budget)
    yield from curve(fold, "S2 coverage of documents", fold.rows[picked])
    picked = order_by.coverage(fold.corpus, fold.sentences[:, None], target, 2 * fold.budget)
    yield from sentence_curve(fold, "S2 coverage of sentences", fold.sentences[picked])


def likeness(fold):
    """Strategy 3."""
    fold.score()
    like, surprise = scores.normal_scores(fold.likeness), scores.normal_scores(fold.surprise)
    first = lambda score: fold.rows[order_by.best_of_content_first(score, fold.content, fold.rng)]
    gumbel = fold.rng.gumbel(size=len(like))
    yield from curve(fold, "S3 detector, sorted", fold.rows[np.argsort(-like)])
    yield "S3 detector, least human first", fold.cut(fold.rows[np.argsort(like)], fold.budget)
    yield "S3 detector, resampled", fold.cut(fold.rows[np.argsort(-like - gumbel)], fold.budget)
    yield "S3 surprise first", fold.cut(fold.rows[np.argsort(-surprise)], fold.budget)
    yield "S3 detector + surprise", fold.cut(fold.rows[np.argsort(-like - 0.5 * surprise)], fold.budget)
    yield "S3 detector, best of content", fold.cut(first(like), fold.budget)
    yield "S3 model difference, best of content", fold.cut(first(scores.normal_scores(fold.difference)), fold.budget)
    slope = fold.learnt["slope"] = learnt_slope(fold)
    yield from curve(fold, "S3 resampled in content, learnt surprise", first(like + slope * surprise + 0.25 * gumbel))


def combined(fold):
    """All three: coverage, with a factor for likeness and quality within a content; alone and beside a tenth of human words."""
    fold.score()
    corpus, b = fold.corpus, fold.budget
    target = order_by.target_of(corpus, fold.development, fold.sentences)
    good = scores.normal_scores(fold.likeness) + 0.5 * scores.normal_scores(-fold.surprise) + 0.5 * scores.normal_scores(fold.agreement)
    factor = np.ones(len(corpus.rows))
    factor[fold.rows] = np.exp(0.05 * good)
    factor = factor[corpus.document_of[fold.sentences]]
    cover = lambda budget, anchor: fold.sentences[order_by.coverage(corpus, fold.sentences[:, None], target, budget, anchor, factor)]
    yield from sentence_curve(fold, "S1+S2+S3", cover(2 * b, ()))
    anchor = fold.cut(fold.shuffled(fold.human_rows), 0.1 * b)
    rest = cover(0.9 * b, anchor)
    yield "anchor 10% + S1+S2+S3", np.concatenate([anchor, fold.cut_sentences(rest, 0.9 * b)])
    # The tenth chosen too: the human documents that bring most of what the selection lacks.
    human = [corpus.sentences_in([row]) for row in fold.human_rows]
    best = order_by.coverage(corpus, human, target, 0.1 * b, fold.cut_sentences(rest, 0.9 * b))
    chosen = fold.cut(fold.human_rows[best], 0.1 * b)
    yield "chosen anchor 10% + S1+S2+S3", np.concatenate([chosen, fold.cut_sentences(cover(0.9 * b, chosen), 0.9 * b)])
    # With more human text to learn from (never trained on, but for the anchor): the development fold and the pool's originals.
    target = order_by.target_of(corpus, np.concatenate([fold.development, corpus.sentences_in(fold.human_rows)]), fold.sentences)
    wide = cover(b, ())
    yield "S1+S2+S3, wide reference", fold.cut_sentences(wide, b)
    rest = fold.cut_sentences(wide, 0.9 * b)
    chosen = fold.cut(fold.human_rows[order_by.coverage(corpus, human, target, 0.1 * b, rest)], 0.1 * b)
    yield "chosen anchor 10% + S1+S2+S3, wide reference", np.concatenate([chosen, fold.cut_sentences(cover(0.9 * b, chosen), 0.9 * b)])


def single_generators(fold):
    """On each generator alone, at half the budget: what random order has there, and the strategies."""
    fold.score()
    half = fold.budget / 2
    target = order_by.target_of(fold.corpus, fold.development, fold.sentences)
    for source in sorted(set(fold.source)):
        own = fold.source == source
        rows, sentences = fold.rows[own], fold.corpus.sentences_in(fold.rows[own])
        like = scores.normal_scores(fold.likeness[own])
        yield f"alone {source}: random", fold.cut(fold.shuffled(rows), half)
        yield f"alone {source}: S3 detector, sorted", fold.cut(rows[np.argsort(-like)], half)
        yield f"alone {source}: S3 detector, resampled", fold.cut(rows[np.argsort(-like - fold.rng.gumbel(size=len(like)))], half)
        yield (f"alone {source}: best of content",
               fold.cut(rows[order_by.best_of_content_first(like, fold.content[own], fold.rng)], half))
        yield f"alone {source}: coverage of sentences", fold.cut_sentences(
            sentences[order_by.coverage(fold.corpus, sentences[:, None], target, half, steps=40)], half)


def curated(fold):
    """The same by the program, where it is built."""
    if fold.lauter:
        for name, (by_sentence, sections) in product.RECIPES.items():
            yield name, fold.cut_sentences(product.order(fold.lauter, fold.folder, fold, by_sentence, sections), fold.budget)


def mixing_new_contents(fold):
    """Strategy 2 once more: a mix of several generators repeats contents, unless it takes new ones first."""
    sources = sorted(set(fold.source))
    cut = lambda shares: fold.cut(mixed_of_new_contents(fold, shares, fold.budget * 1.02, fold.rng), fold.budget)
    shares = learnt_shares_of_new_contents(fold, sources)
    fold.learnt["shares of new contents"] = {source: round(float(share), 3) for source, share in shares.items()}
    yield "S2 equal words of each, new contents first", cut(dict.fromkeys(sources, 1 / len(sources)))
    yield "S2 learnt shares, new contents first", cut(shares)


def curated_alone(fold):
    """The program on one generator alone, half the budget, as single_generators(): its guard must keep random order where it is better."""
    if fold.lauter:
        for source in sorted(set(fold.source)):
            for name, sections in product.RECIPES_ALONE.items():
                order = product.order(fold.lauter, fold.folder, fold, False, sections, fold.budget / 2, source)
                yield f"curate, alone {source}: {name}", fold.cut_sentences(order, fold.budget / 2)


# A family's place is part of its seed: new ones come last.
FAMILIES = (floors, quality, mixing, likeness, combined, single_generators, curated, mixing_new_contents, curated_alone)
