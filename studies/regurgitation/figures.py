"""From bits to shares of the gap with intervals, tables and curves."""
import numpy as np

RESAMPLES = 2000


class Results:
    """folds: for each, {"conditions": {name: [[tokens, bits] of each test document]}}. Intervals: documents of each fold's test are
    drawn again, the same ones for all conditions (paired), 95 %."""

    def __init__(self, folds):
        self.folds = [{name: np.array(bits) for name, bits in fold["conditions"].items()} for fold in folds]
        self.names = [name for name in self.folds[0] if all(name in fold for fold in self.folds)]
        rng = np.random.default_rng(1)
        self.draws = [rng.multinomial(len(fold["random"]), np.full(len(fold["random"]), 1 / len(fold["random"])), RESAMPLES)
                      for fold in self.folds]

    def losses(self, name):
        """Bits a token: the point value and its resamples, mean over the folds."""
        if name == "random":
            both = [self._losses("random"), self._losses("random again")]
            return (both[0][0] + both[1][0]) / 2, (both[0][1] + both[1][1]) / 2
        return self._losses(name)

    def _losses(self, name):
        point, again = [], []
        for fold, draw in zip(self.folds, self.draws):
            tokens, bits = fold[name].T
            point.append(bits.sum() / tokens.sum())
            again.append((draw @ bits) / (draw @ tokens))
        return np.mean(point), np.mean(again, axis=0)

    def closed(self, name, floor="random", ceiling="human 1"):
        """Share of the gap closed: value, low, high."""
        (value, values), (low, lows), (high, highs) = self.losses(name), self.losses(ceiling), self.losses(floor)
        shares = (highs - values) / (highs - lows)
        return (high - value) / (high - low), *np.percentile(shares, [2.5, 97.5])

    def by_fold(self, name):
        return [fold[name][:, 1].sum() / fold[name][:, 0].sum() for fold in self.folds]

    def table(self):
        rows = []
        for name in self.names:
            value, values = self.losses(name)
            share, low, high = self.closed(name)
            of_fold = self.by_fold(name)
            rows.append({"condition": name, "bits": round(float(value), 4), "bits_95": [round(float(x), 4) for x in np.percentile(values, [2.5, 97.5])],
                         "folds": [round(float(x), 4) for x in of_fold], "closed": round(float(share), 4),
                         "closed_95": [round(float(low), 4), round(float(high), 4)]})
        return rows


def markdown(rows):
    lines = ["| condition | bits a token | of folds: least, most | gap closed | 95 % |", "|---|---:|---|---:|---|"]
    for row in rows:
        low, high = row["closed_95"]
        lines.append(f"| {row['condition']} | {row['bits']:.3f} | {min(row['folds']):.3f}, {max(row['folds']):.3f} | "
                     f"{row['closed']:.1%} | {low:.1%} to {high:.1%} |")
    return "\n".join(lines) + "\n"


def svg(title, x_label, y_label, series, width=760, height=420):
    """Curves {name: [(x, y)]} as a picture; x on a log scale."""
    colours = ["#444", "#b3452c", "#2d6fa3", "#3b8a4d", "#8a5aa8", "#c98a1b", "#19908f"]
    points = [point for curve in series.values() for point in curve]
    xs, ys = np.log([x for x, _ in points]), [y for _, y in points]
    left, right, top, bottom = 64, width - 240, 36, height - 48
    at_x = lambda x: left + (np.log(x) - min(xs)) / max(1e-9, max(xs) - min(xs)) * (right - left)
    at_y = lambda y: bottom - (y - min(ys)) / max(1e-9, max(ys) - min(ys)) * (bottom - top)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#fff"/><text x="{left}" y="20" font-size="14">{title}</text>',
           f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#888"/>',
           f'<text x="{(left + right) / 2:.0f}" y="{height - 12}" text-anchor="middle">{x_label}</text>',
           f'<text transform="translate(16 {(top + bottom) / 2:.0f}) rotate(-90)" text-anchor="middle">{y_label}</text>']
    for x in sorted({x for x, _ in points}):
        out.append(f'<text x="{at_x(x):.1f}" y="{bottom + 16}" text-anchor="middle">{x:g}</text>')
    for y in np.linspace(min(ys), max(ys), 5):
        out.append(f'<text x="{left - 6}" y="{at_y(y) + 4:.1f}" text-anchor="end">{y:.2f}</text>'
                   f'<path d="M{left} {at_y(y):.1f}H{right}" stroke="#eee"/>')
    for i, (name, curve) in enumerate(series.items()):
        colour = colours[i % len(colours)]
        path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in curve)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="3" fill="{colour}"/>' for x, y in curve]
        out.append(f'<path d="M{right + 16} {top + 18 * i}h18" stroke="{colour}" stroke-width="3"/>'
                   f'<text x="{right + 40}" y="{top + 18 * i + 4}">{name}</text>')
    return "\n".join(out) + "\n</svg>\n"
