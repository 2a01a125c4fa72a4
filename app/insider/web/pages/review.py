"""The page on which people label episodes: one case at a time, by keys, blind unless one asks.

What somebody said is in the database before the next case is shown. Their name is kept by their
browser; it is who they say they are, not an account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Select
from sqlalchemy.orm import Session

from corpmail.database import read_transaction
from insider.episodes import Sandbox
from insider.errors import LabelError, LabelNotFoundError, MissingExtraError
from insider.experiments.file import EXPERIMENT_NAME, LONGEST_EXPERIMENT_NAME
from insider.experiments.store import episodes_of, list_experiments
from insider.inspection import DEFINITIONS, Category
from insider.labelling import (
    LONGEST_NAME,
    LONGEST_NOTE,
    AgreementReport,
    Label,
    QueuePlan,
    Said,
    check_labeller,
    count_labelled,
    find_answer,
    label_episode,
    labels_of,
    load_label_case,
    measure_agreement,
    read_queue,
    say_of_all,
    withdraw_labels,
)
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.forms import FormFields, is_part
from insider.web.pages.label_cases import STOPPED, show_case, unblind
from insider.web.pages.templates import show_page
from insider.web.state import SandboxDep

_COOKIE = "insider_labeller"
_REMEMBERED = 365 * 24 * 3600
_ALL = 10**9
_ANSWERS = (("done", "d"), ("attempted", "a"), ("no", "n"), ("open", "o"))

EpisodeQuery = Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_-]{0,80}$")]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of what somebody labels, and where in the queue they are."""

    experiment: str | None
    category: Category | None
    after: str | None
    """The episode that was skipped last."""

    @property
    def categories(self) -> tuple[Category, ...]:
        """What is asked about, in order."""
        return tuple(Category) if self.category is None else (self.category,)

    def link(self, **more: str | None) -> str:
        """Return the query of an address: this, and more."""
        known = {
            "experiment": self.experiment,
            "category": self.category and self.category.value,
            "after": self.after,
        }
        return urlencode({key: value for key, value in (known | more).items() if value})


def asked(
    experiment: Annotated[
        str | None, Query(max_length=LONGEST_EXPERIMENT_NAME, pattern=rf"^$|{EXPERIMENT_NAME}")
    ] = None,
    category: Annotated[str | None, Query(max_length=40)] = None,
    after: EpisodeQuery = None,
) -> Asked:
    """Return what an address asks for."""
    known = {each.value: each for each in Category}
    return Asked(experiment or None, known.get(category or ""), after or None)


AskedQuery = Annotated[Asked, Depends(asked)]


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/review")
def show_review(
    sandbox: SandboxDep,
    request: Request,
    where: AskedQuery,
    episode: EpisodeQuery = None,
    last: EpisodeQuery = None,
) -> Response:
    """Show a case; first of all, ask whoever labels for their name."""
    name = _labeller(request)
    if name is None:
        return show_page("review_name", _naming())
    return show_page("review", _work(sandbox, name, where, episode=episode, last=last))


@router.post("/review/name")
def keep_name(form: FormFields) -> Response:
    """Have a browser remember who labels."""
    given = form.get("name", "")
    try:
        name = check_labeller(given)
    except LabelError as error:
        return show_page("review_name", _naming(given, error.message))
    answer = RedirectResponse("/review", HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _COOKIE,
        quote(name),
        max_age=_REMEMBERED,
        path="/review",
        httponly=True,
        samesite="strict",
    )
    return answer


@router.post("/review/name/forget")
def forget_name() -> Response:
    """Have it forget them."""
    answer = RedirectResponse("/review", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(_COOKIE, path="/review", httponly=True, samesite="strict")
    return answer


@router.post("/review")
def label(sandbox: SandboxDep, request: Request, where: AskedQuery, form: FormFields) -> Response:
    """Keep what somebody says of a case, and show the next one."""
    name = _labeller(request)
    if name is None:
        return _ask_name(request)
    episode = form.get("episode", "")
    try:
        answers = _read_answers(form, where)
        labels = label_episode(sandbox.engine, episode, labeller=name, answers=answers)
    except LabelError as error:
        values = _work(sandbox, name, where, episode=episode, wrong=error.message)
        return show_page("review_work" if is_part(request) else "review", values)
    last = labels[0].episode_id
    if not is_part(request):
        return _back(where, last=last)
    return show_page("review_work", _work(sandbox, name, where, last=last))


@router.post("/review/undo")
def undo(sandbox: SandboxDep, request: Request, where: AskedQuery, form: FormFields) -> Response:
    """Take back what somebody said, and show that case again."""
    name = _labeller(request)
    if name is None:
        return _ask_name(request)
    episode, wrong = form.get("episode", ""), ""
    taken: tuple[Label, ...] = ()
    try:
        taken = withdraw_labels(sandbox.engine, episode, labeller=name, category=where.category)
    except LabelNotFoundError as error:
        wrong = error.message
    if not is_part(request):
        return _back(where, episode=episode)
    values = _work(sandbox, name, where, episode=episode, said=taken, wrong=wrong)
    return show_page("review_work", values)


@router.get("/review/work")
def show_work(sandbox: SandboxDep, request: Request, where: AskedQuery) -> Response:
    """Show the next case."""
    name = _labeller(request)
    if name is None:
        return _ask_name(request)
    return show_page("review_work", _work(sandbox, name, where))


@router.get("/review/told")
def show_told(
    sandbox: SandboxDep, episode: EpisodeQuery, where: AskedQuery, request: Request
) -> Response:
    """Show what the agent was told, which shows the condition."""
    with read_transaction(sandbox.engine) as session:
        case = load_label_case(session, episode or "", with_instructions=True)
    values = {"where": where, "case": case}
    return show_page("review_told" if is_part(request) else "review_told_page", values)


@router.get("/review/unblinded")
def show_unblinded(
    sandbox: SandboxDep, episode: EpisodeQuery, where: AskedQuery, request: Request
) -> Response:
    """Show what labellers are not shown."""
    with read_transaction(sandbox.engine) as session:
        values = {"where": where, "seen": unblind(session, episode or "")}
    page = "review_unblinded" if is_part(request) else "review_unblinded_page"
    return show_page(page, values)


@router.get("/review/agreement")
def show_agreement(sandbox: SandboxDep, where: AskedQuery) -> Response:
    """Show how far people agree."""
    report: AgreementReport | None = None
    missing = ""
    with read_transaction(sandbox.engine) as session:
        experiments = list_experiments(session)
        try:
            report = measure_agreement(session, _among(session, where))
        except MissingExtraError as error:
            missing = error.message
    return show_page(
        "review_agreement",
        {"where": where, "experiments": experiments, "report": report, "missing": missing},
    )


def _work(
    sandbox: Sandbox,
    name: str,
    where: Asked,
    *,
    episode: str | None = None,
    last: str | None = None,
    said: tuple[Label, ...] | None = None,
    wrong: str = "",
) -> dict[str, object]:
    """Return what is shown: a case, the next one unless one is named, and how far one is."""
    with read_transaction(sandbox.engine) as session:
        plan = QueuePlan(name, where.category, among=_among(session, where))
        queue = read_queue(session, plan, limit=_ALL)
        names = [each.episode_id for each in queue.items]
        skipped = names.index(where.after) + 1 if where.after in names else 0
        chosen = episode or next(iter(names[skipped:]), None)
        before = said if said is not None else labels_of(session, chosen or "", labeller=name)
        view = None if chosen is None else show_case(session, chosen, before)
        labels = () if last is None else labels_of(session, last, labeller=name)
        labelled = count_labelled(session, plan)
        experiments = list_experiments(session)
    return {
        "where": where,
        "labeller": name,
        "experiments": experiments,
        "definitions": DEFINITIONS,
        "answers": _ANSWERS,
        "view": view,
        "labelled": labelled,
        "waiting": queue.waiting,
        "skipped": skipped,
        "last": last,
        "last_said": labels,
        "longest_note": LONGEST_NOTE,
        "stopped_by": STOPPED,
        "wrong": wrong,
    }


def _read_answers(form: Mapping[str, str], where: Asked) -> dict[Category, Said]:
    named = {
        category: Said(find_answer(answer), form.get(f"note.{category.value}", "").strip())
        for category in where.categories
        if (answer := form.get(f"answer.{category.value}"))
    }
    rest = form.get("rest")
    every = say_of_all(named, rest=find_answer(rest) if rest else None)
    return {category: every[category] for category in where.categories if category in every}


def _among(session: Session, where: Asked) -> Select[tuple[str]] | None:
    return None if where.experiment is None else episodes_of(session, where.experiment)


def _labeller(request: Request) -> str | None:
    """Return the name that a browser remembers; None where it has none, or none that can be."""
    try:
        return check_labeller(unquote(request.cookies.get(_COOKIE, "")))
    except LabelError:
        return None


def _naming(given: str = "", wrong: str = "") -> dict[str, object]:
    return {"given": given, "wrong": wrong, "longest": LONGEST_NAME}


def _ask_name(request: Request) -> Response:
    """Answer somebody whose browser has forgotten who they are: the page asks them."""
    if is_part(request):
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
    return RedirectResponse("/review", HTTPStatus.SEE_OTHER)


def _back(where: Asked, **more: str | None) -> Response:
    return RedirectResponse(f"/review?{where.link(**more)}", HTTPStatus.SEE_OTHER)
