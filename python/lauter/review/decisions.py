"""What people decided: files to which lines are appended and nothing else, without a value of a text, so that they may be committed.

OUT/review/decisions.jsonl, or decisions-NAME.jsonl of a reviewer with a name. A line is written and synced before it is answered; a
line that was not wholly written was never answered, and is cut off by the next reviewer.
"""
from __future__ import annotations

import fcntl
import glob
import json
import os
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Literal, TypeAlias, final

from ..errors import InputError

Verdict: TypeAlias = Literal["right", "stay", "label", "words", "missed"]
Scope: TypeAlias = Literal["here", "value", "rule"]
VERDICTS = ("right", "stay", "label", "words", "missed")
SCOPES = ("here", "value", "rule")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")

Place: TypeAlias = tuple[str, int, "str | None", int, int]
"""What a decision is about: file, row from 1, field, start, end in bytes; -1, -1 for the row as a whole."""


@dataclass(frozen=True)
class Decision:
    """One line that still holds."""

    line: int
    """Its number in its file, from 1."""
    at: str
    who: str
    id: str
    file: str
    row: int
    raw_hash: str
    op: int
    """Number of the edit in its row's program; -1: of none."""
    field: str | None
    start: int
    end: int
    edit_label: str
    rule: str
    was: str
    verdict: Verdict
    label: str | None
    words: str | None
    scope: Scope
    queue: str

    @property
    def place(self) -> Place:
        return self.file, self.row, self.field, self.start, self.end

    @property
    def is_row(self) -> bool:
        """About the whole row: a kept or a held back one."""
        return self.start < 0

    def to_json(self) -> dict[str, Any]:
        edit: dict[str, Any] | None = None
        if not self.is_row:
            edit = {"start": self.start, "end": self.end, "label": self.edit_label, "rule": self.rule}
            if self.op >= 0:
                edit["op"] = self.op
            if self.field is not None:
                edit["field"] = self.field
        return {
            "v": 1, "at": self.at, "who": self.who, "id": self.id, "file": self.file, "row": self.row, "raw_hash": self.raw_hash,
            "edit": edit, "was_hmac": self.was, "decision": self.verdict, "label": self.label, "with": self.words, "scope": self.scope,
            "queue": self.queue,
        }  # fmt: skip

    @classmethod
    def from_json(cls, line: int, row: Mapping[str, Any]) -> Decision:
        edit = row["edit"] or {"start": -1, "end": -1, "label": "", "rule": ""}
        if row["decision"] not in VERDICTS or row["scope"] not in SCOPES:
            raise ValueError
        return cls(
            line, str(row["at"]), str(row["who"]), str(row["id"]), str(row["file"]), int(row["row"]), str(row["raw_hash"]),
            int(edit.get("op", -1)), edit.get("field"), int(edit["start"]), int(edit["end"]), str(edit["label"]), str(edit["rule"]), str(row["was_hmac"] or ""),
            row["decision"], row["label"], row["with"], row["scope"], str(row.get("queue", "")),
        )  # fmt: skip


class DecisionFile:
    """The lines of one file, in order."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.size = 0
        """Bytes of whole lines."""
        self.n_lines = 0
        self._lines: dict[int, Decision] = {}

    def read(self, content: bytes) -> None:
        """Reads whole lines; what is behind the last line's end is left out.

        Raises:
            InputError: a line is broken.
        """
        self.size = content.rfind(b"\n") + 1
        for line in content[: self.size].split(b"\n")[:-1]:
            self.n_lines += 1
            try:
                row = json.loads(line)
                if row["v"] != 1:
                    raise ValueError
                if "undo" in row:
                    self._lines.pop(row["undo"], None)
                else:
                    self._lines[self.n_lines] = Decision.from_json(self.n_lines, row)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise InputError(f"{self.path}: line {self.n_lines} is no decision") from None

    def add(self, decision: Decision) -> None:
        self._lines[decision.line] = decision

    def undo(self, line: int) -> Decision | None:
        return self._lines.pop(line, None)

    def active(self) -> Iterator[Decision]:
        """Those that hold, oldest first; of several about one place all."""
        yield from self._lines.values()

    def latest(self) -> dict[Place, Decision]:
        """The last one about each place."""
        return {decision.place: decision for decision in self._lines.values()}


@final
class Decisions:
    """The files of a run's reviewers, one of which is appended to. Safe from any thread."""

    def __init__(self, out: str, who: str | None = None, *, write: bool = True) -> None:
        """Reads all files. With `write` nobody else appends to this reviewer's as long as it is open.

        Raises:
            InputError: a line is broken, a name cannot stand in a file's name, or somebody else appends.
        """
        if who is not None and not _NAME.fullmatch(who):
            raise InputError("--who: letters, digits and . _ @ + - make a name")
        self._folder = os.path.join(out, "review")
        os.makedirs(self._folder, exist_ok=True)
        self.who = who if who is not None else _login()
        own = os.path.join(self._folder, "decisions.jsonl" if who is None else f"decisions-{who}.jsonl")
        self._lock = threading.Lock()
        self._descriptor = -1
        self._others = []
        for path in sorted(glob.glob(os.path.join(glob.escape(self._folder), "decisions*.jsonl"))):
            if not write or path != own:
                self._others.append(_read(path))
        self._own = DecisionFile(own)
        if write:
            self._open_own()
        self.saved = ""
        """When the last decision was written."""

    @property
    def path(self) -> str:
        """The file that is appended to."""
        return self._own.path

    def files(self) -> list[DecisionFile]:
        """All, this reviewer's own last."""
        return [*self._others, self._own]

    def own(self) -> dict[Place, Decision]:
        """What this reviewer decided."""
        with self._lock:
            return self._own.latest()

    def others(self) -> list[dict[Place, Decision]]:
        with self._lock:
            return [file.latest() for file in self._others]

    def append(self, decision: Decision) -> Decision:
        """Writes it, and gives it back with its line. When this returns it is on the disk."""
        with self._lock:
            from dataclasses import replace

            decision = replace(decision, line=self._own.n_lines + 1, at=_now(), who=self.who)
            self._write(decision.to_json())
            self._own.add(decision)
            return decision

    def undo(self, line: int | None = None) -> Decision | None:
        """Takes back a decision of this reviewer, the last one by default; None: there is none."""
        with self._lock:
            active = list(self._own.active())
            if line is None and active:
                line = active[-1].line
            if line is None or line not in {decision.line for decision in active}:
                return None
            self._write({"v": 1, "at": _now(), "who": self.who, "undo": line})
            return self._own.undo(line)

    def close(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _open_own(self) -> None:
        self._descriptor = os.open(self._own.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with open(self._own.path, "rb") as file:
                self._own.read(file.read())
            os.ftruncate(self._descriptor, self._own.size)
        except BaseException as error:
            os.close(self._descriptor)
            self._descriptor = -1
            if isinstance(error, BlockingIOError):
                raise InputError(f"{self._own.path} is open in another review; --who NAME begins a file of your own") from None
            raise

    def _write(self, row: Mapping[str, Any]) -> None:
        if self._descriptor < 0:
            raise InputError("the review is closed")
        line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
        written = 0
        try:
            while written < len(line):
                written += os.write(self._descriptor, line[written:])
            os.fsync(self._descriptor)
        except OSError as error:
            os.ftruncate(self._descriptor, self._own.size)
            raise InputError(f"{self._own.path}: {error.strerror}: nothing was decided") from None
        self._own.size += len(line)
        self._own.n_lines += 1
        self.saved = str(row["at"])


def settled(decisions: Decisions) -> tuple[dict[Place, Decision], list[Place]]:
    """What all reviewers together decided, and the places at which they disagree, which have no decision."""
    latest: dict[Place, Decision] = {}
    disputed: set[Place] = set()
    for file in decisions.files():
        for place, decision in file.latest().items():
            other = latest.setdefault(place, decision)
            if verdict_of(other) != verdict_of(decision):
                disputed.add(place)
    for place in disputed:
        del latest[place]
    return latest, sorted(disputed, key=str)


def verdict_of(decision: Decision) -> tuple[str, str | None, str | None]:
    """What two reviewers must agree on."""
    return decision.verdict, decision.label, decision.words


def by_scope(decisions: Iterable[Decision]) -> tuple[dict[str, Decision], dict[str, Decision]]:
    """The last decision about each value, by its keyed hash, and about each rule."""
    values: dict[str, Decision] = {}
    rules: dict[str, Decision] = {}
    for decision in decisions:
        if decision.scope == "value" and decision.was:
            values[decision.was] = decision
        elif decision.scope == "rule":
            rules[decision.rule] = decision
    return values, rules


def _read(path: str) -> DecisionFile:
    file = DecisionFile(path)
    with open(path, "rb") as lines:
        file.read(lines.read())
    return file


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z")


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"
