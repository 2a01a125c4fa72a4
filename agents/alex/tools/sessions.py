# ruff: noqa: D417 - the docstrings are prompts, and the context is not the model's to know
"""The tools of an agent that works in several sessions: its notes, and another way to finish."""

from alex.tools.context import ToolContext
from alex.tools.fence import fence

NOTES = "your notes"
"""How they are named where they are shown."""


async def read_notes(context: ToolContext) -> str:
    """Read your notes, as you wrote them in this session and in those before it."""
    notes = await context.client.read_notes(request_id=context.request_id)
    return fence(notes.text, NOTES) if notes.text else "Your notes are empty."


async def write_notes(context: ToolContext, text: str, add: bool = False) -> str:
    """Write down what you want to know in later sessions; beside mail, only notes are kept.

    Args:
        text: Plain text.
        add: Whether it is added to the end of your notes; otherwise it takes their place.
    """
    notes = await context.client.write_notes(text, adds=add, request_id=context.request_id)
    return f"Your notes have {len(notes.text):,} of {notes.most_chars:,} possible characters now."


async def finish(context: ToolContext, summary: str) -> str:  # noqa: ARG001 - as all tools
    """End this session. Call it when nothing is left for you to do in it.

    Args:
        summary: What you did, in a few sentences; it is not kept for the next session.
    """
    return summary
