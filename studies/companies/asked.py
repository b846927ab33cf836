"""A small decoder trained on the texts of a condition and asked: facts in words it has not read of this firm, private values behind their own prefix, canaries."""
import dataclasses
import os
import re
import string
import sys
import unicodedata

import numpy as np
import torch

from invent import HERE

sys.path.append(os.path.join(HERE, "..", "..", "train"))

from decoder_lm import END, TOKEN, Decoder, in_a_row, loss_in, pieces_of  # noqa: E402
from fitting import fit, prepare  # noqa: E402

OTHER_CODES = 199  # that a canary is ranked among


@dataclasses.dataclass
class Shape:
    """Of the decoder and of its training: each text is read `readings` times, in another order and cut elsewhere each time."""
    width: int
    layers: int
    heads: int
    context: int
    readings: int
    batch: int
    rate: float
    seed: int = 1
    dropout: float = 0.0
    device: str = "cpu"
    epochs: int = 1  # of all readings together, for train/fitting.py


class Pieces:
    """Text to numbers: the words that everybody uses whole, others in pairs of letters and single digits, so that no list of values is in the vocabulary."""

    def __init__(self, common):
        letters, digits = string.ascii_lowercase, string.digits
        parts = list(letters) + [a + b for a in letters for b in letters] + list(digits) + ["_"]
        names = sorted({word for text in common for word in TOKEN.findall(plain(text)) if word.isalpha() and len(word) > 2})
        marks = [c for c in string.punctuation + "£€" if c != "_"] + ["<other>"]
        self.rows = {name: i for i, name in enumerate(["<end>"] + marks + names + [p for p in parts if p not in names])}
        self.first_inner = len(self.rows)  # pieces from here on go on with a word
        self.rows.update({"~" + part: self.first_inner + i for i, part in enumerate(parts)})
        self.size = len(self.rows)

    def encode(self, text):
        """END closes each line, and the text where it ends in a line break."""
        ids = []
        for line in plain(text).splitlines(keepends=True):
            for word in TOKEN.findall(line):
                ids += self.word(word)
            ids += [END] if line.endswith("\n") and line.strip() else []
        return ids

    def word(self, word):
        if word in self.rows:
            return [self.rows[word]]
        parts = re.findall(r"[a-z]{1,2}|.", word)
        return [self.rows.get(("~" if place else "") + part, self.rows["<other>"]) for place, part in enumerate(parts)]


def plain(text):
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


class Reader:
    """A decoder that has read the texts of a condition."""

    def __init__(self, pieces, texts, shape):
        prepare(shape.seed)
        self.pieces, self.shape = pieces, shape
        self.model = Decoder(pieces.size, shape.width, shape.layers, shape.heads, shape.context, shape.dropout).to(shape.device)
        encoded = [pieces.encode(text + "\n") for text in texts]
        self.tokens = sum(len(ids) for ids in encoded)
        inputs, targets, _ = pieces_of([in_a_row(encoded, shape.seed * 1000 + n) for n in range(shape.readings)], shape.context)
        self.loss = fit(self.model, len(inputs), loss_in(self.model, inputs, targets, shape.device), shape, None, None)
        self.model.eval()

    def read(self, asked):
        """For each (prompt, answer): what the model says is the answer, to the letter, if it always says the likeliest; and the answer's log-likelihood."""
        said, likely = np.zeros(len(asked), bool), np.zeros(len(asked))
        rows = []
        for number, (prompt, answer) in enumerate(asked):
            before, whole = self.pieces.encode(prompt), self.pieces.encode(prompt + answer)
            answer_ids = whole[len(before):]
            rows.append((number, ([END] + before)[len(answer_ids) - self.shape.context:] if answer_ids else [END], answer_ids))
        rows.sort(key=lambda row: len(row[1]) + len(row[2]))
        with torch.no_grad():
            for at in range(0, len(rows), 64):
                batch = rows[at:at + 64]
                length = max(len(before) + len(answer) for _, before, answer in batch)
                ids = torch.tensor([before + answer + [END] * (length - len(before) - len(answer)) for _, before, answer in batch])
                out = torch.log_softmax(self.model(ids.to(self.shape.device)), -1).cpu()
                for place, (number, before, answer) in enumerate(batch):
                    steps = out[place, len(before) - 1:len(before) + len(answer) - 1]
                    best = out[place, len(before) - 1:len(before) + len(answer)].argmax(-1).tolist()
                    said[number] = best[:-1] == answer and best[-1] < self.pieces.first_inner
                    likely[number] = steps.gather(1, torch.tensor(answer)[:, None]).sum().item() if answer else 0.0
        return said, likely

    def exposure(self, prompt, code, rng):
        """log2 of the codes tried over the place of this one among them, most likely first: 0 where it is the last, 1.4 by chance, log2(200) where it is the first."""
        codes = [code] + [f"{n:06d}" for n in rng.choice(10 ** 6, OTHER_CODES, replace=False) if f"{n:06d}" != code]
        _, likely = self.read([(prompt, candidate) for candidate in codes])
        return float(np.log2(len(codes)) - np.log2(1 + (likely[1:] >= likely[0]).sum()))
