"""What studies/llm/record and studies/llm/score share: rows, recipes, runs, questions."""

import hashlib
import json
import lzma
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORDINGS = HERE / "recordings"
TASKS = ("anonymize", "code", "custom", "detoxify", "clean")
CODE = {"code", "config", "env", "json", "yaml", "sql", "xml", "log", "csv", "commit"}
SHOTS = 4
SHOT_ROWS = 60    # asked once more with examples
ATTACK_ROWS = 60  # shown to the attacker when they are refined

# Criteria of the task custom, and the categories whose private marks they mean.
CRITERIA = {
    "telephone numbers and mail addresses of private people": {"PHONE_NUMBER", "FAX_NUMBER", "EMAIL_ADDRESS"},
    "what is said of private people's health: illnesses, medicines, blood, body":
        {"MEDICAL_CONDITION", "MEDICATION", "BLOOD_TYPE", "BODY_MEASUREMENT", "GENETIC_DATA", "PHYSICAL_TRAIT"},
    "employers, schools and jobs of private people": {"ORGANIZATION", "SCHOOL", "JOB_TITLE"},
    "where private people live or stay: addresses, towns, countries":
        {"STREET_ADDRESS", "CITY", "STATE", "COUNTRY", "LOCATION", "POSTAL_CODE", "PO_BOX", "GEO_COORDINATES"},
    "ages and dates of birth of private people": {"AGE", "DATE_OF_BIRTH"},
}
RECIPES = {
    "anonymize": "task: anonymize, scope: all, latent: true",
    "code": "task: anonymize-code, scope: all",
    "detoxify": "task: detoxify, scope: all",
    "clean": "task: clean, scope: all",
}


def rank(row):
    return hashlib.sha256(row["id"].encode()).hexdigest()


def lines(path):
    opener = lzma.open if str(path).endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def rows_of(task):
    """The rows that a task was recorded with: id, text, and what is known of them."""
    return lines(RECORDINGS / f"{task}.rows.jsonl.xz")


def criterion_of(row):
    return row.get("criterion", "")


def recipe(task, criterion, shots, more, attacker=False, rounds=0):
    step = RECIPES.get(task) or f"task: custom, scope: all, wording: model, criterion: {json.dumps(criterion)}"
    attack = ", attacker: attacker" if attacker else ""
    return (f"steps:\n  - {{use: llm, {step}, shots: {shots}, rounds: {rounds}, endpoints: [reader]{attack}}}\n"
            "endpoints:\n  reader: {base_url: 'http://127.0.0.1:9/v1', model: reader}\n"
            + ("  attacker: {base_url: 'http://127.0.0.1:9/v1', model: attacker}\n" if attacker else "")
            + f"llm: {{{more}}}\n")


def write_inputs(folder, rows):
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "key"  # the same for everybody: questions hold hashes under it
    key.touch(0o600)
    key.write_text(hashlib.sha256(b"studies/llm").hexdigest() + "\n")
    (folder / "in.jsonl").write_text("".join(json.dumps({"id": r["id"], "text": r["text"]}) + "\n" for r in rows))


def run(folder, rows, task, criterion, shots, answers, lauter, attacker=False, rounds=0):
    """Runs the recipe over the rows with `answers` (key -> text): the report's figures of the step, the questions that are
    open, and programs()."""
    write_inputs(folder, rows)
    (folder / "answers.jsonl").write_text("".join(
        json.dumps({"custom_id": key, "response": {"status_code": 200, "body": {"choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}}}) + "\n"
        for key, content in answers.items()))
    files = "batch: questions.jsonl" + (", batch_answers: answers.jsonl" if answers else "")
    (folder / "r.yaml").write_text(recipe(task, criterion, shots, files, attacker, rounds))
    done = subprocess.run([lauter, "refine", "in.jsonl", "--recipe", "./r.yaml", "-o", "out", "-q", "--overwrite",
                           "--key-file", "key"], cwd=folder, capture_output=True, text=True, check=False)
    if not (folder / "out/report.json").exists():
        raise SystemExit(f"studies/llm: {done.stderr.strip()}")
    report = json.loads((folder / "out/report.json").read_text())
    questions = lines(folder / "questions.jsonl") if (folder / "questions.jsonl").exists() else []
    return report["llm"], questions, programs(folder, "r.yaml", lauter)


def programs(folder, recipe_file, lauter):
    """What the recipe makes of in.jsonl, by id: edits (start, end, with) in bytes, or why the row is held back."""
    done = subprocess.run([lauter, "program", "in.jsonl", "--recipe", f"./{recipe_file}",
                           "-q", "--key-file", "key"], cwd=folder, capture_output=True, text=True, check=False)
    made = {}
    for row in map(json.loads, done.stdout.splitlines()):
        ops = row.get("program")
        made[row["id"]] = row["error"] if ops is None else [(o["start"], o["end"], o.get("with", "")) for o in ops]
    return made


def groups(task, rows):
    """Rows that one recipe asks about: (name, criterion, rows)."""
    if task != "custom":
        return [("all", "", rows)]
    return [(str(i), c, [r for r in rows if criterion_of(r) == c]) for i, c in enumerate(CRITERIA)]


def block(message, name):
    """What stands in a block of a question, and its token; ("", "") if there is none."""
    found = re.search(rf"<{name} (\w+)>\n(.*)\n</{name} \1>", message, re.S)
    return (found.group(2), found.group(1)) if found else ("", "")


def write_questions(out, name, questions, per_file=50):
    """Splits them into files; what all share goes to NAME.head.txt."""
    out.mkdir(parents=True, exist_ok=True)
    heads = {}
    parts = []
    for one in questions:
        body = one["body"]
        schema = body.get("response_format", {}).get("json_schema", {}).get("schema", {})
        head = body["messages"][0]["content"] + "\n\nSchema of the answer:\n" + json.dumps(schema)
        heads.setdefault(head, len(heads))
        parts.append({"key": one["custom_id"], "head": heads[head], "messages": body["messages"][1:]})
    for head, number in heads.items():
        (out / f"{name}{f'.{number}' if number else ''}.head.txt").write_text(head + "\n")
    for part in parts:
        part["head"] = f"{name}{'.' + str(part['head']) if part['head'] else ''}.head.txt"
    for i in range(0, len(parts), per_file):
        path = out / f"{name}-{i // per_file + 1:02}.jsonl"
        path.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in parts[i:i + per_file]))
    return len(parts), len(heads)
