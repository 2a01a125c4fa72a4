"""Endpoints: what a mailbox is granted beside mail."""

import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Path, Response
from pydantic import JsonValue

from corpmail.api.dependencies import CallerDep, answer
from corpmail.api.examples import ACTION
from corpmail.api.problem_handlers import describe_problems
from corpmail.errors import InvalidActionError
from corpmail.journal import Act
from corpmail.schemas import ActionCall, ActionList, ActionPublic, ActionResult

router = APIRouter(tags=["actions"])


@router.get("/actions", response_model=ActionList, responses=describe_problems())
def list_actions(caller: CallerDep) -> Response:
    """The actions that you are granted beside mail."""
    with caller.act("list_actions") as ctx:
        granted = caller.server.actions.granted(ctx.session, ctx.branch_id)
        items = [
            ActionPublic(
                name=spec.name, description=spec.description, parameters=dict(spec.parameters)
            )
            for spec in granted
        ]
    return answer(ActionList(items=items), "list_actions")


@router.post(
    "/actions/{name}", response_model=ActionResult, responses=describe_problems(400, 404, 413)
)
def call_action(
    caller: CallerDep,
    name: Annotated[str, Path(description="Name of a granted action.", examples=["ring_bell"])],
    call: Annotated[ActionCall, Body(openapi_examples=ACTION)],
) -> Response:
    """Do an action; `executed` tells whether it took effect."""
    with caller.act("call_action", {"name": name, "arguments": call.arguments}) as ctx:
        _check_characters(call.arguments)
        outcome = caller.server.actions.execute(ctx.session, ctx.branch_id, name, call.arguments)
        ctx.record(
            Act.ACTION_EXECUTED,
            {
                "name": name,
                "arguments": call.arguments,
                "executed": outcome.executed,
                "answer": outcome.answer,
                "data": dict(outcome.data),
            },
        )
        body = ActionResult(executed=outcome.executed, answer=outcome.answer)
    return answer(body, "call_action")


def _check_characters(arguments: Mapping[str, JsonValue]) -> None:
    plain = json.dumps(arguments, ensure_ascii=False)
    if "\\u0000" in plain or any("\ud800" <= char <= "\udfff" for char in plain):
        raise InvalidActionError("The arguments have a character in them that is no text.")
