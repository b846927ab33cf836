"""lauter.integrations.dolma: a run of `dolma tag`, and its mixer over what the tagger wrote."""
from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Sequence
from pathlib import Path
from typing import Any

try:
    import dolma  # noqa: F401
except ImportError:
    raise unittest.SkipTest("dolma is not installed") from None

import contract
from dolma.core.data_types import Document

from lauter.integrations.dolma import LauterTagger

DOLMA = Path(sys.executable).with_name("dolma")


class Tag(contract.FindCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def write(self, rows: Sequence[contract.Row], partitions: int) -> None:
        shutil.rmtree(self.folder / "in", ignore_errors=True)
        (self.folder / "in/documents").mkdir(parents=True)
        for part in range(partitions):
            with gzip.open(self.folder / f"in/documents/{part}.jsonl.gz", "wt") as file:
                for row in rows[part::partitions]:
                    file.write(json.dumps({"id": row.id, "text": row.text, "source": "test"}) + "\n")

    def dolma(self, *command: Any) -> str:
        done = subprocess.run([DOLMA, *command], capture_output=True, text=True, cwd=self.folder, timeout=300)
        self.assertEqual(0, done.returncode, done.stderr[-2000:])
        return done.stdout + done.stderr

    def rows_of(self, folder: str) -> list[dict[str, Any]]:
        rows = []
        for path in sorted((self.folder / folder).rglob("*.gz")):
            with gzip.open(path, "rt") as file:
                rows += [json.loads(line) for line in file]
        return rows

    def tag(self, workers: int) -> None:
        printed = self.dolma(
            "tag",
            *("--documents", self.folder / "in/documents/*.gz"),
            *("--taggers", "lauter_v1", "--tagger_modules", "lauter.integrations.dolma"),
            *("--experiment", "pii", "--processes", str(workers)),
        )
        self.assertNotIn(contract.CANARY, printed)

    def spans(self, rows: Sequence[contract.Row], *, workers: int, partitions: int) -> dict[str, set[contract.Span]]:
        self.write(rows, partitions)
        self.tag(workers)
        tagged = {}
        for row in self.rows_of("in/attributes/pii"):
            spans = set()
            for name, places in row["attributes"].items():
                self.assertTrue(name.startswith("pii__lauter_v1__"), name)
                spans |= {(start, end, name.removeprefix("pii__lauter_v1__")) for start, end, _ in places}
            tagged[row["id"]] = spans
        return tagged

    def test_mixer_replaces(self) -> None:
        """The mixer, which counts as the tagger does, takes an address behind an emoji out."""
        rows = contract.rows(nulls=False, big=False)
        self.write(rows, 3)
        self.tag(2)
        config = {
            "streams": [
                {
                    "name": "pii",
                    "documents": [str(self.folder / "in/documents/*.gz")],
                    "output": {"path": str(self.folder / "out"), "max_size_in_bytes": 100_000_000},
                    "attributes": ["pii"],
                    "span_replacement": [
                        {"span": "$.attributes.pii__lauter_v1__EMAIL_ADDRESS", "min_score": 0.0, "replacement": "[MAIL]"}
                    ],
                }
            ],
            "processes": 1,
        }
        (self.folder / "mix.json").write_text(json.dumps(config))
        self.dolma("-c", self.folder / "mix.json", "mix")
        mixed = {row["id"]: row["text"] for row in self.rows_of("out")}
        (row,) = [row for row in rows if row.id == "emoji-0"]
        self.assertEqual((row.text or "").replace(f"{contract.CANARY}@corp.com", "[MAIL]"), mixed["emoji-0"])

    def test_lone_surrogate(self) -> None:
        """What is broken in one place hides no value in another."""
        text = "half \ud83d, then jo.doe@corp.com"
        (span,) = LauterTagger().predict(Document(source="x", id="a", text=text)).spans
        self.assertEqual("jo.doe@corp.com", text[span.start : span.end])


if __name__ == "__main__":
    unittest.main()
