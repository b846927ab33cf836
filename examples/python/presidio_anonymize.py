"""Presidio's two classes, with lauter behind them: python examples/python/presidio_anonymize.py

Needs nothing but lauter; with presidio-analyzer and presidio-anonymizer installed, results are theirs.
"""

# from presidio_analyzer import AnalyzerEngine
# from presidio_anonymizer import AnonymizerEngine
import lauter
from lauter.presidio import AnalyzerEngine, AnonymizerEngine, OperatorConfig, Pattern, PatternRecognizer

if __name__ == "__main__":
    text = "My phone number is 212-555-5555, my badge B-1234."
    badge = PatternRecognizer("BADGE", name="badge", patterns=[Pattern("badge", r"B-\d{4}", 0.9)])

    analyzer, anonymizer = AnalyzerEngine(), AnonymizerEngine(key=lauter.Key.example())
    results = analyzer.analyze(text=text, language="en", ad_hoc_recognizers=[badge])
    for one in results:
        print(one.entity_type, one.start, one.end, one.score)
    print(anonymizer.anonymize(text=text, analyzer_results=results).text)

    # Stand-ins that depend on the key and the value, in place of <PHONE_NUMBER>.
    operators = {"PHONE_NUMBER": OperatorConfig("surrogate")}
    print(anonymizer.anonymize(text=text, analyzer_results=results, operators=operators).text)
