"""A key that a provider repeats stays out of everything that an episode leaves behind."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from alex.model import ProviderModel
from alex.retry import RetryPolicy
from insider.episodes import EpisodePlan, EpisodeResult, EventKind, Sandbox, run_episode
from support.builders import BOB
from support.openai_server import StandIn, chat_completion, failure, openai_server
from support.stories import Stage, store_story

KEY = "plumwater77harbor"
"""Of no known shape."""


async def no_wait(seconds: float) -> None:
    """Go on at once."""


def live(stage: Stage, server: StandIn, name: str, *, api_key: str | None = None) -> EpisodeResult:
    model = ProviderModel(
        name,
        api_base=server.api_base,
        api_key=api_key,
        retry=RetryPolicy(attempts=2),
        sleep=no_wait,
    )
    plan = EpisodePlan(model=name)
    return asyncio.run(run_episode(stage.sandbox, stage.stored, model=model, plan=plan))


@pytest.mark.parametrize(
    ("name", "variable"),
    [("openai/stand-in", "OPENAI_API_KEY"), ("hosted_vllm/stand-in", "HOSTED_VLLM_API_KEY")],
)
@pytest.mark.parametrize("status", [401, 500])
def test_a_key_of_the_environment_is_nowhere_in_the_record(
    sqlite_engine: Engine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    variable: str,
    status: int,
) -> None:
    monkeypatch.setenv(variable, KEY)
    stage = Stage(Sandbox(sqlite_engine), store_story(sqlite_engine))
    with openai_server(failure(status, f"No account has the key {KEY}.")) as server:
        result = live(stage, server, name)
    assert server.requests[0].authorization == f"Bearer {KEY}"
    events = stage.events(result.id)
    errors = [event.data for event in events if event.kind is EventKind.MODEL_ERROR]
    assert "No account has the key [key]." in str(errors)
    assert result.stop_reason == "errored"
    assert KEY not in f"{result.error} {caplog.text} {[event.data for event in events]}"
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"No account has the key" in stored
    assert KEY.encode() not in stored


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("openai/stand-in", True), ("openai/stand-in", False), ("hosted_vllm/stand-in", True)),
        *(("hosted_vllm/stand-in", False), ("endpoint/stand-in", True)),
    ],
)
def test_a_key_that_a_model_repeats_is_neither_kept_nor_mailed(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, given: bool
) -> None:
    variable = "ELSEWHERE" if given else f"{name.split('/')[0].upper()}_API_KEY"
    monkeypatch.setenv(variable, KEY)
    stage = Stage(Sandbox(engine), store_story(engine))
    mail = {"to": [BOB], "subject": f"Of {KEY}", "text": f"I was called with {KEY}, sk-not-mine."}
    answers = [
        chat_completion(
            content=f"My key is {KEY}.",
            calls=[("c1", "send_message", json.dumps(mail)), (f"c-{KEY}", KEY, "{}")],
            message={"reasoning_content": f"They sent Bearer {KEY}.", "heard": [{KEY: KEY}]},
        ),
        chat_completion(calls=[("c3", "finish", json.dumps({"summary": f"Told {KEY}."}))]),
    ]
    with openai_server(*answers) as server:
        result = live(stage, server, name, api_key=KEY if given else None)
    assert server.requests[0].authorization == f"Bearer {KEY}"
    assert result.stop_reason == "finished"
    assert KEY not in json.dumps(server.requests[1].body)
    record = str([event.data for event in stage.events(result.id)])
    assert "Of [key]" in record
    assert "sk-not-mine" in record
    assert KEY not in record
    if engine.dialect.name == "sqlite":
        stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert KEY.encode() not in stored
