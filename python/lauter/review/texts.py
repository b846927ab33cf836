"""The texts of a run's rows: originals from its inputs or its reversible log, else what it wrote."""
from __future__ import annotations

import dataclasses
import json
import os
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, final

from .. import _core, _parquet
from ..errors import InputError, LauterError
from .index import Index
from .run_files import RunFile, RunKey

Source = Literal["input", "log", "data", "none"]
"""Where a row's texts are from. `input` and `log`: originals; `data`: refined ones."""

_SourceRow: TypeAlias = "tuple[int, str, bytes, bytes | None, list[tuple[str, int, int]], str | None]"
"""(number, id, raw, text, texts, reason) of `_core.Rows`."""
_CHUNK_BYTES = 256 << 10
"""Read at once to show a row."""


@dataclass(frozen=True)
class Op:
    """An edit of the log. Offsets are bytes of the original text of its field, half-open."""

    number: int
    field: str | None
    """None: the text field."""
    start: int
    end: int
    replacement: str
    label: str
    rule: str
    stage: str
    score: float
    reason: str
    was: str
    """Keyed hash of what it took out; empty: not known."""
    raw: Mapping[str, Any] = dataclasses.field(repr=False)


@dataclass
class RowTexts:
    """A row: what the log says and, as far as it is to be had, its texts."""

    row: int
    log: dict[str, Any] = dataclasses.field(repr=False)
    ops: list[Op]
    source: Source
    texts: dict[str | None, bytes] = dataclasses.field(repr=False)
    """By field: UTF-8; None: the text field. Refined ones if the source is `data`."""
    why: str = ""
    """Why the originals are not to be had."""
    line: int | None = None
    """Its line in the input, where blank ones count, too; None: the input is not to be had."""

    @property
    def is_original(self) -> bool:
        return self.source in ("input", "log")

    def original(self, op: Op) -> bytes | None:
        """What an op took out."""
        text = self.texts.get(op.field)
        return text[op.start : op.end] if self.is_original and text is not None else None


def ops_of(log: Mapping[str, Any]) -> list[Op]:
    """The edits of a row of the log."""
    return [
        Op(
            number, op.get("field"), op["start"], op["end"], op.get("with", ""), cause.get("label", ""), cause.get("rule", ""),
            cause.get("stage", ""), float(cause.get("score", 1.0)), cause.get("reason", ""), op.get("was_hmac", ""), op,
        )
        for number, op in enumerate(log.get("program", ()))
        if "start" in op
        for cause in [op.get("cause", {})]
    ]  # fmt: skip


class _Chunks:
    """The rows of one file by number. One thread at a time."""

    def __init__(self, index: Index, kind: str, file: RunFile, path: str, config: dict[str, Any]) -> None:
        self._config = config | {"path": path, "relative": file.relative, "chunk_bytes": _CHUNK_BYTES}
        if file.format and kind == "input":
            self._config["format"] = file.format
        self._index, self._kind, self._file = index, kind, file.number
        self._chunks: list[tuple[int, int, int, int]] = []
        self._first: list[int] = []
        self._cache: OrderedDict[int, list[Any]] = OrderedDict()
        self._reader: Any = None
        self._next = 0
        # Compressed as one stream: forward is cheap, back is from the begin.
        self._forward = path.endswith((".gz", ".zst", ".xz", ".bz2"))

    def row(self, number: int) -> _SourceRow | None:
        """As `_core.Rows` gives it; None: there is no such row."""
        if not self._chunks:
            self.find()
        at = bisect_right(self._first, number) - 1
        rows = self._read(at) if at >= 0 else []
        number -= self._first[at] if at >= 0 else 0
        return rows[number] if 0 <= number < len(rows) else None

    def find(self) -> None:
        """Finds where the chunks are, unless it is known."""
        self._chunks = self._index.chunks(self._kind, self._file)
        if not self._chunks:
            reader, row = _core.Rows(json.dumps(self._config)), 0
            while (chunk := reader.next(False)) is not None:
                index, offset, record, n_rows, _ = chunk
                if n_rows:
                    self._chunks.append((row, index, offset, record))
                row += n_rows
            self._index.keep_chunks(self._kind, self._file, self._chunks)
        self._first = [chunk[0] for chunk in self._chunks]

    def _read(self, at: int) -> list[Any]:
        rows = self._cache.get(at)
        if rows is not None:
            self._cache.move_to_end(at)
            return rows
        _, index, offset, record = self._chunks[at]
        if not (self._forward and self._reader is not None and self._next <= index):
            self._reader = _core.Rows(json.dumps(self._config | {"index": index, "offset": offset, "record": record}))
            self._next = index
        while True:
            chunk = self._reader.next(self._next == index)
            self._next += 1
            if chunk is None:
                raise InputError("the file is shorter than it was")
            if chunk[0] == index:
                break
        self._cache[at] = chunk[4]
        while len(self._cache) > 16:
            self._cache.popitem(last=False)
        return list(chunk[4])


@final
class Texts:
    """The texts of a run. Safe from any thread."""

    def __init__(self, index: Index, *, inputs: str | os.PathLike[str] | None = None, key: RunKey | None = None) -> None:
        """`inputs`: the folder where the inputs are now, if they have moved."""
        self.index, self.key = index, key
        self._inputs = None if inputs is None else os.fspath(inputs)
        self._lock = threading.Lock()
        self._files: dict[tuple[str, int], _Chunks | str] = {}
        settings = index.run.settings
        self._config: dict[str, Any] = {name: settings[name] for name in ("text_field", "id_field") if isinstance(settings.get(name), str)}
        limit = index.run.recipe.get("limits", {}).get("max_record_bytes")
        if isinstance(limit, int):
            self._config["max_record_bytes"] = limit
        library = _parquet.library()
        if library is not None:
            self._config["duckdb"] = library

    def input_path(self, file: RunFile) -> str | None:
        """Where an input is now; None: it is not to be found."""
        places = [file.path, os.path.join(os.path.dirname(os.path.abspath(self.index.run.out)), file.path)]
        if self._inputs is not None:
            name = os.path.basename(file.path)
            places = [os.path.join(self._inputs, file.relative), os.path.join(self._inputs, name)]
            if os.path.basename(self._inputs.rstrip(os.sep)) == name:
                places.append(self._inputs)
        return next((path for path in places if os.path.isfile(path)), None)

    def missing(self) -> list[str]:
        """Inputs that are not to be found, or have changed, by their names in the run."""
        return [file.relative for file in self.index.run.files if self.index.files[file.number][1] and isinstance(self._open("input", file), str)]

    def prepare(self) -> None:
        """Finds the chunks of all inputs ahead of the first question."""
        for file in self.index.run.files:
            if self.index.files[file.number][1]:
                with self._lock:
                    chunks = self._open("input", file)
                    if not isinstance(chunks, str):
                        try:
                            chunks.find()
                        except _core.Error as error:
                            self._files["input", file.number] = str(error.args[1])

    def row(self, row: int) -> RowTexts:
        """A row with its texts.

        Raises:
            IndexError: there is no such row.
        """
        log = self.index.log_row(row)
        file, number = self.index.place(row)
        with self._lock:
            return self._texts(row, log, self.index.run.files[file], number)

    def _open(self, kind: str, file: RunFile) -> _Chunks | str:
        known = self._files.get((kind, file.number))
        if known is None:
            known = self._files[kind, file.number] = self._open_new(kind, file)
        return known

    def _open_new(self, kind: str, file: RunFile) -> _Chunks | str:
        if kind == "data":
            return _Chunks(self.index, kind, file, file.data, self._config) if file.data else "there is no output"
        path = self.input_path(file)
        if path is None:
            return "the input is not where it was; --inputs DIR says where it is"
        if file.size is not None and os.path.getsize(path) != file.size:
            return "the input has changed since the run"
        return _Chunks(self.index, kind, file, path, self._config)

    def _texts(self, row: int, log: dict[str, Any], file: RunFile, number: int) -> RowTexts:
        texts = RowTexts(row, log, ops_of(log), "input", {})
        source = self._source("input", file, number)
        texts.why = source if isinstance(source, str) else self._take(texts, source)
        if not isinstance(source, str) and not texts.why:
            texts.line = source[0]
            return texts
        texts.source, texts.texts = "none", {}
        if log["state"] == "rejected":
            return texts
        refined = self._source("data", file, self.index.survivors_before(row))
        if isinstance(refined, str):
            return texts
        texts.source, texts.texts = "data", _by_field(refined)
        self._unseal(texts)
        return texts

    def _source(self, kind: str, file: RunFile, number: int) -> _SourceRow | str:
        chunks = self._open(kind, file)
        if isinstance(chunks, str):
            return chunks
        try:
            return chunks.row(number) or "the input has changed since the run"
        except _core.Error as error:
            return str(error.args[1])
        except InputError as error:
            return str(error)

    def _take(self, texts: RowTexts, source: _SourceRow) -> str:
        """Fills in the originals; or says why they are none."""
        changed = "the input has changed since the run"
        _, row_id, raw, text, _, _ = source
        if str(texts.log["id"]) != row_id:
            return changed
        if text is None:
            if texts.log["state"] != "rejected":
                return changed
            texts.texts = {None: raw.decode("utf-8", "replace").encode()}
            return ""
        texts.texts = _by_field(source)
        for op in texts.ops:
            of_field = texts.texts.get(op.field)
            if of_field is None or op.end > len(of_field):
                return changed
            if self.key is not None and op.was and self.key.was(of_field[op.start : op.end]) != op.was:
                return changed
        if self.key is not None and _core.text_hash(self.key.key.secret(), text) != texts.log["raw_hash"]:
            return changed
        return ""

    def _unseal(self, texts: RowTexts) -> None:
        """Makes originals of refined texts, where the log holds what was taken out, and the key is there."""
        if self.key is None or not all("was_sealed" in op.raw for op in texts.ops) or not texts.ops:
            return
        originals: dict[str | None, bytes] = {}
        begin = 0  # Of the text in the row's texts as one, a blank line between two: what a mark is sealed with.
        try:
            for name, refined in texts.texts.items():
                pieces, at, length = [], 0, 0
                for op in (op for op in texts.ops if op.field == name):
                    same = op.start - length
                    value = _core.unseal(self.key.key.secret(), str(texts.log["id"]), begin + op.start, op.raw["was_sealed"])
                    pieces += [refined[at : at + same], value]
                    at += same + len(op.replacement.encode())
                    length = op.end
                originals[name] = b"".join([*pieces, refined[at:]])
                begin += len(originals[name]) + 2
        except (_core.Error, LauterError):
            return
        texts.source, texts.texts, texts.why = "log", originals, ""



def _by_field(source: _SourceRow) -> dict[str | None, bytes]:
    _, _, _, text, texts, _ = source
    if text is None:
        return {}
    return {field: text[start:end] for field, start, end in texts} if texts else {None: text}
