#!/usr/bin/env python3
"""The second reader of sentences and its teacher (docs/design/0012-toxicity.md): MiniLM (train/judge/teacher.py) with the heads of the quick judge, fine-tuned
on the same rows. The teacher has MiniLM's six layers and is too slow to ship; the reader has three of them, and learns from the rows and from what the
teacher says of all texts, judged or not.

  train/sentences_teacher.py train --rows build/train/sentences.jsonl --out build/train/teacher.pt --minutes 30
  train/sentences_teacher.py label build/train/teacher.pt build/train/sentences.jsonl --out build/train/soft.jsonl
  train/sentences_teacher.py cut build/train/teacher.pt build/train/sentences.jsonl --out build/train/reader.begin.pt
  train/sentences_teacher.py train --init build/train/reader.begin.pt --rows build/train/soft.jsonl --views build/train/soft.jsonl.npy --rate 3e-4 \\
      --out build/train/reader.pt --minutes 30
  train/export_attention.py export build/train/reader.pt build/train/sentences-reader.safetensors --version 1.0
"""
import argparse
import json
import pathlib
import sys

import cpu
import numpy as np
import torch
from torch import nn
from torch.nn.utils import parametrize

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "judge"))
import seams  # noqa: E402
import sentences as student  # noqa: E402
from features import Tokens, extract  # noqa: E402
from model import LineHead, SIZES, TokenHead  # noqa: E402
from weights import read_safetensors  # noqa: E402
from teacher import Reader, shape_of, Teacher  # noqa: E402

MASK, WIDTH = 103, 384
# Few words teach it, so mostly those of authors and readers, who meant each sentence.
CHANCES = {"author": 0.42, "mended": 0.08, "judged": 0.12, "comments": 0.06, "pairs/neutral": 0.03, "tweets/hate": 0.01, "tweets/neither": 0.02, "contrast": 0.02, "composed": 0.06,
           "everyday": 0.05, "chat": 0.05, "book": 0.05, "prose": 0.11}


class SentenceTeacher(student.Judge):
    """The first `layers` of MiniLM. `kept`: the pieces of a smaller table of words, `rank` numbers wide, which a matrix brings up to MiniLM's width."""

    def __init__(self, layers=None, rank=0, kept=None, phrases=None):
        nn.Module.__init__(self)
        self.register_buffer("kept", kept)
        self.register_buffer("phrases", phrases)
        self.encoder = e = Teacher()
        del e.head, e.names, e.hints
        e.layers = e.layers[:layers]
        if rank or kept is not None:
            e.words = nn.Embedding(e.base.words if kept is None else len(kept), rank or WIDTH)
        if rank:
            e.project = nn.Linear(rank, WIDTH, bias=False)
        e.words.weight.requires_grad_(bool(rank))
        self.heads = nn.ModuleDict({"sentence": LineHead(WIDTH, 192, 1, student.DILATIONS, student.LABELS), "gone": TokenHead(WIDTH, ["KEEP", "GONE"])})
        self.heads["sentence"].feature_mean.fill_(16.0)
        self.heads["sentence"].feature_scale.fill_(1 / 12.0)
        if phrases is not None:
            self.write(seams.unpacked(phrases))

    def write(self, phrases):
        """From now on it says too what stands in the place of what is gone (train/seams.py), one of these phrases; what it knows of some of them it keeps."""
        e, shapes = self.encoder, self.encoder.shapes.weight
        if len(shapes) != seams.SHAPES:
            e.shapes = nn.Embedding(seams.SHAPES, WIDTH)
            with torch.no_grad():
                e.shapes.weight.copy_(shapes.repeat(seams.SHAPES // len(shapes), 1))
        head, before = TokenHead(WIDTH, seams.labels(phrases)), self.heads["seam"] if "seam" in self.heads else None
        with torch.no_grad():
            for row, label in enumerate(head.labels if before else ()):
                if label in before.labels:
                    k = before.labels.index(label)
                    head.linear.weight[row], head.linear.bias[row] = before.linear.weight[k], before.linear.bias[k]
                else:
                    head.linear.bias[row] = before.linear.bias.min()
        self.phrases, self.heads["seam"] = seams.packed(phrases), head

    def states(self, batch):
        with cpu.autocast():
            return self.encoder.states(batch["x"][..., 0], batch["s"], batch["inside"][..., 0]).float()


class Coarse(nn.Module):
    """Rows of weights that take `levels` evenly spaced values, for a gradient as if they were what they come from. A spacing of `share` standard deviations of
    the row misses least where weights are normal."""

    def __init__(self, levels, share):
        super().__init__()
        self.half, self.share = levels // 2, share

    def spacing(self, weight):
        return self.share * weight.std(1, keepdim=True) + 1e-9

    def forward(self, weight):
        spacing = self.spacing(weight.detach())
        return weight + (torch.clamp(torch.round(weight.detach() / spacing), -self.half, self.half) * spacing - weight.detach())


def coarsen(model):
    """From now on the model trains in the values that a package has (docs/design/0027-packages.md): 15 a row of a matrix, 11 a row of the table."""
    for layer in model.encoder.layers:
        for name in "qkvoip":
            parametrize.register_parametrization(getattr(layer, name), "weight", Coarse(15, 0.35))
    parametrize.register_parametrization(model.encoder.words, "weight", Coarse(11, 0.46))
    model.encoder.words.parametrizations.weight.original.requires_grad_(False)


def settle(model):
    """The weights that coarsen() made, as such."""
    for module in list(model.modules()):
        if parametrize.is_parametrized(module, "weight"):
            parametrize.remove_parametrizations(module, "weight", leave_parametrized=True)
    return model


class Pieces:
    """MiniLM's word pieces of texts, cut into the same sentences as the student's tokens. `kept`: the pieces that a smaller table has, in its order."""

    def __init__(self, kept=None):
        self.reader, self.mask = Reader(), MASK
        if kept is not None:
            self.mask = kept.tolist().index(MASK)
            described = json.loads(self.reader.tokenizer.to_str())
            names = self.reader.tokenizer.get_vocab()
            of = {k: name for name, k in names.items()}
            described["model"]["vocab"] = {of[int(k)]: i for i, k in enumerate(kept)}
            described["added_tokens"] = []
            self.reader.tokenizer = type(self.reader.tokenizer).from_str(json.dumps(described))

    def hide(self, ids, rng):
        ids[rng.random(len(ids)) < 0.06] = self.mask

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
MOST = {"pairs/paradetox": 9000, "pairs/neutral": 4000, "open": 12000, "everyday": 8000, "chat": 8000, "book": 4000, "prose": 10000}


def label(model, texts, path):
    """Writes the rows with what the teacher says of their sentences and words, in thousandths, and as PATH.npy what it sees of each sentence."""
    rng, by, seen = np.random.default_rng(1), {}, []
    for i in rng.permutation(len(texts)):
        by.setdefault(student.family(texts[i].row["source"]), []).append(texts[i])
    texts = [t for source, of in by.items() for t in of[:MOST.get(source)]]
    with open(path, "w", encoding="utf-8") as out:
        for text, (kinds, gone, views) in zip(texts, student.judge(model, texts)):
            seen.append(views.astype(np.float16))
            tokens, begins = text.tokens, text.tokens.sentences
            soft = [[int(tokens.begin[begins[s]]), int(tokens.end[begins[s + 1] - 1]), np.rint(1000 * kinds[s]).astype(int).tolist()] for s in range(len(kinds))]
            words = [[int(tokens.begin[i]), int(tokens.end[i]), int(1000 * gone[i])] for i in range(len(gone)) if gone[i] >= 0.02]
            out.write(json.dumps({**text.row, "soft": soft, "soft_gone": words}, ensure_ascii=False) + "\n")
    np.save(path + ".npy", np.concatenate(seen))


def of_file(path, number_of):
    """The state of a model as a shipped file has it (export_attention.py), its table and matrices as the numbers of eight bits say. `number_of`: of a piece by its name."""
    tensors, about = read_safetensors(path)
    out = {"kept": torch.tensor([number_of[piece] for piece in bytes(tensors.pop("vocabulary")).decode().split("\n")])}
    for name, array in tensors.items():
        if name.startswith("heads."):
            head, _, rest = name.removeprefix("heads.").partition(".")
            name = f"heads.{head}." + (rest.replace("in.", "input.", 1) if "." in rest or rest.startswith("feature") else f"linear.{rest}")
        else:
            name = "encoder." + {"embed.rows": "words.weight", "embed.project.weight": "project.weight", "embed.places": "places.weight", "embed.shape": "shapes.weight"}.get(
                name, name.removeprefix("embed."))
        out[name] = torch.from_numpy(array.reshape(len(array), -1) if array.ndim == 3 else array).clone()
    places = out["encoder.places.weight"]  # the type's numbers are in them
    out["encoder.places.weight"] = torch.cat([places, torch.zeros(512 - len(places), WIDTH)])
    out["encoder.types.weight"] = torch.zeros(2, WIDTH)
    for head in about["heads"]:
        if head["name"] == "seam":
            out["phrases"] = seams.packed(head["labels"][2:])
    return out


def restored(path):
    """A model that torch.save wrote, or a shipped file."""
    state = of_file(path, Pieces().reader.tokenizer.get_vocab()) if str(path).endswith(".safetensors") else torch.load(path)
    layers = 1 + max(int(n.split(".")[2]) for n in state if n.startswith("encoder.layers."))
    rank = state["encoder.words.weight"].shape[1]
    model = SentenceTeacher(layers, rank if rank < WIDTH else 0, state.get("kept"), state.get("phrases"))
    model.load_state_dict(state)
    return model


def cut(args):
    """Every other layer of a teacher, and a table of the pieces that the rows need, in `rank` numbers each: what a smaller one begins with."""
    state, pieces = torch.load(args.model), Pieces()
    seen = np.zeros(30522, np.int64)
    for path in args.rows:
        with open(path, encoding="utf-8") as lines:
            for encoded in pieces.reader.tokenizer.encode_batch([json.loads(line)["text"] for line in lines], add_special_tokens=False):
                np.add.at(seen, encoded.ids, 1)
    for name, k in pieces.reader.tokenizer.get_vocab().items():
        short = name.removeprefix("##")
        if len(short) == 1 and short.isascii() or name in ("[UNK]", "[MASK]", "[PAD]"):
            seen[k] = 1 << 30
    kept = np.flatnonzero(seen >= args.least)
    keep = [int(k) for k in args.layers.split(",")]
    out = {n: v for n, v in state.items() if not n.startswith("encoder.layers.")}
    for to, of in enumerate(keep):
        out |= {n.replace(f"layers.{of}.", f"layers.{to}."): v for n, v in state.items() if n.startswith(f"encoder.layers.{of}.")}
    table = state["encoder.words.weight"][kept].double()
    weight = torch.from_numpy(np.sqrt(np.minimum(seen[kept], 10000))).double()[:, None]  # frequent pieces count more
    _, _, axes = torch.linalg.svd(weight * table, full_matrices=False)
    axes = axes[:args.rank]
    if args.rank < WIDTH:
        out["encoder.words.weight"], out["encoder.project.weight"] = (table @ axes.T).float(), axes.T.float().contiguous()
    else:
        out["encoder.words.weight"] = table.float()
    out["kept"] = torch.from_numpy(kept)
    torch.save(out, args.out)
    print(f"{len(kept)} pieces, {float((table - table @ axes.T @ axes).square().sum() / table.square().sum()):.3f} of the table is lost")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="verb", required=True)
    one = commands.add_parser("train")
    student.training_flags(one)
    one.set_defaults(out="build/train/sentences_teacher.pt", rate=2e-4, init="")
    one.add_argument("--coarse", action="store_true", help="train in the few values that pack well")
    one.add_argument("--seams", help="rows of train/builders/seams.py: it learns to write too")
    one = commands.add_parser("label")
    one.add_argument("model")
    one.add_argument("rows", nargs="+")
    one.add_argument("--out", required=True)
    one = commands.add_parser("cut")
    one.add_argument("model")
    one.add_argument("rows", nargs="+")
    one.add_argument("--out", required=True)
    one.add_argument("--layers", default="0,2,4")
    one.add_argument("--rank", type=int, default=WIDTH)
    one.add_argument("--least", type=int, default=45, help="how often the rows must have a piece that is kept")
    args = parser.parse_args()
    torch.set_num_threads(1)
    if args.verb == "cut":
        return cut(args)
    begun = args.model if args.verb == "label" else args.init
    model = restored(begun) if begun else SentenceTeacher()
    pieces = Pieces(model.kept)
    if args.verb == "train":
        places = seams.Places(args.seams, pieces.reader.tokenizer, args.seed) if args.seams else None
        if places:
            model.write(places.phrases)
        if args.coarse:
            coarsen(model)
        if not args.init:
            plain = Teacher()
            plain.load_pretrained()
            model.encoder.load_state_dict(plain.state_dict(), strict=False)
        fresh = [p for n, p in model.named_parameters() if n.startswith(("heads.", "encoder.shapes"))]
        layers = [p for n, p in model.named_parameters() if n.startswith("encoder.") and not n.startswith("encoder.shapes") and p.requires_grad]
        optimizer = torch.optim.AdamW([{"params": layers}, {"params": fresh, "lr": 6 * args.rate}], lr=args.rate, weight_decay=0.02, betas=(0.9, 0.98))
        views = torch.from_numpy(np.load(args.views)) if args.views else None
        texts = [t for path in args.rows for t in student.load(path, pieces)]
        chances = {n: c for n, (c, _) in student.SOURCES.items()} if any(t.soft is not None for t in texts) else CHANCES
        average = student.fit(model, (optimizer,), texts, args, chances, pieces.hide, nn.Identity(), views, places)
        torch.save(settle(average).state_dict(), args.out)
    else:
        label(model, [t for path in args.rows for t in student.load(path, pieces) if t.row["split"] == "train"], args.out)


if __name__ == "__main__":
    main()
