"""results.json and results.md from what studies/edits/run left in its work folder.

    python3 -m goldset.report WORK PREFIX DIFFLIB
"""
import json
import os
import sys


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def operations(row):
    if "program_text" in row:
        return sum(1 for line in row["program_text"].splitlines() if not line.startswith("keep_all"))
    return len(row.get("program", []))


def part_figures(work, part, n_difflib):
    path = lambda name: os.path.join(work, f"{part}.{name}")  # noqa: E731
    raw, refined = lines(path("raw.jsonl")), lines(path("refined.jsonl"))
    programs = {row["id"]: row for row in lines(path("lauter/programs.jsonl"))}
    applied = {row["id"]: row["text"] for row in lines(path("applied/data/" + part + ".raw.jsonl"))}
    exact = sum(applied.get(row["id"]) == row["text"] for row in refined)
    size = sum(len(row["text"].encode()) for row in raw)
    seconds = sum(float(x) for x in open(path("lauter.time"), encoding="utf-8").read().split()[-2:])
    report = load(path("refinex/report.json"))
    ours_at_most = compared = fewer = 0
    for row in lines(path("difflib_plain.jsonl")):
        if "spans" in row:
            compared += 1
            ours_at_most += operations(programs[row["id"]]) <= len(row["spans"])
            fewer += operations(programs[row["id"]]) < len(row["spans"])
    difflib = {}
    for mode in ("stock", "plain"):
        meta, rows = load(path(f"difflib_{mode}.meta.json")), lines(path(f"difflib_{mode}.jsonl"))
        difflib[mode] = {"documents": len(rows), "rejected": sum("error" in row for row in rows),
                         "kb_per_second": meta["characters"] / 1000 / max(meta["seconds"], 1e-9),
                         "measure": load(path(f"difflib_{mode}.json"))}
    return {"documents": len(raw), "bytes": size, "exact_after_apply": exact, "distill_cpu_seconds": seconds,
            "refinex_report": report, "refinex_measure": load(path("refinex.json")),
            "measure": load(path("lauter.json")), "filters": load(path("filters.json")), "difflib": difflib,
            "operations": {"all": sum(map(operations, programs.values())), "compared": compared, "at_most_difflib": ours_at_most, "fewer": fewer}}


def row(name, measure, extra=""):
    chars, ln = measure["characters"], measure["lines"]
    return (f"| {name} | {measure['documents']:,} | {chars['precision']:.4f} | {chars['recall']:.4f} | {chars['f05']:.4f} | "
            f"{ln['f1']:.4f} | {100 * measure['exact_rate']:.2f} % | {100 * measure['clean']['untouched_rate']:.2f} % | {extra} |")


def lost_of(report):
    """Edits that the strict dialect cannot say, by reason."""
    lost = report.get("dialect", report).get("lost", report.get("lost", {}))
    return {reason: n for reason, n in lost.items() if n}


def main(work, prefix, n_difflib):
    meta = load(os.path.join(work, "meta.json"))
    figures = {"meta": meta, **{part: part_figures(work, part, n_difflib) for part in ("dev", "test")}}
    with open(prefix + ".json", "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=1, ensure_ascii=False)
        file.write("\n")
    out = ["# Gold test A: programs from raw and refined texts", "",
           f"`{meta['command']}` at {meta['commit']}, {meta['date']}, {meta['cores']} cores of {meta['cpu']}, shared with other work"
           + ("; half of the paragraphs from public-domain novels on that machine." if meta["corpus"] else "; own prose only."), ""]
    for part in ("test", "dev"):
        f = figures[part]
        reasons = lost_of(f["refinex_report"])
        lost, total = sum(reasons.values()), f["operations"]["all"]
        ops = f["operations"]
        out += [f"## {part}: {f['documents']:,} documents, {f['bytes'] / 1e6:.1f} MB", "",
                "| programs by | documents | precision | recall | F0.5 | line F1 | exact | clean untouched | notes |",
                "|---|---|---|---|---|---|---|---|---|",
                row("`lauter distill`", f["measure"], f"{f['bytes'] / 1e6 / max(f['distill_cpu_seconds'], 1e-9):.1f} MB/s of CPU, "
                    f"start, reading and writing included"),
                row("the same, dialect `refinex`", f["refinex_measure"], f"{lost} edits not said: " + ", ".join(f"{n} {reason}" for reason, n in reasons.items())),
                row("difflib, stock", f["difflib"]["stock"]["measure"], f"{f['difflib']['stock']['rejected']} pairs thrown away, "
                    f"{f['difflib']['stock']['kb_per_second']:.0f} kB/s"),
                row("difflib, autojunk off", f["difflib"]["plain"]["measure"], f"{f['difflib']['plain']['rejected']} pairs thrown away, "
                    f"{f['difflib']['plain']['kb_per_second']:.0f} kB/s"),
                row("recipe `filters` (no expert)", f["filters"], "Gopher, C4, FineWeb rules alone"), "",
                f"Applied: {f['exact_after_apply']:,} of {f['documents']:,} documents are the refined text byte for byte. "
                f"Operations: at most difflib's (autojunk off) on {ops['at_most_difflib']:,} of {ops['compared']:,} pairs, fewer on "
                f"{ops['fewer']:,}.", ""]
        out += [f"Strict `refinex`: {lost} of {total:,} edits ({100 * lost / max(total, 1):.3f} %) cannot be said.", ""]
        out += ["| score | documents | mean before | after | up | down | untouched | emptied | output | new words / 1k |", "|---|---|---|---|---|---|---|---|---|---|"]
        for t in f["measure"]["table"]:
            out.append(f"| {t['score']} | {t['documents']:,} | {t['mean_score_in']:.3f} | {t['mean_score_out']:.3f} | {100 * t['up']:.1f} % | "
                       f"{100 * t['down']:.1f} % | {100 * t['untouched']:.1f} % | {100 * t['emptied']:.1f} % | {100 * t['output_share']:.1f} % | "
                       f"{t['new_words_per_1k']:.2f} |")
        out.append("")
    out += ["Precision and recall are by place: where two equal texts stand side by side, the difference may delete the other one, "
            "which is no error of the text (`exact`). difflib rows are the first documents of the split only.", ""]
    with open(prefix + ".md", "w", encoding="utf-8") as file:
        file.write("\n".join(out))
    print("\n".join(out))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
