"""Texts of our own for the filters: prose, lists, junk and every corner of the rules."""
import random

SENTENCES = [
    "The river rose to the level of the old bridge, and nobody had seen that before.",
    "Mr. Hale didn't believe it; he'd have said so, wouldn't he?",
    "\"It's 5 km from here to St. Ives,\" she said, \"and the last bus left at 10:30p.m. today.\"",
    "We can't know (yet) what they'll do with the co-operative's funds...",
    "Prices went from $5.50 to US$7, i.e. up by 27%, as of Jan. 3rd.",
    "See www.example.org/docs?a=1 or write to info@example.com for more.",
    "It was cold [1] and wet [citation needed] that day.",
    "Our site uses cookies to improve your visit.",
    "Please enable JavaScript to see the comments.",
    "A tail of 20°C. and 30°F. and 40m² — well-known/unknown values.",
    "Caf\u00e9 owners na\u00efve enough to stay open; \u201cWhy not?\u201d they said.",
    "He said:then left,and nobody—not one—saw him.Later he came back.",
    "Hello:) and goodbye ;-) or <3 , o.O ( : 8) \u00af\\(\u30c4)/\u00af xD",
    "That cost \u20ac5, \u00a310 or 7\u00a5 \u2026 or less\u2026\u2026",
    "she don\u2019t know; that\u2019s what they\u2019ve said, o\u2019clock.",
    "1990s 10am 5'11\" 3x4 2+2=4 -5 +6 10-20 4*5 x^2 C++ and/or w/o e.g. i.e. Ph.D. a.m.",
    "Both the dog and the cat have been with us to the end of that road.",
    "192.168.0.1 8.8.8.8 10.0.0.1:80 http://a.b.co.uk/x_(y) ftp://u:p@h.org:21/ a@b.cd.",
]
LINES = [
    "Home | News | Sport", "Share", "...", "• first point", "- second point", "Read more …", "Lorem ipsum dolor sit.",
    "{ code } here.", "#tag #tag #tag", "", "   ", "Terms of Use", "privacy policy", "Copyright 2024", "[edit]",
    "1. one", "x" * 1200 + " is long.", "\u212aeep coo\u212aie policy.", "tail\u3000wide\u00a0blank.", "!!!",
    "A.  B.  C.", "Ends with it's", "\u2022 \u2022 \u2022", "no terminal", "Two words.", "Foo.[1] [2]",
]
SEPARATORS = ["\n", "\n", "\n", "\n", "\n\n", "\n\n\n", "\r\n", " ", "  ", "\u2028", "\x0b", "\x0c", "\x85", "\r", "\x1c",
              " \n", "\n ", "\t"]


def fixture_texts(n=400, seed=7):
    """Deterministic: the corners first, then random mixtures of lines and sentences."""
    rng = random.Random(seed)
    texts = ["", " ", "\n", "\n\n\n", "a", "a\n", "the " * 60, "the of " * 60 + ".", "....", "\u2028", "#" * 50,
             " ".join(SENTENCES), "\n".join(SENTENCES), "\n\n".join(SENTENCES * 2), "\n".join(SENTENCES * 3),
             "\r\n".join(SENTENCES), "\n".join(LINES), "".join(map(chr, range(1, 0x300))),
             " ".join(map(chr, range(0x2000, 0x2070))), "no where now here " * 20]
    while len(texts) < n:
        parts, repeat = [], rng.random() < 0.3
        pool = SENTENCES if rng.random() < 0.6 else SENTENCES + LINES
        separators = ["\n"] if rng.random() < 0.5 else SEPARATORS
        for _ in range(rng.randint(1, 40)):
            part = rng.choice(parts[::2] if repeat and parts and rng.random() < 0.5 else pool)
            if rng.random() < 0.1:  # tokens of one sentence stirred
                words = part.split(" ")
                rng.shuffle(words)
                part = rng.choice([" ", "", "-", "'"]).join(words)
            parts += [part, rng.choice(separators)]
        texts.append("".join(parts))
    return texts
