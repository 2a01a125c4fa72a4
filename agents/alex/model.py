"""The models that play Alex: the interface, and the adapter to every provider through LiteLLM.

LiteLLM is loaded by ``library`` when a model is first called; its own retries are off. The API key
goes to the provider and nowhere else: an answer that holds it, because the endpoint told its model,
leaves without it.
"""

import asyncio
import copy
import itertools
import os
import warnings
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any, Literal, Protocol, TypeAlias

from pydantic import JsonValue

from alex.chat import ChatMessage, ModelReply, ToolSpec, Usage
from alex.draw import draw_fraction
from alex.errors import ModelCallError, ModelNameError
from alex.library import failures_of_library, loaded_library
from alex.pricing import Price
from alex.provider_error import read_failure
from alex.provider_reply import read_completion
from alex.purse import OpenPurse, Purse
from alex.redaction import find_keys, remove_keys
from alex.retry import FailureListener, RetryPolicy, Sleep, call_with_retries
from alex.scripted.choice import PREFIX, is_scripted
from alex.scripted.script import Script
from alex.turnstile import OpenTurnstile, Turnstile
from corpmail.clock import wall_now

ReasoningEffort: TypeAlias = Literal["none", "minimal", "low", "medium", "high", "xhigh"]

_OPENAI = "openai/"


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
    """Any model that LiteLLM reaches, and the scripted ones.

    Args:
        name: As LiteLLM spells it, with the provider: ``anthropic/…``, ``openai/…``,
            ``hosted_vllm/…``, or ``scripted/…``.
        api_base: The endpoint's address, for one of the user's own.
        api_key: Left out, LiteLLM takes it from the provider's environment variable.
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
        ModelNameError: A name without a provider, or a scripted model without a script.
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
        self._api_base = api_base
        self._api_key = api_key
        self._timeout = timeout
        self._retry = retry or RetryPolicy()
        self._price = price
        self._answer_schema = answer_schema
        self._script = script
        self._turnstile: Turnstile = turnstile or OpenTurnstile()
        self._purse: Purse = purse or OpenPurse()
        self._sleep = sleep
        self._options: dict[str, object] = {
            key: value
            for key, value in {
                "temperature": temperature,
                "max_tokens": max_tokens,
                "reasoning_effort": reasoning_effort,
            }.items()
            if value is not None
        }

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
        litellm = await loaded_library()
        request = self._request(litellm, messages, tools, seed)

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
                return await self._pay_for_attempt(litellm, request)

        return await call_with_retries(
            attempt,
            policy=self._retry,
            draw=draw,
            sleep=self._sleep,
            on_failure=on_failure,
        )

    def _request(
        self,
        litellm: Any,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        seed: int | None,
    ) -> Mapping[str, object]:
        request: dict[str, object] = {
            **self._options,
            "model": self._name,
            "messages": list(messages),
            "timeout": self._timeout,
            "max_retries": 0,
            "num_retries": 0,
        }
        if tools:
            request["tools"] = [_offered(tool) for tool in tools]
        if self._api_base is not None:
            request["api_base"] = self._api_base
        if (key := self._key()) is not None:
            request["api_key"] = key
        if self._script is not None:
            request["model"] = PREFIX + self._script.name
            request["script"] = self._script
        elif seed is not None and _takes_seed(litellm, self._name):
            request["seed"] = seed
        if self._answer_schema is not None and _takes_schema(litellm, self._name):
            schema = {"name": "answer", "strict": True, "schema": dict(self._answer_schema)}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        return request

    def _key(self) -> str | None:
        if self._api_key is not None:
            return self._api_key
        local = self._api_base is not None and self._name.startswith(_OPENAI)
        # LiteLLM refuses to call without a key, and a server of one's own seldom wants one.
        return "no-key" if local and not os.environ.get("OPENAI_API_KEY") else None

    def _never_let_through(self) -> ModelCallError:
        return ModelCallError(
            f"The call was cut off before it was let through to {self._provider}.",
            provider=self._provider,
            retryable=False,
        )

    async def _pay_for_attempt(self, litellm: Any, request: Mapping[str, object]) -> ModelReply:
        ended: ModelReply | ModelCallError | None = None
        try:
            ended = await self._attempt(litellm, request)
            self._turnstile.note(self._name, None)
            return ended
        except ModelCallError as error:
            ended = error
            self._turnstile.note(self._name, error)
            raise
        finally:
            self._purse.settle(ended)

    async def _attempt(self, litellm: Any, request: Mapping[str, object]) -> ModelReply:
        # LiteLLM rewrites messages in place for some providers.
        request = {**request, "messages": copy.deepcopy(request["messages"])}
        failures = failures_of_library()
        _silence_misfits()
        try:
            # LiteLLM's timeout is one between bytes; ours is one of the whole answer.
            async with asyncio.timeout(self._timeout):
                response = await litellm.acompletion(**request)
        except TimeoutError:
            raise ModelCallError(
                f"{self._provider} did not answer within {self._timeout:g} s.",
                provider=self._provider,
                retryable=True,
                billed=True,
            ) from None
        except failures as error:
            # Not chained: the original may hold the key, and tracebacks get logged.
            raise read_failure(
                error,
                provider=self._provider,
                api_key=self._api_key,
                environment=os.environ,
                now=wall_now(),
            ) from None
        return self._read(response)

    def _read(self, response: object) -> ModelReply:
        hidden = getattr(response, "_hidden_params", None) or {}
        cost = 0.0 if self._script is not None else hidden.get("response_cost")
        dump = getattr(response, "model_dump", None)
        given = dump() if dump is not None else {}
        if self._script is None:
            keys = find_keys(api_key=self._api_key, environment=os.environ)
            given = remove_keys(given, keys)
        reply = read_completion(given, provider=self._provider, cost_usd=cost)
        usage = reply.usage.model_copy(update={"cost_usd": self._cost_of(reply.usage)})
        return reply.model_copy(update={"usage": usage})

    def _cost_of(self, usage: Usage) -> float | None:
        if self._script is None and not usage.prompt_tokens:
            # No prompt is empty: the endpoint does not say what was used.
            return None
        return usage.cost_usd if self._price is None else self._price.cost_of(usage)


def _silence_misfits() -> None:
    """Have pydantic not warn of each misfit of a malformed answer, with the misfit's words.

    LiteLLM dumps an answer before it checks it; what is wrong with it we say ourselves. The filter
    is set once and stays: calls overlap, and the one that took it away would do so for all.
    """
    warnings.filterwarnings(
        "ignore",
        message=r"Pydantic serializer warnings:\s+PydanticSerializationUnexpectedValue",
        category=UserWarning,
        module=r"pydantic\.main",
    )


def _offered(tool: ToolSpec) -> dict[str, object]:
    return {"type": "function", "function": tool.model_dump()}


def _takes_seed(litellm: Any, name: str) -> bool:
    provider, _, model = name.partition("/")
    known = litellm.get_supported_openai_params(model=model, custom_llm_provider=provider)
    return "seed" in (known or ())


def _takes_schema(litellm: Any, name: str) -> bool:
    provider, _, model = name.partition("/")
    return bool(litellm.supports_response_schema(model=model, custom_llm_provider=provider))
