"""The paper's own design, small: a translator trained on people's pairs goes on with translations of the same sources by people, by a
strong and a weak system, by itself, by a mix, and by the candidate that agrees best with the others."""
import gzip
import json
import os
import random
import subprocess

import numpy as np

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SYSTEMS = ("gpt-4", "chatgpt", "davinci-003", "davinci-002", "ms-translator")
STRONG, WEAK = "gpt-4", "davinci-002"


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(folder, name, rows):
    path = os.path.join(folder, name + ".jsonl")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def agreeing(outputs):
    """The candidate whose words and pairs of words are most like the others'."""
    def parts(text):
        words = text.lower().split()
        return set(words) | set(zip(words, words[1:]))
    sets = {system: parts(text) for system, text in sorted(outputs.items())}
    return outputs[max(sets, key=lambda a: sum(len(sets[a] & sets[b]) / max(1, len(sets[a] | sets[b])) for b in sets if b != a))]


def conditions(rows, own, rng):
    yield "people", [row["ref"] for row in rows]
    yield "itself", own
    yield f"weak: {WEAK}", [row["outputs"][WEAK] for row in rows]
    yield f"strong: {STRONG}", [row["outputs"][STRONG] for row in rows]
    yield "mix of five", [row["outputs"][rng.choice(SYSTEMS)] for row in rows]
    yield "S1: best agreement of five", [agreeing({system: row["outputs"][system] for system in SYSTEMS}) for row in rows]


def train(args, folder, name, seed, epochs, *arguments):
    """The test rows with text and bits; made once."""
    out = os.path.join(folder, f"{name}.out.jsonl")
    if not os.path.exists(out):
        subprocess.run(["/usr/bin/python3", os.path.join(ROOT, "train/translation.py"), "--out", out + ".part", "--seed", str(seed + 1), "--width",
                        "48", "--words", "2500", "--longest", "64", "--epochs", str(epochs), *arguments], check=True, stdout=subprocess.DEVNULL)
        os.replace(out + ".part", out)
    with open(out, encoding="utf-8") as lines:
        return out, [json.loads(line) for line in lines]


def metrics(args, path):
    done = subprocess.run([args.lauter, "score", path, "--metrics", "bleu,chrf", "--quiet"], check=True, capture_output=True, text=True)
    rows = [json.loads(line)["scores"] for line in done.stdout.splitlines()]
    return [[row["bleu"] or 0, row["chrf"] or 0] for row in rows]


def run_seed(args, folder, pairs, rows, seed):
    rng = random.Random(seed)
    documents = sorted({row["doc"] for row in rows})
    rng.shuffle(documents)
    tested = set(documents[:len(documents) * 3 // 10])
    test = [{"id": row["id"], "src": row["src"], "ref": row["ref"]} for row in rows if row["doc"] in tested]
    rest = [row for row in rows if row["doc"] not in tested and all(system in row["outputs"] for system in SYSTEMS)]
    short = [{"src": row["src"], "ref": row["ref"]} for row in pairs if 3 <= len(row["ref"].split()) <= 25]
    rng.shuffle(short)
    base = short[:40 if args.quick else 2500]
    vocabulary = write(folder, "vocabulary", base + [{"src": row["src"], "ref": row["ref"]} for row in rest])
    sources, epochs = write(folder, "sources", [{"src": row["src"], "ref": row["ref"]} for row in rest]), 1 if args.quick else 6
    common = ("--vocabulary", vocabulary)
    model = os.path.join(folder, "base.model")
    _, own = train(args, folder, "base", seed, epochs, "--train", write(folder, "base", base), "--test", sources, "--save", model, *common)
    test = write(folder, "test", test)
    out = {}
    for number, (name, texts) in enumerate(conditions(rest, [row["text"] for row in own], rng)):
        made = write(folder, f"train-{number}", [{"src": row["src"], "ref": text} for row, text in zip(rest, texts)])
        path, answers = train(args, folder, f"condition-{number}", seed, epochs, "--train", made, "--test", test, "--start", model, *common)
        out[name] = [[row["tokens"], row["bits"], *judged] for row, judged in zip(answers, metrics(args, path))]
    return out


def run(args):
    data = os.path.dirname(args.data)
    pairs, rows = read(os.path.join(data, "mt_shots_de-en.jsonl.gz")), read(os.path.join(data, "wmt22_de-en_train.jsonl.gz"))
    table = []
    seeds = []
    for seed in range(args.seeds):
        folder = os.path.join(args.work, f"translation-{seed}")
        os.makedirs(folder, exist_ok=True)
        seeds.append({name: np.array(values) for name, values in run_seed(args, folder, pairs, rows, seed).items()})
    rng = np.random.default_rng(1)
    draws = [rng.multinomial(len(fold["people"]), np.full(len(fold["people"]), 1 / len(fold["people"])), 2000) for fold in seeds]

    def loss(fold, name, draw):
        tokens, bits = fold[name][:, 0], fold[name][:, 1]
        return (draw @ bits) / (draw @ tokens)
    for name in seeds[0]:
        more = np.mean([loss(fold, name, draw) - loss(fold, "people", draw) for fold, draw in zip(seeds, draws)], axis=0)
        bits = float(np.mean([fold[name][:, 1].sum() / fold[name][:, 0].sum() for fold in seeds]))
        bleu, chrf = np.mean([fold[name][:, 2:].mean(0) for fold in seeds], axis=0)
        table.append({"condition": name, "bits": round(bits, 3), "more_than_people_95": [round(float(x), 3) for x in np.percentile(more, [2.5, 97.5])],
                      "bleu": round(float(bleu), 2), "chrf": round(float(chrf), 2)})
    lines = ["| trained on translations by | bits a token of people's translations | more than people's, 95 % | sentence BLEU | chrF |",
             "|---|---:|---|---:|---:|"]
    lines += [f"| {row['condition']} | {row['bits']:.3f} | {row['more_than_people_95'][0]:+.3f} to {row['more_than_people_95'][1]:+.3f} | "
              f"{row['bleu']:.2f} | {row['chrf']:.2f} |" for row in table]
    base = os.path.join(args.out, "results-translation" + ("-quick" if args.quick else "") + ".")
    with open(base + "json", "w", encoding="utf-8") as out:
        json.dump({"seeds": args.seeds, "conditions": table}, out, indent=1)
        out.write("\n")
    with open(base + "md", "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
    print("\n".join(lines))
