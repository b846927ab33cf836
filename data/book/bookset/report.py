"""What the book has and what it lacks against its goals, as text."""
from .categories import CATEGORIES
from .markup import CLASS_OF

REGISTER_GOAL = 20  # texts
GOALS = {"marks": 120, "texts": 60, "authors": 6, "without a cue": 30}
WHOLE = {"documents": 5000, "words": 600_000, "public": 1800, "mixed": 1000, "records": 1000, "forms": 600, "pairs": 800, "paraphrase sets of four": 400}
NAMES = ("PERSON", "FIRST_NAME", "LAST_NAME", "MAIDEN_NAME", "NICKNAME")


def numbers(totals):
    """Per category: marks, texts, authors, marks without a cue word."""
    return {c: {"marks": totals.marks[c], "texts": totals.in_documents[c], "authors": len(totals.by_authors[c]), "without a cue": totals.uncued[c]}
            for c in CATEGORIES}


def lacking(totals, blind):
    out = [f"texts {totals.documents} (blind {blind.documents}), words {totals.words} (blind {blind.words}), "
           f"records {totals.records}, hard forms by hand {sum(totals.form.values())}, pairs {len(totals.pairs)}, "
           f"texts in four wordings {sum(n >= 4 for n in totals.paras.values())}",
           "kind: " + " ".join(f"{k} {n}" for k, n in totals.kind.most_common()),
           "language: " + " ".join(f"{k} {n}" for k, n in totals.lang.most_common()),
           "register: " + " ".join(f"{k} {n}" for k, n in totals.register.most_common()),
           "form: " + " ".join(f"{k} {n}" for k, n in totals.form.most_common()),
           f"private marks {sum(totals.marks.values())} (names {sum(totals.marks[c] for c in NAMES)}), public marks {sum(totals.public.values())}"]
    for c, have in numbers(totals).items():
        short = [f"{have[k]} of {n} {k}" for k, n in GOALS.items() if have[k] < n]
        if short:
            out.append(f"{c}: " + ", ".join(short))
    few = [f"{r} {totals.register[r]}" for r in CLASS_OF if totals.register[r] < REGISTER_GOAL]
    if few:
        out.append(f"registers with fewer than {REGISTER_GOAL} texts: " + ", ".join(few))
    thin = [f"{c} {blind.marks[c]}" for c in CATEGORIES if blind.marks[c] < 15]
    if thin:
        out.append("fewer than 15 marks in the blind set: " + ", ".join(thin))
    return "\n".join(out)


def card(by_split):
    """The counts of the data card, in Markdown: {split: Totals}."""
    splits = [name for name in ("train", "dev", "blind") if name in by_split]
    rows = (("authors", lambda t: len(t.authors)), ("texts (each wording and half of a pair counted)", lambda t: t.all_documents),
            ("texts without pairs and further wordings", lambda t: t.documents), ("words", lambda t: t.words),
            ("nothing private / both / private", lambda t: f"{t.kind['public']:,} / {t.kind['mixed']:,} / {t.kind['private']:,}"),
            ("machine records", lambda t: t.records), ("hard forms by hand", lambda t: sum(t.form.values())), ("minimal pairs", lambda t: len(t.pairs)),
            ("texts in four wordings", lambda t: sum(n >= 4 for n in t.paras.values())),
            ("not in English / languages", lambda t: f"{sum(t.lang.values()) - t.lang['en']:,} / {sum(n >= 15 for k, n in t.lang.items() if k != 'en')}"),
            ("private marks / of them names", lambda t: f"{sum(t.marks.values()):,} / {sum(t.marks[c] for c in NAMES):,}"),
            ("public facts", lambda t: sum(t.public.values())))
    whole = by_split["all"]
    show = lambda v: v if isinstance(v, str) else f"{v:,}"  # noqa: E731
    lines = ["| | " + " | ".join(splits) + " | all |", "|---|" + "---:|" * (len(splits) + 1)]
    lines += [f"| {title} | " + " | ".join(show(f(by_split[s])) for s in splits) + f" | {show(f(whole))} |" for title, f in rows]
    short = [c for c, have in numbers(whole).items() if any(have[k] < n for k, n in GOALS.items())]
    lines += ["", "Goals for each category: " + ", ".join(f"{n} {k}" for k, n in GOALS.items()) + f". Met by {len(CATEGORIES) - len(short)} of {len(CATEGORIES)} categories"
              + (", not by " + ", ".join(short) if short else "") + "."]
    return "\n".join(lines)
