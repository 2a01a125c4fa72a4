"""Decides over all mail of an import at once: threads, dates, who is whom, and which lists.

Called by the importer between reading and writing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alex.draw import draw_fraction
from insider.scenarios.addresses import AddressBook
from insider.scenarios.importing.casting import Casting
from insider.scenarios.importing.correspondents import ContactId
from insider.scenarios.importing.dates import (
    Period,
    after_parents,
    move,
    settle,
    squeeze,
    usual_zone,
)
from insider.scenarios.importing.gathering import Gathered
from insider.scenarios.importing.invented import draw_list_names
from insider.scenarios.importing.keeping import keep_names
from insider.scenarios.importing.naming import free_key
from insider.scenarios.importing.options import ImportOptions, Tally
from insider.scenarios.importing.roles import Cast, Role
from insider.scenarios.importing.threads import Node, find_parents

_MOST_LISTS = 20
_MOST_MEMBERS = 8
"""Of a list: each of them has a copy of every message to it."""
_FEW_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class MailingList:
    """A list that imported mail came by, as it is called in the company."""

    key: str
    name: str
    members: tuple[str, ...]
    """Keys of people."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each message, by its place among the entries."""

    parents: Sequence[int | None]
    dates: Sequence[datetime]
    order: Sequence[int]
    """Places, by date."""
    roots: Sequence[int]
    """Where each message's thread begins."""
    cast: Cast
    lists: Mapping[ContactId, MailingList]
    common: MailingList
    """Where mail goes that names nobody who could have it."""
    weeks: int | None


@dataclass(frozen=True, slots=True)
class Ground:
    """What an import stands on."""

    book: AddressBook
    """Of the seed, without what an earlier import of the topic brought."""
    pool: tuple[str, ...]
    """Keys of those whom people of the source may become."""
    period: Period
    earlier: Mapping[str, Role]


def make_plan(found: Gathered, *, ground: Ground, options: ImportOptions, tally: Tally) -> Plan:
    """Decide everything.

    Args:
        found: All mail; not none.
        ground: The seed's people and time.
        options: What was asked for.
        tally: Where is counted whose dates had to be guessed.
    """
    entries = found.entries
    moments, guessed = settle([entry.moment for entry in entries])
    if guessed:
        tally.notes["The date was guessed from the mail before."] += len(guessed)
    parents = find_parents(
        [
            Node(entry.own, entry.above, entry.subject, entry.answers, moment)
            for entry, moment in zip(entries, moments, strict=True)
        ]
    )
    zone = usual_zone(entry.zone for entry in entries)
    if options.squeeze:
        moved = squeeze(moments, zone=zone, period=ground.period)
    else:
        moved = move(moments, zone=zone, ends=ground.period.ends)
    dates = moved.dates
    early = after_parents(dates, parents, squeezed=moved.weeks is None)
    if early:
        tally.notes["The date was not after that of the mail that is answered."] += early
    found.people.mark_lists(len(entries), found.tags)
    persons = found.people.persons()
    if options.keep_names:
        cast = keep_names(ground.book, persons)
    else:
        cast = Casting(
            book=ground.book,
            pool=ground.pool,
            seed=options.seed,
            inside=options.inside,
            earlier=ground.earlier,
        ).cast(persons)
    lists, common = _Lists(found, cast, ground, options).make()
    return Plan(
        parents=parents,
        dates=dates,
        order=sorted(range(len(entries)), key=lambda place: (dates[place], entries[place].key)),
        roots=_roots(parents),
        cast=cast,
        lists=lists,
        common=common,
        weeks=moved.weeks,
    )


def _roots(parents: Sequence[int | None]) -> list[int]:
    roots: list[int] = []
    for place, parent in enumerate(parents):
        here = place
        while parent is not None:
            here, parent = parent, parents[parent]
        roots.append(here)
    return roots


class _Lists:
    """Gives lists names in the company, and a few of its people as members."""

    def __init__(self, found: Gathered, cast: Cast, ground: Ground, options: ImportOptions) -> None:
        self._found = found
        self._cast = cast
        self._ground = ground
        self._taken = set(ground.book.keys)
        self._taken |= {role.key for role in cast.outsiders if role.key is not None}
        self._names = iter(draw_list_names(options.seed))

    def make(self) -> tuple[dict[ContactId, MailingList], MailingList]:
        contacts = self._found.people.contacts
        numbers = [number for number, contact in enumerate(contacts) if contact.is_list]
        numbers.sort(key=lambda number: (-contacts[number].got, contacts[number].address))
        writers = self._writers(set(numbers))
        made = {number: self._make(writers[number]) for number in numbers[:_MOST_LISTS]}
        # An archive of a list often does not say in each message that it went to the list.
        common = made[numbers[0]] if numbers else self._make(writers[None])
        return {number: made.get(number, common) for number in numbers}, common

    def _make(self, writers: Counter[str]) -> MailingList:
        name = next(self._names, "Further Mail")
        key = free_key(name, self._taken, between="-")
        self._taken.add(key)
        busiest = sorted(writers, key=lambda each: (-writers[each], each))
        members = busiest[:_MOST_MEMBERS] or self._somebody()
        return MailingList(key, name, tuple(members))

    def _writers(self, lists: set[ContactId]) -> dict[ContactId | None, Counter[str]]:
        """Return how often people of the company write to each list, and to anybody."""
        found: dict[ContactId | None, Counter[str]] = {number: Counter() for number in lists}
        found[None] = Counter()
        roles = self._cast.roles
        for entry in self._found.entries:
            role = roles.get(entry.sender)
            if role is None or not role.inside or role.key is None:
                continue
            found[None][role.key] += 1
            for number in {*entry.to, *entry.cc, *entry.lists} & lists:
                found[number][role.key] += 1
        return found

    def _somebody(self) -> list[str]:
        drawn = sorted(self._ground.pool, key=lambda key: draw_fraction("members", key))
        return drawn[:_FEW_MEMBERS]
