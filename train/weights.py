"""Shipped weights (export.py's safetensors) back into PyTorch: the start of further training."""
import json

import numpy as np
import torch

from tensor_file import read_raw


def read_safetensors(path):
    """name -> array as float32 (int8 tensors with their scales applied), and the metadata."""
    header = {}
    raw = read_raw(path, header)
    out = {}
    for name, array in raw.items():
        if array.dtype == np.int8:
            scale = raw[("embed" if name == "embed.rows" else name[:-len(".weight")]) + ".scale"]
            array = array.astype(np.float32) * scale.reshape(-1, *[1] * (array.ndim - 1))
        if not name.endswith(".scale"):
            out[name] = array.astype(np.float32)
    return out, json.loads(header["__metadata__"]["lauter"])


def load_encoder(path, encoder):
    """Fills a model.Encoder of the file's size."""
    tensors, _ = read_safetensors(path)
    names = {"embed.rows": "rows", "embed.shape": "shape.weight", "embed.gap": "gap.weight"}
    state = {}
    for name, array in tensors.items():
        if name.startswith("heads."):
            continue
        to = names.get(name) or name.replace("embed.norm", "norm").replace("final.norm", "final")
        state[to] = torch.from_numpy(array.copy())
    for name, parameter in encoder.state_dict().items():
        state[name] = state[name].reshape(parameter.shape)
    encoder.load_state_dict(state)
