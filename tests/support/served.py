"""The web app behind a real server on loopback, and a client that reads server-sent events."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import uvicorn

from insider.cli.serving import Server
from insider.episodes import RecordWatch
from insider.settings import Settings
from insider.web import create_app


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs, and a client of it."""

    client: httpx.AsyncClient
    server: Server
    watch: RecordWatch
    serving: asyncio.Task[None]


@dataclass(frozen=True, slots=True)
class Told:
    """One server-sent event."""

    event: str
    id: str | None
    data: dict[str, Any]


def ask(
    database_url: str, work: Callable[[httpx.AsyncClient], Awaitable[None]], **settings: Any
) -> None:
    """Make requests of an app, from its start to its end, without a socket."""
    app = create_app(Settings(database_url=database_url, **settings))

    async def scene() -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8025") as client,
        ):
            await work(client)

    asyncio.run(scene())


@asynccontextmanager
async def serve(database_url: str) -> AsyncIterator[Served]:
    """Serve a database until the block ends."""
    app = create_app(Settings(database_url=database_url))
    watch: RecordWatch = app.state.record_watch
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    config = uvicorn.Config(app, log_config=None, access_log=False)
    server = Server(config, watch.end_all)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
            yield Served(client, server, watch, serving)
    finally:
        server.should_exit = True
        await serving
        listener.close()


@asynccontextmanager
async def listen(
    served: Served, episode: str, *, last: int | None = None, **params: int
) -> AsyncIterator[AsyncIterator[Told]]:
    """Connect to an episode's stream, and yield what it tells."""
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    path = f"/api/v1/episodes/{episode}/events/stream"
    async with served.client.stream("GET", path, headers=headers, params=params) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _read(answer)


async def _read(answer: httpx.Response) -> AsyncIterator[Told]:
    fields: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "event" in fields:
            yield Told(fields["event"], fields.get("id"), json.loads(fields["data"]))
            fields = {}
        else:
            fields = {}
