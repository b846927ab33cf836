"""What a person sees while a run is under way: it is there before anything is read, and fits the terminal."""

import fcntl
import json
import os
import pathlib
import pty
import random
import re
import signal
import struct
import subprocess
import sys
import termios
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import LAUTER, CliTest, text


class ProgressTest(CliTest):
    def begin(self, columns, *arguments):
        """The real program with a terminal for stderr and a pipe for stdin that nothing has been written to."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        run = subprocess.Popen([LAUTER, *arguments], cwd=self.dir, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        self.addCleanup(os.close, ours)
        self.addCleanup(run.stdin.close)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        return run, ours

    def rest(self, terminal):
        said = b""
        while True:
            try:
                more = os.read(terminal, 65536)
            except OSError:  # the other side is closed
                return said
            if not more:
                return said
            said += more

    def test_shown_before_the_first_row_is_there(self):
        run, terminal = self.begin(80, "refine", "-", "-o", "out", "--model", "none", "--key-file", "key")
        said = os.read(terminal, 65536)  # would wait for ever if only finished chunks were told of
        self.assertIn(b"0 rows", said)
        run.stdin.write(b'{"text": "a b c"}\n')
        run.stdin.close()
        self.assertIn(b"1 row", self.rest(terminal))
        self.assertEqual(run.wait(), 0)

    def test_one_line_at_any_width(self):
        for columns in (12, 40, 80, 200):
            with self.subTest(columns=columns):
                run, terminal = self.begin(columns, "find", "-", "--model", "none")
                said = os.read(terminal, 65536)
                run.stdin.write(b'{"text": "Mail: jane.miller@corp-mail.net"}\n' * 5000)
                run.stdin.close()
                said += self.rest(terminal)
                self.assert_drawn(said, columns)
                self.assertEqual(run.wait(), 0)

    def assert_drawn(self, said, columns):
        """One line that is drawn anew, within the terminal; the lines."""
        drawn = [re.sub(rb"\x1b\[K", b"", part) for part in said.split(b"\r") if part.endswith(b"\x1b[K")]
        self.assertTrue(drawn)
        for line in drawn:
            self.assertLess(len(line), columns, line)
            self.assertNotIn(b"\n", line)
        return b"".join(drawn)

    def test_checking_a_run_shows_one_too(self):
        self.write("in.jsonl", "".join(json.dumps({"text": f"Mail jane.miller{i}@corp-mail.net"}) + "\n" for i in range(2000)))
        self.run_lauter("refine", "in.jsonl", "-o", "out", "--key-file", "key", "-q")
        for code, phase in ((0, b"verify"), (1, b"verify row by row")):
            run, terminal = self.begin(80, "verify", "out", "--inputs", "in.jsonl", "--key-file", "key")
            drawn = self.assert_drawn(self.rest(terminal), 80)
            self.assertEqual(run.wait(), code)
            self.assertIn(phase, drawn)
            self.change_in_secret("out/data/in.jsonl", 40_000)
            quiet, err = self.run_lauter("verify", "out", "-q", "--progress", "always", code=None)
            self.assertEqual((quiet, [line for line in err.splitlines() if not line.startswith("lauter: ")]), ("", []))

    def test_a_long_row_is_given_up_and_made_again(self):
        """Stopped anywhere inside a row of megabytes: nothing of it is written, and the next run writes what an undisturbed one does."""
        for size, model in ((2_000_000, "none"), (300_000, "judge")):
            with self.subTest(model):
                self.check_given_up(size, ("--recipe", "anonymize", "--model", model))

    def check_given_up(self, size, flags):
        self.write("in.jsonl", json.dumps({"text": text(random.Random(2), size)}) + "\n")
        flags = ("--key-file", "key", *flags)
        self.run_lauter("refine", "in.jsonl", "-o", "whole", "--overwrite", *flags)
        for pause in (0.1, 0.4, 0.7):
            run, terminal = self.begin(80, "refine", "in.jsonl", "-o", "out", "--overwrite", *flags)
            os.read(terminal, 65536)  # it is under way
            try:
                run.wait(pause)
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGINT)
                said = self.rest(terminal)
                if run.wait() == 130:
                    self.assertEqual(list((self.dir / "out/data").glob("*.jsonl")), [], said)
                    self.run_lauter("refine", "in.jsonl", "-o", "out", "--resume", *flags)
            self.assertEqual((self.dir / "out/data/in.jsonl").read_bytes(), (self.dir / "whole/data/in.jsonl").read_bytes())


if __name__ == "__main__":
    unittest.main()
