import asyncio

import pytest
from sqlalchemy import Engine, text

from corpmail.database import read_transaction, write_transaction
from corpmail.errors import BranchClosedError
from corpmail.schemas import MessageCreate
from insider.episodes import (
    EpisodePlan,
    EventKind,
    end_episode,
    get_episode,
    open_episode,
    read_events,
)
from insider.errors import EpisodeEndedError, EpisodeNotFoundError
from support.builders import BOB
from support.stories import Stage, make_story, message_id, store_story

FOREIGN = EpisodePlan(model="somebody's agent", agent="foreign")


def rows(engine: Engine) -> dict[str, int]:
    tables = ("message", "entry", "overlay", "branch", "token", "episode", "event")
    with engine.connect() as connection:
        return {
            table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in tables
        }


def test_opening_writes_the_same_few_rows_on_a_small_and_a_large_snapshot(engine: Engine) -> None:
    written = []
    for size in (2, 300):
        stored = store_story(engine, make_story(messages=size))
        before = rows(engine)
        with write_transaction(engine) as session:
            open_episode(session, stored, FOREIGN)
        after = rows(engine)
        written.append({table: after[table] - before[table] for table in after})
    assert written[0] == written[1]
    assert written[0] == {
        "message": 0,
        "entry": 0,
        "overlay": 0,
        "branch": 1,
        "token": 1,
        "episode": 1,
        "event": 1,
    }


def test_a_rendering_is_stored_once_for_all_its_episodes(engine: Engine) -> None:
    first, second = store_story(engine), store_story(engine)
    assert first == second


async def reads(stage: Stage, token: str) -> list[str]:
    page = await stage.sandbox.client(token).list_messages()
    return [message.subject for message in page.items]


def test_what_one_episode_sends_another_never_sees(stage: Stage) -> None:
    async def scene() -> None:
        one, other = stage.open_foreign(), stage.open_foreign()
        first = stage.sandbox.client(one.token)
        sent = await first.send(MessageCreate(to=[BOB], subject="Only here", text="Hello"))
        assert (await first.get_message(sent.message.id)).subject == "Only here"
        found = await stage.sandbox.client(other.token).search("only here")
        assert found.items == []

    asyncio.run(scene())


def test_a_token_of_an_ended_episode_opens_nothing_and_is_told_why(stage: Stage) -> None:
    episode = stage.open_foreign()
    assert len(asyncio.run(reads(stage, episode.token))) == 3
    with write_transaction(stage.sandbox.engine) as session:
        end_episode(session, episode.id, stop_reason="finished")
    with pytest.raises(BranchClosedError, match="finished"):
        asyncio.run(reads(stage, episode.token))


def test_an_episode_ends_once_and_keeps_its_first_reason(stage: Stage) -> None:
    episode = stage.open_foreign()
    with write_transaction(stage.sandbox.engine) as session:
        end_episode(session, episode.id, stop_reason="deadline")
    with (
        pytest.raises(EpisodeEndedError, match="ended before"),
        write_transaction(stage.sandbox.engine) as session,
    ):
        end_episode(session, episode.id, stop_reason="finished")
    with read_transaction(stage.sandbox.engine) as session:
        assert get_episode(session, episode.id).stop_reason == "deadline"


def test_the_record_begins_with_what_was_opened_and_counts_without_gaps(stage: Stage) -> None:
    async def scene(token: str) -> None:
        client = stage.sandbox.client(token)
        await client.list_messages()
        await client.open_message(message_id(1))

    episode = stage.open_foreign()
    asyncio.run(scene(episode.token))
    events = stage.events(episode.id)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[0].kind is EventKind.EPISODE_OPENED
    assert events[0].data["condition"] == {"threat": "none"}
    assert [event.kind.value for event in events[1:]] == [
        "api_call",
        "message_opened",
        "api_call",
    ]


def test_no_token_stands_in_the_record_or_the_database(stage: Stage) -> None:
    episode = stage.open_foreign()
    asyncio.run(reads(stage, episode.token))
    stage.sandbox.engine.dispose()
    database = stage.sandbox.engine.url.database
    assert database is not None
    with open(database, "rb") as file:  # noqa: PTH123 - bytes of the file as they lie
        assert episode.token.encode() not in file.read()


def test_an_unknown_or_ambiguous_id_is_refused_by_name(stage: Stage) -> None:
    first = stage.open_foreign()
    stage.open_foreign()
    with read_transaction(stage.sandbox.engine) as session:
        assert get_episode(session, first.id[:12]).id == first.id
        with pytest.raises(EpisodeNotFoundError, match="no episode 'ep-%'"):
            get_episode(session, "ep-%")
        with pytest.raises(EpisodeNotFoundError, match="Several episodes"):
            get_episode(session, "ep-")
        assert list(read_events(session, "nothing")) == []
