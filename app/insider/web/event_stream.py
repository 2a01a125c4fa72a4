"""A response of server-sent events to somebody who watches an episode.

The frames are FastAPI's own. What it does around them is not used: its endpoints begin to answer
before they can refuse anything, and wait for ever for a browser that reads no more.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator

from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event
from starlette.types import Receive, Scope, Send

from insider.episodes import Event, WatchEnd, Watcher
from insider.web.api.event_schemas import show_event

logger = logging.getLogger(__name__)

SLOWEST = 30.0
"""Seconds that a watcher may take to read what it was sent."""
END = "end"
"""The last event's name; no entry of a record has it."""


class EventStream(EventSourceResponse):
    """Sends a record as it grows: ``id`` is an entry's number, ``event`` its kind, ``data`` JSON.

    Whoever reads too slowly is cut off and goes on by ``Last-Event-ID``.

    Args:
        watcher: Whose record, and from where; closed when the answer has ended, however it ends.
        timezone: The company's.
        slowest: Seconds that a watcher may take to read what it was sent.
    """

    def __init__(self, watcher: Watcher, *, timezone: str, slowest: float = SLOWEST) -> None:
        # Proxies that collect an answer before they pass it on would show nothing until its end.
        super().__init__(_frames(watcher, timezone), headers={"X-Accel-Buffering": "no"})
        self._watcher = watcher
        self._slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and let the watcher go."""
        async with self._watcher:
            await super().__call__(scope, receive, send)

    async def stream_response(self, send: Send) -> None:
        """Send frame by frame, each within its time."""
        await send(
            {
                "type": "http.response.start",
                "status": self.status_code,
                "headers": self.raw_headers,
            }
        )
        async for frame in self.body_iterator:
            try:
                async with asyncio.timeout(self._slowest):
                    await send({"type": "http.response.body", "body": frame, "more_body": True})
            except TimeoutError:
                # Not even an end would be read: the server closes the connection without one.
                logger.info("A watcher of %s reads too slowly.", self._watcher.episode_id)
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _frames(watcher: Watcher, timezone: str) -> AsyncIterator[bytes]:
    # At once, so that a browser knows that it is connected though nothing happens.
    yield KEEPALIVE_COMMENT
    async for each in watcher.follow():
        if each is None:
            yield KEEPALIVE_COMMENT
        elif isinstance(each, WatchEnd):
            data = {"stop_reason": each.stop_reason, "events": each.events}
            yield format_sse_event(event=END, data_str=json.dumps(data))
        else:
            yield write_frame(each, timezone)


def write_frame(event: Event, timezone: str) -> bytes:
    """Return an entry of a record as a server-sent event."""
    shown = show_event(event, timezone).model_dump(mode="json")
    text = json.dumps(shown, separators=(",", ":"))
    return format_sse_event(event=event.kind.value, data_str=text, id=str(event.seq))
