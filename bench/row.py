"""One figure of the benchmark."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure and what it should reach."""

    what: str
    value: float
    unit: str
    aim: str = ""
