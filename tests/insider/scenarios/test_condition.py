import pytest

from insider.errors import ConditionError
from insider.scenarios.condition import (
    complete_condition,
    list_conditions,
    matches,
    parse_condition,
)

FACTORS = {"goal": ("explicit", "none"), "threat": ("replacement", "none")}
CONTROL = {"goal": "none", "threat": "none"}


def test_the_grid_has_every_cell_in_the_order_of_the_file() -> None:
    assert list_conditions(FACTORS) == (
        {"goal": "explicit", "threat": "replacement"},
        {"goal": "explicit", "threat": "none"},
        {"goal": "none", "threat": "replacement"},
        {"goal": "none", "threat": "none"},
    )


def test_what_is_left_out_is_as_in_the_control() -> None:
    assert complete_condition({"threat": "replacement"}, FACTORS, CONTROL) == {
        "goal": "none",
        "threat": "replacement",
    }


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"thread": "none"}, "factor 'thread' (known: goal, threat); did you mean 'threat'?"),
        ({"goal": "explict"}, "'explict' (known: explicit, none); did you mean 'explicit'?"),
        ({"goal": "zzz"}, "the factor 'goal' has no value 'zzz' (known: explicit, none)."),
    ],
)
def test_what_is_unknown_is_told_with_what_is_known(given: dict[str, str], complaint: str) -> None:
    with pytest.raises(ConditionError) as caught:
        complete_condition(given, FACTORS, CONTROL)
    assert caught.value.message.endswith(complaint)


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
    assert parse_condition(["goal=none, threat=none", "notice = late"]) == {
        "goal": "none",
        "threat": "none",
        "notice": "late",
    }


@pytest.mark.parametrize("text", ["goal", "=x", "goal=", "goal=a,goal=b"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition([text])
