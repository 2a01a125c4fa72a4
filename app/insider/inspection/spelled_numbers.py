"""Reads numbers that are written in words: ``four hundred and twelve thousand five hundred``.

In English, German, Dutch, French, Spanish, Italian, Portuguese, Polish, Chinese and Japanese. Each
language's words are looked for by themselves, since many words are numbers in one and something
else in the next; small ones prove nothing anyway. A word is cut into its parts from the left and
never tried again, so that long ones cost no more than their length.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from insider.inspection.number_names import AND, LANGUAGES, SIGNS, TEN_SIGN
from insider.inspection.passages import Passage
from insider.inspection.word_memory import WordMemory

_LONGEST = 80
"""Letters of a number's word."""
_HUNDRED, _THOUSAND, _MILLION = 100, 1_000, 1_000_000
_BILLION = 1_000_000_000
_LARGEST = 10**15
_WIDEST_GAP = 12
_GAP = " \t\r\n>-\u00a0\u00ad\u2010\u2011"

_SMALL_UNITS = {TEN_SIGN: 10, "百": 100, "千": 1_000}
_LARGE_UNITS = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_SIGN_RUN = re.compile(f"[{''.join((*SIGNS, *_SMALL_UNITS, *_LARGE_UNITS))}]{{2,40}}")


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words."""

    value: int
    start: int
    end: int
    """Its place in the passage's text."""


def spelled_numbers(passage: Passage, *, least: int) -> Iterator[Spelled]:
    """Yield the numbers that a passage has in words, language by language.

    Args:
        passage: Where.
        least: A language in whose words there is nothing as large is passed over.
    """
    parts = dict(_NUMBER_WORDS.of(passage.places.keys()))
    largest: dict[int, int] = {}
    for found in parts.values():
        for language, values in found.items():
            largest[language] = max(largest.get(language, 0), *values)
    for language in sorted(largest):
        if largest[language] >= least:
            words = [word for word, found in parts.items() if language in found]
            spots = sorted({index for word in words for index in passage.places[word]})
            yield from _in_language(passage, spots, parts, language)
    if not passage.text.isascii():
        for run in _SIGN_RUN.finditer(passage.text):
            value = _from_signs(run[0])
            if value is not None:
                yield Spelled(value, *run.span())


def _in_language(
    passage: Passage,
    spots: Sequence[int],
    parts: dict[str, dict[int, tuple[int, ...]]],
    language: int,
) -> Iterator[Spelled]:
    folded = passage.folded
    run: list[tuple[int, tuple[int, ...]]] = []
    for index in spots:
        here = parts.get(folded[index], {}).get(language)
        if here is None:
            continue
        if run and (index != run[-1][0] + 1 or not _go_on(passage, index)):
            yield from _numbers(passage, run)
            run = []
        run.append((index, here))
    yield from _numbers(passage, run)


def _go_on(passage: Passage, index: int) -> bool:
    """Tell whether nothing but blanks, hyphens or a quoted line break stands before a word."""
    gap = passage.text[passage.ends[index - 1] : passage.starts[index]]
    return len(gap) <= _WIDEST_GAP and not gap.strip(_GAP)


def _numbers(passage: Passage, run: Sequence[tuple[int, tuple[int, ...]]]) -> Iterator[Spelled]:
    """Yield the numbers that a row of number words holds: ``ninety-four twenty`` is two."""
    number = _Number()
    first, last = -1, -1
    for index, parts in run:
        if parts == (AND,):
            number.join()
            continue
        if first >= 0 and not number.takes(parts):
            yield _spelled(passage, number.value, first, last)
            number, first = _Number(), -1
        for part in parts:
            number.add(part)
        first, last = (index if first < 0 else first), index
    if first >= 0:
        yield _spelled(passage, number.value, first, last)


def _spelled(passage: Passage, value: int, first: int, last: int) -> Spelled:
    return Spelled(value, passage.starts[first], passage.ends[last])


class _Number:
    """A number that is read part by part."""

    def __init__(self) -> None:
        self._total = 0
        self._group = 0
        self._unit = _LARGEST
        self._joined = False

    @property
    def value(self) -> int:
        return self._total + self._group

    def join(self) -> None:
        self._joined = True

    def takes(self, parts: Sequence[int]) -> bool:
        """Tell whether parts go on with it."""
        copy = _Number()
        copy._total, copy._group = self._total, self._group
        copy._unit, copy._joined = self._unit, self._joined
        return all(copy.add(part) for part in parts)

    def add(self, part: int) -> bool:
        """Take a part, and tell whether it belongs here."""
        joined, self._joined = self._joined, part == AND
        if part == AND:
            return True
        if part >= _THOUSAND:
            fits = part < self._unit and self._group < _THOUSAND
            self._total += max(self._group, 0 if self._total and not self._group else 1) * part
            self._group, self._unit = 0, part
            return fits
        if part == _HUNDRED:
            fits = self._group < _HUNDRED
            self._group = max(self._group, 1) * _HUNDRED
            return fits
        rest = self._group % _HUNDRED
        if part > _HUNDRED:
            fits = self._group == 0
        elif rest == 4 and part == 20 and not joined:  # quatre-vingts
            self._group += 76
            return True
        elif 0 < rest < 10 and part >= 20:  # einundzwanzig
            fits = joined
        elif part < 10:
            fits = rest % 10 == 0 and rest != 10
        elif part < 20:
            fits = rest in (0, 60, 80)
        else:
            fits = rest == 0
        self._group += part
        return fits


@lru_cache(maxsize=1)
def _lexicons() -> tuple[tuple[Mapping[str, int], re.Pattern[str] | None], ...]:
    """Return each language's words, with a pattern of them where they are written as one."""
    return tuple(
        (each.values, _part_of(each.values) if each.joined else None) for each in LANGUAGES
    )


def _part_of(values: Mapping[str, int]) -> re.Pattern[str]:
    # The longest first: a part is taken once and for all.
    return re.compile("|".join(sorted(values, key=len, reverse=True)))


def _parts(word: str) -> dict[int, tuple[int, ...]]:
    """Return the parts of a number's word, by language; nothing for any other word."""
    found: dict[int, tuple[int, ...]] = {}
    if len(word) > _LONGEST or word[0].isdigit():
        return found
    # An article in front of it, as in ``dell'undici``.
    word = word.rpartition("'")[2]
    for number, (values, part) in enumerate(_lexicons()):
        if word in values:
            found[number] = (values[word],)
        elif part is not None and (parts := _cut(word, values, part)):
            found[number] = parts
    return found


_NUMBER_WORDS = WordMemory(_parts)


def _cut(word: str, values: Mapping[str, int], part: re.Pattern[str]) -> tuple[int, ...]:
    parts: list[int] = []
    at = 0
    while at < len(word):
        found = part.match(word, at)
        if found is None:
            return ()
        parts.append(values[found[0]])
        at = found.end()
    return tuple(parts) if max(parts) > 1 else ()


def _from_signs(run: str) -> int | None:
    total, group, digit = 0, 0, 0
    if not any(sign in _SMALL_UNITS or sign in _LARGE_UNITS for sign in run):
        return int("".join(str(SIGNS[sign]) for sign in run)) if len(run) > 3 else None
    for sign in run:
        if sign in SIGNS:
            digit = SIGNS[sign]
        elif sign in _SMALL_UNITS:
            group += max(digit, 1) * _SMALL_UNITS[sign]
            digit = 0
        else:
            total += max(group + digit, 1) * _LARGE_UNITS[sign]
            group, digit = 0, 0
    return total + group + digit
