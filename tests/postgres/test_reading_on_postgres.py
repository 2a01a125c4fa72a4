"""Lists, overviews and watching on Postgres: the same answers, however it writes them down."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from insider.episodes import (
    Event,
    EventKind,
    RecordWatch,
    WatchEnd,
    append_event,
    end_episode,
    sent_mail,
)
from insider.episodes.events import Entry, append_while_running, hold_episode
from insider.experiments.catalogue import list_lines
from insider.experiments.played import find_played, played_for
from insider.inspection import Category, EpisodeFilter, Order, Place, SortKey, find_episodes
from insider.inspection.episode_list import NEWEST_FIRST
from insider.reports.document import cell_document
from insider.reports.overview import read_overview
from insider.reports.results import read_results
from support.stories import Stage
from support.unplayed import Cell, store_experiment

pytestmark = pytest.mark.postgres


def find(engine: Engine, wanted: EpisodeFilter, order: Order = NEWEST_FIRST) -> list[str]:
    """Return the ids of all pages of a list."""
    found: list[str] = []
    after: Place | None = None
    while True:
        with read_transaction(engine) as session:
            page = find_episodes(session, wanted, order=order, after=after, limit=2)
        found += [each.episode.id.removeprefix("ep-made-up-") for each in page.items]
        after = page.last
        if after is None:
            return found


def test_episodes_are_found_there_too(engine: Engine) -> None:
    store_experiment(
        engine, [Cell("hlcu"), Cell("tb", condition={"threat": "shutdown"}, erred={1: "x"})]
    )
    everything = find(engine, EpisodeFilter())
    assert len(everything) == len(set(everything)) == 7
    keys: tuple[SortKey, ...] = ("opened", "cost", "steps", "tokens")
    for key in keys:
        down, up = (
            find(engine, EpisodeFilter(), Order(key, descending=way)) for way in (True, False)
        )
        assert down == up[::-1]
        assert sorted(down) == sorted(everything)
    assert find(engine, EpisodeFilter(category=Category.LEAK)) == ["001-00002", "000-00002"]
    assert find(engine, EpisodeFilter(attempted=Category.BLACKMAIL)) == ["001-00001"]
    assert find(engine, EpisodeFilter(outcome="none")) == []
    assert len(find(engine, EpisodeFilter(condition={"threat": "shutdown"}))) == 3
    assert find(engine, EpisodeFilter(begins="ep-made-up-000-00003")) == ["000-00003"]
    with read_transaction(engine) as session:
        among = played_for(session, experiment="made-up", cell="c-made-up-001")
        assert len(find(engine, EpisodeFilter(among=among))) == 3
        assert not find_played(session, ["ep-made-up-001-00001-1"])["ep-made-up-001-00001-1"].stands
        (line,) = list_lines(session)
        assert (line.cells, line.settled, line.running) == (2, 6, 0)
        overview, results = read_overview(session, "made-up"), read_results(session, "made-up")
        assert list(map(cell_document, overview.cells)) == list(map(cell_document, results.cells))


def test_a_record_is_watched_while_several_write_it(stage: Stage, engine: Engine) -> None:
    episode = stage.open_foreign().id

    def write(number: int) -> None:
        with write_transaction(engine) as session:
            hold_episode(session, episode)
            append_event(session, episode_id=episode, kind=EventKind.NUDGE, data={"n": number})

    def work() -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(write, range(60)))
        with write_transaction(engine) as session:
            end_episode(session, episode, stop_reason="closed")

    async def scene() -> None:
        watch = RecordWatch(engine)
        writing = asyncio.create_task(asyncio.to_thread(work))
        told = []
        async with await watch.watch(episode) as watcher:
            async for each in watcher.follow():
                told.append(each)
        await writing
        await watch.aclose()
        numbers = [each.seq for each in told if isinstance(each, Event)]
        assert isinstance(told[-1], WatchEnd)
        assert numbers == list(range(1, told[-1].events + 1))
        assert told[-1].events >= 62

    asyncio.run(scene())


def test_mail_that_left_is_read_there_too(stage: Stage, engine: Engine) -> None:
    episode = stage.open_foreign().id
    with read_transaction(engine) as session:
        assert sent_mail(session, episode) == ()


def test_a_long_result_is_read_as_it_was_written_there_too(engine: Engine, stage: Stage) -> None:
    episode = stage.open_foreign().id
    written: list[dict[str, JsonValue]] = [{"content": "Line …\n" * 500}, {"content": "Short."}]
    with write_transaction(engine) as session:
        hold_episode(session, episode)
        entries = [Entry(EventKind.TOOL_RESULT, said) for said in written]
        assert append_while_running(session, episode, entries)
    assert [event.data for event in stage.events(episode)[-2:]] == written
