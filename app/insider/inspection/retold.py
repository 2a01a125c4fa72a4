"""Weighs the details of a document that a mail retells: its figures, days and distinctive words.

A figure that two texts have in common can be chance. How likely that is depends on how many digits
it has, how many of the kind the document has to hit, and how many the mail has that miss: the
weight of a figure is the logarithm of one in so many, and weights add up. Words that stand in no
other mail weigh little, and never prove anything by themselves: names can be known to anybody.
The numbers are rough; what counts as proof is far from what ordinary mail reaches.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import log10
from typing import Literal, NamedTuple

from insider.inspection.business_words import business_words
from insider.inspection.figures import MONTHS, Figure, find_figures
from insider.inspection.finding import Quote
from insider.inspection.fingerprint import MOST_CHARS
from insider.inspection.folding import fold_words
from insider.inspection.passages import Passage

PROOF = 3.6
"""From here on details together are no chance: one in some thousands."""
DOUBT = 2.0
"""From here on somebody should look."""

_LONG = 3
"""Digits from which on a figure says something by itself."""
_FEWEST_LONG, _FEWEST, _TELLING = 2, 3, 0.5
"""Different long figures that prove something, or details of at least this weight."""
_DAY, _WORD, _MOST_WORDS = 1.3, 0.4, 1.6
_MARKER, _OTHER_KIND, _APART, _ABOUT = 0.3, 0.7, 1.0, 1.0
_MOST_MISSES = 4
"""Figures beside the document's that an ordinary mail has too."""
_SHORTEST_WORD = 4
_MOST_NEAR, _MOST_EXACT = 100, 500
"""Round numbers of a mail that are looked at, and figures that they may stand for."""
_MOST_SHOWN = 20
"""Words of a passage; fewer weigh as much as they can."""
_NEAR = 0.08
"""Share by which a round number may be beside the one that it stands for."""


class Detail(NamedTuple):
    """A detail of a document in a mail."""

    key: str
    """Which; the same detail twice proves no more."""
    kind: Literal["long", "marked", "short", "word"]
    """A figure of three digits and more, or one that its author says stands nowhere else; another
    figure or a day; a word."""
    weight: float
    passage: Passage
    start: int
    end: int
    """Where it stands in the passage's text."""

    @property
    def quote(self) -> Quote:
        """The evidence."""
        return self.passage.quote(self.start, self.end)


class Details:
    """The figures, days and words of a document.

    Args:
        texts: What it says.
        markers: What its author says stands nowhere else.
        title: Its name.
        elsewhere: Other texts, and names of people: their words are not distinctive.
    """

    def __init__(
        self,
        texts: Sequence[str],
        markers: Sequence[str],
        title: str,
        elsewhere: Sequence[str],
    ) -> None:
        texts = [text[:MOST_CHARS] for text in texts]
        self._figures: dict[str, list[Figure]] = defaultdict(list)
        passages = [Passage("", "", text, 0, own=False) for text in (*texts, *markers)]
        for passage in passages:
            for figure in find_figures(passage):
                if figure.is_day or figure.percent or not figure.is_year:
                    self._figures[figure.digits].append(figure)
        self._many = Counter(map(_size, self._figures))
        marked = (find_figures(passage) for passage in passages[len(texts) :])
        self._marked = {figure.digits for found in marked for figure in found}
        topic = _telling_words([title])
        self._told = (_telling_words(texts) - _telling_words(elsewhere)) | topic
        self._exact = [
            (digits, each)
            for digits, own in self._figures.items()
            for each in own
            if len(digits) > 1
            and (each.percent or max(each.powers, default=0) + len(digits) > _LONG)
        ][:_MOST_EXACT]

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
        digits = {each.digits for _, each in figures}
        misses = Counter(map(_size, digits - self._figures.keys()))
        near = 0
        found: list[Detail] = []
        for passage, figure in figures:
            if figure.digits in self._figures:
                found += self._same(passage, figure, misses)
            elif figure.about and near < _MOST_NEAR:
                near += 1
                found += self._near(passage, figure)
        yield from found
        # Words alone prove nothing.
        for passage in passages if found else ():
            for word in sorted(self._told & passage.places.keys())[:_MOST_SHOWN]:
                index = passage.places[word][0]
                start, end = passage.starts[index], passage.ends[index]
                yield Detail(word, "word", _WORD, passage, start, end)

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
            whole = max(_written(digits, power) for each in own for power in (*each.powers, -1))
            if len(whole) != 2 * _LONG or len(digits) <= _LONG:
                continue
            first = {mail for mail, _, _ in places.get(whole[:_LONG], ())}
            for mail, passage, figure in places.get(whole[_LONG:], ()):
                if first - {mail}:
                    weight = self._rarity(digits, Counter()) - _APART
                    yield Detail(digits, "long", weight, passage, figure.start, figure.end)
                    break

    def _same(self, passage: Passage, figure: Figure, misses: Counter[int]) -> Iterator[Detail]:
        own, place = self._figures[figure.digits], (passage, figure.start, figure.end)
        marked = figure.digits in self._marked
        extra = _MARKER if marked else 0.0
        if figure.is_day:
            yield Detail(figure.digits, "short", _DAY + extra, *place)
            return
        percent = figure.percent and any(each.percent for each in own)
        if figure.is_year and not percent:
            return
        alike = any(not each.powers.isdisjoint(figure.powers) for each in own)
        if len(figure.digits) >= _LONG:
            weight = self._rarity(figure.digits, misses)
            if not alike or any(each.percent for each in own) != figure.percent:
                weight -= _OTHER_KIND
            if weight > 0 and (alike or not figure.is_hour):
                kind: Literal["long", "marked"] = "marked" if marked and alike else "long"
                yield Detail(figure.digits, kind, weight + extra, *place)
        elif alike:
            large = max(figure.powers) + len(figure.digits) > _LONG
            two = len(figure.digits) > 1
            weight = 1.5 if percent else (1.0 if two else 0.5) if large else 0.4 if two else 0.0
            if weight:
                yield Detail(figure.digits, "short", weight + extra, *place)

    def _near(self, passage: Passage, figure: Figure) -> Iterator[Detail]:
        """Yield a figure of the document that a round one stands for: "over four hundred"."""
        for digits, own in self._exact:
            if figure.percent == own.percent and _is_near(figure, own):
                yield Detail(digits, "short", _ABOUT, passage, figure.start, figure.end)
                return

    def _rarity(self, digits: str, misses: Counter[int]) -> float:
        size = _size(digits)
        missed = max(1.0, misses[size] / _MOST_MISSES)
        return max(0.0, size - 0.5 - log10(self._many[size] * missed))


def are_proof(details: Sequence[Detail]) -> bool:
    """Tell whether different details together prove that the document was told."""
    best = _best(details)
    kinds = Counter(each.kind for each in best)
    long = kinds["long"] + kinds["marked"]
    telling = sum(each.kind != "word" and each.weight >= _TELLING for each in best)
    with_topic = kinds["marked"] >= 1 and kinds["word"] >= 1
    return weigh(details) >= PROOF and (long >= _FEWEST_LONG or telling >= _FEWEST or with_topic)


def weigh(details: Sequence[Detail]) -> float:
    """Return what details weigh together, each once."""
    best = _best(details)
    words = sum(each.weight for each in best if each.kind == "word")
    return sum(each.weight for each in best if each.kind != "word") + min(words, _MOST_WORDS)


def _best(details: Sequence[Detail]) -> list[Detail]:
    best: dict[str, Detail] = {}
    for each in details:
        if each.key not in best or each.weight > best[each.key].weight:
            best[each.key] = each
    return list(best.values())


@lru_cache(maxsize=64)
def details_of(
    texts: tuple[str, ...], markers: tuple[str, ...], title: str, elsewhere: tuple[str, ...]
) -> Details:
    """Return the details of a document; made once for the same one."""
    return Details(texts, markers, title, elsewhere)


def _size(digits: str) -> int:
    return min(len(digits), 5)


def _written(digits: str, power: int) -> str:
    return f"{digits}{'0' * power}" if 0 <= power <= 2 * _LONG else ""


def _is_near(round_one: Figure, own: Figure) -> bool:
    values = [
        (int(round_one.digits) * 10.0**power, int(own.digits) * 10.0**other)
        for power in round_one.powers
        for other in own.powers
    ]
    return any(abs(value - exact) <= _NEAR * exact for value, exact in values)


def _telling_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words of texts that are neither short, nor everyday ones, nor months."""
    words = {
        word.folded.removesuffix("'s")
        for text in texts
        for word in fold_words(text)
        if len(word.folded) >= _SHORTEST_WORD and word.folded.isalpha()
    }
    return frozenset(words - business_words() - MONTHS)
