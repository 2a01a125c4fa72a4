import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpmail.types import Mailer
from insider.scenarios.importing.letters import Letter, UnreadableLetterError, read_letter
from insider.scenarios.importing.plain_text import MOST_CHARS, clean_line, clean_text
from insider.scenarios.importing.raw import RawLetter
from support.letters import letter


def read(content: bytes) -> Letter:
    return read_letter(RawLetter(content, "mail"))


@pytest.mark.parametrize(
    ("header", "sender"),
    [
        (b"From: Ingrid Plaice <Ingrid@Sea.org>", ("ingrid@sea.org", "Ingrid Plaice")),
        (b"From: ingrid at sea.org (Ingrid Plaice)", ("ingrid@sea.org", "Ingrid Plaice")),
        (b"From: ingrid (at) sea dot org", ("ingrid@sea.org", "")),
        (b"From: Ingrid [at] sea.org", ("ingrid@sea.org", "")),
        (b"From: ingrid at sea [dot] org", ("ingrid@sea.org", "")),
        (b"From: ingrid_at_sea.org (Ingrid Plaice)", ("ingrid@sea.org", "Ingrid Plaice")),
        (b"From: ingrid AT sea {dot} org", ("ingrid@sea.org", "")),
        (b"From: =?utf-8?q?Jose=CC=81_Plaice?= <j@sea.org>", ("j@sea.org", "Jos\u00e9 Plaice")),
        (b"Sender: list@sea.org\nReply-To: Ingrid <i@sea.org>", ("list@sea.org", "")),
        (b"Return-Path: <i@sea.org>", ("i@sea.org", "")),
        (b"From: =?utf-8?q?Ingr=C3=ADd?= <i@sea.org>", ("i@sea.org", "Ingríd")),
        (b"From: \"'Plaice, Ingrid'\" <i@sea.org>", ("i@sea.org", "Plaice, Ingrid")),
        (b"From: =?utf-8?q?I=0D=0ABcc?= <i@sea.org>", ("i@sea.org", "I Bcc")),
    ],
)
def test_a_sender_is_read_as_archives_write_it(header: bytes, sender: tuple[str, str]) -> None:
    assert read(header + b"\nSubject: x\n\ntext").sender == Mailer(*sender)  # type: ignore[arg-type]  # an address


@pytest.mark.parametrize(
    ("header", "parents"),
    [
        (b"References: <1@a> <2@a>\nIn-Reply-To: <2@a>", ("<2@a>", "<1@a>")),
        (b"In-Reply-To: your message of Monday <3@a> by me", ("<3@a>",)),
        (b"References: <1@a>\nIn-Reply-To: <9@a>", ("<1@a>", "<9@a>")),
        (b"References: nothing", ()),
        (b"References: " + b" ".join(b"<%d@a>" % n for n in range(99)), tuple(
            f"<{n}@a>" for n in range(98, 86, -1)
        )),
    ],
)  # fmt: skip
def test_what_a_message_answers_is_named_nearest_first(
    header: bytes, parents: tuple[str, ...]
) -> None:
    assert read(b"From: a@b.org\n" + header + b"\n\ntext").parents == parents


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (b"List-Post: <mailto:nets@sea.org>", "nets@sea.org"),
        (b"X-BeenThere: Nets@sea.org", "nets@sea.org"),
        (b"Mailing-List: list nets@sea.org; contact nets-owner@sea.org", ""),
        (b"List-Id: All about nets <nets.lists.sea.org>", "nets@lists.sea.org"),
    ],
)
def test_the_list_that_a_message_came_by_is_known(header: bytes, address: str) -> None:
    lists = read(b"From: a@b.org\n" + header + b"\n\ntext").lists
    assert not address or lists == (address,)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Subject: x\n\ntext", "no sender"),
        (b"no header", "they do not begin with a header"),
        (b"From: a@b.org\nX: " + b"y" * 300_000 + b"\n\ntext", "its header is longer than"),
        (
            b"From: a@b.org\n" + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 300,
            "it has more than 200 nested parts.",
        ),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableLetterError, match=reason):
        read(content)


def test_of_html_the_text_is_kept_where_there_is_no_other() -> None:
    page = b"<p>Hi <script>x</script><a href='http://t.example/?u=1'>there</a></p>"
    html = b"From: a@b.org\nContent-Type: text/html\n\n" + page
    assert read(html).text == "Hi there"


def test_when_a_server_had_it_is_read_from_the_latest_stamp() -> None:
    content = letter(received="by b; Tue, 06 Mar 2001 10:00:00 +0000")
    assert read(content).arrived == 983872800
    assert read_letter(RawLetter(content, "mail", arrived=5)).filed == 5


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a  \nb\t\r\nc", "a\nb\nc"),
        ("a\n\n\n\n\n\n\nb", "a\n\n\nb"),
        ("a\x00\x07\ud800b", "ab"),
        ("Jose\u0301 and \u1112\u1161\u11ab", "Jos\u00e9 and \ud55c"),
        ("ann\u200b@kelp\u00ad.net", "ann@kelp.net"),
        ("na\u00efve stays, \u00bd too", "na\u00efve stays, \u00bd too"),
        ("{{ name }} {{{x}}}", "{ { name } } { { {x} } }"),
        ("text\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n", "text"),
        ("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\ntext", "Hash: SHA1\n\ntext"),
        ("-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc", ""),
        ("text\n" + "_" * 40 + "\nNets mailing list\nhttp://x.org", "text"),
        ("text\n" + "_" * 40 + "\nnothing about it", "text\n" + "_" * 40 + "\nnothing about it"),
        ("see\nbegin 644 a.txt\n#8V%T\n`\nend\nbelow", "see\nbelow"),
        ("begin 644 a.txt\nwhatever", "begin 644 a.txt\nwhatever"),
    ],
)
def test_texts_are_freed_of_what_machines_added(text: str, clean: str) -> None:
    assert clean_text(text)[0] == clean


def test_a_file_in_a_text_is_taken_out_of_it() -> None:
    _, (file,) = clean_text("see\nbegin 644 a.txt\n#8V%T\n`\nend\n")
    assert (file.filename, file.content) == ("a.txt", b"cat")


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    text, _ = clean_text("word " * MOST_CHARS)
    assert text.endswith("\n\n[The rest of this mail was cut.]")
    assert len(text) < MOST_CHARS + 50


@pytest.mark.parametrize(
    "hostile",
    ["begin 644 a\n" * 200_000, " " * 1_000_000 + "x", "{" * 100_000, "\n" * 1_000_000,
     "-----BEGIN PGP SIGNATURE-----\n" * 50_000, ("_" * 30 + "\n") * 50_000,
     ("begin 644 a\n" + "\nendless") * 50_000, "a" + "\u0301\u0316" * 500_000],
)  # fmt: skip
def test_no_text_takes_long(hostile: str) -> None:
    clean_text(hostile)
    clean_line(hostile)


SCRAPS = st.sampled_from(
    [
        b"From: ", b"To: ", b"a@b.org", b"<", b">", b" at ", b"\n", b"\r\n", b"\n\n", b"\0",
        b"\xff",
        b"Subject: ", b"{{", b"=?utf-8?q?", b"?=", b"References: ", b"<1@a>", b"Date: ", b"(", b")",
        b"Content-Type: ", b"multipart/mixed; boundary=b", b"--b", b"text/html", b"message/rfc822",
        b"; charset=", b"idna", b"utf-7", b"begin 644 x\n", b"end\n", b"List-Id: ", b'"', b",",
    ]
)  # fmt: skip


@given(st.binary() | st.lists(SCRAPS, max_size=40).map(b"".join))
@example(b"From: a@b.org\nContent-Type: text/plain; charset=punycode\n\n" + b"a-" * 9)
def test_any_bytes_are_a_letter_or_are_not(content: bytes) -> None:
    try:
        found = read(content)
    except UnreadableLetterError:
        return
    for text in (found.subject, found.text, found.sender.name):
        assert "{{" not in text
        assert not any(char in text for char in "\r\0")
        text.encode("utf-8")
    assert "\n" not in found.subject + found.sender.name + found.sender.address
