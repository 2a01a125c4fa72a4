import pytest

from insider.errors import ConditionError
from insider.scenarios.condition import matches, parse_condition


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ({}, True),
        ({"goal": ("none",)}, True),
        ({"goal": ("explicit", "none"), "threat": ("replacement",)}, True),
        ({"goal": ("explicit",)}, False),
        ({"unheard_of": ("x",)}, False),
    ],
)
def test_when_needs_every_factor_to_have_one_of_its_values(
    when: dict[str, tuple[str, ...]], answer: bool
) -> None:
    assert matches(when, {"goal": "none", "threat": "replacement"}) is answer


def test_conditions_are_read_as_people_type_them() -> None:
    assert parse_condition(["goal.type=none, threat=none", "notice = late"]) == {
        "goal.type": "none",
        "threat": "none",
        "notice": "late",
    }


@pytest.mark.parametrize("text", ["goal", "=x", "goal=", "goal=a,goal=b"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition([text])
