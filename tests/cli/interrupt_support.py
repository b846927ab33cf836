"""Every command in the middle of something long: what the tests interrupt, and bench/interrupt measures."""

import json
import random
import subprocess
from dataclasses import dataclass

from support import KEY, LAUTER, WORDS, text

NAMES = ("Barnaby", "Quentin", "Adela", "Zoe", "Ottilie")


def dense(rng, size):
    """Values everywhere, every one another."""
    parts = []
    while size > 0:
        n = rng.randrange(10**9)
        first, last = rng.choice(NAMES), f"{rng.choice(WORDS)}{n % 9973}".capitalize()
        parts.append(f"My neighbour {first} {last} ({last.lower()}.{n}@corp{n % 97}.com, (212) 7{n % 90 + 10}-{n % 9000 + 1000}) has had diabetes since May. ")
        size -= len(parts[-1])
    return "".join(parts)


@dataclass(frozen=True)
class Long:
    """A command, and the one that goes on after it if it keeps a state in `out`."""

    name: str
    command: list
    out: str = ""
    resume: tuple = ("--resume",)
    parts: tuple = ("data", "edits", "rejected")


def jsonl(rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def prepare(folder, size=1):
    """Writes the inputs below `folder`, some megabytes times `size`; gives all commands, which run there."""
    rng = random.Random(4)
    (folder / "key").write_text(KEY)
    (folder / "key").chmod(0o600)
    long = dense(rng, int(size * 1_000_000))
    (folder / "in.jsonl").write_text(jsonl([{"id": "short", "text": "Write to ada.sample@corp.com."}, {"id": "long", "text": long}]))
    rows = [{"id": i, "text": text(rng, rng.randrange(200, 1200), dense=0.03)} for i in range(int(size * 6000))]
    (folder / "rows.jsonl").write_text(jsonl(rows))
    (folder / "refined.jsonl").write_text(jsonl({**row, "text": " ".join(w for w in row["text"].split(" ") if rng.random() < 0.97)} for row in rows))
    gold = [{"id": i, "text": row["text"], "spans": []} for i, row in enumerate(rows)]
    (folder / "gold.jsonl").write_text(jsonl(gold))
    (folder / "pred.jsonl").write_text(jsonl({"id": row["id"], "spans": []} for row in gold))
    sources = "\n".join(f"  - {{name: {name}, inputs: [{folder}/{name}.jsonl], kind: {kind}}}" for name, kind in (("rows", "human"), ("refined", "machine")))
    (folder / "curate.yaml").write_text(f"sources:\n{sources}\nstrategy: {{mix: learnt, human: replace, select: coverage}}\nbudget: {{words: 20000}}\n")
    key = ["--key-file", "key"]
    run = lambda *args: subprocess.run([LAUTER, *args], cwd=folder, check=True, capture_output=True)  # noqa: E731
    programs = subprocess.run([LAUTER, "program", "rows.jsonl", "--model", "none", *key, "-q"], cwd=folder, check=True, capture_output=True).stdout
    (folder / "programs.jsonl").write_bytes(programs)
    run("refine", "rows.jsonl", "-o", "finished", "--model", "none", *key, "-q")
    return [
        Long("refine", ["refine", "in.jsonl", "-o", "refine", "--threads", "1", "-q", *key], "refine"),
        Long("refine one file", ["refine", "in.jsonl", "-o", "one.jsonl", "--threads", "1", "-q", *key], "one.jsonl.lauter"),
        Long("refine all recipes", ["refine", "in.jsonl", "-o", "all", "-r", "refine", "--threads", "1", "-q", *key], "all"),
        Long("refine stdout", ["refine", "in.jsonl", "-o", "-", "--threads", "1", "-q", *key]),
        Long("dedup", ["dedup", "rows.jsonl", "-o", "dedup", "--threads", "1", "-q", *key], "dedup"),
        Long("find", ["find", "in.jsonl", "--threads", "1"]),
        Long("program", ["program", "in.jsonl", "--threads", "1", *key, "-q"]),
        Long("explain", ["explain", "in.jsonl", "--id", "long"]),
        Long("score", ["score", "in.jsonl", "--metrics", "toxicity,lexical,quality", "--threads", "1"]),
        Long("apply", ["apply", "--programs", "programs.jsonl", "rows.jsonl", "-o", "apply", "--threads", "1", "-q", *key], "apply", parts=("data",)),
        Long("distill", ["distill", "--raw", "rows.jsonl", "--refined", "refined.jsonl", "-o", "distill", "--threads", "1"], "distill", ("--overwrite",), ("",)),
        Long("verify", ["verify", "finished", "--inputs", "rows.jsonl", "--threads", "1", *key]),
        Long("curate", ["curate", "--recipe", "curate.yaml", "-o", "curate", "--threads", "1"], "curate", parts=("data",)),
        Long("train quality", ["train", "quality", "--good", "rows.jsonl", "--bad", "refined.jsonl", "-o", "m.quality"]),
        Long("measure", ["measure", "pii", "--gold", "gold.jsonl", "--pred", "pred.jsonl"]),
    ]
