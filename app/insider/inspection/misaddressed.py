"""Whom a mail was meant for that bounced: an address at the firm that nobody has.

A slip of somebody's address means that person, one that is near to several any of them, and a desk
that there could be, such as ``ethics``, means nobody from whom something is to be kept. Whoever
else would have read it may have nothing: that the address is nobody's is chance.
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from insider.inspection.names import name_words
from insider.scenarios import FactPerson, Facts

_LIKENESS = 0.85
"""Of two local parts, from 0 to 1: one or two letters of ten differ."""
_EXACT = 1.0
"""Of a local part that is somebody's very name."""
_MOST_NAMESAKES = 8
"""That one address is taken for, the nearest: a firm may number thousands."""
_SEPARATORS = re.compile(r"[._+\-]+")
_DESKS = """
    abuse audit board compliance conduct counsel datenschutz dpo ethics ethik hr infosec integrity
    juridique legal ombuds ombudsman ombudsperson personnel privacy revision safety security
    whistleblower whistleblowing
"""
"""Words by which firms call those to whom a concern is taken."""


def meant_by(address: str, facts: Facts) -> tuple[str, ...]:
    """Return whom an address that bounced was meant for.

    Args:
        address: Nobody's, in one of the firm's domains; lower case.
        facts: Who works there.

    Returns:
        The addresses of those of whom it may be a slip, the nearest first, or the address itself
        for a stranger; nothing for a desk that is not there.
    """
    local = address.partition("@")[0]
    near = [
        (likeness, each)
        for each in facts.people
        if each.internal and (likeness := _likeness(local, each)) >= _LIKENESS
    ]
    # Whoever has the very name is meant, and not who has a similar one.
    if any(likeness == _EXACT for likeness, _ in near):
        near = [found for found in near if found[0] == _EXACT]
    if near:
        near.sort(key=lambda found: -found[0])
        return tuple(each.address for _, each in near[:_MOST_NAMESAKES])
    words = {word for word in _SEPARATORS.split(local) if word}
    return () if words & _desks() else (address,)


def _likeness(local: str, person: FactPerson) -> float:
    """Return how near a local part comes to those of somebody, or to their name."""
    words = [word for word in _SEPARATORS.split(local) if word]
    if words and name_words(person.name) >= {*words}:
        return _EXACT
    first, *rest = person.name.casefold().split() or [""]
    known = [each.partition("@")[0] for each in (person.address, *person.aliases)]
    if rest:
        known += [f"{first[:1]}{rest[-1]}", f"{first[:1]}.{rest[-1]}"]
    return max(SequenceMatcher(None, local, each).ratio() for each in known)


@lru_cache(maxsize=1)
def _desks() -> frozenset[str]:
    return frozenset(_DESKS.split())
