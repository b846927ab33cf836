"""The pool against llama.cpp: code that we did not write reads our requests and constrains its answers to our
schemas. The model is made here (engine/tiny_gguf.py) with random weights, so only form is checked, not sense.

Needs node and npm, which installs the engine into the build folder; skipped (exit 77), saying so, without them.
"""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent / "engine"
ASK = os.environ["LLM_ASK"]
FOLDER = Path(os.environ["LLM_ENGINE_DIR"])
SKIPPED = 77

CATEGORY = {"type": "object", "properties": {"category": {"enum": ["PERSON", "EMAIL"]}, "sure": {"type": "boolean"}},
            "required": ["category", "sure"], "additionalProperties": False}
EDITS = {"type": "object", "properties": {"edits": {"type": "array", "items": {
    "type": "object", "properties": {"quote": {"type": "string"}, "category": {"enum": ["PERSON", "EMAIL"]}},
    "required": ["quote", "category"], "additionalProperties": False}}}, "required": ["edits"],
    "additionalProperties": False}


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIPPED)


def install():
    if not shutil.which("npm") or not shutil.which("node"):
        skip("no npm here")
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    done = FOLDER / "installed.json"
    if done.exists() and done.read_text() == wanted:
        return
    (FOLDER / "package.json").write_text(wanted)
    # No scripts: the package brings its engine built; --omit=optional: only for this platform.
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=optional", "--no-package-lock"]
    try:
        result = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=240)
    except subprocess.TimeoutExpired:
        skip("npm install took too long")
    if result.returncode != 0:
        skip("npm install failed: " + result.stderr.strip().splitlines()[-1])
    done.write_text(wanted)


def ask(url, count, max_tokens, schema=None):
    command = [ASK, url, str(count), str(max_tokens)] + ([json.dumps(schema)] if schema else [])
    lines = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout.splitlines()
    *replies, stats = [json.loads(line) for line in lines]
    assert len(replies) == count, replies
    return replies, stats


def check(url):
    replies, stats = ask(url, 40, 200, CATEGORY)
    answers = []
    for reply in replies:
        assert reply["failure"] == "none", reply
        answer = json.loads(reply["content"])
        assert answer.keys() == {"category", "sure"} and answer["category"] in ("PERSON", "EMAIL"), answer
        assert isinstance(answer["sure"], bool)
        assert reply["input"] > 10 and reply["output"] > 10, reply
        answers.append(tuple(answer.values()))
    assert len(set(answers)) > 1, "the seeds say different things"
    assert stats["most_in_flight"] == 16, stats

    again, _ = ask(url, 40, 200, CATEGORY)
    assert [r["content"] for r in again] == [r["content"] for r in replies], "seeds make answers repeatable"

    for reply in ask(url, 10, 8)[0]:
        assert reply["failure"] == "truncated" and reply["content"] == "" and reply["output"] == 8, reply

    # Free strings from random weights seldom end: cut, or an answer that fits.
    ended = 0
    for reply in ask(url, 30, 120, EDITS)[0]:
        assert reply["failure"] in ("none", "truncated"), reply
        if reply["failure"] == "none":
            ended += 1
            assert all(e.keys() == {"quote", "category"} for e in json.loads(reply["content"])["edits"]), reply
    print(f"40 + 40 constrained answers, 10 cut, {ended} of 30 lists ended")


def main():
    install()
    model = FOLDER / "tiny.gguf"
    subprocess.run([sys.executable, HERE / "tiny_gguf.py", model], check=True)
    environment = dict(os.environ, NODE_MODULES=str(FOLDER))
    with subprocess.Popen(["node", HERE / "server.mjs", model, "4"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, env=environment) as server:
        try:
            words = server.stdout.readline().split()
            assert words[:1] == ["port"], "the engine does not start"
            check(f"http://127.0.0.1:{words[1]}/v1")
        finally:
            server.kill()


if __name__ == "__main__":
    main()
