import asyncio
import os
import signal
import subprocess
import sys

import psutil
from sqlalchemy import Engine

from alex.chat import MOST_USED, ModelReply, Usage
from corpmail.database import read_transaction, write_transaction
from insider.episodes import (
    EpisodePlan,
    get_episode,
    mark_interrupted,
    open_episode,
    this_process,
)
from insider.episodes.recorder import Recorder
from support.stories import Stage, store_story

# Opens an episode as its owner, says so, and waits to be killed.
OWNER = """
import sys, time
from corpmail.database import create_database_engine, write_transaction
from insider.episodes import EpisodePlan, open_episode, this_process
from insider.episodes.rendering import StoredRendering
stored = StoredRendering.model_validate_json(sys.argv[2])
with write_transaction(create_database_engine(sys.argv[1])) as session:
    episode = open_episode(session, stored, EpisodePlan(model="m", owner=this_process()))
print(episode.id, flush=True)
time.sleep(600)
"""


def owned_by(stage: Stage, owner: str | None) -> str:
    with write_transaction(stage.sandbox.engine) as session:
        return open_episode(session, stage.stored, EpisodePlan(model="m", owner=owner)).id


def stop_reason(engine: Engine, episode_id: str) -> str | None:
    with read_transaction(engine) as session:
        return get_episode(session, episode_id).stop_reason


def marked(engine: Engine) -> list[str]:
    with write_transaction(engine) as session:
        return mark_interrupted(session)


def test_an_episode_whose_process_was_killed_is_interrupted_and_others_are_not(
    engine: Engine, database_url: str
) -> None:
    stored = store_story(engine)
    stage_id = owned_by_killed_process(database_url, stored.model_dump_json())
    assert stop_reason(engine, stage_id) is None
    assert marked(engine) == [stage_id]
    assert stop_reason(engine, stage_id) == "interrupted"
    assert marked(engine) == []


def owned_by_killed_process(database_url: str, stored: str) -> str:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, database_url, stored], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    with owner.stdout:
        episode_id = owner.stdout.readline().strip()
        os.kill(owner.pid, signal.SIGKILL)
        owner.wait()
    return episode_id


def test_a_living_owner_keeps_its_episode(stage: Stage) -> None:
    episode_id = owned_by(stage, this_process())
    assert marked(stage.sandbox.engine) == []
    assert stop_reason(stage.sandbox.engine, episode_id) is None


def test_a_process_id_that_was_given_to_another_process_is_no_owner(stage: Stage) -> None:
    host, pid, began = this_process().rsplit(":", 2)
    assert psutil.pid_exists(int(pid))
    episode_id = owned_by(stage, f"{host}:{pid}:{float(began) - 60:.2f}")
    assert marked(stage.sandbox.engine) == [episode_id]


def test_an_owner_on_another_host_is_left_to_that_host(stage: Stage) -> None:
    owned_by(stage, "elsewhere:1:1.00")
    assert marked(stage.sandbox.engine) == []


def test_a_foreign_agents_episode_stays_open(stage: Stage) -> None:
    owned_by(stage, None)
    assert marked(stage.sandbox.engine) == []


def test_a_record_with_sums_that_no_database_keeps_is_ended_like_any_other(
    stage: Stage, engine: Engine
) -> None:
    host, pid, began = this_process().rsplit(":", 2)
    dead = f"{host}:{pid}:{float(began) - 60:.2f}"
    absurd, other = owned_by(stage, dead), owned_by(stage, dead)
    recorder = Recorder(stage.sandbox.record_writes, absurd)
    usage = Usage(prompt_tokens=2**62, completion_tokens=-5, cost_usd=1e308)
    for step in (1, 2):
        asyncio.run(recorder.model_called(step, ModelReply(message={}, usage=usage), 1))
    recorder.flush()
    assert sorted(marked(engine)) == sorted([absurd, other])
    with read_transaction(engine) as session:
        ended = get_episode(session, absurd)
    assert (ended.prompt_tokens, ended.completion_tokens) == (MOST_USED, 0)
    assert (ended.cost_usd, ended.steps) == (MOST_USED, 2)
