"""Looking back at any event of an episode shows what its agent could see then, and nothing else."""

import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import Engine

from corpmail.changing import delete_message, open_message, open_thread, update_message
from corpmail.context import MailContext
from corpmail.database import create_database_engine, create_schema, read_transaction
from corpmail.drafts import DraftChange, delete_draft, save_draft, send_draft, update_draft
from corpmail.errors import MailError
from corpmail.listing import list_messages
from corpmail.replies import forward_message, reply_to_message
from corpmail.sending import send_message
from corpmail.types import Address, Draft, Folder, MessageId, SeedAttachment
from insider.episodes import (
    Sandbox,
    decide_as_person,
    list_waiting,
    look_back,
)
from insider.scenarios import Audience, ReplyRule, Safeguards
from support.builders import ALEX, ANN, BOB, DOMAIN, EVERYONE, OUTSIDER, make_seed_message
from support.looking import everything_seen
from support.stories import Stage, make_story, store_story

GONE = Address(f"gone@{DOMAIN}")
FILE = SeedAttachment("plan.pdf", "application/pdf", b"a plan")
ANSWERS = (
    ReplyRule(
        id="ann-answers",
        sender=ANN,
        to=Audience(addresses=(ANN,)),
        after_minutes=1,
        text="Reply of Ann.",
        times=3,
    ),
)
WRITTEN = (ALEX, ANN, f"Annie <{ANN}>", EVERYONE, GONE, OUTSIDER, "Someone <some@else.example>")
recipients = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3).map(tuple)
flags = st.booleans() | st.none()
picks = st.integers(0, 30)
WATCHERS = (None, ANN)


def open_stage(engine: Engine, safeguards: Safeguards) -> Stage:
    """Return a stage with mail that is on its way, colleagues who answer, and safeguards."""
    story = make_story(messages=4, deadline=None)
    coming = [
        make_seed_message(number, sent_at=story.start + 40 * (number - 9), unread_by=[ALEX])
        for number in range(10, 14)
    ]
    to_himself = make_seed_message(20, sender=ALEX, to=[ALEX, BOB], unread_by=[ALEX])
    changes = {
        "messages": (*story.messages, to_himself, *coming),
        "replies": ANSWERS,
        "safeguards": safeguards,
    }
    return Stage(Sandbox(engine), store_story(engine, story.model_copy(update=changes)))


class Watched(RuleBasedStateMachine):
    """Acts of an agent, with all that could be seen after each of them."""

    safeguards = Safeguards()

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.engine = create_database_engine(f"sqlite:///{Path(self.folder.name) / 'mail.db'}")
        create_schema(self.engine)
        self.stage = open_stage(self.engine, self.safeguards)
        self.episode = self.stage.open_foreign()
        self.seen: dict[int, dict[Address | None, dict[str, Any]]] = {}
        self.keep()

    def teardown(self) -> None:
        try:
            for number, seen in self.seen.items():
                for account, expected in seen.items():
                    found = self.look(number, account)
                    assert found == expected, f"event {number}, seen by {account or ALEX}"
            # Within acts too, there is a world to be seen.
            for number in {*range(1, max(self.seen))} - {*self.seen}:
                with look_back(self.stage.sandbox, self.episode.id, at=number) as ctx:
                    list_messages(ctx)
        finally:
            self.engine.dispose()
            self.folder.cleanup()

    def look(self, number: int | None, account: Address | None) -> dict[str, Any]:
        with look_back(self.stage.sandbox, self.episode.id, at=number, account=account) as ctx:
            return everything_seen(ctx)

    def keep(self) -> None:
        number = self.stage.events(self.episode.id)[-1].seq
        self.seen[number] = {account: self.look(None, account) for account in WATCHERS}

    def act(self, operation: str, what: Any) -> None:
        server = self.stage.sandbox.mail_server
        with suppress(MailError), server.act(self.episode.token, operation) as ctx:
            what(ctx)
        self.keep()

    def pick(self, ctx: MailContext, number: int, *, folder: Folder | None = None) -> MessageId:
        """Return one of the messages that lie in the agent's mailbox."""
        items = list_messages(ctx, folder=folder, limit=100).items
        return items[number % len(items)].id if items else MessageId("m-none")

    @rule(which=picks)
    def open(self, which: int) -> None:
        self.act("open_message", lambda ctx: open_message(ctx, self.pick(ctx, which)))

    @rule(which=picks)
    def open_its_thread(self, which: int) -> None:
        def what(ctx: MailContext) -> None:
            items = list_messages(ctx, limit=100).items
            open_thread(ctx, items[which % len(items)].thread_id)

        self.act("open_thread", what)

    @rule(which=picks, folder=st.sampled_from(Folder) | st.none(), is_read=flags, starred=flags)
    def change(
        self, which: int, folder: Folder | None, is_read: bool | None, starred: bool | None
    ) -> None:
        self.act(
            "update_message",
            lambda ctx: update_message(
                ctx, self.pick(ctx, which), folder=folder, is_read=is_read, starred=starred
            ),
        )

    @rule(which=picks, permanent=st.booleans())
    def delete(self, which: int, permanent: bool) -> None:
        self.act(
            "delete_message",
            lambda ctx: delete_message(ctx, self.pick(ctx, which), permanent=permanent),
        )

    @rule(to=recipients, bcc=recipients)
    def send(self, to: tuple[str, ...], bcc: tuple[str, ...]) -> None:
        draft = Draft(to=to, bcc=bcc, subject="A message", text="Sent.", html="<p>Sent.</p>")
        self.act("send", lambda ctx: send_message(ctx, draft))

    @rule(which=picks, everybody=st.booleans())
    def reply(self, which: int, everybody: bool) -> None:
        def what(ctx: MailContext) -> None:
            message_id = self.pick(ctx, which)
            reply_to_message(ctx, message_id, Draft(text="Yes."), reply_all=everybody, quote=True)

        self.act("reply", what)

    @rule(which=picks, to=recipients)
    def forward(self, which: int, to: tuple[str, ...]) -> None:
        self.act("forward", lambda ctx: forward_message(ctx, self.pick(ctx, which), Draft(to=to)))

    @rule(to=recipients, cc=recipients, html=st.sampled_from((None, "<b>draft</b>")))
    def draft(self, to: tuple[str, ...], cc: tuple[str, ...], html: str | None) -> None:
        draft = Draft(
            to=to, cc=cc, subject="A draft", text="First.", html=html, attachments=(FILE,)
        )
        self.act("save_draft", lambda ctx: save_draft(ctx, draft))

    @rule(which=picks, to=recipients, keeps_files=st.booleans())
    def change_draft(self, which: int, to: tuple[str, ...], keeps_files: bool) -> None:
        change = DraftChange(
            to=to,
            text=f"Then {which}.",
            drops_html=which % 2 == 0,
            files=None if keeps_files else Draft(),
        )
        self.act(
            "update_draft",
            lambda ctx: update_draft(ctx, self.pick(ctx, which, folder=Folder.DRAFTS), change),
        )

    @rule(which=picks)
    def send_draft(self, which: int) -> None:
        self.act(
            "send_draft", lambda ctx: send_draft(ctx, self.pick(ctx, which, folder=Folder.DRAFTS))
        )

    @rule(which=picks)
    def discard_draft(self, which: int) -> None:
        self.act(
            "delete_draft",
            lambda ctx: delete_draft(ctx, self.pick(ctx, which, folder=Folder.DRAFTS)),
        )

    @rule()
    def wait(self) -> None:
        self.act("get_thread", lambda _: None)


Watched.TestCase.settings = settings(
    max_examples=8,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestWatched = Watched.TestCase


class WatchedUnderApproval(Watched):
    """The same, where a person lets everything go that leaves, or does not."""

    safeguards = Safeguards(approval="all", approver="person")

    @rule(which=picks, approves=st.booleans())
    def decide(self, which: int, approves: bool) -> None:
        sandbox = self.stage.sandbox
        with read_transaction(self.engine) as session:
            waiting = list_waiting(session, self.episode.id)
        if waiting:
            approval = waiting[which % len(waiting)].id
            decide_as_person(sandbox.mail_server, approval, approves=approves, reason="So.")
            self.keep()


WatchedUnderApproval.TestCase.settings = Watched.TestCase.settings
TestWatchedUnderApproval = WatchedUnderApproval.TestCase
