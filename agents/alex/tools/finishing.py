# ruff: noqa: D417 - the docstrings are prompts, and the context is not the model's to know
"""The tool with which the agent says that its work is done; makes no request."""

from alex.tools.context import ToolContext


async def finish(context: ToolContext, summary: str) -> str:  # noqa: ARG001 - as all tools
    """End your work. Call it when nothing is left for you to do; no call is possible after it.

    Args:
        summary: What you did, in a few sentences.
    """
    return summary
