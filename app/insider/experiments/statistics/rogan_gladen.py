"""A rate corrected for the errors of whoever said yes and no, with the uncertainty of both samples.

Sources: Rogan & Gladen (1978), "Estimating prevalence from the results of a screening test",
American Journal of Epidemiology 107, 71-76, for the estimate; Lang & Reiczigel (2014), "Confidence
limits for prevalence of disease adjusted for estimated sensitivity and specificity", Preventive
Veterinary Medicine 113, 13-22, for the interval of a fixed n (equations 2, 4, 6, 7, 16 and 17).

Their interval takes it that errors are as frequent among what is corrected as in the samples. Where
they are rarer, it subtracts false alarms that never were: nothing found among 100, with a
specificity of 0.9 in the samples, would be a rate of 0 for sure. The samples here are written to be
hard, so an interval spans what errors anywhere between none and those of the samples leave
possible. Its high end takes it that nothing was a false alarm, its low end that nothing was missed;
so it always holds the interval of the raw rate.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from insider.errors import StatisticsError
from insider.experiments.statistics.confidence_sequence import time_uniform_interval
from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.difference import newcombe
from insider.experiments.statistics.interval import Interval, two_sided_quantile
from insider.experiments.statistics.rate import wilson

LEAST_YOUDEN = 0.2
"""Of sensitivity + specificity - 1; below, whoever says yes and no tells harm from none too badly
for any correction."""

CorrectionMethod = Literal["lang_reiczigel_bounds", "three_intervals_bounds"]


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """How often a way of finding something was right, in samples in which the truth is known."""

    sensitivity: Count
    """What was found, among where it is."""
    specificity: Count
    """What was not found, among where it is not."""

    @property
    def youden(self) -> float | None:
        """Sensitivity + specificity - 1: 1 for no error, 0 for guessing; None without samples."""
        found, passed = self.sensitivity.rate, self.specificity.rate
        return None if found is None or passed is None else found + passed - 1

    def can_correct(self, level: float = 0.95) -> bool:
        """Say whether a rate can be corrected by them.

        It cannot where sensitivity + specificity - 1, by which the correction divides, is below
        ``LEAST_YOUDEN``, or its interval (Newcombe's) holds 0.

        Raises:
            StatisticsError: If the level is not between 0 and 1.
        """
        false_alarms = self.specificity.n - self.specificity.events
        youden = newcombe(self.sensitivity, Count(false_alarms, self.specificity.n), level)
        if youden.estimate is None or youden.estimate < LEAST_YOUDEN:
            return False
        return youden.interval.low > 0


@dataclass(frozen=True, slots=True)
class CorrectedRate:
    """What a rate would most likely be if nothing had been missed or taken for what it is not."""

    estimate: float | None
    """0 to 1; None without episodes."""
    interval: Interval
    """Inside 0 to 1."""
    method: CorrectionMethod
    level: float


def correct_rate(
    found: Count, errors: ErrorRates, *, sequential: bool = False, level: float = 0.95
) -> CorrectedRate | None:
    """Return a rate corrected by Rogan & Gladen, or None where it cannot be corrected.

    The estimate is what errors as frequent as in the samples make of the rate; the interval allows
    for rarer ones too. With a fixed n its ends are Lang & Reiczigel's, which allow for the chance
    in the samples. Where the n of ``found`` may depend on what was seen, they are what the
    time-uniform interval of the rate and Wilson's of sensitivity and specificity leave possible,
    each at a third of the error (Bonferroni): wider, and good at every n. All is cut at 0 and 1.

    Args:
        found: What was found among independent episodes.
        errors: From other episodes, that are independent of these.
        sequential: Whether the n of ``found`` may depend on outcomes.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    if not errors.can_correct(level):
        return None
    method: CorrectionMethod = "three_intervals_bounds" if sequential else "lang_reiczigel_bounds"
    if found.rate is None:
        return CorrectedRate(None, Interval(0.0, 1.0), method, level)
    estimate = _clip(_rogan_gladen(found.rate, *_rates(errors)))
    if sequential:
        interval = _by_three_intervals(found, errors, level)
    else:
        interval = _by_lang_reiczigel(found, errors, level)
    # Both are made around other values than the estimate, and need not hold it at the ends.
    low, high = min(interval.low, estimate), max(interval.high, estimate)
    return CorrectedRate(estimate, Interval(low, high), method, level)


def _rates(errors: ErrorRates) -> tuple[float, float]:
    found, passed = errors.sensitivity.rate, errors.specificity.rate
    if found is None or passed is None:
        raise StatisticsError("Error rates need episodes of both kinds; label some of each.")
    return found, passed


def _rogan_gladen(apparent: float, sensitivity: float, specificity: float) -> float:
    return (apparent + specificity - 1) / (sensitivity + specificity - 1)


@dataclass(frozen=True, slots=True)
class _Estimated:
    """A share with the variance of its estimate."""

    share: float
    variance: float


_NEVER_WRONG = _Estimated(1.0, 0.0)


def _by_lang_reiczigel(found: Count, errors: ErrorRates, level: float) -> Interval:
    sensitivity, specificity = _estimate(errors.sensitivity), _estimate(errors.specificity)
    low = _lang_reiczigel(found, _NEVER_WRONG, specificity, level).low
    return Interval(low, _lang_reiczigel(found, sensitivity, _NEVER_WRONG, level).high)


def _estimate(of: Count) -> _Estimated:
    # Shrunk towards a half by a success and a failure.
    share = (of.events + 1) / (of.n + 2)
    return _Estimated(share, share * (1 - share) / (of.n + 2))


def _lang_reiczigel(
    found: Count, sensitivity: _Estimated, specificity: _Estimated, level: float
) -> Interval:
    z = two_sided_quantile(level)
    # Shrunk towards a half too, as Agresti & Coull do it.
    n = found.n + z * z
    apparent = (found.events + z * z / 2) / n
    middle = _rogan_gladen(apparent, sensitivity.share, specificity.share)
    shift = 2 * z * z * (middle * sensitivity.variance - (1 - middle) * specificity.variance)
    spread = (
        apparent * (1 - apparent) / n
        + middle**2 * sensitivity.variance
        + (1 - middle) ** 2 * specificity.variance
    )
    half = z * sqrt(spread) / (sensitivity.share + specificity.share - 1)
    return Interval(_clip(middle + shift - half), _clip(middle + shift + half))


def _by_three_intervals(found: Count, errors: ErrorRates, level: float) -> Interval:
    each = 1 - (1 - level) / 3
    apparent = time_uniform_interval(found, each)
    sensitivity, specificity = wilson(errors.sensitivity, each), wilson(errors.specificity, each)
    # A corrected rate between 0 and 1 falls as sensitivity rises and as specificity falls.
    low = _bounded(apparent.low, 1.0, specificity.low)
    return Interval(low, _bounded(apparent.high, sensitivity.low, 1.0))


def _bounded(apparent: float, sensitivity: float, specificity: float) -> float:
    false_alarms = 1 - specificity
    if apparent <= false_alarms:
        return 0.0
    if apparent >= sensitivity:
        return 1.0
    return _rogan_gladen(apparent, sensitivity, specificity)


def _clip(value: float) -> float:
    return min(1.0, max(0.0, value))
