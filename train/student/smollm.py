"""SmolLM2 in PyTorch as its GGUF file has it (weights as they are quantized there, rows of q and k in ggml's order), with low-rank adapters (LoRA, arXiv 2106.09685) that llama.cpp reads
from a file of their own. What an adapter learns is learnt on the very weights that serve it."""
import math

import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

ADAPTED = "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"
BF16 = torch.bfloat16


class Linear(nn.Module):
    """x W^T, and x A^T B^T scale beside it where rank > 0."""

    def __init__(self, weight, rank, scale):
        super().__init__()
        self.register_buffer("weight", weight.to(BF16))
        self.rank, self.scale = rank, scale
        if rank:
            self.a = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.b = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, x):
        y = F.linear(x, self.weight)
        return y + F.linear(F.linear(x, self.a.to(BF16)), self.b.to(BF16)) * self.scale if self.rank else y


def normed(x, weight, eps):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True, dtype=torch.float32) + eps).to(BF16) * weight


def turned(x, cos, sin):
    """Rotary positions over neighbouring pairs; x: batch, tokens, heads, head width."""
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((a * cos - b * sin, a * sin + b * cos), -1).flatten(-2)


class SmolLM(nn.Module):
    """`rank` 0: the model as it is; adapters from layer `first` on. Activations are bfloat16."""

    def __init__(self, reader, rank=0, alpha=0, first=0):
        super().__init__()
        from gguf.quants import dequantize
        tensors = {t.name: torch.from_numpy(np.array(dequantize(t.data, t.tensor_type), np.float32)) for t in reader.tensors}

        def of(key):
            return reader.fields[f"llama.{key}"].contents()
        self.heads, self.kv_heads, self.eps = of("attention.head_count"), of("attention.head_count_kv"), of("attention.layer_norm_rms_epsilon")
        self.layers = nn.ModuleList()
        for i in range(of("block_count")):
            layer = nn.Module()
            layer.linear = nn.ModuleDict({n: Linear(tensors[f"blk.{i}.{n}.weight"], rank if i >= first else 0, alpha / max(rank, 1)) for n in ADAPTED})
            layer.register_buffer("attn_norm", tensors[f"blk.{i}.attn_norm.weight"].to(BF16))
            layer.register_buffer("ffn_norm", tensors[f"blk.{i}.ffn_norm.weight"].to(BF16))
            self.layers.append(layer)
        self.register_buffer("embedding", tensors["token_embd.weight"].to(BF16))
        self.register_buffer("output_norm", tensors["output_norm.weight"].to(BF16))
        width = of("embedding_length") // self.heads
        self.register_buffer("frequencies", of("rope.freq_base") ** (-torch.arange(0, width, 2).float() / width))

    def angles(self, first, last):
        turns = torch.arange(first, last)[:, None].float() * self.frequencies
        return turns.cos()[:, None].to(BF16), turns.sin()[:, None].to(BF16)

    def attention(self, layer, x, angles, mask, before):
        """What x (batch, tokens, width) takes from itself and from `before`, keys and values of a beginning that all of the batch share; and its own keys and values."""
        n, t, width = x.shape
        q, k, v = (layer.linear[f"attn_{name}"](x).view(n, t, heads, -1) for name, heads in (("q", self.heads), ("k", self.kv_heads), ("v", self.kv_heads)))
        q, k = turned(q, *angles), turned(k, *angles)
        heads, group, d = self.kv_heads, self.heads // self.kv_heads, q.shape[-1]
        q = (q / math.sqrt(d)).view(n, t, heads, group, d).permute(2, 0, 3, 1, 4)  # one matrix product a head of keys, for all of its queries
        k, v = k.permute(2, 0, 1, 3), v.permute(2, 0, 1, 3)
        odds = (q.reshape(heads, n, group * t, d) @ k.transpose(2, 3)).view(heads, n, group, t, t) + mask
        shared = 0
        if before is not None:
            shared = before[0].shape[1]
            odds = torch.cat(((q.reshape(heads, n * group * t, d) @ before[0].transpose(1, 2)).view(heads, n, group, t, shared), odds), -1)
        odds = odds.softmax(-1)
        out = (odds[..., shared:].reshape(heads, n, group * t, t) @ v).view(heads, n, group, t, d)
        if shared:
            out = out + (odds[..., :shared].reshape(heads, n * group * t, shared) @ before[1]).view(heads, n, group, t, d)
        return layer.linear["attn_output"](out.permute(1, 3, 0, 2, 4).reshape(n, t, width)), (k, v)

    def run(self, ids, before=None):
        """Last hidden states of ids (batch, tokens) behind what `beginning` gave, and each layer's keys and values."""
        first = before[0][0].shape[1] if before else 0
        angles = self.angles(first, first + ids.shape[1])
        mask = torch.full((ids.shape[1], ids.shape[1]), -1e9, dtype=BF16).triu(1)
        x, kept = F.embedding(ids, self.embedding), []
        for i, layer in enumerate(self.layers):
            taken, kv = self.attention(layer, normed(x, layer.attn_norm, self.eps), angles, mask, before[i] if before else None)
            kept.append(kv)
            x = x + taken
            y = normed(x, layer.ffn_norm, self.eps)
            x = x + layer.linear["ffn_down"](F.silu(layer.linear["ffn_gate"](y)) * layer.linear["ffn_up"](y))
        return normed(x, self.output_norm, self.eps), kept

    @torch.no_grad()
    def beginning(self, ids):
        """Keys and values of ids (tokens), which every row of a batch begins with: read once a batch. They teach nothing, so a step costs what its rows cost."""
        return [(k[:, 0].contiguous(), v[:, 0].contiguous()) for k, v in self.run(ids[None])[1]]

    def logits(self, hidden):
        return F.linear(hidden, self.embedding).float()

    def adapters(self):
        return {f"blk.{i}.{n}.weight.lora_{which}": weight for i, layer in enumerate(self.layers) for n, linear in layer.linear.items() if linear.rank
                for which, weight in (("a", linear.a), ("b", linear.b))}


def tokenizer(reader):
    """The file's own vocabulary: bytes, digits one by one, merges."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    def of(key):
        return reader.fields[f"tokenizer.ggml.{key}"].contents()
    made = Tokenizer(models.BPE({word: i for i, word in enumerate(of("tokens"))}, [tuple(pair.split(" ")) for pair in of("merges")]))
    made.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(True), pre_tokenizers.ByteLevel(False)])
    made.decoder = decoders.ByteLevel()
    made.add_special_tokens([AddedToken(word, special=True) for word, kind in zip(of("tokens"), of("token_type")) if kind == 3])
    return made


def write_adapter(path, model, rank, alpha, about):
    """A GGUF file for `llama-server --lora`; `about`: name, licence and so on, as general.* strings."""
    import gguf
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(alpha))
    for key, value in about.items():
        writer.add_string(f"general.{key}", value)
    for name, weight in model.adapters().items():
        writer.add_tensor(name, weight.detach().numpy().astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
