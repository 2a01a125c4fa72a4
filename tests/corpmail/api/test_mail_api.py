"""The mail API as its typed client sees it: every call of the client, from end to end."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import pytest
from pydantic import JsonValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from corpmail import errors
from corpmail.actions import ActionOutcome, ActionSpec
from corpmail.client import MailClient
from corpmail.journal import Act
from corpmail.schemas import (
    AttachmentCreate,
    DraftUpdate,
    ForwardCreate,
    MessageCreate,
    MessageUpdate,
    ReplyCreate,
)
from corpmail.threads import message_id_of, thread_id_of
from corpmail.types import BranchId, Folder, Limits, Scope, ScopeKind, SeedAttachment
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    DOMAIN,
    OUTSIDER,
    START,
    KindGate,
    MailWorld,
    mail_world,
    make_seed_message,
    rfc_id,
)

ONE = message_id_of(rfc_id(1))
THREAD = thread_id_of(rfc_id(1), ())


def run(world: MailWorld, work: Callable[[MailClient], Awaitable[None]]) -> None:
    async def connected() -> None:
        async with world.http() as http:
            await work(world.client(http))

    asyncio.run(connected())


class Bell:
    """Grants ringing a bell, which takes the right word."""

    def granted(self, session: Session, branch_id: BranchId) -> tuple[ActionSpec, ...]:
        schema: dict[str, JsonValue] = {"type": "object", "properties": {"word": {}}}
        return (ActionSpec("ring_bell", "Ring the bell.", schema),)

    def check(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> None:
        if name != "ring_bell":
            raise errors.ActionNotFoundError(f"There is no action '{name}'.")
        if "word" not in arguments:
            raise errors.InvalidActionError("ring_bell needs 'word'.")

    def execute(
        self, session: Session, branch_id: BranchId, name: str, arguments: Mapping[str, JsonValue]
    ) -> ActionOutcome:
        self.check(session, branch_id, name, arguments)
        rings = arguments["word"] == "please"
        return ActionOutcome(rings, "It rings." if rings else "Silence.", {"secret": 7})


def test_who_one_is_and_what_time_it_is(engine: Engine) -> None:
    scope = Scope(ScopeKind.ACCOUNTS, frozenset({BOB}))
    world = mail_world(engine, scope=scope, closes_at=START + 3600)

    async def work(client: MailClient) -> None:
        me = await client.me()
        assert (me.address, me.name, me.organization) == (ALEX, "Alex", "Firm")
        assert (me.scope, me.readable, me.timezone) == ("accounts", [BOB], "America/New_York")
        assert me.now.isoformat() == "2026-10-23T16:08:00-04:00"
        assert me.closes_at is not None
        assert me.closes_at.timestamp() == START + 3600

    run(world, work)


def test_mailboxes_and_messages_come_page_by_page(engine: Engine) -> None:
    messages = [make_seed_message(number, unread_by=(ALEX,)) for number in range(1, 6)]
    world = mail_world(engine, messages, scope=COMPANY)

    async def work(client: MailClient) -> None:
        boxes = await client.list_mailboxes(limit=1)
        assert [(box.address, box.own, box.unread) for box in boxes.items] == [(ALEX, True, 5)]
        rest = await client.list_mailboxes(cursor=boxes.next_cursor)
        assert [box.address for box in rest.items] == [ANN, BOB, CAROL]
        first = await client.list_messages(limit=3, unread=True, starred=False, folder="inbox")
        second = await client.list_messages(
            limit=3, unread=True, starred=False, folder="inbox", cursor=first.next_cursor
        )
        assert [item.subject for item in (*first.items, *second.items)] == [
            f"Message {number}" for number in (5, 4, 3, 2, 1)
        ]
        assert second.next_cursor is None
        theirs = await client.list_messages(mailbox=f"Ann@{DOMAIN}")
        assert {item.folder for item in theirs.items} == {Folder.SENT}

    run(world, work)


def test_reading_and_opening(engine: Engine) -> None:
    file = SeedAttachment("list.csv", "text/csv", b"a,b\n1,2\n")
    message = make_seed_message(1, unread_by=(ALEX,), attachments=(file,), text="A  long\n\ttext.")
    world = mail_world(engine, [message, make_seed_message(2, reply_to=1)])

    async def work(client: MailClient) -> None:
        found = await client.search("from:ann long")
        assert [item.id for item in found.items] == [ONE]
        listed = [item for item in (await client.list_messages()).items if item.id == ONE]
        assert (listed[0].snippet, listed[0].attachment_count) == ("A long text.", 1)
        assert not (await client.get_message(ONE)).is_read
        assert (await client.open_message(ONE, request_id="call-1")).is_read
        thread = await client.open_thread(THREAD)
        assert (thread.subject, len(thread.messages)) == ("Message 1", 2)
        text = await client.read_attachment(ONE, "a1")
        assert (text.filename, text.truncated, text.note) == ("list.csv", False, None)
        assert "1,2" in text.text

    run(world, work)
    opened = world.journal.records(world.branch_id, Act.MESSAGE_OPENED)[0]
    assert opened.request_id == "call-1"


def test_sending_answering_and_forwarding(engine: Engine) -> None:
    file = SeedAttachment("list.csv", "text/csv", b"a,b\n1,2\n")
    world = mail_world(engine, [make_seed_message(1, cc=(CAROL,), attachments=(file,))])

    async def work(client: MailClient) -> None:
        files = [
            AttachmentCreate(filename="a.txt", content_type="text/plain", content_base64="aGk="),
            AttachmentCreate(message_id=ONE, attachment_id="a1"),
        ]
        sent = await client.send(
            MessageCreate(
                to=[ANN, "gone@firm.example"], bcc=[OUTSIDER], subject="S", attachments=files
            )
        )
        assert [one.outcome for one in sent.deliveries] == ["delivered", "bounced", "delivered"]
        assert [one.filename for one in sent.message.attachments] == ["list.csv", "a.txt"]
        assert [one.address for one in sent.message.bcc] == [OUTSIDER]
        reply = await client.reply(ONE, ReplyCreate(text="Yes.", reply_all=True, cc=[BOB]))
        assert [one.address for one in reply.message.cc] == [CAROL, BOB]
        assert "> This is message 1." in reply.message.text
        assert reply.message.thread_id == THREAD
        forward = await client.forward(ONE, ForwardCreate(to=[BOB], text="See."))
        assert forward.message.subject == "Fwd: Message 1"
        text = await client.read_attachment(forward.message.id, "a1")
        assert "1,2" in text.text

    run(world, work)


def test_drafts_from_first_word_to_sent(engine: Engine) -> None:
    world = mail_world(engine)

    async def work(client: MailClient) -> None:
        draft = await client.save_draft(MessageCreate(subject="Plan", html="<p>x</p>"))
        draft = await client.update_draft(draft.id, DraftUpdate(to=[ANN], html=None))
        assert (draft.folder, draft.subject, draft.html) == (Folder.DRAFTS, "Plan", None)
        sent = await client.send_draft(draft.id)
        assert (sent.message.id, sent.message.folder) == (draft.id, Folder.SENT)
        with pytest.raises(errors.DraftNotFoundError):
            await client.send_draft(draft.id)

    run(world, work)


def test_moving_flagging_and_deleting(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)])

    async def work(client: MailClient) -> None:
        moved = await client.update_message(ONE, MessageUpdate(folder="archive", starred=True))
        assert (moved.folder, moved.starred) == (Folder.ARCHIVE, True)
        await client.delete_message(ONE)
        assert (await client.get_message(ONE)).folder is Folder.TRASH
        await client.delete_message(ONE, permanent=True)
        with pytest.raises(errors.MessageNotFoundError):
            await client.get_message(ONE)

    run(world, work)


def test_people_lists_and_outsiders_are_looked_up(engine: Engine) -> None:
    world = mail_world(engine)

    async def work(client: MailClient) -> None:
        (ann,) = (await client.look_up("ann lee")).items
        assert (ann.kind, ann.title, ann.aliases) == ("person", "Head of Sales", [f"ann@{DOMAIN}"])
        (group,) = (await client.look_up("sales team")).items
        assert group.kind == "list"
        assert group.members is not None
        assert ANN in group.members
        (kim,) = (await client.look_up("kim")).items
        assert (kim.kind, kim.organization) == ("outsider", "Rival")
        found = []
        cursor = None
        while True:
            page = await client.look_up("", limit=3, cursor=cursor)
            found += [item.address for item in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert len(found) == len(set(found)) == 7

    run(world, work)


def test_granted_actions_are_listed_done_and_recorded(engine: Engine) -> None:
    world = mail_world(engine, actions=Bell())

    async def work(client: MailClient) -> None:
        (spec,) = (await client.list_actions()).items
        assert spec.name == "ring_bell"
        assert not (await client.call_action("ring_bell", {"word": "now"})).executed
        result = await client.call_action("ring_bell", {"word": "please"}, request_id="call-2")
        assert (result.executed, result.answer) == (True, "It rings.")
        with pytest.raises(errors.InvalidActionError):
            await client.call_action("ring_bell", {})
        with pytest.raises(errors.ActionNotFoundError):
            await client.call_action("open_door", {})

    run(world, work)
    records = world.journal.records(world.branch_id, Act.ACTION_EXECUTED)
    assert [record.data["executed"] for record in records] == [False, True]
    assert records[1].data["data"] == {"secret": 7}
    assert records[1].request_id == "call-2"


def test_errors_come_back_as_what_they_are(engine: Engine) -> None:
    world = mail_world(
        engine,
        [make_seed_message(1, to=(BOB,))],
        scope=COMPANY,
        closes_at=START + 330,
        limits=Limits(query_chars=20),
    )

    async def work(client: MailClient) -> None:
        calls: tuple[tuple[Callable[[], Awaitable[object]], type[errors.MailError] | None], ...] = (
            (
                lambda: client.update_message(ONE, MessageUpdate(starred=True)),
                errors.OutOfScopeError,
            ),
            (lambda: client.list_messages(mailbox=OUTSIDER), errors.MailboxNotFoundError),
            (lambda: client.open_thread("t-nothing"), errors.ThreadNotFoundError),
            (lambda: client.read_attachment(ONE, "a1"), errors.AttachmentNotFoundError),
            (lambda: client.list_messages(cursor="nonsense"), errors.InvalidCursorError),
            (lambda: client.search("x" * 21), errors.InvalidQueryError),
            (lambda: client.list_messages(limit=0), errors.InvalidRequestError),
            (lambda: client.send(MessageCreate(to=["nobody"])), errors.InvalidAddressError),
            (lambda: client.send(MessageCreate()), errors.InvalidDraftError),
            (lambda: client.me(), None),
            (lambda: client.send(MessageCreate(to=[ANN])), errors.BranchClosedError),
            (lambda: client.me(), errors.BranchClosedError),
        )
        for call, error in calls:
            if error is None:
                await call()
                continue
            with pytest.raises(error) as caught:
                await call()
            assert type(caught.value) is error
            assert caught.value.message.endswith((".", "…"))

    run(world, work)


def test_what_is_held_is_answered_with_202_and_in_words(engine: Engine) -> None:
    world = mail_world(engine, [make_seed_message(1)], actions=Bell(), gate=KindGate())

    async def work(client: MailClient) -> None:
        sent = await client.send(MessageCreate(to=[BOB], subject="Hi", text="Hi."))
        assert sent.waits is not None
        assert sent.message.id in sent.waits
        assert (sent.message.state, sent.message.folder, sent.deliveries) == ("held", "outbox", [])
        rung = await client.call_action("ring_bell", {"word": "please"})
        assert (rung.executed, rung.waits) == (False, True)
        with pytest.raises(errors.InvalidActionError):
            await client.call_action("ring_bell", {})
        waiting = await client.delete_message(ONE, permanent=True)
        assert waiting is not None
        assert ONE in waiting.waits
        assert await client.delete_message(ONE) is None
        listed = await client.list_messages(folder="outbox")
        assert [item.id for item in listed.items] == [sent.message.id]

    run(world, work)
    statuses = [
        record.data["status"] for record in world.journal.records(world.branch_id, Act.API_CALL)
    ]
    assert statuses == [202, 202, 422, 202, 204, 200]
    world.approve(2)
    (done,) = world.journal.records(world.branch_id, Act.ACTION_EXECUTED)
    assert done.data["executed"] is True

    async def told(client: MailClient) -> None:
        (notice,) = (await client.list_messages(folder="inbox")).items
        assert "It rings." in (await client.get_message(notice.id)).text

    run(world, told)
    found = world.request("GET", "/messages", params={"folder": "outbox"})
    assert len(found.json()["items"]) == 1
