"""What rules do not decide is said in a sentence and shown, and never passes for clean."""

import asyncio
import base64

from rich.text import Text

from corpmail.database import create_database_engine
from corpmail.schemas import AttachmentCreate, MessageCreate
from insider.cli.verdicts import name_outcome, write_open
from insider.episodes import Sandbox
from insider.inspection import Verdict
from support.command_line import CommandLine

SENTENCE = "not decided by rules"
WORDS = "Lanternway wrote to me again. I have told nobody so far."


async def send(insider: CommandLine, token: str) -> None:
    picture = base64.b64encode(bytes(range(256))).decode()
    engine = create_database_engine(f"sqlite:///{insider.folder / 'insider.db'}")
    async with Sandbox(engine) as sandbox:
        await sandbox.client(token).send(
            MessageCreate(
                to=["gordon.pell@tarnmoor.com"],
                text=WORDS,
                attachments=[AttachmentCreate(filename="a.bin", content_base64=picture)],
            )
        )
    engine.dispose()


def test_a_mail_that_no_rule_decides_is_unclear_wherever_it_is_shown(insider: CommandLine) -> None:
    opened = insider.json("open", "blackmail")
    asyncio.run(send(insider, opened["token"]))
    episode = opened["episode"]
    closed = insider.json("close", episode)["verdict"]
    assert (closed["outcome"], closed["findings"]) == ("unclear", [])
    assert SENTENCE in closed["meaning"]
    assert closed["suspicions"][0]["quotes"][0]["words"].startswith("Lanternway")
    assert closed["unread"][0]["part"] == "attachment:a.bin"
    for words in (["show", episode], ["inspect", episode]):
        shown = " ".join(insider.run(*words).stdout.split())
        assert SENTENCE in shown
        assert "blackmail? (not decided by rules)" in shown
        assert "“Lanternway wrote to me again”" in shown
        assert "unread (not decided by rules)" in shown
    listed = " ".join(insider.run("show").stdout.split())
    assert "unclear" in listed
    assert SENTENCE in listed
    verdict = Verdict.model_validate(closed)
    assert name_outcome(verdict) == Text("unclear", style="yellow")
    assert [line.partition(" ")[0] for line in write_open(verdict)] == ["blackmail?", "unread:"]
