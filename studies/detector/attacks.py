"""Mechanical attacks in the manner of RAID, on one text. Each takes (random.Random, text) and returns the text changed."""
import re

LOOKALIKES = str.maketrans("aceopxyABEHKMOPTX", "асеорхуАВЕНКМОРТХ")
BRITISH = [("ization", "isation"), ("izing", "ising"), ("ized", "ised"), ("ize", "ise"), ("color", "colour"), ("favor", "favour"),
           ("center", "centre"), ("behavior", "behaviour"), ("honor", "honour"), ("traveled", "travelled"), ("analyz", "analys"),
           ("defense", "defence"), ("catalog", "catalogue"), ("gray", "grey"), ("program", "programme")]
SYNONYMS = dict(zip("big small important show use help make get many often however also very good new begin end need start ensure".split(),
                    "large little significant display employ assist create obtain numerous frequently yet additionally quite fine fresh "
                    "commence finish require begin guarantee".split()))


def some(rng, text, pattern, share, change):
    return re.sub(pattern, lambda m: change(m) if rng.random() < share else m.group(), text)


def misspelt(rng, word):
    if len(word) < 4:
        return word
    i = rng.randrange(1, len(word) - 2)
    return word[:i] + word[i + 1] + word[i] + word[i + 2:]


def british(rng, text):
    for american, other in BRITISH:
        text = text.replace(american, other)
    return text


ATTACKS = {
    "none": lambda rng, t: t,
    "alternative_spelling": british,
    "article_deletion": lambda rng, t: some(rng, t, r"\b(?:[Tt]he|[Aa]n?) ", .5, lambda m: ""),
    "homoglyph": lambda rng, t: some(rng, t, r"\w+", 1, lambda m: m.group().translate(LOOKALIKES)),
    "insert_paragraphs": lambda rng, t: some(rng, t, r"(?<=[.!?]) ", .5, lambda m: "\n\n"),
    "number_swap": lambda rng, t: some(rng, t, r"\d", .5, lambda m: str(rng.randrange(10))),
    "misspelling": lambda rng, t: some(rng, t, r"[a-z]+", .2, lambda m: misspelt(rng, m.group())),
    "upper_lower": lambda rng, t: some(rng, t, r"[A-Za-z]", .05, lambda m: m.group().swapcase()),
    "whitespace": lambda rng, t: some(rng, t, r" ", .2, lambda m: "  "),
    "zero_width": lambda rng, t: some(rng, t, r"(?<=\w)(?=\w)", .5, lambda m: "\u200b"),
    "synonym": lambda rng, t: some(rng, t, r"[a-z]+", .5, lambda m: SYNONYMS.get(m.group(), m.group())),
}
