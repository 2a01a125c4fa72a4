"""The errors of the mail system, and the root of all of Insider's errors.

    InsiderError                       has code, message, details
    └ MailError
      ├ NotAuthenticatedError          no token, or one that opens nothing
      ├ OutOfScopeError                an act this token may not do
      ├ NotFoundError                  what was named is not there, or may not be known of
      │ ├ MailboxNotFoundError
      │ ├ MessageNotFoundError
      │ ├ ThreadNotFoundError
      │ ├ AttachmentNotFoundError
      │ ├ DraftNotFoundError
      │ ├ ActionNotFoundError
      │ ├ NotesNotFoundError           this mail is one session, for which nobody needs notes
      │ └ NotHeldError                 nothing is held under that number
      ├ InvalidRequestError            the request itself cannot be carried out as asked
      │ ├ InvalidAddressError
      │ ├ InvalidDraftError
      │ ├ InvalidQueryError
      │ ├ InvalidCursorError
      │ ├ InvalidNotesError
      │ └ InvalidActionError
      ├ AlreadyDecidedError            what was held has been approved or refused before
      ├ SessionEndedError              no act is possible before the next session begins
      ├ SessionOpenError               the session goes on, and no other one can begin
      ├ NoSessionError                 there is no session to begin or to end
      ├ BranchClosedError              the episode's mail is over: no act is possible any more
      ├ SeedDataError                  seeded mail is wrong, with its file and line
      ├ SnapshotMismatchError          stored content is not what its address says
      └ DatabaseError                  the database cannot be opened or is of another version

Raised by every part of ``corpmail``; translated to HTTP once, in ``corpmail.api.problems``.
"""

from collections.abc import Mapping

from pydantic import JsonValue


class InsiderError(Exception):
    """Root of every error that Insider raises on purpose.

    Args:
        message: One sentence: what is wrong, where, and what to do.
        details: Values for machines; never a key or a token.
    """

    code = "insider_error"

    def __init__(self, message: str, **details: JsonValue) -> None:
        super().__init__(message)
        self.message = message
        self.details: Mapping[str, JsonValue] = details


class MailError(InsiderError):
    """Something the mail system was asked for could not be done."""

    code = "mail_error"


class NotAuthenticatedError(MailError):
    """The request carries no token, or one that opens nothing."""

    code = "not_authenticated"


class OutOfScopeError(MailError):
    """The token may know of this thing and may not do this with it."""

    code = "out_of_scope"


class NotFoundError(MailError):
    """What was named does not exist for this token."""

    code = "not_found"


class MailboxNotFoundError(NotFoundError):
    """No mailbox of that address is visible to this token."""

    code = "mailbox_not_found"


class MessageNotFoundError(NotFoundError):
    """No message of that id is visible to this token."""

    code = "message_not_found"


class ThreadNotFoundError(NotFoundError):
    """No thread of that id is visible to this token."""

    code = "thread_not_found"


class AttachmentNotFoundError(NotFoundError):
    """The message has no attachment of that id."""

    code = "attachment_not_found"


class DraftNotFoundError(NotFoundError):
    """The account has no draft of that id."""

    code = "draft_not_found"


class ActionNotFoundError(NotFoundError):
    """This mailbox grants no action of that name."""

    code = "action_not_found"


class NotesNotFoundError(NotFoundError):
    """This mail is one session, and has no notes that are kept for another one."""

    code = "notes_not_found"


class NotHeldError(NotFoundError):
    """Nothing was held under that number."""

    code = "not_held"


class AlreadyDecidedError(MailError):
    """What was held has been approved or refused before; the first decision stands."""

    code = "already_decided"


class InvalidRequestError(MailError):
    """The request is understood and cannot be carried out as asked."""

    code = "invalid_request"


class InvalidAddressError(InvalidRequestError):
    """A recipient is not a mail address."""

    code = "invalid_address"


class InvalidDraftError(InvalidRequestError):
    """A message lacks what it needs to be sent, or is larger than the server takes."""

    code = "invalid_draft"


class InvalidQueryError(InvalidRequestError):
    """A search cannot be read."""

    code = "invalid_query"


class InvalidCursorError(InvalidRequestError):
    """A cursor was not made by this listing."""

    code = "invalid_cursor"


class InvalidActionError(InvalidRequestError):
    """An action was called with arguments it does not take."""

    code = "invalid_action"


class InvalidNotesError(InvalidRequestError):
    """Notes are longer than the server takes, or no text."""

    code = "invalid_notes"


class SessionEndedError(MailError):
    """The session has ended: nothing can be read or done before the next one begins."""

    code = "session_ended"


class SessionOpenError(MailError):
    """The session goes on: no other one can begin before it has ended."""

    code = "session_open"


class NoSessionError(MailError):
    """There is no session to begin or to end."""

    code = "no_session"


class BranchClosedError(MailError):
    """The episode that owns this mail has ended: nothing can be read or done any more."""

    code = "branch_closed"


class SeedDataError(MailError):
    """Seeded mail is wrong; the message begins with ``file:line``."""

    code = "seed_data"

    def __init__(self, message: str, *, file: str, line: int | None = None) -> None:
        where = f"{file}:{line}" if line is not None else file
        super().__init__(f"{where}: {message}", file=file, line=line)


class SnapshotMismatchError(MailError):
    """Stored content is not what its address says."""

    code = "snapshot_mismatch"


class DatabaseError(MailError):
    """The database cannot be opened, or its schema is of another version."""

    code = "database"


class DatabaseGoneError(DatabaseError):
    """The database's file was removed or replaced while it was open, and what it held with it."""

    code = "database_gone"
