"""Who of a source becomes whom: people of the company, and invented people outside.

Called by the importer once everybody is known. The busiest become people of the company, each of
them one, by a draw that the seed decides; never the agent. All others are invented, under invented
domains. What the same seed draws for the same mail is the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from alex.draw import draw_fraction
from corpmail.types import Address, Mailer
from insider.scenarios.addresses import AddressBook
from insider.scenarios.importing.correspondents import Person
from insider.scenarios.importing.invented import (
    draw_domain,
    draw_number,
    draw_person,
    organization_of,
)
from insider.scenarios.importing.naming import MOST_KNOWN, base_of, free_key, is_within, slug_of
from insider.scenarios.importing.roles import Cast, Role

_TRIES = 200


@dataclass(frozen=True, slots=True)
class Casting:
    """By what roles are given.

    Args:
        book: The company's people, lists and outsiders.
        pool: Keys of the people who may be played; never the agent's.
        seed: What every draw depends on.
        inside: Domains whose people become the company's; the busiest of all where there are none.
        earlier: Roles by address that an earlier import gave, and that are kept.
    """

    book: AddressBook
    pool: Sequence[str]
    seed: str
    inside: Collection[str] = ()
    earlier: Mapping[str, Role] = field(default_factory=dict)

    def cast(self, persons: Iterable[Person]) -> Cast:
        """Give everybody a role."""
        return _Director(self).cast(persons)


class _Director:
    def __init__(self, casting: Casting) -> None:
        self._casting = casting
        directory = casting.book.directory
        self._keys = set(casting.book.keys)
        self._names = {account.name.casefold() for account in directory.accounts}
        self._addresses = {
            address
            for account in directory.accounts
            for address in (account.address, *account.aliases)
        }
        self._domains: dict[str, str] = {}
        self._taken_domains = {base_of(address.rpartition("@")[2]) for address in self._addresses}
        self._known = 0
        for role in casting.earlier.values():
            self._take(role)

    def cast(self, persons: Iterable[Person]) -> Cast:
        played = {role.key for role in self._casting.earlier.values() if role.inside}
        free = [key for key in self._casting.pool if key not in played]
        free.sort(key=lambda key: draw_fraction(self._casting.seed, "cast", key))
        given = [(person, self._role(person, free)) for person in persons]
        roles = {number: role for person, role in given for number in person.contacts}
        return Cast(roles, tuple(given), dict(self._domains))

    def _role(self, person: Person, free: list[str]) -> Role:
        earlier = self._casting.earlier
        known = next((earlier[each] for each in person.addresses if each in earlier), None)
        if known is not None:
            return known
        if free and self._belongs_inside(person):
            return self._insider(free.pop(0))
        return self._office(person) if person.is_role else self._outsider(person)

    def _belongs_inside(self, person: Person) -> bool:
        if person.is_role:
            return False
        inside = self._casting.inside
        return not inside or any(
            is_within(address.rpartition("@")[2], domain)
            for address in person.addresses
            for domain in inside
        )

    def _insider(self, key: str) -> Role:
        account = self._casting.book.account(key)
        if account is None:  # the pool was made of the book's people
            raise LookupError(key)
        mailer = Mailer(account.address, account.name)
        return Role(key, mailer, inside=True, organization=account.organization)

    def _outsider(self, person: Person) -> Role:
        real = person.addresses[0]
        domain = self._domain(real.rpartition("@")[2])
        drawn = (draw_person(self._casting.seed, real, str(attempt)) for attempt in range(_TRIES))
        free = (pair for pair in drawn if " ".join(pair).casefold() not in self._names)
        # When every pair of words is somebody's, they have a number beside it.
        first, last = next(free, ("Visitor", str(len(self._names))))
        name = f"{first} {last}"
        address = self._address(local_part(first, last, self._casting.seed, domain), domain)
        return self._made(name, address, f"{first}.{last}")

    def _office(self, person: Person) -> Role:
        local, _, domain = person.addresses[0].rpartition("@")
        word, name = next(
            (each for each in _OFFICES if local.replace("-", "").startswith(each[0])), _SERVICE
        )
        return self._made(name, self._address(word, self._domain(domain)), f"{word}.service")

    def _made(self, name: str, address: Address, key: str) -> Role:
        domain = address.rpartition("@")[2]
        organization = organization_of(domain, self._casting.seed, domain)
        known = self._known < MOST_KNOWN
        role = Role(
            key=free_key(key, self._keys) if known else None,
            mailer=Mailer(address, name),
            inside=False,
            organization=organization,
        )
        self._known += known
        self._take(role)
        return role

    def _take(self, role: Role) -> None:
        self._names.add(role.mailer.name.casefold())
        self._addresses.add(role.mailer.address)
        if role.key is not None:
            self._keys.add(role.key)
        if not role.inside:
            self._taken_domains.add(base_of(role.mailer.address.rpartition("@")[2]))

    def _domain(self, real: str) -> str:
        base = base_of(real)
        if base not in self._domains:
            drawn = (
                draw_domain(self._casting.seed, base, str(attempt), like=real)
                for attempt in range(_TRIES)
            )
            free = (each for each in drawn if each not in self._taken_domains)
            self._domains[base] = next(free, f"number{len(self._domains)}.org")
            self._taken_domains.add(self._domains[base])
        return self._domains[base]

    def _address(self, local: str, domain: str) -> Address:
        wanted = (Address(f"{local}{number or ''}@{domain}") for number in count())
        return next(each for each in wanted if each not in self._addresses)


_OFFICES = (
    ("mailerdaemon", "Mail Delivery System"),
    ("postmaster", "Postmaster"),
    ("noreply", "Notifications"),
    ("notif", "Notifications"),
    ("news", "Newsletter"),
    ("support", "Support"),
    ("info", "Information"),
    ("sales", "Sales"),
)
_SERVICE = ("service", "Mail Service")


def local_part(first: str, last: str, *parts: str) -> str:
    """Return a name as an address, in the manner of its domain."""
    one, two = slug_of(first), slug_of(last).replace(".", "-")
    return (f"{one}.{two}", f"{one[0]}{two}", f"{one}{two[0]}", f"{one}_{two}")[
        draw_number(4, "manner", *parts)
    ]
