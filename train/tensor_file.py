"""Safetensors files: weights as they are stored."""
import json
import struct

import numpy as np

KINDS = {"I8": np.int8, "U8": np.uint8, "U32": np.uint32, "F32": np.float32, "I64": np.int64}


def read_raw(path, header=None):
    """name -> array as it is stored; fills `header` with the file's own."""
    with open(path, "rb") as file:
        header = {} if header is None else header
        header.update(json.loads(file.read(struct.unpack("<Q", file.read(8))[0])))
        data = file.read()
    raw = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            raw[name] = np.frombuffer(data[begin:end], KINDS[entry["dtype"]]).reshape(entry["shape"])
    return raw


def write_safetensors(path, tensors, metadata):
    names = {np.dtype(kind): name for name, kind in KINDS.items()}
    header, at = {"__metadata__": {"lauter": json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))}}, 0
    # The widest elements first, so that every tensor is aligned.
    order = sorted(tensors, key=lambda n: (-tensors[n].dtype.itemsize, n))
    for name in order:
        array = tensors[name]
        header[name] = {"dtype": names[array.dtype], "shape": list(array.shape), "data_offsets": [at, at + array.nbytes]}
        at += array.nbytes
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 64)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head)
        for name in order:
            file.write(np.ascontiguousarray(tensors[name]).tobytes())
