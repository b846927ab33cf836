"""Shipped weights (export.py's safetensors) back into PyTorch: the start of further training."""
import json
import re

import numpy as np
import torch
from torch import nn

from model import WordVectors
from tensor_file import read_raw


def read_safetensors(path):
    """name -> array as it is stored (int8 tensors as float32, their scales applied), and the metadata."""
    header = {}
    raw = read_raw(path, header)
    out = {}
    for name, array in raw.items():
        if array.dtype == np.int8:
            scale = raw[("embed" if name == "embed.rows" else name[:-len(".weight")]) + ".scale"]
            array = array.astype(np.float32) * scale.reshape(-1, *[1] * (array.ndim - 1))
        if not name.endswith(".scale"):
            out[name] = array
    return out, json.loads(header["__metadata__"]["lauter"])


def fill(module, tensors, rename):
    """Gives every parameter of the module the tensor whose name `rename` turns into the parameter's."""
    state = {rename(name): torch.from_numpy(array.copy()) for name, array in tensors.items()}
    module.load_state_dict({name: state[name].reshape(parameter.shape) for name, parameter in module.state_dict().items()})


def load_encoder(path, encoder):
    """Fills a model.Encoder of the file's size; words that have rows of their own become WordVectors of the network's width."""
    names = {"embed.rows": "rows", "embed.shape": "shape.weight", "embed.gap": "gap.weight"}
    tensors, rows = read_safetensors(path)[0], encoder.config.rows
    keys = tensors.pop("embed.words", None)
    tensors["embed.rows"], own = np.split(tensors["embed.rows"], [rows])
    fill(encoder, tensors, lambda name: names.get(name) or name.replace("embed.norm", "norm").replace("final.norm", "final"))
    if keys is not None:
        keys = keys.astype(np.int64)
        encoder.words = WordVectors(torch.from_numpy(keys), torch.from_numpy(own - tensors["embed.rows"][keys // rows]), encoder.config.width)
        nn.init.eye_(encoder.words.wide.weight)


def load_context(path, name, head):
    """Fills a model.ContextHead with the file's head of that name."""
    at = f"heads.{name}."
    names = {"hints": "hints.weight", "weight": "linear.weight", "bias": "linear.bias"}
    tensors = {key.removeprefix(at): array for key, array in read_safetensors(path)[0].items() if key.startswith(at)}
    lacking = head.hints.num_embeddings - len(tensors["hints"])  # hints that the file's judge did not have
    tensors["hints"] = np.pad(tensors["hints"], ((0, lacking), (0, 0)))
    fill(head, tensors, lambda key: names.get(key) or re.sub("^in[.]", "input.", key).replace("segments.layers", "segments").replace("segments.norm", "segment_norm"))
