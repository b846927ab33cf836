"""`detoxify` on passages of data/abuse/dev, whose author judged every sentence, knew no rule of lauter and was never trained on.

What is compared with is the author's own decision; the floors stand below the figures of docs/design/0012-toxicity.md. studies/rewrite/score counts."""
import importlib.machinery
import importlib.util
import json
import pathlib
import unittest

from support import LAUTER, CliTest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PASSAGES = ROOT / "data/abuse/dev/d1.jsonl"


def load_score():
    loader = importlib.machinery.SourceFileLoader("score", str(ROOT / "studies/rewrite/score"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("score", loader))
    loader.exec_module(module)
    return module


SCORE = load_score()


class Sentences(CliTest):
    def judged(self, *flags):
        rows = SCORE.passages([str(PASSAGES)])
        after, _ = SCORE.refined(LAUTER, rows, list(flags))
        for row, text in zip(rows, after):
            row["held"] = text is None
            SCORE.fates(row, text)
        return rows, after

    def test_sentences_of_an_author_who_was_never_seen(self):
        rows, after = self.judged()
        out = SCORE.figures(rows, [], None)
        self.assertGreater(out["abusive sentences gone"]["share"], 0.6, out["abusive sentences gone"])
        self.assertLess(out["kept frames edited"]["share"], 0.13, out["kept frames edited"])
        self.assertLess(out["clean sentences edited"]["share"], 0.08, out["clean sentences edited"])
        kept = [(r["document"], t) for r, t in zip(rows, after) if t is not None and all(s["fate"] == "keep" for s in r["sentences"])]
        self.assertGreater(len(kept), 60)

    def test_the_second_reader_finds_what_the_quick_one_misses_and_marks_less(self):
        """At the same share of harmless sentences marked: the quick judge needs a threshold of .8 for that."""
        quick = ("--set", "steps.detoxify.second_reader=false")
        both, alone, loose = (SCORE.figures(self.judged(*flags)[0], [], None) for flags in ((), (*quick, "--set", "steps.detoxify.min_score=0.8"), quick))
        self.assertGreater(both["abusive sentences gone"]["share"], alone["abusive sentences gone"]["share"] + 0.05)
        self.assertLess(both["clean sentences edited"]["share"], loose["clean sentences edited"]["share"])

    def test_a_surer_threshold_takes_less_and_never_something_else(self):
        gone = []
        for least in ("0.5", "0.7", "0.95"):
            rows, _ = self.judged("--set", f"steps.detoxify.min_score={least}")
            gone.append({(r["id"], s["s"]) for r in rows for s in r["sentences"] if s["fate"] != "keep" and not r["held"]} |
                        {(r["id"], s["s"]) for r in rows if r["held"] for s in r["sentences"] if s["act"] != "keep"})
        self.assertLess(len(gone[1]), len(gone[0]))
        self.assertLess(len(gone[2]), len(gone[1]))

    def test_a_long_text_is_not_held_back_for_its_length(self):
        paragraph = "The ferry leaves at nine, and the harbour is a short walk from the station. Bring a coat. "
        (self.dir / "in.jsonl").write_text(json.dumps({"id": "long", "text": paragraph * 3000}) + "\n")
        self.run_lauter("detoxify", "in.jsonl", "-o", "out", "--key-file", "key")
        self.assertEqual(json.loads((self.dir / "out/data/in.jsonl").read_text())["text"], paragraph * 3000)


if __name__ == "__main__":
    unittest.main()
