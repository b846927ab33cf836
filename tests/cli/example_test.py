"""docs/example.svg, the picture of the README, is what the program does today, and shows what the README says of it."""
import os
import pathlib
import subprocess
import unittest
from xml.etree import ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs/example.svg"


class Example(unittest.TestCase):
    def test_it_is_drawn_anew(self):
        done = subprocess.run([ROOT / "scripts/update-example", "-"], env=os.environ, capture_output=True, text=True, check=True)
        self.assertEqual(PICTURE.read_text(), done.stdout, "run scripts/update-example")

    def test_public_stays_and_private_goes(self):
        spans = {}
        for span in ElementTree.parse(PICTURE).iter("{http://www.w3.org/2000/svg}tspan"):
            spans.setdefault(span.get("class"), []).append(span.text)
        self.assertEqual(spans["public"], ["Marie Curie", "Paris"] * 2)
        self.assertIn("Tom Hallworth", spans["gone"])
        self.assertFalse(set(spans["gone"]) & set(spans["new"]))


if __name__ == "__main__":
    unittest.main()
