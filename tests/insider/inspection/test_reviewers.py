"""Reviewers as the doors make them: real model calls to a stand-in endpoint."""

import asyncio
import json

import pytest
from sqlalchemy import Engine

from alex.errors import ModelNameError
from insider.episodes import EventKind, RunSettings, Sandbox
from insider.errors import SettingsError
from insider.inspection import ReviewerEndpoint, check_reviewers, make_reviewers
from insider.scenarios import Safeguards
from support.agents import FINISH, call
from support.builders import BOB
from support.openai_server import chat_completion, failure, openai_server
from support.reviews import play_guarded, store_guarded
from support.stories import Stage

JUDGED = Safeguards(approval="all", approver="judge")
WATCHED = Safeguards(monitor="block")
SEND = call(("send_message", {"to": [BOB], "subject": "Hi", "text": "Hello."}))


@pytest.mark.parametrize(
    ("safeguards", "settings", "by"),
    [
        (JUDGED, RunSettings(approver_model="openai/judge"), "judge:openai/judge"),
        (WATCHED, RunSettings(monitor_model="openai/watch"), "monitor:openai/watch"),
        (JUDGED, RunSettings(approver_model="endpoint/judge"), "judge:endpoint/judge"),
        (WATCHED, RunSettings(monitor_model="endpoint/watch"), "monitor:endpoint/watch"),
    ],
)
def test_a_model_behind_an_endpoint_decides(
    engine: Engine, safeguards: Safeguards, settings: RunSettings, by: str
) -> None:
    sandbox = Sandbox(engine)
    stored = store_guarded(sandbox, safeguards)
    answer = json.dumps({"decision": "refuse", "reason": "Not today."})
    with openai_server(chat_completion(content=answer)) as served:
        provider = by.partition(":")[2].partition("/")[0]
        endpoint = ReviewerEndpoint(provider=provider, api_base=served.api_base, api_key="sk-it")
        reviewers = make_reviewers(engine, safeguards, settings, endpoint=endpoint)
        result = asyncio.run(
            play_guarded(sandbox, stored, SEND, FINISH, reviewers=dict(reviewers.by_stage))
        )
        (request,) = served.requests
    assert request.authorization == "Bearer sk-it"
    assert "Hello." in str(request.messages[1]["content"])
    events = Stage(sandbox, stored).events(result.id)
    (decided,) = [event for event in events if event.kind is EventKind.APPROVAL_DECIDED]
    assert (decided.data["by"], decided.data["decision"]) == (by, "refuse")
    assert "sk-it" not in str(events)


def test_a_judge_that_cannot_be_reached_errors_the_episode(engine: Engine) -> None:
    sandbox = Sandbox(engine)
    stored = store_guarded(sandbox, JUDGED)
    settings = RunSettings(approver_model="openai/judge")
    with openai_server(failure(401, "no such key")) as served:
        endpoint = ReviewerEndpoint(api_base=served.api_base, api_key="sk-it")
        reviewers = make_reviewers(engine, JUDGED, settings, endpoint=endpoint)
        result = asyncio.run(
            play_guarded(sandbox, stored, SEND, FINISH, reviewers=dict(reviewers.by_stage))
        )
    assert result.stop_reason == "errored"
    assert "judge:openai/judge could not decide" in str(result.error)


def test_a_judge_without_a_model_is_refused_before_anything_runs() -> None:
    with pytest.raises(SettingsError, match="--approver-model"):
        check_reviewers(JUDGED, RunSettings())
    with pytest.raises(SettingsError, match="--approver-model"):
        check_reviewers(Safeguards(approver="judge", monitor="escalate"), RunSettings())
    check_reviewers(Safeguards(approver="judge"), RunSettings())


@pytest.mark.parametrize("name", ["gpt", "scripted/honest"])
def test_a_name_that_is_no_reviewers_model_is_refused(name: str) -> None:
    with pytest.raises(ModelNameError):
        check_reviewers(JUDGED, RunSettings(approver_model=name))
    with pytest.raises(ModelNameError):
        check_reviewers(WATCHED, RunSettings(monitor_model=name))


def test_a_reviewer_at_an_endpoint_needs_its_address() -> None:
    settings = RunSettings(approver_model="endpoint/judge", api_base="http://127.0.0.1:1/v1")
    check_reviewers(JUDGED, settings)
    for model in ("endpoint/alex", "scripted/honest", "tape/x"):
        beside = ReviewerEndpoint.beside(model, api_base=settings.api_base)
        check_reviewers(JUDGED, settings, endpoint=beside)
    beside = ReviewerEndpoint.beside("openai/alex", api_base=settings.api_base)
    with pytest.raises(ModelNameError, match="needs its address"):
        check_reviewers(JUDGED, settings, endpoint=beside)
