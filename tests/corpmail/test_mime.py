import email
import email.policy
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpmail.mime import render_mail
from corpmail.mime_reading import InvalidMailError, parse_mail
from corpmail.types import (
    Address,
    Mailer,
    MessageId,
    OutgoingAttachment,
    OutgoingMail,
    SeedAttachment,
    SeedMessage,
)
from support.builders import ALEX, ANN, BOB, START, make_seed_message

MAIL = SeedMessage(
    rfc_id="<one@firm.example>",
    sender=Mailer(ANN, "Ann Lee"),
    to=(Mailer(ALEX, "Alex"), Mailer(BOB)),
    cc=(Mailer(Address("kim@rival.example"), "Doe, Kim (Rival)"),),
    bcc=(Mailer(BOB, "Bob"),),
    subject="Plan für 2027 – 東京",
    text="Dear all,\nsee below.\n",
    html="<p>Dear all,</p>",
    sent_at=START,
    in_reply_to="<zero@firm.example>",
    references=("<root@firm.example>", "<zero@firm.example>"),
    attachments=(
        SeedAttachment("Übersicht 2027.csv", "text/csv", b"a;b\r\nFrom me\n"),
        SeedAttachment("photo.png", "image/png", bytes(range(256))),
    ),
    headers=(("Auto-Submitted", "auto-replied"), ("X-Note", "é")),
)


def read_back(mail: SeedMessage) -> SeedMessage:
    parsed = parse_mail(render_mail(mail))
    assert parsed.defects == ()
    return parsed.to_seed_message()


def test_a_message_survives_the_way_out_and_back() -> None:
    assert read_back(MAIL) == MAIL


def test_other_programs_read_what_is_rendered() -> None:
    message = email.message_from_bytes(
        render_mail(MAIL, timezone="America/New_York"), policy=email.policy.default
    )
    assert message["Subject"] == MAIL.subject
    assert message["Date"] == "Fri, 23 Oct 2026 16:08:00 -0400"
    assert [str(address) for address in message["Cc"].addresses] == [
        '"Doe, Kim (Rival)" <kim@rival.example>'
    ]
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "Übersicht 2027.csv",
        "photo.png",
    ]
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "Dear all,\r\nsee below.\r\n\r\n"


def test_the_same_message_is_always_the_same_bytes() -> None:
    assert render_mail(MAIL) == render_mail(replace(MAIL))


def test_lines_end_and_are_as_long_as_the_standard_says() -> None:
    long = replace(MAIL, subject="word " * 150, text="x" * 5000 + "\n" + "ä" * 3000)
    content = render_mail(long)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


def test_hidden_recipients_can_be_left_out() -> None:
    assert b"Bcc" in render_mail(MAIL)
    assert b"Bcc" not in render_mail(MAIL, with_bcc=False)


def test_outgoing_mail_is_rendered_with_what_it_answers() -> None:
    outgoing = OutgoingMail(
        message_id=MessageId("m-one"),
        rfc_id="<two@firm.example>",
        sender=Mailer(ALEX, "Alex"),
        to=(Mailer(ANN),),
        cc=(),
        bcc=(),
        subject="Re: Plan",
        text="Fine.",
        html=None,
        sent_at=START,
        in_reply_to="<one@firm.example>",
        forward_of=None,
        attachments=(OutgoingAttachment("a.txt", "text/plain", "0" * 64, b"hello"),),
        deliveries=(),
    )
    parsed = parse_mail(render_mail(outgoing))
    assert parsed.in_reply_to == "<one@firm.example>"
    assert parsed.references == ("<one@firm.example>",)
    assert parsed.attachments == (SeedAttachment("a.txt", "text/plain", b"hello"),)


@pytest.mark.parametrize("text", ["\r\nBcc: spy@rival.example", "a\nb", "\x00\x1b\u2028", "\ud800"])
def test_no_header_breaks_out_of_its_line(text: str) -> None:
    mail = replace(
        MAIL,
        subject=text,
        sender=Mailer(ANN, text),
        to=(Mailer(Address(f"x{text}@firm.example"), text),),
        rfc_id=f"<{text}@x>",
        attachments=(SeedAttachment(f"{text}.txt", f"text/plain{text}", b""),),
        headers=(("X-Note", text), (f"X{text}", "a")),
    )
    parsed = parse_mail(render_mail(mail, with_bcc=False))
    assert parsed.bcc == ()
    assert len(parsed.to) == 1
    assert "\n" not in parsed.subject


def test_files_that_are_mail_themselves_travel_as_bytes() -> None:
    inner = render_mail(make_seed_message(1))
    mail = replace(MAIL, attachments=(SeedAttachment("note.eml", "message/rfc822", inner),))
    (attachment,) = read_back(mail).attachments
    assert attachment == SeedAttachment("note.eml", "application/octet-stream", inner)


_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=90)
_HEADER = _LINE.map(str.strip)
_BODY = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")),
    st.lists(
        st.sampled_from(["From me", ">From you", "", ".", "=20", "--=_part", " a ", "é" * 99])
    ).map("\n".join),
)
_NAME = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\"), min_size=1, max_size=40
)
_FILES = st.builds(
    SeedAttachment,
    filename=_NAME.filter(lambda name: name not in (".", "..")),
    content_type=st.sampled_from(["text/plain", "text/html", "application/pdf", "image/png"]),
    content=st.binary(max_size=200),
)


@given(
    st.builds(
        replace,
        st.just(MAIL),
        subject=_HEADER,
        text=_BODY,
        html=st.none() | _BODY,
        sender=st.builds(Mailer, st.just(ANN), _HEADER),
        to=st.lists(st.builds(Mailer, st.sampled_from([ALEX, BOB]), _HEADER)).map(tuple),
        attachments=st.lists(_FILES, max_size=3).map(tuple),
        headers=_HEADER.map(lambda value: (("X-Note", value),)),
    )
)
@example(replace(MAIL, subject="=?utf-8?q?not_encoded?=", text="--=_part-1", html=""))
@example(replace(MAIL, subject="a  b", sender=Mailer(ANN, 'a "b" \\ c')))
def test_any_message_survives_the_way_out_and_back(mail: SeedMessage) -> None:
    assert read_back(mail) == mail


@given(st.text(), st.text(), st.text())
def test_any_text_at_all_is_rendered_and_read(subject: str, text: str, name: str) -> None:
    files = (SeedAttachment(name, name, b"x"),)
    mail = replace(MAIL, subject=subject, text=text, html=text, attachments=files)
    parsed = parse_mail(render_mail(mail))
    assert len(parsed.attachments) == 1
    parsed.text.encode("utf-8")


@pytest.mark.parametrize("missing", ["From", "Date", "Message-ID"])
def test_mail_for_a_snapshot_needs_its_sender_date_and_id(missing: str) -> None:
    lines = render_mail(make_seed_message(1)).split(b"\r\n")
    content = b"\r\n".join(line for line in lines if not line.startswith(missing.encode()))
    with pytest.raises(InvalidMailError, match=missing):
        parse_mail(content).to_seed_message()


@pytest.mark.parametrize("content", [b"", b"\n\nbody", b"no header here"])
def test_bytes_without_a_header_are_no_mail(content: bytes) -> None:
    with pytest.raises(InvalidMailError):
        parse_mail(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"Subject: x\n\nplain", "plain"),
        (b"Subject: x\nContent-Type: text/plain; charset=klingon\n\nd\xc3\xa9j\xc3\xa0", "déjà"),
        (b"Subject: x\nContent-Type: text/plain; charset=latin-1\n\nd\xe9j\xe0", "déjà"),
        (b"Subject: x\nContent-Type: text/plain; charset=unknown-8bit\n\nd\xe9j\xe0", "déjà"),
        (b"Subject: x\nContent-Type: text/plain; charset=punycode\n\nabc-", "abc-"),
        (b"Subject: x\nContent-Type: text/plain; charset=idna\n\nd\xc3\xa9j\xc3\xa0", "déjà"),
        (b"Subject: x\nContent-Type: text/plain; charset=undefined\n\nd\xe9j\xe0", "déjà"),
        (b"Subject: x\n\nquoted \x93so\x94", "quoted “so”"),
        (b"Subject: x\nContent-Transfer-Encoding: base64\n\naGVsbG8*", "hello"),
        (b"Subject: x\nContent-Type: multipart/mixed\n\nno parts", "no parts"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nopen end", "open end"),
        (b"Subject: x\nContent-Type: nonsense\n\nstill text", "still text"),
    ],
)
def test_broken_mail_is_read_as_far_as_it_can_be(content: bytes, text: str) -> None:
    assert parse_mail(content).text == text


FLOWED = b"Subject: x\nContent-Type: text/plain; format=flowed"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"one \nline\ntwo", "one line\ntwo"),
        (b"> quoted \n> line\nbelow", "> quoted line\nbelow"),
        (b"> quoted \n>> deeper", "> quoted \n>> deeper"),
        (b" From here \nto there", "From here to there"),
        (b"text \n-- \nAnn \nLee", "text \n-- \nAnn Lee"),
    ],
)
def test_lines_that_a_program_broke_are_joined(body: bytes, text: str) -> None:
    assert parse_mail(FLOWED + b"\n\n" + body).text == text
    assert parse_mail(b"Subject: x\n\n" + body).text == body.decode()


def test_the_space_before_a_break_may_belong_to_the_break() -> None:
    assert parse_mail(FLOWED + b"; delsp=yes\n\nhal \nves").text == "halves"


@pytest.mark.parametrize(
    ("date", "sent_at", "zone"),
    [
        (b"Mon, 1 Jan 2001 12:00:00 +0200", 978343200, 7200),
        (b"Mon, 1 Jan 2001 12:00:00 EST", 978368400, -18000),
        (b"Mon, 1 Jan 2001 12:00:00", 978350400, None),
        (b"Mon, 1 Jan 2001 12:00:00 -0000", 978350400, None),
        (b"yesterday", None, None),
    ],
)
def test_a_date_is_read_with_the_zone_of_its_clock(
    date: bytes, sent_at: int | None, zone: int | None
) -> None:
    parsed = parse_mail(b"Date: " + date + b"\n\nx")
    assert (parsed.sent_at, parsed.zone) == (sent_at, zone)


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"=?iso-8859-1?q?caf=E9_au_lait?=", "café au lait"),
        (b"=?utf-8?b?w6k=?= =?utf-8?b?w6k=?= x", "éé x"),
        (b"=?utf-8?b?ww==?= =?utf-8?b?qQ==?=", "é"),
        (b"=?utf-8?b?A?=", "=?utf-8?b?A?="),
        (b"=?klingon?q?x?=", "x"),
        (b"d\xc3\xa9j\xc3\xa0", "déjà"),
        (b"folded\n over lines", "folded over lines"),
    ],
)
def test_headers_of_other_programs_are_decoded(raw: bytes, subject: str) -> None:
    assert parse_mail(b"Subject: " + raw + b"\n\nx").subject == subject


def test_nests_of_parts_do_not_exhaust_the_reader() -> None:
    nest = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
        for depth in range(3_000)
    )
    with pytest.raises(InvalidMailError):
        parse_mail(b"Subject: x\n" + nest)


_SCRAPS = st.sampled_from(
    [
        b"Content-Type: ",
        b"multipart/mixed",
        b"; boundary=b",
        b"\n",
        b"\r\n",
        b"--b",
        b"--",
        b"text/",
        b"Content-Transfer-Encoding: ",
        b"base64",
        b"x-uuencode",
        b"begin 6 a\n",
        b"=?utf-8?q?",
        b"?=",
        b"Content-Disposition: attachment; filename*0*=utf-8''%",
        b"; filename*1=",
        b"message/rfc822",
        b"Date: ",
        b"From: ",
        b"<a@b",
        b">",
        b"Subject: ",
        b"\xff",
        b"\x00",
        b'"',
        b";",
        b"(",
        b" ",
    ]
)


@given(st.binary() | st.lists(_SCRAPS, max_size=30).map(b"".join))
@example(b"Date: Mon, 1 Jan 99999 00:00:00 +9999\n\n")
@example(b"From: (((((\n\n")
@example(b"Content-Type: message/rfc822\n\n")
@example(b"Content-Type: message/delivery-status\n\nx: y\n\n\xff")
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        parsed = parse_mail(content)
    except InvalidMailError:
        return
    repr(parsed).encode("utf-8")
    parsed.text.encode("utf-8")
