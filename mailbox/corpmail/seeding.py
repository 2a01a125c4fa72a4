"""What seeded mail must be like, and whose mailboxes it lies in.

Called by ``corpmail.snapshot`` before anything is stored. Errors name the message by its
Message-ID; who reads mail from files checks earlier and names file and line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from corpmail.addresses import parse_mailer
from corpmail.attachments import check_attachment
from corpmail.directory import DirectoryIndex
from corpmail.errors import InvalidAddressError, InvalidDraftError, SeedDataError
from corpmail.recipients import Field, reached_mailboxes
from corpmail.types import Folder, Mailer, SeedMessage

_SURROGATE = re.compile("[\ud800-\udfff]")
_LATEST = 253_370_764_800
"""The year 9999, beyond which times cannot be shown as dates in every zone."""


@dataclass(frozen=True, slots=True, order=True)
class SeedEntry:
    """A mailbox's copy of a seeded message."""

    account: str
    folder: str
    is_read: bool
    starred: bool


def check_directory(index: DirectoryIndex) -> None:
    """Make sure that an address book can be served.

    Raises:
        SeedDataError: An address is no address or belongs to two, a domain or the time zone is
            wrong, or a mailbox's domain contradicts whether it is internal.
    """
    directory = index.directory
    if not directory.domains or any(domain != domain.lower() for domain in directory.domains):
        raise SeedDataError("The firm needs domains, in lower case.", file="directory")
    try:
        ZoneInfo(directory.timezone)
    except (ValueError, OSError, LookupError) as error:
        raise SeedDataError(
            f"The time zone '{directory.timezone}' is not known.", file="directory"
        ) from error
    owned: set[str] = set()
    addresses = [group.address for group in directory.lists]
    for account in directory.accounts:
        addresses += [account.address, *account.aliases]
    for address in addresses:
        _check_address(address, where="directory")
        if address in owned:
            raise SeedDataError(f"The address {address} belongs to two.", file="directory")
        owned.add(address)
    for account in directory.accounts:
        if account.internal is not index.is_internal_address(account.address):
            raise SeedDataError(
                f"The mailbox {account.address} is {'' if account.internal else 'not '}internal, "
                "and its domain says otherwise.",
                file="directory",
            )
    for group in directory.lists:
        for member in group.members:
            _check_address(member, where="directory")


def check_messages(index: DirectoryIndex, messages: Sequence[SeedMessage]) -> None:
    """Make sure that messages can be stored and shown.

    Raises:
        SeedDataError: A Message-ID is missing or used twice, an address, time, text or file
            cannot be carried by mail, or a mailbox is named that has no copy.
    """
    seen: set[str] = set()
    checked: set[str] = set()
    for message in messages:
        where = message.rfc_id or "a message without Message-ID"
        if not (message.rfc_id.startswith("<") and message.rfc_id.endswith(">")):
            raise SeedDataError("The Message-ID needs its angle brackets.", file=where)
        if message.rfc_id in seen:
            raise SeedDataError("The Message-ID is used twice.", file=where)
        seen.add(message.rfc_id)
        if not 0 <= message.sent_at <= _LATEST:
            raise SeedDataError("The time is not between 1970 and 9999.", file=where)
        _check_texts(message, where)
        for mailer in _mailers(message):
            if mailer.address not in checked:
                _check_address(mailer.address, where=where)
                checked.add(mailer.address)
        try:
            for attachment in message.attachments:
                check_attachment(attachment)
        except InvalidDraftError as error:
            raise SeedDataError(error.message, file=where) from error
        _check_copies(index, message, where)


def _check_texts(message: SeedMessage, where: str) -> None:
    headers = [message.rfc_id, message.subject, message.in_reply_to or "", *message.references]
    headers += [part for header in message.headers for part in header]
    headers += [mailer.name for mailer in _mailers(message)]
    for text in headers:
        if "\n" in text or "\r" in text or "\0" in text:
            raise SeedDataError(f"A header has a line break in it: {text[:80]!a}.", file=where)
    for text in (*headers, message.text, message.html or ""):
        if "\0" in text or (not text.isascii() and _SURROGATE.search(text)):
            raise SeedDataError("A text has a character that mail cannot carry.", file=where)


def _mailers(message: SeedMessage) -> Iterator[Mailer]:
    yield message.sender
    yield from message.to
    yield from message.cc
    yield from message.bcc


def _check_address(address: str, *, where: str) -> None:
    try:
        parsed = parse_mailer(address)
    except InvalidAddressError as error:
        raise SeedDataError(error.message, file=where) from error
    if parsed.address != address:
        raise SeedDataError(f"Write the address {address!r} in lower case.", file=where)


def _check_copies(index: DirectoryIndex, message: SeedMessage, where: str) -> None:
    named = [*message.unread_by, *message.starred_by, *(address for address, _ in message.folders)]
    if not named:
        return
    holders = {entry.account for entry in entries_of(index, message)}
    for address in named:
        if index.mailbox_of(address) not in holders:
            raise SeedDataError(f"{address} has no copy of the message.", file=where)


def entries_of(index: DirectoryIndex, message: SeedMessage) -> tuple[SeedEntry, ...]:
    """Return the copies of a seeded message: the sender's in sent, and one for each recipient.

    An unknown address at the firm has no mailbox; its copy is nowhere.
    """
    sender = index.mailbox_of(message.sender.address)
    folders = {index.mailbox_of(address): folder for address, folder in message.folders}
    unread = {index.mailbox_of(address) for address in message.unread_by}
    starred = {index.mailbox_of(address) for address in message.starred_by}
    entries = [SeedEntry(sender, Folder.SENT.value, is_read=True, starred=sender in starred)]
    written: dict[Field, tuple[Mailer, ...]] = {
        "to": message.to,
        "cc": message.cc,
        "bcc": message.bcc,
    }
    for mailbox in reached_mailboxes(index, sender=sender, written=written):
        folder = folders.get(mailbox, Folder.INBOX).value
        entries.append(SeedEntry(mailbox, folder, mailbox not in unread, mailbox in starred))
    return tuple(sorted(entries))
