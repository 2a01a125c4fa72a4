"""Recipients as people and models write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.addresses import parse_mailer, written_recipients
from corpmail.errors import InvalidAddressError
from corpmail.types import Address, Mailer


@pytest.mark.parametrize(
    ("text", "address", "name"),
    [
        ("ann@firm.example", "ann@firm.example", ""),
        ("  Ann@Firm.Example ", "ann@firm.example", ""),
        ("<ann@firm.example>", "ann@firm.example", ""),
        ("Ann Lee <ann@firm.example>", "ann@firm.example", "Ann Lee"),
        ('"Lee, Ann" <ann@firm.example>', "ann@firm.example", "Lee, Ann"),
        ('"Ann \\"A\\" Lee" <ann@firm.example>', "ann@firm.example", 'Ann "A" Lee'),
        ("Nováková, Carol <carol@firm.example>", "carol@firm.example", "Nováková, Carol"),
        ("o'brien+x@a-b.c-d.example", "o'brien+x@a-b.c-d.example", ""),
    ],
)
def test_the_usual_ways_to_write_a_recipient_are_read(text: str, address: str, name: str) -> None:
    assert parse_mailer(text) == Mailer(Address(address), name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@firm.example",
        "ann@",
        "ann@firm",
        "ann@@firm.example",
        "ann@firm..example",
        "ann@-firm.example",
        ".ann@firm.example",
        "ann lee@firm.example",
        "ann@firm.example, bob@firm.example",
        "Ann <ann@firm.example> and more",
        "Ann <<ann@firm.example>>",
        "ann@firm.example\nBcc: kim@rival.example",
        "Ann\r\nBcc: kim@rival.example <ann@firm.example>",
        "ann\0@firm.example",
        "a" * 65 + "@firm.example",
        "ann@" + "a." * 130 + "example",
        "änn@firm.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(InvalidAddressError):
        parse_mailer(text)


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    with suppress(InvalidAddressError):
        mailer = parse_mailer(text)
        assert (mailer.address + mailer.name).isprintable()


@given(st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), max_size=40))
def test_a_written_recipient_is_read_back(name: str) -> None:
    mailer = Mailer(Address("ann@firm.example"), name.strip())
    assert parse_mailer(written_recipients([mailer])[0]) == mailer
