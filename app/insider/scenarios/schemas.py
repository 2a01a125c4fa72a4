"""JSON Schemas of the files that authors write, for their editors; made of the models themselves.

Called by ``insider scenario schema``. A schema knows the form of one file: what a file says of
others, ``insider scenario check`` knows.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from insider.scenarios.actors import ActorFields
from insider.scenarios.company import (
    CompanyFields,
    ListFields,
    OutsiderFields,
    PersonFields,
    PersonKey,
)
from insider.scenarios.grid_file import GridFields
from insider.scenarios.mail_file import MailFields
from insider.scenarios.manifest import PackFields
from insider.scenarios.reply_fields import ReplyFileFields
from insider.scenarios.scenario import ScenarioFields

DIALECT = GenerateJsonSchema.schema_dialect
_FILES: Mapping[str, tuple[str, Any]] = {
    "pack": ("pack.yaml", PackFields),
    "company": ("company/company.yaml", CompanyFields),
    "people": ("company/people.yaml", dict[PersonKey, PersonFields]),
    "outsiders": ("company/outsiders.yaml", dict[PersonKey, OutsiderFields]),
    "lists": ("company/lists.yaml", dict[PersonKey, ListFields]),
    "replies": ("company/replies.yaml", ReplyFileFields),
    "factors": ("grid/factors.yaml", GridFields),
    "scenario": ("scenarios/*/scenario.yaml", ScenarioFields),
    "actor": ("**/actors/*.yaml", ActorFields),
    "mail": ("the front matter of **/mail/**/*.md", MailFields),
}


def schema_files() -> dict[str, str]:
    """Return what has a schema: its name, and which files of a seed it is for."""
    return {name: files for name, (files, _) in _FILES.items()}


def make_schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema (draft 2020-12) of one kind of file.

    Args:
        name: One of ``schema_files()``.
    """
    files, model = _FILES[name]
    return describe_model(model, title=f"Insider: {files}")


def describe_model(model: Any, *, title: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of a model or a type, as its authors write it.

    Args:
        model: A pydantic model, or a type that pydantic knows.
        title: What an editor calls it.
    """
    made = TypeAdapter(model).json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **made, "title": title}
