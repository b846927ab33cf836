#!/usr/bin/env python3
"""Writes trained weights as the safetensors file of docs/design/0009-encoder.md.

  train/export.py --model build/train/small.pt --out models/small.safetensors [--int8] [--version 1] [--extra extra.json]
--extra: JSON merged into the metadata (thresholds, calibration).
"""
import argparse
import json

import numpy as np
import torch

from model import FEATURE_VERSION, GAPS, IDS, SHAPES, SIZES
from tensor_file import write_safetensors


def quantised(weight):
    """q * scale = weight for each row (last axes together), |q| <= 127."""
    flat = weight.reshape(weight.shape[0], -1)
    scale = np.maximum(np.abs(flat).max(1), 1e-12) / 127
    q = np.clip(np.rint(flat / scale[:, None]), -127, 127).astype(np.int8)
    return q.reshape(weight.shape), scale.astype(np.float32)


class Tensors(dict):
    """The tensors of a file by name, from a state of PyTorch."""

    def __init__(self, state, int8):
        super().__init__()
        self.state, self.int8 = state, int8

    def put(self, name, array, quantise=False):
        array = np.ascontiguousarray(array, np.float32)
        if self.int8 and quantise:
            base = "embed" if name == "embed.rows" else name[:-len(".weight")]
            self[name], self[base + ".scale"] = quantised(array)
        else:
            self[name] = array

    def put_affine(self, to, source, quantise=False):
        """Weight and bias, also of a norm."""
        self.put(f"{to}.weight", self.state[f"{source}.weight"], quantise)
        self.put(f"{to}.bias", self.state[f"{source}.bias"])

    def put_block(self, to, source, width, quantise):
        self.put_affine(f"{to}.norm", f"{source}.norm")
        self.put(f"{to}.conv.weight", self.state[f"{source}.conv.weight"].reshape(2 * width, 3, width), quantise)
        self.put(f"{to}.conv.bias", self.state[f"{source}.conv.bias"])
        self.put_affine(f"{to}.out", f"{source}.out", quantise)

    def put_line(self, name, dilations, quantise=False):
        """What a line head has besides its last layer; what the file says of it. quantise: the matrices of its blocks."""
        at = f"heads.{name}"
        width, features = self.state[f"{at}.input.bias"].shape[0], self.state[f"{at}.feature_mean"].shape[0]
        self.put_affine(f"{at}.in", f"{at}.input")
        self.put(f"{at}.feature_mean", self.state[f"{at}.feature_mean"])
        self.put(f"{at}.feature_scale", self.state[f"{at}.feature_scale"])
        for i in range(len(dilations)):
            self.put_block(f"{at}.layers.{i}", f"{at}.layers.{i}", width, quantise)
        self.put_affine(f"{at}.norm", f"{at}.norm")
        return {"width": width, "features": features, "layers": [{"dilation": k} for k in dilations]}

    def put_gate(self, at, dilations):
        """The gate of a context head; what the file says of it."""
        width = self.state[f"{at}.norm.bias"].shape[0]
        for to, source in (("token", "token"), ("in", "input"), ("norm", "norm"), ("inner", "inner"), ("around", "around")):
            self.put_affine(f"{at}.{to}", f"{at}.{source}")
        self.put_affine(at, f"{at}.reasons")
        for i in range(len(dilations)):
            self.put_block(f"{at}.layers.{i}", f"{at}.layers.{i}", width, True)
        return {"tokens": self.state[f"{at}.token.bias"].shape[0], "inner": self.state[f"{at}.inner.bias"].shape[0], "layers": [{"dilation": k} for k in dilations]}


def export(saved, int8, version, extra):
    config, state = SIZES[saved["config"]], {k: v.numpy() for k, v in saved["model"].items()}
    d = config.width
    tensors = Tensors(state, int8)
    table = state["encoder.rows"].copy()
    table[0] = 0
    words = state.get("encoder.words.keys")
    if words is not None:  # a word's own row: what the first of its two gives and its vector
        table = np.concatenate([table, table[words // config.rows] + state["encoder.words.vectors"] @ state["encoder.words.wide.weight"].T])
        tensors["embed.words"] = words.astype(np.uint32)
    tensors.put("embed.rows", table, True)
    tensors.put("embed.shape", state["encoder.shape.weight"])
    tensors.put("embed.gap", state["encoder.gap.weight"])
    tensors.put_affine("embed.norm", "encoder.norm")
    tensors.put_affine("final.norm", "encoder.final")
    for i in range(len(config.dilations)):
        tensors.put_block(f"layers.{i}", f"encoder.layers.{i}", d, True)
    heads = []
    for name, labels in saved["labels"].items():
        head, at = {"name": name, "kind": saved["kinds"][name], "labels": labels}, f"heads.{name}"
        tensors.put_affine(at, f"{at}.linear")
        if head["kind"] == "document":
            tensors.put_affine(f"{at}.attend", f"{at}.attend")
        if head["kind"] == "line":
            head |= tensors.put_line(name, saved["line_dilations"])
        if head["kind"] == "context":
            of = saved["context"]
            head.update(segment=of["segment"], hints=state[f"{at}.hints.weight"].shape[0], segment_layers=[{"dilation": k} for k in of["segment_dilations"]],
                        layers=[{"dilation": k} for k in of["dilations"]])
            if "prior" in saved:
                head["prior"] = saved["prior"]
            tensors.put(f"{at}.hints", state[f"{at}.hints.weight"])
            tensors.put_affine(f"{at}.in", f"{at}.input")
            for i in range(len(of["segment_dilations"])):
                tensors.put_block(f"{at}.segments.layers.{i}", f"{at}.segments.{i}", d, True)
            for i in range(len(of["dilations"])):
                tensors.put_block(f"{at}.layers.{i}", f"{at}.layers.{i}", d, True)
            for to, source in (("segments.norm", "segment_norm"), ("norm", "norm"), ("up", "up")):
                tensors.put_affine(f"{at}.{to}", f"{at}.{source}")
            if "gate_dilations" in of:
                head["gate"] = tensors.put_gate(f"{at}.gate", of["gate_dilations"])
        heads.append(head)
    metadata = {"format": 1, "name": config.name, "version": version, "width": d, "rows": config.rows, "ids": IDS, "shapes": SHAPES,
                "gaps": GAPS, "features": FEATURE_VERSION, "layers": [{"dilation": k} for k in config.dilations], "heads": heads, **({} if words is None else {"words": len(words)}), **extra}
    return tensors, metadata


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--int8", action="store_true")
    parser.add_argument("--version", default="1")
    parser.add_argument("--extra")
    args = parser.parse_args()
    extra = {}
    if args.extra:
        with open(args.extra, encoding="utf-8") as file:
            extra = json.load(file)
    write_safetensors(args.out, *export(torch.load(args.model), args.int8, args.version, extra))


if __name__ == "__main__":
    main()
