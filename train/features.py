"""Texts to the encoder's input, by the C++ tool build/release/src/lauter_features (one tokenizer for training and use)."""
import os
import subprocess
import tempfile

import numpy as np

from model import IDS

LINE_FEATURES = 64  # kLineFeatures of src/tag/line_features.h

TOOL = os.environ.get("LAUTER_FEATURES", os.path.join(os.path.dirname(__file__), "..", "build", "release", "src", "lauter_features"))


class Tokens:
    """One text's tokens: begin, end (bytes), ids [T, 16], shapes, gaps, known; of texts with lines also line_begin, line_features; of
    texts with sentences the tokens that begin them, and last the number of all."""
    __slots__ = ("begin", "end", "ids", "shapes", "gaps", "known", "line_begin", "line_features", "sentences")

    def __len__(self):
        return len(self.begin)


def extract(texts, rows, documents=None, sentences=False):
    """Yields Tokens for each text, in order. documents: with features of lines; for each text how many documents of the
    corpus hold each of its lines, or None where that is unknown."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        for i, text in enumerate(texts):
            data = text.encode()
            source.write(np.uint32(len(data)).tobytes() + data)
            if documents is not None:
                counts = np.array(documents[i] if documents[i] is not None else [], np.uint32)
                source.write(np.uint32(len(counts)).tobytes() + counts.tobytes())
        source.seek(0)
        subprocess.run([TOOL, str(rows)] + ["--lines"] * (documents is not None) + ["--sentences"] * sentences, stdin=source, stdout=result, check=True)
        size = result.seek(0, os.SEEK_END)
        data = np.memmap(result, np.uint8, "r") if size else b""
        at = 0

        def take(dtype, count):
            nonlocal at
            end = at + np.dtype(dtype).itemsize * count
            part = np.frombuffer(data[at:end].tobytes(), dtype)
            at = end
            return part

        while at < size:
            n = int(take(np.uint32, 1)[0])
            tokens = Tokens()
            tokens.begin, tokens.end = take(np.uint32, n), take(np.uint32, n)
            tokens.ids = take(np.uint32, n * IDS).astype(np.int32).reshape(n, IDS)
            tokens.shapes, tokens.gaps, tokens.known = take(np.uint8, n), take(np.uint8, n), take(np.uint8, n)
            tokens.line_begin = tokens.line_features = tokens.sentences = None
            if sentences:
                tokens.sentences = take(np.uint32, int(take(np.uint32, 1)[0]))
            if documents is not None:
                lines = int(take(np.uint32, 1)[0])
                tokens.line_begin = take(np.uint32, lines)
                tokens.line_features = take(np.float32, lines * LINE_FEATURES).reshape(lines, LINE_FEATURES)
            yield tokens
