from hypothesis import given
from hypothesis import strategies as st

from alex.draw import draw_fraction


@given(st.lists(st.text(), min_size=1))
def test_draws_are_fractions_and_functions_of_their_parts(parts: list[str]) -> None:
    drawn = draw_fraction(*parts)
    assert 0 <= drawn < 1
    assert draw_fraction(*parts) == drawn


def test_draws_are_evenly_spread() -> None:
    draws = [draw_fraction("spread", str(number)) for number in range(4000)]
    tenths = [sum(1 for drawn in draws if int(drawn * 10) == tenth) for tenth in range(10)]
    assert all(330 < count < 470 for count in tenths)


def test_the_order_of_the_parts_matters() -> None:
    assert draw_fraction("a", "b") != draw_fraction("b", "a") != draw_fraction("ab")
