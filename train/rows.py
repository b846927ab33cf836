"""Training rows (JSONL of train/builders) as label arrays on the encoder's tokens."""
import json

import numpy as np

from features import extract

PII_TYPES = ["PERSON", "LOC", "ORG", "ADDRESS", "TITLE", "AGE", "NRP", "DATE"]
PII_LABELS = ["O"] + [f"{p}-{t}" for t in PII_TYPES for p in "BI"]
UNKNOWN = -1


class Row:
    """One text: tokens, and labels where the source has them (None or UNKNOWN elsewhere)."""
    __slots__ = ("id", "source", "split", "tokens", "weight", "pii", "pii_open", "toxic", "toxic_doc", "detox", "junk_span",
                 "lines", "line_features", "line_of_token")


def tokens_in(tokens, begin, end):
    """Numbers of the tokens that overlap bytes [begin, end)."""
    return range(int(np.searchsorted(tokens.end, begin, "right")), int(np.searchsorted(tokens.begin, end, "left")))


def span_labels(tokens, spans, label_of):
    out = np.zeros(len(tokens), np.int64)
    for span in spans:
        for k, t in enumerate(tokens_in(tokens, span[0], span[1])):
            out[t] = label_of(span, k)
    return out


def label_row(data, tokens, detox_labels):
    row = Row()
    row.id, row.source, row.split = data["id"], data["source"], data["split"]
    row.tokens, row.weight = tokens, data.get("weight", 1.0)
    row.pii = row.pii_open = row.toxic = row.detox = row.junk_span = row.lines = row.line_features = row.line_of_token = None
    row.toxic_doc = data.get("toxic_doc")
    if "pii" in data:
        row.pii = span_labels(tokens, data["pii"], lambda s, k: 1 + 2 * PII_TYPES.index(s[2]) + (k > 0))
        annotated = set(data.get("pii_types", PII_TYPES))
        # Labels that an O of this source may hide.
        row.pii_open = np.array([i == 0 or PII_TYPES[(i - 1) // 2] not in annotated for i in range(len(PII_LABELS))])
    if "toxic" in data:
        row.toxic = span_labels(tokens, data["toxic"], lambda s, k: 1)
    if "detox" in data:
        def detox(span, k):
            if not span[2]:
                return 1
            return detox_labels.get(span[2], UNKNOWN) if k == 0 or span[2] not in detox_labels else 1
        row.detox = span_labels(tokens, [s for s in data["detox"] if s[1] > s[0]], detox)
    if "junk" in data:
        row.junk_span = span_labels(tokens, data["junk"], lambda s, k: 1)
    if "lines" in data:
        row.lines = np.array([UNKNOWN if x is None else x for x in data["lines"]], np.int64)
        row.line_features = tokens.line_features
        row.line_of_token = np.searchsorted(tokens.line_begin, tokens.begin, "right") - 1
        assert len(tokens.line_begin) == len(row.lines), row.id
    return row


def load(paths, rows, detox_labels, keep=lambda data: True):
    """Rows of the files for which `keep` holds; those with line labels last."""
    data = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            data += [d for d in map(json.loads, lines) if keep(d)]
    plain, paged = [d for d in data if "lines" not in d], [d for d in data if "lines" in d]
    out = [label_row(d, t, detox_labels) for d, t in zip(plain, extract((d["text"] for d in plain), rows))]
    documents = [d.get("line_frequency") for d in paged]
    return out + [label_row(d, t, detox_labels) for d, t in zip(paged, extract((d["text"] for d in paged), rows, documents))]
