"""Scores spans against gold by the rule of docs/CATEGORIES.md: found = at least 90 % of a value's non-space bytes are covered
by spans of its category; justified = at least half of a predicted span lies on gold values."""
import collections


def solid(data, s, e):
    """Byte positions of [s, e) that are not white space."""
    return [i for i in range(s, e) if data[i] not in b" \t\r\n"]


class Tally:
    def __init__(self):
        self.gold = self.found = self.pred = self.just = 0

    def recall(self):
        return self.found / self.gold if self.gold else None

    def precision(self):
        return self.just / self.pred if self.pred else None

    def f1(self):
        r, p = self.recall(), self.precision()
        return None if r is None else 0.0 if not r or not p else 2 * r * p / (r + p)


def score(rows, preds, missed=None, false=None):
    """rows: gold; preds: id -> [(start, end, label)]. Returns (by label, label-agnostic Tally, confusion).
    missed/false: optional callbacks (row, span, what it was called)."""
    by, any_, confusion = collections.defaultdict(Tally), Tally(), collections.Counter()
    for row in rows:
        data = row["text"].encode()
        owner = [None] * len(data)   # gold label of each byte
        called = [None] * len(data)  # predicted label of each byte
        for g in row["spans"]:
            for i in range(g["start"], g["end"]):
                owner[i] = g["label"]
        for s, e, label in preds.get(row["id"], ()):
            for i in range(s, min(e, len(data))):
                called[i] = label
        for g in row["spans"]:
            label, at = g["label"], solid(data, g["start"], g["end"])
            hit = sum(called[i] == label for i in at)
            by[label].gold += 1
            any_.gold += 1
            any_.found += sum(called[i] is not None for i in at) >= 0.9 * len(at)
            if hit >= 0.9 * len(at):
                by[label].found += 1
            else:
                other = collections.Counter(called[i] for i in at).most_common(1)[0][0] if at else None
                confusion[label, other] += 1
                if missed:
                    missed(row, g, other)
        for s, e, label in preds.get(row["id"], ()):
            at = solid(data, s, min(e, len(data)))
            by[label].pred += 1
            any_.pred += 1
            any_.just += 2 * sum(owner[i] is not None for i in at) >= len(at)
            if 2 * sum(owner[i] == label for i in at) >= len(at):
                by[label].just += 1
            else:
                other = collections.Counter(owner[i] for i in at).most_common(1)[0][0] if at else None
                if other is None or not row["spans"]:
                    confusion[None, label] += 1
                if false:
                    false(row, {"start": s, "end": e, "label": label}, other)
    return by, any_, confusion
