"""What the book has and what it lacks against its goals, as text."""
from .categories import CATEGORIES

GOALS = {"marks": 120, "texts": 60, "authors": 6, "without a cue": 30}
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
    thin = [f"{c} {blind.marks[c]}" for c in CATEGORIES if blind.marks[c] < 15]
    if thin:
        out.append("fewer than 15 marks in the blind set: " + ", ".join(thin))
    return "\n".join(out)
