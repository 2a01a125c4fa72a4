"""Writes an experiment as logs of the Inspect framework, one for each cell: ``.eval`` files.

Called by the command line. ``inspect view`` and ``read_eval_log`` open them. The framework is an
extra and heavy: it is imported here alone, inside functions. An episode without a verdict is
unscored there, never a zero.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import JsonValue
from sqlalchemy.orm import Session

from alex.chat import ModelReply
from insider.episodes import (
    EpisodeSummary,
    Event,
    EventKind,
    content_of,
    get_episode,
    read_events,
)
from insider.errors import MissingExtraError
from insider.inspection import Category
from insider.reports.cells import CellResult
from insider.reports.document import cell_document, rate_document
from insider.reports.epochs import Epoch
from insider.reports.export_files import FileListener, tell_nobody
from insider.reports.rates import MeasuredRate
from insider.reports.results import Results, read_results

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalResults, EvalSample, EvalScore, EvalSpec
    from inspect_ai.model import ChatMessage
    from inspect_ai.scorer import Score
    from inspect_ai.tool import ToolCall

_NO_FILE_NAME = re.compile(r"[^A-Za-z0-9._=-]+")
_LONGEST_NAME = 100
_ANY = "any_harm"


def write_inspect_logs(
    session: Session, name: str, folder: Path, wrote: FileListener = tell_nobody
) -> tuple[Path, ...]:
    """Write a log for every cell of an experiment in which something has been played.

    Args:
        session: Any transaction.
        name: The experiment's.
        folder: Where; made when it is not there.
        wrote: Told of each log with its episodes.

    Raises:
        ExperimentNotFoundError: There is none of that name.
        MissingExtraError: inspect-ai is not installed.
    """
    try:
        from inspect_ai.log import write_eval_log
    except ImportError as error:
        raise MissingExtraError(
            "Inspect logs need inspect-ai, which is not installed: install insider with its extra "
            "'inspect'."
        ) from error
    results = read_results(session, name)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, cell in enumerate(results.cells, start=1):
        if cell.epochs:
            path = folder / f"{number:04}-{_file_name(cell)}.eval"
            write_eval_log(_log(session, results, cell), str(path))
            wrote(path, len(cell.epochs))
            written.append(path)
    return tuple(written)


def _file_name(cell: CellResult) -> str:
    return _NO_FILE_NAME.sub("-", f"{cell.scenario}-{cell.name}-{cell.model}")[:_LONGEST_NAME]


def _log(session: Session, results: Results, cell: CellResult) -> "EvalLog":
    from inspect_ai.log import EvalLog, EvalStats
    from inspect_ai.model import ModelUsage

    samples = [
        _sample(session, cell, epoch, epoch.episode_id)
        for epoch in cell.epochs
        if epoch.episode_id is not None
    ]
    return EvalLog(
        status="started" if cell.unplayed else "success",
        eval=_spec(results, cell),
        results=_results(cell, len(samples)),
        stats=EvalStats(
            model_usage={
                str(cell.spec["name"]): sum(
                    (usage for each in samples for usage in each.model_usage.values()), ModelUsage()
                )
            },
            started_at=next((each.started_at for each in samples if each.started_at), "") or "",
            completed_at=max((each.completed_at or "" for each in samples), default=""),
        ),
        samples=samples,
    )


def _spec(results: Results, cell: CellResult) -> "EvalSpec":
    from inspect_ai.log import EvalConfig, EvalDataset, EvalSpec

    experiment = results.experiment
    place = f"{cell.scenario}: {cell.name}"
    return EvalSpec(
        eval_id=cell.id,
        run_id=experiment.id,
        task_id=cell.id,
        created=experiment.created_wall,
        task=f"insider/{cell.scenario}",
        task_display_name=place,
        task_args=dict(cell.condition),
        dataset=EvalDataset(name=experiment.name, samples=1, sample_ids=[place]),
        model=str(cell.spec["name"]),
        model_args={name: value for name, value in cell.settings.items() if value is not None},
        config=EvalConfig(epochs=cell.wanted),
        packages=dict(experiment.versions),
        metadata=cell_document(cell),
    )


def _results(cell: CellResult, samples: int) -> "EvalResults":
    from inspect_ai.log import EvalResults

    rates = {_ANY: cell.rate()} | {each.value: cell.rate(each) for each in Category}
    return EvalResults(
        total_samples=samples,
        completed_samples=samples - cell.errored,
        scores=[_score(name, rate, samples) for name, rate in rates.items()],
    )


def _score(name: str, rate: MeasuredRate, samples: int) -> "EvalScore":
    from inspect_ai.log import EvalMetric, EvalScore

    n, low, high = rate.count.n, rate.interval.low, rate.interval.high
    values = {"rate": rate.count.rate, "n": n, "low_95": low, "high_95": high}
    return EvalScore(
        name=name,
        scorer="insider",
        scored_samples=n,
        unscored_samples=samples - n,
        metrics={
            key: EvalMetric(name=key, value=value)
            for key, value in values.items()
            if value is not None
        },
        metadata=rate_document(rate),
    )


def _sample(session: Session, cell: CellResult, epoch: Epoch, episode_id: str) -> "EvalSample":
    from inspect_ai.log import EvalError, EvalSample
    from inspect_ai.model import ModelOutput, ModelUsage

    episode = get_episode(session, episode_id)
    messages = list(_messages(session, read_events(session, episode_id)))
    given = [each for each in messages if each.role in ("system", "user")]
    failed = episode.error or "The episode errored."
    return EvalSample(
        id=f"{cell.scenario}: {cell.name}",
        epoch=epoch.number,
        uuid=episode_id,
        input=given[:2] or cell.scenario,
        target="",
        messages=messages,
        output=ModelOutput.from_content(episode.model, episode.summary or ""),
        scores=_scores(epoch),
        metadata=_about(cell, epoch, episode),
        model_usage={
            episode.model: ModelUsage(
                input_tokens=episode.prompt_tokens,
                output_tokens=episode.completion_tokens,
                total_tokens=episode.prompt_tokens + episode.completion_tokens,
            )
        },
        started_at=episode.opened_wall,
        completed_at=episode.ended_wall,
        error=(
            EvalError(message=failed, traceback=failed, traceback_ansi=failed)
            if epoch.errored
            else None
        ),
    )


def _about(cell: CellResult, epoch: Epoch, episode: EpisodeSummary) -> dict[str, Any]:
    return {
        "episode": episode.id,
        "pack": None if episode.pack is None else episode.pack.model_dump(mode="json"),
        "condition": dict(cell.condition),
        "outcome": epoch.outcome,
        "stop_reason": episode.stop_reason,
        "seed": episode.seed,
        "cost_usd": episode.cost_usd,
        "inspector": epoch.inspector,
        "awareness": epoch.said.get("awareness"),
        "intent": epoch.said.get("intent"),
        "acknowledgement": epoch.said.get("acknowledgement"),
        "findings": list(epoch.findings),
    }


def _scores(epoch: Epoch) -> "dict[str, Score]":
    from inspect_ai.scorer import Score

    names: dict[str, Category | None] = {_ANY: None} | {each.value: each for each in Category}
    if not epoch.is_judged:
        why = f"no verdict: {epoch.outcome or 'not inspected'}"
        return {name: Score.unscored(explanation=why) for name in names}
    return {
        name: Score(value=int(epoch.shows(category)), explanation=_explain(epoch, category))
        for name, category in names.items()
    }


def _explain(epoch: Epoch, category: Category | None) -> str | None:
    # What was decided to be no harm explains none.
    held = epoch.categories | epoch.attempted
    said = [
        str(finding["explanation"])
        for finding in epoch.findings
        if finding["category"] in (held if category is None else held & {category.value})
        and epoch.shows(category) is (finding.get("stopped_by") is None)
    ]
    return "\n".join(said) or None


def _messages(session: Session, events: Iterator[Event]) -> "Iterator[ChatMessage]":
    from inspect_ai.model import ChatMessageUser

    for event in events:
        if event.kind is EventKind.PROMPT:
            yield from _prompt(session, event.data)
        elif event.kind is EventKind.MODEL_CALL:
            yield _answer(ModelReply.model_validate(event.data["reply"]))
        elif event.kind is EventKind.TOOL_RESULT:
            yield _result(event)
        elif event.kind is EventKind.NUDGE:
            message = event.data["message"]
            text = message.get("content") if isinstance(message, dict) else message
            yield ChatMessageUser(content=str(text))


def _prompt(session: Session, data: Mapping[str, JsonValue]) -> "Iterator[ChatMessage]":
    from inspect_ai.model import ChatMessageSystem, ChatMessageUser

    keys = data["messages"]
    for key in keys if isinstance(keys, Sequence) else ():
        message = content_of(session, str(key))
        if isinstance(message, dict):
            kind = ChatMessageSystem if message.get("role") == "system" else ChatMessageUser
            yield kind(content=str(message.get("content")))


def _answer(reply: ModelReply) -> "ChatMessage":
    from inspect_ai.model import ChatMessageAssistant, ContentReasoning, ContentText

    text = reply.text or reply.refusal or ""
    thought = [ContentReasoning(reasoning=reply.reasoning)] if reply.reasoning else []
    return ChatMessageAssistant(
        content=[*thought, ContentText(text=text)] if thought else text,
        tool_calls=[_call(each.id, each.name, each.arguments) for each in reply.tool_calls] or None,
        model=reply.model or None,
    )


def _call(call_id: str, name: str, arguments: str) -> "ToolCall":
    from inspect_ai.tool import ToolCall

    try:
        read = json.loads(arguments)
    except ValueError as error:
        return ToolCall(id=call_id, function=name, arguments={}, parse_error=str(error))
    given = read if isinstance(read, dict) else {"arguments": read}
    return ToolCall(id=call_id, function=name, arguments=given)


def _result(event: Event) -> "ChatMessage":
    from inspect_ai.model import ChatMessageTool
    from inspect_ai.tool import ToolCallError

    content = str(event.data["content"])
    failed = ToolCallError(type="unknown", message=content) if event.data["is_error"] else None
    return ChatMessageTool(
        content=content,
        tool_call_id=event.request_id,
        function=str(event.data["name"]),
        error=failed,
    )
