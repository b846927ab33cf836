"""data-juicer: a mapper that refines, and a filter that drops what could not be refined.

    custom_operator_paths: [OPS]        # OPS: what  python -m lauter.integrations.data_juicer  prints
    process:
      - lauter_refine_mapper: {recipe: anonymize, key_file: corpus.key}
      - lauter_refine_filter: {}

A row that was refused has "" for its texts and `{"lauter": {"state": "rejected", ...}}` in its meta; the filter drops
it. The mapper never raises for a row, since data-juicer would then lose the whole batch and print it. data-juicer's
tracer (`open_tracer: true`) writes originals into its own folder.
"""
from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from lauter.integrations import missing, open_engine

try:
    from data_juicer.ops.base_op import OPERATORS, TAGGING_OPS, Filter, Mapper
    from data_juicer.utils.constant import Fields
except ImportError as error:
    raise missing(__name__, "data_juicer", "data-juicer") from error

import lauter
from lauter import fields as field_paths

META = "lauter"
STATS = "lauter_refined"
OPS_FILE = Path(__file__).with_name("lauter_dj_ops.py")

Row = Mapping[str, Any]
_logger = logging.getLogger("lauter")


@TAGGING_OPS.register_module("lauter_refine_mapper")
@OPERATORS.register_module("lauter_refine_mapper")
class LauterRefineMapper(Mapper):  # type: ignore[misc,unused-ignore]
    """Takes private data out of texts.

    `text_key` (dots reach into objects), `batch_size`, `num_proc` are data-juicer's. In the meta of each row stands
    `lauter: {state, reason, edits, labels, program}`: the number of edits, their labels with commas between, and the
    edits as JSON (code points of the original, stand-ins, no originals). Strings and numbers only: data-juicer takes a
    column's type from its first batch.
    """

    _batched_op = True

    def __init__(
        self,
        recipe: str = "anonymize",
        key_file: str | None = None,
        fields: list[str] | str | None = None,
        model: str | None = None,
        set: dict[str, Any] | None = None,
        id_key: str | None = "id",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """
        :param recipe: name or path of a recipe.
        :param key_file: file of the secret key, which every worker reads; None: what LAUTER_KEY_FILE names.
        :param fields: paths of the texts, such as `messages[].content`; `text_key` if None.
        :param model: small, large or none; the recipe's if None.
        :param set: options of the recipe, {"surrogates.default": "mask"}.
        :param id_key: field of the row's id. Where there is none, dates are shifted by the text's hash.
        """
        super().__init__(*args, **kwargs)
        self.engine = open_engine(recipe, key_file=key_file, model=model, set=set)
        self.paths = field_paths.as_paths(fields or self.text_key)
        self.id_key = id_key

    def run(self, dataset: Any, **options: Any) -> Any:
        """data-juicer's, but not on a dataset without the column: it would go on, and drop every row.

        FieldError: there is no such column.
        """
        columns, there = field_paths.top_level(self.paths), dataset.column_names
        if not any(name in there for name in columns):
            raise lauter.FieldError(f"the dataset has no column {', '.join(columns)}; it has: {', '.join(sorted(there))}")
        return super().run(dataset, **options)

    def process_batched(self, samples: MutableMapping[str, list[Any]]) -> MutableMapping[str, list[Any]]:
        """The samples with their texts refined; as many as came in. Never raises: data-juicer would lose the batch."""
        columns, names = field_paths.top_level(self.paths), list(samples)
        rows = [dict(zip(names, values, strict=True)) for values in zip(*(samples[name] for name in names), strict=True)]
        refined, outcomes = self._refine(rows)
        for name in columns:
            if name in samples:
                samples[name] = [row[name] for row in refined]
        metas = samples[Fields.meta] if Fields.meta in names else [None] * len(rows)
        samples[Fields.meta] = [{**(meta or {}), META: outcome} for meta, outcome in zip(metas, outcomes, strict=True)]
        return samples

    def _refine(self, rows: list[dict[str, Any]]) -> tuple[list[Row], list[dict[str, Any]]]:
        try:
            ids = [_id_of(row, self.id_key) for row in rows]
            refined, batch = self.engine.refine_rows(rows, self.paths, ids=ids, require=False)
        except Exception as error:  # one row must not take the others with it
            if len(rows) != 1:
                parts = [self._refine([row]) for row in rows]
                return [row for part, _ in parts for row in part], [one for _, part in parts for one in part]
            _logger.warning("a row was refused, since refining it raised %s", type(error).__name__)
            return [self._blank(rows[0])], [_outcome("rejected", f"error: {type(error).__name__}", ())]
        outcomes = [_outcome(one.state, one.reason or "", one.edits) for one in batch]
        new = [
            self._blank(row) if one["state"] == "rejected" else made
            for row, made, one in zip(rows, refined, outcomes, strict=True)
        ]
        return new, outcomes

    def _blank(self, row: Row) -> dict[str, Any]:
        """The row with "" for its texts; what is no text there is None."""
        flat = field_paths.flatten([row], self.paths)
        if flat.refused:
            return field_paths.blank(row, self.paths)
        return field_paths.replace(row, ((place, "") for place in flat.places))


@OPERATORS.register_module("lauter_refine_filter")
class LauterRefineFilter(Filter):  # type: ignore[misc,unused-ignore]
    """Drops the rows that `lauter_refine_mapper` refused, and any that it never saw. Stats: `lauter_refined`, 1 or 0."""

    _batched_op = True

    def compute_stats_batched(self, samples: MutableMapping[str, list[Any]]) -> MutableMapping[str, list[Any]]:
        """Adds the stats."""
        stats = samples[Fields.stats]
        metas = samples[Fields.meta] if Fields.meta in samples else [None] * len(stats)
        for stat, meta in zip(stats, metas, strict=True):
            state = ((meta or {}).get(META) or {}).get("state", "rejected")
            stat[STATS] = int(state != "rejected")
        return samples

    def process_batched(self, samples: Mapping[str, list[Any]]) -> Iterable[bool]:
        """Which rows stay."""
        return [bool(stat[STATS]) for stat in samples[Fields.stats]]


def _id_of(row: Row, name: str | None) -> str | None:
    value = row.get(name) if name else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


def _outcome(state: str, reason: str, edits: Iterable[lauter.Edit]) -> dict[str, Any]:
    program: list[dict[str, Any]] = [
        {
            "start": edit.start,
            "end": edit.end,
            "replacement": edit.replacement,
            "label": edit.label,
            "rule": edit.rule,
            "score": round(edit.score, 4),
            **({"field": edit.field} if edit.field else {}),
        }
        for edit in edits
    ]
    return {
        "state": state,
        "reason": reason,
        "edits": len(program),
        "labels": ",".join(sorted({edit["label"] for edit in program})),
        "program": json.dumps(program, ensure_ascii=False),
    }


if __name__ == "__main__":
    print(OPS_FILE)
