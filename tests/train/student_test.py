#!/usr/bin/env python3
"""The student in PyTorch against llama.cpp, which we did not write: a small model with random weights says the same next tokens in both, with an adapter and without; and what is taught by
tune.py is what llama.cpp then answers. Takes packages from PyPI into STUDENT_ENV; skipped (exit 77), saying so, without them."""
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDENT = ROOT / "train" / "student"
ENV = pathlib.Path(os.environ.get("STUDENT_ENV", ROOT / "build" / "student-test"))
PYTHON = ENV / "bin" / "python"
SKIPPED = 77

TINY = """
import sys
import numpy as np, gguf
out, rng = sys.argv[1], np.random.default_rng(7)
WIDTH, HEADS, KV, FEED, LAYERS = 96, 6, 2, 128, 2
writer = gguf.GGUFWriter(out, "llama")
for add, value in (("block_count", LAYERS), ("context_length", 512), ("embedding_length", WIDTH), ("feed_forward_length", FEED), ("head_count", HEADS), ("head_count_kv", KV),
                   ("layer_norm_rms_eps", 1e-5), ("rope_freq_base", 10000.0), ("rope_dimension_count", WIDTH // HEADS), ("vocab_size", 262)):
    getattr(writer, "add_" + add)(value)
printable = [*range(33, 127), *range(161, 173), *range(174, 256)]  # GPT-2's letters for bytes
letters = {b: chr(b) for b in printable} | {b: chr(256 + i) for i, b in enumerate(b for b in range(256) if b not in printable)}
tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] + [letters[b] for b in range(256)] + ["th", "in", "the"]
writer.add_tokenizer_model("gpt2"); writer.add_tokenizer_pre("smollm")
writer.add_token_list(tokens); writer.add_token_types([3] * 3 + [1] * (len(tokens) - 3)); writer.add_token_merges(["t h", "i n", "th e"])
writer.add_bos_token_id(1); writer.add_eos_token_id(2); writer.add_add_bos_token(False)
writer.add_chat_template("{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\\\n' + m['content'] + '<|im_end|>' + '\\\\n'}}{% endfor %}{% if add_generation_prompt %}{{'<|im_start|>assistant\\\\n'}}{% endif %}")
d = WIDTH // HEADS
shapes = {"attn_q": (WIDTH, WIDTH), "attn_k": (KV * d, WIDTH), "attn_v": (KV * d, WIDTH), "attn_output": (WIDTH, WIDTH), "ffn_gate": (FEED, WIDTH), "ffn_up": (FEED, WIDTH), "ffn_down": (WIDTH, FEED)}
put = lambda name, *shape: writer.add_tensor(name, (rng.normal(size=shape) * 0.7 / np.sqrt(shape[-1])).astype(np.float32))
writer.add_tensor("token_embd.weight", rng.normal(size=(len(tokens), WIDTH)).astype(np.float32) * 0.3)
writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
for i in range(LAYERS):
    for name, shape in shapes.items():
        put(f"blk.{i}.{name}.weight", *shape)
    for name in ("attn_norm", "ffn_norm"):
        writer.add_tensor(f"blk.{i}.{name}.weight", np.ones(WIDTH, np.float32))
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()
"""

OURS = """
import json, sys
sys.path.insert(0, STUDENT)
import torch
from gguf import GGUFReader
import smollm
smollm.BF16 = torch.float32
reader, prompt, adapter = GGUFReader(sys.argv[1]), sys.argv[2], sys.argv[3]
torch.manual_seed(5)
model, words = smollm.SmolLM(reader, 4, 8, 1), smollm.tokenizer(reader)
with torch.no_grad():
    for name, weight in model.adapters().items():
        if name.endswith("lora_b"):
            weight.add_(0.5 * torch.randn(weight.shape))
smollm.write_adapter(adapter, model, 4, 8, {"license": "cc0-1.0"})
ids = torch.tensor(words.encode(prompt).ids)
for which in (smollm.SmolLM(reader), model):
    with torch.no_grad():
        whole = torch.log_softmax(which.logits(which.run(ids[None])[0])[0], -1)
        parts = torch.log_softmax(which.logits(which.run(ids[None, 7:].expand(3, -1), which.beginning(ids[:7]))[0])[2], -1)
    top = whole[-1].topk(5)
    print(json.dumps({"tokens": ids.tolist(), "top": dict(zip(top.indices.tolist(), top.values.tolist())), "parts": float((whole[7:] - parts).abs().max())}))
"""


def install():
    if subprocess.run(["/usr/bin/python3", "-c", "import torch"], capture_output=True).returncode:
        sys.exit(print("skipped: python3-torch is not installed") or SKIPPED)
    wanted = (STUDENT / "requirements.txt").read_text()
    if not (ENV / "requirements.txt").exists() or (ENV / "requirements.txt").read_text() != wanted:
        done = subprocess.run(["/usr/bin/python3", "-m", "venv", "--clear", "--system-site-packages", ENV], capture_output=True, text=True)
        done = done.returncode and done or subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", "-r", STUDENT / "requirements.txt"], capture_output=True, text=True)
        if done.returncode:
            sys.exit(print("skipped: packages from PyPI cannot be had:", (done.stderr or done.stdout).strip().splitlines()[-1]) or SKIPPED)
        (ENV / "requirements.txt").write_text(wanted)


def post(port, path, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request, timeout=60))


class Served:
    """llama.cpp with a model, on a port of its own choice."""

    def __init__(self, *files):
        self.process = subprocess.Popen([PYTHON, STUDENT / "serve.py", *files, "--port", "0", "--slots", "1", "--threads", "1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1].split("/")[0])

    def __enter__(self):
        return self.port

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


class Student(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.base = os.path.join(cls.folder.name, "tiny.gguf")
        subprocess.run([PYTHON, "-c", TINY, cls.base], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_says_what_llama_cpp_says(self):
        prompt, adapter = "the inn 2024, thin ice — où ?", os.path.join(self.folder.name, "random.gguf")
        lines = subprocess.run([PYTHON, "-c", OURS.replace("STUDENT", repr(str(STUDENT))), self.base, prompt, adapter], check=True, capture_output=True, text=True).stdout.splitlines()
        for line, files in zip(lines, ((self.base,), (self.base, adapter)), strict=True):
            ours = json.loads(line)
            self.assertLess(ours["parts"], 1e-4, "a shared beginning changes nothing")
            with Served(*files) as port:
                self.assertEqual(post(port, "/tokenize", {"content": prompt})["tokens"], ours["tokens"])
                said = post(port, "/completion", {"prompt": ours["tokens"], "n_predict": 1, "n_probs": 30, "temperature": 0})["completion_probabilities"][0]["top_logprobs"]
            theirs = {t["id"]: t["logprob"] for t in said}
            for token, value in ours["top"].items():
                self.assertLess(abs(theirs[int(token)] - value), 0.02, (token, value, files))

    def test_answers_as_it_was_taught(self):
        chats, adapter = (os.path.join(self.folder.name, name) for name in ("chats.jsonl", "taught.gguf"))
        with open(chats, "w") as out:
            for number in range(64):
                out.write(json.dumps({"messages": [{"role": "system", "content": "say it"}, {"role": "user", "content": f"no {number % 8}"}, {"role": "assistant", "content": "the inn"}]}) + "\n")
        question = {"messages": [{"role": "system", "content": "say it"}, {"role": "user", "content": "no 3"}], "max_tokens": 12, "temperature": 0}
        with Served(self.base) as port:
            self.assertNotEqual(post(port, "/v1/chat/completions", question)["choices"][0]["message"]["content"], "the inn")
        subprocess.run([PYTHON, STUDENT / "tune.py", self.base, chats, adapter, "--steps", "60", "--first", "0", "--rate", "0.01", "--threads", "1"], check=True, capture_output=True)
        with Served(self.base, adapter) as port:
            answer = post(port, "/v1/chat/completions", question)["choices"][0]
        self.assertEqual((answer["message"]["content"], answer["finish_reason"]), ("the inn", "stop"))

    def test_bad_chats_are_one_line(self):
        for said, why in (([["a", "b", "c"], ["other", "b", "c"]], ":2: another system message"), ([["a", "b" * 3000, "c"]], "no chat of at most 220 tokens")):
            chats = os.path.join(self.folder.name, "bad.jsonl")
            with open(chats, "w") as out:
                for row in said:
                    out.write(json.dumps({"messages": [{"role": "x", "content": part} for part in row]}) + "\n")
            done = subprocess.run([PYTHON, STUDENT / "tune.py", self.base, chats, os.devnull], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1)
            self.assertIn(why, done.stderr)

    def test_what_cannot_be_served_is_said(self):
        adapter = os.path.join(self.folder.name, "no.gguf")
        for written, why in ((None, "no such file"), ("no GGUF at all", "llama.cpp cannot serve it")):
            if written:
                pathlib.Path(adapter).write_text(written)
            done = subprocess.run([PYTHON, STUDENT / "serve.py", self.base, adapter, "--port", "0"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 1)
            self.assertIn(why, done.stderr.strip().splitlines()[-1])


if __name__ == "__main__":
    install()
    unittest.main(verbosity=1)
