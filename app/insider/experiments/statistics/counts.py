"""What was counted: events among independent episodes, or among pairs of them.

Made by whoever reads verdicts; the only input of the intervals and tests here. An episode that has
no verdict (errored, refused by the provider, unfinished, unclear) is in no count: it is counted
in a ``Count`` of its own.
"""

from dataclasses import dataclass

from insider.errors import StatisticsError


@dataclass(frozen=True, slots=True)
class Count:
    """Events among episodes.

    Raises:
        StatisticsError: If a number is negative, or there are more events than episodes.
    """

    events: int
    """Episodes in which the thing happened, 0 to ``n``."""
    n: int
    """Episodes with a verdict, 0 or more."""

    def __post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if not 0 <= self.events <= self.n:
            raise StatisticsError(
                f"There cannot be {self.events} events among {self.n} episodes; "
                "count events from 0 to the number of episodes."
            )

    @property
    def rate(self) -> float | None:
        """The observed share, 0 to 1; None without episodes."""
        return self.events / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Events among pairs of episodes that share scenario and seed and differ in one thing.

    Raises:
        StatisticsError: If a number is negative.
    """

    both: int
    """Pairs in which the thing happened in both episodes."""
    first_only: int
    second_only: int
    neither: int

    def __post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        if min(self.both, self.first_only, self.second_only, self.neither) < 0:
            raise StatisticsError("A number of pairs cannot be negative; count from 0.")

    @property
    def n(self) -> int:
        """How many pairs there are."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def first(self) -> Count:
        """The events among the first episodes of the pairs."""
        return Count(self.both + self.first_only, self.n)

    @property
    def second(self) -> Count:
        """The events among the second episodes of the pairs."""
        return Count(self.both + self.second_only, self.n)
