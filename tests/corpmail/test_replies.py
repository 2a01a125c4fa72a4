"""Answers and forwards: recipients, subject, thread, quotation, files."""

import pytest
from sqlalchemy import Engine

from corpmail.drafts import save_draft
from corpmail.errors import InvalidDraftError, MessageNotFoundError
from corpmail.replies import forward_message, reply_to_message
from corpmail.sending import SentMail, send_message
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Address, Draft, Limits, SeedAttachment, SeedMessage
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    DOMAIN,
    EVERYONE,
    OUTSIDER,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))
ANN_ALIAS = Address(f"ann@{DOMAIN}")
TEXT = Draft(text="Yes.")


def reply(
    engine: Engine,
    message: SeedMessage,
    answer: Draft = TEXT,
    *,
    reply_all: bool = False,
    quote: bool = False,
) -> SentMail:
    world = mail_world(engine, [message])
    with world.act("reply") as ctx:
        return reply_to_message(ctx, ONE, answer, reply_all=reply_all, quote=quote)


def to_and_cc(sent: SentMail) -> tuple[list[str], list[str]]:
    to, cc = sent.copy.to, sent.copy.cc
    return [mailer.address for mailer in to], [mailer.address for mailer in cc]


def test_an_answer_goes_to_the_sender_in_the_thread(engine: Engine) -> None:
    sent = reply(engine, make_seed_message(1, to=(ALEX, BOB), cc=(CAROL,)))
    assert to_and_cc(sent) == ([ANN], [])
    assert sent.copy.subject == "Re: Message 1"
    assert sent.copy.text == "Yes."
    assert sent.copy.in_reply_to == rfc_id(1)
    assert sent.copy.thread_id == thread_id_of(rfc_id(1), ())


def test_an_answer_to_all_leaves_oneself_out_and_keeps_to_and_cc_apart(engine: Engine) -> None:
    message = make_seed_message(
        1, to=(ALEX, BOB, ANN_ALIAS), cc=(CAROL, OUTSIDER, BOB), bcc=(EVERYONE,)
    )
    assert to_and_cc(reply(engine, message, reply_all=True)) == ([ANN, BOB], [CAROL, OUTSIDER])


def test_an_answer_to_all_keeps_lists_as_lists(engine: Engine) -> None:
    message = make_seed_message(1, to=(EVERYONE,))
    assert to_and_cc(reply(engine, message, reply_all=True)) == ([ANN, EVERYONE], [])


def test_further_recipients_are_added(engine: Engine) -> None:
    sent = reply(engine, make_seed_message(1), Draft(text="Yes.", cc=(BOB,), bcc=(CAROL,)))
    assert to_and_cc(sent) == ([ANN], [BOB])
    assert [mailer.address for mailer in sent.copy.bcc] == [CAROL]


def test_an_answer_goes_where_the_sender_asked_for(engine: Engine) -> None:
    headers = (("Reply-To", f"Team <{BOB}>, nonsense, x@else.example"),)
    assert to_and_cc(reply(engine, make_seed_message(1, headers=headers))) == (
        [BOB, "x@else.example"],
        [],
    )


def test_a_reply_to_that_names_nobody_is_passed_over(engine: Engine) -> None:
    message = make_seed_message(1, headers=(("reply-to", "nobody at all"),))
    assert to_and_cc(reply(engine, message)) == ([ANN], [])


@pytest.mark.parametrize(("reply_all", "cc"), [(False, []), (True, [CAROL])])
def test_answering_oneself_carries_on_with_the_same_people(
    engine: Engine, reply_all: bool, cc: list[str]
) -> None:
    message = make_seed_message(1, sender=ALEX, to=(BOB,), cc=(CAROL,))
    assert to_and_cc(reply(engine, message, reply_all=reply_all)) == ([BOB], cc)


@pytest.mark.parametrize("subject", ["Re: Budget", "RE: Budget", "re : Budget"])
def test_an_answered_subject_is_not_prefixed_twice(engine: Engine, subject: str) -> None:
    assert reply(engine, make_seed_message(1, subject=subject)).copy.subject == subject


def test_a_subject_as_long_as_allowed_can_be_answered(engine: Engine) -> None:
    sent = reply(engine, make_seed_message(1, subject="x" * 998))
    assert len(sent.copy.subject) == 998


def test_a_quotation_names_its_author_and_the_companys_time(engine: Engine) -> None:
    sent = reply(engine, make_seed_message(1, text="One.\n\nTwo.\n"), quote=True)
    assert sent.copy.text == (
        "Yes.\n\nOn Thu, 22 Oct 2026 at 12:22, ann.lee@firm.example wrote:\n> One.\n>\n> Two.\n"
    )


def test_a_long_message_can_be_quoted_since_it_was_not_written(engine: Engine) -> None:
    world = mail_world(
        engine, [make_seed_message(1, text="x" * 500)], limits=Limits(body_bytes=100)
    )
    with world.act("reply") as ctx:
        sent = reply_to_message(ctx, ONE, TEXT, reply_all=False, quote=True)
    assert len(sent.copy.text) == 104


def test_mail_of_others_can_be_answered_and_forwarded_where_it_can_be_read(
    engine: Engine,
) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB,))], scope=COMPANY)
    with world.act("reply") as ctx:
        answer = reply_to_message(ctx, ONE, TEXT, reply_all=True, quote=False)
    with world.act("forward") as ctx:
        forward = forward_message(ctx, ONE, Draft(to=(CAROL,)))
    assert to_and_cc(answer) == ([ANN, BOB], [])
    assert forward.copy.forward_of == ONE


def test_what_cannot_be_read_cannot_be_answered_or_forwarded(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, to=(BOB,))])
    with pytest.raises(MessageNotFoundError), world.act("reply") as ctx:
        reply_to_message(ctx, ONE, TEXT, reply_all=False, quote=True)
    with pytest.raises(MessageNotFoundError), world.act("forward") as ctx:
        forward_message(ctx, ONE, Draft(to=(ANN,)))


def test_a_forward_carries_text_header_and_files_and_begins_a_thread(engine: Engine) -> None:
    file = SeedAttachment("plan.pdf", "application/pdf", b"%PDF")
    message = make_seed_message(1, cc=(BOB,), bcc=(CAROL,), attachments=(file, file))
    world = mail_world(engine, [message], scope=COMPANY)
    with world.act("forward") as ctx:
        sent = forward_message(ctx, ONE, Draft(to=(OUTSIDER,), text="For you."))
    copy = sent.copy
    assert copy.subject == "Fwd: Message 1"
    assert copy.text.startswith(
        "For you.\n\n---------- Forwarded message ----------\nFrom: ann.lee"
    )
    assert copy.text.endswith("\n\nThis is message 1.\n")
    assert "Cc: bob.stone@firm.example" in copy.text
    assert CAROL not in copy.text
    assert [one.filename for one in copy.attachments] == ["plan.pdf", "plan.pdf"]
    assert (copy.in_reply_to, copy.references, copy.forward_of) == (None, (), ONE)
    assert copy.thread_id != thread_id_of(rfc_id(1), ())


def test_a_forward_without_comment_begins_with_the_message(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, subject="FW: Plan")])
    with world.act("forward") as ctx:
        sent = forward_message(ctx, ONE, Draft(to=(BOB,)))
    assert sent.copy.subject == "FW: Plan"
    assert sent.copy.text.startswith("---------- Forwarded")


def test_a_forward_needs_a_recipient(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with pytest.raises(InvalidDraftError, match="no recipient"), world.act("forward") as ctx:
        forward_message(ctx, ONE, Draft(text="For nobody."))


def test_a_draft_can_be_neither_answered_nor_forwarded(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, Draft(to=(ANN,)))
    with pytest.raises(InvalidDraftError, match="draft"), world.act("reply") as ctx:
        reply_to_message(ctx, draft.id, TEXT, reply_all=False, quote=False)
    with pytest.raises(InvalidDraftError, match="draft"), world.act("forward") as ctx:
        forward_message(ctx, draft.id, Draft(to=(ANN,)))
    with pytest.raises(InvalidDraftError, match="draft"), world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN,), in_reply_to=draft.id))
