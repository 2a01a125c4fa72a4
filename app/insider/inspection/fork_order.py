"""Prepares a fork that somebody asks for: the cut, the world, the model, and what is kept of it.

Called by the doors, which then play it (``playing``). Calls no model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from alex.scripted.choice import is_scripted
from corpmail.database import read_transaction, write_transaction
from insider.episodes import (
    Changes,
    Cut,
    EditedReply,
    EpisodePlan,
    EpisodeSummary,
    Fork,
    OtherDecision,
    RunSettings,
    StoredRendering,
    cut_episode,
    get_episode,
    store_rendering,
)
from insider.errors import ForkError
from insider.inspection.colleague_models import check_colleagues
from insider.inspection.playing import Endpoint, PreparedEpisode, make_model, read_run_settings
from insider.inspection.reviewers import ReviewerEndpoint, check_reviewers
from insider.scenarios import RenderedScenario, open_seed, render_scenario

_OF_ONE_MODEL = ("api_base", "reasoning_effort", "price")
"""Settings that mean nothing to another model; the others hold for it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForkOrder:
    """What somebody wants of a fork; what is left out is as in the parent."""

    episode: str
    """The parent, or the beginning of its id."""
    step: int | None = None
    """After which model call; not needed with a decision."""
    model: str | None = None
    condition: Mapping[str, str] = field(default_factory=dict)
    """The factors that are to be other ones."""
    reply: EditedReply | None = None
    decision: OtherDecision | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    """Fields of ``RunSettings``."""
    seed: int | None = None


def prepare_fork(
    engine: Engine,
    order: ForkOrder,
    *,
    seed_dir: Path | None,
    reserved_domains: bool = False,
    api_key: str | None = None,
) -> PreparedEpisode:
    """Return a fork that can be played; whatever can be wrong is found here.

    Args:
        engine: The database.
        order: What is wanted.
        seed_dir: Where scenarios are, for another condition and for scripted models; of a pack,
            that pack.
        reserved_domains: As the parent was rendered.
        api_key: Of the model that goes on; its provider's variable when None.

    Raises:
        EpisodeNotFoundError: There is no such episode.
        ReplayError: A foreign agent ran it, or it still runs.
        ForkError: It cannot be continued from there, or in that way.
        ScenarioError: The seed has no such condition.
        SettingsError: A setting is not taken, or a judge or colleague is to be a model
            and none is named.
        ModelNameError: A name means no provider, or no script of the scenario.
    """
    with read_transaction(engine) as session:
        parent = get_episode(session, order.episode)
    there = parent.condition
    other = {name: value for name, value in order.condition.items() if there.get(name) != value}
    cut = cut_episode(
        engine,
        parent.id,
        step=order.step,
        reply=order.reply,
        decision=order.decision,
        elsewhere=bool(other),
    )
    name = order.model or parent.model
    if name.partition("/")[0] == "tape":
        raise ForkError(f"Episode {parent.id} was played from a tape: name a model that goes on.")
    settings = _settings(parent, order, name)
    stored, rendered = cut.stored, None
    if other or is_scripted(name):
        rendered = render_scenario(
            open_seed(seed_dir, scenarios=[parent.scenario]),
            parent.scenario,
            {**parent.condition, **other},
            reserved_domains=reserved_domains,
        )
        stored = _store(engine, rendered, cut, elsewhere=bool(other))
    beside = ReviewerEndpoint.beside(name, api_base=settings.api_base)
    check_reviewers(
        stored.rendering.safeguards,
        settings,
        endpoint=beside,
        named_by="--approver-model, or the setting 'approver_model' over HTTP",
    )
    check_colleagues(
        stored.rendering.colleagues,
        settings,
        endpoint=beside,
        named_by="--colleague-model, or the setting 'colleague_model' over HTTP",
    )
    seed = parent.seed if order.seed is None else order.seed
    endpoint = Endpoint(api_base=settings.api_base, api_key=api_key)
    return PreparedEpisode(
        stored=stored,
        model=make_model(name, rendered, settings=settings, endpoint=endpoint, seed=seed),
        plan=EpisodePlan(
            model=name,
            settings=settings,
            seed=seed,
            epoch=parent.epoch,
            fork=Fork(parent=parent.id, step=cut.step, changed=_changes(cut, name, other)),
        ),
        prefix=cut.prefix,
        endpoint=endpoint,
    )


def _settings(parent: EpisodeSummary, order: ForkOrder, name: str) -> RunSettings:
    protocol = order.settings.get("tool_protocol")
    if protocol not in (None, parent.settings.tool_protocol):
        raise ForkError(
            f"A fork goes on as its parent spoke ({parent.settings.tool_protocol}): leave the tool "
            "protocol out."
        )
    kept = parent.settings.model_dump(mode="json")
    if name != parent.model:
        kept = {key: value for key, value in kept.items() if key not in _OF_ONE_MODEL}
    return read_run_settings({**kept, **order.settings})


def _store(
    engine: Engine, rendered: RenderedScenario, cut: Cut, *, elsewhere: bool
) -> StoredRendering:
    with write_transaction(engine) as session:
        stored = store_rendering(session, rendered)
    if not elsewhere and stored.id != cut.stored.id:
        raise ForkError(
            f"The seed here renders {rendered.scenario} otherwise than that of {cut.parent.id} "
            f"({stored.id}, not {cut.stored.id}), so that its scripts do not fit: take the seed "
            "that it was played on, or a model that is no script."
        )
    return stored


def _changes(cut: Cut, name: str, other: Mapping[str, str]) -> Changes:
    parent = cut.parent
    return Changes(
        model=None if name == parent.model else parent.model,
        condition={factor: parent.condition.get(factor, "") for factor in sorted(other)},
        reply=cut.edited,
        decision=cut.decision,
    )
