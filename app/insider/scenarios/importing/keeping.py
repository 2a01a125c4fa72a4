"""Mail whose people stay who they are: for whoever imports mail of their own.

Called by the importer in the place of ``casting``. Whoever has an address of the company's people
is that person; everybody else is somebody outside, under their own name and address.
"""

from collections.abc import Iterable

from corpmail.addresses import parse_mailer
from corpmail.errors import InvalidAddressError
from corpmail.types import Address, Mailer
from insider.scenarios.addresses import AddressBook
from insider.scenarios.importing.correspondents import ContactId, Person
from insider.scenarios.importing.naming import MOST_KNOWN, free_key, is_within
from insider.scenarios.importing.roles import Cast, Role


def keep_names(book: AddressBook, persons: Iterable[Person]) -> Cast:
    """Return everybody as themselves.

    Args:
        book: The company's people, lists and outsiders.
        persons: The busiest first.
    """
    keys = {address: key for key, address in reversed([*book.keys.items()])}
    taken = set(book.keys)
    roles: dict[ContactId, Role] = {}
    given: list[tuple[Person, Role]] = []
    known = 0
    for person in persons:
        name = next(iter(person.names), "")
        for number, written in zip(person.contacts, person.addresses, strict=True):
            address = _usable(written)
            role = _known(address, book, keys)
            if role is None:
                key = None
                if known < MOST_KNOWN and not is_within(_domain(address), _domain(book.agent)):
                    key = free_key(address.partition("@")[0], taken)
                    taken.add(key)
                    known += 1
                shown = Mailer(address, name or address)
                role = Role(key, shown, inside=False, organization=_domain(address))
            roles[number] = role
            given.append((person, role))
    return Cast(roles, tuple(given), {})


def _known(address: Address, book: AddressBook, keys: dict[Address, str]) -> Role | None:
    mailer = book.mailer(keys[address]) if address in keys else None
    if mailer is None:
        return None
    account = book.account(keys[address])
    inside = account is not None and account.internal
    return Role(keys[address], mailer, inside, account.organization if account else "")


def _usable(address: str) -> Address:
    """Return an address as mail can carry it; what is none becomes one that nobody has."""
    try:
        return parse_mailer(address).address
    except InvalidAddressError:
        plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in address)
        return Address(f"{plain[:60].strip('-') or 'unreadable'}@unreadable.invalid")


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
