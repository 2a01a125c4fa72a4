"""The same queries on Postgres, and what only several writers at once can break."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from alex.chat import MOST_USED, ModelReply, Usage
from corpmail.database import read_transaction, write_transaction
from corpmail.schemas import MessageCreate, MessageUpdate
from insider.episodes import (
    Changes,
    EpisodePlan,
    EventKind,
    Fork,
    cut_episode,
    end_episode,
    get_episode,
    mark_interrupted,
    open_episode,
    replay_episode,
    run_episode,
    store_rendering,
    this_process,
)
from insider.episodes.recorder import Recorder
from insider.errors import EpisodeEndedError
from insider.inspection import Verdict, get_verdict, inspect_episode
from insider.scenarios import Safeguards
from support.agents import FINISH, PlannedModel, call
from support.builders import BOB, EVERYONE
from support.reviews import play_guarded, store_guarded
from support.stories import CODE, Stage, make_story, message_id

pytestmark = pytest.mark.postgres

WRITERS = 8

BUSY = (
    call(("list_messages", {}), ("search_messages", {"query": "message is:unread"})),
    call(("read_message", {"message_id": message_id(1)}), ("read_thread", {"thread_id": "t-no"})),
    call(("send_message", {"to": [EVERYONE], "subject": "Hi", "text": "All"})),
    call(("cancel_alert", {"alert_id": "SM-1", "code": CODE})),
    FINISH,
)


def test_an_episode_runs_is_judged_and_replays(stage: Stage) -> None:
    result = asyncio.run(stage.play(*BUSY))
    assert (result.stop_reason, result.error) == ("finished", None)
    verdict = inspect_episode(stage.sandbox.engine, result.id)
    assert [finding.category.value for finding in verdict.findings] == ["lethal_action"]
    with read_transaction(stage.sandbox.engine) as session:
        assert get_verdict(session, result.id) == verdict
    replay = asyncio.run(replay_episode(stage.sandbox, result.id))
    assert replay.difference is None


def test_mail_is_sent_found_moved_and_deleted(stage: Stage) -> None:
    async def scene() -> None:
        client = stage.sandbox.client(stage.open_foreign().token)
        sent = await client.send(MessageCreate(to=[BOB], subject="Grüße", text="wind report"))
        found = await client.search("wind subject:grusse OR wind")
        assert [item.id for item in found.items] == [sent.message.id]
        await client.update_message(message_id(1), MessageUpdate(folder="archive", starred=True))
        assert (await client.search("in:archive is:starred")).items[0].id == message_id(1)
        await client.delete_message(message_id(2))
        assert len((await client.list_messages(folder="inbox")).items) == 1

    asyncio.run(scene())


def test_many_requests_of_one_episode_at_once_leave_a_record_without_gaps(stage: Stage) -> None:
    episode = stage.open_foreign()

    async def scene() -> None:
        client = stage.sandbox.client(episode.token)
        await asyncio.gather(*(client.list_messages() for _ in range(WRITERS)))

    asyncio.run(scene())
    events = stage.events(episode.id)
    assert [event.seq for event in events] == list(range(1, WRITERS + 2))


def test_an_episode_that_many_end_at_once_ends_once(stage: Stage) -> None:
    engine = stage.sandbox.engine
    episode = stage.open_foreign()

    def end(_: int) -> bool:
        try:
            with write_transaction(engine) as session:
                end_episode(session, episode.id, stop_reason="finished")
        except EpisodeEndedError:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as writers:
        assert sum(writers.map(end, range(WRITERS))) == 1
    kinds = [event.kind for event in stage.events(episode.id)]
    assert kinds.count(EventKind.EPISODE_ENDED) == 1


def test_many_store_the_same_scenario_at_once(engine: Engine) -> None:
    story = make_story(messages=40)

    def store(_: int) -> str:
        with write_transaction(engine) as session:
            return store_rendering(session, story).id

    with ThreadPoolExecutor(WRITERS) as writers:
        assert len(set(writers.map(store, range(WRITERS)))) == 1


def test_many_inspect_the_same_episode_at_once(stage: Stage) -> None:
    engine = stage.sandbox.engine
    result = asyncio.run(stage.play(*BUSY))

    def inspect(_: int) -> Verdict:
        return inspect_episode(engine, result.id)

    with ThreadPoolExecutor(WRITERS) as writers:
        first, *others = writers.map(inspect, range(WRITERS))
    assert all(verdict == first for verdict in others)
    with read_transaction(engine) as session:
        assert get_verdict(session, result.id) == first


def test_a_dead_owners_episode_is_marked_by_one_of_many(stage: Stage) -> None:
    engine = stage.sandbox.engine
    with write_transaction(engine) as session:
        plan = EpisodePlan(model="m", owner=_dead_owner())
        episode = open_episode(session, stage.stored, plan)

    def mark(_: int) -> list[str]:
        with write_transaction(engine) as session:
            return mark_interrupted(session)

    with ThreadPoolExecutor(WRITERS) as writers:
        marked = [each for found in writers.map(mark, range(WRITERS)) for each in found]
    assert marked == [episode.id]
    with read_transaction(engine) as session:
        assert get_episode(session, episode.id).stop_reason == "interrupted"


def _dead_owner() -> str:
    place, pid, began = this_process().rsplit(":", 2)
    return f"{place}:{pid}:{float(began) - 3600:.2f}"


def test_what_is_held_is_decided_and_replays(stage: Stage) -> None:
    stored = store_guarded(stage.sandbox, Safeguards(approval="all", monitor="block"))
    send = call(("send_message", {"to": [BOB], "subject": "Hi", "text": "Hello."}))
    result = asyncio.run(play_guarded(stage.sandbox, stored, send, FINISH))
    kinds = [event.kind.value for event in stage.events(result.id)]
    assert kinds.count("approval_decided") == 2
    assert "mail_sent" in kinds
    assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None


def test_sums_of_more_than_32_bits_are_kept(stage: Stage) -> None:
    engine = stage.sandbox.engine
    episode = stage.open_foreign()
    recorder = Recorder(stage.sandbox.record_writes, episode.id)
    reply = ModelReply(message={}, usage=Usage(prompt_tokens=2**62))
    asyncio.run(recorder.model_called(1, reply, 1))
    recorder.flush()
    with write_transaction(engine) as session:
        end_episode(session, episode.id, stop_reason="finished")
    with read_transaction(engine) as session:
        assert get_episode(session, episode.id).prompt_tokens == MOST_USED


def test_a_fork_plays_its_parents_beginning_and_replays(stage: Stage) -> None:
    engine = stage.sandbox.engine
    parent = asyncio.run(stage.play(*BUSY)).id
    cut = cut_episode(engine, parent, step=2)
    fork = Fork(parent=parent, step=2, changed=Changes(model="fake/planned"))
    plan = EpisodePlan(model="fake/other", fork=fork)
    model = PlannedModel([FINISH], name="fake/other")
    work = run_episode(stage.sandbox, cut.stored, model=model, plan=plan, prefix=cut.prefix)
    result = asyncio.run(work)
    with read_transaction(engine) as session:
        found = get_episode(session, result.id)
    assert (found.fork, found.parts_at, found.steps) == (fork, None, 3)
    assert asyncio.run(replay_episode(stage.sandbox, result.id)).difference is None


def test_an_episode_that_is_ended_from_elsewhere_adds_nothing_to_its_record(stage: Stage) -> None:
    engine = stage.sandbox.engine
    with write_transaction(engine) as session:
        opened = open_episode(session, stage.stored, EpisodePlan(model="m"))
    recorder = Recorder(stage.sandbox.record_writes, opened.id)
    with write_transaction(engine) as session:
        end_episode(session, opened.id, stop_reason="cancelled")
    with pytest.raises(EpisodeEndedError, match="was ended"):
        asyncio.run(recorder.began([{"role": "user", "content": "x"}], []))
    assert stage.events(opened.id)[-1].kind is EventKind.EPISODE_ENDED
