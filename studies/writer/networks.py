"""The two ways to a deletion program, of about equal size on the same embedding of words: Tagger labels every line in one pass,
Writer emits the program token by token, as RefineX's and ProX's students do."""
import math

import torch
from torch import nn
import torch.nn.functional as F

from model import GAPS, IDS, PADDING_ROW, SHAPES, Encoder, LineHead

# The program's alphabet. ProX's dialect, remove_lines(start, end), with one token for what its tokenizer needs several for.
END, REMOVE, TO, NEXT, KEEP_ALL, DIGIT = 0, 1, 2, 3, 4, 5
ALPHABET = DIGIT + 10
WORD, NUMBER = 0, 1  # kinds of a step of the writer's input


class Tagger(nn.Module):
    def __init__(self, config, line_width=64, line_dilations=(1, 2, 4, 8, 16)):
        super().__init__()
        self.encoder = Encoder(config)
        self.head = LineHead(config.width, line_width, 0, line_dilations, ["junk"])

    def forward(self, x, s, g, line_of_token, lines):
        states = self.encoder(x.unsqueeze(0), s.unsqueeze(0), g.unsqueeze(0), torch.ones(1, len(s), 1))[0]
        return self.head(states, line_of_token, torch.zeros(lines, 0))[:, 0]


def rotate(x, at):
    """Rotary positions (Su et al. 2021): x [N, H, T, d], at [N, T]."""
    half = x.shape[-1] // 2
    angle = at[:, None, :, None] * torch.exp(torch.arange(half) * (-math.log(10000) / half))
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angle.cos() - b * angle.sin(), a * angle.sin() + b * angle.cos()], -1)


class Past:
    """Keys and values [N, H, room, d] of the steps so far, in place."""

    def __init__(self, room, heads, width):
        self.keys, self.values = torch.empty(1, heads, room, width // heads), torch.empty(1, heads, room, width // heads)
        self.size = 0

    def append(self, keys, values):
        end = self.size + keys.shape[2]
        self.keys[:, :, self.size:end], self.values[:, :, self.size:end] = keys, values
        self.size = end


class Layer(nn.Module):
    """A pre-norm transformer layer; past: of the steps before, to which these are added."""

    def __init__(self, width, heads, inner, dropout):
        super().__init__()
        self.heads = heads
        self.norm, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, at, mask, past=None):
        n, t, d = x.shape
        q, k, v = (p.view(n, t, self.heads, d // self.heads).transpose(1, 2) for p in self.qkv(self.norm(x)).chunk(3, -1))
        q, k = rotate(q, at), rotate(k, at)
        if past is not None:
            past.append(k, v)
            k, v = past.keys[:, :, :past.size], past.values[:, :, :past.size]
        scores = (q / math.sqrt(d // self.heads)) @ k.transpose(-1, -2)
        mixed = torch.softmax(scores if mask is None else scores + mask, -1) @ v
        x = x + self.dropout(self.out(mixed.transpose(1, 2).reshape(n, t, d)))
        return x + self.dropout(self.down(F.gelu(self.up(self.norm2(x)))))


class Writer(nn.Module):
    """A decoder-only language model over a numbered document followed by its program."""

    def __init__(self, config, layers=5, heads=4, inner=256, dropout=0.1):
        super().__init__()
        d = config.width
        self.rows = nn.Parameter(torch.randn(config.rows, d) * 0.3)
        self.shape, self.gap, self.symbol = nn.Embedding(SHAPES, d), nn.Embedding(GAPS, d), nn.Embedding(ALPHABET, d)
        with torch.no_grad():
            self.rows[PADDING_ROW] = 0
        self.norm = nn.LayerNorm(d)
        self.layers = nn.ModuleList(Layer(d, heads, inner, dropout) for _ in range(layers))
        self.final = nn.LayerNorm(d)
        self.output = nn.Linear(d, ALPHABET)

    def embed_words(self, x, s, g):
        return F.embedding_bag(x.view(-1, IDS), self.rows, mode="sum", padding_idx=PADDING_ROW) + self.shape(s) + self.gap(g)

    def embed_page(self, x, s, g, steps):
        """steps [(kind, value)]: a word by its place in x, or a symbol; -> [T, d]."""
        words, symbols = self.embed_words(x, s, g), self.symbol.weight
        kinds, values = steps[:, 0], steps[:, 1]
        out = torch.empty(len(steps), words.shape[1])
        out[kinds == WORD] = words[values[kinds == WORD]]
        out[kinds == NUMBER] = symbols[values[kinds == NUMBER]]
        return self.norm(out)

    def run(self, x, begin, mask, past=None):
        at = torch.arange(begin, begin + x.shape[1], dtype=torch.float32).expand(x.shape[0], -1)
        for i, layer in enumerate(self.layers):
            x = layer(x, at, mask, past[i] if past else None)
        return self.output(self.final(x))

    def loss(self, page, program):
        """page [T, d] embedded, program [P] symbols that end with END."""
        symbols = torch.cat([torch.tensor([NEXT]), program[:-1]])
        whole = torch.cat([page, self.norm(self.symbol(symbols))]).unsqueeze(0)
        t = whole.shape[1]
        logits = self.run(whole, 0, torch.full((t, t), -1e9).triu(1))
        return F.cross_entropy(logits[0, len(page):], program)

    @torch.inference_mode()
    def write(self, page, limit):
        """Greedy decoding with kept keys and values: the program's symbols."""
        t = page.shape[0]
        past = [Past(t + limit, layer.heads, page.shape[1]) for layer in self.layers]
        self.run(page.unsqueeze(0), 0, torch.full((t, t), -1e9).triu(1), past)
        symbol, out = NEXT, []
        while len(out) < limit:
            step = self.norm(self.symbol(torch.tensor([[symbol]])))
            logits = self.run(step, t + len(out), None, past)
            symbol = int(logits[0, -1].argmax())
            out.append(symbol)
            if symbol == END:
                break
        return out


def digits(number):
    return [DIGIT + int(c) for c in str(number)]


def program_of(labels):
    """Lines to remove as runs `REMOVE first TO last NEXT ... END`; labels of 0 and 1."""
    out, i = [], 0
    while i < len(labels):
        if labels[i] != 1:
            i += 1
            continue
        last = i
        while last + 1 < len(labels) and labels[last + 1] == 1:
            last += 1
        out += [REMOVE] + digits(i) + [TO] + digits(last) + [NEXT]
        i = last + 1
    return (out or [KEEP_ALL]) + [END]


def lines_of(program, lines):
    """The lines that a written program removes; what cannot be read is passed over. -> (labels, whether all was sound)"""
    labels, sound, run, numbers = [0] * lines, bool(program) and program[-1] == END, False, ["", ""]
    at = 0
    for symbol in program:
        if symbol == REMOVE:
            run, numbers, at = True, ["", ""], 0
        elif symbol == TO:
            at = 1
        elif symbol >= DIGIT:
            numbers[at] += str(symbol - DIGIT)
        elif symbol == NEXT and run:
            run = False
            if not all(numbers) or int(numbers[0]) > int(numbers[1]) or int(numbers[1]) >= lines:
                sound = False
                continue
            for i in range(int(numbers[0]), int(numbers[1]) + 1):
                labels[i] = 1
    return labels, sound
