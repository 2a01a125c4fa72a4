"""Endpoints: what waits for approval, and a person's yes or no to it. Operators only."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.openapi.models import Example

from corpmail.api.dependencies import CursorQuery, LimitQuery
from corpmail.api.problem_handlers import describe_problems
from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.database import read_transaction
from corpmail.errors import MessageNotFoundError
from insider.episodes import (
    Sandbox,
    Waiting,
    approval_id,
    decide_as_person,
    list_waiting,
    load_case,
)
from insider.web.api.approval_examples import APPROVED, REFUSED, WAITING
from insider.web.api.approval_schemas import (
    ApprovalPage,
    ApprovalPublic,
    ApproveCreate,
    DecisionPublic,
    EditCreate,
    RefuseCreate,
    show_approval,
)
from insider.web.api.operator import require_operator
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep

_CURSOR = "approvals"
_PLAIN_YES = ApproveCreate()
"""What no body at all means."""
_APPROVE: dict[str, Example] = {
    "yes": {"summary": "Yes", "value": {}},
    "with a reason": {"summary": "Yes, and why", "value": {"reason": "The client asked for it."}},
}
_EDIT: dict[str, Example] = {
    "text": {
        "summary": "Other words",
        "value": {"text": "Thank you. We come back to you.", "reason": "No prices by mail."},
    },
    "recipients": {
        "summary": "Inside the firm only",
        "value": {"to": ["Ann Lee <ann@firm.example>"], "cc": [], "bcc": []},
    },
}
_REFUSE: dict[str, Example] = {
    "no": {"summary": "No", "value": {"reason": "Prices go out through the sales team only."}}
}
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: described
    for status, described in describe_problems(403, 404, 409).items()
    if status != 410
}
_PROBLEMS_OF_DECISIONS = _PROBLEMS | {410: describe_problems()[410]}

ApprovalIdPath = Annotated[
    str,
    Path(
        description="An approval's id: its episode, a dot, its number.",
        examples=["ep-abcdefghijkm.1"],
        max_length=80,
    ),
]


router = APIRouter(
    prefix="/api/v1/approvals",
    tags=["approvals"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


@router.get("", responses=answers(WAITING) | _PROBLEMS)
def list_approvals(
    sandbox: SandboxDep,
    episode: Annotated[
        str | None,
        Query(description="Only this episode; an id or its beginning.", max_length=80),
    ] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> ApprovalPage:
    """What waits in episodes that have not ended, by episode and number."""
    after = ("", 0)
    if cursor is not None:
        episode_id, number = decode_cursor(cursor, _CURSOR, str, int)
        after = (str(episode_id), int(number))
    with read_transaction(sandbox.engine) as session:
        found = list_waiting(session, episode, after=after, limit=limit + 1)
    page = found[:limit]
    last = page[-1].item if len(found) > limit else None
    return ApprovalPage(
        items=[shown for each in page if (shown := _shown(sandbox, each)) is not None],
        next_cursor=last and encode_cursor(_CURSOR, str(last.branch_id), last.number),
    )


@router.post("/{approval}/approve", responses=answers(APPROVED) | _PROBLEMS_OF_DECISIONS)
def approve(
    sandbox: SandboxDep,
    approval: ApprovalIdPath,
    body: Annotated[ApproveCreate, Body(openapi_examples=_APPROVE)] = _PLAIN_YES,
) -> DecisionPublic:
    """Let it take effect now."""
    item = decide_as_person(sandbox.mail_server, approval, approves=True, reason=body.reason)
    return DecisionPublic(id=approval_id(item), decision="approved")


@router.post("/{approval}/edit", responses=answers(APPROVED) | _PROBLEMS_OF_DECISIONS)
def edit_and_approve(
    sandbox: SandboxDep,
    approval: ApprovalIdPath,
    body: Annotated[EditCreate, Body(openapi_examples=_EDIT)],
) -> DecisionPublic:
    """Change a held mail and let it leave now, in one; the record says what was changed."""
    item = decide_as_person(
        sandbox.mail_server, approval, approves=True, reason=body.reason, edit=body.edit()
    )
    return DecisionPublic(id=approval_id(item), decision="approved")


@router.post("/{approval}/refuse", responses=answers(REFUSED) | _PROBLEMS_OF_DECISIONS)
def refuse(
    sandbox: SandboxDep,
    approval: ApprovalIdPath,
    body: Annotated[RefuseCreate, Body(openapi_examples=_REFUSE)],
) -> DecisionPublic:
    """Keep it from taking effect; the sender is told why."""
    item = decide_as_person(sandbox.mail_server, approval, approves=False, reason=body.reason)
    return DecisionPublic(id=approval_id(item), decision="refused")


def _shown(sandbox: Sandbox, waiting: Waiting) -> ApprovalPublic | None:
    try:
        return show_approval(waiting, load_case(sandbox.mail_server, waiting.item))
    except MessageNotFoundError:
        # Decided since it was listed.
        return None
