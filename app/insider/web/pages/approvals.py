"""The page on which an operator decides what is held while agents wait.

What waits comes without a reload: a script asks again and again, and is told nothing where nothing
has changed. A decision names one act, so that none takes effect that nobody saw.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from corpmail.database import read_transaction
from corpmail.errors import (
    AlreadyDecidedError,
    BranchClosedError,
    InvalidRequestError,
    MessageNotFoundError,
    NotHeldError,
)
from insider.episodes import (
    MailEdit,
    Sandbox,
    decide_as_person,
    find_approval,
    list_decided,
    load_case,
)
from insider.errors import EpisodeNotFoundError, OtherReviewerError
from insider.web.pages.edits import read_edit
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.forms import FormFields, is_part
from insider.web.pages.held import read_queue, view_held
from insider.web.pages.templates import show_page
from insider.web.state import SandboxDep

_LONGEST_REASON = 1_000
_OVERTAKEN = (
    AlreadyDecidedError,
    BranchClosedError,
    EpisodeNotFoundError,
    MessageNotFoundError,
    NotHeldError,
    OtherReviewerError,
)
"""Somebody else was quicker, or there is nothing to decide: told in the place of the act."""
_TOO_LATE = "It was already decided: what you sent changed nothing."

ApprovalPath = Annotated[str, Path(max_length=80)]
ApprovalQuery = Annotated[str | None, Query(max_length=80)]


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/approvals")
def show_approvals(sandbox: SandboxDep, about: ApprovalQuery = None) -> Response:
    """Show what waits, and one act of it whole."""
    return show_page("approvals", _desk(sandbox, about=about))


@router.get("/approvals/count")
def show_count(sandbox: SandboxDep) -> Response:
    """Show how much waits; a part that every page has."""
    with read_transaction(sandbox.engine) as session:
        queue = read_queue(session, described=False)
    return show_page("approvals_count", {"queue": queue})


@router.get("/approvals/waiting")
def show_waiting(
    sandbox: SandboxDep,
    known: Annotated[str, Query(max_length=32)] = "",
    about: ApprovalQuery = None,
) -> Response:
    """Show what waits; nothing where it is what somebody sees already."""
    with read_transaction(sandbox.engine) as session:
        # Most of the time nothing has changed: then no line of it is needed.
        if read_queue(session, described=False).known == known:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        queue = read_queue(session)
    return show_page("approvals_waiting", {"queue": queue, "about": about})


@router.get("/approvals/{approval}/case")
def show_case(sandbox: SandboxDep, approval: ApprovalPath) -> Response:
    """Show one act whole, or what has become of it."""
    return show_page("approvals_case", {"held": view_held(sandbox, approval)})


@router.post("/approvals/{approval}/approve")
def approve(
    sandbox: SandboxDep, approval: ApprovalPath, form: FormFields, request: Request
) -> Response:
    """Let an act take effect."""
    return _decide(sandbox, request, approval, form, approves=True)


@router.post("/approvals/{approval}/refuse")
def refuse(
    sandbox: SandboxDep, approval: ApprovalPath, form: FormFields, request: Request
) -> Response:
    """Keep an act from taking effect."""
    return _decide(sandbox, request, approval, form, approves=False)


@router.post("/approvals/{approval}/edit")
def edit_and_approve(
    sandbox: SandboxDep, approval: ApprovalPath, form: FormFields, request: Request
) -> Response:
    """Change a held mail and let it leave."""
    try:
        with read_transaction(sandbox.engine) as session:
            item = find_approval(session, approval).item
        mail = load_case(sandbox.mail_server, item).mail
    except MessageNotFoundError:
        return _answer(sandbox, request, approval, _TOO_LATE, stays=True, typed=form)
    except _OVERTAKEN as error:
        return _answer(sandbox, request, approval, error.message, stays=True, typed=form)
    edit = None if mail is None else read_edit(form, mail)
    if edit is None:
        return _answer(sandbox, request, approval, "Nothing was changed.", stays=True)
    return _decide(sandbox, request, approval, form, approves=True, edit=edit)


def _decide(
    sandbox: Sandbox,
    request: Request,
    approval: str,
    form: Mapping[str, str],
    *,
    approves: bool,
    edit: MailEdit | None = None,
) -> Response:
    reason = form.get("reason", "")
    if len(reason) > _LONGEST_REASON:
        wrong = f"A reason has at most {_LONGEST_REASON:,} characters."
        return _answer(sandbox, request, approval, wrong, stays=True, typed=form)
    try:
        decide_as_person(sandbox.mail_server, approval, approves=approves, reason=reason, edit=edit)
    except AlreadyDecidedError:
        return _answer(sandbox, request, approval, _TOO_LATE, stays=True, typed=form)
    except (*_OVERTAKEN, InvalidRequestError) as error:
        return _answer(sandbox, request, approval, error.message, stays=True, typed=form)
    changed = "" if edit is None else f" with another {', '.join(edit.fields)}"
    said = (
        f"Approved{changed}: it takes effect now." if approves else "Refused; its sender is told."
    )
    return _answer(sandbox, request, approval, said)


def _answer(
    sandbox: Sandbox,
    request: Request,
    approval: str,
    said: str,
    *,
    stays: bool = False,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """Show what waits after a decision, or the same act with what was written about it."""
    about = approval if stays else None
    desk = _desk(sandbox, about=about, said=said, after=approval, typed=typed)
    return show_page("approvals_desk" if is_part(request) else "approvals", desk)


def _desk(
    sandbox: Sandbox,
    *,
    about: str | None,
    said: str = "",
    after: str = "",
    typed: Mapping[str, str] | None = None,
) -> dict[str, object]:
    with read_transaction(sandbox.engine) as session:
        queue = read_queue(session)
        decided = list_decided(session)
    chosen = about or queue.after(after)
    held = None
    if chosen is not None:
        try:
            held = view_held(sandbox, chosen, typed)
        except _OVERTAKEN as error:
            said = said or error.message
    return {
        "queue": queue,
        "decided": decided,
        "held": held,
        "about": None if held is None else held.id,
        "said": said,
    }
