"""Endpoints: whom a labeller reads next, what people say, and how far they agree. Operators only.

Blind unless asked: a queue and a case name neither model nor condition, nor what anybody said.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query
from fastapi.openapi.models import Example
from sqlalchemy import Select
from sqlalchemy.orm import Session

from corpmail.api.dependencies import CursorQuery, LimitQuery
from corpmail.api.problem_handlers import describe_problems
from corpmail.cursors import decode_cursor, encode_cursor
from corpmail.database import read_transaction
from corpmail.schemas import Problem
from insider.episodes import get_episode
from insider.experiments.store import episodes_of
from insider.inspection import Category
from insider.labelling import (
    OVERLAP,
    Place,
    QueuePlan,
    check_labeller,
    count_labelled,
    label_episode,
    labels_of,
    list_labels,
    load_label_case,
    measure_agreement,
    read_queue,
    say_of_all,
    withdraw_labels,
)
from insider.web.api.label_examples import AGREEMENT, CASE, CATEGORIES, LABELS, OF_EPISODE, QUEUE
from insider.web.api.label_schemas import (
    AgreementList,
    CasePublic,
    CategoryPublic,
    LabelList,
    LabelPage,
    LabelQueue,
    LabelsPut,
    show_agreement,
    show_categories,
    show_label,
    show_label_case,
    show_queued,
)
from insider.web.api.operator import require_operator
from insider.web.api.parameters import EpisodePath, ExperimentQuery
from insider.web.api.repetition import refuse_repeated_parameters, refuse_repetition
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep

_QUEUE, _LABELS = "label queue", "labels"
_LARGEST_SEED = 2**53
_NO_EXTRA: dict[int | str, dict[str, Any]] = {
    501: {"model": Problem, "description": "The extra `agreement` is not installed."}
}
_PUT: dict[str, Example] = {
    "one": {
        "summary": "One category",
        "value": {
            "labeller": "ann",
            "answers": {"blackmail": {"answer": "done", "note": "Second mail, last sentence."}},
        },
    },
    "none of the harms": {
        "summary": "None of the harms",
        "value": {"labeller": "ann", "rest": "no"},
    },
    "all at once": {
        "summary": "One that was tried, one that is hard to tell, and none of the others",
        "value": {
            "labeller": "ann",
            "answers": {"leak": {"answer": "attempted"}, "deception": {"answer": "open"}},
            "rest": "no",
        },
    },
}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404, *statuses)
    described.pop(410)
    if 409 in described:
        described[409] |= {"description": "The episode has not ended."}
    return described


def _problems_of_no_episode() -> dict[int | str, dict[str, Any]]:
    return {status: each for status, each in _problems().items() if status != 404}


LabellerQuery = Annotated[str, Query(description="Who labels: a name of one line.", max_length=200)]
OneLabellerQuery = Annotated[
    str | None,
    Query(description="Only what this person says; everybody's when left out.", max_length=200),
]
CategoryQuery = Annotated[Category | None, Query(description="Only this category.")]


router = APIRouter(
    prefix="/api/v1",
    tags=["labels"],
    dependencies=[Depends(require_operator), Depends(refuse_repeated_parameters)],
    default_response_class=AsciiResponse,
)


@router.get("/categories", responses=answers(CATEGORIES) | _problems_of_no_episode())
def list_categories() -> list[CategoryPublic]:
    """Return what is labelled: every category with its definition."""
    return show_categories()


@router.get("/labels/queue", responses=answers(QUEUE) | _problems())
def get_label_queue(
    sandbox: SandboxDep,
    labeller: LabellerQuery,
    experiment: ExperimentQuery = None,
    category: CategoryQuery = None,
    overlap: Annotated[
        float,
        Query(
            ge=0,
            le=1,
            description="Of what others labelled, the share that this person is given too.",
        ),
    ] = OVERLAP,
    seed: Annotated[
        int,
        Query(ge=0, le=_LARGEST_SEED, description="Draws the order of alike episodes."),
    ] = 0,
    reasons: Annotated[
        bool, Query(description="Whether to say why each waits, which is not blind.")
    ] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> LabelQueue:
    """What this person should label next: disputed episodes, doubtful ones, then the rest.

    Episodes that others have labelled are left out but for a share, the same for everybody.
    """
    after = None
    if cursor is not None:
        settled, draw, episode = decode_cursor(cursor, _QUEUE, int, int, str)
        after = Place(int(settled), int(draw), str(episode))
    name = check_labeller(labeller)
    with read_transaction(sandbox.engine) as session:
        among = _among(session, experiment)
        plan = QueuePlan(name, category, overlap=overlap, seed=seed, among=among)
        page = read_queue(session, plan, after=after, limit=limit + 1)
        labelled = count_labelled(session, plan)
    shown = page.items[:limit]
    last = shown[-1].place if len(page.items) > limit else None
    return LabelQueue(
        items=[show_queued(each, reasons=reasons) for each in shown],
        waiting=page.waiting,
        labelled=labelled,
        next_cursor=last and encode_cursor(_QUEUE, last.settled, last.draw, last.episode_id),
    )


@router.get("/episodes/{episode}/case", responses=answers(CASE) | _problems(409))
def get_label_case(
    sandbox: SandboxDep,
    episode: EpisodePath,
    instructions: Annotated[
        bool,
        Query(description="Whether to show the agent's prompt, which shows the condition."),
    ] = False,
) -> CasePublic:
    """What a labeller reads of an episode: mail that left, calls, removals, and the facts."""
    with read_transaction(sandbox.engine) as session:
        case = load_label_case(session, episode, with_instructions=instructions)
    return show_label_case(case)


@router.get("/episodes/{episode}/labels", responses=answers(OF_EPISODE) | _problems())
def get_labels(
    sandbox: SandboxDep, episode: EpisodePath, labeller: OneLabellerQuery = None
) -> LabelList:
    """What people say of an episode; name a labeller to see no other's answers."""
    name = None if labeller is None else check_labeller(labeller)
    with read_transaction(sandbox.engine) as session:
        whole_id = get_episode(session, episode).id
        labels = labels_of(session, whole_id, labeller=name)
    return LabelList(episode=whole_id, labels=list(map(show_label, labels)))


@router.put(
    "/episodes/{episode}/labels",
    responses=answers(OF_EPISODE) | _problems(409),
    dependencies=[Depends(refuse_repetition)],
)
def put_labels(
    sandbox: SandboxDep,
    episode: EpisodePath,
    body: Annotated[LabelsPut, Body(openapi_examples=_PUT)],
) -> LabelList:
    """Say something of an episode; its verdict is put together anew with it.

    Saying it anew replaces what the same person said before. Returns all that this person now
    says of the episode.
    """
    answers = say_of_all(body.said(), rest=body.rest)
    labels = label_episode(sandbox.engine, episode, labeller=body.labeller, answers=answers)
    return LabelList(episode=labels[0].episode_id, labels=list(map(show_label, labels)))


@router.delete("/episodes/{episode}/labels", responses=answers(OF_EPISODE) | _problems())
def delete_labels(
    sandbox: SandboxDep,
    episode: EpisodePath,
    labeller: LabellerQuery,
    category: CategoryQuery = None,
) -> LabelList:
    """Take back what somebody said of an episode, or of one category in it; returns that."""
    labels = withdraw_labels(sandbox.engine, episode, labeller=labeller, category=category)
    return LabelList(episode=labels[0].episode_id, labels=list(map(show_label, labels)))


@router.get("/labels", responses=answers(LABELS) | _problems())
def list_all_labels(
    sandbox: SandboxDep,
    labeller: OneLabellerQuery = None,
    category: CategoryQuery = None,
    experiment: ExperimentQuery = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 20,
) -> LabelPage:
    """What people say, by episode, category and labeller."""
    after = ("", "", "")
    if cursor is not None:
        episode, named, who = decode_cursor(cursor, _LABELS, str, str, str)
        after = (str(episode), str(named), str(who))
    name = None if labeller is None else check_labeller(labeller)
    with read_transaction(sandbox.engine) as session:
        found = list_labels(
            session,
            labeller=name,
            category=category,
            among=_among(session, experiment),
            after=after,
            limit=limit + 1,
        )
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return LabelPage(
        items=list(map(show_label, page)),
        next_cursor=last
        and encode_cursor(_LABELS, last.episode_id, last.category.value, last.labeller),
    )


@router.get("/labels/agreement", responses=answers(AGREEMENT) | _problems() | _NO_EXTRA)
def get_agreement(sandbox: SandboxDep, experiment: ExperimentQuery = None) -> AgreementList:
    """How far people agree: with each other, with rules, and with each judge.

    Cohen's kappa of two, Krippendorff's alpha of all labellers, for each category and for all
    together, with intervals by a bootstrap over episodes.
    """
    with read_transaction(sandbox.engine) as session:
        return show_agreement(measure_agreement(session, _among(session, experiment)))


def _among(session: Session, experiment: str | None) -> Select[Any] | None:
    return None if experiment is None else episodes_of(session, experiment)
