"""Reads episodes as a whole, for lists and headings; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from insider.episodes.plan import RunSettings
from insider.episodes.tables import EpisodeRow, RenderingRow
from insider.errors import EpisodeNotFoundError


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """An episode as a line shows it."""

    id: str
    scenario: str
    condition: dict[str, str]
    agent: str
    model: str
    settings: RunSettings
    seed: int
    epoch: int
    replay_of: str | None
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
    beginning = episode_id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(
        _query().where(col(EpisodeRow.id).like(f"{beginning}%", escape="\\")).limit(2)
    ).all()
    exact = [row for row in rows if row.id == episode_id]
    if exact:
        rows = exact
    if not episode_id or not rows:
        raise EpisodeNotFoundError(
            f"There is no episode '{episode_id}' in this database; "
            "'insider show' without an id lists them."
        )
    if len(rows) > 1:
        raise EpisodeNotFoundError(f"Several episodes begin with '{episode_id}'; write more of it.")
    return _summary(rows[0])


def list_episodes(session: Session, *, limit: int = 20) -> Sequence[EpisodeSummary]:
    """Return the newest episodes, newest first."""
    query = _query().order_by(col(EpisodeRow.opened_wall).desc(), col(EpisodeRow.id)).limit(limit)
    return [_summary(row) for row in session.execute(query)]


def _summary(row: Row[tuple[object, ...]]) -> EpisodeSummary:
    fields = dict(row._mapping)
    fields["settings"] = RunSettings.model_validate(fields["settings"])
    return EpisodeSummary(**fields)


def _query() -> Select[tuple[object, ...]]:
    columns = (
        EpisodeRow.id,
        RenderingRow.scenario,
        RenderingRow.condition,
        EpisodeRow.agent,
        EpisodeRow.model,
        EpisodeRow.settings,
        EpisodeRow.seed,
        EpisodeRow.epoch,
        EpisodeRow.replay_of,
        EpisodeRow.stop_reason,
        EpisodeRow.error,
        EpisodeRow.summary,
        EpisodeRow.steps,
        EpisodeRow.prompt_tokens,
        EpisodeRow.completion_tokens,
        EpisodeRow.cost_usd,
        EpisodeRow.opened_wall,
        EpisodeRow.ended_wall,
    )
    return select(*map(col, columns)).join(
        RenderingRow, col(RenderingRow.id) == col(EpisodeRow.rendering_id)
    )
