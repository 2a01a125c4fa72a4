"""Which copies a search's expression matches, computed with sets.

Called by search for each mailbox in turn; reads nothing: what words match has been looked up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_
from zoneinfo import ZoneInfo

from corpmail.expression import (
    AllOf,
    AnyOf,
    Everything,
    Expression,
    InFolder,
    Me,
    Not,
    Nothing,
    Received,
    State,
    WordGroup,
    Words,
)
from corpmail.search.bitsets import bits_below
from corpmail.search.catalogue import Box, Order
from corpmail.tokens import BOUNDARY, tokenize
from corpmail.types import Address

_EVERY_POSITION = -1


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is needed to evaluate an expression over some messages."""

    order: Order
    words: Mapping[WordGroup, int]
    """The positions that have each of the expression's word groups."""
    timezone: str

    def matches(self, expression: Expression, box: Box) -> int:
        """Return the copies of a box that an expression matches."""
        match expression:
            case Words():
                return self.words[(expression,)] & box.present
            case State(flag):
                return _flagged(box, flag)
            case InFolder(folder):
                return box.in_folder(folder)
            case Received(first, end):
                return self._between(first, end) & box.present
            case Not(part):
                return box.present & ~self.matches(part, box)
            case AnyOf(parts):
                return reduce(or_, (self.matches(part, box) for part in parts))
            case AllOf(parts):
                return reduce(and_, self._of_all(parts, box))
            case Everything():
                return box.present
            case Nothing() | Me():  # the reader's address has been put in place of Me
                return 0

    def _of_all(self, parts: tuple[Expression, ...], box: Box) -> Iterator[int]:
        group, others = split_words(parts)
        yield box.present
        if group:
            yield self.words[group]
        for part in others:
            yield self.matches(part, box)

    def _between(self, first: date | None, end: date | None) -> int:
        bits = bits_below(self._start_of(end) if end else self.order.size)
        return bits & ~bits_below(self._start_of(first)) if first else bits

    def _start_of(self, day: date) -> int:
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.timezone))
        return self.order.first_from(int(midnight.timestamp()))


def _flagged(box: Box, flag: str) -> int:
    if flag == "starred":
        return box.starred
    return box.read if flag == "read" else box.present & ~box.read


def split_words(parts: tuple[Expression, ...]) -> tuple[WordGroup, tuple[Expression, ...]]:
    """Return the words among the parts of a conjunction, to be looked up together, and the rest."""
    group = tuple(dict.fromkeys(part for part in parts if isinstance(part, Words)))
    return group, tuple(part for part in parts if not isinstance(part, Words))


def word_groups(expression: Expression) -> Iterator[WordGroup]:
    """Yield the word groups that evaluating an expression will ask for."""
    match expression:
        case Words():
            yield (expression,)
        case Not(part):
            yield from word_groups(part)
        case AnyOf(parts):
            for part in parts:
                yield from word_groups(part)
        case AllOf(parts):
            group, others = split_words(parts)
            if group:
                yield group
            for part in others:
                yield from word_groups(part)
        case _:
            return


def could_match(expression: Expression, words: Mapping[WordGroup, int]) -> int:
    """Return the positions at which some copy could match, by the words alone.

    Args:
        expression: What is looked for.
        words: The positions that have each of its word groups.
    """
    match expression:
        case Words():
            return words[(expression,)]
        case AnyOf(parts):
            return reduce(or_, (could_match(part, words) for part in parts))
        case AllOf(parts):
            group, others = split_words(parts)
            found = words[group] if group else _EVERY_POSITION
            return reduce(and_, (could_match(part, words) for part in others), found)
        case _:
            return _EVERY_POSITION


def put_reader(expression: Expression, addresses: tuple[Address, ...]) -> Expression:
    """Return an expression in which ``me`` is any of the reader's addresses."""
    match expression:
        case Me(field):
            mine = tuple(
                Words((BOUNDARY, *tokenize(address), BOUNDARY), field=field)
                for address in addresses
            )
            return AnyOf(mine)
        case Not(part):
            return Not(put_reader(part, addresses))
        case AnyOf(parts):
            return AnyOf(tuple(put_reader(part, addresses) for part in parts))
        case AllOf(parts):
            return AllOf(tuple(put_reader(part, addresses) for part in parts))
        case _:
            return expression
