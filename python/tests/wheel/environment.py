"""Interpreters of this machine, and fresh virtual environments of them."""
from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile

from places import SOURCE

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# The pip of the wheel's tools serves all environments: a Debian without python3-pip has no other.
PIP = (SOURCE / "build/wheel-tools/bin/python", "-m", "pip", "-q")


def interpreters() -> dict[str, pathlib.Path]:
    """Every CPython of 3.10 or later: this one, pyenv's and the system's; one of each version and place."""
    found = {f"this {sys.version_info[0]}.{sys.version_info[1]}": pathlib.Path(sys.executable)}
    pyenv = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
    for version in VERSIONS:
        for place in sorted(pyenv.glob(f"{version}.*/bin/python")):
            found[f"pyenv {version}"] = place
        if os.path.exists(system := f"/usr/bin/python{version}"):
            found[f"system {version}"] = pathlib.Path(system)
    real = {place.resolve(): name for name, place in reversed(found.items())}
    return {name: place for name, place in found.items() if real[place.resolve()] == name}


class Environment:
    """A fresh virtual environment, removed at the end of a `with`."""

    def __init__(self, python: pathlib.Path | str = sys.executable) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self._folder.name)
        subprocess.run([python, "-m", "venv", "--without-pip", self.path], check=True)

    def __enter__(self) -> Environment:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def pip(self, *arguments: str | pathlib.Path) -> subprocess.CompletedProcess[str]:
        command = [*PIP, "--python", self.path / "bin/python", *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    def borrow(self, folder: pathlib.Path) -> None:
        """Imports from this folder too, after what the environment has itself."""
        next(self.path.glob("lib/python*/site-packages")).joinpath("borrowed.pth").write_text(f"{folder}\n")

    def run(self, *command: str | pathlib.Path, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{self.path}/bin:/usr/bin:/bin", "HOME": str(self.path), **variables}
        return subprocess.run(command, input=stdin, capture_output=True, text=True, env=environment, cwd=self.path)

    def python(self, code: str, *options: str) -> subprocess.CompletedProcess[str]:
        return self.run("python", *options, "-c", code)
