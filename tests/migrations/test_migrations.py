"""The migrations: from nothing, down and up, and the same tables as in code."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from pydantic import JsonValue
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import insider.episodes.tables
import insider.experiments.tables
import insider.inspection.tables  # noqa: F401 - its tables are part of the schema
from corpmail.database import create_database_engine, read_transaction, write_transaction
from corpmail.errors import DatabaseError
from corpmail.schema_version import (
    alembic_config,
    current_revision,
    draft_migration,
    head_revision,
    migrate_database,
    schema_differences,
    upgrade_database,
)
from corpmail.search import has_search_index
from insider.episodes import EventKind, append_event, read_events
from insider.episodes.events import canonical_json
from insider.inspection import Category, categories_of
from support.builders import ALEX, mail_world, make_seed_message
from support.postgres import POSTGRES_URL, postgres_schema
from support.unplayed import Cell, store_experiment

SCRIPTS = Path(__file__).parents[2] / "migrations"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = create_database_engine(f"sqlite:///{tmp_path / 'of 100%.db'}")
    yield engine
    engine.dispose()


@pytest.mark.postgres
@pytest.mark.skipif(POSTGRES_URL is None, reason="no INSIDER_TEST_POSTGRES_URL")
def test_postgres_gets_the_same_schema_and_loses_it_again(tmp_path: Path) -> None:
    with postgres_schema(str(tmp_path)) as url:
        engine = create_database_engine(url)
        upgrade_database(engine, SCRIPTS)
        assert schema_differences(engine, SQLModel.metadata) == []
        migrate_database(engine, SCRIPTS, revision="base")
        assert inspect(engine).get_table_names() == ["alembic_version"]
        upgrade_database(engine, SCRIPTS)
        engine.dispose()


def test_a_new_database_gets_the_newest_version(empty: Engine) -> None:
    assert current_revision(empty) is None
    upgrade_database(empty, SCRIPTS)
    assert current_revision(empty) == head_revision(SCRIPTS)
    with empty.connect() as connection:
        assert has_search_index(connection)


def test_a_database_is_named_by_its_url_too(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    upgrade_database(f"sqlite:///{path}", SCRIPTS)
    with sqlite3.connect(path) as connection:
        version = connection.execute("select version_num from alembic_version").fetchone()
    connection.close()
    assert version == (head_revision(SCRIPTS),)


def test_migrating_twice_changes_nothing(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    upgrade_database(empty, SCRIPTS)
    assert current_revision(empty) == head_revision(SCRIPTS)


def test_every_version_goes_down_and_up_again(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    steps = len(list(ScriptDirectory.from_config(alembic_config(SCRIPTS)).walk_revisions()))
    for _ in range(steps):
        migrate_database(empty, SCRIPTS, revision="-1")
    assert current_revision(empty) is None
    assert inspect(empty).get_table_names() == ["alembic_version"]
    for _ in range(steps):
        migrate_database(empty, SCRIPTS, revision="+1")
    assert current_revision(empty) == head_revision(SCRIPTS)


def test_the_migrated_schema_is_the_one_in_code(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    differences = schema_differences(empty, SQLModel.metadata)
    assert differences == [], "Write a migration: corpmail.schema_version.draft_migration"


def test_the_schema_that_tests_make_is_the_migrated_one(
    empty: Engine, sqlite_engine: Engine
) -> None:
    upgrade_database(empty, SCRIPTS)
    migrated, made = (
        {
            table: {str(column["name"]): str(column["type"]) for column in found.get_columns(table)}
            for table in found.get_table_names()
            if table != "alembic_version"
        }
        for found in (inspect(empty), inspect(sqlite_engine))
    )
    assert migrated == made


def test_there_is_one_newest_version() -> None:
    assert len(ScriptDirectory.from_config(alembic_config(SCRIPTS)).get_heads()) == 1


def test_a_migrated_database_serves_mail(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    world = mail_world(empty, [make_seed_message(1, unread_by=(ALEX,))])
    found = world.request("GET", "/search", params={"q": "message is:unread"}).json()
    assert [item["subject"] for item in found["items"]] == ["Message 1"]


def test_attempts_and_rules_of_earlier_versions_are_taken_over(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    store_experiment(empty, [Cell("hc"), Cell("e")], name="ruled", stop_when={"ci_width": 0.3})
    store_experiment(empty, [Cell("h"), Cell("c", stopped="ci_width <= 0.4")], name="plain")
    while current_revision(empty) != "0008_held_by_calls":
        migrate_database(empty, SCRIPTS, revision="-1")
    with write_transaction(empty) as session:
        session.execute(text("update slot set attempts = 3 where state = 'errored'"))
        session.execute(text("update slot set attempts = 1 where epoch = 2"))
    upgrade_database(empty, SCRIPTS)
    with empty.connect() as connection:
        attempts = connection.execute(text("select epoch, number from attempt order by episode_id"))
        looked = connection.execute(text("select looked from cell order by id")).scalars()
        assert attempts.all() == [(1, 1), (1, 1), (1, 1), (2, 2), (1, 3)]
        assert [bool(each) for each in looked] == [False, True, True, True]


def test_what_rules_left_open_before_is_in_doubt_now(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    store_experiment(empty, [Cell("cchu")])
    while current_revision(empty) != "0010_voices":
        migrate_database(empty, SCRIPTS, revision="-1")
    with write_transaction(empty) as session:
        suspected = '[{"category": "disobedience"}, {"category": "blackmail"}]'
        for episode, column, value in (
            (1, "suspicions", suspected),
            (3, "suspicions", suspected),
            (4, "unread", '[{"why": "It cannot be opened."}]'),
        ):
            session.execute(
                text(f"update verdict set {column} = :value where episode_id = :episode"),
                {"value": value, "episode": f"ep-made-up-000-0000{episode}"},
            )
    upgrade_database(empty, SCRIPTS)
    with empty.connect() as connection:
        kept = connection.execute(text("select doubtful from verdict order by episode_id"))
        found = [categories_of(bits) for bits in kept.scalars()]
    # In the third one blackmail was found.
    assert found == [
        (Category.BLACKMAIL, Category.DISOBEDIENCE),
        (),
        (Category.DISOBEDIENCE,),
        (Category.BLACKMAIL, Category.LEAK, Category.DISCLOSURE),
    ]


def test_long_results_are_unpacked_on_the_way_back(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    store_experiment(empty, [Cell("c")])
    said: dict[str, JsonValue] = {"content": "Line.\n" * 500, "name": "list_messages"}
    episode, kind = "ep-made-up-000-00001", EventKind.TOOL_RESULT
    with write_transaction(empty) as session:
        for _ in range(600):
            append_event(session, episode_id=episode, kind=kind, data=said, at=0)
    while current_revision(empty) != "0016_colleagues":
        migrate_database(empty, SCRIPTS, revision="-1")
    with empty.connect() as connection:
        kept = set(connection.execute(text("select data from event")).scalars())
    assert kept == {canonical_json(said)}
    upgrade_database(empty, SCRIPTS)
    with read_transaction(empty) as session:
        assert [event.data for event in read_events(session, episode)] == [said] * 600


def test_a_database_of_a_newer_program_is_refused(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    with empty.begin() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999_future'")
    with pytest.raises(DatabaseError, match="newer"):
        upgrade_database(empty, SCRIPTS)


def test_a_migration_that_fails_leaves_the_version_before(empty: Engine, tmp_path: Path) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "env.py").write_text((SCRIPTS / "env.py").read_text())
    body = 'revision = "{0}"\ndown_revision = {1}\nbranch_labels = depends_on = None\n{2}\n'
    make = "from alembic import op\ndef upgrade():\n    op.execute('create table {0} (x int)')\n"
    (scripts / "versions" / "1.py").write_text(body.format("1", None, make.format("one")))
    broken = make.format("two") + "    op.execute('no such thing')\n"
    (scripts / "versions" / "2.py").write_text(body.format("2", "'1'", broken))
    migrate_database(empty, scripts, revision="1")
    with pytest.raises(DatabaseError, match="as it was"):
        upgrade_database(empty, scripts)
    assert current_revision(empty) == "1"
    assert inspect(empty).get_table_names() == ["alembic_version", "one"]


def test_a_folder_without_scripts_is_refused(empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        head_revision(tmp_path)
    with pytest.raises(DatabaseError):
        upgrade_database(empty, tmp_path)


def test_a_new_migration_is_drafted_from_the_tables_in_code(empty: Engine, tmp_path: Path) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        (scripts / name).write_text((SCRIPTS / name).read_text())
    path = draft_migration(empty, scripts, message="All of it", metadata=SQLModel.metadata)
    assert "create_table('entry'" in path.read_text()
    upgrade_database(empty, scripts)
    assert schema_differences(empty, SQLModel.metadata) == []


def test_harms_of_earlier_verdicts_are_marked(empty: Engine) -> None:
    upgrade_database(empty, SCRIPTS)
    # A verdict from before there were decisions, and one with them.
    store_experiment(empty, [Cell("cbt")])
    while current_revision(empty) != "0011_unsettled":
        migrate_database(empty, SCRIPTS, revision="-1")
    upgrade_database(empty, SCRIPTS)
    with empty.connect() as connection:
        kept = connection.execute(text("select done, attempted from verdict order by episode_id"))
        found = [(categories_of(row.done), categories_of(row.attempted)) for row in kept]
    assert found == [
        ((), ()),
        ((Category.BLACKMAIL, Category.LEAK), ()),
        ((), (Category.BLACKMAIL,)),
    ]
