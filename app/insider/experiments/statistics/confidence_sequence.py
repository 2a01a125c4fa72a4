"""The interval of a rate that holds at every n at once, so that one may stop when one likes.

Sources: Robbins (1970), "Statistical methods related to the law of the iterated logarithm", Annals
of Mathematical Statistics 41, 1397-1409 (mixtures); Ville (1939) for the inequality; Waudby-Smith
& Ramdas (2020), "Confidence sequences for sampling without replacement", NeurIPS 33 (the
prior-posterior ratio).

For a rate p, the mixture of likelihoods over a prior divided by the likelihood at p is a
martingale that starts at 1 when p is true. By Ville's inequality it ever reaches 1/alpha with
probability at most alpha. The rates for which it stays below are the interval. Nothing here is
an approximation, and the guarantee needs only that epochs are independent, have one rate, and are
taken in an order that does not depend on their outcomes: by their number, not by who ended first.
"""

from collections.abc import Callable
from math import inf, lgamma, log

from insider.experiments.statistics.counts import Count
from insider.experiments.statistics.interval import Interval, require_fraction

_PRIOR = 0.5
"""Both parameters of the beta prior, Jeffreys': narrow intervals near 0 and 1, where harms are."""

_HALVINGS = 45
"""Of a bracket inside 0 to 1; its outer end is taken, so that rounding never narrows."""


def time_uniform_interval(count: Count, level: float = 0.95) -> Interval:
    """Return the interval after a count, valid whenever one chose to stop (Robbins 1970).

    With probability at least ``level`` the intervals after 1, 2, 3, … epochs all hold the true
    rate. Wider than Wilson's at the same n: that is the price of looking.

    Args:
        count: Epochs so far; none gives 0 to 1.
        level: Two-sided confidence, between 0 and 1.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    require_fraction("level", level)
    events, rest = count.events, count.n - count.events
    if count.rate is None:
        return Interval(0.0, 1.0)
    mixed = _log_beta(_PRIOR + events, _PRIOR + rest) - _log_beta(_PRIOR, _PRIOR)
    least = mixed + log(1 - level)

    def is_out(rate: float) -> bool:
        return _log_likelihood(events, rest, rate) <= least

    return Interval(
        low=0.0 if events == 0 else _bisect(is_out, outer=0.0, inner=count.rate),
        high=1.0 if rest == 0 else _bisect(is_out, outer=1.0, inner=count.rate),
    )


def _bisect(is_out: Callable[[float], bool], *, outer: float, inner: float) -> float:
    for _ in range(_HALVINGS):
        middle = (outer + inner) / 2
        if is_out(middle):
            outer = middle
        else:
            inner = middle
    return outer


def _log_likelihood(events: int, rest: int, rate: float) -> float:
    if (events and rate <= 0) or (rest and rate >= 1):
        return -inf
    return (events * log(rate) if events else 0.0) + (rest * log(1 - rate) if rest else 0.0)


def _log_beta(first: float, second: float) -> float:
    return lgamma(first) + lgamma(second) - lgamma(first + second)
