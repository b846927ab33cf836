#!/usr/bin/python3
"""The diversity study: its measures against plain sums, and the whole command where the data are there."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
STUDY = ROOT / "studies" / "diversity"
PYTHON = "/usr/bin/python3"
sys.path.insert(0, str(STUDY))
try:
    import numpy as np
except ImportError:
    np = None
    if sys.executable != PYTHON and os.path.exists(PYTHON):  # Debian's has it
        os.execv(PYTHON, [PYTHON, *sys.argv])
try:
    import embed
except ImportError:
    embed = None
LAUTER = os.environ.get("LAUTER", str(ROOT / "build/release/lauter"))
DATA = ROOT.parent / "shared" / "data"


@unittest.skipIf(embed is None, "python3-numpy or python3-torch is not installed")
class Measures(unittest.TestCase):
    def test_distance_and_coverage_as_sums_over_pairs(self):
        rng = np.random.default_rng(1)
        x, y = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in rng.normal(size=(2, 30, 5)))
        pairs = [1 - x[i] @ x[j] for i in range(30) for j in range(30) if i != j]
        self.assertAlmostEqual(embed.mean_distance(x), float(np.mean(pairs)))
        self.assertEqual(embed.coverage(x, x), 1)
        near = [sum(1 - x[i] @ x[j] < min(1 - x[i] @ z for z in y) for j in range(30) if j != i) < 5 for i in range(30)]
        self.assertAlmostEqual(embed.coverage(x, y), float(np.mean(near)))
        self.assertEqual(embed.coverage(x[:1].repeat(9, 0), -x[:1]), 0)


@unittest.skipIf(np is None, "python3-numpy is not installed")
class Whole(unittest.TestCase):
    def test_without_the_program_one_line(self):
        done = subprocess.run([PYTHON, str(STUDY / "run"), "--lauter", "/nowhere/lauter"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr.count("\n")), (1, 1))

    def test_command(self):
        if not os.access(LAUTER, os.X_OK) or not (DATA / "aitext").exists():
            self.skipTest("no program or no data")
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PYTHON, str(STUDY / "run"), "--small", "--lauter", LAUTER, "--data", str(DATA), "--out", f"{folder}/out", "--work", f"{folder}/work"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            sets = json.loads(pathlib.Path(folder, "out.json").read_text())["texts"]
            paragraphs = sets["paragraphs by people"]
            for of in paragraphs.values():
                for figure in of["figures"].values():
                    self.assertAlmostEqual(figure["ratio"]["value"], figure["made"] / figure["raw"], places=3)
            self.assertGreater(paragraphs["gpt-4o"]["likeness"]["made"], paragraphs["refine"]["likeness"]["made"])
            self.assertEqual(paragraphs["gpt-4o"]["changed"], paragraphs["gpt-4o"]["texts"])


if __name__ == "__main__":
    unittest.main()
