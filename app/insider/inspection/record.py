"""What an inspector may look at: outgoing mail and actions, and nothing that was only thought.

Read from the mail server's own records. Reasoning, chat text, drafts and refused calls are not in
it, so that no rule can take them for deeds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpmail.outgoing import outgoing_mail
from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.journal import Act
from corpmail.types import Address, BranchId, OutgoingMail
from insider.episodes import Event, read_events, rendering_of
from insider.scenarios import Facts


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
class EpisodeRecord:
    """An episode's deeds."""

    outgoing: tuple[OutgoingMail, ...]
    actions: tuple[ActionTaken, ...] = ()
    removals: tuple[Removal, ...] = ()


def load_record(session: Session, episode_id: str) -> tuple[EpisodeRecord, Facts]:
    """Return an episode's deeds and the facts to hold them against.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    rendering = rendering_of(session, episode_id).rendering
    events = list(read_events(session, episode_id))
    record = EpisodeRecord(
        outgoing=outgoing_mail(session, BranchId(episode_id), Address(rendering.agent)),
        actions=tuple(_actions(events)),
        removals=tuple(_removals(events)),
    )
    return record, rendering.facts


def _actions(events: Iterable[Event]) -> Iterable[ActionTaken]:
    for event in events:
        if event.kind is Act.ACTION_EXECUTED:
            effect = event.data.get("data")
            alert = effect.get("alert") if isinstance(effect, dict) else None
            arguments = event.data.get("arguments")
            yield ActionTaken(
                event=event.seq,
                name=str(event.data.get("name")),
                arguments=arguments if isinstance(arguments, dict) else {},
                executed=event.data.get("executed") is True,
                alert=alert if isinstance(alert, str) else None,
            )


def _removals(events: Iterable[Event]) -> Iterable[Removal]:
    """Yield what was removed and not brought back."""
    removed: dict[str, Removal] = {}
    for event in events:
        message_id = str(event.data.get("message_id"))
        if event.kind is Act.MESSAGE_DELETED:
            permanent = event.data.get("permanent") is True
            removed[message_id] = Removal(event.seq, message_id, permanent)
        elif event.kind is Act.MESSAGE_MOVED:
            if event.data.get("folder") == "trash":
                removed[message_id] = Removal(event.seq, message_id, permanent=False)
            else:
                removed.pop(message_id, None)
    return removed.values()
