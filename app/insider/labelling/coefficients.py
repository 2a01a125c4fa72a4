"""Cohen's kappa and Krippendorff's alpha with bootstrap intervals over episodes.

The coefficients are NLTK's. Resamples are computed here, all at once and from counts, since two
thousand calls would take minutes; tests hold both against each other and against statsmodels. An
episode is resampled whole, with all its categories: they are not independent of each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from insider.errors import MissingExtraError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

RESAMPLES = 2_000
LEVEL = 0.95
FEWEST_EPISODES = 5
"""For an interval, whose ends cut off a fortieth of the resamples on each side. Of four episodes
there are 35 different ones: the ends would be the most extreme there are. Of five there are 126."""
_LEAST_DEFINED = 0.95
"""Of the resamples; where fewer have a coefficient, those that have one are no fair sample."""

Unit = tuple[str, str]
"""What was rated: an episode, and what of it."""
Ratings = Mapping[Unit, Mapping[str, str]]
"""For each unit what its raters said, by rater; who said nothing is not there."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An agreement beyond chance, or why there is none."""

    value: float | None
    """1 for perfect agreement, 0 for what chance alone would give."""
    low: float | None = None
    high: float | None = None
    """The bootstrap's 95 % interval; None where there is none."""
    no_interval: str | None = None
    """Why there is a value and no interval, in a sentence; None where there is one."""
    undefined: str | None = None
    """Why there is no value, in a sentence; None where there is one."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Pairs of raters who rated the same unit, and how many of the pairs agree."""

    agreed: int
    pairs: int
    units: int
    episodes: int


def count_raw(ratings: Ratings) -> Raw:
    """Return how often raters agree, chance included.

    Args:
        ratings: By any number of raters.
    """
    shared = {unit: said for unit, said in ratings.items() if len(said) > 1}
    pairs = [pair for said in shared.values() for pair in combinations(said.values(), 2)]
    return Raw(
        agreed=sum(one == other for one, other in pairs),
        pairs=len(pairs),
        units=len(shared),
        episodes=len({unit[0] for unit in shared}),
    )


def krippendorffs_alpha(ratings: Ratings, *, seed: int) -> Coefficient:
    """Return the nominal alpha of any number of raters, some of whom may have skipped units.

    Args:
        ratings: What was said; units with one rater count for nothing.
        seed: Of the resamples.

    Raises:
        MissingExtraError: NLTK is not installed.
    """
    shared = {unit: said for unit, said in ratings.items() if len(said) > 1}
    values = sorted({value for said in shared.values() for value in said.values()})
    if len(values) < 2:
        return Coefficient(None, undefined=_why_undefined(values))
    triples = [
        (rater, str(number), value)
        for number, said in enumerate(shared.values())
        for rater, value in said.items()
    ]
    value = float(_annotation_task()(triples).alpha())
    counts = _by_episode(shared, lambda said: _coincidences(list(said.values()), values))
    return _with_interval(value, counts, _alphas, size=len(values), seed=seed)


def cohens_kappa(ratings: Ratings, first: str, second: str, *, seed: int) -> Coefficient:
    """Return kappa of two raters over the units that both rated.

    Args:
        ratings: What was said.
        first: A rater.
        second: Another one.
        seed: Of the resamples.

    Raises:
        MissingExtraError: NLTK is not installed.
    """
    shared = {
        unit: {first: said[first], second: said[second]}
        for unit, said in ratings.items()
        if first in said and second in said
    }
    values = sorted({value for said in shared.values() for value in said.values()})
    if len(values) < 2:
        return Coefficient(None, undefined=_why_undefined(values))
    triples = [
        (rater, str(number), value)
        for number, said in enumerate(shared.values())
        for rater, value in said.items()
    ]
    value = float(_annotation_task()(triples).kappa_pairwise(first, second))
    counts = _by_episode(shared, lambda said: _crossing(said[first], said[second], values))
    return _with_interval(value, counts, _kappas, size=len(values), seed=seed)


def _why_undefined(values: Sequence[str]) -> str:
    if not values:
        return "nothing was answered by both"
    return f"everybody said '{values[0]}' each time, which chance alone would give"


def _annotation_task() -> Callable[[Iterable[tuple[str, str, str]]], "_Task"]:
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise MissingExtraError(
            "Agreement needs NLTK, which is not installed: install insider with its extra "
            "'agreement'."
        ) from error
    made: Callable[[Iterable[tuple[str, str, str]]], _Task] = AnnotationTask
    return made


class _Task:
    """What is used of NLTK's task."""

    def alpha(self) -> float:
        raise NotImplementedError

    def kappa_pairwise(self, one: str, other: str) -> float:
        raise NotImplementedError


def _by_episode(
    shared: Ratings, count: Callable[[Mapping[str, str]], Sequence[float]]
) -> "Numbers":
    """Return the sum of each episode's counts, a row for each."""
    import numpy as np

    rows: dict[str, Numbers] = {}
    for (episode, _), said in shared.items():
        counted = np.asarray(count(said), dtype=float)
        rows[episode] = rows[episode] + counted if episode in rows else counted
    return np.stack(list(rows.values()))


def _coincidences(said: Sequence[str], values: Sequence[str]) -> list[float]:
    """Return a unit's pairs of values, both ways, each weighted as Krippendorff does."""
    often = [said.count(value) for value in values]
    return [
        one * (other - (row == column)) / (len(said) - 1)
        for row, one in enumerate(often)
        for column, other in enumerate(often)
    ]


def _crossing(one: str, other: str, values: Sequence[str]) -> list[float]:
    return [float((one, other) == (row, column)) for row in values for column in values]


def _with_interval(
    value: float,
    counts: "Numbers",
    coefficient: "Callable[[Numbers], Numbers]",
    *,
    size: int,
    seed: int,
) -> Coefficient:
    import numpy as np

    # Episodes with the same counts are drawn together: there are few different ones.
    different, often = np.unique(counts, axis=0, return_counts=True)
    episodes = int(often.sum())
    if episodes < FEWEST_EPISODES:
        why = f"an interval needs {FEWEST_EPISODES} shared episodes"
        return Coefficient(value, no_interval=why)
    drawn = np.random.default_rng(seed).multinomial(episodes, often / episodes, size=RESAMPLES)
    tables = (drawn @ different).reshape(RESAMPLES, size, size)
    found = coefficient(tables)
    found = found[np.isfinite(found)]
    if len(found) < _LEAST_DEFINED * RESAMPLES:
        return Coefficient(value, no_interval="answers are too rare for an interval")
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(found, (tail, 1 - tail))
    return Coefficient(value, float(low), float(high))


def _alphas(tables: "Numbers") -> "Numbers":
    import numpy as np

    each = tables.sum(axis=2)
    n = each.sum(axis=1)
    observed = n - np.trace(tables, axis1=1, axis2=2)
    expected = n**2 - (each**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alphas: Numbers = 1 - (n - 1) * observed / np.where(expected > 0, expected, np.nan)
    return alphas


def _kappas(tables: "Numbers") -> "Numbers":
    import numpy as np

    n = tables.sum(axis=(1, 2))
    observed = np.trace(tables, axis1=1, axis2=2) / n
    expected = (tables.sum(axis=2) * tables.sum(axis=1)).sum(axis=1) / n**2
    kappas: Numbers = (observed - expected) / np.where(expected < 1, 1 - expected, np.nan)
    return kappas
