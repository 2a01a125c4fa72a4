"""Delivery: lists, the sender's own copies, the outside, and what comes back."""

from sqlalchemy import Engine

from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.reading import get_message
from corpmail.sending import SentMail, send_message
from corpmail.types import Address, DistributionList, Draft, Folder
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    DOMAIN,
    EVERYONE,
    OUTSIDER,
    MailWorld,
    mail_world,
    make_directory,
)

GONE = f"gone@{DOMAIN}"


def send(world: MailWorld, *to: str, subject: str = "Hello") -> SentMail:
    with world.act("send") as ctx:
        return send_message(ctx, Draft(to=to, subject=subject, text="Text."))


def folders(world: MailWorld, account: str) -> list[tuple[str, Folder]]:
    with world.server.look(world.branch_id, account=Address(account)) as ctx:
        return [(copy.subject, copy.folder) for copy in list_messages(ctx).items]


def test_mail_to_a_list_reaches_each_member_once(engine: Engine) -> None:
    world = mail_world(engine)
    send(world, EVERYONE, ANN)
    for account in (ANN, BOB, CAROL):
        assert folders(world, account) == [("Hello", Folder.INBOX)]


def test_of_ones_own_mail_to_a_list_one_has_the_sent_copy_only(engine: Engine) -> None:
    world = mail_world(engine)
    sent = send(world, EVERYONE)
    assert folders(world, ALEX) == [("Hello", Folder.SENT)]
    assert ALEX in [delivery.address for delivery in sent.deliveries]


def test_mail_to_oneself_comes_in(engine: Engine) -> None:
    world = mail_world(engine)
    send(world, ALEX)
    assert folders(world, ALEX) == [("Hello", Folder.SENT), ("Hello", Folder.INBOX)]


def test_mail_to_the_outside_lies_in_the_outsiders_mailbox(engine: Engine) -> None:
    world = mail_world(engine)
    sent = send(world, OUTSIDER, "Stranger@Else.Example")
    assert [delivery.internal for delivery in sent.deliveries] == [False, False]
    assert folders(world, OUTSIDER) == [("Hello", Folder.INBOX)]
    assert folders(world, "stranger@else.example") == [("Hello", Folder.INBOX)]


def test_mail_to_nobody_comes_back_and_the_others_get_theirs(engine: Engine) -> None:
    world = mail_world(engine)
    sent = send(world, ANN, GONE)
    assert {one.address: one.outcome for one in sent.deliveries} == {
        ANN: "delivered",
        GONE: "bounced",
    }
    assert folders(world, ANN) == [("Hello", Folder.INBOX)]
    with world.act() as ctx:
        (notice,) = list_messages(ctx, folder=Folder.INBOX).items
        copy = get_message(ctx, notice.id)
    assert (copy.sender.address, copy.sender.name) == (
        f"postmaster@{DOMAIN}",
        "Mail Delivery Subsystem",
    )
    assert copy.headers == (("Auto-Submitted", "auto-replied"),)
    assert copy.in_reply_to == sent.copy.rfc_id
    assert copy.thread_id == sent.copy.thread_id
    assert not copy.is_read
    assert f"Final-Recipient: rfc822; {GONE}" in copy.text
    assert "Status: 5.1.1" in copy.text
    assert ANN not in copy.text


def test_one_notice_names_everyone_who_was_not_reached(engine: Engine) -> None:
    odd = DistributionList(Address(f"odd@{DOMAIN}"), "Odd", (Address(f"left@{DOMAIN}"), ANN))
    world = mail_world(engine, directory=make_directory(lists=(odd,)))
    sent = send(world, odd.address, GONE)
    (record,) = world.journal.records(world.branch_id, Act.MAIL_BOUNCED)
    assert record.data["addresses"] == [GONE, f"left@{DOMAIN}"]
    assert record.data["message_id"] == sent.copy.id
    with world.act() as ctx:
        text = get_message(ctx, str(record.data["notice_id"])).text
    assert f"<left@{DOMAIN}> (member of the list {odd.address})" in text


def test_an_answer_to_the_postmaster_does_not_come_back(engine: Engine) -> None:
    world = mail_world(engine)
    send(world, f"postmaster@{DOMAIN}")
    assert world.journal.records(world.branch_id, Act.MAIL_BOUNCED) == []


def test_a_list_of_nobody_takes_mail_and_gives_it_to_nobody(engine: Engine) -> None:
    empty = DistributionList(Address(f"empty@{DOMAIN}"), "Empty", ())
    world = mail_world(engine, directory=make_directory(lists=(empty,)))
    assert send(world, empty.address).deliveries == ()


def test_an_outsider_can_write_to_the_firm(engine: Engine) -> None:
    world = mail_world(engine, account=OUTSIDER)
    send(world, ALEX, GONE)
    assert folders(world, ALEX) == [("Hello", Folder.INBOX)]
    assert sorted(folder for _, folder in folders(world, OUTSIDER)) == ["inbox", "sent"]
