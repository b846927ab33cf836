"""The second reading of judgements on other people's rows: a tenth of each kind judged from scratch by another reader.

  python3 -m bookset.agreement_shared sample FOLDER     FOLDER/{real,abuse,junk}/, with the first readers' instructions
  python3 -m bookset.agreement_shared kappa FOLDER      figures, from FOLDER/*/*.answers and the stored judgements"""
import json
import lzma
import pathlib
import sys

from . import abuse, junk, real, shared_rows
from .agreement import kappa

EVERY = 10
SIZES = {"real": 100, "abuse": 160, "junk": 30}
SHOW = {"real": lambda p: p["text"], "abuse": lambda item: item["text"], "junk": junk.show}


def chosen(kind):
    return {"real": real, "abuse": abuse, "junk": junk}[kind].sample()[4::EVERY]


def first(kind):
    path = shared_rows.ROOT / "data" / "book" / f"{kind}.jsonl.xz"
    return {(row["file"], row["id"], row.get("start")): row for row in map(json.loads, lzma.open(path, "rt"))} if path.exists() else {}


def values(a, b):
    """Private, public or nothing, said twice of each place that either reader marked."""
    cls = lambda span: "private" if span["private"] else "public"  # noqa: E731
    meet = lambda s, t: s["start"] < t["end"] and t["start"] < s["end"]  # noqa: E731
    for s in a:
        other = [t for t in b if meet(s, t)]
        yield cls(s), cls(other[0]) if other else "nothing"
    for t in b:
        if not any(meet(s, t) for s in a):
            yield "nothing", cls(t)


def kappas(folder):
    out = {}
    for kind, module in (("real", real), ("abuse", abuse), ("junk", junk)):
        earlier, again = first(kind), shared_rows.stored(chosen(kind), folder / kind, module.judge)[0]
        both = [(earlier[key], row) for row in again if (key := (row["file"], row["id"], row.get("start"))) in earlier]
        if not both:
            continue
        if kind == "real":
            pairs = [p for a, b in both for p in values(a["spans"], b["spans"])]
            labels = [(s["label"], t["label"]) for a, b in both for s in a["spans"] for t in b["spans"]
                      if s["start"] < t["end"] and t["start"] < s["end"] and s["private"] and t["private"]]
            marked = [p for p in pairs if "nothing" not in p]
            out[kind] = {"passages": len(both), "places": len(pairs), "kappa private or not, both marked": kappa(marked),
                         "kappa private or not, all places": kappa([("private" == a, "private" == b) for a, b in pairs]), "kappa category": kappa(labels)}
        elif kind == "abuse":
            out[kind] = {"rows": len(both), "kappa act": kappa([(a["act"], b["act"]) for a, b in both]),
                         "kappa keep or not": kappa([(a["act"] == "keep", b["act"] == "keep") for a, b in both]),
                         "kappa class": kappa([(a["why"], b["why"]) for a, b in both if a["act"] != "keep" and b["act"] != "keep"])}
        else:
            pages, lines = {p["id"]: p for p in chosen(kind)}, []
            for a, b in both:
                keep = [list(pages[a["id"]]["keep"]) for _ in range(2)]
                for labels, row in zip(keep, (a, b)):
                    for act, low, high, _ in row["changes"]:
                        labels[low - 1:high] = [int(act == "keep")] * (high - low + 1)
                lines += zip(*keep)
            out[kind] = {"pages": len(both), "lines": len(lines), "kappa line": kappa(lines), "same title": sum(a["title"] == b["title"] for a, b in both) / len(both)}
    return out


def main():
    folder = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "sample":
        for kind, size in SIZES.items():
            shared_rows.parts(chosen(kind), folder / kind, kind, size, SHOW[kind])
    else:
        print(json.dumps(kappas(folder), indent=1))


if __name__ == "__main__":
    main()
