"""What an episode of a slot is played on: its rendering, its model, its place in the sandbox.

Made once per process. Renderings are read from the database; the scripts of scripted models come
from the seed, which must then be the one that the experiment was planned on.
"""

import os
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from alex.model import Model, ProviderModel
from alex.retry import RetryPolicy
from alex.scripted.choice import is_scripted
from alex.scripted.script import Script
from alex.turnstile import Turnstile
from corpmail.database import read_transaction, write_transaction
from insider.episodes import Reviewers, Sandbox, StoredRendering, rendering_by_id, store_rendering
from insider.errors import ExperimentError
from insider.experiments.slots import Slot
from insider.experiments.store import scenarios_played
from insider.experiments.till import SlotAccount
from insider.inspection.colleague_models import make_colleagues
from insider.inspection.playing import find_script
from insider.inspection.reviewers import ReviewerEndpoint, TurnstileOf, make_reviewers
from insider.scenarios import Seed, open_seed, render_scenario

RETRIES = RetryPolicy(attempts=8)
"""A sweep waits longer than a person would: nobody sits before it."""
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Stage:
    """A rendering and the scripts that can be played on it."""

    stored: StoredRendering
    scripts: Mapping[str, Script]


class Stages:
    """The renderings that this process plays on, the latest ones kept.

    Args:
        sandbox: Where they are stored.
        seed_dir: Where scripts come from; the shipped seed when None.
        reserved_domains: As the experiment was planned.
    """

    def __init__(
        self, sandbox: Sandbox, seed_dir: Path | None, *, reserved_domains: bool = False
    ) -> None:
        self._sandbox = sandbox
        self._seed_dir = seed_dir
        self._reserved = reserved_domains
        self._seed: Seed | None = None
        self._kept: OrderedDict[tuple[str, bool], Stage] = OrderedDict()

    def of(self, slot: Slot) -> Stage:
        """Return what a slot is played on.

        Raises:
            ExperimentError: Its scripts are needed, and this seed renders something else.
        """
        scripted = is_scripted(slot.model.name)
        key = (slot.rendering_id, scripted)
        if key not in self._kept:
            while len(self._kept) >= _KEPT:
                self._kept.popitem(last=False)
            self._kept[key] = self._render(slot) if scripted else self._read(slot)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _read(self, slot: Slot) -> Stage:
        with read_transaction(self._sandbox.engine) as session:
            return Stage(rendering_by_id(session, slot.rendering_id), {})

    def _render(self, slot: Slot) -> Stage:
        rendered = render_scenario(
            self._seed_of(slot), slot.scenario, slot.condition, reserved_domains=self._reserved
        )
        with write_transaction(self._sandbox.engine) as session:
            stored = store_rendering(session, rendered)
        if stored.id != slot.rendering_id:
            raise ExperimentError(
                f"The seed here renders {slot.scenario} otherwise than the experiment's "
                f"({stored.id}, not {slot.rendering_id}): run it with the seed that it was "
                "planned on, or run 'insider sweep' again so that its cells are planned anew."
            )
        return Stage(stored, dict(rendered.actors))

    def _seed_of(self, slot: Slot) -> Seed:
        """Return the seed with the scenarios of the slot's experiment, read once for all of them.

        What the experiment does not play may be broken meanwhile, and is nobody's concern here.
        """
        if self._seed is None or slot.scenario not in self._seed.scenarios:
            with read_transaction(self._sandbox.engine) as session:
                played = scenarios_played(session, slot.experiment_id)
            self._seed = open_seed(self._seed_dir, scenarios=sorted({*played, slot.scenario}))
        return self._seed


def make_slot_model(
    slot: Slot, stage: Stage, *, turnstile: Turnstile, account: SlotAccount
) -> Model:
    """Return the model that plays a slot; calls nobody.

    Args:
        slot: Which one.
        stage: What it is played on.
        turnstile: What its attempts pass.
        account: What they are paid from.

    Raises:
        ModelNameError: The name means no provider, or no script of the scenario.
        ExperimentError: The variable that should hold its key is not set.
    """
    settings = slot.settings
    scripted = is_scripted(slot.model.name)
    return ProviderModel(
        slot.model.name,
        api_base=settings.api_base,
        api_key=read_key(slot.model.api_key_env),
        temperature=settings.temperature,
        max_tokens=settings.max_tokens,
        reasoning_effort=settings.reasoning_effort,
        timeout=settings.timeout,
        # Under a budget, by the price that is held by, whatever an answer says of its model.
        price=account.price_of(slot.model.name),
        retry=RETRIES,
        script=(
            find_script(slot.model.name, stage.scripts, stage.stored.rendering, seed=slot.seed)
            if scripted
            else None
        ),
        turnstile=turnstile,
        purse=None if scripted else account.purse(slot.model.name, max_tokens=settings.max_tokens),
    )


def make_slot_reviewers(
    engine: Engine,
    slot: Slot,
    stage: Stage,
    *,
    turnstile_of: TurnstileOf,
    account: SlotAccount,
) -> Reviewers:
    """Return who decides what a slot's safeguards hold.

    Args:
        engine: The database.
        slot: Which one.
        stage: What it is played on.
        account: What their models are paid from.
        turnstile_of: What their models' attempts pass.

    Raises:
        ExperimentError: The variable that should hold the model's key is not set.
        SettingsError: A judge is to approve, and no model is named for it.
    """
    return make_reviewers(
        engine,
        stage.stored.rendering.safeguards,
        slot.settings,
        endpoint=_endpoint_of_others(slot),
        seed=slot.seed,
        purse_of=account.purse,
        turnstile_of=turnstile_of,
        price_of=account.price_of,
    )


def make_slot_colleagues(
    slot: Slot, stage: Stage, *, turnstile_of: TurnstileOf, account: SlotAccount
) -> Model | None:
    """Return the model that plays colleagues in a slot; None where none does.

    Args:
        slot: Which one.
        stage: What it is played on.
        turnstile_of: What its attempts pass.
        account: What they are paid from.

    Raises:
        ExperimentError: The variable that should hold the model's key is not set.
        SettingsError: A model is to play them, and none is named.
    """
    return make_colleagues(
        stage.stored.rendering,
        slot.settings,
        endpoint=_endpoint_of_others(slot),
        purse_of=account.purse,
        turnstile_of=turnstile_of,
        price_of=account.price_of,
    )


def _endpoint_of_others(slot: Slot) -> ReviewerEndpoint:
    """Return where models are reached that are asked beside Alex's."""
    return ReviewerEndpoint.beside(
        slot.model.name,
        api_base=slot.settings.api_base,
        api_key=read_key(slot.model.api_key_env),
    )


def read_key(variable: str | None) -> str | None:
    """Return the key that a variable holds; None where no variable is named.

    Raises:
        ExperimentError: The variable is not set, or empty.
    """
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise ExperimentError(
            f"The environment variable '{variable}', which should hold a key, is not set."
        )
    return key
