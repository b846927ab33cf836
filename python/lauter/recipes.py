"""Recipes: what is looked for, and what is put in its place."""
from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, Union, final

from . import _core
from .errors import InputError, RecipeError, translate
from .keys import Key

BUILTIN = ("anonymize", "anonymize-code", "filters", "dedup", "detoxify", "clean", "refine")
"""The recipes that come with lauter; `python -m lauter recipe list` says what each is for."""


@final
class Recipe:
    """A recipe: a built-in one, or the text of one, and overrides. Immutable.

    >>> Recipe.builtin("anonymize").override({"surrogates.default": "mask"})
    Recipe('anonymize', {'surrogates.default': 'mask'})
    """

    __slots__ = ("_name", "_yaml", "_path", "_set")

    def __init__(self, name: str, yaml: str | None = None, path: str | None = None, set: tuple[tuple[str, Any], ...] = ()) -> None:
        """Use `builtin`, `load`, `from_yaml` or `from_mapping`."""
        self._name, self._yaml, self._path, self._set = name, yaml, path, set

    @classmethod
    def builtin(cls, name: str) -> Recipe:
        """One of `BUILTIN`; whether there is such a one is said by the engine that is made of it."""
        return cls(name)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Recipe:
        """The recipe in a YAML file, which is read now: other machines need not see it.

        Raises:
            InputError: it cannot be read.
        """
        path = os.fspath(path)
        try:
            with open(path, encoding="utf-8") as file:
                yaml = file.read()
        except OSError as error:
            raise InputError(f"cannot read the recipe {path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise RecipeError(f"{path}: a recipe is UTF-8") from None
        name = os.path.basename(path)
        # A recipe without a name has that of its file: the command line does so, and hashes must agree.
        named = any(line.startswith(("name:", '"name":', "{")) for line in yaml.splitlines())
        return cls(name, yaml, os.path.abspath(path), () if named else (("name", name),))

    @classmethod
    def from_yaml(cls, text: str) -> Recipe:
        """A recipe that is written in the program."""
        return cls("recipe", text)

    @classmethod
    def from_mapping(cls, recipe: Mapping[str, Any]) -> Recipe:
        """A recipe as dicts and lists, of the form that `lauter recipe show` prints."""
        return cls("recipe", _to_yaml(recipe))

    def override(self, values: Mapping[str, Any]) -> Recipe:
        """The recipe with other values. Keys are paths as of the command line's `--set`: `surrogates.default`,
        `steps.anonymize.min_score`."""
        return Recipe(self._name, self._yaml, self._path, (*self._set, *values.items()))

    def show(self) -> dict[str, Any]:
        """The recipe with every key and its value: what `lauter recipe show --json` prints.

        Raises:
            RecipeError: it is wrong.
        """
        import json

        try:
            about = json.loads(_core.Engine(_to_yaml(self.config()), Key.example().secret()).describe())
        except _core.Error as error:
            raise translate(error, self._path) from None
        recipe: dict[str, Any] = about["recipe"]
        return recipe

    def config(self) -> dict[str, Any]:
        """What the engine is told."""
        config: dict[str, Any] = {"recipe": self._name} if self._yaml is None else {"recipe_yaml": self._yaml}
        if self._path is not None:
            config["folder"] = os.path.dirname(self._path)
        if self._set:
            config["set"] = self.assignments()
        return config

    def assignments(self) -> list[str]:
        """The overrides as the command line's `--set` takes them."""
        return [f"{path}={_to_yaml(value)}" for path, value in self._set]

    @property
    def name(self) -> str:
        return self._name

    @property
    def yaml(self) -> str | None:
        """The text of a recipe that is not built in, without the overrides."""
        return self._yaml

    @property
    def path(self) -> str | None:
        """The file that `load` read."""
        return self._path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Recipe) and self.config() == other.config()

    def __hash__(self) -> int:
        return hash(_to_yaml(self.config()))

    def __repr__(self) -> str:
        overrides = f", {dict(self._set)!r}" if self._set else ""
        return f"Recipe({self._name!r}{overrides})"


RecipeLike: TypeAlias = Union[str, "os.PathLike[str]", Recipe, Mapping[str, Any]]
"""The name of a built-in recipe, the path of a YAML file (it ends in .yaml or .yml, or has a slash), a Recipe, or a mapping."""


AllowLike: TypeAlias = Sequence[Union[str, Mapping[str, Any]]]
"""Words that stay, and entries of a recipe's `allow`."""
DenyLike: TypeAlias = Union[Mapping[str, Sequence[str]], Sequence[Union[str, Mapping[str, Any]]]]
"""Words by label that go; or words, and entries of a recipe's `deny`."""


def as_recipe(recipe: RecipeLike) -> Recipe:
    """The recipe that a `recipe=` means."""
    if isinstance(recipe, Recipe):
        return recipe
    if isinstance(recipe, Mapping):
        return Recipe.from_mapping(recipe)
    if isinstance(recipe, str) and "/" not in recipe and not recipe.endswith((".yaml", ".yml")):
        return Recipe.builtin(recipe)
    return Recipe.load(recipe)


def with_options(
    recipe: Recipe,
    *,
    set: Mapping[str, Any] | None,
    enable: Sequence[str] | None,
    disable: Sequence[str],
    allow: AllowLike,
    deny: DenyLike,
    min_score: float | Mapping[str, float] | None,
    operators: Mapping[str, str] | None,
) -> Recipe:
    """The recipe with an engine's options. Those about finding hold for every step that anonymises; `allow` and `deny` come
    on top of the recipe's.

    Raises:
        RecipeError: there is no such step.
    """
    values: dict[str, Any] = {f"surrogates.operators.{name}": operator for name, operator in (operators or {}).items()}
    finding = {
        "categories.enable": None if enable is None else _names(enable, "enable"),
        "categories.disable": _names(disable, "disable") or None,
        "min_score": min_score,
    }
    finding = {name: value for name, value in finding.items() if value is not None}
    if finding:
        steps = [i for i, step in enumerate(recipe.show()["steps"]) if step["use"] in ("anonymize", "anonymize-code")]
        if not steps:
            raise RecipeError(f"enable, disable and min_score are for steps that anonymise, and the recipe {recipe.name} has none")
        values.update((f"steps.{step}.{name}", value) for step in steps for name, value in finding.items())
    lists = {"allow": _entries(allow, "allow"), "deny": _entries(deny, "deny")}
    if any(lists.values()):
        shown = recipe.show()
        values.update((key, [*shown[key], *entries]) for key, entries in lists.items() if entries)
    values.update(set or {})
    return recipe.override(values) if values else recipe


def _names(names: Sequence[str], option: str) -> list[str]:
    if isinstance(names, str):
        raise TypeError(f"{option} is a list of categories and groups, not a str")
    return list(names)


def _entries(entries: AllowLike | DenyLike, option: str) -> list[Any]:
    if isinstance(entries, Mapping):
        if option == "allow":
            raise TypeError("allow is a list of words and entries, not a mapping")
        return [{"label": label, "words": _words(words)} for label, words in entries.items()]
    if isinstance(entries, str):
        raise TypeError(f"{option} is a list, not a str")
    return [dict(entry) if isinstance(entry, Mapping) else entry for entry in entries]


def _words(words: Sequence[str]) -> list[str]:
    if isinstance(words, str):
        raise TypeError("deny maps labels to lists of words")
    return list(words)


def _to_yaml(value: object) -> str:
    """JSON is YAML."""
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True)
