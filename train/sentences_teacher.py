#!/usr/bin/env python3
"""The teacher of the judge of sentences: MiniLM (train/judge/teacher.py) with the same heads, fine-tuned on the same rows. It is too slow to ship; what it
says of texts that nobody judged, train/sentences.py learns from (docs/design/0012-toxicity.md).

  train/sentences_teacher.py train --rows build/train/sentences.jsonl --out build/train/sentences_teacher.pt --minutes 30
  train/sentences_teacher.py label build/train/sentences_teacher.pt build/train/sentences.jsonl --out build/train/sentences.soft.jsonl
"""
import argparse
import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "judge"))
import sentences as student  # noqa: E402
from features import Tokens, extract  # noqa: E402
from model import LineHead, SIZES, TokenHead  # noqa: E402
from teacher import HEADS, Reader, shape_of, Teacher, WIDTH  # noqa: E402

MASK = 103
# Few words teach it, so mostly those of authors and readers, who meant each sentence.
CHANCES = {"author": 0.42, "judged": 0.12, "comments": 0.06, "pairs/neutral": 0.03, "tweets/hate": 0.01, "tweets/neither": 0.02, "contrast": 0.02, "composed": 0.06,
           "everyday": 0.05, "chat": 0.05, "book": 0.05, "prose": 0.11}


class SentenceTeacher(student.Judge):
    def __init__(self):
        nn.Module.__init__(self)
        self.encoder = Teacher()
        del self.encoder.head, self.encoder.names, self.encoder.hints
        self.encoder.words.weight.requires_grad_(False)
        self.heads = nn.ModuleDict({"sentence": LineHead(WIDTH, 192, 1, student.DILATIONS, student.LABELS), "gone": TokenHead(WIDTH, ["KEEP", "GONE"])})
        self.heads["sentence"].feature_mean.fill_(16.0)
        self.heads["sentence"].feature_scale.fill_(1 / 12.0)

    def states(self, batch):
        e, inside = self.encoder, batch["inside"][..., 0]
        ids, shapes = batch["x"][..., 0], batch["s"]
        with torch.autocast("cpu", torch.bfloat16):
            x = e.norm(e.words(ids) + e.places.weight[:ids.shape[1]] + e.types.weight[0])
            x = e.drop(x + e.shapes(shapes))
            mask = ((1 - inside) * -1e9)[:, None, None, :].expand(-1, HEADS, x.shape[1], -1).reshape(-1, x.shape[1], x.shape[1])
            for layer in e.layers:
                x = layer(x, mask)
        return x.float()


def hide(ids, rng):
    ids[rng.random(len(ids)) < 0.06] = MASK


class Pieces:
    """MiniLM's word pieces of texts, cut into the same sentences as the student's tokens."""

    def __init__(self):
        self.reader = Reader()

    def __call__(self, texts):
        for text, made in zip(texts, extract(texts, SIZES["small"].rows, sentences=True)):
            encoded = self.reader.tokenizer.encode(text, add_special_tokens=False)
            at = np.concatenate([[0], np.cumsum(np.fromiter((len(c.encode("utf-8", "replace")) for c in text), np.int64, len(text)))])
            offsets = np.array(encoded.offsets, np.int64).reshape(-1, 2)
            tokens = Tokens()
            tokens.begin, tokens.end = at[offsets[:, 0]], at[offsets[:, 1]]
            tokens.ids = np.array(encoded.ids, np.int64).reshape(-1, 1)
            tokens.shapes = np.fromiter((shape_of(text, b, e) for b, e in encoded.offsets), np.int64, len(offsets))
            tokens.gaps, tokens.line_begin, tokens.line_features = np.zeros(len(offsets), np.int64), None, None
            first = np.searchsorted(tokens.begin, made.begin[made.sentences[:-1]], "left") if len(made) else np.zeros(0, np.int64)
            first[:1] = 0
            tokens.sentences = np.unique(np.append(first, len(offsets)))
            yield tokens


# Texts of a source that it is asked about, where that is not all.
MOST = {"pairs/paradetox": 6000, "pairs/neutral": 2000, "open": 7000, "everyday": 2500, "chat": 2000, "book": 1500, "prose": 3000, "composed": 0, "contrast": 0}


def label(model, texts, path):
    """Writes the rows with what the teacher says of their sentences and words, in thousandths."""
    rng, by = np.random.default_rng(1), {}
    for i in rng.permutation(len(texts)):
        by.setdefault(student.family(texts[i].row["source"]), []).append(texts[i])
    texts = [t for source, of in by.items() for t in of[:MOST.get(source)]]
    with open(path, "w", encoding="utf-8") as out:
        for text, (kinds, gone) in zip(texts, student.judge(model, texts)):
            tokens, begins = text.tokens, text.tokens.sentences
            soft = [[int(tokens.begin[begins[s]]), int(tokens.end[begins[s + 1] - 1]), np.rint(1000 * kinds[s]).astype(int).tolist()] for s in range(len(kinds))]
            words = [[int(tokens.begin[i]), int(tokens.end[i]), int(1000 * gone[i])] for i in range(len(gone)) if gone[i] >= 0.02]
            out.write(json.dumps({**text.row, "soft": soft, "soft_gone": words}, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="verb", required=True)
    one = commands.add_parser("train")
    student.training_flags(one)
    one.set_defaults(out="build/train/sentences_teacher.pt", rate=2e-4, init="")
    one = commands.add_parser("label")
    one.add_argument("model")
    one.add_argument("rows", nargs="+")
    one.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    pieces = Pieces()
    if args.verb == "train":
        model = SentenceTeacher()
        if args.init:
            model.load_state_dict(torch.load(args.init))
        else:
            plain = Teacher()
            plain.load_pretrained(pieces.reader.folder)
            model.encoder.load_state_dict(plain.state_dict(), strict=False)
        fresh = [p for n, p in model.named_parameters() if n.startswith(("heads.", "encoder.shapes"))]
        layers = [p for n, p in model.named_parameters() if n.startswith("encoder.") and not n.startswith("encoder.shapes") and p.requires_grad]
        student.fit(model, [(layers, 1.0), (fresh, 6.0)], [t for path in args.rows for t in student.load(path, pieces)], args, CHANCES, hide)
    else:
        model = SentenceTeacher()
        model.load_state_dict(torch.load(args.model))
        label(model, [t for path in args.rows for t in student.load(path, pieces) if t.row["split"] == "train"], args.out)


if __name__ == "__main__":
    main()
