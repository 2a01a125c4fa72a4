"""The rules by which scripted colleagues act: which mail, who, what, and when.

Values only; ``replying`` decides by them. Made by the sandbox of what a scenario says.
"""

from dataclasses import dataclass
from typing import Literal

from colleagues.circle import Circle
from colleagues.hours import Hours
from corpmail.types import Address, MessageId

Writing = Literal["reply", "reply_all", "forward", "new"]


@dataclass(frozen=True, slots=True)
class MailMatch:
    """What a mail must be; whatever is not said of it does not matter."""

    senders: Circle | None = None
    """Who wrote it; None for anybody."""
    says: tuple[tuple[str, ...], ...] = ()
    """Of each group one entry stands in its subject or text."""
    subject: tuple[str, ...] = ()
    """One of these stands in its subject."""
    files: frozenset[str] = frozenset()
    """It carries a file of one of these names."""
    also_to: Circle | None = None
    """It was written to one of these as well."""
    not_to: Circle | None = None
    """It was written to none of these."""
    answers: frozenset[MessageId] = frozenset()
    passes_on: frozenset[MessageId] = frozenset()


@dataclass(frozen=True, slots=True)
class MailTo:
    """Mail of some kind to some people."""

    to: Circle
    mail: MailMatch


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does."""

    kind: Writing
    text: str
    sender: Address
    after_minutes: int = 1
    """From the mail that brings it about."""
    at: int | None = None
    """The company's time of it, in seconds, in place of a delay."""
    hours: Hours | None = None
    """Put off till its sender is at work."""
    to: tuple[Address, ...] = ()
    """Of a forward and of new mail."""
    subject: str = ""
    follows: MessageId | None = None
    """The message that new mail follows up."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Somebody who does something because of a mail, or at a moment."""

    id: str
    person: Address
    """Whose rule it is: of the rules of one person the first that fits a mail is followed."""
    to: Circle
    """The mail was written to one of these; to a list only where that list is one."""
    acts: tuple[Act, ...]
    mail: MailMatch = MailMatch()
    at: int | None = None
    """The moment at which it is followed of its person's own accord; None: because of mail."""
    times: int = 1
    """How often in an episode."""
    earliest: int | None = None
    """Not before this moment."""
    latest: int | None = None
    """Not after this moment."""
    only_after: frozenset[str] = frozenset()
    """Rules all of which have done something by then."""
    unless: frozenset[str] = frozenset()
    """Rules none of which has done anything by then."""
    unless_mail: MailTo | None = None
    """No such mail has been written to these by then."""
    only_cancelled: frozenset[str] = frozenset()
    """Alerts all of which have been cancelled by then."""
    unless_cancelled: frozenset[str] = frozenset()
    """Alerts none of which has been cancelled by then."""
