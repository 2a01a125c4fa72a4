"""How results came about: versions, seeds, prompts, models; what somebody needs to repeat them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from insider.episodes.events import canonical_json
from insider.episodes.tables import RenderingRow
from insider.experiments.history import describe_history, was_fixed
from insider.experiments.store import measuring_versions
from insider.reports.cells import CellResult
from insider.reports.results import Results
from insider.reports.sent_prompts import hash_sent_prompts

_rendering = RenderingRow.metadata.tables["rendering"]


@dataclass(frozen=True, slots=True)
class PromptUsed:
    """What the agent was told in one scenario under one condition, by its address."""

    scenario: str
    title: str
    condition: str
    rendering_id: str
    snapshot_id: str
    sha256: str
    """Of the canonical JSON of the scenario's share of the prompt: role, goal and task."""
    sent: tuple[str, ...]
    """SHA-256 of the whole prompt with the tools' schemas, as they were sent; several where models
    are given tools in other ways, or the agent changed; empty where nothing was played."""


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """A model, and how it was asked."""

    label: str
    name: str
    provider: str
    settings: Mapping[str, object]
    """Those that were set; the others are the provider's own."""


@dataclass(frozen=True, slots=True)
class Methods:
    """How an experiment was made."""

    versions: Mapping[str, str]
    """When the sweep last began."""
    reported_with: Mapping[str, str]
    """Now, where a version is another one; empty when all are the same."""
    inspectors: tuple[str, ...]
    """Which said the verdicts that count."""
    models: tuple[ModelUsed, ...]
    prompts: tuple[PromptUsed, ...]
    sent: Mapping[str, tuple[str, ...]]
    """By cell, the hashes of what was sent."""
    planning: str
    """How many epochs were planned, and how that was changed, in a sentence."""
    by_rule: bool
    """Whether a rule looked at any cell's outcomes."""
    sequential: bool
    """Whether any cell's number of epochs may depend on outcomes."""
    fixed: bool
    """Whether any cell's number does not, as far as this program decided it."""
    planned_beforehand: bool
    """Whether the number was planned before anything had settled and never changed after."""


def describe_methods(session: Session, results: Results) -> Methods:
    """Return how an experiment was made.

    Args:
        session: Any transaction.
        results: The experiment's.
    """
    versions, now = dict(results.experiment.versions), measuring_versions()
    sent = hash_sent_prompts(session, results.cells)
    epochs = [epoch for cell in results.cells for epoch in cell.epochs]
    return Methods(
        versions=versions,
        reported_with={name: now[name] for name in now if versions.get(name) != now[name]},
        inspectors=tuple(sorted({each.inspector for each in epochs if each.inspector})),
        models=tuple({cell.model: _model(cell) for cell in results.cells}.values()),
        prompts=_prompts(session, results, sent),
        sent=sent,
        planning=describe_history(results.experiment.planned),
        planned_beforehand=was_fixed(results.experiment.planned),
        by_rule=any(cell.by_rule for cell in results.cells),
        sequential=any(cell.sequential for cell in results.cells),
        fixed=not all(cell.sequential for cell in results.cells),
    )


def _model(cell: CellResult) -> ModelUsed:
    return ModelUsed(
        label=cell.model,
        name=str(cell.spec["name"]),
        provider=cell.provider,
        settings={name: value for name, value in cell.settings.items() if value is not None},
    )


def _prompts(
    session: Session, results: Results, sent: Mapping[str, tuple[str, ...]]
) -> tuple[PromptUsed, ...]:
    cells = {cell.rendering_id: cell for cell in results.cells}
    rows = session.execute(
        select(
            _rendering.c.id,
            _rendering.c.snapshot_id,
            _rendering.c.content["prompt"].label("prompt"),
            _rendering.c.content["title"].label("title"),
        ).where(_rendering.c.id.in_(list(cells)))
    )
    found = {row.id: row for row in rows}
    hashes: dict[str, dict[str, None]] = {rendering_id: {} for rendering_id in cells}
    for cell in results.cells:
        hashes[cell.rendering_id] |= dict.fromkeys(sent.get(cell.id, ()))
    return tuple(
        PromptUsed(
            scenario=cell.scenario,
            title=str(found[rendering_id].title),
            condition=cell.name,
            rendering_id=rendering_id,
            snapshot_id=found[rendering_id].snapshot_id,
            sha256=_hash(found[rendering_id].prompt),
            sent=tuple(hashes[rendering_id]),
        )
        for rendering_id, cell in cells.items()
    )


def _hash(value: object) -> str:
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()
