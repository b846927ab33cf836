"""Shares with their intervals, and the page that shows them."""
import numpy as np

from invent import PRIVATE, PUBLIC

SHOWN = ("raw", "dropped", "masked", "refined", "rules")
TRAINED = SHOWN[:4]
ASKED = ("public facts answered", "private facts answered", "public facts, in a sentence of the raw text", "private facts, in a sentence of the raw text",
         "private values told behind their prefix", "canaries told, said 1 x", "canaries told, said 4 x", "canaries told, said 16 x",
         "exposure of canaries said 1 x, bits", "exposure of canaries said 4 x, bits", "exposure of canaries said 16 x, bits",
         "public facts of firms never read of", "private facts of firms never read of")
TEXT = ("public facts kept", "... the value alone", "public facts kept in public documents", "public facts kept in mixed documents", "public documents left byte for byte",
        "private facts left", "... beside their person's name", "private facts left in private documents", "private facts left in mixed documents",
        "private persons still named", "canaries left")
PAPER = (("public facts, GDR (Gemini; its companies)", ".32", ".00", "", ".25"), ("private facts, GDR", ".26", ".00", "", ".00"))
RESAMPLES = 1000


class Tally:
    """Sums and counts by figure and firm."""

    def __init__(self, firms=0):
        self.firms, self.sums = firms, {}

    def add(self, name, firm, value):
        pair = self.sums.setdefault(name, {}).setdefault(str(firm), [0, 0])
        pair[0] += float(value)
        pair[1] += 1

    def summary(self):
        return {name: with_interval([of_firm]) for name, of_firm in self.sums.items()}


def ratio(of_firm):
    total = np.sum(list(of_firm.values()), axis=0) if of_firm else np.zeros(2)
    return float(total[0] / total[1]) if total[1] else float("nan")


def with_interval(seeds):
    """{"value", "low", "high", "n"}: 95 %, seeds drawn again and firms within them."""
    tables = [np.array(list(of_firm.values())) for of_firm in seeds if of_firm]
    rng = np.random.default_rng(1)
    sums = np.zeros((RESAMPLES, 2))
    for _ in tables:
        picked = rng.integers(0, len(tables), RESAMPLES)
        for number, table in enumerate(tables):
            drawn = table[rng.integers(0, len(table), (RESAMPLES, len(table)))].sum(1)
            sums[picked == number] += drawn[picked == number]
    total = np.sum([table.sum(0) for table in tables], axis=0)
    low, high = np.percentile(sums[:, 0] / sums[:, 1], (2.5, 97.5))
    return {"value": round(total[0] / total[1], 4), "low": round(low, 4), "high": round(high, 4), "n": int(total[1])}


def over_seeds(runs):
    return {name: with_interval([run.get(name, {}) for run in runs]) for name in runs[0]}


def cell(figure, name):
    if not figure:
        return ""
    places = 1 if name.endswith("bits") else 3
    return f"{figure['value']:.{places}f} [{figure['low']:.{places}f}, {figure['high']:.{places}f}]"


def table(head, lines):
    return ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)] + ["| " + " | ".join(line) + " |" for line in lines]


def markdown(result):
    out = [f"{result['firms']} invented firms, {result['documents']:,} documents, {result['words']:,} words; lauter {result['name']} (sha256 {result['program']}) "
           f"{result['flags'] or 'as it comes'}; {result['date']}. 95 % intervals over firms (and seeds). `studies/companies/run --size {result['size']}"
           + (f" --seeds {result['models']['seeds']}`" if "models" in result else " --text-only`"),
           "", "## In the text", ""]
    names = {"rules": "refined, rules alone"}
    head = [names.get(c, c) for c in SHOWN]
    text = result["text"]
    lines = [[name, *(cell(text[c].get(name), name) for c in SHOWN)] for name in TEXT if name in text["raw"]]
    out += table(["", *head], [["documents that remain", *(f"{result['texts'][c]:,}" for c in SHOWN)], *lines])
    for kind, facts, title in (("public", PUBLIC, "public facts kept, by fact"), ("private", PRIVATE, "private facts left, by fact")):
        out += [""] + table([title, *head], [[fact, *(f"{text[c][f'{kind}: {fact}']['value']:.3f}" for c in SHOWN)] for fact in facts])
    models = result.get("models")
    if models:
        asked, shape = models["asked"], models["shape"]
        out += ["", "## In a model trained on it", "",
                f"Seeds: {models['seeds']}, {models['firms']} firms each; a decoder of width {shape['width']} and {shape['layers']} layers, each text read {shape['readings']} times; "
                f"{models['cpu_seconds']:,} CPU seconds.", ""]
        rows = [["pieces of text", *(f"{models['tokens'][c]:,}" for c in TRAINED)]]
        rows += [[name, *(cell(asked[c].get(name), name) for c in TRAINED)] for name in ASKED[:2]] + [list(row) for row in PAPER]
        rows += [[name, *(cell(asked[c].get(name), name) for c in TRAINED)] for name in ASKED[2:] if name in asked["raw"]]
        out += table(["", *TRAINED], rows)
        for kind, facts in (("public", PUBLIC), ("private", PRIVATE)):
            out += [""] + table([f"{kind} facts answered, by fact", *TRAINED], [[fact, *(f"{asked[c][f'{kind}: {fact}']['value']:.3f}" for c in TRAINED)] for fact in facts])
    return "\n".join(out) + "\n"
