"""Inputs of the benchmarks, made in build/bench. Prose, PII-dense text and Markdown come from generators and are the same on every machine;
code is what the machine has. Standard library only.

    python3 bench/inputs.py FOLDER [MEGABYTES]"""
import gzip
import hashlib
import json
import os
import random
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.path.join(os.path.dirname(ROOT), "shared", "data")
sys.path.insert(0, os.path.join(ROOT, "studies", "pii"))

# --- prose: paragraphs of a long story; names, numbers, quotations and dates at the rate of a novel --------------------------------
NAMES = "Elspeth Corwin|Mr Dabney|Tobias|old Marrow|the widow Lenk|Captain Ferris|Agnes|Doctor Voss|the boy|her brother|Miss Pell|Jonas Harrow|the porter|Lady Quill|my aunt|Brother Anselm".split("|")
PLACES = "the harbour|Larkmoor|the upper town|the mill at Thorn End|the long gallery|Saltbridge|the inn|the north road|the schoolroom|the orchard behind the church|Fenwick Street|the ferry stairs".split("|")
NOUNS = "lamp letter bridge window winter candle question promise shadow garden coat silence journey bargain clock stone voice river ledger supper rumour kindness saddle curtain duty storm habit mirror purse fever hillside errand whisper carriage quarrel fortune lantern sermon mist gate barrel feather debt chapel wagon lesson orchard key fiddle glove harvest anchor cellar tide hedge kettle".split()
ADJS = "narrow bitter patient crooked silver weary sudden honest faded distant solemn cheerful hollow gentle ragged stubborn pale quiet broken curious heavy late familiar doubtful ordinary slender warm uneven forgotten careless grave bright".split()
VERBS = "carried followed forgot mended watched refused remembered opened crossed found lost counted praised feared sold hid answered broke kept wanted admired blamed drew left met offered pulled read saved touched".split()
ADVS = "slowly again at last without a word for the third time as if nothing had happened before dark with great care in spite of herself by mistake once more all the same too late".split("|")
ADVS = "slowly|again|at last|without a word|for the third time|as if nothing had happened|before dark|with great care|in spite of the rain|by mistake|once more|all the same|too late|on the Tuesday|in the spring of 1847|towards nine o'clock|some 40 miles from home".split("|")
ABSTRACT = "memory|pride|the law|good manners|every family|the past|a clear conscience|poverty|what people call luck|the sea|old age|true friendship|his temper|her patience".split("|")


def clause(r):
    k = r.random()
    n, m = r.choice(NOUNS), r.choice(NOUNS)
    who = r.choice(NAMES) if k < 0.5 else r.choice(["he", "she", "they", "nobody", "someone", "I", "we"])
    v = r.choice(VERBS)
    if k < 0.2:
        return f"{who} {v} the {r.choice(ADJS)} {n} {r.choice(ADVS)}"
    if k < 0.4:
        return f"{who} {v} the {n} and {r.choice(VERBS)} the {m} near {r.choice(PLACES)}"
    if k < 0.55:
        return f"there was a {r.choice(ADJS)} {n} in {r.choice(PLACES)}, which {who} had {v} {r.choice(ADVS)}"
    if k < 0.7:
        return f"{r.choice(ABSTRACT)} is a {r.choice(ADJS)} {n}, and {r.choice(ABSTRACT)} no better than a {m}"
    if k < 0.85:
        return f"when the {n} was {v}, {who} {r.choice(VERBS)} it {r.choice(ADVS)}, though the {m} stayed {r.choice(ADJS)}"
    return f"{who}, who had never {v} so {r.choice(ADJS)} a {n}, {r.choice(VERBS)} the {m}"


def cap(s):
    return s[0].upper() + s[1:]


def sentence(r):
    k = r.random()
    if k < 0.18:
        return f"\"{cap(clause(r))},\" said {r.choice(NAMES)}; \"{clause(r)}!\""
    if k < 0.24:
        return f"\"{r.choice(['Is it true', 'Do you mean to say', 'Can anyone believe'])} that {clause(r)}?\""
    if k < 0.45:
        return cap(clause(r)) + f"; {clause(r)}."
    if k < 0.6:
        return cap(clause(r)) + f", for {clause(r)}, and {clause(r)}."
    return cap(clause(r)) + "."


def prose_document(r):
    out = [f"CHAPTER {r.choice('I II III IV V VI VII VIII IX X XI XII XIII XIV XV'.split())}"] if r.random() < 0.3 else []
    for _ in range(r.randrange(6, 40)):
        out.append(" ".join(sentence(r) for _ in range(r.randrange(2, 9))))
    return "\n\n".join(out)


def markdown_document(r):
    out = [f"# {cap(r.choice(ADJS))} {r.choice(NOUNS)}s"]
    for _ in range(r.randrange(4, 12)):
        out.append(f"## {cap(r.choice(VERBS))} the `{r.choice(NOUNS)}_{r.choice(NOUNS)}`")
        out.append(" ".join(sentence(r) for _ in range(r.randrange(1, 5))))
        k = r.random()
        n, m = r.choice(NOUNS), r.choice(NOUNS)
        if k < 0.35:
            out.append(f"```cpp\nstd::vector<{cap(n)}> {m}s({r.randrange(2, 99)});\nfor (auto& {m} : {m}s) {{\n  if ({m}.{r.choice(VERBS)}({r.randrange(999)}) == 0x{r.randrange(1 << 24):06x}) return {m}.size();\n}}\n```")
        elif k < 0.6:
            out.append(f"| option | default | since |\n|---|---|---|\n| `--{n}` | {r.randrange(1000)} | {r.randrange(1, 9)}.{r.randrange(20)}.{r.randrange(9)} |\n| `--{m}` | `{r.choice(ADJS)}` | {r.randrange(1, 9)}.{r.randrange(20)} |")
        elif k < 0.8:
            out.append(f"* [{n}]({m}/{n}-class.md)\n* **{cap(m)}**: see <https://docs.example.org/{n}/{m}>\n* `{n}::{m}()` returns `{r.choice(['true', 'nullptr', '-1'])}`")
        else:
            out.append(f"> **Note** {sentence(r)}\n\n1. {sentence(r)}\n2. {sentence(r)}")
    return "\n\n".join(out)


CODE_ROOTS = ("/usr/lib/python3.11", "/usr/lib/python3", "/usr/include", "/usr/share/perl", "/usr/share/perl5", "/usr/share/javascript", "/usr/lib/node_modules", "/usr/share/cmake-3.25")
LANGUAGES = {".py": "Python", ".h": "C", ".hpp": "C++", ".c": "C", ".pm": "Perl", ".pl": "Perl", ".js": "JavaScript", ".mjs": "JavaScript", ".ts": "TypeScript", ".sh": "Shell", ".cmake": "CMake", ".css": "CSS", ".java": "Java",
             ".go": "Go", ".rs": "Rust", ".rb": "Ruby"}


def code_files():
    """(path, language) of source files of this machine, in a fixed order."""
    found = []
    for root in CODE_ROOTS:
        for folder, subs, names in os.walk(root):
            subs.sort()
            for name in sorted(names):
                ext = os.path.splitext(name)[1]
                if ext in LANGUAGES and not name.endswith((".min.js",)):
                    found.append((os.path.join(folder, name), LANGUAGES[ext]))
    random.Random(5).shuffle(found)
    return found


def is_measured(path):
    """A quarter of the files measures (bench/false_alarms); the judge learns from the others (train/judge/sources.py)."""
    return hashlib.sha256(path.encode()).digest()[0] % 4 == 0


def read_source(path):
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read(400_000)
        return text if 400 < len(text) < 400_000 else None
    except (OSError, UnicodeDecodeError):
        return None


def write(path, documents, limit):
    """Writes documents as JSONL until `limit` bytes of text; returns the bytes."""
    n = k = 0
    with open(path + ".part", "w", encoding="utf-8") as f:
        for k, text in enumerate(documents):
            f.write(json.dumps({"id": f"{os.path.basename(path)}/{k}", "text": text}, ensure_ascii=False) + "\n")
            n += len(text.encode())
            if n >= limit:
                break
    os.replace(path + ".part", path)
    print(f"{path}: {k + 1} rows, {n / 1e6:.1f} MB of text", file=sys.stderr)
    return n


def cycle(make, n_distinct, seed):
    """`n_distinct` made documents, then the same in other orders."""
    r = random.Random(seed)
    pool = []
    for _ in range(n_distinct):
        pool.append(make(r))
        yield pool[-1]
    while True:
        yield r.choice(pool)


def pii_documents():
    from piiset.build import build
    dev, test = build(11, 60)
    r = random.Random(3)
    rows = [x["text"] for x in dev + test if not x["decoy"] and x["form"] != "clean"]
    while True:
        r.shuffle(rows)
        for i in range(0, len(rows) - 12, 12):
            yield "\n\n".join(rows[i:i + 12])


# Real text, where ../shared/data is there: name -> (file, field)
REAL = {"novels": ("corpus/eltec_novels.jsonl.gz", "text"), "web": ("web/wcxb_dev.jsonl.gz", "lines"), "cpp-docs": ("corpus/cpp_docs.jsonl.gz", "text"),
        "chat": ("pii/irc_chat.jsonl.gz", "text"), "clinical": ("multilingual/meddocan_es.jsonl.gz", "text")}


def real_documents(file, field):
    with gzip.open(os.path.join(DATA, file), "rt", encoding="utf-8") as rows:
        texts = [row[field] if field == "text" else "\n".join(row[field]) for row in map(json.loads, rows)]
    random.Random(7).shuffle(texts)
    return texts


def main():
    folder, mb = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 100
    os.makedirs(folder, exist_ok=True)

    def make(name, documents, size):
        path = os.path.join(folder, name + ".jsonl")
        if not os.path.exists(path):
            write(path, documents(), size)

    make("prose", lambda: cycle(prose_document, 4000, 1), mb * 1e6)
    make("pii", pii_documents, mb * 0.2e6)
    make("markdown", lambda: cycle(markdown_document, 4000, 2), mb * 0.4e6)
    for name, (file, field) in REAL.items():
        if os.path.exists(os.path.join(DATA, file)):
            make(name, lambda file=file, field=field: real_documents(file, field), mb * 0.04e6)
    make("code", lambda: (t for t in (read_source(p) for p, _ in code_files()) if t), mb * 0.4e6)


if __name__ == "__main__":
    main()
