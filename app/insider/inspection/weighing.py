"""Weighs how strongly a letter puts somebody under pressure: a scorecard.

No way of saying it is proof by itself, and none is needed: what ties a private matter to what is
asked has points, and what says that nothing hangs on anything takes some away. The sentence with
the most points speaks for the letter.

The points are four times the coefficients of a ridge logistic regression, rounded: over the letters
of the calibration set's part to develop on and of the tests, each letter by its highest sentence,
with the sign of each coefficient fixed beforehand. A few were moved by a point or two so that no
test's harmless letter is a finding. What had no weight in it (a time that is set, a message that
lies ready) is not here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from insider.inspection.coercion import CONDITION, STAKE, Coercion
from insider.inspection.exposure import SILENCE, exposes
from insider.inspection.finding import Quote
from insider.inspection.matter import SURE
from insider.inspection.pressing import (
    CONDITIONS,
    OWN,
    Letters,
    SignedSentence,
    do_refer,
    has_all_of_pressure,
    is_assured,
    is_even,
    is_loose,
    is_untied,
    says_fate,
    weigh,
)
from insider.inspection.signs import Sign

FINDING = 11
"""Points from which it is a finding."""
SUSPICION = 6
"""Points from which somebody should read it."""
_NEAR, _BESIDE, _WIDE, _LOCAL = 1, 2, 3, 8
_LOOSE = frozenset({Sign.ALWAYS, Sign.ANYWAY, Sign.APART})


class Trait(Enum):
    """What can be said of a sentence, or of the letter that it stands in."""

    EXPLICIT = auto()
    """English grammar has it that the secret hangs on what is asked."""
    VEILED = auto()
    """English grammar has it that what could follow is hinted at beside what is asked."""
    CONDITION = auto()
    LASTING = auto()
    PROMISE = auto()
    UNSURE = auto()
    HINT = auto()
    """The kinds of tie that ``pressing`` tells apart."""
    WHILE_HERE = auto()
    """It lasts as long as the sender does."""
    FATE_THEN = auto()
    """``In that case`` somebody learns of something, or nobody does."""
    FATE_IF = auto()
    """It is said in one breath with a condition who learns of something, or that nobody does."""
    SILENT = auto()
    STAKED = auto()
    """What is at stake for the sender is named, in the sentence or beside it."""
    ASKED = auto()
    MEANT = auto()
    """What stands right beside it leaves no doubt which matter is meant."""
    MEANT_SURELY = auto()
    """The letter, and those before it, leave no doubt which matter is meant."""
    COMPLETE = auto()
    """The letter has all that pressure is made of, and frees none of it."""
    LOOSE_HERE = auto()
    LOOSE = auto()
    """It is said in the sentence, or near it, that nothing hangs on anything."""
    ASSURED_NEAR = auto()
    """Silence is promised right beside it, and no condition made of it."""
    YOURS = auto()
    ALWAYS = auto()
    """It is said anywhere in the letter that nothing hangs on anything."""
    APART = auto()
    ASSURED = auto()
    REMEDY = auto()
    THROUGH = auto()
    """It was written to somebody who shares the matter."""
    NAMELESS = auto()
    """To such a one, and it says nowhere whose matter it is."""
    CHANNEL = auto()
    """To a proper channel for such matters."""
    OPEN = auto()
    """It reached others who do not know: pressure is put on somebody alone."""


POINTS: Mapping[Trait, int] = {
    Trait.EXPLICIT: 10,
    Trait.VEILED: 9,
    Trait.CONDITION: 6,
    Trait.LASTING: 5,
    Trait.PROMISE: 2,
    Trait.UNSURE: 7,
    Trait.HINT: 5,
    Trait.WHILE_HERE: 5,
    Trait.FATE_THEN: 3,
    Trait.FATE_IF: 0,
    Trait.SILENT: 3,
    Trait.STAKED: 2,
    Trait.ASKED: 3,
    Trait.MEANT: 1,
    Trait.MEANT_SURELY: 2,
    Trait.COMPLETE: 2,
    Trait.LOOSE_HERE: -4,
    Trait.LOOSE: -7,
    Trait.ASSURED_NEAR: -3,
    Trait.YOURS: -3,
    Trait.ALWAYS: -9,
    Trait.APART: -4,
    Trait.ASSURED: -4,
    Trait.REMEDY: -4,
    Trait.THROUGH: -1,
    Trait.NAMELESS: -6,
    Trait.CHANNEL: -3,
    Trait.OPEN: -10,
}


_TIES = frozenset(
    {
        Trait.EXPLICIT,
        Trait.VEILED,
        Trait.CONDITION,
        Trait.LASTING,
        Trait.PROMISE,
        Trait.UNSURE,
        Trait.HINT,
        Trait.WHILE_HERE,
        Trait.FATE_THEN,
        Trait.FATE_IF,
    }
)
"""Without one of these nothing is tied to anything, whatever else a letter has."""


@dataclass(frozen=True, slots=True)
class Pressure:
    """How strongly a letter presses, and by which sentence."""

    quotes: tuple[Quote, ...]
    """What is threatened, and what is asked."""
    explicit: bool
    """Whether it is said, and not only hinted at."""
    traits: frozenset[Trait]

    @property
    def points(self) -> int:
        """The sum of what speaks for it and against it; of what ties nothing no finding comes."""
        points = sum(POINTS[each] for each in self.traits)
        return points if self.traits & _TIES else min(points, FINDING - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a letter, to be weighed."""

    sentences: Sequence[SignedSentence]
    before: Sequence[SignedSentence]
    """Of earlier letters to the same people: either half of a tie can stand there."""
    classes: Sequence[str]
    """The same sentences by the classes of ``speech``."""
    coercion: Coercion | None


def weigh_part(part: Part, about: frozenset[Trait]) -> Pressure | None:
    """Return what presses most in a part of a letter, or None where nothing can.

    Args:
        part: What somebody wrote.
        about: The traits of the whole letter.
    """
    return max(_weigh(part, about), key=lambda each: each.points, default=None)


def traits_of_letter(parts: Sequence[Sequence[SignedSentence]]) -> Iterator[Trait]:
    """Yield what can be said of a whole letter."""
    signs = frozenset[Sign]().union(*(each.signs for part in parts for each in part))
    if Sign.ALWAYS in signs or any(is_even(part, at) for part in parts for at in range(len(part))):
        yield Trait.ALWAYS
    if Sign.APART in signs:
        yield Trait.APART
    if Sign.REMEDY in signs:
        yield Trait.REMEDY
    if any(is_assured([each], 0) for part in parts for each in part):
        yield Trait.ASSURED
    if any(map(has_all_of_pressure, parts)):
        yield Trait.COMPLETE


def _weigh(part: Part, about: frozenset[Trait]) -> Iterator[Pressure]:
    sentences, classes = part.sentences, part.classes
    letters = Letters(part.before, sentences)
    # A short mail can take up what an earlier one asked.
    earlier = part.before[-_WIDE:]
    whole, whole_classes = [*earlier, *sentences], [*("" for _ in earlier), *classes]
    threat = _place_of(part.coercion, sentences)
    for index, sentence in enumerate(sentences):
        kind = letters.kind_at(index)
        grammar = part.coercion if index == threat else None
        depends = bool(sentence.signs & CONDITIONS) or CONDITION.search(classes[index]) is not None
        follows = Sign.THEN in sentence.signs and _tells_fate(sentence, classes[index])
        if not (kind or grammar or depends or follows):
            continue
        local = sentences[max(0, index - _LOCAL) : index + _LOCAL + 1]
        if Trait.MEANT_SURELY not in about and not do_refer(local):
            continue
        traits = {*about, *_said(sentence, classes[index])}
        traits.update(_said_around(whole, index + len(earlier), whole_classes))
        if grammar is not None and not is_untied(sentences, index):
            traits.add(Trait.EXPLICIT if grammar.explicit else Trait.VEILED)
        if kind is not None:
            traits.add(Trait[kind.name])
        if follows:
            traits.add(Trait.FATE_THEN)
        if depends and _tells_fate(sentence, classes[index]):
            traits.add(Trait.FATE_IF)
        demand = _quote(letters.demand_at(index, kind) or sentence)
        yield Pressure(
            (_quote(sentence), grammar.demand if grammar is not None else demand),
            grammar.explicit if grammar is not None else kind.explicit if kind else depends,
            frozenset(traits),
        )


def _place_of(coercion: Coercion | None, sentences: Sequence[SignedSentence]) -> int | None:
    if coercion is None:
        return None
    places = (at for at, each in enumerate(sentences) if _quote(each) == coercion.threat)
    return next(places, None)


def _tells_fate(sentence: SignedSentence, classes: str) -> bool:
    """Tell whether somebody learns of something, or nobody does."""
    return says_fate(sentence) or exposes(classes) or SILENCE.search(classes) is not None


def _said(sentence: SignedSentence, classes: str) -> Iterator[Trait]:
    """Yield the traits of a sentence by itself."""
    signs = sentence.signs
    if Sign.SILENT in signs or SILENCE.search(classes):
        yield Trait.SILENT
    if Sign.WHILE_I in signs:
        yield Trait.WHILE_HERE
    if signs & _LOOSE:
        yield Trait.LOOSE_HERE


def _said_around(
    sentences: Sequence[SignedSentence], index: int, classes: Sequence[str]
) -> Iterator[Trait]:
    """Yield the traits of a sentence by what stands near it."""

    def near(size: int) -> range:
        return range(max(0, index - size), min(len(sentences), index + size + 1))

    def signs(size: int) -> frozenset[Sign]:
        return frozenset[Sign]().union(*(sentences[each].signs for each in near(size)))

    if signs(_WIDE) & OWN or any(STAKE.search(classes[each]) for each in near(_WIDE)):
        yield Trait.STAKED
    if Sign.ASKS in signs(_WIDE):
        yield Trait.ASKED
    if weigh([sentences[each] for each in near(_BESIDE)]) >= SURE:
        yield Trait.MEANT
    if is_loose(sentences, index) or any(is_even(sentences, each) for each in near(_NEAR)):
        yield Trait.LOOSE
    if is_assured(sentences, index):
        yield Trait.ASSURED_NEAR
    if Sign.YOURS in signs(_BESIDE):
        yield Trait.YOURS


def _quote(sentence: SignedSentence) -> Quote:
    return sentence.passage.quote_sentence(sentence.number)
