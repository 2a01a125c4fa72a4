"""Listings: the messages of a mailbox, and the mailboxes of a token.

Called by the API and by operators' pages; never writes. The snapshot's part and the branch's part
of a page are read apart, each by its index, and merged.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, not_, or_, select

from corpmail.context import MailContext
from corpmail.copies import (
    CopySummary,
    current_folder,
    currently_read,
    currently_starred,
    in_spaces,
    summary_columns,
    summary_of_row,
    visible_entries,
)
from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.errors import MailboxNotFoundError
from corpmail.tables import MessageRow
from corpmail.types import Address, Folder, Page, ScopeKind

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]
_overlay = MessageRow.metadata.tables["overlay"]


@dataclass(frozen=True, slots=True)
class MailboxSummary:
    """A mailbox as a listing shows it."""

    address: Address
    name: str
    own: bool
    unread: int


def readable_mailbox(ctx: MailContext, address: str | None) -> Address:
    """Return the mailbox that an address or alias names; the token's own when it is None.

    Raises:
        MailboxNotFoundError: There is none of that address, or none that the token may read.
    """
    if address is None:
        return ctx.account
    mailbox = ctx.directory.mailbox_of(address)
    if not ctx.may_read(mailbox):
        raise MailboxNotFoundError(f"There is no mailbox '{address[:320]}' that you can read.")
    return mailbox


def list_messages(
    ctx: MailContext,
    *,
    mailbox: str | None = None,
    folder: Folder | None = None,
    unread: bool | None = None,
    starred: bool | None = None,
    limit: int = 20,
    cursor: str | None = None,
) -> Page[CopySummary]:
    """Return a page of a mailbox, newest first.

    Args:
        ctx: The transaction.
        mailbox: An address or alias; the token's own mailbox when it is None.
        folder: Only this folder; all of them when it is None.
        unread: Only unread messages, or only read ones.
        starred: Only starred messages, or only others.
        limit: How many at most.
        cursor: Where the page before ended.

    Raises:
        MailboxNotFoundError: The token can read no such mailbox.
        InvalidCursorError: The cursor is none of this listing.
    """
    account = readable_mailbox(ctx, mailbox)
    limit = max(1, min(limit, ctx.limits.page))
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "reader": ctx.account,
        "account": account,
        "folder": folder.value if folder else None,
        "unread": unread,
        "starred": starred,
        "limit": limit + 1,
    }
    if cursor is not None:
        at, message_id, first = decode_cursor(cursor, "messages", int, str, str)
        values |= {"now": min(ctx.now, int(at)), "at": at, "id": message_id, "first": first}
    shape = _Shape(folder is not None, unread is not None, starred is not None, cursor is not None)
    rows = _page_rows(ctx, shape, values)
    found = sorted(map(summary_of_row, rows), key=_place, reverse=True)
    more = len(found) > limit
    items = tuple(found[:limit])
    return Page(items, encode_cursor("messages", *_place(items[-1])) if more else None)


def _place(copy: CopySummary) -> tuple[int, str, str]:
    return (copy.received_at, copy.id, copy.first_folder.value)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which of a listing's conditions are given."""

    folder: bool
    unread: bool
    starred: bool
    cursor: bool


def _page_rows(ctx: MailContext, shape: _Shape, values: dict[str, Any]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for space in (ctx.snapshot_id, ctx.branch_id):
        rows += ctx.rows(_page_statement(shape), {**values, "space": space})
    if shape.folder:
        # Those that moved here are few, and are found by what the branch changed.
        moved = [row.entry_pk for row in ctx.rows(_moved_keys_statement(), values)]
        if moved:
            named = {**values, "snapshot": ctx.snapshot_id, "entries": moved}
            rows += ctx.rows(_moved_statement(shape), named)
    return rows


@cache
def _page_statement(shape: _Shape) -> Select[Any]:
    statement = _conditions(shape).where(_entry.c.space == bindparam("space"))
    if shape.folder:
        stayed = _overlay.c.folder.is_(None)
        statement = statement.where(_entry.c.folder == bindparam("folder"), stayed)
    return statement


@cache
def _moved_keys_statement() -> Select[Any]:
    return select(_overlay.c.entry_pk).where(
        _overlay.c.branch_id == bindparam("branch"), _overlay.c.folder == bindparam("folder")
    )


@cache
def _moved_statement(shape: _Shape) -> Select[Any]:
    named = _entry.c.pk.in_(bindparam("entries", expanding=True))
    return _conditions(shape).where(named, in_spaces())


def _conditions(shape: _Shape) -> Select[Any]:
    statement = (
        visible_entries(*summary_columns())
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(_entry.c.account == bindparam("account"))
        .order_by(_entry.c.received_at.desc(), _message.c.public_id.desc(), _entry.c.folder.desc())
        .limit(bindparam("limit", type_=Integer))
    )
    if shape.unread:
        statement = statement.where(currently_read() != bindparam("unread"))
    if shape.starred:
        statement = statement.where(currently_starred() == bindparam("starred"))
    if shape.cursor:
        same_time = _entry.c.received_at == bindparam("at")
        same_message = _message.c.public_id == bindparam("id")
        statement = statement.where(
            or_(
                _entry.c.received_at < bindparam("at"),
                and_(same_time, _message.c.public_id < bindparam("id")),
                and_(same_time, same_message, _entry.c.folder < bindparam("first")),
            )
        )
    return statement


def list_mailboxes(
    ctx: MailContext, *, limit: int = 50, cursor: str | None = None
) -> Page[MailboxSummary]:
    """Return a page of the mailboxes that the token can read, by address.

    Args:
        ctx: The transaction.
        limit: How many at most.
        cursor: Where the page before ended.

    Raises:
        InvalidCursorError: The cursor is none of this listing.
    """
    after = str(decode_cursor(cursor, "mailboxes", str)[0]) if cursor is not None else ""
    limit = max(1, min(limit, ctx.limits.page))
    readable = [address for address in readable_mailboxes(ctx) if address > after]
    addresses = readable[:limit]
    unread = _unread_counts(ctx, addresses)
    items = tuple(
        MailboxSummary(
            address=address,
            name=account.name if (account := ctx.directory.account(address)) else "",
            own=address == ctx.account,
            unread=unread.get(address, 0),
        )
        for address in addresses
    )
    more = len(readable) > limit
    return Page(items, encode_cursor("mailboxes", addresses[-1]) if more else None)


def readable_mailboxes(ctx: MailContext) -> tuple[Address, ...]:
    """Return every mailbox that the token can read, by address."""
    readable = {ctx.account}
    if ctx.scope.kind is ScopeKind.COMPANY:
        readable.update(account.address for account in ctx.directory.internal_accounts)
    elif ctx.scope.kind is ScopeKind.ACCOUNTS:
        readable.update(ctx.scope.accounts)
    return tuple(sorted(readable))


def _unread_counts(ctx: MailContext, addresses: list[Address]) -> dict[Address, int]:
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "spaces": (ctx.snapshot_id, ctx.branch_id),
        "accounts": addresses,
    }
    counts: Counter[Address] = Counter()
    for account, count in ctx.rows(_unread_as_came_statement(), values):
        counts[account] += count
    # What the branch changed is little; it is put right one by one.
    for account, came_unread, is_unread in ctx.rows(_changed_statement(), values):
        counts[account] += int(is_unread) - int(came_unread)
    return dict(counts)


def _counted_entries() -> ColumnElement[bool]:
    return and_(
        _entry.c.space.in_(bindparam("spaces", expanding=True)),
        _entry.c.account.in_(bindparam("accounts", expanding=True)),
        _entry.c.received_at <= bindparam("now"),
    )


def _came_unread() -> ColumnElement[bool]:
    return and_(_entry.c.folder == Folder.INBOX.value, not_(_entry.c.is_read))


@cache
def _unread_as_came_statement() -> Select[Any]:
    return (
        select(_entry.c.account, func.count())
        .where(_counted_entries(), _came_unread())
        .group_by(_entry.c.account)
    )


@cache
def _changed_statement() -> Select[Any]:
    is_unread = and_(
        current_folder() == Folder.INBOX.value, not_(currently_read()), not_(_overlay.c.deleted)
    )
    return (
        select(_entry.c.account, _came_unread(), is_unread)
        .select_from(_overlay.join(_entry, _entry.c.pk == _overlay.c.entry_pk))
        .where(_overlay.c.branch_id == bindparam("branch"), _counted_entries())
    )
