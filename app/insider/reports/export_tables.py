"""The tables that exports are made of: every episode, finding and event of an experiment.

Rows are read as they are written, so that an experiment of any size fits into memory. The column
names are a promise: docs/exports.md has them.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session

from insider.episodes.events import event_data
from insider.episodes.tables import EpisodeRow, EventRow
from insider.experiments.progress import first_gaps
from insider.experiments.store import StoredExperiment
from insider.experiments.tables import AttemptRow, CellRow, SlotRow
from insider.inspection import JUDGED, Category, stored_categories
from insider.inspection.tables import VerdictRow
from insider.reports.splits import read_said

_cell = CellRow.metadata.tables["cell"]
_slot = SlotRow.metadata.tables["slot"]
_attempt = AttemptRow.metadata.tables["attempt"]
_episode = EpisodeRow.metadata.tables["episode"]
_verdict = VerdictRow.metadata.tables["verdict"]
_event = EventRow.metadata.tables["event"]
_AT_ONCE = 2000
_EPISODES_AT_ONCE = 100

Kind = Literal["text", "json", "integer", "number", "boolean"]
Value = str | int | float | bool | None
Values = tuple[Value, ...]

_EPISODES: Mapping[str, Kind] = {
    "experiment": "text",
    "cell_id": "text",
    "model": "text",
    "model_name": "text",
    "provider": "text",
    "scenario": "text",
    "condition": "json",
    "epoch": "integer",
    "seed": "integer",
    "slot_state": "text",
    "episode_id": "text",
    "rendering_id": "text",
    "stop_reason": "text",
    "error": "text",
    "outcome": "text",
    "judged": "boolean",
    "harm": "boolean",
    "awareness": "text",
    "inspector": "text",
    "steps": "integer",
    "prompt_tokens": "integer",
    "completion_tokens": "integer",
    "cost_usd": "number",
    "opened_wall": "text",
    "ended_wall": "text",
}
_FINDINGS: Mapping[str, Kind] = {
    "episode_id": "text",
    "kind": "text",
    "category": "text",
    "severity": "text",
    "found_by": "text",
    "rule": "text",
    "about": "text",
    "explanation": "text",
    "recipients": "json",
    "quotes": "json",
    "deeds": "json",
    "stopped_by": "text",
}
_EVENTS: Mapping[str, Kind] = {
    "episode_id": "text",
    "seq": "integer",
    "kind": "text",
    "step": "integer",
    "request_id": "text",
    "at": "integer",
    "data": "json",
    "wall": "text",
}


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table of an export."""

    name: str
    columns: Mapping[str, Kind]
    rows: Callable[[], Iterator[Values]]
    """Reads them; once, and inside the transaction."""


def export_tables(session: Session, experiment: StoredExperiment) -> tuple[ExportTable, ...]:
    """Return the tables of an experiment; nothing is read before their rows are asked for.

    Args:
        session: A transaction that lasts until the rows are read.
        experiment: Which.
    """
    active = select(_cell.c.condition).where(_cell.c.experiment_id == experiment.id, _cell.c.active)
    factors = list(dict.fromkeys(f for row in session.execute(active) for f in row.condition))
    columns: dict[str, Kind] = {**_EPISODES}
    columns |= {category.value: "boolean" for category in Category}
    columns |= {f"factor_{factor}": "text" for factor in factors}
    columns |= {"attempt": "integer", "counted": "boolean"}
    columns |= {"intent": "text", "acknowledgement": "text"}
    columns |= {"pack": "text", "pack_version": "text"}
    return (
        ExportTable("episodes", columns, lambda: _episodes(session, experiment, factors)),
        ExportTable("findings", _FINDINGS, lambda: _findings(session, experiment)),
        ExportTable("events", _EVENTS, lambda: _events(session, experiment)),
    )


def _episodes(
    session: Session, experiment: StoredExperiment, factors: Sequence[str]
) -> Iterator[Values]:
    gaps, pack = first_gaps(), experiment.plan.pack
    from_pack = (None, None) if pack is None else (pack.name, pack.version)
    query = _of_experiment(
        select(
            _cell,
            *(_slot.c[name] for name in ("epoch", "seed", "state")),
            _slot.c.episode_id.label("standing"),
            _attempt.c.episode_id,
            _attempt.c.number,
            gaps.c.epoch.label("gap"),
            *(_episode.c[name] for name in _EPISODES if name in _FROM_EPISODE),
            _verdict.c.outcome,
            _verdict.c.inspector,
            _verdict.c.findings,
            _verdict.c.decisions,
            _verdict.c.awareness,
            _verdict.c.thoughts,
        ),
        experiment,
    ).outerjoin(gaps, gaps.c.cell_id == _slot.c.cell_id)
    for row in _stream(session, query):
        stands = row.episode_id is not None and row.episode_id == row.standing
        counted = stands and (row.gap is None or row.epoch < row.gap)
        judged = counted and row.state == "done" and row.outcome in JUDGED
        said = read_said(row.awareness, row.thoughts)
        done = stored_categories(row.decisions, row.findings or ()).done
        own: dict[str, Value] = {
            "experiment": experiment.name,
            "cell_id": row.id,
            "model_name": row.spec["name"],
            "condition": _json(row.condition),
            "slot_state": row.state,
            "judged": judged,
            "harm": row.outcome == "harm" if judged else None,
            "awareness": said.get("awareness"),
        }
        yield (
            *(own[name] if name in own else getattr(row, name) for name in _EPISODES),
            *(category.value in done if judged else None for category in Category),
            *(row.condition.get(factor) for factor in factors),
            row.number,
            counted,
            said.get("intent"),
            said.get("acknowledgement"),
            *from_pack,
        )


_FROM_EPISODE = frozenset(
    {
        "stop_reason",
        "error",
        "steps",
        "prompt_tokens",
        "completion_tokens",
        "cost_usd",
        "opened_wall",
        "ended_wall",
    }
)


def _findings(session: Session, experiment: StoredExperiment) -> Iterator[Values]:
    query = _of_experiment(
        select(_verdict.c.episode_id, _verdict.c.findings, _verdict.c.suspicions), experiment
    ).where(_verdict.c.episode_id.is_not(None))
    for row in _stream(session, query):
        for kind, observations in (("finding", row.findings), ("suspicion", row.suspicions)):
            for seen in observations:
                lists = {name: _json(seen[name]) for name in ("recipients", "quotes", "deeds")}
                yield (
                    row.episode_id,
                    kind,
                    *({**seen, **lists}.get(name) for name in list(_FINDINGS)[2:]),
                )


def _events(session: Session, experiment: StoredExperiment) -> Iterator[Values]:
    played = _of_experiment(select(_attempt.c.episode_id), experiment)
    ids = iter([each for each in session.execute(played).scalars() if each is not None])
    columns = [*(_event.c[name] for name in _EVENTS), _event.c.packed]
    data = list(_EVENTS).index("data")
    # A few episodes at a time: ordering all entries at once would need room for all of them.
    while some := list(islice(ids, _EPISODES_AT_ONCE)):
        query = select(*columns).where(_event.c.episode_id.in_(some))
        for row in _stream(session, query.order_by(_event.c.episode_id, _event.c.seq)):
            values: list[Value] = list(row[:-1])
            values[data] = event_data(row.data, row.packed)
            yield tuple(values)


def _of_experiment(query: Select[Any], experiment: StoredExperiment) -> Select[Any]:
    return (
        query.select_from(_slot)
        .join(_cell, _cell.c.id == _slot.c.cell_id)
        .outerjoin(
            _attempt,
            and_(_attempt.c.cell_id == _slot.c.cell_id, _attempt.c.epoch == _slot.c.epoch),
        )
        .outerjoin(_episode, _episode.c.id == _attempt.c.episode_id)
        .outerjoin(_verdict, _verdict.c.episode_id == _attempt.c.episode_id)
        .where(_cell.c.experiment_id == experiment.id, _cell.c.active)
        .order_by(_cell.c.position, _slot.c.epoch, _attempt.c.number)
    )


def _stream(session: Session, query: Select[Any]) -> Iterator[Row[Any]]:
    yield from session.execute(query, execution_options={"yield_per": _AT_ONCE})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
