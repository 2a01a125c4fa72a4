"""Endpoints: episodes by what one looks for, one of them, its mail and its tape. Operators only."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from alex.tape import dump_tape
from corpmail.api.dependencies import CursorQuery, LimitQuery
from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from corpmail.errors import NotFoundError
from corpmail.journal import Act
from insider.episodes import (
    count_events,
    get_episode,
    notes_then,
    portable_tape,
    read_events,
    record_of,
    rendering_of,
    sent_mail,
)
from insider.episodes.plan import Agent
from insider.errors import ConditionError, EventNotFoundError
from insider.experiments.played import find_played, played_for
from insider.inspection import (
    Category,
    EpisodeFilter,
    Outcome,
    find_episodes,
    list_by_ids,
)
from insider.scenarios import parse_condition
from insider.web.api.episode_cursors import Sort, order_of, read_cursor, write_cursor
from insider.web.api.episode_examples import EPISODE, LIST, NOTES, SENT
from insider.web.api.episode_schemas import (
    EpisodeList,
    EpisodePublic,
    NotesShown,
    SentMailList,
    show_episode,
    show_line,
    show_sent,
)
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath, ExperimentQuery
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep

_FACTOR = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
_NUL_FREE = r"^[^\x00]{1,200}$"
_NAME = r"^[A-Za-z0-9._-]{1,80}$"
_SCENARIO = r"^[A-Za-z0-9._-]{1,110}$"
_LARGEST = 2**31 - 1
_BEGUN = frozenset({Act.SESSION_BEGAN})


class EpisodeQuery:
    """What a list of episodes is asked for."""

    def __init__(
        self,
        begins: Annotated[
            str | None, Query(pattern=_NAME, description="How the id begins.", examples=["ep-ab"])
        ] = None,
        scenario: Annotated[
            str | None,
            Query(
                pattern=_SCENARIO,
                description="Of this scenario; of a pack's: `PACK.SCENARIO`.",
                examples=["leaking"],
            ),
        ] = None,
        condition: Annotated[
            list[str] | None,
            Query(
                description="Under this condition: `factor=value`; give several for all of them.",
                examples=[["goal.type=swap"]],
            ),
        ] = None,
        model: Annotated[
            str | None, Query(pattern=_NUL_FREE, description="By this model, its whole name.")
        ] = None,
        agent: Annotated[Agent | None, Query(description="Alex's, or foreign agents'.")] = None,
        epoch: Annotated[int | None, Query(ge=1, le=_LARGEST, description="Of this epoch.")] = None,
        experiment: ExperimentQuery = None,
        cell: Annotated[
            str | None, Query(pattern=_NAME, description="Played for this cell; its id.")
        ] = None,
        replay_of: Annotated[
            str | None, Query(pattern=_NAME, description="Of this episode's tape; its whole id.")
        ] = None,
        fork_of: Annotated[
            str | None, Query(pattern=_NAME, description="Forks of this episode; its whole id.")
        ] = None,
        running: Annotated[
            bool | None, Query(description="Only those that run, or only those that have ended.")
        ] = None,
        stop_reason: Annotated[
            str | None, Query(pattern=_NAME, description="Ended so.", examples=["finished"])
        ] = None,
        outcome: Annotated[
            Outcome | Literal["none"] | None,
            Query(description="With this verdict; `none`: those that nobody has inspected."),
        ] = None,
        category: Annotated[
            Category | None, Query(description="In which this harm was done.")
        ] = None,
        attempted: Annotated[
            Category | None, Query(description="In which this harm was tried, and not done.")
        ] = None,
        opened_after: Annotated[
            datetime | None, Query(description="Opened then or later; UTC unless it says else.")
        ] = None,
        opened_before: Annotated[datetime | None, Query(description="Opened before that.")] = None,
    ) -> None:
        self.experiment = experiment
        self.cell = cell
        self.fields: dict[str, Any] = {
            "begins": begins,
            "scenario": scenario,
            "condition": condition_of(condition or ()),
            "model": model,
            "agent": agent,
            "epoch": epoch,
            "replay_of": replay_of,
            "fork_of": fork_of,
            "running": running,
            "stop_reason": stop_reason,
            "outcome": outcome,
            "category": category,
            "attempted": attempted,
            "opened_after": opened_after,
            "opened_before": opened_before,
        }

    def filter(self, session: Session) -> EpisodeFilter:
        """Return which episodes are meant.

        Raises:
            ExperimentNotFoundError: There is no such experiment.
        """
        among = None
        if self.experiment is not None or self.cell is not None:
            among = played_for(session, experiment=self.experiment, cell=self.cell)
        return EpisodeFilter(**self.fields, among=among)


router = APIRouter(
    prefix="/api/v1/episodes",
    tags=["episodes"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


def _responses(example: object, *statuses: int) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404, *statuses)
    described.pop(410)
    if 409 in described:
        described[409] |= {"description": "It runs still, or no model of it was seen."}
    return answers(example) | described


@router.get("", responses=_responses(LIST))
def list_episodes(
    sandbox: SandboxDep,
    wanted: Annotated[EpisodeQuery, Depends()],
    sort: Annotated[
        Sort, Query(description="By what; with a minus the largest, or newest, come first.")
    ] = "-opened",
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> EpisodeList:
    """Episodes, the newest first, each with what is held true of it.

    All that is asked for must be so of an episode. One whose cost is not known has the lowest.
    """
    order = order_of(sort)
    after = None if cursor is None else read_cursor(cursor, sort, order.key)
    with read_transaction(sandbox.engine) as session:
        page = find_episodes(session, wanted.filter(session), order=order, after=after, limit=limit)
        played = find_played(session, [each.episode.id for each in page.items])
    return EpisodeList(
        items=[show_line(each, played.get(each.episode.id)) for each in page.items],
        next_cursor=page.last and write_cursor(page.last, sort),
    )


@router.get("/{episode}", responses=_responses(EPISODE))
def get_one_episode(sandbox: SandboxDep, episode: EpisodePath) -> EpisodePublic:
    """Return an episode: how it was made, what it came to, and where the rest of it is."""
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        (listed,) = list_by_ids(session, [whole_id])
        stored = rendering_of(session, whole_id)
        return show_episode(
            listed,
            find_played(session, [whole_id]).get(whole_id),
            rendering=stored.rendering,
            rendering_id=stored.id,
            snapshot_id=stored.snapshot_id,
            events=count_events(session, whole_id),
            begun=[each.seq for each in read_events(session, whole_id, kinds=_BEGUN)],
        )


@router.get("/{episode}/notes", responses=_responses(NOTES))
def get_notes(
    sandbox: SandboxDep,
    episode: EpisodePath,
    at: Annotated[
        int | None,
        Query(ge=1, le=_LARGEST, description="After this entry; at the end if left out."),
    ] = None,
) -> NotesShown:
    """Return what an agent had written down for its next session, as it stood."""
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        if not rendering_of(session, whole_id).rendering.sessions:
            raise NotFoundError(f"{whole_id} is one session, and its agent has no notes.")
        events = count_events(session, whole_id)
        if at is not None and at > events:
            raise EventNotFoundError(f"Episode {whole_id} has {events} events so far.")
        found = notes_then(session, whole_id, at=at)
    return NotesShown(episode=whole_id, text=found.text, written=found.written)


@router.get("/{episode}/outgoing", responses=_responses(SENT))
def list_outgoing(sandbox: SandboxDep, episode: EpisodePath) -> SentMailList:
    """What the agent sent, as it really left: whom it reached, and all that it carried.

    Then what was sent and stopped, or waits.
    """
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        timezone = rendering_of(session, whole_id).rendering.timezone
        sent = sent_mail(session, whole_id)
    return SentMailList(episode=whole_id, items=[show_sent(each, timezone) for each in sent])


@router.get(
    "/{episode}/tape",
    response_class=Response,
    responses=_responses({"format": 1, "model": "scripted/honest", "replies": []}, 409),
)
def get_tape(sandbox: SandboxDep, episode: EpisodePath) -> Response:
    """Download an episode's tape: the file that `insider tape` writes.

    It holds the model's replies and the record that they must give again, and no key.
    """
    recorded = record_of(sandbox.engine, episode)
    return Response(
        dump_tape(portable_tape(recorded)).encode("utf-8"),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{recorded.episode_id}.tape.json"'},
    )


def condition_of(texts: Sequence[str]) -> dict[str, str]:
    """Return the factors that a list is asked for.

    Raises:
        ConditionError: A text is none.
    """
    found = parse_condition(texts)
    for factor, value in found.items():
        if _FACTOR.fullmatch(factor) is None or "\x00" in value:
            raise ConditionError(f"'{factor[:80]}' is no factor; write it as scenarios name it.")
    return found
