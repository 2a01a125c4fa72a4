"""Makes an address book of what authors wrote, and says what is wrong with it.

Called by the catalogue and the renderer.
"""

import re
from collections.abc import Iterable, Mapping

from corpmail.types import Account, Address, Directory, DistributionList
from insider.errors import SeedProblem
from insider.scenarios.addresses import AddressBook
from insider.scenarios.company import (
    Company,
    ListFields,
    OutsiderFields,
    PersonFields,
    PersonKey,
    is_address,
)
from insider.scenarios.domains import AS_WRITTEN, DomainMap
from insider.scenarios.written import Written, nearest

_KEY = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


def make_address_book(
    company: Company,
    extra: Mapping[str, Written[OutsiderFields]],
    problems: list[SeedProblem],
    domains: DomainMap = AS_WRITTEN,
) -> AddressBook:
    """Put a company's people and a scenario's own together.

    Args:
        company: As it is written.
        extra: The scenario's own outsiders by key.
        problems: Where faults are added; the book is then of no use.
        domains: Applied to every address.
    """
    return _Maker(company, problems, domains).make(extra)


class _Maker:
    def __init__(self, company: Company, problems: list[SeedProblem], domains: DomainMap) -> None:
        self._domains = domains
        self._company = company
        self._firm = company.fields.value
        self._problems = problems
        self._keys: dict[str, Address] = {}
        self._taken: dict[Address, str] = {}

    def make(self, extra: Mapping[str, Written[OutsiderFields]]) -> AddressBook:
        outsiders = [*self._company.outsiders.items(), *extra.items()]
        for key, person in self._company.people.items():
            self._take(key, person, self._own(person.value.address or key))
            self._check_side(person, self._keys[key], internal=True)
        for key, outsider in outsiders:
            self._take(key, outsider, self._own(outsider.value.address))
            self._check_side(outsider, self._keys[key], internal=False)
        for key, mailing_list in self._company.lists.items():
            self._take(key, mailing_list, self._own(mailing_list.value.address or key))
        accounts = [self._person(key, each) for key, each in self._company.people.items()]
        accounts += [self._outsider(each) for _, each in outsiders]
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
                domains=(self._domains.text(self._firm.domain),),
                timezone=self._firm.timezone,
                accounts=tuple(accounts),
                lists=lists,
            ),
            agent=agent or Address(""),
            keys=self._keys,
            departments=departments,
            domains=self._domains,
        )

    def _own(self, address: str) -> Address:
        whole = address if "@" in address else f"{address}@{self._firm.domain}"
        return Address(self._domains.text(whole.lower()))

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
            self._keys.setdefault(alias, self._own(alias))

    def _check_side(
        self,
        entry: Written[PersonFields] | Written[OutsiderFields],
        address: Address,
        *,
        internal: bool,
    ) -> None:
        own = self._domains.text(self._firm.domain)
        domain = address.rpartition("@")[2]
        if (domain == own or domain.endswith(f".{own}")) is not internal:
            said = "in the firm's domain" if internal else "outside the firm's domain"
            self._problems.append(entry.problem(f"{address} must be {said}.", "address"))

    def _claim(
        self,
        address: Address,
        key: str,
        entry: Written[PersonFields] | Written[OutsiderFields] | Written[ListFields],
    ) -> None:
        if not is_address(address):
            self._problems.append(entry.problem(f"'{address}' is no mail address."))
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

    def _outsider(self, entry: Written[OutsiderFields]) -> Account:
        return Account(
            address=self._own(entry.value.address),
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
        if is_address(reference):
            return (self._own(reference),)
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
