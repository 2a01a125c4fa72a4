"""The pages of experiments: all of them, and one as its report would show it, while it runs too."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from corpmail.clock import wall_now
from corpmail.database import read_transaction
from insider.experiments.catalogue import list_lines
from insider.experiments.progress import read_progress
from insider.experiments.store import get_experiment
from insider.reports.overview import read_overview
from insider.web.api.parameters import ExperimentPath
from insider.web.pages.entrance import require_signed_in
from insider.web.pages.templates import show_page
from insider.web.state import SandboxDep

_NOTHING_NEW = 204


router = APIRouter(include_in_schema=False, dependencies=[Depends(require_signed_in)])


@router.get("/experiments")
def show_experiments(sandbox: SandboxDep) -> Response:
    """Show all experiments."""
    with read_transaction(sandbox.engine) as session:
        lines = list_lines(session)
    return show_page("experiments", {"lines": lines})


@router.get("/experiments/{name}")
def show_experiment(sandbox: SandboxDep, name: ExperimentPath, effects: bool = False) -> Response:
    """Show an experiment."""
    with read_transaction(sandbox.engine) as session:
        values = _read(session, name)
        if effects:
            values |= _compare(session, name)
    return show_page("experiment", {"comparisons": None} | values)


@router.get("/experiments/{name}/results")
def show_results(
    sandbox: SandboxDep,
    name: ExperimentPath,
    settled: Annotated[int, Query(ge=-1)] = -1,
    running: bool = True,
) -> Response:
    """Show what there is now; nothing where it is what somebody sees already."""
    with read_transaction(sandbox.engine) as session:
        progress = read_progress(session, get_experiment(session, name).id)
        if (progress.total("settled"), progress.total("running") > 0) == (settled, running):
            return Response(status_code=_NOTHING_NEW)
        values = _read(session, name)
    return show_page("experiment_results", values)


@router.get("/experiments/{name}/effects")
def show_effects(sandbox: SandboxDep, name: ExperimentPath) -> Response:
    """Show how its conditions differ."""
    with read_transaction(sandbox.engine) as session:
        values = _compare(session, name)
    return show_page("experiment_effects", values)


def _read(session: Session, name: str) -> dict[str, object]:
    overview = read_overview(session, name)
    return {
        "experiment": overview.experiment,
        "plan": overview.experiment.plan,
        "results": overview.results,
        "heat_map": overview.heat_map,
        "overview": overview,
        "cell_link": _cell_link(name),
        "now": wall_now().isoformat(timespec="seconds"),
    }


def _compare(session: Session, name: str) -> dict[str, object]:
    overview = read_overview(session, name)
    return {
        "name": name,
        "comparisons": overview.compare(),
        "tried": overview.tried,
        "settled": sum(len(cell.epochs) for cell in overview.cells),
    }


def _cell_link(name: str) -> str:
    """Return the beginning of the address of a cell's episodes; the cell's id ends it."""
    return f"/episodes?{urlencode({'experiment': name, 'cell': ''}, quote_via=quote)}"
