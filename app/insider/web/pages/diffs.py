"""Unified diffs as pages show them: line by line, and the words that differ within a line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from insider.reports.example_mail import Piece

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_HEADER_LINES = 2
_LIKE = 0.3
"""How alike two lines must be for their words to be held against each other."""
_LONGEST = 4000

Sign = Literal["+", "-", " ", "@"]


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line; with ``@`` lines are left out that are the same."""

    sign: Sign
    pieces: Sequence[Piece]
    """Its words; those that differ are ``quoted``."""


def show_diff(lines: Sequence[str]) -> list[DiffLine]:
    """Return a unified diff for a page.

    Args:
        lines: As ``difflib.unified_diff`` gives them, with the names of the two sides.
    """
    found: list[DiffLine] = []
    gone: list[str] = []
    come: list[str] = []
    for line in lines[_HEADER_LINES:]:
        sign, words = line[:1], line[1:]
        if sign == "-" and not come:
            gone.append(words)
        elif sign == "+":
            come.append(words)
        else:
            found += _replaced(gone, come)
            gone, come = ([words], []) if sign == "-" else ([], [])
            if sign == "@":
                found.append(DiffLine("@", ()))
            elif sign != "-":
                found.append(DiffLine(" ", [Piece(words, False)]))
    return [*found, *_replaced(gone, come)]


def _replaced(gone: Sequence[str], come: Sequence[str]) -> Iterator[DiffLine]:
    """Yield lines that went and came; pairs of like ones with their words compared."""
    pairs = [_compare(before, after) for before, after in zip(gone, come, strict=False)]
    for number, words in enumerate(gone):
        yield DiffLine("-", pairs[number][0] if number < len(pairs) else [Piece(words, False)])
    for number, words in enumerate(come):
        yield DiffLine("+", pairs[number][1] if number < len(pairs) else [Piece(words, False)])


def _compare(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if len(one) > _LONGEST or len(other) > _LONGEST:
        return [Piece(before, False)], [Piece(after, False)]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < _LIKE or matcher.ratio() < _LIKE:
        return [Piece(before, False)], [Piece(after, False)]
    codes = matcher.get_opcodes()
    return (
        list(_pieces(one, ((tag, start, end) for tag, start, end, _, _ in codes))),
        list(_pieces(other, ((tag, start, end) for tag, _, _, start, end in codes))),
    )


def _pieces(words: Sequence[str], codes: Iterable[tuple[str, int, int]]) -> Iterator[Piece]:
    for tag, start, end in codes:
        if end > start:
            yield Piece("".join(words[start:end]), tag != "equal")
