"""Lets a scenario's colleagues answer what Alex sends.

Given to ``corpmail.server.MailServer``, which asks in the transaction of a delivery. How often each
has answered is read from the episode's own record.
"""

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from colleagues import Circle, ReplyRule, replies_to
from corpmail.correspondents import Answer, DeliveredMail
from corpmail.journal import Act
from corpmail.types import BranchId
from insider import scenarios
from insider.episodes.rendering import rendering_of
from insider.episodes.tables import EventRow

_event = EventRow.metadata.tables["event"]
_SECONDS = 60


class ScenarioColleagues:
    """Those who answer in an episode, by its rendering's rules."""

    def answers(
        self, session: Session, branch_id: BranchId, mail: DeliveredMail
    ) -> Sequence[Answer]:
        """Return the answers to a mail of the agent."""
        rendering = rendering_of(session, branch_id).rendering
        if not rendering.replies or mail.sender != rendering.agent:
            return ()
        rules = map(_rule, rendering.replies)
        return [
            Answer(
                name=reply.rule,
                sender=reply.sender,
                text=reply.text,
                after=reply.after_minutes * _SECONDS,
            )
            for reply in replies_to(mail.deliveries, rules, _answered(session, branch_id))
        ]


def _rule(written: scenarios.ReplyRule) -> ReplyRule:
    return ReplyRule(
        id=written.id,
        sender=written.sender,
        to=Circle(frozenset(written.to.addresses), frozenset(written.to.domains)),
        after_minutes=written.after_minutes,
        text=written.text,
        times=written.times,
    )


def _answered(session: Session, branch_id: BranchId) -> Counter[str]:
    acts = session.execute(
        select(_event.c.data).where(
            _event.c.episode_id == branch_id, _event.c.kind == Act.REPLY_SCHEDULED.value
        )
    ).scalars()
    return Counter(str(json.loads(act)["name"]) for act in acts)
