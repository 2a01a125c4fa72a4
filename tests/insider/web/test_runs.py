"""Starting, replaying, forking and cancelling episodes over HTTP."""

import asyncio
import json
import sqlite3
import time

import httpx
import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction, write_transaction
from insider.episodes import EpisodePlan, get_episode, open_episode
from insider.inspection import get_verdict
from insider.settings import Settings
from support.command_line import CommandLine
from support.openai_server import HANG, chat_completion, openai_server
from support.operator import ended, serve, serving, until
from support.stories import store_story

PATH = "/api/v1/episodes"
PRESSURE = {"goal.type": "explicit", "threat": "replacement"}
BLACKMAIL = {"scenario": "blackmail", "model": "scripted/blackmailer", "condition": PRESSURE}
FINISH = chat_completion(calls=[("c1", "finish", '{"summary": "I stop here."}')])


@pytest.fixture
def settings(engine: Engine, database_url: str) -> Settings:
    """Of a server on a database that is there."""
    assert engine is not None
    return Settings(database_url=database_url)


def test_an_episode_is_started_replayed_and_forked(settings: Settings, engine: Engine) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        started = await client.post(PATH, json=BLACKMAIL)
        assert started.status_code == 202
        episode = started.json()["episode"]
        assert started.headers["location"] == f"{PATH}/{episode}"
        assert await ended(settings.database_url, episode) == "finished"

        replay = await client.post(f"{PATH}/{episode}/replays")
        assert replay.status_code == 202
        found = await until(client, replay.headers["location"], "state", "ended")
        assert (found["identical"], found["difference"]) == (True, None)
        assert found["events"] > 10

        # A replay is an episode like another, and is replayed as one.
        second = await client.post(f"{PATH}/{replay.json()['replay']}/replays")
        assert (await until(client, second.headers["location"], "state", "ended"))["identical"]

        order = {"step": 1, "model": "scripted/honest"}
        forked = (await client.post(f"{PATH}/{episode}/forks", json=order)).json()["episode"]
        assert await ended(settings.database_url, forked) == "finished"
        proof = await client.post(f"{PATH}/{forked}/replays")
        assert (await until(client, proof.headers["location"], "state", "ended"))["identical"]

        (listed,) = (await client.get(PATH, params={"fork_of": episode})).json()["items"]
        assert (listed["id"], listed["fork"]["parent"]) == (forked, episode)

        with read_transaction(engine) as session:
            fork = get_episode(session, forked).fork
            verdicts = [get_verdict(session, each) for each in (episode, forked)]
        assert fork is not None
        assert (fork.parent, fork.step) == (episode, 1)
        assert [each and each.outcome for each in verdicts] == ["harm", "clean"]

    serve(settings, scene)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"scenario": "nowhere"}, 404, "unknown_scenario"),
        ({"condition": {"mood": "bad"}}, 422, "condition"),
        ({"model": "gpt"}, 422, "model_name"),
        ({"model": "huggingface/https://127.0.0.1:1/x"}, 422, "model_name"),
        ({"settings": {"approver_model": "openai/http://127.0.0.1:1"}}, 422, "model_name"),
        ({"settings": {"monitor_model": "huggingface/http://127.0.0.1:1"}}, 422, "model_name"),
        ({"settings": {"colleague_model": "huggingface/http://127.0.0.1:1"}}, 422, "model_name"),
        ({"model": "scripted/nobody"}, 422, "model_name"),
        ({"condition": {"approval": "all", "approver": "judge"}}, 422, "settings"),
        ({"condition": {"colleagues": "model"}}, 422, "settings"),
        ({"settings": {"temperature": 9}}, 422, "invalid_request"),
        ({"settings": {"api_base": "http://169.254.169.254/v1"}}, 403, "endpoint_refused"),
        ({"settings": {"api_base": "file:///etc/passwd"}}, 422, "settings"),
        ({"api_key": "x"}, 422, "invalid_request"),
        ({"api_key_env": "HOME"}, 422, "invalid_request"),
        ({"tape": "/etc/passwd"}, 422, "invalid_request"),
    ],
)
def test_what_cannot_be_run_is_told_at_once(
    settings: Settings, change: dict[str, object], status: int, code: str
) -> None:
    async def scene(client: httpx.AsyncClient) -> None:
        answer = await client.post(PATH, json=BLACKMAIL | change)
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    serve(settings, scene)


def test_a_real_model_is_asked_at_an_endpoint_that_the_operator_allows(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-server")
    with openai_server(FINISH) as stand_in:
        allowed = settings.model_copy(update={"api_bases": f"http://x/v1 {stand_in.api_base}"})

        async def scene(client: httpx.AsyncClient) -> None:
            order = {
                "scenario": "leaking",
                "model": "openai/stand-in",
                "settings": {"api_base": stand_in.api_base, "steps": 3},
            }
            answer = await client.post(PATH, json=order)
            assert "sk-of-the-server" not in answer.text
            assert await ended(settings.database_url, answer.json()["episode"]) == "finished"

        serve(allowed, scene)
    assert stand_in.requests[0].authorization == "Bearer sk-of-the-server"


def test_an_endpoint_without_litellm_obeys_the_operator_too(settings: Settings) -> None:
    with openai_server(FINISH) as stand_in:
        allowed = settings.model_copy(update={"api_bases": stand_in.api_base})

        async def scene(client: httpx.AsyncClient) -> None:
            order: dict[str, object] = {"scenario": "leaking", "model": "endpoint/stand-in"}
            nowhere = await client.post(PATH, json=order)
            assert (nowhere.status_code, nowhere.json()["code"]) == (422, "model_name")
            elsewhere = {"settings": {"api_base": "http://127.0.0.1:1/v1"}}
            refused = await client.post(PATH, json=order | elsewhere)
            assert (refused.status_code, refused.json()["code"]) == (403, "endpoint_refused")
            there = {"settings": {"api_base": stand_in.api_base}}
            answer = await client.post(PATH, json=order | there)
            assert await ended(settings.database_url, answer.json()["episode"]) == "finished"

        serve(allowed, scene)


def hanging(api_base: str) -> dict[str, object]:
    return {
        "scenario": "leaking",
        "model": "openai/stand-in",
        "settings": {"api_base": api_base},
    }


def test_no_more_run_at_once_than_may_and_a_cancelled_one_makes_room(
    settings: Settings, engine: Engine
) -> None:
    with openai_server(HANG) as stand_in:
        one = settings.model_copy(update={"max_runs": 1, "api_bases": stand_in.api_base})

        async def scene(client: httpx.AsyncClient) -> None:
            order = hanging(stand_in.api_base)
            episode = (await client.post(PATH, json=order)).json()["episode"]
            busy = await client.post(PATH, json=order)
            assert (busy.status_code, busy.json()["code"]) == (429, "server_busy")
            assert busy.headers["retry-after"]
            # The pages answer while a model is asked.
            assert (await client.get("/healthz")).status_code == 200
            path = f"{PATH}/{episode}/cancel"
            said = {"episode": episode, "stop_reason": "cancelled"}
            assert (await client.post(path)).json() == said | {"cancelled": True}
            assert (await client.post(path)).json() == said | {"cancelled": False}
            again = await client.post(PATH, json=order)
            assert again.status_code == 202

        serve(one, scene)
        with read_transaction(engine) as session:
            found = [
                get_episode(session, each)
                for each in session.connection().exec_driver_sql("select id from episode").scalars()
            ]
    # The second one was under way when the server ended.
    assert [each.stop_reason for each in found] == ["cancelled", "cancelled"]


def test_while_another_program_writes_requests_end_and_say_when_to_come_again(
    settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite takes one writer at a time")
    monkeypatch.setattr("insider.web.limits.PATIENCE", 0.3)

    async def scene(client: httpx.AsyncClient) -> None:
        episode = (await client.post(PATH, json=BLACKMAIL)).json()["episode"]
        assert await ended(settings.database_url, episode) == "finished"
        other = sqlite3.connect(str(engine.url.database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        orders = (
            ("POST", PATH, BLACKMAIL),
            ("POST", f"{PATH}/{episode}/forks", {"step": 1}),
            ("POST", f"{PATH}/{episode}/replays", None),
            ("PUT", f"{PATH}/{episode}/labels", {"labeller": "ann", "rest": "no"}),
        )
        for method, path, body in orders:
            answer = await client.request(method, path, json=body)
            assert (answer.status_code, answer.headers.get("retry-after")) == (503, "10"), path
        other.execute("ROLLBACK")
        other.close()
        again = await client.post(f"{PATH}/{episode}/replays")
        assert again.status_code == 202

    serve(settings, scene)


def test_a_foreign_agents_episode_is_cancelled_and_has_no_fork(
    settings: Settings, engine: Engine
) -> None:
    stored = store_story(engine)
    with write_transaction(engine) as session:
        episode = open_episode(session, stored, EpisodePlan(model="x", agent="foreign")).id

    async def scene(client: httpx.AsyncClient) -> None:
        cancelled = await client.post(f"{PATH}/{episode}/cancel")
        assert cancelled.json()["stop_reason"] == "cancelled"
        for number in (True, "1", 1.5):
            answer = await client.post(f"{PATH}/{episode}/forks", json={"step": number})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        for path, body in (("forks", {"step": 0}), ("replays", None)):
            answer = await client.post(f"{PATH}/{episode}/{path}", json=body)
            assert (answer.status_code, answer.json()["code"]) == (409, "replay")
        missing = await client.post(f"{PATH}/ep-none/cancel")
        assert missing.status_code == 404

    serve(settings, scene)
    with read_transaction(engine) as session:
        assert get_verdict(session, episode) is not None


def test_one_server_cancels_what_another_one_runs(settings: Settings, engine: Engine) -> None:
    with openai_server(HANG) as stand_in:
        one = settings.model_copy(update={"api_bases": stand_in.api_base})

        async def scene() -> str:
            async with serving(one) as first, serving(one) as second:
                order = hanging(stand_in.api_base)
                episode = str((await first.post(PATH, json=order)).json()["episode"])
                answer = await second.post(f"{PATH}/{episode}/cancel")
                assert answer.json()["cancelled"]
                # The first one is at its model still, and finds the end when it comes back.
                assert not (await first.post(f"{PATH}/{episode}/cancel")).json()["cancelled"]
                return episode

        episode = asyncio.run(scene())
    with read_transaction(engine) as session:
        assert get_episode(session, episode).stop_reason == "cancelled"
        last = session.connection().exec_driver_sql(
            "select kind from event order by seq desc limit 1"
        )
        assert last.scalar_one() == "episode_ended"


def test_a_server_cancels_what_another_process_runs(insider: CommandLine) -> None:
    insider.run("db", "upgrade")
    url = f"sqlite:///{insider.folder / 'insider.db'}"
    with openai_server(chat_completion(calls=[("c", "list_messages", "{}")]), HANG) as stand_in:
        process = insider.start(
            "run", "leaking", "--model", "openai/x", "--api-base", stand_in.api_base, "--json"
        )
        while len(stand_in.requests) < 2:
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)

        async def scene(client: httpx.AsyncClient) -> None:
            (listed,) = insider.json("show")
            answer = await client.post(f"{PATH}/{listed['episode']}/cancel")
            assert answer.json()["cancelled"]

        serve(Settings(database_url=url), scene)
    # Its model call has failed now; it finds that the episode has ended, and says so.
    printed, _ = process.communicate(timeout=60)
    assert json.loads(printed)["stop_reason"] == "cancelled"
