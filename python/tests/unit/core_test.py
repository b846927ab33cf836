"""The glue: what goes in by lists and by Arrow, what comes out, and how it behaves beside other threads and signals.

  PYTHONPATH=build/release/python python3 python/tests/unit/core_test.py
"""
from __future__ import annotations

import ctypes
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
import unittest
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lauter import _core



def optional(name: str) -> Any:
    """The module, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


pyarrow = optional("pyarrow")
pandas = optional("pandas")

KEY = bytes(range(32))
CONFIG = '{"recipe": "anonymize", "model": "none"}'
MAIL = "Mail bob.smith@corp.com today"
CANARY = "canary.zq@corp.com"
SANITIZED = "libasan" in os.environ.get("LD_PRELOAD", "")


def some(text: str | None) -> str:
    assert text is not None
    return text


def engine() -> _core.Engine:
    return _core.Engine(CONFIG, KEY)


def resident_kb() -> int:
    """Memory of this process, in kB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


def in_child(code: str, **more: Any) -> subprocess.Popen[str]:
    """Runs `code` with `engine` of CONFIG made, in a Python of its own."""
    head = f"from lauter import _core\nengine = _core.Engine({CONFIG!r}, {KEY!r})\n"
    return subprocess.Popen([sys.executable, "-c", head + textwrap.dedent(code)], text=True, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **more)


# ---- an exporter by hand: libc and ctypes, so that Arrow is tested where no library of Arrow is ----

class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


RELEASE_SCHEMA = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
RELEASE_ARRAY = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
RELEASE_STREAM = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
GET_SCHEMA = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
GET_NEXT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
LAST_ERROR = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(Stream))
POINTER = ctypes.c_void_p

Schema._fields_ = [("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
                   ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64), ("children", POINTER),
                   ("dictionary", POINTER), ("release", RELEASE_SCHEMA), ("private_data", POINTER)]
Array._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
                  ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", POINTER),
                  ("children", POINTER), ("dictionary", POINTER), ("release", RELEASE_ARRAY), ("private_data", POINTER)]
Stream._fields_ = [("get_schema", GET_SCHEMA), ("get_next", GET_NEXT), ("get_last_error", LAST_ERROR),
                   ("release", RELEASE_STREAM), ("private_data", POINTER)]

new_capsule = ctypes.pythonapi.PyCapsule_New
new_capsule.restype = ctypes.py_object
new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
capsule_pointer.restype = ctypes.c_void_p
capsule_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]


class Exporter:
    """Chunks of texts as Arrow utf8, by `__arrow_c_array__` of the first or `__arrow_c_stream__` of all. `released` counts
    what the consumer gave back."""

    def __init__(self, *chunks: list[str | None], format: bytes = b"u", error: int = 0) -> None:
        self.chunks = chunks
        self.format = format
        self.error = error
        self.released = {"schema": 0, "array": 0, "stream": 0}
        self.kept: list[Any] = []

    def schema(self, out: Schema) -> None:
        def release(schema: Any) -> None:
            self.released["schema"] += 1
            schema.contents.release = RELEASE_SCHEMA()
        callback = RELEASE_SCHEMA(release)
        self.kept.append(callback)
        out.format, out.flags, out.release = self.format, 2, callback

    def array(self, texts: list[str | None], out: Array) -> None:
        data = b"".join((t or "").encode() for t in texts)
        ends = [0]
        for text in texts:
            ends.append(ends[-1] + len((text or "").encode()))
        offsets = (ctypes.c_int32 * len(ends))(*ends)
        valid = bytearray(len(texts) // 8 + 1)
        for i, text in enumerate(texts):
            valid[i // 8] |= (text is not None) << i % 8
        bits = ctypes.create_string_buffer(bytes(valid))
        values = ctypes.create_string_buffer(data)
        buffers = (POINTER * 3)(ctypes.addressof(bits), ctypes.addressof(offsets), ctypes.addressof(values))

        def release(array: Any) -> None:
            self.released["array"] += 1
            ctypes.memset(values, 0x21, len(values))
            array.contents.release = RELEASE_ARRAY()
        callback = RELEASE_ARRAY(release)
        self.kept += [offsets, bits, values, buffers, callback]
        out.length, out.null_count, out.n_buffers = len(texts), texts.count(None), 3
        out.buffers, out.release = ctypes.addressof(buffers), callback


class ArrayExporter(Exporter):
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
        schema, array = Schema(), Array()
        self.schema(schema)
        self.array(self.chunks[0], array)
        self.kept += [schema, array]
        return (new_capsule(ctypes.addressof(schema), b"arrow_schema", None),
                new_capsule(ctypes.addressof(array), b"arrow_array", None))


class StreamExporter(Exporter):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        left = list(self.chunks)

        def get_schema(_: Any, out: Any) -> int:
            self.schema(out.contents)
            return 0

        def get_next(_: Any, out: Any) -> int:
            if left:
                self.array(left.pop(0), out.contents)
                return 0
            out.contents.release = RELEASE_ARRAY()
            return self.error

        def release(out: Any) -> None:
            self.released["stream"] += 1
            out.contents.release = RELEASE_STREAM()
        said = LAST_ERROR(lambda _: f"cannot read {CANARY}".encode())
        stream = Stream(GET_SCHEMA(get_schema), GET_NEXT(get_next), said, RELEASE_STREAM(release), None)
        self.kept.append(stream)
        return new_capsule(ctypes.addressof(stream), b"arrow_array_stream", None)


def utf8_of(capsules: tuple[object, object]) -> list[str | None]:
    """Reads the capsules of a utf8 array, without consuming them."""
    array = Array.from_address(capsule_pointer(capsules[1], b"arrow_array"))
    buffers = (POINTER * 3).from_address(array.buffers)
    offsets = (ctypes.c_int32 * (array.length + 1)).from_address(buffers[1])
    valid = (ctypes.c_uint8 * (array.length // 8 + 1)).from_address(buffers[0]) if buffers[0] else None
    return [None if valid is not None and not valid[i // 8] >> i % 8 & 1
            else ctypes.string_at(buffers[2] + offsets[i], offsets[i + 1] - offsets[i]).decode()
            for i in range(array.length)]


class Lists(unittest.TestCase):
    def test_states_and_texts(self) -> None:
        batch = engine().refine([MAIL, "nothing here", None, ""])
        self.assertEqual(batch.states(), [_core.EDITED, _core.KEPT, _core.NULL, _core.KEPT])
        self.assertEqual(len(batch), 4)
        edited = some(batch.texts()[0])
        self.assertNotIn("bob.smith", edited)
        self.assertRegex(edited, r"^Mail \S+@\S+ today$")
        self.assertEqual(batch.counts(), (4, 2, 1, 0, 1, 1, len(MAIL) + 12))
        self.assertEqual(batch.label_counts(), {"EMAIL_ADDRESS": 1})

    def test_kept_texts_are_the_objects_that_came_in(self) -> None:
        texts = ["plain", "gr\u00fcn \U0001f600", "", MAIL]
        batch = engine().refine(texts)
        for given, back in zip(texts[:3], batch.texts()):
            self.assertIs(given, back)
        for i, text in enumerate(texts):
            self.assertIs(batch.original(i), text)

    def test_a_list_may_change_after_the_call(self) -> None:
        texts = ["nothing here %d" % i for i in range(100)]
        batch = engine().refine(texts)
        expected = list(texts)
        texts[:] = ["changed"] * 100
        self.assertEqual(batch.texts(), expected)

    def test_row(self) -> None:
        batch = engine().refine([MAIL, "quiet"], ids=["a", None])
        state, reason, row_id, first, n, verified, rounds, found, repaired, failed = batch.row(0)
        self.assertEqual((state, reason, row_id, first, n, verified, failed), (_core.EDITED, None, "a", 0, 1, True, ()))
        self.assertEqual((found, repaired), (1, 0))
        self.assertGreaterEqual(rounds, 1)
        self.assertRegex(batch.row(1)[2], "^[0-9a-f]+$")

    def test_edit(self) -> None:
        (edit,) = engine().refine([MAIL]).edits(0)
        start, end, byte_start, byte_end, refined_start, refined_end, text, replacement, label, rule, stage, score, reason = edit
        self.assertEqual(MAIL[start:end], "bob.smith@corp.com")
        self.assertEqual((byte_start, byte_end, text, label), (start, end, 0, "EMAIL_ADDRESS"))
        self.assertEqual(refined_end - refined_start, len(some(replacement)))
        self.assertTrue(rule and stage)
        self.assertTrue(0 < score <= 1)
        self.assertIsInstance(reason, str)

    def test_find_has_no_replacements(self) -> None:
        batch = engine().find([MAIL])
        self.assertEqual(batch.texts(), [MAIL])
        (edit,) = batch.edits(0)
        self.assertEqual((MAIL[edit[0]:edit[1]], edit[7]), ("bob.smith@corp.com", None))

    def test_offsets_behind_an_emoji(self) -> None:
        text = "\U0001f600\u00fc " + MAIL
        value = "bob.smith@corp.com"
        before = text[:text.index(value)]
        units = {_core.OFFSETS_CHAR: len(before), _core.OFFSETS_BYTE: len(before.encode()),
                 _core.OFFSETS_UTF16: len(before.encode("utf-16-le")) // 2}
        self.assertEqual(len(set(units.values())), 3)
        for unit, start in units.items():
            with self.subTest(unit=unit):
                batch = engine().refine([text], offsets=unit)
                (edit,) = batch.edits(0)
                self.assertEqual(edit[:6], (start, start + len(value), len(before.encode()),
                                            len(before.encode()) + len(value), start, start + len(some(edit[7]))))
                self.assertTrue(some(batch.texts()[0]).startswith(before + some(edit[7])))

    def test_lone_surrogates_reject_their_row_only(self) -> None:
        texts = ["bad \ud800 " + CANARY, MAIL, "\U0001f600 fine"]
        batch = engine().refine(texts, ids=["a", "id \udfff", "c"])
        self.assertEqual(batch.states(), [_core.REJECTED, _core.EDITED, _core.KEPT])
        self.assertIsNone(batch.texts()[0])
        self.assertIs(batch.original(0), texts[0])
        self.assertEqual(batch.row(1)[2], "id \udfff")
        reason = some(batch.row(0)[1])
        self.assertTrue(reason)
        self.assertNotIn(CANARY, reason)
        self.assertEqual(batch.edits(0), [])

    def test_rows_of_several_texts(self) -> None:
        texts = ["Ask bob.smith@corp.com", "I did", "Again: bob.smith@corp.com", None]
        batch = engine().refine(texts, rows=[0, 3, 4], ids=["chat", "empty"])
        self.assertEqual(batch.states(), [_core.EDITED, _core.NULL])
        self.assertEqual([batch.row(i)[3:5] for i in range(2)], [(0, 3), (3, 1)])
        first, second = batch.edits(0)
        self.assertEqual([first[6], second[6]], [0, 2])
        self.assertEqual(some(texts[2])[second[0]:second[1]], "bob.smith@corp.com")
        self.assertEqual(first[7], second[7])
        refined = batch.texts()
        self.assertIs(refined[1], texts[1])
        self.assertEqual(refined[2], "Again: " + some(second[7]))

    def test_program_and_apply(self) -> None:
        batch = engine().refine([MAIL])
        program = batch.program(0, "lauter")
        self.assertNotIn("bob.smith", program)
        self.assertEqual(_core.apply(MAIL, batch.program(0, "prox"), "prox"), batch.texts()[0])
        with self.assertRaises(ValueError):
            batch.program(0, "no such")

    def test_threads_and_bytes(self) -> None:
        texts = [f"{i}: mail user{i}@corp.com or call +1 212 555 0{i % 900 + 100}. " + "Some words. " * 40 for i in range(600)]
        self.assertEqual(engine().refine(texts).texts(), engine().refine(texts, threads=4).texts())


class WrongArguments(unittest.TestCase):
    def refuse(self, error: type[Exception], words: str, *args: Any, **kwargs: Any) -> None:
        with self.assertRaisesRegex(error, words) as caught:
            engine().refine(*args, **kwargs)
        self.assertNotIn(CANARY, repr(caught.exception.args))

    def test_texts(self) -> None:
        self.refuse(TypeError, r"give a list", CANARY)
        self.refuse(TypeError, r"texts is bytes", CANARY.encode())
        self.refuse(TypeError, r"texts is int", 7)
        self.refuse(TypeError, r"texts is dict", {CANARY: 1})
        self.refuse(TypeError, r"texts is generator", (t for t in [CANARY]))
        self.refuse(TypeError, r"texts\[1\] is bytes, not str or None", ["a", CANARY.encode()])
        self.refuse(TypeError, r"texts\[0\] is float", [float("nan")])
        self.refuse(TypeError, r"texts\[2\] is dict", ("a", None, {CANARY: 1}))

    def test_the_rest(self) -> None:
        self.refuse(TypeError, r"ids\[0\] is int", ["a"], ids=[5])
        self.refuse(TypeError, r"ids is str", ["a"], ids="a")
        self.refuse(ValueError, r"2 ids for 1 rows", ["a"], ids=["a", "b"])
        self.refuse(ValueError, r"rows", ["a", "b"], rows=[0, 1])
        self.refuse(ValueError, r"rows", ["a", "b"], rows=[0, 3, 2])
        self.refuse(ValueError, r"rows is empty", ["a"], rows=[])
        self.refuse(TypeError, r"str", ["a"], rows=["x", "y"])
        self.refuse(OverflowError, r"", ["a"], rows=[-1, 1])
        self.refuse(TypeError, r"fields is list", ["a"], fields=[{}])
        self.refuse(ValueError, r"threads", ["a"], threads=0)
        self.refuse(ValueError, r"offsets", ["a"], offsets=9)

    def test_engine(self) -> None:
        with self.assertRaises(_core.Error) as caught:
            _core.Engine('{"recipe": "no_such_recipe"}', KEY)
        self.assertEqual(caught.exception.args[0], 2)
        self.assertIn("no_such_recipe", caught.exception.args[1])
        with self.assertRaises(_core.Error) as caught:
            _core.Engine(CONFIG, b"short")
        self.assertEqual(caught.exception.args[0], 3)
        with self.assertRaises(TypeError):
            _core.Engine(CONFIG, "not bytes")  # type: ignore[arg-type]

    def test_index(self) -> None:
        batch = engine().refine(["a", "b"])
        for call in (batch.row, batch.edits, batch.original, lambda i: batch.program(i, "lauter")):
            for index in (-1, 2, 2**40):
                with self.assertRaises(IndexError):
                    call(index)

    def test_apply(self) -> None:
        with self.assertRaisesRegex(ValueError, "lone surrogate") as caught:
            _core.apply(CANARY + "\ud800", "[]", "lauter")
        self.assertNotIn(CANARY, repr(caught.exception.__dict__) + repr(caught.exception.args))
        self.assertIsNone(caught.exception.__context__)

    def test_types_are_closed(self) -> None:
        with self.assertRaises(TypeError):
            _core.Batch()
        with self.assertRaises(TypeError):
            type("Mine", (_core.Engine,), {})
        with self.assertRaises((TypeError, AttributeError)):
            setattr(_core.Batch, "texts", None)


class Arrow(unittest.TestCase):
    TEXTS = [MAIL, None, "", "nothing \U0001f600 here"]

    def test_array(self) -> None:
        given = ArrayExporter(self.TEXTS)
        batch = engine().refine(given)
        self.assertEqual(given.released, {"schema": 1, "array": 0, "stream": 0})
        self.assertEqual(batch.texts(), engine().refine(self.TEXTS).texts())
        self.assertEqual([batch.original(i) for i in range(4)], self.TEXTS)
        del batch
        self.assertEqual(given.released["array"], 1)

    def test_stream(self) -> None:
        given = StreamExporter(self.TEXTS, [], ["two", MAIL])
        batch = engine().refine(given)
        self.assertEqual(given.released, {"schema": 1, "array": 0, "stream": 1})
        self.assertEqual(batch.texts(), engine().refine(self.TEXTS + ["two", MAIL]).texts())
        del batch
        self.assertEqual(given.released["array"], 3)

    def test_a_stream_that_fails_says_so_without_its_words(self) -> None:
        given = StreamExporter(self.TEXTS, error=5)
        with self.assertRaises(_core.Error) as caught:
            engine().refine(given)
        self.assertEqual(caught.exception.args[0], 6)
        self.assertNotIn(CANARY, repr(caught.exception))
        self.assertEqual(given.released, {"schema": 1, "array": 1, "stream": 1})

    def test_other_types_are_refused_and_released(self) -> None:
        for given in (ArrayExporter(self.TEXTS, format=b"l"), StreamExporter(self.TEXTS, format=b"l")):
            with self.assertRaises(_core.Error) as caught:
                engine().refine(given)
            self.assertEqual(caught.exception.args[0], 4)
            self.assertEqual((given.released["schema"], given.released["array"]), (1, 1))

    def test_consumed_capsules_are_refused(self) -> None:
        class Twice:
            def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
                return capsules
        source = ArrayExporter(["a"])
        capsules = source.__arrow_c_array__()
        twice = Twice()
        engine().refine(twice)
        with self.assertRaisesRegex(ValueError, "consumed before"):
            engine().refine(twice)

    def test_no_capsules(self) -> None:
        class Wrong:
            def __init__(self, answer: object) -> None:
                self.answer = answer

            def __arrow_c_array__(self, requested_schema: object | None = None) -> Any:
                if isinstance(self.answer, Exception):
                    raise self.answer
                return self.answer
        for answer, error in ((None, TypeError), ((1, 2), ValueError), (OSError("it broke"), OSError)):
            with self.subTest(answer=answer), self.assertRaises(error):
                engine().refine(Wrong(answer))

    def test_the_result_outlives_the_batch(self) -> None:
        capsules = engine().refine(self.TEXTS).text_array(0)
        self.assertEqual(utf8_of(capsules), engine().refine(self.TEXTS).texts())
        with self.assertRaises(ValueError):
            engine().refine(self.TEXTS).text_array(7)

    @unittest.skipIf(pyarrow is None, "pyarrow is not installed")
    def test_pyarrow(self) -> None:
        pa = pyarrow

        class Capsules:
            def __init__(self, capsules: tuple[object, object]) -> None:
                self.capsules = capsules

            def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]:
                return self.capsules
        expected = engine().refine(self.TEXTS).texts()
        array = pa.array(self.TEXTS)
        inputs = [array, array.cast(pa.large_string()), array.dictionary_encode(), pa.chunked_array([array[:1], array[1:]]),
                  pa.array(["x", *self.TEXTS, "y"])[1:5], array.cast(pa.string_view())]
        for given in inputs:
            with self.subTest(type=given.type):
                self.assertEqual(engine().refine(given).texts(), expected)
        batch = engine().refine(array)
        for type_, wanted in ((0, pa.string()), (1, pa.large_string()), (2, pa.string_view())):
            out = pa.array(Capsules(batch.text_array(type_)))
            out.validate(full=True)
            self.assertEqual((out.type, out.to_pylist()), (wanted, expected))
        table = pa.array(Capsules(batch.table()))
        table.validate(full=True)
        self.assertEqual(table.field("state").to_pylist(), ["edited", "null", "kept", "kept"])
        (edit,) = table.field("edits")[0].as_py()
        self.assertEqual((edit["start"], edit["end"], edit["label"]), (5, 23, "EMAIL_ADDRESS"))
        for bad in (pa.array([1, 2]), pa.array([b"a"]), pa.array([["a"]])):
            with self.subTest(type=bad.type), self.assertRaises(_core.Error) as caught:
                engine().refine(bad)
            self.assertEqual(caught.exception.args[0], 4)
        fields = pa.array([{"lang": "en"}] * 4)
        self.assertEqual(engine().refine(array, fields=fields).texts(), expected)
        with self.assertRaisesRegex(ValueError, "fields of length 4 for 1 rows"):
            engine().refine(["a"], fields=fields)

    @unittest.skipIf(pandas is None, "pandas is not installed")
    def test_pandas(self) -> None:
        pd = pandas
        texts = [MAIL, "quiet", None]
        expected = engine().refine(texts).texts()
        for dtype in (object, "string", "category"):
            with self.subTest(dtype=dtype):
                self.assertEqual(engine().refine(pd.Series(texts, dtype=dtype)).texts(), expected)
        self.assertEqual(engine().refine(pd.Series([MAIL, "quiet", float("nan")], dtype=object)).texts(), expected)
        self.assertEqual(engine().refine(pd.Series([MAIL, "quiet", pd.NA], dtype=object)).texts(), expected)
        self.assertEqual(engine().refine(pd.Series(["\ud800", "quiet"], dtype=object)).states(), [_core.REJECTED, _core.KEPT])
        with self.assertRaisesRegex(TypeError, r"texts\[1\] is int"):
            engine().refine(pd.Series(["a", 5], dtype=object))


class Column:
    """As a pandas column of objects: a sequence with holes that are not None, and no Arrow."""

    def __init__(self, items: list[object]) -> None:
        self.items = items

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, i: int) -> object:
        return self.items[i]

    def __iter__(self) -> Iterator[object]:
        return iter(self.items)


class Columns(unittest.TestCase):
    def test_nan_is_null(self) -> None:
        batch = engine().refine(Column(["quiet", float("nan"), None]))  # type: ignore[arg-type]
        self.assertEqual(batch.states(), [_core.KEPT, _core.NULL, _core.NULL])
        self.assertEqual([batch.original(i) for i in range(3)], ["quiet", None, None])
        with self.assertRaisesRegex(TypeError, r"texts\[0\] is float"):
            engine().refine(Column([1.5]))  # type: ignore[arg-type]


class Lifetimes(unittest.TestCase):
    def test_a_batch_holds_its_engine_and_its_texts_and_lets_go(self) -> None:
        class Text(str):
            pass
        text = Text("nothing here")
        gone = weakref.ref(text)
        batch = engine().refine([text])  # the engine has no other owner
        del text
        self.assertIs(batch.texts()[0], gone())
        self.assertTrue(batch.program(0, "lauter"))
        del batch
        self.assertIsNone(gone())


@unittest.skipIf(SANITIZED, "AddressSanitizer keeps freed memory")
class Memory(unittest.TestCase):
    def test_100000_calls_need_no_more_memory(self) -> None:
        one = engine()

        def calls(n: int) -> None:
            for i in range(n):
                batch = one.refine([MAIL, "gr\u00fcn", None, "\ud800"], ids=["a", None, "c", "d"])
                batch.texts(), batch.row(0), batch.edits(0), batch.counts()
                if i % 10 == 0:
                    batch.text_array(0), batch.table(), batch.program(0, "lauter"), batch.label_counts()
                    try:
                        one.refine(["a", 5])  # type: ignore[list-item]
                    except TypeError:
                        pass
        calls(2000)
        before = resident_kb()
        calls(100_000)
        self.assertLess(resident_kb() - before, 2000)

    def test_engines_need_no_more_memory(self) -> None:
        for _ in range(3):
            engine()
        before = resident_kb()
        for _ in range(20):
            engine().describe()
        self.assertLess(resident_kb() - before, 4000)

    def test_capsules_that_nobody_takes(self) -> None:
        batch = engine().refine([MAIL, None, "quiet"] * 1000)
        batch.text_array(1), batch.table()
        before = resident_kb()
        for _ in range(200):
            batch.text_array(1), batch.table()
        self.assertLess(resident_kb() - before, 4000)

    def test_lists_of_more_than_64_mb_leave_no_utf8_in_their_strings(self) -> None:
        texts = ["\u00fc" * 1_000_000 for _ in range(80)]
        before = resident_kb()
        batch = engine().find(texts)
        self.assertEqual(batch.counts()[6], 160_000_000)
        del batch
        self.assertLess(resident_kb() - before, 100_000)


def long_texts(n: int) -> list[str]:
    return [f"{i}: mail user{i}@corp.com, call +1 212 555 0{i % 900 + 100}, see 10.1.{i % 250}.7. " * 20 for i in range(n)]


class Beside(unittest.TestCase):
    """Signals, threads and forks."""

    def interrupt(self, threads: int, handler: str = "") -> tuple[float, str]:
        """Sends SIGINT into a long call; the seconds until it has ended, and what was printed."""
        child = in_child(f"""
            import signal, sys, time
            {handler}
            texts = [f"{{i}}: mail user{{i}}@corp.com, call +1 212 555 0{{i % 900 + 100}}. " * 20 for i in range(60000)]
            print("start", flush=True)
            try:
                engine.refine(texts, threads={threads})
                print("not stopped")
            except BaseException as e:
                print(type(e).__name__, e, time.monotonic())
            """)
        assert child.stdout is not None
        self.assertEqual(child.stdout.readline(), "start\n")
        time.sleep(0.5)
        sent = time.monotonic()
        child.send_signal(2)
        out, err = child.communicate(timeout=60)
        words = out.split()
        self.assertEqual(err, "")
        self.assertEqual(child.returncode, 0)
        return float(words[-1]) - sent, " ".join(words[:-1])

    def test_interrupt(self) -> None:
        for threads in (1, 2):
            seconds, said = self.interrupt(threads)
            self.assertEqual(said, "KeyboardInterrupt")
            self.assertLess(seconds, 3 if SANITIZED else 0.3)

    def test_what_the_handler_raises_is_raised(self) -> None:
        _, said = self.interrupt(1, "signal.signal(2, lambda *_: int('mine'))")
        self.assertEqual(said, "ValueError invalid literal for int() with base 10: 'mine'")

    def test_another_thread_runs_meanwhile(self) -> None:
        texts = long_texts(12_000)
        done = threading.Event()
        longest = [0.0, 0]

        def count() -> None:
            last = time.monotonic()
            while not done.is_set():
                time.sleep(0.001)
                now = time.monotonic()
                longest[0] = max(longest[0], now - last)
                longest[1] += 1
                last = now
        one = engine()
        counter = threading.Thread(target=count)
        counter.start()
        began = time.monotonic()
        one.refine(texts)
        took = time.monotonic() - began
        done.set()
        counter.join()
        self.assertGreater(took, 0.5)
        self.assertGreater(longest[1], took * 50)
        self.assertLess(longest[0], 0.25)

    def test_16_threads_on_one_engine(self) -> None:
        one, texts = engine(), long_texts(60)
        expected = one.refine(texts).texts()
        results: list[object] = []

        def work() -> None:
            for _ in range(3):
                results.append(one.refine(texts, threads=2).texts() == expected)
        threads = [threading.Thread(target=work) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [True] * 48)

    def test_fork_after_use(self) -> None:
        one, texts = engine(), long_texts(200)
        expected = one.refine(texts, threads=2).texts()
        child = os.fork()
        if child == 0:
            os._exit(0 if one.refine(texts, threads=2).texts() == expected else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)

    def test_a_daemon_thread_does_not_crash_the_end(self) -> None:
        child = in_child("""
            import threading, time
            texts = [f"{i}: mail user{i}@corp.com, call +1 212 555 0{i % 900 + 100}. " * 20 for i in range(8000)]
            threading.Thread(target=engine.refine, args=(texts,), daemon=True).start()
            time.sleep(0.3)
            """)
        _, err = child.communicate(timeout=60)
        self.assertEqual((child.returncode, err), (0, ""))


class Files(unittest.TestCase):
    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.dir = Path(held.name)
        (self.dir / "key").write_text(KEY.hex())
        (self.dir / "key").chmod(0o600)
        self.write(40)

    def write(self, rows: int) -> None:
        with open(self.dir / "in.jsonl", "w") as out:
            for i in range(rows):
                out.write(json.dumps({"id": str(i), "text": f"{i}: mail user{i}@corp.com. " * 20}) + "\n")

    def args(self, out: str, *more: str) -> list[str]:
        return [str(self.dir / "in.jsonl"), "-o", str(self.dir / out), "--key-file", str(self.dir / "key"),
                "--recipe", "anonymize", "--model", "none", *more]

    def test_same_bytes_as_the_command_line(self) -> None:
        report = json.loads(_core.refine_files(self.args("a"), None))
        self.assertIsInstance(report, dict)
        self.assertEqual(json.loads((self.dir / "a" / "report.json").read_text()), report)
        self.assertEqual(_core.cli_main(["refine", *self.args("b")]), 0)
        outputs = [next((self.dir / name).rglob("in.jsonl*")).read_bytes() for name in ("a", "b")]
        self.assertEqual(outputs[0], outputs[1])
        self.assertNotIn(b"user7@corp.com", outputs[0])

    def test_progress(self) -> None:
        self.write(60_000)
        seen: list[tuple[float, ...]] = []
        _core.refine_files(self.args("a"), lambda *at: seen.append(at))
        self.assertTrue(seen)
        self.assertEqual({len(at) for at in seen}, {6})
        self.assertEqual([at[0] for at in seen], sorted(at[0] for at in seen))

    def test_progress_that_raises_ends_the_run_and_it_can_go_on(self) -> None:
        self.write(60_000)

        def stop(*_: float) -> None:
            raise LookupError("enough")
        with self.assertRaisesRegex(LookupError, "enough"):
            _core.refine_files(self.args("a"), stop)
        _core.refine_files(self.args("a", "--resume"), None)
        _core.refine_files(self.args("b"), None)
        outputs = [next((self.dir / name).rglob("in.jsonl*")).read_bytes() for name in ("a", "b")]
        self.assertEqual(outputs[0], outputs[1])

    def test_errors(self) -> None:
        with self.assertRaises(_core.Error) as caught:
            _core.refine_files(["/no/such/file.jsonl", "-o", str(self.dir / "out")], None)
        self.assertIn("/no/such/file.jsonl", caught.exception.args[1])
        with self.assertRaises(TypeError):
            _core.refine_files("in.jsonl -o out", None)
        with self.assertRaises(TypeError):
            _core.refine_files(self.args("a"), 5)  # type: ignore[arg-type]

    def test_cli_gives_the_signal_handlers_back(self) -> None:
        child = in_child(f"""
            import os, signal
            print(_core.cli_main(["refine", *{self.args("c")!r}]), _core.cli_main(["no-such-command"]))
            try:
                os.kill(os.getpid(), signal.SIGINT)
            except KeyboardInterrupt:
                print("interrupted")
            """)
        out, _ = child.communicate(timeout=60)
        self.assertEqual(out.splitlines()[-2:], ["0 2", "interrupted"])


class Module(unittest.TestCase):
    def test_versions_and_categories(self) -> None:
        self.assertEqual(_core.abi_version >> 16, 1)
        self.assertRegex(_core.version, r"^\d+\.\d+\.\d+$")
        categories = json.loads(_core.categories())
        self.assertIn("EMAIL_ADDRESS", {c["name"] for c in categories})
        self.assertEqual(json.loads(engine().describe())["recipe_name"], "anonymize")

    def test_two_modules_in_one_process(self) -> None:
        spec = importlib.util.spec_from_file_location("lauter._core", _core.__file__)
        assert spec is not None and spec.loader is not None
        again = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(again)
        self.assertIsNot(again.Engine, _core.Engine)
        self.assertEqual(again.Engine(CONFIG, KEY).refine([MAIL]).texts(), engine().refine([MAIL]).texts())
        with self.assertRaises(again.Error):
            again.Engine(CONFIG, b"short")

    def test_exports_and_needs(self) -> None:
        symbols = subprocess.run(["nm", "-D", "--defined-only", _core.__file__], capture_output=True, text=True, check=True)
        names = {line.split()[-1] for line in symbols.stdout.splitlines()}
        header = Path(__file__).parents[3] / "src/capi/lauter.h"
        self.assertEqual(names, {"PyInit__core", *re.findall(r"^LAUTER_API .*?(lauter_\w+)\(", header.read_text(), re.M)})
        needs = subprocess.run(["readelf", "-d", _core.__file__], capture_output=True, text=True, check=True).stdout
        self.assertNotIn("libpython", needs)


if __name__ == "__main__":
    unittest.main()
