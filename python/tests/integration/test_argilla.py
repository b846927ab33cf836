"""lauter.integrations.argilla: records and settings are built by the SDK; no server."""
from __future__ import annotations

import unittest
from typing import Any

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
        rg.Argilla(api_url="http://127.0.0.1:9", api_key="none")  # settings want a client, and ask it nothing
        made = settings(["PERSON", "EMAIL_ADDRESS"])
        made.validate()
        self.assertEqual(["EMAIL_ADDRESS", "PERSON"], made.questions["pii"].labels)


if __name__ == "__main__":
    unittest.main()
