#!/usr/bin/env python3
"""The tests of steps that compare with the libraries of others, in a virtual environment of their own; exits with 77 where PyPI cannot be had."""

import os
import pathlib
import subprocess
import sys

PACKAGES = ["ftfy==6.3.1", "tokenizers==0.23.1", "sentencepiece", "scikit-learn"]
TESTS = ["repair_test.RepairTest.test_agrees_with_ftfy", "repair_test.RepairTest.test_restores_what_ftfy_restores", "repair_test.RepairTest.test_options",
         "tokens_test.TokensTest.test_counts_are_the_library_s",
         "train_quality_test.TrainQualityTest.test_is_as_good_as_logistic_regression"]


def main():
    here = pathlib.Path(__file__).parent
    folder = pathlib.Path(os.environ.get("STEPS_VENV", here.parents[1] / "build" / "venvs" / "steps"))
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists() or ready.read_text() != " ".join(PACKAGES):
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True)
        if made.returncode == 0:
            made = subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES], capture_output=True)
        if made.returncode != 0:
            print("skipped: cannot install", *PACKAGES, made.stderr.decode("utf-8", "replace")[-300:])
            return 77
        ready.write_text(" ".join(PACKAGES))
    return subprocess.run([str(python), "-m", "unittest", *TESTS], cwd=here).returncode


if __name__ == "__main__":
    sys.exit(main())
