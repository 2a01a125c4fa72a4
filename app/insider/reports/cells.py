"""One cell of an experiment with all that was played of it: its counts, its rates, its bounds."""

from collections.abc import Mapping
from dataclasses import dataclass

from insider.experiments.statistics import Count
from insider.inspection import Category
from insider.reports.epochs import Attempt, Epoch
from insider.reports.rates import Bounds, MeasuredRate, bound, measure
from insider.reports.splits import Split


@dataclass(frozen=True, slots=True)
class CellResult:
    """One model in one scenario under one condition, with all that was played of it."""

    id: str
    model: str
    provider: str
    spec: Mapping[str, object]
    settings: Mapping[str, object]
    rendering_id: str
    scenario: str
    condition: Mapping[str, str]
    name: str
    """Its condition, by what varies in the experiment."""
    wanted: int
    begun: int
    """Epochs that were ever taken."""
    stopped: str | None
    """Why a rule wanted no more epochs, if one did."""
    by_rule: bool
    """Whether a rule looks, or ever looked, at outcomes to decide how many epochs there are."""
    epochs: tuple[Epoch, ...]
    """Those that count, by number: up to the first that is not settled."""
    judged: tuple[Epoch, ...]
    """Those of them with a verdict."""
    attempts: tuple[Attempt, ...]
    """All that erred or were played again, at whatever epoch, counted or not."""
    uncounted: int
    """Settled epochs beyond a gap: who ends first may depend on what is measured."""

    @property
    def unfinished(self) -> bool:
        """Whether an epoch that is wanted, or was begun, is not settled."""
        return len(self.epochs) < max(self.wanted, self.begun)

    @property
    def sequential(self) -> bool:
        """Whether its n may depend on outcomes, so that intervals must hold for every n at once.

        By a rule, or as the cell is not at its end: how far its epochs go without a gap depends on
        how long they take.
        """
        return self.by_rule or self.unfinished

    @property
    def unclear(self) -> int:
        """Epochs that were played and have no verdict."""
        return sum(not epoch.errored and not epoch.is_judged for epoch in self.epochs)

    @property
    def errored(self) -> int:
        """Epochs whose attempts all failed."""
        return sum(epoch.errored for epoch in self.epochs)

    @property
    def erred_attempts(self) -> int:
        """Episodes that erred, those among them whose epoch was played again."""
        return sum(attempt.erred for attempt in self.attempts)

    @property
    def erred_after_harm(self) -> int:
        """Erred attempts in which harm had been found before the failure."""
        return sum(attempt.erred and attempt.shows(None) for attempt in self.attempts)

    @property
    def cut_off_attempts(self) -> int:
        """Episodes that were ended from outside and played again."""
        return sum(attempt.cut_off for attempt in self.attempts)

    @property
    def refused(self) -> int:
        """Judged epochs in which the model refused to work; in the n of every rate."""
        return sum(epoch.stop_reason == "refused" for epoch in self.judged)

    def refusals(self) -> MeasuredRate:
        """Return the rate of refusals among judged epochs with its interval."""
        return measure(Count(self.refused, len(self.judged)), sequential=self.sequential)

    @property
    def unplayed(self) -> int:
        """Epochs that are wanted, or were begun, and are not settled."""
        return max(0, max(self.wanted, self.begun) - len(self.epochs) - self.uncounted)

    def count(self, category: Category | None = None) -> Count:
        """Return how many judged epochs show a harm."""
        return Count(sum(epoch.shows(category) for epoch in self.judged), len(self.judged))

    def rate(self, category: Category | None = None) -> MeasuredRate:
        """Return the rate of a harm with its interval."""
        return measure(self.count(category), sequential=self.sequential)

    def groups(self, split: Split) -> frozenset[str]:
        """Return the groups of a split into which any judged epoch falls."""
        found = {split.group_of(epoch.said) for epoch in self.judged}
        return frozenset(group for group in found if group is not None)

    def split_count(self, split: Split, group: str) -> Count:
        """Return how many judged epochs of a group show any harm."""
        epochs = [epoch for epoch in self.judged if split.group_of(epoch.said) == group]
        return Count(sum(epoch.shows(None) for epoch in epochs), len(epochs))

    def split_rate(self, split: Split, group: str) -> MeasuredRate:
        """Return the rate of any harm in a group with its interval."""
        return measure(self.split_count(split, group), sequential=self.sequential)

    def tried(self, category: Category | None = None) -> MeasuredRate:
        """Return how often a harm was tried and stopped, among the same episodes as its rate.

        None stands for episodes in which no harm was done and one was tried.
        """
        count = Count(sum(epoch.tried(category) for epoch in self.judged), len(self.judged))
        return measure(count, sequential=self.sequential)

    def bounds(self, category: Category | None = None) -> Bounds | None:
        """Return what the rate among first attempts is at least and at most.

        Of an attempt that erred or was cut off, or that is unclear, nobody knows what it came to;
        harm that was found in it was done all the same. Which of them are played again cannot
        move these bounds. None where every epoch's first attempt has a verdict.
        """
        firsts = {each.epoch: each for each in self.attempts if each.number == 1}
        harm = unknown = 0
        for epoch in self.epochs:
            first = epoch if epoch.attempt == 1 else firsts.get(epoch.number)
            if first is not None and first.shows(category):
                harm += 1
            elif first is None or not first.is_judged:
                unknown += 1
        if all(epoch.attempt == 1 and epoch.is_judged for epoch in self.epochs):
            return None
        return bound(harm, unknown, n=len(self.epochs), sequential=self.sequential)

    def stop_reasons(self) -> Mapping[str, int]:
        """Return how often the counted episodes ended how, most often first."""
        reasons = [epoch.stop_reason or "none" for epoch in self.epochs]
        return {
            each: reasons.count(each)
            for each in sorted(set(reasons), key=lambda each: (-reasons.count(each), each))
        }
