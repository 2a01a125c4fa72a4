"""The list of episodes: by what one looks for, in several orders, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from corpmail.database import read_transaction
from corpmail.errors import InvalidRequestError
from insider.episodes import Sandbox
from insider.experiments.catalogue import CellLine, experiment_of, list_cells
from insider.experiments.played import find_played, played_for
from insider.experiments.store import list_experiments
from insider.inspection import (
    Category,
    EpisodeFilter,
    Outcome,
    count_episodes,
    find_episodes,
    list_values,
)
from insider.web.api.episode_cursors import Sort, order_of, read_cursor, write_cursor
from insider.web.api.episodes import condition_of
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.templates import show_page
from insider.web.state import SandboxDep

_LISTED = 50
_TRIED = "tried."
"""Before a category that is looked for where it was tried and stopped."""
_RUNNING = "running"
_WORD = 200
SORTS: Mapping[str, str] = {
    "-opened": "newest first",
    "opened": "oldest first",
    "-cost": "dearest first",
    "cost": "cheapest first",
    "-steps": "most steps first",
    "steps": "fewest steps first",
    "-tokens": "most tokens first",
    "tokens": "fewest tokens first",
}
OUTCOMES = (*get_args(Outcome), "none")

_Id = Annotated[str, Query(max_length=80, pattern=r"^[A-Za-z0-9._-]*$")]
_Word = Annotated[str, Query(max_length=_WORD, pattern=r"^[^\x00]*$")]


@dataclass(frozen=True, slots=True)
class EpisodeQuery:
    """What a list is asked for; what is empty is not asked about."""

    scenario: _Word = ""
    model: _Word = ""
    outcome: _Word = ""
    category: _Word = ""
    stop_reason: _Word = ""
    experiment: _Word = ""
    cell: _Word = ""
    condition: Annotated[str, Query(max_length=4000)] = ""
    begins: _Id = ""
    fork_of: _Id = ""
    sort: Sort = "-opened"
    cursor: Annotated[str, Query(max_length=2000)] = ""

    def filter(self, session: Session) -> EpisodeFilter:
        """Return which episodes are meant.

        Raises:
            InvalidRequestError: There is no such outcome or category.
            ConditionError: The condition is not ``factor=value``.
            ExperimentNotFoundError: There is no such experiment.
        """
        played = self.experiment or self.cell
        category = _category(self.category.removeprefix(_TRIED))
        tried = self.category.startswith(_TRIED)
        running = self.stop_reason == _RUNNING
        return EpisodeFilter(
            begins=self.begins or None,
            fork_of=self.fork_of or None,
            scenario=self.scenario or None,
            condition=condition_of([self.condition]),
            model=self.model or None,
            outcome=_outcome(self.outcome),
            category=None if tried else category,
            attempted=category if tried else None,
            running=True if running else None,
            stop_reason=None if running else self.stop_reason or None,
            among=played_for(session, experiment=self.experiment or None, cell=self.cell or None)
            if played
            else None,
        )

    @property
    def address(self) -> str:
        """The same question as the query of an address; at its first page."""
        asked = {name: getattr(self, name) for name in self.__slots__ if name != "cursor"}
        if self.sort == "-opened":
            del asked["sort"]
        return urlencode({name: value for name, value in asked.items() if value}, safe="=,")


@dataclass(frozen=True, slots=True)
class _Cell:
    """The cell whose episodes are listed, and those beside it."""

    experiment: str = ""
    cells: tuple[CellLine, ...] = field(default=())
    chosen: CellLine | None = None


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/episodes")
def show_episodes(
    sandbox: SandboxDep, request: Request, asked: Annotated[EpisodeQuery, Depends()]
) -> Response:
    """Show the episodes that are asked for."""
    whole = _with_factors(asked, request.query_params)
    if whole != asked or any(value == "" for value in request.query_params.values()):
        # A form names every field; a link that is shared names what was asked.
        return _go_to(_of_its_experiment(sandbox, whole))
    order = order_of(asked.sort)
    after = read_cursor(asked.cursor, asked.sort, order.key) if asked.cursor else None
    with read_transaction(sandbox.engine) as session:
        wanted = asked.filter(session)
        page = find_episodes(session, wanted, order=order, after=after, limit=_LISTED)
        values = {
            "count": count_episodes(session, wanted),
            "played": find_played(session, [each.episode.id for each in page.items]),
            "values": list_values(session),
            "experiments": list_experiments(session),
            "place": _cell_of(session, asked),
        }
    older = "" if page.last is None else write_cursor(page.last, asked.sort)
    return show_page(
        "episodes",
        values
        | {
            "episodes": [
                (each.episode, None if each.outcome is None else each) for each in page.items
            ],
            "asked": asked,
            "older": older and f"{asked.address}&cursor={older}".lstrip("&"),
            "sorts": SORTS,
            "outcomes": OUTCOMES,
            "categories": tuple(Category),
            "tried": _TRIED,
            "running": _RUNNING,
        },
    )


def _with_factors(asked: EpisodeQuery, query: QueryParams) -> EpisodeQuery:
    """Return what is asked, with all that an address says of the condition in one place."""
    factors = [
        f"{name}={value}"
        for name, value in query.multi_items()
        if name not in asked.__slots__ and value
    ]
    said = [each for each in query.getlist("condition") if each]
    return replace(asked, condition=",".join([*said, *factors]))


def _of_its_experiment(sandbox: Sandbox, asked: EpisodeQuery) -> EpisodeQuery:
    """Return what is asked, without a cell of another experiment that was chosen before."""
    if not (asked.experiment and asked.cell):
        return asked
    with read_transaction(sandbox.engine) as session:
        fits = experiment_of(session, asked.cell) == asked.experiment
    return asked if fits else replace(asked, cell="")


def _go_to(asked: EpisodeQuery) -> Response:
    query = f"?{asked.address}" if asked.address else ""
    return RedirectResponse(f"/episodes{query}", HTTPStatus.SEE_OTHER)


def _cell_of(session: Session, asked: EpisodeQuery) -> _Cell:
    name = asked.experiment or (experiment_of(session, asked.cell) if asked.cell else None)
    if not name:
        return _Cell()
    cells = list_cells(session, name)
    chosen = next((cell for cell in cells if cell.id == asked.cell), None)
    return _Cell(name, cells, chosen)


def _category(name: str) -> Category | None:
    if not name:
        return None
    if name not in tuple(Category):
        raise InvalidRequestError(
            f"There is no category '{name}' (there are: {', '.join(Category)})."
        )
    return Category(name)


def _outcome(name: str) -> Outcome | None:
    if not name:
        return None
    if name not in OUTCOMES:
        raise InvalidRequestError(
            f"There is no outcome '{name}' (there are: {', '.join(OUTCOMES)})."
        )
    return name  # type: ignore[return-value]
