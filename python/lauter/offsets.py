"""Maps between the units of offsets: code points (Python), bytes of UTF-8 (the command line's logs), UTF-16 units (browsers).

>>> text = "Zoë's mail: z@x.org"
>>> to_char = byte_to_char(text)
>>> to_char[13], to_char.many([0, 13])
(12, [0, 12])
"""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import final

_STEP = 512  # Code points between two known places; a look-up counts at most so many.


def char_to_byte(text: str) -> OffsetMap:
    """From code points to bytes of UTF-8."""
    return OffsetMap(text, _byte_size, forward=True)


def byte_to_char(text: str) -> OffsetMap:
    """From bytes of UTF-8 to code points."""
    return OffsetMap(text, _byte_size, forward=False)


def char_to_utf16(text: str) -> OffsetMap:
    """From code points to UTF-16 units."""
    return OffsetMap(text, _utf16_size, forward=True)


def utf16_to_char(text: str) -> OffsetMap:
    """From UTF-16 units to code points."""
    return OffsetMap(text, _utf16_size, forward=False)


@final
class OffsetMap:
    """`map[offset]` and `map.many(offsets)`, for offsets from 0 to the text's length.

    Raises:
        IndexError: an offset outside of the text.
        ValueError: an offset inside of a character.
    """

    __slots__ = ("_text", "_size", "_known", "_forward")

    def __init__(self, text: str, size: Callable[[str], int], *, forward: bool) -> None:
        self._text, self._size, self._forward = text, size, forward
        # _known[i]: units before code point i * _STEP. ASCII has the same offsets in every unit.
        self._known: list[int] | None = None
        if not text.isascii():
            known = [0]
            for begin in range(0, len(text), _STEP):
                known.append(known[-1] + size(text[begin : begin + _STEP]))
            self._known = known

    def __getitem__(self, offset: int) -> int:
        limit = len(self._text) if self._forward or self._known is None else self._known[-1]
        if not 0 <= offset <= limit:
            raise IndexError(f"offset {offset} is outside of the text, which ends at {limit}")
        if self._known is None:
            return offset
        if self._forward:
            block = offset // _STEP
            return self._known[block] + self._size(self._text[block * _STEP : offset])
        block = bisect_right(self._known, offset) - 1
        units, at = self._known[block], min(block * _STEP, len(self._text))
        while units < offset:
            units += self._size(self._text[at])
            at += 1
        if units != offset:
            raise ValueError(f"offset {offset} is inside of a character")
        return at

    def many(self, offsets: Iterable[int]) -> list[int]:
        """The map of each offset, in order."""
        return [self[offset] for offset in offsets]


def _byte_size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16_size(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
