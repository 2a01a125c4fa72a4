"""The mail store against a model of it that fits on a page, under any sequence of acts.

Two branches of one snapshot are driven at once: what one does must never show in the other, even
though what they make has the same ids.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule
from sqlalchemy.orm import Session

from corpmail.changing import delete_message, open_message, update_message
from corpmail.database import create_database_engine, create_schema
from corpmail.directory import DirectoryIndex
from corpmail.drafts import DraftChange, delete_draft, save_draft, send_draft, update_draft
from corpmail.errors import AlreadyDecidedError, InvalidRequestError, MailError
from corpmail.gates import GatedAct
from corpmail.listing import list_mailboxes, list_messages
from corpmail.outgoing import sent_message
from corpmail.reading import get_message
from corpmail.replies import forward_message, reply_to_message
from corpmail.sending import SentMail, send_message
from corpmail.threads import message_id_of
from corpmail.types import Account, Address, BranchId, DistributionList, Draft, Folder, MessageId
from support.builders import (
    ALEX,
    ANN,
    BOB,
    CAROL,
    COMPANY,
    DOMAIN,
    EVERYONE,
    OUTSIDER,
    SALES,
    mail_world,
    make_directory,
    make_seed_message,
)

GONE = Address(f"gone@{DOMAIN}")
STRANGER = Address("stranger@else.example")
MAILBOXES = (ALEX, ANN, BOB, CAROL, OUTSIDER, STRANGER)
WRITTEN = (ALEX, ANN, Address(f"ann@{DOMAIN}"), BOB, SALES, EVERYONE, GONE, OUTSIDER, STRANGER)
SEEDS = tuple(
    make_seed_message(number, sender=sender, to=to, unread_by=to[:1])
    for number, (sender, to) in enumerate(
        [(ANN, (ALEX,)), (BOB, (ALEX, CAROL)), (ANN, (BOB,)), (ALEX, (ANN,)), (OUTSIDER, (ALEX,))],
        start=1,
    )
)

recipients = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=4).map(tuple)
accounts = st.sampled_from((ALEX, ANN))
branches = st.sampled_from((BranchId("b-one"), BranchId("b-two")))


@dataclass
class SwitchedGate:
    """Holds everything while it is closed."""

    closed: bool = False

    def reason_to_hold(self, session: Session, branch_id: BranchId, act: GatedAct) -> str | None:
        return "The gate is closed." if self.closed else None


@dataclass
class Copy:
    """A copy as the model knows it."""

    folder: Folder
    is_read: bool
    starred: bool = False


@dataclass
class Branch:
    """A branch as the model knows it: copies by mailbox and message."""

    boxes: dict[Address, dict[tuple[MessageId, bool], Copy]] = field(
        default_factory=lambda: {mailbox: {} for mailbox in MAILBOXES}
    )
    participants: dict[MessageId, tuple[Address, tuple[Address, ...]]] = field(default_factory=dict)

    def nearest(self, account: Address, message_id: MessageId) -> Copy | None:
        """Return the copy that an act of an account means."""
        box = self.boxes[account]
        return box.get((message_id, True)) or box.get((message_id, False))


def members(address: Address) -> list[Address]:
    """Return whom an address stands for, by the simplest reading of the directory."""
    directory = make_directory()
    entry: Account | DistributionList | None = DirectoryIndex(directory).resolve(address)
    if isinstance(entry, Account):
        return [entry.address]
    if entry is not None:
        return [ANN, BOB, CAROL, ALEX]
    return [] if address.endswith(f"@{DOMAIN}") else [address]


class MailStore(RuleBasedStateMachine):
    """Acts of two people in two branches."""

    messages = Bundle("messages")
    drafts = Bundle("drafts")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.engine = create_database_engine(f"sqlite:///{Path(self.folder.name) / 'mail.db'}")
        create_schema(self.engine)
        self.gate = SwitchedGate()
        self.world = mail_world(self.engine, SEEDS, gate=self.gate)
        self.world.open("b-two", gated=True)
        self.decided: set[tuple[BranchId, int]] = set()
        self.branches = {BranchId("b-one"): Branch(), BranchId("b-two"): Branch()}
        self.tokens = {
            (branch_id, account): self.world.issue(account, branch_id=branch_id)
            for branch_id in self.branches
            for account in (ALEX, ANN)
        }
        for seed in SEEDS:
            to = tuple(mailer.address for mailer in seed.to)
            for branch in self.branches.values():
                message_id = message_id_of(seed.rfc_id)
                branch.participants[message_id] = (seed.sender.address, to)
                branch.boxes[seed.sender.address][message_id, False] = Copy(Folder.SENT, True)
                for address in to:
                    unread = address in seed.unread_by
                    branch.boxes[address][message_id, True] = Copy(Folder.INBOX, not unread)

    def teardown(self) -> None:
        self.engine.dispose()
        self.folder.cleanup()

    @rule(target=messages, number=st.integers(1, len(SEEDS)))
    def seeded(self, number: int) -> MessageId:
        return message_id_of(SEEDS[number - 1].rfc_id)

    def delivered(self, branch_id: BranchId, account: Address, sent: SentMail) -> None:
        """Put a sent message where the model says that it goes."""
        branch = self.branches[branch_id]
        copy = sent.copy
        written = [mailer.address for mailer in (*copy.to, *copy.cc, *copy.bcc)]
        branch.participants[copy.id] = (account, tuple(written))
        branch.boxes[account][copy.id, False] = Copy(Folder.SENT, True)
        direct = {one for address in written for one in members(address) if address not in LISTS}
        through = {one for address in written for one in members(address)} - direct
        for mailbox in direct | (through - {account}):
            branch.boxes[mailbox][copy.id, True] = Copy(Folder.INBOX, is_read=False)
        bounced = GONE in written
        assert bounced == any(one.outcome == "bounced" for one in sent.deliveries)
        if bounced:
            self.notice_came(branch_id, account, "postmaster")

    def notice_came(self, branch_id: BranchId, account: Address, local: str) -> None:
        """Take the newest notice of the mail system's into the model."""
        branch = self.branches[branch_id]
        with self.world.server.look(branch_id, account=account) as ctx:
            notice = next(
                one
                for one in list_messages(ctx, folder=Folder.INBOX, limit=100).items
                if one.sender.address.startswith(local)
                and (one.id, True) not in branch.boxes[account]
            )
        branch.boxes[account][notice.id, True] = Copy(Folder.INBOX, is_read=False)
        branch.participants[notice.id] = (Address(f"{local}@{DOMAIN}"), (account,))

    @rule(target=messages, branch_id=branches, account=accounts, to=recipients, bcc=recipients)
    def send(
        self,
        branch_id: BranchId,
        account: Address,
        to: tuple[Address, ...],
        bcc: tuple[Address, ...],
    ) -> MessageId:
        with self.world.act("send", self.tokens[branch_id, account]) as ctx:
            sent = send_message(ctx, Draft(to=to, bcc=bcc, subject="Sent"))
        self.delivered(branch_id, account, sent)
        return sent.copy.id

    @rule(
        target=messages,
        branch_id=branches,
        account=accounts,
        message_id=messages,
        reply_all=st.booleans(),
    )
    def reply(
        self, branch_id: BranchId, account: Address, message_id: MessageId, reply_all: bool
    ) -> MessageId:
        copy = self.branches[branch_id].nearest(account, message_id)
        readable = copy is not None and copy.folder not in NOT_LEFT
        sent: SentMail | None = None
        with suppress(MailError), self.world.act("reply", self.tokens[branch_id, account]) as ctx:
            sent = reply_to_message(
                ctx, message_id, Draft(text="Yes."), reply_all=reply_all, quote=False
            )
        assert (sent is not None) == readable
        if sent is None:
            return message_id
        sender, _ = self.branches[branch_id].participants[message_id]
        if sender != account:
            assert sender in [mailer.address for mailer in sent.copy.to]
        self.delivered(branch_id, account, sent)
        return sent.copy.id

    @rule(target=messages, branch_id=branches, account=accounts, message_id=messages, to=recipients)
    def forward(
        self,
        branch_id: BranchId,
        account: Address,
        message_id: MessageId,
        to: tuple[Address, ...],
    ) -> MessageId:
        copy = self.branches[branch_id].nearest(account, message_id)
        readable = copy is not None and copy.folder not in NOT_LEFT
        sent: SentMail | None = None
        with suppress(MailError), self.world.act("forward", self.tokens[branch_id, account]) as ctx:
            sent = forward_message(ctx, message_id, Draft(to=to))
        assert (sent is not None) == readable
        if sent is None:
            return message_id
        self.delivered(branch_id, account, sent)
        return sent.copy.id

    @rule(
        branch_id=branches,
        account=accounts,
        message_id=messages,
        folder=st.sampled_from(Folder) | st.none(),
        is_read=st.booleans() | st.none(),
        starred=st.booleans() | st.none(),
    )
    def update(
        self,
        branch_id: BranchId,
        account: Address,
        message_id: MessageId,
        folder: Folder | None,
        is_read: bool | None,
        starred: bool | None,
    ) -> None:
        branch = self.branches[branch_id]
        copy = branch.nearest(account, message_id)
        moves = copy is not None and folder is not None and folder is not copy.folder
        sender = branch.participants[message_id][0] if copy else None
        forbidden = (
            copy is not None
            and moves
            and (
                copy.folder in NOT_LEFT
                or folder in NOT_LEFT
                or (folder is Folder.SENT and sender != account)
            )
        )
        try:
            with self.world.act(token=self.tokens[branch_id, account]) as ctx:
                update_message(ctx, message_id, folder=folder, is_read=is_read, starred=starred)
        except InvalidRequestError:
            assert forbidden
        except MailError:
            assert copy is None
        else:
            assert copy is not None
            assert not forbidden
            copy.folder = folder or copy.folder
            copy.is_read = copy.is_read if is_read is None else is_read
            copy.starred = copy.starred if starred is None else starred

    @rule(branch_id=branches, account=accounts, message_id=messages)
    def open(self, branch_id: BranchId, account: Address, message_id: MessageId) -> None:
        copy = self.branches[branch_id].nearest(account, message_id)
        token = self.tokens[branch_id, account]
        opened = False
        with suppress(MailError), self.world.act("open_message", token) as ctx:
            opened = open_message(ctx, message_id).is_read
        assert opened == (copy is not None)
        if copy is not None:
            copy.is_read = True

    @rule(branch_id=branches, account=accounts, message_id=messages, permanent=st.booleans())
    def delete(
        self, branch_id: BranchId, account: Address, message_id: MessageId, permanent: bool
    ) -> None:
        branch = self.branches[branch_id]
        copy = branch.nearest(account, message_id)
        token = self.tokens[branch_id, account]
        deleted = False
        with suppress(MailError), self.world.act("delete_message", token) as ctx:
            delete_message(ctx, message_id, permanent=permanent)
            deleted = True
        assert deleted == (copy is not None and copy.folder is not Folder.OUTBOX)
        if copy is None or not deleted:
            return
        if permanent or copy.folder is Folder.DRAFTS:
            box = branch.boxes[account]
            del box[message_id, (message_id, True) in box]
        else:
            copy.folder = Folder.TRASH

    @rule(target=drafts, branch_id=branches, account=accounts, to=recipients)
    def draft(
        self, branch_id: BranchId, account: Address, to: tuple[Address, ...]
    ) -> tuple[BranchId, Address, MessageId]:
        with self.world.act("save_draft", self.tokens[branch_id, account]) as ctx:
            draft = save_draft(ctx, Draft(to=to, subject="Draft"))
        branch = self.branches[branch_id]
        branch.boxes[account][draft.id, False] = Copy(Folder.DRAFTS, is_read=True)
        branch.participants[draft.id] = (account, ())
        return branch_id, account, draft.id

    def is_there(self, branch_id: BranchId, account: Address, draft_id: MessageId) -> bool:
        """Tell whether a draft is there still, and make sure that the store agrees."""
        is_there = (draft_id, False) in self.branches[branch_id].boxes[account]
        with self.world.server.look(branch_id, account=account) as ctx:
            drafts = [copy.id for copy in list_messages(ctx, folder=Folder.DRAFTS).items]
        assert is_there == (draft_id in drafts)
        return is_there

    @rule(draft=drafts, to=recipients)
    def change_draft(
        self, draft: tuple[BranchId, Address, MessageId], to: tuple[Address, ...]
    ) -> None:
        branch_id, account, draft_id = draft
        if not self.is_there(branch_id, account, draft_id):
            return
        with self.world.act("update_draft", self.tokens[branch_id, account]) as ctx:
            changed = update_draft(ctx, draft_id, DraftChange(to=to))
        assert {mailer.address for mailer in changed.to} == set(to)

    @rule(draft=consumes(drafts))
    def discard_draft(self, draft: tuple[BranchId, Address, MessageId]) -> None:
        branch_id, account, draft_id = draft
        if not self.is_there(branch_id, account, draft_id):
            return
        with self.world.act("delete_draft", self.tokens[branch_id, account]) as ctx:
            delete_draft(ctx, draft_id)
        del self.branches[branch_id].boxes[account][draft_id, False]

    @rule(target=messages, draft=consumes(drafts))
    def send_draft(self, draft: tuple[BranchId, Address, MessageId]) -> MessageId:
        branch_id, account, draft_id = draft
        if not self.is_there(branch_id, account, draft_id):
            return draft_id
        with self.world.act("send_draft", self.tokens[branch_id, account]) as ctx:
            sent = send_draft(ctx, draft_id)
        assert sent.copy.id == draft_id
        del self.branches[branch_id].boxes[account][draft_id, False]
        self.delivered(branch_id, account, sent)
        return draft_id

    @rule(target=held, branch_id=branches, account=accounts, to=recipients, bcc=recipients)
    def send_into_a_closed_gate(
        self,
        branch_id: BranchId,
        account: Address,
        to: tuple[Address, ...],
        bcc: tuple[Address, ...],
    ) -> tuple[BranchId, Address, int, MessageId]:
        self.gate.closed = True
        with self.world.act("send", self.tokens[branch_id, account]) as ctx:
            sent = send_message(ctx, Draft(to=to, bcc=bcc, subject="Held"))
            (number,) = ctx.held
        self.gate.closed = False
        return self.waits(branch_id, account, number, sent)

    @rule(target=held, draft=consumes(drafts))
    def send_draft_into_a_closed_gate(
        self, draft: tuple[BranchId, Address, MessageId]
    ) -> tuple[BranchId, Address, int, MessageId]:
        branch_id, account, draft_id = draft
        if not self.is_there(branch_id, account, draft_id):
            return branch_id, account, 0, draft_id
        self.gate.closed = True
        with self.world.act("send_draft", self.tokens[branch_id, account]) as ctx:
            sent = send_draft(ctx, draft_id)
            (number,) = ctx.held
        self.gate.closed = False
        assert sent.copy.id == draft_id
        del self.branches[branch_id].boxes[account][draft_id, False]
        return self.waits(branch_id, account, number, sent)

    def waits(
        self, branch_id: BranchId, account: Address, number: int, sent: SentMail
    ) -> tuple[BranchId, Address, int, MessageId]:
        """Put a held message where the model says that it lies: in its sender's outbox alone."""
        branch = self.branches[branch_id]
        branch.boxes[account][sent.copy.id, False] = Copy(
            Folder.OUTBOX, is_read=True, starred=sent.copy.starred
        )
        branch.participants[sent.copy.id] = (account, ())
        assert sent.deliveries == ()
        return branch_id, account, number, sent.copy.id

    @rule(target=messages, item=held, approves=st.booleans())
    def decide(self, item: tuple[BranchId, Address, int, MessageId], approves: bool) -> MessageId:
        branch_id, account, number, message_id = item
        if number == 0:
            return message_id
        box = self.branches[branch_id].boxes[account]
        decided = False
        with suppress(AlreadyDecidedError):
            (self.world.approve if approves else self.world.refuse)(number, branch_id)
            decided = True
        assert decided == ((branch_id, number) not in self.decided)
        if not decided:
            return message_id
        self.decided.add((branch_id, number))
        if not approves:
            self.notice_came(branch_id, account, "mail-approval")
            return message_id
        # What its sender did to it while it waited stays done.
        waiting = box.pop((message_id, False))
        with self.world.server.look(branch_id, account=account) as ctx:
            copy = get_message(ctx, message_id)
            outgoing = sent_message(ctx.session, branch_id=branch_id, message_id=message_id)
        self.delivered(branch_id, account, SentMail(copy, outgoing.deliveries))
        box[message_id, False] = Copy(Folder.SENT, waiting.is_read, waiting.starred)
        return message_id

    @invariant()
    def every_mailbox_is_what_the_model_says(self) -> None:
        for branch_id, branch in self.branches.items():
            for mailbox, box in branch.boxes.items():
                with self.world.server.look(branch_id, account=mailbox) as ctx:
                    listed = list_messages(ctx, limit=100).items
                    unread = list_mailboxes(ctx).items[0].unread
                    assert sorted(
                        (copy.id, copy.folder, copy.is_read, copy.starred) for copy in listed
                    ) == sorted(
                        (message_id, copy.folder, copy.is_read, copy.starred)
                        for (message_id, _), copy in box.items()
                    )
                    assert unread == sum(
                        copy.folder is Folder.INBOX and not copy.is_read for copy in box.values()
                    )

    @invariant()
    def the_company_reads_what_anyone_at_the_firm_has(self) -> None:
        for branch_id, branch in self.branches.items():
            with self.world.server.look(branch_id, account=ALEX, scope=COMPANY) as ctx:
                for message_id, _ in branch.boxes[BOB]:
                    assert get_message(ctx, message_id).id == message_id


LISTS = (SALES, EVERYONE)
NOT_LEFT = (Folder.DRAFTS, Folder.OUTBOX)

MailStore.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestMailStore = MailStore.TestCase
