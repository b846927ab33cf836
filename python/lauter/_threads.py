"""How many threads a call uses when nobody says."""
from __future__ import annotations

import os
import sys

_forked = False


def _mark_forked() -> None:
    global _forked
    _forked = True


os.register_at_fork(after_in_child=_mark_forked)


def default_threads() -> int:
    """LAUTER_THREADS; else OMP_NUM_THREADS, which schedulers set for their workers; else 1 in a child process, whose parent counts
    the cores; else the processors that this process may use. What comes out never depends on it."""
    for name in ("LAUTER_THREADS", "OMP_NUM_THREADS"):
        value = os.environ.get(name, "")
        if value.isdecimal() and int(value) > 0:
            return int(value)
    return 1 if _is_child() else available_cpus()


def available_cpus() -> int:
    """Processors by affinity and by the quota of the control group, whichever is less; at least 1."""
    cpus = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open("/sys/fs/cgroup/cpu.max", encoding="ascii") as file:
            quota, period = file.read().split()
    except (OSError, ValueError):
        return cpus
    return cpus if quota == "max" else max(1, min(cpus, int(quota) // int(period)))


def _is_child() -> bool:
    if _forked:
        return True
    for name in ("multiprocessing.process", "multiprocess.process"):  # Loaded already, if this is a child of theirs.
        module = sys.modules.get(name)
        if module is not None and module.parent_process() is not None:
            return True
    return False
