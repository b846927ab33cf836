"""`lauter review OUT --export WHAT -o FILE`: what decisions become."""
from __future__ import annotations

import os

from ...errors import InputError
from .. import queues
from ..decisions import Decisions
from ..index import Index
from ..run_files import RunFiles
from ..texts import Texts
from . import programs, recipe, rows
from .judged import Judgements

KINDS = ("recipe", "gold", "heads", "programs", "label-studio", "argilla")


def export(
    out: str,
    kind: str,
    path: str,
    *,
    inputs: str | None = None,
    key: str | None = None,
    strategy: str = "unsure",
    limit: int = 1000,
) -> list[str]:
    """Writes the file, and says in words what was written. `strategy` and `limit`: which rows become tasks and records.

    Raises:
        InputError: there are no decisions, or a file cannot be read.
    """
    run = RunFiles.open(out)
    index = Index.open_or_build(run)
    texts = Texts(index, inputs=inputs, key=run.key(key))
    decisions = Decisions(run.out, write=False)
    judged = Judgements(index, decisions)
    if not judged.all and not judged.disputed and kind not in ("label-studio", "argilla"):
        raise InputError(f"{out} has no decisions yet: lauter review {out}")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise InputError(f"{folder} is no folder")
    if kind == "recipe":
        said = recipe.write(texts, judged, path)
    elif kind == "gold":
        said = rows.write_gold(texts, judged, path)
    elif kind == "heads":
        said = rows.write_heads(texts, judged, path)
    elif kind == "programs":
        said = programs.write(texts, judged, path)
    else:
        chosen = (item.row for item in queues.queue(index, strategy, limit=limit).items)
        said = (rows.write_label_studio if kind == "label-studio" else rows.write_argilla)(texts, judged, path, chosen)
    if judged.disputed:
        said.append(f"{len(judged.disputed)} places count as undecided: reviewers disagree; `--strategy disagreements` shows them")
    if judged.stale:
        said.append(f"{judged.stale} decisions are about rows that are not there any more")
    return said
