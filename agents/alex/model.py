"""The models that play Alex: the interface, and what every call of a provider's model has.

How a call reaches its provider is a ``Transport``'s to know: ``litellm_transport``, or
``endpoint_transport`` for names that begin with ``endpoint/``. Retries, time, turns, money and keys
are the same for both, and here. The API key goes to the provider and nowhere else: an answer that
holds it, because the endpoint told its model, leaves without it.
"""

import asyncio
import itertools
import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import cached_property
from typing import Literal, Protocol, TypeAlias

from pydantic import JsonValue

from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.draw import draw_fraction
from alex.errors import ModelCallError, ModelNameError
from alex.litellm_transport import LiteLLMTransport
from alex.pricing import Price
from alex.provider_reply import read_completion
from alex.purse import OpenPurse, Purse
from alex.redaction import find_keys, remove_keys
from alex.retry import FailureListener, RetryPolicy, Sleep, call_with_retries
from alex.scripted.choice import is_scripted
from alex.scripted.script import Script
from alex.transport import Answered, Transport, is_endpoint
from alex.turnstile import OpenTurnstile, Turnstile

ReasoningEffort: TypeAlias = Literal["none", "minimal", "low", "medium", "high", "xhigh"]


class Model(Protocol):
    """Answers chat messages."""

    @property
    def name(self) -> str:
        """The model's full name, such as ``openai/gpt-x`` or ``scripted/honest``."""

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the model's answer.

        Args:
            messages: The whole conversation so far, oldest first.
            tools: What the model may call; empty for none.
            seed: Passed to providers that take one, and to the jitter of retries.
            on_failure: Told of every failed attempt, the last one too, and of one that was
                cancelled before it was let through to the provider.

        Raises:
            ModelCallError: The model could not be asked, after all retries.
        """


class ProviderModel:
    """Any model that a provider has, an endpoint of the user's own, or a script.

    Args:
        name: ``endpoint/NAME`` for what an OpenAI-compatible endpoint calls ``NAME``; every other
            name as LiteLLM spells it, with the provider: ``anthropic/…``, ``openai/…``,
            ``hosted_vllm/…``, or ``scripted/…``.
        api_base: The endpoint's address, for one of the user's own.
        api_key: Left out, LiteLLM takes it from the provider's environment variable, and an
            ``endpoint/…`` is sent none.
        temperature: Left to the provider when None.
        max_tokens: Of one answer; left to the provider when None.
        reasoning_effort: Left to the provider when None.
        timeout: Seconds for one attempt, from first to last byte.
        retry: When a failed attempt is made again.
        price: For an endpoint whose price LiteLLM does not know.
        answer_schema: A JSON schema that its answers are to follow; sent to providers that LiteLLM
            knows to take one, and to no others.
        script: What a scripted model plays; needed for those alone.
        turnstile: What every attempt passes; open when left out.
        purse: What every attempt is paid from; without end when left out.
        sleep: Waits between attempts.

    Raises:
        ModelNameError: A name without a provider, a scripted model without a script, or an
            ``endpoint/…`` without an address that can be asked.
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None = None,
        api_key: str | None = None,
        temperature: float | None = None,
        max_tokens: int | None = None,
        reasoning_effort: ReasoningEffort | None = None,
        timeout: float = 120.0,
        retry: RetryPolicy | None = None,
        price: Price | None = None,
        answer_schema: Mapping[str, JsonValue] | None = None,
        script: Script | None = None,
        turnstile: Turnstile | None = None,
        purse: Purse | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        provider, slash, rest = name.partition("/")
        if not (provider and slash and rest):
            raise ModelNameError(
                f"'{name}' names no provider: write it as provider/model, such as openai/{name}."
            )
        if is_scripted(name) and script is None:
            raise ModelNameError(f"'{name}' is a scripted model and needs its script.")
        self._name = name
        self._provider = provider
        self._api_key = api_key
        self._timeout = timeout
        self._retry = retry or RetryPolicy()
        self._price = price
        self._is_scripted = script is not None
        self._turnstile: Turnstile = turnstile or OpenTurnstile()
        self._purse: Purse = purse or OpenPurse()
        self._sleep = sleep
        given = {
            "temperature": temperature,
            "max_tokens": max_tokens,
            "reasoning_effort": reasoning_effort,
        }
        options = {key: value for key, value in given.items() if value is not None}
        self._transport: Transport
        if is_endpoint(name):
            self._transport = _to_endpoint(name, api_base, api_key, options)
        else:
            self._transport = LiteLLMTransport(
                name,
                api_base=api_base,
                api_key=api_key,
                options=options,
                timeout=timeout,
                answer_schema=answer_schema,
                script=script,
            )

    def __repr__(self) -> str:
        return f"ProviderModel({self._name!r})"

    @property
    def name(self) -> str:
        """The model's full name as it was given."""
        return self._name

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        """Return the model's answer, asked for again where that may help.

        Raises:
            ModelCallError: After all retries, or at once when none can help.
        """
        request = await self._transport.prepare(messages, tools, seed)

        def draw(attempt: int) -> float:
            return draw_fraction("retry", self._name, str(seed), str(len(messages)), str(attempt))

        attempts = itertools.count(1)

        async def attempt() -> ModelReply:
            number = next(attempts)
            async with AsyncExitStack() as passage:
                try:
                    await passage.enter_async_context(self._turnstile.attempt(self._name))
                    # Within: nothing is held for an attempt that waits for a sick provider.
                    await self._purse.hold(request)
                except asyncio.CancelledError:
                    if on_failure is not None:
                        on_failure(number, self._never_let_through())
                    raise
                return await self._pay_for_attempt(request)

        return await call_with_retries(
            attempt,
            policy=self._retry,
            draw=draw,
            sleep=self._sleep,
            on_failure=on_failure,
        )

    def _never_let_through(self) -> ModelCallError:
        return ModelCallError(
            f"The call was cut off before it was let through to {self._provider}.",
            provider=self._provider,
            retryable=False,
        )

    async def _pay_for_attempt(self, request: Mapping[str, object]) -> ModelReply:
        ended: ModelReply | ModelCallError | None = None
        try:
            ended = self._read(await self._attempt(request))
            self._turnstile.note(self._name, None)
            return ended
        except ModelCallError as error:
            ended = error
            self._turnstile.note(self._name, error)
            raise
        finally:
            self._purse.settle(ended)

    async def _attempt(self, request: Mapping[str, object]) -> Answered:
        try:
            # Of the whole answer: a server that sends a byte now and then is bounded too.
            async with asyncio.timeout(self._timeout):
                return await self._transport.ask(request)
        except TimeoutError:
            raise ModelCallError(
                f"{self._provider} did not answer within {self._timeout:g} s.",
                provider=self._provider,
                retryable=True,
                billed=True,
            ) from None

    @cached_property
    def _keys(self) -> Sequence[str]:
        """All keys that are known by the first answer; none may stand in any."""
        return find_keys(api_key=self._api_key, environment=os.environ)

    def _read(self, answered: Answered) -> ModelReply:
        given, cost = answered.completion, answered.cost_usd
        if self._is_scripted:
            cost = 0.0
        else:
            given = remove_keys(given, self._keys)
        reply = read_completion(given, provider=self._provider, cost_usd=cost)
        usage = reply.usage.model_copy(update={"cost_usd": self._cost_of(reply.usage)})
        return reply.model_copy(update={"usage": usage})

    def _cost_of(self, usage: Usage) -> float | None:
        if not self._is_scripted and not usage.prompt_tokens:
            # No prompt is empty: the endpoint does not say what was used.
            return None
        return usage.cost_usd if self._price is None else self._price.cost_of(usage)


def _to_endpoint(
    name: str, api_base: str | None, api_key: str | None, options: Mapping[str, object]
) -> Transport:
    # Its HTTP client takes a part of a second to import, and few commands need it.
    from alex.endpoint_transport import EndpointTransport

    return EndpointTransport(name, api_base=api_base, api_key=api_key, options=options)
