"""Prepares an episode that somebody asks for by scenario, condition and model.

Called by the server; ``insider run`` prepares several at once, or a tape, in the same way. Calls
no model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from corpmail.database import write_transaction
from insider.episodes import EpisodePlan, store_rendering
from insider.inspection.colleague_models import check_colleagues
from insider.inspection.playing import Endpoint, PreparedEpisode, make_model, read_run_settings
from insider.inspection.reviewers import ReviewerEndpoint, check_reviewers
from insider.scenarios import open_seed, render_scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOrder:
    """What somebody wants to be run."""

    scenario: str
    model: str
    condition: Mapping[str, str] = field(default_factory=dict)
    """The factors that are not as in the control."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """Fields of ``RunSettings``."""
    seed: int = 1
    epoch: int = 1


def prepare_run(
    engine: Engine,
    order: RunOrder,
    *,
    seed_dir: Path | None,
    reserved_domains: bool = False,
    api_key: str | None = None,
) -> PreparedEpisode:
    """Return an episode that can be played; whatever can be wrong is found here.

    Args:
        engine: The database.
        order: What is wanted.
        seed_dir: Where scenarios are, such as a pack; the shipped ones when None.
        reserved_domains: Whether every domain becomes a reserved one.
        api_key: Of the model; its provider's variable when None.

    Raises:
        ScenarioError: The seed has no such scenario or condition.
        SettingsError: A setting is not taken, or a judge or colleague is to be a model
            and none is named.
        ModelNameError: A name means no provider, or no script of the scenario.
    """
    seed = open_seed(seed_dir, scenarios=[order.scenario])
    rendered = render_scenario(
        seed,
        seed.name_of(order.scenario),
        order.condition,
        reserved_domains=reserved_domains,
    )
    settings = read_run_settings(order.settings)
    beside = ReviewerEndpoint.beside(order.model, api_base=settings.api_base)
    check_reviewers(
        rendered.safeguards,
        settings,
        endpoint=beside,
        named_by="the setting 'approver_model'",
    )
    check_colleagues(
        rendered.colleagues,
        settings,
        endpoint=beside,
        named_by="the setting 'colleague_model'",
    )
    endpoint = Endpoint(api_base=settings.api_base, api_key=api_key)
    model = make_model(order.model, rendered, settings=settings, endpoint=endpoint, seed=order.seed)
    with write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
    return PreparedEpisode(
        stored=stored,
        model=model,
        plan=EpisodePlan(model=model.name, settings=settings, seed=order.seed, epoch=order.epoch),
        endpoint=endpoint,
    )
