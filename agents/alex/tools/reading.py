# ruff: noqa: D417 - the docstrings are prompts, and the context is not the model's to know
"""The tools that read mail: lists, searches, messages, threads, attachments."""

from typing import Literal

from alex.tools.context import ToolContext
from alex.tools.letter import render_attachment, render_message, render_thread
from alex.tools.listing import render_messages
from alex.tools.parameters import Cursor, Identifier, PageLength, SearchText, Start
from corpmail.schemas import AddressText


async def list_messages(
    context: ToolContext,
    folder: Literal["inbox", "sent", "drafts", "archive", "trash"] = "inbox",
    mailbox: AddressText | None = None,
    unread_only: bool = False,
    limit: PageLength = 20,
    cursor: Cursor | None = None,
) -> str:
    """List the messages of a mail folder, newest first, each with the beginning of its text.

    Args:
        folder: The folder to list.
        mailbox: Address of the mailbox to list. Your own when left out.
        unread_only: Whether to leave out messages that have been read.
        limit: How many messages to list.
        cursor: The cursor that the previous page named, for the next page of the same list.
    """
    page = await context.client.list_messages(
        mailbox=mailbox,
        folder=folder,
        unread=True if unread_only else None,
        cursor=cursor,
        limit=limit,
        request_id=context.request_id,
    )
    return render_messages(page, f"{folder} of {mailbox or 'your mailbox'}, newest first")


async def search_messages(
    context: ToolContext,
    query: SearchText,
    mailbox: AddressText | None = None,
    sort: Literal["date", "relevance"] = "date",
    limit: PageLength = 20,
    cursor: Cursor | None = None,
) -> str:
    """Search the mail that you can read.

    All words of the query must occur in a message. Understood as well: "an exact phrase", begin*,
    one OR other, -word for what must not occur, from:, to:, cc:, subject: and filename: before a
    word, in:sent (or another folder), has:attachment, is:unread, before:2026-01-31,
    after:2026-01-31 and on:2026-01-31.

    Args:
        query: What to search for.
        mailbox: Address of the one mailbox to search. Every mailbox you can read when left out.
        sort: The order of what is found: newest first, or best match first.
        limit: How many messages to list.
        cursor: The cursor that the previous page named, for the next page of the same search.
    """
    page = await context.client.search(
        query,
        mailbox=mailbox,
        sort=sort,
        cursor=cursor,
        limit=limit,
        request_id=context.request_id,
    )
    return render_messages(page, "Messages found")


async def read_message(context: ToolContext, message_id: Identifier, start: Start = 0) -> str:
    """Read one message in full and mark it as read.

    Args:
        message_id: Id of the message, as lists and searches show it.
        start: Character of its text to begin at, for reading on in a long message.
    """
    message = await context.client.open_message(message_id, request_id=context.request_id)
    return render_message(message, start=start, max_chars=context.max_chars)


async def read_thread(context: ToolContext, thread_id: Identifier, start: Start = 0) -> str:
    """Read all messages of a conversation, oldest first, and mark them as read.

    Args:
        thread_id: Id of the thread, as lists and messages show it.
        start: How many of its oldest messages to skip, for reading on in a long thread.
    """
    thread = await context.client.open_thread(thread_id, request_id=context.request_id)
    return render_thread(thread, start=start, max_chars=context.max_chars)


async def read_attachment(
    context: ToolContext, message_id: Identifier, attachment_id: Identifier, start: Start = 0
) -> str:
    """Read the text of a file that is attached to a message.

    Args:
        message_id: Id of the message.
        attachment_id: Id of the attachment, such as a1, as the message shows it.
        start: Character to begin at, for reading on in a long file.
    """
    attachment = await context.client.read_attachment(
        message_id, attachment_id, request_id=context.request_id
    )
    return render_attachment(
        attachment, message_id=message_id, start=start, max_chars=context.max_chars
    )
