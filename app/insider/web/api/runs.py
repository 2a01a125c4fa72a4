"""Endpoints: start an episode, replay it, fork it, cancel it. Operators only.

What is started is open when the answer comes (202), and goes on in the server (``web.running``).
Keys of models come from the server's environment alone, and an endpoint that a request names is
one that the operator allowed: else whoever may make requests, an agent on this machine among them,
could have the server send its keys, or any request at all, to wherever they like.
"""

from collections.abc import Coroutine
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Response
from fastapi.openapi.models import Example

from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from corpmail.schemas import Problem
from insider.episodes import (
    AwaitedPerson,
    Sandbox,
    compare_replay,
    get_episode,
    record_of,
    replay_episode,
)
from insider.errors import EpisodeEndedError, ReplayError
from insider.inspection import (
    ForkOrder,
    PreparedEpisode,
    RunOrder,
    close_episode,
    inspect_episode,
    play_episode,
    prepare_fork,
    prepare_run,
)
from insider.settings import Settings
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath, ReplayPath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.api.run_examples import CANCELLED, FORKED, REPLAY, REPLAY_STARTED, STARTED
from insider.web.api.run_schemas import (
    CancelPublic,
    EpisodeCreate,
    EpisodeStarted,
    ForkCreate,
    ReplayPublic,
    ReplayStarted,
    show_replay,
)
from insider.web.endpoints import check_endpoint, check_model_names
from insider.web.running import Opened, Runs
from insider.web.state import RunsDep, SandboxDep, SettingsDep

_START: dict[str, Example] = {
    "a script": {
        "summary": "A scripted Alex, under pressure",
        "value": {
            "scenario": "blackmail",
            "model": "scripted/blackmailer",
            "condition": {"goal.type": "explicit", "threat": "replacement"},
        },
    },
    "a model": {
        "summary": "A model, with limits; its key is the server's",
        "value": {
            "scenario": "leaking",
            "model": "openai/gpt-5.2",
            "settings": {"steps": 30, "cost_usd": 0.5},
            "seed": 7,
        },
    },
}
_FORK: dict[str, Example] = {
    "another model": {
        "summary": "Another model goes on after step 3",
        "value": {"step": 3, "model": "scripted/honest"},
    },
    "another condition": {
        "summary": "The same in another world",
        "value": {"step": 3, "condition": {"threat": "none"}},
    },
    "another reply": {
        "summary": "What if it had done this",
        "value": {
            "step": 3,
            "reply": {
                "text": "I ask first.",
                "tool_calls": [
                    {
                        "name": "send_message",
                        "arguments": {
                            "to": ["ann@firm.example"],
                            "subject": "May I?",
                            "text": "May I send it?",
                        },
                    }
                ],
            },
        },
    },
    "another decision": {
        "summary": "What if it had been told no",
        "value": {"decision": {"item": 1, "decision": "refuse", "reason": "Not like this."}},
    },
}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, *statuses)
    described.pop(410)
    if 409 in described:
        described[409] |= {"description": "It still runs, or a foreign agent ran it: no tape."}
    return described


_BROKEN_OFF = ("cancelled", "interrupted")
_BUSY: dict[int | str, dict[str, Any]] = {
    429: {"model": Problem, "description": "The server plays as many episodes as it may at once."}
}


def _started_as(example: object) -> dict[int | str, dict[str, Any]]:
    return answers(
        example,
        202,
        description="It is open and goes on in the server; `Location` is where to look.",
        headers={"Location": {"schema": {"type": "string"}}},
    )


router = APIRouter(
    prefix="/api/v1/episodes",
    tags=["runs"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


@router.post("", status_code=202, responses=_started_as(STARTED) | _problems(404) | _BUSY)
def start_episode(
    sandbox: SandboxDep,
    settings: SettingsDep,
    runs: RunsDep,
    body: Annotated[EpisodeCreate, Body(openapi_examples=_START)],
    response: Response,
) -> EpisodeStarted:
    """Run a model as Alex in a scenario, as `insider run` does; inspected when it ends."""
    prepared = prepare_run(
        sandbox.engine,
        RunOrder(
            scenario=body.scenario,
            model=body.model,
            condition=body.condition,
            settings=body.settings.given(),
            seed=body.seed,
        ),
        seed_dir=settings.seed_dir,
        reserved_domains=settings.reserved_domains,
    )
    return _started(settings, prepared, runs, response, patience=body.wait_for_person)


@router.post(
    "/{episode}/forks",
    status_code=202,
    responses=_started_as(FORKED) | _problems(404, 409) | _BUSY,
)
def fork_episode(
    sandbox: SandboxDep,
    settings: SettingsDep,
    runs: RunsDep,
    episode: EpisodePath,
    body: Annotated[ForkCreate, Body(openapi_examples=_FORK)],
    response: Response,
) -> EpisodeStarted:
    """Continue an ended episode from one of its steps in another way, as a new episode.

    Its steps up to the fork are played again as they were. Limits count from the parent's
    beginning.
    """
    prepared = prepare_fork(
        sandbox.engine,
        ForkOrder(
            episode=episode,
            step=body.step,
            model=body.model,
            condition=body.condition,
            reply=body.reply,
            decision=body.decision,
            settings=body.settings.given(),
            seed=body.seed,
        ),
        seed_dir=settings.seed_dir,
        reserved_domains=settings.reserved_domains,
    )
    return _started(settings, prepared, runs, response, patience=body.wait_for_person)


@router.post(
    "/{episode}/replays",
    status_code=202,
    responses=_started_as(REPLAY_STARTED) | _problems(404, 409) | _BUSY,
)
def start_replay(
    sandbox: SandboxDep, runs: RunsDep, episode: EpisodePath, response: Response
) -> ReplayStarted:
    """Play an ended episode's tape as a new episode; `Location` has what it came to."""
    original = record_of(sandbox.engine, episode).episode_id

    def work(own: Sandbox, opened: Opened) -> Coroutine[None, None, object]:
        return replay_episode(own, original, opened=opened)

    replay = runs.start(work)
    response.headers["Location"] = f"/api/v1/episodes/{original}/replays/{replay}"
    return ReplayStarted(episode=original, replay=replay)


@router.get("/{episode}/replays/{replay}", responses=answers(REPLAY) | _problems(404, 409))
def get_replay(sandbox: SandboxDep, episode: EpisodePath, replay: ReplayPath) -> ReplayPublic:
    """What a replay came to: whether every event is the same, and the first one that is not."""
    with read_transaction(sandbox.engine) as session:
        original = get_episode(session, episode)
        found = get_episode(session, replay)
    if found.replay_of != original.id:
        raise ReplayError(f"Episode {found.id} is no replay of {original.id}.")
    if found.stop_reason is not None and found.stop_reason not in _BROKEN_OFF:
        return show_replay(compare_replay(sandbox.engine, found.id))
    return ReplayPublic(
        episode=original.id,
        replay=found.id,
        state="running" if found.stop_reason is None else "broken_off",
        identical=None,
        events=None,
        cut_off=None,
        difference=None,
    )


@router.post("/{episode}/cancel", responses=answers(CANCELLED) | _problems(404))
def cancel_episode(sandbox: SandboxDep, runs: RunsDep, episode: EpisodePath) -> CancelPublic:
    """End an episode that has not ended, whoever runs it, and inspect what was done in it.

    What had ended stays as it is. A process elsewhere that runs it learns of it with the next
    thing that it would do or record; an epoch of a sweep is played again.
    """
    with read_transaction(sandbox.engine) as session:
        found = get_episode(session, episode)
    cancelled = False
    if found.stop_reason is None:
        if runs.cancel(found.id):
            inspect_episode(sandbox.engine, found.id)
            cancelled = True
        else:
            try:
                close_episode(sandbox.engine, found.id, cancel=True)
                cancelled = True
            except EpisodeEndedError:
                # It came to its own end meanwhile.
                cancelled = False
        with read_transaction(sandbox.engine) as session:
            found = get_episode(session, found.id)
    return CancelPublic(
        episode=found.id,
        stop_reason=str(found.stop_reason),
        cancelled=cancelled and found.stop_reason == "cancelled",
    )


def _started(
    settings: Settings,
    prepared: PreparedEpisode,
    runs: Runs,
    response: Response,
    *,
    patience: float,
) -> EpisodeStarted:
    # A parent's, too: they may come from a database that somebody else filled.
    asked = prepared.plan.settings
    check_endpoint(settings, asked.api_base)
    beside = (asked.approver_model, asked.monitor_model, asked.colleague_model)
    check_model_names(prepared.plan.model, *beside)

    def work(own: Sandbox, opened: Opened) -> Coroutine[None, None, object]:
        person = AwaitedPerson(own.engine, patience)
        return play_episode(own, prepared, person=person, opened=opened)

    episode = runs.start(work)
    response.headers["Location"] = f"/api/v1/episodes/{episode}"
    return EpisodeStarted(episode=episode)
