"""Finds a fact's wording in a passage.

An entry is words, ``"a phrase"`` and stems with ``*``; all of an entry's pieces must stand in one
sentence. That is all the grammar there is: no regular expression of a scenario is ever run.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from insider.inspection.finding import Quote
from insider.inspection.folding import fold_words
from insider.inspection.passages import BEGINNING, Passage

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_CURLY = str.maketrans("“”„", '"""')

LONGEST_ENTRY = 1_000
"""Characters; a longer one, which no scenario file can have, matches nothing."""
_FEW = 20

_Piece = tuple[str, ...]
"""The folded words of a phrase; a stem keeps its ``*``."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A sentence in which an entry stands."""

    passage: Passage
    entry: str
    sentence: int
    places: frozenset[int]
    """The entry's words, among the words of the passage."""

    @property
    def quote(self) -> Quote:
        """The sentence, as evidence."""
        return self.passage.quote_sentence(self.sentence)


def find_mentions(passage: Passage, entries: Sequence[str]) -> list[Mention]:
    """Return where entries stand in a passage, in the order of the entries."""
    lexicon = lexicon_of(tuple(entries))
    found = passage.memo.get(lexicon)
    if not isinstance(found, list):
        found = passage.memo[lexicon] = lexicon.find(passage)
    return list(found)


def are_different(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions are of different entries, by different words."""
    if one.entry == other.entry:
        return False
    return one.passage is not other.passage or not one.places & other.places


def any_differ(some: Iterable[Mention], others: Iterable[Mention]) -> bool:
    """Tell whether one of some mentions is different from one of others."""
    few, many = _few_of_each(some), _few_of_each(others)
    return any(are_different(one, other) for one in few for other in many)


def _few_of_each(mentions: Iterable[Mention]) -> list[Mention]:
    """Return the first mentions of each entry: a mail can repeat one without end."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if len(found[mention.entry]) < _FEW:
            found[mention.entry].append(mention)
    return [mention for each in found.values() for mention in each]


@lru_cache(maxsize=256)
def lexicon_of(entries: tuple[str, ...]) -> "Lexicon":
    """Return entries ready to be looked for; made once for the same ones."""
    return Lexicon(entries)


class Lexicon:
    """Entries, arranged so that one look at each word of a passage is enough."""

    def __init__(self, entries: tuple[str, ...]) -> None:
        self._entries = {entry: _pieces(entry) for entry in entries}
        self._with: dict[_Piece, list[str]] = defaultdict(list)
        for entry, pieces in self._entries.items():
            for piece in dict.fromkeys(pieces):
                self._with[piece].append(entry)
        self._exact: dict[str, set[_Piece]] = defaultdict(set)
        self._stems: dict[str, list[tuple[str, _Piece]]] = defaultdict(list)
        self._short: dict[str, list[tuple[str, _Piece]]] = defaultdict(list)
        self._order = {entry: number for number, entry in enumerate(self._entries)}
        for piece in self._with:
            if piece[0].endswith("*"):
                stem = piece[0][:-1]
                stems = self._stems if len(stem) >= BEGINNING else self._short
                stems[stem[:BEGINNING]].append((stem, piece))
            else:
                self._exact[piece[0]].add(piece)

    def find(self, passage: Passage) -> list[Mention]:
        """Return every sentence of a passage in which an entry stands."""
        places = self._places(passage)
        if not places:
            return []
        found = []
        begun = {entry for piece in places for entry in self._with[piece]}
        for entry in sorted(begun, key=self._order.__getitem__):
            pieces = self._entries[entry]
            if all(piece in places for piece in pieces):
                each = [places[piece] for piece in pieces]
                for sentence in sorted(set(each[0]).intersection(*each[1:])):
                    union = frozenset().union(*(spots[sentence] for spots in each))
                    found.append(Mention(passage, entry, sentence, union))
        return found

    def _places(self, passage: Passage) -> dict[_Piece, dict[int, set[int]]]:
        """Return for each piece the sentences that have it, with the words it takes up."""
        found: dict[_Piece, dict[int, set[int]]] = {}
        for piece, index in self._beginnings(passage):
            end = index + len(piece)
            if end > len(passage.folded) or not all(
                _matches(passage.folded[index + ahead], piece[ahead])
                for ahead in range(1, len(piece))
            ):
                continue
            sentence = passage.sentence_of[index]
            if passage.sentence_of[end - 1] == sentence:
                spots = found.setdefault(piece, {}).setdefault(sentence, set())
                spots.update(range(index, end))
        return found

    def _beginnings(self, passage: Passage) -> Iterator[tuple[_Piece, int]]:
        """Yield where the first word of a piece stands."""
        places = passage.places
        for word in self._exact.keys() & places.keys():
            for piece in self._exact[word]:
                # Most phrases begin with a common word.
                if len(piece) == 1 or piece[1] in places or piece[1].endswith("*"):
                    yield from product((piece,), places[word])
        for beginning in self._stems.keys() & passage.beginnings.keys():
            for word, (stem, piece) in product(
                passage.beginnings[beginning], self._stems[beginning]
            ):
                if word.startswith(stem):
                    yield from product((piece,), places[word])
        for (stem, piece), word in product(chain.from_iterable(self._short.values()), places):
            if word.startswith(stem):
                yield from product((piece,), places[word])


def _pieces(entry: str) -> tuple[_Piece, ...]:
    if len(entry) > LONGEST_ENTRY:
        return ()
    found = []
    for phrase, word in _PIECE.findall(entry.translate(_CURLY)):
        text = phrase or word
        piece = tuple(
            each.folded + ("*" if text[each.end : each.end + 1] == "*" else "")
            for each in fold_words(text)
        )
        if piece:
            found.append(piece)
    return tuple(found)


def _matches(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted or word == f"{wanted}'s"
