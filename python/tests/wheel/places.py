"""Where the packages are that these tests install, and roots of other systems to install them into.

DIST: the folder with the packages (dist/). ROOTS: where roots are kept between runs (build/roots).
"""
import os
import pathlib
import shutil
import subprocess
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[3]
DIST = pathlib.Path(os.environ.get("DIST", SOURCE / "dist"))
ROOTS = pathlib.Path(os.environ.get("ROOTS", SOURCE / "build/roots"))


def package(pattern: str) -> pathlib.Path:
    """The one package of DIST that the pattern matches."""
    found = sorted(DIST.glob(pattern))
    if len(found) != 1:
        raise unittest.SkipTest(f"{pattern}: {len(found)} in {DIST} (scripts/build-wheel, scripts/build-release)")
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
    isolated = ["unshare", "--mount", "sh", "-c", script, folder, *command]
    return subprocess.run(isolated, input=stdin, capture_output=True, env=environment)
