"""A foreign agent whose acts are held, played without an event loop: for tests with a browser."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from corpmail.actions import call_action
from corpmail.changing import delete_message, open_message
from corpmail.database import read_transaction, write_transaction
from corpmail.outgoing import outgoing_mail
from corpmail.sending import send_message
from corpmail.types import BranchId, Draft
from insider.episodes import EpisodePlan, OpenedEpisode, Sandbox, open_episode
from insider.episodes.plan import Agent
from insider.scenarios import Safeguards
from support.builders import ALEX
from support.reviews import store_guarded

PERSON = Safeguards(approval="all", approver="person")


@dataclass(frozen=True, slots=True)
class HeldAgent:
    """An agent of somebody else's in an episode with safeguards."""

    sandbox: Sandbox
    opened: OpenedEpisode

    @property
    def episode(self) -> str:
        """The episode's id."""
        return self.opened.id

    def read(self, message_id: str) -> None:
        """Open a message."""
        with self.sandbox.mail_server.act(self.opened.token, "open_message") as ctx:
            open_message(ctx, message_id)

    def send(self, draft: Draft) -> None:
        """Send a mail, which is held."""
        with self.sandbox.mail_server.act(self.opened.token, "send") as ctx:
            send_message(ctx, draft)

    def delete(self, message_id: str) -> None:
        """Delete a message for good, which is held."""
        with self.sandbox.mail_server.act(self.opened.token, "delete_message") as ctx:
            delete_message(ctx, message_id, permanent=True)

    def call(self, name: str, arguments: Mapping[str, JsonValue]) -> None:
        """Call an action, which is held."""
        server = self.sandbox.mail_server
        with server.act(self.opened.token, "call_action") as ctx:
            call_action(ctx, server.actions, name, arguments)

    def left(self) -> list[str]:
        """Return the subjects of what has left."""
        with read_transaction(self.sandbox.engine) as session:
            mails = outgoing_mail(session, BranchId(self.episode), ALEX)
        return [mail.subject for mail in mails]


def open_held(
    sandbox: Sandbox, safeguards: Safeguards = PERSON, *, agent: Agent = "foreign"
) -> HeldAgent:
    """Open an episode with safeguards, for somebody else's agent unless it is Alex's.

    Where a server runs, it reviews what a foreign agent's episode holds, and Alex's own process
    what Alex's does.
    """
    stored = store_guarded(sandbox, safeguards)
    with write_transaction(sandbox.engine) as session:
        opened = open_episode(session, stored, EpisodePlan(model="theirs", agent=agent))
    return HeldAgent(sandbox, opened)
