"""Kappa and alpha: known answers, other people's implementations, and intervals."""

import sys
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa as kappa_of_statsmodels

from insider.errors import MissingExtraError
from insider.labelling.coefficients import (
    Ratings,
    _alphas,
    _by_episode,
    _coincidences,
    _crossing,
    _kappas,
    cohens_kappa,
    count_raw,
    krippendorffs_alpha,
)

SEED = 1


def rate(*raters: str, step: int = 1) -> dict[tuple[str, str], dict[str, str]]:
    """Return ratings: a string for each rater, a letter for each unit, ``.`` for none.

    Args:
        raters: What each said.
        step: How many units stand in one episode.
    """
    return {
        (f"ep-{place // step}", str(place % step)): {
            f"r{number}": rater[place] for number, rater in enumerate(raters) if rater[place] != "."
        }
        for place in range(len(raters[0]))
    }


def drawn(letters: str, count: int, seed: int, *, raters: int = 2, noise: float = 0.3) -> Ratings:
    rng = np.random.default_rng(seed)
    truth = rng.choice(list(letters), count)
    said = [
        "".join(
            str(rng.choice(list(letters))) if rng.random() < noise else str(each) for each in truth
        )
        for _ in range(raters)
    ]
    return rate(*said)


def test_kappa_of_a_textbook_table() -> None:
    # 20 both yes, 5 and 10 apart, 15 both no: 0.4.
    one = "y" * 20 + "y" * 5 + "n" * 10 + "n" * 15
    two = "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    found = cohens_kappa(rate(one, two), "r0", "r1", seed=SEED)
    assert found.value == pytest.approx(0.4)
    assert found.low is not None
    assert found.high is not None
    # The large-sample standard error of that table is 0.128.
    assert found.low == pytest.approx(0.4 - 1.96 * 0.128, abs=0.05)
    assert found.high == pytest.approx(0.4 + 1.96 * 0.128, abs=0.05)


def test_alpha_of_krippendorffs_own_example_with_missing_answers() -> None:
    said = rate(".....34121133.3", "1.213343.......", "..21344.21133.4")
    assert krippendorffs_alpha(said, seed=SEED).value == pytest.approx(0.691358, abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_statsmodels(seed: int) -> None:
    ratings = drawn("dan", 60, seed)
    table = np.zeros((3, 3))
    for said in ratings.values():
        table["dan".index(said["r0"]), "dan".index(said["r1"])] += 1
    expected = kappa_of_statsmodels(table, return_results=False)
    found = cohens_kappa(ratings, "r0", "r1", seed=SEED)
    assert found.value == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(5))
def test_resamples_are_computed_as_the_library_does(seed: int) -> None:
    values = ["a", "d", "n"]
    ratings = drawn("dan", 40, seed, raters=3)
    two = {unit: {name: said[name] for name in ("r0", "r1")} for unit, said in ratings.items()}
    table = _by_episode(two, lambda said: _crossing(said["r0"], said["r1"], values))
    (kappa,) = _kappas(table.sum(axis=0).reshape(1, 3, 3))
    assert kappa == pytest.approx(cohens_kappa(two, "r0", "r1", seed=SEED).value)
    pairs = _by_episode(ratings, lambda said: _coincidences(list(said.values()), values))
    (alpha,) = _alphas(pairs.sum(axis=0).reshape(1, 3, 3))
    assert alpha == pytest.approx(krippendorffs_alpha(ratings, seed=SEED).value)


def test_perfect_agreement_is_one_and_opposites_are_below_nought() -> None:
    assert cohens_kappa(rate("dndn", "dndn"), "r0", "r1", seed=SEED).value == 1
    assert krippendorffs_alpha(rate("dndn", "dndn"), seed=SEED).value == 1
    opposite = cohens_kappa(rate("dndn", "ndnd"), "r0", "r1", seed=SEED)
    assert opposite.value == pytest.approx(-1)


@pytest.mark.parametrize("said", [["nnnn", "nnnn"], ["n", "n"]])
def test_where_everybody_says_the_same_there_is_no_value_but_a_reason(said: Sequence[str]) -> None:
    for found in (
        cohens_kappa(rate(*said), "r0", "r1", seed=SEED),
        krippendorffs_alpha(rate(*said), seed=SEED),
    ):
        assert (found.value, found.low, found.high) == (None, None, None)
        assert found.undefined is not None
        assert "everybody said 'n'" in found.undefined


def test_one_constant_rater_has_a_kappa_of_nought() -> None:
    assert cohens_kappa(rate("nnnn", "nnnd"), "r0", "r1", seed=SEED).value == 0


def test_nothing_shared_is_told() -> None:
    found = cohens_kappa(rate("nn..", "..nn"), "r0", "r1", seed=SEED)
    assert found.undefined == "nothing was answered by both"
    assert krippendorffs_alpha({}, seed=SEED).value is None


def test_too_rare_an_answer_leaves_the_interval_out() -> None:
    found = cohens_kappa(rate("d" + "n" * 30, "d" + "n" * 30), "r0", "r1", seed=SEED)
    assert (found.value, found.low, found.high) == (1, None, None)
    assert cohens_kappa(rate("dn", "dn", step=2), "r0", "r1", seed=SEED).low is None


def test_an_episode_is_drawn_with_all_its_categories() -> None:
    one, two = "dn" * 40, "dnnd" * 20
    apart = cohens_kappa(rate(one, two), "r0", "r1", seed=SEED)
    together = cohens_kappa(rate(one, two, step=4), "r0", "r1", seed=SEED)
    assert apart.value == together.value
    # Every episode of four is alike: drawing them anew changes nothing.
    assert together.low == together.high == together.value
    assert apart.low is not None
    assert apart.low < 0


def test_an_interval_needs_five_episodes_and_says_so() -> None:
    four, five = (
        cohens_kappa(rate("dnd" * n, "dnn" * n, step=3), "r0", "r1", seed=SEED) for n in (4, 5)
    )
    assert (four.low, four.no_interval) == (None, "an interval needs 5 shared episodes")
    assert (five.low is not None, five.no_interval) == (True, None)
    alpha = krippendorffs_alpha(rate("dn", "nd"), seed=SEED)
    assert alpha.no_interval == four.no_interval


def test_the_same_seed_gives_the_same_interval() -> None:
    ratings = drawn("dan", 50, 3)
    found = [cohens_kappa(ratings, "r0", "r1", seed=seed) for seed in (1, 1, 2)]
    assert found[0] == found[1] != found[2]


def test_raw_agreement_counts_pairs_of_people() -> None:
    ratings: Mapping[tuple[str, str], Mapping[str, str]] = rate("ddn.", "dnn.", "d.nn", step=2)
    raw = count_raw(ratings)
    assert (raw.agreed, raw.pairs, raw.units, raw.episodes) == (6, 7, 3, 2)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    # As where the package is not installed.
    monkeypatch.setitem(sys.modules, "nltk.metrics.agreement", None)
    with pytest.raises(MissingExtraError, match="extra 'agreement'"):
        cohens_kappa(rate("dn", "dd"), "r0", "r1", seed=SEED)
