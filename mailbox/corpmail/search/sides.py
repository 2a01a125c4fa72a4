"""The two sides of a search: the snapshot's mail and the branch's own.

Called by ``search_messages``. Each side is an order of messages, the copies that match in each
readable mailbox, and the scores; both are walked from the best down in the same way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam

from corpmail.context import MailContext
from corpmail.copies import current_folder, currently_read, currently_starred, visible_entries
from corpmail.expression import Expression, WordGroup
from corpmail.search.bitsets import bits_below, levels_downwards, positions_downwards
from corpmail.search.catalogue import Box, BoxKey, Order, box_key, make_order
from corpmail.search.evaluation import Evaluation, could_match, word_groups
from corpmail.search.relevance import sum_weights, weighted_groups
from corpmail.search.seeded import boxes_in_branch, snapshot_catalogue
from corpmail.search.word_index import has_search_index
from corpmail.search.words import look_up_words, match_words
from corpmail.tables import MessageRow
from corpmail.types import Address, Folder

_message = MessageRow.metadata.tables["message"]
_entry = MessageRow.metadata.tables["entry"]


@dataclass(frozen=True, slots=True)
class Request:
    """A search as both sides need it."""

    expression: Expression
    everywhere: bool
    """Whether trash is searched."""
    mailbox: Address | None
    """The one mailbox that is searched; all readable ones when it is None."""
    by_relevance: bool


class Rank(NamedTuple):
    """Where a message stands among the results: the greater, the earlier."""

    score: int
    received_at: int
    public_id: str


class Found(NamedTuple):
    """A message that matches, and the mailbox by whose copy it is shown."""

    rank: Rank
    box: BoxKey
    message_pk: int


class _Readable(NamedTuple):
    """One side of a mailbox that is searched."""

    key: BoxKey
    box: Box
    findable: int
    """The copies in it that may be found, if they match."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side found."""

    order: Order
    matched: Sequence[tuple[BoxKey, int]]
    """The copies that match, the mailbox that is preferred first."""
    planes: Sequence[int]
    """The scores, one set for each binary digit."""

    def walk(self, before: Rank | None) -> Iterator[Found]:
        """Yield the messages that match, each once, from the best down.

        Args:
            before: Only those that stand after this rank.
        """
        union = reduce(or_, (bits for _, bits in self.matched), 0)
        for score, level in levels_downwards(self.planes, union):
            for position in positions_downwards(self._after(before, score, level)):
                rank = Rank(score, *self.order.places[position])
                yield Found(rank, self._box_of(position), self.order.keys[position])

    def _after(self, before: Rank | None, score: int, level: int) -> int:
        if before is None or score < before.score:
            return level
        if score > before.score:
            return 0
        return level & bits_below(self.order.first_from(before.received_at, before.public_id))

    def _box_of(self, position: int) -> BoxKey:
        return next(key for key, bits in self.matched if bits >> position & 1)


def search_snapshot(ctx: MailContext, request: Request) -> Side:
    """Search the seeded mail that has arrived."""
    connection = ctx.session.connection()
    catalogue = snapshot_catalogue(connection, ctx.snapshot_id)
    order = catalogue.order
    arrived = bits_below(order.first_from(ctx.now + 1))
    boxes = boxes_in_branch(ctx, catalogue)
    groups = _groups(request)
    if groups and has_search_index(connection):
        words = look_up_words(connection, catalogue, groups)
        # Most mailboxes have none of what is looked for, and need not be looked into.
        arrived &= could_match(request.expression, words)
        readable = _readable(ctx, request, boxes, arrived)
    else:
        readable = _readable(ctx, request, boxes, arrived)
        words = match_words(ctx, order, groups, _union(readable))
    return _side(ctx, request, order, readable, words)


def search_branch(ctx: MailContext, request: Request) -> Side:
    """Search the mail that the branch itself holds."""
    values = {
        "branch": ctx.branch_id,
        "space": ctx.branch_id,
        "now": ctx.now,
        "reader": ctx.account,
    }
    rows = ctx.rows(_branch_copies(), values)
    order = make_order({row.message_pk: (row.received_at, row.public_id) for row in rows})
    held: dict[BoxKey, Box] = {}
    for row in rows:
        key = box_key(row.account, row.first_folder)
        held[key] = held.get(key, Box()).adding(
            1 << order.position_of(row.message_pk),
            folder=row.current_folder,
            is_read=row.is_read,
            starred=row.starred,
        )
    readable = _readable(ctx, request, held, bits_below(order.size))
    words = match_words(ctx, order, _groups(request), _union(readable))
    return _side(ctx, request, order, readable, words)


def _side(
    ctx: MailContext,
    request: Request,
    order: Order,
    readable: Sequence[_Readable],
    words: Mapping[WordGroup, int],
) -> Side:
    evaluation = Evaluation(order, words, ctx.directory.timezone)
    # Whether a copy matches is its own matter, so that what may not be found is left out last.
    matched = [
        (key, evaluation.matches(request.expression, box) & findable)
        for key, box, findable in readable
    ]
    planes = sum_weights(request.expression, words) if request.by_relevance else []
    return Side(order, matched, planes)


def _groups(request: Request) -> list[WordGroup]:
    groups = dict.fromkeys(word_groups(request.expression))
    if request.by_relevance:
        groups |= dict.fromkeys(group for _, group in weighted_groups(request.expression))
    return list(groups)


def _readable(
    ctx: MailContext, request: Request, boxes: Mapping[BoxKey, Box], within: int
) -> Sequence[_Readable]:
    """Return the boxes that are searched and have something to be found, the own first.

    Args:
        ctx: The transaction.
        request: What is searched.
        boxes: All of them.
        within: The positions that may be found.
    """
    found: list[_Readable] = []
    for key, box in boxes.items():
        findable = box.present & within
        if findable and (
            key.account == request.mailbox if request.mailbox else ctx.may_read(key.account)
        ):
            findable &= ~_hidden(ctx, request, key, box)
            found.append(_Readable(key, box, findable))
    found.sort(key=lambda one: (one.key.account != ctx.account, one.key))
    return found


def _hidden(ctx: MailContext, request: Request, key: BoxKey, box: Box) -> int:
    trash = 0 if request.everywhere else box.in_folder(Folder.TRASH)
    drafts = 0 if key.account == ctx.account else box.in_folder(Folder.DRAFTS)
    return trash | drafts


def _union(readable: Iterable[_Readable]) -> int:
    return reduce(or_, (each.findable for each in readable), 0)


@cache
def _branch_copies() -> Select[Any]:
    return (
        visible_entries(
            _entry.c.account,
            _entry.c.message_pk,
            _entry.c.folder.label("first_folder"),
            current_folder().label("current_folder"),
            currently_read().label("is_read"),
            currently_starred().label("starred"),
            _entry.c.received_at,
            _message.c.public_id,
        )
        .join(_message, _message.c.pk == _entry.c.message_pk)
        .where(_entry.c.space == bindparam("space"))
    )
