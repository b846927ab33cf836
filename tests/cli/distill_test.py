"""lauter distill from outside: programs against Python's difflib, the join of two inputs, limits, wrong use."""

import difflib
import json
import os
import random
import re
import resource
import subprocess
import unittest

from support import LAUTER, WORDS, CliTest

MENUS = ("Home | Products | About us | Contact", "Share this: Facebook Twitter Mail", "* * * * * * * * * *",
         "Copyright 2019 All rights reserved. Terms of use", "You may also like: ten recipes for summer")


def sentence(rng):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randrange(5, 16))).capitalize() + "."


def noisy(rng, size):
    """Raw text of about `size` characters and the same without its junk."""
    raw = clean = ""
    while len(raw) < size:
        if rng.random() < 0.25:
            raw += rng.choice(MENUS) + "\n"
        for _ in range(rng.randrange(1, 5)):
            line = sentence(rng)
            raw += line + " "
            clean += line + " "
            if rng.random() < 0.15:
                raw += rng.choice(("[advertisement] ", "Click here for more. ", "(see picture) "))
        raw += "\n"
        clean += "\n"
    return raw, clean


def corrected(rng, text):
    """A copy with a few words changed, as an expert that mends spelling gives."""
    for _ in range(rng.randrange(1, 4)):
        word = rng.choice([m for m in re.finditer("[a-z]+", text)])
        new = rng.choice((word[0] + "s", word[0][::-1], "very " + word[0], rng.choice(WORDS)))
        text = text[:word.start()] + new + text[word.end():]
    return text


def dump(pairs):
    return "".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in pairs).encode()


def read_rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def executed(program, raw):
    data, parts, at = raw.encode(), [], 0
    for op in program:
        parts += data[at:op["start"]], op.get("with", "").encode()
        at = op["end"]
    return b"".join([*parts, data[at:]]).decode()


def is_subsequence(text, of):
    rest = iter(of)
    return all(c in rest for c in text)


class DistillTest(CliTest):
    def distill(self, pairs, *flags, rc=None):
        """Runs on [(id, raw, refined)]; returns programs and rejected rows by id, and the report."""
        self.write("raw.jsonl", dump((i, raw) for i, raw, _ in pairs))
        self.write("refined.jsonl", dump((i, refined) for i, _, refined in pairs))
        return self.distill_files("raw.jsonl", "refined.jsonl", *flags, rc=rc)

    def distill_files(self, raw, refined, *flags, rc=None):
        run = subprocess.run([LAUTER, "distill", "--raw", raw, "--refined", refined, "-o", "out", "--overwrite", "-q",
                              *flags], cwd=self.dir, capture_output=True, text=True, timeout=300)
        self.assertIn(run.returncode, (0, 1) if rc is None else (rc,), run.stderr)
        out = self.dir / "out"
        self.assertEqual(sorted(p.name for p in out.iterdir()), ["programs.jsonl", "rejected.jsonl", "report.json"])
        programs = read_rows(out / "programs.jsonl")
        rejected = read_rows(out / "rejected.jsonl")
        report = json.loads((out / "report.json").read_text())
        rows = report["rows"]
        self.assertEqual(rows["in"], len(programs) + len(rejected))
        self.assertEqual(run.returncode, 1 if rejected else 0)
        self.assertEqual(sum(report["reject_reasons"].values()), len(rejected))
        return ({row["id"]: row for row in programs}, {row["id"]: row["lauter_reason"] for row in rejected}, report)


class AgainstDifflib(DistillTest):
    def test_pure_deletions_are_recovered_where_difflib_loses_them(self):
        rng = random.Random(1)
        pairs = [(f"{size}-{i}", *noisy(rng, size)) for size in (150, 400, 1000, 3000, 8000) for i in range(8)]
        pairs = [p for p in pairs if len(p[1]) - len(p[2]) >= 10]
        programs, rejected, report = self.distill(pairs)
        self.assertEqual(rejected, {})
        more_ops = lost_by_autojunk = 0
        for i, raw, refined in pairs:
            ops = programs[i]["program"]
            self.assertEqual(executed(ops, raw), refined)
            self.assertEqual(sum(op["end"] - op["start"] for op in ops), len(raw) - len(refined))
            with_junk = difflib.SequenceMatcher(None, raw, refined).get_opcodes()
            lost_by_autojunk += any(tag in ("insert", "replace") for tag, *_ in with_junk)
            if len(raw) > 600:
                continue  # without autojunk difflib takes seconds
            exact = difflib.SequenceMatcher(None, raw, refined, autojunk=False).get_opcodes()
            more_ops += len(ops) > sum(tag != "equal" for tag, *_ in exact)
        self.assertEqual(more_ops, 0)
        self.assertGreater(lost_by_autojunk, 0, "the case that this test is about does not occur")
        self.assertEqual(report["checks"]["proven_subsequences"], len(pairs))

    def test_no_more_ops_than_difflib_on_99_percent_of_mended_pairs(self):
        rng = random.Random(2)
        pairs = []
        for i in range(200):
            raw, clean = noisy(rng, rng.choice((150, 300, 500)))
            pairs.append((str(i), raw, corrected(rng, clean)))
        programs, _, _ = self.distill(pairs, "--min-deleted", "0", "--max-insert", "1000")
        worse = 0
        for i, raw, refined in pairs:
            theirs = difflib.SequenceMatcher(None, raw, refined, autojunk=False).get_opcodes()
            worse += len(programs[i]["program"]) > sum(tag == "delete" for tag, *_ in theirs)
        self.assertLessEqual(worse, 2)

    def test_cost_is_never_above_difflibs(self):
        rng = random.Random(3)
        pairs = [(str(i), *(noisy(rng, 300)[0] for _ in range(2))) for i in range(60)]
        programs, rejected, _ = self.distill(pairs, "--keep", "all", rc=0)
        self.assertEqual(rejected, {})
        for i, raw, refined in pairs:
            ops = programs[i]["program"]
            self.assertEqual(executed(ops, raw), refined)
            cost = sum(op["end"] - op["start"] + len(op.get("with", "")) for op in ops)
            blocks = difflib.SequenceMatcher(None, raw, refined, autojunk=False).get_matching_blocks()
            self.assertLessEqual(cost, len(raw) + len(refined) - 2 * sum(b.size for b in blocks))


class Rules(DistillTest):
    def test_deletions_stay_and_the_rest_goes(self):
        rng = random.Random(4)
        pairs = []
        for i in range(200):
            raw, clean = noisy(rng, 600)
            pairs.append((str(i), raw, corrected(rng, clean) if i % 4 else clean if i % 8 else raw))
        programs, rejected, report = self.distill(pairs)
        for i, raw, refined in pairs:
            if i in rejected:
                self.assertRegex(rejected[i], "20 or more characters|fewer than 10")
                continue
            result = executed(programs[i]["program"], raw)
            self.assertTrue(is_subsequence(result, raw))
            self.assertTrue(all(op["op"] == "delete" for op in programs[i]["program"]))
            words = set(re.findall("[a-zA-Z]+", raw + " " + refined))
            self.assertLessEqual(set(re.findall("[a-zA-Z]+", result)), words, "half a rewritten word")
        self.assertEqual(report["rows"]["unchanged"], sum(raw == refined for _, raw, refined in pairs))

    def test_limits_and_shares_are_flags(self):
        body = "A quiet morning at the river.\n"
        pairs = [("short", "Menu\n" + body, body), ("long", "Home | Login | Help\n" + body, body + "x" * 25),
                 ("same", body, body)]
        _, rejected, _ = self.distill(pairs, rc=1)
        self.assertEqual(set(rejected), {"short", "long"})
        programs, _, report = self.distill(pairs, "--min-deleted", "5", "--max-insert", "26", rc=0)
        self.assertEqual(executed(programs["long"]["program"], pairs[1][1]), body)
        self.assertEqual(report["options"]["max_insert"], 26)
        _, rejected, _ = self.distill(pairs, "--keep-unchanged", "0", rc=1)
        self.assertIn("--keep-unchanged", rejected["same"])
        same = [(f"id-{i}", body, body) for i in range(1000)]
        first, _, _ = self.distill(same, "--keep-unchanged", "0.3")
        self.assertTrue(240 < len(first) < 360)
        again, _, _ = self.distill(same[::-1], "--keep-unchanged", "0.3")
        self.assertEqual(set(first), set(again), "the choice depends on ids only")
        other, _, _ = self.distill(same, "--keep-unchanged", "0.3", "--seed", "1")
        self.assertNotEqual(set(first), set(other))

    def test_apply_executes_the_programs(self):
        rng = random.Random(5)
        pairs = [(str(i), *noisy(rng, 500)) for i in range(50)]
        for dialect in ("lauter", "refinex", "prox"):
            with self.subTest(dialect):
                programs, _, report = self.distill(pairs, "--min-deleted", "0", "--dialect", dialect, rc=0)
                self.assertEqual("program_text" in programs["0"], dialect != "lauter")
                lost = sum(report["dialect"]["lost"].values())
                self.assertGreater(report["dialect"]["said"], 50)
                if dialect != "prox":  # few words make few texts unique within their line
                    self.assertEqual(lost == 0, dialect == "lauter")
                if dialect == "lauter":
                    self.run_lauter("apply", "--programs", "out/programs.jsonl", "raw.jsonl", "-o", "applied", "-q")
                    applied = read_rows(self.dir / "applied/data/raw.jsonl")
                    self.assertEqual([row["text"] for row in applied], [p[2] for p in pairs])


class Join(DistillTest):
    def make(self, n=400):
        rng = random.Random(6)
        return [(f"doc-{i}", *noisy(rng, 200)) for i in range(n)]

    def test_any_order_any_threads_and_compression_give_the_same_bytes(self):
        pairs = self.make()
        self.distill(pairs, "--min-deleted", "0")
        expected = (self.dir / "out/programs.jsonl").read_bytes()
        shuffled = pairs[:]
        random.Random(7).shuffle(shuffled)
        self.write("shuffled.jsonl.gz", dump((i, refined) for i, _, refined in shuffled))
        for refined in ("refined.jsonl", "shuffled.jsonl.gz"):
            for threads in ("1", "3"):
                self.distill_files("raw.jsonl", refined, "--min-deleted", "0", "--threads", threads)
                self.assertEqual((self.dir / "out/programs.jsonl").read_bytes(), expected)

    def test_rows_without_a_partner_are_rejected(self):
        pairs = self.make(20)
        self.write("raw.jsonl", dump((i, raw) for i, raw, _ in pairs[1:]) + b"{broken\n" +
                   dump([("doc-5", "a second one")]))
        self.write("refined.jsonl", dump((i, refined) for i, _, refined in pairs[:-1]) + b"[]\n" +
                   dump([("doc-3", "a second one")]))
        _, rejected, report = self.distill_files("raw.jsonl", "refined.jsonl", "--min-deleted", "0", rc=1)
        self.assertEqual(rejected["doc-19"], "no refined row has this id")
        self.assertEqual(rejected["doc-0"], "no raw row has this id")
        self.assertEqual(rejected["doc-3"], "no raw row has this id")
        self.assertEqual(rejected["doc-5"], "no refined row has this id")
        self.assertEqual(len(rejected), 6)
        self.assertEqual(report["rows"]["refined_unpaired"], 3)
        self.assertEqual(report["rows"]["raw"], 21)

    def test_rows_without_ids_are_paired_by_number(self):
        pairs = self.make(5)
        self.write("raw.jsonl", "".join(json.dumps({"text": raw}) + "\n" for _, raw, _ in pairs).encode())
        self.write("refined.jsonl", "".join(json.dumps({"text": text}) + "\n" for _, _, text in pairs).encode())
        programs, _, _ = self.distill_files("raw.jsonl", "refined.jsonl", "--min-deleted", "0", rc=0)
        self.assertEqual(executed(programs["raw.jsonl:2"]["program"], pairs[1][1]), pairs[1][2])

    def test_folders_of_text_files(self):
        for name, raw, refined in self.make(3):
            self.write(f"a/{name}.txt", raw.encode())
            self.write(f"b/{name}.txt", refined.encode())
        programs, _, _ = self.distill_files("a", "b", "--min-deleted", "0", rc=0)
        self.assertEqual(set(programs), {f"doc-{i}.txt:1" for i in range(3)})

    def test_limit(self):
        programs, rejected, report = self.distill(self.make(10), "--min-deleted", "0", "--limit", "4", rc=0)
        self.assertEqual((len(programs), report["complete"]), (4, False))


class Large(DistillTest):
    def peak_mb(self, pairs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        programs, rejected, _ = self.distill(pairs, "--threads", "1", "--max-insert", "1000")
        self.assertEqual(rejected, {})
        after = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        return programs, max(before, after) / 1024

    def test_documents_of_10_mb_and_lines_of_1_mb(self):
        rng = random.Random(8)
        raw, clean = noisy(rng, 1_000_000)
        line, clean_line = raw.replace("\n", " "), clean.replace("\n", " ")
        pairs = [("10 MB", raw * 10, clean * 10), ("1 MB line", line, clean_line),
                 ("mended", line, clean_line.replace("morning", "evening", 40))]
        programs, peak = self.peak_mb(pairs)
        for i, raw, refined in pairs[:2]:
            self.assertEqual(executed(programs[i]["program"], raw), refined)
        self.assertLess(peak, 700)


class Sft(DistillTest):
    def test_rows_are_chats_whose_answers_are_the_programs(self):
        raw = [(str(i), f"Home | About\nstory {i} goes on\nShare this\n") for i in range(50)]
        refined = [(i, t.replace("Home | About\n", "").replace("Share this\n", "") if int(i) % 2 else t) for i, t in raw]
        self.write("raw.jsonl", dump(raw))
        self.write("refined.jsonl", dump(refined))
        self.run_lauter("distill", "--raw", "raw.jsonl", "--refined", "refined.jsonl", "-o", "out", "--sft", code=None)
        rows = [json.loads(x) for x in (self.dir / "out/sft.jsonl").read_text().splitlines()]
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual(report["sft"]["rows"], len(rows))
        self.assertEqual(report["sft"]["left_out"], 0)
        answers = {row["id"]: row["messages"][2]["content"] for row in rows}
        self.assertEqual(answers["1"], "remove_lines(1, 1)\nremove_lines(3, 3)")
        self.assertTrue(all(a == "keep_all()" for i, a in answers.items() if int(i) % 2 == 0))
        self.assertIn("[2] story 1 goes on", next(r for r in rows if r["id"] == "1")["messages"][1]["content"])
        # The answers, taken for a model's replies, give the refined texts.
        kept = [(i, t) for i, t in raw if i in answers]
        self.write("kept.jsonl", dump(kept))
        self.write("p.jsonl", "".join(json.dumps({"id": i, "replies": [answers[i]]}) + "\n" for i, _ in kept))
        out, _ = self.run_lauter("apply", "--programs", "p.jsonl", "kept.jsonl", "-o", "-", "--dialect", "refinex")
        self.assertEqual([json.loads(x)["text"] for x in out.splitlines()], [t for i, t in refined if i in answers])


class WrongUse(DistillTest):
    def test_messages(self):
        self.write("a.jsonl", dump([("1", "x")]))
        ok = ["--raw", "a.jsonl", "--refined", "a.jsonl", "-o", "out"]
        for flags, words in (
                ([], ["--raw"]),
                (["--raw", "a.jsonl"], ["--refined"]),
                (ok[:4], ["-o"]),
                (ok[:4] + ["-o", "-"], ["folder"]),
                (["--raw", "no.jsonl"] + ok[2:], ["--raw", "no.jsonl"]),
                (ok[:2] + ["--refined", "no.jsonl"] + ok[4:], ["--refined", "no.jsonl"]),
                (ok + ["more.jsonl"], ["more.jsonl", "--raw"]),
                (ok + ["--keep", "most"], ["--keep", "most"]),
                (ok + ["--keep-unchanged", "1.5"], ["--keep-unchanged", "0 to 1"]),
                (ok + ["--keep-unchanged", "nan"], ["--keep-unchanged", "0 to 1"]),
                (ok + ["--max-insert", "-1"], ["--max-insert"]),
                (ok + ["--dialect", "refinex", "--keep", "all"], ["--dialect", "refinex"])):
            with self.subTest(flags):
                _, err = self.run_lauter("distill", *flags, code=2)
                self.assert_one_line(err, *words)
        self.write("out/mine.txt", b"mine")
        _, err = self.run_lauter("distill", *ok, code=2)
        self.assert_one_line(err, "out", "--overwrite")
        self.assertTrue((self.dir / "out/mine.txt").exists())


if __name__ == "__main__":
    os.environ.setdefault("LC_ALL", "C.UTF-8")
    unittest.main()
