"""Quick figures on labelled rows while training: no thresholds, greedy decoding. The card's figures come from the built binary."""
import numpy as np
import torch

from batches import token_batch
from rows import PII_LABELS, UNKNOWN


def spans(labels):
    """(begin, end, type) of BIO label numbers; an I of another type begins a span."""
    out, current = [], None
    for t, label in enumerate(list(labels) + [0]):
        kind = None if label <= 0 else (label - 1) // 2
        if current and (kind != current[1] or label % 2 == 1):
            out.append((current[0], t, current[1]))
            current = None
        if kind is not None and current is None:
            current = (t, kind)
    return out


def auroc(scores, labels):
    order = np.argsort(scores)
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    positive = labels == 1
    n, m = positive.sum(), (~positive).sum()
    return float((ranks[positive].sum() - n * (n + 1) / 2) / max(1, n * m))


@torch.no_grad()
def evaluate(model, rows, sample=None):
    model.eval()
    if sample and len(rows) > sample:
        rows = [rows[i] for i in np.random.default_rng(5).choice(len(rows), sample, replace=False)]
    pii, toxic_f, documents, lines, detox = {}, [], {}, {}, [0, 0, 0]
    for row in rows:
        n = len(row.tokens)
        if not n:
            continue
        batch = token_batch([(row, 0, n)])
        states = model.encoder(batch["x"], batch["s"], batch["g"], batch["inside"])
        if row.pii is not None:
            logits = model.heads["pii"](states)[0]
            open_labels = torch.from_numpy(row.pii_open.copy())
            open_labels[0] = False
            logits[:, open_labels] = -1e9
            gold, found = spans(row.pii), spans(logits.argmax(-1).numpy())
            for kind in {s[2] for s in gold + found}:
                counts = pii.setdefault(row.source.split("/")[0], {}).setdefault(PII_LABELS[1 + 2 * kind][2:], [0, 0, 0])
                a, b = {s for s in gold if s[2] == kind}, {s for s in found if s[2] == kind}
                counts[0] += len(a & b)
                counts[1] += len(a)
                counts[2] += len(b)
        if row.toxic is not None and row.source.startswith("semeval"):
            found = model.heads["toxic"](states)[0].argmax(-1).numpy() == 1
            gold = row.toxic == 1
            width = row.tokens.end - row.tokens.begin
            hit, a, b = (width * (found & gold)).sum(), (width * gold).sum(), (width * found).sum()
            toxic_f.append(1.0 if a == 0 and b == 0 else 0.0 if a == 0 or b == 0 else 2 * hit / (a + b))
        if row.toxic_doc is not None:
            scores, labels = documents.setdefault(row.source.split("/")[0], ([], []))
            scores.append(float(model.heads["toxic_doc"](states, batch["inside"])[0, 0]))
            labels.append(row.toxic_doc)
        if row.detox is not None:
            found = model.heads["detox"](states)[0].argmax(-1).numpy()
            known = row.detox != UNKNOWN
            detox[0] += int(((found > 0) & (row.detox > 0) & known).sum())
            detox[1] += int(((row.detox > 0) & known).sum())
            detox[2] += int(((found > 0) & known).sum())
        if row.lines is not None and row.line_features is not None:
            logits = model.heads["junk"](states[0], torch.from_numpy(row.line_of_token), torch.from_numpy(row.line_features))[:, 0]
            known = row.lines != UNKNOWN
            found, gold = logits.numpy()[known] > 0, row.lines[known] == 1
            counts = lines.setdefault(row.source.split("/")[0], [0, 0, 0, 0])
            for k, v in enumerate(((found & gold).sum(), gold.sum(), found.sum(), len(gold))):
                counts[k] += int(v)
    out = {}
    for source, kinds in pii.items():
        for kind, (hit, gold, found) in list(kinds.items()) + [("all", np.sum(list(kinds.values()), 0))]:
            out[f"pii/{source}/{kind}"] = {"r": round(hit / max(1, gold), 3), "p": round(hit / max(1, found), 3),
                                           "f": round(2 * hit / max(1, gold + found), 3), "n": int(gold)}
    if toxic_f:
        out["toxic/semeval"] = round(float(np.mean(toxic_f)), 4)
    if detox[1]:
        out["detox/tokens_f"] = round(2 * detox[0] / (detox[1] + detox[2]), 3)
    for source, (scores, labels) in documents.items():
        if 0 < sum(labels) < len(labels):
            out[f"toxic_doc/{source}/auroc"] = round(auroc(np.array(scores), np.array(labels)), 4)
    for source, (hit, gold, found, total) in lines.items():
        out[f"junk/{source}"] = {"f": round(2 * hit / max(1, gold + found), 3), "kept_lost": round((found - hit) / max(1, total - gold), 4), "n": total}
    return out
