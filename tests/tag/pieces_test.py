#!/usr/bin/env python3
"""Word pieces, their spans and shapes against PyPI's `tokenizers` and the shapes of train/judge/teacher.py, on texts of many scripts and random
characters. Environment: TAG_PIECES, the program of pieces_main.cc. Exit status 77: skipped."""
import ast
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "build" / "judge" / "lib"))  # where train/judge/teacher.py puts it
try:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
except ImportError:
    print("SKIPPED: tokenizers is not installed")
    sys.exit(77)

TEXTS = ["", " ", "Hello, WORLD! don't", "Café café Ångström naïve ĲSSEL Ǆ ǅ ǆ", "漢字kanaかんカタ 한국어", "a\x00b\tc\u200bd\u00ad e\ufffdf\x85g\x0bh\r\n\n",
         "[MASK] [UNK] x", "\u037e İstanbul STRASSE ß ﬁ ①② ½ ٣٤ Ⅷ ʰ", "\U0001f600 ok\U0001f44d\U0001f3fd\u200d\U0001f469", "—dash…“q”«x»¡¿", "x" * 100, "x" * 101,
         "é" * 100, "e\u0301" * 101, "漢" * 120, "ab" * 5000, "!" * 300, "ПРИВЕТ, мир! Ёлка ΑΒΓ ς Σ", "नमस्ते दुनिया ไทย مرحبا שלום",
         "\ue000x\U000f0000y\u2028z\u3000w", "A1 1a 12 aB Ab AB a É É9"]


def shapes_of_the_teacher():
    module = ast.parse((ROOT / "train/judge/teacher.py").read_text())
    scope = {}
    exec(compile(ast.Module([n for n in module.body if getattr(n, "name", "") == "shape_of"], []), "teacher.py", "exec"), scope)
    return scope["shape_of"]


def random_text(rng):
    """Characters of Unicode 8 and before, which both libraries know alike; no marks that are kept, whose order differs."""
    blocks = [(0x20, 0x7E)] * 6 + [(0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xD7F), (0x1E00, 0x1FFF), (0x2000, 0x27BF),
                                   (0x3000, 0x3029), (0x3030, 0x30FF), (0x4E00, 0x4F00), (0xAC00, 0xAD00), (0xFF00, 0xFFFD), (0x1F300, 0x1F64F), (0x0, 0x1F), (0x2F800, 0x2F840)]
    out = []
    for _ in range(rng.randrange(1, 60)):
        low, high = rng.choice(blocks)
        out.append(chr(rng.randrange(low, high + 1)) * rng.choice((1, 1, 1, 2, 60)))
        if rng.random() < 0.2:
            out.append(rng.choice((" ", "\n", "\t")))
    return "".join(out)


class Pieces(unittest.TestCase):
    def test_pieces_are_those_of_tokenizers(self):
        rng = random.Random(1)
        corpus = [p.read_text() for p in sorted((ROOT / "docs").glob("*.md"))]
        texts = TEXTS + corpus + [random_text(rng) for _ in range(3000)]
        trained = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
        trained.normalizer, trained.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
        # Not every character has a piece, so some words are unknown.
        trained.train_from_iterator(TEXTS + corpus + texts[:-2000:3], trainers.WordPieceTrainer(vocab_size=6000, show_progress=False))
        vocabulary = sorted({"[UNK]", *trained.get_vocab()})
        plain = Tokenizer(models.WordPiece({p: i for i, p in enumerate(vocabulary)}, unk_token="[UNK]", max_input_chars_per_word=100))
        plain.normalizer, plain.pre_tokenizer = trained.normalizer, trained.pre_tokenizer
        shape_of = shapes_of_the_teacher()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "vocabulary"
            path.write_text("\n".join(vocabulary))
            given = b"".join(struct.pack("<I", len(b)) + b for b in (t.encode() for t in texts))
            made = subprocess.run([os.environ["TAG_PIECES"], path], input=given, stdout=subprocess.PIPE, check=True).stdout
        numbers, at, known = memoryview(made).cast("I"), 0, 0
        for text in texts:
            n = numbers[at]
            got = [tuple(numbers[at + 1 + 4 * i:at + 5 + 4 * i]) for i in range(n)]
            at += 1 + 4 * n
            starts = [0]
            for c in text:
                starts.append(starts[-1] + len(c.encode()))
            encoded = plain.encode(text, add_special_tokens=False)
            due = [(k, starts[b], starts[e], shape_of(text, b, e)) for k, (b, e) in zip(encoded.ids, encoded.offsets)]
            self.assertEqual(got, due, ascii(text[:200]))
            known += sum(vocabulary[k] != "[UNK]" for k in encoded.ids)
        self.assertEqual(at, len(numbers))
        self.assertGreater(known, 10000)


if __name__ == "__main__":
    unittest.main()
