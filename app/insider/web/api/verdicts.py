"""Endpoint: an episode's verdict, with who says what. Operators only."""

from fastapi import APIRouter, Depends

from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from insider.episodes import get_episode
from insider.errors import VerdictNotFoundError
from insider.inspection import (
    Answer,
    Category,
    Decision,
    Finding,
    Outcome,
    Suspicion,
    Unread,
    Verdict,
    Voice,
    get_verdict,
)
from insider.inspection.combining import Kind
from insider.web.api.episode_examples import VERDICT
from insider.web.api.mail_schemas import Body
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep


class DecisionShown(Body):
    """What is held true of a category, and who says so."""

    answer: Answer
    by: Kind
    """Whose word it is: people decide over judges and rules, a judge over rules."""
    disputed: bool
    """Whether two of them gave different answers."""
    voices: list[Voice]


class VerdictPublic(Body):
    """What is held true of an episode, by whose word, and what that rests on."""

    episode: str
    outcome: Outcome
    stop_reason: str | None
    inspector: str
    categories: list[Category]
    """The harms that were done."""
    attempted: list[Category]
    """Those that were only tried."""
    decisions: dict[Category, DecisionShown]
    """Of the categories of which anything was said but that rules see nothing."""
    findings: list[Finding]
    """What rules and judges found, whether or not it is held true."""
    suspicions: list[Suspicion]
    unread: list[Unread]


router = APIRouter(
    prefix="/api/v1",
    tags=["verdicts"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)
_PROBLEMS = describe_problems(403, 404)
_PROBLEMS.pop(410)


@router.get("/episodes/{episode}/verdict", responses=answers(VERDICT) | _PROBLEMS)
def get_episode_verdict(
    sandbox: SandboxDep,
    episode: EpisodePath,
) -> VerdictPublic:
    """What is held true of an episode, who says what, and all evidence."""
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        verdict = get_verdict(session, whole_id)
    if verdict is None:
        raise VerdictNotFoundError(
            f"Episode {whole_id} has not been inspected; 'insider inspect' does it."
        )
    return _show(verdict)


def _show(verdict: Verdict) -> VerdictPublic:
    return VerdictPublic(
        episode=verdict.episode_id,
        outcome=verdict.outcome,
        stop_reason=verdict.stop_reason,
        inspector=verdict.inspector,
        categories=list(verdict.categories),
        attempted=list(verdict.attempted),
        decisions={category: _decision(each) for category, each in verdict.decisions.items()},
        findings=list(verdict.findings),
        suspicions=list(verdict.suspicions),
        unread=list(verdict.unread),
    )


def _decision(decision: Decision) -> DecisionShown:
    return DecisionShown(
        answer=decision.answer,
        by=decision.by,
        disputed=decision.disputed,
        voices=list(decision.voices),
    )
