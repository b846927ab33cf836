"""The engine, as `python/glue/core.cc` shows it. Private: `lauter` is the public face of it.

Nothing here checks what a caller of `lauter` may do wrong in words for people; the modules around it do.
"""
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, final

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Texts = Sequence[str | None] | _ArrowArray | _ArrowStream

abi_version: Final[int]
"""`lauter_abi_version()`."""
version: Final[str]
"""`lauter_version()`."""

OFFSETS_BYTE: Final = 0
OFFSETS_CHAR: Final = 1
OFFSETS_UTF16: Final = 2
KEPT: Final = 0
EDITED: Final = 1
REJECTED: Final = 2
NULL: Final = 3

class Error(Exception):
    """Every failure of the engine: `args` is `(code, message)`, code as `lauter_status` of src/capi/lauter.h (2 recipe,
    3 key, 4 field, 5 model, 6 input, 7 unavailable, 10 internal). A wrong argument of a call is a `TypeError` or
    `ValueError` at once, a stopped call what its signal handler raised."""

# (start, end, byte_start, byte_end, refined_start, refined_end, text, replacement, label, rule, stage, score, reason)
# replacement is None in a find. text: which of the row's texts. Offsets in the unit of the call, within that text.
_Edit = tuple[int, int, int, int, int, int, int, str | None, str, str, str, float, str]

@final
class Engine:
    def __new__(cls, config_json: str, key: bytes) -> "Engine": ...
    def describe(self) -> str: ...
    def refine(
        self,
        texts: _Texts,
        *,
        ids: Sequence[str | None] | None = None,
        rows: Sequence[int] | None = None,
        fields: _ArrowArray | None = None,
        values: Sequence[int] | None = None,
        threads: int = 1,
        offsets: int = 1,
    ) -> "Batch":
        """`rows`: n + 1 indices into the texts, for rows of several texts (lauter_call.rows). `fields`: a struct array, one
        entry a row, for `where:`. `values`: of each text 0, or which private value it is (lauter_call.values). The GIL is away while the engine works, and comes back ten times a second for signals."""
    def find(
        self,
        texts: _Texts,
        *,
        ids: Sequence[str | None] | None = None,
        rows: Sequence[int] | None = None,
        fields: _ArrowArray | None = None,
        values: Sequence[int] | None = None,
        threads: int = 1,
        offsets: int = 1,
    ) -> "Batch": ...

@final
class Batch:
    """Holds what it was made of, so that kept texts are the very objects that came in."""

    def __len__(self) -> int: ...
    """Rows."""
    def texts(self) -> list[str | None]:
        """The refined text of every text of the call (of rows of several texts: all of them, in order); None: null, or
        its row is rejected. An unchanged text of a list is the same object."""
    def original(self, text: int) -> str | None:
        """Text number `text` of the call as it came in."""
    def states(self) -> list[int]:
        """KEPT and so on, one for each row."""
    def row(self, row: int) -> tuple[int, str | None, str, int, int, bool, int, int, int, tuple[str, ...]]:
        """(state, reason, id, first_text, n_texts, verified, rounds, found, repaired, failed)."""
    def edits(self, row: int) -> list[_Edit]: ...
    def program(self, row: int, dialect: str) -> str: ...
    def counts(self) -> tuple[int, int, int, int, int, int, int]:
        """(rows, kept, edited, rejected, null, edits, bytes)."""
    def label_counts(self) -> dict[str, int]:
        """Edits (or finds) of the whole batch by label."""
    def text_array(self, type: int) -> tuple[object, object]:
        """Capsules `arrow_schema`, `arrow_array` of the refined texts; type 0 utf8, 1 large_utf8, 2 utf8_view."""
    def table(self) -> tuple[object, object]:
        """Capsules of the struct array of lauter_batch_table(): state, reason, edits; offsets in the unit of the call."""

# (number, id, raw, text, texts, reason): text is None where reason says why; texts: (field, start, end) of each of several texts, in
# bytes of text, which joins them.
_SourceRow = tuple[int, str, bytes, bytes | None, list[tuple[str, int, int]], str | None]

@final
class Rows:
    """The rows of one file, as a run reads them: lauter_rows_open(). One thread at a time."""

    def __new__(cls, config_json: str) -> "Rows": ...
    def next(self, with_rows: bool, /) -> tuple[int, int, int, int, list[_SourceRow]] | None:
        """(index, offset, record, n_rows, rows) of the next chunk, GIL released; rows are empty unless asked for. None: the file
        has ended."""

def decompress_zstd(data: bytes, limit: int, /) -> bytes:
    """All frames of `data`; an Error if they are broken or hold more than `limit` bytes. GIL released."""

def text_hash(key: bytes, text: bytes, /) -> str:
    """`raw_hash` of a row with this text."""

def unseal(key: bytes, id: str, start: int, sealed: str, /) -> bytes:
    """The original of an op, out of a log that was written with --reversible."""

def apply(text: str, program: str, dialect: str) -> str: ...
def categories() -> str:
    """lauter_categories(): JSON."""

def refine_files(args: Sequence[str], progress: Callable[[int, int, int, int, float, float], Any] | None) -> str:
    """`lauter refine ARGS`: progress(rows, rows_rejected, edits, bytes, seconds, done) ten times a second with the GIL; what
    it raises ends the run resumably and is raised. Returns report.json's text."""

def doctor(args: Sequence[str]) -> str:
    """lauter_doctor(): JSON. GIL released; servers of a recipe are asked."""

def cli_main(args: Sequence[str]) -> int:
    """`lauter ARGS`, GIL released; the exit code. SIGINT has the command line's handler meanwhile."""
