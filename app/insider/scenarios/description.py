"""What a seed has, as values for whoever shows it: its company, and its scenarios' factors.

Reads no file.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from corpmail.types import Account, Directory
from insider.errors import ConditionError, InvalidSeedError, SeedProblem
from insider.scenarios.build_addresses import make_address_book
from insider.scenarios.company import CompanyFields
from insider.scenarios.domains import AS_WRITTEN, map_to_reserved
from insider.scenarios.grid import Rule
from insider.scenarios.manifest import Manifest
from insider.scenarios.render import find_scenario
from insider.scenarios.seed import Seed


@dataclass(frozen=True, slots=True)
class FactorDescription:
    """A factor of a scenario."""

    name: str
    about: str
    """Empty for one that the scenario has alone."""
    values: Mapping[str, str]
    """Each with what it means, where files say it."""
    control: str


@dataclass(frozen=True, slots=True)
class GridDescription:
    """A scenario's conditions."""

    factors: tuple[FactorDescription, ...]
    excluded: tuple[Rule, ...]
    conditions: int
    """How many there are."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox."""

    account: Account
    about: str


@dataclass(frozen=True, slots=True)
class CompanyDescription:
    """The firm of a seed."""

    fields: CompanyFields
    directory: Directory
    agent: str
    """The agent's address."""
    people: tuple[Person, ...]
    """Those of the firm, then outsiders who are known in every scenario."""
    mail: int
    """How many ordinary mails there are, which all scenarios share."""
    scenarios: tuple[str, ...]
    manifest: Manifest | None = None
    """What the seed says of itself, where it is a pack."""


def describe_grid(seed: Seed, name: str) -> GridDescription:
    """Return the conditions of a scenario.

    Raises:
        UnknownScenarioError: The seed has none of that name.
    """
    grid = find_scenario(seed, name).grid
    shared = seed.grid.shared
    return GridDescription(
        factors=tuple(
            FactorDescription(
                name=factor,
                about=shared[factor].about if factor in shared else "",
                values={
                    value: shared[factor].values.get(value, "") if factor in shared else ""
                    for value in values
                },
                control=grid.control[factor],
            )
            for factor, values in grid.factors.items()
        ),
        excluded=grid.rules,
        conditions=grid.count(),
    )


def nearest_condition(seed: Seed, name: str, asked: Mapping[str, str]) -> dict[str, str] | None:
    """Return the condition nearest to one that is left out; None where a factor or value is wrong.

    Args:
        seed: From ``open_seed``.
        name: The scenario's.
        asked: Factors with values.
    """
    grid = find_scenario(seed, name).grid
    try:
        return grid.complete(asked)
    except ConditionError:
        known = all(value in grid.factors.get(factor, ()) for factor, value in asked.items())
        return grid.nearest({**grid.control, **asked}) if known else None


def describe_company(seed: Seed, *, reserved_domains: bool = False) -> CompanyDescription:
    """Return the firm of a seed.

    Args:
        seed: From ``open_seed``.
        reserved_domains: Whether every known domain becomes a name under ``.example``.

    Raises:
        InvalidSeedError: Its addresses make no sense; opening a seed would have said so.
    """
    company = seed.company
    fields = company.fields.value
    domains = AS_WRITTEN
    if reserved_domains:
        outside = (each.value.address for each in company.outsiders.values())
        domains = map_to_reserved(fields.domain, (each.rpartition("@")[2] for each in outside))
    problems: list[SeedProblem] = []
    book = make_address_book(company, {}, problems, domains)
    if problems:
        raise InvalidSeedError(problems)
    written = {key: each.value.about for key, each in company.people.items()}
    written |= {key: each.value.about for key, each in company.outsiders.items()}
    about = {book.keys[key]: text for key, text in written.items() if key in book.keys}
    people = (Person(each, about.get(each.address, "")) for each in book.directory.accounts)
    return CompanyDescription(
        fields=fields,
        directory=book.directory,
        agent=book.agent,
        people=tuple(sorted(people, key=lambda each: not each.account.internal)),
        mail=len(seed.mail_folder.mail),
        scenarios=tuple(sorted(seed.scenarios)),
        manifest=seed.manifest,
    )
