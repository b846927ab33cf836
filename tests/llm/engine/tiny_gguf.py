"""Writes a tiny GGUF model with random weights: a real model for a real engine, made here, 150 KB.

    python3 tiny_gguf.py OUT.gguf [SEED]

One llama block; the vocabulary is bytes and ASCII, so that it can say anything. Format: GGUF version 3 (header,
key-values, tensor infos, data aligned to 32 bytes).
"""
import random
import struct
import sys

EMBED, HEADS, FEED, BLOCKS, CONTEXT = 32, 2, 64, 1, 2048
U32, F32, STRING, ARRAY, I32 = 4, 6, 8, 9, 5
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def number(kind, value):
    return struct.pack({U32: "<I", F32: "<f", I32: "<i"}[kind], value)


def field(key, kind, value):
    body = text(value) if kind == STRING else number(kind, value)
    return text(key) + struct.pack("<I", kind) + body


def array(key, kind, values):
    body = b"".join(text(v) if kind == STRING else number(kind, v) for v in values)
    return text(key) + struct.pack("<IIQ", ARRAY, kind, len(values)) + body


def vocabulary():
    """(token, score, kind): specials, all bytes, and printable ASCII as tokens of its own."""
    tokens = [("<unk>", 0, UNKNOWN), ("<s>", 0, CONTROL), ("</s>", 0, CONTROL)]
    tokens += [(f"<0x{byte:02X}>", 0, BYTE) for byte in range(256)]
    tokens += [("\u2581", -1, NORMAL)]  # the space of SentencePiece
    tokens += [(chr(byte), -1, NORMAL) for byte in range(0x21, 0x7F)]
    return tokens


def tensors(vocab):
    yield "token_embd.weight", (EMBED, vocab)
    yield "output_norm.weight", (EMBED,)
    yield "output.weight", (EMBED, vocab)
    for block in range(BLOCKS):
        for name, shape in (("attn_norm", (EMBED,)), ("attn_q", (EMBED, EMBED)), ("attn_k", (EMBED, EMBED)),
                            ("attn_v", (EMBED, EMBED)), ("attn_output", (EMBED, EMBED)), ("ffn_norm", (EMBED,)),
                            ("ffn_gate", (EMBED, FEED)), ("ffn_up", (EMBED, FEED)), ("ffn_down", (FEED, EMBED))):
            yield f"blk.{block}.{name}.weight", shape


def main():
    out = sys.argv[1]
    rng = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    tokens = vocabulary()
    fields = [
        field("general.architecture", STRING, "llama"), field("general.name", STRING, "tiny"),
        field("llama.context_length", U32, CONTEXT), field("llama.embedding_length", U32, EMBED),
        field("llama.block_count", U32, BLOCKS), field("llama.feed_forward_length", U32, FEED),
        field("llama.rope.dimension_count", U32, EMBED // HEADS), field("llama.attention.head_count", U32, HEADS),
        field("llama.attention.layer_norm_rms_epsilon", F32, 1e-5), field("llama.vocab_size", U32, len(tokens)),
        field("tokenizer.ggml.model", STRING, "llama"),
        array("tokenizer.ggml.tokens", STRING, [t for t, _, _ in tokens]),
        array("tokenizer.ggml.scores", F32, [s for _, s, _ in tokens]),
        array("tokenizer.ggml.token_type", I32, [k for _, _, k in tokens]),
        field("tokenizer.ggml.unknown_token_id", U32, 0), field("tokenizer.ggml.bos_token_id", U32, 1),
        field("tokenizer.ggml.eos_token_id", U32, 2),
    ]
    infos, data = [], b""
    for name, shape in tensors(len(tokens)):
        count = 1
        for size in shape:
            count *= size
        values = [1.0] * count if name.endswith("norm.weight") else [rng.gauss(0, 0.3) for _ in range(count)]
        infos.append(text(name) + struct.pack("<I", len(shape)) + struct.pack(f"<{len(shape)}Q", *shape)
                     + struct.pack("<IQ", 0, len(data)))
        data += struct.pack(f"<{count}f", *values)
        data += b"\0" * (-len(data) % 32)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(fields)) + b"".join(fields) + b"".join(infos)
    with open(out, "wb") as file:
        file.write(head + b"\0" * (-len(head) % 32) + data)


if __name__ == "__main__":
    main()
