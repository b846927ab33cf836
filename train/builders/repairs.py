"""What readers said of lauter's own cuts in real posts and comments, and how they would repair them (data/abuse/repairs.jsonl.xz).

A row: {"id", "cuts": [[begin, end, put, "ok"|"torn"], ...], "best": [[begin, end, put], ...]}; bytes of the text that train/builders/sentences.py has under `id` (others' texts are not kept
here). `cuts` are what the program took out and put in, each judged by what is left when all are made; `best` is the reader's own repair: empty if nothing should go, the whole text if nothing
is worth keeping."""
import json
import lzma


def read(path):
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def applied(text, edits):
    """The text (a string) after edits [begin, end, put, ...] in its bytes."""
    raw, out, at = text.encode(), b"", 0
    for begin, end, put, *_ in edits:
        out, at = out + raw[at:begin] + put.encode(), end
    return (out + raw[at:]).decode()


def judged(repairs, texts):
    """Rows for the judge of sentences; those of which the text is not there are left out."""
    for r in repairs:
        text = texts.get(r["id"])
        if text is None:
            continue
        size = len(text.encode())
        row = {"id": "repaired/" + r["id"], "text": text, "source": "judged", "rest": "k", "gone": None}
        if r["best"] == [[0, size, ""]]:
            yield {**row, "ranges": [[0, size, "x", None, "said"]]}
        elif not r["best"]:
            yield {**row, "ranges": [[0, size, "k", None, None]]}
        else:
            # Of long ones a whole sentence may go.
            acts = ["rw" if put.strip() else "d" if end - begin < 24 else "dx" for begin, end, put in r["best"]]
            yield {**row, "ranges": [[begin, end, act, None, "said"] for (begin, end, _), act in zip(r["best"], acts)], "gone": [e[:2] for e in r["best"] if e[0] < e[1]]}
