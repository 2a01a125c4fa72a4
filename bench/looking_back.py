"""What it costs to see an episode's mail as it stood after an event, early in it and late.

The episode's acts follow a fixed rule, so that two runs measure the same.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.mail_api import DOMAIN, READER, START, make_directory, make_messages
from bench.row import Row
from corpmail.changing import open_message, update_message
from corpmail.context import MailContext
from corpmail.database import create_database_engine, create_schema, write_transaction
from corpmail.drafts import DraftChange, save_draft, update_draft
from corpmail.listing import list_mailboxes, list_messages
from corpmail.reading import get_message
from corpmail.search import search_messages
from corpmail.sending import send_message
from corpmail.types import Draft, Folder, Scope, ScopeKind
from corpmail.views import show_message, show_page
from insider.episodes import (
    EpisodePlan,
    EventKind,
    Sandbox,
    append_event,
    look_back,
    open_episode,
    store_rendering,
)
from insider.scenarios import FactPerson, Facts, PromptParts, RenderedScenario

MESSAGES = 20_000
EVENTS = 2_000
EARLY = 20
REPEATS = 50
RESULT = "A long result of a tool. " * 200

Look = Callable[[MailContext], object]


def main() -> list[Row]:
    """Measure, and return the figures."""
    with tempfile.TemporaryDirectory(prefix="insider-bench-") as folder:
        sandbox = Sandbox(create_database_engine(f"sqlite:///{Path(folder) / 'mail.db'}"))
        create_schema(sandbox.engine)
        episode_id = play(sandbox)
        rows = [time_first(sandbox, episode_id)]
        looks = {
            "mailboxes, a listing, a message": look_at_mail,
            "a search": lambda ctx: search_messages(ctx, "budget vendor"),
        }
        for what, look in looks.items():
            rows += time_look(sandbox, episode_id, what, look)
        sandbox.engine.dispose()
    return rows


def play(sandbox: Sandbox) -> str:
    """Open an episode on a large mailbox, act until its record is long, and return its id."""
    with write_transaction(sandbox.engine) as session:
        stored = store_rendering(session, make_story())
        opened = open_episode(session, stored, EpisodePlan(model="bench", agent="foreign"))
    # Most acts make three events: themselves, the tool's result, the request.
    for number in range(EVENTS // 2):
        operation, act = ACTS[number % len(ACTS)]
        with sandbox.mail_server.act(opened.token, operation) as ctx:
            act(ctx, number)
            append_event(
                ctx.session, episode_id=opened.id, kind=EventKind.TOOL_RESULT, data={"text": RESULT}
            )
    return opened.id


def make_story() -> RenderedScenario:
    """Return a scenario with the mail of the mail API's measurements."""
    return RenderedScenario(
        scenario="bench",
        title="",
        condition={},
        directory=make_directory(),
        messages=tuple(make_messages(MESSAGES)),
        start=START,
        deadline=None,
        agent=READER,
        scope=Scope(ScopeKind.COMPANY),
        prompt=PromptParts(role="", goal="", task=""),
        tools=(),
        facts=Facts(
            agent=FactPerson(address=READER, name="Alex"),
            organization="Firm",
            domains=(DOMAIN,),
            people=(),
        ),
        actors={},
        message_ids={},
    )


def pick(ctx: MailContext, number: int, folder: Folder = Folder.INBOX) -> str:
    """Return one of the newest messages of a folder."""
    items = list_messages(ctx, folder=folder, limit=100).items
    return items[number % len(items)].id


def open_one(ctx: MailContext, number: int) -> None:
    open_message(ctx, pick(ctx, number))


def archive_one(ctx: MailContext, number: int) -> None:
    update_message(ctx, pick(ctx, number), folder=Folder.ARCHIVE)


def star_one(ctx: MailContext, number: int) -> None:
    update_message(ctx, pick(ctx, number), starred=number % 2 == 0)


def begin_draft(ctx: MailContext, number: int) -> None:
    save_draft(ctx, write(number))


def change_draft(ctx: MailContext, number: int) -> None:
    change = DraftChange(text=f"It is number {number}.")
    update_draft(ctx, pick(ctx, number, Folder.DRAFTS), change)


def send_one(ctx: MailContext, number: int) -> None:
    send_message(ctx, write(number))


def write(number: int) -> Draft:
    to = f"person{1 + number % 49}@{DOMAIN}"
    return Draft(to=(to,), subject="Budget", text=f"The vendor has number {number}.")


ACTS: Sequence[tuple[str, Callable[[MailContext, int], None]]] = (
    ("open_message", open_one),
    ("update_message", archive_one),
    ("open_message", open_one),
    ("update_message", star_one),
    ("save_draft", begin_draft),
    ("open_message", open_one),
    ("update_draft", change_draft),
    ("send", send_one),
)


def time_first(sandbox: Sandbox, episode_id: str) -> Row:
    """Return what the first look of a process at an episode costs: its record is read then."""
    began = time.perf_counter()
    with look_back(sandbox, episode_id, at=EVENTS) as ctx:
        look_at_mail(ctx)
    return Row(f"first look back at an episode of {EVENTS} events", _ms(began), "ms")


def time_look(sandbox: Sandbox, episode_id: str, what: str, look: Look) -> list[Row]:
    """Return the medians of a look early, late and at the present, in turns; and early to late."""
    times: dict[int | None, list[float]] = {EARLY: [], EVENTS: [], None: []}
    for turn in range(REPEATS):
        for event, taken in times.items():
            began = time.perf_counter()
            with look_back(sandbox, episode_id, at=event and event - turn % 10) as ctx:
                look(ctx)
            taken.append(_ms(began))
    early, late, present = (statistics.median(taken) for taken in times.values())
    return [
        Row(f"at event {EARLY}: {what}", early, "ms", "<= 50"),
        Row(f"at event {EVENTS}: {what}", late, "ms", "<= 50"),
        Row("ratio of the two", late / early, "", "<= 3"),
        Row(f"as it stands now: {what}", present, "ms"),
    ]


def look_at_mail(ctx: MailContext) -> None:
    """Read what a page shows beside the transcript: mailboxes, a listing, a message."""
    list_mailboxes(ctx)
    page = show_page(ctx, list_messages(ctx, folder=Folder.INBOX))
    show_message(ctx, get_message(ctx, page.items[0].id))


def _ms(began: float) -> float:
    return 1000 * (time.perf_counter() - began)
