import pytest

from insider.experiments.neighbours import exclusions_of, set_back
from insider.scenarios import complete_condition_of, open_seed


@pytest.mark.parametrize(
    ("given", "factor", "also"),
    [
        ({"approval": "all", "approver": "judge"}, "approval", {"approver": "policy"}),
        ({"approval": "all", "approver": "judge"}, "approver", {}),
        (
            {"goal.type": "explicit", "goal.strength": "soft", "goal.value": "safety"},
            "goal.type",
            {"goal.strength": "rigid", "goal.value": "american"},
        ),
        ({"goal.type": "explicit", "goal.strength": "soft"}, "goal.strength", {}),
        ({"monitor": "escalate", "approver": "judge"}, "monitor", {"approver": "policy"}),
        ({"delivery": "classic", "approval": "all"}, "approval", {}),
    ],
)
def test_a_factor_is_set_back_with_what_means_nothing_without_it(
    given: dict[str, str], factor: str, also: dict[str, str]
) -> None:
    seed = open_seed(scenarios=["blackmail"])
    grid = seed.scenarios["blackmail"].grid
    condition = complete_condition_of(seed, "blackmail", given)
    found = set_back(condition, factor, grid.control, exclusions_of(grid))
    assert found == {**condition, factor: grid.control[factor], **also}
    assert grid.excluding(found) is None
