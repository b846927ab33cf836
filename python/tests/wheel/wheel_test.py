#!/usr/bin/env python3
"""The wheel of dist/, installed with --no-index into fresh environments of every CPython that is there, and into roots.

WHEEL_PEERS=0 leaves out the test that downloads pyarrow and duckdb.
"""
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import zipfile

from places import package, root, run_in

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
TEXT = "Mail Bob Smith at bob.smith@corp.com, or call 415-555-2671."
REFINE = f"""
import lauter
print(lauter.refine({TEXT!r}, key=lauter.Key.example(), **OPTIONS).text)
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


def interpreters() -> dict[str, pathlib.Path]:
    """Every CPython of 3.10 or later: pyenv's, and those of PATH."""
    found: dict[str, pathlib.Path] = {}
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        for place in sorted(pyenv.glob(f"{version}.*/bin/python")):
            found[f"pyenv {version}"] = place
        if os.path.exists(system := f"/usr/bin/python{version}"):
            found[f"system {version}"] = pathlib.Path(system)
    return found


class Environment:
    """A fresh virtual environment, removed at the end of a `with`."""

    def __init__(self, python: pathlib.Path | str = sys.executable, *options: str) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._folder.name)
        subprocess.run([python, "-m", "venv", "--without-pip", *options, self.path], check=True)

    def __enter__(self) -> "Environment":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def pip(self, *arguments: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
        """The pip of this test, for this environment: one pip for all interpreters."""
        command = [sys.executable, "-m", "pip", "-q", "--python", self.path / "bin/python", *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.path}/bin:/usr/bin:/bin", "HOME": str(self.path)}
        return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, cwd=self.path)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        return self.run("python", "-c", code)


def refine_code(**options: object) -> str:
    return REFINE.replace("OPTIONS", repr(options))


class Wheel(unittest.TestCase):
    def setUp(self) -> None:
        self.wheel = package("lauter-*-cp310-abi3-manylinux_2_34_x86_64.whl")
        self.model = package("lauter_model_base-*-py3-none-any.whl")

    def ok(self, done: subprocess.CompletedProcess[str]) -> str:
        self.assertEqual(done.returncode, 0, done.stdout[-2000:] + done.stderr[-2000:])
        return done.stdout.strip()

    def test_every_interpreter_installs_and_refines_alike(self) -> None:
        answers = set()
        for name, python in interpreters().items():
            with self.subTest(name), Environment(python) as environment:
                self.ok(environment.pip("install", "--no-index", self.wheel))
                self.ok(environment.pip("check"))
                self.assertRegex(self.ok(environment.run("lauter", "--version")), r"^lauter \d+\.\d+\.\d+$")
                answer = self.ok(environment.python(refine_code()))
                self.assertNotIn("bob.smith", answer)
                answers.add(answer)
                row = json.dumps({"text": TEXT}) + "\n"
                refined = self.ok(environment.run("lauter", "refine", "-", "-o", "-", "-q", stdin=row))
                self.assertRegex(json.loads(refined)["text"], r"^Mail .+ at .+@example\.(com|net|org), or call ")
        self.assertEqual(len(answers), 1, answers)

    def test_base_comes_as_a_package(self) -> None:
        with Environment() as environment:
            self.ok(environment.pip("install", "--no-index", self.wheel))
            without = environment.python(refine_code(model="base"))
            self.assertIn("lauter[base]", without.stderr)
            self.ok(environment.pip("install", "--no-index", self.model))
            with_it = self.ok(environment.python(refine_code(model="base")))
            self.assertNotIn("bob.smith", with_it)
            row = json.dumps({"text": TEXT}) + "\n"
            self.ok(environment.run("lauter", "find", "-", "--model", "base", stdin=row))

    def test_it_holds_what_it_should_and_is_small(self) -> None:
        with zipfile.ZipFile(self.wheel) as archive:
            names = [re.sub(r"^lauter-[\d.]+\.dist-info", "info", name) for name in archive.namelist()]
            self.assertLess(sum(entry.file_size for entry in archive.infolist()), 45e6)
        self.assertLess(self.wheel.stat().st_size, 25e6)
        for name in ("lauter/_core.abi3.so", "lauter/_core.pyi", "lauter/py.typed", "info/licenses/LICENSE",
                     "info/licenses/bundled/icu.txt", "info/sboms/lauter.cdx.json"):
            self.assertIn(name, names)
        self.assertEqual([name for name in names if ".libs/" in name or "safetensors" in name or "__pycache__" in name], [])

    def test_it_imports_fast_and_alone(self) -> None:
        with Environment() as environment:
            self.ok(environment.pip("install", "--no-index", self.wheel))
            code = "import sys; before = set(sys.modules); import lauter; print(*sorted({m.split('.')[0] for m in set(sys.modules) - before} - set(sys.stdlib_module_names)))"
            self.assertEqual(self.ok(environment.python(code)), "lauter")

    def check_beside(self, environment: Environment, name: str) -> None:
        """Each works as it does alone, whichever was loaded first."""
        alone = self.ok(environment.python(refine_code()))
        for first, second in itertools.permutations((PEERS[name], refine_code())):
            with self.subTest(name, lauter_first=second is PEERS[name]):
                answer = self.ok(environment.python("\n".join([first, second, PEERS[name]])))
                self.assertEqual(answer.splitlines()[-1], alone)

    @unittest.skipIf(os.environ.get("WHEEL_PEERS") == "0", "WHEEL_PEERS=0: pyarrow and duckdb are not downloaded")
    def test_beside_pyarrow_and_duckdb(self) -> None:
        with Environment() as environment:
            self.ok(environment.pip("install", "--no-index", self.wheel))
            self.ok(environment.pip("install", "pyarrow", "duckdb"))
            self.check_beside(environment, "pyarrow")
            self.check_beside(environment, "duckdb")

    def test_beside_torch(self) -> None:
        """PyPI's torch brings gigabytes of CUDA: this takes one that is installed, as Debian's python3-torch is."""
        has_torch = (python for python in interpreters().values() if subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0)
        python = next(has_torch, None)
        if python is None:
            self.skipTest("no interpreter here has torch")
        with Environment(python, "--system-site-packages") as environment:
            self.ok(environment.pip("install", "--no-index", self.wheel))
            self.check_beside(environment, "torch")


class Roots(unittest.TestCase):
    def test_in_other_systems(self) -> None:
        wheel = package("lauter-*-cp310-abi3-manylinux_2_34_x86_64.whl")
        answers = set()
        for suite in ("bookworm", "jammy"):  # Python 3.11 and glibc 2.36, Python 3.10 and glibc 2.35
            with self.subTest(suite):
                place = root(suite, "python3")
                shutil.rmtree(place / "opt/site", ignore_errors=True)
                with zipfile.ZipFile(wheel) as archive:
                    archive.extractall(place / "opt/site")
                done = run_in(place, "python3", "-c", "import sys; sys.path.insert(0, '/opt/site')\n" + refine_code())
                self.assertEqual(done.returncode, 0, done.stderr)
                answers.add(done.stdout)
        self.assertEqual(len(answers), 1)


if __name__ == "__main__":
    unittest.main()
