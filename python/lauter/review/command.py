"""`lauter review`: the command of the package."""
from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence

from ..errors import LauterError
from .export import KINDS
from .queues import STRATEGIES

_OK, _FAILED = 0, 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lauter review",
        usage="lauter review OUT [FLAGS]\n       lauter review OUT --export WHAT -o FILE",
        description="Judge the edits of a finished run on a page in the browser. The page is served on 127.0.0.1 alone; its address holds a "
        "token, without which it shows nothing. Decisions are appended to OUT/review/decisions.jsonl.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("out", metavar="OUT", help="the folder of a finished run of `lauter refine`")
    parser.add_argument("--inputs", metavar="DIR", help="where the run's inputs are now, if they have moved")
    parser.add_argument("--key-file", metavar="FILE", help="the run's key (default: OUT.key beside OUT, else LAUTER_KEY_FILE)")
    parser.add_argument("--port", metavar="N", type=int, default=0, help="of the page (default: a free one)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    parser.add_argument("--strategy", metavar="S", default="unsure", help=f"the first queue: {', '.join(STRATEGIES)} (default: unsure)")
    parser.add_argument("--who", metavar="NAME", help="a reviewer's name, with a file of decisions of its own")
    parser.add_argument("--export", metavar="WHAT", choices=KINDS, help=f"write what the decisions become: {', '.join(KINDS)}")
    parser.add_argument("--limit", metavar="N", type=int, default=1000, help="rows of the queue --strategy that become tasks or records (default: 1000)")
    parser.add_argument("-o", "--output", metavar="FILE", help="of --export")
    return parser


def main(args: Sequence[str]) -> int:
    """Runs the command; the exit code."""
    given = _parser().parse_args(args)
    if (given.export is None) != (given.output is None):
        return _fail("--export WHAT and -o FILE go together")
    try:
        return _serve(given) if given.export is None else _export(given)
    except LauterError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or given.out}: {error.strerror}")
    except KeyboardInterrupt:
        return 130


def _serve(given: argparse.Namespace) -> int:
    from .server import Server
    from .session import Session

    # Before anything that takes long: the order to stop is heard at any moment.
    stop = threading.Event()
    session = Session(
        given.out, inputs=given.inputs, key=given.key_file, who=given.who, strategy=given.strategy, progress=_Progress() if sys.stderr.isatty() else None
    )
    try:
        server = Server(session, given.port)
    except BaseException:
        session.close()
        raise
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    _say(f"lauter: review of {given.out}: {server.url}")
    _say(f"lauter: decisions go to {session.decisions.path}; Ctrl-C ends the review")
    door = None if given.no_browser else _open_browser(session.run.out, server.url)
    try:
        stop.wait()
    finally:
        if door is not None and os.path.exists(door):
            os.unlink(door)
        server.close()
    return _OK


def _export(given: argparse.Namespace) -> int:
    from .export import export

    for line in export(given.out, given.export, given.output, inputs=given.inputs, key=given.key_file, strategy=given.strategy, limit=given.limit):
        _say(f"lauter: {line}")
    return _OK


def _open_browser(out: str, url: str) -> str:
    """Opens the page. By a file that only its owner reads: an argument of a program is seen by all users of a machine."""
    import webbrowser
    from html import escape

    path = os.path.abspath(os.path.join(out, "review", "open.html"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={escape(url)}"><a href="{escape(url)}">review</a>')
    os.chmod(path, 0o600)
    threading.Thread(target=webbrowser.open, args=("file://" + path,), daemon=True).start()
    return path


class _Progress:
    """A line on the terminal while the index is made."""

    def __init__(self) -> None:
        self._next = time.monotonic() + 0.5

    def __call__(self, rows: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.2
            sys.stderr.write(f"\rlauter: reading the logs: {rows:,} rows \r")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _fail(message: str) -> int:
    _say(f"lauter: {message}")
    return _FAILED
