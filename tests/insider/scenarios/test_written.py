import pytest

from insider.scenarios.written import WrittenModel, nearest, validate
from insider.scenarios.yaml_tree import parse_yaml
from support.packs import complaints


class Wheel(WrittenModel):
    size: int
    made_of: str = "steel"


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


def test_all_faults_are_told_at_once() -> None:
    assert len(said("nam: a\nwheels: [{size: x}, {}]")) == 4


def test_a_model_can_begin_inside_a_tree() -> None:
    tree = parse_yaml("first:\n  name: a\n  load: b\n", file="f")
    written = validate(Cart, tree, file="f", at=("first",))
    assert str(written.problem("is heavy.", "load")) == "f:3: is heavy."


def test_the_nearest_word_is_named_only_when_one_is_near() -> None:
    assert nearest("wil.thornton", ["will.thornton", "x"]) == "; did you mean 'will.thornton'?"
    assert nearest("qqq", ["will.thornton"]) == "."
