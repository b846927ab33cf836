"""What the second reader learns of seams (rows of train/builders/seams.py): at the piece behind a place from which words are gone, or at the last piece if there is none behind,
its shape says so, and a head says what the place needs: nothing, or a phrase, or that the sentence is torn."""
import json

import numpy as np
import torch
import torch.nn.functional as F

from teacher import shape_of

BEHIND, AT_END = 64, 128  # added to the shape of a piece: words before it are gone; words behind the last one are
SHAPES = 192
TOKENS, LONGEST = 2048, 160
CHANCES = {"author": 0.25, "read": 0.35, "rewriter": 0.1, "clean": 0.3}


def labels(phrases):
    return ["SOUND", "TORN", *phrases]


def packed(phrases):
    return torch.from_numpy(np.frombuffer("\n".join(phrases).encode(), np.uint8).copy())


def unpacked(phrases):
    return bytes(phrases.numpy()).decode().split("\n")


class Places:
    """Draws rows, and is the loss of what a model says of them."""

    def __init__(self, path, tokenizer, seed):
        with open(path, encoding="utf-8") as lines:
            self.phrases = json.loads(next(lines))["phrases"]
            rows = [json.loads(line) for line in lines]
        self.number = {label: i for i, label in enumerate(["", "?", *self.phrases])}
        self.rng, self.queue, self.by, self.dev = np.random.default_rng(seed), [], {}, []
        for begin in range(0, len(rows), 4096):
            part = rows[begin:begin + 4096]
            for row, encoded in zip(part, tokenizer.encode_batch([r["text"] for r in part], add_special_tokens=False)):
                if 2 < len(encoded.ids) <= LONGEST:
                    (self.dev if row["split"] == "dev" else self.by.setdefault(row["source"], [])).append((*self.marked(row, encoded), row["source"]))
        self.chance = np.array([CHANCES[s] for s in self.by])
        self.chance /= self.chance.sum()

    def marked(self, row, encoded):
        """ids, shapes, places, labels of a row's pieces."""
        text = row["text"]
        size = np.cumsum([0] + [len(c.encode("utf-8", "replace")) for c in text])
        begins = size[[b for b, _ in encoded.offsets]]
        shapes = np.array([shape_of(text, b, e) for b, e in encoded.offsets])
        places, kinds = [], []
        for at, label in row["seams"]:
            piece = int(np.searchsorted(begins, at))
            behind = piece < len(begins)
            piece = piece if behind else len(begins) - 1
            if piece in places:
                continue
            shapes[piece] += BEHIND if behind else AT_END
            places.append(piece)
            kinds.append(self.number[label])
        return np.array(encoded.ids), shapes, np.array(places), np.array(kinds)

    def batch(self, rows):
        n, t = len(rows), max(len(r[0]) for r in rows)
        x, s, inside = np.zeros((n, t, 1), np.int64), np.zeros((n, t), np.int64), np.zeros((n, t, 1), np.float32)
        for i, (ids, shapes, *_) in enumerate(rows):
            x[i, :len(ids), 0], s[i, :len(ids)], inside[i, :len(ids)] = ids, shapes, 1
        where = np.concatenate([i * t + r[2] for i, r in enumerate(rows)])
        return {k: torch.from_numpy(v) for k, v in (("x", x), ("s", s), ("inside", inside))}, torch.from_numpy(where), torch.from_numpy(np.concatenate([r[3] for r in rows]))

    def draw(self):
        if not self.queue:
            names = list(self.by)
            rows = [self.by[names[k]][self.rng.integers(len(self.by[names[k]]))] for k in self.rng.choice(len(names), 512, p=self.chance)]
            rows.sort(key=lambda r: len(r[0]))
            begin = 0
            for end in range(1, len(rows) + 1):
                if end == len(rows) or len(rows[end][0]) * (end + 1 - begin) > TOKENS:
                    self.queue.append(rows[begin:end])
                    begin = end
            self.rng.shuffle(self.queue)
        return self.queue.pop()

    def say(self, model, rows):
        batch, where, kinds = self.batch(rows)
        states = model.states(batch).flatten(0, 1)[where]
        return model.heads["seam"](states), kinds

    def __call__(self, model):
        logits, kinds = self.say(model, self.draw())
        return {"seam": F.cross_entropy(logits, kinds)}

    @torch.no_grad()
    def show(self, model):
        model.eval()
        for source in ("author", "read", "clean"):
            rows = [r for r in self.dev if r[4] == source]
            said = [self.say(model, rows[b:b + 32]) for b in range(0, len(rows), 32)]
            p, kinds = torch.cat([torch.softmax(a, -1) for a, _ in said]).numpy(), torch.cat([k for _, k in said]).numpy()
            sound, torn, put = kinds == 0, kinds == 1, kinds > 1
            order = np.argsort(np.argsort(p[:, 0]))
            area = (order[sound].sum() - sound.sum() * (sound.sum() - 1) / 2) / max(1, sound.sum() * (~sound).sum())
            best = p[:, 2:].argsort(-1)[:, ::-1][:, :5] + 2
            print(f"seams {source}: {len(kinds)}, sound against not {area:.3f}, sound taken {np.mean(p[sound, 0] > .5):.3f}, torn {np.mean(p[torn, 0] > .5):.3f}, empty {np.mean(p[put, 0] > .5):.3f}; "
                  f"phrase first {np.mean(best[put, 0] == kinds[put]):.3f}, of five {np.mean((best[put] == kinds[put][:, None]).any(-1)):.3f}", flush=True)
