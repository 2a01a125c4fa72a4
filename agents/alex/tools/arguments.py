"""Reads what a model wrote as a tool's arguments; says what is wrong so that it can do better.

Called for every tool call. Whatever a model writes is either arguments that fit, or a
``ToolArgumentError`` whose sentence goes back to the model.
"""

import json
from collections.abc import Mapping

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from alex.errors import ToolArgumentError

_OBJECT = TypeAdapter(dict[str, JsonValue])
_SHOWN_ERRORS = 5


def read_object(tool: str, raw: str) -> dict[str, JsonValue]:
    """Return arguments as the JSON object that they must be; nothing at all counts as empty.

    Raises:
        ToolArgumentError: They are no JSON, no object, or hold what no text can carry.
    """
    if not raw.strip():
        return {}
    try:
        # Lenient about line breaks inside strings, which models often forget to escape.
        given = json.loads(raw, strict=False)
    except ValueError as error:
        raise ToolArgumentError(
            f"{tool} was not called: its arguments are not valid JSON ({error}). "
            "Call it again with one JSON object."
        ) from None
    except RecursionError:
        raise ToolArgumentError(
            f"{tool} was not called: its arguments are nested too deeply."
        ) from None
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise ToolArgumentError(
            f"{tool} was not called: its arguments must be a JSON object, such as {{}}, "
            f"not {_kind(given)}."
        )
    return _checked_text(tool, given)


def read_arguments(tool: str, raw: str, parameters: type[BaseModel]) -> Mapping[str, object]:
    """Return arguments that fit a tool's parameters, with defaults filled in.

    Raises:
        ToolArgumentError: They do not fit; names every parameter that is wrong.
    """
    given = read_object(tool, raw)
    fields = parameters.model_fields
    # Models in strict modes write null for what they leave out.
    meant = {
        key: value
        for key, value in given.items()
        if value is not None or key not in fields or fields[key].is_required()
    }
    try:
        accepted = parameters.model_validate(meant)
    except ValidationError as error:
        raise ToolArgumentError(_explain(tool, error, parameters)) from None
    return {name: getattr(accepted, name) for name in fields}


def _checked_text(tool: str, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
    try:
        json.dumps(given, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ToolArgumentError(
            f"{tool} was not called: its arguments hold half of a character (a lone surrogate)."
        ) from None
    return _OBJECT.validate_python(given)


def _explain(tool: str, error: ValidationError, parameters: type[BaseModel]) -> str:
    wrong = error.errors(include_url=False, include_context=False)
    sentences = [
        _sentence(problem["type"], problem["loc"], problem["msg"])
        for problem in wrong[:_SHOWN_ERRORS]
    ]
    if len(wrong) > _SHOWN_ERRORS:
        sentences.append(f"and {len(wrong) - _SHOWN_ERRORS} more")
    takes = ", ".join(
        f"{name} (required)" if field.is_required() else name
        for name, field in parameters.model_fields.items()
    )
    return f"{tool} was not called: {'; '.join(sentences)}. It takes: {takes or 'nothing'}."


def _sentence(kind: str, where: tuple[int | str, ...], message: str) -> str:
    path = ".".join(str(part) for part in where)
    if kind == "missing":
        return f"'{path}' is missing"
    if kind == "extra_forbidden":
        return f"there is no parameter '{path[:100]}'"
    return f"'{path}': {message[:1].lower()}{message[1:]}"


def _kind(value: object) -> str:
    return {list: "a list", str: "a string", bool: "a boolean"}.get(type(value), "a number")
