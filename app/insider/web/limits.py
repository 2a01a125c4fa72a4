"""What one client may ask of the operator's API and the page: how much, how often, how wrongly.

Kept in this process's memory: one server has one. Agents' requests are the mail API's to bound.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpmail.api.problem_handlers import problem_response
from corpmail.clock import wall_now
from corpmail.turns import patience
from insider.errors import TooManyTriesError

MOST_BYTES = 2_000_000
"""Of one body. A label, an experiment's file, an edited reply are far below."""
RATE = 200.0
"""Requests a second that one client may go on with."""
BURST = 2000
"""Requests that it may begin with: a scrubber that is dragged asks for many."""
PATIENCE = 10.0
"""Seconds that a request waits for others who write into the database."""
_MOST_CLIENTS = 4096
_WRONG_TOKENS = 10
_FORGOTTEN_AFTER = 60.0
_FREE = ("/mail/", "/static/", "/healthz")


def _seconds() -> float:
    return wall_now().timestamp()


class WrongTokens:
    """Counts wrong tokens by where they come from.

    Args:
        now: The time in seconds.
    """

    def __init__(self, now: Callable[[], float] = _seconds) -> None:
        self._now = now
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def check(self, client: str) -> None:
        """Refuse a client that has been wrong too often within a minute.

        Raises:
            TooManyTriesError: It has.
        """
        since = self._now() - _FORGOTTEN_AFTER
        recent = [at for at in self._seen.get(client, ()) if at > since]
        if len(recent) >= _WRONG_TOKENS:
            raise TooManyTriesError("Too many wrong tokens came from there; wait a minute.")

    def count(self, client: str) -> None:
        """Remember one."""
        tries = self._seen.pop(client, [])
        self._seen[client] = [*tries[-_WRONG_TOKENS:], self._now()]
        while len(self._seen) > _MOST_CLIENTS:
            self._seen.popitem(last=False)


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class RequestLimits:
    """Refuses what one client asks too often, and bodies that are too large.

    Args:
        app: The app around which it stands.
        now: The time in seconds.
    """

    def __init__(self, app: ASGIApp, now: Callable[[], float] = _seconds) -> None:
        self._app = app
        self._now = now
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = (scope.get("client") or ("",))[0]
        if not self._takes(client):
            refused = problem_response(
                HTTPStatus.TOO_MANY_REQUESTS,
                code="too_many_requests",
                detail=f"Ask at most {RATE:g} times a second; wait a moment.",
                headers={"Retry-After": "1"},
            )
            await refused(scope, receive, send)
            return
        await self._app(scope, _counted(receive), send)

    def _takes(self, client: str) -> bool:
        now = self._now()
        bucket = self._buckets.pop(client, None) or _Bucket(BURST, now)
        bucket.left = min(BURST, bucket.left + max(0.0, now - bucket.at) * RATE)
        bucket.at = now
        taken = bucket.left >= 1
        bucket.left -= taken
        self._buckets[client] = bucket
        while len(self._buckets) > _MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return taken


def _counted(receive: Receive) -> Receive:
    read = 0

    async def count() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            # FastAPI lets this one error through while it reads a body.
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return count


class BoundedWaits:
    """Answers 503 where others write for longer than a request waits; see ``corpmail.turns``.

    Args:
        app: The app around which it stands.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        # What lives as long as the server waits for itself.
        with patience(PATIENCE if scope["type"] == "http" else None):
            await self._app(scope, receive, send)
