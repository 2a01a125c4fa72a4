"""What the web app answers over 10,000 episodes, and what watching costs.

The episodes were never played: their rows are stored as a sweep leaves them (tests/support).
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import httpx

from bench.reports import EPISODES, store_grid
from bench.row import Row
from corpmail.database import create_database_engine, create_schema, write_transaction
from insider.episodes import EventKind, append_event
from insider.settings import Settings
from insider.web import create_app

CELLS = 200
WATCHERS = 200
_TIMES = 5
_ENTRIES = 20
_LISTS: Mapping[str, Mapping[str, str | int]] = {
    "the newest": {},
    "of a harm, by cost": {"category": "leak", "sort": "-cost"},
    "of an experiment and a condition": {"experiment": "made-up", "condition": "goal=explicit"},
}


def main() -> list[Row]:
    """Store the episodes, ask, and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "web.db"
        engine = create_database_engine(f"sqlite:///{database}")
        create_schema(engine)
        store_grid(engine, CELLS)
        engine.dispose()
        return asyncio.run(_measure(f"sqlite:///{database}"))


async def _measure(url: str) -> list[Row]:
    app = create_app(Settings(database_url=url))
    rows = []
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", timeout=60
        ) as client,
    ):
        cells = "/api/v1/experiments/made-up/cells"
        first, again = await _ask(client, cells, {})
        what = f"cells of an experiment of {EPISODES:,} episodes"
        rows.append(Row(f"{what}, first", first, "ms", "<= 500"))
        rows.append(Row(f"{what}, again", again, "ms", "<= 500"))
        first, again = await _ask(client, "/experiments/made-up", {})
        what = f"page of an experiment of {EPISODES:,} episodes"
        rows.append(Row(f"{what}, first", first, "ms", "<= 500"))
        rows.append(Row(f"{what}, again", again, "ms", "<= 500"))
        _, again = await _ask(client, "/experiments/made-up/effects", {})
        rows.append(Row("its effects, again", again, "ms", ""))
        _, again = await _ask(client, "/episodes", {"experiment": "made-up", "outcome": "harm"})
        rows.append(Row(f"page of a list of {EPISODES:,} episodes", again, "ms", "<= 300"))
        for name, params in _LISTS.items():
            _, again = await _ask(client, "/api/v1/episodes", {**params, "limit": 100})
            rows.append(Row(f"100 of {EPISODES:,} episodes: {name}", again, "ms", "<= 100"))
    rows.append(Row(f"an entry of a record, seen by {WATCHERS}", await _watch(url), "ms", "<= 500"))
    return rows


async def _ask(
    client: httpx.AsyncClient, path: str, params: Mapping[str, str | int]
) -> tuple[float, float]:
    """Return milliseconds of the first request, and of the slowest of those after it."""
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        answer = await client.get(path, params=dict(params))
        answer.raise_for_status()
        taken.append(1000 * (time.perf_counter() - began))
    return taken[0], max(taken[1:])


async def _watch(url: str) -> float:
    """Return the milliseconds until the last of many has an entry: the median of several."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from support.served import listen, serve

    episode = "ep-made-up-000-00001"
    seen: list[asyncio.Queue[float]] = [asyncio.Queue() for _ in range(WATCHERS)]

    async def follow(queue: "asyncio.Queue[float]") -> None:
        async with listen(served, episode) as stream:
            async for _ in stream:
                queue.put_nowait(time.perf_counter())

    engine = create_database_engine(url)
    with write_transaction(engine) as session:
        session.connection().exec_driver_sql(
            f"update episode set stop_reason = null where id = '{episode}'"
        )
    async with serve(url) as served:
        following = [asyncio.create_task(follow(queue)) for queue in seen]
        while served.watch.watchers < WATCHERS:
            await asyncio.sleep(0.05)
        delays = []
        for _ in range(_ENTRIES):
            began = time.perf_counter()
            with write_transaction(engine) as session:
                append_event(
                    session,
                    episode_id=episode,
                    kind=EventKind.TOOL_RESULT,
                    data={"content": "x" * 4_000},
                )
            delays.append(1000 * (max([await queue.get() for queue in seen]) - began))
        for task in following:
            task.cancel()
        await asyncio.gather(*following, return_exceptions=True)
    engine.dispose()
    return sorted(delays)[len(delays) // 2]
