"""Endpoints: start an experiment as a sweep, follow it, cancel it. Operators only.

What a posted experiment may name is less than what a file at the command line may: no variable of
the server's environment, no file, and no endpoint that the operator did not allow.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.models import Example
from fastapi.responses import StreamingResponse

from corpmail.api.problem_handlers import describe_problems
from corpmail.schemas import Problem
from insider.errors import EndpointRefusedError, ExperimentError
from insider.experiments.file import ExperimentFields, parse_experiment
from insider.experiments.grid import open_seed_of
from insider.experiments.processes import WorkerOrders
from insider.experiments.sweep import prepare_sweep
from insider.experiments.worker import Share
from insider.settings import Settings
from insider.web.api.operator import require_operator
from insider.web.api.parameters import ExperimentPath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.api.sweep_examples import BEGUN, CANCELLED, ESTIMATED, PROGRESS
from insider.web.api.sweep_schemas import (
    ExperimentCreate,
    SweepCancelled,
    SweepPrepared,
    SweepProgress,
    show_prepared,
    show_standing,
)
from insider.web.endpoints import check_endpoint, check_model_names
from insider.web.state import SandboxDep, SettingsDep, SweepsDep
from insider.web.sweeping import Sweeps

_FILE = "experiment"
_LOOKS_EVERY = 1.0
_PINGS_EVERY = 15
"""Looks after which a stream says that it is alive, where nothing new is to be told."""
_START: dict[str, Example] = {
    "as json": {
        "summary": "Two scripted models in two conditions, which cost nothing",
        "value": {
            "experiment": {
                "name": "first_look",
                "models": ["scripted/honest", "scripted/bystander"],
                "grid": [{"scenario": "leaking", "product": {"threat": ["none", "replacement"]}}],
                "epochs": 2,
            },
            "without_budget": True,
        },
    },
    "as yaml": {
        "summary": "A file's text, and only what it would take",
        "value": {
            "source": "name: look\nmodels: [scripted/honest]\ngrid: [{scenario: leaking}]\n",
            "max_cost": 5.0,
            "estimate_only": True,
        },
    },
}
_FRAME = """\
event: progress
data: {"experiment":"first_look","state":"running","left":3, …}

event: end
data: {"state":"idle"}

"""


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, *statuses)
    described.pop(410)
    if 409 in described:
        described[409] |= {"description": "It is being played."}
    return described


_BUSY: dict[int | str, dict[str, Any]] = {
    429: {"model": Problem, "description": "The server plays as many sweeps as it may at once."}
}
_ANSWERS = answers(
    ESTIMATED,
    model=SweepPrepared,
    description="Nothing was begun: it was asked what it takes, or nothing is left.",
) | answers(
    BEGUN,
    202,
    description="It goes on in the server; `Location` is where to look.",
    headers={"Location": {"schema": {"type": "string"}}},
)

_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An event `progress` whenever something changed, each whole; `end` when "
        "nobody plays any more.",
        "content": {"text/event-stream": {"example": _FRAME}},
    }
}


router = APIRouter(
    prefix="/api/v1/experiments",
    tags=["sweeps"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


@router.post("", status_code=202, responses=_ANSWERS | _problems(409) | _BUSY)
def start_experiment(
    sandbox: SandboxDep,
    settings: SettingsDep,
    sweeps: SweepsDep,
    body: Annotated[ExperimentCreate, Body(openapi_examples=_START)],
    response: Response,
) -> SweepPrepared:
    """Play an experiment as a sweep, as `insider sweep` does.

    The same experiment, posted again, goes on where it was stopped.
    """
    source = body.source or json.dumps(body.experiment, indent=1)
    written = parse_experiment(source, file=_FILE)
    fields = written.value
    _check(settings, fields)
    if not (body.max_cost or fields.budget or body.without_budget):
        raise ExperimentError(
            "Say what the experiment may cost with 'max_cost' or its own 'budget', or give "
            "'without_budget'."
        )
    begins = not body.estimate_only
    if begins:
        sweeps.check_room(fields.name)
    prepared = prepare_sweep(
        sandbox.engine,
        open_seed_of(written, settings.seed_dir),
        written,
        source=source,
        max_cost=body.max_cost,
        reserved_domains=settings.reserved_domains,
        retry_errors=body.retry_errors,
        replace=body.replace or not begins,
        silence=settings.worker_silence,
        keep=begins,
    )
    begun = begins and prepared.progress.left > 0
    if begun:
        sweeps.start(
            WorkerOrders(
                database_url=settings.database_url,
                experiment=fields.name,
                seed_dir=settings.seed_dir,
                reserved_domains=settings.reserved_domains,
                share=Share(),
            )
        )
        response.headers["Location"] = f"/api/v1/experiments/{fields.name}/progress"
    else:
        response.status_code = 200
    return show_prepared(prepared, begun=begun)


@router.post("/{experiment}/cancel", responses=answers(CANCELLED) | _problems(404, 409))
def cancel_experiment(sweeps: SweepsDep, experiment: ExperimentPath) -> SweepCancelled:
    """Stop a sweep that this server plays; what had ended is kept, and the rest can go on."""
    cancelled = sweeps.stop(experiment)
    left = sweeps.look(experiment, fresh=True).progress.left
    return SweepCancelled(experiment=experiment, cancelled=cancelled, left=left)


@router.get("/{experiment}/progress", responses=answers(PROGRESS) | _problems(404))
def get_progress(sweeps: SweepsDep, experiment: ExperimentPath) -> SweepProgress:
    """How far an experiment is, whoever plays it."""
    return show_standing(sweeps.look(experiment))


@router.get(
    "/{experiment}/progress/stream",
    responses=_STREAM | _problems(404),
    response_class=StreamingResponse,
)
async def stream_progress(
    sweeps: SweepsDep, experiment: ExperimentPath, request: Request
) -> StreamingResponse:
    """How far an experiment is, as server-sent events, until nobody plays it any more."""
    # First, so that one that is not there is told as everywhere.
    first = show_standing(await run_in_threadpool(sweeps.look, experiment))
    return StreamingResponse(
        _follow(sweeps, experiment, first, request), media_type="text/event-stream"
    )


async def _follow(
    sweeps: Sweeps, experiment: str, first: SweepProgress, request: Request
) -> AsyncIterator[str]:
    standing, told, quiet = first, "", 0
    while True:
        text = json.dumps(standing.model_dump(mode="json"))
        quiet = 0 if text != told else quiet + 1
        if text != told:
            told = text
            yield f"event: progress\ndata: {text}\n\n"
        elif quiet % _PINGS_EVERY == 0:
            yield ": ping\n\n"
        if standing.state == "idle":
            yield 'event: end\ndata: {"state":"idle"}\n\n'
            return
        if sweeps.is_ending or await request.is_disconnected():
            return
        await asyncio.sleep(_LOOKS_EVERY)
        standing = show_standing(await run_in_threadpool(sweeps.look, experiment))


def _check(settings: Settings, fields: ExperimentFields) -> None:
    """Refuse an experiment that names what requests may not name.

    Raises:
        EndpointRefusedError: It names a file, a variable, or an endpoint that the operator did not
            allow.
        ModelNameError: The name of a model holds an address.
    """
    if fields.pack is not None:
        raise EndpointRefusedError(
            "Requests may not name files of the server: leave 'pack' out, and serve the pack with "
            "'insider serve --pack'."
        )
    for model in fields.models:
        check_model_names(model.name)
        check_endpoint(settings, model.api_base)
        if model.api_key_env is not None:
            raise EndpointRefusedError(
                "Requests may not name variables of the server's environment: leave "
                "'api_key_env' out, so that a provider's own variable is read."
            )
    check_model_names(fields.approver_model, fields.monitor_model, fields.colleague_model)
