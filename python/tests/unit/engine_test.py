"""Engine: options, threads, ids, pickling, sharing, and what stays the same."""
from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from pathlib import Path
from unittest import mock

from support import KEY, LONE, MAIL, engine

import lauter
from lauter import _threads
from lauter import engine as engine_module


def in_child(code: str, **environment: str) -> str:
    """What a fresh Python prints."""
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, env={**os.environ, **environment}, cwd="/", check=False
    )
    if result.returncode:
        raise AssertionError(result.stderr)
    return result.stdout.strip()


class Options(unittest.TestCase):
    def labels(self, text: str, **options: object) -> list[str]:
        return [span.label for span in engine(**options).find(text)]

    def test_enable_and_disable(self) -> None:
        text = f"{MAIL} and https://user:hunter22secret@corp-example.com/x from 52.17.3.4"
        everything = self.labels(text)
        self.assertIn("EMAIL_ADDRESS", everything)
        self.assertEqual(self.labels(text, enable=["EMAIL_ADDRESS"]), ["EMAIL_ADDRESS"])
        self.assertNotIn("EMAIL_ADDRESS", self.labels(text, disable=["EMAIL_ADDRESS"]))

    def test_enable_reaches_the_step_of_a_longer_recipe(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "mine.yaml")
            path.write_text("steps:\n  - use: c4\n    min_num_sentences: 0\n  - use: anonymize\n")
            e = lauter.Engine(path, key=KEY, model="none", disable=["EMAIL_ADDRESS"])
        self.assertEqual(e.find(MAIL), [])
        enabled = e.recipe.show()["steps"][1]["categories"]["enable"]
        self.assertIn("PHONE_NUMBER", enabled)
        self.assertNotIn("EMAIL_ADDRESS", enabled)
        with self.assertRaisesRegex(lauter.RecipeError, "the recipe filters has none"):
            lauter.Engine("filters", key=KEY, min_score=0.5)

    def test_operators_set_and_min_score(self) -> None:
        self.assertNotIn("@", str(engine(operators={"EMAIL_ADDRESS": "remove"}).refine(f"to {MAIL}.")))
        self.assertEqual(str(engine(set={"surrogates.default": "placeholder"}).refine(f"to {MAIL}.")), "to [EMAIL_ADDRESS_1].")
        self.assertEqual(self.labels(MAIL, min_score=1.0), [])

    def test_words_of_ones_own(self) -> None:
        text = f"Bluebird: {MAIL}, ann@corp-example.com, T-17"
        deny = {"PROJECT": ["Bluebird"], "EMAIL": ["ann@corp-example.com"]}
        refined = engine(allow=[MAIL], deny=deny, operators={"PROJECT": "mask", "EMAIL": "placeholder"}).refine(text)
        self.assertEqual(str(refined), f"********: {MAIL}, [EMAIL_ADDRESS_1], T-17")
        self.assertEqual([edit.rule for edit in refined.edits], ["deny", "deny"])
        recipe = {"steps": [{"use": "anonymize"}], "allow": [{"pattern": r"[\w.]+@corp-example\.com"}], "deny": ["Bluebird"]}
        more = engine(recipe=recipe, deny=[{"label": "TICKET", "pattern": r"T-\d+"}]).refine(text)
        self.assertEqual(str(more), f"[DENIED_1]: {MAIL}, ann@corp-example.com, [TICKET_1]")
        self.assertEqual(self.labels(text, min_score={"EMAIL": 1, "default": 0.5}), [])
        with self.assertRaises(lauter.RecipeError) as caught:
            engine(allow=["Bluebird"], deny=["bluebird"])
        self.assertNotIn("bluebird", str(caught.exception).lower())
        with self.assertRaises(TypeError):
            engine(deny={"PROJECT": "Bluebird"})

    def test_lists_in_files_are_found_from_their_recipe(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "deny.txt").write_text("Bluebird\n")
            path = Path(folder, "mine.yaml")
            path.write_text("steps: [{use: anonymize}]\ndeny: {file: deny.txt}\n")
            e = engine(recipe=path)
            self.assertEqual(str(e.refine("on Bluebird")), "on [DENIED_1]")
            self.assertEqual(pickle.loads(pickle.dumps(e)).hash, e.hash)
            before = e.hash
            Path(folder, "deny.txt").write_text("Bluebird\nRedbird\n")
            self.assertNotEqual(engine(recipe=lauter.Recipe.load(path)).hash, before)

    def test_recipes_of_every_form_agree(self) -> None:
        yaml = "name: x\nsteps:\n  - use: anonymize\nsurrogates: {default: mask}\n"
        mapping = {"name": "x", "steps": [{"use": "anonymize"}], "surrogates": {"default": "mask"}}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "x.yaml")
            path.write_text(yaml)
            forms = [path, str(path), lauter.Recipe.from_yaml(yaml), mapping, lauter.Recipe.from_yaml("name: x\nsteps: [{use: anonymize}]").override({"surrogates.default": "mask"})]
            hashes = {lauter.Engine(form, key=KEY, model="none").hash for form in forms}
        self.assertEqual(len(hashes), 1)

    def test_a_file_has_the_hash_of_the_command_line(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "mine.yaml")
            path.write_text("steps:\n  - use: anonymize\n")
            command = [sys.executable, "-m", "lauter", "recipe", "show", "--json", str(path)]
            shown = subprocess.run(command, capture_output=True, text=True, cwd="/", check=True)
            self.assertEqual(lauter.Engine(path, key=KEY)._about()["recipe_hash"], shown.stderr.split()[-1])
            self.assertEqual(lauter.Recipe.load(path).show(), json.loads(shown.stdout))
            path.write_text("steps:\n  - use: anonymize\n    min_skore: 1\n")
            with self.assertRaises(lauter.RecipeError) as caught:
                lauter.Engine(path, key=KEY)
            self.assertEqual((caught.exception.file, caught.exception.line), (str(path), 3))

    def test_builtin_names_are_those_of_the_command_line(self) -> None:
        listed = in_child("import sys, lauter.__main__ as m; sys.argv[1:] = ['recipe', 'list']; sys.exit(m.main())")
        self.assertEqual(tuple(line.split()[0] for line in listed.splitlines()), lauter.recipes.BUILTIN)


class Rows(unittest.TestCase):
    def test_results_depend_on_nothing_but_text_key_and_id(self) -> None:
        texts = [f"On 3 March 2021 patient {i} wrote to u{i}@corp-example.com" for i in range(200)]
        e = engine()
        all_at_once = e.refine_batch(texts, threads=1).texts
        self.assertEqual(all_at_once, e.refine_batch(texts, threads=4).texts)
        self.assertEqual(all_at_once[::-1], e.refine_batch(texts[::-1]).texts)
        self.assertEqual(all_at_once, [e.refine(text).text for text in texts])

    def test_an_id_names_the_row(self) -> None:
        e = engine()
        self.assertEqual(e.refine("nothing", id="row-7").id, "row-7")
        self.assertEqual([row.id for row in e.refine_batch(["a", "b"], ids=[1, "two"])], ["1", "two"])
        self.assertEqual(e.refine("same").id, e.refine("same").id)

    def test_kept_texts_are_the_same_objects(self) -> None:
        texts = ["nothing ".join("ab"), f"mail {MAIL}", None]
        batch = engine().refine_batch(texts)
        self.assertEqual(batch.states, ["kept", "edited", "null"])
        self.assertIs(batch.texts[0], texts[0])
        self.assertIsNone(batch.texts[2])

    def test_a_rejected_text_never_comes_back(self) -> None:
        e = engine()
        batch = e.refine_batch(["fine", LONE, None])
        self.assertEqual(batch.states, ["kept", "rejected", "null"])
        self.assertEqual(batch.texts, ["fine", None, None])
        self.assertEqual(batch.counts.reasons, {"encoding": 1})
        dropped = e.refine_batch(["fine", LONE, f"to {MAIL}"], on_rejected="drop")
        self.assertEqual((dropped.states, len(dropped.texts), dropped.counts.rejected), (["kept", "edited"], 2, 1))
        self.assertEqual([row.text for row in dropped], dropped.texts)
        with self.assertRaises(lauter.RejectedError) as caught:
            e.refine_batch(["fine", LONE], on_rejected="raise")
        self.assertEqual([row[0] for row in caught.exception.rows], [1])
        with self.assertRaises(lauter.RejectedError):
            str(batch[1])
        with self.assertRaises(lauter.RejectedError):
            e.find(LONE)

    def test_apply(self) -> None:
        text = f"Zoë's mail: {MAIL}, really"
        refined = engine().refine(text)
        self.assertEqual(engine().apply(text, refined.edits), refined.text)
        self.assertEqual(engine().apply(text, refined.program()), refined.text)
        self.assertEqual(engine().apply(text, [lauter.Edit(0, 3, "Ada")])[:5], "Ada's")
        with self.assertRaises(ValueError):
            engine().apply("short", refined.program())

    def test_calls_keep_no_engine_of_other_options(self) -> None:
        text = f"to {MAIL}"
        masked = lauter.refine(text, key=KEY, model="none", set={"surrogates.default": "mask"})
        plain = lauter.refine(text, key=KEY, model="none")
        self.assertNotEqual(masked.text, plain.text)
        for i in range(20):
            lauter.refine(text, key=bytes([i]) * 16, model="none")
        self.assertLessEqual(len(engine_module._handles), engine_module._KEPT_ENGINES)
        self.assertEqual(lauter.refine(text, key=KEY, model="none").text, plain.text)


class Streams(unittest.TestCase):
    def test_strings_and_dicts_in_batches(self) -> None:
        texts = [f"{i} to u{i}@corp-example.com" for i in range(25)] + [LONE]
        options = {"key": KEY, "model": "none", "batch_size": 7}
        strings = list(lauter.iter_refined(iter(texts), **options))
        self.assertEqual(strings, engine().refine_batch(texts).texts)
        rows = list(lauter.iter_refined(({"text": text, "n": i} for i, text in enumerate(texts)), **options))
        self.assertEqual(rows, [{"text": text, "n": i} for i, text in enumerate(strings)])
        self.assertEqual(len(list(lauter.iter_refined(iter(texts), on_rejected="drop", **options))), 25)

    def test_errors_come_at_once(self) -> None:
        with self.assertRaises(lauter.RecipeError):
            lauter.iter_refined([], "no-such-recipe", key=KEY)
        with self.assertRaisesRegex(lauter.FieldError, "no row has the field body; a row has: id, text"):
            list(lauter.iter_refined([{"id": 1, "text": "x"}], key=KEY, model="none", fields="body"))


class Processes(unittest.TestCase):
    def test_pickle_is_short_and_the_same_in_every_process(self) -> None:
        data = pickle.dumps(engine(set={"surrogates.default": "mask"}))
        again = pickle.loads(data)
        self.assertEqual(pickle.dumps(again), data)
        self.assertEqual(again, engine(set={"surrogates.default": "mask"}))
        self.assertEqual(again.refine(f"to {MAIL}").text, engine(set={"surrogates.default": "mask"}).refine(f"to {MAIL}").text)
        code = f"""
            import lauter, pickle
            e = lauter.Engine(key=lauter.Key.example(), model="none", set={{"surrogates.default": "mask"}})
            print(pickle.dumps(e).hex(), e.hash)"""
        self.assertEqual(in_child(code, PYTHONHASHSEED="1"), in_child(code, PYTHONHASHSEED="2"))
        self.assertEqual(in_child(code).split(), [data.hex(), again.hash])

    def test_copies_share_one_handle(self) -> None:
        e = engine()
        self.assertIs(pickle.loads(pickle.dumps(e))._engine(), e._engine())

    def test_a_random_key_is_not_pickled(self) -> None:
        with mock.patch.dict(os.environ):
            os.environ.pop("LAUTER_KEY_FILE", None)
            with self.assertRaisesRegex(lauter.KeyProblem, "this is a random key; give key="):
                pickle.dumps(lauter.Engine(model="none"))

    def test_after_fork(self) -> None:
        e = engine()
        expected = e.refine(f"to {MAIL}").text
        read, write = os.pipe()
        if (pid := os.fork()) == 0:
            text = e.refine(f"to {MAIL}").text or ""
            os.write(write, f"{_threads.default_threads()} {text}".encode())
            os._exit(0)
        os.waitpid(pid, 0)
        self.assertEqual(os.read(read, 1000).decode(), f"1 {expected}")
        os.close(read)
        os.close(write)

    def test_threads_share_an_engine(self) -> None:
        e = engine()
        texts = [f"{i} to u{i}@corp-example.com" for i in range(300)]
        expected = e.refine_batch(texts).texts
        results: list[object] = []
        threads = [threading.Thread(target=lambda: results.append(e.refine_batch(texts).texts)) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [expected] * 16)

    def test_threads_by_default(self) -> None:
        with mock.patch.dict(os.environ):
            os.environ.pop("LAUTER_THREADS", None)
            os.environ.pop("OMP_NUM_THREADS", None)
            self.assertEqual(_threads.default_threads(), _threads.available_cpus())
            os.environ["OMP_NUM_THREADS"] = "3"
            self.assertEqual(_threads.default_threads(), 3)
            os.environ["LAUTER_THREADS"] = "5"
            self.assertEqual(_threads.default_threads(), 5)
        pool = "import multiprocessing as m, lauter._threads as t\nif __name__ == '__main__':\n    print(m.get_context('spawn').Pool(1).apply(t.default_threads))"
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "main.py").write_text(pool)
            clean = {name: value for name, value in os.environ.items() if name not in ("LAUTER_THREADS", "OMP_NUM_THREADS")}
            printed = subprocess.run([sys.executable, f"{folder}/main.py"], capture_output=True, text=True, env=clean, cwd="/", check=True)
        self.assertEqual(printed.stdout.strip(), "1")


class Manners(unittest.TestCase):
    def test_import_loads_no_framework_and_is_quick(self) -> None:
        code = """
            import sys, time
            start = time.perf_counter()
            import lauter
            seconds = time.perf_counter() - start
            heavy = {"pyarrow", "pandas", "polars", "duckdb", "numpy", "json", "logging", "tempfile"} & set(sys.modules)
            print(sorted(heavy), seconds < 0.25)"""
        here = {**os.environ, "PYTHONPATH": str(Path(lauter.__file__).parents[1])}  # -S: nothing that an environment's .pth files load
        clean = subprocess.run([sys.executable, "-S", "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd="/", env=here, check=True)
        self.assertEqual(clean.stdout.strip(), "[] True")  # 80 ms on a quiet machine; this one may be busy.

    def test_doctor_says_what_the_command_says(self) -> None:
        said = subprocess.run([sys.executable, "-m", "lauter", "doctor"], capture_output=True, text=True, check=True).stdout
        doctor = lauter.doctor()
        self.assertEqual(doctor["lauter"], lauter.__version__)
        for name, words in doctor.items():
            self.assertIn(f"{name:18}{words}", said)
            self.assertIn(words, repr(doctor))
        self.assertIn("<td>features</td>", doctor._repr_html_())
        with self.assertRaises(lauter.RecipeError):
            lauter.doctor("anonimize")

    def test_a_table_function_is_a_call_of_refine_table(self) -> None:
        one = lauter.Engine(key=KEY, model="none")
        rows = [{"body": f"to {MAIL}"}, {"body": "nothing"}]
        function = pickle.loads(pickle.dumps(one.table_fn("body", state_column="state")))
        self.assertEqual(function(rows), one.refine_table(rows, "body", state_column="state"))

    def test_every_public_name_is_there(self) -> None:
        for name in lauter.__all__:
            self.assertIsNotNone(getattr(lauter, name), name)
            self.assertIn(name, dir(lauter))
        with self.assertRaises(AttributeError):
            lauter.no_such_name

    def test_a_processor_without_avx2_is_refused(self) -> None:
        opened = mock.mock_open(read_data="processor : 0\nflags : fpu sse4_2 bmi1 bmi2 fma f16c abm movbe\n")
        with mock.patch("builtins.open", opened), self.assertRaisesRegex(lauter.UnsupportedCpu, "lacks avx2, and there is no build for it"):
            lauter._cpu.check()


if __name__ == "__main__":
    unittest.main()
