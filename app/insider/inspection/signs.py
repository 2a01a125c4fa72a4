"""What words can be a sign of, in a letter that may put somebody under pressure.

A language lists its phrases by sign (``tongues``); ``pressing`` reads how signs stand together.
No sign means anything by itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage
from insider.inspection.word_memory import WordMemory

_GAP = 12
"""Words that ``..`` can stand for, at most."""
_SHORTEST_STEM = 2


class Sign(Enum):
    """What a phrase can be a sign of."""

    IF = auto()
    """Something depends on something: ``if``, ``should you``, ``provided``."""
    ELSE = auto()
    """The other way: ``otherwise``, ``if not``, ``or else``, ``unless``."""
    THEN = auto()
    """What follows comes of what was asked: ``then``, ``in that case``, ``and so``."""
    WHILE_I = auto()
    """It lasts as long as the sender does: ``as long as I am here``."""
    SELF = auto()
    """The sender's own fate."""
    LEARNS = auto()
    """Somebody gets to know something, or is told it; it gets out."""
    SILENT = auto()
    """It stays where it is, nobody knows."""
    PEOPLE = auto()
    """Others, in general words: ``anyone``, ``the board``."""
    BEFORE = auto()
    """It would come later: ``before Ann hears``."""
    SOMEBODY = auto()
    """Somebody is named who does not know; from the facts."""
    STAKE = auto()
    """What is at stake is named; from the facts."""
    ASSURED = auto()
    """A promise in the first person: ``I shall not tell``, ``nobody will hear of it from me``."""
    ASKS = auto()
    """Something is wished for or asked."""
    UNSURE = auto()
    """Nothing is promised: ``I cannot answer for …``."""
    PITY = auto()
    """``It would be a pity.``"""
    WINK = auto()
    """That more is meant: ``you see what I mean``."""
    CHOICE = auto()
    """Something is left to choose."""
    ALWAYS = auto()
    """Nothing depends on anything: ``whatever you decide``, ``either way``."""
    ANYWAY = auto()
    """The same of one sentence: ``in any case``."""
    APART = auto()
    """Two things have nothing to do with each other."""
    YOURS = auto()
    """The decision is left to the reader: ``as you see fit``."""
    MATTER = auto()
    """Something private that both know of: ``your letter``, ``what I read``."""
    JOIN = auto()
    """What follows is joined to what was asked: ``and``."""
    ADVICE = auto()
    """The reader should speak of it: ``tell her yourself``."""
    REMEDY = auto()
    """How the reader can keep it from others: ``you may want to move it``."""
    VOID = auto()
    """Its words are no sign of anything: ``asks if``, ``if you like``."""

    # Quicker than by its name, and much is looked up by signs.
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class _Phrase:
    sign: Sign
    rest: tuple[str, ...]
    """The pieces after the first: words, stems with ``*``, and ``..`` for a few words or none."""
    whole: frozenset[str]
    """The words among them: a text must have all."""

    @property
    def second(self) -> str | None:
        """The word that must follow the first, if it is always the same."""
        if not self.rest or self.rest[0] == ".." or self.rest[0].endswith("*"):
            return None
        return self.rest[0]


@dataclass(frozen=True, slots=True)
class _Begun:
    """The phrases that a word begins, those of no sign first."""

    whatever: tuple[_Phrase, ...]
    """Those that can stand there whatever word follows."""
    followed: Mapping[str, tuple[_Phrase, ...]]
    """By the word that follows: those that need it, together with the others."""

    def __bool__(self) -> bool:
        return bool(self.whatever or self.followed)


class Tongue:
    """A language: its commonest words, and its phrases by sign.

    Args:
        common: Words by which the language is known, between blanks.
        phrases: For each sign, phrases between semicolons; ``*`` ends a stem, and ``..`` stands
            for up to twelve words of the same sentence.
        orders: Verbs with which a sentence begins that tells somebody to do something.
    """

    def __init__(self, common: str, phrases: Mapping[Sign, str], *, orders: str = "") -> None:
        self.common = frozenset(word.folded for word in fold_words(common))
        self.orders = frozenset(word.folded for word in fold_words(orders))
        self._whole: dict[str, list[_Phrase]] = {}
        self._stems: dict[str, list[_Phrase]] = {}
        self._begun = WordMemory(self._look_up)
        for sign, listed in phrases.items():
            for written in listed.split(";"):
                pieces = _pieces(written)
                if pieces:
                    self._add(pieces, sign)

    def _add(self, pieces: Sequence[str], sign: Sign) -> None:
        first, rest = pieces[0], tuple(pieces[1:])
        whole = frozenset(each for each in rest if each != ".." and not each.endswith("*"))
        phrase = _Phrase(sign, rest, whole)
        if first.endswith("*"):
            self._stems.setdefault(first[:-1], []).append(phrase)
        else:
            self._whole.setdefault(first, []).append(phrase)

    def find(self, passage: Passage) -> Iterator[tuple[int, int, Sign]]:
        """Yield the signs of a passage: the first word of each, its last, and what it is."""
        words = passage.folded
        every = passage.places.keys()
        begun = dict(self._begun.of(every))
        for first, last in passage.sentences:
            void = first
            for index in range(first, last):
                here = begun.get(words[index])
                if here is None:
                    continue
                following = words[index + 1] if index + 1 < last else ""
                for phrase in here.followed.get(following, here.whatever):
                    if not phrase.whole <= every:
                        continue
                    end = _end(words, index + 1, last, phrase.rest)
                    if end and phrase.sign is Sign.VOID:
                        void = max(void, end)
                    elif end and index >= void:
                        yield index, end - 1, phrase.sign

    def _look_up(self, word: str) -> _Begun:
        stems = (word[:size] for size in range(_SHORTEST_STEM, len(word) + 1))
        found = self._whole.get(word, [])
        found = [*found, *(each for stem in stems for each in self._stems.get(stem, ()))]
        found.sort(key=lambda phrase: phrase.sign is not Sign.VOID)
        seconds = {phrase.second for phrase in found} - {None}
        return _Begun(
            tuple(phrase for phrase in found if phrase.second is None),
            {
                str(second): tuple(each for each in found if each.second in (None, second))
                for second in seconds
            },
        )


def _pieces(written: str) -> list[str]:
    pieces: list[str] = []
    for part in written.split():
        if part == "..":
            pieces.append(part)
            continue
        words = [word.folded for word in fold_words(part)]
        if part.endswith("*"):
            words[-1] += "*"
        pieces += words
    return pieces


def _end(words: Sequence[str], at: int, last: int, rest: Sequence[str]) -> int:
    """Return where a phrase ends whose rest begins at a word; 0 where it does not stand."""
    gap = False
    for piece in rest:
        if piece == "..":
            gap = True
            continue
        until = min(last, at + _GAP + 1) if gap else min(last, at + 1)
        while at < until and not _is(words[at], piece):
            at += 1
        if at >= until:
            return 0
        at, gap = at + 1, False
    return at


def _is(word: str, piece: str) -> bool:
    return word.startswith(piece[:-1]) if piece.endswith("*") else word == piece
