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


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("will (at) kelp (dot) net", "oscar.bright (at) firm.com"),
        ("will at kelp (dot) net", "oscar.bright at firm.com"),
        ("will_at_kelp.net", "oscar.bright_at_firm.com"),
        ("will AT kelp DOT net", "oscar.bright AT firm.com"),
        ("{will} or <will> at kelp.net", "{will} or <will> at stonequay.net"),
        ("look at the dot product", "look at the dot product"),
        ("look_at_me", "look_at_me"),
    ],
)
def test_addresses_that_are_hidden_from_programs_are_replaced(
    thread: ThreadScrubber, text: str, instead: str
) -> None:
    assert thread.text(text) == instead


@pytest.mark.parametrize("veiled", ["eve at unknown [dot] de", "eve_at_unknown.de"])
def test_hidden_addresses_that_no_header_has_are_replaced(
    thread: ThreadScrubber, veiled: str
) -> None:
    assert "unknown" not in thread.text(veiled)
    assert "eve" not in thread.text(veiled)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("https://kelp.net/u/will@kelp.net/x", "https://stonequay.net/u/oscar.bright@firm.com/x"),
        ("http://kelp.net/to/will%40kelp.net", "http://stonequay.net/to/oscar.bright@firm.com"),
        ("http://kelp.net/v3/__http://kelp.net/x__", "http://stonequay.net/v3/__http://stonequay.net/x__"),
        ("http://kelp.net/web/fishmongers.org/a", "http://stonequay.net/web/brackenmoor.org/a"),
        ("http://kelp.net/a/index.html", "http://stonequay.net/a/index.html"),
        ("http://kelp.net" + "/a" * 56 + "/will@kelp.net", "http://stonequay.net" + "/a" * 56),
        ("rsync://kelp.net/pub", "rsync://stonequay.net/pub"),
        ("LDAPS://kelp.net wss://kelp.net", "LDAPS://stonequay.net wss://stonequay.net"),
        ("//kelp.net/a and /srv/kelp.net/a", "//stonequay.net/a and /srv/stonequay.net/a"),
        ("//TODO.now and a/b.txt", "//TODO.now and a/b.txt"),
        ("Ingrid://kelp.net", "Mei://stonequay.net"),
    ],
)  # fmt: skip
def test_no_part_of_a_link_leads_back(thread: ThreadScrubber, text: str, instead: str) -> None:
    assert thread.text(text) == instead


@pytest.mark.parametrize(
    "address",
    ["jörg.müller@kelp.net", "josé@kelp.net", "x@müller.de", "x@почта.рф", "x＠müller.de",
     "王@kelp.net", "राहुल@kelp.net"],
)  # fmt: skip
def test_addresses_have_letters_of_any_script(thread: ThreadScrubber, address: str) -> None:
    said = thread.text(f"<{address}>")
    assert re.fullmatch(r"<[a-z._-]+@[a-z]+\.[a-z]+>", said)
    assert "kelp" not in said


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("ask will＠kelp.net", "ask oscar.bright@firm.com"),
        ("連絡先will@kelp.netまで", "連絡先oscar.bright@firm.comまで"),
        ("詳細はkelp.netへ", "詳細はstonequay.netへ"),
    ],
)
def test_addresses_are_known_between_other_signs(
    thread: ThreadScrubber, text: str, instead: str
) -> None:
    assert thread.text(text) == instead


@pytest.mark.parametrize(
    ("name", "text", "instead"),
    [
        ("Ingrid Holm", "ask Ingrid, not ingrid", "ask Mei, not ingrid"),
        ("Ingrid Holm", "IngridHolm", "IngridHolm"),
        ("محمد حسن", "شكرا محمد", "شكرا Mei"),
        ("רחל כהן", "תודה רחל", "תודה Mei"),
        ("राहुल शर्मा", "धन्यवाद राहुल", "धन्यवाद Mei"),
        ("राहुल शर्मा", "शर्मा, राहुल", "Mei Tanaka"),
        ("小明 王", "谢谢 小明", "谢谢 Mei"),
        ("José Plaice", "José asked", "Mei asked"),
    ],
)
def test_names_have_letters_of_any_script(name: str, text: str, instead: str) -> None:
    people = [(person(name, "x@kelp.net"), INGRID[1])]
    scrubber = Scrubber("1", Names.of(people), {}, {}, (), "firm.com", {})
    assert scrubber.for_thread(people).text(text) == instead


def test_names_that_stand_with_a_program_are_replaced_whole() -> None:
    tracker = Person((1,), ("lists@kelp.net",), ("Ingrid Holm", "Ingrid Q. Plaice"), 9, 0, True)
    service = role("Mail Service", "service@stonequay.net")
    names = Names.of([(tracker, service), INGRID], [("Odd Fellow", "Notice Board")])
    scrubber = Scrubber("1", names, {}, {}, (), "firm.com", {})
    said = scrubber.for_thread([(tracker, service)]).text(
        "Ingrid Holm, Ingrid Plaice, Odd Fellow; Ingrid, Odd, lists"
    )
    assert said == "Mail Service, Mei Tanaka, Notice Board; Ingrid, Odd, lists"


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
    assert not re.search(r"@kelp\.net\b", said)
    parts = find_parts(text)
    assert all(one.end <= other.start for one, other in pairwise(parts))


@pytest.mark.parametrize(
    "piece",
    ["a.", "@", "a@", "://", "www.", " at ", "+1", "x", "Will ", "> ", "/://a.b", " at a dot ",
     "(at)", "é@", "王.", "a\u0301", "ा"],
)  # fmt: skip
def test_no_text_takes_long(thread: ThreadScrubber, piece: str) -> None:
    thread.body(piece * (60_000 // len(piece)), INGRID[1])
