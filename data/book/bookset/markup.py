"""The markup of the book: reads documents, refuses what is malformed, gives text and spans.

Offsets are UTF-8 bytes, half-open, into the text without marks. Work is linear in the text."""
import dataclasses
import re

REGISTERS = {
    "private": "mail letter chat group-chat sms ticket ward-note clinical-letter therapy-note police-report court legal-letter hr cv cover-letter form "
               "minutes diary forum dating ad will review transcript voicemail interview school bank insurance tax travel genealogy obituary "
               "invitation social-post application reference note",
    "machine": "log sql yaml json xml csv table config code env commit code-review incident",
    "public": "encyclopedia news science sport law fiction quiz textbook documentation paper recipe catalogue statistics general-talk caption "
              "religion history geography economics speech guide press-release exercise politics arts",
}
CLASS_OF = {name: cls for cls, names in REGISTERS.items() for name in names.split()}
RECORDS = frozenset("log sql yaml json xml csv table config code env form".split())
FORMS = frozenset("ocr broken spelled spoken spaced obfuscated lower script typos".split())
KINDS = frozenset(("private", "public", "mixed"))
EXTRA = frozenset("WORK PRODUCT EVENT GROUP QUANTITY".split())  # public facts without a category of their own
MARK = re.compile(r"\[\[([A-Z][A-Z0-9_]+)(?:#(\d+))?:(.+?)\]\](?!\])"
                  r"|<<([A-Z][A-Z0-9_]+)(?:#(\d+))?:(.+?)>>(?!>)"
                  r"|\{\{([A-Z][A-Z0-9_]+)(?:#(\d+))?(?:=(\w+))?(?:\|(\w+))?\}\}", re.S)
LEFTOVER = re.compile(r"\[\[[A-Z][A-Z0-9_]{2,}[:#]|<<[A-Z][A-Z0-9_]{2,}[:#]|\{\{[A-Z][A-Z0-9_]{2,}[#=|}]")
HEADER_KEYS = frozenset(("kind", "register", "lang", "form", "pair", "para"))


class Fault(Exception):
    """One malformed place: "line N: what is wrong"."""


@dataclasses.dataclass
class Mark:
    label: str
    private: bool
    person: int        # whose value it is, within the document; 0 = nobody's or not said
    text: str | None   # None: a generator makes it
    name: str | None = None
    damage: str | None = None


@dataclasses.dataclass
class Document:
    line: int
    head: dict
    pieces: list  # str (not marked) and Mark, in order

    @property
    def lang(self):
        return self.head.get("lang", "en")

    def marks(self):
        return [p for p in self.pieces if isinstance(p, Mark)]


def read(source, categories):
    """The documents of one file's text. `categories`: the labels that may be private. Returns (documents, faults)."""
    documents, faults = [], []
    head, start, body = None, 0, []

    def close():
        if head is None:
            return
        try:
            documents.append(_document(start, head, "\n".join(body).strip("\n"), categories))
        except Fault as fault:
            faults.append(str(fault))

    for number, line in enumerate(source.split("\n"), 1):
        if line.startswith("=== "):
            close()
            head, start, body = line[4:], number, []
        elif head is not None:
            body.append(line)
        elif line.strip():
            faults.append(f"line {number}: text before the first header; a document begins with '=== kind: ...; register: ...'")
    close()
    return documents, faults


def _header(number, line):
    head = {}
    for part in line.replace("|", ";").split(";"):
        key, colon, value = part.partition(":")
        key, value = key.strip().lower(), value.strip().lower()
        if not part.strip():
            continue
        if not colon or key not in HEADER_KEYS or not value:
            raise Fault(f"line {number}: header '{part.strip()}'; known keys are {', '.join(sorted(HEADER_KEYS))}")
        head[key] = value
    if head.get("kind") not in KINDS:
        raise Fault(f"line {number}: kind must be private, public or mixed")
    if head.get("register") not in CLASS_OF:
        raise Fault(f"line {number}: register '{head.get('register')}' is not in the list: {' '.join(CLASS_OF)}")
    if head.get("form", "ocr") not in FORMS:
        raise Fault(f"line {number}: form '{head['form']}' is not one of {' '.join(sorted(FORMS))}")
    if not re.fullmatch("[a-z]{2,3}", head.get("lang", "en")):
        raise Fault(f"line {number}: lang must be an ISO 639 code")
    return head


def _document(number, header, body, categories):
    head = _header(number, header)
    pieces, at = [], 0
    for found in MARK.finditer(body):
        here = number + 1 + body.count("\n", 0, found.start())
        if found.start() > at:
            pieces.append(body[at:found.start()])
        at = found.end()
        private, whose, value, public, public_whose, fact, made, made_whose, name, damage = found.groups()
        label = private or public or made
        if label not in categories and not (public and label in EXTRA):
            raise Fault(f"line {here}: unknown label {label}")
        text = value or fact
        if text is not None:
            if text != text.strip():
                raise Fault(f"line {here}: blank at the edge of a mark of {label}")
            if LEFTOVER.search(text):
                raise Fault(f"line {here}: a mark inside a mark of {label}, or one that is not closed")
        pieces.append(Mark(label, not public, int(whose or public_whose or made_whose or 0), text, name, damage))
    if at < len(body):
        pieces.append(body[at:])
    line = number + 1
    for piece in pieces:
        if isinstance(piece, str):
            if left := LEFTOVER.search(piece):
                raise Fault(f"line {line + piece.count(chr(10), 0, left.start())}: unbalanced mark {left.group()!r}")
            line += piece.count("\n")
        elif piece.text:
            line += piece.text.count("\n")
    marks = [p for p in pieces if isinstance(p, Mark)]
    has_private, has_public = any(m.private for m in marks), any(not m.private for m in marks)
    kind = head["kind"]
    if not body.strip():
        raise Fault(f"line {number}: empty document")
    if kind == "public" and has_private:
        raise Fault(f"line {number}: kind is public, but a value is marked private")
    if kind == "public" and not has_public:
        raise Fault(f"line {number}: a public text needs its facts marked (<<LABEL:...>>)")
    if kind == "private" and not has_private:
        raise Fault(f"line {number}: kind is private, but nothing is marked private")
    if kind == "mixed" and not (has_private and has_public):
        raise Fault(f"line {number}: kind is mixed, but it lacks {'public' if has_private else 'private'} marks")
    return Document(number, head, pieces)


def plain(document):
    """The text with generated values as their label in braces: for counting words and comparing sentences."""
    return "".join(p if isinstance(p, str) else p.text if p.text is not None else "{" + p.label + "}" for p in document.pieces)
