"""Opening the database and its two kinds of transaction.

``write_transaction`` takes its turn, so that threads wait for each other here and not in the
database; ``read_transaction`` cannot write. Called by the server and by the sandbox; the only
file beside search that knows which database it is. Holds no engine of its own.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import Session

from corpmail.directory import DirectoryIndex
from corpmail.errors import DatabaseError, DatabaseGoneError, MailError
from corpmail.same_file import FileGone, SameFile
from corpmail.search.word_index import create_search_index
from corpmail.tables import MessageRow
from corpmail.turns import WriteTurns, patience_left

_DRIVERS = {"sqlite": "pysqlite", "postgresql": "psycopg"}
_STATE = "corpmail_state"
_WRITES = "corpmail_writes"
_BUSY_MS = 30_000
_KEPT_DIRECTORIES = 64


@dataclass(frozen=True, slots=True)
class EngineState:
    """What belongs to an engine beside its connections; dies with it."""

    write_turns: WriteTurns
    """Taken by whoever writes, where the database takes one writer at a time."""
    directories: dict[str, DirectoryIndex] = field(default_factory=dict)
    """Directories of snapshots, by the snapshot's id; they never change."""

    def keep_directory(self, snapshot_id: str, directory: DirectoryIndex) -> None:
        """Remember a directory, and forget the oldest when there are many."""
        while len(self.directories) >= _KEPT_DIRECTORIES:
            self.directories.pop(next(iter(self.directories)), None)
        self.directories[snapshot_id] = directory


def create_database_engine(url: str) -> Engine:
    """Return an engine for a database; connects to nothing yet.

    Args:
        url: A SQLAlchemy URL: ``sqlite:///path/of/file.db`` or ``postgresql+psycopg://…``;
            ``postgresql://…`` means the same driver.

    Raises:
        DatabaseError: The URL cannot be read, names a database or a driver that is not supported,
            or its driver is not installed.
    """
    parsed = _parsed(url)
    # As SQLAlchemy takes it: from where one is now, wherever one goes before it is opened, and with
    # every '..' of the path taken away by its letters.
    named = os.path.abspath(str(parsed.database))  # noqa: PTH100 - pathlib keeps them
    sqlite_file = Path(named) if _is_plain_file(parsed) else None
    options = {_STATE: EngineState(WriteTurns(sqlite_file))}
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed, execution_options=options, pool_size=8, max_overflow=64, pool_timeout=60
        )
        _prepare_sqlite(engine, SameFile(sqlite_file))
        return engine
    try:
        return create_engine(parsed, execution_options=options, pool_pre_ping=True)
    except ImportError as error:
        raise DatabaseError(
            "The driver for Postgres is not installed; install Insider with its extra 'postgres', "
            "such as: pip install 'insider[postgres]'."
        ) from error


def _is_plain_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and "uri" not in url.query


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
        if parsed.drivername == "postgresql":
            # To SQLAlchemy this means psycopg2, which nothing here installs.
            parsed = parsed.set(drivername="postgresql+psycopg")
        driver = parsed.get_driver_name()
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError):
        # Without the cause: it may quote the part of the URL where the password stands.
        raise DatabaseError(
            "The database URL cannot be read; write sqlite:///file.db or postgresql+psycopg://…"
        ) from None
    if backend not in _DRIVERS:
        raise DatabaseError(f"The database '{backend}' is not supported: use SQLite or Postgres.")
    if driver != _DRIVERS[backend]:
        raise DatabaseError(
            f"The driver '{driver}' is not supported: write {backend}+{_DRIVERS[backend]}://…"
        )
    if backend == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise DatabaseError("The mail lives in a file: write sqlite:///file.db.")
    return parsed


def _prepare_sqlite(engine: Engine, file: SameFile) -> None:
    @event.listens_for(engine, "do_connect")
    def check_file(*_: Any) -> None:
        file.check()

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: Any) -> None:
        # The driver begins transactions late and by itself; ours begin where we say.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16000",
            # In pages. Whoever writes the log back into the file waits for the disk, and all others
            # for its turn: seldomer, and what has changed since several times is written once.
            "wal_autocheckpoint=4000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        file.note()

    turns = engine_state(engine).write_turns

    @event.listens_for(engine, "engine_disposed")
    def forget(_engine: Engine) -> None:
        turns.close()
        file.forget()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, True)
        if connection.info.get(_WRITES, True) is not writes:
            connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
            connection.info[_WRITES] = writes
        statement = "BEGIN IMMEDIATE" if writes else "BEGIN"
        driver: Any = connection.connection.dbapi_connection
        limit = patience_left() if writes else None
        # By the driver itself: every transaction says it, and the way through the layers above
        # costs more than the rest of its beginning.
        try:
            file.check()
            if limit is None:
                driver.execute(statement)
            else:
                driver.execute(f"PRAGMA busy_timeout={int(limit.left * 1000)}")
                try:
                    with limit.spent():
                        driver.execute(statement)
                finally:
                    driver.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        except sqlite3.Error as error:
            raise OperationalError(statement, None, error) from error


def engine_state(engine: Engine) -> EngineState:
    """Return what belongs to an engine that ``create_database_engine`` made.

    Raises:
        DatabaseError: The engine was made elsewhere.
    """
    state = engine.get_execution_options().get(_STATE)
    if not isinstance(state, EngineState):
        raise DatabaseError("Make the engine with corpmail.database.create_database_engine.")
    return state


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Session]:
    """Run a block in one transaction that may write; commits at its end, undoes on any error.

    The session must not be committed or rolled back by the block, and not outlive it. Not to
    be nested in one thread: the second would wait for the first for ever.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    if engine.dialect.name == "sqlite":
        turns = engine_state(engine).write_turns
        # Another process goes on while this one gets a connection and puts it back.
        with (
            turns.among_threads(),
            _transaction(engine, writes=True, turn=turns.among_processes()) as session,
        ):
            yield session
    else:
        with _transaction(engine, writes=True, turn=nullcontext()) as session:
            yield session


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Session]:
    """Run a block that sees one moment of the database and cannot change it.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    with _transaction(engine, writes=False, turn=nullcontext()) as session:
        yield session


@contextmanager
def undoable(session: Session) -> Iterator[None]:
    """Run a block of a write transaction whose writes are undone by themselves when it fails.

    The error goes on; who catches it may carry on with the transaction. Not to be nested.
    """
    connection = session.connection()
    session.flush()
    connection.exec_driver_sql("SAVEPOINT undoable")
    try:
        yield
        session.flush()
    except MailError:
        # Any other error undoes the whole transaction, which is then perhaps beyond repair.
        session.expunge_all()
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT undoable")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT undoable")


def insert_into(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that can say what happens to a row that is there already.

    Args:
        dialect: The name of the connection's dialect.
        table: Where to.
    """
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@contextmanager
def _transaction(
    engine: Engine, *, writes: bool, turn: AbstractContextManager[None]
) -> Iterator[Session]:
    with (
        _connected(engine, writes=writes) as connection,
        Session(connection, expire_on_commit=False) as session,
        turn,
        _begun(connection, writes=writes),
    ):
        yield session
        if writes:
            session.flush()


@contextmanager
def _connected(engine: Engine, *, writes: bool) -> Iterator[Connection]:
    try:
        connection = engine.connect()
        try:
            connection.execution_options(**_options(engine, writes=writes))
        except BaseException:
            connection.close()
            raise
    except DBAPIError as error:
        raise _unopened(engine, error) from error
    with connection:
        yield connection


@contextmanager
def _begun(connection: Connection, *, writes: bool) -> Iterator[None]:
    try:
        connection.begin()
    except DBAPIError as error:
        raise _unopened(connection.engine, error) from error
    try:
        yield
        if writes:
            connection.commit()
        else:
            connection.rollback()
    except BaseException:
        # Undone before the next writer has the turn.
        connection.close()
        raise


def _unopened(engine: Engine, error: DBAPIError) -> DatabaseError:
    kind = DatabaseGoneError if isinstance(error.orig, FileGone) else DatabaseError
    return kind(f"The database {_shown(engine.url)} cannot be opened: {error.orig}.")


def _shown(url: URL) -> str:
    """Return a URL without its secrets; drivers take a password among the parameters too."""
    return url.set(query={}).render_as_string(hide_password=True)


def _options(engine: Engine, *, writes: bool) -> dict[str, Any]:
    options: dict[str, Any] = {_WRITES: writes}
    if engine.dialect.name == "postgresql" and not writes:
        # What SQLite does anyway: a reader sees one moment, and cannot write.
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return options


def create_schema(engine: Engine) -> None:
    """Make all tables that are not there yet, without a history of versions.

    For tests and throw-away databases; lasting ones are made by ``upgrade_database``.

    Raises:
        DatabaseError: The database cannot be opened.
    """
    with write_transaction(engine) as session:
        create_tables(session.connection())


def create_tables(connection: Connection) -> None:
    """Make all tables in the caller's transaction."""
    MessageRow.metadata.create_all(connection)
    create_search_index(connection)
