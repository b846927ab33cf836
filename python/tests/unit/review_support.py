"""A small run to review: all states, two files, texts that try to break a page."""
from __future__ import annotations

import gzip
import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import lauter

KEY_BYTES = bytes(range(32))
HOSTILE = "<img src=x onerror=\"document.title='owned'\"> </script><script>document.title='owned'</script> mail jane.doe@corp-mail.com"
EMOJI = "😀👩‍👩‍👧 Ask Zoë 𝒳 Nørgård or mail bob.smith@corp-mail.com today 😀"
EMOJI_NAME = "Zoë 𝒳 Nørgård"
RTL = "שלום \u202eעולם mail avi@corp-mail.com e\u0301\u0300 \u0007 end"
LONG = "Begin. " + "The river runs on and on. " * 3000 + "Mail jo.long@corp-mail.com now. " + "And on it runs. " * 3000 + "End with Ann Example."


def rows() -> list[dict[str, Any]]:
    """Of a.jsonl."""
    out: list[dict[str, Any]] = [
        {"id": "hostile", "text": HOSTILE},
        {"id": "emoji", "text": EMOJI},
        {"id": "rtl", "text": RTL},
        {"id": "long", "text": LONG},
        {"id": 7, "text": "an integer for an id, and nothing private"},
        {"text": "no id, call 020 7946 0018 now"},
    ]
    for i in range(40):
        out.append({"id": f"mail-{i}", "text": f"row {i}: write to user{i % 5}@corp-mail.com, or ring {'020' if i % 2 else '+44 20'} 7946 {1000 + i}."})
        out.append({"id": f"kept-{i}", "text": f"row {i} holds nothing that is private."})
    return out


class RunTest(unittest.TestCase):
    """Makes the run anew for each test: `out` is its folder, `key` its key's file."""

    options: dict[str, Any] = {}

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.dir = Path(folder.name)
        self.inputs = self.dir / "in"
        self.inputs.mkdir()
        lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
        lines[10:10] = ["", "{broken"]
        (self.inputs / "a.jsonl").write_text("\n".join(lines) + "\n")
        with gzip.open(self.inputs / "b.jsonl.gz", "wt") as file:
            for i in range(25):
                file.write(json.dumps({"id": f"b-{i}", "text": f"Reach me at b{i}@corp-mail.com."}) + "\n")
        self.key = self.dir / "k.key"
        self.key.write_text(KEY_BYTES.hex())
        self.key.chmod(0o600)
        self.out = str(self.dir / "out")
        self.run_ = lauter.refine_files(self.inputs, self.out, key=str(self.key), model="none", **self.options)
        self.logs = {log.id: log for log in self.run_.edits()}
