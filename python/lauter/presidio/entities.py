"""Labels: lauter's categories and Presidio's entity types, mapped onto one another.

`COARSE` is the map of `lauter measure --labels norm` (src/measure/norm.cc; a test compares the two), and
`_OF_COARSE` says which of its classes are entity types of Presidio. A category of neither keeps its own name,
which is Presidio's too where Presidio has it (`US_SSN`, `IBAN_CODE`, `UK_NHS`, ...).
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Final

COARSE: Final[dict[str, str]] = {
    "PERSON": "PERSON",
    "FIRST_NAME": "PERSON",
    "LAST_NAME": "PERSON",
    "MAIDEN_NAME": "PERSON",
    "NICKNAME": "PERSON",
    "ORGANIZATION": "ORG",
    "SCHOOL": "ORG",
    "LOCATION": "LOC",
    "CITY": "LOC",
    "STATE": "LOC",
    "COUNTRY": "LOC",
    "STREET_ADDRESS": "ADDRESS",
    "POSTAL_CODE": "ADDRESS",
    "PO_BOX": "ADDRESS",
    "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "PHONE",
    "FAX_NUMBER": "PHONE",
    "DATE_OF_BIRTH": "DATE",
    "DATE_OF_DEATH": "DATE",
    "MEDICAL_DATE": "DATE",
    "EMPLOYMENT_DATE": "DATE",
    "DATE_TIME": "DATE",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "US_SSN": "SSN",
    "IP_ADDRESS": "IP",
    "IPV6_ADDRESS": "IP",
    "URL": "URL",
    "SOCIAL_PROFILE_URL": "URL",
    "WEBHOOK_URL": "URL",
    "USERNAME": "USERNAME",
    "SOCIAL_HANDLE": "USERNAME",
    "MESSENGER_HANDLE": "USERNAME",
    "JOB_TITLE": "TITLE",
    "AGE": "AGE",
    "NATIONALITY": "NRP",
    "ETHNICITY": "NRP",
    "RELIGION": "NRP",
    "POLITICAL_VIEW": "NRP",
}
"""Categories of lauter that `norm` does not call ID, and what it calls them."""

_OF_COARSE: Final[dict[str, str]] = {
    "PERSON": "PERSON",
    "ORG": "ORGANIZATION",
    "LOC": "LOCATION",
    "ADDRESS": "LOCATION",
    "EMAIL": "EMAIL_ADDRESS",
    "PHONE": "PHONE_NUMBER",
    "DATE": "DATE_TIME",
    "CARD": "CREDIT_CARD",
    "IBAN": "IBAN_CODE",
    "SSN": "US_SSN",
    "IP": "IP_ADDRESS",
    "URL": "URL",
    "AGE": "AGE",
    "NRP": "NRP",
}

TO_PRESIDIO: Final[dict[str, str]] = {
    label: _OF_COARSE[coarse] for label, coarse in COARSE.items() if coarse in _OF_COARSE
}
"""Ours to theirs, for results."""

SAME_NAME: Final[frozenset[str]] = frozenset(
    """ABA_ROUTING_NUMBER AU_ABN AU_MEDICARE AU_TFN CA_SIN CRYPTO DE_HEALTH_INSURANCE DE_ID_CARD DE_TAX_ID ES_NIE ES_NIF
    FI_PERSONAL_IDENTITY_CODE IN_AADHAAR IN_PAN IT_FISCAL_CODE KR_RRN MAC_ADDRESS MEDICAL_LICENSE NG_NIN PL_PESEL
    SE_PERSONNUMMER SG_NRIC_FIN TH_TNIN TR_NATIONAL_ID UK_DRIVING_LICENCE UK_NHS UK_NINO US_BANK_NUMBER
    US_DRIVER_LICENSE US_ITIN US_MBI US_NPI US_PASSPORT ZA_ID_NUMBER""".split()
)
"""Entity types of Presidio 2.2.366 that lauter has under the same name, beyond those of `TO_PRESIDIO`."""

TO_LAUTER: Final[dict[str, frozenset[str]]] = {
    entity: frozenset(label for label, to in TO_PRESIDIO.items() if to == entity)
    for entity in TO_PRESIDIO.values()
}
"""Theirs to ours, for `entities=`: the categories that a result of this type may come from."""

_STAND_IN: Final[dict[str, str]] = {"NRP": "NATIONALITY"}


def entity_of(label: str, wanted: Iterable[str] | None = None, *, strict: bool = False) -> str | None:
    """The entity type under which a find of category `label` is reported; None if it is not.

    `wanted`: the entity types asked for, theirs or ours; None: all. Who asks for `FIRST_NAME` gets it under that
    name; who asks for `PERSON` gets it as a `PERSON`. `strict`: nothing but Presidio's own types.
    """
    theirs = TO_PRESIDIO.get(label, label)
    if wanted is not None:
        names = [name for name in (label, theirs) if name in wanted]
        if not names:
            return None
        theirs = names[0]
    if strict and theirs not in TO_LAUTER and theirs not in SAME_NAME:
        return None
    return theirs


def category_of(entity: str, categories: Iterable[str]) -> str | None:
    """The category whose stand-ins suit a value of type `entity`, theirs or ours; None: lauter knows no such type."""
    name = _STAND_IN.get(entity, entity)
    return name if name in categories else None
