#!/usr/bin/env python3
"""cmake --install BUILD: the program, its manual page, completions, recipes and licence, each in its place and in working order."""
import gzip
import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = os.environ["BUILD"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]


class Install(unittest.TestCase):
    def test_everything_is_in_place(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            prefix = pathlib.Path(folder)
            subprocess.run(["cmake", "--install", BUILD, "--strip", "--prefix", folder], check=True, capture_output=True)
            share = prefix / "share"
            program = prefix / "bin/lauter"
            version = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
            self.assertRegex(version, r"^lauter \d+\.\d+\.\d+\n$")

            page = gzip.decompress((share / "man/man1/lauter.1.gz").read_bytes())
            self.assertEqual(page, subprocess.run([program, "man"], check=True, capture_output=True).stdout)

            names = {"bash": "bash-completion/completions/lauter", "zsh": "zsh/vendor-completions/_lauter", "fish": "fish/vendor_completions.d/lauter.fish"}
            for shell, name in names.items():
                said = subprocess.run([program, "completions", shell], check=True, capture_output=True).stdout
                self.assertEqual((share / name).read_bytes(), said, shell)
            # Debian's loader of completions sources the file and goes on with what it has registered.
            registered = subprocess.run(["bash", "-c", '. "$0" && complete -p lauter', share / names["bash"]], check=True, capture_output=True, text=True)
            self.assertIn(" lauter", registered.stdout)

            for recipe in (SOURCE / "examples/recipes").iterdir():
                self.assertEqual((share / "lauter/recipes" / recipe.name).read_bytes(), recipe.read_bytes(), recipe.name)
            self.assertEqual((share / "doc/lauter/copyright").read_bytes(), (SOURCE / "LICENSE").read_bytes())


if __name__ == "__main__":
    unittest.main()
