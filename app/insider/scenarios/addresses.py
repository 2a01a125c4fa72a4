"""Who a seed file means by a key: the address book of a company and one scenario.

Called by everything that resolves a person, an outsider, a list, a department or a domain. Keys
never leave this package: what is rendered knows addresses only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import parseaddr

from corpmail.types import Account, Address, Directory, DistributionList, Mailer
from insider.errors import SeedProblem
from insider.scenarios.company import (
    Company,
    ListFields,
    OutsiderFields,
    PersonFields,
    PersonKey,
)
from insider.scenarios.facts import Audience, FactPerson
from insider.scenarios.written import Written, nearest

_ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]\\]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]+")
_KEY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class AddressBook:
    """Keys and addresses of everyone a scenario knows."""

    directory: Directory
    agent: Address
    keys: dict[str, Address]
    """People, outsiders and lists by key."""
    departments: dict[str, tuple[Address, ...]]
    _accounts: dict[Address, Account]
    _owners: dict[Address, Address]
    """Whose an address or alias is."""
    _lists: dict[Address, DistributionList]

    def mailer(self, reference: str) -> Mailer | None:
        """Return the name and address of a key or of a written address; none if unknown."""
        address = self.keys.get(reference)
        if address is None:
            name, written = parseaddr(reference)
            if not _ADDRESS.fullmatch(written):
                return None
            address = Address(written.lower())
            if name:
                return Mailer(address, name)
        if address in self._lists:
            return Mailer(address, self._lists[address].name)
        owner = self._owners.get(address)
        return Mailer(address, self._accounts[owner].name if owner is not None else "")

    def account(self, reference: str) -> Account | None:
        """Return the mailbox that a key or an address means; none for lists and strangers."""
        mailer = self.mailer(reference)
        owner = self._owners.get(mailer.address) if mailer is not None else None
        return self._accounts[owner] if owner is not None else None

    def person(self, reference: str) -> FactPerson | None:
        """Return the person that a key or an address means."""
        account = self.account(reference)
        return fact_person(account) if account is not None else None

    def reach(self, addresses: Iterable[Address]) -> frozenset[Address]:
        """Return the mailboxes that mail to these addresses comes to, lists expanded."""
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

    def audience(self, references: Iterable[str]) -> Audience | str:
        """Return who is meant by keys, ``department:KEY``, ``domain:NAME`` and ``everyone``.

        Returns:
            The audience, or the first reference that means nothing.
        """
        addresses: set[Address] = set()
        domains: set[str] = set()
        for reference in references:
            kind, _, rest = reference.partition(":")
            if kind == "domain" and rest:
                domains.add(rest.lower())
            elif kind == "department" and rest in self.departments:
                addresses.update(self.departments[rest])
            elif reference == "everyone":
                addresses.update(each for each, who in self._accounts.items() if who.internal)
            elif (mailer := self.mailer(reference)) is not None:
                addresses.add(mailer.address)
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
    )


def make_address_book(
    company: Company, extra: dict[str, Written[OutsiderFields]], problems: list[SeedProblem]
) -> AddressBook:
    """Put a company's people and a scenario's own together.

    Args:
        company: As it is written.
        extra: The scenario's own outsiders by key.
        problems: Where faults are added; the book is then of no use.
    """
    return _Maker(company, problems).make(extra)


class _Maker:
    def __init__(self, company: Company, problems: list[SeedProblem]) -> None:
        self._company = company
        self._firm = company.fields.value
        self._problems = problems
        self._keys: dict[str, Address] = {}
        self._taken: dict[Address, str] = {}

    def make(self, extra: dict[str, Written[OutsiderFields]]) -> AddressBook:
        outsiders = [*self._company.outsiders.items(), *extra.items()]
        for key, person in self._company.people.items():
            self._take(key, person, self._own(person.value.address or key))
        for key, outsider in outsiders:
            self._take(key, outsider, self._own(outsider.value.address))
        for key, mailing_list in self._company.lists.items():
            self._take(key, mailing_list, self._own(mailing_list.value.address or key))
        accounts = [self._person(key, each) for key, each in self._company.people.items()]
        accounts += [self._outsider(each) for _, each in outsiders]
        by_address = {each.address: each for each in accounts}
        departments = {
            key: tuple(
                self._keys[person]
                for person, each in self._company.people.items()
                if each.value.department == key
            )
            for key in self._firm.departments
        }
        lists = self._lists(accounts, departments)
        agent = self._keys.get(self._firm.agent)
        if agent is None or self._firm.agent not in self._company.people:
            said = f"the agent '{self._firm.agent}' is not in people.yaml"
            hint = nearest(self._firm.agent, self._company.people)
            self._problems.append(self._company.fields.problem(said + hint, "agent"))
        return AddressBook(
            directory=Directory(
                organization=self._firm.name,
                domains=(self._firm.domain,),
                timezone=self._firm.timezone,
                accounts=tuple(accounts),
                lists=lists,
            ),
            agent=agent or Address(""),
            keys=self._keys,
            departments=departments,
            _accounts=by_address,
            _owners={
                each: account.address
                for account in accounts
                for each in (account.address, *account.aliases)
            },
            _lists={each.address: each for each in lists},
        )

    def _own(self, address: str) -> Address:
        return Address((address if "@" in address else f"{address}@{self._firm.domain}").lower())

    def _take(
        self,
        key: str,
        entry: Written[PersonFields] | Written[OutsiderFields] | Written[ListFields],
        address: Address,
    ) -> None:
        if not _KEY.fullmatch(key):
            said = f"'{key}' is no key; use small letters, digits, dots and hyphens."
            self._problems.append(entry.problem(said))
        if key in self._keys or key == "everyone":
            self._problems.append(entry.problem(f"the key '{key}' is taken; use another."))
            return
        self._keys[key] = address
        self._claim(address, key, entry)
        for alias in getattr(entry.value, "aliases", ()):
            self._claim(self._own(alias), key, entry)

    def _claim(
        self,
        address: Address,
        key: str,
        entry: Written[PersonFields] | Written[OutsiderFields] | Written[ListFields],
    ) -> None:
        if address in self._taken:
            said = f"the address {address} belongs to '{self._taken[address]}' already."
            self._problems.append(entry.problem(said))
        self._taken[address] = key

    def _person(self, key: str, entry: Written[PersonFields]) -> Account:
        fields = entry.value
        if fields.department not in self._firm.departments:
            hint = nearest(fields.department, self._firm.departments)
            said = f"there is no department '{fields.department}'{hint}"
            self._problems.append(entry.problem(said, "department"))
        return Account(
            address=self._own(fields.address or key),
            name=fields.name,
            title=fields.title,
            department=self._firm.departments.get(fields.department, ""),
            aliases=tuple(self._own(alias) for alias in fields.aliases),
            organization=self._firm.name,
            manager=self._manager(fields.manager, entry),
        )

    def _manager(self, key: PersonKey | None, entry: Written[PersonFields]) -> Address | None:
        if key is None or key in self._company.people:
            return self._keys[key] if key is not None else None
        said = f"the manager '{key}' is not in people.yaml{nearest(key, self._company.people)}"
        self._problems.append(entry.problem(said, "manager"))
        return None

    @staticmethod
    def _outsider(entry: Written[OutsiderFields]) -> Account:
        return Account(
            address=Address(entry.value.address.lower()),
            name=entry.value.name,
            title=entry.value.title,
            internal=False,
            organization=entry.value.organization,
        )

    def _lists(
        self, accounts: list[Account], departments: dict[str, tuple[Address, ...]]
    ) -> tuple[DistributionList, ...]:
        everyone = tuple(each.address for each in accounts if each.internal)
        direct: dict[Address, tuple[Address, ...]] = {}
        for key, entry in self._company.lists.items():
            members: list[Address] = []
            for index, reference in enumerate(entry.value.members):
                members += self._members(reference, everyone, departments, entry, "members", index)
            direct[self._keys[key]] = tuple(dict.fromkeys(members))
        made = []
        for key, entry in self._company.lists.items():
            address = self._keys[key]
            members = list(direct[address])
            if entry.value.without:
                out: list[Address] = []
                for index, each in enumerate(entry.value.without):
                    out += self._members(each, everyone, departments, entry, "without", index)
                leaving = set(_flat(out, direct))
                members = [each for each in _flat(members, direct) if each not in leaving]
            made.append(DistributionList(address, entry.value.name, tuple(members)))
        return tuple(made)

    def _members(
        self,
        reference: str,
        everyone: tuple[Address, ...],
        departments: dict[str, tuple[Address, ...]],
        entry: Written[ListFields],
        field: str,
        index: int,
    ) -> tuple[Address, ...]:
        kind, _, rest = reference.partition(":")
        if reference == "everyone":
            return everyone
        if kind == "department" and rest in departments:
            return departments[rest]
        if reference in self._keys:
            return (self._keys[reference],)
        if _ADDRESS.fullmatch(reference):
            return (Address(reference.lower()),)
        known = [*self._keys, "everyone", *(f"department:{each}" for each in departments)]
        said = f"'{reference}' is no person, list, address or department{nearest(reference, known)}"
        self._problems.append(entry.problem(said, field, index))
        return ()


def _flat(
    addresses: Iterable[Address], lists: dict[Address, tuple[Address, ...]]
) -> tuple[Address, ...]:
    """Return addresses with lists replaced by their members, each once, in order."""
    found: dict[Address, None] = {}
    waiting, seen = list(addresses)[::-1], set[Address]()
    while waiting:
        address = waiting.pop()
        if address in lists and address not in seen:
            seen.add(address)
            waiting.extend(lists[address][::-1])
        elif address not in lists:
            found[address] = None
    return tuple(found)
