"""Whom the people of a source of mail become.

Made by ``casting`` or ``keeping``, read by whatever writes and replaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from corpmail.types import Mailer
from insider.scenarios.importing.correspondents import ContactId, Person


@dataclass(frozen=True, slots=True)
class Role:
    """Whom somebody plays."""

    key: str | None
    """What seed files call them; None for whom the address book does not know."""
    mailer: Mailer
    inside: bool
    organization: str = ""

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.mailer.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """The last word of the name."""
        return self.mailer.name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody's role."""

    roles: Mapping[ContactId, Role]
    persons: tuple[tuple[Person, Role], ...]
    """The busiest first."""
    domains: Mapping[str, str]
    """Domains of headers with what they are called instead."""

    @property
    def insiders(self) -> tuple[tuple[Person, Role], ...]:
        """Those who became people of the company, the busiest first."""
        return tuple(each for each in self.persons if each[1].inside)

    @property
    def outsiders(self) -> tuple[Role, ...]:
        """Those outside whom the address book is to know."""
        return tuple(role for _, role in self.persons if not role.inside and role.key is not None)
