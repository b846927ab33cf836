"""Pages of ../shared/data/web whose automatic line labels were judged again by reading; kept as ids and line numbers.

  python3 -m bookset.junk sample FOLDER            writes the pages in parts for readers
  python3 -m bookset.junk store FOLDER OUT         readers' answers (FOLDER/*.answers) to OUT

An answer: `@@ NUMBER title LINE` (0: the page has none), then only what is wrong in the automatic labels: lines `keep 12-14 REASON` or `drop 40 REASON`."""
import re
import sys

from . import shared_rows

FILE = "web/wcxb_dev.jsonl.gz"
REASONS = frozenset("title list byline comment table text caption heading navigation teaser consent author-box rules advert share date related footer repeat other".split())


def sample():
    fit = [r for r in shared_rows.read(FILE) if r["split"] == "train" and 15 <= len(r["lines"]) <= 220 and 800 <= sum(map(len, r["lines"])) <= 12000]
    return [page | {"file": FILE, "text": "\n".join(page["lines"])} for page in shared_rows.draw(fit, 300, "junk")]


def show(page):
    """Lines numbered from 1; `+` the automatic label keeps, `-` drops. Long lines are cut in their middle."""
    cut = lambda s: s if len(s) <= 260 else s[:170] + " [...] " + s[-70:]  # noqa: E731
    return "\n".join(f"{i}{'+' if keep else '-'} {cut(line)}" for i, (line, keep) in enumerate(zip(page["lines"], page["keep"]), 1))


def judge(page, rest, lines):
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


if __name__ == "__main__":
    shared_rows.command(sys.argv[1:], sample(), judge, "pages", 25, show)
