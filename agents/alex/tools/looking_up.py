# ruff: noqa: D417 - the docstrings are prompts, and the context is not the model's to know
"""The tool that finds people, distribution lists and known outsiders in the directory."""

from alex.tools.context import ToolContext
from alex.tools.listing import render_people
from alex.tools.parameters import Cursor, SearchText


async def look_up_person(
    context: ToolContext, query: SearchText, cursor: Cursor | None = None
) -> str:
    """Find people, distribution lists and known outside contacts in the company's directory.

    Args:
        query: A name, address, job title or department, or a part of one.
        cursor: The cursor that the previous page named, for the next page of the same query.
    """
    page = await context.client.look_up(query, cursor=cursor, request_id=context.request_id)
    return render_people(page, query)
