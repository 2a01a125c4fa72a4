"""Who writes and is written to in a source of mail: its addresses, gathered into persons.

Called by the importer, which adds every message and then asks who there is. Two addresses are one
person where the same full name stands with both; addresses of lists and of programs are nobody's.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from corpmail.types import Mailer

ContactId = int

_MOST_NAMES = 6
"""Names that are kept of an address; whoever sends under more is a program."""
_MOST_FURTHER = 10_000
"""Full names beyond these, of all addresses together."""
_SHARED_BY = 3
_LIST_SHARE, _LIST_LEAST = 0.2, 20
_ROLES = re.compile(
    r"(?:mailer-?daemon|postmaster|(?:no|do-?not|donot)-?_?reply|root|daemon|www(?:-data)?|cron|nobody"
    r"|bounces?|notif\w*|alerts?|newsletters?|news|info|support|sales|admin|webmaster|hostmaster"
    r"|abuse|jira|bugzilla|gitlab|github|jenkins|buildbot|listserv|majordomo|mailman|lists?)"
    r"|owner-.+|.+-(?:owner|request|bounces|admin|subscribe|help)|(?:bounce|return|prvs)[-+=].+"
)
_LIST = re.compile(
    r".+-(?:announce|bugs|checkins|commits|cvs|devel?|discuss|general|help|l|list|talk|users?)@.+"
    r"|.+@(?:lists?|listserv|groups)\..+"
)
_VIA = re.compile(r"\s+(?:via|\(via)\s.*$", re.IGNORECASE)
_MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u0670\u0900-\u0963\u0971-\u0dff"
"""Accents, and vowels of scripts that write them beside their letters."""
WORD = re.compile(rf"[^\W\d_]+(?:[{_MARKS}][^\W\d_]*)*")


@dataclass(slots=True)
class Contact:
    """An address with the names that it was written with."""

    address: str
    names: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    got: int = 0
    is_list: bool = False

    @property
    def local(self) -> str:
        """The part before the @."""
        return self.address.partition("@")[0]

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.address.rpartition("@")[2]

    @property
    def is_role(self) -> bool:
        """Whether it is a program's or an office's, not a person's."""
        return _ROLES.fullmatch(self.local) is not None or len(self.full_names) > _SHARED_BY

    @property
    def full_names(self) -> dict[tuple[str, ...], str]:
        """Its names of two words or more, by these words without case."""
        found: dict[tuple[str, ...], str] = {}
        for name in self.names:
            words = name_words(name)
            if is_full(words):
                found.setdefault(tuple(word.casefold() for word in words), " ".join(words))
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a program, with every address and name of theirs."""

    contacts: tuple[ContactId, ...]
    addresses: tuple[str, ...]
    """The busiest first."""
    names: tuple[str, ...]
    sent: int
    got: int
    is_role: bool

    @property
    def weight(self) -> int:
        """How much they matter: who writes, more than who is written to."""
        return 3 * self.sent + self.got


class Correspondents:
    """Gathers the addresses of a source."""

    def __init__(self) -> None:
        self._ids: dict[str, ContactId] = {}
        self.contacts: list[Contact] = []
        self.further_names: dict[str, ContactId] = {}
        """Full names that stand with an address that has enough of them; nobody is told by these,
        but they are names."""

    def add(self, mailer: Mailer) -> ContactId:
        """Return the number of an address, and remember the name that stands with it."""
        known = self._ids.get(mailer.address)
        if known is None:
            known = self._ids[mailer.address] = len(self.contacts)
            self.contacts.append(Contact(mailer.address))
        names = self.contacts[known].names
        name = _plain_name(mailer.name)
        if name and (name in names or len(names) < _MOST_NAMES):
            names[name] += 1
        elif len(self.further_names) < _MOST_FURTHER and is_full(name_words(name)):
            self.further_names.setdefault(name, known)
        return known

    def id_of(self, address: str) -> ContactId | None:
        """Return the number of an address that some message has in a header."""
        return self._ids.get(address)

    def mark_lists(self, messages: int, tags: Container[str]) -> None:
        """Take addresses for lists that no mail comes from.

        They are called as lists are, or as subjects say in square brackets, or much mail goes to
        them.

        Args:
            messages: How many there are.
            tags: What stands in square brackets before subjects, without case.
        """
        least = max(_LIST_LEAST, _LIST_SHARE * messages)
        for contact in self.contacts:
            called = _LIST.fullmatch(contact.address) is not None or contact.local in tags
            if not contact.sent and (called or contact.got >= least):
                contact.is_list = True

    def persons(self) -> list[Person]:
        """Return everybody who writes or is written to, the busiest first."""
        groups: dict[ContactId, list[ContactId]] = {}
        top = list(range(len(self.contacts)))
        by_name: dict[tuple[str, ...], ContactId] = {}
        for number, contact in enumerate(self.contacts):
            if contact.is_list or contact.is_role:
                continue
            for words in contact.full_names:
                _join(top, by_name.setdefault(words, number), number)
        for number, contact in enumerate(self.contacts):
            if contact.sent or not contact.is_list:
                groups.setdefault(_find(top, number), []).append(number)
        persons = [self._person(members) for members in groups.values()]
        return sorted(persons, key=lambda person: (-person.weight, person.addresses[0]))

    def _person(self, members: Iterable[ContactId]) -> Person:
        of_all = sorted(
            members, key=lambda each: (-self.contacts[each].sent, self.contacts[each].address)
        )
        contacts = [self.contacts[each] for each in of_all]
        names: Counter[str] = Counter()
        for contact in contacts:
            names.update(contact.names)
        return Person(
            contacts=tuple(of_all),
            addresses=tuple(contact.address for contact in contacts),
            names=tuple(
                name for name, _ in sorted(names.items(), key=lambda each: (-each[1], each))
            ),
            sent=sum(contact.sent for contact in contacts),
            got=sum(contact.got for contact in contacts),
            is_role=any(contact.is_role or contact.is_list for contact in contacts),
        )


def name_words(name: str) -> list[str]:
    """Return the words of a name that are more than a letter or an initial."""
    if "," in name:
        last, _, first = name.partition(",")
        name = f"{first} {last}"
    return [word for word in WORD.findall(name) if len(word) > 1]


def is_full(words: Sequence[str]) -> bool:
    """Tell whether words are a full name: alone they could be anybody's, many are a sentence."""
    return 2 <= len(words) <= 5


def _plain_name(name: str) -> str:
    """Return a name as people say it; nothing where it is an address."""
    plain = _VIA.sub("", name).strip("\"'() ")
    return "" if "@" in plain or " at " in plain else plain[:80]


def _find(top: list[int], number: int) -> int:
    while top[number] != number:
        top[number] = top[top[number]]
        number = top[number]
    return number


def _join(top: list[int], one: int, other: int) -> None:
    first, second = sorted((_find(top, one), _find(top, other)))
    top[second] = first
