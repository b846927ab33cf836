"""What a run left, and where: its settings, its inputs, its logs, its key."""
from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, field
from typing import Any

from ..errors import InputError, KeyProblem
from ..keys import Key, as_key

_COMPRESSIONS = (".zst", ".gz", ".xz", ".bz2")


@dataclass(frozen=True)
class RunFile:
    """An input file of a run, and what became of it."""

    number: int
    relative: str
    """Its name in the run: below data/, and FILE of ids FILE:ROW."""
    path: str
    """Where it was when the run began."""
    format: str
    size: int | None
    """Bytes it had then; None: not known."""
    log: str | None
    """Its log; None: it has none."""
    data: str | None


@dataclass(frozen=True)
class RunFiles:
    """A finished run in a folder."""

    out: str
    report: dict[str, Any] = field(repr=False)
    settings: dict[str, Any] = field(repr=False)
    files: tuple[RunFile, ...]

    @classmethod
    def open(cls, out: str | os.PathLike[str]) -> RunFiles:
        """Reads report.json and the head of the journal.

        Raises:
            InputError: the folder is none of a finished run.
        """
        folder = os.fspath(out)
        if os.path.isfile(folder) and os.path.isdir(folder + ".lauter"):
            folder += ".lauter"  # The run wrote one file, and the rest beside it.
        try:
            with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
                report = json.load(file)
        except OSError as error:
            raise InputError(f"{folder} is no finished run: report.json: {error.strerror}") from None
        except ValueError:
            raise InputError(f"{folder}/report.json is broken") from None
        if not isinstance(report, dict) or "recipe" not in report or not os.path.isdir(os.path.join(folder, "edits")):
            raise InputError(f"{folder} holds no edits/: only runs of `lauter refine` can be reviewed")
        settings = _settings(folder)
        return cls(folder, report, settings, tuple(_files(folder, report, settings)))

    @property
    def recipe(self) -> dict[str, Any]:
        """The recipe of the run, fully resolved."""
        resolved: dict[str, Any] = self.report["recipe"]["resolved"]
        return resolved

    def stamp(self) -> str:
        """Changes when the run's logs do."""
        digest = hashlib.sha256(f"{self.report.get('started')}|{self.report['recipe'].get('hash')}|{self.report.get('key_id')}".encode())
        for file in self.files:
            size = os.path.getsize(file.log) if file.log else -1
            digest.update(f"|{file.relative}|{size}".encode())
        return digest.hexdigest()

    def key(self, path: str | os.PathLike[str] | None = None) -> RunKey | None:
        """The key of the run: of `path`, else OUT.key beside the folder, else LAUTER_KEY_FILE. None: nobody knows it.

        Raises:
            KeyProblem: `path` holds no key, or another than the run's.
        """
        wanted = self.report.get("key_id")
        if path is not None:
            key = as_key(path)
            if wanted and key.id != wanted:
                raise KeyProblem(f"{os.fspath(path)} is not the key of this run")
            return RunKey(key)
        for known in (os.path.normpath(self.out) + ".key", os.environ.get("LAUTER_KEY_FILE")):
            if not known or not os.path.exists(known):
                continue
            key = as_key(known)
            if not wanted or key.id == wanted:
                return RunKey(key)
        return None


class RunKey:
    """The keyed hashes of a run's log."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self._purposes: dict[str, bytes] = {}

    def hash(self, purpose: str, value: bytes) -> str:
        """As `KeyedHash(key, purpose).hex(value)` of the engine."""
        derived = self._purposes.get(purpose)
        if derived is None:
            derived = self._purposes[purpose] = hashlib.sha256(self.key.secret() + purpose.encode()).digest()
        return hmac.new(derived, value, hashlib.sha256).hexdigest()[:32]

    def was(self, value: bytes) -> str:
        """`was_hmac` of an op that takes this value out."""
        return self.hash("audit", value)


def _settings(folder: str) -> dict[str, Any]:
    """What the run was told, by its journal or, of a cluster, its plan."""
    for name, inner in (("journal.jsonl", None), ("plan.jsonl", "settings")):
        try:
            with open(os.path.join(folder, "state", name), encoding="utf-8") as file:
                head = json.loads(file.readline())
        except (OSError, ValueError):
            continue
        settings = head.get(inner) if inner else head
        if isinstance(settings, dict):
            return settings
    return {}


def _files(folder: str, report: dict[str, Any], settings: dict[str, Any]) -> list[RunFile]:
    known = {entry.get("relative"): entry for entry in settings.get("inputs", ()) if isinstance(entry, dict)}
    taken: set[str] = set()
    files = []
    for number, entry in enumerate(report.get("files", ())):
        relative, path = str(entry["relative"]), str(entry["path"])
        about = known.get(relative, {})
        log = next((name for name in _log_names(relative) if name not in taken and _is_file(folder, "edits", name)), None)
        if log is not None:
            taken.add(log)
        data = next((name for name in _data_names(relative) if _is_file(folder, "data", name)), None)
        files.append(
            RunFile(
                number, relative, path, str(about.get("format", "")), about.get("size"),
                None if log is None else os.path.join(folder, "edits", log),
                None if data is None else os.path.join(folder, "data", data),
            )
        )  # fmt: skip
    return files


def _is_file(*parts: str) -> bool:
    return os.path.isfile(os.path.join(*parts))


def _log_names(relative: str) -> list[str]:
    """Names that the log of an input may have: the run shortens them where that leaves them apart."""
    name = relative
    for suffix in _COMPRESSIONS:
        name = name.removesuffix(suffix)
    return [name.removesuffix(".jsonl") + ".jsonl.zst", name + ".jsonl.zst", relative + ".jsonl.zst", relative + ".jsonl.zst.jsonl.zst"]


def _data_names(relative: str) -> list[str]:
    """The pages of a crawl become WET."""
    names = [relative]
    for suffix in ("", ".gz"):
        if relative.endswith(".warc" + suffix):
            names.insert(0, relative.removesuffix(suffix) + ".wet" + suffix)
    return names
