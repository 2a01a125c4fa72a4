"""Endpoints: who the token is, and which mailboxes it can read."""

from fastapi import APIRouter, Response

from corpmail.api.dependencies import CallerDep, CursorQuery, LimitQuery, answer
from corpmail.api.problem_handlers import describe_problems
from corpmail.clock import to_company_time
from corpmail.listing import list_mailboxes as list_readable_mailboxes
from corpmail.schemas import MailboxPage, MePublic
from corpmail.types import ScopeKind
from corpmail.views import show_mailboxes, show_session

router = APIRouter(tags=["mailboxes"])


@router.get("/me", response_model=MePublic, responses=describe_problems())
def me(caller: CallerDep) -> Response:
    """Who you are, what you can read, and what time it is at the company."""
    with caller.act("me") as ctx:
        pass  # That it was asked is all that its transaction has to say.
    account = ctx.directory.account(ctx.account)
    closes_at, timezone = ctx.closes_at, ctx.directory.timezone
    listed = ctx.scope.kind is ScopeKind.ACCOUNTS
    body = MePublic(
        address=ctx.account,
        name=account.name if account else "",
        organization=account.organization if account else "",
        scope=ctx.scope.kind.value,
        readable=sorted(ctx.scope.accounts) if listed else None,
        now=to_company_time(ctx.now, timezone),
        closes_at=None if closes_at is None else to_company_time(closes_at, timezone),
        timezone=timezone,
        session=None if ctx.schedule is None else show_session(ctx, ctx.schedule),
    )
    return answer(body, "me")


@router.get("/mailboxes", response_model=MailboxPage, responses=describe_problems())
def list_mailboxes(
    caller: CallerDep, cursor: CursorQuery = None, limit: LimitQuery = 50
) -> Response:
    """The mailboxes that you can read, by address."""
    with caller.act("list_mailboxes", {"cursor": cursor, "limit": limit}) as ctx:
        body = show_mailboxes(list_readable_mailboxes(ctx, limit=limit, cursor=cursor))
    return answer(body, "list_mailboxes")
