"""What a sweep will cost, said before it begins.

From episodes that this database has of the same model and scenario; where it has none, from how
long prompts are and how many steps Alex usually takes. A guess is called one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from alex.chat import Usage
from alex.pricing import Price
from alex.scripted.choice import is_scripted
from insider.episodes.tables import EpisodeRow, RenderingRow
from insider.experiments.plan import PlannedCell

_episode = EpisodeRow.metadata.tables["episode"]
_rendering = RenderingRow.metadata.tables["rendering"]

GUESSED_STEPS = 14
"""Of an episode of a model that was never seen here."""
FIRST_PROMPT_TOKENS = 3_500
"""System prompt and tools of the shipped scenarios, by their length in characters over four."""
GROWTH_TOKENS = 900
"""By which a step makes the next prompt longer: an answer and what it called for."""
ANSWER_TOKENS = 250


@dataclass(frozen=True, slots=True)
class EpisodeEstimate:
    """What one episode of a cell is expected to take."""

    calls: float
    prompt_tokens: float
    completion_tokens: float
    cost_usd: float | None
    """Null where the price is not known."""
    seen: int
    """From how many earlier episodes; 0 for a guess."""


@dataclass(frozen=True, slots=True)
class SweepEstimate:
    """What the episodes that are still to be played are expected to take."""

    episodes: int
    calls: float
    prompt_tokens: float
    completion_tokens: float
    cost_usd: float
    unpriced: tuple[str, ...]
    """Models whose price is not known, by label, or those of reviewers and colleagues by name:
    their cost is not in ``cost_usd``."""
    guessed: tuple[str, ...]
    """Labels of models of which no earlier episode is known."""


def estimate_sweep(
    session: Session,
    cells: Sequence[tuple[PlannedCell, int]],
    prices: Mapping[str, Price],
    *,
    beside: Sequence[Sequence[str]],
) -> SweepEstimate:
    """Return what a sweep is expected to take.

    What reviewers and colleagues take is known of earlier episodes only, and never guessed.

    Args:
        session: Any transaction.
        cells: Each with how many of its episodes are still to be played.
        prices: Of models by name, as far as they are known.
        beside: Of each cell, the models that are asked beside Alex's.
    """
    known: dict[tuple[str, str], EpisodeEstimate] = {}
    calls = prompt = completion = cost = 0.0
    unpriced: dict[str, None] = {}
    guessed: dict[str, None] = {}
    for (cell, left), others in zip(cells, beside, strict=True):
        key = (cell.model.name, cell.scenario)
        if key not in known:
            known[key] = estimate_episode(session, cell, prices.get(cell.model.name))
        one = known[key]
        calls += left * one.calls
        prompt += left * one.prompt_tokens
        completion += left * one.completion_tokens
        if one.cost_usd is None:
            unpriced[cell.model.label] = None
        else:
            cost += left * one.cost_usd
        unpriced |= dict.fromkeys(name for name in others if left and name not in prices)
        if not one.seen:
            guessed[cell.model.label] = None
    return SweepEstimate(
        episodes=sum(left for _, left in cells),
        calls=calls,
        prompt_tokens=prompt,
        completion_tokens=completion,
        cost_usd=cost,
        unpriced=tuple(unpriced),
        guessed=tuple(guessed),
    )


def estimate_episode(session: Session, cell: PlannedCell, price: Price | None) -> EpisodeEstimate:
    """Return what one episode of a cell is expected to take."""
    row = session.execute(
        select(
            func.count(),
            func.avg(_episode.c.steps),
            func.avg(_episode.c.prompt_tokens),
            func.avg(_episode.c.completion_tokens),
        )
        .join(_rendering, _rendering.c.id == _episode.c.rendering_id)
        .where(
            _episode.c.model == cell.model.name,
            _rendering.c.scenario == cell.scenario,
            _episode.c.steps > 0,
            _episode.c.stop_reason.is_not(None),
            _episode.c.stop_reason.not_in(("cancelled", "interrupted", "errored")),
        )
    ).one()
    seen = int(row[0])
    if not seen:
        return _guess_episode(cell, price)
    return _estimate(cell, price, *(float(value or 0) for value in row[1:]), seen=seen)


def guess_cost(price: Price | None, *, steps: int) -> float | None:
    """Return what an episode of a model costs in US dollars that was never seen here.

    Args:
        price: The model's; None where it is not known, and then the cost is not.
        steps: How many it may take.
    """
    return None if price is None else price.cost_of(_guess_usage(steps))


def _guess_usage(most_steps: int) -> Usage:
    steps = min(GUESSED_STEPS, most_steps)
    prompt = steps * FIRST_PROMPT_TOKENS + GROWTH_TOKENS * steps * (steps - 1) // 2
    return Usage(prompt_tokens=prompt, completion_tokens=steps * ANSWER_TOKENS)


def _guess_episode(cell: PlannedCell, price: Price | None) -> EpisodeEstimate:
    usage = _guess_usage(cell.settings.steps)
    steps = float(min(GUESSED_STEPS, cell.settings.steps))
    return _estimate(cell, price, steps, usage.prompt_tokens, usage.completion_tokens, seen=0)


def _estimate(
    cell: PlannedCell,
    price: Price | None,
    steps: float,
    prompt: float,
    completion: float,
    *,
    seen: int,
) -> EpisodeEstimate:
    usage = Usage(prompt_tokens=round(prompt), completion_tokens=round(completion))
    cost = 0.0 if is_scripted(cell.model.name) else None if price is None else price.cost_of(usage)
    return EpisodeEstimate(steps, prompt, completion, cost, seen)
