"""From marked documents to text with byte spans: generated values are made, some with a wrong check digit, some damaged.

Values come from studies/pii/piiset, which shares nothing with the product. The same seed gives the same bytes; another seed gives other
values everywhere, so that a model trained on several can learn no value."""
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / "studies" / "pii"))
from piiset import forms, rows, values  # noqa: E402
from piiset.people import Persona  # noqa: E402

from . import damage as whole  # noqa: E402
from .markup import Mark  # noqa: E402

WRONG_CHECK = 0.05  # share of made values with a check digit that carry a wrong one
CHECKED = frozenset(
    "CA_SIN AU_TFN AU_ABN NZ_IRD IN_AADHAAR BR_CPF BR_CNPJ AR_CUIT CL_RUT ES_NIF ES_NIE FR_NIR DE_TAX_ID PT_NIF NL_BSN BE_NATIONAL_NUMBER PL_PESEL "
    "CZ_BIRTH_NUMBER RO_CNP BG_EGN SE_PERSONNUMMER NO_BIRTH_NUMBER FI_PERSONAL_IDENTITY_CODE IE_PPSN CH_AHV TR_NATIONAL_ID IL_ID ZA_ID_NUMBER JP_MY_NUMBER "
    "CN_RESIDENT_ID SG_NRIC_FIN HK_ID TH_TNIN RU_SNILS CREDIT_CARD IBAN_CODE ABA_ROUTING_NUMBER MX_CLABE UK_NHS US_NPI AU_MEDICARE CA_HEALTH_CARD "
    "DE_HEALTH_INSURANCE IMEI ICCID".split())


def _wrong(r, value):
    """`value` with its last digit changed: every check of CHECKED notices one wrong digit."""
    at = max(i for i, c in enumerate(value) if c in "0123456789")
    return value[:at] + r.choice([c for c in "0123456789" if c != value[at]]) + value[at + 1:]


def _fit(value, before):
    """A value of several lines as its place wants it: on one line within quotes, indented where its first line is."""
    if "\n" not in value:
        return value
    line = before.rpartition("\n")[2]
    if line.rstrip().endswith(('"', "'")):
        return value.replace("\n", "\\n")
    return value.replace("\n", "\n" + line) if line and not line.strip() else value


class Filler:
    def __init__(self, seed, hard=0.0):
        """`hard`: the share of made values that are damaged although the author did not ask."""
        self.seed, self.hard = seed, hard

    def row(self, identity, document, form=None):
        """The compiled row of a document; `form` damages the whole text (see damage.py)."""
        r = random.Random(f"{self.seed}/{identity}")
        people, named, pieces, before = {}, {}, [], ""

        def persona(mark):
            if mark.person not in people:
                people[mark.person] = Persona(r, r.choice(rows.country_for(mark.label, document.lang)))
            return people[mark.person]

        def made(mark):
            if mark.name and (mark.label, mark.name) in named:
                return named[mark.label, mark.name]
            national = rows.country_for(mark.label, "")[0]
            who = persona(mark)
            if national and who.country != national:
                who = Persona(r, national)
            parts = values.ALL[mark.label](r, who)
            parts = [p if isinstance(p, str) else (p[1], {}) for p in parts] if isinstance(parts, list) else [(parts, {})]
            out = []
            for part in parts:
                if isinstance(part, str):
                    out.append(part)
                    continue
                value, notes = _fit(part[0], before), {"made": True}
                if mark.label in CHECKED and r.random() < WRONG_CHECK:
                    value, notes["check"] = _wrong(r, value), "wrong"
                if mark.damage or r.random() < self.hard:
                    name, bits = forms.apply(r, mark.label, value)
                    if name != "plain":
                        notes["form"] = name
                    for i, bit in enumerate(bits):
                        out.append((bit, notes) if i % 2 == 0 else bit)
                else:
                    out.append((value, notes))
            if mark.name:
                named[mark.label, mark.name] = out
            return out

        for piece in document.pieces:
            if isinstance(piece, str):
                new = [piece]
            elif piece.text is not None:
                new = [(piece.text, {}, piece)]
            else:
                new = [p if isinstance(p, str) else (*p, piece) for p in made(piece)]
            pieces += new
            before = (before + "".join(p if isinstance(p, str) else p[0] for p in new))[-400:]
        if form:
            pieces = whole.apply(r, form, pieces, forms.SECRETS)

        text, spans = "", []
        at = 0
        chunks = []
        for piece in pieces:
            value = piece if isinstance(piece, str) else piece[0]
            size = len(value.encode())
            if not isinstance(piece, str):
                mark: Mark = piece[2]
                span = {"start": at, "end": at + size, "label": mark.label, "private": mark.private}
                if mark.person:
                    span["person"] = mark.person
                spans.append(span | piece[1])
            chunks.append(value)
            at += size
        text = "".join(chunks)
        row = {"id": identity, "text": text, "spans": spans, "kind": document.head["kind"], "register": document.head["register"], "lang": document.lang}
        for key in ("form", "pair", "para"):
            if key in document.head:
                row[key] = document.head[key]
        if form:
            row["form"] = "made-" + form
        return row
