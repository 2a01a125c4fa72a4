import asyncio
from typing import Annotated, Literal

import pytest
from pydantic import Field

from alex.errors import ToolDefinitionError
from alex.tools import ToolContext, make_tool
from support.fake_mail import FakeMail


async def greet(
    context: ToolContext,
    name: str,
    times: Annotated[int, Field(ge=1)] = 1,
    tone: Literal["warm", "cold"] | None = None,
) -> str:
    """Greet somebody.

    More than once
    where that helps.

    Args:
        name: Whom to greet,
            by first name.
        times: How often.
        tone: How. As usual when left out.

    Returns:
        Not told to the model.
    """
    return f"{context.request_id}: {name} {times} {tone}"


def test_a_documented_function_becomes_a_tool() -> None:
    spec = make_tool(greet).spec
    assert spec.name == "greet"
    assert spec.description == "Greet somebody.\n\nMore than once where that helps."
    assert spec.parameters == {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "Whom to greet, by first name."},
            "times": {
                "type": "integer",
                "minimum": 1,
                "default": 1,
                "description": "How often.",
            },
            "tone": {
                "type": "string",
                "enum": ["warm", "cold"],
                "description": "How. As usual when left out.",
            },
        },
        "required": ["name"],
        "additionalProperties": False,
    }


def test_a_tool_is_called_with_its_context_and_defaults() -> None:
    context = ToolContext(FakeMail().client(), "c1", 100)
    assert asyncio.run(make_tool(greet).run(context, '{"name": "Jo"}')) == "c1: Jo 1 None"


async def silent(context: ToolContext) -> str:
    return ""


async def vague(context: ToolContext, name: str) -> str:
    """Do something."""
    return ""


async def stale(context: ToolContext) -> str:
    """Do something.

    Args:
        name: What was once taken.
    """
    return ""


async def untyped(context: ToolContext, name) -> str:  # type: ignore[no-untyped-def]
    """Do something.

    Args:
        name: Of a type that nobody knows.
    """
    return ""


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (silent, "Tool silent has no docstring"),
        (vague, "Parameter name of tool vague is not described"),
        (stale, "The docstring of stale describes name, which it does not take"),
        (untyped, "Parameter name of tool untyped has no type"),
    ],
)
def test_an_undocumented_tool_is_refused(function: object, said: str) -> None:
    with pytest.raises(ToolDefinitionError, match=said):
        make_tool(function)  # type: ignore[arg-type]  # one of the functions above
