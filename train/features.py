"""Texts to the encoder's input, by the C++ tool build/release/src/lauter_features (one tokenizer for training and use)."""
import os
import subprocess
import tempfile

import numpy as np

from model import IDS

TOOL = os.environ.get("LAUTER_FEATURES", os.path.join(os.path.dirname(__file__), "..", "build", "release", "src", "lauter_features"))


class Tokens:
    """One text's tokens: begin, end (bytes), ids [T, 16], shapes, gaps."""
    __slots__ = ("begin", "end", "ids", "shapes", "gaps")

    def __len__(self):
        return len(self.begin)


def extract(texts, rows):
    """Yields Tokens for each text (str or UTF-8 bytes), in order."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        for text in texts:
            data = text.encode() if isinstance(text, str) else text
            source.write(np.uint32(len(data)).tobytes())
            source.write(data)
        source.seek(0)
        subprocess.run([TOOL, str(rows)], stdin=source, stdout=result, check=True)
        result.seek(0)
        data = np.memmap(result, dtype=np.uint8, mode="r") if os.fstat(result.fileno()).st_size else np.zeros(0, np.uint8)
        at = 0

        def take(dtype, count):
            nonlocal at
            size = np.dtype(dtype).itemsize * count
            part = np.frombuffer(data[at:at + size].tobytes(), dtype=dtype)
            at += size
            return part

        while at < len(data):
            n = int(take(np.uint32, 1)[0])
            tokens = Tokens()
            tokens.begin, tokens.end = take(np.uint32, n), take(np.uint32, n)
            tokens.ids = take(np.uint32, n * IDS).astype(np.int32).reshape(n, IDS)
            tokens.shapes, tokens.gaps = take(np.uint8, n), take(np.uint8, n)
            yield tokens
