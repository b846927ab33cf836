"""What is trained on a condition's sentences, and asked what the test documents cost."""
import json
import os
import subprocess

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
# A decoder takes minutes, so it proves the main conditions only.
MAIN = {"human 1", "random", "random again", "anchor 10% + random", "S1 fluency + agreement, best of content",
        "S2 coverage of documents", "S2 coverage of sentences", "S3 resampled in content, learnt surprise", "S1+S2+S3",
        "anchor 10% + S1+S2+S3"}

QUICK = ("--width", "16", "--layers", "1", "--heads", "2", "--words", "300", "--buckets", "20", "--epochs", "1")


class Ngram:
    def __init__(self, fold):
        self.fold = fold
        self.documents, self.place = np.unique(fold.corpus.document_of[fold.test], return_inverse=True)

    def wants(self, name):
        return True

    def bits(self, name, sentences):
        """[tokens, bits] of each test document."""
        by_sentence = self.fold.models.bits(sentences, self.fold.test)
        return np.array([np.bincount(self.place, column, len(self.documents)) for column in by_sentence.T]).T


class Decoder:
    """train/decoder_lm.py in a process of its own; documents are what is left of them, sentence after sentence."""

    def __init__(self, args, fold, seed):
        self.fold, self.seed = fold, seed
        self.sizes = QUICK if args.quick else args.sizes.split()
        self.folder = os.path.join(args.work, f"decoder-{seed}")
        os.makedirs(self.folder, exist_ok=True)
        self.vocabulary = self.write("vocabulary", np.arange(len(fold.corpus.sentences)))
        self.test = self.write("test", fold.test)

    def write(self, name, sentences):
        path = os.path.join(self.folder, "".join(c if c.isalnum() else "_" for c in name) + ".jsonl")
        with open(path, "w", encoding="utf-8") as out:
            out.writelines(json.dumps({"text": text}) + "\n" for text in self.fold.corpus.text_of(sentences))
        return path

    def wants(self, name):
        return name in MAIN

    def bits(self, name, sentences):
        train = self.write("train " + name, sentences)
        out = train + ".bits"
        if not os.path.exists(out):
            subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "train/decoder_lm.py"), "--train", train, "--test", self.test, "--vocabulary",
                            self.vocabulary, "--out", out, "--seed", str(self.seed + 1), *self.sizes], check=True, stdout=subprocess.DEVNULL)
        with open(out, encoding="utf-8") as bits:
            return np.array(json.load(bits))


def make(args, fold, seed):
    return Ngram(fold) if args.trainer == "ngram" else Decoder(args, fold, seed)
