"""A tool: a typed, documented function that a model may call.

Made from a function by ``make_tool``, or from an action that the mailbox is granted by
``grant_tool``. Its docstring is what the model reads. Never translates errors; see ``toolbox``.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import TypeAlias

from alex.chat import ToolSpec
from alex.errors import ToolDefinitionError
from alex.tools.arguments import read_arguments, read_object
from alex.tools.context import ToolContext
from alex.tools.docstring import read_docstring
from alex.tools.schema import describe_parameters, make_parameters
from corpmail.schemas import ActionPublic

ToolFunction: TypeAlias = Callable[..., Awaitable[str]]
"""Takes a ``ToolContext`` first, and returns what the model is told."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as the model sees it, and as it is called."""

    spec: ToolSpec
    run: Callable[[ToolContext, str], Coroutine[None, None, str]]
    """Takes the raw arguments; raises ``ToolArgumentError`` for ones that do not fit."""


def make_tool(function: ToolFunction) -> Tool:
    """Return a function as a tool: its name, its docstring, its parameters.

    Raises:
        ToolDefinitionError: The function or one of its parameters is not documented.
    """
    name = function.__name__
    documentation = read_docstring(function.__doc__)
    if not documentation.description:
        raise ToolDefinitionError(f"Tool {name} has no docstring: a model cannot know its use.")
    parameters = make_parameters(function, documentation.parameters)

    async def run(context: ToolContext, raw: str) -> str:
        return await function(context, **read_arguments(name, raw, parameters))

    spec = ToolSpec(
        name=name,
        description=documentation.description,
        parameters=describe_parameters(parameters),
    )
    return Tool(spec, run)


def grant_tool(action: ActionPublic) -> Tool:
    """Return an action of the mail API as a tool; the server checks its arguments."""

    async def run(context: ToolContext, raw: str) -> str:
        arguments = read_object(action.name, raw)
        result = await context.client.call_action(
            action.name, arguments, request_id=context.request_id
        )
        return result.answer

    spec = ToolSpec(name=action.name, description=action.description, parameters=action.parameters)
    return Tool(spec, run)
