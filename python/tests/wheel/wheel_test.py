#!/usr/bin/env python3
"""A wheel, installed with --no-index into fresh environments of every CPython that is there.

    BUILD=build/release python3 python/tests/wheel/wheel_test.py     the wheel of that build, made first (scripts/build-wheel --system)
    python3 python/tests/wheel/wheel_test.py                         the wheel of dist/ for other machines, and roots of such

UNIT_TESTS=all runs the package's own unit tests in every interpreter, else in the first. Exit 77 if no wheel can be had.
"""
from __future__ import annotations

import functools
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import unittest
import zipfile

from environment import Environment, interpreters
from places import SOURCE, package, root, run_in, skip_all

BUILD = os.environ.get("BUILD")
UNIT_TESTS = os.environ.get("UNIT_TESTS")
UNITS = sorted((SOURCE / "python/tests/unit").glob("*_test.py"))
TEXT = "Mail Bob Smith at bob.smith@corp.com, or call 415-555-2671."
REFINE = f"""
import lauter
print(lauter.refine({TEXT!r}, key=lauter.Key.example(), **OPTIONS).text)
"""
START = """
import time
begin = time.process_time()
import lauter
imported = time.process_time()
lauter.Engine(key=lauter.Key.example(), model="small")
print(imported - begin, time.process_time() - imported)
"""

# Libraries that bring an OpenSSL, zstd, re2, ICU or libstdc++ of their own, and a use of those.
PEERS = {
    "pyarrow": """
import io, pyarrow, pyarrow.compute, pyarrow.parquet
file = io.BytesIO()
pyarrow.parquet.write_table(pyarrow.table({"a": ["ab"]}), file, compression="zstd")
column = pyarrow.parquet.read_table(io.BytesIO(file.getvalue()))["a"]
assert pyarrow.compute.match_substring_regex(column, "a.")[0].as_py()
""",
    "duckdb": """
import duckdb
assert duckdb.sql("select regexp_matches('ab', 'a.') and length(sha256('a')) = 64").fetchall()[0][0]
""",
    "torch": """
import torch
assert float((torch.ones(64, 64) @ torch.ones(64, 64)).sum()) == 64 ** 3
""",
}



def refine_code(**options: object) -> str:
    return REFINE.replace("OPTIONS", repr(options))


@functools.cache
def the_wheel() -> pathlib.Path:
    """The wheel under test. Ends the run where there is none."""
    if BUILD is not None:
        made = subprocess.run([SOURCE / "scripts/build-wheel", "--system", BUILD], capture_output=True, text=True)
        if made.returncode == 3:
            skip_all(f"no wheel: {made.stderr.strip()}")
        if made.returncode != 0:
            sys.exit(f"scripts/build-wheel --system {BUILD}: {made.stderr[-2000:]}")
        return next(pathlib.Path(BUILD, "wheel").glob("lauter-*-cp310-abi3-linux_x86_64.whl"))
    return package("lauter-*-cp310-abi3-manylinux_2_34_x86_64.whl", "scripts/build-wheel")


class WheelTest(unittest.TestCase):
    def ok(self, done: subprocess.CompletedProcess[str]) -> str:
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
        return done.stdout.strip()

    def installed(self, python: pathlib.Path | str = sys.executable) -> Environment:
        """A fresh environment with the wheel, which takes nothing from anywhere else."""
        environment = Environment(python)
        self.addCleanup(environment.__exit__)
        self.ok(environment.pip("install", "--no-index", the_wheel()))
        return environment


class AnyWheel(WheelTest):
    def test_every_interpreter_installs_and_refines_alike(self) -> None:
        answers = set()
        for number, (name, python) in enumerate(interpreters().items()):
            with self.subTest(name):
                environment = self.installed(python)
                self.ok(environment.pip("check"))
                self.assertRegex(self.ok(environment.run("lauter", "--version")), r"^lauter \d+\.\d+\.\d+$")
                answer = self.ok(environment.python(refine_code(), "-O"))
                self.assertNotIn("bob.smith", answer)
                answers.add(answer)
                row = json.dumps({"text": TEXT}) + "\n"
                refined = self.ok(environment.run("lauter", "refine", "-", "-o", "-", "-q", stdin=row))
                self.assertRegex(json.loads(refined)["text"], r"^Mail .+ at .+@example\.(com|net|org), or call ")
                if number == 0 or UNIT_TESTS == "all":
                    for test in UNITS:
                        with self.subTest(test.name):
                            done = environment.run("python", test)
                            # Python 3.12 and later end so where a whole file was skipped.
                            if done.returncode != 5 or "skipped" not in done.stderr:
                                self.ok(done)
        self.assertEqual(len(answers), 1, answers)

    def test_it_starts_fast_and_alone(self) -> None:
        environment = self.installed()
        code = "import sys; before = set(sys.modules); import lauter; print(*sorted({m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
        self.assertEqual(self.ok(environment.python(code)), "lauter")
        # CPU seconds, the best of some: the machine may be busy.
        runs = [tuple(map(float, self.ok(environment.python(START)).split())) for _ in range(5)]
        imported, opened = (min(times) for times in zip(*runs))
        print(f"import {imported * 1e3:.0f} ms, first engine with small {opened * 1e3:.0f} ms of CPU", file=sys.stderr)
        self.assertLess(imported, 0.080)
        self.assertLess(opened, 0.120)


@unittest.skipIf(BUILD is not None, "this wheel is for this machine alone; scripts/build-wheel makes the other")
class PortableWheel(WheelTest):
    def test_large_comes_as_a_package(self) -> None:
        environment = self.installed()
        without = environment.python(refine_code(model="large"))
        self.assertIn("lauter[large]", without.stderr)
        self.ok(environment.pip("install", "--no-index", package("lauter_model_large-*-py3-none-any.whl", "scripts/build-wheel")))
        with_it = self.ok(environment.python(refine_code(model="large")))
        self.assertNotIn("bob.smith", with_it)
        row = json.dumps({"text": TEXT}) + "\n"
        self.ok(environment.run("lauter", "find", "-", "--model", "large", stdin=row))

    def test_it_holds_what_it_should_and_is_small(self) -> None:
        with zipfile.ZipFile(the_wheel()) as archive:
            names = [re.sub(r"^lauter-[\d.]+\.dist-info", "info", name) for name in archive.namelist()]
            self.assertLess(sum(entry.file_size for entry in archive.infolist()), 45e6)
        self.assertLess(the_wheel().stat().st_size, 25e6)
        for name in ("lauter/_core.abi3.so", "lauter/_core.pyi", "lauter/py.typed", "info/licenses/LICENSE",
                     "info/licenses/bundled/icu.txt", "info/sboms/lauter.cdx.json"):
            self.assertIn(name, names)
        self.assertEqual([name for name in names if ".libs/" in name or "safetensors" in name or "__pycache__" in name], [])

    def unit_tests(self, place: pathlib.Path) -> list[str]:
        """Copies the package's tests, and the header that one reads, into a root; their paths there."""
        home = "/opt/source"
        shutil.rmtree(place / home[1:], ignore_errors=True)
        for folder in ("python/tests/unit", "src/capi"):
            shutil.copytree(SOURCE / folder, place / home[1:] / folder)
        return [f"{home}/{test.relative_to(SOURCE)}" for test in UNITS]

    def check_beside(self, environment: Environment, name: str) -> None:
        """Each works as it does alone, whichever was loaded first."""
        alone = self.ok(environment.python(refine_code()))
        for first, second in itertools.permutations((PEERS[name], refine_code())):
            with self.subTest(name, lauter_first=second is PEERS[name]):
                done = environment.python(code := "\n".join([first, second, PEERS[name]]))
                # pyarrow 26 aborts by itself, without lauter, in one exit of 60 (8 of 480).
                if done.returncode == -signal.SIGABRT and done.stderr.strip() == "terminate called without an active exception":
                    done = environment.python(code)
                self.assertEqual(self.ok(done).splitlines()[-1], alone)

    def test_beside_pyarrow_and_duckdb(self) -> None:
        environment = self.installed()
        if (got := environment.pip("install", "pyarrow", "duckdb")).returncode != 0:
            self.skipTest(f"pyarrow and duckdb: {got.stderr.splitlines()[-1:]}")
        self.check_beside(environment, "pyarrow")
        self.check_beside(environment, "duckdb")

    def test_beside_torch(self) -> None:
        """PyPI's torch brings gigabytes of CUDA: this takes one that an interpreter here has, as Debian's python3-torch, or TORCH_PYTHON's."""
        find = "import torch, pathlib; print(pathlib.Path(torch.__file__).parents[1])"
        pythons = [os.environ["TORCH_PYTHON"]] if "TORCH_PYTHON" in os.environ else interpreters().values()
        for python in pythons:
            found = subprocess.run([python, "-c", find], capture_output=True, text=True)
            if found.returncode == 0:
                environment = self.installed(python)
                environment.borrow(pathlib.Path(found.stdout.strip()))
                return self.check_beside(environment, "torch")
        self.skipTest("no interpreter here has torch")

    def test_in_other_systems(self) -> None:
        answers = set()
        # Their Python and glibc: 3.11 and 2.36, 3.10 and 2.35, 3.14 and 2.43 or later.
        for suite, packages in {"bookworm": "python3", "jammy": "python3", "forky": "python3,binutils"}.items():
            with self.subTest(suite):
                place = root(suite, packages)
                shutil.rmtree(place / "opt/site", ignore_errors=True)
                with zipfile.ZipFile(the_wheel()) as archive:
                    archive.extractall(place / "opt/site")
                python = ("env", "PYTHONPATH=/opt/site", "python3")
                done = run_in(place, *python, "-c", refine_code())
                self.assertEqual(done.returncode, 0, done.stderr)
                answers.add(done.stdout)
                if suite == "forky" and UNIT_TESTS == "all":
                    for test in self.unit_tests(place):
                        with self.subTest(test):
                            done = run_in(place, *python, test)
                            self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertEqual(len(answers), 1)


if __name__ == "__main__":
    the_wheel()
    unittest.main()
