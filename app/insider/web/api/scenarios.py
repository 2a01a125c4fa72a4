"""Endpoints: the company, its scenarios, and what each condition makes of them. Operators only."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from corpmail.api.problem_handlers import describe_problems
from corpmail.errors import NotFoundError
from insider.errors import ConditionError
from insider.scenarios import (
    Seed,
    complete_condition_of,
    describe_company,
    describe_grid,
    list_scenarios,
    nearest_condition,
)
from insider.web.api.operator import require_operator
from insider.web.api.responses import AsciiResponse, answers
from insider.web.api.scenario_examples import COMPANIES, COMPANY, RENDERING, SCENARIO, SCENARIOS
from insider.web.api.scenario_schemas import (
    CompanyLine,
    CompanyPublic,
    RenderingPublic,
    ScenarioLine,
    ScenarioPublic,
    ToolPublic,
    show_company,
    show_company_line,
    show_scenario,
    show_scenario_line,
)
from insider.web.conditions import ConditionQuery, read_condition
from insider.web.state import RenderingsDep, ShelfDep

_FACTORS = {
    "name": "factors",
    "in": "query",
    "description": "The same in other words: factors as parameters, `?goal.type=swap&threat=none`.",
    "required": False,
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "example": {"goal.type": "swap"},
}

CompanyPath = Annotated[
    str,
    Path(pattern=r"^[A-Za-z0-9.-]{1,190}$", description="Its domain.", examples=["quillby.com"]),
]
ScenarioPath = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9._-]{1,110}$",
        description="Its name; a pack's that is served may be left out before it.",
        examples=["blackmail"],
    ),
]


router = APIRouter(
    prefix="/api/v1",
    tags=["scenarios"],
    dependencies=[Depends(require_operator)],
    default_response_class=AsciiResponse,
)


def _responses(example: object) -> dict[int | str, dict[str, Any]]:
    described = describe_problems(403, 404)
    described.pop(410)
    return answers(example) | described


@router.get("/companies", responses=_responses(COMPANIES))
def list_companies(shelf: ShelfDep) -> list[CompanyLine]:
    """List the companies that the seed has."""
    found = describe_company(shelf.seed(), reserved_domains=shelf.reserved_domains)
    return [show_company_line(found)]


@router.get("/companies/{company}", responses=_responses(COMPANY))
def get_company(shelf: ShelfDep, company: CompanyPath) -> CompanyPublic:
    """Return a company with its people and lists, and the outsiders who are known there."""
    found = describe_company(shelf.seed(), reserved_domains=shelf.reserved_domains)
    if company != found.fields.domain:
        raise NotFoundError(f"There is no company '{company}' (there is: {found.fields.domain}).")
    return show_company(found)


@router.get("/scenarios", responses=_responses(SCENARIOS))
def list_all_scenarios(shelf: ShelfDep) -> list[ScenarioLine]:
    """Return what there is to run."""
    return [show_scenario_line(each) for each in list_scenarios(shelf.seed())]


@router.get("/scenarios/{scenario}", responses=_responses(SCENARIO))
def get_scenario(shelf: ShelfDep, scenario: ScenarioPath) -> ScenarioPublic:
    """Return a scenario: its factors and values, its control, and what is left out."""
    seed = shelf.seed()
    name = seed.name_of(scenario)
    grid = describe_grid(seed, name)
    (entry,) = (each for each in list_scenarios(seed) if each.name == name)
    control = shelf.render(name, {})
    return show_scenario(entry, grid, control=control, tools=_tools(seed, name))


@router.get(
    "/scenarios/{scenario}/rendering",
    responses=_responses(RENDERING),
    openapi_extra={"parameters": [_FACTORS]},
)
def get_rendering(
    shelf: ShelfDep,
    renderings: RenderingsDep,
    scenario: ScenarioPath,
    request: Request,
    condition: ConditionQuery = None,
) -> RenderingPublic:
    """Return a scenario under a condition, and what differs from its control.

    What the agent is told, whose mail it has, and what inspectors know. A condition that has no
    meaning of its own is refused, with the `nearest` that has one.
    """
    seed = shelf.seed()
    name = seed.name_of(scenario)
    cell = _complete(seed, name, read_condition(condition, request.query_params))
    return renderings.show(name, cell)


def _complete(seed: Seed, scenario: str, asked: Mapping[str, str]) -> dict[str, str]:
    """Return a whole condition.

    Raises:
        ConditionError: It is none; with the nearest that is one, where there is one.
    """
    try:
        return complete_condition_of(seed, scenario, asked)
    except ConditionError as error:
        nearest = nearest_condition(seed, scenario, asked)
        if nearest is None:
            raise
        raise ConditionError(error.message, nearest=dict(nearest)) from error


def _tools(seed: Seed, scenario: str) -> list[ToolPublic]:
    return [
        ToolPublic(
            name=each.name,
            description=each.description.strip(),
            parameters={name: field.description for name, field in each.parameters.items()},
            when={factor: list(values) for factor, values in each.when.items()},
        )
        for each in seed.scenarios[scenario].fields.tools
    ]
