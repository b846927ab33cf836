"""Whole texts as scanners, mailers and hasty people leave them. A text is a list of pieces: str, or a tuple that begins with a value; every
form changes texts and values alike and keeps the pieces apart."""
LOOK_ALIKES = {"0": "O", "O": "0", "1": "l", "l": "1", "I": "l", "5": "S", "S": "5", "8": "B", "B": "8", "m": "rn", "e": "c", "b": "6", "g": "9"}


def _ocr(r):
    return lambda s: "".join(LOOK_ALIKES[c] if c in LOOK_ALIKES and r.random() < 0.04 else c for c in s)


def _broken(r):
    """Lines of a narrow column: some blanks become line breaks, in quoted mail with its mark."""
    state = {"column": 0}
    width, glue = r.randrange(34, 68), r.choice(["\n", "\n", "\n> ", "\n    "])

    def f(s):
        out = []
        for c in s:
            state["column"] = 0 if c == "\n" else state["column"] + 1
            if c == " " and state["column"] >= width:
                out.append(glue)
                state["column"] = 0
            else:
                out.append(c)
        return "".join(out)
    return f


def _lower(r):
    return lambda s: s.lower() if len(s.lower().encode()) == len(s.encode()) else s


def _careless(r):
    """No capitals, no punctuation at the ends of sentences, doubled and lost blanks around."""
    def f(s):
        s = s.lower()
        for mark in (". ", ", ", "! ", "? "):
            s = s.replace(mark, " ")
        return s
    return f


def _upper(r):
    return lambda s: s.upper()


FORMS = {"ocr": _ocr, "broken": _broken, "lower": _lower, "careless": _careless, "upper": _upper}
RECASED = frozenset(("lower", "careless", "upper"))


def apply(r, form, pieces, keep_case):
    """`keep_case`: labels whose values people paste rather than type (keys, tokens): their case stays."""
    f = FORMS[form](r)
    return [f(p) if isinstance(p, str) else p if form in RECASED and p[2].label in keep_case else (f(p[0]), *p[1:]) for p in pieces]
