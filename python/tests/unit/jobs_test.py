"""Runs over files: the bytes of the command line, and a folder that can be read again."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

from support import CANARY, KEY, MAIL

import lauter


class Files(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dir = Path(folder.name)
        self.input = self.dir / "in.jsonl"
        rows = [{"id": f"r{i}", "text": f"{i} to u{i}@corp-example.com" if i % 2 else "nothing"} for i in range(50)]
        self.input.write_text("".join(json.dumps(row) + "\n" for row in rows) + '{"id": "bad"}\n')

    def run_files(self, out: str, **options: object) -> lauter.Run:
        return lauter.refine_files(self.input, self.dir / out, key=KEY, model="none", **options)  # type: ignore[arg-type]

    def test_the_bytes_of_the_command_line_and_of_a_batch(self) -> None:
        run = self.run_files("out", threads=2)
        (self.dir / "key").write_text(KEY.secret().hex())
        (self.dir / "key").chmod(0o600)
        command = [sys.executable, "-m", "lauter", "refine", str(self.input), "-o", str(self.dir / "cli"), "-k", str(self.dir / "key"), "--model", "none", "-q"]
        self.assertEqual(subprocess.run(command, cwd="/", check=False).returncode, 1)
        for name in ("data/in.jsonl", "rejected/in.jsonl", "edits/in.jsonl.zst"):
            self.assertEqual((self.dir / "out" / name).read_bytes(), (self.dir / "cli" / name).read_bytes(), name)
        texts = [json.loads(line) for line in (self.dir / "out/data/in.jsonl").read_text().splitlines()]
        originals = [json.loads(line) for line in self.input.read_text().splitlines()[:50]]
        batch = lauter.Engine(key=KEY, model="none").refine_batch([row["text"] for row in originals], ids=[row["id"] for row in originals])
        self.assertEqual([row["text"] for row in texts], batch.texts)
        self.assertEqual((run.counts.rows, run.counts.edited, run.counts.rejected), (51, 25, 1))
        self.assertEqual(run.counts.labels, batch.counts.labels)
        self.assertEqual(run.counts.reasons, {"field": 1})

    def test_what_a_run_left(self) -> None:
        run = self.run_files("out", set={"surrogates.default": "mask"})
        self.assertEqual([row["id"] for row in run.rejected()], ["bad"])
        self.assertTrue(Path(run.report_path).exists())
        self.assertEqual(lauter.Run(run.out).counts, run.counts)
        for view in (repr(run), run._repr_html_()):
            self.assertIn("51", view)
        logs = list(run.edits())
        self.assertEqual((len(logs), logs[1].state, logs[1].program[0]["with"][:2]), (51, "edited", "**"))

    def test_lists_of_a_recipe_that_is_no_file(self) -> None:
        (self.dir / "deny.txt").write_text("nothing\n")
        here = os.getcwd()
        self.addCleanup(os.chdir, here)
        os.chdir(self.dir)
        recipe = {"steps": [{"use": "anonymize"}], "deny": [{"file": "deny.txt", "label": "VOID"}]}
        run = self.run_files("out", recipe=recipe, allow=["u1@corp-example.com"])
        self.assertEqual(dict(run.counts.labels), {"EMAIL_ADDRESS": 24, "VOID": 25})
        self.assertIn("1 to u1@corp-example.com", (self.dir / "out/data/in.jsonl").read_text())

    def test_one_file_and_the_folder_beside_it(self) -> None:
        whole = self.run_files("out")
        run = self.run_files("one.jsonl")
        self.assertEqual((self.dir / "one.jsonl").read_bytes(), (self.dir / "out/data/in.jsonl").read_bytes())
        self.assertEqual(run.counts, whole.counts)
        self.assertEqual([row["id"] for row in lauter.Run(self.dir / "one.jsonl").rejected()], ["bad"])

    def test_recipes_keys_and_fields(self) -> None:
        self.input.write_text(json.dumps({"doc": {"body": f"to {MAIL}"}}) + "\n")
        recipe = {"steps": [{"use": "anonymize"}], "surrogates": {"default": "placeholder"}}
        run = lauter.refine_files(self.input, self.dir / "out", recipe, key=b"0123456789abcdef", model="none", fields="doc.body")
        self.assertEqual(json.loads((self.dir / "out/data/in.jsonl").read_text()), {"doc": {"body": "to [EMAIL_ADDRESS_1]"}})
        self.assertEqual(run.report["key_id"], lauter.Key.from_bytes(b"0123456789abcdef").id)
        self.assertFalse((self.dir / "out.key").exists())

    def test_fields_and_roles_are_those_of_the_command_line(self) -> None:
        rows = [
            {"id": i, "n": i, "messages": [{"role": "user", "content": f"{i} to {MAIL}"}, {"role": "assistant", "content": MAIL}], "title": MAIL}
            for i in range(3)
        ]
        self.input.write_text("".join(json.dumps(row) + "\n" for row in rows))
        (self.dir / "key").write_text(KEY.secret().hex())
        (self.dir / "key").chmod(0o600)
        for number, (options, flags) in enumerate(
            (
                ({"fields": "messages[].content"}, ["--fields", "messages[].content"]),
                ({"fields": ["title", "messages[].content"]}, ["--fields", "title,messages[].content"]),
                ({"fields": "auto", "roles": ["user"]}, ["--roles", "user"]),
            )
        ):
            with self.subTest(options):
                run = self.run_files(f"out{number}", **options)  # type: ignore[arg-type]
                command = [sys.executable, "-m", "lauter", "refine", str(self.input), "-o", str(self.dir / f"cli{number}"), *flags]
                command += ["-k", str(self.dir / "key"), "--model", "none", "-q"]
                self.assertEqual(subprocess.run(command, check=False).returncode, 0)
                for name in ("data/in.jsonl", "edits/in.jsonl.zst"):
                    mine, theirs = (self.dir / f"{place}{number}" / name for place in ("out", "cli"))
                    self.assertEqual(mine.read_bytes(), theirs.read_bytes(), name)
                self.assertEqual(run.counts.edited, 3)
        (refined, *_) = [json.loads(line) for line in (self.dir / "out2/data/in.jsonl").read_text().splitlines()]
        self.assertEqual(refined["messages"][1]["content"], MAIL)
        engine_rows, _ = lauter.Engine(key=KEY, model="none").refine_rows(rows, "messages[].content", ids=[0, 1, 2])
        self.assertEqual(engine_rows, [json.loads(line) for line in (self.dir / "out0/data/in.jsonl").read_text().splitlines()])
        for wrong in ({"fields": ["a,b", "c"]}, {"fields": "messages[]..x"}):
            with self.assertRaises(lauter.FieldError):
                self.run_files("other", **wrong)  # type: ignore[arg-type]
        with self.assertRaises(TypeError):
            self.run_files("other", roles="user")

    def test_a_card_has_figures_and_no_value(self) -> None:
        run = self.run_files("out")
        card = run.card()
        self.assertTrue(card.startswith("---\nconfigs:\n- config_name: default\n  data_files: data/**\n---\n"), card)
        self.assertIn("51 rows came in: 25 kept, 25 edited, 1 rejected", card)
        self.assertIn("| EMAIL_ADDRESS | 25 |", card)
        self.assertNotIn("corp-example", card)

    def test_errors(self) -> None:
        with self.assertRaises(lauter.InputError):
            lauter.refine_files(self.dir / "none.jsonl", self.dir / "out", key=KEY)
        with self.assertRaises(lauter.RecipeError):
            self.run_files("out", set={"verify.round": 1})
        self.run_files("out")
        with self.assertRaises(lauter.LauterError):  # Not empty.
            self.run_files("out")
        self.run_files("out", overwrite=True)
        with self.assertRaises(lauter.InputError):
            lauter.Run(self.dir)

    def test_progress_and_interruption(self) -> None:
        self.input.write_text("".join(json.dumps({"id": i, "text": f"{i} {CANARY} " * 40}) + "\n" for i in range(20_000)))
        timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        with self.assertRaisesRegex(lauter.Interrupted, "resume=True"):
            self.run_files("out")
        timer.join()
        seen: list[lauter.Progress] = []
        whole = self.run_files("whole", progress=seen.append)
        rows = [progress.rows for progress in seen]
        self.assertEqual(rows, sorted(rows))
        self.assertTrue(0 < rows[-1] <= 20_000, rows)
        self.run_files("out", resume=True)
        self.assertEqual((self.dir / "out/data/in.jsonl").read_bytes(), (self.dir / "whole/data/in.jsonl").read_bytes())
        self.assertEqual(whole.counts.rows, 20_000)


class CommandLine(unittest.TestCase):
    def test_module(self) -> None:
        printed = subprocess.run([sys.executable, "-m", "lauter", "--version"], capture_output=True, text=True, check=True, cwd="/")
        self.assertEqual(printed.stdout.strip(), f"lauter {lauter.__version__}")


if __name__ == "__main__":
    unittest.main()
