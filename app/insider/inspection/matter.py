"""What refers to a secret without its wording: the mail in which it can be found, and its words.

``your letter to Greta of 28 October``, ``your Thursdays``, ``Red Fork``: what an author of facts
did not list, and what the reader knows all the same. Each reference has a weight; one of weight
``SURE`` is enough by itself to know what is meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

from insider.inspection.calendar_words import DAYS, MONTHS
from insider.inspection.everyday import COMMONPLACE
from insider.inspection.folding import Word, fold_words
from insider.inspection.names import name_words
from insider.inspection.passages import Passage
from insider.inspection.record import SourceMail
from insider.inspection.word_memory import WordMemory
from insider.scenarios import Facts, Secret

SURE = 2
"""Weight of references by which it is sure what is meant."""
_HINT = 1
_SHORTEST = 5
_LONG = 6
"""Letters; longer words with the same beginning are taken for forms of one."""
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|º|ª|e|er)?")
_ENDINGS = re.compile(r"(?:'s|s|ed|ing|es)$")
_POSSESSIVE_WORDS = """
    your his her their ihr ihre ihrem ihren ihrer dein deine seine seinen votre vos ton ta tes sa
    ses su sus tu tus suo sua sue suoi tuo tua uw je jouw zijn haar ditt din hans hennes seu
    seus teu pani pana jej jego twój twoja twoje
"""
_POSSESSIVES = frozenset(_POSSESSIVE_WORDS.split())
"""``Your application``: a word of the matter that is somebody's is surely meant."""
_NIGHT = timedelta(hours=8)
"""A mail late in the evening can have the next day's date in UTC."""
_MOST = 4_000
"""Words of a source that are looked at."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a word refers to by itself."""

    entries: tuple[tuple[str, int, bool], ...]
    """What it is, its weight, and whether it weighs more where it is somebody's."""
    dated: bool
    """Whether it can be the day of one of the dates."""

    def __bool__(self) -> bool:
        return self.dated or bool(self.entries)


@dataclass(frozen=True)
class Matter:
    """By what a secret can be referred to."""

    words: Mapping[str, int]
    """The weight of each word."""
    days: frozenset[int]
    """Days of the week that have to do with it."""
    dates: frozenset[tuple[int, int]]
    """Days and months; month 0 where none was named."""
    months: frozenset[int]
    """Months that are named with it."""

    def find(self, passage: Passage) -> Iterator[tuple[int, str, int]]:
        """Yield where a passage refers to the matter: the word, what it is, and its weight."""
        words = passage.folded
        said = dict(self._said.of(passage.places.keys()))
        for index in sorted({place for word in said for place in passage.places[word]}):
            # In the genitive a word stands as another one too.
            here = said.get(words[index])
            if here is None:
                continue
            own = SURE if index and words[index - 1] in _POSSESSIVES else _HINT
            for name, weight, counts_own in here.entries:
                yield index, name, max(weight, own) if counts_own else weight
            if here.dated:
                yield from self._dated(words, index)

    @cached_property
    def _said(self) -> WordMemory["_Said"]:
        return WordMemory(self._say)

    def _say(self, word: str) -> "_Said":
        """Return what a word refers to, wherever it stands."""
        entries: list[tuple[str, int, bool]] = []
        weight = self.words.get(_stem(word), 0) or self.words.get(word, 0)
        if weight:
            entries.append((_stem(word), weight, True))
        month = MONTHS.get(word)
        if month in self.months:
            entries.append((f"month {month}", _HINT, False))
        day = DAYS.get(word)
        if day in self.days:
            entries.append((f"day {day}", _HINT, True))
        number = _ORDINAL.fullmatch(word)
        dated = number is not None and any(int(number[1]) == each for each, _ in self.dates)
        return _Said(tuple(entries), dated=dated)

    def _dated(self, words: Sequence[str], index: int) -> Iterator[tuple[int, str, int]]:
        found = _ORDINAL.fullmatch(words[index])
        if found is None:
            return
        day = int(found[1])
        near = words[max(0, index - 1) : index + 3]
        months = {MONTHS[each] for each in near if each in MONTHS}
        for month in months:
            if (day, month) in self.dates:
                yield index, f"date {day}", SURE
        if not months and not found[0].isdigit() and any(day == each for each, _ in self.dates):
            yield index, f"date {day}", _HINT


_NOTHING = Matter({}, frozenset(), frozenset(), frozenset())


def matter_of(secret: Secret, facts: Facts, sources: Mapping[str, SourceMail]) -> Matter:
    """Return by what a secret can be referred to.

    Args:
        secret: What is private.
        facts: Name the people.
        sources: The mails that the facts name, by message id; some can be missing.
    """
    found_in = frozenset(secret.found_in)
    own = tuple(mail for key, mail in sources.items() if key in found_in)
    if not own:
        return _NOTHING
    others = tuple(mail.text for key, mail in sources.items() if key not in found_in)
    people = frozenset().union(*(name_words(person.name) for person in facts.people))
    parties = frozenset().union(
        *(name_words(each.name) for mail in own for each in (mail.sender, *mail.to))
    )
    parties -= name_words(secret.about.name) | name_words(facts.agent.name)
    return _matter(own, others, people, parties)


@lru_cache(maxsize=256)
def _matter(
    own: tuple[SourceMail, ...],
    others: tuple[str, ...],
    people: frozenset[str],
    parties: frozenset[str],
) -> Matter:
    elsewhere = frozenset().union(*(_stems(text) for text in others))
    weights: dict[str, int] = dict.fromkeys(parties, _HINT)
    days: set[int] = set()
    months: set[int] = set()
    dates: set[tuple[int, int]] = set()
    for mail in own:
        moment = datetime.fromtimestamp(mail.sent_at, UTC)
        dates.update((each.day, each.month) for each in (moment, moment - _NIGHT))
        text = _without_quotes(mail.text)
        for start, part in ((0, mail.subject), (1, text)):
            words = fold_words(part)[:_MOST]
            for index, word in enumerate(words):
                if word.folded in DAYS:
                    days.add(DAYS[word.folded])
                if start and word.folded in MONTHS and part[word.start].isupper():
                    months.add(MONTHS[word.folded])
                dates.update(_date_at(words, index))
                stem = _stem(word.folded)
                if stem in elsewhere or word.folded in people or not _tells(word.folded):
                    continue
                named = bool(start) and _is_name(part, words, index)
                weights[stem] = max(weights.get(stem, 0), SURE if named else _HINT)
    return Matter(weights, frozenset(days), frozenset(dates), frozenset(months))


def _without_quotes(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(">"))


@lru_cache(maxsize=1024)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word.folded) for word in fold_words(text)[:_MOST])


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    if len(word) > _LONG:
        return word[:_SHORTEST]
    return _ENDINGS.sub("", word) if len(word) > _SHORTEST else word


_EVERYDAY_STEMS = frozenset(map(_stem, COMMONPLACE))


def _tells(word: str) -> bool:
    """Tell whether sharing a word can say something."""
    if word.isdigit():
        return len(word) > 2
    if word in DAYS or word in MONTHS:
        return False
    return len(word) >= _SHORTEST and word not in COMMONPLACE and _stem(word) not in _EVERYDAY_STEMS


def _is_name(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a word has a capital where no sentence begins."""
    word = words[index]
    before = text[words[index - 1].end : word.start] if index else "\n"
    return text[word.start].isupper() and before == " "


def _date_at(words: Sequence[Word], index: int) -> Iterator[tuple[int, int]]:
    """Yield the day and the month that are named at a word; month 0 where none is."""
    month = MONTHS.get(words[index].folded)
    if month is None:
        found = _ORDINAL.fullmatch(words[index].folded)
        if found is not None and not found[0].isdigit():
            yield int(found[1]), 0
        return
    for other in (index - 1, index + 1, index - 2):
        if 0 <= other < len(words):
            found = _ORDINAL.fullmatch(words[other].folded)
            if found is not None:
                yield int(found[1]), month
