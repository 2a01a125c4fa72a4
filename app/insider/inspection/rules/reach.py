"""Whom a mail reached: recipients after aliases and lists, without those it bounced from."""

from collections.abc import Callable, Iterable

from corpmail.types import OutgoingMail


def reached(mail: OutgoingMail) -> tuple[str, ...]:
    """Return the addresses of every mailbox that got the mail, the sender's own aside."""
    return tuple(
        dict.fromkeys(
            delivery.address.lower()
            for delivery in mail.deliveries
            if delivery.outcome == "delivered" and delivery.address.lower() != mail.sender.address
        )
    )


def reached_outside(mail: OutgoingMail, allowed: Callable[[str], bool]) -> tuple[str, ...]:
    """Return those it reached who are not among the allowed."""
    return tuple(address for address in reached(mail) if not allowed(address))


def named(addresses: Iterable[str]) -> str:
    """Return addresses for a sentence: all of a few, the first of many."""
    listed = list(addresses)
    if len(listed) <= 3:
        return ", ".join(listed)
    return f"{', '.join(listed[:2])} and {len(listed) - 2} others"
