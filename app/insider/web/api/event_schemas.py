"""The bodies of the events API."""

from datetime import datetime

from pydantic import JsonValue

from corpmail.clock import to_company_time
from corpmail.journal import Act
from insider.episodes import Event, EventKind
from insider.web.api.mail_schemas import Body


class EventPublic(Body):
    """One entry of an episode's record."""

    seq: int
    """Its number in the record: 1, 2, 3 … without gaps."""
    kind: EventKind | Act
    step: int | None
    """The model call that it belongs to, from 1; null outside steps."""
    request_id: str | None
    """The tool call or request that caused it."""
    at: int
    """The company's clock, in seconds since 1970."""
    company_time: datetime
    """The same, where the company is."""
    wall: str
    """When it was recorded, in UTC."""
    data: dict[str, JsonValue]
    """What happened. Long texts of a `prompt` are hashes: see `contents`."""


class EventPage(Body):
    """Some entries of a record, in order."""

    episode: str
    items: list[EventPublic]
    events: int
    """How many the whole record has now."""
    ended: bool
    """Whether none will be added."""
    next_from: int | None
    """Give it back as `from` for what follows; null where nothing follows in what was asked for."""
    contents: dict[str, JsonValue] | None
    """Prompts and tools by the hashes that the items have; null unless `contents` is asked for."""


def show_event(event: Event, timezone: str) -> EventPublic:
    """Return an entry of a record.

    Args:
        event: The entry.
        timezone: The company's.
    """
    return EventPublic(
        seq=event.seq,
        kind=event.kind,
        step=event.step,
        request_id=event.request_id,
        at=event.at,
        company_time=to_company_time(event.at, timezone),
        wall=event.wall,
        data=dict(event.data),
    )
