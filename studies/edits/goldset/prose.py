"""Clean documents: sentences from a small grammar of our own, or paragraphs of a local corpus."""
import glob
import gzip
import json
import os

PLACES = ["the harbour", "the old mill", "a village near Śródmieście", "the valley", "São Pedro", "the reading room",
          "the northern line", "a workshop in Malmö", "the market hall", "Kraków", "the lower town", "the observatory"]
PEOPLE = ["the keeper", "her brother", "an engineer", "Zoë", "the schoolmaster", "two fishermen", "Mr Ó Briain",
          "the committee", "a traveller", "the last tenant", "Frau Müller", "nobody"]
VERBS = ["repaired", "measured", "remembered", "sold", "described", "painted", "carried", "lost", "counted", "drew"]
THINGS = ["the bell", "a set of maps", "the winter stores", "three instruments", "a letter in Greek (αβγ)", "the boat",
          "the accounts", "a wall of stone", "the first engine", "a 12 kg weight", "the long ladder", "the seed corn"]
WHEN = ["in the spring of 1887", "after the flood", "before anyone had asked", "on a Tuesday", "that evening",
        "for the second time", "without a word", "when the ice broke", "at five o'clock", "during the strike"]
JOINS = ["and", "but", "because", "although", "so that", "while"]
ENDS = [".", ".", ".", ".", "!", "?", ".”"]
HEADS = ["What the records say", "A note on method", "The second winter", "How it was built", "Afterwards", "Sources"]


def sentence(rng):
    def clause():
        return f"{rng.choice(PEOPLE)} {rng.choice(VERBS)} {rng.choice(THINGS)} {rng.choice(['at', 'near', 'from', 'in'])} " \
               f"{rng.choice(PLACES)}"
    text = clause() + (f" {rng.choice(WHEN)}" if rng.random() < 0.7 else "")
    if rng.random() < 0.5:
        text += f", {rng.choice(JOINS)} {clause()}"
    if rng.random() < 0.08:
        text += " — 日本語の注 —"
    end = rng.choice(ENDS)
    return ("“" if end == ".”" else "") + text[0].upper() + text[1:] + end


def paragraphs(rng, n):
    out = []
    for _ in range(n):
        if rng.random() < 0.12:
            out.append(rng.choice(HEADS))
        else:
            out.append(" ".join(sentence(rng) for _ in range(rng.randint(2, 7))))
    return out


def corpus_paragraphs(folder, most=4000):
    """Paragraphs of the public-domain novels, if they are on this machine; by split of the corpus."""
    found = {"train": [], "test": []}
    for path in sorted(glob.glob(os.path.join(folder, "eltec_novels.jsonl*"))):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8") as rows:
            for line in rows:
                row = json.loads(line)
                into = found["test" if row.get("split") == "dev" else "train"]
                for part in row["text"].split("\n"):
                    if 80 <= len(part) <= 900 and len(into) < most:
                        into.append(part.strip())
    return found if found["train"] and found["test"] else None
