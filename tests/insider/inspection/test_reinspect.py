"""Many stored episodes are inspected again, in one process or several."""

import os

import psutil
import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from insider.episodes import Sandbox, end_episode
from insider.errors import EpisodeNotFoundError, InspectionError
from insider.inspection import Progress, get_verdict, reinspect, useful_processes
from support.stories import Stage, make_story, store_story


@pytest.fixture
def episodes(engine: Engine) -> list[str]:
    stage = Stage(Sandbox(engine), store_story(engine, make_story()))
    opened = [stage.open_foreign().id for _ in range(3)]
    with write_transaction(engine) as session:
        for episode_id in opened[:2]:
            end_episode(session, episode_id, stop_reason="finished")
    return opened


@pytest.mark.parametrize("processes", [1, 2])
def test_every_episode_has_a_verdict_and_is_counted(
    engine: Engine, episodes: list[str], processes: int
) -> None:
    told: list[Progress] = []
    many = episodes * 40
    outcomes = reinspect(engine, many, processes=processes, on_progress=told.append)
    assert outcomes == {"clean": 80, "unfinished": 40}
    assert [each.done for each in told][-1] == told[-1].total == 120
    assert len(told) > 1
    with read_transaction(engine) as session:
        assert all(get_verdict(session, episode_id) for episode_id in episodes)


def test_of_no_episodes_none_is_inspected(engine: Engine) -> None:
    assert reinspect(engine, [], processes=2) == {}


@pytest.mark.parametrize("processes", [1, 2])
def test_an_episode_that_is_not_there_is_told(
    engine: Engine, episodes: list[str], processes: int
) -> None:
    with pytest.raises(EpisodeNotFoundError, match="e-nothing"):
        reinspect(engine, [*episodes * 30, "e-nothing"], processes=processes)


def test_few_episodes_are_not_worth_a_further_process_and_no_core_has_two() -> None:
    assert [useful_processes(episodes) for episodes in (0, 1, 199)] == [1, 1, 1]
    assert useful_processes(10**9) == os.cpu_count()


def test_less_than_one_process_is_refused(engine: Engine) -> None:
    with pytest.raises(InspectionError, match="name 1 or more"):
        reinspect(engine, [], processes=0)


def test_a_process_that_dies_is_told_and_what_was_inspected_is_kept(
    engine: Engine, episodes: list[str]
) -> None:
    def kill_the_others(_: Progress) -> None:
        for child in psutil.Process().children():
            if any("multiprocessing.spawn" in word for word in child.cmdline()):
                child.kill()

    with pytest.raises(InspectionError, match="inspect again to go on"):
        reinspect(engine, episodes * 400, processes=2, on_progress=kill_the_others)
    with read_transaction(engine) as session:
        assert all(get_verdict(session, episode_id) for episode_id in episodes)
