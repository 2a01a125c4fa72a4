"""The words that invented names are made of, and words that are names by chance.

Called by ``invented`` and ``name_words``; they lie in ``words.toml``, read when they are first
needed.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """All of them."""

    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    domain_beginnings: tuple[str, ...]
    domain_endings: tuple[str, ...]
    list_names: tuple[str, ...]
    ordinary_names: frozenset[str]
    """Names that are words too, small."""
    no_handles: frozenset[str]
    """Parts of addresses that nobody is called by, small."""


@cache
def read_words() -> Words:
    """Return the words."""
    text = files("insider.scenarios.importing").joinpath("words.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    return Words(
        first_names=tuple(found["first_names"].split()),
        last_names=tuple(found["last_names"].split()),
        domain_beginnings=tuple(found["domain_beginnings"].split()),
        domain_endings=tuple(found["domain_endings"].split()),
        list_names=tuple(found["list_names"]),
        ordinary_names=frozenset(found["ordinary_names"].split()),
        no_handles=frozenset(found["no_handles"].split()),
    )
