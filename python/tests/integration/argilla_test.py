"""lauter.integrations.argilla: records and settings are built by the SDK; no server."""
from __future__ import annotations

import http.server
import json
import threading
import unittest
import uuid
from typing import Any, ClassVar

try:
    import argilla as rg
except ImportError:
    raise unittest.SkipTest("argilla is not installed") from None

import contract

from lauter.integrations.argilla import records, settings


class Argilla(unittest.TestCase):
    def test_records(self) -> None:
        given = contract.rows(big=False)
        batch = contract.engine().refine_batch([row.text for row in given], ids=[row.id for row in given])
        made: dict[Any, Any] = {record.id: record for record in records(batch, [row.text for row in given])}
        self.assertEqual([row.id for row in given if row.text], list(made))
        self.assertEqual({"state": "rejected"}, dict(made["rejected-0"].metadata))
        self.assertEqual([], list(made["rejected-0"].suggestions))
        suggestions = 0
        for record in made.values():
            for suggestion in record.suggestions:
                self.assertEqual(len(suggestion.value), len(suggestion.score))
                suggestions += len(suggestion.value)
        self.assertEqual(batch.counts.edits, suggestions)
        (span,) = made["emoji-0"].suggestions["pii"].value
        self.assertEqual(f"{contract.CANARY}@corp.com", made["emoji-0"].fields["text"][span["start"] : span["end"]])

    def test_settings(self) -> None:
        """The SDK makes no settings without a client, and no client without an answer to who it is; nothing else is asked."""
        with http.server.HTTPServer(("127.0.0.1", 0), WhoAmI) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            rg.Argilla(api_url=f"http://127.0.0.1:{server.server_port}", api_key="none")
            made = settings(["PERSON", "EMAIL_ADDRESS"])
            made.validate()
            server.shutdown()
        self.assertEqual(["EMAIL_ADDRESS", "PERSON"], made.questions["pii"].labels)
        self.assertEqual(["/api/v1/me"], WhoAmI.asked)


class WhoAmI(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        user = {"id": str(uuid.UUID(int=1)), "username": "u", "first_name": "u", "role": "owner"}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(user).encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


if __name__ == "__main__":
    unittest.main()
