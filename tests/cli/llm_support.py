"""A stub server beside the program, and recipes and texts for it."""

import json
import os
import pathlib
import random
import subprocess
import urllib.request

from support import CliTest

STUB = os.environ.get("STUB_SERVER",
                      str(pathlib.Path(__file__).parents[2] / "build/release/tests/llm/stub_server"))

# Names that no rule and no word list knows; the stub's rules do.
FIRST = "Quorvath Zyndrel Mirexo Talvune Oskrith Belzanu Ynkara Drovesh Hulmari Pexandor".split()
LAST = "Brintovsk Calmerode Dunspire Elkhorrow Fanthorpe Grevandel Hostrick Ilvermane".split()
NAME = "(?:%s) (?:%s)" % ("|".join(FIRST), "|".join(LAST))
RULES = NAME + "\tPERSON\n"
PROSE = ("The river ran low that summer and the mill stood still for weeks. A good loaf needs time and "
         "little else. Most of the tools were older than the men who used them. Nobody had counted the "
         "steps to the tower. It is easier to mend a fence than to build one. The committee met twice "
         "and agreed on nothing. Copper turns green where the rain reaches it. When the bell rang the "
         "market was already full. Snow stayed on the north side until May. Half of the maps were wrong "
         "about the coast.").split(". ")


def name(rng):
    return rng.choice(FIRST) + " " + rng.choice(LAST)


def prose(rng, sentences, names=0):
    """Sentences of which some speak of a person."""
    parts = [rng.choice(PROSE).rstrip(".") + "." for _ in range(sentences)]
    for _ in range(names):
        i = rng.randrange(len(parts))
        parts[i] = rng.choice((f"Later {name(rng)} came by and paid.", f"I asked {name(rng)} about it.",
                               f"It was {name(rng)} who opened the door."))
    return " ".join(parts)


class Stub:
    """A running stub server; `with Stub(rules, flags...) as stub`."""

    def __init__(self, folder, *flags, rules=RULES):
        path = pathlib.Path(folder) / "rules.tsv"
        path.write_text(rules)
        self.args = [STUB, "--port", "0", "--rules", str(path), "--retry-after", "0", *map(str, flags)]

    def __enter__(self):
        self.process = subprocess.Popen(self.args, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline().split()[1])
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def stats(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/stats", timeout=20) as reply:
            return json.load(reply)


class LlmTest(CliTest):
    def recipe(self, stub, step="", name="r.yaml", before="", endpoint="", more="",
               in_flight=200):
        """A recipe with one server and one step `llm`; `step`: more of its keys."""
        url = stub if isinstance(stub, str) else stub.url
        self.write(name, f"""steps:
{before}  - {{use: llm, task: anonymize, model: none{step and ', ' + step}}}
endpoints:
  main: {{base_url: "{url}", model: stub, connect_timeout_s: 2, first_byte_timeout_s: 1, timeout_s: 2, retries: 8, max_in_flight: {in_flight}{endpoint and ', ' + endpoint}}}
{more}
""")
        return name

    def refine(self, recipe, out, *flags, code=None, timeout=280):
        return self.run_lauter("refine", "in.jsonl", "--recipe", "./" + recipe, "-o", out, "-q",
                               "--key-file", "key", *flags, code=code, timeout=timeout)

    def report(self, out):
        return json.loads((self.dir / out / "report.json").read_text())

    def texts(self, out, part="data"):
        path = self.dir / out / part / "in.jsonl"
        if not path.exists():
            return {}
        return {row["id"]: row["text"] for row in map(json.loads, path.read_text().split("\n")[:-1])}

    def corpus(self, n, seed=1, sentences=4, names=1, share=0.5):
        rng = random.Random(seed)
        rows = [{"id": f"r{i}", "text": prose(rng, sentences, names if rng.random() < share else 0)}
                for i in range(n)]
        self.write("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
        return {row["id"]: row["text"] for row in rows}
