"""Every error of the mail system has a status and a code of its own."""

from corpmail import errors
from corpmail.errors import MailError
from corpmail.problems import status_of


def every_error() -> set[type[MailError]]:
    found = {MailError}
    todo = [MailError]
    while todo:
        children = set(todo.pop().__subclasses__())
        todo += children - found
        found |= children
    return found


def declared() -> list[type[MailError]]:
    return [kind for kind in every_error() if kind.__module__ == errors.__name__]


EXPECTED = {
    "action_not_found": 404,
    "already_decided": 409,
    "attachment_not_found": 404,
    "branch_closed": 410,
    "database": 503,
    "database_gone": 503,
    "draft_not_found": 404,
    "invalid_action": 422,
    "invalid_address": 422,
    "invalid_cursor": 422,
    "invalid_draft": 422,
    "invalid_notes": 422,
    "invalid_query": 422,
    "invalid_request": 422,
    "mail_error": 500,
    "mailbox_not_found": 404,
    "message_not_found": 404,
    "no_session": 409,
    "not_authenticated": 401,
    "not_found": 404,
    "not_held": 404,
    "notes_not_found": 404,
    "out_of_scope": 403,
    "seed_data": 500,
    "session_ended": 409,
    "session_open": 409,
    "snapshot_mismatch": 500,
    "thread_not_found": 404,
}


def test_every_error_has_its_status() -> None:
    assert {kind.code: int(status_of(kind)) for kind in declared()} == EXPECTED


def test_errors_from_elsewhere_have_the_status_of_the_class_above_them() -> None:
    class StrangerError(errors.MessageNotFoundError):
        code = "stranger"

    assert status_of(StrangerError("x")) == 404


def test_no_two_errors_share_a_code() -> None:
    codes = [kind.code for kind in declared()]
    assert len(codes) == len(set(codes))


def test_every_error_says_why_it_is_raised() -> None:
    assert all((kind.__doc__ or "").strip().endswith(".") for kind in declared())
