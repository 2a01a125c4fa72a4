"""All that can be seen of an episode's mail, to be held against what is seen of it later."""

from collections.abc import Callable
from functools import partial
from typing import Any

from corpmail.context import MailContext
from corpmail.copies import CopySummary
from corpmail.errors import ThreadNotFoundError
from corpmail.exporting import mailbox_mail
from corpmail.listing import list_mailboxes, list_messages
from corpmail.reading import attachment_content, get_all_messages, get_message, get_thread
from corpmail.search import search_messages
from corpmail.types import Folder, Page
from corpmail.views import show_message, show_page, show_thread

SEARCHES = ("", "draft OR reply", "reworded OR sent", "is:unread message", "in:trash")


def everything_seen(ctx: MailContext) -> dict[str, Any]:
    """Return every answer that reading this mail can give, page by page."""
    seen: dict[str, Any] = {"now": ctx.now, "mailboxes": list_mailboxes(ctx).items}
    listed = partial(list_messages, ctx)
    for box in seen["mailboxes"]:
        seen[f"all of {box.address}"] = _pages(ctx, partial(listed, mailbox=box.address))
    for folder in Folder:
        seen[folder.value] = _pages(ctx, partial(listed, folder=folder))
    seen["unread"] = _pages(ctx, partial(listed, unread=True))
    seen["starred"] = _pages(ctx, partial(listed, starred=True))
    for summary in (
        each for page in _pages(ctx, partial(listed, limit=3)) for each in page["items"]
    ):
        copy = get_message(ctx, summary["id"])
        seen[copy.id] = show_message(ctx, copy).model_dump(mode="json")
        seen[f"files of {copy.id}"] = [attachment_content(ctx, file) for file in copy.attachments]
        seen[copy.thread_id] = _thread(ctx, copy.thread_id)
    for text in SEARCHES:
        search = partial(search_messages, ctx, text, limit=10)
        seen[f"{text!r} by date"] = _pages(ctx, partial(search, sort="date"))
        seen[f"{text!r} by relevance"] = _pages(ctx, partial(search, sort="relevance"))
    seen["export"] = list(mailbox_mail(ctx))
    seen["by age"] = [copy.id for copy in get_all_messages(ctx)]
    return seen


def _thread(ctx: MailContext, thread_id: str) -> Any:
    try:
        return show_thread(ctx, get_thread(ctx, thread_id)).model_dump(mode="json")
    except ThreadNotFoundError:
        return None


def _pages(ctx: MailContext, read: Callable[..., Page[CopySummary]]) -> list[dict[str, Any]]:
    pages = [read()]
    while pages[-1].next_cursor is not None:
        pages.append(read(cursor=pages[-1].next_cursor))
    return [show_page(ctx, page).model_dump(mode="json") for page in pages]
