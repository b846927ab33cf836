"""`--model large`: two judges have their say, one of which reads a file of its own."""
import json
import os
import pathlib
import unittest
from unittest import mock

from support import CliTest, tree_digest

ROOT = pathlib.Path(__file__).resolve().parents[2]
WEIGHTS = ROOT / "models/large.safetensors.zst"
MADE = ("Dear Mrs {n} Halloran, your appointment with Dr Okafor is on 14 March at 9:{n}. My sister Priya lives at {n} Elm Street in Fernhill; "
        "write to tobias.w{n}@kestrelmail.com. He has had diabetes since spring.\n\n",
        "The Battle of Hastings was fought in 1066 between William of Normandy and Harold Godwinson. Chapter {n} tells of the years before.\n\n",
        "def area_{n}(width: float, height: float) -> float:\n    return width * height  # {n} &amp; more, na\u00efve \u6771\u4eac\n\n")


def texts(count):
    """Of one passage to thirty, which is many windows."""
    return ["".join(MADE[(i + k) % 3].format(n=10 + (7 * i + k) % 89) for k in range(1 + i * i % 31)) for i in range(count)] + ["", " ", "\u0301"]


@unittest.skipUnless(WEIGHTS.exists(), "no models/large.safetensors.zst")
class Large(CliTest):
    def setUp(self):
        super().setUp()
        self.write("in.jsonl", "".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts(16))))
        patch = mock.patch.dict(os.environ, {"LAUTER_MODELS": str(WEIGHTS.parent)})
        patch.start()
        self.addCleanup(patch.stop)

    def found(self, *more, code=0):
        return self.run_lauter("find", "in.jsonl", "--quiet", *more, code=code)

    def test_no_byte_depends_on_threads_or_on_the_rows_around(self):
        digests = []
        for threads in ("1", "2", "5"):
            self.run_lauter("refine", "in.jsonl", "-o", f"out{threads}", "--quiet", "--key-file", "key", "--model", "large", "--threads", threads)
            self.assert_sound(f"out{threads}", "in.jsonl")
            digests.append(tree_digest(self.dir / f"out{threads}"))
        self.assertEqual(digests[0], digests[1])
        self.assertEqual(digests[0], digests[2])
        together = [json.loads(line)["spans"] for line in self.found("--model", "large")[0].splitlines()]
        row = json.dumps({"id": "9", "text": texts(16)[9]}) + "\n"
        alone = self.run_lauter("find", "-", "--format", "jsonl", "--quiet", "--model", "large", stdin=row.encode())[0]
        self.assertEqual(json.loads(alone)["spans"], together[9])

    def test_both_judges_are_heard(self):
        by = {model: [json.loads(line)["spans"] for line in self.found("--model", model)[0].splitlines()] for model in ("small", "large")}
        self.assertNotEqual(by["small"], by["large"])
        named = {text[s["start"]:s["end"]] for text, spans in zip(texts(16), by["large"]) for s in spans if text.isascii()}
        self.assertIn("Priya", named)
        self.assertNotIn("William of Normandy", named)

    def test_a_missing_file_is_named(self):
        os.environ["LAUTER_MODELS"] = str(self.dir)
        for command in (("find", "in.jsonl"), ("refine", "in.jsonl", "-o", "out", "--key-file", "key")):
            _, err = self.run_lauter(*command, "--quiet", "--model", "large", code=None)
            self.assert_one_line(err, str(self.dir / "large.safetensors.zst"), "lauter-model-large")
        self.assertFalse((self.dir / "out/data").exists())
        self.found("--model", "small")

    def test_a_damaged_file_is_named(self):
        os.environ["LAUTER_MODELS"] = str(self.dir)
        whole = WEIGHTS.read_bytes()
        turned = bytearray(whole)
        turned[len(whole) // 2] ^= 4
        for bytes_ in (b"", whole[:1000], whole[:-1], bytes(turned), b"no frame", whole[:4] + b"\xff" * 40):
            self.write("large.safetensors.zst", bytes_)
            _, err = self.found("--model", "large", code=None)
            self.assert_one_line(err, str(self.dir / "large.safetensors.zst"))

    def test_the_nearest_name_is_given(self):
        for name in ("larg", "base"):
            _, err = self.found("--model", name, code=None)
            self.assert_one_line(err, f'model "{name}" does not exist')
            self.assertIn("large", err.partition("exist")[2])


if __name__ == "__main__":
    unittest.main()
