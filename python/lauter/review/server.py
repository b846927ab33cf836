"""The page's server: HTTP on 127.0.0.1, for one person, who has the token."""
from __future__ import annotations

import hmac
import json
import os
import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, final
from urllib.parse import parse_qs, urlsplit

from ..errors import InputError, LauterError
from .session import Refused, Session

_STATIC = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/review.css": ("review.css", "text/css; charset=utf-8"),
    "/review.js": ("review.js", "text/javascript; charset=utf-8"),
}
_MAX_BODY = 64 << 10
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _Denied(Exception):
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    """The page and its files are for everybody who reaches the port, and say nothing; all else wants the token."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120
    server: _Http
    server_version = "lauter"
    sys_version = ""

    def setup(self) -> None:
        super().setup()
        self.server.connections.add(self.connection)

    def finish(self) -> None:
        self.server.connections.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a line of a log would hold ids."""

    def _get(self) -> tuple[str, bytes]:
        url = urlsplit(self.path)
        if url.path in _STATIC:
            name, kind = _STATIC[url.path]
            return kind, _static(name)
        if url.path == "/favicon.ico":
            return "image/x-icon", b""
        self._check_token()
        asked = {name: values[-1] for name, values in parse_qs(url.query).items()}
        session = self.server.session
        if url.path == "/api/summary":
            return _json(session.summary())
        if url.path == "/api/figures":
            return _json(session.figures())
        if url.path == "/api/queue":
            return _json(
                session.queue(
                    asked.get("strategy", session.strategy), label=asked.get("label", ""), rule=asked.get("rule", ""),
                    text=asked.get("q", ""), after=asked.get("after", ""), limit=_number(asked.get("limit", "200")),
                )
            )  # fmt: skip
        if url.path.startswith("/api/row/"):
            focus = _number(asked["op"]) if "op" in asked else None
            return _json(session.row(_number(url.path.removeprefix("/api/row/")), focus))
        if url.path.startswith("/api/text/"):
            row, text, start, end = (
                _number(number) for number in (url.path.removeprefix("/api/text/"), *(asked.get(name, "") for name in ("text", "start", "end")))
            )
            return _json(session.piece(row, text, start, end))
        raise _Denied(HTTPStatus.NOT_FOUND, "there is no such page")

    def _post(self) -> tuple[str, bytes]:
        self._check_token()
        if self.headers.get("Content-Type", "").split(";")[0] != "application/json":
            raise _Denied(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is wanted")
        wish = self._body()
        if self.path == "/api/decision":
            return _json(self.server.session.decide(wish))
        if self.path == "/api/undo":
            line = wish.get("line")
            return _json(self.server.session.undo(line if isinstance(line, int) else None))
        raise _Denied(HTTPStatus.NOT_FOUND, "there is no such page")

    def _body(self) -> dict[str, Any]:
        size = _number(self.headers.get("Content-Length", ""))
        if size > _MAX_BODY:
            self.close_connection = True
            raise _Denied(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too long")
        try:
            wish = json.loads(self.rfile.read(size))
        except ValueError:
            wish = None
        if not isinstance(wish, dict):
            raise _Denied(HTTPStatus.BAD_REQUEST, "a JSON object is wanted")
        return wish

    def _check_origin(self) -> None:
        """Against pages of other sites, also those whose name was made to mean 127.0.0.1."""
        if self.headers.get("Host", "") not in self.server.hosts:
            raise _Denied(HTTPStatus.FORBIDDEN, "this server is for 127.0.0.1")
        origin = self.headers.get("Origin")
        if origin is not None and origin.removeprefix("http://") not in self.server.hosts:
            raise _Denied(HTTPStatus.FORBIDDEN, "not from this page")

    def _check_token(self) -> None:
        given = self.headers.get("X-Lauter-Token", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self.server.token.encode()):
            raise _Denied(HTTPStatus.UNAUTHORIZED, "the token is missing or wrong: open the address that lauter review printed")

    def _answer(self, work: Callable[[], tuple[str, bytes]]) -> None:
        status = HTTPStatus.OK
        try:
            self._check_origin()
            kind, body = work()
        except _Denied as denied:
            status = denied.status
            kind, body = _json({"error": str(denied)})
            if self.command == "POST":
                self.close_connection = True  # What was sent may not have been read.
        except Refused as refused:
            status = HTTPStatus.CONFLICT
            kind, body = _json({"error": str(refused)})
        except IndexError:
            status = HTTPStatus.NOT_FOUND
            kind, body = _json({"error": "there is no such row"})
        except (InputError, LauterError) as error:
            status = HTTPStatus.BAD_REQUEST
            kind, body = _json({"error": str(error)})
        except Exception as error:  # Its message may hold a value.
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            kind, body = _json({"error": f"unexpected {type(error).__name__}"})
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, session: Session, token: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.session, self.token = session, token
        self.connections: set[socket.socket] = set()
        self.hosts = {f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a browser that went away is no error, and a trace could hold values."""


@final
class Server:
    """A session that a browser on this machine can talk to."""

    def __init__(self, session: Session, port: int = 0) -> None:
        """Listens.

        Raises:
            InputError: the port is taken.
        """
        self.session = session
        try:
            self._http = _Http(port, session, secrets.token_urlsafe(32))
        except OSError as error:
            raise InputError(f"port {port}: {error.strerror}") from None
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, name="lauter review", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Of the page, without the token."""
        return f"http://127.0.0.1:{self._http.server_port}/"

    @property
    def url(self) -> str:
        """Of the page. Whoever has it can read the run's originals as long as the server runs."""
        return f"{self.address}#token={self._http.token}"

    @property
    def token(self) -> str:
        return self._http.token

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
        for connection in list(self._http.connections):  # A browser keeps some open, and their threads would go on to answer.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.session.close()


def _static(name: str) -> bytes:
    with open(os.path.join(os.path.dirname(__file__), "static", name), "rb") as file:
        return file.read()


def _json(value: Any) -> tuple[str, bytes]:
    return "application/json", json.dumps(value, separators=(",", ":")).encode()


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise _Denied(HTTPStatus.BAD_REQUEST, "a number is wanted")
    return int(text)
