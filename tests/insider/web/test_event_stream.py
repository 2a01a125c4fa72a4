"""Episodes as they go on: server-sent events without a gap or a repeat, for many at once."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from starlette.types import Message

from corpmail.database import write_transaction
from insider.episodes import (
    Event,
    EventKind,
    RecordWatch,
    Sandbox,
    append_event,
    end_episode,
    watching,
)
from insider.episodes.events import count_events, hold_episode
from insider.web.event_stream import EventStream
from support.served import Served, Told, listen, serve
from support.stories import Stage, store_story

FEW_EXAMPLES = 12
PATIENCE = 10.0
WATCHERS = 200


@pytest.fixture
def stage(engine: Engine) -> Stage:
    return Stage(Sandbox(engine), store_story(engine))


def write(engine: Engine, episode: str, count: int = 1) -> None:
    """Write entries of a record, as an agent's recorder does."""
    for number in range(count):
        with write_transaction(engine) as session:
            hold_episode(session, episode)
            data: dict[str, JsonValue] = {
                "message": {"role": "user", "content": f"line one\nline two {number} \ud800"}
            }
            append_event(session, episode_id=episode, kind=EventKind.NUDGE, data=data)


def end(engine: Engine, episode: str) -> None:
    with write_transaction(engine) as session:
        end_episode(session, episode, stop_reason="closed")


def numbers(told: Sequence[Told]) -> list[int]:
    return [int(each.id) for each in told if each.id is not None]


async def listen_to_end(served: Served, episode: str, *, last: int | None = None) -> list[Told]:
    async with listen(served, episode, last=last) as stream:
        return [each async for each in stream]


def test_a_watcher_is_shown_what_was_and_what_comes_and_the_end(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = stage.open_foreign().id

    async def scene() -> None:
        async with serve(database_url) as served, listen(served, episode) as stream:
            first = await anext(stream)
            assert (first.event, first.id, first.data["seq"]) == ("episode_opened", "1", 1)
            await asyncio.to_thread(write, engine, episode)
            second = await anext(stream)
            assert second.data["data"]["message"]["content"] == "line one\nline two 0 \ud800"
            assert second.data["company_time"].startswith("20")
            await asyncio.to_thread(end, engine, episode)
            rest = [each async for each in stream]
            assert [each.event for each in rest][-2:] == ["episode_ended", "end"]
            assert rest[-1].data == {"stop_reason": "closed", "events": int(rest[-2].id or 0)}
            assert numbers([first, second, *rest]) == list(range(1, rest[-1].data["events"] + 1))

    asyncio.run(scene())


def test_whoever_comes_back_goes_on_where_it_was(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = stage.open_foreign().id
    write(engine, episode, 5)
    end(engine, episode)

    async def scene() -> None:
        async with serve(database_url) as served:
            everything = await listen_to_end(served, episode)
            last = everything[-1].data["events"]
            assert numbers(everything) == list(range(1, last + 1))
            assert numbers(await listen_to_end(served, episode, last=4)) == list(range(5, last + 1))
            async with listen(served, episode, **{"from": 6}) as stream:
                assert (await anext(stream)).id == "6"
            # It goes by what it has, not by how the address began.
            async with listen(served, episode, last=2, **{"from": 6}) as stream:
                assert (await anext(stream)).id == "3"
            assert [each.event for each in await listen_to_end(served, episode, last=last)] == [
                "end"
            ]
            path = f"/api/v1/episodes/{episode}/events/stream"
            for wrong in ("-1", "1.5", "9" * 12, "é", "1 2"):
                answer = await served.client.get(path, headers=[(b"Last-Event-ID", wrong.encode())])
                assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
            missing = await served.client.get("/api/v1/episodes/ep-none/events/stream")
            assert missing.status_code == 404
            assert served.watch.watchers == 0

    asyncio.run(scene())


@settings(
    max_examples=FEW_EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    written=st.lists(st.integers(0, 40), min_size=1, max_size=8),
    reads=st.lists(st.integers(0, 30), max_size=8),
    early=st.booleans(),
)
def test_no_reconnection_misses_or_repeats_anything(
    stage: Stage,
    engine: Engine,
    database_url: str,
    written: list[int],
    reads: list[int],
    early: bool,
) -> None:
    episode = stage.open_foreign().id
    if early:
        write(engine, episode, 300)

    def work() -> None:
        for count in written:
            write(engine, episode, count)
        end(engine, episode)

    async def scene() -> list[Told]:
        told: list[Told] = []
        async with serve(database_url) as served:
            writing = asyncio.create_task(asyncio.to_thread(work))
            for many in reads:
                async with listen(served, episode, last=_last(told)) as stream:
                    for _ in range(many):
                        each = await anext(stream, None)
                        if each is None or each.event == "end":
                            break
                        told.append(each)
            told += await listen_to_end(served, episode, last=_last(told))
            await writing
        return told

    told = asyncio.run(scene())
    assert told[-1].event == "end"
    assert numbers(told) == list(range(1, told[-1].data["events"] + 1))


def _last(told: Sequence[Told]) -> int | None:
    return numbers(told)[-1] if told else None


def test_what_another_process_writes_is_seen(
    stage: Stage, engine: Engine, database_url: str
) -> None:
    episode = stage.open_foreign().id
    other = (
        "import sys\n"
        "from corpmail.database import create_database_engine, write_transaction\n"
        "from insider.episodes import end_episode\n"
        "with write_transaction(create_database_engine(sys.argv[1])) as session:\n"
        "    end_episode(session, sys.argv[2], stop_reason='closed')\n"
    )

    async def scene() -> None:
        async with serve(database_url) as served, listen(served, episode) as stream:
            assert (await anext(stream)).event == "episode_opened"
            run = [sys.executable, "-c", other, database_url, episode]
            await asyncio.to_thread(subprocess.run, run, check=True)
            assert [each.event async for each in stream][-1] == "end"

    asyncio.run(scene())


def test_two_hundred_watch_at_once(stage: Stage, engine: Engine, database_url: str) -> None:
    watched = [stage.open_foreign().id for _ in range(5)]

    async def scene() -> None:
        async with serve(database_url) as served:
            all_told = [
                asyncio.create_task(listen_to_end(served, watched[number % len(watched)]))
                for number in range(WATCHERS)
            ]
            while served.watch.watchers < WATCHERS:
                await asyncio.sleep(0.02)
            # Others are served meanwhile.
            assert (await served.client.get("/healthz")).status_code == 200
            for episode in watched:
                await asyncio.to_thread(write, engine, episode, 30)
                await asyncio.to_thread(end, engine, episode)
            for told in await asyncio.gather(*all_told):
                assert numbers(told) == list(range(1, told[-1].data["events"] + 1))
            assert served.watch.watchers == 0

    asyncio.run(scene())


def test_more_watchers_than_may_are_refused_with_a_sentence(
    stage: Stage, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    episode = stage.open_foreign().id

    async def scene() -> None:
        async with serve(database_url) as served:
            monkeypatch.setattr(served.watch, "_most", 1)
            path = f"/api/v1/episodes/{episode}/events/stream"
            async with listen(served, episode) as stream:
                await anext(stream)
                refused = await served.client.get(path)
                assert refused.status_code == 503
                assert refused.json()["code"] == "too_many_watchers"
                assert "close a page" in refused.json()["detail"]
            while served.watch.watchers:
                await asyncio.sleep(0.01)
            async with listen(served, episode) as stream:
                assert (await anext(stream)).id == "1"

    asyncio.run(scene())


def test_a_server_ends_though_somebody_watches(stage: Stage, database_url: str) -> None:
    episode = stage.open_foreign().id

    async def scene() -> None:
        async with serve(database_url) as served, listen(served, episode) as stream:
            await anext(stream)
            served.server.should_exit = True
            # The stream ends, and not with `end`: the episode goes on.
            assert [each.event async for each in stream] == []
            await served.serving

    asyncio.run(scene())


def test_a_watcher_who_does_not_read_is_let_go(stage: Stage, engine: Engine) -> None:
    episode = stage.open_foreign().id

    async def scene() -> None:
        watch = RecordWatch(engine)
        answer = EventStream(await watch.watch(episode), timezone="UTC", slowest=0.05)

        async def receive() -> Message:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            if message["type"] == "http.response.body":
                await asyncio.Event().wait()

        scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
        await asyncio.wait_for(answer(scope, receive, send), timeout=20)
        assert watch.watchers == 0
        await watch.aclose()

    asyncio.run(scene())


def test_a_watcher_to_whom_nothing_happens_is_told_so(stage: Stage, engine: Engine) -> None:
    episode = stage.open_foreign().id

    async def scene() -> None:
        watch = RecordWatch(engine)
        async with await watch.watch(episode, after=1) as watcher:
            quiet = watcher.follow(heartbeat=0.01)
            assert await anext(quiet) is None
            assert await anext(quiet) is None
            write(engine, episode)
            while (each := await anext(quiet)) is None:
                pass
            assert isinstance(each, Event)
            assert each.seq == 2
        await watch.aclose()

    asyncio.run(scene())


@pytest.mark.parametrize("happens", [write, end])
def test_whoever_comes_while_somebody_writes_and_another_leaves_is_told(
    stage: Stage,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Engine, str], None],
) -> None:
    episode, other = stage.open_foreign().id, stage.open_foreign().id
    counted, may_go_on = threading.Event(), threading.Event()

    def count_and_wait(session: Session, episode_id: str) -> int:
        found = count_events(session, episode_id)
        counted.set()
        may_go_on.wait()
        return found

    async def scene() -> None:
        watch = RecordWatch(engine)
        stays, leaves = await watch.watch(other, after=1), await watch.watch(episode, after=1)
        monkeypatch.setattr(watching, "count_events", count_and_wait)
        comes = asyncio.create_task(watch.watch(episode, after=1))
        await asyncio.to_thread(counted.wait)
        await asyncio.to_thread(happens, engine, episode)
        told = await anext(leaves.follow(heartbeat=PATIENCE))
        leaves.close()
        may_go_on.set()
        async with await comes as watcher:
            assert told is not None
            assert await anext(watcher.follow(heartbeat=PATIENCE)) == told
        stays.close()
        await watch.aclose()

    asyncio.run(scene())
