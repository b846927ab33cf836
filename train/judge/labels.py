"""What the judge says of a token: outside, public, or the begin or inside of one of the 183 private categories; and, beside it, which tokens are names
of persons, places and organisations whoever they are. A training row may know less than one label: then a token's target is a set of labels."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "train"), str(ROOT / "data" / "book")]
import cpu  # noqa: E402
import numpy as np  # noqa: E402
from bookset.categories import CATEGORIES, CHAPTER  # noqa: E402
from bookset.scoring import class_of  # noqa: E402

LABELS = ["O", "PUBLIC"] + [f"{p}-{c}" for c in CATEGORIES for p in "BI"]
NAMES = ["O"] + [f"{p}-{t}" for t in ("PERSON", "LOC", "ORG") for p in "BI"]
KNOWN = 32  # Gazetteer::kMarks of src/tag/gazetteer.h
HINTS = 1 + 2 * len(CATEGORIES)  # what a pattern found at a token: nothing, or begin or inside of a category

PERSONS = ("PERSON", "FIRST_NAME", "LAST_NAME", "NICKNAME", "MAIDEN_NAME")
ACCESS = tuple(c for c in CATEGORIES if class_of(c) == "access")
SETS = {
    "public": ["O", "PUBLIC"],
    "person": PERSONS,
    "handle": ("USERNAME", "NICKNAME", "SOCIAL_HANDLE", "MESSENGER_HANDLE"),
    "address": ("STREET_ADDRESS", "LOCATION", "CITY", "STATE", "POSTAL_CODE", "COUNTRY"),
    "number": ACCESS,
    "password": ("PASSWORD", "PIN", "SECURITY_ANSWER"),
    "secret": tuple(c for c in CATEGORIES if CHAPTER[c] == 10),
    "patient date": ("MEDICAL_DATE", "DATE_OF_BIRTH", "DATE_TIME"),
    "no name": None,  # anything but a name or a number: sources that mark those alone
}


def _of(name, members):
    if name == "public":
        return [0, 1]
    if name == "no name":
        closed = set(PERSONS) | set(ACCESS)
        return [0, 1] + [LABELS.index(f"{p}-{c}") for c in CATEGORIES for p in "BI" if c not in closed]
    return [LABELS.index(f"{p}-{c}") for c in members for p in "BI"]


# Targets 0..len(LABELS)-1 are labels themselves; those beyond are the sets.
TARGET = {label: i for i, label in enumerate(LABELS)} | {name: len(LABELS) + i for i, name in enumerate(SETS)}
UNKNOWN = -100
MEMBERS = np.zeros((len(LABELS) + len(SETS), len(LABELS)), np.float32)
MEMBERS[np.arange(len(LABELS)), np.arange(len(LABELS))] = 1
for _name, _members in SETS.items():
    MEMBERS[TARGET[_name], _of(_name, _members)] = 1
