"""`lauter curate` end to end: accounting, order, mixes, duplicates, learning, and bad recipes."""

import json
import math
import os
import pathlib
import random
import subprocess
import time
import unittest
from collections import Counter

from support import LAUTER, CliTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOUNS = [f"{a}{b}" for a in ("lam", "boa", "riv", "sto", "tow", "gar", "let", "win") for b in ("per", "ton", "ler", "mer", "din", "sel")]


def human(rng, n=40):
    """Sentences with a long tail of words, in an order that the language keeps."""
    words = []
    while len(words) < n:
        at = min(int(len(NOUNS) * rng.random()**1.5), len(NOUNS) - 1)
        words += ["the", NOUNS[at], "of", NOUNS[(at * 7 + 3) % len(NOUNS)], rng.choice(("stands", "falls", "waits")) + "."]
    return " ".join(words)


def good(rng, text):
    """Nearly the human text: one word in ten is another."""
    return " ".join(rng.choice(NOUNS[:12]) if rng.random() < .1 else w for w in text.split())


def poor(rng, text):
    """The words in any order, and few of them."""
    return " ".join(rng.choice(NOUNS[:6] + ["thing", "very", "it"]) for _ in text.split())


class Curate(CliTest):
    def corpus(self, n=60, seed=1):
        rng = random.Random(seed)
        texts = [human(rng) for _ in range(n)]
        self.put("people.jsonl", [{"id": f"h{i}", "text": t, "pair": i} for i, t in enumerate(texts)])
        self.put("good.jsonl", [{"id": f"g{i}", "text": good(rng, t), "pair": i} for i, t in enumerate(texts)])
        self.put("poor.jsonl", [{"id": f"p{i}", "text": poor(rng, t), "pair": i} for i, t in enumerate(texts)])
        self.put("held.jsonl", [{"text": human(rng)} for _ in range(40)])

    def put(self, name, rows):
        return self.write(name, "".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows))

    def recipe(self, text, name="r.yaml", sources=("people:human", "good:machine", "poor:machine"), extra=""):
        lines = ["sources:"]
        for source in sources:
            file, kind = source.split(":")
            lines.append(f"  - {{name: {file}, inputs: [{self.dir}/{file}.jsonl], kind: {kind}, group_field: pair{extra}}}")
        return self.write(name, "\n".join(lines) + "\n" + text)

    def curate(self, recipe, *arguments, out="out", code=0):
        _, err = self.run_lauter("curate", "--recipe", recipe, "-o", self.dir / out, *arguments, code=code)
        return err

    def rows(self, name):
        data = subprocess.run(["zstd", "-dcq", str(self.dir / name)], capture_output=True, check=True).stdout
        return [json.loads(line) for line in data.decode().splitlines()]

    def data(self, out="out"):
        files = sorted((self.dir / out / "data").iterdir())
        return [row for file in files for row in self.rows(file)]

    def report(self, out="out"):
        return json.loads((self.dir / out / "report.json").read_text())

    def test_every_row_is_accounted_for(self):
        self.corpus()
        self.put("poor.jsonl", [{"id": "p0", "text": "once more the same words here now"}, "{broken", {"id": "p2", "text": ""},
                                {"id": "p3", "text": "once more the same words here now"}, {"id": "p4", "text": "short"}, "[]"])
        self.curate(self.recipe("budget: {words: 1000}\nstrategy: {human: replace, mix: uniform}\ndedup: {near: 0}\n"), code=1)
        report, manifest, data = self.report(), self.rows("out/manifest.jsonl.zst"), self.data()
        rejected = self.rows("out/rejected/rejected.jsonl.zst")
        self.assertEqual(report["rows"]["in"], 126)
        self.assertEqual(report["rows"]["in"], report["rows"]["taken"] + report["rows"]["left_out"])
        self.assertEqual(sum(report["left_out"].values()), report["rows"]["left_out"])
        self.assertEqual(len(manifest), 126)
        states = Counter(row.get("reason", "taken") for row in manifest)
        self.assertEqual(states, Counter(report["left_out"]) + Counter(taken=report["rows"]["taken"]))
        self.assertEqual((states["malformed"], states["empty"], states["exact_duplicate"]), (2, 1, 1))
        self.assertEqual([row["id"] for row in manifest if row.get("reason") == "exact_duplicate"], ["p3"])
        self.assertEqual([row["lauter_row"] for row in rejected], [2, 6])
        # Ranks are those of data/, whose rows are the inputs' bytes.
        ranked = sorted((row for row in manifest if "rank" in row), key=lambda row: row["rank"])
        self.assertEqual([row["rank"] for row in ranked], list(range(1, len(data) + 1)))
        self.assertEqual([row["id"] for row in ranked], [row["id"] for row in data])
        inputs = {line for name in ("good", "poor") for line in (self.dir / f"{name}.jsonl").read_text().splitlines()}
        self.assertTrue(all(json.dumps(row) in inputs for row in data))
        words = sum(len(row["text"].split()) for row in data)
        self.assertEqual(words, report["words"]["taken"])
        self.assertTrue(1000 <= words < 1050, words)

    def test_bytes_do_not_depend_on_threads_or_memory(self):
        self.corpus()
        recipe = self.recipe("strategy: {mix: learnt, select: coverage, human: replace, real_share: .2,\n"
                             "  resample: {by: likeness}}\nbudget: {words: 900}\nproxy: {words: 600, runs: 6, repeats: 2}\n")
        self.curate(recipe, "--threads", "1", out="one")
        self.curate(recipe, "--threads", "4", "--set", "output.memory=100", out="four")
        for name in ("manifest.jsonl.zst", "data/part-00000.jsonl.zst"):
            self.assertEqual((self.dir / "one" / name).read_bytes(), (self.dir / "four" / name).read_bytes(), name)
        one, four = self.report("one"), self.report("four")
        self.assertGreater(four["output"]["sorted_runs"], 5)
        self.assertEqual(one["output"]["sorted_runs"], 0)
        for report in (one, four):
            for key in ("timing", "output", "recipe", "recipe_hash"):
                report.pop(key)
        self.assertEqual(one, four)
        share = sum(s["words_taken"] for s in one["sources"] if s["kind"] == "human") / one["words"]["taken"]
        self.assertAlmostEqual(share, .2, delta=.06)

    def test_a_learnt_mix_prefers_the_better_generator(self):
        self.corpus(n=80)
        recipe = self.recipe(f"strategy: {{mix: learnt, human: replace}}\nbudget: {{words: 1200}}\n"
                             f"proxy: {{words: 1200, runs: 8, repeats: 3, held_out: [{self.dir}/held.jsonl]}}\n")
        self.curate(recipe)
        report = self.report()
        self.assertGreater(report["proxy"]["shares"]["good"], .8, report["proxy"])
        names = [mix["name"] for mix in report["proxy"]["mixes"]]
        self.assertLess(names.index("only good"), names.index("only poor"))
        last = report["curve"][-1]
        self.assertLess(last["chosen_bits"], last["random_bits"])
        page = (self.dir / "out/report.html").read_text()
        self.assertIn("<polyline", page)
        self.assertNotIn("http", page)
        (self.dir / "out/report.html").unlink()
        self.run_lauter("report", self.dir / "out", "--quiet")
        self.assertEqual((self.dir / "out/report.html").read_text(), page)

    def test_a_source_that_suffices_suffices_in_the_small_problem(self):
        """Judges take none of the contents that are not theirs, so that the better generator alone, just enough, can be tried."""
        rng = random.Random(9)
        self.put("people.jsonl", [{"id": f"h{i}", "text": human(rng), "pair": i} for i in range(40)])
        texts = [human(rng) for _ in range(60)]
        self.put("good.jsonl", [{"id": f"g{i}", "text": t, "pair": 100 + i} for i, t in enumerate(texts)])
        self.put("poor.jsonl", [{"id": f"p{i}", "text": poor(rng, t), "pair": 100 + i} for i, t in enumerate(texts)])
        words = sum(len(t.split()) for t in texts)
        self.curate(self.recipe("strategy: {mix: learnt, new_contents_first: true, human: replace}\ndedup: {near: 0}\n"
                                f"budget: {{words: {words}}}\nproxy: {{words: {words}, runs: 6, repeats: 2}}\n"))
        self.assertAlmostEqual(self.report()["proxy"]["shares"]["good"], 1, places=6)
        self.assertEqual({row["id"] for row in self.data()}, {f"g{i}" for i in range(60)})

    def test_a_preference_within_contents_is_of_all_sources_together(self):
        """One generator is always the better: on each alone all places are equal, and only together they say something."""
        self.corpus(n=100)
        self.curate(self.recipe("strategy: {resample: {by: likeness}, human: replace}\ndedup: {near: 0}\nbudget: {words: 1500}\n"
                                "proxy: {words: 1500, repeats: 3}\n"))
        kinds = Counter(row["id"][0] for row in self.data())
        self.assertGreater(kinds["g"], 4 * kinds["p"], self.report()["proxy"])
        names = {of["source"]: of["chosen"]["name"] for of in self.report()["proxy"]["preferences"]}
        self.assertEqual(names["good"], names["poor"])

    def test_preferences_learn_their_sign(self):
        """Half of a generator's texts are word salad: what is more like human text is preferred, with + and with - as the axis."""
        rng = random.Random(5)
        texts = [human(rng) for _ in range(120)]
        self.put("people.jsonl", [{"id": f"h{i}", "text": t, "pair": i} for i, t in enumerate(texts)])
        self.put("mixed.jsonl", [{"id": f"{'gp'[i % 2]}{i}", "text": (good, poor)[i % 2](rng, t), "pair": i} for i, t in enumerate(texts)])
        for axis in ("likeness", "surprise"):
            self.curate(self.recipe(f"strategy: {{resample: {{by: {axis}}}, compare: source, human: replace}}\nbudget: {{words: 1500}}\n"
                                    "proxy: {words: 1500, repeats: 3}\n", sources=("people:human", "mixed:machine")), out=axis)
            kinds = Counter(row["id"][0] for row in self.data(axis))
            self.assertGreater(kinds["g"], 1.5 * kinds["p"], (axis, kinds, self.report(axis)["proxy"]))
        # Nothing to learn from equal texts: random order stays.
        self.put("mixed.jsonl", [{"id": f"g{i}", "text": t, "pair": i} for i, t in enumerate(human(rng) for _ in range(120))])
        self.curate(self.recipe("strategy: {resample: {by: likeness, sign: '-'}, compare: source, human: replace}\nbudget: {words: 1500}\n"
                                "proxy: {words: 1500, repeats: 3}\n", sources=("people:human", "mixed:machine")), out="equal")
        chosen = self.report("equal")["proxy"]["preferences"][0]
        self.assertLessEqual(chosen["chosen"]["bits"], chosen["random"]["bits"])

    def test_the_detector_is_a_likeness(self):
        """An own detector's log odds order the texts; without human sources, too."""
        rng = random.Random(6)
        texts = [human(rng) for _ in range(90)]
        rows = [{"id": f"{kind}{i}", "text": make(rng, t), "pair": i, "source": kind} for i, t in enumerate(texts)
                for kind, make in (("human", lambda _, t: t), ("bot", poor))]
        self.put("train.jsonl", rows[:120])
        self.run_lauter("curate", "train-detector", "train.jsonl", "--group-field", "pair", "-o", "own.bin")
        self.put("mixed.jsonl", rows[120:] + [{"id": "short", "text": "no", "pair": 1000}])
        recipe = self.recipe("scores: {likeness: detector, detector: own.bin}\nstrategy: {select: likeness, compare: source}\n"
                             "budget: {rows: 30}\noutput: {curve: false}\n", sources=("mixed:unknown",))
        self.curate(recipe)
        self.assertGreaterEqual(Counter(row["source"] for row in self.data())["human"], 28)
        manifest = {row["id"]: row["scores"] for row in self.rows("out/manifest.jsonl.zst")}
        self.assertEqual(manifest.pop("short"), {})
        out, _ = self.run_lauter("score", "mixed.jsonl", "--metrics", "ai_likeness", "--detector", "own.bin")
        for row in map(json.loads, out.splitlines()[:-1]):
            self.assertAlmostEqual(1 / (1 + math.exp(manifest[row["id"]]["likeness"])), row["scores"]["ai_likeness"], delta=1e-4)
        self.assertIn("own.bin", self.run_lauter("curate", "--recipe", recipe, "--set", "scores.detector=none.bin/own.bin", "-o", "b", code=2)[1])
        self.assertFalse((self.dir / "b").exists())
        self.assertIn("is for `likeness: detector`", self.curate(recipe, "--set", "scores.likeness=lm", code=2))

    def test_the_guard_shuffles_what_sorts_for_the_worse(self):
        """High surprise first is word salad first: random order stays, and is said to. Human-like first is kept."""
        rng = random.Random(8)
        texts = [human(rng) for _ in range(160)]
        self.put("people.jsonl", [{"id": f"h{i}", "text": t, "pair": i} for i, t in enumerate(texts)])
        self.put("mixed.jsonl", [{"id": f"{'gp'[i % 2]}{i}", "text": (good, poor)[i % 2](rng, t), "pair": i} for i, t in enumerate(texts)])
        base = "strategy: {select: %s, compare: source, human: replace, guard: %s}\nbudget: {words: 1500}\nproxy: {words: 1500}\n"
        salad = {}
        for select, guard in (("surprise", "true"), ("surprise", "false"), ("likeness", "true")):
            out = f"{select}-{guard}"
            err = self.curate(self.recipe(base % (select, guard), sources=("people:human", "mixed:machine")), out=out)
            kinds = Counter(row["id"][0] for row in self.data(out))
            salad[out] = kinds["p"] / (kinds["p"] + kinds["g"])
            proxy = self.report(out)["proxy"]
            self.assertEqual("the order is random" in err, out == "surprise-true")
            if guard == "false":
                self.assertIsNone(proxy["guard"])
                continue
            self.assertEqual(proxy["guard"]["kept"], select == "likeness", proxy)
            self.assertEqual(proxy["preferences"][0]["chosen"]["name"] == "random", select == "surprise", proxy)
            self.assertIn("strategy.guard", (self.dir / out / "report.html").read_text())
        self.assertGreater(salad["surprise-false"], .9)
        self.assertTrue(.3 < salad["surprise-true"] < .7, salad)
        self.assertLess(salad["likeness-true"], .2)

    def test_one_odd_text_hides_no_gain_from_the_guard(self):
        """Marks that people write often, in one poor text: whichever draws have it look good, by chance; there must be draws enough."""
        rng = random.Random(8)
        texts = [human(rng) for _ in range(300)]
        odd = " zq" * 12
        self.put("people.jsonl", [{"id": f"h{i}", "text": t + odd * (i % 6 == 0), "pair": i} for i, t in enumerate(texts)])
        self.put("mixed.jsonl", [{"id": f"m{i}", "text": (good, poor)[i % 2](rng, t) + odd * (i == 1), "pair": i} for i, t in enumerate(texts)])
        self.curate(self.recipe("strategy: {select: likeness, compare: source, human: replace}\nbudget: {words: 3750}\nproxy: {words: 3750}\n",
                                sources=("people:human", "mixed:machine")))
        guard = self.report()["proxy"]["guard"]
        self.assertTrue(guard["kept"])
        self.assertAlmostEqual(guard["gain"]["bits"], guard["random"]["bits"] - guard["chosen"]["bits"], places=9)
        # Whom the judges are hangs on chance, too: the doubt is more than that of the draws.
        self.assertGreater(guard["gain"]["error"], guard["chosen"]["error"])

    def test_a_killed_run_goes_on(self):
        """Killed while it learns, by a held-out file that is a pipe nobody writes to: nothing is there under a final name, and --resume
        comes to the bytes of an undisturbed run, from the scores that were there."""
        self.corpus(n=40)
        held = self.dir / "held.jsonl"
        bytes_of_held = held.read_bytes()
        recipe = self.recipe("strategy: {select: likeness, mix: learnt, human: replace}\nbudget: {words: 800}\n"
                             f"proxy: {{words: 800, runs: 4, held_out: [{held}]}}\n")
        self.curate(recipe, out="whole")
        held.unlink()
        os.mkfifo(held)
        run = subprocess.Popen([LAUTER, "curate", "--recipe", recipe, "-o", "out", "--quiet"], cwd=self.dir)
        for _ in range(3000):
            if (self.dir / "out/state/scored").exists():
                break
            time.sleep(.01)
        run.kill()
        run.wait()
        self.assertEqual([p.name for p in (self.dir / "out").rglob("*") if p.is_file() and p.name != ".lauter.lock"], ["scored"])
        held.unlink()
        held.write_bytes(bytes_of_held)
        self.assertIn("not empty", self.curate(recipe, code=2))
        self.assertIn("not those of the run", self.curate(recipe, "--resume", "--set", "seed=5", code=2))
        for resumed in ("first", "of an ended run"):
            self.curate(recipe, "--resume")
            for name in ("manifest.jsonl.zst", "data/part-00000.jsonl.zst"):
                self.assertEqual((self.dir / "out" / name).read_bytes(), (self.dir / "whole" / name).read_bytes(), (resumed, name))
        whole, report = self.report("whole"), self.report()
        self.assertEqual((whole.pop("timing")["resumed"], report.pop("timing")["resumed"]), (False, True))
        self.assertEqual(whole, report)
        self.assertFalse((self.dir / "out/state").exists())
        self.curate(recipe, "--resume", out="new")  # nothing was begun: as without it
        self.assertEqual((self.dir / "new/manifest.jsonl.zst").read_bytes(), (self.dir / "whole/manifest.jsonl.zst").read_bytes())
        # A state that is damaged is not gone on from.
        (self.dir / "out/report.json").unlink()
        self.write("out/state/scored", "{}\n12345678")
        self.assertIn("is damaged", self.curate(recipe, "--resume", code=2))

    def test_near_duplicates_share_a_group_and_pairs_do(self):
        rng = random.Random(3)
        words = ["".join(rng.choice("abcdefgh") for _ in range(3)) for _ in range(200)]
        near = words[:100] + ["other"] + words[101:]
        self.put("people.jsonl", [{"id": "a", "text": " ".join(words), "pair": 1}, {"id": "c", "text": human(rng), "pair": 2}])
        self.put("good.jsonl", [{"id": "b", "text": " ".join(near), "pair": 3}, {"id": "d", "text": human(rng), "pair": 2}])
        for least, reasons in (("0.7", {"b": "near_duplicate"}), ("0", {})):
            self.curate(self.recipe(f"dedup: {{near: {least}}}\noutput: {{curve: false}}\n", sources=("people:human", "good:machine")),
                        "--overwrite")
            rows = {row["id"]: row for row in self.rows("out/manifest.jsonl.zst")}
            self.assertEqual({i: row["reason"] for i, row in rows.items() if "reason" in row}, reasons)
            self.assertEqual(rows["a"]["group"], rows["b"]["group"])
            self.assertEqual(rows["c"]["group"], rows["d"]["group"])
            self.assertNotEqual(rows["a"]["group"], rows["c"]["group"])

    def test_all_human_text_weighs_where_nothing_is_judged(self):
        """Each human text has words of its own; what shares them is covered first, whichever fold the human text is in.

        Salad stands three times, shared words twice (the human text is a candidate, too): by the candidates' own
        frequencies alone, which is all that is known of a human text's words if it does not weigh, salad comes first."""
        words = lambda kind, i: " ".join(f"{kind}{'abcdefghij'[i // 10]}{'abcdefghij'[i % 10]}{c}" for c in "klmnop")
        self.put("people.jsonl", [{"id": f"h{i}", "text": words("h", i), "pair": i} for i in range(40)])
        self.put("good.jsonl", [{"id": f"g{i}", "text": words("h", i), "pair": 100 + i} for i in range(40)])
        self.put("poor.jsonl", [{"id": f"p{i}", "text": words("x", i % 40), "pair": 200 + i} for i in range(120)])
        self.curate(self.recipe("strategy: {select: coverage, guard: false, human: replace}\ndedup: {exact: false, near: 0}\n"
                                "budget: {words: 240}\noutput: {curve: false}\n"))
        self.assertEqual({row["id"] for row in self.data()}, {f"g{i}" for i in range(40)})

    def test_quality_from_references_is_a_probability_with_reasons(self):
        rng = random.Random(4)
        rows = []
        for i in range(120):
            source = f"In {1900 + i} the {rng.choice(NOUNS)} of Mr. {rng.choice(NOUNS).title()} cost {rng.randrange(10, 99)} crowns."
            bad = i % 3 == 0
            text = f"there is nothing at all to say of {rng.choice(NOUNS)} and {rng.choice(NOUNS)} {i}" if bad else source.replace("cost", "did cost")
            rows.append({"id": f"{'bg'[not bad]}{i}", "text": text, "src": source, "ref": source, "pair": i})
        self.put("good.jsonl", rows)
        self.curate(self.recipe("dedup: {near: 0}\nscores: {quality: true, bad_below_chrf: 50}\nstrategy: {select: quality}\nbudget: {rows: 70}\n"
                                "output: {curve: false}\n", sources=("good:machine",), extra=", source_field: src, reference_field: ref"))
        self.assertEqual({row["id"][0] for row in self.data()}, {"g"})
        for row in self.rows("out/manifest.jsonl.zst"):
            self.assertEqual(row["scores"]["p_bad"] > .5, row["id"][0] == "b", row)
            if row["id"][0] == "b":
                self.assertIn("numbers_lost", row["reasons"])
        self.assertEqual(self.report()["quality"]["bad"], 40)

    def test_in_pass_order_and_budget_are_apart(self):
        self.corpus()
        base = "strategy: {select: likeness, order: likeness, direction: %s, cycles: 3, human: replace}\nbudget: {rows: 30}\n"
        sets = []
        for direction in ("ascending", "descending", "cyclic"):
            self.curate(self.recipe(base % direction), out=direction)
            rows = sorted((r for r in self.rows(f"{direction}/manifest.jsonl.zst") if "rank" in r), key=lambda r: r["rank"])
            likeness = [row["scores"]["likeness"] for row in rows]
            sets.append({row["id"] for row in rows})
            if direction == "ascending":
                self.assertEqual(likeness, sorted(likeness))
            elif direction == "descending":
                self.assertEqual(likeness, sorted(likeness, reverse=True))
            else:
                self.assertEqual(sum(a > b for a, b in zip(likeness, likeness[1:])), 2)
        self.assertEqual(sets[0], sets[1])
        self.assertEqual(sets[0], sets[2])

    def test_weights_in_place_of_texts(self):
        self.corpus()
        self.curate(self.recipe("strategy: {mix: weights, resample: {by: likeness, sign: '+', shape: 2}, human: replace}\n"
                                "dedup: {near: 0}\noutput: {format: weights}\n"))
        rows = self.rows("out/weights.jsonl.zst")
        self.assertEqual(len(rows), 120)
        self.assertAlmostEqual(sum(row["weight"] for row in rows) / len(rows), 1, places=3)
        weights = [row["weight"] for row in rows]
        self.assertAlmostEqual(max(weights) / min(weights), 7.389, places=2)  # e^2: the better one of two, and the other
        self.assertFalse((self.dir / "out/data").exists())

    def test_the_example_runs(self):
        self.curate(ROOT / "examples/recipes/mix.yaml", "--quiet", "--set", "proxy.runs=6", code=0)
        report = self.report()
        self.assertGreater(report["proxy"]["shares"]["plain"], report["proxy"]["shares"].get("worn", 0))
        self.assertLess(report["curve"][-1]["chosen_bits"], report["curve"][-1]["random_bits"])

    def test_refusals(self):
        self.corpus(n=4)
        recipe = self.recipe("output: {curve: false}\n")
        self.curate(recipe)
        self.assertIn("not empty", self.curate(recipe, code=2))
        before = (self.dir / "out/data/part-00000.jsonl.zst").read_bytes()
        self.curate(recipe, "--overwrite")
        self.assertEqual((self.dir / "out/data/part-00000.jsonl.zst").read_bytes(), before)
        inside = self.write("out/data/more.jsonl", '{"text":"a"}\n')
        bad = self.write("inside.yaml", f"sources: [{{name: a, inputs: [{inside}]}}]\n")
        self.assertIn("would replace it", self.curate(bad, "--overwrite", code=2))
        for text, words in (
                ("sourcs: []\n", 'did you mean "sources"?'),
                ("sources: []\n", "at least one"),
                ("sources: [{inputs: [x.jsonl]}]\n", "needs a `name`"),
                ("sources: [{name: a, inputs: [x.jsonl], kind: humn}]\n", 'did you mean "human"?'),
                ("sources: [{name: a, inputs: ['-']}]\n", "read only once"),
                ("sources: [{name: a, inputs: [x.jsonl]}, {name: a, inputs: [y.jsonl]}]\n", "two are called"),
                ("sources: [{name: a, inputs: [x.jsonl]}]\nstrategy:\n  mx: learnt\n", 'r2.yaml:3:3: strategy: unknown key "mx"'),
                ("sources: [{name: a, inputs: [x.jsonl]}]\nstrategy: {real_share: 2}\n", "from 0 to 1"),
                ("sources: [{name: a, inputs: [x.jsonl]}]\nstrategy: {select: likeness}\n", "need a source of kind human"),
                ("sources: [{name: a, inputs: [x.jsonl]}]\nbudget: {words: 1, rows: 1}\n", "not both"),
                ("sources: [{name: a, inputs: [missing.jsonl]}]\n", "source a")):
            err = self.curate(self.write("r2.yaml", text), out="none", code=2)
            self.assertIn(words, err)
            self.assertFalse((self.dir / "none").exists())
        self.assertIn("--recipe", self.run_lauter("curate", "-o", self.dir / "none", code=2)[1])


if __name__ == "__main__":
    unittest.main()
