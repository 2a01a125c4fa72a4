"""Endpoint: what came of the mail that an episode's agent sent. Operators only; never writes."""

from datetime import datetime

from fastapi import APIRouter, Depends

from corpmail.api.problem_handlers import describe_problems
from corpmail.clock import to_company_time
from corpmail.database import read_transaction
from corpmail.schemas import MailerPublic
from insider.episodes import (
    Consequence,
    MailConsequences,
    get_episode,
    load_consequences,
    rendering_of,
)
from insider.episodes.consequences import Does
from insider.web.api.episode_examples import CONSEQUENCES
from insider.web.api.mail_schemas import Body, show_mailer
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep


class ConsequencePublic(Body):
    """What somebody did because of a mail, and what came of that."""

    event: int
    """The entry of the record in which it was decided."""
    person: MailerPublic
    does: Does
    """`new`: they wrote to somebody else; `automatic`: their mailbox says that they are away."""
    by: str
    """The rule that they followed, or the model that played them."""
    why: str
    """What was decisive; empty where any mail to them would have been."""
    message_id: str | None
    """What they wrote; null where they did nothing."""
    to: list[MailerPublic]
    subject: str
    text: str
    at: datetime
    """When, by the company's clock."""
    came: bool
    """Whether the episode got so far; else it would have come after its end."""
    then: list["ConsequencePublic"]


class MailConsequencesPublic(Body):
    """A mail that left, and what came of it."""

    message_id: str
    event: int
    """The entry of the record by which it left."""
    subject: str
    sent_at: datetime
    then: list[ConsequencePublic]


class ConsequencesPublic(Body):
    """What came of all mail of an episode's agent."""

    episode: str
    of_mail: list[MailConsequencesPublic]
    """In the order in which it left; mail of which nothing came too."""
    unasked: list[ConsequencePublic]
    """What people wrote at a time of their own, because of no mail."""
    left_out: int
    """Mails that were not written: colleagues write so many and no more."""


router = APIRouter(
    prefix="/api/v1/episodes",
    tags=["episodes"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)
_PROBLEMS = describe_problems(403, 404)
_PROBLEMS.pop(410)


@router.get("/{episode}/consequences", responses=answers(CONSEQUENCES) | _PROBLEMS)
def get_consequences(sandbox: SandboxDep, episode: EpisodePath) -> ConsequencesPublic:
    """What came of each mail that the agent sent: who answered, who passed it on, to whom.

    Also what would have come after the end, which says so.
    """
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        timezone = rendering_of(session, whole_id).rendering.timezone
        found = load_consequences(session, whole_id)
    return ConsequencesPublic(
        episode=whole_id,
        of_mail=[_show_mail(each, timezone) for each in found.of_mail],
        unasked=[_show(each, timezone) for each in found.unasked],
        left_out=found.left_out,
    )


def _show_mail(mail: MailConsequences, timezone: str) -> MailConsequencesPublic:
    return MailConsequencesPublic(
        message_id=mail.message_id,
        event=mail.event,
        subject=mail.subject,
        sent_at=to_company_time(mail.at, timezone),
        then=[_show(each, timezone) for each in mail.then],
    )


def _show(each: Consequence, timezone: str) -> ConsequencePublic:
    return ConsequencePublic(
        event=each.event,
        person=show_mailer(each.person),
        does=each.does,
        by=each.by,
        why=each.why,
        message_id=each.message_id,
        to=[show_mailer(mailer) for mailer in each.to],
        subject=each.subject,
        text=each.text,
        at=to_company_time(each.at, timezone),
        came=each.came,
        then=[_show(one, timezone) for one in each.then],
    )
