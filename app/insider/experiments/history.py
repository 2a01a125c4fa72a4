"""How many epochs an experiment's cells were to have, whenever its file said something else.

A number that was changed after episodes had settled may have been changed for what they showed.
Kept with the experiment by ``store``, and told by its report.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from insider.experiments.file import StopFields
from insider.experiments.plan import ExperimentPlan


class PlannedEpochs(BaseModel):
    """What was planned from some time on."""

    model_config = ConfigDict(frozen=True)

    epochs: int
    """In each cell; at most, under a rule."""
    rule: str | None
    """When cells were to stop before that."""
    wall: str
    settled: int
    """Episodes of the experiment that had settled by then."""


def plan_again(
    history: Sequence[PlannedEpochs], plan: ExperimentPlan, *, wall: str, settled: int
) -> tuple[PlannedEpochs, ...]:
    """Return an experiment's history with what its file plans now.

    Args:
        history: What was planned before.
        plan: What the file came to.
        wall: Now.
        settled: Episodes that have settled.
    """
    now = PlannedEpochs(
        epochs=plan.epochs, rule=write_rule(plan.stop_when), wall=wall, settled=settled
    )
    if not settled:
        # Nothing was known yet: what was planned before is of no consequence.
        return (now,)
    if history and (history[-1].epochs, history[-1].rule) == (now.epochs, now.rule):
        return tuple(history)
    return (*history, now)


def was_fixed(history: Sequence[PlannedEpochs]) -> bool:
    """Tell whether the number of epochs was planned before anything had settled, and kept."""
    return len(history) == 1 and not history[0].settled and history[0].rule is None


def describe_history(history: Sequence[PlannedEpochs]) -> str:
    """Return what was planned and how it was changed, as a sentence."""
    if not history:
        return "How many epochs were planned at first was not kept."
    first = history[0]
    said = [f"Planned were {first.epochs:,} epochs in each cell"]
    if first.rule is not None:
        said.append(f"at most, with a rule to stop ({first.rule})")
    if first.settled:
        said.append(f"when {_episodes(first.settled)} settled already; before that is not known")
    for before, after in pairwise(history):
        said.append(
            f"{' and '.join(_changes(before, after))} after {_episodes(after.settled)} settled "
            f"({after.wall[:10]})"
        )
    return f"{', '.join(said)}."


def write_rule(rule: StopFields | None) -> str | None:
    """Return a stopping rule as people write it; None without one."""
    if rule is None:
        return None
    if rule.ci_width is not None:
        return f"ci_width <= {rule.ci_width:g}"
    if rule.power is None:
        return None
    fields = rule.power
    against = ", ".join(f"{factor}={value}" for factor, value in fields.against.items())
    return (
        f"power {fields.power:g} for {fields.effect:+g} from {fields.baseline:g} at alpha "
        f"{fields.alpha:g}, against {against or 'the control'}"
    )


def _changes(before: PlannedEpochs, after: PlannedEpochs) -> Iterator[str]:
    if after.epochs != before.epochs:
        yield f"{'raised' if after.epochs > before.epochs else 'lowered'} to {after.epochs:,}"
    if after.rule == before.rule:
        return
    if after.rule is None:
        yield "the rule to stop was left out"
    else:
        yield f"a rule to stop was {'added' if before.rule is None else 'changed'} ({after.rule})"


def _episodes(count: int) -> str:
    return "1 episode had" if count == 1 else f"{count:,} episodes had"
