"""What the decisions say of a run: precision by label, and how many kept rows had something missed."""
from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import Any

from .decisions import Decision

_Z = 1.959964  # of 95 %
RANDOM, KEPT = "random", "kept"
"""The queues whose figures speak for the whole run: all edits, or all kept rows, are as likely to be in them."""


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 %.

    >>> [round(bound, 2) for bound in wilson(37, 41)]
    [0.77, 0.96]
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def figures(decisions: Iterable[Decision]) -> dict[str, Any]:
    """Of decisions with one for each place. An edit is right if it had to be made under its label; other words for its stand-in
    leave it right, another label does not."""
    all_edits: dict[str, list[int]] = {}
    random_edits: dict[str, list[int]] = {}
    kept: set[tuple[str, int]] = set()
    with_missed: set[tuple[str, int]] = set()
    n = missed = 0
    for decision in decisions:
        n += 1
        where = decision.file, decision.row
        if decision.verdict == "missed":
            missed += 1
            if decision.queue == KEPT:
                kept.add(where)
                with_missed.add(where)
        elif decision.is_row:
            if decision.queue == KEPT:
                kept.add(where)
        else:
            right = decision.verdict in ("right", "words")
            for counts in [all_edits] + [random_edits] * (decision.queue == RANDOM):
                count = counts.setdefault(decision.edit_label, [0, 0])
                count[0] += right
                count[1] += 1
    low, high = wilson(len(with_missed), len(kept))
    return {
        "decisions": n,
        "edits": _rows(all_edits),
        "random": _rows(random_edits),
        "missed": missed,
        "kept": {"rows": len(kept), "with_missed": len(with_missed), "low": low, "high": high},
    }


def _rows(counts: dict[str, list[int]]) -> list[dict[str, Any]]:
    rows = []
    for label, (right, judged) in sorted(counts.items(), key=lambda item: (-item[1][1], item[0])):
        low, high = wilson(right, judged)
        rows.append({"label": label, "right": right, "judged": judged, "low": low, "high": high})
    return rows
