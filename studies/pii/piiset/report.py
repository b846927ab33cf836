"""Puts the figures of lauter and the baseline side by side: results.json, results.md and the table on stdout.

    python3 -m piiset.report FOLDER OUT CATEGORIES.inc META.json"""
import collections
import json
import os
import re
import sys

from .score import score


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def preds_of(path):
    return {r["id"]: [(s["start"], s["end"], s["label"]) for s in r.get("spans", [])] for r in read(path)}


def by_form(rows, preds, pattern):
    """Recall of pattern categories by surface form."""
    lost = set()
    score(rows, preds, missed=lambda r, g, o: lost.add(id(g)))
    n, hit = collections.Counter(), collections.Counter()
    for row in rows:
        for g in row["spans"]:
            if g["label"] in pattern:
                n[row["form"]] += 1
                hit[row["form"]] += id(g) not in lost
    return {k: {"values": n[k], "recall": round(hit[k] / n[k], 4)} for k in sorted(n)}


def main():
    folder, out, catalog, meta = sys.argv[1:5]
    pattern = set(re.findall(r'^X\(\w+, "(\w+)", \w+, kPattern\)', open(catalog, encoding="utf-8").read(), re.M))
    load = lambda name: json.load(open(os.path.join(folder, name), encoding="utf-8"))
    result = {"meta": json.load(open(meta, encoding="utf-8"))}
    for part in ("dev", "test"):
        rows = read(os.path.join(folder, part + ".jsonl"))
        result[part] = {"rows": len(rows), "values": sum(len(r["spans"]) for r in rows)}
        for who in ("lauter", "baseline"):
            m = load(f"{part}.{who}.json")
            preds = preds_of(os.path.join(folder, f"{part}.{who}.found.jsonl"))
            by, any_, _ = score(rows, preds)
            # the study's own scorer and `lauter measure` were written apart: they must agree
            own = [by[c].recall() for c in sorted(pattern) if by[c].gold]
            assert abs(sum(own) / len(own) - m["macro_pattern"]["recall"]) < 2e-4, (part, who, sum(own) / len(own), m["macro_pattern"]["recall"])
            keep = {k: m[k] for k in ("macro_pattern", "macro", "any_label", "decoys", "clean", "worst") if k in m}
            keep["decoys_by_kind"] = {k[5:]: v["predicted"] for k, v in m["slices"].items() if k.startswith("form:") and v["gold"] == 0 and v["predicted"]}
            keep["forms"] = by_form(rows, preds, pattern)
            if part == "dev":  # per category for development; of the test part only aggregates are shown
                keep["labels"] = m["labels"]
            result[part][who] = keep
        for policy in ("lauter", "baseline_remove", "baseline_drop"):
            path = f"{part}.{policy}.refined.json"
            if os.path.exists(os.path.join(folder, path)):
                result[part].setdefault("refined", {})[policy] = {k: v for k, v in load(path)["refined"].items() if k != "leaked_by_label"}
    with open(out + ".json", "w", encoding="utf-8") as f:
        json.dump(result, f, indent=1)
        f.write("\n")

    lines = [f"Machine: {result['meta']['cpu']}; commit {result['meta']['commit']}; {result['meta']['date']}. "
             f"{result['dev']['rows'] + result['test']['rows']:,} rows, {result['dev']['values'] + result['test']['values']:,} values, 183 categories; "
             "test = templates that were not looked at while rules were written. `lauter` without a model: names and free words need one.", "",
             "| | lauter dev | lauter **test** | baseline test |", "|---|---:|---:|---:|"]

    def line(name, f, fmt="{:.3f}"):
        def cell(part, who):
            try:
                return fmt.format(f(result[part][who]))
            except (KeyError, TypeError):
                return "-"
        lines.append(f"| {name} | {cell('dev', 'lauter')} | {cell('test', 'lauter')} | {cell('test', 'baseline')} |")

    ci = lambda m, k: f"{m['macro_pattern'][k]:.3f} ({m['macro_pattern'][k + '_ci95'][0]:.3f}-{m['macro_pattern'][k + '_ci95'][1]:.3f})"
    n = result["test"]["lauter"]["macro_pattern"]["labels"]
    for k in ("recall", "precision", "f1"):
        line(f"{k}, macro over {n} pattern categories", lambda m, k=k: ci(m, k), "{}")
    line("recall of all values, any label", lambda m: m["any_label"]["recall"])
    line("precision of all finds, any label", lambda m: m["any_label"]["precision"])
    line("F1, macro over all 183", lambda m: m["macro"]["f1"])
    line("decoy rows with a find", lambda m: 100 * m["decoys"]["share_with_finds"], "{:.2f} %")
    line("clean rows with a find", lambda m: 100 * m["clean"]["share_with_finds"], "{:.2f} %")
    lines += ["", "Recall of pattern categories by surface form:", "", "| form | values (test) | lauter dev | lauter **test** | baseline test |", "|---|---:|---:|---:|---:|"]
    for form, v in sorted(result["test"]["lauter"]["forms"].items(), key=lambda kv: -kv[1]["values"]):
        dev = result["dev"]["lauter"]["forms"].get(form, {}).get("recall")
        lines.append(f"| {form} | {v['values']} | {'-' if dev is None else f'{dev:.3f}'} | {v['recall']:.3f} | {result['test']['baseline']['forms'][form]['recall']:.3f} |")
    if "refined" in result["test"]:
        lines += ["", "After editing (test):", "", "| | gold values still there | bytes outside values identical | clean rows identical | rows gone |", "|---|---:|---:|---:|---:|"]
        names = {"lauter": "lauter refine", "baseline_remove": "baseline, spans removed", "baseline_drop": "baseline, rows dropped"}
        for k, v in result["test"]["refined"].items():
            total = v["rows"] + v["rows_missing"]
            lines.append(f"| {names[k]} | {100 * v['leaked'] / result['test']['values']:.2f} % | {100 * v['outside_identical']:.2f} % | {100 * v['clean_rows_identical_share']:.2f} % | {100 * v['rows_missing'] / total:.1f} % |")
    text = "\n".join(lines) + "\n"
    with open(out + ".md", "w", encoding="utf-8") as f:
        f.write(text)
    print(text)


if __name__ == "__main__":
    main()
