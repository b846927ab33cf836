"""The step `llm` when things go wrong: servers that misbehave, kills, interrupts, budgets.

    ROWS=10000 python3 tests/cli/llm/llm_faults_test.py Faults        # the release check
"""

import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from llm_support import NAME, LlmTest, Stub
from support import LAUTER, tree_digest

ROWS = int(os.environ.get("ROWS", "1500"))


class Faults(LlmTest):
    """Every row is accounted for, whatever the server does."""

    def test_every_kind_of_fault(self):
        texts = self.corpus(ROWS, sentences=3)
        with Stub(self.dir, "--fault-rate", "0.2", "--faults", "all", "--seed", "5", "--drip-ms", "500") as stub:
            begin = time.monotonic()
            recipe = self.recipe(stub, "scope: all", endpoint="give_up_after_s: 60")
            self.refine(recipe, "out", "--threads", "2")
            seconds = time.monotonic() - begin
            served = stub.stats()
        report = self.report("out")
        kept, held = self.texts("out"), self.texts("out", "rejected")
        self.assertEqual(kept.keys() | held.keys(), texts.keys())
        self.assertEqual(kept.keys() & held.keys(), set())
        self.assertEqual(report["rows"]["in"], ROWS)
        self.assertEqual(report["rows"]["rejected"], len(held))
        self.assertTrue(report["complete"])
        for key, text in kept.items():
            self.assertNotRegex(text, NAME, "passed unverified")
            self.assertTrue(text.strip(), "blanked")
            if not re.search(NAME, texts[key]):
                self.assertEqual(text, texts[key])
        for key, text in held.items():
            self.assertEqual(text, texts[key], "a held back row is untouched")
        faults = sum(served["faults"].values())
        self.assertGreater(faults, 0.15 * ROWS)
        print(f"{ROWS} rows, {served['requests']} requests, {faults} faults of {len(served['faults'])} kinds, "
              f"{len(held)} held back {report['reject_reasons']}, {served['max_in_flight']} in flight, {seconds:.0f} s")
        self.assertLess(len(held), 0.05 * ROWS)

    def test_a_dead_server_stops_the_run_before_it_begins(self):
        self.corpus(20)
        start = time.monotonic()
        err = self.refine(self.recipe("http://127.0.0.1:9/v1"), "out", code=2)[1]
        self.assertLess(time.monotonic() - start, 20)
        self.assert_one_line(err, "endpoint main", "http://127.0.0.1:9/v1", "does not answer", "nothing was begun")
        self.assertFalse((self.dir / "out").exists())

    def test_a_dead_server_beside_one_that_answers_is_said(self):
        self.corpus(20)
        with Stub(self.dir) as stub:
            recipe = self.recipe("http://127.0.0.1:9/v1", "scope: all")
            text = (self.dir / recipe).read_text().rstrip("\n")
            self.write("r.yaml", f'{text}\n  other: {{base_url: "{stub.url}", model: stub}}\n')
            _, err = self.refine("r.yaml", "out")
        self.assertEqual(self.report("out")["rows"]["rejected"], 0, err)
        self.assert_one_line(err, "endpoint main", "goes on without it")

    def test_a_server_that_only_fails_holds_everything_back(self):
        self.corpus(20)
        with Stub(self.dir, "--fault-rate", "1", "--faults", "server_error") as stub:
            recipe = self.recipe(stub, "scope: all", endpoint="give_up_after_s: 2")
            self.write("r.yaml", (self.dir / recipe).read_text().replace("retries: 8, ", "retries: 0, "))
            self.refine("r.yaml", "out", code=1)
        self.assertEqual(self.report("out")["rows"], {"in": 20, "kept": 0, "edited": 0, "rejected": 20})
        self.assertTrue(all(reason.startswith("llm: ") for reason in self.report("out")["reject_reasons"]))

    def test_bytes_do_not_depend_on_threads(self):
        self.corpus(400)
        with Stub(self.dir, "--fault-rate", "0.2", "--faults", "all", "--seed", "3", "--drip-ms", "300") as stub:
            recipe = self.recipe(stub, "scope: all", more="llm: {record: said.jsonl}")
            self.refine(recipe, "recorded", "--threads", "3")
        replay = self.recipe("http://127.0.0.1:9/v1", "scope: all", more="llm: {replay: said.jsonl}")
        for threads in (1, 4):
            self.refine(replay, f"t{threads}", "--threads", threads)
        self.assertEqual(tree_digest(self.dir / "t1"), tree_digest(self.dir / "t4"))
        self.assertEqual(self.texts("t1"), self.texts("recorded"))


class Stops(LlmTest):
    def test_kill_and_resume_pays_nothing_twice(self):
        """Only what is on its way when the process dies can be asked again: nobody can know its answer."""
        self.corpus(3000, sentences=3)
        most = 20  # in flight
        n_kills = int(os.environ.get("KILLS", "5"))
        with Stub(self.dir) as stub:
            self.refine(self.recipe(stub, "scope: all"), "whole", code=0)
            one_run = stub.stats()["requests"]
        with Stub(self.dir, "--latency-ms", "5") as stub:
            recipe = self.recipe(stub, "scope: all", in_flight=most)
            flags, kills = [], 0
            for target in sorted(random.Random(7).sample(range(300, 2700), n_kills)):
                with subprocess.Popen([LAUTER, "refine", "--model", "none", "in.jsonl", "--recipe", "./" + recipe,
                                       "-o", "out", "-q", "--key-file", "key", *flags], cwd=self.dir) as process:
                    while stub.stats()["requests"] < target and process.poll() is None:
                        time.sleep(0.002)
                    process.kill()
                    kills += process.wait() == -signal.SIGKILL
                flags = ["--resume"]
            self.refine(recipe, "out", "--resume", code=0)
            served = stub.stats()
        cached = self.report("out")["llm"]["cached"]
        print(f"{kills} kills of one run: {served['requests']} requests for {one_run}, {served['paid_again']} of them on their "
              f"way at a kill; {cached} replies came from the cache")
        self.assertGreaterEqual(kills, .8 * n_kills)
        self.assertGreater(cached, 100)
        self.assertLessEqual(served["paid_again"], kills * most)
        self.assertEqual(tree_digest(self.dir / "out", ("data",)), tree_digest(self.dir / "whole", ("data",)))

    def test_a_server_that_knows_idempotency_keys_is_paid_once(self):
        """What was on its way at the kill comes from the server's memory; nothing at all is paid twice."""
        self.corpus(1200, sentences=3)
        with Stub(self.dir, "--latency-ms", "30", "--idempotent", "1") as stub:
            recipe = self.recipe(stub, "scope: all", in_flight=100)
            flags = []
            for target in (150, 500, 900):
                with subprocess.Popen([LAUTER, "refine", "--model", "none", "in.jsonl", "--recipe", "./" + recipe,
                                       "-o", "out", "-q", "--key-file", "key", *flags], cwd=self.dir) as process:
                    while stub.stats()["ok"] < target and process.poll() is None:
                        time.sleep(0.002)
                    process.kill()
                flags = ["--resume"]
            self.refine(recipe, "out", "--resume", code=0)
            served = stub.stats()
        self.assertGreater(served["replayed"], 0)
        self.assertEqual((served["ok"], served["paid_again"]), (1200, 0))

    def test_an_interrupt_leaves_nothing_half_done(self):
        self.corpus(2000, sentences=3)
        with Stub(self.dir, "--latency-ms", "200") as stub:
            recipe = self.recipe(stub, "scope: all", endpoint="requests_per_minute: 60000")
            command = [LAUTER, "refine", "--model", "none", "in.jsonl", "--recipe", "./" + recipe, "-o", "out", "-q",
                       "--key-file", "key"]
            with subprocess.Popen(command, cwd=self.dir) as process:
                time.sleep(0.4)
                process.send_signal(signal.SIGINT)
                self.assertEqual(process.wait(timeout=20), 130)
            self.refine(recipe, "out", "--resume", code=0)
            self.assertLessEqual(stub.stats()["paid_again"], 200)  # those on their way
        self.assertEqual(self.report("out")["rows"]["rejected"], 0)


class Budget(LlmTest):
    def test_limits_hold(self):
        self.corpus(300)
        for limit, figure in (("requests: 100", "requests"), ("tokens: 60000", "tokens"), ("money: 0.05", "money")):
            with self.subTest(limit), Stub(self.dir, "--fault-rate", "0.1") as stub:
                recipe = self.recipe(stub, "scope: all", more=f"budget: {{{limit}}}",
                                     endpoint="price_per_million_input: 1, price_per_million_output: 2")
                out = figure
                self.refine(recipe, out, code=1)
                served = stub.stats()
                spent = {"requests": served["requests"], "tokens": served["input_tokens"] + served["output_tokens"],
                         "money": (served["input_tokens"] + 2 * served["output_tokens"]) / 1e6}
                self.assertLessEqual(spent[figure], float(limit.split()[1]))
                report = self.report(out)
                self.assertGreater(report["reject_reasons"].get("llm: budget", 0), 0)
                self.assertGreater(report["rows"]["edited"], 0)
                self.assertLessEqual(report["budget_used"][figure], float(limit.split()[1]))
                llm = report["llm"]
                self.assertAlmostEqual(llm["money_per_million_source_tokens"],
                                       1e6 * llm["money"] / (llm["source_bytes"] / 4), places=3)
                self.assertAlmostEqual(llm["money"], (llm["input_tokens"] + 2 * llm["output_tokens"]) / 1e6, places=9)

    def test_keep_local(self):
        texts = self.corpus(200)
        with Stub(self.dir) as stub:
            recipe = self.recipe(stub, "scope: all, on_budget: keep-local", more="budget: {requests: 50}",
                                 before="  - {use: anonymize, model: none}\n")
            self.refine(recipe, "out", code=0)
        report = self.report("out")
        self.assertEqual(report["rows"]["rejected"], 0)
        self.assertEqual(report["llm"]["rows_kept_local"], 150)
        after = self.texts("out")
        self.assertEqual(after.keys(), texts.keys())

    def test_resume_does_not_begin_a_new_budget(self):
        self.corpus(1500, sentences=3)
        with Stub(self.dir, "--latency-ms", "50") as stub:
            recipe = self.recipe(stub, "scope: all", more="budget: {requests: 700}")
            command = [LAUTER, "refine", "--model", "none", "in.jsonl", "--recipe", "./" + recipe, "-o", "out", "-q",
                       "--key-file", "key"]
            with subprocess.Popen(command, cwd=self.dir) as process:
                time.sleep(0.3)
                process.kill()
            self.refine(recipe, "out", "--resume", code=1)
            self.assertLessEqual(stub.stats()["requests"], 700)

    def test_dry_run_sends_nothing_and_is_right(self):
        self.corpus(2500, sentences=5)
        with Stub(self.dir) as stub:
            recipe = self.recipe(stub, endpoint="price_per_million_input: 1, requests_per_minute: 600, api_key_env: NOT_SET")
            said, _ = self.run_lauter("refine", "in.jsonl", "--recipe", "./" + recipe, "--dry-run", "-q")
            _, table = self.run_lauter("refine", "in.jsonl", "--recipe", "./" + recipe, "--dry-run")
            self.assertRegex(table, r"minutes at caps +\d")
            self.assertNotRegex(table, r"[a-z]\d")
            self.assertEqual(stub.stats()["requests"], 0)
            self.assertEqual([p.name for p in self.dir.iterdir() if p.name == "out"], [])
            estimate = json.loads(said)
            recipe = self.recipe(stub)
            self.refine(recipe, "out", code=0)
            served = stub.stats()
        self.assertEqual((estimate["rows"], estimate["rows_sampled"]), (2500, 1000))
        for name_, actual in (("requests", served["requests"]), ("input_tokens", served["input_tokens"])):
            low, high = estimate[name_]["low"], estimate[name_]["high"]
            slack = 0.03 * actual  # the interval holds 95 of 100 times
            self.assertTrue(low - slack <= actual <= high + slack, (name_, estimate[name_], actual))
        self.assertAlmostEqual(estimate["minutes"]["estimate"], served["requests"] / 600, delta=0.1 * served["requests"] / 600 + 0.1)


if __name__ == "__main__":
    unittest.main()
