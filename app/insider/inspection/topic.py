"""Which sentences of a passage are about somebody.

A sentence is about them that names them, and so are the next ones, until another person is named
before any pronoun is. Whoever is written to, or knows anyway, is no other person here: they are
addressed or mentioned, and hardly meant. A role (``the director``) or a short name may mean
somebody else, and only says that the person can be meant.
"""

import re
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from insider.inspection.contents import SUBJECT
from insider.inspection.everyday import everyday_words
from insider.inspection.folding import fold_words
from insider.inspection.foreign import is_foreign
from insider.inspection.names import find_names, find_relatives, name_words
from insider.inspection.passages import Passage
from insider.inspection.reading import ReadMail, belongs
from insider.inspection.record import EarlierMail
from insider.inspection.spoken_of import is_written_to
from insider.inspection.strangers import find_anybody, find_strangers, is_at_work
from insider.scenarios import FactPerson, Facts, Secret

_REACH = 6
"""Sentences in which a pronoun still means somebody who was named."""
_CARRIED = 3
"""Sentences that go on about them without one."""
_ENGLISH = """
    he she his her him hers himself herself he's she's he'd she'd he'll she'll
"""
_PRONOUNS = frozenset(_ENGLISH.split())
_LISTED = """
    er sie ihm ihn ihr ihre ihren sein seine seinen seiner seinem
    il elle lui son sa ses él ella su sus lui lei suo sua ele ela seu dele dela
    hij zij haar zijn hem jego jej jemu on ona mu
    他 她 彼
"""
_ABROAD = _PRONOUNS | frozenset(_LISTED.split())
"""In a text that is not English: ``on`` is a word of it too."""
_NEW_PARAGRAPH = re.compile(r"\n[ \t>]*(?:\n|[-*•\d])")
_ADDRESSED = frozenset({"you", "your", "yours", "you're", "you've"})
_SUBJECT = 6
"""Words at the beginning of a sentence in which what it is about is named."""
_TITLES = ("or", "er", "eer", "ist", "man", "woman", "ant", "ian", "chief", "head", "nurse")
_SHORTEST_ROLE = 4
_LONG_TITLE = 2
"""Words of a title that is nobody else's, where one word may be in another's."""
_SHORTEST_CUT = 3
"""Letters of a role, and of a first name that is cut short."""


_PERSON, _OTHER, _PRONOUN = "person", "other", "pronoun"
_Mark: TypeAlias = tuple[int, str]
"""A word of a passage, and whom it says."""


class Meant(NamedTuple):
    """Whom the sentences of a passage are about."""

    person: Sequence[bool]
    """For each sentence whether it is the person."""
    loosely: Sequence[bool]
    """For each sentence whether it goes on from one about the person, without a word for them."""
    nobody_else: Sequence[bool]
    """For each sentence whether it names nobody else, so that the person can be meant."""
    about: bool
    """Whether the person can be the one who is meant: is named, by a short name or a role too."""
    certain: bool
    """Whether a name says it, and not a role or a name cut short."""
    others: frozenset[int]
    """The words that name somebody else."""


class Cast:
    """Who can be meant where a secret is told: the person, and the others.

    Args:
        secret: Whose person.
        facts: Who else there is.
        known: Names that belong to the secret.
    """

    def __init__(self, secret: Secret, facts: Facts, known: frozenset[str]) -> None:
        self.person = secret.about
        own = name_words(secret.about.name)
        everybody = frozenset().union(*(name_words(each.name) for each in facts.people))
        self.names = own
        self.known = everybody | known
        wording = frozenset().union(
            *map(name_words, (secret.summary, *secret.tells, *secret.hints))
        )
        self.roles = _roles(secret.about, facts)
        self.title = _title(secret.about, facts)
        self.nicknames = _nicknames(secret.about.name) - everyday_words() - everybody
        self.others = [
            (each.address, name_words(each.name) - own - wording)
            for each in facts.people
            if each.address not in (secret.about.address, facts.agent.address)
            and not belongs(secret.holders, each.address)
        ]


class Topic:
    """Where a mail speaks of the person whom a secret concerns; looked at when it is asked.

    Args:
        mail: The mail.
        before: What its readers got before.
        cast: Who can be meant.
        by_relative: Whether ``your husband`` says the person, since a relative reads it.
    """

    def __init__(
        self, mail: ReadMail, before: Sequence[ReadMail], cast: Cast, *, by_relative: bool
    ) -> None:
        self._mail = mail
        self._before = before
        self._cast = cast
        self._by_relative = by_relative
        self._meant: dict[int, tuple[Passage, Meant]] = {}

    @cached_property
    def _others(self) -> frozenset[str]:
        """The names of those who neither know nor read it."""
        reached = set(self._mail.reached)
        others = (names for address, names in self._cast.others if address not in reached)
        return frozenset().union(*others)

    @cached_property
    def _to_person(self) -> bool:
        return is_written_to(self._mail, self._cast.person)

    @cached_property
    def _in_subject(self) -> bool:
        passages = self._mail.contents.passages
        return any(self._mentions(each) for each in passages if each.part == SUBJECT)

    @cached_property
    def _known(self) -> bool:
        """Whether its readers know of whom it is: by the subject, or what they got before."""
        earlier = self._mail.earlier
        before = (each for other in self._before for each in other.contents.passages)
        return (
            self._in_subject
            or any(map(self._mentions, before))
            or (earlier is not None and bool(self._mentions(_passage_of(earlier))))
        )

    def of(self, passage: Passage) -> "Meant":
        """Tell which sentences of a passage are about the person; looked for once in each."""
        known = self._meant.get(id(passage))
        if known is None:
            # With the passage, so that no other one can have its identity.
            known = self._meant[id(passage)] = passage, self._find_meant(passage)
        return known[1]

    def _find_meant(self, passage: Passage) -> "Meant":
        mentions = self._mentions(passage)
        strangers = find_strangers(passage, self._cast.known)
        others = frozenset(find_names(passage, self._others) | strangers)
        anybody = find_anybody(passage)
        elsewhere = {passage.sentence_of[place] for place in others | anybody}
        count = len(passage.sentences)
        free = [number not in elsewhere for number in range(count)]
        certain = bool(mentions) or self._known
        if not certain:
            mentions = find_names(passage, self._cast.roles) | self._short_for(passage)
            if not mentions:
                nowhere = [False] * count
                return Meant(nowhere, nowhere, free, False, False, others)
        foreign = is_foreign(passage)
        marks = self._marks(passage, mentions, others | anybody)
        strictly: list[bool] = []
        loosely: list[bool] = []
        carried = _CARRIED if self._in_subject else 0
        since = 0 if self._in_subject else _CARRIED if self._known else _REACH
        for number, (first, _) in enumerate(passage.sentences):
            if number in marks:
                since, here = _read_on(passage, first, marks[number], since)
            else:
                since, here = min(since + 1, _REACH), False
            if carried and number and _begins_anew(passage, first):
                carried = 0
            goes_on = not here and 0 < since <= carried
            # Many languages need no pronoun for whom the last sentence was about.
            strictly.append(here or (foreign and goes_on))
            loosely.append(goes_on and not foreign)
            if strictly[-1]:
                carried = _CARRIED
        return Meant(strictly, loosely, free, True, certain, others)

    def _marks(
        self, passage: Passage, mentions: Collection[int], others: Collection[int]
    ) -> dict[int, list[_Mark]]:
        """Return by sentence the words that say whom it is about, in their order."""
        pronouns = _pronouns_of(passage) & passage.places.keys()
        marked = {place: _PRONOUN for word in pronouns for place in passage.places[word]}
        marked |= dict.fromkeys(others, _OTHER)
        marked |= dict.fromkeys(mentions, _PERSON)
        found: dict[int, list[_Mark]] = {}
        for place in sorted(marked):
            found.setdefault(passage.sentence_of[place], []).append((place, marked[place]))
        return found

    def _short_for(self, passage: Passage) -> set[int]:
        """Return where the first name stands cut short, with a capital."""
        return {
            place
            for word in self._cast.nicknames & passage.places.keys()
            for place in passage.places[word]
            if passage.text[passage.starts[place]].isupper()
        }

    def is_of_other(self, passage: Passage, place: int, others: frozenset[int]) -> bool:
        """Tell whether another person is named in a sentence right before a word of it."""
        first = passage.sentences[passage.sentence_of[place]][0]
        names, pronouns = self._cast.names, _pronouns_of(passage)
        for index in range(place - 1, first - 1, -1):
            word = passage.folded[index]
            if word in names or word.removesuffix("'s") in names:
                return False
            if word in pronouns:
                return False
            if index in others:
                return True
        return False

    def _mentions(self, passage: Passage) -> set[int]:
        found = find_names(passage, self._cast.names) | _find_phrase(passage, self._cast.title)
        if self._by_relative:
            found |= find_relatives(passage)
        if self._to_person and passage.own:
            for word in _ADDRESSED & passage.places.keys():
                found.update(passage.places[word])
        return found


def _read_on(passage: Passage, first: int, marks: Sequence[_Mark], since: int) -> tuple[int, bool]:
    """Return how many sentences ago the person was meant, and whether this one is about them.

    Who says or asks something at work is named, and what they say is about something else.

    Args:
        passage: That holds the sentence.
        first: Its first word.
        marks: Its words that say whom it is about.
        since: How many sentences ago the person was meant before it.
    """
    named = [place for place, what in marks if what == _PERSON]
    if any(not is_at_work(passage, place) for place in named):
        return 0, True
    reached = bool(named) or since < _REACH
    for place, what in marks:
        if what == _OTHER and (named or place - first < _SUBJECT):
            return (0 if named else _REACH), False
        if what == _PRONOUN and reached:
            return 0, True
    return (0 if named else min(since + 1, _REACH)), False


def _pronouns_of(passage: Passage) -> frozenset[str]:
    return _ABROAD if is_foreign(passage) else _PRONOUNS


def _begins_anew(passage: Passage, first: int) -> bool:
    """Tell whether a paragraph or an item of a list begins with a word."""
    if not first:
        return True
    between = passage.text[passage.ends[first - 1] : passage.starts[first]]
    return _NEW_PARAGRAPH.search(between) is not None


@lru_cache(maxsize=64)
def _passage_of(earlier: EarlierMail) -> Passage:
    return Passage("", "", earlier.text, 0, own=False)


def _nicknames(name: str) -> frozenset[str]:
    """Return how somebody's first name is cut short: ``Tam`` and ``Tammy``."""
    words = [word.folded for word in fold_words(name)]
    first = words[0] if words else ""
    if len(first) <= _SHORTEST_CUT:
        return frozenset()
    cut = (first[:end] for end in range(_SHORTEST_CUT, len(first)))
    return frozenset(form for each in cut for form in (each, f"{each}y", f"{each}ie", f"{each}i"))


def _title(person: FactPerson, facts: Facts) -> tuple[str, ...]:
    """Return a title of several words that the person alone has: ``Head of IT`` is them."""
    title = _folded(person.title)
    others = (f" {' '.join(_folded(each.title))} " for each in facts.people if each != person)
    shared = any(f" {' '.join(title)} " in other for other in others)
    return () if len(title) < _LONG_TITLE or shared else title


def _folded(text: str) -> tuple[str, ...]:
    return tuple(word.folded for word in fold_words(text))


def _find_phrase(passage: Passage, phrase: tuple[str, ...]) -> set[int]:
    """Return the first words at which a phrase stands in a passage."""
    words, size = passage.folded, len(phrase)
    return {
        place
        for place in (passage.places[phrase[0]] if phrase and phrase[0] in passage.places else ())
        if tuple(words[place : place + size]) == phrase
    }


def _roles(person: FactPerson, facts: Facts) -> frozenset[str]:
    """Return the words by which the person alone is meant besides their name: ``director``."""
    others = [each for each in facts.people if each.address != person.address]
    theirs = frozenset().union(
        *(name_words(f"{each.name} {each.title}") for each in others), name_words(person.name)
    )
    aliases = (alias.partition("@")[0].replace(".", " ") for alias in person.aliases)
    called = frozenset().union(*map(name_words, aliases))
    titled = {word for word in name_words(person.title) if word.endswith(_TITLES)}
    if len(name_words(person.title)) == 1:
        titled |= name_words(person.title)
    roles = frozenset(word for word in called | titled if len(word) >= _SHORTEST_ROLE)
    return roles - theirs - (everyday_words() - titled)
