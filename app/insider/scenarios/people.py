"""Who there is at the company, as one browses it: people by departments, lists, outsiders.

Called by pages. What mail knows of somebody is the directory's; what the seed's author says of them
beside stands here, and never reaches the agent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpmail.types import Account, Address, DistributionList
from insider.scenarios.description import Person
from insider.scenarios.rendered import RenderedScenario
from insider.scenarios.seed import Seed


@dataclass(frozen=True, slots=True)
class Branch:
    """A person of the firm with those who report to them."""

    person: Person
    reports: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class CompanyPeople:
    """Everybody, by address, in the order of the files."""

    staff: tuple[Person, ...]
    outsiders: tuple[Person, ...]
    lists: tuple[DistributionList, ...]

    def person(self, address: str) -> Person | None:
        """Return somebody by an address or an alias."""
        return next(
            (
                each
                for each in (*self.staff, *self.outsiders)
                if address in (each.account.address, *each.account.aliases)
            ),
            None,
        )

    def group(self, address: str) -> DistributionList | None:
        """Return a list by its address."""
        return next((each for each in self.lists if each.address == address), None)

    def reports_of(self, address: Address) -> tuple[Person, ...]:
        """Return those whose manager somebody is."""
        return tuple(each for each in self.staff if each.account.manager == address)

    def lists_of(self, address: Address) -> tuple[DistributionList, ...]:
        """Return the lists that name an address, people's or lists', as a member."""
        return tuple(each for each in self.lists if address in each.members)

    def departments(self) -> Mapping[str, tuple[Person, ...]]:
        """Return the firm's people by their department."""
        found: dict[str, list[Person]] = {}
        for each in self.staff:
            found.setdefault(each.account.department, []).append(each)
        return {name: tuple(people) for name, people in found.items()}

    def chart(self) -> tuple[Branch, ...]:
        """Return the firm's people under their managers; first those who have none.

        Whoever is their own manager over some corners stands at the top too, so that nobody is
        missing.
        """
        tops = [each for each in self.staff if each.account.manager is None]
        seen: set[Address] = set()
        found = [self._branch(each, seen) for each in tops]
        for each in self.staff:
            if each.account.address not in seen:
                found.append(self._branch(each, seen))
        return tuple(found)

    def _branch(self, person: Person, seen: set[Address]) -> Branch:
        seen.add(person.account.address)
        return Branch(person, tuple(self._below(person, seen)))

    def _below(self, person: Person, seen: set[Address]) -> Iterator[Branch]:
        for each in self.reports_of(person.account.address):
            if each.account.address not in seen:
                yield self._branch(each, seen)


def read_people(seed: Seed, rendered: RenderedScenario) -> CompanyPeople:
    """Return everybody whom a scenario knows.

    Args:
        seed: What it was rendered from.
        rendered: A scenario of it, whose directory has the people in the order of the files.
    """
    scenario = seed.scenarios[rendered.scenario]
    company = seed.seen_by(scenario).company
    said = [each.value.about for each in company.people.values()]
    said += [each.value.about for each in (*company.outsiders.values(), *scenario.people.values())]
    everyone = _pair(rendered.directory.accounts, said)
    return CompanyPeople(
        staff=tuple(each for each in everyone if each.account.internal),
        outsiders=tuple(each for each in everyone if not each.account.internal),
        lists=rendered.directory.lists,
    )


def _pair(accounts: Sequence[Account], said: Sequence[str]) -> tuple[Person, ...]:
    return tuple(
        Person(account, about.strip()) for account, about in zip(accounts, said, strict=True)
    )
