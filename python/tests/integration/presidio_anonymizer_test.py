"""lauter.presidio's AnonymizerEngine against Presidio's own, result for result."""
from __future__ import annotations

import random
import unittest
from importlib.util import find_spec
from typing import Any

from lauter.presidio import (
    AnonymizerEngine,
    ConflictResolutionStrategy,
    DeanonymizeEngine,
    InvalidParamError,
    OperatorConfig,
    RecognizerResult,
)

HAS_ANONYMIZER = find_spec("presidio_anonymizer") is not None
HAS_AES = find_spec("cryptography") is not None
TEXT = "Ada  Löve 🙂 rang Ada Lovelace at 555 0100; Grace Hopper  did not. "


def fields(result: Any) -> tuple[Any, ...]:
    return result.text, [(i.start, i.end, i.entity_type, i.text, i.operator, i.score) for i in result.items]


@unittest.skipUnless(HAS_ANONYMIZER, "presidio_anonymizer is not installed")
class AgainstPresidio(unittest.TestCase):
    def test_random_results(self) -> None:
        """Overlaps, containment, equal places, neighbours, empty spans: same text, same items."""
        import presidio_anonymizer as theirs

        operators = {
            "B": OperatorConfig("mask", {"masking_char": "*", "chars_to_mask": 4, "from_end": True}),
            "C": OperatorConfig("redact"),
            "D": OperatorConfig("custom", {"lambda": str.upper}),
            "E": OperatorConfig("hash", {"hash_type": "sha512", "salt": "0123456789abcdef"}),
            "F": OperatorConfig("keep"),
            "G": OperatorConfig("replace", {"new_value": "🙂"}),
        }
        rng = random.Random(20261123)
        overlapped = 0
        for trial in range(2000):
            results = []
            for _ in range(rng.randrange(7)):
                start = rng.randrange(len(TEXT))
                end = min(len(TEXT), start + rng.randrange(14))
                results.append(theirs.RecognizerResult(rng.choice("ABCDEFG"), start, end, rng.randrange(10) / 10))
            overlapped += any(a.intersects(b) for i, a in enumerate(results) for b in results[:i])
            for strategy in ConflictResolutionStrategy:
                for merge in (True, False):
                    with self.subTest(trial=trial, strategy=strategy, merge=merge, results=results):
                        said = [
                            engine.anonymize(TEXT, list(results), dict(operators), strategy, merge)
                            for engine in (theirs.AnonymizerEngine(), AnonymizerEngine())
                        ]
                        self.assertEqual(fields(said[0]), fields(said[1]))
                        self.assertIs(type(said[0]), type(said[1]))
        self.assertGreater(overlapped, 500)

    def test_wrong_parameters(self) -> None:
        """What Presidio refuses is refused."""
        import presidio_anonymizer as theirs

        result = [theirs.RecognizerResult("A", 0, 3, 0.5)]
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("mask", {}),
            ("mask", {"masking_char": "**", "chars_to_mask": 1, "from_end": True}),
            ("mask", {"masking_char": "*", "chars_to_mask": "1", "from_end": True}),
            ("hash", {"hash_type": "md5"}),
            ("hash", {"salt": "short"}),
            ("encrypt", {"key": "short"}),
            ("encrypt", {}),
            ("custom", {"lambda": 1}),
            ("custom", {"lambda": len}),
            ("replace", {"new_value": 1}),
            ("nothing", {}),
        ]
        for name, params in wrong:
            for engine in (theirs.AnonymizerEngine(), AnonymizerEngine()):
                with self.subTest(operator=name, params=params, engine=type(engine).__module__):
                    with self.assertRaises(InvalidParamError):
                        engine.anonymize(TEXT, result, {"A": OperatorConfig(name, params)})

    def test_result_beyond_the_text(self) -> None:
        import presidio_anonymizer as theirs

        for engine in (theirs.AnonymizerEngine(), AnonymizerEngine()):
            with self.assertRaises(InvalidParamError):
                engine.anonymize("short", [theirs.RecognizerResult("A", 3, 9, 0.5)])

    def test_operator_class_of_theirs(self) -> None:
        from presidio_anonymizer.operators import Operator, OperatorType

        class Reverse(Operator):  # type: ignore[misc,unused-ignore]
            def operate(self, text: Any = None, params: Any = None) -> str:
                return str(text)[::-1]

            def validate(self, params: Any = None) -> None:
                pass

            def operator_name(self) -> str:
                return "reverse"

            def operator_type(self) -> Any:
                return OperatorType.Anonymize

        engine = AnonymizerEngine()
        engine.add_anonymizer(Reverse)
        made = engine.anonymize("I am Ada", [RecognizerResult("PERSON", 5, 8, 0.9)], {"PERSON": OperatorConfig("reverse")})
        self.assertEqual("I am adA", made.text)
        engine.remove_anonymizer(Reverse)
        self.assertNotIn("reverse", engine.get_anonymizers())

    @unittest.skipUnless(HAS_AES, "cryptography is not installed")
    def test_encrypted_across(self) -> None:
        """Either engine decrypts what the other encrypted."""
        import presidio_anonymizer as theirs

        key = {"key": "WmZq4t7w!z%C&F)J"}
        results = [theirs.RecognizerResult("PERSON", 0, 3, 0.9), theirs.RecognizerResult("PERSON", 17, 29, 0.9)]
        for seal, open_ in (
            (theirs.AnonymizerEngine(), DeanonymizeEngine()),
            (AnonymizerEngine(), theirs.DeanonymizeEngine()),
        ):
            sealed = seal.anonymize(TEXT, results, {"PERSON": OperatorConfig("encrypt", key)})
            self.assertNotIn("Lovelace", sealed.text)
            opened = open_.deanonymize(sealed.text, sealed.items, {"DEFAULT": OperatorConfig("decrypt", key)})
            self.assertEqual(TEXT, opened.text)


class Anonymize(unittest.TestCase):
    @unittest.skipUnless(HAS_AES, "cryptography is not installed")
    def test_wrong_key_tells_nothing(self) -> None:
        results = [RecognizerResult("PERSON", 0, 3, 0.9)]
        sealed = AnonymizerEngine().anonymize(TEXT, results, {"PERSON": OperatorConfig("encrypt", {"key": "k" * 16})})
        with self.assertRaises(InvalidParamError) as caught:
            DeanonymizeEngine().deanonymize(TEXT, sealed.items, {"DEFAULT": OperatorConfig("decrypt", {"key": "q" * 16})})
        self.assertNotIn("Ada", str(caught.exception))

    def test_without_operators(self) -> None:
        made = AnonymizerEngine().anonymize("I am Ada", [RecognizerResult("PERSON", 5, 8, 0.9)])
        self.assertEqual("I am <PERSON>", made.text)
        self.assertEqual((5, 13), (made.items[0].start, made.items[0].end))


if __name__ == "__main__":
    unittest.main()
