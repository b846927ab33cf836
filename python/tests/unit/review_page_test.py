"""The page of lauter review in a real browser: Chromium, by Playwright's Python package.

    pip install playwright; apt-get install chromium     (CHROMIUM names another one; no browser of Playwright's own is needed)

LAUTER_SHOTS: a folder that gets screenshots, for people to look at.
"""
from __future__ import annotations

import json
import os
import shutil
import sys
import unittest
from collections import Counter
from pathlib import Path
from typing import Any

try:
    from playwright.sync_api import Page, sync_playwright
except ImportError:
    sync_playwright = None  # type: ignore[assignment]

from review_support import EMOJI, EMOJI_NAME, HOSTILE, LONG, RTL, RunTest

import lauter
from lauter.review import open_review

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
VIEWS = [(width, height, scheme) for width, height in ((1280, 800), (390, 844)) for scheme in ("light", "dark")]


def setUpModule() -> None:
    if sync_playwright is None:
        raise unittest.SkipTest(f"the page of lauter review: playwright is not installed for {sys.executable}")
    if CHROMIUM is None:
        raise unittest.SkipTest("the page of lauter review: there is no chromium; apt-get install chromium")


class PageTest(RunTest):
    browser: Any

    @classmethod
    def setUpClass(cls) -> None:
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        cls.browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        cls.addClassCleanup(cls.browser.close)

    def setUp(self) -> None:
        super().setUp()
        self.troubles: list[str] = []
        self.foreign: list[str] = []

    def open(self, width: int = 1280, height: int = 800, scheme: str = "light", **options: Any) -> Page:
        review = open_review(self.out, **{"key": str(self.key), **options})
        self.addCleanup(review.close)
        context = self.browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.addCleanup(context.close)
        page: Page = context.new_page()
        page.on("console", lambda message: self.troubles.append(message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        here = review.url.split("#")[0]
        page.on("request", lambda request: None if request.url.startswith(here) else self.foreign.append(request.url))
        page.goto(review.url)
        page.wait_for_selector("html[data-ready]", state="attached")
        self.review = review
        self.addCleanup(self.assert_quiet)
        return page

    def assert_quiet(self) -> None:
        self.assertEqual((self.troubles, self.foreign), ([], []))

    def settle(self, page: Page) -> None:
        """Until all that was pressed is done."""
        page.evaluate("chain")

    def press(self, page: Page, keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)
            self.settle(page)

    def search(self, page: Page, text: str) -> None:
        page.keyboard.press("/")
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.wait_for_function("text => document.querySelector('#head .id')?.textContent === text", arg=text)
        self.settle(page)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in Path(self.out, "review", "decisions.jsonl").read_text().splitlines()]

    def shoot(self, page: Page, name: str) -> None:
        if folder := os.environ.get("LAUTER_SHOTS"):
            size = page.viewport_size or {"width": 0}
            page.screenshot(path=os.path.join(folder, f"{name}-{size['width']}.png"))


class Judging(PageTest):
    def setUp(self) -> None:
        super().setUp()
        with open(self.inputs / "c.jsonl", "w") as file:
            for i in range(5000):
                file.write(json.dumps({"id": f"c-{i}", "text": f"Row {i}: ask person{i}@corp-mail.com or ring 020 7946 {i % 10000:04}."}) + "\n")
        lauter.refine_files(self.inputs, self.out, key=str(self.key), model="none", overwrite=True)

    def test_two_hundred_edits_by_keyboard_alone(self) -> None:
        page = self.open(strategy="random")
        self.assertEqual(page.inner_text("#count"), "1 / 200+")
        wanted: list[str] = []
        places = set()
        for i in range(200):
            places.add((page.inner_text("#head .id"), page.get_attribute("#edits [aria-current=true]", "data-op")))
            if i % 20 == 7:
                page.keyboard.press("l")
                page.keyboard.type("medical rec")
                page.keyboard.press("Enter")
                wanted.append("label")
            elif i % 20 == 13:
                page.keyboard.press("w")
                page.wait_for_selector("#ask[open]")
                page.keyboard.type(f"words {i}")
                page.keyboard.press("Enter")
                wanted.append("words")
            elif i % 5 == 4:
                page.keyboard.press("r")
                wanted.append("stay")
            else:
                page.keyboard.press("a")
                wanted.append("right")
            if i % 20 in (7, 13):
                page.wait_for_function("n => state.queue.filter(item => item.done).length === n", arg=i + 1)
            self.settle(page)
        lines = self.lines()
        self.assertEqual([line["decision"] for line in lines], wanted)
        self.assertEqual({(line["id"], str(line["edit"]["op"])) for line in lines}, places)
        self.assertEqual({line["label"] for line in lines if line["decision"] == "label"}, {"MEDICAL_RECORD_NUMBER"})
        self.assertEqual({line["queue"] for line in lines}, {"random"})
        judged = Counter(line["edit"]["label"] for line in lines)
        right = Counter(line["edit"]["label"] for line in lines if line["decision"] in ("right", "words"))
        shown = page.inner_text("#figures")
        for label, n in judged.items():
            self.assertIn(f"{label} {right[label]}/{n} {right[label] / n:.2f}", shown)
        self.assertIn("The end of this part of the queue", page.inner_text("#texts"))
        self.shoot(page, "end")
        self.press(page, "u")
        self.assertEqual(self.lines()[-1]["undo"], 200)
        self.assertEqual(page.inner_text("#head .id"), lines[-1]["id"])
        page.reload()
        page.wait_for_selector("html[data-ready]", state="attached")
        self.assertEqual(page.inner_text("#count"), "200 / 200+")
        self.assertEqual(page.inner_text("#head .id"), lines[-1]["id"])
        self.assertNotIn("token", page.url)
        self.press(page, "an")
        self.assertEqual(page.inner_text("#count"), "1 / 200+")
        self.assertNotIn((page.inner_text("#head .id"), page.get_attribute("#edits [aria-current=true]", "data-op")), places)

    def test_a_server_that_is_gone(self) -> None:
        """What was not written does not look as if it were."""
        page = self.open()
        self.press(page, "a")
        self.review.close()
        page.keyboard.press("r")
        page.wait_for_selector("#toast:not([hidden])")
        self.assertIn("has ended", page.inner_text("#toast"))
        self.assertEqual(page.inner_text("#count"), "2 / 200+")
        self.assertEqual(page.locator("#verdicts [aria-pressed=true]").count(), 0)
        self.assertEqual([line["decision"] for line in self.lines()], ["right"])
        self.troubles.clear()  # The browser notes the refused connection.

    def test_fast_typing_loses_nothing(self) -> None:
        page = self.open()
        page.keyboard.type("aaraaraaaa" * 5)
        self.settle(page)
        self.assertEqual([line["decision"][0] for line in self.lines()], list("rrsrrsrrrr" * 5))
        self.assertEqual(len({(line["id"], line["edit"]["op"]) for line in self.lines()}), 50)


class Showing(PageTest):
    def test_hostile_text_stays_text(self) -> None:
        page = self.open()
        self.search(page, "hostile")
        gone = page.inner_text("#texts del")
        self.assertEqual(gone, "jane.doe@corp-mail.com")
        shown = page.evaluate(ORIGINAL)
        self.assertEqual(shown, HOSTILE)
        self.assertEqual(page.locator("#texts img, #texts script").count(), 0)
        self.assertNotEqual(page.title(), "owned")

    def test_signs_and_directions(self) -> None:
        page = self.open()
        self.search(page, "rtl")
        self.assertEqual(page.locator("#texts .sign").all_inner_texts(), ["RLO", "U+0007"])
        self.assertEqual(page.inner_text("#texts del"), "avi@corp-mail.com")
        leaves = page.evaluate("state.leaves.map(leaf => [leaf.start, leaf.end])")
        self.assertEqual([leaf[0] for leaf in leaves][1:], [leaf[1] for leaf in leaves][:-1])
        self.assertEqual(leaves[-1][1], len(RTL))
        # The sign that turns the order around is shown, and does not: what is behind it stands at its place.
        self.assertEqual(page.evaluate("document.querySelector('#texts').textContent.includes('\\u202e')"), False)
        self.shoot(page, "rtl")

    def test_a_long_row_comes_in_pieces(self) -> None:
        page = self.open()
        self.search(page, "long")
        self.assertLess(len(page.inner_text("#texts")), 6000)
        self.assertGreaterEqual(page.locator(".gap").count(), 2)
        while page.locator(".gap").count():
            page.locator(".gap").first.click()
            self.settle(page)
        shown = page.evaluate(ORIGINAL)
        self.assertEqual(shown, LONG)

    def test_deleted_line_ends_show(self) -> None:
        text = "A headline\n\n" + "The river ran on past the old mill and its wheel, and nobody there knew why it did. " * 12
        (self.inputs / "a.jsonl").write_text(json.dumps({"id": "page", "text": text}) + "\n")
        lauter.refine_files(self.inputs / "a.jsonl", self.out, "filters", key=str(self.key), overwrite=True, set={"steps.0.where": "id == none"})
        page = self.open(strategy="large")
        self.assertEqual(page.locator("#texts del").first.inner_text().rstrip("\n"), "A headline↵")
        self.assertEqual(page.evaluate(ORIGINAL).replace("↵", ""), text)

    def test_without_the_originals(self) -> None:
        shutil.rmtree(self.inputs)
        page = self.open()
        self.search(page, "emoji")
        self.assertIn("the input is not where it was", page.inner_text("#note"))
        self.assertRegex(page.inner_text("#texts del"), "^▇+$")
        self.assertNotIn("bob.smith", page.content())
        self.press(page, "r")
        self.assertEqual(self.lines()[0]["decision"], "stay")
        self.shoot(page, "refined")

    def test_views(self) -> None:
        """Nothing is wider than the window, everything is to be read, nothing jumps, everything has a name."""
        for width, height, scheme in VIEWS:
            with self.subTest(width=width, scheme=scheme):
                shutil.rmtree(Path(self.out, "review"), ignore_errors=True)
                page = self.open(width, height, scheme)
                boxes = []
                for key in "arajk":
                    self.press(page, key)
                    boxes.append([page.locator(at).bounding_box() for at in ("header", "#row", "#actions", "#verdicts", "#scope", "footer", "#count")])
                self.assertEqual(len({json.dumps(box) for box in boxes}), 1, "something jumps")
                self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                self.assertEqual(page.evaluate(UNREADABLE), [])
                self.assertEqual(page.evaluate(NAMELESS), [])
                self.shoot(page, f"view-{scheme}")
                page.keyboard.press("Tab")
                self.assertGreaterEqual(page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)"), 2)
                for strategy in ("kept", "held"):
                    page.select_option("#strategy", strategy)
                    self.settle(page)
                    self.assertEqual(page.evaluate(UNREADABLE), [], strategy)
                    self.shoot(page, f"{strategy}-{scheme}")
                self.review.close()


class Marking(PageTest):
    def select(self, page: Page, words: str) -> None:
        """By the mouse, as a person does: from the first letter's left edge to the last one's right edge."""
        box = page.evaluate(
            """words => {
              for (const leaf of state.leaves) {
                const at = leaf.node.data ? leaf.node.data.indexOf(words) : -1;
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(leaf.node, at);
                range.setEnd(leaf.node, at + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.right, (box.top + box.bottom) / 2];
              }
            }""",
            words,
        )
        page.mouse.move(box[0] + 0.5, box[2])
        page.mouse.down()
        page.mouse.move((box[0] + box[1]) / 2, box[2])
        page.mouse.move(box[1] - 0.5, box[2])
        page.mouse.up()

    def mark(self, page: Page, label: str) -> None:
        page.keyboard.press("m")
        page.wait_for_selector("#ask[open]")
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        self.settle(page)

    def test_select_text_that_holds_an_emoji(self) -> None:
        page = self.open()
        self.search(page, "emoji")
        self.select(page, EMOJI_NAME)
        self.assertEqual(page.evaluate("getSelection().toString()"), EMOJI_NAME)
        self.mark(page, "person")
        (line,) = self.lines()
        self.assertEqual(EMOJI.encode()[line["edit"]["start"] : line["edit"]["end"]].decode(), EMOJI_NAME)
        self.assertEqual((line["decision"], line["label"]), ("missed", "PERSON"))
        self.assertEqual(page.inner_text("#texts .missed"), EMOJI_NAME)
        self.shoot(page, "missed")
        page.locator("#edits .is-missed").click()
        self.settle(page)
        self.assertEqual(page.locator("#texts .missed").count(), 0)
        self.assertEqual(self.lines()[-1]["undo"], 1)

    def test_a_mark_behind_an_edit_and_by_typing(self) -> None:
        page = self.open()
        self.search(page, "emoji")
        page.keyboard.press("m")
        page.wait_for_selector("#ask[open]")
        page.keyboard.type("today 😀")
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.querySelector('#ask-title').textContent.startsWith('Missed')")
        page.keyboard.type("date")
        page.keyboard.press("Enter")
        self.settle(page)
        (line,) = self.lines()
        self.assertEqual(EMOJI.encode()[line["edit"]["start"] : line["edit"]["end"]].decode(), "today 😀")

    def test_an_edit_cannot_be_missed(self) -> None:
        page = self.open()
        self.search(page, "emoji")
        self.select(page, "bob.smith")
        self.mark(page, "person")
        self.assertIn("touches an edit", page.inner_text("#toast"))
        self.assertEqual(self.lines(), [])
        self.troubles.clear()  # The browser notes the answer 409.


# The text of a row without what was put in.
ORIGINAL = """(() => {
  const copy = document.querySelector("#texts .text").cloneNode(true);
  copy.querySelectorAll("ins").forEach((e) => e.remove());
  return copy.textContent;
})()"""
# Texts whose contrast is below WCAG's 4.5.
UNREADABLE = """(() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => { const f = (x) => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; }; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
  const bad = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest("[hidden], dialog:not([open]), .hidden, :disabled, option") || e.getClientRects().length === 0) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.textContent.slice(0, 20)}`);
  }
  return bad;
})()"""
# Controls that a screen reader could not name.
NAMELESS = """[...document.querySelectorAll("button, select, input, progress, [role]")]
  .filter((e) => !(e.textContent.trim() || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") || e.closest("label")) && e.id !== "toast" && e.id !== "ask-list")
  .map((e) => e.outerHTML)"""

del PageTest, RunTest  # They are no tests themselves.

if __name__ == "__main__":
    unittest.main(verbosity=2)  # With the reason if it is skipped.
