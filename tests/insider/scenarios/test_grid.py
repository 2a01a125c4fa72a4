import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.errors import ConditionError
from insider.scenarios.grid import Grid, Rule

PLAIN = Grid(
    {"goal": ("explicit", "none"), "threat": ("replacement", "none")},
    {"goal": "none", "threat": "none"},
)
RULED = Grid(
    {"type": ("none", "stated"), "value": ("a", "b", "c"), "weight": ("full", "half"), "w": ("x",)},
    {"type": "none", "value": "a", "weight": "full", "w": "x"},
    (
        Rule({"type": ("none",), "value": ("b", "c")}, "there is none", {"value": "a"}),
        Rule({"type": ("none",), "weight": ("half",)}, "it weighs nothing", {"weight": "full"}),
    ),
)


def test_what_is_left_out_is_as_in_the_control() -> None:
    assert PLAIN.complete({"threat": "replacement"}) == {"goal": "none", "threat": "replacement"}


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
        PLAIN.complete(given)
    assert caught.value.message.endswith(complaint)


def test_a_condition_that_is_left_out_is_told_with_the_reason_and_the_nearest_one() -> None:
    with pytest.raises(ConditionError) as caught:
        RULED.complete({"value": "b", "weight": "half"})
    assert caught.value.message == (
        "type=none, value=b is no condition of its own, since there is none; "
        "the nearest has value=a, weight=full, and the rest as it is."
    )


def test_conditions_are_counted_without_those_that_are_left_out() -> None:
    assert PLAIN.count() == 4
    cells = [*RULED.cells_of(tuple(RULED.factors))]
    assert RULED.count() == sum(RULED.excluding(cell) is None for cell in cells) == 7


def test_deviations_are_the_control_and_each_value_once() -> None:
    assert [*PLAIN.deviations()] == [
        {"goal": "none", "threat": "none"},
        {"goal": "explicit", "threat": "none"},
        {"goal": "none", "threat": "replacement"},
    ]


def test_a_value_that_the_control_has_no_room_for_brings_another_along() -> None:
    (cell,) = [each for each in RULED.deviations() if each["value"] == "b"]
    assert cell == {"type": "stated", "value": "b", "weight": "full", "w": "x"}


def test_pairs_have_every_two_values_together() -> None:
    pairs = [*RULED.pairs(["value", "weight"])]
    assert {(each["value"], each["weight"]) for each in pairs} == {
        (value, weight) for value in ("a", "b", "c") for weight in ("full", "half")
    }
    assert all(RULED.excluding(each) is None for each in pairs)


@given(st.fixed_dictionaries({key: st.sampled_from(v) for key, v in RULED.factors.items()}))
def test_the_nearest_condition_is_one_and_a_condition_is_its_own_nearest(
    cell: dict[str, str],
) -> None:
    nearest = RULED.nearest(cell)
    assert RULED.excluding(nearest) is None
    assert RULED.nearest(nearest) == nearest
    if RULED.excluding(cell) is None:
        assert nearest == cell
