"""Passages of real text, judged by reading, kept as ids, offsets and labels.

  python3 -m bookset.real sample FOLDER            writes the passages in parts for readers
  python3 -m bookset.real store FOLDER OUT         readers' answers (FOLDER/*.answers) to OUT
  ... --unsure LAUTER [--round 2|3]                instead, those of FOURTH of which the program's judge is not sure (the readers judged the first 3,200 of judge 3.1's, all 3,154 of round 2, and all 3,089 of judge 3.2's of round 3)

An answer: `@@ NUMBER KIND REGISTER`, then lines `- LABEL#2 exact text` (private) or `+ LABEL exact text` (public fact); every occurrence of the text
at word bounds is meant, or the k-th with ` @k` at the end."""
import functools
import json
import lzma
import re
import subprocess
import sys
import tempfile

from . import markup, shared_rows
from .categories import CATEGORIES

MODERN_A, MODERN_B = "corpus/modern_en_a.jsonl.xz", "corpus/modern_en_b.jsonl.xz"
MULTI = "multilingual/names_multi.jsonl.gz"
MEDDOCAN, TEXT = "multilingual/meddocan_es.jsonl.gz", "multilingual/text_multi.jsonl.xz"
# A reading: (file, field that tells the kind, its value, how many passages)
FIRST = (
    (MODERN_A, "source", "masc", 320), (MODERN_A, "source", "commit-messages", 110), (MODERN_A, "source", "ethereum-calls", 50),
    (MODERN_A, "source", "ethereum-transcripts", 50), (MODERN_A, "source", "kubernetes-community", 60), (MODERN_A, "source", "sourcegraph-handbook", 50),
    (MODERN_A, "source", "artsy-blog", 50), (MODERN_A, "source", "rust-blog", 40), (MODERN_A, "source", "openstax-world-history", 40),
    (MODERN_B, "source", "mts-dialog", 110), (MODERN_B, "source", "aci-bench", 60), (MODERN_B, "source", "qmsum", 60), (MODERN_B, "source", "wiki-split", 40),
    ("toxic/context_toxicity_gn.jsonl.gz", "source", None, 260), ("toxic/toxic_spans.jsonl.gz", "source", None, 80),
    ("pii/irc_chat.jsonl.gz", "source", None, 100), ("pii/multidogo.jsonl.gz", "source", None, 160),
    ("pii/sgd_dialogues.jsonl.gz", "source", None, 40), ("web/wcxb_dev.jsonl.gz", "page_type", None, 320),
)
SECOND = (
    (MODERN_A, "source", "masc", 240), (MODERN_A, "source", "commit-messages", 50), (MODERN_A, "source", "kubernetes-community", 40),
    (MODERN_A, "source", "sourcegraph-handbook", 30), (MODERN_A, "source", "ethereum-calls", 30), (MODERN_B, "source", "mts-dialog", 60), (MODERN_B, "source", "aci-bench", 40),
    (MODERN_B, "source", "qmsum", 60), ("toxic/context_toxicity_gn.jsonl.gz", "source", None, 60), ("toxic/toxic_spans.jsonl.gz", "source", None, 40),
    ("pii/irc_chat.jsonl.gz", "source", None, 30), ("pii/multidogo.jsonl.gz", "source", None, 50), ("web/wcxb_dev.jsonl.gz", "page_type", None, 300),
    ("pii/gum_train_dev.jsonl.gz", "source", None, 80), ("pii/lifebench_dev.jsonl.gz", "source", None, 70), ("pii/anonymizer_synth.jsonl.gz", "source", None, 70),
    (MEDDOCAN, "source", None, 50), (MULTI, "lang", "de", 60), (MULTI, "lang", "fr", 40), (MULTI, "lang", "pt", 50), (MULTI, "lang", "nl", 20),
    (TEXT, "lang", "de", 20), (TEXT, "lang", "es", 20), (TEXT, "lang", "it", 20),
    (TEXT, "lang", "pl", 20), (TEXT, "lang", "tr", 20),
)
THIRD = (
    (MODERN_A, "source", "masc", 450), (MODERN_A, "source", "ethereum-calls", 60), (MODERN_A, "source", "ethereum-transcripts", 60), (MODERN_A, "source", "kubernetes-community", 120),
    (MODERN_A, "source", "openstax-us-history", 30), (MODERN_A, "source", "openstax-psychology", 30), (MODERN_B, "source", "mts-dialog", 250), (MODERN_B, "source", "aci-bench", 110),
    (MODERN_B, "source", "qmsum", 240), (MODERN_B, "source", "taskmaster-4", 60), (MODERN_B, "source", "pratham-stories", 20), (MODERN_B, "source", "state-of-the-union", 20),
    ("toxic/context_toxicity_gn.jsonl.gz", "source", None, 200), ("toxic/toxic_spans.jsonl.gz", "source", None, 100), ("pii/irc_chat.jsonl.gz", "source", None, 60),
    ("pii/multidogo.jsonl.gz", "source", None, 150), ("web/wcxb_dev.jsonl.gz", "page_type", None, 500), ("pii/gum_train_dev.jsonl.gz", "source", None, 80),
    ("pii/lifebench_dev.jsonl.gz", "source", None, 120), ("pii/anonymizer_synth.jsonl.gz", "source", None, 150), ("aitext/l2r_train.jsonl.gz", "source", None, 100),
    ("corpus/eltec_novels.jsonl.gz", "source", None, 60), (MEDDOCAN, "source", None, 100), (MULTI, "lang", "de", 80), (MULTI, "lang", "pt", 80), (MULTI, "lang", "tr", 60), (MULTI, "lang", "fr", 60),
    (MULTI, "lang", "nl", 40), (MULTI, "lang", "sv", 20), (MULTI, "lang", "ro", 20), (MULTI, "lang", "hr", 20), (TEXT, "lang", "de", 40), (TEXT, "lang", "es", 40), (TEXT, "lang", "fr", 50),
    (TEXT, "lang", "it", 60), (TEXT, "lang", "pl", 60), (TEXT, "lang", "pt", 60), (TEXT, "lang", "tr", 60), (TEXT, "lang", "nl", 60), (TEXT, "lang", "ru", 20),
)
# Drawn for what the judge does not know: it learns from these alone, and nothing is measured on them.
FOURTH = (
    (MODERN_A, "source", "masc", 900), (MODERN_A, "source", "commit-messages", 150), (MODERN_A, "source", "ethereum-calls", 150), (MODERN_A, "source", "ethereum-transcripts", 100),
    (MODERN_A, "source", "kubernetes-community", 200), (MODERN_A, "source", "sourcegraph-handbook", 150), (MODERN_A, "source", "artsy-blog", 80), (MODERN_A, "source", "18f-site", 150),
    (MODERN_A, "source", "rust-blog", 60), (MODERN_A, "source", "digitalgov", 150), (MODERN_A, "source", "openstax-us-history", 60), (MODERN_A, "source", "openstax-college-success", 60),
    (MODERN_A, "source", "openstax-introduction-sociology", 60), (MODERN_A, "source", "openstax-business-ethics", 60), (MODERN_B, "source", "mts-dialog", 500), (MODERN_B, "source", "aci-bench", 200),
    (MODERN_B, "source", "qmsum", 450), (MODERN_B, "source", "taskmaster-4", 80), (MODERN_B, "source", "wiki-split", 100), (MODERN_B, "source", "pratham-stories", 60),
    ("toxic/context_toxicity_gn.jsonl.gz", "source", None, 600), ("toxic/toxic_spans.jsonl.gz", "source", None, 300), ("pii/irc_chat.jsonl.gz", "source", None, 150),
    ("web/wcxb_dev.jsonl.gz", "page_type", None, 1500), ("pii/gum_train_dev.jsonl.gz", "source", None, 120), ("pii/lifebench_dev.jsonl.gz", "source", None, 150),
    ("aitext/l2r_train.jsonl.gz", "source", None, 150), ("corpus/eltec_novels.jsonl.gz", "source", None, 80), (MEDDOCAN, "source", None, 120),
    *((MULTI, "lang", lang, n) for lang, n in (("de", 200), ("pt", 150), ("tr", 80), ("fr", 150), ("nl", 100), ("sv", 40))),
    *((TEXT, "lang", lang, n) for lang, n in (("de", 150), ("es", 150), ("fr", 150), ("it", 120), ("pl", 120), ("pt", 120), ("nl", 120))),
)
ROUNDS = "/4", "/5", "/6"  # salts of the draws from FOURTH
WORDS = (25, 110)  # a passage's words, at least and at most


def passage(text, salt):
    """(start, end) in code points: whole lines or sentences from a place that the salt chooses, WORDS long; None where the text is too short."""
    cuts = [0] + [m.end() for m in re.finditer(r"\n+|(?<=[.!?])\s+", text)] + [len(text)]
    cuts = sorted(set(cuts))
    start = int(shared_rows.seal_of(salt), 16) % max(1, len(cuts) - 1)
    for first in (start, 0):
        words, last = 0, first
        while last + 1 < len(cuts) and words < 70:
            more = len(text[cuts[last]:cuts[last + 1]].split())
            if words and words + more > WORDS[1]:
                break
            words += more
            last += 1
        if WORDS[0] <= words <= WORDS[1] * 2:
            s, e = cuts[first], cuts[last]
            piece = text[s:e]
            return s + len(piece) - len(piece.lstrip()), s + len(piece.rstrip())
    return None


@functools.lru_cache(1)  # a plan asks for the same file many times on end
def rows_of(file):
    return list(shared_rows.read(file))


def passages(plan, salt, passed, again):
    """The plan's passages in a drawn order, none that overlaps one of `passed`; of a row that has one already only if `again`."""
    read, out = {}, []
    for p in passed:
        read.setdefault((p["file"], p["id"]), []).append((p["start"], p["end"]))
    for file, key, value, n in plan:
        rows = [r for r in rows_of(file) if (value is None or r.get(key) == value) and (again or (file, r["id"]) not in read)]
        taken = 0
        for row in shared_rows.draw(rows, 4 * n, "real" + salt):
            text = row["text"] if "text" in row else "\n".join(row["lines"])
            at = passage(text, row["id"] + salt) if taken < n else None
            if not at:
                continue
            start, end = (len(text[:c].encode()) for c in at)
            if not any(start < e and s < end for s, e in read.get((file, row["id"]), ())):
                taken += 1
                out.append({"file": file, "id": row["id"], "text": text[at[0]:at[1]], "start": start, "end": end})
    return shared_rows.draw(out, len(out), "order")


def sample():
    """What the readings saw, one after the other."""
    out = passages(FIRST, "", (), False)
    out += passages(SECOND, "", out, False)
    return out + passages(THIRD, "/3", out, True)


def unsure(program, rounds=1):
    """The passages of FOURTH, drawn once more in each further round, in which the program's judge gives some place odds between a twentieth and nineteen twentieths."""
    items, passed = [], sample()
    for salt in ROUNDS[:rounds]:
        passed = passed + items
        items = passages(FOURTH, salt, passed, True)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        for k, item in enumerate(items):
            file.write(json.dumps({"id": str(k), "text": item["text"]}) + "\n")
        file.flush()
        said = subprocess.run([program, "find", file.name, "--candidates", "--format", "jsonl", "--quiet"], stdout=subprocess.PIPE, check=True).stdout
    doubtful = {int(row["id"]) for row in map(json.loads, said.splitlines()) if any(0.05 < span["score"] < 0.95 for span in row["spans"])}
    return [item for k, item in enumerate(items) if k in doubtful]


def spans_of(text, lines):
    """Byte spans that a reader's lines name; a text that does not occur is a fault."""
    spans, taken = [], set()
    for line in lines:
        m = re.fullmatch(r"([-+]) ([A-Z][A-Z0-9_]+)(?:#(\d+))? (.+?)(?: @(\d+))?", line.strip())
        if not m or (m[2] not in CATEGORIES and not (m[1] == "+" and m[2] in markup.EXTRA)):
            raise ValueError(f"not an answer: {line[:60]!r}")
        found = [f.span() for f in re.finditer(r"(?<!\w)" + re.escape(m[4]) + r"(?!\w)", text)] or [f.span() for f in re.finditer(re.escape(m[4]), text)]
        if m[5]:
            found = found[int(m[5]) - 1:int(m[5])]
        if not found:
            raise ValueError(f"does not occur: {line[:60]!r}")
        for s, e in found:
            if not taken & set(range(s, e)):
                taken |= set(range(s, e))
                span = {"start": len(text[:s].encode()), "end": len(text[:e].encode()), "label": m[2], "private": m[1] == "-"}
                spans.append(span | ({"person": int(m[3])} if m[3] else {}))
    return sorted(spans, key=lambda s: s["start"])


def judge(passage, rest, lines):
    kind, _, register = rest.partition(" ")
    register = register.split(" ")[0]
    if kind not in markup.KINDS or register not in markup.CLASS_OF:
        raise ValueError(f"kind or register: {rest!r}")
    return {"start": passage["start"], "end": passage["end"], "kind": kind, "register": register, "spans": spans_of(passage["text"], lines)}


def split_of(row):
    """Seven tenths are to learn from, one to fit what the judge weighs a text's evidence with, two measure; a row's passages stay together."""
    if "split" in row:
        return row["split"]
    tenth = int(shared_rows.seal_of("split/" + row["id"]), 16) % 10
    return "train" if tenth < 7 else "fit" if tenth < 8 else "dev"


def gold_rows(split):
    """The stored judgements with their texts, from ../shared/data; a text that is no longer what was judged stops. Each source file counts as an author."""
    rows = [json.loads(line) for line in lzma.open(shared_rows.ROOT / "data" / "book" / "real.jsonl.xz", "rt")]
    rows = [row for row in rows if split_of(row) == split]
    for file in sorted({r["file"] for r in rows}):
        wanted = {}
        for r in rows:
            if r["file"] == file:
                wanted.setdefault(r["id"], []).append(r)
        for source in shared_rows.read(file):
            for r in wanted.get(source["id"], ()):
                text = (source["text"] if "text" in source else "\n".join(source["lines"])).encode()[r["start"]:r["end"]].decode()
                if shared_rows.seal_of(text) != r["seal"]:
                    raise SystemExit(f"{file}: the text of {r['id']} is not the one that was judged")
                yield {"id": f"{file}/{r['id']}", "text": text, "spans": r["spans"], "kind": r["kind"], "register": r["register"], "lang": source.get("lang", "en"),
                       "author": f"{file} {source.get('source', '')}"}


def flag(arguments, name, otherwise, needs):
    """The value behind the flag, which is taken out of the arguments."""
    if name not in arguments:
        return otherwise
    at = arguments.index(name)
    if at + 1 == len(arguments):
        sys.exit(f"bookset.real: {name} needs {needs}")
    value = arguments[at + 1]
    del arguments[at:at + 2]
    return value


if __name__ == "__main__":
    arguments = sys.argv[1:]
    program = flag(arguments, "--unsure", None, "a program, as build/release/lauter")
    rounds = flag(arguments, "--round", "1", f"a number of 1 to {len(ROUNDS)}")
    if rounds not in map(str, range(1, len(ROUNDS) + 1)):
        sys.exit(f"bookset.real: --round needs a number of 1 to {len(ROUNDS)}")
    more = {"split": "train"} if program else {}
    shared_rows.command(arguments, unsure(program, int(rounds)) if program else sample(), lambda *answer: judge(*answer) | more, "passages", 100, lambda p: p["text"])
