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
