#!/usr/bin/env python3
"""A wider network that computes the same as a trained one, as the start of its own training (Net2Net, Chen, Goodfellow, Shlens 2016).

  train/widen.py --model build/train/small.pt --size base --out build/train/base-start.pt
then train/finetune.py --size base --init build/train/base-start.pt ...
Twice the width: every unit is there twice, and what a unit gave is shared between its two copies, unevenly, so that training parts
them. More rows: 2 + k (rows - 2) of them, so that a word's new row number leads to its old one. More layers: they begin as identity.
"""
import argparse

import torch

from model import SIZES


def twice(vector):
    return torch.cat([vector, vector])


def shared(matrix, rng):
    """[out, in] -> [out, 2 in]: the same product for an input that is there twice."""
    part = 0.5 + 0.25 * torch.randn(matrix.shape, generator=rng)
    return torch.cat([matrix * part, matrix * (1 - part)], 1)


def shared_parts(matrix, width, parts, rng):
    """The first `parts` stretches of `width` columns are there twice; the others (features) stay."""
    columns = [shared(matrix[:, i * width:(i + 1) * width], rng) for i in range(parts)]
    return torch.cat(columns + [matrix[:, parts * width:]], 1)


def wide_block(state, name, width, rng):
    conv, bias = state[f"{name}.conv.weight"], state[f"{name}.conv.bias"]
    conv = shared_parts(conv, width, 3, rng)
    value, gate = conv.chunk(2)
    bias_value, bias_gate = bias.chunk(2)
    return {"norm.weight": twice(state[f"{name}.norm.weight"]), "norm.bias": twice(state[f"{name}.norm.bias"]),
            "conv.weight": torch.cat([twice(value), twice(gate)]), "conv.bias": torch.cat([twice(bias_value), twice(bias_gate)]),
            "out.weight": twice(shared(state[f"{name}.out.weight"], rng)), "out.bias": twice(state[f"{name}.out.bias"])}


def identity_block(width, rng):
    return {"norm.weight": torch.ones(width), "norm.bias": torch.zeros(width),
            "conv.weight": torch.randn(2 * width, 3 * width, generator=rng) / (3 * width) ** 0.5, "conv.bias": torch.zeros(2 * width),
            "out.weight": torch.zeros(width, width), "out.bias": torch.zeros(width)}


def wider(state, old, new, rng):
    """The state of a Model of size `new` that answers as `state`, of size `old`, does."""
    d = old.width
    assert new.width == 2 * d and (new.rows - 2) % (old.rows - 2) == 0 and new.dilations[:len(old.dilations)] == old.dilations, (old, new)
    out = {}
    table = state["encoder.rows"]
    out["encoder.rows"] = torch.cat([table[:2]] + [table[2:]] * ((new.rows - 2) // (old.rows - 2))).repeat(1, 2)
    for name in ("shape", "gap"):
        out[f"encoder.{name}.weight"] = state[f"encoder.{name}.weight"].repeat(1, 2)
    for name in ("norm", "final"):
        for part in ("weight", "bias"):
            out[f"encoder.{name}.{part}"] = twice(state[f"encoder.{name}.{part}"])
    for i in range(len(new.dilations)):
        name = f"encoder.layers.{i}"
        block = wide_block(state, name, d, rng) if i < len(old.dilations) else identity_block(new.width, rng)
        out.update({f"{name}.{k}": v for k, v in block.items()})
    # What a head reads of the states: once (tokens, attention) or twice (mean and maximum).
    for name, value in state.items():
        if not name.startswith("heads."):
            continue
        if name.endswith(".input.weight") or name == "heads.toxic_doc.linear.weight":
            value = shared_parts(value, d, 2, rng)
        elif value.ndim == 2 and value.shape[1] == d and ".layers." not in name:
            value = shared_parts(value, d, 1, rng)
        out[name] = value
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--size", default="base")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    saved = torch.load(args.model)
    rng = torch.Generator().manual_seed(1)
    torch.save({"model": wider(saved["model"], SIZES[saved["config"]], SIZES[args.size], rng)}, args.out)


if __name__ == "__main__":
    main()
