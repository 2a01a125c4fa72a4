"""Undoes the disguises of letters by which text is carried past a reader, who can still read it.

Letters with something between each two (``s p a c e d``), letters backwards, and letters moved
along the alphabet (rot13 and its kin). Ordinary text costs next to nothing: its words, which every
rule needs anyway, must have what only disguised English, or a disguised word of the facts, has. A
reading claims nothing by itself; it is one more text that is held against the facts.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.passages import Passage
from insider.inspection.telltales import Telltales, alphabet

SPACED = "spaced letters"
REVERSED = "reversed letters"
SHIFTED = "shifted letters"

_FEWEST = 2
"""Different common words in disguise that make a text worth reading."""
_FEWEST_LETTERS = 4
"""Different letters that stand alone: ``a``, ``I`` and a stray initial are not as many."""
_GAP = r"[\W_]{1,6}"
_FEWEST_SPACED = 6
"""Letters of a spaced run."""
_SINGLES = b" x" * _FEWEST_SPACED + b" "
_LETTERS = bytes(120 if chr(code).isalnum() else 32 for code in range(128)) + b" " * 128
"""An ``x`` for a letter or digit of ASCII, a blank for all else."""
_SPACED_RUN = re.compile(
    rf"(?<![^\W_])[^\W_](?:{_GAP}[^\W_](?![^\W_]))"
    rf"{{{_FEWEST_SPACED - 1},200000}}"
)
_BETWEEN = re.compile(r"[\W_]+")
_COMMON = """
    the of and to in is on at for with that this from will have are was not you be by it as or
    has he she we they his her our which before after between until
"""
_WORDS_BACKWARDS = "dna eh era ni no ot ro sa saw si ta ti ton"
"""Common words backwards that are words too, here or in the next language."""

_NO_TELLTALES = Telltales()


@dataclass(frozen=True, slots=True)
class Undone:
    """A stretch of a passage as it reads without its disguise."""

    text: str
    how: str
    start: int
    """Where the disguise shows; the text may begin earlier, and end later, in its paragraph."""
    end: int


def undo_disguises(passage: Passage, telltales: Telltales = _NO_TELLTALES) -> Iterator[Undone]:
    """Yield how a passage reads where it looks disguised; for ordinary text nothing.

    Args:
        passage: What is read.
        telltales: The facts' own words in disguise.
    """
    if [*map(len, passage.places)].count(1) >= _FEWEST_LETTERS and _may_be_spaced(passage.text):
        yield from _close_up(passage.text)
    yield from _turn_round(passage, telltales)
    yield from _move_back(passage, telltales)


def _may_be_spaced(text: str) -> bool:
    """Tell quickly whether a text can have a spaced run; certain of ASCII alone."""
    if not text.isascii():
        return True
    return _SINGLES in b" %b " % b" ".join(text.encode().translate(_LETTERS).split())


def _close_up(text: str) -> Iterator[Undone]:
    """Yield all spaced runs as one text.

    What stands between most letters divides letters, anything else words.
    """
    runs = list(_SPACED_RUN.finditer(text))
    if runs:
        closed = "\n".join(_closed(run[0]) for run in runs)
        yield Undone(closed, SPACED, runs[0].start(), runs[-1].end())


def _closed(run: str) -> str:
    gaps = _BETWEEN.findall(run)
    usual = Counter(gaps).most_common(1)[0][0]
    return _BETWEEN.sub(lambda gap: "" if gap[0] == usual else " ", run)


def _turn_round(passage: Passage, telltales: Telltales) -> Iterator[Undone]:
    """Yield a text turned as a whole, line by line, and word by word."""
    words = passage.places.keys()
    clear = (_backwards() & words) | (telltales.backwards & words)
    hits = clear.union(_WORDS_BACKWARDS.split()) & words if clear else clear
    if _speak_for_it(hits, telltales):
        text, start, end = _around(passage, hits)
        lines = "\n".join(line[::-1] for line in text.splitlines())
        turned_words = " ".join(word[::-1] for word in text.split())
        for turned in (text[::-1], lines, turned_words):
            yield Undone(turned, REVERSED, start, end)


def _move_back(passage: Passage, telltales: Telltales) -> Iterator[Undone]:
    """Yield a text with its letters moved back, for each shift that its words speak for."""
    hits: dict[int, set[str]] = defaultdict(set)
    for shifts in (_shifts(), telltales.moved):
        for word in shifts.keys() & passage.places.keys():
            for shift in shifts[word]:
                hits[shift].add(word)
    for shift, moved in sorted(hits.items()):
        if _speak_for_it(moved, telltales):
            text, start, end = _around(passage, moved)
            yield Undone(text.translate(alphabet(-shift)), SHIFTED, start, end)


def _speak_for_it(hits: Set[str], telltales: Telltales) -> bool:
    return len(hits) >= _FEWEST or not telltales.enough.isdisjoint(hits)


def _around(passage: Passage, hits: Iterable[str]) -> tuple[str, int, int]:
    """Return the paragraphs in which words stand, and where: from their first line to the last."""
    places = [place for word in hits for place in passage.places[word]]
    first, last = passage.starts[min(places)], passage.ends[max(places)]
    text = passage.text
    begin, end = text.rfind("\n\n", 0, first), text.find("\n\n", last)
    line_end = text.find("\n", last)
    return (
        text[max(0, begin) : len(text) if end < 0 else end],
        text.rfind("\n", 0, first) + 1,
        len(text) if line_end < 0 else line_end,
    )


@lru_cache(maxsize=1)
def _backwards() -> frozenset[str]:
    """Return the common words as they look backwards."""
    return frozenset(word[::-1] for word in _COMMON.split()).difference(_WORDS_BACKWARDS.split())


@lru_cache(maxsize=1)
def _shifts() -> Mapping[str, Sequence[int]]:
    """Return how the common words look moved, and how far; without those that are common too."""
    shifts: dict[str, list[int]] = defaultdict(list)
    common = frozenset(_COMMON.split())
    for shift in range(1, 26):
        for word in common:
            if (moved := word.translate(alphabet(shift))) not in common:
                shifts[moved].append(shift)
    return dict(shifts)
