"""Finds people by name in a passage.

Many names are words too (Will, Grace, Mark): those count only with a capital letter where a
sentence does not begin.
"""

from collections.abc import Iterable
from functools import lru_cache

from insider.inspection.english import KIN
from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage

_ALSO_WORDS = """
    will may mark grant bill drew rob pat sue chase grace hope faith joy rose art rich dawn
    dale june april august summer young long king price page bishop cook day field fields stone
    wood woods white black brown green gray grey hill lane park church bright ray frank dean
    max chance ford west north east penny ivy miles ward baker miller carter mason earl guy
    gene skip norm victor reading rush sharp swift walker wise booth banks best case love low
    moody noble pace pike pool post power read sands short small strong wells major noon order
    van von de la del da di summers winter snow rain stark bell ball board
"""


@lru_cache(maxsize=4096)
def name_words(name: str) -> frozenset[str]:
    """Return the folded words by which somebody can be called; initials are none."""
    folded = (word.folded for word in fold_words(name))
    return frozenset(
        word for word in folded if len(word) > 2 or (len(word) == 2 and word.isalpha())
    )


def find_names(passage: Passage, names: Iterable[str]) -> set[int]:
    """Return the places in a passage's words at which one of the names stands.

    Args:
        passage: Where.
        names: Folded words, from ``name_words``.
    """
    return {
        index
        for name in passage.places.keys() & frozenset(names)
        for index in passage.places[name]
        if name not in _also_words() or _is_name(passage, index)
    }


def find_relatives(passage: Passage) -> set[int]:
    """Return the places at which somebody close to the reader is meant: ``your wife``."""
    return {
        place
        for word in KIN & passage.places.keys()
        for place in passage.places[word]
        if place and passage.folded[place - 1] == "your"
    }


@lru_cache(maxsize=1)
def _also_words() -> frozenset[str]:
    return frozenset(_ALSO_WORDS.split())


def _is_name(passage: Passage, index: int) -> bool:
    written = passage.text[passage.starts[index] : passage.ends[index]]
    first = passage.sentences[passage.sentence_of[index]][0]
    return written[:1].isupper() and not written.isupper() and index != first
