"""The encoder of docs/design/0009-encoder.md in PyTorch: hashed embeddings, gated dilated convolutions, linear heads."""
import dataclasses

import torch
from torch import nn
import torch.nn.functional as F

IDS, SHAPES, GAPS, FEATURE_VERSION = 16, 256, 5, 1
PADDING_ROW, MASK_ROW = 0, 1


@dataclasses.dataclass
class Config:
    name: str
    width: int
    rows: int
    dilations: tuple


SIZES = {
    "tiny": Config("tiny", 16, 512, (1, 2)),
    "small": Config("small", 128, 49152, (1, 1, 2, 4, 8)),
}


class Block(nn.Module):
    """x + W_o (u_a * sigmoid(u_b)), u = W_c [h(t-D); h(t); h(t+D)], h = LN(x), zero outside the text."""

    def __init__(self, width, dilation, dropout):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Linear(3 * width, 2 * width)
        self.out = nn.Linear(width, width)
        self.dilation = dilation
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, inside):
        h = self.norm(x) * inside
        d, steps = self.dilation, x.shape[1]
        p = F.pad(h, (0, 0, d, d))
        u = self.conv(torch.cat([p[:, :steps], h, p[:, 2 * d:]], -1))
        a, b = u.chunk(2, -1)
        return x + self.dropout(self.out(a * torch.sigmoid(b)))


class WordVectors(nn.Module):
    """Vectors of known words, made wide: a word is known by its two rows of the hashed table, first * rows + second. Nothing for others."""

    def __init__(self, keys, vectors, width):
        """keys [V] in order, vectors [V, numbers]."""
        super().__init__()
        self.register_buffer("keys", keys)
        self.register_buffer("vectors", vectors)
        self.wide = nn.Linear(vectors.shape[1], width, bias=False)
        nn.init.zeros_(self.wide.weight)

    @torch.no_grad()
    def as_wide(self):
        """The same with vectors that are wide already."""
        same = WordVectors(self.keys, self.wide(self.vectors), self.wide.out_features)
        same.wide.weight.copy_(torch.eye(self.wide.out_features))
        return same

    def forward(self, ids, rows):
        key = ids[..., 0] * rows + ids[..., 1]
        at = torch.searchsorted(self.keys, key).clamp(max=len(self.keys) - 1)
        return self.wide(self.vectors[at] * (self.keys[at] == key).unsqueeze(-1))


class Encoder(nn.Module):
    def __init__(self, config, dropout=0.1):
        super().__init__()
        self.config = config
        self.words = None  # WordVectors, where the model has them
        d = config.width
        self.rows = nn.Parameter(torch.randn(config.rows, d) * 0.3)
        self.shape = nn.Embedding(SHAPES, d)
        self.gap = nn.Embedding(GAPS, d)
        nn.init.normal_(self.shape.weight, std=0.3)
        nn.init.normal_(self.gap.weight, std=0.3)
        with torch.no_grad():
            self.rows[PADDING_ROW] = 0
        self.norm = nn.LayerNorm(d)
        self.layers = nn.ModuleList(Block(d, dilation, dropout) for dilation in config.dilations)
        self.final = nn.LayerNorm(d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids, shapes, gaps, inside):
        """ids [N, T, 16], shapes and gaps [N, T], inside [N, T, 1] (1 within the text) -> states [N, T, d]."""
        n, t, _ = ids.shape
        bag = F.embedding_bag(ids.view(n * t, IDS), self.rows, mode="sum", padding_idx=PADDING_ROW)
        x = bag.view(n, t, -1) + self.shape(shapes) + self.gap(gaps)
        if self.words is not None:
            x = x + self.words(ids, self.config.rows)
        x = self.norm(x)
        x = self.dropout(x)
        for layer in self.layers:
            x = layer(x, inside)
        return self.final(x)


class TokenHead(nn.Module):
    kind = "token"

    def __init__(self, width, labels):
        super().__init__()
        self.labels = labels
        self.linear = nn.Linear(width, len(labels))

    def forward(self, states):
        return self.linear(states)


class DocumentHead(nn.Module):
    """W [sum_t softmax_t(attend(s_t)) s_t ; max_t s_t] + b."""

    kind = "document"

    def __init__(self, width, labels):
        super().__init__()
        self.labels = labels
        self.attend = nn.Linear(width, 1)
        self.linear = nn.Linear(2 * width, len(labels))

    def forward(self, states, inside):
        outside = (1 - inside) * -1e9
        weights = torch.softmax(self.attend(states) + outside, 1)
        pooled = torch.cat([(weights * states).sum(1), (states + outside).max(1).values], -1)
        return self.linear(pooled)


class LineHead(nn.Module):
    """Lines as [mean ; max ; features] through blocks over neighbouring lines."""

    kind = "line"

    def __init__(self, width, line_width, features, dilations, labels, dropout=0.1):
        super().__init__()
        self.labels = labels
        self.features = features
        self.dilations = tuple(dilations)
        self.register_buffer("feature_mean", torch.zeros(features))
        self.register_buffer("feature_scale", torch.ones(features))
        self.input = nn.Linear(2 * width + features, line_width)
        self.layers = nn.ModuleList(Block(line_width, d, dropout) for d in dilations)
        self.norm = nn.LayerNorm(line_width)
        self.linear = nn.Linear(line_width, len(labels))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states, line_of_token, features):
        """states [T, d] of one text, line_of_token [T] (line numbers), features [L, F] raw -> logits [L, K]."""
        lines, d = features.shape[0], states.shape[1]
        count = torch.zeros(lines, 1).index_add_(0, line_of_token, torch.ones(len(line_of_token), 1))
        mean = torch.zeros(lines, d).index_add(0, line_of_token, states) / count.clamp(min=1)
        top = torch.full((lines, d), -1e9).index_reduce(0, line_of_token, states, "amax") if len(states) else \
            torch.zeros(lines, d)
        top = torch.where(count > 0, top, torch.zeros_like(top))
        f = (features - self.feature_mean) * self.feature_scale
        x = self.dropout(self.input(torch.cat([mean, top, f], -1))).unsqueeze(0)
        inside = torch.ones(1, lines, 1)
        for layer in self.layers:
            x = layer(x, inside)
        return self.linear(self.norm(x))[0]


class ContextHead(nn.Module):
    """A token head that also sees hints and what stands around: states with hints are pooled by segments of tokens, blocks over the segments read the
    surroundings, blocks over the tokens the result."""

    kind = "context"

    def __init__(self, width, labels, hints, segment=32, segment_dilations=(1, 2, 4, 8), dilations=(1, 2), dropout=0.1):
        super().__init__()
        self.labels, self.segment = labels, segment
        self.segment_dilations, self.dilations = tuple(segment_dilations), tuple(dilations)
        self.hints = nn.Embedding(hints, width)
        self.input = nn.Linear(2 * width, width)
        self.segments = nn.ModuleList(Block(width, d, dropout) for d in segment_dilations)
        self.segment_norm, self.up = nn.LayerNorm(width), nn.Linear(width, width)
        self.layers = nn.ModuleList(Block(width, d, dropout) for d in dilations)
        self.norm, self.linear = nn.LayerNorm(width), nn.Linear(width, len(labels))

    def forward(self, states, hints, inside):
        """states [N, T, d], hints [N, T], inside [N, T, 1] -> logits [N, T, K]."""
        n, t, d = states.shape
        x = states + self.hints(hints)
        more = -t % self.segment
        parts, of = (F.pad(a, (0, 0, 0, more)).view(n, -1, self.segment, a.shape[-1]) for a in (x, inside))
        count = of.sum(2)
        mean = (parts * of).sum(2) / count.clamp(min=1)
        top = (parts + (of - 1) * 1e9).max(2).values
        used = (count > 0).to(x.dtype)
        around = self.input(torch.cat([mean, torch.where(used > 0, top, torch.zeros_like(top))], -1)).to(x.dtype)
        for layer in self.segments:
            around = layer(around, used)
        x = x + self.up(self.segment_norm(around)).repeat_interleave(self.segment, 1)[:, :t]
        for layer in self.layers:
            x = layer(x, inside)
        return self.linear(self.norm(x))


class SegmentGate(nn.Module):
    """Before a context head and the encoder's blocks: by the embeddings of a segment's tokens with their hints, and what stands around, how much reason there is
    to read it, and what a segment that is not read gives to the head's surroundings (`ContextHead.input`)."""

    def __init__(self, width, tokens=64, inner=32, dilations=(1, 2, 4), reasons=2):
        super().__init__()
        self.token, self.input = nn.Linear(width, tokens), nn.Linear(2 * tokens, width)
        self.layers = nn.ModuleList(Block(width, d, 0.0) for d in dilations)
        self.norm, self.inner, self.reasons = nn.LayerNorm(width), nn.Linear(width, inner), nn.Linear(inner, reasons)
        self.around = nn.Linear(width + 2 * tokens, width)

    def forward(self, tokens, inside):
        """tokens [N, K, S, d] by segments, inside [N, K, S, 1] -> reasons [N, K, R], surroundings [N, K, d]."""
        x, count = torch.relu(self.token(tokens)) * inside, inside.sum(2)
        pooled = torch.cat([x.sum(2) / count.clamp(min=1), x.max(2).values], -1)
        used = (count > 0).to(x.dtype)
        x = self.input(pooled)
        for layer in self.layers:
            x = layer(x, used)
        x = self.norm(x)
        return self.reasons(torch.relu(self.inner(x))), self.around(torch.cat([x, pooled], -1))
