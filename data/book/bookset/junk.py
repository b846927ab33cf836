"""Pages of ../shared/data/web whose automatic line labels were judged again by reading; kept as ids and line numbers.

  python3 -m bookset.junk sample FOLDER            writes the pages in parts for readers
  python3 -m bookset.junk store FOLDER OUT         readers' answers (FOLDER/*.answers) to OUT

An answer: `@@ NUMBER title LINE` (0: the page has none), then only what is wrong in the automatic labels: lines `keep 12-14 REASON` or `drop 40 REASON`."""
import json
import pathlib
import re
import sys

from . import shared_rows

FILE = "web/wcxb_dev.jsonl.gz"
REASONS = frozenset("title list byline comment table text caption heading navigation teaser consent author-box rules advert share date related footer repeat other".split())


def sample():
    fit = [r for r in shared_rows.read(FILE) if r["split"] == "train" and 15 <= len(r["lines"]) <= 220 and 800 <= sum(map(len, r["lines"])) <= 12000]
    return shared_rows.draw(fit, 300, "junk")


def show(page):
    """Lines numbered from 1; `+` the automatic label keeps, `-` drops. Long lines are cut in their middle."""
    cut = lambda s: s if len(s) <= 260 else s[:170] + " [...] " + s[-70:]  # noqa: E731
    return "\n".join(f"{i}{'+' if keep else '-'} {cut(line)}" for i, (line, keep) in enumerate(zip(page["lines"], page["keep"]), 1))


def judged(page, rest, lines):
    title = re.fullmatch(r"title (\d+)", rest)
    if not title or int(title[1]) > len(page["lines"]):
        raise ValueError(f"title: {rest!r}")
    changes = []
    for line in lines:
        m = re.fullmatch(r"(keep|drop) (\d+)(?:-(\d+))? ([a-z-]+)", line.strip())
        if not m or m[4] not in REASONS:
            raise ValueError(f"not an answer: {line[:50]!r}")
        first, last = int(m[2]), int(m[3] or m[2])
        if not 1 <= first <= last <= len(page["lines"]):
            raise ValueError(f"no such line: {line!r}")
        changes.append([m[1], first, last, m[4]])
    return {"title": int(title[1]), "changes": changes}


def stored(pages, folder):
    rows, faults = [], []
    for path in sorted(pathlib.Path(folder).glob("*.answers")):
        for number, (rest, lines) in shared_rows.answers(path).items():
            try:
                page = pages[number - 1]
                rows.append({"file": FILE, "id": page["id"], "seal": shared_rows.seal_of("\n".join(page["lines"]))} | judged(page, rest, lines))
            except (ValueError, IndexError) as fault:
                faults.append(f"{path.name} @@ {number}: {fault}")
    return rows, faults


def main():
    if sys.argv[1] == "sample":
        shared_rows.parts(sample(), sys.argv[2], "pages", 25, show)
        return
    rows, faults = stored(sample(), sys.argv[2])
    print("\n".join(faults))
    print(f"{len(rows)} pages, {sum(c[2] - c[1] + 1 for r in rows for c in r['changes'])} lines changed; {len(faults)} faults")
    if len(sys.argv) > 3:
        pathlib.Path(sys.argv[3]).write_text("".join(json.dumps(r) + "\n" for r in rows))


if __name__ == "__main__":
    main()
