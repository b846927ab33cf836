"""Batches of pieces of labelled texts, and of whole pages for the line head."""
import numpy as np
import torch

from model import IDS, MASK_ROW
from rows import PII_LABELS, UNKNOWN

PIECE = 160     # tokens of a piece of a long text
DOCUMENT = 256  # tokens that a document head sees of a text in training
TOKENS = 6144   # of a batch, padding included
PAGE = 1600     # tokens of a page in a batch of pages


# How much a source counts beside its size (default 1): by kinship with what is judged, and by how far its labels can be trusted.
SOURCE_WEIGHT = {"semeval21": 1.5, "toxic_spans": 0.7, "paradetox_neutral": 0.5, "paradetox_cannot": 0.3, "davidson": 0.5, "uner": 1.5,
                 "uner_swap": 1.5}


def source_weight(row):
    weight = row.weight * SOURCE_WEIGHT.get(row.source, 1.0)
    # Names need the most examples; text without any span of any kind the fewest.
    return weight * (2.0 if row.pii is not None else 0.4 if row.source.startswith("clean/") else 1.0)


class TokenSampler:
    """Draws pieces by source weight, and packs pieces of like length together."""

    def __init__(self, rows, seed):
        self.rows = [r for r in rows if len(r.tokens) and
                     (r.pii is not None or r.toxic is not None or r.detox is not None or r.junk_span is not None
                      or r.toxic_doc is not None)]
        self.rng = np.random.default_rng(seed)
        size = np.array([len(r.tokens) for r in self.rows], np.float64)
        pieces = np.ceil(size / PIECE)
        sources = {}
        for i, r in enumerate(self.rows):
            sources.setdefault(r.source, []).append(i)
        chance = np.zeros(len(self.rows))
        for members in sources.values():
            total = size[members].sum()
            # A source counts by the power 0.7 of its size, so that small ones are heard.
            chance[members] = pieces[members] / pieces[members].sum() * total ** 0.7 * source_weight(self.rows[members[0]])
        self.chance = np.cumsum(chance / chance.sum())
        self.queue = []

    def draw(self):
        if not self.queue:
            picked = np.searchsorted(self.chance, self.rng.random(1024))
            pieces = []
            for i in picked:
                row = self.rows[min(i, len(self.rows) - 1)]
                n = len(row.tokens)
                if row.toxic_doc is not None and n <= 2 * DOCUMENT:
                    pieces.append((row, 0, min(n, DOCUMENT)))
                else:
                    begin = 0 if n <= PIECE else int(self.rng.integers(0, n - PIECE + 1))
                    pieces.append((row, begin, min(n, begin + PIECE)))
            pieces.sort(key=lambda p: p[2] - p[1])
            batch, longest = [], 0
            for piece in pieces:
                longest = max(longest, piece[2] - piece[1])
                if longest * (len(batch) + 1) > TOKENS:
                    self.queue.append(batch)
                    batch, longest = [], piece[2] - piece[1]
                batch.append(piece)
            self.rng.shuffle(self.queue)
        return self.queue.pop()


def corrupt(ids, rng, mask, nameless):
    """Hides words in place: some wholly (mask row), some only as whole words, so that spelling and context must do."""
    n = len(ids)
    is_word = ids[:, 3] != 0
    dice = rng.random(n)
    whole = is_word & (dice < mask)
    ids[whole] = 0
    ids[whole, 0] = MASK_ROW
    ids[is_word & (dice > 1 - nameless), :2] = 0


def token_batch(pieces, rng=None, mask=0.06, nameless=0.12):
    """Arrays for Encoder and the labels of each head; rng: corrupt the input."""
    n, t = len(pieces), max(e - b for _, b, e in pieces)
    x = np.zeros((n, t, IDS), np.int64)
    s, g, inside = (np.zeros((n, t), np.int64) for _ in range(3))
    labels = {k: np.full((n, t), UNKNOWN, np.int64) for k in ("pii", "toxic", "detox", "junk_span")}
    open_labels = np.zeros((n, len(PII_LABELS)), bool)
    document = np.full(n, float(UNKNOWN), np.float32)
    for i, (row, begin, end) in enumerate(pieces):
        k = end - begin
        part = row.tokens.ids[begin:end].astype(np.int64)
        if rng is not None:
            corrupt(part, rng, mask, nameless)
        x[i, :k], s[i, :k], g[i, :k], inside[i, :k] = part, row.tokens.shapes[begin:end], row.tokens.gaps[begin:end], 1
        for name, array in labels.items():
            values = getattr(row, name)
            if values is not None:
                array[i, :k] = values[begin:end]
        if row.pii is not None:
            open_labels[i] = row.pii_open
        if row.toxic_doc is not None and begin == 0:
            document[i] = row.toxic_doc
    return {"x": torch.from_numpy(x), "s": torch.from_numpy(s), "g": torch.from_numpy(g),
            "inside": torch.from_numpy(inside).unsqueeze(-1).float(), "open": torch.from_numpy(open_labels),
            "document": torch.from_numpy(document), **{k: torch.from_numpy(v) for k, v in labels.items()}}


class PageSampler:
    """Draws whole pages (rows with line labels), cut to PAGE tokens at line ends."""

    def __init__(self, rows, seed):
        self.rows = [r for r in rows if r.lines is not None and len(r.tokens)]
        self.rng = np.random.default_rng(seed)
        sources = {}
        for i, r in enumerate(self.rows):
            sources.setdefault(r.source, []).append(i)
        chance = np.zeros(len(self.rows))
        for members in sources.values():
            size = sum(min(len(self.rows[i].tokens), PAGE) for i in members)
            chance[members] = size * self.rows[members[0]].weight / len(members)
        self.chance = np.cumsum(chance / chance.sum())

    def draw(self):
        row = self.rows[min(int(np.searchsorted(self.chance, self.rng.random())), len(self.rows) - 1)]
        begin = 0
        if len(row.tokens) > PAGE:
            begin = int(self.rng.integers(0, len(row.tokens) - PAGE // 2))
        return page_part(row, begin, min(len(row.tokens), begin + PAGE))


def page_part(row, begin, end):
    """Whole lines of a page within tokens [begin, end): (row, token begin, token end, first line, end line)."""
    first = int(row.line_of_token[begin]) if begin else 0
    last = int(row.line_of_token[end - 1]) + 1 if end < len(row.tokens) else len(row.lines)
    return (row, int(np.searchsorted(row.line_of_token, first)), int(np.searchsorted(row.line_of_token, last)), first, last)
