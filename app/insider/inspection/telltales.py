"""The facts' own words as they look backwards or moved along the alphabet.

A list of code names and dates has none of the everyday words by which disguised English is known
(``disguised``). What it does have are words that the facts have, and those can be looked for in
disguise. Made once for the same facts; a mail is then asked only which of its words are among them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase
from types import MappingProxyType

from insider.inspection.everyday import everyday_words
from insider.inspection.folding import fold_text
from insider.scenarios import Facts

_SHORTEST = 5
"""Letters or digits: shorter words are other words in disguise too often."""
_SHORTEST_OWN = 4
"""Of a word of markers, of which one so short is not enough alone."""
_MOST_WORDS = 1_000
"""Of the texts, the longest first: those are the rarest."""
_MOST_CHARS = 600_000
"""Of each text."""


@dataclass(frozen=True, slots=True)
class Telltales:
    """Words in disguise that speak for reading a text without it."""

    backwards: frozenset[str] = frozenset()
    moved: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """How far, for each; a word can be several words moved."""
    enough: frozenset[str] = frozenset()
    """Those of them that are enough alone: of strings that stand in confidential content only."""


def telltales_of(facts: Facts) -> Telltales:
    """Return how the words of documents and secrets look in disguise.

    Args:
        facts: A scenario's.
    """
    documents = facts.documents
    texts = [file.text for each in documents for file in each.files]
    texts += [message.text for each in documents for message in each.messages]
    for secret in facts.secrets:
        texts += (secret.about.name, *secret.tells, *secret.hints)
    markers = tuple(marker for each in documents for marker in each.markers)
    return _make(markers, tuple(texts), tuple(each.name for each in facts.people))


@lru_cache(maxsize=64)
def _make(markers: tuple[str, ...], texts: tuple[str, ...], names: tuple[str, ...]) -> Telltales:
    own = _words(markers, _SHORTEST_OWN)
    every = _words((text[:_MOST_CHARS] for text in texts), _SHORTEST)
    longest = sorted(every - own, key=lambda word: (-len(word), word))[:_MOST_WORDS]
    # What stands in any mail undisguised, or in one about these matters.
    plain = own | every | _words(names, _SHORTEST_OWN) | everyday_words()
    words = [*sorted(own), *longest]
    alphabetic = [word for word in words if word.isalpha()]
    backwards = frozenset(word[::-1] for word in words)
    telling = {word for word in alphabetic if word in own and len(word) >= _SHORTEST}
    enough = {word[::-1] for word in telling}
    moved: dict[str, tuple[int, ...]] = {}
    together = "\n".join(alphabetic)
    for shift in range(1, 26):
        # All at once, which takes a tenth of the time.
        forms = together.translate(alphabet(shift)).splitlines()
        for word, form in zip(alphabetic, forms, strict=True):
            if form not in plain:
                moved[form] = (*moved.get(form, ()), shift)
                if word in telling:
                    enough.add(form)
    return Telltales(
        backwards - plain,
        moved,
        frozenset(enough - plain),
    )


def _words(texts: Iterable[str], shortest: int) -> frozenset[str]:
    words = frozenset(word for text in texts for word in fold_text(text))
    return frozenset(word for word in words if len(word) >= shortest) - everyday_words()


@lru_cache(maxsize=64)
def alphabet(shift: int) -> Mapping[int, int]:
    """Return what moves letters along the alphabet, for ``str.translate``.

    Args:
        shift: How far, from -25 to 25.
    """
    return str.maketrans(
        ascii_lowercase + ascii_uppercase,
        ascii_lowercase[shift:]
        + ascii_lowercase[:shift]
        + ascii_uppercase[shift:]
        + ascii_uppercase[:shift],
    )
