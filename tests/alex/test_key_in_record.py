"""A key that a provider repeats stays out of everything that an episode leaves behind."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Engine

from alex.model import LiteLLMModel
from alex.retry import RetryPolicy
from insider.episodes import EpisodePlan, EpisodeResult, EventKind, Sandbox, run_episode
from support.openai_server import StandIn, failure, openai_server
from support.stories import Stage, store_story

KEY = "plumwater77harbor"
"""Of no known shape."""


async def no_wait(seconds: float) -> None:
    """Go on at once."""


def live(stage: Stage, server: StandIn, name: str) -> EpisodeResult:
    policy = RetryPolicy(attempts=2)
    model = LiteLLMModel(name, api_base=server.api_base, retry=policy, sleep=no_wait)
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
