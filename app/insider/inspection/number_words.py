"""Numbers as people write them: ``38,000``, ``thirty-eight thousand``, ``38k``."""

import re
from collections.abc import Iterator, Sequence

from insider.inspection.folding import fold_words
from insider.inspection.number_names import ENGLISH, LANGUAGES, SIGNS, TEN_SIGN

_SMALL = {"zero": 0} | {word: value for word, value in ENGLISH.values.items() if 0 < value < 100}
_WRITTEN = {value: word for word, value in reversed(_SMALL.items())}
"""How each of them is written; of two ways, the one that comes first."""
_FEWEST, _MOST = 11, 20
_COMPOUND = {17: "dix-sept", 18: "dix-huit", 19: "dix-neuf"}
_ENGLISH_TOO = frozenset({"doze", "elf", "once", "seize", "vent"})
_IN_SIGNS = {
    **{value + 10: f"{TEN_SIGN}{sign}" for sign, value in reversed(SIGNS.items()) if value},
    20: f"二{TEN_SIGN}",
}


def _ways_abroad(value: int) -> list[tuple[str, ...]]:
    """Return how other languages write a number of hours and days, without what is English too."""
    words = [
        word
        for language in LANGUAGES
        for word, each in language.values.items()
        if language is not ENGLISH and each == value and word not in _ENGLISH_TOO
    ]
    words += (each[value] for each in (_COMPOUND, _IN_SIGNS) if value in each)
    return [tuple(each.folded for each in fold_words(word)) for word in words]


_OTHER_WAYS = {value: _ways_abroad(value) for value in range(_FEWEST, _MOST + 1)}
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_LARGEST = 999_999
_MOST_DIGITS = 9


def read_numbers(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield the numbers in folded words, each with its range of words."""
    index = 0
    while index < len(words):
        word = words[index]
        if word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS:
            yield int(word), index, index + 1
            index += 1
        elif ordinal := _ORDINAL.fullmatch(word):
            yield int(ordinal[1]), index, index + 1
            index += 1
        elif word in _SMALL and word != "zero":
            value, last = _read_spelled(words, index)
            yield value, index, last
            index = last
        else:
            index += 1


def is_number(word: str) -> bool:
    """Tell whether a folded word says a number."""
    return word.isdigit() or word in _SMALL or word in ("hundred", "thousand")


def spell(value: int) -> tuple[tuple[str, ...], ...]:
    """Return the ways in which a number is written, as folded words."""
    ways: list[tuple[str, ...]] = [(str(value),)]
    if value % 1000 == 0 and value:
        ways.append((f"{value // 1000}k",))
        ways.append((str(value // 1000), "thousand"))
    if value <= _LARGEST:
        ways.append(tuple(_spelled(value, joined="")))
        if value > 100:
            ways.append(tuple(_spelled(value, joined="and")))
    if 0 < value < 100:
        ways += [(f"{value}{ending}",) for ending in ("st", "nd", "rd", "th")]
    return tuple(dict.fromkeys((*ways, *_OTHER_WAYS.get(value, ()))))


def _read_spelled(words: Sequence[str], index: int) -> tuple[int, int]:
    total, part = 0, 0
    last = index
    while last < len(words):
        word = words[last]
        if word in _SMALL:
            # ``ten twelve`` are two numbers, ``thirty two`` is one.
            if part % 100 and not (part % 100 >= 20 and part % 10 == 0 and _SMALL[word] < 10):
                break
            part += _SMALL[word]
        elif word == "hundred" and 0 < part < 100:
            part *= 100
        elif word == "thousand" and 0 < part < 1000 and not total:
            total, part = 1000 * part, 0
        elif word == "and" and part % 100 == 0 and last + 1 < len(words):
            if words[last + 1] not in _SMALL or not (part or total):
                break
        else:
            break
        last += 1
    return total + part, last


def _spelled(value: int, *, joined: str) -> Iterator[str]:
    thousands, rest = divmod(value, 1000)
    if thousands:
        yield from _spelled(thousands, joined=joined)
        yield "thousand"
    hundreds, small = divmod(rest, 100)
    if hundreds:
        yield _WRITTEN[hundreds]
        yield "hundred"
    if small or not value:
        if joined and (hundreds or thousands):
            yield joined
        if small in _WRITTEN:
            yield _WRITTEN[small]
        else:
            yield _WRITTEN[small - small % 10]
            yield _WRITTEN[small % 10]
