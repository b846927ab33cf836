"""Figures are those of the results: docs/FIGURES.md and docs/PAPERS.md as they are generated, sentences of README and cards, the cards' tables, and the
pages that studies and benches make of their results."""
import importlib.machinery
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"\d[\d.,]*\d? (?:%|MB)|(?<![\d.])0?\.\d{2,}\b")


def module(path):
    loader = importlib.machinery.SourceFileLoader("loaded", str(ROOT / path))
    loaded = importlib.util.module_from_spec(importlib.util.spec_from_loader("loaded", loader))
    loader.exec_module(loaded)
    return loaded


FIGURES = module("scripts/update-figures")


def said():
    """File and sentence, with the figure in its place."""
    for line in (ROOT / "docs/figures/said.tsv").read_text().splitlines():
        if not line.startswith("#"):
            file, sentence, reference = line.split("\t")
            yield file, sentence.replace("{}", FIGURES.shown(reference, {}))


class Figures(unittest.TestCase):
    def test_pages_are_generated(self):
        for page, text in FIGURES.pages():
            with self.subTest(page.name):
                self.assertEqual(page.read_text(), text, "run scripts/update-figures")

    def test_sentences_say_what_was_measured(self):
        for file, sentence in said():
            with self.subTest(file):
                self.assertIn(sentence, (ROOT / file).read_text())

    def test_no_figure_of_the_readme_is_without_a_source(self):
        text = re.sub(r"^(```.*?^```|\|.*?$)", "", (ROOT / "README.md").read_text(), flags=re.M | re.S)
        for file, sentence in said():
            if file == "README.md":
                text = text.replace(sentence, "")
        self.assertEqual(NUMBER.findall(text.replace("(95 % intervals", "(intervals")), [])

    def test_cards_say_what_was_measured(self):
        checked = 0
        for card in (ROOT / "models").glob("*.md"):
            for source, table in re.findall(r"^<!-- results: (\S+) -->\n((?:\|.*\n)+)", card.read_text(), re.M):
                results = json.loads((ROOT / source).read_text())["results"]
                for row in table.splitlines()[2:]:
                    name, figure, value, documents = (cell.strip() for cell in row.strip("|").split("|"))
                    with self.subTest(card=card.name, row=name, figure=figure):
                        self.assertEqual(value, FIGURES.shown(f"results > {name} > {figure} : .3f", {"results": results}))
                        self.assertEqual(int(documents.replace(",", "")), results[name]["documents"])
                    checked += 1
        self.assertGreater(checked, 0)

    def test_pages_of_results_are_made_of_them(self):
        tables = module("studies/book/tables.py")
        for results in (ROOT / "studies/book").glob("results-*.jsonl"):
            with self.subTest(results.name), tempfile.TemporaryDirectory() as folder:
                parts = []
                for number, line in enumerate(results.read_text().splitlines()):
                    parts.append(f"{folder}/{number}.json")
                    pathlib.Path(parts[-1]).write_text(line)
                subprocess.run([sys.executable, tables.__file__, f"{folder}/out", *parts], check=True, stdout=subprocess.DEVNULL)
                self.assertEqual(results.with_suffix(".md").read_text(), pathlib.Path(folder, "out.md").read_text())
        report = module("bench/peers/report.py")
        page = (ROOT / "bench/README.md").read_text()
        source, = re.findall(rf"{report.BEGIN}\n`(\S+)`", page)
        shown = page.partition(report.BEGIN)[2].partition(report.END)[0].strip()
        self.assertEqual(shown, report.markdown(json.loads((ROOT / source).read_text()), source).strip())


if __name__ == "__main__":
    unittest.main()
