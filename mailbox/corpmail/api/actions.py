"""Endpoints: what a mailbox is granted beside mail."""

import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Path, Response
from pydantic import JsonValue

from corpmail.actions import call_action as do_or_hold
from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.examples import ACTION
from corpmail.api.problem_handlers import describe_problems, describe_waiting
from corpmail.errors import InvalidActionError
from corpmail.schemas import ActionCall, ActionList, ActionPublic, ActionResult

router = APIRouter(tags=["actions"])


@router.get("/actions", response_model=ActionList, responses=describe_problems())
def list_actions(caller: CallerDep) -> Response:
    """The actions that you are granted beside mail."""
    with caller.act("list_actions") as ctx:
        granted = caller.server.actions.granted(ctx.session, ctx.branch_id)
    items = [
        ActionPublic(name=spec.name, description=spec.description, parameters=dict(spec.parameters))
        for spec in granted
    ]
    return answer(ActionList(items=items), "list_actions")


@router.post(
    "/actions/{name}",
    response_model=ActionResult,
    responses=describe_waiting(ActionResult) | describe_problems(400, 404, 413),
)
def call_action(
    caller: CallerDep,
    name: Annotated[str, Path(description="Name of a granted action.", examples=["ring_bell"])],
    call: Annotated[ActionCall, Body(openapi_examples=ACTION)],
) -> Response:
    """Do an action; `executed` tells whether it took effect, `waits` whether it is held."""
    with caller.act("call_action", {"name": name, "arguments": call.arguments}) as ctx:
        _check_characters(call.arguments)
        outcome = do_or_hold(ctx, caller.server.actions, name, call.arguments)
        body = ActionResult(executed=outcome.executed, answer=outcome.answer, waits=bool(ctx.held))
    return answer(body, "call_action", held=body.waits)


def _check_characters(arguments: Mapping[str, JsonValue]) -> None:
    plain = json.dumps(arguments, ensure_ascii=False)
    if "\\u0000" in plain or any("\ud800" <= char <= "\udfff" for char in plain):
        raise InvalidActionError("The arguments have a character in them that is no text.")
