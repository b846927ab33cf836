"""The built-in categories of private data."""
from __future__ import annotations

from typing import NamedTuple

from . import _core


class Category(NamedTuple):
    """One kind of private data."""

    name: str
    """As in `Edit.label`, `enable` and `disable`: `EMAIL_ADDRESS`."""
    group: str
    """`enable` and `disable` take groups too: `contact`."""
    description: str
    example: str


def categories() -> list[Category]:
    """All built-in categories.

    >>> import lauter
    >>> next(category.group for category in lauter.categories() if category.name == "EMAIL_ADDRESS")
    'contact'
    """
    import json

    return [Category(c["name"], c["group"], c["description"], c["example"]) for c in json.loads(_core.categories())]
