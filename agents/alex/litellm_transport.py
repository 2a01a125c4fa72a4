"""Asks every provider through LiteLLM, and the scripted models, which are one of them.

Called by the model alone. LiteLLM is loaded by ``library`` when a model is first called; its own
retries are off.
"""

import copy
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from alex.chat import ChatMessage, ToolSpec
from alex.library import failures_of_library, loaded_library
from alex.litellm_error import read_failure
from alex.scripted.choice import PREFIX
from alex.scripted.script import Script
from alex.transport import Answered, offer
from corpmail.clock import wall_now

_OPENAI = "openai/"


class LiteLLMTransport:
    """The way through LiteLLM; a ``Transport``.

    Args:
        name: The model's full name.
        api_base: The endpoint's address, for one of the user's own.
        api_key: Left out, LiteLLM takes it from the provider's environment variable.
        options: Further fields of each request.
        timeout: Seconds; LiteLLM bounds what is between bytes by it.
        answer_schema: Sent to providers that LiteLLM knows to take one.
        script: What a scripted model plays.
    """

    def __init__(
        self,
        name: str,
        *,
        api_base: str | None,
        api_key: str | None,
        options: Mapping[str, object],
        timeout: float,
        answer_schema: Mapping[str, JsonValue] | None,
        script: Script | None,
    ) -> None:
        self._name = name
        self._api_base = api_base
        self._api_key = api_key
        self._options = options
        self._timeout = timeout
        self._answer_schema = answer_schema
        self._script = script

    async def prepare(
        self, messages: Sequence[ChatMessage], tools: Sequence[ToolSpec], seed: int | None
    ) -> Mapping[str, object]:
        """Return what LiteLLM is called with."""
        litellm = await loaded_library()
        request: dict[str, object] = {
            **self._options,
            "model": self._name,
            "messages": list(messages),
            "timeout": self._timeout,
            "max_retries": 0,
            "num_retries": 0,
        }
        if tools:
            request["tools"] = [offer(tool) for tool in tools]
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

    async def ask(self, request: Mapping[str, object]) -> Answered:
        """Call LiteLLM once.

        Raises:
            ModelCallError: There was no answer.
        """
        litellm = await loaded_library()
        # LiteLLM rewrites messages in place for some providers.
        request = {**request, "messages": copy.deepcopy(request["messages"])}
        failures = failures_of_library()
        _silence_misfits()
        try:
            response = await litellm.acompletion(**request)
        except failures as error:
            # Not chained: the original may hold the key, and tracebacks get logged.
            raise read_failure(
                error,
                provider=self._name.partition("/")[0],
                api_key=self._api_key,
                environment=os.environ,
                now=wall_now(),
            ) from None
        hidden = getattr(response, "_hidden_params", None) or {}
        dump = getattr(response, "model_dump", None)
        return Answered(dump() if dump is not None else {}, hidden.get("response_cost"))

    def _key(self) -> str | None:
        if self._api_key is not None:
            return self._api_key
        local = self._api_base is not None and self._name.startswith(_OPENAI)
        # LiteLLM refuses to call without a key, and a server of one's own seldom wants one.
        return "no-key" if local and not os.environ.get("OPENAI_API_KEY") else None


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


def _takes_seed(litellm: Any, name: str) -> bool:
    provider, _, model = name.partition("/")
    known = litellm.get_supported_openai_params(model=model, custom_llm_provider=provider)
    return "seed" in (known or ())


def _takes_schema(litellm: Any, name: str) -> bool:
    provider, _, model = name.partition("/")
    return bool(litellm.supports_response_schema(model=model, custom_llm_provider=provider))
