"""Undoes base85 and Ascii85, whose letters are nearly all that a keyboard has."""

import base64
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from insider.inspection.pieces import LONG, MAX_PIECES, Encoded, Opaque, says_something

SHORTEST_WIDE = 25
_RUN = re.compile(rf"(?<![!-~])[!-~]{{{SHORTEST_WIDE},}}+")
_GAP = re.compile(r"[ \t]*+\r?\n[ \t>]*+")
_SAMPLE = 200
"""Characters that show whether a run says something; a multiple of five."""
_MOST_CHARS = 200_000
_MOST_RUNS = 4 * MAX_PIECES
_ODD = frozenset("!#$%*()<>?@^`{|}~;\"'\\[]")
"""What neither words nor addresses have; an encoded text has much of it."""
_FEW_ODD, _MANY_ODD = 3, 8


def wide_pieces(text: str, *, markup: bool) -> Iterator[Encoded | Opaque]:
    """Yield what stands in base85 or Ascii85, and long runs that only look so.

    Args:
        text: As it stands.
        markup: Whether it is the source of a page: tags are no encoding.
    """
    runs = islice(_runs(text, markup=markup), _MOST_RUNS)
    for lines in runs:
        start, end = lines[0].start(), lines[-1].end()
        joined = "".join(line[0] for line in lines)
        content = _decode(joined)
        if content is not None:
            yield Encoded(content[1], content[0], start, end)
        elif not markup and _looks_coded(joined):
            yield Opaque(start, end)


def _runs(text: str, *, markup: bool) -> Iterator[Sequence[re.Match[str]]]:
    lines: list[re.Match[str]] = []
    for run in _RUN.finditer(text):
        if "://" in run[0] or (markup and '="' in run[0]):
            continue
        if lines and _GAP.fullmatch(text, lines[-1].end(), run.start()):
            lines.append(run)
            continue
        if _is_odd(lines):
            yield lines
        lines = [run]
    if _is_odd(lines):
        yield lines


def _is_odd(lines: Sequence[re.Match[str]]) -> bool:
    signs: set[str] = set().union(*(line[0] for line in lines))
    return len(_ODD & signs) >= _FEW_ODD


def _decode(joined: str) -> tuple[str, bytes] | None:
    bare = joined.removeprefix("<~").removesuffix("~>")[:_MOST_CHARS]
    for how, read in (("base85", base64.b85decode), ("Ascii85", base64.a85decode)):
        try:
            if says_something(read(bare[:_SAMPLE])):
                return how, read(bare)
        except ValueError:
            continue
    return None


def _looks_coded(joined: str) -> bool:
    """Tell a long run with signs as chance has them from data that programs write."""
    written = joined.count('":') + joined.count('","')
    return len(joined) >= LONG and len(_ODD.intersection(joined)) >= _MANY_ODD and written < 3
