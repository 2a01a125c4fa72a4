"""What an account sent, as it really left."""

import pytest
from sqlalchemy import Engine

from corpmail.database import read_transaction
from corpmail.drafts import save_draft, send_draft
from corpmail.errors import MessageNotFoundError
from corpmail.outgoing import outgoing_mail, sent_message
from corpmail.replies import forward_message
from corpmail.sending import send_message
from corpmail.threads import message_id_of
from corpmail.types import BranchId, Draft, SeedAttachment
from support.builders import ALEX, ANN, BOB, CAROL, SALES, mail_world, make_seed_message, rfc_id

ONE = message_id_of(rfc_id(1))


def test_mail_is_told_in_the_order_in_which_it_was_sent(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, Draft(to=(ANN,), subject="First begun"))
        save_draft(ctx, Draft(to=(ANN,), subject="Never sent"))
    with world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN, "gone@firm.example"), subject="First sent"))
    with world.act("send", world.issue(BOB)) as ctx:
        send_message(ctx, Draft(to=(ANN,), subject="Bob's"))
    with world.act("send_draft") as ctx:
        send_draft(ctx, draft.id)
    with read_transaction(engine) as session:
        alex = outgoing_mail(session, world.branch_id, ALEX)
        assert [mail.subject for mail in alex] == ["First sent", "First begun"]
        assert [mail.subject for mail in outgoing_mail(session, world.branch_id, BOB)] == ["Bob's"]
        assert outgoing_mail(session, BranchId("b-none"), ALEX) == ()


def test_recipients_are_resolved_and_files_are_there(engine: Engine) -> None:
    file = SeedAttachment("plan.pdf", "application/pdf", b"%PDF")
    world = mail_world(engine, [make_seed_message(1, attachments=(file,))])
    with world.act("forward") as ctx:
        forward_message(ctx, ONE, Draft(to=(SALES,), bcc=(CAROL,), text="See."))
    with read_transaction(engine) as session:
        (mail,) = outgoing_mail(session, world.branch_id, ALEX)
        assert sent_message(session, branch_id=world.branch_id, message_id=mail.message_id) == mail
    assert mail.forward_of == ONE
    assert [one.address for one in mail.bcc] == [CAROL]
    assert [one.address for one in mail.deliveries] == [ANN, BOB, CAROL, ALEX]
    assert mail.attachments[0].content == b"%PDF"


def test_seeded_mail_and_notices_were_not_sent_by_anyone(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, sender=ALEX, to=(ANN,))])
    with world.act("send") as ctx:
        send_message(ctx, Draft(to=("gone@firm.example",)))
    with read_transaction(engine) as session:
        assert len(outgoing_mail(session, world.branch_id, ALEX)) == 1
        for message_id in (ONE, "m-aaaaaaaaaaaa"):
            with pytest.raises(MessageNotFoundError):
                sent_message(session, branch_id=world.branch_id, message_id=message_id)
