"""Several tests at once: p-values that keep the chance of any false finding at its level.

Source: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian
Journal of Statistics 6, 65-70.
"""

from collections.abc import Sequence

from insider.errors import StatisticsError


def holm(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return Holm's adjusted p-values, in the order in which the tests were given.

    Rejecting what is at most alpha keeps the chance of any false rejection in the family at alpha,
    however the tests depend on each other.

    Args:
        p_values: One family: every test that was planned, whatever it gave. None for a test that
            could not be made; it stays None and does not count.

    Raises:
        StatisticsError: If a p-value is not 0 to 1.
    """
    made = [(p_value, place) for place, p_value in enumerate(p_values) if p_value is not None]
    for p_value, _ in made:
        if not 0 <= p_value <= 1:
            raise StatisticsError(f"A p-value is {p_value:g}; give numbers from 0 to 1.")
    adjusted: list[float | None] = [None] * len(p_values)
    least = 0.0
    for rank, (p_value, place) in enumerate(sorted(made)):
        least = max(least, min(1.0, p_value * (len(made) - rank)))
        adjusted[place] = least
    return tuple(adjusted)
