"""Searching a small world in one line; for any test of search."""

from typing import Literal

from corpmail.copies import CopySummary
from corpmail.search import search_messages
from corpmail.types import Address, Page
from support.builders import MailWorld

Sort = Literal["date", "relevance"]


def search(
    world: MailWorld,
    text: str,
    *,
    token: str | None = None,
    mailbox: Address | None = None,
    sort: Sort = "date",
    limit: int = 100,
    cursor: str | None = None,
) -> Page[CopySummary]:
    """Return a page of results as the world's token gets it, or another token."""
    with world.server.act(token or world.token, "search") as ctx:
        return search_messages(ctx, text, mailbox=mailbox, sort=sort, limit=limit, cursor=cursor)


def found(
    world: MailWorld,
    text: str,
    *,
    token: str | None = None,
    mailbox: Address | None = None,
    sort: Sort = "date",
) -> list[str]:
    """Return the subjects of all messages that a search finds, in order."""
    page = search(world, text, token=token, mailbox=mailbox, sort=sort)
    return [copy.subject for copy in page.items]
