"""Numbers as people write them: ``38,000``, ``thirty-eight thousand``, ``38k``."""

import re
from collections.abc import Iterator, Sequence

from insider.inspection.folding import fold_words

_UP_TO_NINETEEN = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_ROUND = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_ONES = _UP_TO_NINETEEN.split()
_TENS = _ROUND.split()
_SMALL = {word: value for value, word in enumerate(_ONES)} | {
    word: 10 * value for value, word in enumerate(_TENS) if value > 1
}
_ABROAD = """
    eleven onze undici jedenaście 十一
    twelve zwölf douze doce dodici twaalf dwanaście 十二
    thirteen dreizehn treize trece tredici treze dertien trzynaście 十三
    fourteen vierzehn quatorze catorce quattordici catorze veertien czternaście 十四
    fifteen fünfzehn quinze quince quindici vijftien piętnaście 十五
    sixteen sechzehn dieciséis sedici dezasseis dezesseis zestien szesnaście 十六
    seventeen siebzehn dix-sept diecisiete diciassette dezassete zeventien siedemnaście 十七
    eighteen achtzehn dix-huit dieciocho diciotto dezoito achttien osiemnaście 十八
    nineteen neunzehn dix-neuf diecinueve diciannove dezanove negentien dziewiętnaście 十九
    twenty zwanzig vingt veinte vinte twintig dwadzieścia 二十
"""
_OTHER_WAYS = {
    # Words that are English ones too, such as ``once``, are left out.
    _SMALL[line.split()[0]]: [
        tuple(each.folded for each in fold_words(word)) for word in line.split()[1:]
    ]
    for line in _ABROAD.strip().splitlines()
}
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
        yield _ONES[hundreds]
        yield "hundred"
    if small or not value:
        if joined and (hundreds or thousands):
            yield joined
        if small < len(_ONES):
            yield _ONES[small]
        else:
            yield _TENS[small // 10]
            if small % 10:
                yield _ONES[small % 10]
