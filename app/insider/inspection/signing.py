"""Reads a passage into signed sentences: signs, references to the matter, stakes and people."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from insider.inspection.marking import find_hearers, quoted_speech
from insider.inspection.matter import SURE, Matter
from insider.inspection.names import find_relatives
from insider.inspection.passages import Passage
from insider.inspection.pressing import NAMED, SignedSentence
from insider.inspection.signs import Sign, Tongue
from insider.inspection.tongues import ENGLISH_TONGUE, tongue_of
from insider.inspection.wording import find_mentions
from insider.scenarios import Facts, Secret

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
    tongue, said = _said(passage)
    found = list(said)
    sentence_of = passage.sentence_of
    names = find_hearers(passage, secret, facts) | find_relatives(passage)
    found += [(place, Sign.SOMEBODY) for place in names]
    if tongue is ENGLISH_TONGUE:
        # ``Speak against it, or Ann has the letter``.
        words = passage.folded
        found += [(each - 1, Sign.ELSE) for each in names if each and words[each - 1] == "or"]
    stakes = find_mentions(passage, facts.stakes)
    found += [(min(mention.places), Sign.STAKE) for mention in stakes]
    signs: dict[int, list[tuple[int, Sign]]] = defaultdict(list)
    references: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for place, sign in sorted(found, key=itemgetter(0)):
        signs[sentence_of[place]].append((place, sign))
        if sign is Sign.MATTER:
            references[sentence_of[place]].add((NAMED, 1))
    referred: dict[int, set[int]] = defaultdict(set)
    for place, name, weight in _references(passage, secret, matter):
        references[sentence_of[place]].add((name, weight))
        referred[sentence_of[place]].add(place)
    return [
        SignedSentence(
            passage,
            number,
            tuple(signs[number]),
            frozenset(sign for _, sign in signs[number]),
            frozenset(references[number]),
            frozenset(referred[number]),
            english=tongue is ENGLISH_TONGUE,
            asks=_asks(passage, number),
        )
        for number, (first, last) in enumerate(passage.sentences)
        if last > first + 1 or len(passage.folded[first]) > _MARK
    ]


@lru_cache(maxsize=32)
def _said(passage: Passage) -> tuple[Tongue, tuple[tuple[int, Sign], ...]]:
    """Return a passage's language and signs: the same whatever secret it is read for."""
    quoted = quoted_speech(passage)
    tongue = tongue_of(passage)
    found = [(first, sign) for first, _, sign in tongue.find(passage)]
    found += [(place, Sign.ASKS) for place in _orders(passage, tongue)]
    return tongue, tuple(
        (place, sign) for place, sign in found if not quoted(passage.starts[place])
    )


def _references(passage: Passage, secret: Secret, matter: Matter) -> Iterator[tuple[int, str, int]]:
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
