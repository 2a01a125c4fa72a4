"""Reads the figures and dates of a passage in whatever notation: ``£412.5k`` is ``412,500``.

A figure is its digits without the zeros around them, and the powers of ten that its notation
allows: ``8.000`` is eight or eight thousand. So nobody need know which country's commas stand
there, and "289 to open" can be seen to be 289,000. Numbers within codes and times of day are none.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from insider.inspection.passages import Passage
from insider.inspection.spelled_numbers import Spelled, spelled_numbers

MOST_FIGURES = 5_000
"""Of a passage that are looked at."""

_LETTER = r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]"
"""What makes a number a part of a code; the signs of Chinese and Japanese do not."""
# In one piece, in groups of thousands, or with decimals; what follows is no more of it.
_DIGITS = re.compile(r"\d+")
_NUMERAL = re.compile(
    rf"(?<!{_LETTER})(?<!\d)(?<![^\W\d_][-_./])(?<!\d[_/:])(?:"
    r"\d{1,3}([.,'\u2019\u00a0\u2009\u202f ])\d{3}(?:\1\d{3}){0,3}(?:(?!\1)[.,]\d{1,2})?(?![.,]?\d)"
    r"|\d{1,15}(?:\.\d{1,6}(?!\d|\.\d)|,\d{1,2}(?![.,]?\d))"
    r"|\d{1,15}(?!\d))"
)
_SCALES = (
    (3, ("k", "thousand", "grand", "tsd", "tausend", "mille", "mil", "mila", "duizend", "tys")),
    (3, ("tysięcy", "tysiące")),
    (6, ("m", "mn", "mln", "mio", "million", "millions", "millionen", "milioni", "milione")),
    (6, ("millones", "millón", "milhões", "milhão", "miljoen", "milionów", "miliony")),
    (9, ("bn", "billion", "mrd", "milliarden", "milliards", "milliard", "miliardi", "miljard")),
    (4, ("万", "萬")),
    (8, ("亿", "億")),
)
_SCALE_OF = {word: power for power, words in _SCALES for word in words}
_SCALE = re.compile(r"[ \u00a0\u202f]?([^\W\d_]{1,10})(?![^\W_])")
_PERCENT_SIGN = re.compile("%|per ?cent|pro[zc]ent|pour cent|por cien|pct", re.IGNORECASE)
_PARTS_OF_PERCENT = ("%", "cent", "zent", "cien", "pct")
_SMALLEST = 13
"""Of numbers in words, unless they can be percentages or have decimals: less tells nothing."""
_PERCENT = re.compile(
    r"\s{0,3}(?:%|(?:per\s?cent|percent|pct|prozent|procent|pour\s?cent|por\s?cien(?:to)?"
    r"|por\s?cento|per\s?cento|procents?|％)\b)",
    re.IGNORECASE,
)
_DECIMALS = re.compile(r"[.,](\d+)\Z")
_CODE_BEHIND = re.compile(rf"[-_/]?{_LETTER}|[_/:]\d|-\d{{1,15}}-\d")
_POINTS = frozenset({"point", "komma", "virgule", "coma", "vírgula", "virgola", "przecinek"})
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª)?")
_MONTHS = (
    "january jan januar jänner januari janvier enero gennaio janeiro stycznia",
    "february feb februar februari février febrero febbraio fevereiro lutego",
    "march mar märz maart mars marzo março marca",
    "april apr avril abril aprile kwietnia",
    "may mai mei mayo maggio maio maja",
    "june jun juni juin junio giugno junho czerwca",
    "july jul juli juillet julio luglio julho lipca",
    "august aug augustus août agosto sierpnia",
    "september sep sept septembre septiembre settembre setembro września",
    "october oct oktober okt octobre octubre ottobre outubro października",
    "november nov novembre noviembre novembro listopada",
    "december dec dezember dez décembre diciembre dicembre dezembro grudnia",
)
_MONTH_OF = {word: number for number, row in enumerate(_MONTHS, start=1) for word in row.split()}
MONTHS = frozenset(_MONTH_OF)
"""Their names, in small letters."""
_LAST_DAY = re.compile(r"\blast day (?:of|in) ([^\W\d_]{3,12})", re.IGNORECASE)
_SOME_YEAR = 2027
_MOST_ROUND = 2
"""Digits of a number that stands for others."""
_ROUND_WORDS = (
    *("about", "around", "roughly", "approximately", "approx", "approx.", "almost", "nearly"),
    *("close to", "some", "over", "above", "under", "below", "more than", "less than"),
    *("fewer than", "north of", "south of", "just shy of", "upward of", "upwards of", "or so"),
    *("rund", "etwa", "knapp", "gut", "ungefähr", "fast", "circa", "ca", "ca.", "zirka", "ruim"),
    *("bijna", "ongeveer", "krap", "environ", "presque", "près de", "plus de", "moins de"),
    *("un peu plus de", "casi", "cerca de", "unos", "más de", "menos de", "quasi", "oltre"),
    *("più di", "meno di", "poco meno di", "mais de", "quase", "ponad", "około", "prawie"),
)
_ARTICLES = (
    *("a", "an", "the", "een", "un", "une", "una", "um", "uma", "ein", "eine", "einem", "einer"),
)
_ABOUT = re.compile(
    rf"(?:{'|'.join(map(re.escape, _ROUND_WORDS))})(?: (?:{'|'.join(_ARTICLES)}))?"
    r"[ \n]{1,2}[$\u00a3\u20ac]?\Z",
    re.IGNORECASE,
)
_ABOUT_ENDS = (*_ROUND_WORDS, *(f" {each}" for each in _ARTICLES))
_ABOUT_BEFORE = 24
"""Characters in which that stands."""
_FRACTION_OF = {
    "third": "33", "quarter": "25", "half": "50", "fifth": "20", "drittel": "33", "viertel": "25",
    "tiers": "33", "quart": "25", "derde": "33", "kwart": "25", "terzo": "33", "tercio": "33",
    "ter\u00e7o": "33",
}  # fmt: skip
_FRACTIONS = frozenset(_FRACTION_OF)
_BETWEEN_DAY_AND_MONTH = frozenset({"of", "de", "di", "the"})
_YEARS = range(1900, 2101)
_LONGEST_MONTH = 31
_MOST_PARTS = 7
"""Numbers in words that make one with decimals."""
_WIDEST_GAP = 12
"""Characters between the words of a number with decimals."""


class Figure(NamedTuple):
    """A number, or a day of the year."""

    digits: str
    """Its digits without zeros before and behind; of a day ``MM-DD``."""
    powers: frozenset[int]
    """Powers of ten by which the digits can be meant; empty for a day."""
    percent: bool
    start: int
    end: int
    """Its place in the passage's text."""
    about: bool = False
    """Whether it is round, or a fraction, and the text says that it is not exact."""

    @property
    def is_day(self) -> bool:
        """Whether it is a day of the year."""
        return not self.powers

    @property
    def is_hour(self) -> bool:
        """Whether it can be a time of day with a point: ``14.20``."""
        hour = int(self.digits) * 10 if len(self.digits) < 4 and -1 in self.powers else 0
        hour = int(self.digits) if -2 in self.powers else hour
        return 0 < hour < 2400 and hour % 100 < 60

    @property
    def is_year(self) -> bool:
        """Whether it can be a year."""
        return any(
            0 <= power <= 3
            and len(self.digits) + power == 4
            and int(self.digits) * 10**power in _YEARS
            for power in self.powers
        )


def find_figures(passage: Passage) -> list[Figure]:
    """Return the figures and days of a passage in their order; the first ``MOST_FIGURES``."""
    every = (
        *_days(passage),
        *_last_days(passage),
        *_numerals(passage.text),
        *_spelled(passage),
        *_fractions(passage),
    )
    found: list[Figure] = []
    for figure in sorted(every, key=lambda each: (each.start, -each.end, not each.is_day)):
        # A part of a figure, such as the hundred of "per cent", is none.
        if figure.digits and (not found or figure.end > found[-1].end):
            found.append(_with_about(figure, passage.text))
            if len(found) == MOST_FIGURES:
                break
    return found


def _with_about(figure: Figure, text: str) -> Figure:
    if len(figure.digits) > _MOST_ROUND or figure.is_day or figure.about:
        return figure
    return figure._replace(about=True) if _is_about(text, figure.start) else figure


def _is_about(text: str, start: int) -> bool:
    """Tell whether the words before a place say that what follows is not exact."""
    before = text[max(0, start - _ABOUT_BEFORE) : start]
    # Few words are asked at length.
    ends = before.rstrip(" \n$\u00a3\u20ac").casefold().endswith(_ABOUT_ENDS)
    return ends and _ABOUT.search(before) is not None


def _fractions(passage: Passage) -> Iterator[Figure]:
    """Yield "just under a third" as so many per cent."""
    for word in _FRACTIONS & passage.places.keys():
        for index in passage.places[word]:
            start, end = passage.starts[index], passage.ends[index]
            if _is_about(passage.text, start):
                yield Figure(_FRACTION_OF[word], frozenset({0}), True, start, end, about=True)


def _last_days(passage: Passage) -> Iterator[Figure]:
    if "last day" not in passage.text.casefold():
        return
    for found in _LAST_DAY.finditer(passage.text):
        month = _MONTH_OF.get(found[1].casefold())
        if month is not None:
            day = calendar.monthrange(_SOME_YEAR, month)[1]
            yield Figure(f"{month:02}-{day:02}", frozenset(), False, *found.span())


def _numerals(text: str) -> Iterator[Figure]:
    count = 0
    end = 0
    for run in _DIGITS.finditer(text):
        numeral = _NUMERAL.match(text, run.start()) if run.start() >= end else None
        if numeral is None:
            continue
        end = numeral.end()
        scaled = _SCALE.match(text, end)
        power = _SCALE_OF.get(scaled[1].casefold()) if scaled else None
        if power is None and _CODE_BEHIND.match(text, end):
            continue
        last = scaled.end() if scaled is not None and power is not None else end
        percent = _PERCENT.match(text, last)
        digits, powers = _read(numeral[0], numeral[1])
        yield Figure(
            digits,
            # An ``m`` can be a million, and a meter.
            frozenset(powers if power is None else {*powers, *(each + power for each in powers)}),
            percent is not None,
            numeral.start(),
            percent.end() if percent else last,
        )
        count += 1
        if count >= MOST_FIGURES:
            return


def _read(numeral: str, divider: str | None) -> tuple[str, set[int]]:
    """Return the digits of a numeral and the powers that they can have."""
    if numeral.isdecimal() and numeral.isascii():
        return _bare(numeral, {0})
    # In full-width or Arabic digits too.
    digits = "".join(filter(str.isdecimal, numeral))
    if not digits.isascii():
        digits = "".join(str(int(char)) for char in digits)
    behind = _DECIMALS.search(numeral)
    if behind is None or (divider is not None and numeral.count(divider) > 1):
        return _bare(digits, {0})
    decimals = len(behind[1])
    # With three digits behind one sign, it can divide thousands as well.
    powers = {-decimals, 0} if divider is not None and decimals == 3 else {-decimals}
    return _bare(digits, powers)


def _bare(digits: str, powers: set[int]) -> tuple[str, set[int]]:
    bare = digits.rstrip("0")
    zeros = len(digits) - len(bare)
    return bare.lstrip("0"), {power + zeros for power in powers}


def _spelled(passage: Passage) -> Iterator[Figure]:
    longest: list[Spelled] = []
    numbers = spelled_numbers(passage, least=2 if _is_exact(passage) else _SMALLEST)
    for each in sorted(numbers, key=lambda each: (each.start, -each.end)):
        # What is a number in one language can be the end of one in another.
        if not longest or each.end > longest[-1].end:
            longest.append(each)
    for number, each in enumerate(longest[:MOST_FIGURES]):
        percent = _PERCENT.match(passage.text, each.end)
        digits, powers = _bare(str(each.value), {0})
        end = percent.end() if percent else each.end
        yield Figure(digits, frozenset(powers), percent is not None, each.start, end)
        yield from _with_decimals(passage, longest[number : number + _MOST_PARTS])


def _is_exact(passage: Passage) -> bool:
    """Tell whether small numbers in words can be percentages, or have decimals."""
    if not _POINTS.isdisjoint(passage.places.keys()):
        return True
    folded = passage.text.casefold()
    return (
        any(each in folded for each in _PARTS_OF_PERCENT)
        and _PERCENT_SIGN.search(passage.text) is not None
    )


def _with_decimals(passage: Passage, numbers: Sequence[Spelled]) -> Iterator[Figure]:
    """Yield ``ninety-four point two``, or ``ninety-four twenty``, as one figure."""
    first, decimals, end, power = numbers[0], "", numbers[0].end, 0
    for each in numbers[1:]:
        between = passage.text[end : each.start].strip(" -\n").casefold()
        is_point = not decimals and between in _POINTS
        if each.start - end > _WIDEST_GAP or (between and not is_point) or power:
            break
        if not is_point and not decimals and not (each.value >= 10 and 10 <= first.value < 1000):
            break
        more, powers = _bare(str(each.value), {0})
        power = max(powers) if each.value >= 1000 else 0
        if not power:
            more = str(each.value)
        if len(more) > 2:
            break
        decimals, end = decimals + more, each.end
    if decimals:
        digits, bare = _bare(f"{first.value}{decimals}", {power - len(decimals)})
        yield Figure(digits, frozenset(bare), False, first.start, end)


def _days(passage: Passage) -> Iterator[Figure]:
    months = MONTHS & passage.places.keys()
    folded = passage.folded
    for index in sorted(index for month in months for index in passage.places[month]):
        for at in (index - 1, index - 2, index + 1, index + 2):
            if not 0 <= at < len(folded) or not folded[at][:1].isdecimal():
                continue
            if abs(at - index) > 1 and folded[(at + index) // 2] not in _BETWEEN_DAY_AND_MONTH:
                continue
            day = _ORDINAL.fullmatch(folded[at])
            if day is not None and 1 <= int(day[1]) <= _LONGEST_MONTH:
                first, last = min(at, index), max(at, index)
                if passage.starts[last] - passage.ends[first] <= _WIDEST_GAP // 2:
                    month = _MONTH_OF[folded[index].removesuffix("'s")]
                    digits = f"{month:02}-{int(day[1]):02}"
                    yield Figure(
                        digits, frozenset(), False, passage.starts[first], passage.ends[last]
                    )
                    break
