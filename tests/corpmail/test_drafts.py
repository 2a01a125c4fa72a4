"""Drafts: kept, changed, sent, removed."""

import pytest
from sqlalchemy import Engine

from corpmail.drafts import (
    DraftChange,
    delete_draft,
    get_draft,
    save_draft,
    send_draft,
    update_draft,
)
from corpmail.errors import (
    DraftNotFoundError,
    InvalidAddressError,
    InvalidDraftError,
    MessageNotFoundError,
    ThreadNotFoundError,
)
from corpmail.journal import Act
from corpmail.listing import list_messages
from corpmail.reading import get_message, get_thread
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import Draft, Folder, SeedAttachment
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    START,
    mail_world,
    make_seed_message,
    rfc_id,
)

FILE = SeedAttachment("a.txt", "text/plain", b"a")
FULL = Draft(
    to=("Ann Lee <ann.lee@firm.example>",),
    cc=(BOB,),
    bcc=(CAROL,),
    subject="Plan",
    text="Text.",
    html="<p>Text.</p>",
    attachments=(FILE,),
)


def test_a_draft_is_kept_as_it_is_written_and_seen_by_its_author_only(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act() as ctx:
        copy = get_draft(ctx, draft.id)
        assert [one.id for one in list_messages(ctx, folder=Folder.DRAFTS).items] == [draft.id]
    assert (copy.folder, copy.is_draft, copy.is_read) == (Folder.DRAFTS, True, True)
    assert (copy.to[0].name, copy.bcc[0].address, copy.html) == ("Ann Lee", CAROL, "<p>Text.</p>")
    with world.server.look(world.branch_id, account=ANN) as ctx:
        assert list_messages(ctx).items == ()


def test_a_draft_may_lack_everything(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        assert save_draft(ctx, Draft()).subject == ""


def test_what_a_draft_has_must_be_right(engine: Engine) -> None:
    world = mail_world(engine)
    with pytest.raises(InvalidAddressError), world.act("save_draft") as ctx:
        save_draft(ctx, Draft(to=("ann",)))
    with pytest.raises(InvalidDraftError), world.act("save_draft") as ctx:
        save_draft(ctx, Draft(subject="a\nb"))


def test_fields_are_replaced_and_the_others_stay(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act("update_draft") as ctx:
        changed = update_draft(ctx, draft.id, DraftChange(text="New.", cc=()))
    assert (changed.text, changed.cc, changed.subject) == ("New.", (), "Plan")
    assert (changed.to, changed.bcc, changed.html) == (draft.to, draft.bcc, draft.html)
    assert [file.filename for file in changed.attachments] == ["a.txt"]
    assert changed.received_at == START + 120
    with world.act("update_draft") as ctx:
        changed = update_draft(ctx, draft.id, DraftChange(drops_html=True, files=Draft()))
    assert (changed.html, changed.attachments) == (None, ())


def test_a_draft_is_sent_under_its_own_id(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act("send_draft") as ctx:
        sent = send_draft(ctx, draft.id)
    assert (sent.copy.id, sent.copy.rfc_id) == (draft.id, draft.rfc_id)
    assert (sent.copy.folder, sent.copy.is_draft) == (Folder.SENT, False)
    assert sent.copy.sent_at == START + 150
    assert [one.address for one in sent.deliveries] == [ANN, BOB, CAROL]
    with world.server.look(world.branch_id, account=BOB) as ctx:
        copy = get_message(ctx, draft.id)
    assert (copy.received_at, copy.bcc, copy.attachments[0].filename) == (START + 150, (), "a.txt")
    with world.act() as ctx:
        assert list_messages(ctx, folder=Folder.DRAFTS).items == ()
        assert len(list_messages(ctx, folder=Folder.SENT).items) == 1


def test_a_draft_of_an_answer_stays_one_and_joins_the_thread_when_sent(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    thread = thread_id_of(rfc_id(1), ())
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, Draft(in_reply_to=message_id_of(rfc_id(1))))
        assert len(get_thread(ctx, thread)) == 1
    with world.act("update_draft") as ctx:
        update_draft(ctx, draft.id, DraftChange(to=(ANN,)))
    with world.act("send_draft") as ctx:
        sent = send_draft(ctx, draft.id)
        assert len(get_thread(ctx, thread)) == 2
    assert sent.copy.in_reply_to == rfc_id(1)


def test_a_draft_by_itself_is_no_thread(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with pytest.raises(ThreadNotFoundError), world.act() as ctx:
        get_thread(ctx, draft.thread_id)


def test_a_draft_without_recipient_is_not_sent_and_stays(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, Draft(subject="Plan"))
    with pytest.raises(InvalidDraftError, match="no recipient"), world.act("send_draft") as ctx:
        send_draft(ctx, draft.id)
    with world.act() as ctx:
        assert get_draft(ctx, draft.id).subject == "Plan"


def test_what_was_sent_is_no_draft_any_more(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act("send_draft") as ctx:
        send_draft(ctx, draft.id)
    for act in (send_draft, delete_draft, get_draft):
        with pytest.raises(DraftNotFoundError), world.act("send_draft") as ctx:
            act(ctx, draft.id)
    with pytest.raises(DraftNotFoundError), world.act("update_draft") as ctx:
        update_draft(ctx, draft.id, DraftChange(text="Late."))


def test_a_removed_draft_is_gone(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act("delete_draft") as ctx:
        delete_draft(ctx, draft.id)
    with pytest.raises(DraftNotFoundError), world.act() as ctx:
        get_draft(ctx, draft.id)
    with pytest.raises(MessageNotFoundError), world.act() as ctx:
        get_message(ctx, draft.id)


def test_messages_and_others_drafts_are_no_drafts_of_ones_own(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])
    with world.act("save_draft", world.issue(ANN)) as ctx:
        draft = save_draft(ctx, FULL)
    oversight = world.issue(ALEX, COMPANY)
    for wrong in (message_id_of(rfc_id(1)), draft.id, "", "\0"):
        for token in (world.token, oversight):
            with pytest.raises(DraftNotFoundError), world.act("send_draft", token) as ctx:
                send_draft(ctx, wrong)


def test_every_state_of_a_draft_is_recorded_with_its_text(engine: Engine) -> None:
    world = mail_world(engine)
    with world.act("save_draft") as ctx:
        draft = save_draft(ctx, FULL)
    with world.act("update_draft") as ctx:
        update_draft(ctx, draft.id, DraftChange(text="New."))
    saved = world.journal.records(world.branch_id, Act.DRAFT_SAVED)
    assert [record.data["text"] for record in saved] == ["Text.", "New."]
    assert {record.data["message_id"] for record in saved} == {draft.id}
