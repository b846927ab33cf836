"""A line and a file of any size take the memory of a small one.

    HUGE=1 python3 tests/cli/faults/huge_test.py        # 5 GB through a pipe, 2 GB of a sparse file: some minutes
"""

import json
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import LAUTER, CliTest

HUGE = os.environ.get("HUGE") == "1"
LINE = 5 << 30 if HUGE else 200 << 20
FILE = 2 << 30 if HUGE else 150 << 20
MOST = 400 << 20  # bytes of memory, of two threads
BEFORE, BEHIND = b'{"id":"a","text":"mail bob.smith@corp.de"}\n', b'{"id":"z","text":"nothing here"}\n'


class Huge(CliTest):
    def peak_of(self, args, stdin=None):
        """Runs lauter in a child of its own, whose peak is then the largest of its children's."""
        code = ("import json, resource, subprocess, sys\n"
                "done = subprocess.run(json.loads(sys.argv[1]), stdin=sys.stdin, stdout=subprocess.DEVNULL)\n"
                "print(json.dumps([done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))")
        child = subprocess.Popen([sys.executable, "-c", code, json.dumps([LAUTER, *args])], cwd=self.dir, stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE)
        if stdin is not None:
            for block in stdin:
                child.stdin.write(block)
        child.stdin.close()
        returncode, kilobytes = json.loads(child.stdout.read())
        child.stdout.close()
        child.wait()
        print(f"{' '.join(args[:2])}: {kilobytes / 1024:.0f} MB at the peak")
        self.assertLess(kilobytes * 1024, MOST)
        return returncode

    def one_line(self, head, tail):
        yield BEFORE
        yield head
        block = b"a b " * (1 << 18)
        for _ in range(LINE // len(block)):
            yield block
        yield tail
        yield BEHIND

    def test_a_line(self):
        for head, tail in ((b'{"id":"b","text":"', b'"}\n'), (b'{"id":"b","more":["', b'"],"text":"x"}\n')):
            code = self.peak_of(["refine", "-", "-o", "out", "--overwrite", "--model", "none", "-k", "key", "-q", "--threads", "2"],
                                self.one_line(head, tail))
            self.assertEqual(code, 1)
            report = json.loads((self.dir / "out/report.json").read_text())
            self.assertEqual([report["rows"][name] for name in ("in", "kept", "edited", "rejected")], [3, 1, 1, 1], report["rows"])

    def test_a_file(self):
        """Sparse: nothing but NULs, and a line behind them."""
        with open(self.dir / "in.jsonl", "wb") as file:
            file.write(BEFORE)
            file.truncate(FILE)
            file.seek(FILE)
            file.write(b"\n" + BEHIND)
        code = self.peak_of(["refine", "in.jsonl", "-o", "out", "--overwrite", "--model", "none", "-k", "key", "-q", "--threads", "2"])
        self.assertEqual(code, 1)
        report = json.loads((self.dir / "out/report.json").read_text())
        self.assertEqual([report["rows"][name] for name in ("in", "kept", "edited", "rejected")], [3, 1, 1, 1], report["rows"])


if __name__ == "__main__":
    unittest.main()
