"""Reads how a letter to somebody ties their private matter to what they do.

``coercion`` reads how English sentences are built. Here a letter is read by signs, in several
languages and through more than one mail: something is wished for, the matter is there, and what
becomes of it hangs on something, or is said to hang on nothing. ``weighing`` adds all of it up.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from insider.inspection.marking import quoted_speech
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


class SignedSentence(NamedTuple):
    """A sentence by its signs."""

    passage: Passage
    number: int
    places: tuple[tuple[int, Sign], ...]
    """Its signs in order, each with its place among the words of the passage."""
    signs: frozenset[Sign]
    references: frozenset[tuple[str, int]]
    """By what it refers to the matter, each with its weight."""
    referred: frozenset[int]
    """Where, among the words of the passage."""
    english: bool
    asks: bool
    """Whether it is a question."""


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


CONDITIONS = frozenset({Sign.IF, Sign.ELSE})
OWN = frozenset({Sign.STAKE, Sign.SELF})
"""What is at stake for the sender."""
_STAKED = frozenset({Sign.STAKE, Sign.SELF, Sign.ASKS})
_TIED = frozenset({Sign.IF, Sign.ELSE, Sign.WHILE_I, Sign.THEN})
_FREEING = frozenset({Sign.ALWAYS, Sign.APART})
_PRESSURE = frozenset(
    {Sign.ASKS, Sign.IF, Sign.ELSE, Sign.CHOICE, Sign.WINK, Sign.PITY, Sign.UNSURE, Sign.WHILE_I}
) | {Sign.THEN}
_TRIGGERS = _PRESSURE | {Sign.BEFORE, Sign.SILENT}
_HINTS = frozenset({Sign.PITY, Sign.WINK, Sign.CHOICE})
_WISHES = frozenset({Sign.ASKS, Sign.SELF})
_TOO = frozenset({"either", "too", "likewise", "well", "same"})
_NOTHING = frozenset({"none", "nobody", "nothing", "no-one", "same"})
_WILL = frozenset({"will", "shall", "would", "stays", "remains"})
_LATER = frozenset(
    {"will", "won't", "would", "he'll", "she'll", "they'll", "gets", "hears", "learns"}
)
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
    asked = {place + 1 for place, sign in sentence.places if sign is Sign.ASKS}
    return any(
        sign is Sign.LEARNS
        and (place not in asked or place - 1 in asked)
        and any(begin <= each and abs(each - place) <= reach for each in somebody)
        for place, sign in sentence.places
    )


class Letters:
    """The sentences of a letter, behind those of earlier ones to the same people.

    Args:
        before: Of earlier letters, in order: either half of a tie can stand there.
        sentences: Of the letter.
    """

    def __init__(
        self, before: Sequence[SignedSentence], sentences: Sequence[SignedSentence]
    ) -> None:
        self._begins = min(len(before), _MOST_BEFORE)
        self._sentences = [*before[len(before) - self._begins :], *sentences]
        self.size = len(self._sentences)

    def kind_at(self, index: int) -> Kind | None:
        """Return how a sentence of the letter ties the matter to what is asked, if it may."""
        place = index + self._begins
        kind = self._kind(place)
        return kind if kind is not None and self._demand(place, kind) is not None else None

    def demand_at(self, index: int, kind: Kind | None) -> SignedSentence | None:
        """Return what is asked where a sentence of the letter ties the matter to it."""
        return self._demand(index + self._begins, kind)

    def _kind(self, index: int) -> Kind | None:
        sentence = self._sentences[index]
        signs = sentence.signs
        if sentence.english and signs & _STAKED and self._alternates(index):
            return Kind.CONDITION
        if not signs & _TRIGGERS:
            return None
        refers = do_refer(self._around(index, _BESIDE))
        bears = self._bears(index)
        if Sign.WHILE_I in signs and (refers or bears):
            return Kind.LASTING
        if signs & CONDITIONS and (self._hangs_here(index) if sentence.english else bears):
            return Kind.CONDITION
        if (
            sentence.references
            and Sign.ASKS in signs
            and somebody_learns(sentence, after=Sign.BEFORE)
        ):
            return Kind.HINT
        if refers and self._is_promised(sentence):
            return Kind.PROMISE
        if Sign.UNSURE in signs and refers:
            return Kind.UNSURE
        if Sign.WINK in signs:
            bears = bears or self._staked(index)
            refers = do_refer(self._around(index, _FAR_BESIDE))
        if signs & _HINTS and refers and bears:
            return Kind.HINT
        return None

    def _alternates(self, index: int) -> bool:
        """Tell whether an English sentence sets the matter against what is at stake.

        By its build alone, whatever the verbs: ``it waits, or Ann gets mail``, ``sign it, and Ann
        will not have to wait``, ``no changeover, no questions about Tuesdays``.
        """
        sentence = self._sentences[index]
        against = any(self._is_set_against(index, *joint) for joint in _joints(sentence))
        freed = sentence.asks or Sign.ADVICE in sentence.signs
        return against and not freed and not is_assured(self._sentences, index)

    def _is_set_against(self, index: int, joint: int, word: str) -> bool:
        sentence = self._sentences[index]
        before = {sign for place, sign in sentence.places if place < joint}
        after = {sign for place, sign in sentence.places if place > joint}
        referred = any(place > joint for place in sentence.referred)
        somebody = Sign.SOMEBODY in after and do_refer(self._around(index, _NEAR))
        if word == "and":
            begin = sentence.passage.sentences[sentence.number][0]
            ordered = any(
                place <= begin + 1 for place, sign in sentence.places if sign is Sign.ASKS
            )
            later = sentence.passage.folded[joint + 1 :][:_REACH]
            return ordered and somebody and not _LATER.isdisjoint(later)
        return bool(before & _STAKED) and (referred or (somebody and Sign.LEARNS in after))

    def _staked(self, index: int) -> bool:
        return bool(self._signs(index, _BESIDE) & OWN)

    def _is_promised(self, sentence: SignedSentence) -> bool:
        """Tell whether silence follows from what is asked: ``do it, and it stays with me``."""
        if Sign.THEN in sentence.signs and Sign.SILENT in sentence.signs:
            return True
        order = [sign for _, sign in sentence.places]
        staked = sentence.references or sentence.signs & OWN
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
            staked = any(each.signs & OWN for each in asked) or any(
                each.signs & OWN and Sign.ASKS in each.signs
                for each in self._sentences[index + 1 : index + 1 + _NEAR]
            )
        else:
            staked = bool(sentence.signs & _STAKED)
        return staked and self._bears(index) and do_refer(before)

    def _demand(self, index: int, kind: Kind | None) -> SignedSentence | None:
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


def _joints(sentence: SignedSentence) -> Iterator[tuple[int, str]]:
    """Yield where a sentence has a second half, and the word that joins it to the first."""
    passage = sentence.passage
    first, last = passage.sentences[sentence.number]
    quoted = quoted_speech(passage)
    for place in range(first + 2, last - 1):
        word = passage.folded[place]
        if place in quoted:
            continue
        paused = passage.text.startswith((",", ";"), passage.ends[place - 1])
        if word in ("or", "and") or (word == "no" == passage.folded[first] and paused):
            yield place, word


def weigh(sentences: Sequence[SignedSentence]) -> int:
    """Return how sure it is that sentences refer to the matter; the same word counts once."""
    return sum(dict(each for sentence in sentences for each in sentence.references).values())


def do_refer(sentences: Iterable[SignedSentence]) -> bool:
    """Tell whether any of sentences refers to the matter."""
    return any(each.references for each in sentences)


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


def is_untied(sentences: Sequence[SignedSentence], index: int) -> bool:
    """Tell whether a sentence itself, or what is right beside it, hangs on nothing."""
    return is_assured(sentences, index) or is_loose(sentences, index, apart_within=0)


def has_all_of_pressure(sentences: Sequence[SignedSentence]) -> bool:
    """Tell whether a letter has all that pressure is made of, and frees none of it.

    Somebody learns of something or does not, beside what is at stake and what is asked.
    """
    signs = frozenset[Sign]().union(*(each.signs for each in sentences))
    return (
        bool(signs & OWN)
        and bool(signs & _PRESSURE)
        and not is_freed(sentences)
        and any(map(says_fate, sentences))
        and do_refer(sentences)
    )


def may_press(sentences: Sequence[SignedSentence]) -> bool:
    """Tell whether a letter names somebody who does not know, beside any sign of pressure."""
    signs = frozenset[Sign]().union(*(each.signs for each in sentences))
    return Sign.SOMEBODY in signs and bool(signs & _PRESSURE) and not is_freed(sentences)


def is_freed(sentences: Sequence[SignedSentence]) -> bool:
    """Tell whether it is said anywhere that nothing hangs on anything, or silence is promised."""
    return any(
        each.signs & _FREEING or (Sign.ASSURED in each.signs and not each.signs & _TIED)
        for each in sentences
    )


def is_even(sentences: Sequence[SignedSentence], index: int) -> bool:
    """Tell whether the same follows from both of two conditions, in a sentence or in two.

    ``I shall be silent if I stay, and I shall be silent if I go``; ``if I stay: nobody. If I go:
    nobody``.
    """
    sentence = sentences[index]
    if not sentence.signs & CONDITIONS:
        return False
    words = _words(sentence)
    conditions = sum(sign in CONDITIONS for _, sign in sentence.places)
    if conditions > 1 and (_says_again(words) or words[-1] in _TOO):
        return True
    after = sentences[index + 1] if index + 1 < len(sentences) else None
    if after is None or not after.signs & CONDITIONS:
        return False
    last = _words(after)[-1]
    return last in _TOO or (last in _NOTHING and words[-1] == last)


def _words(sentence: SignedSentence) -> list[str]:
    first, last = sentence.passage.sentences[sentence.number]
    return sentence.passage.folded[first:last]


def _says_again(words: Sequence[str]) -> bool:
    """Tell whether three words come twice, one of which says what will be."""
    seen: set[tuple[str, ...]] = set()
    for at in range(len(words) - 2):
        three = tuple(words[at : at + 3])
        if three in seen and not _WILL.isdisjoint(three):
            return True
        seen.add(three)
    return False
