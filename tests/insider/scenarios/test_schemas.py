"""JSON Schemas of seed files, held against the files that are shipped and against the loaders."""

from pathlib import Path

import jsonschema_rs
import pytest
from pydantic import JsonValue

from insider.experiments.file import ExperimentFields
from insider.scenarios import default_seed_dir
from insider.scenarios.files import read_front_matter, read_yaml
from insider.scenarios.schemas import describe_model, make_schema, schema_files
from insider.scenarios.spelling import spell

SEED = default_seed_dir()
EXPERIMENTS = SEED.parent / "experiments"
SHIPPED = {
    "company": "company/company.yaml",
    "people": "company/people.yaml",
    "outsiders": "company/outsiders.yaml",
    "lists": "company/lists.yaml",
    "replies": "company/replies.yaml",
    "factors": "grid/factors.yaml",
    "scenario": "scenarios/*/scenario.yaml",
    "actor": "**/actors/*.yaml",
    "mail": "scenarios/*/mail/**/*.md",
}
MAIL: dict[str, JsonValue] = {
    "id": "m-01",
    "from": "ann.bell",
    "to": "bo.kim",
    "subject": "Tide gauge",
    "date": "2026-10-14 09:32",
}


def read(path: Path) -> JsonValue:
    if path.suffix == ".md":
        return read_front_matter(path, root=SEED).tree.value
    return read_yaml(path, root=path.parent).value


def faults(schema: dict[str, JsonValue], value: object) -> list[str]:
    return [each.message for each in jsonschema_rs.validator_for(schema).iter_errors(value)]


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_shipped_file_has_the_form_of_its_schema(name: str) -> None:
    schema = make_schema(name)
    found = {str(path): faults(schema, read(path)) for path in SEED.glob(SHIPPED[name])}
    assert found
    assert {path: said for path, said in found.items() if said} == {}


def patterns_of(schema: JsonValue) -> set[str]:
    """Return every pattern that stands in a schema."""
    if isinstance(schema, dict):
        own = {str(schema["pattern"])} if isinstance(schema.get("pattern"), str) else set()
        return own.union(*map(patterns_of, schema.values()))
    return set().union(*map(patterns_of, schema)) if isinstance(schema, list) else set()


def test_how_a_text_is_spelled_is_told_in_words() -> None:
    schemas = [*map(make_schema, schema_files()), describe_model(ExperimentFields, title="")]
    # A time is not held against its pattern, but read.
    patterns = {each for each in patterns_of([*schemas]) if r"\d{4}" not in each}
    assert len(patterns) > 10
    assert [each for each in patterns if each in spell(each)] == []


def test_a_pack_says_its_licence() -> None:
    pack: dict[str, JsonValue] = {"name": "port", "title": "A port", "about": "Two stories."}
    assert set(schema_files()) == {*SHIPPED, "pack"}
    assert faults(make_schema("pack"), {**pack, "licence": "MIT"}) == []
    assert "licence" in " ".join(faults(make_schema("pack"), pack))


def test_every_shipped_experiment_has_the_form_of_its_schema() -> None:
    schema = describe_model(ExperimentFields, title="Experiments")
    found = {path.name: faults(schema, read(path)) for path in EXPERIMENTS.glob("*.yaml")}
    assert found
    assert not any(found.values())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"too": ["bo.kim"]}, "too"),
        ({"date": "14 October"}, "14 October"),
        ({"when": {"threat": []}}, "[] is not valid"),
        ({"when": {"threat": 3}}, "3"),
        ({"folder": {"ann.bell": "junk"}}, "junk"),
    ],
)
def test_a_slip_is_told_before_anything_is_run(change: dict[str, JsonValue], said: str) -> None:
    schema = make_schema("mail")
    assert faults(schema, MAIL) == []
    assert said in " ".join(faults(schema, {**MAIL, **change}))


def test_an_editor_is_told_what_a_field_means() -> None:
    properties = make_schema("scenario")["$defs"]
    assert "minutes" in str(properties).lower()
    assert make_schema("mail")["$schema"] == "https://json-schema.org/draft/2020-12/schema"
