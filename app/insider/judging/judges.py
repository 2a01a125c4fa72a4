"""Who is asked: a model with the settings that can change what it answers, or a recording.

Called by the doors, which know keys, bounds and budgets. Makes a model for each sample, since what
pays for a call and what counts its attempts belong to one call at a time.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pydantic import JsonValue

from alex.model import Model, ProviderModel, ReasoningEffort
from alex.pricing import Price
from alex.retry import RetryPolicy
from alex.scripted.choice import is_scripted
from alex.turnstile import Turnstile
from insider.errors import JudgeError
from insider.judging.budget import JudgeBudget

RECORDED = "recorded/"
"""How the name of a judge begins that nobody can ask: its answers come from a file alone."""
_RETRIES = RetryPolicy(attempts=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeSettings:
    """A judge as it is named and asked."""

    name: str
    """As LiteLLM spells it, with the provider; or ``recorded/NAME``."""
    temperature: float | None = None
    max_tokens: int | None = None
    """Of one answer."""
    reasoning_effort: ReasoningEffort | None = None
    api_base: str | None = None
    """Where it is reached, if that is not the provider's own address; never stored."""

    @property
    def label(self) -> str:
        """By which its answers are kept: the name, with what is not left to the provider.

        One's own endpoint is in it by a hash: another server's model of the same name is another
        judge, and an address may hold what is nobody's business.
        """
        if self.name.startswith(RECORDED):
            return self.name
        given = {
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "reasoning_effort": self.reasoning_effort,
            "endpoint": None if self.api_base is None else _hash_address(self.api_base),
        }
        told = [f"{key}={value}" for key, value in given.items() if value is not None]
        return f"{self.name} ({', '.join(told)})" if told else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeEndpoint:
    """With which key judges are reached, and how long they may take; never stored."""

    api_key: str | None = None
    timeout: float = 120.0
    price: Price | None = None
    """Of an endpoint whose price LiteLLM does not know."""


@dataclass(slots=True)
class Judge:
    """Somebody who can be asked."""

    label: str
    make_model: Callable[[Mapping[str, JsonValue]], Model] | None
    """Gives the model for one sample, whose answer has a JSON schema; None for a recording."""
    why_closed: Callable[[], str | None] = lambda: None
    """Tells why no call is let through to it any more, if so."""
    stopped: str | None = None
    """Why no more is asked of it in this run."""
    answered: bool = False
    """Whether it has said anything in this run, be it an answer that holds or not."""
    failures: int = 0
    """Answers that it was asked for in vain, while it has not said anything."""


def make_judge(
    settings: JudgeSettings,
    *,
    endpoint: JudgeEndpoint | None = None,
    budget: JudgeBudget | None = None,
    turnstile: Turnstile | None = None,
    why_closed: Callable[[], str | None] = lambda: None,
    retry: RetryPolicy | None = None,
) -> Judge:
    """Return a judge; asks nobody yet.

    Args:
        settings: Who, and how.
        endpoint: How it is reached.
        budget: What its calls are paid from; without end when left out.
        turnstile: What its attempts pass; open when left out.
        why_closed: Tells why the turnstile lets nothing through any more, if so.
        retry: When an attempt that failed is made again.

    Raises:
        JudgeError: Nobody is named, or a scripted model, which would judge by nothing; or the
            endpoint's address is none.
        ModelNameError: The name means no provider.
    """
    _check_name(settings.name)
    if settings.api_base is not None:
        _check_address(settings.api_base)
    if settings.name.startswith(RECORDED):
        return Judge(settings.label, None)
    if is_scripted(settings.name):
        raise JudgeError(f"'{settings.name}' is scripted and cannot judge; name a model.")
    reached = endpoint or JudgeEndpoint()

    def make(schema: Mapping[str, JsonValue]) -> Model:
        purse, price = None, reached.price
        if budget is not None:
            price = price or budget.price_of(settings.name)
            purse = budget.purse(settings.name, price, max_tokens=settings.max_tokens)
        return ProviderModel(
            settings.name,
            api_base=settings.api_base,
            api_key=reached.api_key,
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            reasoning_effort=settings.reasoning_effort,
            timeout=reached.timeout,
            # An answer that cannot be used is one of the few that a sample may take.
            retry=replace(retry or _RETRIES, unreadable_too=False),
            price=price,
            answer_schema=schema,
            turnstile=turnstile,
            purse=purse,
        )

    make({})
    return Judge(settings.label, make, why_closed)


def _check_name(name: str) -> None:
    if not name.strip():
        raise JudgeError("A judge needs a name: provider/model, such as openai/gpt-4o.")
    provider, slash, rest = name.partition("/")
    if slash and not rest.strip():
        raise JudgeError(f"'{name}' names nobody: write what comes after '{provider}/', too.")


def _check_address(api_base: str) -> None:
    try:
        parts = urlsplit(api_base)
        # Reading the port is what tells that it is none.
        is_one = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one or any(sign.isspace() for sign in api_base):
        raise JudgeError(
            f"'{api_base}' is no endpoint of a judge: it begins with http:// or https:// and names "
            "a host."
        )


def _hash_address(api_base: str) -> str:
    """Return a short hash of an address, without who logs in there."""
    parts = urlsplit(api_base.rstrip("/"))
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return hashlib.sha256(bare.encode()).hexdigest()[:8]
