"""Looking back at any event of an episode shows what its agent could see then, and nothing else."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import Engine, text
from sqlalchemy.exc import InternalError, OperationalError

from corpmail.changing import delete_message, open_message, open_thread, update_message
from corpmail.context import MailContext
from corpmail.database import create_database_engine, create_schema, read_transaction
from corpmail.drafts import DraftChange, delete_draft, save_draft, send_draft, update_draft
from corpmail.errors import MailboxNotFoundError, MailError
from corpmail.exporting import mail_of_copy, mailbox_mail
from corpmail.journal import Act as Recorded
from corpmail.listing import list_mailboxes, list_messages
from corpmail.reading import attachment_content, get_message
from corpmail.replies import forward_message, reply_to_message
from corpmail.search import search_messages
from corpmail.sending import send_message
from corpmail.types import Address, Draft, Folder, Mailer, MessageId, SeedAttachment
from insider.episodes import (
    EventKind,
    MailEdit,
    OpenedEpisode,
    Sandbox,
    decide_as_person,
    list_waiting,
    look_back,
)
from insider.errors import EventNotFoundError
from insider.scenarios import Audience, ReplyRule, Safeguards
from support.builders import ALEX, ANN, BOB, DOMAIN, EVERYONE, OUTSIDER, make_seed_message
from support.looking import everything_seen
from support.stories import Stage, make_story, message_id, store_story

Act: TypeAlias = Callable[[MailContext], object]

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
WRITTEN = (
    ALEX,
    ANN,
    f"Annie <{ANN}>",
    EVERYONE,
    GONE,
    OUTSIDER,
    "Someone <some@else.example>",
    r'"One, \"A\" <b> \\" <one@else.example>',
)
recipients = st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=3).map(tuple)
edits = st.builds(
    MailEdit,
    subject=st.sampled_from((None, "Reworded")),
    text=st.sampled_from((None, "", "Reworded.")),
    to=st.none() | recipients,
    cc=st.none() | st.just(()) | recipients,
    bcc=st.none() | st.just(()) | recipients,
)
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

    def act(self, operation: str, what: Act) -> None:
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
    max_examples=3,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestWatched = Watched.TestCase


class WatchedUnderApproval(Watched):
    """The same, where a person lets everything go that leaves, changes it first, or does not."""

    safeguards = Safeguards(approval="all", approver="person")

    @initialize(to=recipients)
    def begin_with_mail_that_waits(self, to: tuple[str, ...]) -> None:
        self.send(to=to, bcc=(BOB,))
        self.draft(to=to, cc=(ANN,), html="<b>draft</b>")
        self.send_draft(0)

    @rule(which=picks, ruling=st.booleans() | edits)
    def decide(self, which: int, ruling: bool | MailEdit) -> None:
        with read_transaction(self.engine) as session:
            waiting = list_waiting(session, self.episode.id)
        if waiting:
            approval, server = waiting[which % len(waiting)].id, self.stage.sandbox.mail_server
            edit = ruling if isinstance(ruling, MailEdit) else None
            # Neither a call nor a deletion can be changed, nor is mail for nobody let go.
            with suppress(MailError):
                decide_as_person(
                    server, approval, approves=ruling is not False, reason="So.", edit=edit
                )
            self.keep()


WatchedUnderApproval.TestCase.settings = Watched.TestCase.settings
TestWatchedUnderApproval = WatchedUnderApproval.TestCase


@pytest.fixture
def plain(engine: Engine) -> Stage:
    return open_stage(engine, Safeguards())


def act(stage: Stage, episode: OpenedEpisode, operation: str, what: Act) -> int:
    """Do an act; return the number of its last event."""
    with stage.sandbox.mail_server.act(episode.token, operation) as ctx:
        what(ctx)
    return stage.events(episode.id)[-1].seq


def test_a_draft_is_seen_as_it_was_each_time_that_it_was_saved(plain: Stage) -> None:
    episode = plain.open_foreign()
    first = Draft(to=(f"Annie <{ANN}>",), subject="Plan", html="<p>One</p>", attachments=(FILE,))
    saved = act(plain, episode, "save_draft", lambda ctx: save_draft(ctx, first))

    def draft(ctx: MailContext) -> MessageId:
        return list_messages(ctx, folder=Folder.DRAFTS).items[0].id

    change = DraftChange(to=(BOB,), text="Two.", drops_html=True, files=Draft())
    changed = act(plain, episode, "update_draft", lambda ctx: update_draft(ctx, draft(ctx), change))
    act(plain, episode, "send_draft", lambda ctx: send_draft(ctx, draft(ctx)))
    with look_back(plain.sandbox, episode.id, at=saved) as ctx:
        copy = get_message(ctx, draft(ctx))
        assert (copy.state, copy.to, copy.html) == ("draft", (Mailer(ANN, "Annie"),), "<p>One</p>")
        assert attachment_content(ctx, copy.attachments[0]) == FILE.content
        assert copy.attachments[0].content_type == "application/pdf"
    with look_back(plain.sandbox, episode.id, at=changed) as ctx:
        copy = get_message(ctx, draft(ctx))
        assert (copy.state, copy.text, copy.html, copy.attachments) == ("draft", "Two.", None, ())
        found = search_messages(ctx, "two in:drafts").items
        assert [each.id for each in found] == [copy.id]
    with look_back(plain.sandbox, episode.id, at=saved, account=BOB) as ctx:
        assert [each.subject for each in list_messages(ctx).items if each.subject == "Plan"] == []
    with look_back(plain.sandbox, episode.id) as ctx:
        assert get_message(ctx, copy.id).folder is Folder.SENT


def test_held_mail_that_was_edited_says_before_what_it_said_before(engine: Engine) -> None:
    stage = open_stage(engine, Safeguards(approval="all", approver="person"))
    episode = stage.open_foreign()
    letter = Draft(
        to=(f"Annie <{ANN}>",), cc=(OUTSIDER,), subject="Plan", text="One.", html="<p>One.</p>"
    )
    held = act(stage, episode, "send", lambda ctx: send_message(ctx, letter))
    edit = MailEdit(subject="Letter", text="Two.", to=(BOB,), cc=())
    decide_as_person(
        stage.sandbox.mail_server, f"{episode.id}.1", approves=True, reason="So.", edit=edit
    )
    events = stage.events(episode.id)
    decided = [event.kind for event in events].index(EventKind.APPROVAL_DECIDED) + 1
    assert events[decided].kind is Recorded.MAIL_APPROVED
    assert events[decided - 1].data["was"] == {
        "subject": "Plan",
        "text": "One.",
        "html": "<p>One.</p>",
        "to": [f'"Annie" <{ANN}>'],
        "cc": [f'"Kim Doe" <{OUTSIDER}>'],
    }
    # The decision stands before its effect: from the next event on the mail is the other one.
    before = ("outbox", "Plan", "One.", "<p>One.</p>", [("Annie", ANN)], ["One"])
    after = ("outbox", "Letter", "Two.", None, [("Bob Stone", BOB)], ["Two"])
    assert words_of(stage, episode, at=held) == before
    assert words_of(stage, episode, at=decided) == before
    assert words_of(stage, episode, at=decided + 1) == after
    assert words_of(stage, episode, at=decided + 2) == ("sent", *after[1:])


def words_of(stage: Stage, episode: OpenedEpisode, *, at: int) -> tuple[object, ...]:
    """Return where the only mail that the agent wrote lay, and what each way of reading shows."""
    with look_back(stage.sandbox, episode.id, at=at) as ctx:
        (listed,) = (
            each
            for folder in (Folder.OUTBOX, Folder.SENT)
            for each in list_messages(ctx, folder=folder).items
            if each.subject in ("Plan", "Letter")
        )
        copy = get_message(ctx, listed.id)
        found = [
            word
            for word in ("One", "Two")
            if copy.id in {each.id for each in search_messages(ctx, word).items}
        ]
        assert mail_of_copy(ctx, copy).text == copy.text
        # An export has no mail that has not left.
        exported = [each.text for each in mailbox_mail(ctx) if each.rfc_id == copy.rfc_id]
        assert exported == ([copy.text] if copy.has_left else [])
    assert (listed.subject, listed.to, listed.beginning) == (copy.subject, copy.to, copy.text)
    to = [(each.name, each.address) for each in copy.to]
    return (copy.folder.value, copy.subject, copy.text, copy.html, to, found)


def test_a_deletion_that_was_held_takes_the_copy_that_it_meant(engine: Engine) -> None:
    stage = open_stage(engine, Safeguards(approval="all", approver="person"))
    episode = stage.open_foreign()
    to_himself = message_id(20)
    for _ in range(2):
        act(
            stage,
            episode,
            "delete_message",
            lambda ctx: delete_message(ctx, to_himself, permanent=True),
        )
    for number in (1, 2):
        decide_as_person(
            stage.sandbox.mail_server, f"{episode.id}.{number}", approves=True, reason="So."
        )
        with look_back(stage.sandbox, episode.id, at=stage.events(episode.id)[-1].seq) as ctx:
            # It came to himself and went out: asked for twice, the copy that came is gone.
            assert get_message(ctx, to_himself).folder is Folder.SENT


def test_an_episode_that_goes_on_is_followed(plain: Stage) -> None:
    episode = plain.open_foreign()
    for number in range(1, 4):
        opened = partial(open_message, message_id=message_id(number))
        seq = act(plain, episode, "open_message", opened)
        with look_back(plain.sandbox, episode.id, at=seq) as ctx:
            unread = {copy.id for copy in list_messages(ctx, unread=True).items}
        assert unread.isdisjoint(message_id(each) for each in range(1, number + 1))
        assert unread.issuperset(message_id(each) for each in range(number + 1, 5))


def test_an_event_that_there_is_not_is_refused_with_how_many_there_are(plain: Stage) -> None:
    episode = plain.open_foreign()
    with (
        pytest.raises(EventNotFoundError, match=r"has 1 events so far; there is none of number 2"),
        look_back(plain.sandbox, episode.id, at=2),
    ):
        pass


def test_anybodys_mailbox_of_the_company_is_looked_at_by_itself(plain: Stage) -> None:
    episode = plain.open_foreign()
    with look_back(plain.sandbox, episode.id, at=1, account=f"ann@{DOMAIN}") as ctx:
        assert [(each.address, each.own) for each in list_mailboxes(ctx).items] == [(ANN, True)]
    with (
        pytest.raises(MailboxNotFoundError, match=r"no mailbox 'nobody@else.example'"),
        look_back(plain.sandbox, episode.id, at=1, account="nobody@else.example"),
    ):
        pass


def test_nothing_can_be_written_while_one_looks_back(plain: Stage) -> None:
    episode = plain.open_foreign()
    with (
        look_back(plain.sandbox, episode.id, at=1) as ctx,
        pytest.raises((OperationalError, InternalError), match=r"read-?only"),
    ):
        ctx.session.execute(text("DELETE FROM overlay"))
