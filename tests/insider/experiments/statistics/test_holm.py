import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from insider.errors import StatisticsError
from insider.experiments.statistics import holm

P_VALUES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=30)


@settings(max_examples=20, deadline=None)
@given(P_VALUES)
def test_holm_is_what_statsmodels_says(p_values: list[float]) -> None:
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


@given(P_VALUES)
def test_adjusting_only_raises_and_keeps_the_order(p_values: list[float]) -> None:
    adjusted = [each for each in holm(p_values) if each is not None]
    assert all(raw <= each <= 1 for raw, each in zip(p_values, adjusted, strict=True))
    ranked = [each for _, each in sorted(zip(p_values, adjusted, strict=True))]
    assert ranked == sorted(ranked)


def test_what_could_not_be_tested_does_not_count() -> None:
    assert holm([0.02, None, 0.01, None]) == (0.02, None, 0.02, None)
    assert holm([None]) == (None,)
    assert holm([]) == ()


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_p_value_is_refused(wrong: float) -> None:
    with pytest.raises(StatisticsError, match="p-value"):
        holm([0.5, wrong])


def test_false_findings_in_a_family_are_as_rare_as_asked() -> None:
    families = np.random.default_rng(1979).uniform(size=(4000, 8))
    found = [any(each <= 0.05 for each in holm(list(family)) if each) for family in families]
    assert np.mean(found) == pytest.approx(0.05, abs=0.01)
