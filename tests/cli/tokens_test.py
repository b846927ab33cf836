"""The step `tokens` and the metric `tokens`: counts as PyPI's `tokenizers` has them, of small tokenizers trained here (left out
where it is not installed); filters, totals, files that are refused."""

import json
import random
import unicodedata
import unittest

from language_test import SENTENCES
from support import CliTest

try:
    import tokenizers
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
except ImportError:
    tokenizers = None
try:
    import sentencepiece
except ImportError:
    sentencepiece = None

# What models cut with that lauter has no code of its own for.
MORE_PATTERNS = {
    "o200k": r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "bloom": r" ?[^(\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+",
    "deepseek": r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
}
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
    # Of characters that came after this Python's Unicode each library knows others.
    return ["".join(c for c in line if unicodedata.category(c) != "Cn") for line in lines]


def charsmap():
    """The map of characters of the usual rules of SentencePiece, out of a model that is trained for it: base64."""
    import base64
    import io

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(SENTENCES.values()), model_writer=model, vocab_size=400, hard_vocab_limit=False,
                                             normalization_rule_name="nmt_nfkc", minloglevel=2)

    def fields(data):
        """(number, bytes) of the fields of a message that have a length."""
        at = 0

        def number():
            nonlocal at
            value = shift = 0
            while True:
                byte = data[at]
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    return value

        while at < len(data):
            key = number()
            if key & 7 == 2:
                size = number()
                yield key >> 3, data[at:at + size]
                at += size
            elif key & 7 == 0:
                number()
            else:
                at += 8 if key & 7 == 1 else 4

    spec = next(value for key, value in fields(model.getvalue()) if key == 3)  # normalizer_spec
    return base64.b64encode(next(value for key, value in fields(spec) if key == 2)).decode()


def unigrams():
    """Of T5, XLM-R, mBART, ALBERT and others: Unigram models behind all normalizers and cuts that go with them."""
    texts = list(SENTENCES.values())[:19] * 5

    def unigram(normalizer, pre, byte_fallback=False):
        tok = Tokenizer(models.Unigram())
        tok.normalizer, tok.pre_tokenizer = normalizer, pre
        special = ["<unk>", "<s>"] + [f"<0x{b:02X}>" for b in range(256)] * byte_fallback
        tok.train_from_iterator(texts, trainers.UnigramTrainer(vocab_size=700, special_tokens=special, unk_token="<unk>", show_progress=False))
        if not byte_fallback:
            return tok
        data = json.loads(tok.to_str())
        data["model"]["byte_fallback"] = True
        data["added_tokens"] = data["added_tokens"][:2]
        return Tokenizer.from_str(json.dumps(data))

    metaspace = pre_tokenizers.Metaspace
    split = pre_tokenizers.WhitespaceSplit()
    runs = normalizers.Replace(Regex(" {2,}"), "\u2581")
    yield "t5", unigram(normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC()]), pre_tokenizers.Sequence([split, metaspace()]))
    yield "albert", unigram(normalizers.Sequence([normalizers.Replace("``", '"'), normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Strip(), runs]), metaspace())
    yield "strip right", unigram(normalizers.Sequence([normalizers.Strip(left=False), runs]), metaspace(prepend_scheme="first"))
    yield "bytes", unigram(normalizers.NFKC(), metaspace(split=False), byte_fallback=True)
    yield "another sign", unigram(normalizers.NFC(), metaspace(replacement="_", prepend_scheme="never"))
    if sentencepiece is not None:
        data = json.loads(unigram(normalizers.Sequence([]), metaspace()).to_str())
        data["normalizer"] = {"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": charsmap()}, {"type": "Strip", "strip_left": False, "strip_right": True},
                                                                  {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "\u2581"}]}
        yield "xlm-r", Tokenizer.from_str(json.dumps(data))


def cuts():
    """One model behind everything that can cut."""
    texts = list(SENTENCES.values())[:19] * 5
    p = pre_tokenizers
    ways = {"whitespace": p.Whitespace(), "punctuation": p.Punctuation(), "digits": p.Digits(), "each digit": p.Digits(individual_digits=True),
            "delimiter": p.CharDelimiterSplit("e"), "fixed length": p.FixedLength(length=3), "punctuation, spaces": p.Sequence([p.Punctuation("merged_with_previous"), p.WhitespaceSplit()]),
            "falcon": p.Sequence([p.Punctuation("contiguous"), p.ByteLevel(add_prefix_space=False), p.Digits(), p.Split(Regex("[0-9][0-9][0-9]"), "isolated")]),
            "starcoder": p.Sequence([p.Digits(individual_digits=True), p.ByteLevel(add_prefix_space=False)]), "prefix behind": p.Sequence([p.Digits(), p.ByteLevel(add_prefix_space=True)]),
            "deberta": p.Sequence([p.Punctuation(), p.Metaspace()]), "gemma": p.Split(" ", "merged_with_previous")}
    for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"):
        for invert in (False, True):
            ways[f"split {behavior}, {invert}"] = p.Split(Regex("[aeiou]|\\s+$"), behavior, invert=invert)
    for name, pattern in MORE_PATTERNS.items():
        ways[name] = p.Sequence([p.Split(Regex(pattern), "isolated"), p.ByteLevel(add_prefix_space=False, use_regex=False)])
    for name, pre in ways.items():
        tok = Tokenizer(models.BPE(unk_token="<unk>"))
        tok.pre_tokenizer = pre
        tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=500, special_tokens=["<unk>"], show_progress=False, initial_alphabet=p.ByteLevel.alphabet()))
        yield name, tok
    tok = Tokenizer(models.WordLevel(unk_token="<unk>"))
    tok.pre_tokenizer = p.Whitespace()
    tok.train_from_iterator(texts, trainers.WordLevelTrainer(special_tokens=["<unk>"], show_progress=False))
    tok.add_tokens([AddedToken("the", single_word=True, normalized=False), AddedToken("\u00e9t\u00e9", single_word=True)])
    yield "word level", tok
    tok = Tokenizer(models.BPE(unk_token="<unk>", continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    tok.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tok.pre_tokenizer = p.Split(Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", invert=True)
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=500, special_tokens=["<unk>"], show_progress=False, continuing_subword_prefix="##", end_of_word_suffix="</w>"))
    yield "clip", tok
    tok = Tokenizer(models.BPE())
    tok.normalizer = normalizers.ByteLevel()
    tok.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=500, show_progress=False, initial_alphabet=p.ByteLevel.alphabet(), max_token_length=8))
    yield "bytes by a normalizer", tok


def made():
    """(name, tokenizer): the kinds that models of these names have."""
    yield from unigrams()
    yield from cuts()
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
        split = {"type": "Split", "pattern": {"Regex": "a(+"}, "behavior": "Isolated", "invert": False}
        unigram = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["a", -1]]}
        for changes, word in (({"model": {**unigram, "unk_id": None}}, "a Unigram without"), ({"model": {**unigram, "vocab": [["a"]]}}, "piece 0"),
                              ({"model": {**unigram, "alpha": 0.1}}, "draws"), ({"pre_tokenizer": split}, "a(+"), ({"pre_tokenizer": {**split, "behavior": "Away"}}, "Away"),
                              ({"normalizer": {"type": "Precompiled"}}, "precompiled_charsmap"), ({"normalizer": {"type": "Precompiled", "precompiled_charsmap": "/////w=="}}, "cut off"),
                              ({"pre_tokenizer": {"type": "UnicodeScripts"}}, "UnicodeScripts"), ({"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "?"}}, "WordLevel"),
                              ({"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a", "b"]]}}, "merge 0"), ({"model": 5}, "model"),
                              ({"pre_tokenizer": {"type": "CharDelimiterSplit"}}, "delimiter")):
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
