"""Finds a condition of a grid by what it must and must not be, without listing conditions.

Called by the checks of a seed. A ``when`` is a box in the space of all conditions, and so is what a
rule leaves out: looking for a condition is cutting boxes out of a box until one is left that
touches none of them. That is exact, for any number of factors; it would take for ever only where
very many boxes overlap in very many ways, and is given up then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from insider.scenarios.grid import Condition, Grid

Box = Mapping[str, tuple[str, ...]]
"""Factors with the values that they may have, as in a ``when``; any value for the others."""
_Sets = dict[str, frozenset[str]]

_MOST_CUTS = 5_000


@dataclass(frozen=True, slots=True)
class _Narrowed:
    box: _Sets
    left: list[_Sets]


class EntangledError(Exception):
    """Too many boxes overlap in too many ways; nothing is known of the condition asked for."""


class ConditionFinder:
    """Finds conditions of one grid.

    Args:
        grid: Its rules are followed.
    """

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._values = {name: frozenset(values) for name, values in grid.factors.items()}
        self._rules = [_as_sets(rule.when) for rule in grid.rules]
        self._cuts = 0

    def find(self, inside: Box, outside: Iterable[Box] = ()) -> Condition | None:
        """Return a condition that is inside a box and outside all of some others, if there is one.

        Of several, one that is like the control in most factors, though not always the most alike.

        Args:
            inside: A factor that the grid does not have is never met.
            outside: An empty one has every condition in it.

        Raises:
            EntangledError: It would take too long to say.
        """
        box: _Sets = {}
        for factor, values in inside.items():
            box[factor] = self._values.get(factor, frozenset()) & frozenset(values)
            if not box[factor]:
                return None
        holes = [*self._rules, *map(_as_sets, outside)]
        # Most boxes are wide, and the condition in them that is most like the control will do.
        picked = self._pick(box)
        if not any(_has(hole, picked) for hole in holes):
            return picked
        self._cuts = 0
        found = self._cut(box, holes)
        return None if found is None else self._pick(found)

    def intersect(self, one: Box, other: Box) -> Box | None:
        """Return the box of what is in both, if anything can be."""
        found = dict(one)
        for factor, values in other.items():
            found[factor] = tuple(
                each
                for each in found.get(factor, self._grid.factors.get(factor, ()))
                if each in values
            )
            if not found[factor]:
                return None
        return found

    def lies_in(self, one: Box, other: Box) -> bool:
        """Tell whether all of a box is in another."""
        return all(
            self._values.get(factor, frozenset()).intersection(
                one.get(factor, self._values.get(factor, ()))
            )
            <= frozenset(values)
            for factor, values in other.items()
        )

    def _cut(self, box: _Sets, holes: list[_Sets]) -> _Sets | None:
        """Return a part of a box that touches none of some others, or nothing."""
        self._cuts += 1
        if self._cuts > _MOST_CUTS:
            raise EntangledError
        narrowed = self._narrow(box, holes)
        if narrowed is None or not narrowed.left:
            return None if narrowed is None else narrowed.box
        box, holes = narrowed.box, narrowed.left
        hole, ways = min(
            ((hole, self._ways_out(box, hole) or []) for hole in holes),
            key=lambda each: len(each[1]),
        )
        # The control's own values first: the condition that is found is then easier to understand.
        ways.sort(key=lambda factor: self._grid.control.get(factor) in hole[factor])
        for number, factor in enumerate(ways):
            part = {**box, factor: self._of(box, factor) - hole[factor]}
            for earlier in ways[:number]:
                part[earlier] = self._of(box, earlier) & hole[earlier]
            if (found := self._cut(part, holes)) is not None:
                return found
        return None

    def _narrow(self, box: _Sets, holes: list[_Sets]) -> "_Narrowed | None":
        """Take away what must go, as long as a hole can be left by one factor only.

        Returns:
            What is left, with the holes that it touches still; None where a hole has it all.
        """
        again = True
        while again:
            again = False
            left = []
            for hole in holes:
                ways = self._ways_out(box, hole)
                if ways is None:
                    continue
                if not ways:
                    return None
                if len(ways) == 1:
                    (factor,) = ways
                    box = {**box, factor: self._of(box, factor) - hole[factor]}
                    again = True
                else:
                    left.append(hole)
            holes = left
        return _Narrowed(box, holes)

    def _ways_out(self, box: _Sets, hole: _Sets) -> list[str] | None:
        """Return the factors by which a part of a box can leave another; None where all is out."""
        ways = []
        for factor, values in hole.items():
            own = self._of(box, factor)
            if own.isdisjoint(values):
                return None
            if not own <= values:
                ways.append(factor)
        return ways

    def _of(self, box: _Sets, factor: str) -> frozenset[str]:
        found = box.get(factor)
        return self._values.get(factor, frozenset()) if found is None else found

    def _pick(self, box: _Sets) -> Condition:
        """Return one condition of a box: the control's value of each factor where it may be."""
        picked: Condition = {}
        for factor, values in self._grid.factors.items():
            may = self._of(box, factor)
            control = self._grid.control[factor]
            picked[factor] = (
                control if control in may else next(each for each in values if each in may)
            )
        return picked


def _has(box: _Sets, cell: Condition) -> bool:
    return all(cell.get(factor) in values for factor, values in box.items())


def _as_sets(box: Box) -> _Sets:
    return {factor: frozenset(values) for factor, values in box.items()}
