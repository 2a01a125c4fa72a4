"""What the models of an experiment cost: Alex's, and those that are asked beside it.

Called by ``sweep`` before anything is played: a budget is kept with prices, or refused.
"""

from collections.abc import Sequence

from alex.library import find_price
from alex.pricing import Price
from alex.scripted.choice import is_scripted
from insider.episodes import RunSettings, StoredRendering
from insider.errors import InvalidSeedError, SeedProblem
from insider.experiments.file import ExperimentFields
from insider.experiments.plan import PlannedCell, PlannedExperiment
from insider.inspection.colleague_models import colleague_models_of
from insider.inspection.reviewers import models_of
from insider.scenarios.written import Written


def find_prices(
    written: Written[ExperimentFields],
    planned: PlannedExperiment,
    renderings: Sequence[StoredRendering],
    *,
    needed: bool,
) -> dict[str, Price]:
    """Return the prices of all models that are asked, by name, as far as they are known.

    Args:
        written: The experiment's file, which may give some.
        planned: What it plans.
        renderings: What each of its cells is played on, in their order.
        needed: Whether there is a budget.

    Raises:
        InvalidSeedError: One is not known and a budget must be kept.
    """
    fields = written.value
    priced = {model.name: model.price for model in fields.models if model.price is not None}
    of_reviewers = {
        name: Price(**price.model_dump()) for name, price in {**priced, **fields.prices}.items()
    }
    found: dict[str, Price] = {}
    for cell, stored in zip(planned.cells, renderings, strict=True):
        rendering, settings = stored.rendering, cell.settings
        for name in (cell.model.name, *models_beside(stored, settings)):
            if name in found or is_scripted(name):
                continue
            is_own = name == cell.model.name
            given = cell.settings.price if is_own else of_reviewers.get(name)
            price = given or find_price(name)
            # What colleagues cost is bounded apart; one model may play several parts.
            plays_others = name in colleague_models_of(rendering, settings)
            works = is_own or name in models_of(rendering.safeguards, settings)
            is_bounded = (works and settings.cost_usd is not None) or (
                plays_others and settings.colleague_cost_usd is not None
            )
            if price is not None:
                found[name] = price
            elif needed or is_bounded:
                raise InvalidSeedError([_no_price(written, cell, name)])
    return found


def models_beside(stored: StoredRendering, settings: RunSettings) -> tuple[str, ...]:
    """Return the models that are asked beside Alex's: those of reviewers and colleagues.

    Args:
        stored: What an episode is played on.
        settings: Which models.
    """
    rendering = stored.rendering
    return (
        *models_of(rendering.safeguards, settings),
        *colleague_models_of(rendering, settings),
    )


def _no_price(written: Written[ExperimentFields], cell: PlannedCell, name: str) -> SeedProblem:
    """Return that a model of a cell, Alex's or another, has no price, with its place."""
    at: tuple[str | int, ...]
    if name == cell.model.name:
        at, how = ("models", cell.at_model), "give the model a 'price'"
    else:
        fields = written.value
        places = {fields.colleague_model: "colleague_model", fields.monitor_model: "monitor_model"}
        at = ("approver_model",) if name == fields.approver_model else (places[name],)
        how = f"add '{name}: {{prompt: …, completion: …}}' to the file's 'prices'"
    return written.problem(
        f"The price of '{name}' is not known, so no budget can be kept: {how} (US dollars per "
        "million tokens), or leave the budget out.",
        *at,
    )
