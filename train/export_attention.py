#!/usr/bin/env python3
"""Writes a teacher of the judge of sentences (train/sentences_teacher.py), or that of the judge (train/judge/teacher.py), as the file that
AttentionEncoder reads (docs/design/0040-attention.md).

  train/export_attention.py export MODEL.pt OUT.safetensors --version 1 [--pieces NUMBERS] [--rank 128] [--levels 31,63]
  train/export_attention.py pieces ROWS.jsonl... --least 5                the numbers of the pieces that the texts have so often, for --pieces
  train/export_attention.py check MODEL.pt OUT.safetensors ROWS.jsonl     how far the file, i8 as the engine runs it, is from the model

--pieces: a file with the numbers of the pieces to keep, of those that the model has. --rank: factors of the table by its largest axes, where the model
has none yet. --levels: how many values a row of the table and one of a matrix take, which packs to less."""
import argparse
import json

import numpy as np

from coarser import coarser
from export import Tensors
from tensor_file import read_raw, write_safetensors

ATTENTION_HEADS = 12


def factors(table, rank):
    """rows, project: rows @ project.T is the nearest to the table of its rank."""
    _, _, axes = np.linalg.svd(table.astype(np.float64), full_matrices=False)
    axes = axes[:rank]
    return (table @ axes.T).astype(np.float32), axes.T.astype(np.float32)


def shorter(array):
    """Numbers that pack to half their size: of eight bits behind the first, as bfloat16 has them."""
    bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
    return ((bits + 0x8000) & 0xFFFF0000).astype(np.uint32).view(np.float32)


def export(state, pieces, labels, dilations, version, name="thorough", rank=0, heads=ATTENTION_HEADS):
    """state: name -> array. pieces: the names of its table's rows. labels: of each head; a head with `input` is one over lines."""
    tensors = Tensors(state, True)
    table, project = state["encoder.words.weight"], state.get("encoder.project.weight")
    if rank and project is None:
        table, project = factors(table, rank)
    width, layers = state["encoder.norm.bias"].shape[0], 1 + max(int(n.split(".")[2]) for n in state if n.startswith("encoder.layers."))
    tensors["vocabulary"] = np.frombuffer("\n".join(pieces).encode(), np.uint8)
    tensors.put("embed.rows", table, True)
    if project is not None:
        tensors.put("embed.project.weight", project)
    tensors.put("embed.places", shorter(state["encoder.places.weight"] + state["encoder.types.weight"][0]))
    tensors.put("embed.shape", shorter(state["encoder.shapes.weight"]))
    hints = state.get("encoder.hints.weight")
    if hints is not None:
        tensors.put("embed.hints", shorter(hints))
    tensors.put_affine("embed.norm", "encoder.norm")
    for k in range(layers):
        at = f"layers.{k}"
        for part in ("q", "k", "v", "o", "i", "p"):
            tensors.put_affine(f"{at}.{part}", f"encoder.{at}.{part}", True)
        tensors.put_affine(f"{at}.n1", f"encoder.{at}.n1")
        tensors.put_affine(f"{at}.n2", f"encoder.{at}.n2")
    described = []
    for head, names in labels.items():
        at = f"heads.{head}"
        tensors.put_affine(at, f"{at}.linear")
        is_line = f"{at}.input.bias" in state
        if is_line:
            state[f"{at}.input.weight"] = shorter(state[f"{at}.input.weight"])
        described.append({"name": head, "kind": "line" if is_line else "token", "labels": names, **(tensors.put_line(head, dilations, True) if is_line else {})})
    metadata = {"format": 1, "kind": "attention", "name": name, "version": version, "width": width, "attention_heads": heads,
                "ffn": state["encoder.layers.0.i.bias"].shape[0], "rank": 0 if project is None else project.shape[1], "pieces": len(pieces),
                "positions": state["encoder.places.weight"].shape[0], "shapes": state["encoder.shapes.weight"].shape[0], "layers": layers, "heads": described}
    if hints is not None:
        metadata["hints"] = len(hints)
    return tensors, metadata


def coarsen(tensors, levels):
    """The numbers of a table and of matrices in so many values a row."""
    for name in [n for n, array in tensors.items() if array.dtype == np.int8 and not n.startswith("heads.")]:
        scale = name.removesuffix(".weight").removesuffix(".rows") + ".scale"
        tensors[name], tensors[scale] = coarser(tensors[name], tensors[scale], levels[0 if name == "embed.rows" else 1])


class Plain:
    """The network of a file in numpy, as the engine runs it: i8 weights, activations rounded to 63 steps, gelu in the form with tanh."""

    def __init__(self, path):
        header = {}
        self.raw = read_raw(path, header)
        self.config = json.loads(header["__metadata__"]["lauter"])

    def norm(self, at, x):
        x = x - x.mean(-1, keepdims=True)
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * self.raw[f"{at}.weight"] + self.raw[f"{at}.bias"]

    def linear(self, at, x):
        step = np.abs(x).max(-1, keepdims=True) / 63 + 1e-30
        product = np.rint(x / step) @ self.raw[f"{at}.weight"].T.astype(np.float32)
        return product * step * self.raw[f"{at}.scale"] + self.raw[f"{at}.bias"]

    def states(self, ids, shapes, hints=None):
        raw, heads = self.raw, self.config["attention_heads"]
        x = raw["embed.rows"][ids] * raw["embed.scale"][ids, None]
        if self.config["rank"]:
            x = x @ raw["embed.project.weight"].T
        x = self.norm("embed.norm", x + raw["embed.places"][:len(ids)]) + raw["embed.shape"][shapes]
        if hints is not None:
            x = x + raw["embed.hints"][hints]
        for k in range(self.config["layers"]):
            q, key, v = (self.linear(f"layers.{k}.{part}", x).reshape(len(ids), heads, -1).swapaxes(0, 1) for part in "qkv")
            a = q @ key.swapaxes(1, 2) / np.sqrt(q.shape[-1])
            a = np.exp(a - a.max(-1, keepdims=True))
            seen = (a @ v / a.sum(-1, keepdims=True)).swapaxes(0, 1).reshape(x.shape)
            x = self.norm(f"layers.{k}.n1", x + self.linear(f"layers.{k}.o", seen))
            u = self.linear(f"layers.{k}.i", x)
            u = u * 0.5 * (1 + np.tanh(0.7978845608 * (u + 0.044715 * u ** 3)))
            x = self.norm(f"layers.{k}.n2", x + self.linear(f"layers.{k}.p", u))
        return x


def names_of(kept):
    """The pieces by the numbers of the rows of a table."""
    from sentences_teacher import Pieces
    vocabulary = Pieces().reader.tokenizer.get_vocab()
    names = sorted(vocabulary, key=vocabulary.get)
    return names if kept is None else [names[int(k)] for k in kept]


def check(args):
    """States of the model in f32 and of the file on the first pieces of texts."""
    import torch
    from sentences_teacher import Pieces, restored
    model, plain = restored(args.model).eval(), Plain(args.out)
    texts = [json.loads(line)["text"] for line, _ in zip(open(args.rows, encoding="utf-8"), range(args.texts))]
    far, size = [], []
    for tokens in Pieces(getattr(model, "kept", None))(texts):
        ids, shapes = tokens.ids[:192, 0], tokens.shapes[:192]
        with torch.no_grad(), torch.autocast("cpu", enabled=False):
            e = model.encoder
            x = getattr(e, "project", torch.nn.Identity())(e.words(torch.from_numpy(ids)))
            x = e.norm(x + e.places.weight[:len(ids)] + e.types.weight[0]) + e.shapes(torch.from_numpy(shapes))
            x = x[None]
            for layer in e.layers:
                x = layer(x, torch.zeros(ATTENTION_HEADS, len(ids), len(ids)))
        far.append(np.abs(plain.states(ids, shapes) - x[0].numpy()).mean())
        size.append(np.abs(x.numpy()).mean())
    print(f"{len(far)} texts: mean difference of a state {np.mean(far):.4f}, mean size {np.mean(size):.4f}")


def of_judge(state):
    """The state of the judge's teacher by the names of `export`, and its labels."""
    from student import HEAD
    heads = {f"heads.judge.linear.{part}": np.concatenate([state.pop(f"head.{part}"), state.pop(f"names.{part}")]) for part in ("weight", "bias")}
    heads["heads.judge.linear.weight"] = shorter(heads["heads.judge.linear.weight"])
    return {f"encoder.{name}": value for name, value in state.items()} | heads, {"judge": HEAD}


def of_sentences(state):
    from sentences_teacher import seams
    from sentences import LABELS
    labels = {"sentence": LABELS, "gone": ["KEEP", "GONE"]}
    if "phrases" in state:
        labels["seam"] = seams.labels(bytes(state["phrases"]).decode().split("\n"))
    return state, labels


def count(args):
    from sentences_teacher import Pieces
    tokenizer = Pieces().reader.tokenizer
    seen = np.zeros(tokenizer.get_vocab_size(), np.int64)
    for path in args.rows:
        with open(path, encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        for at in range(0, len(texts), 500):
            for encoded in tokenizer.encode_batch(texts[at:at + 500], add_special_tokens=False):
                np.add.at(seen, encoded.ids, 1)
    for name, k in tokenizer.get_vocab().items():
        short = name.removeprefix("##")
        if len(short) == 1 and short.isascii() or name == "[UNK]":
            seen[k] = args.least
    print(*np.flatnonzero(seen >= args.least))


def write(args):
    import torch
    from sentences import DILATIONS
    saved = torch.load(args.model, map_location="cpu")
    state = {k: v.numpy() for k, v in saved.get("model", saved).items()}
    names = names_of(state.get("kept"))
    state, labels = of_judge(state) if "head.weight" in state else of_sentences(state)
    if args.pieces:
        with open(args.pieces, encoding="utf-8") as file:
            rows = np.array(sorted({int(n) for n in file.read().split()}))
        if len(rows) == 0 or rows[0] < 0 or rows[-1] >= len(names) or "[UNK]" not in (names[k] for k in rows):
            raise SystemExit(f"{args.pieces}: no numbers of pieces of 0 to {len(names) - 1}, or [UNK] is not among them")
        state["encoder.words.weight"], names = state["encoder.words.weight"][rows], [names[k] for k in rows]
    state["encoder.places.weight"] = state["encoder.places.weight"][:args.positions]
    tensors, metadata = export(state, names, labels, DILATIONS, args.version, "large" if "judge" in labels else "thorough", rank=args.rank)
    if args.levels:
        coarsen(tensors, [int(n) for n in args.levels.split(",")])
    write_safetensors(args.out, tensors, metadata)
    print(f"{args.out}: {metadata['layers']} layers, {metadata['pieces']} pieces, {sum(a.nbytes for a in tensors.values()) / 1e6:.1f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="verb", required=True)
    one = commands.add_parser("pieces")
    one.set_defaults(run=count)
    one.add_argument("rows", nargs="+")
    one.add_argument("--least", type=int, default=5)
    for verb, run in (("export", write), ("check", check)):
        one = commands.add_parser(verb)
        one.set_defaults(run=run)
        one.add_argument("model")
        one.add_argument("out")
        if verb == "check":
            one.add_argument("rows")
            one.add_argument("--texts", type=int, default=50)
        else:
            one.add_argument("--version", required=True)
            one.add_argument("--pieces")
            one.add_argument("--rank", type=int, default=0)
            one.add_argument("--levels")
            one.add_argument("--positions", type=int, default=256, help="the longest text")
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
