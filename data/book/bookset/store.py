"""Where the book lies: authors, their texts, and the sealed part.

The blind authors' texts are kept compressed, all in one file whose hash a test checks, so that nobody reads or greps them by accident. Only
`score` opens it, in memory; it prints totals."""
import csv
import hashlib
import lzma
import pathlib
import re

from . import markup
from .categories import CATEGORIES

HERE = pathlib.Path(__file__).resolve().parent.parent
SEALED, SEAL = HERE / "blind.xz", HERE / "blind.sha256"


def authors():
    """id -> row of authors.tsv."""
    with (HERE / "authors.tsv").open() as f:
        return {row["id"]: row for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _open_files():
    for folder in sorted((HERE / "text").iterdir()):
        for path in sorted(folder.glob("*.txt")):
            yield folder.name, path.name, path.read_text()


def _sealed_files():
    data = SEALED.read_bytes()
    if hashlib.sha256(data).hexdigest() != SEAL.read_text().split()[0]:
        raise SystemExit(f"{SEALED}: its hash is not the one in {SEAL.name}; the blind set was changed")
    for part in lzma.decompress(data).decode().split("\x1e")[1:]:
        name, _, text = part.partition("\n")
        author, _, file = name.partition("/")
        yield author, file, text


def seal(folder):
    """Packs FOLDER/AUTHOR/*.txt into the sealed file."""
    _write_sealed([(d.name, p.name, p.read_text()) for d in sorted(folder.iterdir()) for p in sorted(d.glob("*.txt"))])


def _write_sealed(files):
    data = lzma.compress("".join(f"\x1e{author}/{file}\n{text}" for author, file, text in files).encode(), preset=9 | lzma.PRESET_EXTREME)
    SEALED.write_bytes(data)
    SEAL.write_text(f"{hashlib.sha256(data).hexdigest()}  {SEALED.name}\n")


def documents(blind=False):
    """(author, identity, Document) of the open texts, or of the sealed ones; a fault stops with file and line."""
    number = {}
    for author, file, text in _sealed_files() if blind else _open_files():
        found, faults = markup.read(text, CATEGORIES)
        if faults:
            raise SystemExit(f"{author}/{file}: {faults[0]}" if not blind else f"{author}/{file}: {len(faults)} faults")
        for document in found:
            number[author] = number.get(author, 0) + 1
            yield author, f"{author}-{number[author]:04d}", document


def _kind_of_marks(part):
    """The document's text with the `kind` in its header that its marks make it."""
    private, public = "[[" in (signs := {m.group()[:2] for m in markup.MARK.finditer(part)}) or "{{" in signs, "<<" in signs
    if not (private or public):
        return part
    head, newline, body = part.partition("\n")
    return re.sub(r"kind:\s*\w+", "kind: " + ("mixed" if private and public else "private" if private else "public"), head) + newline + body


def rewrite(decided, blind=False):
    """Changes marks: (identity, number of the mark) -> (sign, label), sign `-` private, `+` public, `0` no mark. Returns how many changed."""
    files = [(author, file, text) for author, file, text in (_sealed_files() if blind else _open_files())]
    number, changed, out = {}, 0, []
    for author, file, text in files:
        parts = re.split(r"(?m)^(?==== )", text)
        for p, part in enumerate(parts):
            if not part.startswith("=== "):
                continue
            number[author] = number.get(author, 0) + 1
            identity, k = f"{author}-{number[author]:04d}", -1

            def one(m):
                nonlocal k, changed
                k += 1
                if (identity, k) not in decided:
                    return m.group()
                sign, label = decided[identity, k]
                whose, value = m[2] or m[5] or m[8], m[3] or m[6]
                who = "#" + whose if whose else ""
                if value is None:  # made values stay made: only their label may change
                    new = "{{" + label + m.group()[2 + len(m[7]):] if sign == "-" else m.group()
                else:
                    new = {"-": f"[[{label}{who}:{value}]]", "+": f"<<{label}{who}:{value}>>", "0": value}[sign]
                changed += new != m.group()
                return new
            parts[p] = _kind_of_marks(markup.MARK.sub(one, part))
        out.append((author, file, "".join(parts)))
    if blind:
        _write_sealed(out)
    else:
        for author, file, text in out:
            (HERE / "text" / author / file).write_text(text)
    return changed
