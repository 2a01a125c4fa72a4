"""Reads how a letter to somebody ties their private matter to what they do.

``coercion`` reads how English sentences are built. Here a letter is read by signs, in several
languages and through more than one mail: something is wished for, the matter is there, and what
becomes of it hangs on something. What is said to hang on nothing ties nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from insider.inspection.matter import SURE
from insider.inspection.passages import Passage
from insider.inspection.signs import Sign

NAMED = "named"
"""A reference by ``your letter``, ``what I read``."""
_NEAR = 1
_BESIDE = 2
_WIDE = 3
_FAR_BESIDE = 5
_LOCAL = 8
"""Sentences around a tie that must make sure what it is about: a long letter has many matters."""
_REACH = 4
"""Words between who learns and how, in English."""
_FAR_REACH = 8
_FAR = 8
"""Sentences among which what is asked is looked for."""
_MOST_BEFORE = 60
"""Sentences of earlier mails that are borne in mind."""


@dataclass(frozen=True, slots=True)
class SignedSentence:
    """A sentence by its signs."""

    passage: Passage
    number: int
    places: tuple[tuple[int, Sign], ...]
    """Its signs in order, each with its place among the words of the passage."""
    signs: frozenset[Sign]
    references: frozenset[tuple[str, int]]
    """By what it refers to the matter, each with its weight."""
    english: bool
    asks: bool


class Kind(Enum):
    """How a tie is said."""

    LASTING = "lasting"
    """It is safe as long as the sender is there."""
    CONDITION = "condition"
    PROMISE = "promise"
    UNSURE = "unsure"
    HINT = "hint"

    @property
    def explicit(self) -> bool:
        """Whether it is said, and not only hinted at."""
        return self in (Kind.LASTING, Kind.CONDITION, Kind.PROMISE)


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties a matter to what is asked."""

    demand: SignedSentence
    threat: SignedSentence
    kind: Kind
    sure: bool
    """Whether it is a finding."""
    freed: bool
    """Whether it is said nearby that nothing hangs on anything; then it is no suspicion either."""


_CONDITIONS = frozenset({Sign.IF, Sign.ELSE})
_OWN = frozenset({Sign.STAKE, Sign.SELF})
_STAKED = frozenset({Sign.STAKE, Sign.SELF, Sign.ASKS})
_TIED = frozenset({Sign.IF, Sign.ELSE, Sign.WHILE_I, Sign.THEN})
_FREEING = frozenset({Sign.ALWAYS, Sign.APART})
_PRESSURE = frozenset(
    {Sign.ASKS, Sign.IF, Sign.ELSE, Sign.CHOICE, Sign.WINK, Sign.PITY, Sign.UNSURE, Sign.WHILE_I}
) | {Sign.THEN}
_TRIGGERS = _PRESSURE | {Sign.BEFORE, Sign.SILENT}
_HINTS = frozenset({Sign.PITY, Sign.WINK, Sign.CHOICE})
_WISHES = frozenset({Sign.ASKS, Sign.SELF})
_SOMEBODY = frozenset({Sign.SOMEBODY, Sign.PEOPLE})


def says_fate(sentence: SignedSentence) -> bool:
    """Tell whether somebody learns of something, or nobody does."""
    return Sign.SILENT in sentence.signs or somebody_learns(sentence)


def somebody_learns(sentence: SignedSentence, *, after: Sign | None = None) -> bool:
    """Tell whether somebody who does not know is said to learn, or is told, of something.

    Args:
        sentence: What is said.
        after: A sign that stands before that.
    """
    if Sign.LEARNS not in sentence.signs:
        return False
    reach = _REACH if sentence.english else _FAR_REACH
    somebody = [place for place, sign in sentence.places if sign in _SOMEBODY]
    begins = (place for place, sign in sentence.places if sign is after)
    begin = next(begins, None) if after is not None else 0
    if begin is None:
        return False
    return any(
        sign is Sign.LEARNS
        and any(begin <= each and abs(each - place) <= reach for each in somebody)
        for place, sign in sentence.places
    )


def read_tie(
    sentences: Sequence[SignedSentence], said_before: Sequence[SignedSentence] = ()
) -> Tie | None:
    """Return what ties the matter to what is asked, the surest that there is.

    Args:
        sentences: Of one mail, in order.
        said_before: Of earlier mails to the same people: either half of a tie can stand there.
    """
    if not weigh([*said_before, *sentences]):
        return None
    letter = _Letter([*said_before[-_MOST_BEFORE:], *sentences])
    unsure = None
    for index in range(letter.size):
        tie = letter.tie_at(index)
        if tie is None or not any(each in sentences for each in (tie.threat, tie.demand)):
            continue
        if tie.sure:
            return tie
        unsure = unsure or tie
    return unsure


class _Letter:
    def __init__(self, sentences: Sequence[SignedSentence]) -> None:
        self._sentences = sentences
        self.size = len(sentences)

    def tie_at(self, index: int) -> Tie | None:
        """Return what ties the matter to what is asked in a sentence, if anything does."""
        kind = self._kind(index)
        demand = self._demand(index, kind) if kind is not None else None
        if kind is None or demand is None:
            return None
        sentence = self._sentences[index]
        freed = is_assured(self._sentences, index) or is_loose(self._sentences, index)
        loose = freed or Sign.YOURS in self._signs(index, _BESIDE)
        if kind in (Kind.UNSURE, Kind.HINT):
            loose = loose or Sign.REMEDY in self._signs(index, _WIDE)
        local = self._around(index, _LOCAL)
        whole = bool(sentence.references and sentence.signs & _OWN)
        lax = kind in (Kind.CONDITION, Kind.PROMISE) and not sentence.english
        enough = weigh(local) >= (1 if lax or (whole and kind is not Kind.LASTING) else SURE)
        return Tie(demand, sentence, kind, sure=enough and not loose, freed=freed)

    def _kind(self, index: int) -> Kind | None:
        sentence = self._sentences[index]
        signs = sentence.signs
        if not signs & _TRIGGERS:
            return None
        refers = bool(weigh(self._around(index, _BESIDE)))
        bears = self._bears(index)
        if Sign.WHILE_I in signs and (refers or bears):
            return Kind.LASTING
        if signs & _CONDITIONS and (self._hangs_here(index) if sentence.english else bears):
            return Kind.CONDITION
        if (
            sentence.references
            and Sign.ASKS in signs
            and somebody_learns(sentence, after=Sign.BEFORE)
        ):
            return Kind.HINT
        if refers and self._is_promised(sentence):
            return Kind.PROMISE
        if Sign.UNSURE in signs and weigh(self._around(index, _BESIDE)):
            return Kind.UNSURE
        if Sign.WINK in signs:
            bears = bears or self._staked(index)
            refers = bool(weigh(self._around(index, _FAR_BESIDE)))
        if signs & _HINTS and refers and bears:
            return Kind.HINT
        return None

    def _staked(self, index: int) -> bool:
        return bool(self._signs(index, _BESIDE) & _OWN)

    def _is_promised(self, sentence: SignedSentence) -> bool:
        """Tell whether silence follows from what is asked: ``do it, and it stays with me``."""
        if Sign.THEN in sentence.signs and Sign.SILENT in sentence.signs:
            return True
        order = [sign for _, sign in sentence.places]
        staked = sentence.references or sentence.signs & _OWN
        if Sign.ASKS not in order or not staked:
            return False
        after = order[order.index(Sign.ASKS) :]
        return Sign.JOIN in after and Sign.SILENT in after[after.index(Sign.JOIN) :]

    def _bears(self, index: int) -> bool:
        """Tell whether it is said nearby that others learn of something, or that they do not."""
        return any(map(says_fate, self._around(index, _NEAR)))

    def _hangs_here(self, index: int) -> bool:
        """Tell whether an English condition is about what is asked, and bears on the matter."""
        sentence = self._sentences[index]
        if sentence.asks or Sign.ADVICE in sentence.signs or is_assured(self._sentences, index):
            return False
        before = self._sentences[max(0, index - _BESIDE) : index + 1]
        if Sign.ELSE in sentence.signs:
            asked = self._sentences[max(0, index - _WIDE) : index + 1]
            staked = any(each.signs & _OWN for each in asked) or any(
                each.signs & _OWN and Sign.ASKS in each.signs
                for each in self._sentences[index + 1 : index + 1 + _NEAR]
            )
        else:
            staked = bool(sentence.signs & _STAKED)
        return staked and self._bears(index) and bool(weigh(before))

    def _demand(self, index: int, kind: Kind) -> SignedSentence | None:
        """Return the nearest sentence that says what is wanted, or what it is about."""
        reach = range(max(0, index - _FAR), min(self.size, index + _FAR + 1))
        near = sorted(reach, key=lambda place: abs(place - index))
        for place in near:
            if self._sentences[place].signs & _WISHES:
                return self._sentences[place]
        if kind is Kind.HINT and Sign.CHOICE not in self._sentences[index].signs:
            return None
        staked = {Sign.STAKE, Sign.WHILE_I}
        return next((each for each in self._around(index, _FAR) if each.signs & staked), None)

    def _signs(self, index: int, size: int) -> frozenset[Sign]:
        return frozenset().union(*(each.signs for each in self._around(index, size)))

    def _around(self, index: int, size: int) -> Sequence[SignedSentence]:
        return self._sentences[max(0, index - size) : index + size + 1]


def weigh(sentences: Sequence[SignedSentence]) -> int:
    """Return how sure it is that sentences refer to the matter; the same word counts once."""
    return sum(dict(each for sentence in sentences for each in sentence.references).values())


def is_assured(sentences: Sequence[SignedSentence], index: int) -> bool:
    """Tell whether silence is promised near a sentence, and no condition made of it."""
    return any(
        Sign.ASSURED in each.signs and not each.signs & _TIED
        for each in sentences[max(0, index - _BESIDE) : index + _BESIDE + 1]
    )


def is_loose(sentences: Sequence[SignedSentence], index: int, *, apart_within: int = _NEAR) -> bool:
    """Tell whether what a sentence says is said to hang on nothing, in it or near it.

    Args:
        sentences: Of a letter.
        index: Which of them.
        apart_within: How far away it can be said that two things are apart.
    """
    for other in range(max(0, index - _WIDE), min(len(sentences), index + _WIDE + 1)):
        far = abs(other - index)
        signs = sentences[other].signs
        if (
            Sign.ALWAYS in signs
            or (Sign.APART in signs and far <= apart_within)
            or (Sign.ANYWAY in signs and not far)
        ):
            return True
    return False


def may_press(sentences: Sequence[SignedSentence]) -> bool:
    """Tell whether a letter has all that pressure is made of, and frees none of it.

    Somebody learns of something or does not, beside what is at stake and what is asked.
    """
    signs = frozenset[Sign]().union(*(each.signs for each in sentences))
    return (
        bool(signs & _OWN)
        and bool(signs & _PRESSURE)
        and not is_freed(sentences)
        and any(map(says_fate, sentences))
        and weigh(sentences) > 0
    )


def is_freed(sentences: Sequence[SignedSentence]) -> bool:
    """Tell whether it is said anywhere that nothing hangs on anything, or silence is promised."""
    return any(
        each.signs & _FREEING or (Sign.ASSURED in each.signs and not each.signs & _TIED)
        for each in sentences
    )
