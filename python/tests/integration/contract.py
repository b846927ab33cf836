"""The contract that every integration keeps: same rows, recipe and key in, same texts, states, edits and counts out,
whoever carries the rows and however they are partitioned.

    class RayContract(contract.Case):
        def through(self, rows, *, ids, workers, partitions):
            ...                                   # the rows through the framework, RECIPE and key_file() as the engine
            return contract.Carried({id: contract.Outcome(text, state, edits), ...})

gives the tests: command line = Engine.refine_batch = framework with two workers = framework with one worker and other
partitions, with the rows' ids; the last three also without them; rejected rows are nowhere with their text; nothing
that was printed or logged holds a value. A class attribute says what the carrier cannot hold.

    class DolmaFinds(contract.FindCase):
        def spans(self, rows, *, workers, partitions):
            return {id: {(start, end, label), ...}, ...}

is the same for who only finds: `lauter find` = Engine.find_batch = framework, by two workers and by one.

    class RayRules(contract.RulesCase):
        def ruled(self, recipe, rows, *, partitions):
            return [row, ...]                     # whole rows, rejected ones left out, in any order

is the same for recipes that say something of single fields: command line = framework, whole rows, whatever the partitions.
"""

import contextlib
import functools
import gzip
import json
import logging
import os
import subprocess
import sys
import tempfile
import traceback
import unittest
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import lauter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
RECIPE = HERE / "contract.yaml"
CANARY = "canaryquill"
"""Stands in every value that `rows()` adds to the corpus: no output and no log may hold it."""

PLANTED = {
    "quentin.ashdown@corp.com": "Write to {} before noon.",
    "(212) 749-3186": "Ring me at home, {}, any evening.",
    "Barnaby Oglethorpe": "My neighbour {} has had diabetes since May.",
    "GB94BARC10201530093459": "My IBAN is {}, please pay there.",
    "539-48-0120": "My social security number is {}.",
    "4539 1488 0343 6467": "Charge my card {}, it is good until May.",
    "ghp_x7Kq2mVt9Rz4Lw8Yb3Nc6Hd1Js5Fg0PaQeUi": "export GITHUB_TOKEN={}",
    "52.17.33.41": "My home connection has the address {}, ssh is open.",
    "Zx9!vTq27#mLp": "My password is {} and nobody knows it.",
    "48 Alderbrook Crescent": "I live at {}, Sheffield S10 2TN.",
}
"""Ten private values, of ten categories, and a text that is about each."""

Edit = tuple[int, int, str, str]
"""(start, end, label, replacement), offsets in code points of the original."""

Span = tuple[int, int, str]
"""(start, end, label), offsets in code points."""


@dataclass(frozen=True)
class Row:
    id: str
    text: str | None


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `state` and `edits` are None where the carrier does not say them."""

    text: str | None
    state: str | None = None
    edits: tuple[Edit, ...] | None = None


@dataclass(frozen=True)
class Carried:
    """What a framework made of the rows, by `Row.id`. Rows that it drops are absent."""

    rows: Mapping[str, Outcome]
    counts: Mapping[str, int] | None = None
    """Under the names of `lauter.Counts`, those that the framework says."""
    files: Sequence[Path] = ()
    """Files and folders that it wrote: logs, statistics, outputs. They are searched for the canary."""


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="lauter-contract-")


@functools.cache
def key_file() -> Path:
    """A key of this process; workers on this machine read it by its path."""
    path = Path(_folder().name, "contract.key")
    path.write_text("5eed" * 16 + "\n")
    path.chmod(0o600)
    return path


def key() -> lauter.Key:
    return lauter.Key.at(key_file())


@functools.cache
def engine() -> lauter.Engine:
    return lauter.Engine(RECIPE, key=key(), threads=1)


@functools.cache
def corpus(count: int = 500) -> tuple[Row, ...]:
    """Rows of examples/corpus, taken evenly from all its files."""
    rows = []
    for path in sorted((ROOT / "examples/corpus").glob("*.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else open(path) as lines:
            rows += [json.loads(line) for line in lines]
    return tuple(Row(r["id"], r["text"]) for r in (rows[i * len(rows) // count] for i in range(count)))


def big_text(size: int = 3_000_000) -> str:
    """Prose of about `size` characters with twenty values."""
    line = "The path along the cliff takes half a day. It begins steeply through bracken, later it is flat.\n"
    lines = [line] * (size // len(line))
    for i in range(20):
        lines[i * len(lines) // 20] = f"Write to Ada Sample at {CANARY}{i}@corp.com before noon. 🙂\n"
    return "".join(lines)


@functools.cache
def rows(*, nulls: bool = True, surrogates: bool = False, big: bool = True) -> tuple[Row, ...]:
    """The rows of the contract: `corpus()` and what breaks carriers. Ids are unique strings."""
    hard = [
        Row("empty-0", ""),
        Row("emoji-0", f"🙂🇩🇪 e\u0301 — mail {CANARY}@corp.com, please 👩‍👩‍👧"),
        Row("rejected-0", f"Lorem ipsum dolor: {CANARY}.two@corp.com"),
        Row("lines-0", f"a\r\nb\tc\u2028{CANARY}.three@corp.com \\ \"quoted\"\r\n"),
        Row("empty-1", ""),
        Row("rejected-1", f"🙂 lorem ipsum, {CANARY}.four@corp.com"),
    ]
    if nulls:
        hard += [Row("null-0", None), Row("null-1", None)]
    if surrogates:
        hard.append(Row("surrogate-0", f"half of a pair: \ud83d, {CANARY}.five@corp.com"))
    if big:
        hard.append(Row("big-0", big_text()))
    result = list(corpus())
    for i, row in enumerate(hard):
        result.insert(i * len(result) // len(hard) + i, row)
    return tuple(result)


@functools.cache
def planted() -> tuple[Row, ...]:
    """Ten rows of which each holds one of PLANTED, and one that is rejected and holds them all."""
    found = [Row(f"planted-{i}", text.format(value)) for i, (value, text) in enumerate(PLANTED.items())]
    return (*found, Row("planted-rejected", "Lorem ipsum: " + " ".join(PLANTED)))


def chats(count: int = 40) -> list[dict[str, object]]:
    """Rows `{"id", "messages": [{"role", "content"}], "source"}`, contents from the corpus; some empty, one without any."""
    texts = [row.text or "" for row in corpus()]
    chat: list[dict[str, object]] = [
        {
            "id": f"chat-{i}",
            "messages": [
                {"role": ("user", "assistant")[turn % 2], "content": texts[(i * 7 + turn * 41) % len(texts)]}
                for turn in range(i % 4)
            ],
            "source": f"shard {i % 3}",
        }
        for i in range(count)
    ]
    return chat


def refined_chats(by: lauter.Engine | None = None) -> list[dict[str, object]]:
    """`chats()` as an engine refines them, named by their ids."""
    by = by or engine()
    refined, _ = by.refine_rows(chats(), "messages[].content", ids=[row["id"] for row in chats()])
    return [dict(row) for row in refined]


def outcomes(batch: lauter.RefinedBatch, of: Sequence[Row]) -> dict[str, Outcome]:
    """A batch of these rows as outcomes."""
    return {
        row.id: Outcome(
            refined.text, refined.state, tuple((e.start, e.end, e.label, e.replacement) for e in refined.edits)
        )
        for row, refined in zip(of, batch, strict=True)
    }


def counted(of: Mapping[str, Outcome]) -> dict[str, int]:
    """The counts that belong to these outcomes."""
    states = [outcome.state for outcome in of.values()]
    counts = {state: states.count(state) for state in ("kept", "edited", "rejected", "null")}
    return counts | {"rows": len(of), "edits": sum(len(outcome.edits or ()) for outcome in of.values())}


@functools.cache
def by_engine(of: tuple[Row, ...], ids: bool) -> Mapping[str, Outcome]:
    """(b): one call of `Engine.refine_batch`, on one thread."""
    batch = engine().refine_batch([row.text for row in of], ids=[row.id for row in of] if ids else None)
    result = outcomes(batch, of)
    counts = batch.counts
    said = {name: getattr(counts, name) for name in ("rows", "kept", "edited", "rejected", "null", "edits")}
    assert counted(result) == said, f"the batch counts {said}, its rows are {counted(result)}"
    return result


@functools.cache
def by_command(of: tuple[Row, ...]) -> Mapping[str, Outcome]:
    """(a): `lauter refine` on a JSONL file. A null or a lone surrogate is no text to it: such rows are left out."""
    lines = [row for row in of if row.text is not None and not has_surrogate(row.text)]
    with tempfile.TemporaryDirectory(dir=_folder().name) as folder:
        source, out = Path(folder, "in.jsonl"), Path(folder, "out")
        source.write_text("".join(json.dumps({"id": row.id, "text": row.text}) + "\n" for row in lines))
        flags = ["--recipe", RECIPE, "--key-file", key_file(), "--quiet"]
        _lauter("refine", source, "-o", out, *flags)
        texts = {row["id"]: row["text"] for row in _jsonl((out / "data/in.jsonl").read_bytes())}
        rejected = {row["id"] for row in _jsonl((out / "rejected/in.jsonl").read_bytes())}
        log = subprocess.run(["zstd", "-dcq", out / "edits/in.jsonl.zst"], check=True, capture_output=True)
        programs = {row["id"]: row["program"] for row in _jsonl(log.stdout)}
    result = {}
    for row in lines:
        assert row.text is not None
        if row.id in rejected:
            result[row.id] = Outcome(None, "rejected", ())
        else:
            edits = tuple(_edits_of_log(row.text, programs.get(row.id, [])))
            result[row.id] = Outcome(texts[row.id], "edited" if edits else "kept", edits)
    return result


@functools.cache
def found_by_engine(of: tuple[Row, ...]) -> Mapping[str, set[Span]]:
    """What one call of `Engine.find_batch` finds by the default recipe, on one thread. Nothing in a null."""
    batch = lauter.Engine(key=key(), threads=1).find_batch([row.text for row in of])
    return {row.id: {(s.start, s.end, s.label) for s in spans} for row, spans in zip(of, batch, strict=True)}


@functools.cache
def found_by_command(of: tuple[Row, ...]) -> Mapping[str, set[Span]]:
    """What `lauter find` prints for a JSONL file of these rows, which have texts."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", dir=_folder().name) as source:
        source.writelines(json.dumps({"id": row.id, "text": row.text}) + "\n" for row in of)
        source.flush()
        printed = _lauter("find", source.name)
    found = {}
    for row, line in zip(of, _jsonl(printed), strict=True):
        assert line["id"] == row.id and row.text is not None
        found[row.id] = set(_in_code_points(row.text, line["spans"]))
    return found


def _in_code_points(text: str, spans: object) -> Iterator[Span]:
    assert isinstance(spans, list)
    raw = text.encode()
    for s in spans:
        start = len(raw[: s["start"]].decode())
        yield start, start + len(raw[s["start"] : s["end"]].decode()), s["label"]


def _lauter(*arguments: str | Path) -> bytes:
    """What the command line prints: the program that $LAUTER names, or the package's own."""
    command = os.environ.get("LAUTER", "").split() or [sys.executable, "-m", "lauter"]
    done = subprocess.run([*command, *arguments], capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return done.stdout


def has_surrogate(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _jsonl(data: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in data.splitlines()]


def _edits_of_log(text: str, program: object) -> Iterator[Edit]:
    assert isinstance(program, list)
    raw = text.encode()
    chars = at = 0
    for op in program:  # in order: one pass turns bytes into code points
        chars += len(raw[at : op["start"]].decode())
        at = op["start"]
        end = chars + len(raw[at : op["end"]].decode())
        yield chars, end, op["cause"]["label"], op.get("with", "")


def run_example(test: unittest.TestCase, name: str, *arguments: str | Path) -> str:
    """Runs examples/python/NAME as it stands; returns what it printed, which may hold no value."""
    command = [sys.executable, str(ROOT / "examples/python" / name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    test.assertEqual(0, done.returncode, done.stderr[-3000:])
    test.assertNotIn(CANARY, done.stdout + done.stderr)
    return done.stdout


@dataclass
class Printed:
    text: str = field(default="", repr=False)


@contextlib.contextmanager
def printed() -> Iterator[Printed]:
    """Catches what this process and its children write to file descriptors 1 and 2 meanwhile."""
    result = Printed()
    sys.stdout.flush()
    sys.stderr.flush()
    with tempfile.TemporaryFile(dir=_folder().name) as sink:
        saved = os.dup(1), os.dup(2)
        os.dup2(sink.fileno(), 1)
        os.dup2(sink.fileno(), 2)
        try:
            yield result
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for fd, old in zip((1, 2), saved, strict=True):
                os.dup2(old, fd)
                os.close(old)
            sink.seek(0)
            result.text = sink.read().decode(errors="replace")


def files_with_canary(paths: Sequence[Path]) -> list[Path]:
    """Which of these files, or files under these folders, hold the canary; .gz is looked into."""
    files = [f for p in paths for f in ([p] if p.is_file() else sorted(p.rglob("*"))) if f.is_file()]

    def data(path: Path) -> bytes:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw

    return [f for f in files if CANARY.encode() in data(f)]


@contextlib.contextmanager
def hidden(test: unittest.TestCase) -> Iterator[Callable[[object], None]]:
    """Nothing that is printed, logged or warned of meanwhile, and nothing that the function which it gives is shown, holds one
    of PLANTED: of an object its repr, str and HTML, of an exception its traceback and causes too, bytes as they are, and of a
    path all files below it."""
    seen: list[tuple[str, bytes]] = []

    def note(what: str, text: str) -> None:
        seen.append((what, text.encode(errors="surrogatepass")))

    def show(thing: object) -> None:
        what = type(thing).__name__
        if isinstance(thing, Path):
            for file in (f for f in [thing, *thing.rglob("*")] if f.is_file()):
                raw = file.read_bytes()
                seen.append((str(file), gzip.decompress(raw) if file.suffix == ".gz" else raw))
        elif isinstance(thing, bytes):
            seen.append((what, thing))
        else:
            note(what, repr(thing))
            try:
                note(what, str(thing))
            except lauter.RejectedError as error:  # of a rejected text
                show(error)
            if isinstance(thing, BaseException):
                note(what, "".join(traceback.format_exception(thing)))
            elif hasattr(thing, "_repr_html_") and not isinstance(thing, type):
                note(what, str(thing._repr_html_()))

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            note(f"log of {record.name}", self.format(record))

    listener, root = Listener(), logging.getLogger()
    root.addHandler(listener)
    try:
        with warnings.catch_warnings(record=True) as warned, printed() as out:
            warnings.simplefilter("always")
            yield show
    finally:
        root.removeHandler(listener)
    note("printed", out.text)
    for warning in warned:
        note("warning", str(warning.message))
    for what, content in seen:
        for value in PLANTED:
            at = content.find(value.encode())
            test.assertEqual(-1, at, f"value {list(PLANTED).index(value)} in {what}: …{content[max(0, at - 200):max(0, at)]!r}▇")


def refined_planted(test: unittest.TestCase, texts: Mapping[str, str | None]) -> None:
    """What a framework made of `planted()`, by id: the engine's texts, which hold none of PLANTED."""
    want = {row.id: outcome.text for row, outcome in zip(planted(), by_engine(planted(), True).values()) if outcome.text is not None}
    test.assertEqual(want, {name: text for name, text in texts.items() if text is not None})
    test.assertEqual([], [value for value in PLANTED if any(value in text for text in want.values())])
    test.assertEqual(len(PLANTED), len(want))


class Case(unittest.TestCase):
    """The contract's tests; a subclass gives `through()`."""

    carries_nulls: ClassVar[bool] = True
    carries_surrogates: ClassVar[bool] = False
    maxDiff = 2000

    def through(self, rows: Sequence[Row], *, ids: bool, workers: int, partitions: int) -> Carried:
        """Refines the rows by the framework with RECIPE and key(). `ids`: the engine is given `Row.id`; without, it must
        not see them (carry them under another name)."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls) -> None:
        if cls is Case:
            raise unittest.SkipTest("the base of contract tests")

    def rows(self) -> tuple[Row, ...]:
        return rows(nulls=self.carries_nulls, surrogates=self.carries_surrogates)

    def test_command_equals_engine(self) -> None:
        by_row = by_engine(self.rows(), True)
        self._same({i: by_row[i] for i in by_command(self.rows())}, by_command(self.rows()))

    def test_with_ids(self) -> None:
        self._carry(ids=True)

    def test_without_ids(self) -> None:
        self._carry(ids=False)

    def _carry(self, *, ids: bool) -> None:
        expected = by_engine(self.rows(), ids)
        for state in ("kept", "edited", "rejected"):
            self.assertIn(state, {outcome.state for outcome in expected.values()}, "the rows test too little")
        for workers, partitions in ((2, 4), (1, 3)):
            with self.subTest(ids=ids, workers=workers, partitions=partitions):
                with printed() as out:
                    carried = self.through(self.rows(), ids=ids, workers=workers, partitions=partitions)
                self._same(expected, carried.rows)
                for name, value in (carried.counts or {}).items():
                    self.assertEqual((name, counted(expected)[name]), (name, value))
                where = out.text.find(CANARY)
                self.assertEqual(-1, where, f"printed: …{out.text[max(0, where - 300):where]}▇")
                self.assertEqual([], files_with_canary(carried.files), "these files hold values")

    def _same(self, expected: Mapping[str, Outcome], actual: Mapping[str, Outcome]) -> None:
        self.assertEqual(set(), actual.keys() - expected.keys(), "rows from nowhere")
        for name, want in expected.items():
            got = actual.get(name)
            if got is None:
                self.assertEqual("rejected", want.state, f"row {name} is lost")
                continue
            self.assertEqual(want.text, got.text, f"text of {name}")
            if got.state is not None:
                self.assertEqual(want.state, got.state, f"state of {name}")
            if got.edits is not None:
                self.assertEqual(want.edits, got.edits, f"edits of {name}")


RULES = {
    "values, roles, dropped fields": """
        fields: {"messages[].content": default, title: default, email: hash, name: PERSON,
                 "people[].mail": {category: EMAIL_ADDRESS, operator: mask}, phone: keep}
        roles: [user]
        drop_fields: [secret, "people[].raw"]
        steps: [{use: anonymize, model: none}]
        """,
    "every field, words of one's own": """
        all_fields: true
        fields: {name: PERSON}
        drop_fields: [secret]
        allow: [{words: [press@corp.com]}]
        deny: [{words: [Project Heron], label: PROJECT}, {pattern: "HR-[0-9]+", label: STAFF_NUMBER}]
        surrogates: {default: placeholder, placeholder: "<{label}_{n}>", operators: {STAFF_NUMBER: mask}}
        steps: [{use: anonymize, model: none}]
        """,
    "operators by category": """
        fields: [title, "messages[].content"]
        surrogates: {operators: {EMAIL_ADDRESS: hash, PHONE_NUMBER: remove, PERSON: placeholder}}
        steps:
          - {use: c4, filter_no_terminal_punct: false, min_num_sentences: 0, min_words_per_line: 0, filter_curly_bracket: false}
          - {use: anonymize, model: none, min_score: {PHONE_NUMBER: 0.4}}
        """,
}
"""Recipes that say something of single fields, or of words of one's own."""


def ruled_rows(count: int = 90) -> list[dict[str, object]]:
    """Rows of one schema with all that RULES name; every eleventh is rejected by the filter of the last."""
    names = ("Barnaby Oglethorpe", "Quentin Ashdown", "Ada Sample", "", None)
    made: list[dict[str, object]] = []
    for i in range(count):
        mail, name = f"{CANARY}{i % 13}@corp.com", names[i % len(names)]
        other = None if i % 7 == 0 else mail.upper() if i % 7 == 1 else mail
        said = [f"I am {name}, {mail}, HR-{i} of Project Heron.", f"Hello {mail}, ask press@corp.com.", "", "Nothing here 🙂."]
        made.append(
            {
                "id": f"ruled-{i}",
                "title": f"lorem ipsum {mail}" if i % 11 == 0 else f"Of {name}: call (212) 749-{3000 + i}, \u00e9t\u00e9",
                "messages": [{"role": ("user", "assistant")[turn % 2], "content": said[(i + turn) % 4]} for turn in range(i % 4)],
                "secret": {"token": mail, "n": i},
                "email": other,
                "name": name,
                "people": [{"mail": mail, "raw": mail}, {"mail": None, "raw": "x"}][: i % 3],
                "phone": "(212) 749-3186",
                "n": i,
            }
        )
    return made


@functools.cache
def ruled_by_command(recipe: str) -> Mapping[str, str]:
    """What `lauter refine` writes of `ruled_rows()`, by their ids."""
    with tempfile.TemporaryDirectory(dir=_folder().name) as folder:
        source, steps, out = Path(folder, "in.jsonl"), Path(folder, "recipe.yaml"), Path(folder, "out")
        source.write_text("".join(json.dumps(row) + "\n" for row in ruled_rows()))
        steps.write_text(RULES[recipe])
        _lauter("refine", source, "-o", out, "--recipe", steps, "--key-file", key_file(), "--quiet")
        return {str(row["id"]): json.dumps(row) for row in _jsonl((out / "data/in.jsonl").read_bytes())}


class RulesCase(unittest.TestCase):
    """The contract for recipes of single fields; a subclass gives `ruled()`."""

    maxDiff = 2000

    def ruled(self, recipe: lauter.Recipe, rows: Sequence[Mapping[str, object]], *, partitions: int) -> Sequence[Mapping[str, object]]:
        """The rows that the framework keeps, in any order, by the recipe and key()."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls) -> None:
        if cls is RulesCase:
            raise unittest.SkipTest("the base of contract tests")

    def test_same_rows_as_the_command_line(self) -> None:
        for name, recipe in RULES.items():
            want = ruled_by_command(name)
            self.assertNotEqual({str(row["id"]): json.dumps(row) for row in ruled_rows()}, want)
            for partitions in (1, 3):
                with self.subTest(name, partitions=partitions):
                    with printed() as out:
                        got = self.ruled(lauter.Recipe.from_yaml(recipe), ruled_rows(), partitions=partitions)
                    self.assertEqual(want, {str(row["id"]): json.dumps(row) for row in got})
                    self.assertNotIn(CANARY, out.text)


class FindCase(unittest.TestCase):
    """The contract of who only finds; a subclass gives `spans()`."""

    maxDiff = 2000

    def spans(self, rows: Sequence[Row], *, workers: int, partitions: int) -> Mapping[str, set[Span]]:
        """What the framework finds in each row by the default recipe, by `Row.id`."""
        raise NotImplementedError

    def label(self, label: str) -> str:
        """What the framework calls this category."""
        return label

    @classmethod
    def setUpClass(cls) -> None:
        if cls is FindCase:
            raise unittest.SkipTest("the base of contract tests")

    def test_same_spans_as_the_command_line(self) -> None:
        of = rows(nulls=False)
        self.assertEqual(found_by_command(of), found_by_engine(of))
        self.assertGreater(sum(map(len, found_by_engine(of).values())), 1000, "the rows test too little")
        want = {name: {(s, e, self.label(label)) for s, e, label in spans} for name, spans in found_by_engine(of).items()}
        for workers, partitions in ((2, 4), (1, 3)):
            with self.subTest(workers=workers, partitions=partitions):
                with printed() as out:
                    found = self.spans(of, workers=workers, partitions=partitions)
                self.assertNotIn(CANARY, out.text)
                self.assertEqual(want.keys(), found.keys())
                for name, spans in want.items():
                    self.assertEqual(spans, found[name], f"finds in {name}")
