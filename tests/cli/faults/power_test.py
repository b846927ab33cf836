"""Loss of power at a random file operation: only what was synced is left, and --resume makes of it the bytes of an undisturbed run.

    POINTS=500 python3 tests/cli/faults/power_test.py        # the release check

power_loss.cc says what is left. A disk may also have written more than it was asked to: in half of the losses each file and
folder is by chance the one that was synced, or the one that was not."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import KEY, LAUTER, CliTest, rows, text, tree_digest

POINTS = int(os.environ.get("POINTS", "20"))
SEED = int(os.environ.get("LAUTER_SEED", "1"))
POWER_LOSS = os.environ.get("POWER_LOSS", str(pathlib.Path(__file__).parents[3] / "build/release/tests/libpower_loss.so"))


class Disk:
    """What was durable, from the shadow, and how it looks after the loss."""

    def __init__(self, shadow, rng, lucky):
        self.shadow, self.rng, self.lucky = shadow, rng, lucky

    def names(self, folder):
        """Name: (inode, kind) of a folder, as it was synced."""
        path = self.shadow / f"{folder}.names"
        if not path.exists():
            return {}
        fields = path.read_bytes().split(b"\0")[:-1]
        return {fields[i].decode(): (int(fields[i + 1]), fields[i + 2].decode()) for i in range(0, len(fields), 3)}

    def is_lucky(self):
        return self.lucky and self.rng.random() < 0.5

    def restore(self, folder, inode, to):
        """Writes to `to` what is left of `folder`, which may be gone."""
        to.mkdir()
        entries = self.names(inode)
        if self.is_lucky() and folder and folder.is_dir():
            for path in folder.iterdir():
                entries[path.name] = (path.stat().st_ino, "d" if path.is_dir() else "f")
        for name, (of, kind) in entries.items():
            now = folder / name if folder else None
            now = now if now and now.exists() and now.stat().st_ino == of else None
            if kind == "d":
                self.restore(now, of, to / name)
                continue
            data = self.shadow / f"{of}.data"
            kept = self.shadow / f"{of}.keep"  # the file itself, whatever its name is now
            source = next((path for path in (now, kept) if path and path.exists()), None)
            content = data.read_bytes() if data.exists() else b""
            if self.is_lucky() and source:
                whole = source.read_bytes()
                content = whole[:self.rng.randrange(len(content), len(whole) + 1)] if len(whole) > len(content) else content
            (to / name).write_bytes(content)


class Power(CliTest):
    def make_corpus(self):
        rng = random.Random(SEED)
        self.write("in/a.jsonl", rows(rng, 1500, bad=0.01, dense=0.003))
        self.write("in/b.jsonl.gz", rows(rng, 800, dense=0.003))
        for i in range(6):
            self.write(f"in/notes/{i}.txt", text(rng, 300))

    def start(self, folder, at, *flags):
        """A run into `folder`/out that ends at operation `at`; its exit status."""
        shadow = folder / "shadow"
        shadow.mkdir(parents=True, exist_ok=True)
        (folder / "disk").mkdir(exist_ok=True)
        environment = dict(os.environ, LD_PRELOAD=POWER_LOSS, POWER_ROOT=str(folder / "disk"), POWER_SHADOW=str(shadow), POWER_AT=str(at))
        return subprocess.run([*self.command, "-o", str(folder / "disk/out"), *flags], cwd=self.dir, env=environment,
                              capture_output=True, timeout=120)

    def losses(self, name, flags, code, command="refine"):
        self.command = [LAUTER, command, "in", "--key-file", "key", "-q", "--threads", "2",
                        "--set", "limits.shard_bytes=64KiB", *flags]
        whole = self.dir / name / "whole"
        done = self.start(whole, 0)
        self.assertEqual(done.returncode, code, done.stderr)
        expected = tree_digest(whole / "disk/out")
        operations = int((whole / "shadow/count").read_text())
        self.assertGreater(operations, 50)
        rng = random.Random(SEED)
        went_on = anew = 0
        for point in range(POINTS):
            folder = self.dir / name / str(point)
            at = rng.randrange(1, operations)
            done = self.start(folder, at)
            with self.subTest(flags=flags, point=point, at=at):
                self.assertIn(done.returncode, (-9, code))  # threads take turns: a run may need fewer operations
                left = folder / "left"
                disk = Disk(folder / "shadow", rng, lucky=point % 2 == 1)
                disk.restore(folder / "disk", (folder / "disk").stat().st_ino, left)
                out = left / "out"
                again = subprocess.run([*self.command, "-o", str(out), "--resume"], cwd=self.dir, capture_output=True, timeout=120)
                if again.returncode == 2:
                    # Nothing of the journal was durable: the run had not begun, and says so.
                    self.assertIn(b"nothing to resume", again.stderr)
                    again = subprocess.run([*self.command, "-o", str(out), "--overwrite"], cwd=self.dir, capture_output=True, timeout=120)
                    anew += 1
                else:
                    went_on += 1
                self.assertEqual(again.returncode, code, again.stderr)
                self.assertEqual(tree_digest(out), expected)
                report = json.loads((out / "report.json").read_text())["rows"]
                self.assertEqual(report["in"], report["kept"] + report["edited"] + report["rejected"])
            shutil.rmtree(folder)
        print(f"{name}: {POINTS} losses in {operations} operations, {went_on} went on, {anew} began anew: all bytes equal")
        self.assertGreater(went_on, 0)

    def test_a_run(self):
        self.make_corpus()
        self.losses("plain", ("--model", "none"), 1)

    def test_runs_with_a_first_pass(self):
        self.make_corpus()
        self.losses("guard", ("--model", "none", "--set", "surrogates.guard=corpus"), 1)
        self.losses("dedup", (), 1, command="dedup")


if __name__ == "__main__":
    unittest.main()
