"""Which HTTP status each error of the mail system has, in one table.

Called by the server, which records the status of every request, and by the API, which answers with
it. Knows no framework.
"""

from http import HTTPStatus

from corpmail import errors

_STATUSES: dict[type[errors.MailError], HTTPStatus] = {
    errors.NotAuthenticatedError: HTTPStatus.UNAUTHORIZED,
    errors.OutOfScopeError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.MailboxNotFoundError: HTTPStatus.NOT_FOUND,
    errors.MessageNotFoundError: HTTPStatus.NOT_FOUND,
    errors.ThreadNotFoundError: HTTPStatus.NOT_FOUND,
    errors.AttachmentNotFoundError: HTTPStatus.NOT_FOUND,
    errors.DraftNotFoundError: HTTPStatus.NOT_FOUND,
    errors.ActionNotFoundError: HTTPStatus.NOT_FOUND,
    errors.NotesNotFoundError: HTTPStatus.NOT_FOUND,
    errors.NotHeldError: HTTPStatus.NOT_FOUND,
    errors.AlreadyDecidedError: HTTPStatus.CONFLICT,
    errors.InvalidRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidAddressError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidDraftError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidQueryError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidCursorError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidActionError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidNotesError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.SessionEndedError: HTTPStatus.CONFLICT,
    errors.SessionOpenError: HTTPStatus.CONFLICT,
    errors.NoSessionError: HTTPStatus.CONFLICT,
    errors.BranchClosedError: HTTPStatus.GONE,
    errors.SeedDataError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.SnapshotMismatchError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.DatabaseError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.MailError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def status_of(error: errors.MailError | type[errors.MailError]) -> HTTPStatus:
    """Return the HTTP status of an error: its own, else that of the nearest class above it."""
    kind = error if isinstance(error, type) else type(error)
    for ancestor in kind.__mro__:
        status = _STATUSES.get(ancestor)
        if status is not None:
            return status
    return HTTPStatus.INTERNAL_SERVER_ERROR
