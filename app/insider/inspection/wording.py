"""Finds a fact's wording in a passage.

An entry is words, ``"a phrase"`` and stems with ``*``; all of an entry's pieces must stand in one
sentence. That is all the grammar there is: no regular expression of a scenario is ever run.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from insider.inspection.by_identity import by_identity
from insider.inspection.finding import Quote
from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage
from insider.inspection.word_memory import WordMemory

_PIECE = re.compile(r'"([^"]*)"|(\S+)')
_CURLY = str.maketrans("“”„", '"""')

LONGEST_ENTRY = 1_000
"""Characters; a longer one, which no scenario file can have, matches nothing."""
_FEW = 20
_BEGINNING = 3
"""Letters by which stems are looked up."""

_Piece = tuple[str, ...]
"""The folded words of a phrase; a stem keeps its ``*``."""
_Anchored = tuple[_Piece, int, frozenset[str]]
"""A piece, which of its words it is looked for by, and its whole words: a text must have all."""


class Mention(NamedTuple):
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
    lexicon = _lexicon_of_same(tuple(entries))
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


@by_identity
def _lexicon_of_same(entries: tuple[str, ...]) -> "Lexicon":
    """Return the same for the same tuple: to hash a long one takes longer than most searches."""
    return lexicon_of(entries)


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
        self._exact: dict[str, list[_Anchored]] = defaultdict(list)
        self._stems: dict[str, list[tuple[str, _Anchored]]] = defaultdict(list)
        self._order = {entry: number for number, entry in enumerate(self._entries)}
        for piece in self._with:
            # Most phrases begin with a common word, and have a long one, which is rare.
            anchor = max(range(len(piece)), key=lambda at: len(piece[at]))
            whole = frozenset(word for word in piece if not word.endswith("*"))
            word = piece[anchor]
            if word.endswith("*"):
                stem = word[:-1]
                self._stems[stem[:_BEGINNING]].append((stem, (piece, anchor, whole)))
            else:
                self._exact[word].append((piece, anchor, whole))
        self._anchored = WordMemory(self._anchored_at)

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
        words = passage.places.keys()
        for word, anchored in self._anchored.of(words):
            for piece, anchor, whole in anchored:
                size = len(piece)
                for place in passage.places[word] if whole <= words else ():
                    first = place - anchor
                    if size > 1 and not _stands(passage.folded, first, piece):
                        continue
                    sentence = passage.sentence_of[first]
                    if size == 1 or passage.sentence_of[first + size - 1] == sentence:
                        spots = found.setdefault(piece, {}).setdefault(sentence, set())
                        spots.update(range(first, first + size))
        return found

    def _anchored_at(self, word: str) -> tuple[_Anchored, ...]:
        """Return the pieces that are looked for where a word stands."""
        exact = self._exact.get(word, ())
        stems = (
            anchored
            for size in range(1, min(_BEGINNING, len(word)) + 1)
            for stem, anchored in self._stems.get(word[:size], ())
            if word.startswith(stem)
        )
        return (*exact, *stems)


def _stands(folded: Sequence[str], first: int, piece: _Piece) -> bool:
    """Tell whether a phrase stands at a place."""
    if first < 0 or first + len(piece) > len(folded):
        return False
    return all(map(_matches, folded[first : first + len(piece)], piece))


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
    if word == wanted:
        return True
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == f"{wanted}'s"
