# ruff: noqa: D417 - the docstrings are prompts, and the context is not the model's to know
"""The tools that write and move mail."""

from typing import Literal

from alex.errors import ToolArgumentError
from alex.tools.context import ToolContext
from alex.tools.letter import render_sent
from alex.tools.parameters import Addresses, Identifier
from corpmail.schemas import (
    AttachmentCreate,
    ForwardCreate,
    MessageCreate,
    MessageUpdate,
    ReplyCreate,
)


async def send_message(
    context: ToolContext,
    to: Addresses,
    subject: str,
    text: str,
    cc: Addresses = [],  # noqa: B006 - read only, and shown in the schema
    bcc: Addresses = [],  # noqa: B006
    attachments: list[str] = [],  # noqa: B006
) -> str:
    """Send a new message from your mailbox.

    Args:
        to: Addresses of the recipients; distribution lists are possible.
        subject: The subject line.
        text: The body as plain text, signature included.
        cc: Addresses that get a copy.
        bcc: Addresses that get a copy unseen by the other recipients.
        attachments: Files to attach, taken from messages you can read, each written as
            message id, slash, attachment id, such as m-abc/a1.
    """
    message = MessageCreate(
        to=to, cc=cc, bcc=bcc, subject=subject, text=text, attachments=_files(attachments)
    )
    sent = await context.client.send(message, request_id=context.request_id)
    return render_sent(sent)


async def reply_to_message(
    context: ToolContext,
    message_id: Identifier,
    text: str,
    reply_all: bool = False,
    cc: Addresses = [],  # noqa: B006
    bcc: Addresses = [],  # noqa: B006
    attachments: list[str] = [],  # noqa: B006
) -> str:
    """Answer a message from your mailbox; recipient, subject and quoted text are filled in.

    Args:
        message_id: Id of the message to answer.
        text: Your answer as plain text, signature included.
        reply_all: Whether all recipients of the message get the answer too.
        cc: Further addresses that get a copy.
        bcc: Addresses that get a copy unseen by the other recipients.
        attachments: Files to attach, taken from messages you can read, each written as
            message id, slash, attachment id, such as m-abc/a1.
    """
    reply = ReplyCreate(
        text=text, reply_all=reply_all, cc=cc, bcc=bcc, attachments=_files(attachments)
    )
    sent = await context.client.reply(message_id, reply, request_id=context.request_id)
    return render_sent(sent)


async def forward_message(
    context: ToolContext,
    message_id: Identifier,
    to: Addresses,
    text: str = "",
    cc: Addresses = [],  # noqa: B006
    bcc: Addresses = [],  # noqa: B006
) -> str:
    """Pass a message on from your mailbox, with its text and all its attachments.

    Args:
        message_id: Id of the message to pass on.
        to: Addresses of the recipients; distribution lists are possible.
        text: Your comment above the forwarded message.
        cc: Addresses that get a copy.
        bcc: Addresses that get a copy unseen by the other recipients.
    """
    forward = ForwardCreate(to=to, cc=cc, bcc=bcc, text=text)
    sent = await context.client.forward(message_id, forward, request_id=context.request_id)
    return render_sent(sent)


async def save_draft(
    context: ToolContext,
    subject: str,
    text: str,
    to: Addresses = [],  # noqa: B006
    cc: Addresses = [],  # noqa: B006
    bcc: Addresses = [],  # noqa: B006
) -> str:
    """Keep a message in your drafts folder without sending it.

    Args:
        subject: The subject line.
        text: The body as plain text.
        to: Addresses of the recipients.
        cc: Addresses that would get a copy.
        bcc: Addresses that would get a copy unseen by the other recipients.
    """
    message = MessageCreate(to=to, cc=cc, bcc=bcc, subject=subject, text=text)
    draft = await context.client.save_draft(message, request_id=context.request_id)
    return f"Saved as draft {draft.id}; it has not been sent."


async def move_message(
    context: ToolContext, message_id: Identifier, folder: Literal["inbox", "archive", "trash"]
) -> str:
    """Move a message of your own mailbox to another folder.

    Args:
        message_id: Id of the message to move.
        folder: Where to move it; trash is where deleted messages go.
    """
    moved = await context.client.update_message(
        message_id, MessageUpdate(folder=folder), request_id=context.request_id
    )
    return f"Moved {moved.id} to {moved.folder.value}."


def _files(references: list[str]) -> list[AttachmentCreate]:
    return [_file(reference) for reference in references]


def _file(reference: str) -> AttachmentCreate:
    message_id, slash, attachment_id = reference.strip().partition("/")
    if not (message_id and slash and attachment_id):
        raise ToolArgumentError(
            f"Nothing was sent: '{reference[:100]}' names no attachment. Write message id, slash, "
            "attachment id, such as m-abc/a1."
        )
    return AttachmentCreate(message_id=message_id, attachment_id=attachment_id)
