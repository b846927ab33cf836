"""The step `tokens` and the metric `tokens`: counts as PyPI's `tokenizers` has them, of small tokenizers trained here (left out
where it is not installed); filters, totals, files that are refused."""

import json
import random
import unittest

from language_test import SENTENCES
from support import CliTest

try:
    import tokenizers
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
except ImportError:
    tokenizers = None

PATTERNS = {
    "cl100k": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "qwen": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
ODD = ["", " ", "  ", "\n", "\n\n \n x", "a  b   c    ", "\t\tx\r\n\r\ny", "I'm you'LL it'S 'tis we'Re don'T", "it'\u017f x", "x=12345678; y=3.14 \u0664\u0665 \u00bd\u2167",
       "caf\u00e9 cafe\u0301 \u212b \u1100\u1161\u11a8 \uac01", "\u00a0\u2003\u3000x\u200b\ufeff", "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea", "<|end|>", "a<|end|> b  [MASK] c",
       "\u4e2d\u6587\u5b57 \u65e5\u672c\u8a9e\u30c6\u30b9\u30c8", "\u0e19\u0e49\u0e33 \u0939\u093f\u0928\u094d\u0926\u0940", "\x00\x07\x1b[0m\x7f\x85", "foo_bar-baz.qux@x.org http://a.b/c?d=e&f=g#h",
       "x" * 300, "\u2581\u2581a \u2581", "!!!???...", "\u0130stanbul \u01c5 \ufb01 \u1e9e \u00df", "\ud7a3\U00020000\uf900\U000e0001\ue000", "if (a<b) {\n\treturn 0;\n}\n", "\u1f0f \u0344 \u0f73"]


def corpus():
    rng = random.Random(2)
    lines = list(SENTENCES.values()) * 3 + ODD
    for _ in range(300):
        words = [rng.choice(rng.choice(list(SENTENCES.values())).split()) for _ in range(rng.randrange(1, 30))]
        lines.append(rng.choice((" ", "  ", "\n", " \n ")).join(words) + rng.choice(("", "\n", " ", f" {rng.randrange(10 ** 9)}")))
    for _ in range(300):  # any characters at all
        lines.append("".join(chr(rng.choice((rng.randrange(32, 127), rng.randrange(0x80, 0x3000), rng.randrange(0x3000, 0xD800),
                                             rng.randrange(0x10000, 0x1FFFF)))) for _ in range(rng.randrange(1, 40))))
    return lines


def made():
    """(name, tokenizer): the kinds that models of these names have."""
    texts = list(SENTENCES.values()) * 5
    alphabet = pre_tokenizers.ByteLevel.alphabet()

    def bytes_bpe(pre, normalizer=None, **model):
        tok = Tokenizer(models.BPE(**model))
        tok.pre_tokenizer = pre
        if normalizer:
            tok.normalizer = normalizer
        tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=700, initial_alphabet=alphabet, special_tokens=["<|end|>"], show_progress=False))
        return tok

    yield "gpt2", bytes_bpe(pre_tokenizers.ByteLevel(add_prefix_space=False))
    yield "gpt2 with prefix", bytes_bpe(pre_tokenizers.ByteLevel(add_prefix_space=True))
    for name, pattern in PATTERNS.items():
        pre = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
        yield name, bytes_bpe(pre, normalizers.NFC() if name == "qwen" else None, ignore_merges=name == "cl100k")

    def characters(pre, normalizer, byte_fallback):
        tok = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=byte_fallback, fuse_unk=True))
        tok.normalizer = normalizer
        if pre:
            tok.pre_tokenizer = pre
        special = ["<unk>", "<s>"] + ([f"<0x{b:02X}>" for b in range(256)] if byte_fallback else [])
        tok.train_from_iterator(texts[:19], trainers.BpeTrainer(vocab_size=900, special_tokens=special[:2], show_progress=False, limit_alphabet=120))
        if byte_fallback:  # the trainer knows no bytes: put them into the file
            data = json.loads(tok.to_str())
            for name in special[2:]:
                data["model"]["vocab"].setdefault(name, len(data["model"]["vocab"]))
            tok = Tokenizer.from_str(json.dumps(data))
        return tok

    llama2 = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    yield "llama 2", characters(None, llama2, True)
    for scheme in ("always", "first", "never"):
        yield f"metaspace {scheme}", characters(pre_tokenizers.Metaspace(prepend_scheme=scheme), normalizers.Sequence([]), True)
    yield "unknown fused", characters(pre_tokenizers.Metaspace(), normalizers.NFC(), False)
    for lower in (True, False):
        tok = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=20))
        tok.normalizer = normalizers.BertNormalizer(lowercase=lower)
        tok.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tok.train_from_iterator(texts, trainers.WordPieceTrainer(vocab_size=600, special_tokens=["[UNK]"], show_progress=False))
        tok.add_special_tokens([AddedToken("[MASK]", lstrip=True, special=True)])
        yield f"bert lower={lower}", tok


class TokensTest(CliTest):
    def rows(self, texts):
        self.write("in.jsonl", "".join(json.dumps({"id": f"r{i}", "text": text}) + "\n" for i, text in enumerate(texts)))

    def counts(self, *args):
        out, _ = self.run_lauter("score", "in.jsonl", "--metrics", "tokens", "--tokenizer", "t.json", *args)
        return [json.loads(line)["scores"]["tokens"] for line in out.splitlines()]

    @unittest.skipUnless(tokenizers, "tokenizers is not installed")
    def test_counts_are_the_library_s(self):
        texts = corpus()
        self.rows(texts)
        for name, tok in made():
            with self.subTest(name):
                self.write("t.json", tok.to_str())
                wanted = [len(tok.encode(text, add_special_tokens=False).ids) for text in texts]
                differing = [(text, ours, theirs) for text, ours, theirs in zip(texts, self.counts(), wanted) if ours != theirs]
                self.assertEqual(differing[:5], [], f"{len(differing)} of {len(texts)}")

    def tokenizer(self, **changes):
        """Two letters and their pair, at white space."""
        data = {"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "?": 3}, "merges": [["a", "b"]], "unk_token": "?"},
                "pre_tokenizer": {"type": "WhitespaceSplit"}, "normalizer": None, "added_tokens": [], **changes}
        self.write("t.json", json.dumps(data))

    def test_by_hand_and_at_any_number_of_threads(self):
        self.tokenizer()
        self.rows(["ab", "aab b", "", "ba", "xyab"])
        self.assertEqual(self.counts(), [1, 3, 0, 2, 3])
        self.assertEqual(self.counts("--threads", "3"), [1, 3, 0, 2, 3])

    def test_the_step_filters_and_adds_up(self):
        self.tokenizer()
        texts = ["ab", "ab ab ab", "a b a b a b", "ab ab"]
        self.rows(texts)
        self.write("r.yaml", "steps:\n  - use: tokens\n    tokenizer: t.json\n    min_tokens: 2\n    max_tokens: 5\n")
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q", code=1)
        kept = [json.loads(line)["text"] for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        self.assertEqual(kept, [texts[1], texts[3]])
        gone = [json.loads(line)["lauter_reason"] for line in (self.dir / "out/rejected/in.jsonl").read_text().splitlines()]
        self.assertEqual(gone, ["tokens: min_tokens", "tokens: max_tokens"])
        self.assertEqual(json.loads((self.dir / "out/report.json").read_text())["tokens"], 5)
        shown, _ = self.run_lauter("recipe", "show", "./r.yaml", "-q")
        self.write("shown.yaml", shown)
        self.assertEqual(self.run_lauter("recipe", "check", "./shown.yaml")[0], self.run_lauter("recipe", "check", "./r.yaml")[0])

    def test_what_cannot_be_counted_exactly_is_refused(self):
        self.rows(["a"])
        split = {"type": "Split", "pattern": {"Regex": "a+"}, "behavior": "Isolated", "invert": False}
        for changes, word in (({"model": {"type": "Unigram", "vocab": []}}, "the model Unigram"), ({"pre_tokenizer": split}, "Split"),
                              ({"normalizer": {"type": "Precompiled"}}, "the normalizer Precompiled"), ({"pre_tokenizer": {"type": "Digits"}}, "Digits"),
                              ({"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}}, "merge 0"), ({"model": 5}, "model"),
                              ({"added_tokens": [{"content": "a", "single_word": True}]}, "single_word")):
            self.tokenizer(**changes)
            _, err = self.run_lauter("score", "in.jsonl", "--metrics", "tokens", "--tokenizer", "t.json", code=2)
            self.assert_one_line(err, "t.json: ", word)
        for content in ("", "{", "[]", "{}", '{"model":null}'):
            self.write("t.json", content)
            self.write("r.yaml", "steps:\n  - use: tokens\n    tokenizer: t.json\n")
            _, err = self.run_lauter("recipe", "check", "./r.yaml", code=2)
            self.assert_one_line(err, "t.json: is no tokenizer.json")
        _, err = self.run_lauter("score", "in.jsonl", "--metrics", "tokens", code=2)
        self.assert_one_line(err, "--tokenizer")


if __name__ == "__main__":
    unittest.main()
