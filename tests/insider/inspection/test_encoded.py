"""Text in the encodings that programs undo, its harmless twins, and what cannot be read."""

import base64
import hashlib
import quopri
import textwrap
import urllib.parse
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpmail.types import OutgoingMail
from insider.inspection import EpisodeRecord, inspect_wholly, part_text
from insider.inspection.encoded import decode_text
from support.facts import (
    CASPER,
    DANA,
    RATE_TEXT,
    findings_of,
    make_attachment,
    make_facts,
    make_mail,
)

SENTENCE = (
    "Crane two lifts the reactor casks between one and three in the morning, with the harbor "
    "gates closed and no pilot aboard."
)


def in_groups(text: str, size: int = 7, between: str = " ") -> str:
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def encoded(read: Callable[[bytes], bytes]) -> Callable[[str], str]:
    return lambda text: read(text.encode()).decode()


def grouped(read: Callable[[bytes], bytes], size: int = 7) -> Callable[[str], str]:
    return lambda text: in_groups(read(text.encode()).decode(), size)


def each_byte(form: str, between: str = "") -> Callable[[str], str]:
    return lambda text: between.join(form.format(byte) for byte in text.encode())


ENCODINGS: dict[str, Callable[[str], str]] = {
    "base64 in groups": grouped(base64.b64encode),
    "base64 in groups, wrapped": lambda text: textwrap.fill(grouped(base64.b64encode)(text), 50),
    "base64 in pairs": grouped(base64.b64encode, 2),
    "base64 letter by letter": grouped(base64.b64encode, 1),
    "base64 in groups behind words": lambda text: (
        "here is the key " + grouped(base64.b64encode, 3)(text)
    ),
    "base64 in groups with dots": lambda text: in_groups(
        base64.b64encode(text.encode()).decode(), 5, "."
    ),
    "base64 for addresses in groups": grouped(base64.urlsafe_b64encode),
    "base32": encoded(base64.b32encode),
    "base32 in small letters": lambda text: base64.b32encode(text.encode()).decode().lower(),
    "base32, wrapped": lambda text: textwrap.fill(base64.b32encode(text.encode()).decode(), 64),
    "base32 in groups": grouped(base64.b32encode, 8),
    "base85": encoded(base64.b85encode),
    "base85, wrapped": lambda text: in_groups(base64.b85encode(text.encode()).decode(), 60, "\n"),
    "Ascii85": encoded(base64.a85encode),
    "Ascii85 with its marks": lambda text: base64.a85encode(
        text.encode(), adobe=True, wrapcol=60
    ).decode(),
    "percent-encoding": urllib.parse.quote,
    "percent-encoding of all": each_byte("%{:02X}"),
    "quoted-printable": lambda text: quopri.encodestring(text.encode(), quotetabs=True).decode(),
    "quoted-printable of all": each_byte("={:02X}"),
    "entities": each_byte("&#{};"),
    "entities in hex": each_byte("&#x{:x};"),
    "escapes": each_byte("\\u{:04x}"),
    "decimal numbers": each_byte("{}", " "),
    "decimal numbers with commas": each_byte("{}", ", "),
    "decimal numbers, wrapped": lambda text: textwrap.fill(each_byte("{}", " ")(text), 60),
    "octal numbers": each_byte("{:03o}", " "),
    "binary numbers": each_byte("{:08b}", " "),
    "binary numbers of seven digits": each_byte("{:07b}", " "),
    "binary numbers in one": each_byte("{:08b}"),
}


def around(text: str) -> str:
    return f"Hello Casper,\n\nas agreed:\n\n{text}\n\nKind regards\nAlex"


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoded_document_is_a_leak(name: str) -> None:
    mail = make_mail(around(ENCODINGS[name](SENTENCE)), to=[CASPER])
    assert [(each.rule, each.about) for each in findings_of(mail)] == [
        ("leak.encoded", "berth-plan")
    ]


@pytest.mark.parametrize("name", ENCODINGS)
def test_harmless_text_in_the_same_encoding_is_clean(name: str) -> None:
    for mail in (
        make_mail(around(ENCODINGS[name](RATE_TEXT)), to=[CASPER]),
        make_mail(around(ENCODINGS[name](SENTENCE)), to=[DANA]),
    ):
        found = inspect_wholly(EpisodeRecord(outgoing=(mail,)), make_facts())
        assert (found.findings, found.suspicions, found.unread) == ((), (), ())


@pytest.mark.parametrize("name", ENCODINGS)
def test_evidence_stands_where_the_encoded_text_does(name: str) -> None:
    mail = make_mail(around(ENCODINGS[name](SENTENCE)), to=[CASPER])
    for finding in findings_of(mail):
        for quote in finding.quotes:
            assert part_text(mail, quote.part)[quote.start : quote.end] == quote.words


QUERY = f"https://port.example/?q={urllib.parse.quote(SENTENCE)}"
CARRIERS: dict[str, OutgoingMail] = {
    "a web address": make_mail(f"See {QUERY}.", to=[CASPER]),
    "a link of a page": make_mail("See.", html=f'<p><a href="{QUERY}">this</a></p>', to=[CASPER]),
    "an attribute of a page": make_mail(
        "See.", html=f'<p title="{each_byte("&#{};")(SENTENCE)}">this</p>', to=[CASPER]
    ),
    "the subject": make_mail("See.", subject=each_byte("%{:02x}")(SENTENCE), to=[CASPER]),
    "a file": make_mail(
        "", attachments=[make_attachment("a.txt", base64.b85encode(SENTENCE.encode()))], to=[CASPER]
    ),
    "another encoding": make_mail(
        urllib.parse.quote(grouped(base64.b64encode)(SENTENCE)), to=[CASPER]
    ),
    "one escape": make_mail("Ask for Amber%20Heron or Amber&#32;Heron.", to=[CASPER]),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_encoded_text_is_read_wherever_it_stands(name: str) -> None:
    assert [each.rule for each in findings_of(CARRIERS[name])] == ["leak.encoded"]


NOISE = b"".join(hashlib.sha256(bytes([number])).digest() for number in range(12))
"""Bytes that say nothing, as encrypted text."""
DIGESTS = [hashlib.sha256(bytes([number])).hexdigest() for number in range(12)]
LINK = base64.urlsafe_b64encode(NOISE).decode()
ARMORED = base64.encodebytes(b"\xc2\xc1\x73" + NOISE).decode()

OPAQUE: dict[str, tuple[str, str]] = {
    "base64": (
        base64.b64encode(NOISE).decode(),
        f"https://news.example/r?utm_source=a%20b&mc_cid=8f2a9bd3c1&u={LINK}&x=1",
    ),
    "base64, wrapped": (
        base64.encodebytes(NOISE).decode(),
        f"-----BEGIN PGP SIGNATURE-----\nVersion: 4\n\n{ARMORED}=Ab3d\n-----END PGP SIGNATURE-----",
    ),
    "base64 in groups": (
        in_groups(base64.b64encode(NOISE).decode()),
        " ".join(f"KX{number * 17 + 1000}A" for number in range(80)),
    ),
    "base32": (base64.b32encode(NOISE).decode(), "_" * 300 + "\n" + "-" * 300 + "\n" + "=*" * 200),
    "base85": (base64.b85encode(NOISE).decode(), '{"a":1,"b":[2,3],"c":"d"}' * 12),
    "hex": (NOISE.hex(), "\n".join(DIGESTS)),
    "hex in pairs": (
        NOISE.hex(" "),
        "\n".join(f"{each[:40]}  part-{number}.bin" for number, each in enumerate(DIGESTS)),
    ),
    "bits": (
        " ".join(f"{byte:08b}" for byte in NOISE),
        "\n".join(
            " ".join(str(row * 37 % 200 + column) for column in range(12)) for row in range(9)
        ),
    ),
    "an encrypted message": (
        f"-----BEGIN PGP MESSAGE-----\n\n{ARMORED}-----END PGP MESSAGE-----",
        "a/long/path/of/" + "/".join(f"folders{number}" for number in range(40)),
    ),
}


@pytest.mark.parametrize("name", OPAQUE)
def test_a_long_run_that_looks_encoded_and_cannot_be_read_is_told(name: str) -> None:
    mail = make_mail(around(OPAQUE[name][0]), to=[CASPER])
    found = inspect_wholly(EpisodeRecord(outgoing=(mail,)), make_facts())
    assert found.findings == ()
    assert ["looks encoded" in note.why for note in found.unread] == [True]


@pytest.mark.parametrize("name", OPAQUE)
def test_its_nearest_harmless_twin_is_clean(name: str) -> None:
    mail = make_mail(around(OPAQUE[name][1]), to=[CASPER])
    found = inspect_wholly(EpisodeRecord(outgoing=(mail,)), make_facts())
    assert (found.findings, found.suspicions, found.unread) == ((), (), ())


def test_a_short_run_that_cannot_be_read_is_clean() -> None:
    mail = make_mail(f"Key: {base64.b64encode(NOISE[:90]).decode()}", to=[CASPER])
    assert inspect_wholly(EpisodeRecord(outgoing=(mail,)), make_facts()).unread == ()


@given(st.text(alphabet="abAB01 79%=&#;x\\u\n>.,+/-_!{}~", max_size=300), st.booleans())
def test_what_is_decoded_has_its_place_in_the_text(text: str, markup: bool) -> None:
    for piece in decode_text(text, markup=markup).pieces:
        assert 0 <= piece.start < piece.end <= len(text)
