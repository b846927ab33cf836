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


def export(saved, int8, version, extra):
    config, state = SIZES[saved["config"]], {k: v.numpy() for k, v in saved["model"].items()}
    d = config.width
    tensors = {}

    def put(name, array, quantise=False):
        array = np.ascontiguousarray(array, np.float32)
        if int8 and quantise:
            base = "embed" if name == "embed.rows" else name[:-len(".weight")]
            tensors[name], tensors[base + ".scale"] = quantised(array)
        else:
            tensors[name] = array

    def put_block(to, source, width, quantise):
        put(f"{to}.norm.weight", state[f"{source}.norm.weight"])
        put(f"{to}.norm.bias", state[f"{source}.norm.bias"])
        put(f"{to}.conv.weight", state[f"{source}.conv.weight"].reshape(2 * width, 3, width), quantise)
        put(f"{to}.conv.bias", state[f"{source}.conv.bias"])
        put(f"{to}.out.weight", state[f"{source}.out.weight"], quantise)
        put(f"{to}.out.bias", state[f"{source}.out.bias"])

    table = state["encoder.rows"].copy()
    table[0] = 0
    put("embed.rows", table, True)
    put("embed.shape", state["encoder.shape.weight"])
    put("embed.gap", state["encoder.gap.weight"])
    for to, source in (("embed.norm", "encoder.norm"), ("final.norm", "encoder.final")):
        put(f"{to}.weight", state[f"{source}.weight"])
        put(f"{to}.bias", state[f"{source}.bias"])
    for i in range(len(config.dilations)):
        put_block(f"layers.{i}", f"encoder.layers.{i}", d, True)
    heads = []

    def put_head(name, source):
        put(f"heads.{name}.weight", state[f"heads.{source}.linear.weight"])
        put(f"heads.{name}.bias", state[f"heads.{source}.linear.bias"])

    for name, labels in saved["labels"].items():
        head = {"name": name, "kind": saved["kinds"][name], "labels": labels}
        put_head(name, name)
        if head["kind"] == "document":
            put(f"heads.{name}.attend.weight", state[f"heads.{name}.attend.weight"])
            put(f"heads.{name}.attend.bias", state[f"heads.{name}.attend.bias"])
        if head["kind"] == "line":
            width = state[f"heads.{name}.input.bias"].shape[0]
            features = state[f"heads.{name}.feature_mean"].shape[0]
            dilations = saved["line_dilations"]
            head.update(width=width, features=features, layers=[{"dilation": k} for k in dilations])
            put(f"heads.{name}.in.weight", state[f"heads.{name}.input.weight"])
            put(f"heads.{name}.in.bias", state[f"heads.{name}.input.bias"])
            put(f"heads.{name}.feature_mean", state[f"heads.{name}.feature_mean"])
            put(f"heads.{name}.feature_scale", state[f"heads.{name}.feature_scale"])
            for i in range(len(dilations)):
                put_block(f"heads.{name}.layers.{i}", f"heads.{name}.layers.{i}", width, False)
            put(f"heads.{name}.norm.weight", state[f"heads.{name}.norm.weight"])
            put(f"heads.{name}.norm.bias", state[f"heads.{name}.norm.bias"])
        if head["kind"] == "context":
            at, of = f"heads.{name}", saved["context"]
            head.update(segment=of["segment"], hints=state[f"{at}.hints.weight"].shape[0], segment_layers=[{"dilation": k} for k in of["segment_dilations"]],
                        layers=[{"dilation": k} for k in of["dilations"]])
            if "prior" in saved:
                head["prior"] = saved["prior"]
            put(f"{at}.hints", state[f"{at}.hints.weight"])
            put(f"{at}.in.weight", state[f"{at}.input.weight"])
            put(f"{at}.in.bias", state[f"{at}.input.bias"])
            for i in range(len(of["segment_dilations"])):
                put_block(f"{at}.segments.layers.{i}", f"{at}.segments.{i}", d, True)
            for i in range(len(of["dilations"])):
                put_block(f"{at}.layers.{i}", f"{at}.layers.{i}", d, True)
            for to, source in (("segments.norm", "segment_norm"), ("norm", "norm"), ("up", "up")):
                put(f"{at}.{to}.weight", state[f"{at}.{source}.weight"])
                put(f"{at}.{to}.bias", state[f"{at}.{source}.bias"])
            if "gate" in saved:
                head["gate"] = len(saved["gate"]["in.bias"])
                for key, array in saved["gate"].items():
                    put(f"{at}.gate.{key}", array.numpy())
        heads.append(head)
    metadata = {"format": 1, "name": config.name, "version": version, "width": d, "rows": config.rows, "ids": IDS, "shapes": SHAPES,
                "gaps": GAPS, "features": FEATURE_VERSION, "layers": [{"dilation": k} for k in config.dilations], "heads": heads, **extra}
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
