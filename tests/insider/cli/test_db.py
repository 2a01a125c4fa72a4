"""``insider db``, and what every command does about the schema."""

import sqlite3
import sys

import pytest

from insider.cli.command import Invocation
from insider.cli.console import Console
from insider.settings import Settings
from support.command_line import CommandLine


def test_a_new_database_has_no_version_and_status_says_so(insider: CommandLine) -> None:
    document = insider.json("db", "status", code=1)
    assert document["current"] is None
    assert list(insider.folder.iterdir()) == []
    assert "insider db upgrade" in insider.run("db", "status", code=1).stderr


def test_upgrading_makes_it_current_and_upgrading_again_changes_nothing(
    insider: CommandLine,
) -> None:
    first = insider.json("db", "upgrade")
    assert first["before"] is None
    assert insider.json("db", "status")["current"] == first["after"]
    assert insider.json("db", "upgrade") == {"before": first["after"], "after": first["after"]}


def test_a_database_of_a_newer_program_is_refused(insider: CommandLine) -> None:
    insider.run("db", "upgrade")
    with sqlite3.connect(insider.folder / "insider.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_future'")
    connection.close()
    result = insider.run("show", code=1)
    assert result.stderr.startswith("insider: ")
    assert "newer version" in result.stderr


def test_the_environment_names_the_database(insider: CommandLine) -> None:
    insider.run("db", "upgrade", "--database", "sqlite:///mine.db")
    assert [path.name for path in insider.folder.glob("*.db")] == ["mine.db"]


@pytest.mark.parametrize(
    "words", ["show", "show ep-x", "inspect ep-x", "replay ep-x", "tape ep-x", "db status"]
)
def test_a_question_makes_no_database(insider: CommandLine, words: str) -> None:
    named = insider.run(*words.split(), "--database", "sqlite:///typo.db", code=1)
    assert named.stderr == "insider: There is no database file typo.db.\n"
    if words.endswith("ep-x"):
        assert "There are no episodes yet" in insider.run(*words.split(), code=2).stderr
    assert list(insider.folder.iterdir()) == []


def test_a_password_is_not_repeated_to_people(
    insider: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://ann:geheim@127.0.0.1:1/mail?password=geheim"
    refused = insider.run("show", "--database", url, code=1)
    assert refused.stderr.startswith("insider: The database postgresql+psycopg://ann:***@127.")
    assert "geheim" not in refused.output
    monkeypatch.setitem(sys.modules, "psycopg", None)
    refused = insider.run("show", "--database", url, code=1)
    assert "insider[postgres]" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1


def test_a_hint_names_the_database_without_its_password() -> None:
    url = "postgresql://ann:geheim@host/my mail?password=geheim"
    invocation = Invocation(Console(as_json=False), Settings(), database_option=url)
    assert invocation.next_command("db upgrade").endswith(
        "db upgrade --database 'postgresql://ann:***@host/my mail'"
    )
