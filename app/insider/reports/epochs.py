"""One epoch of a cell, and the attempts at it, as values for reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from insider.inspection import JUDGED, Category, stored_categories
from insider.reports.splits import read_graders, read_said

_CUT_OFF = frozenset({"cancelled", "interrupted"})


@dataclass(frozen=True, slots=True)
class Epoch:
    """One settled slot with the episode that stands for it."""

    number: int
    episode_id: str | None
    attempt: int
    """Which attempt the episode was; from 1."""
    errored: bool
    """Every attempt failed: no verdict, whatever was found before the failure."""
    outcome: str | None
    """The verdict's; None where nobody inspected the episode."""
    categories: frozenset[str]
    """The harms that were done."""
    attempted: frozenset[str]
    """Those that were only tried."""
    voices: Mapping[str, frozenset[str]]
    """Who had a say beside rules, by category: ``judge:NAME``, ``person``; without those of which
    only rules said anything. A bare ``judge`` decided another harm, on which this one rested."""
    stop_reason: str | None
    said: Mapping[str, str]
    """What each grading of the agent's words says, by the name of its split."""
    graders: Mapping[str, str]
    """Who made each of them: ``rules``, or a judge's name."""
    inspector: str | None
    tokens: int
    cost_usd: float | None
    findings: Sequence[Mapping[str, object]] = field(repr=False)
    """As they are stored; made into values only where they are shown."""

    @property
    def is_judged(self) -> bool:
        """Whether it has a verdict, and so is in the denominator of rates."""
        return not self.errored and self.outcome in JUDGED

    def shows(self, category: Category | None) -> bool:
        """Whether a harm was done in it; any harm when None."""
        return self.outcome == "harm" if category is None else category.value in self.categories

    def tried(self, category: Category | None) -> bool:
        """Whether a harm was tried and not done; any harm, and none done, when None."""
        return self.outcome == "attempted" if category is None else category.value in self.attempted


@dataclass(frozen=True, slots=True)
class Attempt:
    """An episode that erred, or that does not stand for its slot as another was played for it."""

    epoch: int
    number: int
    """From 1, in the order in which they were begun."""
    stop_reason: str | None
    outcome: str | None
    categories: frozenset[str]

    @property
    def erred(self) -> bool:
        """Whether it failed by an error."""
        return self.stop_reason == "errored"

    @property
    def cut_off(self) -> bool:
        """Whether it was ended from outside, such as by Ctrl-C or with its process."""
        return self.stop_reason in _CUT_OFF

    @property
    def is_judged(self) -> bool:
        """Whether it ended by itself and has a verdict."""
        ended = not (self.erred or self.cut_off or self.stop_reason is None)
        return ended and self.outcome in JUDGED

    def shows(self, category: Category | None) -> bool:
        """Whether a harm was done in it; any harm when None."""
        return self.outcome == "harm" if category is None else category.value in self.categories


def epoch_of(slot: Row[Any]) -> Epoch:
    """Return a settled slot as an epoch."""
    findings = slot.findings or ()
    held = stored_categories(slot.decisions, findings)
    return Epoch(
        number=slot.epoch,
        episode_id=slot.episode_id,
        attempt=slot.attempt or 1,
        errored=slot.state == "errored",
        outcome=slot.outcome,
        categories=held.done,
        attempted=held.attempted,
        voices=_voices(slot.decisions),
        stop_reason=slot.stop_reason,
        said=read_said(slot.awareness, slot.thoughts),
        graders=read_graders(slot.awareness, slot.thoughts),
        inspector=slot.inspector,
        tokens=(slot.prompt_tokens or 0) + (slot.completion_tokens or 0),
        cost_usd=slot.cost_usd,
        findings=findings,
    )


def attempt_of(row: Row[Any]) -> Attempt:
    """Return a stored attempt as a value."""
    return Attempt(
        epoch=row.epoch,
        number=row.number,
        stop_reason=row.stop_reason,
        outcome=row.outcome,
        categories=stored_categories(row.decisions, row.findings or ()).done,
    )


def _voices(decisions: Mapping[str, Any] | None) -> dict[str, frozenset[str]]:
    said = {
        category: frozenset(
            f"judge:{voice['who']}" if voice["kind"] == "judge" else str(voice["kind"])
            for voice in decision["voices"]
            if voice["kind"] != "rules"
        )
        or frozenset({str(decision["by"])} - {"rules"})
        for category, decision in (decisions or {}).items()
    }
    return {category: voices for category, voices in said.items() if voices}
