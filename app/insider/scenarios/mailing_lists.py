"""Distribution lists with departments, ``everyone`` and ``without`` expanded.

Called by ``build_addresses``. Lists in lists stay lists, so that mail shows them as they are; only
a list with ``without`` is flattened, since nobody can be left out of a list of lists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpmail.types import Address, DistributionList
from insider.errors import SeedProblem
from insider.scenarios.company import ListFields, is_address
from insider.scenarios.written import Written, nearest


@dataclass(frozen=True, slots=True)
class Names:
    """What the members of a list may be called."""

    keys: Mapping[str, Address]
    """People, outsiders, lists and aliases."""
    departments: Mapping[str, tuple[Address, ...]]
    everyone: tuple[Address, ...]


def make_lists(
    lists: Mapping[str, Written[ListFields]], names: Names, problems: list[SeedProblem]
) -> tuple[DistributionList, ...]:
    """Return distribution lists as mail servers know them.

    Args:
        lists: As they are written, by key.
        names: What their members may be called.
        problems: Where members that are not known are added.
    """
    members = {
        names.keys[key]: _find_all(entry, "members", entry.value.members, names, problems)
        for key, entry in lists.items()
    }
    left_out = {
        names.keys[key]: _find_all(entry, "without", entry.value.without, names, problems)
        for key, entry in lists.items()
    }
    expander = _Expander(members, left_out)
    return tuple(
        DistributionList(names.keys[key], entry.value.name, expander.members(names.keys[key]))
        for key, entry in lists.items()
    )


def _find_all(
    entry: Written[ListFields],
    name: str,
    references: Sequence[str],
    names: Names,
    problems: list[SeedProblem],
) -> tuple[Address, ...]:
    found: dict[Address, None] = {}
    for index, reference in enumerate(references):
        addresses = _find(reference, names)
        if addresses is None:
            known = [*names.keys, "everyone", *(f"department:{each}" for each in names.departments)]
            said = f"'{reference}' is no person, list, address or department"
            said += nearest(reference, known)
            problems.append(entry.problem(said, name, index, code="unknown-person"))
        found.update(dict.fromkeys(addresses or ()))
    return tuple(found)


def _find(reference: str, names: Names) -> tuple[Address, ...] | None:
    kind, _, rest = reference.partition(":")
    if reference == "everyone":
        return names.everyone
    if kind == "department":
        return names.departments.get(rest)
    if reference in names.keys:
        return (names.keys[reference],)
    return (Address(reference.lower()),) if is_address(reference) else None


@dataclass(frozen=True, slots=True)
class _Expander:
    written: Mapping[Address, tuple[Address, ...]]
    left_out: Mapping[Address, tuple[Address, ...]]
    _busy: set[Address] = field(default_factory=set)

    def members(self, group: Address) -> tuple[Address, ...]:
        if not self.left_out[group]:
            return self.written[group]
        self._busy.add(group)
        leaving = set(self._flat(self.left_out[group]))
        staying = [each for each in self._flat(self.written[group]) if each not in leaving]
        self._busy.discard(group)
        return tuple(staying)

    def _flat(self, addresses: Sequence[Address]) -> tuple[Address, ...]:
        """Return addresses with lists replaced by who is on them, each once, in order."""
        found: dict[Address, None] = {}
        for address in addresses:
            if address not in self.written:
                found[address] = None
            elif address not in self._busy:  # a list in itself adds nobody
                self._busy.add(address)
                found.update(dict.fromkeys(self._flat(self.members(address))))
                self._busy.discard(address)
        return tuple(found)
