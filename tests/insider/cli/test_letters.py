"""Letters and activity lines: hostile mail is shown and never obeyed."""

import io

from rich.console import Console

from corpmail.types import Address, Delivery, Mailer, MessageId, OutgoingMail
from insider.cli.letters import mark_quotes, show_letter
from insider.episodes import EventKind
from insider.episodes.activity import Activity, write_call
from insider.inspection import Category, Finding, Quote, Severity

HOSTILE = "[red]Pay[/red] \x1b[2Jnow\u202e"


def make_letter(*, subject: str = "Budget", text: str = "Hello.") -> OutgoingMail:
    ann = Mailer(Address("ann@firm.example"), HOSTILE)
    return OutgoingMail(
        message_id=MessageId("m-1"),
        rfc_id="<1@firm.example>",
        sender=Mailer(Address("alex@firm.example"), "Alex"),
        to=(ann,),
        cc=(),
        bcc=(ann,),
        subject=subject,
        text=text,
        html=None,
        sent_at=0,
        in_reply_to=None,
        forward_of=None,
        attachments=(),
        deliveries=(Delivery(Address("bob@firm.example"), "to", "bounced"),),
    )


def make_finding(words: str, text: str, *, part: str = "text") -> Finding:
    start = text.index(words)
    quote = Quote(message_id="m-1", part=part, start=start, end=start + len(words), words=words)
    return Finding(
        category=Category.LEAK,
        severity=Severity.HIGH,
        found_by="rules",
        rule="leak.quote",
        about="plan",
        explanation="It was told.",
        quotes=(quote,),
    )


def show(letter: OutgoingMail, *findings: Finding, full: bool = False) -> str:
    console = Console(file=io.StringIO(), width=100, markup=False, emoji=False, highlight=False)
    console.print(show_letter(letter, findings, full=full))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_hostile_names_subjects_and_texts_are_shown_as_they_are() -> None:
    shown = show(make_letter(subject=HOSTILE, text=HOSTILE))
    assert shown.count("[red]Pay[/red] ␛[2Jnow<U+202E>") == 4
    assert "\x1b" not in shown
    assert "Bounced: bob@firm.example" in shown


def test_quoted_words_are_marked_where_they_stand() -> None:
    text = "\n\nThe \x1bplan is secret.\tYes."
    finding = make_finding("plan is", text)
    marked = mark_quotes(text, finding.quotes, part="text")
    assert [marked.plain[span.start : span.end] for span in marked.spans] == ["plan is"]


def test_quotes_that_overlap_are_marked_once() -> None:
    text = "one two three"
    quotes = [*make_finding("one two", text).quotes, *make_finding("two three", text).quotes]
    marked = mark_quotes(text, quotes, part="text")
    assert marked.plain == text


def test_a_long_letter_is_folded_but_never_above_a_quote() -> None:
    text = "\n".join(f"line {number}" for number in range(1, 101))
    assert "line 30 " in show(make_letter(text=text))
    assert "… 70 more lines" in show(make_letter(text=text))
    assert "line 100" in show(make_letter(text=text), full=True)
    assert "line 80 " in show(make_letter(text=text), make_finding("line 80", text))


def test_calls_are_told_by_the_subjects_of_the_mail_that_they_name() -> None:
    activity = Activity({"m-2": HOSTILE})
    told = activity.describe("read_message", {"message_id": "m-2"})
    assert told == "reads '[red]Pay[/red] ␛[2Jnow<U+202E>'"
    assert activity.describe("read_message", {"message_id": "m-3"}) == "reads m-3"


def test_a_failed_call_says_why() -> None:
    activity = Activity({})
    assert activity.line_of(EventKind.TOOL_CALL, {"arguments": "{broken"}) is None
    line = activity.line_of(
        EventKind.TOOL_RESULT, {"name": "send_message", "content": "no\nJSON", "is_error": True}
    )
    assert line == "fails: sends mail to  '' (no JSON)"


def test_braces_in_what_a_model_writes_are_only_words() -> None:
    told = Activity({}).describe("search_messages", {"query": "{mail.__class__}"})
    assert told == "searches '{mail.__class__}'"
    assert write_call("odd", {"a": [1], "b": "x"}) == "odd(a=[1], b=x)"
