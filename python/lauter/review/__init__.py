"""`lauter review OUT`: a page on this machine on which a person judges the edits of a run, and what the judgements become.

Nothing here is loaded by `import lauter`. The page is for 127.0.0.1 and one person; its server is the standard library's.
"""
from __future__ import annotations

import os
from html import escape
from typing import final

from .server import Server
from .session import Session

__all__ = ["Review", "open_review"]


@final
class Review:
    """A review that is open: `url` for a browser; in a notebook its page. `close()` ends it; so does the end of the process."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def url(self) -> str:
        """Whoever has it can read the run's originals as long as the review is open."""
        return self._server.url

    @property
    def decisions(self) -> str:
        """The file that decisions are appended to."""
        return self._server.session.decisions.path

    def close(self) -> None:
        self._server.close()

    def __enter__(self) -> Review:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Review({self._server.address!r})"

    def _repr_html_(self) -> str:
        return f'<iframe src="{escape(self.url)}" width="100%" height="640" style="border:1px solid #8884"></iframe>'


def open_review(
    out: str | os.PathLike[str],
    *,
    inputs: str | os.PathLike[str] | None = None,
    key: str | os.PathLike[str] | None = None,
    port: int = 0,
    strategy: str = "unsure",
    who: str | None = None,
) -> Review:
    """Opens a review of a finished run: what `Run.review()` does."""
    session = Session(
        os.fspath(out), inputs=None if inputs is None else os.fspath(inputs), key=None if key is None else os.fspath(key), who=who, strategy=strategy
    )
    try:
        return Review(Server(session, port))
    except BaseException:
        session.close()
        raise
