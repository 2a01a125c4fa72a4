"""Which sessions conditions have together, and what is wrong with them.

Called by the catalogue, when the grid of a scenario is known. No condition is listed: what sessions
there can be together is found out for all conditions at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from insider.scenarios.condition import find_faults
from insider.scenarios.find_condition import Box, ConditionFinder, EntangledError
from insider.scenarios.grid import Condition, Grid
from insider.scenarios.scenario import ClockFields, SessionFields

Place = tuple[str | int, ...]
"""In the sessions of a clock."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Sessions that some conditions have, and all that these have."""

    numbers: tuple[int, ...]
    """Of the sessions in the clock, from 0; none where the agent works in one go."""
    inside: Box
    """The conditions are in this box,"""
    outside: tuple[Box, ...]
    """and in none of these."""


def find_working_days(clock: ClockFields, grid: Grid) -> tuple[WorkingDays, ...]:
    """Return every choice of sessions that some condition has.

    Args:
        clock: Whose sessions.
        grid: Of the same scenario; it has every factor and value that the sessions name.

    Raises:
        EntangledError: Rules and sessions depend on one another in too many ways.
    """
    finder = ConditionFinder(grid)
    whens: list[Mapping[str, tuple[str, ...]]] = []
    for session in clock.sessions:
        if session.when not in whens:
            whens.append(session.when)
    found: list[tuple[frozenset[int], Box, tuple[Box, ...]]] = [(frozenset(), {}, ())]
    for number, when in enumerate(whens):
        split: list[tuple[frozenset[int], Box, tuple[Box, ...]]] = []
        for met, inside, outside in found:
            both = finder.intersect(inside, when)
            if both is not None and finder.find(both, outside) is not None:
                split.append((met | {number}, both, outside))
            if finder.find(inside, (*outside, when)) is not None:
                split.append((met, inside, (*outside, when)))
        found = split
    return tuple(
        WorkingDays(
            tuple(
                place for place, each in enumerate(clock.sessions) if whens.index(each.when) in met
            ),
            inside,
            outside,
        )
        for met, inside, outside in found
    )


def find_bad_sessions(clock: ClockFields, grid: Grid | None) -> Iterator[tuple[Place, str]]:
    """Yield what is wrong with sessions, in sentences, each with its place.

    Args:
        clock: Whose sessions.
        grid: Of the same scenario; none where it is not sound. Then only sessions that every
            condition has are looked at.
    """
    sessions = clock.sessions
    if not any(each.when for each in sessions):
        yield from _out_of_order(clock, tuple(range(len(sessions))))
        return
    if grid is None or any(find_faults(each.when, grid.factors) for each in sessions):
        return  # what is wrong with them is told elsewhere
    try:
        faults = [
            fault
            for days in find_working_days(clock, grid)
            for fault in (*_out_of_order(clock, days.numbers), *_at_odds(clock, days, grid))
        ]
    except EntangledError:
        said = "these depend on the condition in too many ways; simplify 'when' and 'exclude'."
        faults = [((), said)]
    yield from dict.fromkeys(faults)


def most_sessions(clock: ClockFields, grid: Grid) -> int:
    """Return how many sessions there are in the condition that has most; 1 where there are none."""
    most = len(clock.sessions) or 1
    if not any(each.when for each in clock.sessions):
        return most
    try:
        return max(len(days.numbers) or 1 for days in find_working_days(clock, grid))
    except EntangledError:
        return most  # told as a fault of the sessions


def _out_of_order(clock: ClockFields, numbers: tuple[int, ...]) -> Iterator[tuple[Place, str]]:
    """Yield why sessions that some condition has do not follow one another."""
    is_for_all = len(numbers) == len(clock.sessions)
    if len(numbers) == 1:
        said = "one session alone is what there is without 'sessions'; leave them out."
        if is_for_all:
            yield (), said
        else:
            yield numbers, f"in some condition this is the only one: {said}"
    before: SessionFields | None = None
    for number in numbers:
        each = clock.sessions[number]
        if before is None and not each.when and each.start != clock.start:
            yield (number, "start"), "the first session must start when the clock does."
        yield from (((number, name), said) for name, said in _bad_times(each, before, clock))
        before = each


def _bad_times(
    session: SessionFields, before: SessionFields | None, clock: ClockFields
) -> Iterator[tuple[str, str]]:
    deadline = clock.deadline
    if before is not None and session.start < (before.until or before.start):
        yield "start", "this is before the last session has ended."
    elif before is not None and session.start == before.start:
        yield "start", "the last session starts at the same time."
    if deadline is not None and session.start >= deadline:
        yield "start", "this is not before the 'deadline'."
    if session.until is not None and session.until <= session.start:
        yield "until", "this must be later than the session's 'start'."
    elif session.until is not None and deadline is not None and session.until > deadline:
        yield "until", "this is later than the 'deadline'."


def _at_odds(clock: ClockFields, days: WorkingDays, grid: Grid) -> Iterator[tuple[Place, str]]:
    """Yield what else a condition cannot have where it has several sessions."""
    if not days.numbers or any(not each.when for each in clock.sessions):
        return  # no session, or some in every condition, which is told of the factor's values
    finder = ConditionFinder(grid)
    minutes = tuple(each for each in grid.factors.get("deadline", ()) if each.isdecimal())
    for factor, values, why in (
        ("delivery", ("classic",), "is one prompt"),
        ("deadline", minutes, "moves the start of one session"),
    ):
        both = finder.intersect(days.inside, {factor: values}) if values else None
        cell: Condition | None = None if both is None else finder.find(both, days.outside)
        if cell is not None:
            yield (
                (days.numbers[0], "when"),
                f"{grid.describe(cell)} has several sessions, and '{cell[factor]}' of the factor "
                f"'{factor}' {why}: leave one of the two out by a rule in 'exclude'.",
            )
