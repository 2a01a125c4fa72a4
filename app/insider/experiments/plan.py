"""What an experiment's file comes to: its cells, each with its model, settings and condition.

Made from a file and a seed; kept with the experiment, so that a sweep can be taken up again and a
worker elsewhere knows what to do. Holds no key, only the names of variables that do.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alex.library import known_providers, knows_provider
from alex.pricing import Price
from alex.scripted.choice import is_scripted
from alex.transport import is_endpoint
from insider.episodes import RULES, RunSettings
from insider.errors import ExperimentError, InvalidSeedError, SeedProblem, StatisticsError
from insider.experiments.file import (
    BudgetFields,
    ExperimentFields,
    ModelFields,
    PowerFields,
    ProviderFields,
    StopFields,
)
from insider.experiments.grid import MOST_CELLS, expand_grid
from insider.experiments.neighbours import Exclusion, exclusions_of
from insider.experiments.statistics import Alternative, DifferenceRule, WidthRule
from insider.scenarios import PackStamp, Seed, complete_condition_of
from insider.scenarios.written import Written, nearest

SCRIPTED = "scripted"
"""The provider of scripted models, which is this program."""


class ModelSpec(BaseModel):
    """Which model, and where its key is found."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    api_key_env: str | None = None


class ExperimentPlan(BaseModel):
    """An experiment without its cells."""

    model_config = ConfigDict(frozen=True)

    name: str
    about: str
    epochs: int
    seed: int
    paired: bool
    providers: dict[str, ProviderFields]
    stop_when: StopFields | None
    budget: BudgetFields | None
    controls: dict[str, dict[str, str]]
    """The control condition of each scenario, complete."""
    exclusions: dict[str, tuple[Exclusion, ...]] = Field(default_factory=dict)
    """The rules of each scenario that leave conditions out."""
    references: dict[str, str] = Field(default_factory=dict)
    """Cells with the cells that they are compared with, where a stopping rule compares."""
    pack: PackStamp | None = None
    """What the scenarios were read from, where that is a pack."""
    power_reached: float | None = None
    """Chance to show the stated difference within ``epochs``, where a stopping rule states one and
    it is there; less than the stated power where the file has too few epochs for that."""
    prices: dict[str, Price] = Field(default_factory=dict)
    """Of models by name, Alex's and reviewers', where there is a budget to keep."""

    def bounds_of(self, provider: str) -> ProviderFields:
        """Return how hard a provider may be pressed."""
        return self.providers.get(provider, ProviderFields())

    def settings_of(self, cell: RunSettings, model: str) -> RunSettings:
        """Return a cell's settings with the price that its budget is kept by."""
        if cell.price is not None or model not in self.prices:
            return cell
        return cell.model_copy(update={"price": self.prices[model]})


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One model in one scenario under one condition."""

    model: ModelSpec
    provider: str
    settings: RunSettings
    scenario: str
    condition: dict[str, str]
    at_model: int
    """Position of its model in the file."""
    at_block: int
    """Position of its block in the file's grid."""


@dataclass(frozen=True, slots=True)
class PlannedExperiment:
    """An experiment, all of it."""

    plan: ExperimentPlan
    cells: tuple[PlannedCell, ...]
    """By scenario and condition in the order of the file, and by model within each."""


def plan_experiment(seed: Seed, written: Written[ExperimentFields]) -> PlannedExperiment:
    """Return what a file comes to.

    Args:
        seed: Where its scenarios are.
        written: The file.

    Raises:
        InvalidSeedError: It names what there is not; with every fault by file and line.
    """
    fields = written.value
    grid = expand_grid(seed, written)
    if len(grid) * len(fields.models) > MOST_CELLS:
        said = f"the grid and the models make more than {MOST_CELLS:,} cells."
        raise InvalidSeedError([written.problem(said, "grid")])
    settings = [_settings(written, index) for index in range(len(fields.models))]
    _check_providers(written)
    _check_names(written)
    _check_prices(written)
    cells = tuple(
        PlannedCell(
            model=ModelSpec(
                name=model.name, label=model.label or model.name, api_key_env=model.api_key_env
            ),
            provider=provider_of(model.name, model.api_base),
            settings=settings[index],
            scenario=point.scenario,
            condition=point.condition,
            at_model=index,
            at_block=point.block,
        )
        for point in grid
        for index, model in enumerate(fields.models)
    )
    epochs = _epochs(written)
    scenarios = tuple(dict.fromkeys(point.scenario for point in grid))
    plan = ExperimentPlan(
        name=fields.name,
        about=fields.about,
        epochs=epochs.most,
        power_reached=epochs.power,
        seed=fields.seed,
        paired=fields.paired,
        providers=fields.providers,
        stop_when=fields.stop_when,
        budget=fields.budget,
        controls={scenario: complete_condition_of(seed, scenario, {}) for scenario in scenarios},
        exclusions={
            scenario: exclusions_of(seed.scenarios[scenario].grid) for scenario in scenarios
        },
        pack=None if seed.manifest is None else seed.manifest.stamp,
    )
    planned = PlannedExperiment(plan=plan, cells=cells)
    _check_references(written, planned)
    return planned


def provider_of(model: str, api_base: str | None) -> str:
    """Return whose limits a model shares: an endpoint's host and port, or LiteLLM's provider."""
    if is_scripted(model):
        return SCRIPTED
    if api_base is not None:
        return urlsplit(api_base).netloc.rpartition("@")[2] or api_base
    return model.partition("/")[0]


def difference_rule(fields: PowerFields) -> DifferenceRule:
    """Return the stopping rule that a file's ``power`` means."""
    alternative = Alternative(fields.baseline, fields.effect)
    return DifferenceRule(alternative, alpha=fields.alpha, power=fields.power)


@dataclass(frozen=True, slots=True)
class _Epochs:
    most: int
    """Of each cell: what the file says, or its rule needs, if less."""
    power: float | None = None
    """Reached with them, where the rule seeks a difference."""


def _epochs(written: Written[ExperimentFields]) -> _Epochs:
    fields = written.value
    rule = fields.stop_when
    try:
        if rule is not None and rule.ci_width is not None:
            return _Epochs(min(fields.epochs, WidthRule(rule.ci_width).maximum))
        if rule is not None and rule.power is not None:
            sought = difference_rule(rule.power)
            plan = sought.plan()
            if plan.maximum <= fields.epochs:
                return _Epochs(plan.maximum, plan.power)
            return _Epochs(fields.epochs, sought.power_by(fields.epochs))
    except StatisticsError as error:
        raise InvalidSeedError([written.problem(error.message, "stop_when")]) from error
    return _Epochs(fields.epochs)


def find_references(planned: PlannedExperiment) -> dict[int, int]:
    """Return by position which cell each cell is compared with, where a stopping rule compares.

    A cell that would be compared with itself is there to be compared with, and is left out.

    Raises:
        ExperimentError: The grid lacks what a cell is compared with.
    """
    rule = planned.plan.stop_when
    if rule is None or rule.power is None:
        return {}
    places = {
        (cell.model.label, cell.scenario, frozenset(cell.condition.items())): position
        for position, cell in enumerate(planned.cells)
    }
    found: dict[int, int] = {}
    for position, cell in enumerate(planned.cells):
        against = rule.power.against
        other = {**cell.condition, **against} if against else planned.plan.controls[cell.scenario]
        place = places.get((cell.model.label, cell.scenario, frozenset(other.items())))
        if place is None:
            differs = ", ".join(f"{k}={v}" for k, v in other.items() if cell.condition.get(k) != v)
            raise ExperimentError(
                f"'stop_when' compares cells with others that the grid does not have, such as "
                f"{cell.scenario} with {differs}: add them, or say in 'against' what to compare "
                "with"
            )
        if place != position:
            found[position] = place
    return found


def _check_references(written: Written[ExperimentFields], planned: PlannedExperiment) -> None:
    try:
        find_references(planned)
    except ExperimentError as error:
        problem = written.problem(f"{error.message}.", "stop_when", "power")
        raise InvalidSeedError([problem]) from error


def _beside(fields: ExperimentFields) -> list[tuple[str, str]]:
    """Return the models that are asked beside Alex's, each with the field that names it."""
    named = [
        (fields.approver_model, "approver_model"),
        (None if fields.monitor_model == RULES else fields.monitor_model, "monitor_model"),
        (fields.colleague_model, "colleague_model"),
    ]
    return [(name, field) for name, field in named if name is not None]


def _check_providers(written: Written[ExperimentFields]) -> None:
    fields = written.value
    used = {provider_of(model.name, model.api_base) for model in fields.models}
    others = {name for name, _ in _beside(fields)}
    used |= {provider_of(name, None) for name in others}
    if others:
        # Where Alex is scripted, an endpoint is the others'.
        used |= {provider_of("", model.api_base) for model in fields.models if model.api_base}
    problems = [
        written.problem(f"no model here is of '{name}'{nearest(name, used)}", "providers", name)
        for name in written.value.providers
        if name not in used
    ]
    if problems:
        raise InvalidSeedError(problems)


def _check_prices(written: Written[ExperimentFields]) -> None:
    fields = written.value
    models = {model.name for model in fields.models}
    others = {name for name, _ in _beside(fields)}
    problems = []
    for name in fields.prices:
        if name in models:
            said = f"'{name}' stands under 'models': give it its 'price' there."
        elif name not in others:
            said = (
                f"none of 'approver_model', 'monitor_model' and 'colleague_model' is '{name}'"
                f"{nearest(name, others)}"
            )
        else:
            continue
        problems.append(written.problem(said, "prices", name))
    if problems:
        raise InvalidSeedError(problems)


def _check_names(written: Written[ExperimentFields]) -> None:
    problems = [
        written.problem(
            f"'{model.name}' names no provider: write provider/model, such as openai/{model.name}.",
            "models",
            index,
        )
        for index, model in enumerate(written.value.models)
        if not all(model.name.partition("/"))
    ]
    problems += [
        written.problem(
            f"'{model.name}' is asked at an endpoint of your own and needs its 'api_base'.",
            "models",
            index,
        )
        for index, model in enumerate(written.value.models)
        if is_endpoint(model.name) and not model.api_base
    ]
    problems += _unknown_providers(written)
    if problems:
        raise InvalidSeedError(problems)


def _unknown_providers(written: Written[ExperimentFields]) -> list[SeedProblem]:
    """Return what is wrong with models that nobody could be asked for."""
    fields = written.value
    named: list[tuple[str, tuple[str | int, ...]]] = [
        (model.name, ("models", index)) for index, model in enumerate(fields.models)
    ]
    named += [(name, (field,)) for name, field in _beside(fields)]
    return [
        written.problem(
            f"'{name}' is of no provider that LiteLLM knows"
            f"{nearest(name.partition('/')[0], known_providers())}",
            *at,
        )
        for name, at in named
        if all(name.partition("/")) and not is_scripted(name) and not knows_provider(name)
    ]


def _settings(written: Written[ExperimentFields], index: int) -> RunSettings:
    fields = written.value
    model: ModelFields = fields.models[index]
    try:
        return RunSettings(
            tool_protocol=model.tool_protocol,
            temperature=model.temperature,
            max_tokens=model.max_tokens,
            reasoning_effort=model.reasoning_effort,
            api_base=model.api_base,
            timeout=model.timeout,
            steps=fields.limits.steps,
            tokens=fields.limits.tokens,
            cost_usd=fields.limits.cost_usd,
            wall_seconds=fields.limits.wall_seconds,
            price=None if model.price is None else Price(**model.price.model_dump()),
            approver_model=fields.approver_model,
            monitor_model=fields.monitor_model,
            colleague_model=fields.colleague_model,
            colleague_tokens=fields.limits.colleague_tokens,
            colleague_cost_usd=fields.limits.colleague_cost_usd,
        )
    except ValidationError as error:
        first = error.errors()[0]
        said = first["msg"].removeprefix("Value error, ")
        at = tuple(part for part in first["loc"] if isinstance(part, str))
        raise InvalidSeedError([written.problem(f"{said}.", "models", index, *at)]) from error
