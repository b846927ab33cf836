#!/usr/bin/env python3
"""The second oracle of src/nn: random models of train/model.py, written by train/export.py, give the same states and
scores in PyTorch and in the C++ engine. Environment: NN_ENCODE, the program of encode_main.cc. Exit status 77: skipped."""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

os.environ.setdefault("OMP_NUM_THREADS", "1")
try:
    import numpy as np
    import torch
except ImportError:
    system = "/usr/bin/python3"  # Debian's, where python3-torch is; the first on PATH may be another
    if os.path.exists(system) and os.environ.get("NN_TORCH_RETRY") is None:
        os.execve(system, [system, *sys.argv], {**os.environ, "NN_TORCH_RETRY": "1"})
    print("SKIPPED: python3-torch is not installed")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "train" / "judge"), str(ROOT / "train")]
import export  # noqa: E402
import export_attention  # noqa: E402
import model  # noqa: E402
import teacher  # noqa: E402
from pretrained import BASES  # noqa: E402

LAYERS, WIDTH, HEADS = BASES["minilm"][:3]
LINE_FEATURES, LINE_WIDTH, LINE_DILATIONS = 5, 24, (1, 2)
TEXTS = (
    "Dear Mrs Halloran, your appointment with Dr Okafor is on 14 March at 9:30. Please bring your insurance card. My sister Priya drives me, "
    "she lives at 12 Elm Street in Fernhill. Call me on 555 0142 or write to Tobias Wendel if anything changes; my diabetes got worse since spring.",
    "The Battle of Hastings was fought in 1066 between William of Normandy and Harold Godwinson. William was crowned at Westminster on Christmas Day.",
)
HINTS, CONTEXT = 9, {"segment": 16, "segment_dilations": (1, 2), "dilations": (1, 2)}


class Network(torch.nn.Module):
    """An encoder with one head of each kind, all parameters random (also those that begin as 0 or 1)."""

    def __init__(self, config, known=None):
        """known: the keys of words that have vectors, in order, or none."""
        super().__init__()
        self.encoder = model.Encoder(config)
        if known is not None:
            self.encoder.words = model.WordVectors(torch.from_numpy(known), torch.randn(len(known), 7), config.width)
            torch.nn.init.normal_(self.encoder.words.wide.weight)
        self.heads = torch.nn.ModuleDict({
            "pii": model.TokenHead(config.width, ["O", "B-PERSON", "I-PERSON"]),
            "toxic_doc": model.DocumentHead(config.width, ["toxic"]),
            "junk": model.LineHead(config.width, LINE_WIDTH, LINE_FEATURES, LINE_DILATIONS, ["junk"]),
            "judge": model.ContextHead(config.width, ["O", "PUBLIC", "B-AGE", "I-AGE"], HINTS, **CONTEXT),
        })
        with torch.no_grad():
            for name, value in [*self.named_parameters(), *self.named_buffers()]:
                if "norm" in name or "final" in name or "feature_" in name:
                    value += torch.randn_like(value) * 0.2
            self.encoder.rows[model.PADDING_ROW] = 0
        self.eval()

    def saved(self, config):
        return {"config": config.name, "model": self.state_dict(), "line_dilations": LINE_DILATIONS, "context": CONTEXT,
                "labels": {name: head.labels for name, head in self.heads.items()},
                "kinds": {name: head.kind for name, head in self.heads.items()}}

    @torch.no_grad()
    def run(self, text):
        """States and scores in the order in which nn_encode writes them."""
        ids, shapes, gaps, line_begin, features, hints = text
        tokens = len(shapes)
        inside = torch.ones(1, tokens, 1)
        ids, shapes, gaps, line_ends = (torch.tensor(a.astype(np.int64)) for a in (ids, shapes, gaps, line_begin[1:]))
        states = self.encoder(ids[None], shapes[None], gaps[None], inside)
        lines = torch.bucketize(torch.arange(tokens), line_ends, right=True)
        heads = self.heads
        outputs = [states, heads["pii"](states), heads["toxic_doc"](states, inside),
                   heads["junk"](states[0], lines, torch.tensor(features)),
                   heads["judge"](states, torch.tensor(hints.astype(np.int64))[None], inside)]
        return np.concatenate([output.numpy().reshape(-1) for output in outputs])


class Attention(torch.nn.Module):
    """The teacher of sentences as its checkpoints have it, random, over a table of `rank` numbers a piece; with `hints` as the judge's has them."""

    def __init__(self, layers, pieces, rank, hints):
        super().__init__()
        self.encoder = e = teacher.Teacher()
        del e.head, e.names, e.hints
        if hints:
            e.hints = torch.nn.Embedding(hints, WIDTH)
        e.layers = e.layers[:layers]
        e.words = torch.nn.Embedding(pieces, rank or WIDTH)
        if rank:
            e.project = torch.nn.Linear(rank, WIDTH, bias=False)
        self.labels = {"sentence": ["act:keep", "act:drop", "class:none"], "gone": ["KEEP", "GONE"]}
        self.heads = torch.nn.ModuleDict({"sentence": model.LineHead(WIDTH, LINE_WIDTH, 1, LINE_DILATIONS, self.labels["sentence"]),
                                          "gone": model.TokenHead(WIDTH, self.labels["gone"])})
        with torch.no_grad():
            for name, value in [*self.named_parameters(), *self.named_buffers()]:
                if "norm" in name or ".n1" in name or ".n2" in name or "feature_" in name:
                    value += torch.randn_like(value) * 0.1
                if "shapes" in name:
                    value += torch.randn_like(value)
        self.eval()

    @torch.no_grad()
    def run(self, text):
        ids, shapes, _, line_begin, features, hints = text
        e, n = self.encoder, len(shapes)
        x = e.words(torch.from_numpy(ids[:, 0].astype(np.int64)))
        x = e.norm((e.project(x) if hasattr(e, "project") else x) + e.places.weight[:n] + e.types.weight[0])
        x = (x + e.shapes(torch.from_numpy(shapes.astype(np.int64))))[None]
        if hasattr(e, "hints"):
            x = x + e.hints(torch.from_numpy(hints.astype(np.int64)))
        for layer in e.layers:
            x = layer(x, torch.zeros(HEADS, n, n))
        lines = torch.bucketize(torch.arange(n), torch.tensor(line_begin[1:].astype(np.int64)), right=True)
        outputs = [x, self.heads["sentence"](x[0], lines, torch.tensor(features)), self.heads["gone"](x)]
        return np.concatenate([output.numpy().reshape(-1) for output in outputs])


def random_text(rng, config, tokens):
    ids = rng.integers(0, config.rows, (tokens, model.IDS)).astype(np.uint32)
    ids[rng.random(ids.shape) < 0.3] = model.PADDING_ROW
    cuts = np.sort(rng.integers(0, tokens + 1, tokens // 5))  # doubled cuts are lines without a token
    line_begin = np.array([0, *cuts, tokens], np.uint32)
    features = rng.normal(size=(len(line_begin) - 1, LINE_FEATURES)).astype(np.float32)
    return (ids, rng.integers(0, model.SHAPES, tokens).astype(np.uint8),
            rng.integers(0, model.GAPS, tokens).astype(np.uint8), line_begin, features,
            rng.integers(0, HINTS, tokens).astype(np.uint16))


def encode(path, texts):
    """What the C++ engine makes of the texts, one after the other."""
    records = b""
    for ids, shapes, gaps, line_begin, features, hints in texts:
        records += struct.pack("<I", len(shapes)) + ids.tobytes() + shapes.tobytes() + gaps.tobytes()
        records += struct.pack("<I", len(features)) + line_begin.tobytes() + features.tobytes() + hints.tobytes()
    done = subprocess.run([os.environ["NN_ENCODE"], path], input=records, stdout=subprocess.PIPE, check=True)
    return np.frombuffer(done.stdout, np.float32)


class TorchTest(unittest.TestCase):
    def check(self, config, int8, limit):
        torch.manual_seed(1)
        rng = np.random.default_rng(1)
        texts = [random_text(rng, config, tokens) for tokens in (1, 2, 9, 60, 300)]
        pairs = np.concatenate([ids[::3, :2] for ids, *_ in texts]).astype(np.int64)  # each third word is known, in one of the configurations
        network = Network(config, np.unique(pairs[:, 0] * config.rows + pairs[:, 1]) if config.name == "wide" else None)
        model.SIZES[config.name] = config
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/model.safetensors"
            export.write_safetensors(path, *export.export(network.saved(config), int8, "test", {}))
            got = encode(path, texts)
        due = np.concatenate([network.run(text) for text in texts])
        self.assertEqual(got.shape, due.shape)
        self.assertGreater(due.std(), 0.3)  # a network that says nothing would agree with anything
        worst = np.abs(got - due).max()
        self.assertLess(worst, limit, f"{config.name}, int8 {int8}")
        print(f"{config.name}, int8 {int8}: largest difference {worst:.2g}")

    def test_f32(self):
        for config in (model.SIZES["tiny"], model.Config("wide", 72, 3000, (1, 1, 2, 4, 8))):
            self.check(config, False, 1e-5)

    def test_int8(self):
        for config in (model.SIZES["tiny"], model.Config("wide", 72, 3000, (1, 1, 2, 4, 8))):
            self.check(config, True, 0.1)

    def test_attention(self):
        for layers, rank, kinds in ((2, 0, HINTS), (3, 128, 0)):
            torch.manual_seed(1)
            rng, pieces = np.random.default_rng(1), 200
            network = Attention(layers, pieces, rank, kinds)
            texts = []
            for tokens in (1, 2, 9, 60, 200):
                _, shapes, gaps, line_begin, features, hints = random_text(rng, model.SIZES["tiny"], tokens)
                texts.append((rng.integers(0, pieces, (tokens, 1)).astype(np.uint32), shapes % teacher.SHAPES, gaps, line_begin, features[:, :1], hints[:tokens if kinds else 0]))
            state = {name: value.numpy() for name, value in network.state_dict().items()}
            with tempfile.TemporaryDirectory() as folder:
                path = f"{folder}/model.safetensors"
                export.write_safetensors(path, *export_attention.export(state, [f"p{i}" for i in range(pieces)], network.labels, LINE_DILATIONS, "test"))
                got = encode(path, texts)
                plain = export_attention.Plain(path)
                first = encode(path, texts[-1:])[:200 * WIDTH].reshape(200, -1)
                near = np.abs(plain.states(texts[-1][0][:, 0], texts[-1][1], texts[-1][5] if kinds else None) - first)
            due = np.concatenate([network.run(text) for text in texts])
            self.assertEqual(got.shape, due.shape)
            self.assertGreater(due.std(), 0.3)
            # gelu in two forms, weights and activations in steps; the numpy network differs by single steps only.
            self.assertLess(np.abs(got - due).mean(), 0.03, f"{layers} layers, rank {rank}")
            self.assertLess(np.abs(got - due).max(), 0.5, f"{layers} layers, rank {rank}")
            self.assertLess(near.mean(), 0.01, f"{layers} layers, rank {rank}")
            print(f"attention, {layers} layers, rank {rank}: mean difference {np.abs(got - due).mean():.2g}, largest {np.abs(got - due).max():.2g}, to numpy {near.mean():.2g}")

    def test_large_on_real_text(self):
        """The second judge as it ships: what the engine makes of it is what torch makes of its weights in f32."""
        packed = ROOT / "models" / "large.safetensors.zst"
        if not packed.exists() or shutil.which("zstd") is None:
            self.skipTest("no models/large.safetensors.zst, or no zstd")
        torch.manual_seed(1)
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/large.safetensors"
            subprocess.run(["zstd", "-q", "-d", packed, "-o", path], check=True)
            plain = export_attention.Plain(path)
            network, pieces = judging(plain), {piece: k for k, piece in enumerate(bytes(plain.raw["vocabulary"]).decode().split("\n"))}
            texts, due, private = [], [], []
            for text in TEXTS:
                ids, shapes = pieces_of(text, pieces)
                hints = np.zeros(len(ids), np.uint16)
                hints[5], hints[6] = 1, 2
                texts.append((np.array(ids, np.uint32)[:, None], np.array(shapes, np.uint8), np.zeros(len(ids), np.uint8), np.zeros(1, np.uint32),
                              np.zeros((0, 1), np.float32), hints))
                x = [torch.from_numpy(np.asarray(a, np.int64))[None] for a in (ids, shapes, hints)]
                with torch.no_grad():
                    due.append(torch.cat(network(*x, torch.ones(1, len(ids))), -1)[0].numpy())
            for text, logits in zip(texts, due):
                n = len(logits)
                got = encode(path, [text])[n * WIDTH:].reshape(n, -1)
                self.assertEqual(got.shape, logits.shape)
                of = len(teacher.LABELS)
                odds, same = (np.exp(a[:, :of]) / np.exp(a[:, :of]).sum(-1, keepdims=True) for a in (got, logits))
                self.assertLess(np.abs(odds - same).mean(0).sum(), 0.1)
                self.assertGreater((odds.argmax(-1) == same.argmax(-1)).mean(), 0.95)
                private.append(int((same.argmax(-1) > 1).sum()))
            self.assertGreater(private[0], 10)
            self.assertEqual(private[1], 0)


def judging(plain):
    """The judge's teacher with the weights of a file."""
    raw, made = plain.raw, teacher.Teacher().eval()
    made.words = torch.nn.Embedding(*raw["embed.rows"].shape)
    take = lambda of, array: of.data.copy_(torch.from_numpy(np.array(array, np.float32)))  # noqa: E731
    take(made.words.weight, raw["embed.rows"] * raw["embed.scale"][:, None])
    made.places, made.types.weight.data[:] = torch.nn.Embedding(*raw["embed.places"].shape), 0
    for part, name in (("places", "embed.places"), ("shapes", "embed.shape"), ("hints", "embed.hints")):
        take(getattr(made, part).weight, raw[name])
    for part, name in [("norm", "embed.norm")] + [(f"layers.{k}.{n}", f"layers.{k}.{n}") for k in range(LAYERS) for n in ("n1", "n2")]:
        take(made.get_submodule(part).weight, raw[f"{name}.weight"])
        take(made.get_submodule(part).bias, raw[f"{name}.bias"])
    for name in (f"layers.{k}.{n}" for k in range(LAYERS) for n in "qkvoip"):
        take(made.get_submodule(name).weight, raw[f"{name}.weight"] * raw[f"{name}.scale"][:, None])
        take(made.get_submodule(name).bias, raw[f"{name}.bias"])
    first = len(teacher.LABELS)
    for head, cut in ((made.head, slice(0, first)), (made.names, slice(first, None))):
        take(head.weight, raw["heads.judge.weight"][cut])
        take(head.bias, raw["heads.judge.bias"][cut])
    return made


def pieces_of(text, pieces):
    """WordPiece of plain English."""
    ids, shapes = [], []
    for word in re.finditer(r"\w+|[^\w\s]", text):
        at = word.start()
        while at < word.end():
            end = next(e for e in range(word.end(), at, -1) if ("##" if at > word.start() else "") + text[at:e].lower() in pieces)
            ids.append(pieces[("##" if at > word.start() else "") + text[at:end].lower()])
            shapes.append(teacher.shape_of(text, at, end))
            at = end
    return ids, shapes


if __name__ == "__main__":
    unittest.main()
