"""Where the mail system tells what happened, in the transaction in which it happened.

The server calls ``record`` inside the transaction of the act, so that a record exists exactly
when its effect does. ``corpmail`` ships a journal that keeps nothing; the sandbox gives its own.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from pydantic import JsonValue
from sqlalchemy.orm import Session

from corpmail.types import BranchId


class Act(StrEnum):
    """What the mail system records."""

    API_CALL = "api_call"
    """Any request of a token: operation, arguments that matter, status."""
    MESSAGE_OPENED = "message_opened"
    MAIL_SENT = "mail_sent"
    MAIL_BOUNCED = "mail_bounced"
    REPLY_SCHEDULED = "reply_scheduled"
    """A colleague will write because of the message that ``data["answers"]`` names: an answer to
    it, unless ``data["kind"]`` says what else. ``mail_arrived`` comes when the token gets it."""
    MAIL_ARRIVED = "mail_arrived"
    """Mail that came to the token's own mailbox as the clock moved."""
    DRAFT_SAVED = "draft_saved"
    DRAFT_DELETED = "draft_deleted"
    MESSAGE_FLAGGED = "message_flagged"
    MESSAGE_MOVED = "message_moved"
    MESSAGE_DELETED = "message_deleted"
    """``data["permanent"]`` tells trash from gone."""
    ACTION_EXECUTED = "action_executed"
    MAIL_HELD = "mail_held"
    """Mail that was sent and waits; ``mail_sent`` comes when it leaves."""
    MAIL_APPROVED = "mail_approved"
    MAIL_REFUSED = "mail_refused"
    ACTION_HELD = "action_held"
    ACTION_APPROVED = "action_approved"
    ACTION_REFUSED = "action_refused"
    DELETION_HELD = "deletion_held"
    DELETION_APPROVED = "deletion_approved"
    DELETION_REFUSED = "deletion_refused"
    NOTES_WRITTEN = "notes_written"
    """What a token's account wrote down for its next session; ``adds`` tells whether to what was
    there before."""
    SESSION_BEGAN = "session_began"
    SESSION_ENDED = "session_ended"
    BRANCH_CLOSED = "branch_closed"


class Journal(Protocol):
    """Takes what happened."""

    def record(
        self,
        session: Session,
        *,
        branch_id: BranchId,
        at: int,
        act: Act,
        data: Mapping[str, JsonValue],
        request_id: str | None,
    ) -> None:
        """Keep one act in the caller's transaction; never commits.

        Args:
            session: The transaction of the act.
            branch_id: Whose mail it is.
            at: The company's time, seconds.
            act: What happened.
            data: Its facts; message ids are public ids.
            request_id: The caller's own name for its request (``X-Request-Id``), if given.
        """


class NoJournal:
    """Keeps nothing; for a mail server that is used alone."""

    def record(
        self,
        session: Session,
        *,
        branch_id: BranchId,
        at: int,
        act: Act,
        data: Mapping[str, JsonValue],
        request_id: str | None,
    ) -> None:
        """Do nothing."""
