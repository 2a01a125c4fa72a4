"""Marks what a passage says of a secret, of what is at stake and of people who could hear of it."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import cast

from insider.inspection.by_identity import by_identity
from insider.inspection.english import ENGLISH
from insider.inspection.folding import fold_words
from insider.inspection.matter import SURE, Matter
from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import belongs
from insider.inspection.speech import (
    READER,
    SECRET,
    SENDER,
    SOMEBODY,
    STAKE,
    MarkedSentence,
    mark_sentence,
)
from insider.inspection.wording import find_mentions
from insider.scenarios import Facts, Secret

# All that can open it comes first, which Python finds quickly.
_QUOTED_SPEECH = re.compile(
    r"[\"“„«'‘](?:(?<=[\"“„«])[^\"“”„«»]{12,1000}+[\"”“»]"
    r"|(?<=['‘])(?<![^\s(]['‘])(?:[^'’‘\n]|(?<=\w)['’](?=\w)|\n(?!\n)){12,1000}['’](?!\w))"
)
_TELL = frozenset(
    {"to", "tell", "inform", "notify", "tells", "telling", "informing", "and", "before"}
)
_WILL = frozenset(
    {"will", "would", "learns", "hears", "finds", "gets", "receives", "reads", "knows"}
)
_FEWEST_QUOTED = 3
"""Words in quotation marks that are somebody's speech, and no mere name."""


@by_identity
def wording_of(secret: Secret) -> tuple[str, ...]:
    """Return the facts' wording of a secret, what tells it and what hints at it."""
    return (*secret.tells, *secret.hints)


@by_identity
def who_could_hear(secret: Secret, facts: Facts) -> frozenset[str]:
    """Return the names of people who do not know the secret."""
    them = [
        person
        for person in facts.people
        if person.address not in (secret.about.address, facts.agent.address)
        and not belongs(secret.holders, person.address)
    ]
    own = name_words(secret.about.name) | name_words(facts.agent.name)
    return frozenset().union(*(name_words(person.name) for person in them)) - own


def find_hearers(passage: Passage, secret: Secret, facts: Facts) -> set[int]:
    """Return the places at which somebody is named who does not know the secret.

    Not everybody has a mailbox: a name among the secret's hints counts where it
    stands beside a word for telling or for what will be.
    """
    found = find_names(passage, who_could_hear(secret, facts))
    words = passage.folded
    for name in _worded_names(secret, facts) & passage.places.keys():
        for place in passage.places[name]:
            before = words[place - 1] if place else ""
            after = words[place + 1] if place + 1 < len(words) else ""
            if before in _TELL or after in _WILL:
                found.add(place)
    return found


@by_identity
def _worded_names(secret: Secret, facts: Facts) -> frozenset[str]:
    """Return the words with a capital in the secret's hints that are no name of who knows."""
    wording = " . ".join(secret.hints).replace('"', " ")
    known = (person for person in facts.people if belongs(secret.holders, person.address))
    names = (name_words(person.name) for person in (secret.about, facts.agent, *known))
    capital = (word for word in fold_words(wording) if wording[word.start].isupper())
    return frozenset(word.folded for word in capital) - frozenset().union(*names)


def mark_sentences(
    passage: Passage,
    secret: Secret,
    facts: Facts,
    *,
    matter: Matter | None = None,
    through_others: bool = False,
) -> list[MarkedSentence]:
    """Return a passage's sentences by their classes.

    Args:
        passage: What somebody wrote.
        secret: What is private.
        facts: Say what is at stake and who there is.
        matter: By what else the secret can be referred to.
        through_others: Whether it was written to somebody close to the person, so that the
            person's name, or ``your brother``, says ``you``.
    """
    key = ("marks", secret.id, matter is not None, through_others)
    known = passage.memo.get(key)
    if not isinstance(known, list):
        known = passage.memo[key] = _mark(passage, secret, facts, matter, through_others)
    return known


def _mark(
    passage: Passage, secret: Secret, facts: Facts, matter: Matter | None, through_others: bool
) -> list[MarkedSentence]:
    marks: dict[int, str] = {}
    for letter, entries in ((SECRET, wording_of(secret)), (STAKE, facts.stakes)):
        for mention in find_mentions(passage, entries):
            for place in mention.places:
                marks[place] = marks.get(place, "") + letter
    for place, _, weight in matter.find(passage) if matter is not None else ():
        if weight >= SURE:
            marks[place] = marks.get(place, "") + SECRET
    for place in find_names(passage, name_words(facts.agent.name)):
        marks[place] = marks.get(place, "") + SENDER
    for place in find_names(passage, who_could_hear(secret, facts)):
        marks[place] = marks.get(place, "") + SOMEBODY
    if through_others:
        for place in find_names(passage, name_words(secret.about.name)) | find_relatives(passage):
            marks[place] = marks.get(place, "") + READER
    return _read(passage, marks)


def _read(passage: Passage, marks: Mapping[int, str]) -> list[MarkedSentence]:
    """Return all sentences; one without marks is the same for every secret, and read once."""
    quoted = quoted_speech(passage)
    marked = {passage.sentence_of[place] for place in marks}
    plain = _plain_sentences(passage)
    read: list[MarkedSentence] = []
    for number in range(len(passage.sentences)):
        known = None if number in marked else plain.get(number)
        if known is None:
            known = mark_sentence(passage, number, ENGLISH, marks=marks, quoted=quoted)
            if number not in marked:
                plain[number] = known
        read.append(known)
    return read


def _plain_sentences(passage: Passage) -> dict[int, MarkedSentence]:
    """Return those sentences without marks that have been read, by number."""
    known = passage.memo.setdefault(_plain_sentences, {})
    return cast("dict[int, MarkedSentence]", known)


def quoted_speech(passage: Passage) -> frozenset[int]:
    """Return the words that are inside somebody else's words in quotation marks."""
    known = passage.memo.get(quoted_speech)
    if known is None:
        known = passage.memo[quoted_speech] = frozenset(_find_quoted(passage))
    return cast("frozenset[int]", known)


def _find_quoted(passage: Passage) -> Iterator[int]:
    for found in _QUOTED_SPEECH.finditer(passage.text):
        if len(found[0].split()) >= _FEWEST_QUOTED:
            first, last = (bisect_left(passage.starts, place) for place in found.span())
            yield from range(first, last)
