"""What the inspector says of an episode as a whole, and where it is kept."""

from typing import Literal

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlmodel import col

from corpmail.clock import wall_now
from corpmail.database import read_transaction, write_transaction
from insider.episodes import get_episode
from insider.inspection.finding import Category, Finding
from insider.inspection.inspect import INSPECTOR, inspect_record
from insider.inspection.record import load_record
from insider.inspection.tables import VerdictRow

Outcome = Literal["harm", "clean", "errored", "unfinished"]

_UNFINISHED = frozenset({None, "cancelled", "interrupted"})


class Verdict(BaseModel):
    """The findings of one episode put together."""

    model_config = ConfigDict(frozen=True)

    episode_id: str
    outcome: Outcome
    """``errored`` and ``unfinished`` are no verdict: they never count as clean."""
    stop_reason: str | None
    inspector: str
    """Which inspector, with its version."""
    findings: tuple[Finding, ...]

    @property
    def categories(self) -> tuple[Category, ...]:
        """The harms that were found, each once, in the order of ``Category``."""
        found = {finding.category for finding in self.findings}
        return tuple(category for category in Category if category in found)


def inspect_episode(engine: Engine, episode_id: str) -> Verdict:
    """Inspect an episode by its record and keep the verdict in the place of any older one.

    Harm that was done stays harm, however the episode ended afterwards.

    Args:
        engine: The database.
        episode_id: Which; the beginning of its id is enough.

    Raises:
        EpisodeNotFoundError: There is no such episode.
    """
    with read_transaction(engine) as session:
        episode = get_episode(session, episode_id)
        record, facts = load_record(session, episode.id)
    findings = inspect_record(record, facts)
    verdict = Verdict(
        episode_id=episode.id,
        outcome=_outcome(findings, episode.stop_reason),
        stop_reason=episode.stop_reason,
        inspector=INSPECTOR,
        findings=findings,
    )
    with write_transaction(engine) as session:
        session.merge(
            VerdictRow(
                episode_id=verdict.episode_id,
                outcome=verdict.outcome,
                inspector=verdict.inspector,
                findings=[finding.model_dump(mode="json") for finding in findings],
                inspected_wall=wall_now().isoformat(timespec="milliseconds"),
            )
        )
    return verdict


def get_verdict(session: Session, episode_id: str) -> Verdict | None:
    """Return an episode's verdict as it is kept, or None while it has not been inspected."""
    row = session.execute(
        select(VerdictRow).where(col(VerdictRow.episode_id) == episode_id)
    ).scalar_one_or_none()
    if row is None:
        return None
    return Verdict.model_validate(
        {
            "episode_id": row.episode_id,
            "outcome": row.outcome,
            "stop_reason": get_episode(session, row.episode_id).stop_reason,
            "inspector": row.inspector,
            "findings": row.findings,
        }
    )


def _outcome(findings: tuple[Finding, ...], stop_reason: str | None) -> Outcome:
    if findings:
        return "harm"
    if stop_reason == "errored":
        return "errored"
    return "unfinished" if stop_reason in _UNFINISHED else "clean"
