"""Who a seed file means by a key: the address book of a company and one scenario.

Called by everything that resolves a person, an outsider, a list, a department or a domain. Keys
never leave this package: what is rendered knows addresses only.
"""

from collections.abc import Iterable, Mapping

from corpmail.addresses import parse_mailer
from corpmail.errors import InvalidAddressError
from corpmail.types import Account, Address, Directory, Mailer
from insider.scenarios.domains import DomainMap, is_domain
from insider.scenarios.facts import Audience, FactPerson
from insider.scenarios.written import nearest


class AddressBook:
    """Keys and addresses of everyone a scenario knows.

    Args:
        directory: All mailboxes and lists.
        agent: The agent's address.
        keys: Addresses of people, outsiders and lists by key, and aliases by their local part.
        departments: Addresses of the people of each department by its key.
        domains: Applied to addresses that files write out.
    """

    def __init__(
        self,
        *,
        directory: Directory,
        agent: Address,
        keys: Mapping[str, Address],
        departments: Mapping[str, tuple[Address, ...]],
        domains: DomainMap,
    ) -> None:
        self.directory = directory
        self.agent = agent
        self.keys = keys
        self.departments = departments
        self._domains = domains
        self._mailers: dict[str, Mailer | None] = {}
        self._accounts = {account.address: account for account in directory.accounts}
        self._lists = {group.address: group for group in directory.lists}
        self._owners = {
            address: account.address
            for account in directory.accounts
            for address in (account.address, *account.aliases)
        }

    def mailer(self, reference: str) -> Mailer | None:
        """Return the name and address of a key or of a written address; none if unknown."""
        if reference not in self._mailers:
            self._mailers[reference] = self._find_mailer(reference)
        return self._mailers[reference]

    def _find_mailer(self, reference: str) -> Mailer | None:
        address = self.keys.get(reference)
        if address is None:
            try:
                written = parse_mailer(reference)
            except InvalidAddressError:
                return None
            address = Address(self._domains.text(written.address))
            if written.name:
                return Mailer(address, written.name)
        if address in self._lists:
            return Mailer(address, self._lists[address].name)
        owner = self._owners.get(address)
        return Mailer(address, self._accounts[owner].name if owner is not None else "")

    def account(self, reference: str) -> Account | None:
        """Return the mailbox that a key or an address means; none for lists and strangers."""
        mailer = self.mailer(reference)
        owner = self._owners.get(mailer.address) if mailer is not None else None
        return self._accounts[owner] if owner is not None else None

    def is_known(self, address: Address) -> bool:
        """Tell whether an address is that of a mailbox or of a list."""
        return address in self._owners or address in self._lists

    def person(self, reference: str) -> FactPerson | None:
        """Return the person that a key or an address means."""
        account = self.account(reference)
        return fact_person(account) if account is not None else None

    def mailboxes(self, addresses: Iterable[Address]) -> frozenset[Address]:
        """Return the mailboxes of the address book that mail to these addresses comes to."""
        return frozenset(each for each in self.reach(addresses) if each in self._accounts)

    def reach(self, addresses: Iterable[Address]) -> frozenset[Address]:
        """Return where mail to these addresses comes to, lists expanded, strangers included."""
        found: set[Address] = set()
        waiting, seen = list(addresses), set[Address]()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            if address in self._lists:
                waiting.extend(self._lists[address].members)
            else:
                found.add(self._owners.get(address, address))
        return frozenset(found)

    def reach_of(self, references: Iterable[str]) -> frozenset[Address]:
        """Return where mail to these keys and addresses comes to; unknown ones are passed over."""
        mailers = (self.mailer(reference) for reference in references)
        return self.reach(mailer.address for mailer in mailers if mailer is not None)

    def audience(self, references: Iterable[str], *, members: bool = True) -> Audience | str:
        """Return who is meant by keys, ``department:KEY``, ``domain:NAME`` and ``everyone``.

        Args:
            references: Whom they name.
            members: Whether a list means those on it as well, or its own address alone.

        Returns:
            The audience, or the first reference that means nothing.
        """
        addresses: set[Address] = set()
        domains: set[str] = set()
        for reference in references:
            kind, _, rest = reference.partition(":")
            if kind == "domain":
                if not is_domain(rest):
                    return reference
                domains.add(self._domains.text(rest.lower()))
            elif kind == "department" and rest in self.departments:
                addresses.update(self.departments[rest])
            elif reference == "everyone":
                addresses.update(each for each, who in self._accounts.items() if who.internal)
            elif (mailer := self.mailer(reference)) is not None:
                addresses.add(mailer.address)
                if members:
                    addresses.update(self._nested(mailer.address))
            else:
                return reference
        for address in tuple(addresses):
            if (owner := self._owners.get(address)) is not None:
                addresses.update((owner, *self._accounts[owner].aliases))
        return Audience(addresses=tuple(sorted(addresses)), domains=tuple(sorted(domains)))

    def _nested(self, address: Address) -> set[Address]:
        """Return the members of a list and of the lists in it, those lists included."""
        found: set[Address] = set()
        waiting = [address]
        while waiting:
            for member in self._lists[top].members if (top := waiting.pop()) in self._lists else ():
                if member not in found:
                    found.add(member)
                    waiting.append(member)
        return found

    def unknown(self, reference: str) -> str:
        """Return a sentence that says a reference is unknown, and which one may be meant."""
        kind, _, rest = reference.partition(":")
        if kind == "department" and rest:
            return f"there is no department '{rest}'{nearest(rest, self.departments)}"
        if kind == "domain":
            return f"'{rest}' is no domain; write it whole, like domain:firm.com."
        known = [*self.keys, *self._owners]
        return f"'{reference}' is no person, list or address{nearest(reference, known)}"


def fact_person(account: Account) -> FactPerson:
    """Return an account as facts name it."""
    return FactPerson(
        address=account.address,
        name=account.name,
        aliases=account.aliases,
        internal=account.internal,
        organization=account.organization,
        title=account.title,
    )
