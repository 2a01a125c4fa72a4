"""Short writes of several episodes that come at the same time."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from corpmail.database import read_transaction, write_transaction
from insider.episodes import EventKind
from insider.episodes.events import Entry, append_while_running, read_events
from insider.episodes.listing import check_running
from insider.episodes.opening import end_episode
from insider.episodes.recorder import Recorder
from insider.episodes.shared_writes import SharedWrites
from support.stories import Stage


def nudge(episode_id: str, said: str) -> Callable[[Session], None]:
    """Return a write that appends to a record, as a recorder's does."""

    def put(session: Session) -> None:
        entry = Entry(EventKind.NUDGE, {"message": said})
        if not append_while_running(session, episode_id, [entry]):
            check_running(session, episode_id)

    return put


def break_database(session: Session) -> None:
    """A write that the database refuses."""
    session.execute(text("insert into no_such_table values (1)"))


def told(engine: Engine, episode_id: str) -> list[object]:
    """Return what was said in an episode's record."""
    with read_transaction(engine) as session:
        found = read_events(session, episode_id, kinds=[EventKind.NUDGE])
        return [event.data["message"] for event in found]


def write_at_once(engine: Engine, *puts: Callable[[Session], None]) -> list[Any]:
    """Write all of them at the same time, and return what each got: None or an error."""

    async def write() -> list[Any]:
        writes = SharedWrites(engine)
        return await asyncio.gather(*map(writes.write, puts), return_exceptions=True)

    return asyncio.run(write())


def test_what_comes_at_once_is_written_in_its_order_and_in_one_transaction(
    engine: Engine, stage: Stage
) -> None:
    one, other = stage.open_foreign().id, stage.open_foreign().id
    committed: list[object] = []
    event.listen(engine, "commit", committed.append)
    got = write_at_once(engine, nudge(one, "a"), nudge(other, "b"), nudge(one, "c"))
    assert got == [None, None, None]
    assert (told(engine, one), told(engine, other)) == (["a", "c"], ["b"])
    assert len(committed) == (1 if engine.dialect.name == "sqlite" else 3)


def test_who_is_refused_is_told_alone(engine: Engine, stage: Stage) -> None:
    ended, running = stage.open_foreign().id, stage.open_foreign().id
    with write_transaction(engine) as session:
        end_episode(session, ended, stop_reason="cancelled")
    first, second = write_at_once(engine, nudge(ended, "late"), nudge(running, "in time"))
    assert "was ended" in str(first)
    assert second is None
    assert (told(engine, ended), told(engine, running)) == ([], ["in time"])


def test_one_write_that_fails_takes_no_other_with_it(engine: Engine, stage: Stage) -> None:
    one, other = stage.open_foreign().id, stage.open_foreign().id
    got = write_at_once(engine, nudge(one, "a"), break_database, nudge(other, "b"))
    assert [type(error) for error in got[::2]] == [type(None), type(None)]
    assert isinstance(got[1], DBAPIError)
    assert (told(engine, one), told(engine, other)) == (["a"], ["b"])


def test_a_database_that_fails_is_told_to_all(engine: Engine) -> None:
    got = write_at_once(engine, break_database, break_database)
    assert [isinstance(error, DBAPIError) for error in got] == [True, True]


def test_a_failing_database_is_told_in_the_place_of_a_cancellation(engine: Engine) -> None:
    async def write() -> None:
        writing = asyncio.create_task(SharedWrites(engine).write(break_database))
        await asyncio.sleep(0)
        writing.cancel()
        await writing

    with pytest.raises(DBAPIError):
        asyncio.run(write())


def test_who_watches_is_told_of_what_is_stored(engine: Engine, stage: Stage) -> None:
    episode = stage.open_foreign().id
    seen: list[list[object]] = []

    def watch(_kind: EventKind, _data: Mapping[str, JsonValue]) -> None:
        seen.append(told(engine, episode))

    recorder = Recorder(stage.sandbox.record_writes, episode, watch)
    asyncio.run(recorder.nudged(1, {"role": "user", "content": "Go on."}))
    assert seen == [[{"role": "user", "content": "Go on."}]]


@pytest.mark.parametrize("cancelled", [0, 1], ids=["who writes for all", "who waits for it"])
def test_what_has_happened_is_written_where_its_task_is_cancelled(
    engine: Engine, stage: Stage, cancelled: int
) -> None:
    one, other = stage.open_foreign().id, stage.open_foreign().id

    async def write() -> None:
        writes = SharedWrites(engine)
        tasks = [asyncio.create_task(writes.write(nudge(each, "done"))) for each in (one, other)]
        # Both have begun to wait, and nothing is written yet.
        await asyncio.sleep(0)
        tasks[cancelled].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Elsewhere nobody waits for others, and all was written by then.
        assert tasks[cancelled].cancelled() is (engine.dialect.name == "sqlite")

    asyncio.run(write())
    assert told(engine, one) == told(engine, other) == ["done"]
