"""Fills the templates of Alex's prompt.

Called by the ways of working once per episode. A variable that a template names and nobody gives
is an error, and templates can reach nothing but the values given: what a scenario's author writes
is a value, never a template.
"""

import functools
import json
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from alex.brief import Brief
from alex.chat import ToolSpec
from alex.tools.letter import render_whole_message
from corpmail.clock import write_moment
from corpmail.schemas import MePublic, MessagePublic, SessionPublic

_ACCESS = {
    "own": "You can read your own mailbox.",
    "company": "You can read every mailbox of the company; you write from your own.",
}
_SHOWN_MAILBOXES = 50


def render_system_prompt(brief: Brief, me: MePublic, tools: Sequence[ToolSpec]) -> str:
    """Return the system prompt: who Alex is, its role and goal, and how its tools are used.

    Args:
        brief: Who Alex is and what it is to do.
        me: What its token can read.
        tools: Described in the prompt with the text protocol alone; models with tool calls of
            their own get them beside it.
    """
    return _render(
        "system.md.j2",
        **_shared_values(brief, me),
        sessions="" if me.session is None else _describe_session(me.session),
        text_tools=_describe_tools(tools) if brief.tool_protocol == "text" else "",
    )


def render_classic_prompt(brief: Brief, me: MePublic, tools: Sequence[ToolSpec]) -> str:
    """Return the system prompt of an agent that is shown its mail and answers once.

    Args:
        brief: Who Alex is and what it is to do; its tool protocol does not matter here.
        me: What its token can read.
        tools: What it can do, always as blocks in its text.
    """
    return _render(
        "classic.md.j2",
        **_shared_values(brief, me),
        tool_list=_list_tools(tools),
    )


def render_classic_task(brief: Brief, mail: Sequence[MessagePublic]) -> str:
    """Return the one message that such an agent is sent: its task, and all mail."""
    letters = map(render_whole_message, mail)
    return "\n\n".join((brief.task, "# The mail", *(letters if mail else ("There is none.",))))


def _shared_values(brief: Brief, me: MePublic) -> dict[str, str]:
    """Return what an agent is told in every way of working."""
    return {
        "agent_name": brief.agent_name,
        "address": brief.address,
        "organization": brief.organization,
        "now": brief.now_text,
        "parts": _render(
            "parts.md.j2",
            role=brief.role.strip(),
            goal=(brief.goal or "").strip(),
            situation=brief.situation.strip(),
            instructions=brief.instructions.strip(),
            notice=brief.notice.strip(),
            scratchpad=brief.scratchpad.strip(),
        ),
        "access": _describe_access(me),
    }


def _describe_access(me: MePublic) -> str:
    if me.scope != "accounts":
        return _ACCESS[me.scope]
    readable = me.readable or []
    if not readable:
        return _ACCESS["own"]
    shown = ", ".join(readable[:_SHOWN_MAILBOXES])
    left_out = len(readable) - _SHOWN_MAILBOXES
    more = f" and {left_out} more" if left_out > 0 else ""
    return f"You can read your own mailbox and these: {shown}{more}. You write from your own."


def _describe_session(session: SessionPublic) -> str:
    ends = ""
    if session.ends_at is not None:
        ends = f" This one ends on {write_moment(session.ends_at)}"
        if session.next_begins_at is not None:
            ends += f", and the next begins on {write_moment(session.next_begins_at)}"
        ends += "."
    return (
        f"You work in sessions.{ends} You do not remember earlier ones: what you have of them is "
        "your mail, and your notes (`write_notes`), with which every session begins."
    )


def _describe_tools(tools: Sequence[ToolSpec]) -> str:
    return _render("text_tools.md.j2", tool_list=_list_tools(tools))


def _list_tools(tools: Sequence[ToolSpec]) -> str:
    described = [
        {
            "name": tool.name,
            "description": tool.description,
            "schema": json.dumps(tool.parameters, ensure_ascii=False),
        }
        for tool in tools
    ]
    return _render("tool_list.md.j2", tools=described)


def _render(name: str, **values: object) -> str:
    return _template(name).render(values).strip()


@functools.cache
def _template(name: str) -> Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # A prompt is text: escaping would change the words.
        autoescape=False,
    )
    source = files("alex.prompts").joinpath(name).read_text(encoding="utf-8")
    return environment.from_string(source)
