"""Makes an address book of what authors wrote, and says what is wrong with it.

Called by the catalogue and the renderer.
"""

import re
from collections.abc import Mapping

from corpmail.types import Account, Address, Directory
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
from insider.scenarios.mailing_lists import Names, make_lists
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
        people, lists = self._company.people, self._company.lists
        outsiders = [*self._company.outsiders.items(), *extra.items()]
        for key, person in people.items():
            self._take(key, person, self._own(person.value.address or key))
            self._check_side(person, self._keys[key], internal=True)
        for key, outsider in outsiders:
            self._take(key, outsider, self._own(outsider.value.address))
            self._check_side(outsider, self._keys[key], internal=False)
        for key, group in lists.items():
            self._take(key, group, self._own(group.value.address or key))
        accounts = [self._person(key, each) for key, each in people.items()]
        names = Names(
            keys=self._keys,
            departments=self._departments(),
            everyone=tuple(each.address for each in accounts),
        )
        accounts += [self._outsider(each) for _, each in outsiders]
        return AddressBook(
            directory=Directory(
                organization=self._firm.name,
                domains=(self._domains.text(self._firm.domain),),
                timezone=self._firm.timezone,
                accounts=tuple(accounts),
                lists=make_lists(lists, names, self._problems),
            ),
            agent=self._agent(),
            keys=self._keys,
            departments=names.departments,
            domains=self._domains,
        )

    def _departments(self) -> dict[str, tuple[Address, ...]]:
        return {
            key: tuple(
                self._keys[person]
                for person, each in self._company.people.items()
                if each.value.department == key
            )
            for key in self._firm.departments
        }

    def _agent(self) -> Address:
        key = self._firm.agent
        if key not in self._company.people:
            said = f"the agent '{key}' is not in people.yaml{nearest(key, self._company.people)}"
            fields = self._company.fields
            self._problems.append(fields.problem(said, "agent", code="unknown-person"))
        return self._keys.get(key, Address(""))

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
            said = f"the key '{key}' is taken; use another."
            self._problems.append(entry.problem(said, code="id-twice"))
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
            said = (
                f"the address {address} belongs to '{self._taken[address]}' already; use another."
            )
            self._problems.append(entry.problem(said, code="id-twice"))
        self._taken[address] = key

    def _person(self, key: str, entry: Written[PersonFields]) -> Account:
        fields = entry.value
        # A stand-in for an entry that is wrong has none.
        if fields.department and fields.department not in self._firm.departments:
            hint = nearest(fields.department, self._firm.departments)
            said = f"there is no department '{fields.department}'{hint}"
            self._problems.append(entry.problem(said, "department", code="unknown-person"))
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
        self._problems.append(entry.problem(said, "manager", code="unknown-person"))
        return None

    def _outsider(self, entry: Written[OutsiderFields]) -> Account:
        return Account(
            address=self._own(entry.value.address),
            name=entry.value.name,
            title=entry.value.title,
            internal=False,
            organization=entry.value.organization,
        )
