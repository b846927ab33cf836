"""Rows of ../shared/data, which the project may learn from and must not copy: read by file and id, drawn in the order of a hash."""
import gzip
import hashlib
import json
import lzma
import pathlib

from .categories import ROOT

DATA = ROOT.parent / "shared" / "data"


def read(file):
    path = DATA / file
    with (lzma.open if path.suffix == ".xz" else gzip.open)(path, "rt", encoding="utf-8") as f:
        for line in f:
            yield json.loads(line)


def draw(rows, n, salt):
    """n of the rows, always the same ones, spread over the file."""
    return sorted(rows, key=lambda row: hashlib.sha256(f"{salt}/{row['id']}".encode()).digest())[:n]


def seal_of(text):
    """Says later whether a stored judgement still belongs to this text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def parts(items, folder, name, size, show):
    """Numbered files of `size` items for readers: `@@ NUMBER` and what `show` gives."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for at in range(0, len(items), size):
        text = "".join(f"@@ {at + i + 1}\n{show(item)}\n" for i, item in enumerate(items[at:at + size]))
        (folder / f"{name}-{at // size + 1:02d}.txt").write_text(text)


def answers(path):
    """`@@ NUMBER rest` blocks of a reader's file: number -> (rest, lines)."""
    out = {}
    for block in path.read_text().split("@@ ")[1:]:
        head, *lines = block.rstrip("\n").split("\n")
        number, _, rest = head.partition(" ")
        out[int(number)] = (rest.strip(), [line for line in lines if line.strip()])
    return out


def stored(items, folder, judge):
    """The judgements of FOLDER/*.answers and what is wrong with them: (rows, faults). judge(item, rest of the first line, lines) gives what is
    kept beside the row's file, id and seal, or raises ValueError."""
    rows, faults = [], []
    for path in sorted(pathlib.Path(folder).glob("*.answers")):
        for number, (rest, lines) in answers(path).items():
            try:
                item = items[number - 1]
                rows.append({"file": item["file"], "id": item["id"], "seal": seal_of(item["text"])} | judge(item, rest, lines))
            except (ValueError, IndexError) as fault:
                faults.append(f"{path.name} @@ {number}: {fault}")
    return rows, faults


def command(arguments, items, judge, name, size, show):
    """`sample FOLDER`: the items in parts for readers. `store FOLDER [OUT]`: what readers answered, with its faults."""
    if arguments[0] == "sample":
        return parts(items, arguments[1], name, size, show)
    rows, faults = stored(items, arguments[1], judge)
    print("\n".join(faults))
    print(f"{len(rows)} judged; {len(faults)} faults")
    if len(arguments) > 2:
        pathlib.Path(arguments[2]).write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
