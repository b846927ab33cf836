"""Orders by `lauter curate` itself, on the same pool and the same development fold as the study's own."""
import json
import os
import shutil
import subprocess

import numpy as np

# Name: (whether a unit is a sentence, the recipe's sections). DETECTOR stands for one that is trained on the development fold, by the program.
RECIPES = {
    "curate: coverage of sentences": (True, "strategy: {select: coverage, human: replace, mix: natural}\n"),
    "curate: combined, sentences": (True, "scores: {likeness: lm, fluency: true, agreement: true}\n"
                                          "strategy: {select: combined, human: replace, mix: natural}\n"),
    "curate: coverage of sentences, a tenth human": (True, "strategy: {select: coverage, human: replace, real_share: 0.1, mix: natural}\n"),
    "curate: quality, documents": (False, "scores: {fluency: true, agreement: true}\n"
                                          "strategy: {select: quality, compare: group, human: replace, mix: natural}\n"),
    "curate: likeness, documents": (False, "scores: {likeness: lm}\n"
                                           "strategy: {select: likeness, compare: group, human: replace, mix: natural}\n"),
    "curate: detector, documents": (False, "scores: {likeness: detector, detector: DETECTOR}\n"
                                           "strategy: {select: likeness, compare: group, human: replace, mix: natural}\n"),
    "curate: likeness resampled, learnt": (False, "scores: {likeness: lm}\n"
                                                  "strategy: {select: likeness, resample: {by: likeness, sign: learnt, shape: learnt}, compare: group, "
                                                  "human: replace, mix: natural}\n"),
    "curate: learnt mix, new contents first": (False, "strategy: {mix: learnt, new_contents_first: true, human: replace}\n"
                                                      "proxy: {words: 150000, repeats: 4}\n"),
}
# On one generator alone, where texts have no other version to be compared with; `strategy.guard` is on, as by default, and a fold of the
# human texts judges.
RECIPES_ALONE = {
    "quality": "scores: {fluency: true}\nstrategy: {select: quality, human: replace}\n",
    "likeness": "scores: {likeness: lm}\nstrategy: {select: likeness, human: replace}\n",
    "surprise": "strategy: {select: surprise, human: replace}\n",
}


def write(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)


def text_of_row(corpus, row):
    return "\n".join(corpus.sentences[corpus.begin[row]:corpus.begin[row + 1]])


def rows_in(folder):
    for name in sorted(os.listdir(folder)):
        text = subprocess.run(["zstd", "-dcq", os.path.join(folder, name)], check=True, capture_output=True, text=True).stdout
        yield from (json.loads(line) for line in text.splitlines())


def train_detector(lauter, folder, corpus, rows):
    """own.bin, from texts in the form in which it will see the others: a sentence a line."""
    write(os.path.join(folder, "development.jsonl"),
          [{"text": text_of_row(corpus, row), "source": corpus.source[row], "pair": int(corpus.pair[row])} for row in rows])
    subprocess.run([lauter, "curate", "train-detector", os.path.join(folder, "development.jsonl"), "--group-field", "pair", "--seed", "1",
                    "--quiet", "-o", os.path.join(folder, "own.bin")], check=True, stdout=subprocess.DEVNULL)


def order(lauter, folder, fold, by_sentence, sections, budget=None, only=None):
    """Sentences of the pool, best first; of documents in their order where a unit is a document. Of one source where `only` names it."""
    corpus = fold.corpus
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    recipe = "sources:\n"

    def add(name, kind, numbers, text_of, pair_of):
        nonlocal recipe
        write(os.path.join(folder, name + ".jsonl"),
              [{"id": str(number), "text": text_of(number), "pair": int(pair_of(number))} for number in numbers])
        recipe += f"  - {{name: {name}, inputs: [{name}.jsonl], kind: {kind}, group_field: pair}}\n"
    if by_sentence:
        text_of, pair_of = corpus.sentences.__getitem__, lambda number: corpus.pair[corpus.document_of[number]]
    else:
        text_of = lambda row: text_of_row(corpus, row)
        pair_of = corpus.pair.__getitem__
    people = fold.development if by_sentence else np.unique(corpus.document_of[fold.development])
    add("people", "human", people, text_of, pair_of)
    pool = fold.sentences if by_sentence else fold.rows
    of = corpus.source[corpus.document_of[pool]] if by_sentence else fold.source
    for source in [only] if only else sorted(set(fold.source)):
        add(source, "machine", pool[of == source], text_of, pair_of)
    if "DETECTOR" in sections:
        train_detector(lauter, folder, corpus, fold.development_rows)
        sections = sections.replace("DETECTOR", "own.bin")
    write_recipe = os.path.join(folder, "recipe.yaml")
    with open(write_recipe, "w", encoding="utf-8") as out:
        out.write(recipe + sections + f"dedup: {{exact: false, near: 0}}\nbudget: {{words: {int((budget or fold.budget) * 1.02)}}}\noutput: {{curve: false}}\n")
    subprocess.run([lauter, "curate", "--recipe", write_recipe, "-o", os.path.join(folder, "out"), "--threads", "1", "--quiet"], check=True)
    numbers = np.array([int(row["id"]) for row in rows_in(os.path.join(folder, "out", "data"))])
    shutil.rmtree(folder)
    return numbers if by_sentence else corpus.sentences_in(numbers)
