"""A function's parameters as a pydantic model, and as the JSON schema that a model is told.

Called when tools are made. One source for both, so that what the model sees and what is accepted
cannot differ. Schemas are kept plain (no titles, no references): some providers take no more.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, create_model

from alex.errors import ToolDefinitionError


def make_parameters(
    function: Callable[..., object], descriptions: Mapping[str, str]
) -> type[BaseModel]:
    """Return a model of a tool's parameters; the first one, its context, is left out.

    Raises:
        ToolDefinitionError: A parameter has no type or no description, or a description has no
            parameter.
    """
    given = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    named = {parameter.name for parameter in given}
    if strangers := sorted(set(descriptions) - named):
        raise ToolDefinitionError(
            f"The docstring of {function.__name__} describes {', '.join(strangers)}, "
            "which it does not take."
        )
    fields: dict[str, Any] = {
        parameter.name: _field(function, parameter, descriptions) for parameter in given
    }
    config = ConfigDict(extra="forbid", frozen=True)
    return create_model(function.__name__, __config__=config, **fields)


def _field(
    function: Callable[..., object],
    parameter: inspect.Parameter,
    descriptions: Mapping[str, str],
) -> tuple[Any, Any]:
    where = f"Parameter {parameter.name} of tool {function.__name__}"
    if parameter.annotation is inspect.Parameter.empty:
        raise ToolDefinitionError(f"{where} has no type.")
    if parameter.name not in descriptions:
        raise ToolDefinitionError(f"{where} is not described in its docstring.")
    default = ... if parameter.default is inspect.Parameter.empty else parameter.default
    described = Field(description=descriptions[parameter.name])
    return Annotated[parameter.annotation, described], default


def describe_parameters(parameters: type[BaseModel]) -> dict[str, JsonValue]:
    """Return the JSON schema of a tool's parameters."""
    schema = parameters.model_json_schema()
    properties: dict[str, JsonValue] = {
        name: _plain(value) for name, value in schema.get("properties", {}).items()
    }
    return {
        "type": "object",
        "properties": properties,
        "required": list(schema.get("required", [])),
        "additionalProperties": False,
    }


def _plain(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Drop titles and the null that stands for "left out"."""
    plain = {key: value for key, value in schema.items() if key != "title"}
    choices = plain.pop("anyOf", None)
    if isinstance(choices, list):
        for choice in choices:
            if isinstance(choice, dict) and choice.get("type") != "null":
                plain = {**choice, **plain}
    if plain.get("default", ...) is None:
        del plain["default"]
    return plain
