"""Which categories of the book a label of a peer stands for, and which norm of ../shared/data. What a peer is made for is the union over its labels."""
from __future__ import annotations

from collections.abc import Iterable

_WIDER = {
    "PERSON": "PERSON FIRST_NAME LAST_NAME MAIDEN_NAME NICKNAME",
    "LOCATION": "LOCATION CITY STATE COUNTRY",
    "NRP": "NATIONALITY ETHNICITY RELIGION POLITICAL_VIEW",
    "DATE_TIME": "DATE_TIME DATE_OF_BIRTH DATE_OF_DEATH MEDICAL_DATE EMPLOYMENT_DATE AGE",
    "PHONE_NUMBER": "PHONE_NUMBER FAX_NUMBER",
    "IP_ADDRESS": "IP_ADDRESS IPV6_ADDRESS",
    "URL": "URL SOCIAL_PROFILE_URL WEBHOOK_URL SIGNED_URL",
}
_NORMS = {
    "PERSON": "PERSON FIRST_NAME LAST_NAME MAIDEN_NAME NICKNAME", "ADDRESS": "STREET_ADDRESS POSTAL_CODE PO_BOX", "LOC": "LOCATION CITY STATE COUNTRY",
    "ORG": "ORGANIZATION SCHOOL", "DATE": "DATE_TIME DATE_OF_BIRTH DATE_OF_DEATH MEDICAL_DATE EMPLOYMENT_DATE", "AGE": "AGE",
    "NRP": "NRP NATIONALITY ETHNICITY RELIGION POLITICAL_VIEW", "EMAIL": "EMAIL_ADDRESS", "PHONE": "PHONE_NUMBER FAX_NUMBER", "CARD": "CREDIT_CARD",
    "IBAN": "IBAN_CODE", "SSN": "US_SSN US_ITIN", "IP": "IP_ADDRESS IPV6_ADDRESS", "URL": "URL SOCIAL_PROFILE_URL WEBHOOK_URL SIGNED_URL",
    "TITLE": "JOB_TITLE", "ID": "US_DRIVER_LICENSE UK_DRIVING_LICENCE",
}
_NORM_OF = {label: norm for norm, labels in _NORMS.items() for label in labels.split()}


def categories(labels: Iterable[str]) -> set[str]:
    """The book's categories that these labels stand for."""
    return {category for label in labels for category in _WIDER.get(label, label).split()}


def norm(label: str) -> str:
    """OTHER for what the set has no type for."""
    return _NORM_OF.get(label, "OTHER")
