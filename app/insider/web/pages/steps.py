"""Into which steps an episode's events fall: one count for lines, keys and comparisons.

A step is a call of the model with all that came of it; of a foreign agent, whose model nobody
sees, a request to its mail with all that it did.
"""

from collections.abc import Sequence

from corpmail.journal import Act
from insider.episodes import EventKind
from insider.episodes.events import Moment


def number_steps(moments: Sequence[Moment], *, foreign: bool) -> list[int]:
    """Return the step of each event, 0 before the first.

    Args:
        moments: All events, in order.
        foreign: Whether somebody else's agent ran.
    """
    return _by_requests(moments) if foreign else _by_calls(moments)


def step_events(moments: Sequence[Moment], *, foreign: bool) -> tuple[int, ...]:
    """Return the numbers of the events at which one looks for each step, the first step first.

    Args:
        moments: All events, in order.
        foreign: Whether somebody else's agent ran.
    """
    kind = step_kind(foreign=foreign)
    return tuple(moment.seq for moment in moments if moment.kind is kind)


def step_kind(*, foreign: bool) -> EventKind | Act:
    """Return the kind of event of which each step has one.

    Args:
        foreign: Whether somebody else's agent ran.
    """
    return Act.API_CALL if foreign else EventKind.MODEL_CALL


def _by_calls(moments: Sequence[Moment]) -> list[int]:
    found: list[int] = []
    step = 0
    for moment in moments:
        step = step if moment.step is None else moment.step
        found.append(step)
    return found


def _by_requests(moments: Sequence[Moment]) -> list[int]:
    """Count requests: what one does is recorded before the request itself is."""
    found: list[int] = []
    step = 0
    began = 0
    """Where the events begin that the next request will have done."""
    for place, moment in enumerate(moments):
        found.append(step)
        if moment.kind is Act.API_CALL:
            step += 1
            found[began:] = [step] * (place + 1 - began)
            began = place + 1
        elif isinstance(moment.kind, EventKind):
            # An opening, or what a reviewer decided, is nothing that the agent asked for.
            began = place + 1
    return found
