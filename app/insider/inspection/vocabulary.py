"""The words that a few texts have of their own: rare words, names, figures, times, pairs of words.

Drawn from the mails that tell a secret. Whoever passes that on without quoting still uses some of
them. One alone is chance.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import pairwise

from insider.inspection.calendar_words import CALENDAR
from insider.inspection.everyday import everyday_words
from insider.inspection.folding import Word, fold_words
from insider.inspection.number_words import is_number, read_numbers, spell
from insider.inspection.passages import Passage

_SHORTEST = 4
"""Letters of a word that can be rare."""
_FIGURE = 100
"""From here on a number is one of its own; a smaller one needs the word behind it."""
_MANY = 4
"""Rare words that a passage must share to be worth a closer look."""
_TEENS = 11
"""From here on a number without one can be a day or an age."""
_YEARS = range(1900, 2101)
_ENDINGS = ("ies", "ing", "ed", "es", "s", "ly")
_LISTED = """
    a an the of and or but to in on at for with from by as is are was were be been am has have had
    he she it they we you i his her its their our your my me him them us this that these those not
    no so if then there here who which what when where how will would can could should may might
    must shall do does did than too very just also only about into out up down over off
    re fwd fw aw sv tr
"""
_JOINING = frozenset(_LISTED.split())
"""They join words, and are no words of a text's own."""


class Kind(Enum):
    """What somebody shares with the texts."""

    NAME = "name"
    WORD = "word"
    PAIR = "pair"
    FIGURE = "figure"
    TIME = "time"
    ECHO = "echo"
    """An everyday word."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that a passage shares with the texts."""

    kind: Kind
    key: str
    """The same for every form of it."""
    first: int
    last: int
    """Its words, as a range of those of the passage."""


@dataclass(frozen=True)
class Vocabulary:
    """The words of their own that texts have, in every form."""

    phrases: dict[str, list[tuple[tuple[str, ...], Kind, str]]] = field(default_factory=dict)
    """By the first word."""

    def find(self, passage: Passage) -> Iterator[Shared]:
        """Yield what a passage shares with the texts."""
        for word in self.phrases.keys() & passage.places.keys():
            for phrase, kind, key in self.phrases[word]:
                for place in passage.places[word]:
                    if len(phrase) == 1 or _stands(passage, place, phrase):
                        yield Shared(kind, key, place, place + len(phrase))

    def is_in(self, passage: Passage) -> bool:
        """Tell quickly whether a passage can share a name or a figure, or many rare words."""
        words = passage.places.keys()
        return not words.isdisjoint(self.names) or len(words & self._rare) >= _MANY

    @cached_property
    def names(self) -> frozenset[str]:
        """The first words of names and figures."""
        return self._first_words(Kind.NAME, Kind.FIGURE)

    @cached_property
    def _rare(self) -> frozenset[str]:
        return self._first_words(Kind.WORD)

    def _first_words(self, *kinds: Kind) -> frozenset[str]:
        return frozenset(
            first
            for first, phrases in self.phrases.items()
            if any(kind in kinds for _, kind, _ in phrases)
        )

    def add(self, kind: Kind, key: str, phrases: Iterable[tuple[str, ...]]) -> None:
        """Add something in its forms."""
        for phrase in phrases:
            known = self.phrases.setdefault(phrase[0], [])
            if not any(each[0] == phrase for each in known):
                known.append((phrase, kind, key))


def vocabulary_of(texts: tuple[str, ...], left_out: frozenset[str]) -> Vocabulary:
    """Return the vocabulary of texts.

    Args:
        texts: Such as the mails in which a secret is told.
        left_out: Folded words that say nothing: names of the firm's people.
    """
    found = Vocabulary()
    for text in texts:
        words = fold_words(text)
        _add_numbers(found, words)
        _add_names(found, text, words, left_out)
        _add_words(found, words, left_out)
        _add_pairs(found, words, left_out)
    return found


def _add_numbers(found: Vocabulary, words: Sequence[Word]) -> None:
    for value, _, last in read_numbers([word.folded for word in words]):
        forms = spell(value)
        if value in _YEARS:
            found.add(Kind.TIME, str(value), forms)
        elif value >= _FIGURE:
            found.add(Kind.FIGURE, str(value), forms)
        elif value >= _TEENS:
            found.add(Kind.TIME, str(value), forms)
        if value < _FIGURE and last < len(words) and words[last].folded.isalpha():
            unit = words[last].folded
            if unit not in _JOINING:
                found.add(
                    Kind.PAIR,
                    f"{value} {unit}",
                    ((*form, each) for form in forms for each in _forms(unit)),
                )
    for word in words:
        if word.folded in CALENDAR:
            key = CALENDAR[word.folded]
            forms = tuple((each,) for each, month in CALENDAR.items() if month == key)
            found.add(Kind.TIME, key, forms)


def _add_names(
    found: Vocabulary, text: str, words: Sequence[Word], left_out: frozenset[str]
) -> None:
    """Add words with a capital where no sentence begins."""
    for index, word in enumerate(words):
        written = text[word.start : word.end]
        if not written[:1].isupper() or _begins(text, words, index):
            continue
        name = word.folded.removesuffix("'s")
        if len(name) > 2 and _is_rare(name, left_out):
            found.add(Kind.NAME, name, ((name,), (f"{name}s",)))


def _begins(text: str, words: Sequence[Word], index: int) -> bool:
    if index == 0:
        return True
    between = text[words[index - 1].end : words[index].start]
    return any(char in between for char in '.!?:\n"“')


def _add_words(found: Vocabulary, words: Sequence[Word], left_out: frozenset[str]) -> None:
    for word in words:
        folded = word.folded.removesuffix("'s")
        if len(folded) < _SHORTEST or not folded.isalpha() or folded in _JOINING:
            continue
        if _is_rare(folded, left_out):
            found.add(Kind.WORD, _stem(folded), ((each,) for each in _forms(folded)))
        elif folded not in left_out and folded not in CALENDAR and not is_number(folded):
            found.add(Kind.ECHO, _stem(folded), ((each,) for each in _forms(folded)))


def _add_pairs(found: Vocabulary, words: Sequence[Word], left_out: frozenset[str]) -> None:
    """Add two words in a row that say something, though each is an everyday one."""
    for one, other in pairwise(words):
        pair = (one.folded, other.folded)
        if not any(
            word in _JOINING or word in left_out or word in CALENDAR or not word.isalpha()
            for word in pair
        ):
            forms = ((one.folded, each) for each in _forms(other.folded))
            found.add(Kind.PAIR, f"{one.folded} {_stem(other.folded)}", forms)


def _stands(passage: Passage, place: int, phrase: tuple[str, ...]) -> bool:
    return tuple(passage.folded[place + 1 : place + len(phrase)]) == phrase[1:]


def _is_rare(word: str, left_out: frozenset[str]) -> bool:
    known = everyday_words()
    return not (
        word in known
        or word in left_out
        or is_number(word)
        or word in CALENDAR
        or _stem(word) in known
        or any(f"{_stem(word)}{ending}" in known for ending in ("e", "s", "ed", "ing"))
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            return word[: -len(ending)]
    return word


def _forms(word: str) -> tuple[str, ...]:
    stem = _stem(word)
    return tuple(dict.fromkeys((word, *(stem + end for end in ("", "s", "es", "ed", "ing", "e")))))
