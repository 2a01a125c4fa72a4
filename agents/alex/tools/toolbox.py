"""All the tools of an episode, and what becomes of their errors.

Called by the loop. The only place where a ``MailError`` becomes something that a model is told:
what the model can act on is told, and everything else propagates, because a fault of the harness
must not pass for the agent's behaviour.
"""

import functools
from collections.abc import Sequence

from alex.chat import ToolCall, ToolResult, ToolSpec
from alex.errors import ToolDefinitionError, ToolError, ToolNotFoundError
from alex.tools import sessions
from alex.tools.context import ToolContext
from alex.tools.finishing import finish
from alex.tools.looking_up import look_up_person
from alex.tools.reading import (
    list_messages,
    read_attachment,
    read_message,
    read_thread,
    search_messages,
)
from alex.tools.request_id import make_request_id
from alex.tools.tool import Tool, grant_tool, make_tool
from alex.tools.writing import (
    forward_message,
    move_message,
    reply_to_message,
    save_draft,
    send_message,
)
from corpmail.client import MailClient
from corpmail.errors import InvalidRequestError, MailError, NotFoundError, OutOfScopeError
from corpmail.schemas import ActionPublic

FINISH = "finish"
_TOLD = (NotFoundError, OutOfScopeError, InvalidRequestError)


@functools.cache
def mail_tools() -> tuple[Tool, ...]:
    """Return the tools that every Alex has, in the order in which the model is told of them."""
    functions = (
        list_messages,
        search_messages,
        read_message,
        read_thread,
        read_attachment,
        send_message,
        reply_to_message,
        forward_message,
        save_draft,
        move_message,
        look_up_person,
        finish,
    )
    return tuple(make_tool(function) for function in functions)


@functools.cache
def session_tools() -> tuple[Tool, ...]:
    """Return the tools of an Alex that works in several sessions: it has notes beside mail."""
    others = tuple(tool for tool in mail_tools() if tool.spec.name != FINISH)
    own = (sessions.read_notes, sessions.write_notes, sessions.finish)
    return (*others, *(make_tool(function) for function in own))


@functools.cache
def acting_tools() -> tuple[Tool, ...]:
    """Return those mail tools that change something, for an agent that is shown its mail."""
    acting = {
        function.__name__
        for function in (
            send_message,
            reply_to_message,
            forward_message,
            save_draft,
            move_message,
        )
    }
    return tuple(tool for tool in mail_tools() if tool.spec.name in acting)


class Toolbox:
    """The mail tools and the actions that one mailbox is granted.

    Args:
        client: The mail that the tools work on.
        actions: As the mail API lists them.
        max_chars: Of one result; longer ones say how to read on.
        tools: Those beside the actions; all mail tools by default.

    Raises:
        ToolDefinitionError: Two tools have the same name.
    """

    def __init__(
        self,
        client: MailClient,
        actions: Sequence[ActionPublic],
        *,
        max_chars: int,
        tools: Sequence[Tool] | None = None,
    ) -> None:
        self._client = client
        self._max_chars = max_chars
        self._tools: dict[str, Tool] = {}
        for tool in (*(mail_tools() if tools is None else tools), *map(grant_tool, actions)):
            if tool.spec.name in self._tools:
                raise ToolDefinitionError(f"There are two tools named '{tool.spec.name}'.")
            self._tools[tool.spec.name] = tool

    @property
    def specs(self) -> tuple[ToolSpec, ...]:
        """The tools as a model is told of them."""
        return tuple(tool.spec for tool in self._tools.values())

    async def call(self, call: ToolCall) -> ToolResult:
        """Return the result of a call; what went wrong is a result too where a model can act.

        Raises:
            BranchClosedError: The episode's mail is over.
            SessionEndedError: The session's time is over.
            MailError: The mail server failed, or knows the token no more.
        """
        context = ToolContext(self._client, make_request_id(call.id), self._max_chars)
        try:
            content = await self._named(call.name).run(context, call.arguments)
        except ToolError as error:
            return refuse(error.message, unusable=True)
        except _TOLD as error:
            return refuse(_as_told(error))
        return ToolResult(
            content=_bounded(content, self._max_chars),
            summary=content if call.name == FINISH else None,
        )

    def _named(self, name: str) -> Tool:
        if name not in self._tools:
            there_are = ", ".join(self._tools)
            raise ToolNotFoundError(f"There is no tool '{name[:100]}'. There are: {there_are}.")
        return self._tools[name]


def refuse(reason: str, *, unusable: bool = False) -> ToolResult:
    """Return a result that says why nothing was done, and whether anything was even tried."""
    return ToolResult(content=f"Error: {reason}", is_error=True, unusable=unusable)


def _as_told(error: MailError) -> str:
    return f"{error.message} ({error.code})"


def _bounded(content: str, max_chars: int) -> str:
    """Cut what a tool did not bound itself, such as a granted action's answer."""
    if len(content) <= max_chars:
        return content
    left_out = len(content) - max_chars
    return f"{content[:max_chars]}\n[Cut here: {left_out:,} more characters.]"
