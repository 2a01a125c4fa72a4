"""Looking back at an episode's mail by the same statements on Postgres."""

from typing import Any

import pytest
from sqlalchemy import Engine

from corpmail.changing import delete_message, open_message, update_message
from corpmail.drafts import DraftChange, delete_draft, save_draft, send_draft, update_draft
from corpmail.sending import send_message
from corpmail.types import Draft, Folder, SeedAttachment
from insider.episodes import MailEdit, OpenedEpisode, Sandbox, decide_as_person, look_back
from insider.scenarios import Safeguards
from support.builders import ALEX, ANN, BOB, OUTSIDER
from support.looking import everything_seen
from support.stories import Stage, make_story, message_id, store_story

pytestmark = pytest.mark.postgres

FILE = SeedAttachment("plan.pdf", "application/pdf", b"a plan")


class Watched:
    """An episode, with all that was seen after each of its acts."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.episode: OpenedEpisode = stage.open_foreign()
        self.seen: dict[int, dict[str, Any]] = {}
        self.keep()

    def look(self, at: int | None) -> dict[str, Any]:
        with look_back(self.stage.sandbox, self.episode.id, at=at) as ctx:
            return everything_seen(ctx)

    def keep(self) -> None:
        self.seen[self.stage.events(self.episode.id)[-1].seq] = self.look(None)

    def act(self, operation: str, function: Any, *arguments: object, **named: object) -> Any:
        server = self.stage.sandbox.mail_server
        with server.act(self.episode.token, operation) as ctx:
            result = function(ctx, *arguments, **named)
        self.keep()
        return result

    def decide(self, number: int, *, approves: bool, edit: MailEdit | None = None) -> None:
        server, name = self.stage.sandbox.mail_server, f"{self.episode.id}.{number}"
        decide_as_person(server, name, approves=approves, reason="So.", edit=edit)
        self.keep()


def test_every_event_is_looked_back_at_as_it_was(engine: Engine) -> None:
    safeguards = Safeguards(approval="external", approver="person")
    story = make_story().model_copy(update={"safeguards": safeguards})
    watched = Watched(Stage(Sandbox(engine), store_story(engine, story)))
    act = watched.act
    act("open_message", open_message, message_id(1))
    act("update_message", update_message, message_id(1), folder=Folder.ARCHIVE, starred=True)
    act("delete_message", delete_message, message_id(2))
    letter = Draft(to=(f"Annie <{ANN}>",), subject="Plan", text="Naïve.", attachments=(FILE,))
    draft = act("save_draft", save_draft, letter).id
    change = DraftChange(to=(OUTSIDER, ALEX), text="Two.", html="<p>Two.</p>", files=Draft())
    act("update_message", update_message, draft, starred=True)
    act("update_draft", update_draft, draft, change)
    act("send_draft", send_draft, draft)
    act("send", send_message, Draft(to=(OUTSIDER,), subject="No", text="No."))
    harsh = Draft(to=(OUTSIDER, BOB), bcc=(ANN,), subject="Harsh", text="Né.", html="<p>Né.</p>")
    act("send", send_message, harsh)
    watched.decide(1, approves=True, edit=MailEdit(to=(f"Kim <{OUTSIDER}>",)))
    watched.decide(2, approves=False)
    watched.decide(3, approves=True, edit=MailEdit(subject="Reworded", text="Reworded.", bcc=()))
    other = act("save_draft", save_draft, Draft(subject="Never")).id
    act("delete_draft", delete_draft, other)
    act("send", send_message, Draft(to=(BOB, ALEX), subject="Hello", text="Hello."))
    for number, expected in watched.seen.items():
        assert watched.look(number) == expected, f"event {number}"
