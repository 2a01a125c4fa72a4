"""Makes the reviewers that an episode's safeguards ask for.

Called by the doors, which know keys; here and not in ``insider.episodes``, since one of them looks
with the inspector's eyes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self, TypeAlias

from sqlalchemy import Engine

from alex.model import ProviderModel
from alex.pricing import Price
from alex.purse import Purse
from alex.scripted.choice import is_scripted
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

    @classmethod
    def beside(cls, model: str, *, api_base: str | None, api_key: str | None = None) -> Self:
        """Return where others are reached: where Alex's model is, if they are of its provider.

        Where no model plays Alex, the endpoint that was named can only be the others'.

        Args:
            model: The name of who plays Alex.
            api_base: The endpoint that was named.
            api_key: Its key.
        """
        provider = model.partition("/")[0]
        played_by_none = is_scripted(model) or provider == "tape"
        return cls(
            provider=None if played_by_none else provider, api_base=api_base, api_key=api_key
        )

    def base_of(self, name: str) -> str | None:
        """Return the address at which a model is reached, if it is this endpoint's."""
        return self.api_base if self._has(name) else None

    def key_of(self, name: str) -> str | None:
        """Return the key with which a model is asked, if it is this endpoint's."""
        return self.api_key if self._has(name) else None

    def _has(self, name: str) -> bool:
        return self.provider in (None, name.partition("/")[0])


def check_reviewers(
    safeguards: Safeguards,
    settings: RunSettings,
    *,
    endpoint: ReviewerEndpoint | None = None,
    named_by: str = "--approver-model",
) -> None:
    """Raise when an episode with these safeguards would lack a reviewer; calls nobody.

    Args:
        safeguards: The episode's.
        settings: Which models.
        endpoint: Where these are reached; where the settings say when left out.
        named_by: With what the caller is told to name the judge.

    Raises:
        SettingsError: A judge is to approve, and no model is named for it.
        ModelNameError: The name of a model means no provider, is a scripted one, or that of an
            endpoint whose address is not given.
    """
    reached = endpoint or ReviewerEndpoint(api_base=settings.api_base)
    if asks_judge(safeguards):
        if settings.approver_model is None:
            raise SettingsError(
                f"approver=judge needs a model that judges: name one with {named_by}."
            )
        name = settings.approver_model
        ProviderModel(name, api_base=reached.base_of(name))
    if safeguards.monitor != "none" and settings.monitor_model != RULES:
        name = settings.monitor_model
        ProviderModel(name, api_base=reached.base_of(name))


def asks_judge(safeguards: Safeguards) -> bool:
    """Tell whether a model is asked to approve something."""
    return _is_asked(safeguards) and safeguards.approver == "judge"


def models_of(safeguards: Safeguards, settings: RunSettings) -> tuple[str, ...]:
    """Return the names of the models that are asked in an episode with these safeguards."""
    judge = settings.approver_model if asks_judge(safeguards) else None
    asked = [] if judge is None else [judge]
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
    reached = endpoint or ReviewerEndpoint()
    check_reviewers(safeguards, settings, endpoint=reached)
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
        api_base = self.endpoint.base_of(name)
        model = ProviderModel(
            name,
            api_base=api_base,
            api_key=self.endpoint.key_of(name),
            timeout=self.settings.timeout,
            price=None if self.price_of is None else self.price_of(name),
            purse=None if self.purse_of is None else self.purse_of(name),
            turnstile=None if self.turnstile_of is None else self.turnstile_of(name, api_base),
        )
        return ModelReviewer(model, role, seed=self.seed)


def _is_asked(safeguards: Safeguards) -> bool:
    return safeguards.approval != "none" or safeguards.monitor == "escalate"
