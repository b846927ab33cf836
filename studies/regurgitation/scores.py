"""Scores of machine-made texts, learnt on the development fold alone: none has seen a text of the pool's or the test's contents."""
import subprocess

import numpy as np


class NgramModels:
    """The project's modified Kneser-Ney models over one set of sentences (lauter_ngram), closed vocabulary."""

    def __init__(self, tool, corpus, path, order=3):
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(sentence + "\n" for sentence in corpus.sentences)
        self.process = subprocess.Popen([tool, path, str(order)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def bits(self, train, ask):
        """[tokens, bits] of each of the sentences asked for, by a model of the others."""
        ask = np.asarray(ask)
        self.process.stdin.write(f"{ranges(np.sort(train))} : {','.join(map(str, ask))}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().replace(" ", ":").strip()
        return np.array(answer.split(":"), dtype=float).reshape(-1, 2)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def ranges(numbers):
    """1 2 3 7 as 1-3,7."""
    if not len(numbers):
        return ""
    breaks = np.flatnonzero(np.diff(numbers) != 1)
    firsts, lasts = np.concatenate([[0], breaks + 1]), np.concatenate([breaks, [len(numbers) - 1]])
    return ",".join(f"{numbers[a]}-{numbers[b]}" for a, b in zip(firsts, lasts))


def by_row(corpus, sentences, figures, rows):
    """Sums of sentences' figures by document, for the rows asked for."""
    sums = np.array([np.bincount(corpus.document_of[sentences], column, len(corpus.rows)) for column in figures.T]).T
    return sums[rows]


class Detector:
    """Logistic regression on words and pairs of words (log counts, unit length), by accelerated gradient steps. A stand-in that needs
    nothing but numpy; the product's detector is `lauter curate train-detector`."""

    def __init__(self, corpus, rows, machine, steps=150, decay=1e-4):
        self.corpus = corpus
        x = self.features(rows)
        n = len(corpus.gram_order)
        side = np.where(machine, 1.0, -1.0)
        weight = np.where(machine, 0.5 / machine.sum(), 0.5 / (~machine).sum())
        self.w, self.b = np.zeros(n), 0.0
        velocity, velocity_b, rate = np.zeros(n), 0.0, 20.0
        for _ in range(steps):
            pull = -weight * side / (1 + np.exp(side * self.logits(x)))
            gradient = np.bincount(x[0], x[1] * pull[x[2]], n) + decay * self.w
            velocity = 0.9 * velocity - rate * gradient
            velocity_b = 0.9 * velocity_b - 0.1 * rate * pull.sum()
            self.w, self.b = self.w + velocity, self.b + velocity_b

    def features(self, rows):
        """(n-grams, values, place in rows), and how many rows."""
        corpus = self.corpus
        sentences = corpus.sentences_in(rows)
        place = np.full(len(corpus.rows), -1)
        place[rows] = np.arange(len(rows))
        grams, owner = corpus.grams.take(sentences)
        short = corpus.gram_order[grams] <= 2
        owner = place[corpus.document_of[sentences]][owner[short]]
        key, times = np.unique(owner * np.int64(len(corpus.gram_order)) + grams[short], return_counts=True)
        owner, grams = key // len(corpus.gram_order), key % len(corpus.gram_order)
        value = np.log1p(times)
        value /= np.sqrt(np.bincount(owner, value ** 2, len(rows)))[owner]
        return grams, value, owner, len(rows)

    def logits(self, x):
        grams, value, owner, n = x
        return np.bincount(owner, value * self.w[grams], n) + self.b

    def machine_like(self, rows):
        return self.logits(self.features(rows))


def agreement(corpus, rows):
    """Mean Jaccard likeness of a text's word pairs with those of the other candidates of its content; 0 without any."""
    grams = corpus.grams
    pairs = []
    for row in rows:
        ids = grams.take(np.arange(corpus.begin[row], corpus.begin[row + 1]))[0]
        pairs.append(set(ids[corpus.gram_order[ids] == 2].tolist()))
    out = np.zeros(len(rows))
    by_content = {}
    for i, row in enumerate(rows):
        by_content.setdefault(corpus.pair[row], []).append(i)
    for members in by_content.values():
        for i in members:
            others = [len(pairs[i] & pairs[j]) / max(1, len(pairs[i] | pairs[j])) for j in members if j != i]
            out[i] = np.mean(others) if others else 0
    return out


def normal_scores(values):
    """Ranks as normal scores, by the logistic's quantiles scaled to variance one."""
    rank = np.empty(len(values))
    rank[np.argsort(values, kind="stable")] = (np.arange(len(values)) + 0.5) / len(values)
    return np.log(rank / (1 - rank)) * (np.sqrt(3) / np.pi)


def auroc(machine_like, machine):
    order = np.argsort(machine_like, kind="stable")
    rank = np.empty(len(order))
    rank[order] = np.arange(1, len(order) + 1)
    n = machine.sum()
    return (rank[machine].sum() - n * (n + 1) / 2) / (n * (~machine).sum())
