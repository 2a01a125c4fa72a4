from typing import Annotated, Literal

import pytest
from pydantic import Field

from insider.scenarios.company_time import LocalTime
from insider.scenarios.written import WrittenModel, nearest, validate
from insider.scenarios.yaml_tree import parse_yaml
from support.packs import complaints


class Wheel(WrittenModel):
    size: int
    made_of: str = "steel"


class Hill(WrittenModel):
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=8)] = "hill"
    grade: Annotated[int, Field(ge=1, le=9)] = 1
    steep: bool = False
    seen: LocalTime | None = None
    side: Literal["north", "south"] = "north"
    paths: Annotated[tuple[Wheel, ...], Field(min_length=1)] | Annotated[str, Field(min_length=2)]


class Cart(WrittenModel):
    name: str
    wheels: tuple[Wheel, ...] = ()
    spare: Wheel | None = None
    load: str | tuple[str, ...] = ""


def said(text: str) -> list[str]:
    return complaints(lambda: validate(Cart, parse_yaml(text, file="f"), file="f"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("wheels: []", "f:1: the field 'name' is missing."),
        ("name: a\nwheles: []", "f:2: there is no field 'wheles' here; did you mean 'wheels'?"),
        ("name: 7", "f:1: 'name' must be text; put 7 in quotes."),
        ("name: true", "f:1: 'name' must be text; put True in quotes."),
        ("name: [a]", "f:1: 'name' must be text."),
        ("name: a\nwheels: 3", "f:2: 'wheels' must be a list, such as [first, second]."),
        (
            "name: a\nwheels:\n  - size: 1\n  - size: 2\n    made_off: x",
            "f:5: there is no field 'made_off' here; did you mean 'made_of'?",
        ),
        (
            "name: a\nspare:\n  size: 1\n  colour: red",
            "f:4: there is no field 'colour' here; known are size, made_of.",
        ),
        (
            "name: a\nspare: {size: 1, made_of: oak, mostly ash}",
            "f:2: 'mostly ash' reads as a field; text with a comma inside {…} needs quotes.",
        ),
        ("- a", "f:1: fields with values ('name: value') are expected here."),
    ],
)
def test_each_fault_is_told_with_its_line_and_a_way_out(text: str, complaint: str) -> None:
    assert said(text) == [complaint]


def test_a_value_that_could_be_this_or_that_is_complained_of_once() -> None:
    assert len(said("name: a\nload: 3")) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "name: Big Hill",
            "'name' cannot be 'Big Hill': use small letters and digits, with single hyphens "
            "between.",
        ),
        ("name: hill-hill-hill", "'name' has too many characters; 8 are the most."),
        ("grade: steep", "'grade' must be a whole number, without quotes."),
        ("grade: 1.5", "'grade' must be a whole number, without quotes."),
        ("grade: 0", "'grade' must be 1 or more."),
        ("grade: 10", "'grade' must be 9 or less."),
        ("steep: perhaps", "'steep' must be true or false, without quotes."),
        ("seen: 20261023", "'seen': write a time as 2026-10-14 09:32."),
        (
            "seen: 2026-10-23",
            "'seen': '2026-10-23' is no company time; write a time as 2026-10-14 09:32.",
        ),
        ("side: nord", "'side' must be 'north' or 'south'; did you mean 'north'?"),
        ("paths: []", "'paths' must not be empty."),
        ("paths: [a]", "'paths.0' must be fields with values, such as 'name: value'."),
        ("paths: x", "'paths' must be a list, such as [first, second]."),
    ],
)
def test_a_fault_is_told_in_words_that_need_no_python(text: str, complaint: str) -> None:
    text = text if text.startswith("paths") else f"{text}\npaths: here"
    assert complaints(lambda: validate(Hill, parse_yaml(text, file="f"), file="f")) == [
        f"f:1: {complaint}"
    ]


def test_of_very_many_faults_of_a_file_some_are_told_and_the_rest_counted() -> None:
    faults = said("\n".join(f"key-{number}: x" for number in range(3_000)))
    assert faults[0] == "f: 2,501 more faults in this file are not told."
    assert len(faults) == 501


def test_all_faults_are_told_at_once() -> None:
    assert len(said("nam: a\nwheels: [{size: x}, {}]")) == 4


def test_a_model_can_begin_inside_a_tree() -> None:
    tree = parse_yaml("first:\n  name: a\n  load: b\n", file="f")
    written = validate(Cart, tree, file="f", at=("first",))
    assert str(written.problem("is heavy.", "load")) == "f:3: is heavy."


def test_the_nearest_word_is_named_only_when_one_is_near() -> None:
    assert nearest("wil.thornton", ["will.thornton", "x"]) == "; did you mean 'will.thornton'?"
    assert nearest("qqq", ["will.thornton"]) == "."
