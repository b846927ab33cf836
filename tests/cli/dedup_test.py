"""`lauter dedup` and the step: which rows go, why, that nothing is lost, and that the bytes depend on the input alone."""

import json
import random
import signal
import string
import subprocess
import time
import unittest

from kill_support import SEED, KillTest, kills
from support import LAUTER, tree_digest

RUN = 5


def words(rng, n):
    return ["".join(rng.choices(string.ascii_lowercase, k=rng.randrange(2, 8))) for _ in range(n)]


def runs_of(text):
    found = text.split()
    return {tuple(found[i:i + RUN]) for i in range(len(found) - RUN + 1)}


def jaccard(a, b):
    return len(a & b) / len(a | b)


def make_texts(rng, n):
    """Texts, and behind them copies of some: the same bytes, words replaced here and there, the end cut off."""
    texts = []
    for _ in range(n):
        text = words(rng, rng.randrange(60, 400))
        texts.append(" ".join(text))
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            copy = list(text)
            kind = rng.random()
            if kind < 0.6:
                for i in range(len(copy)):
                    if rng.random() < 0.04:
                        copy[i] = words(rng, 1)[0]
            elif kind < 0.8:
                copy = copy[:int(len(copy) * rng.uniform(0.6, 1))]
            texts.append(" ".join(copy))
    rng.shuffle(texts)
    return texts


class DedupTest(KillTest):
    flags = ("--key-file", "key", "-q", "--set", "limits.shard_bytes=64KiB")

    def make_corpus(self, n=400):
        """Three files, one compressed, with rows that cannot be read; returns the texts by id, in input order."""
        rng = random.Random(SEED)
        texts = make_texts(rng, n)
        by_id = {}
        third = len(texts) // 3
        for name, part in (("in/a.jsonl", texts[:third]), ("in/b.jsonl.gz", texts[third:2 * third]),
                           ("in/c.jsonl", texts[2 * third:])):
            lines = []
            for i, text in enumerate(part):
                if rng.random() < 0.02:
                    lines.append('{"text":7}')
                if i % 5:
                    lines.append(json.dumps({"id": f"{name}/{i}", "text": text, "n": i}))
                    by_id[f"{name}/{i}"] = text
                else:
                    lines.append(json.dumps({"text": text}))
                    by_id[f"{name[3:]}:{len(lines)}"] = text
            self.write(name, "\n".join(lines) + "\n")
        return by_id

    def dedup(self, out, *flags, code=1):
        return self.run_lauter("dedup", "in", "-o", out, *self.flags, *flags, code=code)

    def rejected(self, out):
        """Of each dropped row the id that its reason names."""
        gone = {}
        for path in sorted((self.dir / out / "edits").iterdir()):
            for row in self.log_rows(out, path.name):
                if row.get("reason", "").startswith("duplicate of "):
                    gone[str(row["id"])] = row["reason"][len("duplicate of "):]
        return gone

    def test_drops_what_brute_force_finds(self):
        by_id = self.make_corpus()
        self.dedup("out")
        gone = self.rejected("out")
        ids = list(by_id)
        place = {name: i for i, name in enumerate(ids)}
        sets = [runs_of(text) for text in by_id.values()]
        pairs = {(i, j): jaccard(sets[i], sets[j]) for j in range(len(ids)) for i in range(j)
                 if sets[i] & sets[j]}
        group = {name: gone.get(name, name) for name in ids}
        wanted = [pair for pair, overlap in pairs.items() if overlap >= 0.8]
        self.assertGreater(len(wanted), 100)
        found = sum(group[ids[i]] == group[ids[j]] for i, j in wanted)
        self.assertGreaterEqual(found / len(wanted), 0.98)
        likest = {}
        for (i, j), overlap in pairs.items():
            for k in (i, j):
                likest[k] = max(likest.get(k, 0), overlap)
        for name, first in gone.items():
            self.assertLess(place[first], place[name])  # the first in input order stays,
            self.assertNotIn(first, gone)               # and does stay
            self.assertGreaterEqual(likest.get(place[name], 0), 0.6)
        report = json.loads((self.dir / "out/report.json").read_text())
        rows = report["rows"]
        self.assertEqual(rows["in"], rows["kept"] + rows["rejected"])
        reasons = report["reject_reasons"]
        self.assertEqual(len(gone), sum(n for reason, n in reasons.items() if "duplicate" in reason))
        self.assertEqual(rows["rejected"], sum(reasons.values()))
        kept = [line for path in ("a.jsonl", "c.jsonl") for line in (self.dir / "out/data" / path).read_text().splitlines()]
        before = [line for path in ("a.jsonl", "c.jsonl") for line in (self.dir / "in" / path).read_text().splitlines()]
        left = iter(before)
        self.assertTrue(all(line in left for line in kept))  # as they were, in order

    def test_exact_alone(self):
        by_id = self.make_corpus(60)
        self.dedup("out", "--exact")
        first = {}
        wanted = {}
        for name, text in by_id.items():
            if text in first:
                wanted[name] = first[text]
            else:
                first[text] = name
        self.assertEqual(self.rejected("out"), wanted)

    def test_bytes_depend_on_the_input_alone(self):
        self.make_corpus()
        self.dedup("one", "--threads", 1)
        expected = tree_digest(self.dir / "one")
        for threads in (2, 7):
            self.dedup(f"t{threads}", "--threads", threads)
            self.assertEqual(tree_digest(self.dir / f"t{threads}"), expected)
        rows, _ = self.run_lauter("dedup", "in", "-o", "-", *self.flags, code=1)
        data = [(self.dir / "one/data" / name) for name in ("a.jsonl", "b.jsonl.gz", "c.jsonl")]
        texts = [path.read_bytes() if path.suffix != ".gz" else
                 subprocess.run(["gzip", "-dc", path], capture_output=True, check=True).stdout for path in data]
        self.assertEqual(rows.encode(), b"".join(texts))

    def test_kill_at_random_points(self):
        self.make_corpus(3000)
        command = [LAUTER, "dedup", "in", *self.flags]
        self.kill_at_random_points(command, kills(3), code=1, signals=(signal.SIGKILL, signal.SIGINT),
                                   check=lambda out: self.assertFalse((self.dir / out / "state/dedup").exists()))

    def plan(self, out, tasks):
        printed, _ = self.dedup(out, "--executor", "shell", "--tasks", tasks, code=0)
        return [line.split() for line in printed.splitlines()]

    def test_over_many_processes(self):
        self.make_corpus(1500)
        self.dedup("local")
        expected = tree_digest(self.dir / "local")
        rng = random.Random(SEED)
        for way in ("in turn", "at once", "killed"):
            out = way.replace(" ", "-")
            *tasks, last = self.plan(out, 4)
            rng.shuffle(tasks)
            if way == "in turn":  # the first one finds nobody else and does everything
                for task in tasks:
                    subprocess.run(task, check=True, capture_output=True, timeout=60)
            else:
                running = [subprocess.Popen(task, stderr=subprocess.DEVNULL) for task in tasks]
                if way == "killed":
                    time.sleep(rng.uniform(0.02, 0.2))
                    for task in running[:2]:
                        task.kill()
                        task.wait()
                    for task in tasks[:2]:  # Slurm puts them back
                        running.append(subprocess.Popen(task, stderr=subprocess.DEVNULL))
                for task in running:
                    task.wait(timeout=120)
            done = subprocess.run(last, capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertEqual(tree_digest(self.dir / out), expected)
            self.assertFalse((self.dir / out / "state/dedup").exists())

    def test_a_step_with_a_condition_before_others(self):
        self.write("in.jsonl", "".join(json.dumps(row) + "\n" for row in (
            {"id": "a", "lang": "en", "text": "write to jane.miller@corp-mail.net today and not tomorrow"},
            {"id": "b", "lang": "en", "text": "write to jane.miller@corp-mail.net today and not tomorrow"},
            {"id": "c", "lang": "de", "text": "write to jane.miller@corp-mail.net today and not tomorrow"})))
        self.write("r.yaml", "steps:\n  - use: dedup\n    where: lang == en\n  - use: anonymize\n    model: none\n")
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./r.yaml", "--key-file", "key", "-q", code=1)
        rows = [json.loads(line) for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        self.assertEqual([row["id"] for row in rows], ["a", "c"])
        self.assertNotIn("jane", rows[0]["text"])
        self.assertEqual(rows[0]["text"], rows[1]["text"])

    def test_what_cannot_be_done_is_said(self):
        self.write("in.jsonl", '{"text":"a"}\n')
        _, err = self.run_lauter("dedup", "-", "-o", "-", stdin=b"{}\n", code=2)
        self.assert_one_line(err, "reads its input twice", "name files")
        self.write("late.yaml", "steps:\n  - use: anonymize\n  - use: dedup\n")
        _, err = self.run_lauter("refine", "in.jsonl", "-o", "out", "--recipe", "./late.yaml", code=2)
        self.assert_one_line(err, "late.yaml:3", "must be the first step", "lauter dedup OUT/data")
        _, err = self.run_lauter("dedup", "in.jsonl", "-o", "out", "--overlap", "0.1", code=2)
        self.assert_one_line(err, "overlap", "0.5")
        _, err = self.run_lauter("program", "in.jsonl", "--recipe", "dedup", "--key-file", "key", code=2)
        self.assert_one_line(err, "compares all rows of a run")


if __name__ == "__main__":
    unittest.main()
