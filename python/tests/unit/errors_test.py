"""Errors: their classes, what they say, and that none says a value of a text."""
from __future__ import annotations

import logging
import pickle
import traceback
import unittest
import warnings
from collections.abc import Callable
from typing import Any

from support import CANARY, KEY, LONE, engine

import lauter


class Classes(unittest.TestCase):
    def test_recipe_errors_name_place_and_nearest_key(self) -> None:
        with self.assertRaises(lauter.RecipeError) as caught:
            lauter.Engine(lauter.Recipe.from_yaml("steps:\n  - use: anonymize\n    min_skore: 0.5\n"), key=KEY)
        self.assertIn('"min_score"', str(caught.exception))
        self.assertEqual(caught.exception.line, 3)
        for wrong in (
            {"recipe": "anonimize"},
            {"model": "none", "set": {"verify.round": 1}},
            {"model": "none", "disable": ["EMIAL"]},
            {"model": "none", "operators": {"EMAIL_ADDRESS": "eat"}},
        ):
            with self.assertRaises(lauter.RecipeError, msg=str(wrong)):
                lauter.Engine(key=KEY, **wrong)  # type: ignore[arg-type]

    def test_each_is_what_a_caller_expects(self) -> None:
        with self.assertRaises(FileNotFoundError.__base__):
            lauter.Engine("./no-such.yaml", key=KEY)
        with self.assertRaises(LookupError):
            engine(model="enormous")
        with self.assertRaises(KeyError):
            engine().refine_row({"a": 1})
        with self.assertRaises(TypeError):
            engine().refine_batch("one text")
        with self.assertRaises(TypeError):
            engine().refine(b"bytes")  # type: ignore[arg-type]
        with self.assertRaises(ValueError):
            engine().refine_batch(["x"], on_rejected="original")  # type: ignore[arg-type]

    def test_errors_survive_pickling(self) -> None:
        error = lauter.RejectedError("message", [(1, "id", "reason")])
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((str(again), again.rows), ("message", [(1, "id", "reason")]))
        self.assertEqual(str(pickle.loads(pickle.dumps(lauter.FieldError("no field")))), "no field")
        self.assertEqual(pickle.loads(pickle.dumps(lauter.RecipeError("f.yaml:3:4: wrong"))).column, 4)


class Canary(unittest.TestCase):
    """Runs every way to fail with a value in the text, and looks for it in messages, arguments, tracebacks, logs and warnings."""

    def fails(self) -> list[Callable[[], Any]]:
        e = engine()
        program = e.refine(f"to {CANARY}").program()
        refinex = engine(operators={"EMAIL_ADDRESS": "remove"}).refine(f"to {CANARY}").program("refinex")
        return [
            lambda: e.refine_batch([LONE], on_rejected="raise"),
            lambda: e.find(LONE),
            lambda: str(e.refine(LONE)),
            lambda: e.refine_row({"text": LONE}),
            lambda: e.refine_row({"text": {"a": CANARY}}),
            lambda: e.refine_row({"text": [{"type": "odd", "text": CANARY}]}),
            lambda: e.refine_row({"other": CANARY}),
            lambda: e.refine_table([{"other": CANARY}]),
            lambda: list(lauter.iter_refined([{"other": CANARY}], key=KEY)),
            lambda: list(lauter.iter_refined([LONE], key=KEY, model="none", on_rejected="raise")),
            lambda: e.refine_batch([CANARY, 7]),  # type: ignore[list-item]
            lambda: e.refine_batch([CANARY, [CANARY]]),  # type: ignore[list-item]
            lambda: e.refine_batch([CANARY], ids=["a", "b"]),
            lambda: e.refine_batch(CANARY),
            lambda: e.refine_batch({"text": CANARY}),  # type: ignore[arg-type]
            lambda: e.refine_table(CANARY),
            lambda: e.apply(f"a {CANARY}", "no program"),
            lambda: e.apply("x", program),
            lambda: e.apply("x", refinex, "refinex"),
            lambda: e.apply(CANARY, [lauter.Edit(0, 99, CANARY)]),
            lambda: e.apply(CANARY, [lauter.Edit(0, 5, CANARY), lauter.Edit(3, 7, CANARY)]),
            lambda: e.refine(CANARY).program("poetry"),  # type: ignore[arg-type]
            lambda: e.refine_batch([CANARY]).text_array("int"),  # type: ignore[arg-type]
            lambda: pickle.dumps(e.refine_batch([CANARY])),
        ]

    def test_no_value_in_any_message(self) -> None:
        heard: list[str] = []

        class Listener(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                heard.append(self.format(record))

        listener = Listener()
        logging.getLogger().addHandler(listener)
        self.addCleanup(logging.getLogger().removeHandler, listener)
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            for number, fail in enumerate(self.fails()):
                with self.subTest(number=number), self.assertRaises((lauter.LauterError, ValueError, TypeError, IndexError)) as caught:
                    fail()
                error = caught.exception
                said = [str(error), repr(error), repr(error.args), repr(getattr(error, "rows", "")), repr(error.__cause__), repr(error.__context__)]
                said += [line for line in traceback.format_exception_only(type(error), error)]
                for words in said:
                    self.assertNotIn("canary", words.lower(), f"way {number}")
        for words in [*heard, *(str(warning.message) for warning in warned)]:
            self.assertNotIn("canary", words.lower())


if __name__ == "__main__":
    unittest.main()
