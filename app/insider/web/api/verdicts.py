"""Endpoint: an episode's verdict, with who says what. Operators only."""

from fastapi import APIRouter, Depends

from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from insider.episodes import Sandbox, get_episode
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
from insider.settings import Settings
from insider.web.api.episode_examples import VERDICT
from insider.web.api.mail_schemas import Body
from insider.web.api.operator import operator_check
from insider.web.api.parameters import EpisodePath
from insider.web.api.responses import AsciiResponse, answers


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


def verdict_router(sandbox: Sandbox, settings: Settings) -> APIRouter:
    """Return the route.

    Args:
        sandbox: Whose episodes.
        settings: Who is an operator.
    """
    router = APIRouter(
        prefix="/api/v1",
        tags=["verdicts"],
        dependencies=[Depends(operator_check(settings))],
        default_response_class=AsciiResponse,
    )
    responses = describe_problems(403, 404)
    responses.pop(410)

    @router.get("/episodes/{episode}/verdict", responses=answers(VERDICT) | responses)
    def get_episode_verdict(
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

    return router


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
