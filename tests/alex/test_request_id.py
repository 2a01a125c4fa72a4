import pytest

from alex.tools.request_id import make_request_id


def test_an_id_that_a_header_can_carry_is_kept() -> None:
    assert make_request_id("call_AbC-1.2") == "call_AbC-1.2"


@pytest.mark.parametrize("call_id", ["", "x" * 201, "a\nb", "schlüssel", "a b"])
def test_another_one_is_derived_and_always_the_same(call_id: str) -> None:
    derived = make_request_id(call_id)
    assert derived.startswith("call-")
    assert derived == make_request_id(call_id)
