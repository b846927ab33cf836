"""datatrove: a pipeline step that refines documents, and its PII formatter with lauter inside.

    LocalPipelineExecutor(
        pipeline=[JsonlReader("in/"),
                  LauterRefiner(key=lauter.Key.at("corpus.key"), exclusion_writer=JsonlWriter("rejected/")),
                  JsonlWriter("out/")],
        tasks=8, workers=2, logging_dir="logs/").run()
"""

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from lauter.integrations import missing, open_engine

try:
    from datatrove.data import Document, DocumentsPipeline
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.writers.disk_base import DiskWriter
    from datatrove.utils.batching import batched
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise missing(__name__, "datatrove") from error

import lauter
from lauter.results import reason_kind
from lauter.tables import struct_of_rows


class LauterRefiner(PipelineStep):  # type: ignore[misc]
    """Refines the text of documents; what cannot be refined is dropped, with the reason.

    A document's id is its `doc.id`, and `where:` of a recipe looks at its metadata.

    Args:
        recipe, key, model, set: as of `lauter.Engine`. A key must be given; `lauter.Key.at(path)` keeps the secret out of
            the pickle that Slurm tasks read.
        batch_size: documents that go to the engine at a time.
        exclusion_writer: gets the documents that were dropped, unrefined, with `metadata["filter_reason"]`.
        metadata_key: where to put `{"state", "edits": [{"start", "end", "label", "rule", "score"}]}` in the metadata,
            offsets in characters of the original text. Default: nowhere.

    Statistics: total, forwarded, dropped, dropped_REASON, edited, edits, edits_LABEL. REASON is one of `verification`,
    `encoding`, `too_long`, `filter_NAME`, `dropped_by_STEP`, `llm_WHY`, `no_text`, `other`.
    """

    type = "✂️ - FORMAT"
    name = "🔎 lauter"
    _requires_dependencies: list[str] = []

    def __init__(
        self,
        recipe: Any = "anonymize",
        key: Any = None,
        *,
        model: str | None = None,
        set: Mapping[str, object] | None = None,
        batch_size: int = 1000,
        exclusion_writer: DiskWriter | None = None,
        metadata_key: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__()
        self.engine = open_engine(recipe, key, model=model, set=set, **options)
        self.batch_size = batch_size
        self.exclusion_writer = exclusion_writer
        self.metadata_key = metadata_key

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        has_where = any(step.get("where") for step in self.engine.recipe.show()["steps"])
        with self.exclusion_writer or contextlib.nullcontext():
            for docs in batched(data, self.batch_size):
                with self.track_time("batch"):
                    batch = self.engine.refine_batch(
                        [doc.text for doc in docs],
                        ids=[doc.id for doc in docs],
                        fields=struct_of_rows([doc.metadata for doc in docs]) if has_where else None,
                    )
                for doc, text, state, index in zip(docs, batch.texts, batch.states, range(len(docs)), strict=True):
                    self.stat_update(StatHints.total)
                    if text is None:
                        self._drop(doc, _drop_reason(batch[index].reason), rank)
                        continue
                    if state == "edited" or self.metadata_key:
                        self._note(doc, batch[index])
                    doc.text = text
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(doc)
                    yield doc

    def _note(self, doc: Document, refined: lauter.Refined) -> None:
        if refined.edits:
            self.stat_update("edited")
            self.stat_update("edits", value=len(refined.edits), unit="doc")
            labels = [edit.label for edit in refined.edits]
            for label in sorted({*labels}):
                self.stat_update(f"edits_{label}", value=labels.count(label), unit="doc")
        if self.metadata_key:
            doc.metadata[self.metadata_key] = {
                "state": refined.state,
                "edits": [
                    {"start": e.start, "end": e.end, "label": e.label, "rule": e.rule, "score": e.score}
                    for e in refined.edits
                ],
            }

    def _drop(self, doc: Document, reason: str, rank: int) -> None:
        self.stat_update(StatHints.dropped, f"dropped_{reason}")
        if self.exclusion_writer:
            doc.metadata["filter_reason"] = reason
            self.exclusion_writer.write(doc, rank)


# What datatrove users count one by one, where lauter.results.reason_kind() has one word.
_DROP_REASONS = (
    (r"filter ([a-z0-9_]+)", r"filter_\1"),
    (r"llm: ([a-z]+)", r"llm_\1"),
    (r"([a-z_]+): ", r"dropped_by_\1"),
)


def _drop_reason(reason: str | None) -> str:
    """A word for the statistics and `filter_reason`: there are few of them, and they hold no value.

    >>> _drop_reason("verification failed: rescan:EMAIL_ADDRESS"), _drop_reason("filter c4: lorem_ipsum")
    ('verification', 'filter_c4')
    >>> _drop_reason("larger than max_document_bytes (16777216)"), _drop_reason(None)
    ('too_long', 'no_text')
    """
    if reason is None:
        return "no_text"
    kind = reason_kind(reason)
    if kind in ("filter", "llm", "other"):
        for pattern, word in _DROP_REASONS:
            if match := re.match(pattern, reason):
                return match.expand(word)
    return kind


# Any IPv4 address, private ones too, which lauter's own rules leave alone.
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_ANY_ADDRESS = {"name": "any_address", "label": "IP_ADDRESS", "pattern": rf"\b((?:{_OCTET}\.){{3}}{_OCTET})\b", "score": 0.6}


class PIIFormatter(LauterRefiner):
    """datatrove's `PIIFormatter` with lauter inside: mail addresses and IP addresses, and nothing else.

    The first three arguments are datatrove's. Fixed replacements are refused: stand-ins are keyed, valid and the same
    for the same value. A key must be given here too.
    """

    name = "📞 PII by lauter"

    def __init__(
        self,
        remove_emails: bool = True,
        remove_ips: bool = True,
        only_remove_public_ips: bool = True,
        email_replacement: None = None,
        ip_replacement: None = None,
        *,
        key: Any = None,
        batch_size: int = 1000,
        **options: Any,
    ) -> None:
        if email_replacement is not None or ip_replacement is not None:
            raise TypeError(
                "email_replacement and ip_replacement are not taken: stand-ins are keyed, so that the same address has "
                "the same one everywhere. For fixed words use LauterRefiner(operators={'EMAIL_ADDRESS': 'placeholder'})"
            )
        if not (remove_emails or remove_ips):
            raise ValueError("neither mail nor IP addresses are to be removed: leave the step out")
        ips = ["IP_ADDRESS", "IPV6_ADDRESS"] if remove_ips else []
        step = {
            "use": "anonymize",
            "model": "none",
            "categories": {"enable": (["EMAIL_ADDRESS"] if remove_emails else []) + ips},
            "custom_rules": [_ANY_ADDRESS] if remove_ips and not only_remove_public_ips else [],
        }
        super().__init__({"name": "pii", "steps": [step]}, key, batch_size=batch_size, **options)
