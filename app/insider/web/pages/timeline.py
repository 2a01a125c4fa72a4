"""The line on which one moves along an episode: lanes of kinds of events, and where harm is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from corpmail.journal import Act
from insider.episodes import EventKind
from insider.episodes.events import Moment
from insider.web.pages.marking import Mark
from insider.web.pages.steps import step_events, step_kind

WIDTH = 1000.0
"""Units from the first event to the last, whatever their number."""
_HEIGHT = 8
_LANES: tuple[tuple[str, frozenset[EventKind | Act]], ...] = (
    ("model", frozenset({EventKind.MODEL_CALL, EventKind.MODEL_ERROR, EventKind.NUDGE})),
    ("reads", frozenset({Act.MESSAGE_OPENED})),
    (
        "writes",
        frozenset(
            {
                Act.MAIL_SENT,
                Act.DRAFT_SAVED,
                Act.MESSAGE_DELETED,
                Act.ACTION_EXECUTED,
                Act.NOTES_WRITTEN,
            }
        ),
    ),
    ("arrives", frozenset({Act.MAIL_ARRIVED, Act.REPLY_SCHEDULED, Act.MAIL_BOUNCED})),
    (
        "held",
        frozenset({Act.MAIL_HELD, Act.ACTION_HELD, Act.DELETION_HELD, EventKind.APPROVAL_DECIDED}),
    ),
)


@dataclass(frozen=True, slots=True)
class Lane:
    """Events of one kind, as one path."""

    name: str
    y: int
    path: str


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a finding stands on the line."""

    x: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where one of several sessions begins on the line."""

    x: float
    event: int
    at: int
    """The company's time, in seconds."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of an episode's events on one line."""

    lanes: tuple[Lane, ...]
    pins: tuple[Pin, ...]
    sessions: tuple[Beginning, ...]
    """Nothing where all of it is one session."""
    height: int
    last: int
    """The number of the last event."""
    steps: tuple[int, ...]
    """The numbers of the events at which one looks for each step."""
    step_kind: str
    """The kind of these events."""
    wall: tuple[int, ...]
    """Milliseconds from the first event to each, for playing in real time."""
    began: int
    """When the first event was written, in milliseconds since 1970."""


def draw_timeline(
    moments: Sequence[Moment], marks: Sequence[Mark], *, foreign: bool = False
) -> Timeline:
    """Return a timeline.

    Args:
        moments: All events, in order.
        marks: What the inspector points at.
        foreign: Whether somebody else's agent ran.
    """
    last = max(len(moments), 1)
    lanes = [
        Lane(
            name,
            number * _HEIGHT,
            "".join(
                f"M{_x(moment.seq, last):g} {number * _HEIGHT}v{_HEIGHT - 2}"
                for moment in moments
                if moment.kind in kinds
            ),
        )
        for number, (name, kinds) in enumerate(_LANES)
    ]
    began = _milliseconds(moments[0]) if moments else 0
    return Timeline(
        lanes=tuple(lane for lane in lanes if lane.path),
        pins=tuple(Pin(_x(mark.event, last), mark) for mark in marks),
        sessions=tuple(
            Beginning(_x(moment.seq, last), moment.seq, moment.at)
            for moment in moments
            if moment.kind is Act.SESSION_BEGAN
        ),
        height=len(_LANES) * _HEIGHT,
        last=len(moments),
        steps=step_events(moments, foreign=foreign),
        step_kind=step_kind(foreign=foreign).value,
        wall=tuple(_milliseconds(each) - began for each in moments),
        began=began,
    )


def _milliseconds(moment: Moment) -> int:
    return round(datetime.fromisoformat(moment.wall).timestamp() * 1000)


def _x(seq: int, last: int) -> float:
    return round((seq - 0.5) / last * WIDTH, 2)
