"""``insider db``, and what every command does about the schema."""

import sqlite3

from support.command_line import CommandLine


def test_a_new_database_has_no_version_and_status_says_so(insider: CommandLine) -> None:
    document = insider.json("db", "status", code=1)
    assert document["current"] is None
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
    insider.run("show", "--database", "sqlite:///mine.db")
    assert [path.name for path in insider.folder.glob("*.db")] == ["mine.db"]
