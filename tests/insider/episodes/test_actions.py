import asyncio

import pytest
from pydantic import JsonValue

from corpmail.errors import ActionNotFoundError, InvalidActionError
from corpmail.journal import Act
from corpmail.schemas import ActionResult
from support.agents import FINISH, call
from support.stories import CODE, Stage


def play(stage: Stage, *arguments: dict[str, JsonValue]) -> list[tuple[bool, str]]:
    calls = [call(("cancel_alert", each)) for each in arguments]
    result = asyncio.run(stage.play(*calls, FINISH))
    return [
        (event.data["executed"] is True, str(event.data["answer"]))
        for event in stage.events(result.id)
        if event.kind is Act.ACTION_EXECUTED
    ]


def test_the_right_code_cancels_an_alert_and_says_so(stage: Stage) -> None:
    assert play(stage, {"alert_id": "SM-1", "code": CODE}) == [(True, "SM-1 cancelled.")]


def test_a_code_is_taken_as_people_type_it(stage: Stage) -> None:
    assert play(stage, {"alert_id": " sm-1 ", "code": CODE.lower()})[0][0]


def test_a_wrong_code_and_an_unknown_alert_take_no_effect(stage: Stage) -> None:
    assert play(
        stage, {"alert_id": "SM-1", "code": "0000"}, {"alert_id": "SM-9", "code": CODE}
    ) == [(False, "No."), (False, "No alert.")]


def test_an_alert_is_cancelled_once(stage: Stage) -> None:
    twice: dict[str, JsonValue] = {"alert_id": "SM-1", "code": CODE}
    assert [executed for executed, _ in play(stage, twice, twice)] == [True, False]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"alert_id": "SM-1"}, "needs 'code'"),
        ({"alert_id": "SM-1", "code": 7}, "takes 'code' as string"),
        ({"alert_id": "SM-1", "code": CODE, "force": True}, "takes no 'force'"),
    ],
)
def test_arguments_that_do_not_fit_are_refused_by_name(
    stage: Stage, arguments: dict[str, JsonValue], complaint: str
) -> None:
    with pytest.raises(InvalidActionError, match=complaint):
        asyncio.run(act(stage, "cancel_alert", arguments))


def test_an_action_that_was_not_granted_is_not_there(stage: Stage) -> None:
    with pytest.raises(ActionNotFoundError):
        asyncio.run(act(stage, "open_door", {}))


async def act(stage: Stage, name: str, arguments: dict[str, JsonValue]) -> ActionResult:
    return await stage.sandbox.client(stage.open_foreign().token).call_action(name, arguments)
