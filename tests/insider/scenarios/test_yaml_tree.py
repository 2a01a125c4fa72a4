import contextlib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from insider.errors import InvalidSeedError
from insider.scenarios import yaml_tree
from insider.scenarios.yaml_tree import Plain, parse_yaml, walk_text
from support.packs import complaints


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1", {"a": 1}),
        ("a: 1.5", {"a": 1.5}),
        ("a: no", {"a": "no"}),
        ("a: true", {"a": True}),
        ('a: "true"', {"a": "true"}),
        ("a: '7'", {"a": "7"}),
        ("a: 2026-10-14 09:32", {"a": "2026-10-14 09:32"}),
        ("a: 2026-10-14", {"a": "2026-10-14"}),
        ("a:", {"a": None}),
        ("[x, {y: z}]", ["x", {"y": "z"}]),
        ("a: >-\n  one\n  two", {"a": "one two"}),
        ("", None),
        ("a: " + "9" * 30, {"a": "9" * 30}),
    ],
)
def test_plain_values_come_out_as_they_are_meant(text: str, value: Plain) -> None:
    assert parse_yaml(text, file="f").value == value


def test_every_part_knows_its_line() -> None:
    tree = parse_yaml("a: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n", file="f", first_line=2)
    assert tree.line("a") == 2
    assert tree.line("b", 0) == 4
    assert tree.line("b", 1, "d") == 6


def test_a_part_that_is_not_there_has_the_line_of_what_is_around_it() -> None:
    tree = parse_yaml("a:\n  b: 1\n", file="f")
    assert tree.line("a", "nothing", 3) == 1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\nb: 2\na: 3", "f:3: 'a' stands here twice; it is in line 1 already."),
        ("a: &x 1", "f:1: anchors are not used here"),
        ("a: [b,\n *x]", "f:2: '*x' is an alias"),
        ("a: !!python/object:os.system x", "f:1: tags are not used here"),
        ("a: 1\n---\nb: 2", "f:2: a second document begins here"),
        ("? [a]\n: b", "f:1: a key must be text"),
        ("a: 'x", "f:1: this is not YAML"),
        ("a: b: c", "f:1: this is not YAML"),
        ("a: 1\nb: x\u2028c: 2", "f:2: this line has a line end that nobody sees (U+2028)"),
        ("a: 'x\u2029y'", "f:1: this line has a line end that nobody sees (U+2029)"),
        ("# x\x85a: 1", "f:1: this line has a line end that nobody sees (U+0085)"),
        ("[" * 5000, "f:1: this is not YAML: it is nested more than 20 deep"),
    ],
)
def test_what_seed_files_must_not_hold_is_refused_with_its_line(text: str, complaint: str) -> None:
    said = complaints(lambda: parse_yaml(text, file="f"))
    assert any(sentence.startswith(complaint) for sentence in said)


def test_line_ends_that_nobody_sees_may_be_escaped() -> None:
    assert parse_yaml(r'a: "x\L\P\Ny"', file="f").value == {"a": "x\u2028\u2029\x85y"}


@pytest.mark.parametrize("parser", [yaml_tree._PARSER, yaml.SafeLoader])
@pytest.mark.parametrize("escaped", [r"\UFFFFFFFF", r"\U00110000"])
def test_a_character_that_there_is_not_is_refused_with_libyaml_or_without(
    escaped: str, parser: type[yaml.SafeLoader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_tree, "_PARSER", parser)
    file = parser.__name__  # what was parsed already is remembered
    assert parse_yaml(r'a: "\U0001F600"', file=file).value == {"a": "\U0001f600"}
    (said,) = complaints(lambda: parse_yaml(f'a: "{escaped}"', file=file))
    assert said.startswith(f"{file}:1: this is not YAML: ")


def test_several_faults_are_told_at_once() -> None:
    assert len(complaints(lambda: parse_yaml("a: &x 1\nb: &y 2\nb: 3", file="f"))) == 3


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_parses_or_is_refused(text: str) -> None:
    with contextlib.suppress(InvalidSeedError):
        parse_yaml(text, file="f")


@given(st.text(alphabet="ab:- \n{}[]&*!|>'\"#?,%@`1~.\t", max_size=60))
def test_any_text_of_yaml_signs_parses_or_is_refused(text: str) -> None:
    with contextlib.suppress(InvalidSeedError):
        parse_yaml(text, file="f")


def test_texts_are_walked_in_order_with_their_paths() -> None:
    tree = parse_yaml("a: [x, 1, {b: y}]", file="f")
    assert list(walk_text(tree.value)) == [(("a", 0), "x"), (("a", 2, "b"), "y")]
