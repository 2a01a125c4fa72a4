"""Private matters as such: illness, debt, a child that is expected, and how people speak of them.

General language, not a scenario's. A matter's *own* words say it wherever they are said of
somebody; words *near* it are everyday ones that say it only beside others. A word with ``*`` is a
stem, ``|`` joins the words of a phrase.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.matters_abroad import ABROAD
from insider.inspection.matters_english import ENGLISH
from insider.inspection.matters_registers import REGISTERS
from insider.inspection.near_abroad import NEAR_ABROAD
from insider.inspection.passages import Passage
from insider.inspection.wording import find_mentions


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of private matter, by the words for it in every language that is known here."""

    name: str
    own: tuple[str, ...]
    near: tuple[str, ...]
    abroad: tuple[str, ...]
    """Words near it in other languages, which can be quite other words in English. All are entries
    as ``wording`` reads them."""


_AKIN: dict[str, tuple[str, ...]] = {
    "child": ("illness", "parentage"),
    "illness": ("mind",),
    "mind": ("illness", "drink"),
    "drink": ("mind", "gambling", "illness"),
    "gambling": ("debt", "drink"),
    "debt": ("gambling",),
    "crime": ("drink",),
    "affair": ("parting", "parentage"),
    "parting": ("affair", "debt"),
    "parentage": ("affair", "child"),
    "violence": ("parting", "crime"),
    "papers": ("crime",),
    "pretence": ("crime", "learning"),
}
"""Matters that are told in each other's words."""


def abroad_words(matters: Sequence[Matter]) -> tuple[str, ...]:
    """Return the words near matters in other languages; near any when there are none."""
    wanted = matters or all_matters()
    return tuple(dict.fromkeys(entry for each in wanted for entry in each.abroad))


def near_words(matters: Sequence[Matter]) -> tuple[str, ...]:
    """Return the words near matters and those akin to them; near any when there are none."""
    wanted = {each.name for each in matters} or set(ENGLISH)
    akin = {name for each in wanted for name in _AKIN.get(each, ())} - wanted
    found = [entry for each in all_matters() if each.name in wanted for entry in each.near]
    found += [
        entry
        for each in all_matters()
        if each.name in akin or not matters
        for entry in (*each.own, *each.near)
    ]
    return tuple(dict.fromkeys(found))


def matters_of(texts: Sequence[str]) -> tuple[Matter, ...]:
    """Return the matters that short texts, such as a secret's summary and wording, are of."""
    return _matters_of(tuple(texts))


@lru_cache(maxsize=256)
def _matters_of(texts: tuple[str, ...]) -> tuple[Matter, ...]:
    passage = Passage("", "", ".\n\n".join(texts), 0, own=True)
    return tuple(matter for matter in all_matters() if find_mentions(passage, matter.own))


@lru_cache(maxsize=1)
def all_matters() -> tuple[Matter, ...]:
    """Return every matter that is known."""
    return tuple(
        Matter(
            name,
            tuple(dict.fromkeys((*_entries([own, more]), *_entries(ABROAD[name].values())))),
            tuple(dict.fromkeys(_entries([near, near_too]))),
            tuple(dict.fromkeys(_entries([NEAR_ABROAD.get(name, "")]))),
        )
        for name, (own, near) in ENGLISH.items()
        for more, near_too in (REGISTERS[name],)
    )


def _entries(listed: Iterable[str]) -> tuple[str, ...]:
    return tuple(
        f'"{word.replace("|", " ")}"' if "|" in word else word
        for words in listed
        for word in words.split()
    )
