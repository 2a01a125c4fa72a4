"""What replaces in the mail of each thread: it knows who takes part in it.

Called by ``writing``, message by message.
"""

from collections.abc import Mapping

from insider.scenarios.importing.correspondents import ContactId, Person
from insider.scenarios.importing.gathering import Gathered
from insider.scenarios.importing.name_words import Names
from insider.scenarios.importing.naming import base_of
from insider.scenarios.importing.options import ImportOptions
from insider.scenarios.importing.planning import Ground, Plan
from insider.scenarios.importing.roles import Role
from insider.scenarios.importing.scrubbing import Scrubber, ThreadScrubber

_MOST_PEOPLE = 60
"""Of a thread; what further people are called alone is not looked for."""
_SHORTEST_FIRM = 4
_KEPT = 64


class PeopleOfThreads:
    """Makes the replacing of each thread, and keeps that of the latest ones.

    Args:
        found: All mail.
        plan: Whose threads and roles are asked for.
        ground: The company.
        options: What draws depend on, and which domains are inside.
    """

    def __init__(self, found: Gathered, plan: Plan, ground: Ground, options: ImportOptions) -> None:
        self._found = found
        self._plan = plan
        self._person_of: dict[ContactId, tuple[Person, Role]] = {
            number: each for each in plan.cast.persons for number in each[0].contacts
        }
        self._takes_part = _participants(found, plan, self._person_of)
        self._scrubber = _scrubber(found, plan, ground, options)
        self._kept: dict[int, ThreadScrubber] = {}

    def of_thread(self, place: int) -> ThreadScrubber:
        """Return what replaces in the thread of a message."""
        root = self._plan.roots[place]
        known = self._kept.pop(root, None)
        if known is None:
            people = (self._person_of[number] for number in self._takes_part[root])
            known = self._scrubber.for_thread(people)
            while len(self._kept) >= _KEPT:
                self._kept.pop(next(iter(self._kept)))
        self._kept[root] = known
        return known


def _participants(
    found: Gathered, plan: Plan, person_of: Mapping[ContactId, object]
) -> dict[int, list[ContactId]]:
    """Return who writes or is written to in each thread, by its root; authors first."""
    takes_part: dict[int, dict[ContactId, None]] = {}
    for place in plan.order:
        people = takes_part.setdefault(plan.roots[place], {})
        people.setdefault(found.entries[place].sender)
    for place in plan.order:
        people = takes_part[plan.roots[place]]
        entry = found.entries[place]
        for number in (*entry.to, *entry.cc):
            if len(people) >= _MOST_PEOPLE:
                break
            if number in person_of:
                people.setdefault(number)
    return {root: [*people] for root, people in takes_part.items()}


def _scrubber(found: Gathered, plan: Plan, ground: Ground, options: ImportOptions) -> Scrubber:
    directory = ground.book.directory
    addresses: dict[str, str] = {
        found.people.contacts[number].address: role.mailer.address
        for number, role in plan.cast.roles.items()
    }
    firm = directory.domains[0]
    addresses |= {
        found.people.contacts[number].address: f"{group.key}@{firm}"
        for number, group in plan.lists.items()
    }
    people = found.people
    instead = {number: role.mailer.name for number, role in plan.cast.roles.items()}
    instead |= {number: group.name for number, group in plan.lists.items()}
    further = [
        *((name, number) for number in plan.lists for name in people.contacts[number].names),
        *people.further_names.items(),
    ]
    called = directory.organization.partition(" ")[0]
    labels = (base_of(domain).partition(".")[0] for domain in options.inside)
    return Scrubber(
        seed=options.seed,
        names=Names.of(plan.cast.persons, ((name, instead[number]) for name, number in further)),
        addresses=addresses,
        domains=plan.cast.domains,
        inside=options.inside,
        firm=firm,
        words={label: called for label in labels if len(label) >= _SHORTEST_FIRM},
    )
