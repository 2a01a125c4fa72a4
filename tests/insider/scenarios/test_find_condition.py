import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.scenarios.condition import matches
from insider.scenarios.find_condition import Box, ConditionFinder, EntangledError
from insider.scenarios.grid import Condition, Grid, Rule

FACTORS = {"a": ("x", "y", "z"), "b": ("x", "y"), "c": ("x", "y", "z"), "d": ("x",)}
CONTROL = dict.fromkeys(FACTORS, "x")

boxes = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d", "strange"]),
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=2, unique=True).map(tuple),
    max_size=3,
)


def grid(rules: list[Box]) -> Grid:
    return Grid(FACTORS, CONTROL, tuple(Rule(each, "it is so", {}) for each in rules))


def conditions(rules: list[Box]) -> list[Condition]:
    """Return every condition that no rule leaves out."""
    cells = [
        dict(zip(FACTORS, values, strict=True)) for values in itertools.product(*FACTORS.values())
    ]
    return [cell for cell in cells if not any(matches(each, cell) for each in rules)]


@given(rules=st.lists(boxes, max_size=4), inside=boxes, outside=st.lists(boxes, max_size=5))
def test_a_condition_is_found_where_there_is_one(
    rules: list[Box], inside: Box, outside: list[Box]
) -> None:
    there = [
        cell
        for cell in conditions(rules)
        if matches(inside, cell) and not any(matches(each, cell) for each in outside)
    ]
    found = ConditionFinder(grid(rules)).find(inside, outside)
    assert (found in there) if there else (found is None)


@given(one=boxes, other=boxes)
def test_what_is_in_two_boxes_is_in_their_intersection(one: Box, other: Box) -> None:
    finder = ConditionFinder(grid([]))
    both = finder.intersect(one, other)
    for cell in conditions([]):
        assert (both is not None and matches(both, cell)) == (
            matches(one, cell) and matches(other, cell)
        )


@given(one=boxes, other=boxes)
def test_a_box_lies_in_another_where_no_condition_of_it_is_outside(one: Box, other: Box) -> None:
    there = [cell for cell in conditions([]) if matches(one, cell)]
    if "strange" not in one and "strange" not in other:
        lies = ConditionFinder(grid([])).lies_in(one, other)
        assert lies == all(matches(other, cell) for cell in there) or not there


def test_what_is_found_is_the_control_but_for_what_must_differ() -> None:
    finder = ConditionFinder(grid([]))
    assert finder.find({}) == CONTROL
    assert finder.find({"a": ("z",)}) == {**CONTROL, "a": "z"}
    assert finder.find({}, [{"b": ("x",), "d": ("x",)}]) == {**CONTROL, "b": "y"}


def test_what_would_take_for_ever_is_given_up() -> None:
    # Nine pigeons in eight holes, no two in one: every way must be tried to see that there is none.
    holes = tuple(f"h{number}" for number in range(8))
    pigeons = {f"p{number}": holes for number in range(9)}
    pairs: list[Box] = [
        {one: (hole,), other: (hole,)}
        for one, other in itertools.combinations(pigeons, 2)
        for hole in holes
    ]
    finder = ConditionFinder(Grid(pigeons, dict.fromkeys(pigeons, "h0")))
    with pytest.raises(EntangledError):
        finder.find({}, pairs)
