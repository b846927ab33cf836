"""The tasks of docs/GUIDE.md as they are printed: files are written, commands run in a shell, in order, in a folder that has examples/."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from support import LAUTER

ROOT = pathlib.Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs/GUIDE.md").read_text()
BLOCK = re.compile(r"^<!-- (runs|file: (\S+)) -->\n```\w+\n(.*?)^```$", re.M | re.S)


class Guide(unittest.TestCase):
    def test_tasks_run(self):
        ran = 0
        with tempfile.TemporaryDirectory() as folder:
            pathlib.Path(folder, "examples").symlink_to(ROOT / "examples")
            for what, file, text in BLOCK.findall(GUIDE):
                if file:
                    pathlib.Path(folder, file).write_text(text)
                    continue
                ran += 1
                line = text.splitlines()[0]
                with self.subTest(line):
                    path = f"{pathlib.Path(LAUTER).resolve().parent}:{os.environ['PATH']}"
                    done = subprocess.run(["sh", "-e"], input=text, text=True, capture_output=True, cwd=folder, env={**os.environ, "PATH": path}, timeout=250)
                    self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        self.assertGreater(ran, 5, "the guide has lost its tasks")

    def test_links_lead_somewhere(self):
        headings = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.*)$", GUIDE, re.M)}
        for anchor in re.findall(r"\]\(#([\w-]+)\)", GUIDE):
            self.assertIn(anchor, headings)


if __name__ == "__main__":
    unittest.main()
