import pytest

from alex.chat import NOTHING_USED, Usage
from alex.limits import LoopLimits
from alex.outcome import EpisodeStop, StopReason


def test_no_limit_is_reached_at_the_beginning() -> None:
    limits = LoopLimits(tokens=1, cost_usd=0.01, wall_seconds=1)
    limits.check(steps=0, usage=NOTHING_USED, seconds=0)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (LoopLimits(steps=5), StopReason.STEP_LIMIT),
        (LoopLimits(tokens=100), StopReason.TOKEN_LIMIT),
        (LoopLimits(cost_usd=2), StopReason.COST_LIMIT),
        (LoopLimits(wall_seconds=60), StopReason.TIME_LIMIT),
    ],
)
def test_a_limit_is_reached_exactly_at_its_number(limits: LoopLimits, reason: StopReason) -> None:
    used = Usage(prompt_tokens=60, completion_tokens=40, cost_usd=2)
    with pytest.raises(EpisodeStop) as caught:
        limits.check(steps=5, usage=used, seconds=60)
    assert caught.value.reason is reason
