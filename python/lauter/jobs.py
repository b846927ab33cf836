"""Runs over files: `lauter refine` in this process, and what it left."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Literal, TypeAlias, Union, final

from . import _core, _models, _parquet
from . import fields as _fields
from .errors import FieldError, InputError, Interrupted, translate
from .fields import FieldPaths
from .keys import Key, KeyLike, as_key
from .recipes import AllowLike, DenyLike, Recipe, RecipeLike, as_recipe, with_options
from .results import Counts, reason_kind

if TYPE_CHECKING:
    from .review import Review

    from .engine import Engine

PathLike: TypeAlias = Union[str, "os.PathLike[str]"]


@final
@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    rows: int
    rows_rejected: int
    edits: int
    bytes: int
    """Of the input, read so far."""
    seconds: float
    done: float | None
    """Share of the input, 0 to 1; None: not known."""


ProgressLike: TypeAlias = Union[bool, Callable[[Progress], object], None]


@final
@dataclass(frozen=True, slots=True)
class LogRow:
    """What the log of a run says of a row."""

    id: str
    state: Literal["kept", "edited", "rejected"]
    program: list[dict[str, Any]]
    """Edits as ops with byte offsets; originals are keyed hashes, or sealed."""
    checks: dict[str, Any]
    reason: str | None
    raw: dict[str, Any] = field(repr=False)
    """The whole line."""


@final
class Run:
    """What a run wrote: a folder, or one file with a folder beside it. `Run(out)` looks at an earlier run, of the command line too."""

    def __init__(self, out: PathLike) -> None:
        """Reads `report.json`.

        Raises:
            InputError: there is none.
        """
        import json

        self.out = os.fspath(out)
        """The folder; of one file the one beside it."""
        if not os.path.isdir(self.out) and os.path.isdir(self.out + ".lauter"):
            self.out += ".lauter"
        self.report_path = os.path.join(self.out, "report.html")
        """The page for people."""
        try:
            with open(os.path.join(self.out, "report.json"), encoding="utf-8") as file:
                self.report: dict[str, Any] = json.load(file)
        except OSError as error:
            raise InputError(f"{self.out} is no finished run: report.json: {error.strerror}") from None
        except ValueError:
            raise InputError(f"{self.out}/report.json is broken") from None

    @property
    def counts(self) -> Counts:
        """Rows that could not be read are rejected ones; nothing is `null` in files."""
        rows, kinds = self.report["rows"], dict[str, int]()
        for reason, n in self.report["reject_reasons"].items():
            kinds[reason_kind(reason)] = kinds.get(reason_kind(reason), 0) + n
        labels = {label: figures["edits"] for label, figures in self.report["labels"].items()}
        size = self.report["bytes"]["text_in"]
        return Counts(
            rows["in"], rows["kept"], rows["edited"], rows["rejected"], 0, self.report["edits"], size, labels, dict(sorted(kinds.items()))
        )

    @property
    def seconds(self) -> float:
        """Of wall time."""
        return float(self.report["wall_seconds"])

    def rejected(self) -> Iterator[dict[str, Any]]:
        """The rows that were held back, as they came in, with `lauter_reason`, `lauter_file`, `lauter_row`.

        They hold what could not be taken out: keep them as safe as the input.
        """
        for _, row in self._rows("rejected"):
            yield row

    def edits(self) -> Iterator[LogRow]:
        """What was done to each row."""
        for path, row in self._rows("edits"):
            try:
                yield LogRow(row["id"], row["state"], row["program"], row["checks"], row.get("reason"), row)
            except KeyError as error:
                raise InputError(f"{path}: a line without {error.args[0]}") from None

    def card(self) -> str:
        """A dataset card for `data/`, as Markdown: what was done to the rows, in figures, and no value. As README.md beside
        `data/` it also tells Hugging Face's viewer and `load_dataset` where the rows are. Of the run's other folders,
        rejected/ holds rows as they came in: leave it out of what you publish."""
        counts, report = self.counts, self.report
        states = ", ".join(f"{getattr(counts, name):,} {name}" for name in ("kept", "edited", "rejected"))
        lines = [
            "---", "configs:", "- config_name: default", "  data_files: data/**", "---", "",
            f"# Refined by lauter {report['lauter']}", "",
            f"Recipe `{report['recipe']['name']}` (`{report['recipe']['hash']}`), key `{report['key_id']}`.", "",
            f"{counts.rows:,} rows came in: {states}. Rejected rows could not be refined safely and are not here. "
            f"{counts.edits:,} edits, each verified:", "",
            "| category | edits |", "|---|---:|",
            *(f"| {label} | {n:,} |" for label, n in sorted(counts.labels.items(), key=lambda item: (-item[1], item[0]))),
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def review(
        self,
        *,
        inputs: PathLike | None = None,
        key: PathLike | None = None,
        port: int = 0,
        strategy: str = "unsure",
        who: str | None = None,
    ) -> Review:
        """Opens a page on this machine on which a person judges the run's edits: in a notebook it is shown, elsewhere its `url` is
        for a browser. `lauter review` in this process.

        Args:
            inputs: the folder where the run's inputs are now, if they have moved.
            key: the run's key file; None: OUT.key beside the folder, else LAUTER_KEY_FILE.
            strategy: the first queue; `who`: a reviewer's name, with a file of decisions of its own.
        """
        from .review import open_review

        return open_review(self.out, inputs=inputs, key=key, port=port, strategy=strategy, who=who)

    def __repr__(self) -> str:
        return f"Run({self.out!r}, {self.counts!r})"

    def _repr_html_(self) -> str:
        from html import escape

        counts = self.counts.to_dict() | {"seconds": round(self.seconds, 1)}
        rows = "".join(f"<tr><td>{escape(name)}</td><td>{value}</td></tr>" for name, value in counts.items())
        return f"<div><b>{escape(self.out)}</b><table>{rows}</table></div>"

    def _rows(self, folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
        import json

        for base, folders, names in os.walk(os.path.join(self.out, folder)):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(base, name)
                for number, line in enumerate(_lines(path), 1):
                    if not line.strip():
                        continue
                    try:
                        row = json.loads(line)
                    except ValueError:  # A rejected line may be no JSON at all; it says so itself.
                        raise InputError(f"{path}: line {number} is no JSON") from None
                    yield path, row


def refine_files(
    inputs: PathLike | Sequence[PathLike],
    out: PathLike,
    recipe: RecipeLike = "anonymize",
    *,
    key: KeyLike = None,
    fields: FieldPaths | None = None,
    roles: Sequence[str] = (),
    id_field: str | None = None,
    format: str | None = None,
    model: str | None = None,
    scope: Literal["private", "all"] | None = None,
    set: Mapping[str, object] | None = None,
    enable: Sequence[str] | None = None,
    disable: Sequence[str] = (),
    allow: AllowLike = (),
    deny: DenyLike = (),
    min_score: float | Mapping[str, float] | None = None,
    operators: Mapping[str, str] | None = None,
    threads: int | None = None,
    limit: int | None = None,
    resume: bool = False,
    overwrite: bool = False,
    reversible: bool = False,
    show_values: bool = False,
    progress: ProgressLike = None,
) -> Run:
    """Refines files, folders and globs into a folder: `lauter refine` in this process, with the same bytes. Ctrl-C ends it so that
    `resume=True` goes on.

    Args:
        inputs: one or several of what the command line takes: files, folders, globs, s3:// URLs.
        out: a folder, new or empty unless `resume` or `overwrite`; a file such as `x.jsonl.gz`, and the rest beside it in
            `x.jsonl.gz.lauter`; or s3://bucket/prefix.
        key: None: LAUTER_KEY_FILE, else `OUT.key` beside the output, made if it is not there.
        fields: path or paths of a row's texts: "text", "messages[].content"; "auto" takes what rows show.
        roles: of chats, only the turns of these speakers.
        progress: True: a bar of tqdm if it is installed, else lines on standard error; or a function of a `Progress`, which is called
            ten times a second.

    Raises:
        RecipeError, KeyProblem, FieldError, InputError, Unavailable: as for `Engine`.
        Interrupted: by Ctrl-C.
    """
    files = [os.fspath(path) for path in ([inputs] if isinstance(inputs, (str, os.PathLike)) else inputs)]
    if not files:
        raise InputError("no inputs")
    if any(path == "-" for path in (*files, os.fspath(out))):
        raise InputError("refine_files reads and writes files; lauter.iter_refined takes a stream")
    if isinstance(roles, str):
        raise TypeError("roles is a list, not a str")
    resolved = with_options(
        as_recipe(recipe), set=set, enable=enable, disable=disable, allow=allow, deny=deny, min_score=min_score, operators=operators
    )
    from .engine import Engine

    # A wrong recipe is found before anything is written.
    checked = Engine(resolved, key=Key.example(), model=model, scope=scope)

    said = _fields.rules_of(checked._about())
    if fields is None and not roles and (said.texts or said.every):
        texts = []
    else:
        texts = _text_arguments(_fields.as_paths(_fields.PLAIN if fields is None else fields), roles)
    args = ["--output", os.fspath(out), *texts, "--quiet", "--progress", "never"]
    for assignment in resolved.assignments():
        args += ["--set", assignment]
    for flag, value in (
        ("--id-field", id_field), ("--format", format), ("--model", model), ("--scope", scope), ("--threads", threads), ("--limit", limit),
        ("--duckdb", _parquet.library()),
    ):  # fmt: skip
        if value is not None:
            args += [flag, str(value)]
    args += [f"--{name}" for name, wanted in (("resume", resume), ("overwrite", overwrite), ("reversible", reversible)) if wanted]
    if show_values:
        args.append("--show-values")

    from contextlib import ExitStack

    with ExitStack() as stack:
        args += ["--recipe", _recipe_argument(resolved, checked, stack)]
        if key is not None or os.environ.get("LAUTER_KEY_FILE"):
            args += ["--key-file", _key_argument(as_key(key), stack)]
        _models.announce()
        report = _watch(progress)
        stack.callback(report.close)
        try:
            _core.refine_files([*args, "--", *files], report)
        except KeyboardInterrupt:
            raise Interrupted(f"the run into {os.fspath(out)} was stopped; refine_files(..., resume=True) goes on") from None
        except _core.Error as error:
            problem = translate(error)
            if isinstance(problem, KeyboardInterrupt):
                problem = Interrupted(f"the run into {os.fspath(out)} was stopped; refine_files(..., resume=True) goes on")
            raise problem from None
    return Run(out)


def _text_arguments(paths: tuple[str, ...], roles: Sequence[str]) -> list[str]:
    """`--text-field` for one field of its own, else `--fields`, whose rows have a `field` in the log."""
    if len(paths) == 1 and "[]" not in paths[0] and paths[0] != _fields.AUTO and not roles:
        return ["--text-field", paths[0]]
    if any("," in name for name in (*paths, *roles)):
        raise FieldError("files take no field and no role with a comma in its name, where there are several")
    return [*(word for path in paths for word in ("--fields", path)), *(word for role in roles for word in ("--roles", role))]


def _recipe_argument(recipe: Recipe, checked: Engine, stack: Any) -> str:
    if recipe.yaml is None:
        return recipe.name
    if recipe.path is not None:
        return recipe.path
    import json
    import tempfile

    path = os.path.join(stack.enter_context(tempfile.TemporaryDirectory(prefix="lauter-")), "recipe.yaml")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(checked._about()["recipe"], file)  # Resolved: the files of its lists are where they are.
    return path


def _key_argument(key: Key, stack: Any) -> str:
    """The path of a key file. A key that is in memory stays there: its file is one without a name."""
    if key.path is not None:
        return key.path
    descriptor = os.memfd_create("lauter-key")
    stack.callback(os.close, descriptor)
    os.fchmod(descriptor, 0o600)
    os.write(descriptor, key.secret().hex().encode())
    return f"/proc/self/fd/{descriptor}"


class _Watcher:
    """Turns the engine's progress into a `Progress` for a function."""

    def __init__(self, show: Callable[[Progress], object] | None) -> None:
        self._show = show

    def __call__(self, rows: int, rows_rejected: int, edits: int, bytes: int, seconds: float, done: float) -> None:
        if self._show is not None:
            self._show(Progress(rows, rows_rejected, edits, bytes, seconds, None if done < 0 else done))

    def close(self) -> None:
        pass


class _Bar(_Watcher):
    """A bar of tqdm."""

    def __init__(self, tqdm: Any) -> None:
        self._bar = tqdm(total=1.0, bar_format="{percentage:3.0f}%|{bar}| {elapsed}<{remaining} {postfix}")
        super().__init__(self._draw)

    def _draw(self, progress: Progress) -> None:
        self._bar.n = progress.done or 0.0
        self._bar.set_postfix(rows=progress.rows, rejected=progress.rows_rejected, edits=progress.edits)

    def close(self) -> None:
        self._bar.close()


class _Lines(_Watcher):
    """A line on standard error every ten seconds."""

    def __init__(self) -> None:
        self._next = 10.0
        super().__init__(self._write)

    def _write(self, progress: Progress) -> None:
        if progress.seconds >= self._next:
            self._next = progress.seconds + 10.0
            share = "" if progress.done is None else f"{progress.done:4.0%} "
            sys.stderr.write(f"lauter: {share}{progress.rows} rows, {progress.rows_rejected} rejected, {progress.seconds:.0f} s\n")


def _watch(progress: ProgressLike) -> _Watcher:
    if progress is True:
        try:
            from tqdm.auto import tqdm
        except ImportError:
            return _Lines()
        return _Bar(tqdm)
    return _Watcher(progress or None)


def _lines(path: str) -> Iterator[str]:
    if path.endswith(".zst"):
        from .review.log import blocks

        for _, _, content in blocks(path):
            yield from content.decode().split("\n")
        return
    with _open_text(path) as file:
        yield from file


def _open_text(path: str) -> IO[str]:
    if path.endswith(".gz"):
        import gzip

        return gzip.open(path, "rt", encoding="utf-8")
    if path.endswith(".xz"):
        import lzma

        return lzma.open(path, "rt", encoding="utf-8")
    if path.endswith(".bz2"):
        import bz2

        return bz2.open(path, "rt", encoding="utf-8")
    return open(path, encoding="utf-8")
