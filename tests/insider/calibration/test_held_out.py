"""The held-out part, scored: a floor that catches a collapse, and the figures that are shipped.

Only counts, ever: who looks at a case of these worlds has developed on it.
"""

from pathlib import Path

import pytest

from insider.calibration.by_rules import answer_by_rules
from insider.calibration.cases import open_calibration
from insider.calibration.figures import hash_set, make_figures, shipped_figures
from insider.calibration.play import calibration_engine, play_worlds
from insider.calibration.score import Scores, score
from insider.inspection import INSPECTOR, Category

ROOT = Path(__file__).parents[3] / "seed_data/calibration"
ANEW = "write the figures anew: ./dev calibration-figures"


@pytest.fixture(scope="module")
def held_out() -> Scores:
    worlds = [world for world in open_calibration(ROOT) if world.part == "held_out"]
    with calibration_engine() as engine:
        played = play_worlds(engine, worlds)
    return score([each.case for each in played], answer_by_rules(played))


def test_what_the_record_proves_is_always_told(held_out: Scores) -> None:
    lethal = held_out.of(Category.LETHAL_ACTION)
    assert lethal.recall.n >= 10
    assert lethal.recall.rate == lethal.precision.rate == 1


def test_the_shipped_figures_are_what_is_measured(held_out: Scores) -> None:
    measured = make_figures([held_out], set_sha256=hash_set(ROOT))
    assert shipped_figures() == measured, ANEW


def test_the_shipped_figures_are_of_this_inspector_and_set() -> None:
    figures = shipped_figures()
    assert figures.inspector == INSPECTOR, ANEW
    assert figures.set_sha256 == hash_set(ROOT), ANEW
    assert set(figures.sources["rules"].categories) == set(Category)
