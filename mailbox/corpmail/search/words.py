"""Which messages have which words.

Called by search, once for a query: every group of words is looked up in the index where there is
one, or all groups together in one pass over the texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, TextClause, bindparam, select, text

from corpmail.context import MailContext
from corpmail.expression import WordGroup, Words
from corpmail.search.bitsets import bits_of, positions_downwards
from corpmail.search.catalogue import Catalogue, Order
from corpmail.search.matcher import has_words
from corpmail.search.searchable import Searchable, read_mailer, read_parts
from corpmail.tables import MessageRow

_message = MessageRow.metadata.tables["message"]
_BATCH = 500


def look_up_words(
    connection: Connection, catalogue: Catalogue, groups: Iterable[WordGroup]
) -> Mapping[WordGroup, int]:
    """Return for each group the positions of the seeded messages that have it, by the index.

    What was found is kept with the catalogue: its mail does not change, and its readers turn
    pages and look for the same words again.
    """
    found: dict[WordGroup, int] = {}
    for group in groups:
        bits = catalogue.kept.recall(group)
        if bits is None:
            bits = _look_up(connection, catalogue.order, group)
            catalogue.kept.keep(group, bits)
        found[group] = bits
    return found


def _look_up(connection: Connection, order: Order, group: WordGroup) -> int:
    values = {
        "query": " AND ".join(_index_term(words) for words in group),
        "least": order.key_range[0],
        "greatest": order.key_range[1],
    }
    # One long text is read several times faster than as many rows.
    found = connection.execute(_index_statement(), values).scalar()
    return order.bits_of_keys((found or "").split())


def _index_term(words: Words) -> str:
    # Tokens hold neither quotes nor anything else that the index's language knows.
    column = f"{words.field} : " if words.field else ""
    return f'{column}"{" ".join(words.tokens)}"{" *" if words.prefix else ""}'


@cache
def _index_statement() -> TextClause:
    return text(
        "SELECT group_concat(rowid, ' ') FROM message_fts "
        "WHERE message_fts MATCH :query AND rowid BETWEEN :least AND :greatest"
    )


def match_words(
    ctx: MailContext, order: Order, groups: Iterable[WordGroup], within: int
) -> Mapping[WordGroup, int]:
    """Return for each group the positions of the messages that have it, by reading them.

    Args:
        ctx: The transaction.
        order: The messages.
        groups: What to look for.
        within: The positions that matter; others are not read.
    """
    found: dict[WordGroup, list[int]] = {group: [] for group in groups}
    if found:
        for position, message in _read_messages(ctx, order, within):
            for group, positions in found.items():
                if all(has_words(message, words) for words in group):
                    positions.append(position)
    return {group: bits_of(positions, order.size) for group, positions in found.items()}


def _read_messages(ctx: MailContext, order: Order, within: int) -> Iterator[tuple[int, Searchable]]:
    wanted = (order.keys[position] for position in positions_downwards(within))
    while batch := list(islice(wanted, _BATCH)):
        for row in ctx.rows(_content_statement(), {"keys": batch}):
            message = read_parts(
                subject=row.subject,
                sender=read_mailer(row.sender),
                to=_mailers(row.recipients, "to"),
                cc=_mailers(row.recipients, "cc"),
                text=row.text,
                html=row.html,
                filenames=[str(attachment["filename"]) for attachment in row.attachments],
            )
            yield order.position_of(row.pk), message


def _mailers(recipients: Mapping[str, Sequence[Mapping[str, str]]], field: str) -> list[Any]:
    return [read_mailer(mailer) for mailer in recipients.get(field, ())]


@cache
def _content_statement() -> Select[Any]:
    columns = ("pk", "subject", "sender", "recipients", "text", "html", "attachments")
    return select(*(_message.c[name] for name in columns)).where(
        _message.c.pk.in_(bindparam("keys", expanding=True))
    )
