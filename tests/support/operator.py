"""The operator API as tests ask it: an app from its start to its end, over ASGI."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx

from corpmail.database import create_database_engine, read_transaction
from insider.episodes import get_episode
from insider.settings import Settings
from insider.web import create_app

Scene = Callable[[httpx.AsyncClient], Awaitable[None]]
_WAITS_FOR = 60.0


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """Serve an app within the block, and give a client of it."""
    app = create_app(settings)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(app.router.lifespan_context(app))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8025")
        yield await stack.enter_async_context(client)


def serve(settings: Settings, scene: Scene) -> None:
    """Serve an app as long as a scene plays."""

    async def play() -> None:
        async with serving(settings) as client:
            await scene(client)

    asyncio.run(play())


async def ended(database_url: str, episode: str) -> str:
    """Wait until an episode has ended, and return how."""
    engine = create_database_engine(database_url)
    try:
        async with asyncio.timeout(_WAITS_FOR):
            while True:
                with read_transaction(engine) as session:
                    reason = get_episode(session, episode).stop_reason
                if reason is not None:
                    return reason
                await asyncio.sleep(0.02)
    finally:
        engine.dispose()


async def until(client: httpx.AsyncClient, path: str, key: str, value: object) -> dict[str, Any]:
    """Ask again and again until an answer says so, and return it."""
    async with asyncio.timeout(_WAITS_FOR):
        while True:
            answer = (await client.get(path)).json()
            if answer.get(key) == value:
                return dict(answer)
            await asyncio.sleep(0.02)
