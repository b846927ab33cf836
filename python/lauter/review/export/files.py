"""Files of exports: whole or not there; those that hold originals for their owner alone."""
from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO


@contextmanager
def private_file(path: str) -> Iterator[IO[str]]:
    """A file that holds text of the corpus: mode 0600."""
    with _file(path, 0o600) as file:
        yield file


@contextmanager
def public_file(path: str) -> Iterator[IO[str]]:
    """A file without a value of a text."""
    with _file(path, 0o644) as file:
        yield file


@contextmanager
def _file(path: str, mode: int) -> Iterator[IO[str]]:
    part = f"{path}.part"
    if os.path.lexists(part):
        os.unlink(part)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except BaseException:
        if os.path.exists(part):
            os.unlink(part)
        raise
