"""tables.py PREFIX RESULT...: figures of several systems side by side, as PREFIX.jsonl (a line a system) and PREFIX.md."""
import json
import sys

HEADLINE = (("gone", "private values gone"), ("gone, macro over categories", "the same, macro over 183 categories"),
            ("found, macro over categories", "found with their category, macro"), ("justified", "edits that lie on private values"), ("kept", "public facts kept"),
            ("public texts untouched", "public texts left byte for byte"), ("edits a word in public texts", "edits in 1,000 words of public text"),
            ("pairs both right", "minimal pairs, both right"), ("same in all wordings", "same decision in four wordings"))
PARTS = (("gone by class", "Private values gone, by class"), ("gone by kind", "... by kind of text"), ("gone by form", "... by form"),
         ("wrong check digit", "... numbers with a wrong check digit"), ("gone by language", "... by language"), ("gone by register", "... by register"),
         ("kept by kind", "Public facts kept, by kind of text"), ("kept by form", "... by form"), ("kept by language", "... by language"),
         ("kept by register", "... by register"), ("kept by category", "... by category"), ("gone by category", "Private values gone, by category"),
         ("justified by class", "Edits that lie on private values, by class"), ("justified by form", "... by form"), ("justified by register", "... by register"),
         ("justified by category", "... by the category that the system gave"))


def cell(result, name):
    figure = result["figures"].get(name)
    if not figure:
        return "–"
    scale = 1000 if name == "edits a word in public texts" else 1
    digits = 1 if scale > 1 else 3
    text = f"{figure['value'] * scale:.{digits}f}"
    return text + (f" [{figure['low'] * scale:.{digits}f}, {figure['high'] * scale:.{digits}f}]" if "low" in figure else "")


def share(pair):
    return f"{pair[0] / pair[1]:.3f}" if pair and pair[1] else "–"


def main():
    out, results = sys.argv[1], [json.load(open(path)) for path in sys.argv[2:]]
    first = results[0]
    lines = [f"{first['split']}: {first['rows']:,} texts, {first['words']:,} words, {first['authors']} authors; 95 % intervals over authors. "
             f"`studies/book/run --split {first['split']}`", "",
             "| | " + " | ".join(r["name"] for r in results) + " |", "|---|" + "---:|" * len(results)]
    lines += [f"| {title} | " + " | ".join(cell(r, name) for r in results) + " |" for name, title in HEADLINE]
    for name, title in PARTS:
        parts = {p: pair[1] for result in reversed(results) for p, pair in result["by"].get(name, {}).items()}
        if parts:
            lines += ["", f"| {title} | n | " + " | ".join(r["name"] for r in results) + " |", "|---|---:|" + "---:|" * len(results)]
            for part in sorted(parts, key=lambda p: -parts[p]):
                lines.append(f"| {part} | {parts[part]:,} | " + " | ".join(share(r["by"].get(name, {}).get(part)) for r in results) + " |")
    with open(out + ".md", "w") as f:
        f.write("\n".join(lines) + "\n")
    with open(out + ".jsonl", "w") as f:
        f.writelines(json.dumps(result) + "\n" for result in results)
    print("\n".join(lines[:len(HEADLINE) + 5]))


if __name__ == "__main__":
    main()
