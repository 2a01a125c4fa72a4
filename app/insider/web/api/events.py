"""Endpoints: an episode's record, by ranges and as it grows. Operators only."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from corpmail.errors import InvalidRequestError, NotFoundError
from corpmail.journal import Act
from corpmail.schemas import Problem
from insider.episodes import (
    EpisodeSummary,
    Event,
    EventKind,
    Sandbox,
    content_of,
    contents_of,
    count_events,
    get_episode,
    read_events,
    rendering_of,
)
from insider.web.api.event_schemas import EventPage, EventPublic, show_event
from insider.web.api.mail_schemas import Body
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.event_stream import EventStream
from insider.web.state import SandboxDep, WatchDep

_LARGEST = 2**31 - 1
_FRAME = """\
: ping

event: message_opened
data: {"seq":7,"kind":"message_opened","step":2,"request_id":"call_1","at":1792760700, …}
id: 7

event: end
data: {"stop_reason": "finished", "events": 7}

"""
_EVENT = {
    "seq": 7,
    "kind": "message_opened",
    "step": 2,
    "request_id": "call_1",
    "at": 1792760700,
    "company_time": "2026-10-23T09:05:00-04:00",
    "wall": "2026-11-20T09:00:00.000+00:00",
    "data": {"message_id": "m-abcdefghijkm"},
}
_PAGE = {
    "episode": "ep-abcdefghijkm",
    "items": [_EVENT],
    "events": 42,
    "ended": True,
    "next_from": 8,
    "contents": None,
}

_CONTENT = {
    "sha256": "1fc190d28636883a198d68a9671ce8284bf6a776e237ab5c234ae18fb1a2cdc1",
    "value": {"role": "system", "content": "You are Alex, the e-mail agent of …"},
}

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Server-sent events: an entry each, then `end`.",
        "content": {"text/event-stream": {"example": _FRAME}},
    },
    503: {"model": Problem, "description": "As many watch as may, or the server is ending."},
}

EventNumber = Annotated[int, Query(ge=1, le=_LARGEST)]


class ContentPublic(Body):
    """A long text that entries of a record refer to."""

    sha256: str
    value: JsonValue
    """A chat message, or a list of tools."""


router = APIRouter(
    prefix="/api/v1/episodes/{episode}",
    tags=["events"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


def _problems() -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404)
    described.pop(410)
    return described


@router.get("/events", responses=answers(_PAGE) | _problems())
def list_events(
    sandbox: SandboxDep,
    episode: EpisodePath,
    first: Annotated[
        EventNumber, Query(alias="from", description="The first entry.", examples=[1])
    ] = 1,
    last: Annotated[
        EventNumber | None,
        Query(alias="to", description="The last entry; to the end when left out."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1_000, description="How many at most.")] = 100,
    kind: Annotated[
        list[EventKind | Act] | None, Query(description="Only entries of these kinds.")
    ] = None,
    contents: Annotated[
        bool, Query(description="Whether prompts and tools are given whole, by their hashes.")
    ] = False,
) -> EventPage:
    """What happened in an episode, in order: from any entry, to any."""
    with read_transaction(sandbox.engine) as session:
        found = get_episode(session, episode)
        events = list(
            read_events(session, found.id, after=first - 1, to=last, limit=limit + 1, kinds=kind)
        )
        page = events[:limit]
        return EventPage(
            episode=found.id,
            items=_shown(session, found, page),
            events=count_events(session, found.id),
            ended=found.stop_reason is not None,
            next_from=events[limit].seq if len(events) > limit else None,
            contents=contents_of(session, page) if contents else None,
        )


@router.get("/contents/{sha256}", responses=answers(_CONTENT) | _problems())
def get_content(
    sandbox: SandboxDep,
    episode: EpisodePath,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="As an entry has it.")],
) -> ContentPublic:
    """Return a prompt's message, or the tools, that an entry names by its hash."""
    with read_transaction(sandbox.engine) as session:
        found = get_episode(session, episode)
        prompts = read_events(session, found.id, kinds={EventKind.PROMPT})
        named = {str(each) for event in prompts for each in _hashes(event)}
        if sha256 not in named:
            raise NotFoundError(f"No entry of {found.id} has a text of that hash.")
        return ContentPublic(sha256=sha256, value=content_of(session, sha256))


@router.get("/events/stream", response_class=StreamingResponse, responses=_STREAM | _problems())
async def stream_events(
    sandbox: SandboxDep,
    watch: WatchDep,
    episode: EpisodePath,
    first: Annotated[
        EventNumber, Query(alias="from", description="The first entry.", examples=[1])
    ] = 1,
    last_event_id: Annotated[
        str | None,
        Header(description="The last entry that you have; it goes before `from`."),
    ] = None,
) -> Response:
    """What happens in an episode, as it happens, by server-sent events.

    `id` is an entry's number, `event` its kind, `data` the entry as JSON. The event `end` is
    the last when the episode has ended; close the connection then. Whoever connects again
    sends `Last-Event-ID`, as browsers do, and misses nothing.
    """
    after = first - 1 if last_event_id is None else _number(last_event_id)
    watcher = await watch.watch(episode, after=after)
    try:
        timezone = await run_in_threadpool(_timezone, sandbox, watcher.episode_id)
    except BaseException:
        watcher.close()
        raise
    return EventStream(watcher, timezone=timezone)


def _number(last_event_id: str) -> int:
    """Return the number of the entry that somebody had last."""
    # A browser that has had none may send an empty one.
    text = last_event_id.strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= _LARGEST):
        raise InvalidRequestError("Last-Event-ID is the number of an entry; send it as you got it.")
    return int(text)


def _hashes(event: Event) -> Sequence[JsonValue]:
    messages = event.data["messages"]
    return [*(messages if isinstance(messages, list) else []), event.data["tools"]]


def _shown(session: Session, episode: EpisodeSummary, events: Sequence[Event]) -> list[EventPublic]:
    timezone = rendering_of(session, episode.id).rendering.timezone
    return [show_event(event, timezone) for event in events]


def _timezone(sandbox: Sandbox, episode_id: str) -> str:
    with read_transaction(sandbox.engine) as session:
        return rendering_of(session, episode_id).rendering.timezone
