#!/usr/bin/env python3
"""Makes exported weights pack to half their size: each row of `embed.rows` takes 11 evenly spaced values, a word's own row 5, the spacing that misses least.

  train/coarser.py FILE.safetensors...

The format stays (int8 and a scale a row), so no reader knows. Figures with and without: docs/design/0027-packages.md.
"""
import argparse
import json

import numpy as np

from tensor_file import read_raw, write_safetensors

LEVELS, OF_WORDS = 11, 5


def coarser(rows, scale, levels):
    """int8 rows and their scales as such of `levels` values."""
    half = levels // 2
    exact = rows.astype(np.float32)
    best, spacing, missed = np.zeros_like(exact), np.zeros(len(exact), np.float32), np.full(len(exact), np.inf, np.float32)
    for clipped in np.linspace(0.45, 1, 23):  # the largest value as a share of the row's largest
        tried = np.maximum(np.abs(exact).max(1) * clipped / half, 1e-6)
        q = np.clip(np.rint(exact / tried[:, None]), -half, half)
        fitted = (q * exact).sum(1) / np.maximum((q * q).sum(1), 1)  # by least squares, given the values
        off = ((q * fitted[:, None] - exact) ** 2).sum(1)
        better = off < missed
        best[better], spacing[better], missed[better] = q[better], fitted[better], off[better]
    spread = 127 // half
    return (best * spread).astype(np.int8), (scale * spacing / spread).astype(np.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    for path in parser.parse_args().files:
        header = {}
        tensors = read_raw(path, header)
        about = json.loads(header["__metadata__"]["lauter"])
        hashed, own = slice(about["rows"]), slice(about["rows"], None)
        parts = [coarser(tensors["embed.rows"][part], tensors["embed.scale"][part], levels) for part, levels in ((hashed, LEVELS), (own, OF_WORDS))]
        tensors["embed.rows"], tensors["embed.scale"] = map(np.concatenate, zip(*parts))
        write_safetensors(path, tensors, about)


if __name__ == "__main__":
    main()
