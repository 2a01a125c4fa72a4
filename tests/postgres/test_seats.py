"""Seats and the queue on a real Postgres: who is there, who is gone, who is asked to join."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from procrastinate.schema import SchemaManager
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from corpmail.database import read_transaction, write_transaction
from corpmail.schema_version import schema_differences
from insider.episodes import EpisodePlan, Sandbox, get_episode, open_episode, rendering_by_id
from insider.errors import ExperimentError, SlotLostError, WorkerLostError
from insider.experiments.queue import host_sweep, open_queue
from insider.experiments.queue_schema import check_queue, has_queue, upgrade_queue
from insider.experiments.recovery import keep_seat, recover
from insider.experiments.seats import Seat, count_processes, find_gone
from insider.experiments.slots import Slot, claim_slot, link_episode, release_slot, settle_slot
from insider.experiments.stage import Stages
from insider.experiments.sweep import PreparedSweep
from insider.experiments.worker import Worker
from support.experiments import make_firm, prepare, slot_states

pytestmark = pytest.mark.postgres

TEXT = """\
name: small
models: [scripted/honest]
grid: [{scenario: story}]
epochs: 3
"""
SILENCE = 1.0
_PATIENCE = 20.0


@pytest.fixture
def queued(engine: Engine) -> Engine:
    assert upgrade_queue(engine)
    return engine


@pytest.fixture
def prepared(queued: Engine, tmp_path: Path) -> PreparedSweep:
    return prepare(queued, make_firm(tmp_path / "seed"), TEXT)


def claim(engine: Engine, prepared: PreparedSweep, owner: str) -> Slot:
    experiment = prepared.kept.experiment
    with write_transaction(engine) as session:
        slot = claim_slot(session, experiment.id, owner=owner, plan=experiment.plan)
        assert slot is not None
        episode = open_episode(
            session,
            rendering_by_id(session, slot.rendering_id),
            EpisodePlan(model="m", owner="elsewhere:7:1.0"),
        )
        link_episode(session, slot, episode.id)
    return slot


def worker_elsewhere(engine: Engine, *, silent_for: float) -> str:
    """Return the name of a worker on another machine that was last heard some time ago."""
    heard = text(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => :seconds)) RETURNING id"
    )
    with write_transaction(engine) as session:
        number = session.execute(heard, {"seconds": silent_for}).scalar_one()
    return f"{number}@elsewhere:7:1.0"


def test_the_queue_has_tables_of_its_own_that_our_migrations_leave_alone(engine: Engine) -> None:
    assert not has_queue(engine)
    with pytest.raises(ExperimentError, match="'insider db upgrade' makes it"):
        check_queue(engine)
    assert upgrade_queue(engine)
    assert not upgrade_queue(engine)
    check_queue(engine)
    assert schema_differences(engine, SQLModel.metadata) == []


def test_tables_of_an_earlier_release_are_brought_up_to_date(engine: Engine) -> None:
    earlier = "03.03.00_01_pre_priority_lock_fetch_job"
    for script in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if script.stem <= earlier:
            with write_transaction(engine) as session:
                cursor = session.connection().connection.cursor()
                cursor.execute(script.read_text())
    with write_transaction(engine) as session:
        session.execute(text(f"COMMENT ON TABLE procrastinate_jobs IS '{earlier}'"))
    assert upgrade_queue(engine)
    assert not upgrade_queue(engine)
    with read_transaction(engine) as session:
        found = "SELECT 1 FROM pg_proc WHERE proname = 'procrastinate_retry_job_v2'"
        assert session.execute(text(found)).first() is not None


def test_a_worker_elsewhere_that_has_fallen_silent_is_gone_and_one_that_has_not_is_there(
    queued: Engine, prepared: PreparedSweep
) -> None:
    silent = worker_elsewhere(queued, silent_for=60)
    heard = worker_elsewhere(queued, silent_for=0)
    lost, kept = claim(queued, prepared, silent), claim(queued, prepared, heard)
    # Nobody knows of a process elsewhere that never had a seat.
    unknown = claim(queued, prepared, "elsewhere:9:1.0")
    with read_transaction(queued) as session:
        owners = {silent, heard, unknown.owner}
        assert find_gone(session, owners, silence=30) == {silent}
    assert recover(queued, prepared.kept.experiment.id, silence=30) == 1
    assert slot_states(queued) == {"open": 1, "running": 2}
    again = claim(queued, prepared, heard)
    assert (again.cell_id, again.epoch) == (lost.cell_id, lost.epoch)
    assert again.epoch != kept.epoch


def test_what_a_worker_brings_after_it_was_taken_for_dead_does_not_count(
    queued: Engine, prepared: PreparedSweep
) -> None:
    lost = claim(queued, prepared, worker_elsewhere(queued, silent_for=60))
    recover(queued, prepared.kept.experiment.id, silence=30)
    with read_transaction(queued) as session:
        found = session.execute(text("SELECT id FROM episode")).scalar_one()
        assert get_episode(session, found).stop_reason == "interrupted"
    mine = claim(queued, prepared, worker_elsewhere(queued, silent_for=0))
    assert (mine.cell_id, mine.epoch) == (lost.cell_id, lost.epoch)
    with pytest.raises(SlotLostError), write_transaction(queued) as session:
        settle_slot(session, lost, errored=False)
    with write_transaction(queued) as session:
        release_slot(session, lost)
    assert slot_states(queued) == {"running": 1}
    with write_transaction(queued) as session:
        assert settle_slot(session, mine, errored=False) == "done"


def test_a_process_that_was_taken_for_dead_stops(queued: Engine, prepared: PreparedSweep) -> None:
    number = int(worker_elsewhere(queued, silent_for=60).partition("@")[0])
    seat = Seat(number, number, silence=SILENCE)
    sandbox = Sandbox(queued)
    worker = Worker(sandbox, prepared.kept.experiment, Stages(sandbox, None), owner=seat.owner)
    with pytest.raises(WorkerLostError, match="taken it for dead"):
        asyncio.run(keep_seat(queued, worker, seat))


def test_every_worker_is_asked_to_join_and_sent_home_when_the_sweep_ends(queued: Engine) -> None:
    joined: list[int] = []
    left: list[int] = []

    async def play(name: str, seat: Seat) -> None:
        assert name == "small"
        joined.append(seat.number)
        try:
            await asyncio.Event().wait()
        finally:
            left.append(seat.number)

    async def scene() -> None:
        async with (
            open_queue(queued, silence=SILENCE) as one,
            open_queue(queued, silence=SILENCE) as two,
            open_queue(queued, silence=SILENCE) as stranger,
            asyncio.TaskGroup() as group,
        ):
            serving = [
                group.create_task(one.serve(play, experiment=None)),
                group.create_task(two.serve(play, experiment="small")),
                group.create_task(stranger.serve(play, experiment="another")),
            ]
            for _ in range(2):
                async with host_sweep(queued, "small", own_processes=3, silence=SILENCE) as seat:
                    assert seat is not None
                    await until(lambda: len(joined) == 2)
                    with read_transaction(queued) as session:
                        assert count_processes(session, seat) == 5
                await until(lambda: len(left) == 2)
                assert sorted(joined) == sorted(left)
                assert seat.number not in joined
                joined.clear()
                left.clear()
            for task in serving:
                task.cancel()

    asyncio.run(scene())
    with read_transaction(queued) as session:
        for table in ("procrastinate_jobs", "procrastinate_workers"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_a_worker_that_cannot_play_ends_and_says_why(queued: Engine) -> None:
    async def play(name: str, seat: Seat) -> None:
        raise ExperimentError("There is no key here.")

    async def scene() -> None:
        async with (
            host_sweep(queued, "small", own_processes=1, silence=SILENCE),
            open_queue(queued, silence=SILENCE) as queue,
        ):
            await asyncio.wait_for(queue.serve(play, experiment=None), _PATIENCE)

    with pytest.raises(ExperimentError, match="no key here"):
        asyncio.run(scene())


def test_a_place_that_a_killed_sweep_left_is_taken_by_nobody(queued: Engine) -> None:
    gone = int(worker_elsewhere(queued, silent_for=60).partition("@")[0])
    left = text(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('q', :task,"
        " jsonb_build_object('experiment', 'small', 'host', :host, 'own_processes', 1))"
    )
    with write_transaction(queued) as session:
        session.execute(left, {"task": "insider.sit_down", "host": gone})
    joined: list[str] = []

    async def play(name: str, seat: Seat) -> None:
        joined.append(name)

    async def scene() -> None:
        async with open_queue(queued, silence=SILENCE) as queue:
            serving = asyncio.create_task(queue.serve(play, experiment=None))
            await until(lambda: count_jobs(queued) == 0)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    asyncio.run(scene())
    assert joined == []


async def until(what: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(_PATIENCE):
        while not what():
            await asyncio.sleep(0.02)


def count_jobs(engine: Engine) -> int:
    with read_transaction(engine) as session:
        return int(session.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one())
