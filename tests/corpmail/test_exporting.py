"""A mailbox as mail that archives are written from."""

from sqlalchemy import Engine

from corpmail.changing import delete_message
from corpmail.drafts import save_draft
from corpmail.exporting import mailbox_mail
from corpmail.sending import send_message
from corpmail.threads import message_id_of
from corpmail.types import Draft, SeedAttachment
from support.builders import ALEX, ANN, BOB, mail_world, make_seed_message, rfc_id


def test_a_mailbox_is_given_oldest_first_without_drafts_and_deleted_mail(engine: Engine) -> None:
    file = SeedAttachment("a.txt", "text/plain", b"a")
    messages = [make_seed_message(number, attachments=(file,)) for number in range(1, 150)]
    world = mail_world(engine, [*messages, make_seed_message(200, to=(BOB,))])
    with world.act("send") as ctx:
        send_message(ctx, Draft(to=(ANN,), bcc=(BOB,), subject="Sent"))
        save_draft(ctx, Draft(subject="Begun"))
        delete_message(ctx, message_id_of(rfc_id(2)), permanent=True)
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        mail = list(mailbox_mail(ctx))
    assert [one.subject for one in mail] == [
        "Message 1",
        *(f"Message {number}" for number in range(3, 150)),
        "Sent",
    ]
    assert mail[0].attachments == (file,)
    assert [one.address for one in mail[-1].bcc] == [BOB]


def test_hidden_recipients_stay_hidden(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1, bcc=(BOB,))])
    with world.server.look(world.branch_id, account=ALEX) as ctx:
        (mail,) = mailbox_mail(ctx)
    assert mail.bcc == ()
