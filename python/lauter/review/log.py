"""The logs of a run: zstd frames of whole lines, each of which is found without reading those before it."""
from __future__ import annotations

import mmap
import os
from collections.abc import Iterator

from .. import _core
from ..errors import InputError

_FRAME = 0xFD2FB528
_SKIPPABLE = 0x184D2A50
_LIMIT = 1 << 32
"""Bytes that a frame may hold."""


def frames(path: str) -> list[tuple[int, int]]:
    """Begin and end of each frame of a file, in its bytes; nothing is decompressed.

    Raises:
        InputError: it is cut off, or no zstd.
    """
    if os.path.getsize(path) == 0:
        return []
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        places, at = [], 0
        while at < len(data):
            end = _frame_end(data, at)
            if not at < end <= len(data):
                raise InputError(f"{path}: byte {at}: the log is cut off, or no zstd")
            places.append((at, end))
            at = end
        return places


def _frame_end(data: mmap.mmap, at: int) -> int:
    """RFC 8878, section 3.1: a frame's header, then its blocks, each with its size before it. -1: no frame."""
    magic = int.from_bytes(data[at : at + 4], "little")
    if magic & 0xFFFFFFF0 == _SKIPPABLE:
        return at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
    if magic != _FRAME or at + 5 > len(data):
        return -1
    flags = data[at + 4]
    single = flags >> 5 & 1
    at += 5 + (1 - single) + (0, 1, 2, 4)[flags & 3] + (single, 2, 4, 8)[flags >> 6]
    last = False
    while not last:
        if at + 3 > len(data):
            return -1
        header = int.from_bytes(data[at : at + 3], "little")
        last = bool(header & 1)
        at += 3 + (1 if header >> 1 & 3 == 1 else header >> 3)
    return at + (4 if flags & 4 else 0)


def read_block(path: str, begin: int, end: int) -> bytes:
    """The lines in some frames.

    Raises:
        InputError: they are broken.
    """
    with open(path, "rb") as file:
        file.seek(begin)
        data = file.read(end - begin)
    try:
        return _core.decompress_zstd(data, _LIMIT)
    except _core.Error as error:
        raise InputError(f"{path}: byte {begin}: {error.args[1]}") from None


def blocks(path: str) -> Iterator[tuple[int, int, bytes]]:
    """Begin, end and lines of each run of frames that ends with a line's end: one frame, as runs write them."""
    begin: int | None = None
    content = b""
    for start, end in frames(path):
        begin = start if begin is None else begin
        content += read_block(path, start, end)
        if content.endswith(b"\n"):
            yield begin, end, content
        elif content:
            continue
        begin, content = None, b""
    if content:
        raise InputError(f"{path}: the last line has no end")
