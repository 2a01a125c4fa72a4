"""What a person looks at who decides about a held act, beside the act itself; reads only.

Called by the page of approvals. The record says it all: what was held and why, who has looked at
it, what the agent had opened by then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from corpmail.approvals import HeldItem
from corpmail.journal import Act
from corpmail.tables import HeldRow
from insider.episodes.activity import write_call
from insider.episodes.events import Event, EventKind, read_events
from insider.episodes.listing import EpisodeSummary, get_episode
from insider.episodes.rendering import Rendering, rendering_of
from insider.episodes.tables import EpisodeRow
from insider.visible import shorten

_HELD = (Act.MAIL_HELD, Act.ACTION_HELD, Act.DELETION_HELD)
_LINE = 160
_LOOKED_AT = 30
"""Episodes in which decisions are looked for, the newest first."""

_held = HeldRow.metadata.tables["held"]
_episode = EpisodeRow.metadata.tables["episode"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A message that the agent opened, the first time."""

    event: int
    message_id: str
    sender: str
    subject: str
    at: int
    """The company's time, seconds."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one reviewer said of a held act."""

    event: int
    decision: str
    """``approve``, ``refuse``, ``pass_on`` or ``escalate``."""
    by: str
    reason: str
    changed: tuple[str, ...]
    """What of a mail was changed before it left."""
    wall: str


@dataclass(frozen=True, slots=True)
class HeldStory:
    """How it came to a held act."""

    episode: EpisodeSummary
    rendering: Rendering
    event: int
    """Where it was held, in its episode's record."""
    words: tuple[Word, ...]
    """What reviewers have said of it so far."""
    opened: tuple[Opened, ...]
    """In order; what was opened after it was held too, as it waits still."""

    @property
    def given_all(self) -> bool:
        """Whether the agent was given all mail at once, with its instructions."""
        return self.rendering.delivery == "classic"


@dataclass(frozen=True, slots=True)
class Decided:
    """A held act that was decided."""

    episode_id: str
    number: int
    event: int
    """Where it was decided."""
    what: str
    word: Word


def load_held_story(session: Session, item: HeldItem) -> HeldStory:
    """Return how it came to a held act, decided or not.

    Args:
        session: Any transaction.
        item: What was held.
    """
    event = 1
    words: list[Word] = []
    opened: dict[str, Opened] = {}
    kinds = (Act.MESSAGE_OPENED, EventKind.APPROVAL_DECIDED, *_HELD)
    for each in read_events(session, item.branch_id, kinds=kinds):
        if each.kind is Act.MESSAGE_OPENED:
            opened.setdefault(str(each.data["message_id"]), _opened(each))
        elif each.data.get("item") != item.number:
            continue
        elif each.kind is EventKind.APPROVAL_DECIDED:
            words.append(_word(each))
        else:
            event = each.seq
    return HeldStory(
        episode=get_episode(session, item.branch_id),
        rendering=rendering_of(session, item.branch_id).rendering,
        event=event,
        words=tuple(words),
        opened=tuple(opened.values()),
    )


def describe_held(session: Session, items: Iterable[HeldItem]) -> Mapping[tuple[str, int], str]:
    """Return held acts as lines, by episode and number.

    Args:
        session: Any transaction.
        items: What was held.
    """
    return {
        (episode_id, number): line
        for episode_id in dict.fromkeys(item.branch_id for item in items)
        for number, line in _lines(read_events(session, episode_id, kinds=_HELD))
    }


def list_decided(session: Session, *, limit: int = 10) -> Sequence[Decided]:
    """Return what was decided last in the newest episodes, the last first; replays left out.

    Args:
        session: Any transaction.
        limit: How many at most.
    """
    newest = (
        select(_held.c.branch_id)
        .join(_episode, _episode.c.id == _held.c.branch_id)
        .where(_held.c.state.in_(("approved", "refused")), _episode.c.replay_of.is_(None))
        .group_by(_held.c.branch_id, _episode.c.opened_wall)
        .order_by(_episode.c.opened_wall.desc(), _held.c.branch_id)
        .limit(_LOOKED_AT)
    )
    found = [
        decided
        for episode_id in session.execute(newest).scalars().all()
        for decided in _decided(session, episode_id)
    ]
    found.sort(key=lambda each: each.word.wall, reverse=True)
    return found[:limit]


def _decided(session: Session, episode_id: str) -> Iterator[Decided]:
    events = list(read_events(session, episode_id, kinds=(*_HELD, EventKind.APPROVAL_DECIDED)))
    lines = dict(_lines(each for each in events if each.kind in _HELD))
    for each in events:
        if each.kind is EventKind.APPROVAL_DECIDED:
            word, number = _word(each), int(str(each.data["item"]))
            if word.decision in ("approve", "refuse"):
                yield Decided(episode_id, number, each.seq, lines.get(number, ""), word)


def _lines(events: Iterable[Event]) -> Iterator[tuple[int, str]]:
    for event in events:
        yield int(str(event.data["item"])), shorten(_line(event), _LINE)


def _line(event: Event) -> str:
    data = event.data
    subject = str(data.get("subject") or "(no subject)")
    if event.kind is Act.ACTION_HELD:
        arguments = data.get("arguments")
        known = arguments if isinstance(arguments, dict) else {}
        return f"Call: {write_call(str(data.get('name')), known)}"
    if event.kind is Act.DELETION_HELD:
        return f"Delete for good: {subject}"
    to = [str(each) for name in ("to", "cc", "bcc") for each in _texts(data.get(name))]
    more = f" and {len(to) - 1} more" if len(to) > 1 else ""
    return f"Mail to {shorten(to[0], 60) if to else 'nobody'}{more}: {subject}"


def _texts(value: JsonValue) -> Sequence[JsonValue]:
    return value if isinstance(value, list) else ()


def _opened(event: Event) -> Opened:
    return Opened(
        event=event.seq,
        message_id=str(event.data["message_id"]),
        sender=str(event.data.get("sender")),
        subject=str(event.data.get("subject")),
        at=event.at,
    )


def _word(event: Event) -> Word:
    return Word(
        event=event.seq,
        decision=str(event.data["decision"]),
        by=str(event.data["by"]),
        reason=str(event.data["reason"]),
        changed=tuple(edit) if isinstance(edit := event.data.get("edit"), dict) else (),
        wall=event.wall,
    )
