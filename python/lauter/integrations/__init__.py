"""lauter in the forms of other people's frameworks: a module for each, which imports that framework and no other.

What they have in common is here: how a module says that its framework is missing, and how it opens its engine.
"""

import os
from collections.abc import Mapping
from typing import Any

import lauter


def missing(module: str, package: str, extra: str | None = None) -> ImportError:
    """The error of a module whose framework is not installed, with the command that installs it.

    >>> raise missing("lauter.integrations.ray", "ray")
    Traceback (most recent call last):
    ...
    ImportError: lauter.integrations.ray needs ray: pip install "lauter[ray]"
    """
    return ImportError(f'{module} needs {package}: pip install "lauter[{extra or package}]"', name=package)


def open_engine(
    recipe: Any = "anonymize",
    key: Any = None,
    *,
    key_file: str | os.PathLike[str] | None = None,
    model: str | None = None,
    set: Mapping[str, object] | None = None,
    **options: Any,
) -> lauter.Engine:
    """An engine that workers can share: `lauter.Engine` of one thread, since the framework counts the cores.

    `key_file` is a key by its path, `key=lauter.Key.at(key_file)`: only the path travels to workers. Further options
    are the engine's.

    Errors: `KeyProblem` if there is neither a key nor `LAUTER_KEY_FILE`. A random key, which `lauter.Engine` would
    take, gives each worker its own stand-ins for the same person.
    """
    if key is not None and key_file is not None:
        raise TypeError("give key or key_file, not both")
    if key_file is not None:
        key = lauter.Key.at(key_file)
    elif key is None and not os.environ.get("LAUTER_KEY_FILE"):
        raise lauter.KeyProblem("all workers need the same key: give key=lauter.Key.at(PATH), or set LAUTER_KEY_FILE")
    return lauter.Engine(recipe, key=key, model=model, set=set, **{"threads": 1, **options})


def id_column_of(schema: Any, wanted: str | None) -> str | None:
    """The column that names the rows of a table with this Arrow schema: `wanted`, if it is there.

    "id", which integrations want when nobody says, is a guess: it is taken only if it is of strings or integers.

    Errors: `FieldError` if the table has no such column.
    """
    if wanted is None or (wanted == "id" and "id" not in schema.names):
        return None
    if wanted not in schema.names:
        raise lauter.FieldError(f'there is no column "{wanted}" to name the rows')
    type_ = str(schema.field(wanted).type)
    is_name = type_ in ("string", "large_string", "string_view") or type_.removeprefix("u").startswith("int")
    return wanted if is_name or wanted != "id" else None
