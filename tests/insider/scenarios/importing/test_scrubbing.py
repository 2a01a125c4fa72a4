"""What of a text identifies people, and what stands there instead."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.types import Address, Mailer
from insider.scenarios.importing.correspondents import Person
from insider.scenarios.importing.machine_parts import find_parts
from insider.scenarios.importing.name_words import Names
from insider.scenarios.importing.roles import Role
from insider.scenarios.importing.scrubbing import Scrubber, ThreadScrubber


def person(name: str, *addresses: str) -> Person:
    return Person((0,), addresses, (name,), sent=1, got=0, is_role=False)


def role(name: str, address: str) -> Role:
    return Role(None, Mailer(Address(address), name), inside=True)


INGRID = (
    person("Ingrid Q. Plaice", "iplaice@fishmongers.org"),
    role("Mei Tanaka", "mei.tanaka@firm.com"),
)
WILL = (person("Will Marsh", "will@kelp.net"), role("Oscar Bright", "oscar.bright@firm.com"))
TOBIN = (person("Tobin O'Brien", "tobin@kelp.net"), role("Elodie Voss", "evoss@stonequay.net"))
SCRUBBER = Scrubber(
    seed="1",
    names=Names.of([INGRID, WILL, TOBIN]),
    addresses={each.addresses[0]: who.mailer.address for each, who in (INGRID, WILL, TOBIN)},
    domains={"fishmongers.org": "brackenmoor.org", "kelp.net": "stonequay.net"},
    inside=("herring.com",),
    firm="firm.com",
    words={"herring": "Tarnmoor"},
)


@pytest.fixture
def thread() -> ThreadScrubber:
    return SCRUBBER.for_thread([INGRID, WILL])


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("Ask Ingrid Plaice.", "Ask Mei Tanaka."),
        ("INGRID PLAICE and Plaice, Ingrid", "MEI TANAKA and Mei Tanaka"),
        ("> Ingrid Q.\n> Plaice wrote:", "> Mei Tanaka wrote:"),
        ("Ingrid's net, Ms Plaice", "Mei's net, Ms Tanaka"),
        ("iplaice says", "mei says"),
        ("Hi Will,\nwill Will come? Not at will.", "Hi Oscar,\nwill Will come? Not at will."),
        ("Thanks\nWill", "Thanks\nOscar"),
        ("Will wrote:", "Oscar wrote:"),
        ("Tobin is elsewhere, Tobin O'Brien is not", "Tobin is elsewhere, Elodie Voss is not"),
        ("the Herring way", "the Tarnmoor way"),
        ("nothing here", "nothing here"),
    ],
)
def test_names_are_replaced_where_they_are_names(
    thread: ThreadScrubber, text: str, instead: str
) -> None:
    assert thread.text(text) == instead


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("<iplaice@fishmongers.org>", "<mei.tanaka@firm.com>"),
        ("mailto:WILL@Kelp.net!", "mailto:oscar.bright@firm.com!"),
        ("iplaice at fishmongers.org", "mei.tanaka at firm.com"),
        ("(will [at] kelp dot net)", "(oscar.bright [at] firm.com)"),
        ("look at kelp.net", "look at stonequay.net"),
        ("look at string.py or os.path", "look at string.py or os.path"),
        ("http://www.kelp.net/~will/a?u=will#x", "http://www.stonequay.net/~oscar/a"),
        ("HTTPS://me:pw@fishmongers.org:81/b.", "https://brackenmoor.org/b."),
        ("www.herring.com and herring.com", "www.firm.com and firm.com"),
        ("http://10.1.2.3/x", "http://192.0.2."),
        ("call +49 30 1234567", "call +1 555 01"),
        ("(508) 555-1234 or 508-555-1234", "555-01"),
        ("Tel: 030 123 45 67", "Tel: 555-01"),
        ("on 2001-03-05 10:00, 1.2.3.4, 12345678", "on 2001-03-05 10:00, 1.2.3.4, 12345678"),
    ],
)
def test_what_programs_read_is_replaced(thread: ThreadScrubber, text: str, instead: str) -> None:
    said = thread.text(text)
    assert said.startswith(instead) if instead.endswith(("01", "2.")) else said == instead


def test_whoever_no_header_names_is_somebody_who_is_always_the_same(
    thread: ThreadScrubber,
) -> None:
    said = thread.text("eve@unknown.edu, EVE@unknown.edu, http://lists.unknown.edu/eve")
    first, second, link = said.split(", ")
    assert first == second
    assert first.endswith(".edu")
    assert link.startswith(f"http://lists.{first.partition('@')[2]}/")
    assert "unknown" not in said


def test_what_stands_for_somebody_is_not_taken_for_somebody_else() -> None:
    swapped = [
        (person("Ann Lee", "ann@a.org"), role("Bo Kim", "bo@firm.com")),
        (person("Bo Kim", "bo@a.org"), role("Ann Lee", "ann@firm.com")),
    ]
    scrubber = Scrubber("1", Names.of(swapped), {}, {}, (), "firm.com", {})
    assert scrubber.for_thread(swapped).text("Ann Lee and Bo Kim; Bo, Ann") == (
        "Bo Kim and Ann Lee; Ann, Bo"
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Yes.\n--\nIngrid Plaice\nHead of Nets", "Yes.\n\n-- \nMei Tanaka"),
        ("Yes.\n> No.\n> -- \n> Will Marsh, Kelp Street 9\nSo?", "Yes.\n> No.\nSo?"),
        ("Yes.\n--\nshort\n\n> quoted", "Yes.\n> quoted"),
        ("a table\n--\n" + "row\n" * 20 + "end", "a table\n--\n" + "row\n" * 20 + "end"),
        ("no -- signature", "no -- signature"),
    ],
)
def test_of_signatures_the_author_s_name_is_left(
    thread: ThreadScrubber, text: str, body: str
) -> None:
    assert thread.body(text, INGRID[1]) == body


PIECES = st.sampled_from(
    ["Ingrid", "Plaice", "will", "Will", "@", ".", "kelp.net", "://", "www.", " at ", "(at)", "\n",
     "> ", "+49 30", "12345", " ", "--", ",", "Hi ", "é", "x" * 70]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_of_any_text_nothing_is_left_that_is_known(text: str) -> None:
    said = SCRUBBER.for_thread([INGRID]).text(text)
    assert not re.search(r"\b(?:Ingrid|Plaice)\b", said)
    assert "@kelp.net" not in said.casefold()
    parts = find_parts(text)
    assert all(one.end <= other.start for one, other in pairwise(parts))


@pytest.mark.parametrize(
    "piece", ["a.", "@", "a@", "://", "www.", " at ", "+1", "x", "Will ", "> "]
)
def test_no_text_takes_long(thread: ThreadScrubber, piece: str) -> None:
    thread.body(piece * (60_000 // len(piece)), INGRID[1])
