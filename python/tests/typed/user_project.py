"""A program as a user writes it. `mypy --strict` must find nothing in it, and each `assert_type` says what it must infer."""
from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typing_extensions import assert_type

import lauter


def one(text: str) -> str:
    refined = lauter.refine(text, key=lauter.Key.at("corpus.key"), model="none")
    assert_type(refined, lauter.Refined)
    for edit in refined.edits:
        assert_type(edit, lauter.Edit)
        print(edit.label, edit.start + 1, edit.score * 2)
    return str(refined)


def many(texts: list[str]) -> list[str | None]:
    engine = lauter.Engine("anonymize", key="corpus.key", set={"surrogates.default": "mask"}, threads=2, scope="all")
    batch = engine.refine_batch(texts, ids=range(len(texts)), on_rejected="drop")
    assert_type(batch, lauter.RefinedBatch)
    assert_type(batch[0], lauter.Refined)
    assert_type(batch[1:], list[lauter.Refined])
    assert_type(lauter.refine(texts), lauter.RefinedBatch)
    assert_type(lauter.find("x"), list[lauter.Span])
    assert_type(lauter.find(texts), lauter.FoundBatch)
    print(batch.counts.edits + (batch.counts + batch.counts).rows)
    return batch.texts


def stream(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in lauter.iter_refined(rows, fields=["prompt", "completion"], on_rejected="drop"):
        assert_type(row, dict[str, Any] | None)
        if row is not None:
            yield row


def files() -> int:
    def show(progress: lauter.Progress) -> None:
        print(progress.rows, progress.done)

    run = lauter.refine_files(["a.jsonl", "b/"], "out", key=lauter.Key.from_env(), progress=show)
    assert_type(run, lauter.Run)
    assert_type(run.card(), str)
    print(lauter.doctor()["parquet"], lauter.Engine().table_fn("text", state_column="state"))
    return sum(len(log.program) for log in run.edits())


try:
    one("x")
except lauter.RejectedError as error:
    assert_type(error.rows, list[tuple[int, str, str]])
except (lauter.RecipeError, lauter.KeyProblem) as problem:
    print(problem)
