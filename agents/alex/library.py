"""LiteLLM as Alex uses it: loaded once, quiet, and with the scripted models among its providers.

The only file that imports LiteLLM, and only inside functions: the import takes seconds. Its
telemetry, its downloads and redirects are off.
"""

import asyncio
import functools
import gc
import importlib
import logging
import os
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

from alex.pricing import Price
from alex.redirects import follow_no_redirects
from alex.scripted.choice import PREFIX
from alex.scripted.player import play_script
from alex.transport import ENDPOINT, is_endpoint
from corpmail.collection import spare_what_lives

_LIBRARY = "litellm"
_loading = threading.Lock()
_SCRIPTED = PREFIX.rstrip("/")
_MILLION = 1_000_000


async def load_for(names: Iterable[str]) -> None:
    """Load what models are asked through, before its time is that of any of them.

    Args:
        names: The models' full names; LiteLLM is loaded if one of them is asked through it.
    """
    asked = set(names)
    if any(map(is_endpoint, asked)):
        _load_endpoint_transport()
    if not all(map(is_endpoint, asked)):
        await loaded_library()


@functools.cache
def _load_endpoint_transport() -> None:
    importlib.import_module("alex.endpoint_transport")
    # Without a collection before it, which took a part of a second and freed next to nothing.
    spare_what_lives()


async def loaded_library() -> Any:
    """Return LiteLLM; its first import takes seconds, in which other episodes go on."""
    if _loaded_once.cache_info().currsize:
        return _load()
    return await asyncio.to_thread(_load)


@functools.cache
def failures_of_library() -> tuple[type[Exception], ...]:
    """Return what LiteLLM raises: its errors are children of the OpenAI client's."""
    import openai

    return (openai.OpenAIError,)


def knows_provider(name: str) -> bool:
    """Tell whether it is known whom to ask for a model, whether or not the model is.

    Loads LiteLLM, which takes seconds, but for an endpoint of the user's own.

    Args:
        name: The model's full name.
    """
    if is_endpoint(name):
        return True
    try:
        _load().get_llm_provider(name)
    except failures_of_library():
        return False
    return True


def known_providers() -> list[str]:
    """Return the names of LiteLLM's providers, and ``endpoint``; loads LiteLLM."""
    named = (str(getattr(each, "value", each)) for each in _load().provider_list)
    return sorted({*named, ENDPOINT.rstrip("/")})


def find_price(name: str) -> Price | None:
    """Return what LiteLLM knows of a model's price; None when it knows none.

    Loads LiteLLM, which takes seconds, but for an endpoint of the user's own, of which it knows
    nothing.

    Args:
        name: The model's full name.
    """
    if is_endpoint(name):
        return None
    known = _load().model_cost
    entry = known.get(name) or known.get(name.partition("/")[2]) or {}
    prompt, completion = entry.get("input_cost_per_token"), entry.get("output_cost_per_token")
    if prompt is None or completion is None:
        return None
    cached = entry.get("cache_read_input_token_cost")
    return Price(
        prompt=prompt * _MILLION,
        completion=completion * _MILLION,
        cached=None if cached is None else cached * _MILLION,
    )


def _load() -> Any:
    """Return LiteLLM, quiet and with the scripted provider in it; threads wait for the first."""
    with _loading:
        return _loaded_once()


@functools.cache
def _loaded_once() -> Any:
    # Read while it is imported: without it the price list is fetched from the internet.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ.setdefault("LITELLM_LOG", "ERROR")
    with _spared_collector(), _spared_loggers(), _deferred_schemas():
        import litellm
        import litellm.main

    # It makes a call's coroutine in a thread; a call that is cancelled there is awaited by nobody.
    warnings.filterwarnings(
        "ignore", message="coroutine '.*acompletion' was never awaited", category=RuntimeWarning
    )
    follow_no_redirects()
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.drop_params = False
    # It would be loaded with the first call of any model, and takes 45 MB of every process.
    litellm.main.encoding = _TokenizerWhenNeeded()

    class ScriptedProvider(litellm.CustomLLM):  # type: ignore[misc]  # LiteLLM is not typed
        """Plays the script that comes with each request; keeps nothing."""

        async def acompletion(self, **request: object) -> object:
            return _answer_by_script(litellm, request)

    provider = {"provider": _SCRIPTED, "custom_handler": ScriptedProvider()}
    litellm.custom_provider_map.append(provider)
    return litellm


@contextmanager
def _spared_loggers() -> Iterator[None]:
    """Keep what a block loads from putting its filters on loggers that are not its own.

    LiteLLM filters the logs of web servers and HTTP clients too, by code that it has not loaded
    yet: a server whose access log is written while LiteLLM is imported in a thread would wait for
    that import, and the import for it. What we log has no keys in it as it is.
    """
    add_filter = logging.Logger.addFilter

    def add_own_filter(logger: logging.Logger, added: Any) -> None:
        from_library = type(added).__module__.partition(".")[0] == _LIBRARY
        if not from_library or logger.name.lower().startswith(_LIBRARY):
            add_filter(logger, added)

    logging.Logger.addFilter = add_own_filter  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        del logging.Logger.addFilter


@contextmanager
def _deferred_schemas() -> Iterator[None]:
    """Have pydantic compile a model that a block defines when it is first used.

    LiteLLM defines nine hundred and a call needs a few: the others take 20 MB of every process.
    A model that another thread defines meanwhile is compiled later too, and no less.
    """
    # Pydantic hands a model's settings down to its children, and this is the ancestor of all.
    settings = BaseModel.model_config
    settings["defer_build"] = True
    try:
        yield
    finally:
        del settings["defer_build"]


@contextmanager
def _spared_collector() -> Iterator[None]:
    """Keep the garbage collector off what a block loads, in it and for good; seldom run it after.

    LiteLLM is some 300,000 objects that live as long as the process, and every call of a model
    makes thousands that soon die by themselves: walking over them all takes a quarter of the import
    and more than a second of the CPU of a hundred episodes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        spare_what_lives()
        if was_enabled:
            gc.enable()


class _TokenizerWhenNeeded:
    """Stands for LiteLLM's tokenizer, which only answers without a ``usage`` need."""

    def __getattr__(self, name: str) -> Any:
        module = importlib.import_module("litellm.litellm_core_utils.default_encoding")
        return getattr(module.encoding, name)


def _answer_by_script(litellm: Any, request: Mapping[str, Any]) -> object:
    options = request["optional_params"]
    script = options["script"]
    answer = play_script(script, request["messages"], native=bool(options.get("tools")))
    response = request["model_response"]
    response.model = PREFIX + script.name
    response.choices[0].finish_reason = "tool_calls" if answer.calls else "stop"
    response.choices[0].message = litellm.Message(
        role="assistant",
        content=answer.text,
        reasoning_content=answer.reasoning,
        tool_calls=[
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in answer.calls
        ]
        or None,
    )
    response.usage = litellm.Usage(
        prompt_tokens=answer.prompt_tokens,
        completion_tokens=answer.completion_tokens,
        total_tokens=answer.prompt_tokens + answer.completion_tokens,
    )
    return response
