"""Label Studio: edits as pre-annotations, and what people made of them back as gold rows.

    batch = engine.refine_batch(texts)
    json.dump(list(tasks(batch, texts)), file)      # for Import
    config(batch)                                   # the labeling interface
    json.dumps(row) for row in read(exported)       # JSON export -> rows for `lauter measure pii`

Offsets are code points, which is what Label Studio stores (its editor counts `[...text]`, not UTF-16 units).
Tasks and gold rows hold the original texts: keep them as the corpus is kept. Needs nothing but the standard library.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

import lauter
from lauter.offsets import char_to_byte


def tasks(
    batch: lauter.RefinedBatch, texts: Iterable[str | None], *, from_name: str = "label", to_name: str = "text"
) -> Iterator[dict[str, Any]]:
    """A task for each row: `data` is `{text, id}`, the one prediction has a region for each edit, with its score.

    `texts` are those that the batch was made of. Nulls are left out. A rejected row has no prediction, since lauter has
    nothing to say of it.
    """
    for refined, text in zip(batch, texts, strict=True):
        if text is None:
            continue
        task: dict[str, Any] = {"data": {"text": text, "id": refined.id}}
        if refined.state != "rejected":
            scores = [edit.score for edit in refined.edits]
            task["predictions"] = [
                {
                    "model_version": f"lauter {lauter.__version__}",
                    "score": round(min(scores, default=1.0), 4),
                    "result": [_region(refined.id, edit, from_name, to_name) for edit in refined.edits],
                }
            ]
        yield task


def config(labels: lauter.RefinedBatch | Iterable[str], *, from_name: str = "label", to_name: str = "text") -> str:
    """The XML of a labeling interface with these labels, or those of a batch."""
    names = labels.counts.labels if isinstance(labels, lauter.RefinedBatch) else labels
    rows = "\n".join(f"    <Label value={quoteattr(name)}/>" for name in sorted(names))
    return (
        f"<View>\n  <Labels name={quoteattr(from_name)} toName={quoteattr(to_name)}>\n{rows}\n  </Labels>\n"
        f'  <Text name={quoteattr(to_name)} value="$text"/>\n</View>'
    )


def read(export: Iterable[Mapping[str, Any]], *, from_name: str = "label") -> Iterator[dict[str, Any]]:
    """Gold rows `{id, text, spans}` of a JSON export, as `lauter measure pii --gold` reads them: spans in bytes.

    Of each task the last annotation counts that was not cancelled. Tasks that nobody annotated are left out.
    """
    for task in export:
        annotations = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
        if not annotations:
            continue
        text = task["data"]["text"]
        to_byte = char_to_byte(text)
        spans = [
            {"start": to_byte[value["start"]], "end": to_byte[value["end"]], "label": label}
            for region in annotations[-1]["result"]
            if region.get("type") == "labels" and region.get("from_name") == from_name
            for value in [region["value"]]
            for label in value["labels"]
        ]
        spans.sort(key=lambda span: (span["start"], span["end"]))
        yield {"id": str(task["data"].get("id", task.get("id"))), "text": text, "spans": spans}


def _region(row_id: str, edit: lauter.Edit, from_name: str, to_name: str) -> dict[str, Any]:
    return {
        "id": f"{row_id}-{edit.start}",
        "from_name": from_name,
        "to_name": to_name,
        "type": "labels",
        "score": round(edit.score, 4),
        "value": {"start": edit.start, "end": edit.end, "text": edit.original, "labels": [edit.label]},
        "meta": {"text": [f"{edit.rule}: {edit.replacement}"]},
    }
