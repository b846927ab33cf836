#!/usr/bin/env python3
"""What docs/COMPATIBILITY.md promises of files of 0.1.0, which `make` had that program write: recipes, plain and sealed logs, runs, programs."""
import json
import os
import pathlib
import re
import shutil
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from support import CliTest  # noqa: E402

OLD = HERE / "0.1.0"


class Compat(CliTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(OLD, self.dir, dirs_exist_ok=True)
        (self.dir / "key").chmod(0o600)
        self.raw = [line for line in (self.dir / "rows.jsonl").read_bytes().splitlines(True)]

    def one_line(self, *args, says):
        """Refused in one clear line."""
        err = self.run_lauter(*args, code=2)[1]
        self.assert_one_line(err)
        self.assertRegex(err, says)

    def test_recipes(self):
        """Each recipe that 0.1.0 printed or a user wrote for it is read, and what it printed says all that it is."""
        for recipe in sorted(self.dir.glob("*.yaml")):
            with self.subTest(recipe=recipe.name):
                first = self.run_lauter("recipe", "show", recipe)[0]
                again = self.dir / f"again-{recipe.name}"
                again.write_text(first)
                self.assertEqual(self.run_lauter("recipe", "show", again)[0], first)

    def test_recipe_runs(self):
        """The rows of before.yaml are found by its rules and changed by its operators."""
        self.run_lauter("refine", "rows.jsonl", "-o", "now", "--recipe", "before.yaml", "--key-file", "key", "--model", "none", code=1)
        before = [json.loads(line) for line in (self.dir / "sealed/data/rows.jsonl").read_bytes().splitlines()]
        now = [json.loads(line) for line in (self.dir / "now/data/rows.jsonl").read_bytes().splitlines()]
        self.assertEqual([row.get("id") for row in now], [row.get("id") for row in before])
        self.assertIn("[STONE", now[1]["text"])
        # Of the same key the same hash and mask.
        mail = re.search(r"write to (\S+) or call ([^.]*)", before[0]["text"]).groups()
        self.assertEqual(re.search(r"write to (\S+) or call ([^.]*)", now[0]["text"]).groups(), mail)

    def test_sealed_log_is_undone(self):
        self.run_lauter("apply", "--invert", "--programs", "sealed/edits", "sealed/data/rows.jsonl", "--key-file", "key", "-o", "back")
        self.assertEqual((self.dir / "back/data/rows.jsonl").read_bytes().splitlines(True), self.raw[:5])

    def test_plain_log_holds_no_originals(self):
        """Each edited row is held back, with the reason."""
        self.run_lauter("apply", "--invert", "--programs", "plain/edits", "plain/data/rows.jsonl", "--key-file", "key", "-o", "back", code=1)
        self.assertEqual((self.dir / "back/data/rows.jsonl").read_bytes(), self.raw[1])
        held = [json.loads(line) for line in (self.dir / "back/rejected/rows.jsonl").read_bytes().splitlines()]
        self.assertEqual(len(held), 4)
        for row in held:
            self.assertRegex(row["lauter_reason"], "original")

    def test_logs_and_programs_are_executed(self):
        (self.dir / "good").mkdir()
        (self.dir / "good/rows.jsonl").write_bytes(b"".join(self.raw[:5]))
        for programs in ("plain/edits", "programs.jsonl"):
            with self.subTest(programs=programs):
                out = self.run_lauter("apply", "--programs", programs, "good/rows.jsonl", "--key-file", "key", "-o", "-", "--quiet")[0]
                self.assertEqual(out, (self.dir / "plain/data/rows.jsonl").read_text())

    def test_finished_runs_verify(self):
        for run in ("plain", "sealed"):
            with self.subTest(run=run):
                self.run_lauter("report", run)
                self.run_lauter("verify", run, "--inputs", "rows.jsonl", "--key-file", "key", "--quiet")
                data = self.dir / run / "data/rows.jsonl"
                data.write_bytes(data.read_bytes().replace(b"paper", b"piper"))
                self.run_lauter("verify", run, "--key-file", "key", "--quiet", code=1)

    def test_report(self):
        self.assertIn("finished", self.run_lauter("status", "plain")[0])
        self.run_lauter("report", "plain")
        page = (self.dir / "plain/report.html").read_text()
        self.assertIn("0.1.0", page)
        self.assertIn("EMAIL_ADDRESS", page)

    def test_a_stopped_run_is_not_taken_up(self):
        many = self.dir / "many.jsonl"
        many.write_text("".join(json.dumps({"id": f"m{i}", "text": f"Write to a{i}@tarquell-mail.net. " * 20}) + "\n" for i in range(200_000)))
        header = json.loads((self.dir / "stopped.jsonl").read_text().splitlines()[0])
        self.assertEqual(header["inputs"][0]["size"], many.stat().st_size)
        # The clock of std::filesystem begins in 2174.
        changed = int(header["inputs"][0]["changed"]) + 6437664000 * 10**9
        os.utime(many, ns=(changed, changed))
        state = self.dir / "stopped/state"
        state.mkdir(parents=True)
        shutil.copy(self.dir / "stopped.jsonl", state / "journal.jsonl.part")
        self.one_line("refine", "many.jsonl", "-o", "stopped", "--key-file", "key", "--model", "none", "--resume", "--quiet",
                      says="the version of lauter is not that of the run")
        # As it was: 0.1.0 itself can still finish it.
        self.assertEqual((state / "journal.jsonl.part").read_bytes(), (self.dir / "stopped.jsonl").read_bytes())

    def test_a_plan_is_not_worked_on(self):
        self.one_line("task", "planned", "--task", "0", says=r"was planned by lauter 0\.1\.0, and this is ")


if __name__ == "__main__":
    unittest.main()
