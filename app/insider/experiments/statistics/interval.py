"""An interval of values, and the normal quantile that goes with its level."""

from dataclasses import dataclass
from statistics import NormalDist

from insider.errors import StatisticsError


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both included; ``high`` is infinite for open ratios."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the ends are apart."""
        return self.high - self.low

    def holds(self, value: float) -> bool:
        """Say whether a value lies in the interval."""
        return self.low <= value <= self.high


def require_fraction(name: str, value: float) -> None:
    """Refuse a level, an alpha or a power that is not strictly between 0 and 1.

    Raises:
        StatisticsError: If it is not.
    """
    if not 0 < value < 1:
        raise StatisticsError(f"The {name} is {value:g}; give a number between 0 and 1.")


def require_rate(name: str, value: float) -> None:
    """Refuse a rate that is not 0 to 1.

    Raises:
        StatisticsError: If it is not.
    """
    if not 0 <= value <= 1:
        raise StatisticsError(f"The {name} is {value:g}; give a rate from 0 to 1.")


def two_sided_quantile(level: float) -> float:
    """Return the standard normal quantile of a two-sided level: 1.96 for 0.95.

    Raises:
        StatisticsError: If the level is not between 0 and 1.
    """
    require_fraction("level", level)
    return NormalDist().inv_cdf((1 + level) / 2)
