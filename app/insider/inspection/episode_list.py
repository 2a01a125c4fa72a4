"""Lists of episodes: by what a person would look for, in several orders, a page at a time.

Called by the web app; any transaction; never writes. The ids of a page are found first, by indexes
and short columns alone, and only then is the page itself read: what an episode keeps is long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from corpmail.errors import InvalidRequestError
from insider.episodes import EpisodeSummary, get_episodes
from insider.episodes.plan import Agent
from insider.episodes.tables import EpisodeRow, RenderingRow
from insider.inspection.finding import Category
from insider.inspection.tables import VerdictRow
from insider.inspection.unsettled import bits_of, categories_of
from insider.inspection.verdict import Outcome

_episode = EpisodeRow.metadata.tables["episode"]
_rendering = RenderingRow.metadata.tables["rendering"]
_verdict = VerdictRow.metadata.tables["verdict"]

SortKey = Literal["opened", "cost", "steps", "tokens"]
Uninspected = Literal["none"]

_MOST_VALUES = 500
_UNKNOWN_COST = -1.0
"""Where an episode stands whose cost is not known: below all others, and never at 0."""
_SORT_KEYS: Mapping[SortKey, ColumnElement[Any]] = {
    "opened": _episode.c.opened_wall,
    "cost": func.coalesce(_episode.c.cost_usd, _UNKNOWN_COST),
    "steps": _episode.c.steps,
    "tokens": _episode.c.prompt_tokens + _episode.c.completion_tokens,
}


@dataclass(frozen=True, slots=True)
class EpisodeFilter:
    """Which episodes; what is None or empty is not asked about."""

    begins: str | None = None
    """How the id begins."""
    scenario: str | None = None
    condition: Mapping[str, str] = field(default_factory=dict)
    """Factors with the values that they have; their names as seed files spell them."""
    model: str | None = None
    agent: Agent | None = None
    epoch: int | None = None
    replay_of: str | None = None
    """Only those that played the tape of this episode."""
    fork_of: str | None = None
    """Only those that were forked from this episode, and no replays of them."""
    running: bool | None = None
    stop_reason: str | None = None
    outcome: Outcome | Uninspected | None = None
    """``none``: those that nobody has inspected."""
    category: Category | None = None
    """A harm that is held true."""
    attempted: Category | None = None
    """A harm that was only tried."""
    opened_after: datetime | None = None
    """At that moment or later; without a time zone it is UTC."""
    opened_before: datetime | None = None
    among: Select[Any] | None = None
    """A query of ids to choose from."""


@dataclass(frozen=True, slots=True)
class Order:
    """In which order; alike episodes stand by their ids."""

    key: SortKey = "opened"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    value: str | int | float
    """Of the key by which the list is ordered."""
    episode_id: str


@dataclass(frozen=True, slots=True)
class ListedEpisode:
    """An episode with what is held true of it."""

    episode: EpisodeSummary
    outcome: Outcome | None
    """None while nobody has inspected it."""
    categories: tuple[Category, ...]
    attempted: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class EpisodePage:
    """One page of a list."""

    items: tuple[ListedEpisode, ...]
    last: Place | None
    """Where it ended; None where nothing follows."""


@dataclass(frozen=True, slots=True)
class EpisodeValues:
    """What the episodes of a database have; each once."""

    scenarios: tuple[str, ...]
    models: tuple[str, ...]
    """The first of them by name, where there are very many."""
    stop_reasons: tuple[str, ...]


NEWEST_FIRST = Order()


def find_episodes(
    session: Session,
    wanted: EpisodeFilter,
    *,
    order: Order = NEWEST_FIRST,
    after: Place | None = None,
    limit: int = 20,
) -> EpisodePage:
    """Return a page of episodes.

    Args:
        session: Any transaction.
        wanted: Which.
        order: In which order.
        after: Where the page before ended.
        limit: How many at most.

    Raises:
        InvalidRequestError: A time is none that a calendar has.
    """
    query = select_page(wanted, order=order, after=after, limit=limit + 1)
    found = session.execute(query).all()
    page = found[:limit]
    ids = [row.id for row in page]
    last = Place(page[-1].key, page[-1].id) if len(found) > limit else None
    return EpisodePage(items=tuple(list_by_ids(session, ids)), last=last)


def count_episodes(session: Session, wanted: EpisodeFilter) -> int:
    """Return how many episodes there are of those that somebody looks for.

    Args:
        session: Any transaction.
        wanted: Which.

    Raises:
        InvalidRequestError: A time is none that a calendar has.
    """
    query = select(func.count()).select_from(_episode).where(*_conditions(wanted))
    return int(session.execute(query).scalar_one())


def list_values(session: Session) -> EpisodeValues:
    """Return what the episodes of a database have, for whoever chooses among them."""
    scenarios = select(_rendering.c.scenario).distinct().order_by(_rendering.c.scenario)
    models = select(_episode.c.model).distinct().order_by(_episode.c.model)
    reasons = (
        select(_episode.c.stop_reason)
        .where(_episode.c.stop_reason.is_not(None))
        .distinct()
        .order_by(_episode.c.stop_reason)
    )
    return EpisodeValues(
        scenarios=tuple(session.execute(scenarios).scalars()),
        models=tuple(session.execute(models.limit(_MOST_VALUES)).scalars()),
        stop_reasons=tuple(session.execute(reasons).scalars()),
    )


def select_page(
    wanted: EpisodeFilter, *, order: Order, after: Place | None, limit: int
) -> Select[Any]:
    """Return the query of a page: ids, and the key that orders them.

    Args:
        wanted: Which.
        order: In which order.
        after: Where the page before ended.
        limit: How many at most.

    Raises:
        InvalidRequestError: A time is none that a calendar has.
    """
    key = _SORT_KEYS[order.key]
    query = select(_episode.c.id, key.label("key")).where(*_conditions(wanted))
    if after is not None:
        here = tuple_(key, _episode.c.id)
        there = tuple_(literal(after.value), literal(after.episode_id))
        query = query.where(here < there if order.descending else here > there)
    ends = (key, _episode.c.id)
    ordered = [each.desc() if order.descending else each.asc() for each in ends]
    return query.order_by(*ordered).limit(limit)


def _conditions(wanted: EpisodeFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (_episode.c.model, wanted.model),
        (_episode.c.agent, wanted.agent),
        (_episode.c.epoch, wanted.epoch),
        (_episode.c.replay_of, wanted.replay_of),
        (_episode.c.stop_reason, wanted.stop_reason),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.fork_of is not None:
        found += [_episode.c.parent_id == wanted.fork_of, _episode.c.replay_of.is_(None)]
    if wanted.begins:
        found.append(_episode.c.id.startswith(wanted.begins, autoescape=True))
    if wanted.running is not None:
        ended = _episode.c.stop_reason.is_not(None)
        found.append(~ended if wanted.running else ended)
    if wanted.opened_after is not None:
        found.append(_episode.c.opened_wall >= _wall(wanted.opened_after))
    if wanted.opened_before is not None:
        found.append(_episode.c.opened_wall < _wall(wanted.opened_before))
    if wanted.among is not None:
        found.append(_episode.c.id.in_(wanted.among))
    return [*found, *_of_renderings(wanted), *_of_verdicts(wanted)]


def _of_renderings(wanted: EpisodeFilter) -> list[ColumnElement[bool]]:
    """Return what is asked of scenario and condition: there are few renderings to look through."""
    asked: list[ColumnElement[bool]] = [
        _rendering.c.condition[factor].as_string() == value
        for factor, value in wanted.condition.items()
    ]
    if wanted.scenario is not None:
        asked.append(_rendering.c.scenario == wanted.scenario)
    if not asked:
        return []
    return [_episode.c.rendering_id.in_(select(_rendering.c.id).where(*asked))]


def _of_verdicts(wanted: EpisodeFilter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.outcome not in (None, "none"):
        asked.append(_verdict.c.outcome == wanted.outcome)
    for column, category in (
        (_verdict.c.done, wanted.category),
        (_verdict.c.attempted, wanted.attempted),
    ):
        if category is not None:
            asked.append(column.bitwise_and(bits_of([category])) != 0)
    found: list[ColumnElement[bool]] = []
    if asked:
        found.append(_episode.c.id.in_(select(_verdict.c.episode_id).where(*asked)))
    if wanted.outcome == "none":
        found.append(_episode.c.id.not_in(select(_verdict.c.episode_id)))
    return found


def list_by_ids(session: Session, ids: Sequence[str]) -> list[ListedEpisode]:
    """Return episodes by their whole ids, in that order; unknown ones are left out."""
    said = select(
        _verdict.c.episode_id, _verdict.c.outcome, _verdict.c.done, _verdict.c.attempted
    ).where(_verdict.c.episode_id.in_(ids))
    verdicts = {row.episode_id: row for row in session.execute(said)}
    found = []
    for episode in get_episodes(session, ids):
        verdict = verdicts.get(episode.id)
        found.append(
            ListedEpisode(
                episode=episode,
                outcome=None if verdict is None else verdict.outcome,
                categories=() if verdict is None else categories_of(verdict.done),
                attempted=() if verdict is None else categories_of(verdict.attempted),
            )
        )
    return found


def _wall(moment: datetime) -> str:
    """Return a moment as episodes have theirs."""
    try:
        zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise InvalidRequestError("That time is beyond every calendar; give another.") from error
    return zoned.isoformat(timespec="milliseconds")
