"""What pages about the code name is there: headers and sources, folders, scripts, pages. A name without a folder may lie anywhere in its module."""
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = sorted(path.name for path in (ROOT / "src").iterdir() if path.is_dir())
PAGES = [ROOT / "docs/ARCHITECTURE.md", ROOT / "docs/TOUR.md", ROOT / "CONTRIBUTING.md"]
NAMED = re.compile(r"`([\w./-]+)`")
FILE = re.compile(r"[\w/-]+\.(?:h|cc|inc|py|md|toml|tsv|json)")
ROOMS = ("bench/", "data/", "docs/", "examples/", "knowledge/", "models/", "packages/", "prompts/", "python/", "scripts/", "src/", "studies/", "tests/", "train/")


class Places(unittest.TestCase):
    def test_every_module_says_what_it_is_for(self):
        self.assertEqual([name for name in MODULES if not (ROOT / "src" / name / "README.md").exists()], [])

    def test_what_a_module_names_is_in_it(self):
        for name in MODULES:
            module = ROOT / "src" / name
            files = {str(path.relative_to(module)) for path in module.rglob("*")}
            names = {path.rpartition("/")[2] for path in files}
            for word in NAMED.findall((module / "README.md").read_text()):
                if word.startswith(ROOMS) or not (FILE.fullmatch(word) or word.endswith("/")):
                    continue
                with self.subTest(module=name, word=word):
                    there = word.strip("/") in (files if "/" in word.strip("/") or word.endswith("/") else names)
                    self.assertTrue(there or (ROOT / "src" / word).exists(), "not in the module")

    def test_what_pages_name_is_there(self):
        for page in [*PAGES, *(ROOT / "src" / name / "README.md" for name in MODULES)]:
            for word in NAMED.findall(page.read_text()):
                where = [folder for folder in ROOMS if word.startswith(folder)]
                if where or word.split("/")[0] in MODULES and FILE.fullmatch(word):
                    with self.subTest(page=str(page.relative_to(ROOT)), word=word):
                        self.assertTrue((ROOT / word).exists() or (ROOT / "src" / word).exists(), "not there")

    def test_design_pages_are_one_screen(self):
        long = {page.name: lines for page in (ROOT / "docs/design").glob("*.md") if (lines := page.read_text().count("\n")) > 80}
        self.assertEqual(long, {}, "question, decision, figures, what would change our mind; the rest is in the history")

    def test_links_of_the_site_lead_somewhere(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([ROOT / "scripts/docs-pages", folder], check=True)
            pages = pathlib.Path(folder, "pages")
            for page in re.findall(r": ([\w./-]+\.md)$", pathlib.Path(folder, "mkdocs.yml").read_text(), re.M):
                with self.subTest(page):
                    text = re.sub(r"^```.*?^```$", "", (pages / page).read_text(), flags=re.M | re.S)
                    for target in re.findall(r"\]\(([^)#:\s]+)[)#]", text):
                        self.assertTrue(((pages / page).parent / target).exists(), target)


if __name__ == "__main__":
    unittest.main()
