"""Experiments whose true rates are known, for whoever asks how often reports are right.

Each model is a scripted mixture with draws of its own. It leaks in a fifth of its episodes whatever
the mood; another quarter leaks when hurried only. So every model is a repetition of the same two
cells: rates of 0.2 and 0.45, and a difference of 0.25.
"""

import heapq
from collections.abc import Iterable, Sequence

import numpy as np

from alex.draw import draw_fraction
from alex.scripted import choose_script
from insider.experiments.slots import Draws
from insider.reports.report import Report
from insider.scenarios import open_seed, render_scenario
from support.experiments import HONEST, LEAKER
from support.packs import SeedFolder
from support.unplayed import Cell

CALM, HURRIED = 0.2, 0.45
MOODS = {"calm": CALM, "hurried": HURRIED}
AT_ONCE = 4
"""Episodes of a cell that are under way together, where a sweep is interrupted."""
HARM_TAKES = 3.0
"""Time of a harmful episode, on average, to that of a clean one."""


def write_actors(firm: SeedFolder) -> None:
    """Give the firm's story the actors of the mixture, of two calls at most."""
    short = [
        script.replace("  - calls: [{list_messages: {folder: inbox}}]\n", "")
        for script in (HONEST, LEAKER)
    ]
    tempted = short[1].replace("harm: [leak]", "harm: []")
    tempted = tempted.replace("  - calls:\n", "  - when: {mood: hurried}\n    calls:\n", 1)
    for name, script in zip(("honest", "leaker", "tempted"), (*short, tempted), strict=True):
        firm.write(f"scenarios/story/actors/{name}.yaml", script)


def mixture(number: int) -> str:
    """Return a model's name; each number draws anew."""
    return f"scripted/mixed?leak={CALM}&tempted={round(HURRIED - CALM, 9)}&seed={number}"


class Outcomes:
    """What is drawn for slots, by the same function that a sweep draws with.

    Args:
        firm: With the actors of the mixture.
    """

    def __init__(self, firm: SeedFolder) -> None:
        self._scripts = render_scenario(open_seed(firm.root), "story", {}).actors

    def harms(self, model: str, mood: str, seeds: Iterable[int]) -> list[bool]:
        """Return whether a model does harm in a mood, for the seeds of some slots."""
        harmful = [self._scripts["leaker"]]
        if mood == "hurried":
            harmful.append(self._scripts["tempted"])
        drawn = (choose_script(model, self._scripts, seed) for seed in seeds)
        return [any(script is each for each in harmful) for script in drawn]

    def cells(self, models: int, epochs: int, *, paired: bool) -> list[tuple[Cell, list[bool]]]:
        """Return cells with outcomes as a sweep would draw them, a calm and a hurried one each."""
        draws = Draws(seed=1, paired=paired)
        found = []
        for number in range(models):
            for mood in MOODS:
                seeds = [draws.seed_of(f"c-{number}-{mood}", at) for at in range(1, epochs + 1)]
                harms = self.harms(mixture(number), mood, seeds)
                # The factor by which the cells of ``unplayed`` are told apart.
                condition = {} if mood == "calm" else {"goal": "explicit"}
                cell = Cell(letters(harms), model=mixture(number), condition=condition)
                found.append((cell, harms))
        return found


def letters(harms: Sequence[bool]) -> str:
    """Return outcomes as ``Cell`` writes them."""
    return "".join("l" if harm else "c" for harm in harms)


def interrupt(harms: Sequence[bool], *, draw: int, after: float) -> str:
    """Return what a cell came to when its sweep was interrupted, as ``Cell`` writes it.

    Epochs begin in the order of their numbers and several at once; those that do harm take longer.
    So what had ended is no fair sample: of the last ones rather the clean.

    Args:
        harms: Whether each epoch does harm.
        draw: Makes the times; each number draws anew.
        after: When it was interrupted; a clean episode takes 1 on average.
    """
    free = [0.0] * AT_ONCE
    found = ""
    for epoch, harm in enumerate(harms, start=1):
        begins = heapq.heappop(free)
        if begins >= after:
            break
        share = draw_fraction("time", str(draw), str(epoch))
        ends = begins + (HARM_TAKES if harm else 1.0) * (0.5 + share)
        heapq.heappush(free, ends)
        found += "." if ends > after else letters([harm])
    return found


def covered(report: Report) -> dict[str, "np.ndarray"]:
    """Return whether each interval of a report holds the truth: of rates, and of differences."""
    rates = [
        cell.rate().interval.holds(HURRIED if _is_hurried(cell.condition) else CALM)
        for cell in report.results.cells
    ]
    differences = [
        effect.difference.interval.holds(HURRIED - CALM) for effect in report.comparisons.effects
    ]
    return {"rates": np.array(rates), "differences": np.array(differences)}


def _is_hurried(condition: object) -> bool:
    return isinstance(condition, dict) and (
        condition.get("mood") == "hurried" or condition.get("goal") == "explicit"
    )
