"""Who is reached by the recipients of a message: aliases and lists resolved, each mailbox once.

Called by delivery and by the snapshot store. Sends nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from corpmail.directory import DirectoryIndex
from corpmail.types import Account, Address, Delivery, Mailer

Field = Literal["to", "cc", "bcc"]
FIELDS: tuple[Field, ...] = ("to", "cc", "bcc")


def resolve_recipients(
    directory: DirectoryIndex, written: Mapping[Field, Sequence[Mailer]]
) -> tuple[Delivery, ...]:
    """Return what becomes of each recipient, in the order to, cc, bcc.

    A mailbox that is reached in several ways is delivered to once: by the first field that names
    it, and in one field rather by its own address than through a list. An unknown address at the
    firm bounces; every address outside is delivered to.

    Args:
        directory: Who has which address.
        written: The recipients of each field as they are written.
    """
    reached: dict[Address, Delivery] = {}
    for field in FIELDS:
        mailers = written.get(field, ())
        direct = [mailer for mailer in mailers if not _is_list(directory, mailer)]
        lists = [mailer for mailer in mailers if _is_list(directory, mailer)]
        for mailer in (*direct, *lists):
            for delivery in _deliveries(directory, mailer.address, field):
                reached.setdefault(delivery.address, delivery)
    return tuple(reached.values())


def reached_mailboxes(
    directory: DirectoryIndex, *, sender: Address, written: Mapping[Field, Sequence[Mailer]]
) -> tuple[Address, ...]:
    """Return the mailboxes that get an incoming copy.

    The sender gets one when it wrote to itself; of what it wrote to a list that it is on, the
    copy in sent is its copy.

    Args:
        directory: Who has which address.
        sender: The mailbox that sends.
        written: The recipients of each field as they are written.
    """
    return incoming_mailboxes(directory, sender, resolve_recipients(directory, written))


def incoming_mailboxes(
    directory: DirectoryIndex, sender: Address, deliveries: Sequence[Delivery]
) -> tuple[Address, ...]:
    """Return the mailboxes that deliveries put an incoming copy into."""
    return tuple(
        delivery.address
        for delivery in deliveries
        if delivery.outcome == "delivered"
        and not (delivery.address == sender and _through_list(directory, delivery))
    )


def _is_list(directory: DirectoryIndex, mailer: Mailer) -> bool:
    entry = directory.resolve(mailer.address)
    return entry is not None and not isinstance(entry, Account)


def _through_list(directory: DirectoryIndex, delivery: Delivery) -> bool:
    return delivery.via is not None and directory.account(delivery.via) is None


def _deliveries(directory: DirectoryIndex, address: Address, field: Field) -> Iterator[Delivery]:
    entry = directory.resolve(address)
    if entry is None:
        yield _delivery(directory, address, field, via=None)
    elif isinstance(entry, Account):
        via = address if entry.address != address else None
        yield _delivery(directory, entry.address, field, via=via)
    else:
        for member in directory.expand(entry):
            yield _delivery(directory, member, field, via=address)


def _delivery(
    directory: DirectoryIndex, address: Address, field: Field, *, via: Address | None
) -> Delivery:
    known = directory.account(address) is not None or directory.is_postmaster(address)
    internal = directory.is_internal_address(address)
    return Delivery(
        address=address,
        field=field,
        outcome="delivered" if known or not internal else "bounced",
        via=via,
        internal=internal,
    )
