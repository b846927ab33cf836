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
    aliases: tuple[str, ...] = ()
    """Names that mean it, too, alone or among others: of common use, of Presidio's entities, of Google's infoTypes."""


def categories() -> list[Category]:
    """All built-in categories.

    >>> import lauter
    >>> next(category.group for category in lauter.categories() if category.name == "EMAIL_ADDRESS")
    'contact'
    """
    import json

    return [
        Category(c["name"], c["group"], c["description"], c["example"], tuple(alias["name"] for alias in c["aliases"]))
        for c in json.loads(_core.categories())
    ]
