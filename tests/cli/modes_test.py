"""What a run leaves of texts as they came can be read by nobody but its owner."""

import os
import random
import stat
import subprocess
import unittest

from support import LAUTER, CliTest, rows

CANARY = "Zebulon Quartzwick 4711 keeps raw text"
ANYBODY = stat.S_IRWXG | stat.S_IRWXO


class Modes(CliTest):
    def setUp(self):
        super().setUp()
        self.umask = os.umask(0)
        self.addCleanup(os.umask, self.umask)

    def corpus(self):
        bad = f'{{"id":"bad","txt":"{CANARY}"}}\n'.encode()
        self.write("in/deep/a.jsonl", rows(random.Random(1), 50) + bad)

    def readable(self, out):
        """Files with the raw row that others can reach and read."""
        found = []
        for folder, folders, files in os.walk(self.dir / out):
            folders[:] = [name for name in folders if os.stat(os.path.join(folder, name)).st_mode & ANYBODY]
            for path in (os.path.join(folder, name) for name in files):
                with open(path, "rb") as file:
                    if CANARY.encode() in file.read() and os.stat(path).st_mode & ANYBODY:
                        found.append(path)
        return found

    def check(self, out):
        self.assertIn(CANARY, (self.dir / out / "rejected/deep/a.jsonl").read_text())
        self.assertEqual(stat.S_IMODE(os.stat(self.dir / out / "rejected").st_mode), 0o700)
        self.assertEqual(stat.S_IMODE(os.stat(self.dir / out / "rejected/deep/a.jsonl").st_mode), 0o600)
        self.assertEqual(self.readable(out), [])

    def test_of_a_run_here(self):
        self.corpus()
        self.run_lauter("refine", "in", "-o", "out", "--quiet", code=1)
        self.check("out")

    def test_of_a_run_by_tasks(self):
        self.corpus()
        commands, _ = self.run_lauter("refine", "in", "-o", "out", "--quiet", "--executor", "shell", "--tasks", "2")
        for command in commands.splitlines():
            self.assertIn(subprocess.run(command, shell=True, cwd=self.dir, capture_output=True).returncode, (0, 1))
        self.check("out")


if __name__ == "__main__":
    assert LAUTER
    unittest.main()
