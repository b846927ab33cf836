"""From a judge's logits to private spans: a token is private where the odds of all categories together reach the threshold; a run of private tokens is
parted where a begin is likelier than an inside, and its category is the one with the most of the run."""
import numpy as np

from labels import CATEGORIES


def odds_of(logits):
    p = np.exp(logits - logits.max(-1, keepdims=True))
    return p / p.sum(-1, keepdims=True)


def spans_of(text, logits, threshold=0.5):
    p = odds_of(logits[:, :2 + 2 * len(CATEGORIES)].astype(np.float64))
    private = 1 - p[:, 0] - p[:, 1]
    begin, inside = p[:, 2::2], p[:, 3::2]
    out, first = [], None

    def close(last):
        total = begin[first:last].sum(0) + inside[first:last].sum(0)
        label = int(total.argmax())
        out.append({"start": int(text.begin[first]), "end": int(text.end[last - 1]), "label": CATEGORIES[label], "score": float(private[first:last].mean())})

    for t in range(len(p)):
        if private[t] < threshold:
            if first is not None:
                close(t)
            first = None
        elif first is None:
            first = t
        elif begin[t].max() > inside[t].max():
            close(t)
            first = t
    if first is not None:
        close(len(p))
    return out
