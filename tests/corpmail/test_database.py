"""Transactions: whole or not at all, one writer at a time, readers that cannot write."""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, insert, select
from sqlalchemy.exc import DBAPIError

from corpmail.database import (
    EngineState,
    create_database_engine,
    create_schema,
    engine_state,
    read_transaction,
    write_transaction,
)
from corpmail.directory import DirectoryIndex
from corpmail.errors import DatabaseError, DatabaseGoneError
from corpmail.tables import BlobRow
from corpmail.turns import WriteTurns, patience
from support.builders import make_directory

blobs = BlobRow.metadata.tables["blob"]


def row(name: str) -> dict[str, object]:
    return {"sha256": name, "size": 1, "content": b"x"}


def count(engine: Engine) -> int:
    with read_transaction(engine) as session:
        return session.execute(select(func.count()).select_from(blobs)).scalar_one()


def test_a_write_transaction_commits_at_its_end(engine: Engine) -> None:
    with write_transaction(engine) as session:
        session.execute(insert(blobs), row("a"))
        session.add(BlobRow(sha256="b", size=1, content=b"x"))
    assert count(engine) == 2


def test_any_error_undoes_a_write_transaction(engine: Engine) -> None:
    def write_and_fail() -> None:
        with write_transaction(engine) as session:
            session.execute(insert(blobs), row("a"))
            session.add(BlobRow(sha256="b", size=1, content=b"x"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert count(engine) == 0


def test_a_read_transaction_cannot_write(engine: Engine) -> None:
    with pytest.raises(DBAPIError), read_transaction(engine) as session:
        session.execute(insert(blobs), row("a"))
    with write_transaction(engine) as session:
        session.execute(insert(blobs), row("a"))
    assert count(engine) == 1


def test_a_reader_sees_one_moment_and_does_not_wait_for_the_writer(engine: Engine) -> None:
    with read_transaction(engine) as reader:
        before = reader.execute(select(func.count()).select_from(blobs)).scalar_one()
        with write_transaction(engine) as writer:
            writer.execute(insert(blobs), row("a"))
        after = reader.execute(select(func.count()).select_from(blobs)).scalar_one()
    assert (before, after, count(engine)) == (0, 0, 1)


def test_writers_in_many_threads_wait_for_each_other(sqlite_engine: Engine) -> None:
    engine = sqlite_engine

    def write(thread: int) -> None:
        for number in range(10):
            with write_transaction(engine) as session:
                seen = session.execute(select(func.count()).select_from(blobs)).scalar_one()
                session.execute(insert(blobs), row(f"{seen}-{thread}-{number}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_transaction(engine) as session:
        names = session.scalars(select(blobs.c.sha256)).all()
    assert sorted(int(name.partition("-")[0]) for name in names) == list(range(160))


def test_whoever_has_little_patience_is_told_and_leaves_nothing_locked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    ours, theirs = create_database_engine(url), create_database_engine(url)
    create_schema(ours)
    foreign = sqlite3.connect(tmp_path / "mail.db", isolation_level=None)

    def is_refused() -> bool:
        with patience(0.2), pytest.raises(DatabaseError), write_transaction(ours):
            pass
        return True

    # By a program that takes no turns, by another process of ours, by a thread of this one.
    foreign.execute("BEGIN IMMEDIATE")
    assert is_refused()
    foreign.execute("ROLLBACK")
    with write_transaction(theirs):
        assert is_refused()
    with write_transaction(ours), ThreadPoolExecutor(1) as pool:
        assert pool.submit(is_refused).result()
    for engine in (ours, theirs):
        with patience(60), write_transaction(engine):
            pass
        with write_transaction(engine):
            pass
    foreign.close()


def test_who_loses_the_file_of_turns_still_writes_and_makes_it_anew(tmp_path: Path) -> None:
    url, turns = f"sqlite:///{tmp_path / 'mail.db'}", tmp_path / "mail.db-turn"
    ours, theirs = create_database_engine(url), create_database_engine(url)
    create_schema(ours)
    with WriteTurns(tmp_path / "mail.db").among_processes():
        turns.unlink()
        with patience(5), write_transaction(ours) as session:
            session.execute(insert(blobs), row("a"))
    assert turns.is_file()
    with (
        write_transaction(theirs),
        patience(0.2),
        pytest.raises(DatabaseError),
        write_transaction(ours),
    ):
        pass
    for engine in (ours, theirs):
        engine.dispose()


@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_is_taken_away_is_told_and_not_written_into_nowhere(
    tmp_path: Path, replaced: bool
) -> None:
    file = tmp_path / "mail.db"
    engine = create_database_engine(f"sqlite:///{file}")
    create_schema(engine)
    with read_transaction(engine) as session, ThreadPoolExecutor(1) as pool:
        session.execute(select(BlobRow))
        file.unlink()
        if replaced:
            file.touch()
        # While one connection is busy, another is opened.
        with pytest.raises(DatabaseError, match="was removed or replaced while it was open"):
            pool.submit(count, engine).result()
    with pytest.raises(DatabaseError, match="removed"), write_transaction(engine) as session:
        session.execute(insert(blobs), row("lost"))
    assert file.exists() is replaced
    engine.dispose()
    create_schema(engine)
    assert count(engine) == 0
    engine.dispose()


def test_a_file_that_cannot_be_looked_at_is_told_in_the_systems_words(tmp_path: Path) -> None:
    file = tmp_path / "mail.db"
    engine = create_database_engine(f"sqlite:///{file}")
    create_schema(engine)
    file.rename(tmp_path / "away.db")
    file.symlink_to(file)
    with pytest.raises(DatabaseError, match="cannot be looked at: Too many levels of symbolic"):
        count(engine)
    file.unlink()
    (tmp_path / "away.db").rename(file)
    assert count(engine) == 0
    engine.dispose()


def test_a_path_back_out_of_a_link_is_taken_by_its_letters(tmp_path: Path) -> None:
    (tmp_path / "far" / "room").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "room")
    engine = create_database_engine(f"sqlite:///{tmp_path}/link/../mail.db")
    create_schema(engine)
    with write_transaction(engine) as session:
        session.execute(insert(blobs), row("a"))
    assert sorted(each.name for each in tmp_path.glob("mail.db*")) == [
        "mail.db",
        "mail.db-shm",
        "mail.db-turn",
        "mail.db-wal",
    ]
    assert count(engine) == 1
    (tmp_path / "mail.db").unlink()
    with pytest.raises(DatabaseGoneError):
        count(engine)
    engine.dispose()


def test_a_writer_that_is_killed_leaves_a_database_that_opens(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mail.db'}"
    engine = create_database_engine(url)
    create_schema(engine)
    with write_transaction(engine) as session:
        session.execute(insert(blobs), row("before"))
    engine.dispose()
    script = (
        "import os, signal, sys\n"
        "from corpmail.database import create_database_engine, write_transaction\n"
        "from corpmail.tables import BlobRow\n"
        "with write_transaction(create_database_engine(sys.argv[1])) as session:\n"
        "    for number in range(2000):\n"
        "        session.add(BlobRow(sha256=str(number), size=1, content=bytes(4000)))\n"
        "    session.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", script, url], check=False)
    assert killed.returncode == -9
    engine = create_database_engine(url)
    assert count(engine) == 1
    with write_transaction(engine) as session:
        session.execute(insert(blobs), row("after"))
    assert count(engine) == 2
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://x/y",
        "sqlite://",
        "sqlite:///:memory:",
        "nosuch:///x",
        "postgresql://ann:secret@host:port/mail",
        "postgresql+psycopg2://ann:secret@host/mail",
        "sqlite+aiosqlite:///mail.db",
    ],
)
def test_a_database_that_is_not_supported_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(DatabaseError) as caught:
        create_database_engine(url)
    assert "secret" not in caught.value.message


def test_a_postgres_without_its_driver_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseError, match=r"insider\[postgres\]"):
        create_database_engine("postgresql+psycopg://ann:secret@host/mail")


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    engine = create_database_engine(f"sqlite:///{tmp_path / 'nowhere' / 'mail.db'}")
    with pytest.raises(DatabaseError, match="nowhere"):
        create_schema(engine)
    engine.dispose()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    path.write_bytes(b"This is a letter and no database. " * 100)
    engine = create_database_engine(f"sqlite:///{path}")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        create_schema(engine)
    engine.dispose()


def test_a_password_is_not_told_in_an_error() -> None:
    engine = create_database_engine("postgresql://ann:secret@127.0.0.1:1/mail?password=secret")
    assert engine.dialect.driver == "psycopg"
    with pytest.raises(DatabaseError) as caught, read_transaction(engine):
        pass
    assert "secret" not in caught.value.message
    engine.dispose()


def test_making_the_schema_twice_changes_nothing(engine: Engine) -> None:
    create_schema(engine)
    assert count(engine) == 0


def test_only_a_few_directories_are_remembered() -> None:
    state = EngineState(WriteTurns(None))
    for number in range(200):
        state.keep_directory(str(number), DirectoryIndex(make_directory()))
    assert len(state.directories) == 64
    assert "199" in state.directories


def test_an_engine_of_another_make_is_refused() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(DatabaseError, match="create_database_engine"):
        engine_state(engine)
    engine.dispose()
