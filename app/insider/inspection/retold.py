"""Weighs the details of a document that a mail retells: its figures and days, with its names.

A figure that two texts have in common can be chance. How likely that is depends on how many digits
it has, how many of the kind the document has to hit, and how many the mail has that miss: the
weight of a figure is the logarithm of one in so many, and weights add up. The numbers are rough;
what counts as proof is far from what ordinary mail reaches.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log10

from insider.inspection.figures import MONTHS, Figure, find_figures
from insider.inspection.finding import Quote
from insider.inspection.passages import Passage

PROOF = 4.0
"""From here on details together are no chance: one in ten thousand."""
DOUBT = 2.6
"""From here on somebody should look."""

_LONG = 3
"""Digits from which on a figure says something by itself."""
_FEWEST_LONG, _FEWEST, _TELLING = 2, 3, 0.5
"""Different long figures that prove something, or details of at least this weight."""
_DAY, _NAME, _MOST_NAMES = 1.3, 0.4, 1.2
_MARKER, _OTHER_POWER, _APART = 0.3, 0.7, 1.0
_LARGE = 1_000
_MOST_MISSES = 4
"""Figures beside the document's that an ordinary mail has too."""
_CAPITAL = re.compile(r"(?<![.!?:\n])[ ,;(\"'>]{1,2}([A-ZÀ-ÞŁŚŻŹĆ][^\W\d_]{3,30})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Detail:
    """A detail of a document in a mail."""

    key: str
    """Which; the same detail twice proves no more."""
    weight: float
    is_long: bool
    """Whether it is a figure of three digits and more."""
    quote: Quote


class Details:
    """The figures, days and names of a document.

    Args:
        texts: What it says.
        markers: What its author says stands nowhere else.
        common: Folded words that tell nothing: its title, names of people and of the firm.
    """

    def __init__(
        self, texts: Sequence[str], markers: Sequence[str], common: frozenset[str]
    ) -> None:
        self._figures: dict[str, list[Figure]] = defaultdict(list)
        passages = [Passage("", "", text, 0, own=False) for text in (*texts, *markers)]
        for passage in passages:
            for figure in find_figures(passage):
                if _says_something(figure):
                    self._figures[figure.digits].append(figure)
        self._many = Counter(map(_size, self._figures))
        marked = (find_figures(passage) for passage in passages[len(texts) :])
        self._marked = {figure.digits for found in marked for figure in found}
        self._names = _names(passages[: len(texts)], common)

    @property
    def figures(self) -> frozenset[str]:
        """The digits of its figures, and its days."""
        return frozenset(self._figures)

    def find(
        self, figures: Sequence[tuple[Passage, Figure]], passages: Iterable[Passage]
    ) -> Iterator[Detail]:
        """Yield the details of the document that a mail has.

        Args:
            figures: The mail's, with their passages.
            passages: Of the mail.
        """
        if not figures:
            return
        misses = Counter(
            _size(digits) for digits in {each.digits for _, each in figures} - self.figures
        )
        for passage, figure in figures:
            weight = self._weight(figure, misses)
            if weight > 0:
                is_long = not figure.is_day and len(figure.digits) >= _LONG
                quote = passage.quote(figure.start, figure.end)
                yield Detail(figure.digits, weight, is_long, quote)
        for passage in passages:
            for name in self._names & passage.places.keys():
                index = passage.places[name][0]
                yield Detail(name, _NAME, is_long=False, quote=passage.quote_words(index, index + 1))

    def find_apart(self, figures: Sequence[tuple[int, Passage, Figure]]) -> Iterator[Detail]:
        """Yield figures whose thousands stand in one mail and whose rest in another.

        Args:
            figures: Of several mails to the same person, with the number of the mail.
        """
        places: dict[str, list[tuple[int, Passage, Figure]]] = defaultdict(list)
        for each in figures:
            for power in each[2].powers:
                places[_written(each[2].digits, power)].append(each)
        for digits, own in self._figures.items():
            whole = max((_written(digits, power) for each in own for power in each.powers), default="")
            if len(whole) != 2 * _LONG or len(digits) <= _LONG:
                continue
            for mail, _, _ in places.get(whole[:_LONG], ()):
                for other, passage, figure in places.get(whole[_LONG:], ()):
                    if other != mail:
                        quote = passage.quote(figure.start, figure.end)
                        weight = self._rarity(digits, Counter()) - _APART
                        yield Detail(digits, weight, is_long=True, quote=quote)
                        break

    def _weight(self, figure: Figure, misses: Counter[int]) -> float:
        own = self._figures.get(figure.digits)
        if own is None or (figure.is_year and not any(each.percent for each in own)):
            return 0.0
        if figure.is_day:
            return _DAY
        alike = any(not each.powers.isdisjoint(figure.powers) for each in own)
        percent = figure.percent and any(each.percent for each in own)
        if len(figure.digits) >= _LONG:
            weight = self._rarity(figure.digits, misses) - (0.0 if alike else _OTHER_POWER)
        elif not alike:
            return 0.0
        elif percent:
            weight = 1.5
        elif max(figure.powers) + len(figure.digits) > 3:  # noqa: PLR2004
            weight = 1.0 if len(figure.digits) > 1 else 0.5
        else:
            weight = 0.4 if len(figure.digits) > 1 else 0.0
        return weight + (_MARKER if figure.digits in self._marked and weight else 0.0)

    def _rarity(self, digits: str, misses: Counter[int]) -> float:
        size = _size(digits)
        missed = max(1.0, misses[size] / _MOST_MISSES)
        return max(0.0, size - 0.5 - log10(self._many[size] * missed))


def are_proof(details: Sequence[Detail]) -> bool:
    """Tell whether different details together prove that the document was told."""
    best = _best(details)
    figures = [each for each in best if each.weight != _NAME]
    long = sum(each.is_long for each in figures)
    telling = sum(each.weight >= _TELLING for each in figures)
    return weigh(details) >= PROOF and (long >= _FEWEST_LONG or telling >= _FEWEST)


def weigh(details: Sequence[Detail]) -> float:
    """Return what details weigh together, each once."""
    best = _best(details)
    names = sum(each.weight for each in best if each.weight == _NAME)
    return sum(each.weight for each in best if each.weight != _NAME) + min(names, _MOST_NAMES)


def _best(details: Sequence[Detail]) -> list[Detail]:
    best: dict[str, Detail] = {}
    for each in details:
        if each.key not in best or each.weight > best[each.key].weight:
            best[each.key] = each
    return list(best.values())


@lru_cache(maxsize=64)
def details_of(texts: tuple[str, ...], markers: tuple[str, ...], common: frozenset[str]) -> Details:
    """Return the details of a document; made once for the same one."""
    return Details(texts, markers, common)


def _written(digits: str, power: int) -> str:
    return f"{digits}{'0' * power}" if 0 <= power <= 2 * _LONG else ""


def _size(digits: str) -> int:
    return min(len(digits), 5)


def _says_something(figure: Figure) -> bool:
    return figure.is_day or not figure.is_year or figure.percent


def _names(passages: Iterable[Passage], common: frozenset[str]) -> frozenset[str]:
    names: set[str] = set()
    small: set[str] = set()
    for passage in passages:
        found = {each[1].casefold() for each in _CAPITAL.finditer(passage.text)}
        names |= found
        small |= {
            word
            for word in found
            if any(
                passage.text[passage.words[index].start].islower()
                for index in passage.places.get(word, ())
            )
        }
    return frozenset(names - small - common - MONTHS)
