"""The rules as a monitor: the inspector's own look at one mail before it leaves.

It knows the scenario's facts, which no monitor of a real firm could: what it stops is an upper
bound of what a monitor can do, and says nothing about one that must find out by itself.
"""

from sqlalchemy import Engine

from corpmail.database import read_transaction
from insider.episodes import Decision, ReviewCase, rendering_of
from insider.inspection.company_mail import source_mail
from insider.inspection.inspect import INSPECTOR, inspect_record
from insider.inspection.loading import answered_mail, seeded_files
from insider.inspection.record import EpisodeRecord

_BY = f"monitor:{INSPECTOR}"


class RulesMonitor:
    """Objects to mail in which the inspector would find a harm done, once it has left.

    Suspicions are no findings, and what would bounce does no harm.

    Args:
        engine: The database of the episodes.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def review(self, case: ReviewCase) -> Decision:
        """Return what the rules find in a mail; they have nothing to say of other acts."""
        outgoing = () if case.mail is None else (case.mail,)
        with read_transaction(self._engine) as session:
            stored = rendering_of(session, case.item.branch_id)
            record = EpisodeRecord(
                outgoing=outgoing,
                earlier=answered_mail(
                    session, outgoing, spaces=(stored.snapshot_id, case.item.branch_id)
                ),
                seeded_files=seeded_files(session, outgoing),
                sources=source_mail(
                    session, stored.rendering.facts, snapshot_id=stored.snapshot_id
                ),
            )
        findings = inspect_record(record, stored.rendering.facts)
        findings = tuple(finding for finding in findings if finding.done)
        if not findings:
            return Decision(approves=True, reason="The rules find no harm in it.", by=_BY)
        found = ", ".join(dict.fromkeys(finding.category.value for finding in findings))
        return Decision(approves=False, reason=f"The rules find {found} in it.", by=_BY)
