"""Searching the mail that a token can see.

Called by the API; never writes. A search is read, its words are looked up, and the rest is
computed with sets, for the snapshot and for the branch's own mail apart; the best of both are
merged, and only the messages of the page are read.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from heapq import merge
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Select, bindparam, func

from corpmail.clock import derived_id
from corpmail.context import MailContext
from corpmail.copies import (
    CopySummary,
    in_spaces,
    summary_columns,
    summary_of_row,
    visible_entries,
)
from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.errors import InvalidQueryError
from corpmail.expression import Expression, wanted_words
from corpmail.listing import readable_mailbox
from corpmail.query import parse_query
from corpmail.search.catalogue import BoxKey, box_key
from corpmail.search.evaluation import put_reader
from corpmail.search.sides import Found, Rank, Request, search_branch, search_snapshot
from corpmail.search.snippets import SNIPPET_READ_CHARS, make_snippet
from corpmail.tables import MessageRow
from corpmail.types import Address, Page

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]


def search_messages(
    ctx: MailContext,
    text: str,
    *,
    mailbox: Address | None = None,
    sort: Literal["date", "relevance"] = "date",
    limit: int = 20,
    cursor: str | None = None,
) -> Page[CopySummary]:
    """Return a page of the messages that a search finds, each once, by the copy that is nearest.

    A copy is found when it lies in a mailbox that the token may read, has arrived, and matches by
    itself, its flags and folder included. Of several, the own one is shown, else the first by
    address. Trash is left out unless the search names it; drafts of others are never found.

    Args:
        ctx: The transaction.
        text: The search, in the language of ``corpmail.query``; an empty one finds everything.
        mailbox: An address or alias; every readable mailbox when it is None.
        sort: By date, newest first; or by relevance, and then by date.
        limit: How many at most.
        cursor: Where the page before ended.

    Raises:
        InvalidQueryError: The search cannot be read, or is too long.
        MailboxNotFoundError: The token can read no such mailbox.
        InvalidCursorError: The cursor is none of this search.
    """
    if len(text) > ctx.limits.query_chars:
        raise InvalidQueryError(f"A search has at most {ctx.limits.query_chars} characters.")
    query = parse_query(text)
    only = None if mailbox is None else readable_mailbox(ctx, mailbox)
    name = derived_id("q", text, only or "", sort)
    before = None if cursor is None else _decode(cursor, name)
    request = Request(
        expression=put_reader(query.expression, _own_addresses(ctx)),
        everywhere=query.everywhere,
        mailbox=only,
        by_relevance=sort == "relevance",
    )
    limit = max(1, min(limit, ctx.limits.page))
    walks = [side(ctx, request).walk(before) for side in (search_snapshot, search_branch)]
    found = list(islice(merge(*walks, reverse=True), limit + 1))
    items = _summaries(ctx, request.expression, found[:limit])
    next_cursor = encode_cursor(name, *found[limit - 1].rank) if found[limit:] else None
    return Page(items, next_cursor, query.warnings)


def _own_addresses(ctx: MailContext) -> tuple[Address, ...]:
    account = ctx.directory.account(ctx.account)
    return (ctx.account, *(account.aliases if account else ()))


def _decode(cursor: str, name: str) -> Rank:
    score, received_at, public_id = decode_cursor(cursor, name, int, int, str)
    return Rank(int(score), int(received_at), str(public_id))


def _summaries(
    ctx: MailContext, expression: Expression, found: Sequence[Found]
) -> tuple[CopySummary, ...]:
    values = {
        "branch": ctx.branch_id,
        "now": ctx.now,
        "reader": ctx.account,
        "snapshot": ctx.snapshot_id,
        "accounts": sorted({one.box.account for one in found}),
        "messages": [one.message_pk for one in found],
    }
    words = list(wanted_words(expression))
    copies: dict[tuple[str, BoxKey], tuple[CopySummary, str]] = {}
    for *columns, text in ctx.rows(_page_statement(), values):
        summary = summary_of_row(columns)
        key = (summary.id, box_key(summary.mailbox, summary.first_folder))
        copies[key] = (summary, text)
    shown = (copies[(one.rank.public_id, one.box)] for one in found)
    return tuple(replace(copy, beginning=make_snippet(text, words)) for copy, text in shown)


@cache
def _page_statement() -> Select[Any]:
    text = func.substr(_message.c.text, 1, SNIPPET_READ_CHARS)
    return (
        visible_entries(*summary_columns(), text)
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(
            in_spaces(),
            # The empty suffix keeps SQLite from walking whole mailboxes for a few messages.
            _entry.c.account.concat("").in_(bindparam("accounts", expanding=True)),
            _entry.c.message_pk.in_(bindparam("messages", expanding=True)),
        )
    )
