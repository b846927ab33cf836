"""Disguised spellings of words inside given spans, as people write them past word filters."""

LEET = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7", "u": "v", "l": "1", "g": "9", "b": "8"}
VOWELS = "aeiou"


def disguise(word, rng):
    """Another spelling of `word`, which has at least three letters."""
    form = rng.randrange(5)
    inner = [i for i in range(1, len(word) - 1)]
    if form == 0:  # mask: id*ot
        hidden = [i for i in inner if word[i].lower() in VOWELS] or inner
        mask = rng.choice("*@#-")
        return "".join(mask if i in hidden else c for i, c in enumerate(word))
    if form == 1:  # blanks: i d i o t
        return rng.choice(" .-_").join(word)
    if form == 2:  # leetspeak: 1d10t
        return "".join(rng.choice(LEET[c.lower()]) if c.lower() in LEET else c for c in word)
    if form == 3:  # repeats: idioooot
        at = rng.choice(range(len(word)))
        return word[:at] + word[at] * rng.randrange(3, 6) + word[at + 1 :]
    at = rng.choice(inner)  # two letters change places: idoit
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word


def disguise_spans(text, spans, rng):
    """Disguises one-word spans [begin, end, ...] (code points, sorted); returns the new text and spans."""
    out, moved, last = [], [], 0
    length = 0
    for span in spans:
        begin, end = span[0], span[1]
        word = text[begin:end]
        out.append(text[last:begin])
        length += begin - last
        new = disguise(word, rng) if word.isalpha() and len(word) >= 3 else word
        out.append(new)
        moved.append([length, length + len(new)] + list(span[2:]))
        length += len(new)
        last = end
    out.append(text[last:])
    return "".join(out), moved
