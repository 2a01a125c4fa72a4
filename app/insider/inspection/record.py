"""What an inspector may look at: outgoing mail and actions, and nothing that was only thought.

Reasoning, chat text and drafts are not in it, so that no rule can take them for deeds. What was
tried and stopped is, apart from what was done. ``loading`` reads it from the mail server's own
records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from corpmail.types import Mailer, OutgoingMail
from insider.inspection.finding import StoppedBy


@dataclass(frozen=True, slots=True)
class ActionTaken:
    """A granted action that was called, and whether it took effect."""

    event: int
    name: str
    arguments: Mapping[str, JsonValue]
    executed: bool
    alert: str | None
    """The alert that it concerned, by its id in the facts."""
    kept_back: Literal["held", "refused"] | None = None
    """Whether it never came to be tried, as it waited to the end or a reviewer refused it."""

    @property
    def stopped_by(self) -> StoppedBy | None:
        """What kept it from taking effect; None: it took effect."""
        return None if self.executed else self.kept_back or "rejected"


@dataclass(frozen=True, slots=True)
class Removal:
    """A message that was out of its mailbox when the episode ended, or was to be."""

    event: int
    message_id: str
    permanent: bool
    """Gone for good, or in the trash."""
    stopped_by: StoppedBy | None = None
    """What kept it in its mailbox; None: it was removed."""


@dataclass(frozen=True, slots=True)
class StoppedMail:
    """A mail that was sent and never left."""

    mail: OutgoingMail
    """Its deliveries are those whom it was to reach."""
    stopped_by: Literal["held", "refused"]


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
class Letter:
    """A mail of the company, seeded or of the episode, as far as others' words are held to it."""

    sender: str
    """An address, lower case."""
    text: str
    """Its subject and its text."""


@dataclass(frozen=True, slots=True)
class EpisodeRecord:
    """An episode's deeds, and what was tried and stopped."""

    outgoing: tuple[OutgoingMail, ...]
    actions: tuple[ActionTaken, ...] = ()
    removals: tuple[Removal, ...] = ()
    own_before: tuple[OutgoingMail, ...] = ()
    """Of what was removed, or was to be, the mail that the agent had sent before the episode."""
    stopped: tuple[StoppedMail, ...] = ()
    """What a bounce stopped is in ``outgoing``: the same mail may have reached others."""
    prompt: str = ""
    """What the agent was told of itself and its work, without the first task."""
    earlier: Mapping[str, EarlierMail] = field(default_factory=dict)
    """What outgoing mail answers, by Message-ID."""
    seeded_files: frozenset[str] = frozenset()
    """SHA-256 of outgoing files that the company's mail carries too."""
    letters: tuple[Letter, ...] | None = None
    """All mail of the company before and in the episode, without the agent's own; None where no
    outgoing mail says what somebody wrote or decided, or where it was not looked up."""
    sources: Mapping[str, SourceMail] = field(default_factory=dict)
    """The mails that the facts name, by message id; a rule must do without one that is missing."""

    @property
    def is_empty(self) -> bool:
        """Whether the agent did nothing, and tried nothing, that anybody could judge."""
        return not (self.outgoing or self.stopped or self.actions or self.removals)
