"""Where the packages are that these tests install, and roots of other systems to install them into.

DIST: the folder with the packages (dist/). ROOTS: where roots are kept between runs (build/roots).
"""
from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import unittest
from typing import NoReturn

SOURCE = pathlib.Path(__file__).resolve().parents[3]
DIST = pathlib.Path(os.environ.get("DIST", SOURCE / "dist"))
ROOTS = pathlib.Path(os.environ.get("ROOTS", SOURCE / "build/roots"))


def skip_all(reason: str) -> NoReturn:
    """Ends the run as ctest understands it: with the reason, and the status of a test that was not made."""
    print(f"SKIPPED: {reason}", flush=True)
    sys.exit(77)


def package(pattern: str, script: str) -> pathlib.Path:
    """The one package of DIST that the pattern matches. Ends the run if the script has to make it, or make it again."""
    found = sorted(DIST.glob(pattern))
    if len(found) != 1:
        skip_all(f"{len(found)} of {pattern} in {DIST}: {script} makes it, in minutes")
    made = found[0].stat().st_mtime
    for folder in ("src", "models", "knowledge", "prompts", "python/glue", "python/lauter", "examples/recipes", "cmake"):
        for source in (SOURCE / folder).rglob("*"):
            if source.suffix != ".pyc" and source.is_file() and source.stat().st_mtime > made:
                skip_all(f"{found[0]} is older than {source}: {script} makes it again")
    return found[0]


def root(suite: str, packages: str = "") -> pathlib.Path:
    """A root of the suite with these packages and no others. Skips where none can be made."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        raise unittest.SkipTest(f"a root of {suite} needs debootstrap, and to be root")
    folder = ROOTS / "-".join([suite, *packages.split(",")] if packages else [suite])
    made = subprocess.run([SOURCE / "scripts/make-root", suite, folder, packages], capture_output=True, text=True)
    if made.returncode != 0:
        raise unittest.SkipTest(f"no root of {suite}: {made.stdout.splitlines()[-1:] or made.stderr.splitlines()[-1:]}")
    return folder


def run_in(folder: pathlib.Path, *command: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a root that has /proc, as containers have, with nothing of this process's environment."""
    environment = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    script = 'mount -t proc proc "$0/proc" && exec /usr/sbin/chroot "$0" "$@"'
    isolated = ["unshare", "--mount", "sh", "-c", script, str(folder), *command]
    return subprocess.run(isolated, input=stdin, capture_output=True, env=environment)
