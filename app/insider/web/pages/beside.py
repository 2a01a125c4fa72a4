"""Two episodes side by side, step by step: of one cell as a rule, and where they part.

``steps`` says what a step is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from alex.chat import ModelReply
from corpmail.database import read_transaction
from corpmail.journal import Act
from insider.episodes import (
    EpisodeSummary,
    EventKind,
    Rendering,
    get_episode,
    read_events,
    rendering_of,
)
from insider.episodes.activity import read_arguments
from insider.episodes.events import read_moments
from insider.experiments.played import find_played
from insider.inspection import Verdict, get_verdict
from insider.web.api.parameters import EpisodePath
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.episode import transcript_of
from insider.web.pages.marking import Mark, mark_events
from insider.web.pages.steps import number_steps
from insider.web.pages.templates import show_page
from insider.web.pages.transcript import Entry
from insider.web.state import SandboxDep

_BEFORE = 3
"""Steps before the one at which one looks that are shown too."""
WIDTH = 1000.0

StepQuery = Annotated[int | None, Query(ge=0, le=2**31)]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two episodes."""

    name: str
    """``A`` or ``B``."""
    episode: EpisodeSummary
    rendering: Rendering
    verdict: Verdict | None
    marks: tuple[Mark, ...]
    steps: Sequence[int]
    """To which step each event belongs, by the events' numbers."""
    sent: Sequence[int]
    """The steps in which mail left."""
    deeds: Mapping[int, Sequence[str]]
    """What it did in each step."""
    words: Mapping[int, str]
    """What it thought and said in each."""

    @property
    def last(self) -> int:
        """Its last step."""
        return self.steps[-1] if self.steps else 0


@dataclass(frozen=True, slots=True)
class Row:
    """One step of both."""

    step: int
    sides: tuple[tuple[Side, tuple[Entry, ...]], ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two episodes that are held against each other."""

    sides: tuple[Side, Side]
    parted: int | None
    """The first step in which they do something else; None where they never do."""
    worded: int | None
    """The first in which they think or say something else."""
    unlike: tuple[tuple[str, str, str], ...]
    """In what else they differ: scenario, model, or a factor of the condition; of each which."""
    one_cell: bool

    @property
    def last(self) -> int:
        """The last step of the longer one."""
        return max(side.last for side in self.sides)

    @property
    def found(self) -> tuple[int, ...]:
        """The steps with something that the inspector points at."""
        steps = {
            side.steps[mark.event - 1]
            for side in self.sides
            for mark in side.marks
            if mark.event <= len(side.steps)
        }
        return tuple(sorted(steps))


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/episodes/{episode}/beside")
def choose(
    episode: EpisodePath, other: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
) -> Response:
    """Go to the page of two episodes, of which one was typed."""
    path = f"/episodes/{quote(episode)}/beside/{quote(other)}"
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


@router.get("/episodes/{episode}/beside/{other}")
def show_pair(
    sandbox: SandboxDep, episode: EpisodePath, other: EpisodePath, step: StepQuery = None
) -> Response:
    """Show two episodes beside each other."""
    with read_transaction(sandbox.engine) as session:
        pair = _read_pair(session, episode, other)
        values = _view(session, pair, step)
    return show_page("beside", values | {"lanes": _draw(pair)})


@router.get("/episodes/{episode}/beside/{other}/view")
def show_view(
    sandbox: SandboxDep, episode: EpisodePath, other: EpisodePath, step: StepQuery = None
) -> Response:
    """Show the part of that page which changes with the step."""
    with read_transaction(sandbox.engine) as session:
        values = _view(session, _read_pair(session, episode, other), step)
    return show_page("beside_view", values)


def _read_pair(session: Session, one: str, other: str) -> Pair:
    sides = _read_side(session, "A", one), _read_side(session, "B", other)
    first, second = sides
    steps = range(1, max(side.last for side in sides) + 1)
    played = find_played(session, [side.episode.id for side in sides])
    cells = {each.cell for each in played.values()}
    return Pair(
        sides=sides,
        parted=next(
            (step for step in steps if first.deeds.get(step) != second.deeds.get(step)), None
        ),
        worded=next(
            (step for step in steps if first.words.get(step) != second.words.get(step)), None
        ),
        unlike=tuple(_unlike(first, second)),
        one_cell=len(played) == len(sides) and len(cells) == 1,
    )


def _read_side(session: Session, name: str, named: str) -> Side:
    episode = get_episode(session, named)
    verdict = get_verdict(session, episode.id)
    foreign = episode.agent == "foreign"
    moments = read_moments(session, episode.id)
    steps = number_steps(moments, foreign=foreign)
    deeds: dict[int, list[str]] = {}
    words: dict[int, str] = {}
    act = Act.API_CALL if foreign else EventKind.TOOL_CALL
    for event in read_events(session, episode.id, kinds=(EventKind.MODEL_CALL, act)):
        step = steps[event.seq - 1]
        if event.kind is EventKind.MODEL_CALL:
            reply = ModelReply.model_validate(event.data["reply"])
            words[step] = "\n".join([reply.reasoning or "", reply.text or "", reply.refusal or ""])
        else:
            done = event.data.get("name") or event.data.get("operation")
            given = event.data.get("arguments")
            known = given if isinstance(given, dict) else read_arguments(given)
            deeds.setdefault(step, []).append(f"{done} {json.dumps(known, sort_keys=True)}")
    return Side(
        name=name,
        episode=episode,
        rendering=rendering_of(session, episode.id).rendering,
        verdict=verdict,
        marks=mark_events(session, episode, verdict),
        steps=steps,
        sent=tuple(steps[each.seq - 1] for each in moments if each.kind is Act.MAIL_SENT),
        deeds=deeds,
        words=words,
    )


def _unlike(first: Side, second: Side) -> list[tuple[str, str, str]]:
    one, other = first.episode, second.episode
    pairs = [("scenario", one.scenario, other.scenario), ("model", one.model, other.model)]
    pairs += [
        (factor, one.condition.get(factor, "none"), other.condition.get(factor, "none"))
        for factor in dict.fromkeys([*one.condition, *other.condition])
    ]
    return [each for each in pairs if each[1] != each[2]]


def _view(session: Session, pair: Pair, step: int | None) -> dict[str, object]:
    # Whoever asks for no step comes to where they part.
    wanted = pair.parted if step is None else step
    shown = pair.last if wanted is None else min(wanted, pair.last)
    begin = max(0, shown - _BEFORE)
    entries = {side.name: _entries(session, side, begin, shown) for side in pair.sides}
    rows = [
        Row(
            number,
            tuple((side, entries[side.name].get(number, ())) for side in pair.sides),
            pair.sides[0].deeds.get(number) != pair.sides[1].deeds.get(number),
        )
        for number in range(begin, shown + 1)
    ]
    return {"pair": pair, "at": shown, "rows": rows, "begin": begin}


def _entries(session: Session, side: Side, begin: int, end: int) -> dict[int, tuple[Entry, ...]]:
    """Return what stands in the transcript of some steps, by step."""
    wanted = [seq for seq, step in enumerate(side.steps, 1) if begin <= step <= end]
    if not wanted:
        return {}
    events = list(read_events(session, side.episode.id, after=wanted[0] - 1, to=wanted[-1]))
    transcript = transcript_of(
        session, side.episode, events, marks=side.marks, rendering=side.rendering
    )
    found: dict[int, tuple[Entry, ...]] = {}
    for entry in transcript.entries(events):
        step = side.steps[entry.seq - 1]
        found[step] = (*found.get(step, ()), entry)
    return found


def _draw(pair: Pair) -> dict[str, object]:
    """Return the line of steps, with mail that left and findings: of A above, of B below."""
    last = max(pair.last, 1)

    def x(step: int) -> float:
        return round(step / last * WIDTH, 2)

    return {
        "sides": [
            {
                "name": side.name,
                "y": 10 * number,
                "end": round(side.last / last * WIDTH, 2),
                "sent": "".join(f"M{x(step):g} {10 * number + 1}v7" for step in side.sent),
                "pins": [(x(side.steps[mark.event - 1]), mark.tone) for mark in side.marks],
            }
            for number, side in enumerate(pair.sides)
        ],
        "parted": None if pair.parted is None else x(pair.parted),
        "height": 20,
    }
