"""``insider scenario import mail``."""

from pathlib import Path

import pytest

from support.command_line import CommandLine
from support.letters import letter, thread, write_mbox
from support.packs import SeedFolder


@pytest.fixture
def seed(insider: CommandLine) -> Path:
    return SeedFolder(insider.folder / "seed").root


def test_mail_is_imported_and_what_became_of_it_is_said(insider: CommandLine, seed: Path) -> None:
    write_mbox(insider.folder / "mbox", [*thread(4), letter("?", sender="", message_id="<x@y>")])
    result = insider.run("scenario", "import", "mail", "mbox", "--into", "seed")
    assert result.stdout.startswith(
        "4 messages, 1 thread, 2 insiders, 0 invented outsiders, 0 lists, 0 files.\n"
        "From 2026-10-19 to 2026-10-19, 1,337 weeks later than it was.\n"
    )
    assert "mbox:52: it has no sender that can be read." in result.stderr
    assert "before you hand this on" in result.stderr


def test_what_was_skipped_is_data_for_machines(insider: CommandLine, seed: Path) -> None:
    (insider.folder / "mail").mkdir()
    (insider.folder / "mail" / "1.eml").write_bytes(letter())
    (insider.folder / "mail" / "2.eml").write_bytes(b"no mail")
    words = ("scenario", "import", "mail", "mail", "--into", "seed", "--topic", "nets")
    document = insider.json(*words, "--keep-names", "--squeeze", "--attachments")
    assert document["file"] == "seed/company/mail/nets.jsonl"
    assert document["messages"] == 1
    assert document["skipped"] == [
        {
            "file": "mail/2.eml",
            "position": None,
            "reason": "this is no mail; it begins with no header.",
        }
    ]


def test_many_skipped_messages_are_counted(insider: CommandLine, seed: Path) -> None:
    write_mbox(insider.folder / "mbox", [letter()] * 30)
    result = insider.run("scenario", "import", "mail", "mbox", "--into", "seed")
    assert "29 skipped:" in result.stderr
    assert "… and 9 more; --json lists them." in result.stderr


def test_mail_of_years_is_told_of(insider: CommandLine, seed: Path) -> None:
    dates = ("Mon, 05 Mar 2001 09:30:00 +0000", "Tue, 05 Mar 2002 09:30:00 +0000")
    letters = [letter(date=each, message_id=f"<{n}@x>") for n, each in enumerate(dates)]
    write_mbox(insider.folder / "mbox", letters)
    result = insider.run("scenario", "import", "mail", "mbox", "--into", "seed")
    assert "That is mail of 365 days; --squeeze brings it" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing", "--into", "seed"), "insider: nothing: No such file or directory.\n"),
        (("mbox", "--into", "seed", "--topic", "A b"), "'A b' is no topic; use small letters"),
        (("mbox", "--into", "seed", "--since", "5 March"), "does not match the format"),
        (("mbox",), "Missing option '--into'"),
        (("mbox", "--into", "nowhere"), "Directory 'nowhere' does not exist"),
    ],
)
def test_what_is_typed_wrongly_is_told(
    insider: CommandLine, seed: Path, words: tuple[str, ...], said: str
) -> None:
    write_mbox(insider.folder / "mbox", thread(2))
    assert said in insider.run("scenario", "import", "mail", *words, code=2).stderr
