"""Reads a passage into signed sentences: signs, references to the matter, stakes and people."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TypeAlias, cast

from insider.inspection.marking import find_hearers, quoted_speech
from insider.inspection.matter import SURE, Matter
from insider.inspection.names import find_relatives
from insider.inspection.passages import Passage
from insider.inspection.pressing import NAMED, SignedSentence
from insider.inspection.signs import Sign, Tongue
from insider.inspection.tongues import ENGLISH_TONGUE, tongue_of
from insider.inspection.wording import find_mentions
from insider.scenarios import Facts, Secret

_Placed: TypeAlias = tuple[int, Sign]
"""A sign, and its place among the words of a passage."""
_Reference: TypeAlias = tuple[int, str, int]
"""A word by which a matter is referred to, what it is, and its weight."""
_MARK = 2
"""Letters of a number or a letter that only counts points."""


def sign_sentences(
    passage: Passage, secret: Secret, matter: Matter, facts: Facts
) -> list[SignedSentence]:
    """Return a passage's sentences by their signs.

    Args:
        passage: What somebody wrote.
        secret: What is private.
        matter: By what else it can be referred to.
        facts: Say what is at stake and who there is.
    """
    said = _said(passage)
    sentence_of, words = passage.sentence_of, passage.folded
    signs: dict[int, list[_Placed]] = defaultdict(list)
    for place in find_hearers(passage, secret, facts) | find_relatives(passage):
        signs[sentence_of[place]].append((place, Sign.SOMEBODY))
        if said.tongue is ENGLISH_TONGUE and place and words[place - 1] == "or":
            # ``Speak against it, or Ann has the letter``.
            signs[sentence_of[place - 1]].append((place - 1, Sign.ELSE))
    for mention in find_mentions(passage, facts.stakes):
        signs[mention.sentence].append((min(mention.places), Sign.STAKE))
    referring: dict[int, list[_Reference]] = defaultdict(list)
    for reference in _references(passage, secret, matter):
        referring[sentence_of[reference[0]]].append(reference)
    # Most sentences say nothing of any secret, and are the same for all of them.
    own = signs.keys() | referring.keys()
    return [
        _sign(passage, number, said, signs[number], referring[number]) if number in own else plain
        for number, plain in said.sentences.items()
    ]


def _sign(
    passage: Passage,
    number: int,
    said: "_Said",
    more: Sequence[_Placed] = (),
    referring: Sequence[_Reference] = (),
) -> SignedSentence:
    """Return a sentence by the signs of its language and more, and what it refers to."""
    placed = (*said.signs.get(number, ()), *more)
    if more:
        placed = tuple(sorted(placed, key=itemgetter(0)))
    signs = frozenset(sign for _, sign in placed)
    references = {(name, weight) for _, name, weight in referring}
    if Sign.MATTER in signs:
        references.add((NAMED, 1))
    return SignedSentence(
        passage,
        number,
        placed,
        signs,
        frozenset(references),
        frozenset(place for place, _, _ in referring),
        english=said.tongue is ENGLISH_TONGUE,
        asks=_asks(passage, number),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a passage says whatever secret it is read for."""

    tongue: Tongue
    signs: Mapping[int, Sequence[_Placed]]
    """By sentence, and in it by place."""
    sentences: dict[int, SignedSentence]
    """By these signs alone."""


def _said(passage: Passage) -> _Said:
    known = passage.memo.get(_said)
    if known is None:
        known = passage.memo[_said] = _read_said(passage)
    return cast("_Said", known)


def _read_said(passage: Passage) -> _Said:
    tongue, placed = _find_signs(passage)
    signs: dict[int, list[_Placed]] = defaultdict(list)
    for each in placed:
        signs[passage.sentence_of[each[0]]].append(each)
    said = _Said(tongue, signs, {})
    for number, (first, last) in enumerate(passage.sentences):
        if last > first + 1 or len(passage.folded[first]) > _MARK:
            said.sentences[number] = _sign(passage, number, said)
    return said


@lru_cache(maxsize=32)
def _find_signs(passage: Passage) -> tuple[Tongue, tuple[_Placed, ...]]:
    """Return a passage's language and its signs, by place."""
    quoted = quoted_speech(passage)
    tongue = tongue_of(passage)
    found = [(first, sign) for first, _, sign in tongue.find(passage)]
    found += [(place, Sign.ASKS) for place in _orders(passage, tongue)]
    found.sort(key=itemgetter(0))
    return tongue, tuple(each for each in found if each[0] not in quoted)


def _references(passage: Passage, secret: Secret, matter: Matter) -> Iterator[_Reference]:
    for mention in find_mentions(passage, secret.tells):
        yield min(mention.places), mention.entry, SURE
    for mention in find_mentions(passage, secret.hints):
        yield min(mention.places), mention.entry, 1
    yield from matter.find(passage)


def _asks(passage: Passage, number: int) -> bool:
    end = passage.ends[passage.sentences[number][1] - 1]
    return "?" in passage.text[end : end + 2]


def _orders(passage: Passage, tongue: Tongue) -> Iterator[int]:
    """Yield the verbs with which sentences begin that tell somebody to do something."""
    for first, last in passage.sentences:
        begin = first
        if begin + 1 < last and passage.text.startswith(",", passage.ends[begin]):
            begin += 1
        if passage.folded[begin] in tongue.orders:
            yield begin
