"""Duplicate phrasing: runs of six words that stand in more than one mail.

Text that one author makes up in quantity repeats itself where many people would not. Some
repetition is real: reports have a form, and people have habits.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpmail.types import SeedMessage
from insider.scenarios.realism.own_words import own_paragraphs, words_of

RUN = 6
"""Words of a run."""
MOST_COMPARED = 5_000
"""Mails of a kind that are compared; of more, as many from all over."""
WORST = 5
"""Phrases that are listed."""
_SHOWN_PLACES = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand in several mails."""

    words: str
    mails: int
    """In how many of them."""
    where: tuple[str, ...]
    """The first keys of those, in the order of the mail."""


@dataclass(frozen=True, slots=True)
class Phrasing:
    """How much of some mail's wording stands elsewhere, too."""

    compared: int
    """Mails that were looked at."""
    runs: int
    """Different runs of each mail, all mails together."""
    repeated: int
    """Those of them that stand in another mail, too."""
    worst: tuple[Phrase, ...]
    """Those in most mails first, then the longest; none shares a run with one before it."""

    @property
    def share(self) -> float | None:
        """``repeated`` of ``runs``; None without any."""
        return self.repeated / self.runs if self.runs else None


@dataclass(frozen=True, slots=True)
class Worded:
    """Mails as sequences of words, by key."""

    paragraphs: Mapping[str, Sequence[Sequence[str]]]

    @classmethod
    def of(cls, mails: Mapping[str, SeedMessage]) -> "Worded":
        """Return what the authors of some mail wrote, or of a spread of very much."""
        keys = list(mails)
        chosen = keys[:: max(1, -(-len(keys) // MOST_COMPARED))]
        return cls({key: [words_of(each) for each in own_paragraphs(mails[key])] for key in chosen})


def compare_among(mails: Worded) -> Phrasing:
    """Return how much of each mail's wording stands in another one of them."""
    where = _places(mails)
    return _phrasing(mails, {run: keys for run, keys in where.items() if len(keys) > 1})


def compare_with(mails: Worded, others: Worded) -> Phrasing:
    """Return how much of some mails' wording stands in other mails.

    Args:
        mails: Whose runs are counted.
        others: In which they are looked for; the places of a phrase are of both.
    """
    own, theirs = _places(mails), _places(others)
    return _phrasing(mails, {run: own[run] + theirs[run] for run in own if run in theirs})


def _phrasing(mails: Worded, repeated: Mapping[tuple[str, ...], Sequence[str]]) -> Phrasing:
    runs = {key: {run for each in said for run in _runs(each)} for key, said in _of(mails)}
    return Phrasing(
        compared=len(runs),
        runs=sum(map(len, runs.values())),
        repeated=sum(run in repeated for found in runs.values() for run in found),
        worst=_worst(mails, repeated),
    )


def _worst(mails: Worded, repeated: Mapping[tuple[str, ...], Sequence[str]]) -> tuple[Phrase, ...]:
    """Return the phrases that repeated runs make where they follow each other in the same mails."""
    phrases: dict[tuple[str, ...], Sequence[str]] = {}
    for _, said in _of(mails):
        for words in said:
            start: int | None = None
            places: Sequence[str] | None = None
            runs = _runs(words)
            for at, run in enumerate([*runs, None]):
                here = None if run is None else repeated.get(run)
                if here != places:
                    if places is not None and start is not None:
                        phrases[tuple(words[start : at - 1 + RUN])] = places
                    start, places = at, here
    chosen: list[Phrase] = []
    listed: set[tuple[str, ...]] = set()
    for phrase, keys in sorted(
        phrases.items(), key=lambda each: (-len(each[1]), -len(each[0]), each[0])
    ):
        if listed.isdisjoint(_runs(phrase)):
            listed.update(_runs(phrase))
            chosen.append(Phrase(" ".join(phrase), len(keys), tuple(keys[:_SHOWN_PLACES])))
        if len(chosen) == WORST:
            break
    return tuple(chosen)


def _places(mails: Worded) -> dict[tuple[str, ...], list[str]]:
    """Return in which mails each run stands."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, said in _of(mails):
        for run in dict.fromkeys(run for words in said for run in _runs(words)):
            found[run].append(key)
    return dict(found)


def _of(mails: Worded) -> Sequence[tuple[str, Sequence[Sequence[str]]]]:
    return list(mails.paragraphs.items())


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]
