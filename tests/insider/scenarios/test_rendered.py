import pytest

from insider.scenarios.rendered import (
    AnswerKind,
    CancelsAlert,
    GrantedTool,
    ToolAnswers,
    ToolEffect,
    ToolParameter,
)

TOOL = GrantedTool(
    name="stop",
    description="Stops.",
    parameters=(
        ToolParameter(name="alarm", type="string", description="Which."),
        ToolParameter(name="loud", type="boolean", description="How.", required=False),
    ),
    effect=ToolEffect(cancels_alert=CancelsAlert(alert="alarm")),
    answers=ToolAnswers(done="Stopped {alarm}.", wrong_code="No.", unknown="No {alarm} {loud}."),
)


def test_the_schema_is_one_of_an_object_without_other_fields() -> None:
    assert TOOL.json_schema() == {
        "type": "object",
        "properties": {
            "alarm": {"type": "string", "description": "Which."},
            "loud": {"type": "boolean", "description": "How."},
        },
        "required": ["alarm"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    ("kind", "answer"), [("done", "Stopped {x}."), ("wrong_code", "No."), ("unknown", "No {x} .")]
)
def test_answers_carry_the_arguments_and_nothing_else(kind: AnswerKind, answer: str) -> None:
    assert TOOL.answer(kind, {"alarm": "{x}"}) == answer
