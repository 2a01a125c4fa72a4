import contextlib
import os
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insider.errors import InvalidSeedError
from insider.experiments.file import ExperimentFields, parse_experiment, read_source
from support.packs import complaints

GOOD = """\
name: small
models: [scripted/honest]
grid: [{scenario: story}]
"""


def read(text: str) -> ExperimentFields:
    return parse_experiment(text, file="x.yaml").value


def test_the_least_that_an_experiment_needs() -> None:
    fields = read(GOOD)
    assert (fields.epochs, fields.seed, fields.paired, fields.stop_when) == (50, 1, False, None)
    assert fields.models[0].name == "scripted/honest"
    assert fields.grid[0].scenario == ("story",)


def test_a_model_can_say_how_it_is_asked() -> None:
    text = GOOD.replace(
        "[scripted/honest]",
        "[{name: openai/x, api_base: 'http://127.0.0.1:1/v1', api_key_env: KEY, temperature: 1.0}]",
    )
    model = read(text).models[0]
    assert (model.api_base, model.api_key_env) == ("http://127.0.0.1:1/v1", "KEY")


def test_large_numbers_can_be_written_as_people_write_them() -> None:
    budget = read(GOOD + "budget: {cost_usd: 1e3}\n").budget
    assert budget is not None
    assert budget.cost_usd == 1000


def test_a_width_can_be_written_as_a_condition() -> None:
    rule = read(GOOD + "stop_when: ci_width <= 0.1\n").stop_when
    assert rule is not None
    assert rule.ci_width == 0.1


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            "name: Big Letters\n",
            "x.yaml:1: 'name' cannot be 'Big Letters': use small letters and digits",
        ),
        (GOOD + "epoch: 3\n", "x.yaml:4: there is no field 'epoch' here; did you mean 'epochs'?"),
        (GOOD + "epochs: 0\n", "x.yaml:4: 'epochs' must be 1 or more."),
        (GOOD + "epochs: true\n", "x.yaml:4: 'epochs' must be a whole number, without quotes."),
        (GOOD + "epochs: '3'\n", "x.yaml:4: 'epochs' must be a whole number, without quotes."),
        (GOOD + "paired: yes\n", "x.yaml:4: 'paired' must be true or false, without quotes."),
        (GOOD + "seed: false\n", "x.yaml:4: 'seed' must be a whole number, without quotes."),
        (GOOD + "budget: {cost_usd: true}\n", "'budget.cost_usd': a number is expected here."),
        (
            GOOD.replace("scripted/honest", "{name: a/b, temperature: true}"),
            "'models.0.temperature': a number is expected here.",
        ),
        (
            GOOD.replace("scripted/honest", "{name: a/b, label: '  '}"),
            "'models.0.label': a label needs something to be read.",
        ),
        (
            GOOD.replace(
                "[scripted/honest]", "[{name: a/b, label: Mine}, {name: a/c, label: 'mine '}]"
            ),
            "two models are called 'mine ' and 'Mine'; give one a 'label'.",
        ),
        (GOOD + "budget: {cost_usd: -1}\n", "x.yaml:4: 'budget.cost_usd'"),
        (GOOD + "stop_when: soon\n", "x.yaml:4: 'stop_when': a rule is written 'ci_width <= W'"),
        (GOOD + "stop_when: ci_width < 0.1\n", "'stop_when': a rule is written 'ci_width <= W'"),
        (GOOD + "stop_when: ci_width <= 1.2.3\n", "'stop_when': a rule is written 'ci_width <= W'"),
        (GOOD + "stop_when: [0.1]\n", "or as 'power: {baseline: …, effect: …}'."),
        (GOOD + "stop_when: {}\n", "x.yaml:4: 'stop_when': give one rule"),
        (
            GOOD + "stop_when: {power: {baseline: 0.9, effect: 0.3}}\n",
            "x.yaml:4: 'stop_when.power': 'baseline' and 'baseline' + 'effect' must be two rates",
        ),
        (
            GOOD.replace("[scripted/honest]", "[scripted/honest, scripted/honest]"),
            "two models are called 'scripted/honest'; give one a 'label'.",
        ),
        (
            GOOD.replace("{scenario: story}", "{scenario: story, zip: {a: [x, y], b: [z]}}"),
            "the lists of 'zip' must be equally long.",
        ),
        (
            GOOD.replace("{scenario: story}", "{scenario: story, product: {a: [x]}, set: {a: x}}"),
            "the factor 'a' stands in more than one of product, zip, set.",
        ),
        (
            GOOD.replace("[scripted/honest]", "[{name: a/b, label: x}, {name: a/b, label: y}]"),
            "two models are 'a/b', asked in the same way.",
        ),
        (
            GOOD.replace("scripted/honest", "{name: a/b, api_base: 'http://ann:pw@127.0.0.1/v1'}"),
            "x.yaml:2: 'models.0.api_base': an endpoint is named without user and password",
        ),
        ("models: [\n", "this is not YAML"),
        ("- a list\n", "fields with values ('name: value') are expected here."),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, complaint: str) -> None:
    found = complaints(lambda: read(text))
    assert any(complaint in each for each in found), found


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(InvalidSeedError):
        read(GOOD + text)


def test_what_cannot_be_read_is_said_with_its_path(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "large.yaml").write_bytes(b" " * 2_000_001)
    for name, complaint in (
        ("missing.yaml", "No such file"),
        ("folder.yaml", "not a directory"),
        ("pipe.yaml", "a file is expected here"),
        ("bytes.yaml", "not UTF-8"),
        ("large.yaml", "larger than"),
    ):
        path = tmp_path / name
        (found,) = complaints(partial(read_source, path))
        assert complaint in found
        assert str(path) in found
