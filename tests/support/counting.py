"""Counts as property tests draw them, and pairs that come to counts."""

from hypothesis import strategies as st

from insider.experiments.statistics import Count, Pair, Pairs

LEVELS = st.floats(0.5, 0.999)


def counts(*, least: int = 1, most: int = 200) -> st.SearchStrategy[Count]:
    """Return any count of ``least`` to ``most`` episodes."""
    return st.integers(least, most).flatmap(
        lambda n: st.builds(Count, events=st.integers(0, n), n=st.just(n))
    )


def pairs(*, most: int = 60) -> st.SearchStrategy[Pairs]:
    """Return any pairs; none is possible."""
    number = st.integers(0, most)
    return st.builds(Pairs, both=number, first_only=number, second_only=number, neither=number)


def some_pairs(first: Count, second: Count) -> list[Pair]:
    """Return pairs of which two counts came, those with events first."""
    return [(at < first.events, at < second.events) for at in range(first.n)]
