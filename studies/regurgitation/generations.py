#!/usr/bin/python3
"""Generation after generation of models that learn from texts of the one before: replace against accumulate.

  studies/regurgitation/generations.py [--data ../shared/data/aitext/l2r_train.jsonl.gz] [--budget 30000] [--generations 6] [--seeds 2] [--out studies/regurgitation]

The generator is an n-gram model itself: a Kneser-Ney model of three words is sampled for the next generation's text. Each generation is judged
by the study's own model (lauter_ngram), trained on its text: bits a token of held-out human text, in a closed vocabulary. Writes
results-generations.json and .md. What each generation learns from, B being the budget:
  replace                B words that the generation before said
  replace, 10% human     nine tenths of that, and the same tenth of human text every time
  replace, covering      the best B of 3 B said, by coverage of the development fold's n-grams (strategies.py)
  accumulate             the human text and all that was ever said
  accumulate, B          B words of that, drawn anew
"""
import argparse
import json
import os
import sys
import types

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import conditions  # noqa: E402
import scores  # noqa: E402
import strategies as order_by  # noqa: E402
from corpus import WORD, Corpus, read_rows  # noqa: E402

BEGIN, END = 0, 1
LONGEST = 100  # tokens of a sentence that is said


class Table:
    """Successors by context, to be drawn from: a successor counts as often as it occurs, less a discount that goes to the next shorter context."""

    def __init__(self, contexts, successors):
        order = np.lexsort((successors, contexts))
        self.contexts, self.successors = contexts[order], successors[order]
        new = np.ones(len(order), dtype=bool)
        new[1:] = (self.contexts[1:] != self.contexts[:-1]) | (self.successors[1:] != self.successors[:-1])
        times = np.bincount(np.cumsum(new) - 1)
        self.times = times[np.cumsum(new) - 1]
        self.types = self.contexts[new], self.successors[new]
        once, twice = (times == 1).sum(), (times == 2).sum()
        self.discount = once / max(1, once + 2 * twice)

    def draw(self, contexts, rng):
        """A successor of each context, -1 where the shorter context must say."""
        low = np.searchsorted(self.contexts, contexts, "left")
        high = np.searchsorted(self.contexts, contexts, "right")
        at = np.minimum(low + (rng.random(len(contexts)) * (high - low)).astype(np.int64), len(self.contexts) - 1)
        kept = (high > low) & (rng.random(len(contexts)) >= self.discount / self.times[at])
        return np.where(kept, self.successors[at], -1)


class Speaker:
    """An interpolated Kneser-Ney model of three tokens that says sentences. `sentences`: arrays of tokens, without BEGIN and END."""

    def __init__(self, sentences, vocabulary):
        self.size = vocabulary
        lengths = np.array([len(sentence) for sentence in sentences]) + 3
        tokens = np.full(lengths.sum(), END)
        begins = np.cumsum(lengths) - lengths
        tokens[begins] = tokens[begins + 1] = BEGIN
        inside = np.ones(len(tokens), dtype=bool)
        inside[np.concatenate([begins, begins + 1, begins + lengths - 1])] = False
        tokens[inside] = np.concatenate(sentences)
        said = np.ones(len(tokens), dtype=bool)  # what a model is asked for
        said[np.concatenate([begins, begins + 1])] = False
        at = np.flatnonzero(said)
        self.triples = Table(tokens[at - 2] * np.int64(vocabulary) + tokens[at - 1], tokens[at])
        contexts, last = self.triples.types
        self.pairs = Table(contexts % vocabulary, last)  # each once for every token that was seen before it
        self.singles = Table(np.zeros(len(self.pairs.types[1]), dtype=np.int64), self.pairs.types[1])
        self.known = np.unique(tokens[at])

    def next(self, before, last, rng):
        """A token behind each pair of tokens."""
        drawn = self.triples.draw(before * np.int64(self.size) + last, rng)
        for table, contexts in ((self.pairs, last), (self.singles, np.zeros_like(last))):
            open_ = np.flatnonzero(drawn < 0)
            drawn[open_] = table.draw(contexts[open_], rng)
        open_ = np.flatnonzero(drawn < 0)
        drawn[open_] = rng.choice(self.known, len(open_))
        return drawn

    def say(self, words, rng, at_once=2000):
        """Sentences of about so many tokens together."""
        out = []
        while sum(map(len, out)) < words:
            tokens = np.full((at_once, LONGEST + 3), END)
            tokens[:, :2] = BEGIN
            going = np.arange(at_once)
            for place in range(2, LONGEST + 2):
                drawn = tokens[going, place] = self.next(tokens[going, place - 2], tokens[going, place - 1], rng)
                going = going[drawn != END]
            out += [row[2:2 + np.argmax(row[2:] == END)] for row in tokens if row[2] != END]
        return budgeted(out, words)


class Judge:
    """Bits a token of the test, by lauter_ngram; the vocabulary is that of the human text and the test in every generation."""

    def __init__(self, tool, path, names, human, test):
        self.tool, self.path, self.names = tool, path, names
        self.fixed, self.n_test = self.lines(test) + self.lines(human), len(test)

    def lines(self, sentences):
        return [" ".join(self.names[token] for token in sentence) for sentence in sentences]

    def bits(self, sentences):
        texts = types.SimpleNamespace(sentences=self.fixed + self.lines(sentences))
        models = scores.NgramModels(self.tool, texts, self.path)
        answer = models.bits(np.arange(len(self.fixed), len(texts.sentences)), np.arange(self.n_test)).sum(0)
        models.close()
        return answer[1] / answer[0]


def budgeted(sentences, words):
    """The first sentences that have so many tokens together."""
    lengths = np.cumsum([len(sentence) for sentence in sentences])
    return sentences[:int(np.searchsorted(lengths, words)) + 1]


def shuffled(sentences, rng):
    return [sentences[i] for i in rng.permutation(len(sentences))]


def covering(names, development, said, budget):
    """The best of what was said, by coverage of the development fold's n-grams."""
    text = lambda sentence: " ".join(names[token] for token in sentence)
    rows = [{"id": "human", "pair": "human", "domain": "", "source": "human", "text": "\n".join(map(text, development))},
            {"id": "said", "pair": "said", "domain": "", "source": "said", "text": "\n".join(map(text, said))}]
    corpus = Corpus(rows, split=str.splitlines)
    human, pool = corpus.sentences_in([0]), corpus.sentences_in([1])
    target = order_by.target_of(corpus, human, pool)
    return budgeted([said[i] for i in order_by.coverage(corpus, pool[:, None], target, 1.1 * budget, steps=30)], budget)


def lineage(rule, args, names, human, development, judge, rng):
    """Bits of every generation, the human text's own first."""
    text, all_said, out = human, list(human), []
    tenth = budgeted(human, 0.1 * args.budget)
    for generation in range(args.generations + 1):
        out.append([round(float(judge.bits(text)), 4), len({token for sentence in text for token in sentence})])
        if generation == args.generations:
            return out
        said = Speaker(text, len(names)).say((3 if rule == "replace, covering" else 1) * args.budget, rng)
        all_said += said
        text = {"replace": lambda: said,
                "replace, 10% human": lambda: tenth + budgeted(said, 0.9 * args.budget),
                "replace, covering": lambda: covering(names, development, said, args.budget),
                "accumulate": lambda: all_said,
                "accumulate, B": lambda: budgeted(shuffled(all_said, rng), args.budget)}[rule]()
    return out


RULES = ("replace", "replace, 10% human", "replace, covering", "accumulate", "accumulate, B")


def run(args, corpus, seed):
    fold = conditions.Fold(corpus, None, seed, args.budget)
    numbers = {}

    def tokens_of(sentences):
        cut = ([numbers.setdefault(word, len(numbers) + 2) for word in WORD.findall(corpus.sentences[i].lower())] for i in sentences)
        return [np.array(sentence) for sentence in cut if sentence]
    rng = np.random.default_rng(seed)
    human = budgeted(tokens_of(corpus.sentences_in(rng.permutation(fold.human_rows))), args.budget)
    test, development = tokens_of(fold.test), tokens_of(fold.development)
    names = ["", ""] + list(numbers)
    judge = Judge(args.tool, os.path.join(args.work, "sentences.txt"), names, human, test)
    out = {}
    for rule in RULES:
        out[rule] = lineage(rule, args, names, human, development, judge, np.random.default_rng([seed, RULES.index(rule)]))
        print(f"seed {seed}  {rule:20} " + " ".join(f"{bits:.3f}" for bits, _ in out[rule]), file=sys.stderr, flush=True)
    return out


def report(args, seeds):
    mean = {rule: np.mean([seed[rule] for seed in seeds], axis=0) for rule in RULES}
    lines = ["| learns from | " + " | ".join(f"{n}" for n in range(args.generations + 1)) + " | types at the end |",
             "|---|" + "---:|" * (args.generations + 2)]
    lines += [f"| {rule} | " + " | ".join(f"{bits:.3f}" for bits in mean[rule][:, 0]) + f" | {mean[rule][-1, 1]:.0f} |" for rule in RULES]
    base = os.path.join(args.out, "results-generations.")
    with open(base + "json", "w", encoding="utf-8") as out:
        json.dump({"budget": args.budget, "seeds": seeds}, out, indent=1)
        out.write("\n")
    with open(base + "md", "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    print("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.path.join(ROOT, "../shared/data/aitext/l2r_train.jsonl.gz"))
    parser.add_argument("--budget", type=int, default=30_000, help="in tokens")
    parser.add_argument("--generations", type=int, default=6)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--tool", default=os.path.join(ROOT, "build/release/src/lauter_ngram"))
    parser.add_argument("--work", default=os.path.join(ROOT, "build/regurgitation/generations"))
    parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    args = parser.parse_args()
    os.makedirs(args.work, exist_ok=True)
    os.makedirs(args.out, exist_ok=True)
    corpus = Corpus(read_rows(args.data))
    report(args, [run(args, corpus, seed) for seed in range(args.seeds)])


if __name__ == "__main__":
    main()
