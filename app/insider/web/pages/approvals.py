"""The page on which an operator decides what is held while agents wait.

What waits comes without a reload: a script asks again and again, and is told nothing where nothing
has changed. A decision names one act, so that none takes effect that nobody saw.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from corpmail.database import read_transaction
from corpmail.errors import (
    AlreadyDecidedError,
    BranchClosedError,
    InvalidRequestError,
    MessageNotFoundError,
    NotHeldError,
)
from corpmail.subjects import subjects_by_id
from corpmail.types import BranchId
from insider.episodes import (
    HeldStory,
    MailEdit,
    ReviewCase,
    Sandbox,
    Waiting,
    decide_as_person,
    describe_held,
    find_approval,
    list_decided,
    list_waiting,
    load_case,
    load_held_story,
)
from insider.errors import EpisodeNotFoundError, OtherReviewerError
from insider.web.pages.edits import read_edit, show_edit
from insider.web.pages.forms import FormFields, is_part
from insider.web.pages.letters import Letter, LongText, fold, show_letter
from insider.web.pages.templates import show_page

_LISTED = 50
_LONGEST_REASON = 1_000
_OVERTAKEN = (
    AlreadyDecidedError,
    BranchClosedError,
    EpisodeNotFoundError,
    MessageNotFoundError,
    NotHeldError,
    OtherReviewerError,
)
"""Somebody else was quicker, or there is nothing to decide: told beside what still waits."""

ApprovalPath = Annotated[str, Path(max_length=80)]
ApprovalQuery = Annotated[str | None, Query(max_length=80)]


@dataclass(frozen=True, slots=True)
class HeldView:
    """A held act as it is put to an operator, or what has become of it."""

    id: str
    waiting: Waiting
    story: HeldStory
    title: str
    told: str
    """Why nothing can be decided of it any more, in a sentence; empty while it waits."""
    case: ReviewCase | None
    """The act, whole; None when it waits no more."""
    letter: Letter | None
    edit: Mapping[str, str]
    """The mail's fields as a form has them."""
    edits: bool
    """Whether somebody is changing them."""
    passes_on: tuple[str, str] | None
    """The message that it passes on, its id and its subject."""
    arguments: str
    """Of a call, as JSON."""
    message: LongText | None
    """The text of what is to be deleted."""

    @property
    def stage(self) -> str:
        """Whose decision it waits for; ``settled`` when nothing waits any more."""
        return "settled" if self.told else self.waiting.stage


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, for a list."""

    waiting: Sequence[Waiting]
    lines: Mapping[tuple[str, int], str]
    more: bool
    """Whether there is more than is listed."""

    @property
    def known(self) -> str:
        """A short name of just this list: whoever knows it needs not be told."""
        names = json.dumps([(each.id, each.stage) for each in self.waiting] + [self.more])
        return hashlib.sha256(names.encode()).hexdigest()[:16]

    @property
    def to_decide(self) -> int:
        """How many wait for a person."""
        return sum(each.stage == "person" for each in self.waiting)

    def line(self, waiting: Waiting) -> str:
        """Return what is held, in a line."""
        return self.lines.get((waiting.item.branch_id, waiting.item.number), waiting.id)

    def after(self, approval: str) -> str | None:
        """Return what somebody looks at next who has decided one."""
        names = [each.id for each in self.waiting]
        place = self._place(approval)
        later = [name for name in names if self._place(name) > place]
        return next(iter([*later, *names]), None)

    @staticmethod
    def _place(approval: str) -> tuple[str, int]:
        episode, _, number = approval.rpartition(".")
        return episode, int(number) if number.isdecimal() else 0


def approvals_router(sandbox: Sandbox) -> APIRouter:
    """Return the pages.

    Args:
        sandbox: Whose episodes.
    """
    router = APIRouter()

    @router.get("/approvals")
    def show_approvals(about: ApprovalQuery = None) -> Response:
        return show_page("approvals", _desk(sandbox, about=about))

    @router.get("/approvals/count")
    def show_count() -> Response:
        with read_transaction(sandbox.engine) as session:
            queue = _queue(session, described=False)
        return show_page("approvals_count", {"queue": queue})

    @router.get("/approvals/waiting")
    def show_waiting(
        known: Annotated[str, Query(max_length=32)] = "", about: ApprovalQuery = None
    ) -> Response:
        with read_transaction(sandbox.engine) as session:
            # Most of the time nothing has changed: then no line of it is needed.
            if _queue(session, described=False).known == known:
                return Response(status_code=HTTPStatus.NO_CONTENT)
            queue = _queue(session)
        return show_page("approvals_waiting", {"queue": queue, "about": about})

    @router.get("/approvals/{approval}/case")
    def show_case(approval: ApprovalPath) -> Response:
        return show_page("approvals_case", {"held": _view(sandbox, approval)})

    _add_decisions(router, sandbox)
    _add_edits(router, sandbox)
    return router


def _add_decisions(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/approvals/{approval}/approve")
    def approve(approval: ApprovalPath, form: FormFields, request: Request) -> Response:
        return _decide(sandbox, request, approval, approves=True, reason=form.get("reason", ""))

    @router.post("/approvals/{approval}/refuse")
    def refuse(approval: ApprovalPath, form: FormFields, request: Request) -> Response:
        return _decide(sandbox, request, approval, approves=False, reason=form.get("reason", ""))


def _add_edits(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/approvals/{approval}/edit")
    def edit_and_approve(approval: ApprovalPath, form: FormFields, request: Request) -> Response:
        try:
            with read_transaction(sandbox.engine) as session:
                item = find_approval(session, approval).item
            mail = load_case(sandbox.mail_server, item).mail
        except _OVERTAKEN as error:
            return _answer(sandbox, request, approval, error.message)
        edit = None if mail is None else read_edit(form, mail)
        if edit is None:
            return _answer(sandbox, request, approval, "Nothing was changed.", stays=True)
        reason = form.get("reason", "")
        return _decide(
            sandbox, request, approval, approves=True, reason=reason, edit=edit, form=form
        )


def _decide(
    sandbox: Sandbox,
    request: Request,
    approval: str,
    *,
    approves: bool,
    reason: str,
    edit: MailEdit | None = None,
    form: Mapping[str, str] | None = None,
) -> Response:
    wrong = _fault(reason, needed=not approves)
    if wrong:
        return _answer(sandbox, request, approval, wrong, stays=True, typed=form)
    try:
        decide_as_person(
            sandbox.mail_server, approval, approves=approves, reason=reason.strip(), edit=edit
        )
    except _OVERTAKEN as error:
        return _answer(sandbox, request, approval, error.message)
    except InvalidRequestError as error:
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
    """Show what waits after a decision, or the same act again where there was none."""
    about = approval if stays else None
    desk = _desk(sandbox, about=about, said=said, after=approval, typed=typed)
    return show_page("approvals_desk" if is_part(request) else "approvals", desk)


def _fault(reason: str, *, needed: bool) -> str:
    if needed and not reason.strip():
        return "Say why it is refused: its sender is told."
    if len(reason) > _LONGEST_REASON or "\0" in reason:
        return f"A reason has at most {_LONGEST_REASON:,} characters, and no null."
    return ""


def _desk(
    sandbox: Sandbox,
    *,
    about: str | None,
    said: str = "",
    after: str = "",
    typed: Mapping[str, str] | None = None,
) -> dict[str, object]:
    with read_transaction(sandbox.engine) as session:
        queue = _queue(session)
        decided = list_decided(session)
    chosen = about or queue.after(after)
    held = None
    if chosen is not None:
        try:
            held = _view(sandbox, chosen, typed)
        except _OVERTAKEN as error:
            said = said or error.message
    return {
        "queue": queue,
        "decided": decided,
        "held": held,
        "about": None if held is None else held.id,
        "said": said,
    }


def _queue(session: Session, *, described: bool = True) -> Queue:
    found = list_waiting(session, limit=_LISTED + 1)
    page = found[:_LISTED]
    lines = describe_held(session, [each.item for each in page]) if described else {}
    return Queue(page, lines, more=len(found) > _LISTED)


def _view(sandbox: Sandbox, approval: str, typed: Mapping[str, str] | None = None) -> HeldView:
    with read_transaction(sandbox.engine) as session:
        waiting = find_approval(session, approval)
        story = load_held_story(session, waiting.item)
        lines = describe_held(session, [waiting.item])
    told = _told(waiting, story)
    case = None
    if not told:
        try:
            case = load_case(sandbox.mail_server, waiting.item)
        except MessageNotFoundError:
            told = "It was decided in this moment."
    mail = None if case is None else case.mail
    item = waiting.item
    return HeldView(
        id=waiting.id,
        waiting=waiting,
        story=story,
        title=lines.get((item.branch_id, item.number), waiting.id),
        told=told,
        case=case,
        letter=None if mail is None else show_letter(mail),
        edit={} if mail is None else {**show_edit(mail), **(typed or {})},
        edits=typed is not None,
        passes_on=None if mail is None else _passed_on(sandbox, item.branch_id, mail.forward_of),
        arguments=json.dumps(dict(item.arguments), ensure_ascii=False, indent=1),
        message=None if case is None or case.message is None else fold(case.message.text),
    )


def _told(waiting: Waiting, story: HeldStory) -> str:
    if waiting.item.state != "held":
        word = story.words[-1] if story.words else None
        by = "" if word is None else f" by {word.by}"
        reason = "" if word is None or not word.reason else f": {word.reason}"
        return f"It was {waiting.item.state}{by}{reason}"
    if story.episode.stop_reason is not None:
        return "Its episode has ended; what was held stays held."
    return ""


def _passed_on(
    sandbox: Sandbox, branch_id: BranchId, message_id: str | None
) -> tuple[str, str] | None:
    if message_id is None:
        return None
    with read_transaction(sandbox.engine) as session:
        return message_id, subjects_by_id(session, branch_id, [message_id]).get(message_id, "")
