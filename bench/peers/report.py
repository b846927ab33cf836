"""The figures of one run as tables in bench/README.md, between its two marks, and as docs/peers.svg. `report.py PEERS.JSON` writes both anew."""
from __future__ import annotations

import html
import json
import math
import pathlib
import re
import sys
from typing import Any

BEGIN, END = "<!-- bench/peers/run -->", "<!-- end of bench/peers/run -->"


def table(head: list[str], rows: list[list[str]], left: int = 1) -> list[str]:
    return ["| " + " | ".join(head) + " |", "|" + "---|" * left + "---:|" * (len(head) - left), *("| " + " | ".join(row) + " |" for row in rows)]


def number(value: float | None) -> str:
    """Three digits that count."""
    if value is None:
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def share(figure: dict[str, Any] | None, bounds: bool = False) -> str:
    if not figure or figure["value"] is None:
        return "–"
    interval = f" [{figure['low']:.3f}, {figure['high']:.3f}]" if bounds and "low" in figure else ""
    return f"{figure['value']:.3f}{interval}"


def own(figure: dict[str, Any]) -> str:
    return f"{share(figure)} (n {figure['of']:,})" if figure["of"] else "– (n 0)"


def speed_rows(result: dict[str, Any]) -> list[list[str]]:
    return [[s["title"], s["timed"], *(number(s["speed"].get(t, {}).get("mb_per_cpu_s")) for t in result["texts"]),
             number(min(v["startup_cpu_s"] for v in s["speed"].values())), f"{max(v['peak_rss_mb'] for v in s['speed'].values()):.0f}"]
            for s in result["systems"].values() if s["speed"]]


def finding_rows(result: dict[str, Any], key: str, last: str) -> list[list[str]]:
    return [[s["title"], share(s[key]["gone"], bounds=key != "book_dev"), own(s[key]["gone_of_its_own"]), share(s[key]["justified"]), share(s[key].get(last))]
            for s in result["systems"].values() if key in s]


def markdown(result: dict[str, Any], source: str) -> str:
    systems = list(result["systems"].values())
    texts = ", ".join(f"`{name}` {t['mb']:g} MB, {t['texts']}" for name, t in result["texts"].items())
    lines = [f"`{source}`; {result['cpu']}, one core, load {result['load_average_before']:g} before, {result['load_average_after']:g} after. MB a CPU second, the fastest of its rounds, start-up apart; "
             f"whole documents of bench/run's inputs ({texts}).", "",
             *table(["", "what is timed", *result["texts"], "start-up, CPU s", "peak MB"], speed_rows(result), 2), ""]
    book = next((s["book_dev"] for s in systems if "book_dev" in s), None)
    if book:
        lines += [f"The book's dev split: {book['texts']} texts, {book['gone']['of']:,} private values, {book['authors']} authors (too few for intervals).", "",
                  *table(["", "private values gone", "of the categories it is made for", "edits that lie on private values", "public facts kept"], finding_rows(result, "book_dev", "kept")), ""]
    synthetic = next((s["presidio_research_dev"] for s in systems if "presidio_research_dev" in s), None)
    if synthetic:
        lines += [f"presidio-research's synthetic set, dev: {synthetic['texts']} sentences from {synthetic['templates']} templates, {synthetic['gone']['of']} marked values, public ones and all; 95 % intervals over templates.", "",
                  *table(["", "marked values gone", "of the types it is made for", "edits that lie on marked values", "found with their type, macro"],
                         finding_rows(result, "presidio_research_dev", "found, macro over categories")), ""]
    if "programs" in result:
        p = result["programs"]
        rows = []
        for peer, title in (("prox", "ProX, chunk_utils.py"), ("ultrax", "UltraX, post_process_and_execute.py")):
            ours, theirs = p[peer]["lauter"], p[peer]["published"]
            n = p[peer]["programs"]
            rows.append([title, *((theirs["left_out"], "–") if "left_out" in theirs else (number(theirs["mb_per_cpu_s"]), f"{theirs['as_meant']} ({theirs['as_meant_but_for_newlines_at_the_ends']}) of {n}")),
                         number(ours["mb_per_cpu_s"]), f"{ours['as_meant']:g} of {n}"])
        d = p["distill"]
        lines += [f"Edit programs: {p['documents']} documents of 3 KB of `bench/distill` that only delete; programs by `lauter distill`, the same for both; UltraX is given `replace_str(n, text, \"\")` for "
                  "`remove_str(n, text)`. \"As meant\": the bytes that the program was distilled from (in brackets: "
                  "but for newlines at the ends).", "",
                  *table(["executor", "as published, MB a CPU s", "as meant", "`lauter apply`, JSONL in and out", "as meant"], rows), "",
                  f"Writing the programs: `lauter distill` {number(d['lauter, start-up and files included'])} MB a CPU second, difflib {number(d['difflib'])} (autojunk off: {number(d['difflib, autojunk off'])}).", ""]
    if result["left_out"]:
        lines += ["Left out: " + "; ".join(f"{title}: {reason}" for title, reason in result["left_out"].items()) + ".", ""]
    return "\n".join(lines)


# --- the chart ---------------------------------------------------------------------------------------------------------------------
BAR, GAP, NAME, PANEL = 14, 10, 300, 250
OURS, THEIRS, SECOND = "#2b6cb0", "#8a8f98", "#c9cdd3"


def chart(result: dict[str, Any]) -> str:
    """Left: speed on the first input, logarithmic. Right: private values gone, and edits that lie on private values, on the book's dev split."""
    systems = [(k, s) for k, s in result["systems"].items() if s["speed"] and "book_dev" in s]
    text = next(iter(result["texts"]))
    speeds = [s["speed"][text]["mb_per_cpu_s"] for _, s in systems]
    low, high = math.floor(math.log10(min(speeds))), math.ceil(math.log10(max(speeds)))
    step = 2 * BAR + GAP
    height = 70 + step * len(systems) + 30
    left, right = NAME, NAME + PANEL + 90
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{right + PANEL + 60}" height="{height}" viewBox="0 0 {right + PANEL + 60} {height}" font-family="sans-serif" font-size="12" role="img">',
           "<title>lauter and its peers: speed, private values gone, edits that lie on private values</title>",
           f'<rect width="100%" height="100%" fill="#ffffff"/><g fill="#1a202c"><text x="{left}" y="22" font-weight="bold">MB a CPU second, one core ({html.escape(text)} text)</text>',
           f'<text x="{right}" y="22" font-weight="bold">on the book, dev split (n {systems[0][1]["book_dev"]["gone"]["of"]:,})</text>',
           f'<text x="{right}" y="40" fill="#4a5568">dark: private values gone · light: edits that lie on private values</text></g>']
    for power in range(low, high + 1):
        x = left + PANEL * (power - low) / (high - low)
        out.append(f'<path d="M{x:.1f} 52V{height - 24}" stroke="#e2e8f0"/><text x="{x:.1f}" y="{height - 10}" text-anchor="middle" fill="#4a5568">{10.0 ** power:g}</text>')
    for tenth in (0, 5, 10):
        x = right + PANEL * tenth / 10
        out.append(f'<path d="M{x:.1f} 52V{height - 24}" stroke="#e2e8f0"/><text x="{x:.1f}" y="{height - 10}" text-anchor="middle" fill="#4a5568">{tenth / 10:g}</text>')
    for i, ((name, s), value) in enumerate(zip(systems, speeds)):
        y = 58 + i * step
        colour = OURS if name.startswith("lauter") else THEIRS
        light = "#a3c4e8" if name.startswith("lauter") else SECOND
        out.append(f'<text x="{left - 10}" y="{y + BAR + 4}" text-anchor="end" fill="#1a202c">{html.escape(s["title"].replace("`", ""))}</text>')
        width = PANEL * (math.log10(value) - low) / (high - low)
        out.append(f'<rect x="{left}" y="{y + BAR // 2}" width="{width:.1f}" height="{BAR}" fill="{colour}"/><text x="{left + width + 5:.1f}" y="{y + BAR + 5}" fill="#1a202c">{number(value)}</text>')
        for k, (figure, fill) in enumerate(((s["book_dev"]["gone"], colour), (s["book_dev"]["justified"], light))):
            width = PANEL * (figure["value"] if figure else 0)
            out.append(f'<rect x="{right}" y="{y + k * BAR}" width="{width:.1f}" height="{BAR - 1}" fill="{fill}"/>'
                       f'<text x="{right + width + 5:.1f}" y="{y + k * BAR + 11}" font-size="11" fill="#1a202c">{share(figure)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def write(path: pathlib.Path, root: pathlib.Path) -> None:
    result = json.loads(path.read_text())
    readme = root / "bench/README.md"
    old = readme.read_text()
    if BEGIN not in old or END not in old:
        raise SystemExit(f"{readme} lacks the marks {BEGIN} and {END}")
    made = f"{BEGIN}\n{markdown(result, str(path.relative_to(root)))}{END}"
    readme.write_text(re.sub(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: made, old, flags=re.DOTALL))
    (root / "docs/peers.svg").write_text(chart(result))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(__file__).resolve().parents[2])
