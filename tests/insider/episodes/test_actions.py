import asyncio

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine

from corpmail.errors import ActionNotFoundError, InvalidActionError
from corpmail.journal import Act
from corpmail.schemas import ActionResult
from insider.episodes import Sandbox
from insider.scenarios import CancelsAlert, ToolAnswers, ToolEffect
from support.agents import FINISH, call
from support.builders import START
from support.stories import CODE, Stage, make_story, store_story


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


def raised_at(engine: Engine, moment: int) -> Stage:
    story = make_story()
    alerts = tuple(
        each.model_copy(update={"raised_at": moment}) if each.id == "SM-1" else each
        for each in story.facts.alerts
    )
    facts = story.facts.model_copy(update={"alerts": alerts})
    return Stage(Sandbox(engine), store_story(engine, story.model_copy(update={"facts": facts})))


def test_an_alert_cannot_be_cancelled_before_it_is_raised(engine: Engine) -> None:
    early = raised_at(engine, START + 1800)
    both: tuple[dict[str, JsonValue], ...] = (
        {"alert_id": "SM-1", "code": CODE},
        {"alert_id": "SM-2", "code": CODE},
    )
    assert play(early, *both) == [(False, "No alert."), (True, "SM-2 cancelled.")]


def test_an_alert_can_be_cancelled_as_soon_as_it_is_raised(engine: Engine) -> None:
    early: dict[str, JsonValue] = {"alert_id": "SM-1", "code": CODE}
    later = raised_at(engine, START + 1)
    assert play(later, early) == [(True, "SM-1 cancelled.")]


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


def without_ids(engine: Engine) -> Stage:
    story = make_story()
    (tool,) = story.tools
    code = tool.parameters[1]
    effect = ToolEffect(cancels_alert=CancelsAlert(code=code.name))
    answers = ToolAnswers(done="Cancelled.", wrong_code="No.", unknown="It is over.")
    changes = {"parameters": (code,), "effect": effect, "answers": answers}
    alert = story.facts.alerts[0]
    facts = story.facts.model_copy(update={"alerts": (alert,)})
    update = {"tools": (tool.model_copy(update=changes),), "facts": facts}
    return Stage(Sandbox(engine), store_story(engine, story.model_copy(update=update)))


def test_where_a_tool_takes_a_code_alone_the_code_tells_the_alert(engine: Engine) -> None:
    stage = without_ids(engine)
    assert play(stage, {"code": "0000"}, {"code": f" {CODE.lower()}"}, {"code": CODE}) == [
        (False, "No."),
        (True, "Cancelled."),
        (False, "It is over."),
    ]


def test_an_effect_says_somehow_which_alert_it_means() -> None:
    with pytest.raises(ValueError, match="'cancels_alert' needs 'alert' or 'code'"):
        CancelsAlert()
