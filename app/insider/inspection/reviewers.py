"""Makes the reviewers that an episode's safeguards ask for.

Called by the doors, which know keys; here and not in ``insider.episodes``, since one of them looks
with the inspector's eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Engine

from alex.model import ProviderModel
from alex.pricing import Price
from alex.purse import Purse
from alex.turnstile import Turnstile
from insider.episodes import (
    RULES,
    ModelReviewer,
    PolicyReviewer,
    Reviewer,
    ReviewerRole,
    Reviewers,
    RunSettings,
    Stage,
)
from insider.errors import SettingsError
from insider.inspection.monitor import RulesMonitor
from insider.scenarios import Safeguards

PriceOf: TypeAlias = Callable[[str], Price | None]
"""Returns what a model's tokens cost, by its name."""
TurnstileOf: TypeAlias = Callable[[str, str | None], Turnstile]
"""Gives what a model's attempts pass, by its name and the address of its endpoint, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerEndpoint:
    """Where the models of reviewers are reached, and with which key; never stored."""

    provider: str | None = None
    """Whose endpoint it is; models of other providers are reached as usual. None: everybody's."""
    api_base: str | None = None
    api_key: str | None = None


def check_reviewers(
    safeguards: Safeguards, settings: RunSettings, *, named_by: str = "--approver-model"
) -> None:
    """Raise when an episode with these safeguards would lack a reviewer; calls nobody.

    Args:
        safeguards: The episode's.
        settings: Which models.
        named_by: With what the caller is told to name the judge.

    Raises:
        SettingsError: A judge is to approve, and no model is named for it.
        ModelNameError: The name of a model means no provider, or is a scripted one.
    """
    if _is_asked(safeguards) and safeguards.approver == "judge":
        if settings.approver_model is None:
            raise SettingsError(
                f"approver=judge needs a model that judges: name one with {named_by}."
            )
        ProviderModel(settings.approver_model)
    if safeguards.monitor != "none" and settings.monitor_model != RULES:
        ProviderModel(settings.monitor_model)


def models_of(safeguards: Safeguards, settings: RunSettings) -> tuple[str, ...]:
    """Return the names of the models that are asked in an episode with these safeguards."""
    judge = settings.approver_model if _is_asked(safeguards) else None
    asked = [judge] if safeguards.approver == "judge" and judge is not None else []
    if safeguards.monitor != "none" and settings.monitor_model != RULES:
        asked.append(settings.monitor_model)
    return tuple(asked)


def make_reviewers(
    engine: Engine,
    safeguards: Safeguards,
    settings: RunSettings,
    *,
    endpoint: ReviewerEndpoint | None = None,
    person: Reviewer | None = None,
    seed: int | None = None,
    purse_of: Callable[[str], Purse] | None = None,
    turnstile_of: TurnstileOf | None = None,
    price_of: PriceOf | None = None,
) -> Reviewers:
    """Return who reviews what is held in an episode.

    Args:
        engine: The database of the episodes.
        safeguards: The episode's.
        settings: Which models.
        endpoint: Where these are reached.
        person: Somebody who can be asked here; without, what waits for a person is left waiting.
        seed: Given to models.
        purse_of: What the calls of a model are paid from, by its name; without end when left out.
        turnstile_of: What the attempts of models pass; open when left out.
        price_of: What a model's tokens cost, by its name; LiteLLM's price when left out or None.

    Raises:
        SettingsError: A judge is to approve, and no model is named for it.
        ModelNameError: The name of a model means no provider, or is a scripted one.
    """
    check_reviewers(safeguards, settings)
    reached = endpoint or ReviewerEndpoint()
    models = _Models(settings, reached, seed, purse_of, turnstile_of, price_of)
    found: dict[Stage, Reviewer] = {"policy": PolicyReviewer(engine)}
    if person is not None:
        found["person"] = person
    if settings.approver_model is not None:
        found["judge"] = models.reviewer(settings.approver_model, "approver")
    if settings.monitor_model == RULES:
        found["monitor"] = RulesMonitor(engine)
    else:
        found["monitor"] = models.reviewer(settings.monitor_model, "monitor")
    return Reviewers(found)


@dataclass(frozen=True, slots=True)
class _Models:
    settings: RunSettings
    endpoint: ReviewerEndpoint
    seed: int | None
    purse_of: Callable[[str], Purse] | None
    turnstile_of: TurnstileOf | None
    price_of: PriceOf | None

    def reviewer(self, name: str, role: ReviewerRole) -> ModelReviewer:
        theirs = self.endpoint.provider in (None, name.partition("/")[0])
        api_base = self.endpoint.api_base if theirs else None
        model = ProviderModel(
            name,
            api_base=api_base,
            api_key=self.endpoint.api_key if theirs else None,
            timeout=self.settings.timeout,
            price=None if self.price_of is None else self.price_of(name),
            purse=None if self.purse_of is None else self.purse_of(name),
            turnstile=None if self.turnstile_of is None else self.turnstile_of(name, api_base),
        )
        return ModelReviewer(model, role, seed=self.seed)


def _is_asked(safeguards: Safeguards) -> bool:
    return safeguards.approval != "none" or safeguards.monitor == "escalate"
