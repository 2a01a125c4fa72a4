"""Finds out what a model would be sent, by the real path, without calling one.

Called by ``run --dry-run``: an episode in a throw-away database whose model takes the prompt and
answers nothing.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alex.chat import ChatMessage, ModelReply, ToolSpec
from alex.errors import ModelCallError
from alex.retry import FailureListener
from corpmail.database import create_database_engine, create_schema, write_transaction
from insider.episodes import (
    EpisodePlan,
    EpisodeResult,
    RunSettings,
    Sandbox,
    run_episode,
    store_rendering,
)
from insider.errors import PreviewError
from insider.scenarios import RenderedScenario


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model with the first call."""

    messages: tuple[ChatMessage, ...]
    tools: tuple[ToolSpec, ...]


class _PromptTaker:
    name = "preview"

    def __init__(self) -> None:
        self.prompt: Prompt | None = None

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[ToolSpec],
        *,
        seed: int | None = None,
        on_failure: FailureListener | None = None,
    ) -> ModelReply:
        self.prompt = Prompt(tuple(messages), tuple(tools))
        raise ModelCallError("Nothing is called in a dry run.", provider="none", retryable=False)


def preview_prompt(rendered: RenderedScenario, settings: RunSettings) -> Prompt:
    """Return the prompt of a scenario as a model would get it.

    Raises:
        PreviewError: There is none, such as for mail that does not fit; the message says why.
    """
    taker = _PromptTaker()
    with tempfile.TemporaryDirectory(prefix="insider-") as folder:
        url = f"sqlite:///{Path(folder) / 'preview.db'}"
        result = asyncio.run(_take(url, rendered, settings, taker))
    if taker.prompt is None:
        raise PreviewError(f"No model would be called: {result.error or result.stop_reason}")
    return taker.prompt


async def _take(
    url: str, rendered: RenderedScenario, settings: RunSettings, taker: _PromptTaker
) -> EpisodeResult:
    engine = create_database_engine(url)
    create_schema(engine)
    async with Sandbox(engine) as sandbox:
        with write_transaction(engine) as session:
            stored = store_rendering(session, rendered)
        plan = EpisodePlan(model=taker.name, settings=settings)
        return await run_episode(sandbox, stored, model=taker, plan=plan)
