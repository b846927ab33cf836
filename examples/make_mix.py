#!/usr/bin/env python3
"""Writes examples/mix: a tiny corpus for `lauter curate`, made of a word list, byte for byte the same each time.

`people` write sentences of a small grammar with a long tail of words; two made-up generators rewrite them: `plain` keeps the
sentence and loses rare words, `worn` also repeats itself. No text of anybody is in it.
"""
import json
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent / "mix"
NOUNS = ("lamp keeper boat winter river stone tower light garden letter market window bridge orchard kettle harbour meadow ladder "
         "candle basket wagon feather lantern pebble cellar thimble anvil saddle willow heron otter bramble cobbler miller ferry "
         "quarry hedge barley trellis spindle").split()
VERBS = ("finds keeps carries mends lifts follows leaves paints counts weighs hides trades borrows washes gathers opens lends "
         "polishes measures forgets").split()
ADJECTIVES = ("old quiet yellow narrow careful heavy pale crooked early distant wooden salted patient humming frosted hollow "
              "tangled brisk").split()
PLACES = ("by the river,in the market,behind the mill,at the harbour,under the bridge,before winter,after the rain,on the hill,"
          "near the quarry,past the orchard").split(",")


def pick(rng, words):
    """Early words often, late ones seldom: a tail."""
    return words[min(int(len(words) * rng.random() ** 1.8), len(words) - 1)]


def sentence(rng):
    subject = f"the {pick(rng, ADJECTIVES)} {pick(rng, NOUNS)}"
    words = f"{subject} {pick(rng, VERBS)} {rng.choice(('a', 'the', 'every'))} {pick(rng, NOUNS)}"
    if rng.random() < .6:
        words += " " + rng.choice(PLACES)
    if rng.random() < .3:
        words += f", and {pick(rng, VERBS)} {rng.choice(('it', 'them', 'nothing'))}"
    return words[0].upper() + words[1:] + "."


def plain(rng, text):
    """The common word for the rare one, one time in two."""
    out = []
    for word in text.split(" "):
        bare = word.strip(",.").lower()
        for words in (NOUNS, VERBS, ADJECTIVES):
            if bare in words and words.index(bare) > len(words) // 4 and rng.random() < .5:
                word = word.lower().replace(bare, words[words.index(bare) % (len(words) // 4)])
        out.append(word)
    return " ".join(out)


def worn(rng, text):
    """As plain, everywhere, and says things twice."""
    sentences = plain(rng, plain(rng, text)).split(". ")
    return ". ".join(s for one in sentences for s in ([one, one.rstrip(".")] if rng.random() < .4 else [one]))


def main():
    rng = random.Random(2026)
    HERE.mkdir(exist_ok=True)
    rows = {"people": [], "plain": [], "worn": []}
    for i in range(120):
        text = " ".join(sentence(rng) for _ in range(rng.randrange(4, 9)))
        rows["people"].append({"id": f"people/{i}", "text": text, "pair": i})
        rows["plain"].append({"id": f"plain/{i}", "text": plain(rng, text), "pair": i})
        rows["worn"].append({"id": f"worn/{i}", "text": worn(rng, text), "pair": i})
    rows["plain"].append(dict(rows["plain"][7], id="plain/again"))  # an exact duplicate
    for name, list_of in rows.items():
        lines = "".join(json.dumps(row) + "\n" for row in list_of)
        (HERE / f"{name}.jsonl").write_text(lines)


if __name__ == "__main__":
    main()
