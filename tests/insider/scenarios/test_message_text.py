from datetime import datetime

from corpmail.types import Address, Mailer
from insider.scenarios.message_text import header_form, long_date, with_forwarded, with_quote

AT = datetime(2026, 10, 4, 9, 5)  # noqa: DTZ001 - local by design
WILL = Mailer(Address("will@q.com"), "Will Thorn")
STRANGER = Mailer(Address("x@far.org"))


def test_dates_read_the_same_in_every_locale() -> None:
    assert long_date(AT) == "Sun, 4 Oct 2026 at 09:05"


def test_an_answer_quotes_below_itself() -> None:
    text = with_quote("Fine.", quoted="One\n\n> Two", sender=WILL, local=AT)
    assert text == ("Fine.\n\nOn Sun, 4 Oct 2026 at 09:05, Will Thorn wrote:\n> One\n>\n> > Two")


def test_who_has_no_name_is_quoted_by_address() -> None:
    assert ", x@far.org wrote:" in with_quote("a", quoted="b", sender=STRANGER, local=AT)


def test_a_forwarded_mail_stands_below_the_comment_with_its_headers() -> None:
    text = with_forwarded(
        "See below.",
        forwarded="Hi",
        sender=STRANGER,
        local=AT,
        subject="Plan",
        to=[WILL, STRANGER],
        cc=[WILL],
    )
    assert text.split("\n") == [
        "See below.",
        "",
        "---------- Forwarded message ---------",
        "From: x@far.org",
        "Date: Sun, 4 Oct 2026 at 09:05",
        "Subject: Plan",
        "To: Will Thorn <will@q.com>, x@far.org",
        "Cc: Will Thorn <will@q.com>",
        "",
        "Hi",
    ]


def test_without_a_comment_nothing_stands_above() -> None:
    text = with_forwarded("", forwarded="Hi", sender=WILL, local=AT, subject="", to=[WILL], cc=[])
    assert text.startswith("---")
    assert "Cc:" not in text


def test_a_name_stands_before_its_address() -> None:
    assert header_form(WILL) == "Will Thorn <will@q.com>"
