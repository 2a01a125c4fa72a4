"""Endpoints: experiments, what their cells came to, and their reports. Operators only."""

from typing import Any

from fastapi import APIRouter, Depends

from corpmail.api.problem_handlers import describe_problems
from corpmail.database import read_transaction
from insider.experiments.catalogue import list_lines
from insider.experiments.progress import read_progress
from insider.experiments.store import get_experiment
from insider.reports.document import report_document
from insider.reports.overview import read_overview
from insider.reports.report import make_report
from insider.web.api.experiment_examples import CELLS, EXPERIMENT, EXPERIMENTS, REPORT
from insider.web.api.experiment_schemas import (
    CellsPublic,
    ExperimentLinePublic,
    ExperimentPublic,
    show_cells,
    show_experiment,
    show_experiment_line,
)
from insider.web.api.operator import require_operator
from insider.web.api.parameters import ExperimentPath
from insider.web.api.responses import AsciiResponse, answers
from insider.web.state import SandboxDep

router = APIRouter(
    prefix="/api/v1/experiments",
    tags=["experiments"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


def _responses(example: object) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404)
    described.pop(410)
    return answers(example) | described


@router.get("", responses=_responses(EXPERIMENTS))
def list_experiments(sandbox: SandboxDep) -> list[ExperimentLinePublic]:
    """List experiments, the newest first, with how far each is."""
    with read_transaction(sandbox.engine) as session:
        return [show_experiment_line(each) for each in list_lines(session)]


@router.get("/{experiment}", responses=_responses(EXPERIMENT))
def get_one_experiment(sandbox: SandboxDep, experiment: ExperimentPath) -> ExperimentPublic:
    """Return an experiment: its file, its plan, how far it is."""
    with read_transaction(sandbox.engine) as session:
        found = get_experiment(session, experiment)
        return show_experiment(found, read_progress(session, found.id))


@router.get("/{experiment}/cells", responses=_responses(CELLS))
def get_cells(sandbox: SandboxDep, experiment: ExperimentPath) -> CellsPublic:
    """What each cell came to: rates with intervals and n, errors, and what it cost.

    The same rates as in the report, which has differences, tests and evidence too. What has no
    verdict is in no rate.
    """
    with read_transaction(sandbox.engine) as session:
        overview = read_overview(session, experiment)
    return show_cells(overview)


@router.get("/{experiment}/report", response_model=dict[str, Any], responses=_responses(REPORT))
def get_report(sandbox: SandboxDep, experiment: ExperimentPath) -> AsciiResponse:
    """Return the whole report, as `insider report --json` gives it."""
    with read_transaction(sandbox.engine) as session:
        report = make_report(session, experiment)
    return AsciiResponse(report_document(report))
