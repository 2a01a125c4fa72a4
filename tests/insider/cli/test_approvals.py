"""``insider approvals``, ``approve`` and ``refuse``, and the person at the terminal."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from corpmail.database import write_transaction
from corpmail.reading import get_message
from corpmail.schemas import MessageCreate
from corpmail.search import search_messages
from corpmail.types import BranchId
from insider.cli.asking import TerminalReviewer
from insider.cli.console import Console
from insider.episodes import (
    EpisodePlan,
    Sandbox,
    open_episode,
)
from insider.scenarios import Safeguards
from support.agents import FINISH, call
from support.builders import ALEX, BOB
from support.command_line import CommandLine
from support.reviews import play_guarded, store_guarded

PERSON = Safeguards(approval="all", approver="person")
SEND = call(("send_message", {"to": [BOB], "subject": "The plan", "text": "It is ready.\x1b[2J"}))


@pytest.fixture
def sandbox(insider: CommandLine) -> Iterator[Sandbox]:
    insider.run("db", "upgrade")
    sandbox = Sandbox.at(f"sqlite:///{insider.folder / 'insider.db'}")
    yield sandbox
    sandbox.engine.dispose()


@pytest.fixture
def episode(sandbox: Sandbox) -> str:
    """A foreign agent's episode in which two mails wait."""
    stored = store_guarded(sandbox, PERSON)
    with write_transaction(sandbox.engine) as session:
        opened = open_episode(session, stored, EpisodePlan(model="theirs", agent="foreign"))

    async def send() -> None:
        for subject in ("The plan", "Another"):
            message = MessageCreate(to=[BOB], subject=subject, text="It is ready.\x1b[2J")
            await sandbox.client(opened.token).send(message)

    asyncio.run(send())
    return opened.id


def test_a_person_reads_what_waits_and_decides_it(insider: CommandLine, episode: str) -> None:
    first, second = insider.json("approvals", episode)
    assert (first["id"], first["waits_for"]) == (f"{episode}.1", "person")
    assert first["mail"]["subject"] == "The plan"
    shown = insider.run("approvals").stdout
    assert f"{episode}.1" in shown
    assert "It is ready." in shown
    assert "\x1b[2J" not in shown
    assert insider.json("approve", first["id"])["decision"] == "approved"
    refused = insider.run("refuse", second["id"], "--reason", "Too early.")
    assert f"Refused {episode}.2." in refused.stderr
    assert "Nothing waits" in insider.run("approvals").stderr
    transcript = insider.run("show", episode).stdout
    assert "1 approved by person" in transcript
    assert "2 refused by person: Too early." in transcript


def test_a_mail_can_be_changed_before_it_leaves(insider: CommandLine, episode: str) -> None:
    (insider.folder / "text.txt").write_text("It is late.")
    words = ("--subject", "No plan", "--text", "text.txt", "--cc", "")
    changed = insider.run("approve", f"{episode}.1", *words)
    assert f"Approved {episode}.1, with another subject and text and cc." in changed.stderr
    shown = " ".join(insider.run("show", episode).stdout.split())
    assert "1 approved by person, with another cc and subject and text" in shown
    (letter,) = insider.json("show", episode, "--mail")
    assert (letter["subject"], letter["text"]) == ("No plan", "It is late.")
    wrong = insider.run("approve", f"{episode}.2", "--to", "x", code=2)
    assert "not a mail address" in wrong.stderr


def test_what_cannot_be_decided_is_one_sentence(insider: CommandLine, episode: str) -> None:
    assert "names nothing that is held" in insider.run("approve", "x", code=2).stderr
    assert "There is no episode" in insider.run("approve", "ep-none.1", code=2).stderr
    assert "--reason" in insider.run("refuse", f"{episode}.1", code=2).stderr
    insider.run("approve", f"{episode}.1")
    assert "approved before" in insider.run("approve", f"{episode}.1", code=1).stderr
    insider.run("close", episode)
    assert "stays held" in insider.run("approve", f"{episode}.2", code=1).stderr


def reviewer(*lines: str) -> TerminalReviewer:
    """Return a person at a terminal who types these lines and then leaves."""
    typed = iter(lines)

    async def read_line() -> str:
        return next(typed, "")

    return TerminalReviewer(Console(as_json=False), read_line)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (["yes\n", "Fine.\n"], "sent"),
        (["what\n", "\n", "Y\n", "\n"], "sent"),
        (["no\n", "Not now.\n"], "refused"),
        (["n\n", "\n"], "refused"),
        (["later\n"], "held"),
        ([], "held"),
    ],
)
def test_the_person_at_the_terminal_is_asked_before_the_next_step(
    sandbox: Sandbox, typed: Sequence[str], left: str
) -> None:
    stored = store_guarded(sandbox, PERSON)
    person = reviewer(*typed)
    result = asyncio.run(play_guarded(sandbox, stored, SEND, FINISH, reviewers={"person": person}))
    branch = BranchId(result.id)
    with sandbox.mail_server.look(branch, account=ALEX) as ctx:
        (mail,) = search_messages(ctx, "ready").items
        assert get_message(ctx, mail.id).state == left
