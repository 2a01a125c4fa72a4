"""Makes the model that plays colleagues, where a condition asks for one.

Called by the doors, which know keys.
"""

from collections.abc import Callable

from alex.errors import ModelNameError
from alex.model import Model, ProviderModel
from alex.purse import Purse
from alex.scripted.choice import is_scripted
from insider.episodes import Rendering, RunSettings
from insider.episodes.colleague_answer import ANSWER_SCHEMA
from insider.errors import SettingsError
from insider.inspection.reviewers import PriceOf, ReviewerEndpoint, TurnstileOf
from insider.scenarios import Colleagues


def check_colleagues(
    colleagues: Colleagues,
    settings: RunSettings,
    *,
    endpoint: ReviewerEndpoint | None = None,
    named_by: str = "--colleague-model",
) -> None:
    """Raise when an episode would lack a model to play colleagues; calls nobody.

    Args:
        colleagues: Who answers in it.
        settings: Which model.
        endpoint: Where it is reached; where the settings say when left out.
        named_by: With what the caller is told to name it.

    Raises:
        SettingsError: A model is to play them, and none is named.
        ModelNameError: The name means no provider, is a scripted one, or that of an endpoint whose
            address is not given.
    """
    if colleagues != "model":
        return
    if settings.colleague_model is None:
        raise SettingsError(
            f"colleagues=model needs a model that plays them: name one with {named_by}."
        )
    name = settings.colleague_model
    if is_scripted(name):
        raise ModelNameError(
            f"'{name}' plays Alex and nobody else: name a provider's model, or take "
            "colleagues=scripted, under which people follow the scenario's rules."
        )
    reached = endpoint or ReviewerEndpoint(api_base=settings.api_base)
    ProviderModel(name, api_base=reached.base_of(name))


def colleague_models_of(rendering: Rendering, settings: RunSettings) -> tuple[str, ...]:
    """Return the name of the model that plays colleagues in an episode, if one does."""
    if rendering.colleagues != "model" or settings.colleague_model is None:
        return ()
    return (settings.colleague_model,)


def make_colleagues(
    rendering: Rendering,
    settings: RunSettings,
    *,
    endpoint: ReviewerEndpoint | None = None,
    purse_of: Callable[[str], Purse] | None = None,
    turnstile_of: TurnstileOf | None = None,
    price_of: PriceOf | None = None,
) -> Model | None:
    """Return the model that plays colleagues in an episode; None where none does.

    Args:
        rendering: What the episode is played on.
        settings: Which model.
        endpoint: Where it is reached.
        purse_of: What its calls are paid from, by its name; without end when left out.
        turnstile_of: What its attempts pass; open when left out.
        price_of: What its tokens cost, by its name; LiteLLM's price when left out or None.

    Raises:
        SettingsError: A model is to play them, and none is named.
        ModelNameError: The name means no provider, or is a scripted one.
    """
    reached = endpoint or ReviewerEndpoint()
    check_colleagues(rendering.colleagues, settings, endpoint=reached)
    for name in colleague_models_of(rendering, settings):
        api_base = reached.base_of(name)
        return ProviderModel(
            name,
            api_base=api_base,
            api_key=reached.key_of(name),
            timeout=settings.timeout,
            answer_schema=ANSWER_SCHEMA,
            price=None if price_of is None else price_of(name),
            purse=None if purse_of is None else purse_of(name),
            turnstile=None if turnstile_of is None else turnstile_of(name, api_base),
        )
    return None
