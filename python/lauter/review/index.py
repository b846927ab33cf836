"""OUT/review/index.sqlite: where each row of a run is, and what was done to it, so that a page can ask for the least sure edits of
a million rows. It holds labels, rules, scores and places, no text.

A row's number counts the rows of the logs, file after file, from 0. A block is a run of zstd frames of a log with whole lines.
"""
from __future__ import annotations

import fcntl
import json
import os
import random
import sqlite3
import tempfile
import threading
from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any, final
from urllib.parse import quote

from ..errors import InputError
from .log import blocks, frames, read_block
from .run_files import RunFiles

_VERSION = 3
_EDITED, _REJECTED = 1, 2  # States of rows; kept ones are bits.
_PARALLEL_BYTES = 8 << 20
"""Of compressed logs, from which on a second process helps."""

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE file (file INTEGER PRIMARY KEY, first_row INTEGER, n_rows INTEGER);
CREATE TABLE block (first_row INTEGER PRIMARY KEY, n_rows INTEGER, file INTEGER, begin INTEGER, end INTEGER, kept BLOB,
                    n_rejected INTEGER);
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE changed (row INTEGER PRIMARY KEY, state INTEGER, bytes INTEGER, reason INTEGER);
CREATE TABLE edit (row INTEGER, op INTEGER, label INTEGER, rule INTEGER, unsure INTEGER, rank INTEGER, was INTEGER);
"""
# Each holds what its queue looks at, so that a filter reads no table.
_INDEXES = """
CREATE INDEX edit_unsure ON edit (unsure, rank, label, rule, row, op, was);
CREATE INDEX edit_rank ON edit (rank, label, rule, row, op, was);
CREATE INDEX edit_rule ON edit (rule, rank, label, row, op, was);
CREATE INDEX changed_bytes ON changed (state, bytes);
"""


@dataclass(frozen=True)
class Thresholds:
    """The scores from which on an edit is made."""

    rules: float = 0.5
    model: float = 0.5
    labels: dict[str, float] = field(default_factory=dict)
    """Of labels with one of their own."""

    @classmethod
    def of(cls, recipe: dict[str, Any]) -> Thresholds:
        """Those of the first step of a resolved recipe that has any."""
        for step in recipe.get("steps", ()):
            if "min_score" in step:
                given = step["min_score"]
                labels = {name: float(score) for name, score in given.items() if name != "default"} if isinstance(given, dict) else {}
                rules = float(given.get("default", 0.5) if isinstance(given, dict) else given)
                return cls(rules, float(step.get("model_score", rules)), labels)
        return cls()

    def at(self, label: str, stage: str) -> float:
        return self.labels.get(label, self.model if stage == "tag" else self.rules)


@dataclass
class _Columns:
    """What the lines of a block say."""

    n_rows: int = 0
    n_rejected: int = 0
    kept: bytes = b""
    """A bit for each row, the first one lowest: it is kept."""
    names: list[str] = field(default_factory=list)
    changed: list[array[int]] = field(default_factory=lambda: [array("q") for _ in range(4)])
    edits: list[array[int]] = field(default_factory=lambda: [array("q") for _ in range(6)])


def _read_columns(content: bytes, thresholds: Thresholds) -> _Columns:
    """Row numbers count from the begin of the block; labels, rules and reasons are numbers of `names`."""
    out = _Columns()
    ids: dict[str, int] = {}
    rows, states, sizes, reasons = out.changed
    at, ops, labels, rules, unsure, was = out.edits
    lines = content.split(b"\n")
    lines.pop()
    out.n_rows = len(lines)
    kept = bytearray(b"\xff") * ((len(lines) + 7) // 8)

    def name(text: str) -> int:
        number = ids.setdefault(text, len(ids))
        if number == len(out.names):
            out.names.append(text)
        return number

    for number, line in enumerate(lines):
        if line.endswith(b'"state":"kept"}'):
            continue
        row = json.loads(line)
        state, size = row["state"], 0
        if state == "kept":
            continue
        kept[number >> 3] ^= 1 << (number & 7)
        for op, edit in enumerate(row["program"]):
            if "start" not in edit:
                continue
            cause = edit["cause"]
            size += edit["end"] - edit["start"] + len(edit.get("with", ""))
            at.append(number)
            ops.append(op)
            labels.append(name(cause["label"]))
            rules.append(name(cause["rule"]))
            unsure.append(int(abs(cause["score"] - thresholds.at(cause["label"], cause["stage"])) * 1_000_000))
            was.append(int(edit["was_hmac"][:15], 16) if "was_hmac" in edit else 0)
        is_rejected = state == "rejected"
        out.n_rejected += is_rejected
        rows.append(number)
        states.append(_REJECTED if is_rejected else _EDITED)
        sizes.append(size)
        reasons.append(name(row["reason"].split(":")[0] if is_rejected else ""))
    for number in range(len(lines), 8 * len(kept)):
        kept[number >> 3] ^= 1 << (number & 7)
    out.kept = bytes(kept)
    return out


def _read_range(path: str, begin: int, end: int, thresholds: Thresholds) -> _Columns:
    return _read_columns(read_block(path, begin, end), thresholds)


def build(run: RunFiles, path: str, progress: Callable[[int], object] | None = None) -> None:
    """Writes the index, under another name until it is whole. `progress` is called with the rows that are done.

    Raises:
        InputError: a log is broken.
    """
    part = path + ".part"
    if os.path.exists(part):
        os.unlink(part)
    _write(run, part, progress)
    os.replace(part, path)


def _write(run: RunFiles, path: str, progress: Callable[[int], object] | None) -> None:
    db = sqlite3.connect(path)
    try:
        os.chmod(path, 0o600)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -65536")
        db.execute("PRAGMA temp_store = MEMORY")
        db.execute("PRAGMA threads = 4")
        db.executescript(_TABLES)
        _Builder(db, run, progress).fill()
        db.executescript(_INDEXES)
        db.execute("ANALYZE")
        db.execute("INSERT INTO meta VALUES ('version', ?), ('stamp', ?)", (str(_VERSION), run.stamp()))
        db.commit()
    finally:
        db.close()


class _Builder:
    def __init__(self, db: sqlite3.Connection, run: RunFiles, progress: Callable[[int], object] | None) -> None:
        self._db, self._run, self._progress = db, run, progress
        self._names: dict[str, int] = {}
        self._random = random.Random(0)
        self._row = 0

    def fill(self) -> None:
        logs = [file.log for file in self._run.files if file.log]
        cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        pool = None
        if cpus > 1 and sum(map(os.path.getsize, logs)) >= _PARALLEL_BYTES:
            import multiprocessing

            pool = ProcessPoolExecutor(min(cpus, 8), multiprocessing.get_context("spawn"))
        try:
            for file in self._run.files:
                first = self._row
                if file.log:
                    for begin, end, columns in self._columns(file.log, pool):
                        self._add(file.number, begin, end, columns)
                self._db.execute("INSERT INTO file VALUES (?, ?, ?)", (file.number, first, self._row - first))
        finally:
            if pool is not None:
                pool.shutdown(cancel_futures=True)
        self._db.executemany("INSERT INTO name VALUES (?, ?)", ((number, text) for text, number in self._names.items()))

    def _columns(self, log: str, pool: ProcessPoolExecutor | None) -> Iterator[tuple[int, int, _Columns]]:
        thresholds = Thresholds.of(self._run.recipe)
        if pool is None:
            for begin, end, content in blocks(log):
                yield begin, end, _read_columns(content, thresholds)
            return
        # Runs write whole lines into a frame; of another writer's frames one would begin inside of a line, which is no JSON.
        waiting: OrderedDict[tuple[int, int], Any] = OrderedDict()
        places = iter(frames(log))
        try:
            while True:
                while len(waiting) < 16 and (place := next(places, None)):
                    waiting[place] = pool.submit(_read_range, log, *place, thresholds)
                if not waiting:
                    return
                place, task = waiting.popitem(last=False)
                yield *place, task.result()
        except (KeyError, ValueError):
            raise InputError(f"{log}: a line of the log is broken") from None

    def _add(self, file: int, begin: int, end: int, columns: _Columns) -> None:
        if columns.n_rows == 0:
            return
        first, db = self._row, self._db
        ids = [self._names.setdefault(text, len(self._names)) for text in columns.names]
        db.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?)", (first, columns.n_rows, file, begin, end, columns.kept, columns.n_rejected))
        rows, states, sizes, reasons = columns.changed
        db.executemany("INSERT INTO changed VALUES (?, ?, ?, ?)", zip((first + row for row in rows), states, sizes, (ids[i] for i in reasons)))
        at, ops, labels, rules, unsure, was = columns.edits
        draw = self._random.getrandbits
        db.executemany(
            "INSERT INTO edit VALUES (?, ?, ?, ?, ?, ?, ?)",
            zip((first + row for row in at), ops, (ids[i] for i in labels), (ids[i] for i in rules), unsure, (draw(31) for _ in at), was),
        )
        self._row += columns.n_rows
        if self._progress is not None:
            self._progress(self._row)


@dataclass(frozen=True)
class Block:
    first_row: int
    n_rows: int
    file: int
    begin: int
    end: int
    kept: bytes
    n_rejected: int


@final
class Index:
    """The index of a run. Safe from any thread."""

    def __init__(self, run: RunFiles, path: str) -> None:
        """Opens it.

        Raises:
            InputError: it is none, or of another run.
        """
        self.run, self._path = run, path
        self._local = threading.local()
        self._lock = threading.Lock()
        try:
            meta = dict(self.query("SELECT name, value FROM meta"))
        except sqlite3.Error:
            raise InputError(f"{path} is no index of this version") from None
        if meta.get("version") != str(_VERSION) or meta.get("stamp") != run.stamp():
            raise InputError(f"{path} is of another run")
        self._blocks = [Block(*values) for values in self.query("SELECT * FROM block ORDER BY first_row")]
        self._first = [block.first_row for block in self._blocks]
        self.files = {file: (first, n) for file, first, n in self.query("SELECT * FROM file")}
        self.names: dict[int, str] = dict(self.query("SELECT id, text FROM name"))
        self.ids = {text: number for number, text in self.names.items()}
        self._lines: OrderedDict[int, list[bytes]] = OrderedDict()
        self._kept_before = [0]
        for block in self._blocks:
            self._kept_before.append(self._kept_before[-1] + int.from_bytes(block.kept, "little").bit_count())

    @classmethod
    def open_or_build(cls, run: RunFiles, progress: Callable[[int], object] | None = None) -> Index:
        """The index in OUT/review, made anew if it is not there or of another run."""
        folder = os.path.join(run.out, "review")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, "index.sqlite")
        with open(path + ".lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # Another reviewer who begins now waits, and takes what is made here.
            if os.path.exists(path):
                try:
                    return cls(run, path)
                except InputError:
                    pass
            build(run, path, progress)
            return cls(run, path)

    def query(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        db = getattr(self._local, "db", None)
        if db is None:
            # Nobody writes to it once it has its name: it is read without locks.
            db = self._local.db = sqlite3.connect(f"file:{quote(os.path.abspath(self._path))}?mode=ro&immutable=1", uri=True)
            db.execute("PRAGMA mmap_size = 1073741824")
        return db.execute(sql, tuple(values)).fetchall()

    @property
    def n_rows(self) -> int:
        return self._blocks[-1].first_row + self._blocks[-1].n_rows if self._blocks else 0

    @property
    def n_kept(self) -> int:
        return self._kept_before[-1]

    def place(self, row: int) -> tuple[int, int]:
        """File, and number of the row in it from 0.

        Raises:
            IndexError: there is no such row.
        """
        file = self._block(row)[0].file
        return file, row - self.files[file][0]

    def row_of(self, file: int, number: int) -> int | None:
        """The row with a number in a file, from 0."""
        first, n = self.files.get(file, (0, 0))
        return first + number if 0 <= number < n else None

    def log_row(self, row: int) -> dict[str, Any]:
        """The row's line in the log."""
        block, lines = self._block_lines(row)
        line: dict[str, Any] = json.loads(lines[row - block.first_row])
        return line

    def survivors_before(self, row: int) -> int:
        """Rows ahead of it in its file that are in data/."""
        block, lines = self._block_lines(row)
        number = sum(
            other.n_rows - other.n_rejected for other in self._file_blocks(block.file) if other.first_row < block.first_row
        )
        return number + sum(b'"state":"rejected"' not in line for line in lines[: row - block.first_row])

    def kept_row(self, number: int) -> int:
        """The row that is kept row `number`, from 0."""
        at = bisect_right(self._kept_before, number) - 1
        block = self._blocks[at]
        left = number - self._kept_before[at]
        for byte, bits in enumerate(block.kept):
            if left < bits.bit_count():
                return block.first_row + 8 * byte + [bit for bit in range(8) if bits >> bit & 1][left]
            left -= bits.bit_count()
        raise IndexError(f"there is no kept row {number}")

    def find_id(self, wanted: str, limit: int) -> list[int]:
        """Rows with this id, in order; reads the logs."""
        texts = {json.dumps(wanted, ensure_ascii=False), json.dumps(wanted)}
        if wanted.lstrip("-").isdigit():
            texts.add(wanted)
        heads = tuple(f'{{"id":{text},'.encode("utf-8", "replace") for text in texts)
        found: list[int] = []
        for block in self._blocks:
            log = self.run.files[block.file].log
            assert log is not None
            content = read_block(log, block.begin, block.end)
            if not any(head in content for head in heads):
                continue
            found += [block.first_row + i for i, line in enumerate(content.split(b"\n")) if line.startswith(heads)]
            if len(found) >= limit:
                break
        return found[:limit]

    def log_rows(self, file: int) -> Iterator[tuple[int, dict[str, Any]]]:
        """All rows of a file's log, in order."""
        for block in self._file_blocks(file):
            log = self.run.files[file].log
            assert log is not None
            for offset, line in enumerate(read_block(log, block.begin, block.end).split(b"\n")[: block.n_rows]):
                yield block.first_row + offset, json.loads(line)

    def chunks(self, kind: str, file: int) -> list[tuple[int, int, int, int]]:
        """(first_row, index, offset, record) of the chunks of a source of a file; empty: nobody has looked."""
        try:
            with open(self._chunks_path(kind, file), encoding="utf-8") as kept:
                of = json.load(kept)
            return [(row, idx, offset, record) for row, idx, offset, record in of["chunks"]] if of["stamp"] == self.run.stamp() else []
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def keep_chunks(self, kind: str, file: int, chunks: Iterable[tuple[int, int, int, int]]) -> None:
        """Remembers what `chunks` gives from then on. Not in the index: others may have it open, and who renames a file into its place
        needs no lock."""
        path = self._chunks_path(kind, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=os.path.dirname(path), delete=False, encoding="utf-8") as part:
            json.dump({"stamp": self.run.stamp(), "chunks": list(chunks)}, part)
        os.replace(part.name, path)

    def _chunks_path(self, kind: str, file: int) -> str:
        return os.path.join(os.path.dirname(self._path), "chunks", f"{kind}-{file}.json")

    def _file_blocks(self, file: int) -> Iterator[Block]:
        first, n = self.files.get(file, (0, 0))
        at = bisect_right(self._first, first - 1)
        while n > 0 and at < len(self._blocks) and self._blocks[at].file == file:
            yield self._blocks[at]
            at += 1

    def _block(self, row: int) -> tuple[Block, int]:
        at = bisect_right(self._first, row) - 1
        if row < 0 or at < 0 or row >= self._blocks[at].first_row + self._blocks[at].n_rows:
            raise IndexError(f"there is no row {row}")
        return self._blocks[at], at

    def _block_lines(self, row: int) -> tuple[Block, list[bytes]]:
        block, at = self._block(row)
        with self._lock:
            lines = self._lines.get(at)
            if lines is not None:
                self._lines.move_to_end(at)
                return block, lines
        log = self.run.files[block.file].log
        assert log is not None
        lines = read_block(log, block.begin, block.end).split(b"\n")
        with self._lock:
            self._lines[at] = lines
            while len(self._lines) > 8:
                self._lines.popitem(last=False)
        return block, lines
