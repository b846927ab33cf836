"""lauter.presidio: with Presidio installed its classes come back, without it ours of equal shape. Run it in both environments."""
from __future__ import annotations

import logging
import re
import unittest
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import contract

import lauter
from lauter.presidio import (
    AnalyzerEngine,
    AnonymizerEngine,
    BatchAnalyzerEngine,
    OperatorConfig,
    Pattern,
    PatternRecognizer,
    RecognizerResult,
    Registry,
)
from lauter.presidio.entities import COARSE, SAME_NAME, TO_PRESIDIO, entity_of

ROOT = Path(__file__).resolve().parents[3]
HAS_ANALYZER = find_spec("presidio_analyzer") is not None
HAS_ANONYMIZER = find_spec("presidio_anonymizer") is not None
EMOJI = "🙂 My name is David Johnson, phone (212) 555-1234, mail david.johnson@corp.com"


def found(results: list[RecognizerResult], text: str) -> list[tuple[str, str]]:
    return sorted((one.entity_type, text[one.start : one.end]) for one in results)


class Hidden(unittest.TestCase):
    def test_values_show_nowhere(self) -> None:
        """What is found, why it was, and the log of decisions; Presidio's own anonymised text aside, which keeps what it is told to."""
        texts = [row.text or "" for row in contract.planted()]
        with contract.hidden(self) as show:
            logging.getLogger("decision_process").setLevel(logging.INFO)
            analyzer = AnalyzerEngine(log_decision_process=True)
            anonymizer = AnonymizerEngine()
            for text in texts:
                results = analyzer.analyze(text, "en", return_decision_process=True)
                show(results)
                for one in results:
                    show(one)
                    show(one.analysis_explanation)
                show(anonymizer.anonymize(text, results))
            for wrong in ({"language": "en", "entities": ["NONE"]}, {"language": "en", "nlp_artifacts": texts}):
                with self.assertRaises(Exception) as raised:
                    analyzer.analyze(texts[0], **wrong)
                show(raised.exception)
            show(analyzer)
            show(anonymizer)


class Analyze(unittest.TestCase):
    analyzer: AnalyzerEngine

    @classmethod
    def setUpClass(cls) -> None:
        cls.analyzer = AnalyzerEngine()

    def test_first_snippet(self) -> None:
        text = "My phone number is 212-555-5555"
        results = self.analyzer.analyze(text=text, entities=["PHONE_NUMBER"], language="en")
        self.assertEqual([("PHONE_NUMBER", 19, 31)], [(one.entity_type, one.start, one.end) for one in results])
        self.assertEqual("phone.nanp", (results[0].recognition_metadata or {})["recognizer_name"])
        self.assertEqual("lauter", (results[0].recognition_metadata or {})["recognizer_identifier"])
        module = "presidio_analyzer" if HAS_ANALYZER else "lauter"
        self.assertEqual(module, type(results[0]).__module__.split(".")[0])

    def test_offsets_are_code_points(self) -> None:
        said = found(self.analyzer.analyze(EMOJI, "en"), EMOJI)
        self.assertEqual(
            [
                ("EMAIL_ADDRESS", "david.johnson@corp.com"),
                ("PERSON", "David Johnson"),
                ("PHONE_NUMBER", "(212) 555-1234"),
            ],
            said,
        )

    def test_best_first(self) -> None:
        scores = [one.score for one in self.analyzer.analyze(EMOJI, "en")]
        self.assertEqual(sorted(scores, reverse=True), scores)

    def test_entities(self) -> None:
        """Theirs take all categories behind them; ours are reported under their own name."""
        text = "Dear Ms Johnson, our Kate was born on 4 May 1987."
        everything = dict(found(self.analyzer.analyze(text, "en"), text))
        self.assertEqual({"DATE_TIME", "PERSON"}, set(everything))
        self.assertEqual({"PERSON"}, {name for name, _ in found(self.analyzer.analyze(text, "en", ["PERSON"]), text)})
        ours = found(self.analyzer.analyze(text, "en", ["DATE_OF_BIRTH"]), text)
        self.assertEqual([("DATE_OF_BIRTH", "4 May 1987")], ours)

    def test_unknown_entities(self) -> None:
        with self.assertLogs("lauter", logging.WARNING) as logs:
            said = self.analyzer.analyze(EMOJI, "en", ["PERSON", "DOG_NAME"])
        self.assertEqual(1, len(said))
        self.assertIn("DOG_NAME", logs.output[0])
        with self.assertLogs("lauter"), self.assertRaises(ValueError):
            self.analyzer.analyze(EMOJI, "en", ["DOG_NAME"])

    def test_strict_entities(self) -> None:
        text = "password: hunter2secret9X and david.johnson@corp.com"
        self.assertIn("PASSWORD", {one.entity_type for one in self.analyzer.analyze(text, "en")})
        strict = AnalyzerEngine(strict_entities=True)
        self.assertNotIn("PASSWORD", {one.entity_type for one in strict.analyze(text, "en")})
        self.assertIn("EMAIL_ADDRESS", {one.entity_type for one in strict.analyze(text, "en")})
        self.assertNotIn("PASSWORD", strict.get_supported_entities())
        self.assertIn("PASSWORD", self.analyzer.get_supported_entities())

    def test_allow_list(self) -> None:
        """Exact and regex drop what Presidio's own function drops."""
        results = self.analyzer.analyze(EMOJI, "en")
        cases: list[tuple[list[str], str]] = [
            (["David Johnson"], "exact"),
            (["david johnson"], "exact"),
            (["David"], "exact"),
            ([""], "exact"),
            (["@corp\\.com$", "^\\(212\\)"], "regex"),
            (["JOHNSON"], "regex"),
            ([""], "regex"),
        ]
        flags = re.DOTALL | re.MULTILINE | re.IGNORECASE
        kept = []
        for allow, match in cases:
            with self.subTest(allow=allow, match=match):
                said = self.analyzer.analyze(EMOJI, "en", allow_list=allow, allow_list_match=match)
                kept.append(len(said))
                if HAS_ANALYZER:
                    import presidio_analyzer

                    theirs = presidio_analyzer.AnalyzerEngine._remove_allow_list(results, allow, EMOJI, flags, match)
                    self.assertEqual(theirs, said)
        self.assertEqual([2, 3, 3, 3, 1, 1, 3], kept)
        with self.assertRaises(ValueError):
            self.analyzer.analyze(EMOJI, "en", allow_list=["x"], allow_list_match="fuzzy")

    def test_score_threshold(self) -> None:
        results = self.analyzer.analyze(EMOJI, "en")
        least = results[1].score
        self.assertEqual(results[:2], self.analyzer.analyze(EMOJI, "en", score_threshold=least)[:2])
        self.assertTrue(all(one.score >= least for one in self.analyzer.analyze(EMOJI, "en", score_threshold=least)))
        self.assertEqual([], AnalyzerEngine(default_score_threshold=1.1).analyze(EMOJI, "en"))

    def test_decision_process(self) -> None:
        (plain,) = self.analyzer.analyze(EMOJI, "en", ["PERSON"])
        self.assertIsNone(plain.analysis_explanation)
        (one,) = self.analyzer.analyze(EMOJI, "en", ["PERSON"], return_decision_process=True)
        assert one.analysis_explanation is not None
        self.assertEqual(one.score, one.analysis_explanation.original_score)
        self.assertTrue(one.analysis_explanation.recognizer)

    def test_log_holds_no_value(self) -> None:
        analyzer = AnalyzerEngine(log_decision_process=True)
        with self.assertLogs("decision_process", logging.INFO) as logs:
            analyzer.analyze(EMOJI, "en", correlation_id="c-17")
        self.assertIn("c-17", logs.output[0])
        self.assertIn("EMAIL_ADDRESS", logs.output[0])
        self.assertNotIn("ohnson", "".join(logs.output))

    def test_arguments_without_sense(self) -> None:
        wrong: list[dict[str, Any]] = [{"nlp_engine": object()}, {"context_aware_enhancer": object()}]
        for arguments in wrong:
            with self.subTest(arguments=list(arguments)), self.assertRaisesRegex(TypeError, next(iter(arguments))):
                AnalyzerEngine(**arguments)
        with self.assertRaisesRegex(TypeError, "nlp_artifacts"):
            self.analyzer.analyze(EMOJI, "en", nlp_artifacts=object())  # type: ignore[arg-type]
        with self.assertRaises(ValueError):
            AnalyzerEngine(supported_languages=["en"]).analyze(EMOJI, "tlh")

    def test_lone_surrogate(self) -> None:
        """Presidio reads any str: what is broken elsewhere hides no value."""
        text = "half \ud83d, then david.johnson@corp.com"
        self.assertEqual([("EMAIL_ADDRESS", "david.johnson@corp.com")], found(self.analyzer.analyze(text, "en"), text))

    def test_context(self) -> None:
        self.assertEqual([], self.analyzer.analyze("2125555555", "en"))
        said = self.analyzer.analyze("2125555555", "en", context=["phone"])
        self.assertEqual([("PHONE_NUMBER", 0, 10)], [(one.entity_type, one.start, one.end) for one in said])


class Recognizers(unittest.TestCase):
    def test_pattern(self) -> None:
        zip_code = PatternRecognizer("ZIP", name="zip", patterns=[Pattern("five", r"\b(\d{5})(-\d{4})?\b", 0.3)])
        text = "it is 90210-1234 there"
        (one,) = AnalyzerEngine().analyze(text, "en", ["ZIP"], ad_hoc_recognizers=[zip_code])
        self.assertEqual(("ZIP", 6, 16, 0.3), (one.entity_type, one.start, one.end, round(one.score, 6)))
        self.assertEqual("zip", (one.recognition_metadata or {})["recognizer_name"])

    def test_builtin_label(self) -> None:
        """A recognizer of a type that lauter has too: its finds stand, whatever lauter thinks of them."""
        zaphod = PatternRecognizer("PERSON", name="z", deny_list=["Zaphod"])
        said = AnalyzerEngine().analyze("Then zaphod, or Zaphod?", "en", ad_hoc_recognizers=[zaphod])
        self.assertEqual([("PERSON", 5, 11, 1.0), ("PERSON", 16, 22, 1.0)], [(o.entity_type, o.start, o.end, o.score) for o in said])

    def test_deny_list_like_theirs(self) -> None:
        words = ["foo", "foo bar", "C++", "é", "Ünal", "a.b", "x"]
        texts = ["foo foo bar food", "C++ c++, xC++ C++x", "é fé é, (é)", "ünal ünals Ünal", "a.b axb a.bc", "x x xx", "🙂foo🙂"]
        recognizer = PatternRecognizer("WORD", name="w", deny_list=words)
        said = [
            sorted((one.start, one.end) for one in AnalyzerEngine().analyze(text, "en", ["WORD"], ad_hoc_recognizers=[recognizer]))
            for text in texts
        ]
        if HAS_ANALYZER:
            theirs = [sorted((one.start, one.end) for one in recognizer.analyze(text, ["WORD"])) for text in texts]
            self.assertEqual(theirs, said)
        self.assertEqual([(0, 1), (5, 6), (9, 10)], said[2])

    def test_validation(self) -> None:
        class Even(PatternRecognizer):
            def validate_result(self, pattern_text: str) -> bool | None:
                return None if pattern_text == "T-0" else int(pattern_text[2:]) % 2 == 0

            def invalidate_result(self, pattern_text: str) -> bool | None:
                return pattern_text == "T-8"

        even = Even("TICKET", name="even", patterns=[Pattern("t", r"T-\d+", 0.4)])
        text = "T-0 T-1 T-2 T-8"
        said = AnalyzerEngine().analyze(text, "en", ["TICKET"], ad_hoc_recognizers=[even])
        self.assertEqual([("T-2", 1.0), ("T-0", 0.4)], [(text[o.start : o.end], round(o.score, 6)) for o in said])

    def test_registry(self) -> None:
        registry: Any = Registry()
        if HAS_ANALYZER:
            from presidio_analyzer import RecognizerRegistry

            registry = RecognizerRegistry()
            registry.load_predefined_recognizers()
        analyzer = AnalyzerEngine(registry=registry)
        self.assertEqual([], analyzer.analyze("badge B-123", "en"))
        registry.add_recognizer(PatternRecognizer("BADGE", name="badge", patterns=[Pattern("b", r"B-\d{3}", 0.9)]))
        (one,) = analyzer.analyze("badge B-123", "en")
        self.assertEqual("BADGE", one.entity_type)
        self.assertIn("BADGE", analyzer.get_supported_entities())
        self.assertEqual(["badge"], [recognizer.name for recognizer in analyzer.get_recognizers()])
        german = PatternRecognizer("MARKE", name="m", patterns=[Pattern("m", r"M-\d{3}", 0.9)], supported_language="de")
        registry.add_recognizer(german)
        self.assertEqual([], analyzer.analyze("badge M-123", "en"))
        self.assertEqual(1, len(analyzer.analyze("badge M-123", "de")))

    def test_pattern_that_re2_refuses(self) -> None:
        behind = PatternRecognizer("X", name="sneaky", patterns=[Pattern("look", r"(?<=a)b", 0.5)])
        with self.assertRaisesRegex(lauter.RecipeError, "sneaky/look"):
            AnalyzerEngine().analyze("ab", "en", ad_hoc_recognizers=[behind])
        verbose = PatternRecognizer("X", name="wordy", patterns=[Pattern("v", "a b", 0.5)], global_regex_flags=re.VERBOSE)
        with self.assertRaisesRegex(ValueError, "wordy"):
            AnalyzerEngine().analyze("ab", "en", ad_hoc_recognizers=[verbose])

    def test_other_recognizers(self) -> None:
        with self.assertRaisesRegex(TypeError, "PatternRecognizer"):
            AnalyzerEngine().analyze("ab", "en", ad_hoc_recognizers=[object()])

    def test_rules_of_the_recipe_stay(self) -> None:
        own = {"name": "own", "label": "OWN", "pattern": "OWN-[0-9]+", "score": 0.9}
        analyzer = AnalyzerEngine(recipe={"steps": [{"use": "anonymize", "custom_rules": [own]}]})
        badge = PatternRecognizer("BADGE", name="badge", patterns=[Pattern("b", r"B-\d{3}", 0.9)])
        said = analyzer.analyze("OWN-17 and B-123", "en", ad_hoc_recognizers=[badge])
        self.assertEqual({"OWN", "BADGE"}, {one.entity_type for one in said})


class Contract(contract.FindCase):
    """`BatchAnalyzerEngine` on the rows in parts, with `workers` as its threads."""

    def spans(self, rows: Sequence[contract.Row], *, workers: int, partitions: int) -> dict[str, set[contract.Span]]:
        batch = BatchAnalyzerEngine(AnalyzerEngine(key=contract.key()))
        found = {}
        for part in range(partitions):
            some = rows[part::partitions]
            results = batch.analyze_iterator([row.text or "" for row in some], "en", n_process=workers)
            for row, of_row in zip(some, results, strict=True):
                found[row.id] = {(one.start, one.end, one.entity_type) for one in of_row}
        return found

    def label(self, label: str) -> str:
        return entity_of(label) or label

    def test_stand_ins_are_those_of_the_engine(self) -> None:
        """Analyzer, then anonymizer with `surrogate`, gives the texts of `Engine.refine_batch`, but for what its verifier
        found besides; neighbours of one type are merged only if one asks for it."""
        rows = [row for row in contract.rows(nulls=False, big=False) if row.text]
        texts = [row.text or "" for row in rows]
        want = lauter.Engine(key=contract.key()).refine_batch(texts)
        analyzer, anonymizer = AnalyzerEngine(key=contract.key()), AnonymizerEngine(default_operator="surrogate", key=contract.key())
        compared = 0
        for row, text, refined in zip(rows, texts, want, strict=True):
            if not refined.checks.repaired:
                made = anonymizer.anonymize(text, analyzer.analyze(text, "en"), merge_entities_with_spaces=False)
                self.assertEqual(refined.text, made.text, row.id)
                compared += 1
        self.assertGreater(compared, 490)


class Batch(unittest.TestCase):
    def test_iterator_equals_analyze(self) -> None:
        texts = [EMOJI, "", "nothing here", "Kate Johnson, SSN 536-90-4399"]
        batch = BatchAnalyzerEngine()
        for threads in (1, 2):
            said = batch.analyze_iterator(iter(texts), "en", batch_size=2, n_process=threads)
            self.assertEqual([batch.analyzer_engine.analyze(text, "en") for text in texts], said)
        self.assertEqual([[], [], []], batch.analyze_iterator([1, 2.5, True], "en"))
        with self.assertRaises(ValueError):
            batch.analyze_iterator([["a list"]], "en")  # type: ignore[list-item]

    def test_dict(self) -> None:
        data = {
            "name": "David Johnson",
            "phone": 2125555555,
            "mails": ["david.johnson@corp.com", "none"],
            "inner": {"ssn": "536-90-4399", "mail": "kate@corp.com"},
            "skipped": "kate@corp.com",
            "empty": "",
        }
        out = {one.key: one for one in BatchAnalyzerEngine().analyze_dict(data, "en", keys_to_skip=["skipped", "inner.mail"])}
        self.assertEqual(list(data), list(out))
        kinds = {key: [getattr(r, "entity_type", None) for r in out[key].recognizer_results] for key in ("name", "phone", "skipped", "empty")}
        self.assertEqual({"name": ["PERSON"], "phone": ["PHONE_NUMBER"], "skipped": [], "empty": []}, kinds)
        mails: Any = out["mails"].recognizer_results
        self.assertEqual([["EMAIL_ADDRESS"], []], [[r.entity_type for r in one] for one in mails])
        inner: Any = {one.key: one.recognizer_results for one in out["inner"].recognizer_results}  # type: ignore[union-attr]
        self.assertEqual(["US_SSN"], [r.entity_type for r in inner["ssn"]])
        self.assertEqual([], inner["mail"])


class Surrogate(unittest.TestCase):
    def anonymizer(self) -> AnonymizerEngine:
        return AnonymizerEngine("surrogate", key=lauter.Key.example())

    def test_as_lauter_refines(self) -> None:
        """Over all finds the result is what the engine itself writes."""
        text = EMOJI + " Born 4 May 1987, seen 9 May 1987 by Kate Miller."
        results = AnalyzerEngine().analyze(text, "en")
        made = self.anonymizer().anonymize(text, results)
        refined = lauter.refine(text, key=lauter.Key.example())
        self.assertEqual(refined.text, made.text)
        assert made.text is not None
        self.assertEqual([made.text[i.start : i.end] for i in made.items], [i.text for i in made.items])

    def test_finds_of_others(self) -> None:
        """Spans that lauter does not find get the stand-in of their value, the same in every text; never the value."""
        engine = self.anonymizer()
        texts = ["we met Zaphod", "Zaphod Beeblebrox again: Zaphod"]
        made = [
            engine.anonymize(texts[0], [RecognizerResult("PERSON", 7, 13, 0.9)]),
            engine.anonymize(texts[1], [RecognizerResult("PERSON", 25, 31, 0.9)]),
            engine.anonymize("LOT 17-B", [RecognizerResult("LOT_NUMBER", 4, 8, 0.9)]),
            engine.anonymize("he is Czech", [RecognizerResult("NRP", 6, 11, 0.9)]),
        ]
        stand_ins = [one.items[0].text for one in made]
        self.assertEqual(stand_ins[0], stand_ins[1])
        self.assertNotEqual("Zaphod", stand_ins[0])
        self.assertEqual("<LOT_NUMBER>", stand_ins[2])
        self.assertNotIn(stand_ins[3], ("Czech", "<NRP>"))

    def test_config_for_one_type(self) -> None:
        results = AnalyzerEngine().analyze(EMOJI, "en")
        operators = {"PERSON": OperatorConfig("surrogate")}
        made = AnonymizerEngine(key=lauter.Key.example()).anonymize(EMOJI, results, operators)
        self.assertIn("<EMAIL_ADDRESS>", made.text or "")
        self.assertNotIn("<PERSON>", made.text or "")
        self.assertNotIn("David", made.text or "")

    @unittest.skipUnless(HAS_ANONYMIZER, "presidio_anonymizer is not installed")
    def test_theirs_takes_our_results(self) -> None:
        import presidio_anonymizer

        results: Any = AnalyzerEngine().analyze(EMOJI, "en")
        made = presidio_anonymizer.AnonymizerEngine().anonymize(EMOJI, results)
        self.assertEqual(AnonymizerEngine().anonymize(EMOJI, results).text, made.text)
        self.assertEqual("🙂 My name is <PERSON>, phone <PHONE_NUMBER>, mail <EMAIL_ADDRESS>", made.text)


@unittest.skipUnless(HAS_ANALYZER, "presidio_analyzer is not installed")
class InsidePresidio(unittest.TestCase):
    def test_recognizer(self) -> None:
        import presidio_analyzer
        from presidio_analyzer.nlp_engine import NoOpNlpEngine

        from lauter.presidio import LauterRecognizer

        registry = presidio_analyzer.RecognizerRegistry(supported_languages=["en"])
        registry.add_recognizer(LauterRecognizer())
        ticket = PatternRecognizer("TICKET", name="ticket", patterns=[Pattern("t", r"T-\d+", 0.4)])
        registry.add_recognizer(ticket)
        analyzer = presidio_analyzer.AnalyzerEngine(
            registry=registry, nlp_engine=NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]), supported_languages=["en"]
        )
        text = EMOJI + ", about T-17."
        expected = found(AnalyzerEngine().analyze(text, "en"), text) + [("TICKET", "T-17")]
        self.assertEqual(sorted(expected), found(analyzer.analyze(text, "en"), text))
        self.assertEqual([("PERSON", "David Johnson")], found(analyzer.analyze(text, "en", ["PERSON"]), text))


class Labels(unittest.TestCase):
    def test_map_is_that_of_measure(self) -> None:
        """COARSE is src/measure/norm.cc."""
        source = (ROOT / "src/measure/norm.cc").read_text()
        table: dict[str, str] = {}
        for cases, norm in re.findall(r'((?:\s*case Category::k\w+:)+)\s*return "(\w+)";', source):
            for name in re.findall(r"k(\w+)", cases):
                table[re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()] = norm
        self.assertEqual(table, COARSE)

    def test_names_exist(self) -> None:
        ours = {category.name for category in lauter.categories()}
        self.assertLessEqual(SAME_NAME | set(TO_PRESIDIO), ours)
        self.assertEqual(["PERSON", "NICKNAME", None], [entity_of("NICKNAME", w) for w in (None, {"NICKNAME"}, {"URL"})])

    @unittest.skipUnless(HAS_ANALYZER, "presidio_analyzer is not installed")
    def test_theirs_have_them(self) -> None:
        import inspect

        import presidio_analyzer.predefined_recognizers as predefined
        from presidio_analyzer import EntityRecognizer

        theirs: set[str] = set()
        for recognizer in vars(predefined).values():
            if inspect.isclass(recognizer) and issubclass(recognizer, EntityRecognizer):
                try:
                    theirs |= set(recognizer().supported_entities)
                except Exception:  # those that need a model or a server
                    continue
        self.assertGreater(len(theirs), 60)
        self.assertEqual(set(), (SAME_NAME | set(TO_PRESIDIO.values())) - theirs)
        ours = {category.name for category in lauter.categories()}
        self.assertEqual(SAME_NAME, (theirs & ours) - set(TO_PRESIDIO.values()))


if __name__ == "__main__":
    unittest.main()
