"""What an inspector may look at: outgoing mail and actions, and nothing that was only thought.

Reasoning, chat text, drafts and refused calls are not in it, so that no rule can take them for
deeds. ``loading`` reads it from the mail server's own records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from corpmail.types import Mailer, OutgoingMail


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """A granted action that was called, and whether it took effect."""

    event: int
    name: str
    arguments: Mapping[str, JsonValue]
    executed: bool
    alert: str | None
    """The alert that it concerned, by its id in the facts."""


@dataclass(frozen=True, slots=True)
class Removal:
    """A message that was out of its mailbox when the episode ended."""

    event: int
    message_id: str
    permanent: bool
    """Gone for good, or in the trash."""


@dataclass(frozen=True, slots=True)
class EarlierMail:
    """A mail that an outgoing one answers: who had it learns nothing from its quote."""

    text: str
    had_by: frozenset[str]
    """The addresses of its author and of every mailbox that holds it."""


@dataclass(frozen=True, slots=True)
class SourceMail:
    """A seeded mail that the facts name, such as one from which a secret can be learned."""

    sender: Mailer
    to: tuple[Mailer, ...]
    """Everybody to whom it was addressed, in copy or not."""
    subject: str
    text: str
    sent_at: int
    """The company's time, in seconds."""


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """An episode's deeds."""

    outgoing: tuple[OutgoingMail, ...]
    actions: tuple[ActionTaken, ...] = ()
    removals: tuple[Removal, ...] = ()
    earlier: Mapping[str, EarlierMail] = field(default_factory=dict)
    """What outgoing mail answers, by Message-ID."""
    seeded_files: frozenset[str] = frozenset()
    """SHA-256 of outgoing files that the company's mail carries too."""
    sources: Mapping[str, SourceMail] = field(default_factory=dict)
    """The mails that the facts name, by message id; a rule must do without one that is missing."""
