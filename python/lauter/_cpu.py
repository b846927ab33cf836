"""Can this processor run the build? Asked before `_core` is loaded: an instruction it lacks would kill the process."""
from __future__ import annotations

from .errors import UnsupportedCpu

# x86-64-v3 as /proc/cpuinfo spells it (lzcnt is part of abm there).
_NEEDED = frozenset(("avx2", "bmi1", "bmi2", "fma", "f16c", "abm", "movbe"))


def missing(cpuinfo: str) -> list[str]:
    """Instruction sets that the build needs and the first processor of `/proc/cpuinfo` lacks, sorted.

    >>> missing("flags : fpu avx2 bmi1 bmi2 fma f16c abm movbe")
    []
    >>> missing("flags : fpu sse4_2 bmi1 bmi2 fma f16c abm movbe")
    ['avx2']
    """
    for line in cpuinfo.splitlines():
        name, colon, flags = line.partition(":")
        if colon and name.strip() == "flags":
            return sorted(_NEEDED.difference(flags.split()))
    return []  # Another processor or system: the loader will say what does not fit.


def check() -> None:
    """Raises `UnsupportedCpu` if the build cannot run here."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            lacking = missing(file.read(8192))  # The first processor's entry is enough.
    except OSError:
        return
    if lacking:
        raise UnsupportedCpu(
            f"this build needs a CPU of 2013 or later (x86-64-v3); this one lacks {', '.join(lacking)}, and there is no build for it"
        )
