"""Reads episodes as a whole, for lists and headings; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, text
from sqlalchemy.orm import Session

from insider.episodes.plan import Changes, Fork, RunSettings
from insider.episodes.tables import EpisodeRow, RenderingRow
from insider.errors import EpisodeEndedError, EpisodeNotFoundError, EpisodeOpenError
from insider.scenarios import PackStamp
from insider.visible import shorten

LONGEST_ID = 80
_SHOWN = 40

_episode = EpisodeRow.metadata.tables["episode"]
_rendering = RenderingRow.metadata.tables["rendering"]
_ENDED = text("SELECT stop_reason FROM episode WHERE id = :episode_id")


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """An episode as a line shows it."""

    id: str
    scenario: str
    """Its name; of a pack's, ``PACK.SCENARIO``."""
    pack: PackStamp | None
    """What its scenario came from, where that is a pack."""
    condition: dict[str, str]
    control: dict[str, str]
    """What the scenario's control has; empty for episodes that were opened without it."""
    agent: str
    model: str
    settings: RunSettings
    seed: int
    epoch: int
    replay_of: str | None
    fork: Fork | None
    """Where it comes from, when it is a fork, or a replay of one."""
    parts_at: int | None
    """The first event of what a fork shares with its parent that came out otherwise."""
    stop_reason: str | None
    """Null while it runs."""
    error: str | None
    summary: str | None
    steps: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    opened_wall: str
    ended_wall: str | None


def get_episode(session: Session, episode_id: str) -> EpisodeSummary:
    """Return one episode; the beginning of an id is enough when only one begins so.

    Raises:
        EpisodeNotFoundError: There is none, or the beginning fits several.
    """
    if len(episode_id) > LONGEST_ID:
        raise EpisodeNotFoundError(
            f"There is no episode '{shorten(episode_id, _SHOWN)}': an id has at most {LONGEST_ID} "
            "characters."
        )
    # The whole id first, by its index; only a person's abbreviation is worth reading them all.
    rows = session.connection().execute(_by_id(), {"episode": episode_id}).all()
    if not rows:
        beginning = episode_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        begins = _episode.c.id.like(f"{beginning}%", escape="\\")
        rows = session.execute(_query().where(begins).limit(2)).all()
    if not episode_id or not rows:
        raise EpisodeNotFoundError(f"There is no episode '{episode_id}' in this database.")
    if len(rows) > 1:
        raise EpisodeNotFoundError(f"Several episodes begin with '{episode_id}'; write more of it.")
    return _summary(rows[0])


def check_ended(episode: EpisodeSummary) -> None:
    """Refuse an episode in which more may be done: what is said of its record would not hold.

    Raises:
        EpisodeOpenError: It has not ended.
    """
    if episode.stop_reason is None:
        raise EpisodeOpenError(
            f"Episode {episode.id} has not ended: what will be done in it nobody can judge or "
            "label yet; wait, or end it with 'insider close'."
        )


def check_running(session: Session, episode_id: str) -> None:
    """Refuse to add to an episode that has ended, from elsewhere too: its record is final.

    Args:
        session: A write transaction that holds the episode.
        episode_id: Its whole id.

    Raises:
        EpisodeEndedError: It has ended.
    """
    ended = session.connection().execute(_ENDED, {"episode_id": episode_id}).scalar_one()
    if ended is not None:
        raise EpisodeEndedError(f"Episode {episode_id} was ended ({ended}) as it ran.")


def list_episodes(session: Session, *, limit: int = 20) -> Sequence[EpisodeSummary]:
    """Return the newest episodes, newest first."""
    query = _query().order_by(_episode.c.opened_wall.desc(), _episode.c.id.desc()).limit(limit)
    return [_summary(row) for row in session.execute(query)]


def get_episodes(session: Session, episode_ids: Sequence[str]) -> Sequence[EpisodeSummary]:
    """Return several episodes by their whole ids, in that order; unknown ones are left out."""
    rows = session.execute(_query().where(_episode.c.id.in_(episode_ids)))
    found = {row.id: _summary(row) for row in rows}
    return [found[each] for each in episode_ids if each in found]


def _summary(row: Row[Any]) -> EpisodeSummary:
    fields = row._mapping
    made = {
        "fork": _fork(fields["parent_id"], fields["forked_at"], fields["changed"]),
        "settings": RunSettings.model_validate(fields["settings"]),
        "control": fields["control"] or {},
        "pack": None if fields["pack"] is None else PackStamp.model_validate(fields["pack"]),
    }
    known = {name: fields[name] for name in EpisodeSummary.__slots__ if name not in made}
    return EpisodeSummary(**known | made)


def _fork(parent: str | None, step: int, changed: object) -> Fork | None:
    if parent is None:
        return None
    return Fork(parent=parent, step=step, changed=Changes.model_validate(changed))


@cache
def _by_id() -> Select[Any]:
    return _query().where(_episode.c.id == bindparam("episode"))


def _query() -> Select[Any]:
    return select(
        _episode,
        _rendering.c.scenario,
        _rendering.c.condition,
        _rendering.c.content["control"].label("control"),
        _rendering.c.content["pack"].label("pack"),
    ).join(_rendering, _rendering.c.id == _episode.c.rendering_id)
