"""NeMo Curator: a stage that refines a text field, and modifiers for `Modify`.

    Pipeline(name="refine", stages=[JsonlReader(file_paths="in/"),
        LauterRefiner(text_field="text", recipe="anonymize", key_file="corpus.key"),
        ParquetWriter(path="out/")]).run()
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from lauter.integrations import missing, open_engine

try:
    import pyarrow as pa
    from nemo_curator.stages.base import ProcessingStage
    from nemo_curator.stages.resources import Resources
    from nemo_curator.stages.text.modifiers.doc_modifier import DocumentModifier
    from nemo_curator.tasks import DocumentBatch
except ImportError as error:
    raise missing(__name__, "nemo_curator", "nemo") from error

import lauter
from lauter.integrations._arrow import ids as column_of_ids


@dataclass
class LauterRefiner(ProcessingStage[DocumentBatch, DocumentBatch]):  # type: ignore[misc,unused-ignore]
    """Takes private data out of `text_field`.

    The result stands in `output_field`, by default in `text_field`; `edits_field`, if named, gets a list of structs
    `{start, end, replacement, label, rule, stage, score, refined_start, refined_end, reason}` (code points, no originals).
    `labels`: the categories or groups to look for, all if None; `threshold`: `min_score` of the recipe. `key_file` is
    read by every worker; None: what LAUTER_KEY_FILE names. `id_field`: the rows' ids, if there is such a column.
    `on_rejected`: what becomes of a row that cannot be refined: "drop", "null" (its text), "raise" (RejectedError).
    A batch of which nothing is left is dropped. Metrics: the counts of `lauter.Counts`.
    """

    text_field: str = "text"
    recipe: str = "anonymize"
    key_file: str | None = None
    output_field: str | None = None
    edits_field: str | None = None
    labels: list[str] | None = None
    threshold: float | None = None
    model: str | None = None
    set: dict[str, Any] | None = None
    id_field: str | None = "id"
    on_rejected: Literal["drop", "null", "raise"] = "drop"
    name: str = "lauter_refiner"
    resources: Resources = field(default_factory=lambda: Resources(cpus=1.0))
    batch_size: int = 1

    def __post_init__(self) -> None:
        self._engine = open_engine(
            self.recipe,
            key_file=self.key_file,
            model=self.model,
            set=self.set,
            enable=self.labels,
            min_score=self.threshold,
        )

    def inputs(self) -> tuple[list[str], list[str]]:
        """The text field must be there."""
        return ["data"], [self.text_field]

    def outputs(self) -> tuple[list[str], list[str]]:
        """The fields that are written."""
        added = [self.edits_field] if self.edits_field else []
        return ["data"], [self.output_field or self.text_field, *added]

    def setup(self, worker_metadata: Any = None) -> None:
        """Opens the engine, so that the first batch is no slower than the others."""
        self._engine.refine("")

    def process(self, task: DocumentBatch) -> DocumentBatch | None:
        """The batch with its texts refined; None if no row is left."""
        table = _table(task)
        ids_in = column_of_ids(table.schema, self.id_field)
        ids = None if ids_in is None else table[ids_in]
        on_rejected: Literal["raise", "null"] = "raise" if self.on_rejected == "raise" else "null"
        batch = self._engine.refine_batch(table[self.text_field], ids=ids, on_rejected=on_rejected)
        self._log_metrics(batch.counts.to_dict())
        made = batch.to_arrow()
        table = _with_column(table, self.output_field or self.text_field, made["text"])
        if self.edits_field:
            table = _with_column(table, self.edits_field, made["edits"])
        if self.on_rejected == "drop":
            table = table.filter(pa.array([state != "rejected" for state in batch.states]))
        if table.num_rows == 0:
            return None
        return DocumentBatch(
            dataset_name=task.dataset_name, data=table, _metadata=task._metadata, _stage_perf=task._stage_perf
        )


class LauterModifier(DocumentModifier):  # type: ignore[misc,unused-ignore]
    """For `Modify(LauterModifier(key_file=...), input_fields="text")`: one text at a time, so slower than `LauterRefiner`.

    A text that cannot be refined becomes None. `options` are those of `lauter.Engine`.
    """

    def __init__(self, recipe: str = "anonymize", key_file: str | None = None, **options: Any) -> None:
        super().__init__()
        self._name = "lauter_modifier"
        self._engine = open_engine(recipe, key_file=key_file, **options)

    def modify_document(self, text: Any) -> Any:
        """The refined text; what is no string stays."""
        return self._engine.refine(text).text if isinstance(text, str) else text


class PiiModifier(LauterModifier):
    """NeMo Curator's modifier of that name, up to 0.9, for `Modify(PiiModifier(...))`.

    `anonymize_action`: "redact" deletes, "mask", "hash", "replace" (`[EMAIL_ADDRESS_1]`); and "surrogate". `device`, `batch_size`
    and `language` decide nothing. What has no like here (`new_value`, `encrypt`, ...) is a TypeError.
    """

    _ACTIONS: ClassVar[dict[str, str]] = {
        "redact": "remove",
        "mask": "mask",
        "hash": "hash",
        "replace": "placeholder",
        "surrogate": "surrogate",
    }

    def __init__(
        self,
        language: str = "en",
        supported_entities: list[str] | None = None,
        anonymize_action: str = "redact",
        batch_size: int = 2000,
        device: str = "gpu",
        *,
        key_file: str | None = None,
        **kwargs: Any,
    ) -> None:
        if kwargs:
            raise TypeError(f"PiiModifier: no {', '.join(sorted(kwargs))} here; operators are set in a recipe (surrogates)")
        if anonymize_action not in self._ACTIONS:
            raise TypeError(f"anonymize_action: one of {', '.join(self._ACTIONS)}, not {anonymize_action!r}")
        super().__init__(
            key_file=key_file,
            enable=_categories(supported_entities),
            set={"surrogates.default": self._ACTIONS[anonymize_action]},
        )
        self._name = "pii_modifier"


def _categories(entities: list[str] | None) -> list[str] | None:
    if entities is None:
        return None
    from lauter.presidio.entities import TO_LAUTER

    address = {"STREET_ADDRESS", "POSTAL_CODE", "PO_BOX"}
    return sorted(set().union(*(address if name == "ADDRESS" else TO_LAUTER.get(name, {name}) for name in entities)))


def _table(task: DocumentBatch) -> pa.Table:
    try:
        return task.to_pyarrow()
    except pa.ArrowException as error:  # its message may hold a value
        raise lauter.FieldError(f"a column of the batch is no Arrow column: {type(error).__name__}") from None


def _with_column(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    if name in table.column_names:
        return table.set_column(table.column_names.index(name), name, column)
    return table.append_column(name, column)
