"""The pages, what each condition makes of them, and draws of equally many words from each."""
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
sys.path.append(os.path.join(ROOT, "train", "builders"))

from junk import split_of  # noqa: E402

FILTERS = {"gopher": ("gopher_repetition", "gopher_quality"), "c4": ("c4",), "fineweb": ("fineweb",)}
ALL = sum(FILTERS.values(), ())
RECIPES = {**FILTERS, "filters": ALL, "clean": ("clean",), "filters, then clean": (*ALL, "clean"), "clean, then filters": ("clean", *ALL)}
CONDITIONS = ("raw", *RECIPES, "gold")
DECODED = tuple(name for name in CONDITIONS if name not in ("filters", "filters, then clean"))  # those two differ in some words alone, and a decoder is slow
HELD_OUT_WORDS = 400  # of a page that is asked for


def pages_of(data):
    """(pages to train on, pages to ask for): of domains that the tagger of junk lines was not taught, and of others."""
    trained, held_out = [], []
    with gzip.open(os.path.join(data, "web", "wcxb_dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            kept = "\n".join(line for line, keep in zip(page["lines"], page["keep"]) if keep)
            unseen = split_of(page["url_domain"], page["split"] == "dev") != "train"
            (trained if unseen else held_out).append({"raw": "\n".join(page["lines"]), "gold": kept})
    return trained, held_out


def made(lauter, pages, steps):
    """What a recipe of these steps leaves of each page; None where it drops it or holds it back."""
    rows = "".join(json.dumps({"id": str(number), "text": page["raw"]}) + "\n" for number, page in enumerate(pages))
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "recipe.yaml"), "w", encoding="utf-8") as file:
            file.write("steps:\n" + "".join(f"  - use: {step}\n" for step in steps))
        done = subprocess.run([os.path.abspath(lauter), "refine", "-", "-o", "-", "--quiet", "--threads", "1", "--recipe", "./recipe.yaml"], input=rows.encode(), cwd=folder,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"studies/pretrain: {lauter} refine stopped with exit code {done.returncode}")
    left = {int(row["id"]): row["text"] for row in map(json.loads, done.stdout.splitlines()) if "text" in row}
    return [left.get(number) for number in range(len(pages))]


def conditions_of(lauter, pages):
    """{condition: text or None of each page}"""
    texts = {"raw": [page["raw"] for page in pages], "gold": [page["gold"] for page in pages]}
    texts.update({name: made(lauter, pages, steps) for name, steps in RECIPES.items()})
    return {name: [text if text and text.strip() else None for text in texts[name]] for name in CONDITIONS}


def cut(text, words):
    """The text up to that many words, at line ends but for the last."""
    out = []
    for line in text.split("\n"):
        parts = line.split()
        out.append(line if len(parts) <= words else " ".join(parts[:words]))
        words -= len(parts)
        if words <= 0:
            break
    return "\n".join(out)


def draw(texts, budget, most, seed):
    """(texts of `budget` words, how often the pages were gone through): pages in an order of the seed that is the same in all conditions, `most` words of
    each at most; where a condition has not words enough, its pages come again."""
    order = random.Random(f"pages {seed}").sample(range(len(texts)), len(texts))
    pool = [cut(texts[number], most) for number in order if texts[number]]
    out, rounds = [], 0
    while budget > 0 and pool:
        rounds += 1
        for text in pool:
            out.append(cut(text, budget))
            budget -= len(out[-1].split())
            if budget <= 0:
                break
    return out, rounds
