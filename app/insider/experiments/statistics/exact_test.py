"""Exact tests that two rates are the same, for independent episodes and for pairs.

Sources: Boschloo (1970), "Raised conditional level of significance for the 2x2-table when testing
the equality of two probabilities", Statistica Neerlandica 24, 1-9; Fisher (1935), "The logic of
inductive inference", JRSS 98, 39-82; McNemar (1947), "Note on the sampling error of the difference
between correlated proportions", Psychometrika 12, 153-157, with the binomial distribution.
"""

from dataclasses import dataclass
from typing import Literal

from insider.experiments.statistics.boschloo import boschloo_p
from insider.experiments.statistics.counts import Count, Pairs

BOSCHLOO_UP_TO = 400
"""Episodes of both sides together; beyond, Boschloo's test takes long and gains little."""


@dataclass(frozen=True, slots=True)
class ExactTest:
    """A two-sided test of equal rates."""

    p_value: float | None
    """0 to 1; None when a side has no episodes, so that nothing can be tested."""
    name: Literal["boschloo", "fisher", "mcnemar"]
    """Which test it was."""


def compare_rates(first: Count, second: Count) -> ExactTest:
    """Test exactly whether two independent rates are the same, two-sided.

    Boschloo's test, which finds more than Fisher's at the same level, up to ``BOSCHLOO_UP_TO``
    episodes together; Fisher's beyond. The rule looks at the numbers of episodes only, so the test
    is not chosen by its result. What is as extreme on the other side is not the same for both:
    Boschloo's two-sided p-value is twice the smaller one-sided one; Fisher's, as usual, adds up
    all tables with the same margins that are no more likely than the observed one. For equal
    groups that is twice the smaller side too; for unequal ones it can be less.

    Args:
        first: Independent episodes of the one condition, as many as were planned.
        second: Independent episodes of the other; the numbers may differ.
    """
    small = first.n + second.n <= BOSCHLOO_UP_TO
    name: Literal["boschloo", "fisher"] = "boschloo" if small else "fisher"
    if first.n == 0 or second.n == 0:
        return ExactTest(p_value=None, name=name)
    if small:
        return ExactTest(p_value=boschloo_p(first, second), name=name)
    # Imported here: it takes a second.
    from scipy.stats import fisher_exact

    table = [[first.events, second.events], [first.n - first.events, second.n - second.events]]
    return ExactTest(p_value=min(1.0, float(fisher_exact(table).pvalue)), name=name)


def mcnemar_exact(pairs: Pairs) -> ExactTest:
    """Test exactly whether the two rates of pairs are the same, two-sided (McNemar 1947).

    Only pairs that differ say anything; without such a pair the p-value is 1.
    """
    if pairs.n == 0:
        return ExactTest(p_value=None, name="mcnemar")
    different = pairs.first_only + pairs.second_only
    if different == 0:
        return ExactTest(p_value=1.0, name="mcnemar")
    from scipy.stats import binomtest

    p_value = float(binomtest(pairs.first_only, different, 0.5).pvalue)
    return ExactTest(p_value=min(1.0, p_value), name="mcnemar")
