"""What a search asks for, once it has been read.

Made by ``corpmail.query``; evaluated by search. Plain values: they know neither the text that
they were read from nor the mail that they are to match.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from corpmail.types import Folder

FieldName = Literal["subject", "sender", "to_line", "cc_line", "body", "files"]

FIELDS: tuple[FieldName, ...] = get_args(FieldName)
"""The fields of a message that words are looked for in; the columns of the index."""


@dataclass(frozen=True, slots=True)
class Words:
    """One or more words that follow each other, in one field or in any."""

    tokens: tuple[str, ...]
    field: FieldName | None = None
    prefix: bool = False
    """Whether the last word may go on."""


WordGroup = tuple[Words, ...]
"""Words that a message must all have."""


@dataclass(frozen=True, slots=True)
class Me:
    """The reader's own address in a field."""

    field: FieldName


@dataclass(frozen=True, slots=True)
class State:
    """A flag of the reader's copy."""

    flag: Literal["unread", "read", "starred"]


@dataclass(frozen=True, slots=True)
class InFolder:
    """The folder that a copy is in."""

    folder: Folder


@dataclass(frozen=True, slots=True)
class Received:
    """Days on which a message came: from ``first`` on, and before ``end``."""

    first: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every message."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Matches no message."""


@dataclass(frozen=True, slots=True)
class Not:
    """What the part does not match."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class AllOf:
    """What all parts match."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """What at least one part matches."""

    parts: "tuple[Expression, ...]"


Expression = Words | Me | State | InFolder | Received | Everything | Nothing | Not | AllOf | AnyOf


def wanted_words(expression: Expression) -> Iterator[Words]:
    """Yield the words that a match is to contain, in their order, for snippets and relevance."""
    match expression:
        case Words():
            yield expression
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted_words(part)
        case _:
            return
