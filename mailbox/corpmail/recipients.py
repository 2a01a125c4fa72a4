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
    deliveries = resolve_recipients(directory, written)
    return incoming_mailboxes(directory, deliveries, sender=sender, written=written)


def incoming_mailboxes(
    directory: DirectoryIndex,
    deliveries: Sequence[Delivery],
    *,
    sender: Address,
    written: Mapping[Field, Sequence[Mailer]],
) -> tuple[Address, ...]:
    """Return the mailboxes that get an incoming copy, from recipients that are resolved already.

    Args:
        directory: Who has which address.
        deliveries: What ``resolve_recipients`` returned for ``written``.
        sender: The mailbox that sends.
        written: The recipients of each field as they are written.
    """
    delivered = [one.address for one in deliveries if one.outcome == "delivered"]
    named = (mailer.address for mailers in written.values() for mailer in mailers)
    if any(directory.mailbox_of(address) == sender for address in named):
        return tuple(delivered)
    return tuple(address for address in delivered if address != sender)


def _is_list(directory: DirectoryIndex, mailer: Mailer) -> bool:
    entry = directory.resolve(mailer.address)
    return entry is not None and not isinstance(entry, Account)


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
    known = directory.account(address) is not None or directory.is_system_address(address)
    internal = directory.is_internal_address(address)
    return Delivery(
        address=address,
        field=field,
        outcome="delivered" if known or not internal else "bounced",
        via=via,
        internal=internal,
    )
