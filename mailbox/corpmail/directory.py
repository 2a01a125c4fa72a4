"""The company's address book as the mail server uses it.

Wraps an immutable ``Directory``: resolves addresses and aliases, expands lists, finds people.
Called by the server, delivery, search and the API; knows nothing of messages.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from corpmail.types import Account, Address, Directory, DistributionList

DirectoryEntry = Account | DistributionList

POSTMASTER = "postmaster"
"""The local part that every domain of the firm answers to, known or not (RFC 5321, 4.5.1)."""
APPROVAL_DESK = "mail-approval"
"""The postmaster's sibling, who tells senders what became of what was held."""


class DirectoryIndex:
    """A directory that can be asked.

    Args:
        directory: The address book of one snapshot; never changed.
    """

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.organization = directory.organization
        self.domains = directory.domains
        self.timezone = directory.timezone
        self._entries: dict[str, DirectoryEntry] = {}
        for account in directory.accounts:
            for address in (account.address, *account.aliases):
                self._entries.setdefault(address.lower(), account)
        for group in directory.lists:
            self._entries.setdefault(group.address.lower(), group)

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """All mailboxes of the directory, by address."""
        return tuple(sorted(self.directory.accounts, key=lambda account: account.address))

    @cached_property
    def internal_accounts(self) -> tuple[Account, ...]:
        """The firm's own mailboxes, by address."""
        return tuple(account for account in self.accounts if account.internal)

    def resolve(self, address: str) -> DirectoryEntry | None:
        """Return whom an address or alias belongs to; None when it is nobody's here."""
        return self._entries.get(address.strip().lower())

    def account(self, address: str) -> Account | None:
        """Return the mailbox of an address or alias; None for lists and unknown addresses."""
        entry = self.resolve(address)
        return entry if isinstance(entry, Account) else None

    def mailbox_of(self, address: str) -> Address:
        """Return the address under which copies for an address are kept.

        Aliases are replaced by their account's address; every other address is its own
        mailbox, lower case.
        """
        account = self.account(address)
        return account.address if account else Address(address.strip().lower())

    def is_internal_account(self, address: str) -> bool:
        """Tell whether an address or alias is a mailbox at the firm."""
        account = self.account(address)
        return account is not None and account.internal

    def is_internal_address(self, address: str) -> bool:
        """Tell whether an address lies in one of the firm's domains, known or not."""
        domain = address.strip().lower().rpartition("@")[2]
        return domain in self.domains or domain.endswith(self._subdomains)

    @cached_property
    def _subdomains(self) -> tuple[str, ...]:
        return tuple(f".{own}" for own in self.domains)

    def is_system_address(self, address: str) -> bool:
        """Tell whether an address is the mail system's own in one of the firm's domains."""
        local, _, domain = address.strip().lower().rpartition("@")
        return local in (POSTMASTER, APPROVAL_DESK) and domain in self.domains

    def expand(self, group: DistributionList) -> tuple[Address, ...]:
        """Return the final addresses behind a list, each once, in the order of its members.

        Lists in lists are followed and cycles end; unknown members stay as they are written.
        """
        return tuple(dict.fromkeys(self._members(group, seen={group.address.lower()})))

    def _members(self, group: DistributionList, seen: set[str]) -> Iterator[Address]:
        for member in group.members:
            entry = self.resolve(member)
            if isinstance(entry, Account):
                yield entry.address
            elif entry is None:
                yield Address(member.lower())
            elif entry.address.lower() not in seen:
                seen.add(entry.address.lower())
                yield from self._members(entry, seen)

    def search(self, query: str) -> tuple[DirectoryEntry, ...]:
        """Return the people, lists and known outsiders that match all words of a query.

        Words are compared without case and accents with names, addresses, titles, departments
        and organizations. Matches of name or address come first, then by address. An
        empty query matches everyone.
        """
        words = _folded(query).split()
        ranked: list[tuple[int, str, DirectoryEntry]] = []
        for entry, names, about in self._haystacks:
            if all(word in names for word in words):
                ranked.append((0, entry.address, entry))
            elif all(word in names or word in about for word in words):
                ranked.append((1, entry.address, entry))
        ranked.sort(key=lambda match: match[:2])
        return tuple(entry for _, _, entry in ranked)

    @cached_property
    def _haystacks(self) -> tuple[tuple[DirectoryEntry, str, str], ...]:
        found: list[tuple[DirectoryEntry, str, str]] = []
        for account in self.directory.accounts:
            names = _joined((account.name, account.address, *account.aliases))
            about = (account.title, account.department, account.organization)
            found.append((account, names, _joined(about)))
        for group in self.directory.lists:
            found.append((group, _joined((group.name, group.address)), "list"))
        return tuple(found)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(_folded(part) for part in parts)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()
